"""The steps of a call, each with its record: what is done, what comes next, which applications may still be named."""

from dataclasses import dataclass
from typing import Literal

from entreciudades.calls.models import Application, Call, StepRecord
from entreciudades.calls.querysets import ApplicationQuerySet
from entreciudades.calls.terms import terms_of
from entreciudades.methodologies.call_pack import CallStep

#: Records that name applications: those that stay, those that are visited, the one that is chosen.
NAMES_APPLICATIONS = frozenset({"list", "visit", "decision"})


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its record, None before there is one; `now` is the first without."""

    step: CallStep
    record: StepRecord | None
    state: Literal["done", "now", "later"]

    @property
    def names_applications(self) -> bool:
        """Whether its record says which applications stay."""
        return self.step.record in NAMES_APPLICATIONS


def steps_of(call: Call) -> tuple[Step, ...]:
    """The steps in their order; three questions whatever their number."""
    rows = call.steps.select_related("recorded_by").prefetch_related("applications__applicant")
    records = {row.step: row for row in rows}
    found: list[Step] = []
    for one in terms_of(call).steps:
        record = records.get(one.key)
        waits = any(before.record is None for before in found)
        found.append(Step(one, record, "done" if record else "later" if waits else "now"))
    return tuple(found)


def candidates_at(call: Call, step: CallStep) -> ApplicationQuerySet:
    """The applications that a record of this step may name: those of the last list before it, else all that arrived.

    A visit keeps nobody out: who was on the list that it followed may still be chosen.
    """
    keys = [one.key for one in terms_of(call).steps]
    before = [one for one in terms_of(call).steps[: keys.index(step.key)] if one.record == "list"]
    arrived = Application.objects.filter(call=call).submitted()
    return arrived.filter(pk__in=_named(call, before[-1].key)) if before else arrived


def later_than(call: Call, step: CallStep) -> frozenset[int]:
    """The applications that records after this step name, by key."""
    keys = [one.key for one in terms_of(call).steps]
    after = keys[keys.index(step.key) + 1 :]
    rows = StepRecord.applications.through.objects.filter(steprecord__call=call, steprecord__step__in=after)
    return frozenset(rows.values_list("application", flat=True))


def _named(call: Call, key: str) -> frozenset[int]:
    rows = StepRecord.applications.through.objects.filter(steprecord__call=call, steprecord__step=key)
    return frozenset(rows.values_list("application", flat=True))
