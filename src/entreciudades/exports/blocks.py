"""The blocks of data that a section shows, by the names that a methodology uses (`methodologies.vocabulary`).

`BLOCKS` holds one builder for each name; a test holds both lists the same. A builder gives nothing where the programme
holds nothing: a document never shows an empty table.
"""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from entreciudades.actors.models import Plan
from entreciudades.alliances.services import WORDING
from entreciudades.core.labels import label
from entreciudades.core.money import format_money
from entreciudades.documents.book import (
    Chip,
    Chips,
    DataBlock,
    Fact,
    FactList,
    Item,
    LeftOut,
    Listing,
    Origin,
    Row,
    Sheets,
    Table,
    Tables,
    Words,
)
from entreciudades.documents.prose import to_plain
from entreciudades.exports.sheets import city_sheets, organisation_sheets
from entreciudades.exports.wording import fact_list, joined, period, plain, prose, words
from entreciudades.methodologies.pack import Form
from entreciudades.programmes.facts import Facts, Labelled
from entreciudades.programmes.matrices import Entry, MatrixTable, matrix_table
from entreciudades.programmes.models import (
    Activity,
    Beneficiary,
    Channel,
    Credit,
    ProgrammeFigure,
    Project,
    StrategicLine,
    SynergyActor,
    SynergyLine,
    Territory,
)
from entreciudades.taxonomy.models import Term

Labels = Mapping[str, str]


def data_of(names: tuple[str, ...], facts: Facts, language: str) -> tuple[DataBlock, ...]:
    """The blocks of those names that hold something, in that order."""
    return tuple(block for name in names for block in BLOCKS[name](facts, language))


def _listing(items: list[Item], *, title: str = "", numbered: bool = False) -> Iterator[Listing]:
    if items:
        yield Listing(title, tuple(items), numbered=numbered)


def _labelled(row: Labelled, language: str) -> Item:
    remark = words(row.remarks, language) if row.remarks else None
    return Item(words(row.titles, language), text=remark, origin=Origin(row.kind, str(row.pk)))


def _simple(facts: Facts, language: str, model: type) -> Iterator[Listing]:
    return _listing([_labelled(row, language) for row in facts.labelled(model)])


def _beneficiaries(facts: Facts, language: str) -> Iterator[DataBlock]:
    titles = {"direct": _("Direct beneficiaries"), "final": _("Final beneficiaries")}
    for reach, title in titles.items():
        rows = [row for row in facts.labelled(Beneficiary) if row.extra == reach]
        yield from _listing([_labelled(row, language) for row in rows], title=title)


def _strategic_lines(facts: Facts, language: str) -> Iterator[DataBlock]:
    rows = facts.labelled(StrategicLine)
    return _listing([_labelled(row, language) for row in rows], numbered=True)


def _activities(facts: Facts, language: str) -> Iterator[DataBlock]:
    titles = {row.pk: words(row.titles, language).text for row in facts.labelled(StrategicLine)}
    projects = [_labelled(row, language) for row in facts.labelled(Project)]
    yield from _listing(projects, title=_("Projects"))
    for line, title in titles.items():
        rows = [_activity(one, language) for one in facts.activities if one.line_id == line]
        yield from _listing(rows, title=title)
    if facts.costs:
        together = " · ".join(format_money(one, language) for one in facts.costs)
        fact = Fact(plain(_("Estimated cost of all activities"), language), plain(together, language))
        yield FactList((fact,), ())


def _activity(activity: Activity, language: str) -> Item:
    text = words(activity.descriptions, language) if activity.descriptions else None
    return Item(
        words(activity.titles, language),
        text=text,
        details=tuple(_activity_facts(activity, language)),
        origin=Origin("programmes.activity", str(activity.pk)),
    )


def _activity_facts(activity: Activity, language: str) -> Iterator[Words]:
    if activity.department:
        yield _named(_("Department"), activity.department.names, language)
    partners = [one.names for one in activity.partners.all()]
    if partners:
        yield _named(_("With"), None, language, joined(partners, language).text)
    if activity.modality:
        yield _named(_("Modality"), activity.modality.labels, language)
    if activity.starts or activity.ends:
        yield _named(_("When"), None, language, period(activity.starts, activity.ends, language))
    targets = ", ".join(term.code for term in activity.targets.all())
    if targets:
        yield _named(_("SDG targets"), None, language, targets)
    if activity.cost:
        yield _named(_("Estimated cost"), None, language, format_money(activity.cost, language))


def _named(name: str, labels: Labels | None, language: str, text: str = "") -> Words:
    return plain(f"{name}: {text or label(labels, language).text}", language)


def _figures(facts: Facts, language: str) -> Iterator[DataBlock]:
    if facts.figures:
        yield fact_list([(_figure_name(row, language), row) for row in facts.figures], language)


def _figure_name(row: ProgrammeFigure, language: str) -> Words:
    name = words(row.labels, language)
    return Words(f"{name.text} ({_('target')})", name.language) if row.is_target else name


def _plan_alignment(facts: Facts, language: str) -> Iterator[DataBlock]:
    items = [
        Item(
            words(one.plan.titles, language),
            text=words(one.statements, language) if one.statements else None,
            note=_plan_note(one.plan, language),
            details=(words(one.plan.summary, language),) if one.plan.summary else (),
            origin=Origin("actors.plan", str(one.plan_id)),
        )
        for one in facts.alignments
    ]
    return _listing(items)


def _plan_note(plan: Plan, language: str) -> str:
    adopted = _("adopted %(date)s") % {"date": plan.adopted.format(language)} if plan.adopted else ""
    rank = label(plan.legal_rank, language).text
    said = (period(plan.starts, plan.ends, language), str(Plan.Level(plan.level).label).lower(), rank, adopted)
    return ", ".join(part for part in said if part)


def _partners(facts: Facts, language: str) -> Iterator[DataBlock]:
    for role, title in (("city", _("Partner cities")), ("ally", _("Allies"))):
        items = [
            Item(
                words(one.organisation.names, language),
                text=words(one.contribution, language) if one.contribution else None,
                origin=Origin("actors.organisation", one.organisation.slug),
            )
            for one in facts.partners
            if one.partner_as == role
        ]
        yield from _listing(items, title=title)


def _sdg_focus(facts: Facts, language: str) -> Iterator[DataBlock]:
    goals: dict[str, tuple[Term, list[Term]]] = {}
    for term in facts.terms["sdg"]:
        goal = term.parent or term
        _goal, targets = goals.setdefault(goal.pk, (goal, []))
        if term.parent_id:
            targets.append(term)
    chips = [
        Chip(
            goal.code,
            goal.colour,
            words(goal.labels, language),
            tuple(Item(words(target.labels, language), note=target.code) for target in targets),
        )
        for goal, targets in sorted(goals.values(), key=lambda pair: pair[0].position)
    ]
    if chips:
        yield Chips(tuple(chips))


def _axes(facts: Facts, language: str) -> Iterator[DataBlock]:
    """The axes stand as parts of their section; a section without parts lists them."""
    section = next(one for one in facts.variant.sections if "cross-cutting-axes" in one.shows)
    if not section.parts_from:
        yield from _listing([Item(words(term.labels, language)) for term in facts.terms["axis"]])


def _agreements(facts: Facts, language: str) -> Iterator[DataBlock]:
    items = []
    for cited in facts.cited_agreements:
        signed = cited.agreement.signed
        details: list[Words] = []
        if cited.article:
            heading = _("Article %(number)d") % {"number": cited.article.number}
            kind = "" if cited.article.verbatim else f" ({_('summary')})"
            body = prose(facts.texts_of(cited.article), WORDING, language)
            text = to_plain(body.blocks) if body else ""
            details.append(Words(f"{heading}{kind}: {text}" if text else heading, body.language if body else language))
        items.append(
            Item(
                words(cited.agreement.titles, language),
                note=signed.format(language) if signed else "",
                details=tuple(details),
                origin=Origin("alliances.agreement", cited.agreement.slug),
            )
        )
    return _listing(items, title=_("Agreements"))


def _actor_map(facts: Facts, language: str) -> Iterator[DataBlock]:
    rows = tuple(
        Row(
            str(one.pk),
            words(one.names, language),
            (
                (Item(words(one.kind.labels, language)),),
                (Item(words(one.interest, language)),) if one.interest else (),
                (Item(words(one.commitment, language)),) if one.commitment else (),
            ),
        )
        for one in facts.mapped_actors
    )
    if rows:
        columns = (_("Actor"), _("Type"), _("Interest"), _("Commitment"))
        yield Tables((Table("actor-map", plain(_("Map of actors"), language), "", columns, rows),))


def _practice_sheets(facts: Facts, language: str) -> Iterator[DataBlock]:
    tables = []
    for one in facts.practices:
        practice = one.practice
        part = practice.methodology.pack.practice
        if part is None:
            continue
        shown = {
            "title": (Item(words(practice.titles, language)),),
            "themes": tuple(Item(words(term.labels, language)) for term in practice.themes.all()),
        }
        rows = []
        for field in part.fields:
            text = prose(facts.texts_of(practice), field.key, language) if field.words else None
            cell = text or tuple(item for block in field.shows for item in shown[block])
            if cell:
                rows.append(Row(field.key, words(field.title, language), (cell,)))
        city = label(practice.organisation.names, language).text
        columns = (_("Field"), label(part.title, language).text)
        tables.append(Table(practice.slug, words(practice.titles, language), city, columns, tuple(rows)))
    if tables:
        yield Tables(tuple(tables))


def _synergy_matrix(facts: Facts, language: str) -> Iterator[DataBlock]:
    synergy = facts.variant.synergy
    lines, actors = facts.labelled(SynergyLine), facts.labelled(SynergyActor)
    if synergy is None or not lines or not actors:
        return
    rows = tuple(
        Row(
            str(line.pk),
            words(line.titles, language),
            tuple(
                tuple(
                    Item(
                        words(action.titles, language),
                        details=tuple(words(one, language) for one in action.details),
                        origin=Origin("programmes.synergyaction", str(action.pk)),
                    )
                    for action in facts.synergy_actions.get((line.pk, actor.pk), ())
                )
                for actor in actors
            ),
        )
        for line in lines
    )
    columns = (label(synergy.line_title, language).text, *(words(actor.titles, language).text for actor in actors))
    yield Tables((Table("synergy", words(synergy.title, language), "", columns, rows),))


def _matrices(facts: Facts, language: str) -> Iterator[DataBlock]:
    tables = tuple(matrix_as_table(facts, matrix_table(facts, one.key), language) for one in facts.variant.matrices)
    if tables:
        yield Tables(tables)


def matrix_as_table(facts: Facts, table: MatrixTable, language: str) -> Table:
    """A computed matrix in a reader's language, headed by its city."""
    caption = ""
    if facts.variant.matrix(table.key).per == "city":
        caption = _("City: %(name)s") % {"name": label(facts.holder.names, language).text}
    rows = tuple(
        Row(
            row.key,
            words(row.titles, language),
            (tuple(_entry(item, language) for item in row.items),),
            own=row.reason,
            moved=row.moved,
        )
        for row in table.rows
    )
    left_out = tuple(LeftOut(words(one.text, language), one.reason) for one in table.left_out)
    columns = (_("Row"), _("Content"))
    return Table(table.key, words(table.titles, language), caption, columns, rows, left_out)


def _entry(entry: Entry, language: str) -> Item:
    kind, _colon, key = entry.key.partition(":")
    title = joined([entry.text, *entry.joined], language)
    details = tuple(words(one, language) for one in entry.details)
    return Item(title, details=details, origin=Origin(kind, key), own=entry.reason)


def _action_forms(facts: Facts, language: str) -> Iterator[DataBlock]:
    tables = tuple(
        _form_table(form, facts, activity, language) for activity in facts.activities for form in facts.variant.forms
    )
    if tables:
        yield Tables(tables)


def _form_table(form: Form, facts: Facts, activity: Activity, language: str) -> Table:
    rows = []
    for field in form.fields:
        text = prose(facts.texts_of(activity), f"{form.key}/{field.key}", language) if field.words else None
        cell = text or (tuple(Item(one) for one in _activity_facts(activity, language)) if field.shows else ())
        if cell:
            rows.append(Row(field.key, words(field.title, language), (cell,)))
    columns = (_("Field"), label(form.title, language).text)
    return Table(f"{form.key}-{activity.pk}", words(activity.titles, language), "", columns, tuple(rows))


def _sheets(facts: Facts, language: str) -> Iterator[DataBlock]:
    sheets = city_sheets(facts, language)
    if sheets:
        yield Sheets(sheets)


def _organisations(facts: Facts, language: str) -> Iterator[DataBlock]:
    yield Sheets(organisation_sheets(facts, language))


BLOCKS: dict[str, Callable[[Facts, str], Iterator[DataBlock]]] = {
    "action-forms": _action_forms,
    "activities": _activities,
    "actor-map": _actor_map,
    "agreements": _agreements,
    "beneficiaries": _beneficiaries,
    "channels": lambda facts, language: _simple(facts, language, Channel),
    "city-sheets": _sheets,
    "credits": lambda facts, language: _simple(facts, language, Credit),
    "cross-cutting-axes": _axes,
    "figures": _figures,
    "matrices": _matrices,
    "organisations": _organisations,
    "partners": _partners,
    "plan-alignment": _plan_alignment,
    "practice-sheets": _practice_sheets,
    "sdg-focus": _sdg_focus,
    "strategic-lines": _strategic_lines,
    "synergy-matrix": _synergy_matrix,
    "territories": lambda facts, language: _simple(facts, language, Territory),
}
