"""All that is known of one programme, read once with as few questions as there are kinds of things.

A page, a matrix and a book ask for the whole programme: about twenty questions whatever the number of rows. The many
small tables that say no more than a title and a remark are read together, in one union.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, F, FilteredRelation, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from moneyed import Money

from entreciudades.actors.models import (
    CityProfile,
    CooperationInstrument,
    Department,
    LanguageShare,
    MappedActor,
    NetworkMember,
    NetworkPost,
    Organisation,
    OrganisationFigure,
    Plan,
)
from entreciudades.core.models import Text
from entreciudades.core.money import summed
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.pack import Section, Variant
from entreciudades.programmes.carriers import carriers_of
from entreciudades.programmes.models import (
    Activity,
    Beneficiary,
    Channel,
    CitedAgreement,
    Credit,
    InvolvedActor,
    MatrixChange,
    Partner,
    PlanAlignment,
    Programme,
    ProgrammeFigure,
    ProgrammePractice,
    Project,
    StrategicLine,
    SynergyAction,
    SynergyActor,
    SynergyLine,
    Territory,
)
from entreciudades.programmes.pack import variant_of
from entreciudades.taxonomy.models import Term


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row that is a title and a remark: `extra` is its line, reach, number or type, as text."""

    kind: str
    pk: int
    titles: dict[str, str]
    remarks: dict[str, str]
    extra: str


#: Model -> its columns for title, remark and extra, in the words of the model.
_LABELLED: dict[Any, tuple[str, str | None, str | None]] = {
    StrategicLine: ("titles", "descriptions", "number"),
    Project: ("titles", None, "line_id"),
    Beneficiary: ("names", "needs", "reach"),
    Territory: ("names", None, None),
    Channel: ("names", "reach", None),
    Credit: ("roles", "names", None),
    InvolvedActor: ("names", None, "kind_id"),
    SynergyLine: ("titles", None, None),
    SynergyActor: ("names", None, None),
}


@dataclass(frozen=True, slots=True)
class TakingPart:
    """A department of the holder in the programme: its task (`ProgrammeDepartment.Task`) and whom to address there.

    The public reads the post of that person, never the name.
    """

    department: Department
    task: str
    focal_point: dict[str, str]


@dataclass(frozen=True, slots=True)
class CityNetwork:
    """A network to which a city belongs, and the posts that it holds there."""

    network: Organisation
    posts: list[NetworkPost]


class Facts:
    """The rows of one programme, each list read when first asked for, and never twice."""

    def __init__(self, programme: Programme, *, published: bool = False) -> None:
        self.programme = programme
        self.published = published

    @property
    def holder(self) -> Organisation:
        """The city or network that holds the programme."""
        return self.programme.holder

    @cached_property
    def carriers(self) -> list[Organisation]:
        """Who carries it: the holder, or the parties of its alliance."""
        return carriers_of(self.programme)

    @cached_property
    def variant(self) -> Variant:
        """What its methodology asks for."""
        return variant_of(self.programme)

    @cached_property
    def _labelled(self) -> dict[str, list[Labelled]]:
        parts = [_labelled_rows(model, self.programme) for model in _LABELLED]
        rows: dict[str, list[Labelled]] = defaultdict(list)
        for kind, _position, pk, titles, remarks, extra in (
            parts[0].union(*parts[1:], all=True).order_by("row_kind", "row_position", "pk")
        ):
            rows[kind].append(Labelled(kind, pk, titles, remarks, extra or ""))
        return rows

    def labelled(self, model: Any) -> list[Labelled]:
        """The rows of one of the small tables, in order."""
        return self._labelled[kind_of(model)]

    @cached_property
    def _all_terms(self) -> list[Any]:
        """What the programme or its holder names; `priority` is the place among the holder's priorities, if any."""
        named = [
            getattr(Programme, name).through.objects.filter(programme=self.programme)
            for name in ("sectors", "axes", "sdg_focus")
        ]
        named.append(CityProfile.modalities.through.objects.filter(cityprofile__organisation=self.holder))
        wanted = Q(*(("pk__in", rows.values("term_id")) for rows in named), _connector=Q.OR)
        priority = self.holder.priorities.filter(term=OuterRef("pk"))
        rows = Term.objects.annotate(
            named=Q(wanted), priority=priority.values("position"), priority_id=priority.values("pk")
        )
        rows = rows.filter(Q(named=True) | Q(priority_id__isnull=False))
        return list(rows.select_related("parent").order_by("codelist", "position"))

    @cached_property
    def terms(self) -> dict[str, list[Term]]:
        """Codelist -> terms: the programme's sectors, axes and SDG goals and targets, and its holder's modalities."""
        found: dict[str, list[Term]] = defaultdict(list)
        for term in self._all_terms:
            if term.named:
                found[term.codelist].append(term)
        return found

    @property
    def priorities(self) -> list[Term]:
        """What the holder has declared its priority, in its own order."""
        declared = [term for term in self._all_terms if term.priority_id]
        return sorted(declared, key=lambda term: (term.priority, term.priority_id))

    def parts_of(self, section: Section) -> dict[str, dict[str, str]]:
        """Key -> labels of the parts of a section: those of the pack, or the terms that the programme names."""
        if section.parts_from:
            return {term.code: term.labels for term in self.terms[section.parts_from]}
        return {part.key: dict(part.title) for part in section.parts}

    @cached_property
    def activities(self) -> list[Activity]:
        """Activities with their line, project, department, modality, partners and targets."""
        return list(
            self.programme.activities.select_related("line", "project", "department", "modality").prefetch_related(
                "partners", "targets"
            )
        )

    @property
    def costs(self) -> tuple[Money, ...]:
        """What the activities cost together, in each currency: unlike ones are never added."""
        return summed(one.cost for one in self.activities if one.cost)

    @cached_property
    def partners(self) -> list[Partner]:
        """Partner cities and allies."""
        return list(self.programme.partners.select_related("organisation__place", "organisation__kind"))

    @cached_property
    def _all_departments(self) -> list[Any]:
        """Departments that take part or that manage cooperation; `task` and what follows are None for the others."""
        part = self.programme.departments.filter(department=OuterRef("pk"))
        rows = Department.objects.annotate(
            task=part.values("task"),
            focal_name=part.values("focal_point__name"),
            focal_posts=part.values("focal_point__posts"),
            part=part.values("position"),
            part_id=part.values("pk"),
        ).filter(Q(part_id__isnull=False) | Q(organisation__in=self.carriers, manages_cooperation=True))
        return list(rows)

    @property
    def departments(self) -> list[TakingPart]:
        """Departments of the holder that take part."""
        rows = sorted((one for one in self._all_departments if one.part_id), key=lambda one: (one.part, one.part_id))
        return [TakingPart(one, one.task, self._whom(one)) for one in rows]

    def _whom(self, department: Any) -> dict[str, str]:
        named = {} if self.published or not department.focal_name else {"es": department.focal_name}
        return named or department.focal_posts or {}

    @property
    def managing_departments(self) -> list[Department]:
        """Departments of its carriers that manage international cooperation."""
        own = {one.pk for one in self.carriers}
        return [one for one in self._all_departments if one.manages_cooperation and one.organisation_id in own]

    @cached_property
    def alignments(self) -> list[PlanAlignment]:
        """Plans of the holder that the programme follows."""
        return list(self.programme.alignments.select_related("plan"))

    @property
    def plans(self) -> list[Plan]:
        """Those plans alone, in the city's order."""
        return sorted((one.plan for one in self.alignments), key=lambda plan: (plan.position, plan.pk))

    @cached_property
    def figures(self) -> list[ProgrammeFigure]:
        """Figures that the programme states."""
        return list(self.programme.figures.all())

    @cached_property
    def cited_agreements(self) -> list[CitedAgreement]:
        """Agreements and articles on which it rests."""
        return list(self.programme.cited_agreements.select_related("agreement", "article"))

    @cached_property
    def practices(self) -> list[ProgrammePractice]:
        """Good practices that it puts forward."""
        rows = self.programme.practices.select_related("practice__organisation", "practice__methodology")
        return list(rows.prefetch_related("practice__themes"))

    @cached_property
    def synergy_actions(self) -> dict[tuple[int, int], list[SynergyAction]]:
        """(line, actor) -> actions of that cell of the synergy matrix."""
        cells: dict[tuple[int, int], list[SynergyAction]] = defaultdict(list)
        for action in SynergyAction.objects.filter(line__programme=self.programme):
            cells[action.line_id, action.actor_id].append(action)
        return cells

    @cached_property
    def matrix_changes(self) -> list[MatrixChange]:
        """What the city changed in its matrices, in the order in which it did."""
        return list(self.programme.matrix_changes.all())

    @cached_property
    def instruments(self) -> list[CooperationInstrument]:
        """The carriers' instruments that the programme uses; all of them where it names none."""
        used = self.programme.instruments.through.objects.filter(programme=self.programme)
        own = CooperationInstrument.objects.filter(organisation__in=self.carriers)
        rows = list(own.annotate(used=Q(pk__in=used.values("cooperationinstrument_id"))))
        return [one for one in rows if one.used] or list(rows)

    @cached_property
    def cities(self) -> list[Organisation]:
        """Those of its carriers that are cities, and its partner cities."""
        partners = [one.organisation for one in self.partners if one.partner_as == Partner.As.CITY]
        return [*(one for one in self.carriers if one.is_city), *partners]

    @cached_property
    def described_cities(self) -> list[Organisation]:
        """Those cities of which more than the name is known: a figure, or how they present themselves."""
        return [
            city
            for city in self.cities
            if self.city_figures.get(city.pk) or any(text.body.strip() for text in self.texts_of(city))
        ]

    @cached_property
    def city_profiles(self) -> dict[int, CityProfile]:
        """City -> what is said of it once."""
        return {row.pk: row.profile for row in self._mapped_cities if hasattr(row, "profile")}

    @cached_property
    def city_actors(self) -> dict[int, list[MappedActor]]:
        """City -> its map of actors."""
        found: dict[int, list[MappedActor]] = defaultdict(list)
        for row in self._mapped_cities:
            if actor := getattr(row, "mapped", None):  # not even None where the map is empty
                found[row.pk].append(actor)
        return found

    @cached_property
    def _mapped_cities(self) -> list[Any]:
        """Each city with its profile, once for every actor on its map: one question for both."""
        rows: QuerySet[Any] = Organisation.objects.filter(pk__in=[city.pk for city in self.cities])
        mapped = rows.annotate(mapped=FilteredRelation("mapped_actors"))
        return list(
            mapped.select_related("profile", "mapped__kind", "mapped__actor").order_by("mapped__position", "mapped__pk")
        )

    @cached_property
    def city_figures(self) -> dict[int, list[OrganisationFigure]]:
        """City -> its figures."""
        return _by_organisation(OrganisationFigure.objects.filter(organisation__in=self.cities))

    @cached_property
    def city_languages(self) -> dict[int, list[LanguageShare]]:
        """City -> languages spoken."""
        return _by_organisation(LanguageShare.objects.filter(organisation__in=self.cities))

    @cached_property
    def city_networks(self) -> dict[int, list[CityNetwork]]:
        """City -> networks to which it belongs, with the posts held there."""
        rows: QuerySet[Any] = (
            NetworkMember.objects.present()
            .filter(organisation__in=self.cities)
            .annotate(post=FilteredRelation("posts"))
            .select_related("network", "post")  # type: ignore[misc]  # the plug-in knows no filtered relation
            .order_by("organisation__sort_name", "pk", "post__pk")
        )
        found: dict[int, dict[int, CityNetwork]] = defaultdict(dict)
        for row in rows:
            member = found[row.organisation_id].setdefault(row.pk, CityNetwork(row.network, []))
            if post := getattr(row, "post", None):  # not even None where the member holds none
                member.posts.append(post)
        return {city: list(members.values()) for city, members in found.items()}

    @cached_property
    def mapped_actors(self) -> list[MappedActor]:
        """The maps of actors of its carriers."""
        return list(MappedActor.objects.filter(organisation__in=self.carriers).select_related("kind"))

    @cached_property
    def texts(self) -> dict[str, dict[int, list[Text]]]:
        """Kind -> id -> texts: of the programme, its cities, practices, articles and activities, in one question.

        What another city writes on a practice of its own is read as it was published.
        """
        written_on = (
            self.programme,
            *self.cities,
            *(one.practice for one in self.practices),
            *(one.article for one in self.cited_agreements if one.article),
            *(self.activities if self.variant.forms else ()),
        )
        own = {one.pk for one in self.carriers}
        others = [one.practice for one in self.practices if one.practice.organisation_id not in own]
        read_as_published = {(kind_of(practice), practice.pk) for practice in others}
        found: dict[str, dict[int, list[Text]]] = defaultdict(lambda: defaultdict(list))
        for text in Text.objects.of(*written_on):
            if self.published or (text.object_kind, text.object_id) in read_as_published:
                text.body = text.published_body or ""
            found[text.object_kind][text.object_id].append(text)
        return found

    def texts_of(self, row: Any) -> list[Text]:
        """The texts of one of those objects."""
        return self.texts[kind_of(row)][row.pk]


def facts_of(programme: Programme, *, published: bool = False) -> Facts:
    """All that is known of the programme; its texts as the public reads them, or as they are being written."""
    return Facts(programme, published=published)


def _labelled_rows(model: Any, programme: Programme) -> QuerySet[Any]:
    title, remark, extra = _LABELLED[model]
    order = "number" if model is StrategicLine else "position"
    rows: QuerySet[Any] = (
        model.objects.filter(programme=programme)
        .order_by()
        .annotate(
            row_kind=Value(kind_of(model), CharField()),
            row_position=F(order),
            row_titles=F(title),
            row_remarks=F(remark) if remark else Value({}, JSONField()),
            row_extra=Cast(F(extra), CharField()) if extra else Value("", CharField()),
        )
        .values_list("row_kind", "row_position", "pk", "row_titles", "row_remarks", "row_extra")
    )
    return rows


def _by_organisation(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(row)
    return found
