"""Files brought in as people do it: handed over, columns confirmed as they were guessed, checked by the worker."""

from tests.factories.cast import Cast

from entreciudades.imports import jobs, services
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.models import Import
from entreciudades.spreadsheets.plan import Column, Plan
from entreciudades.spreadsheets.writing import write_book


def table(*rows, headings):
    """A CSV with these headings and rows."""
    return write_book([Plan("x", [Column(one) for one in headings], rows)], "csv", title="x", made_at=None)


def checked(cast: Cast, data, *, kind="contacts", owner=None, by=None, name="lista.csv", said=None, empties=False):
    """An import after its dry run; `said` gives the columns where they are not as they were guessed."""
    owner, by = owner or cast.ucci, by or cast.secretary
    brought = services.bring(owner, KINDS[kind], name=name, data=data, by=by)
    services.check(brought, said or guessed(brought), empties=empties, by=by)
    assert jobs.next_import()
    return again(brought)


def guessed(brought):
    columns = brought.columns
    return [
        services.Said(key, convention["day_first"], convention["decimal"])
        for key, convention in zip(columns["keys"], columns["conventions"], strict=True)
    ]


def written(cast: Cast, brought, *, by=None):
    services.confirm(brought, by=by or cast.secretary)
    assert jobs.next_import()
    return again(brought)


def undone(cast: Cast, brought, *, by=None):
    services.take_back(brought, by=by or cast.secretary)
    assert jobs.next_import()
    return again(brought)


def again(brought):
    return Import.objects.select_related("organisation", "asked_by").get(pk=brought.pk)


def states(brought):
    return [(line.number, line.state) for line in brought.lines.all()]


def problems(brought):
    """(cell, code) of each problem."""
    return [(one["cell"], one["code"]) for line in brought.lines.all() for one in line.problems if not one.get("note")]
