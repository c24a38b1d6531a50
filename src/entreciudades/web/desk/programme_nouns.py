"""What hangs on a programme."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Department, Organisation, Person, Plan
from entreciudades.alliances.models import Agreement, Article
from entreciudades.practices.models import Practice
from entreciudades.programmes.carriers import carriers_of_all
from entreciudades.programmes.models import (
    Activity,
    Beneficiary,
    Channel,
    CitedAgreement,
    Credit,
    InvolvedActor,
    Partner,
    PlanAlignment,
    Programme,
    ProgrammeDepartment,
    ProgrammeFigure,
    ProgrammePractice,
    Project,
    StrategicLine,
    SynergyAction,
    SynergyActor,
    SynergyLine,
    Territory,
)
from entreciudades.web.desk.nouns import FIGURE, FIGURE_HELP, FIGURE_LABELS, Noun

STRATEGY, WHO, CONTEXT, SYNERGY = _("Strategy"), _("Who takes part"), _("Context"), _("Synergy matrix")


def _carriers(programme: Programme) -> list[int]:
    return carriers_of_all([programme])[programme.pk]


def _departments(programme: Programme) -> QuerySet[Department]:
    return Department.objects.filter(organisation__in=_carriers(programme))


def _people(programme: Programme) -> QuerySet[Person]:
    return Person.objects.filter(organisation__in=_carriers(programme))


def _plans(programme: Programme) -> QuerySet[Plan]:
    return Plan.objects.filter(organisation__in=_carriers(programme))


def _around(programme: Programme) -> QuerySet[Organisation]:
    """Those who already carry the programme: its holder or parties, its network and its partners."""
    own = Q(pk__in=[*_carriers(programme), programme.network_id]) | Q(partnerships__programme=programme)
    return Organisation.objects.filter(own).distinct()


def _organisations(programme: Programme) -> QuerySet[Organisation]:
    return Organisation.objects.filter(published=True).exclude(pk__in=_carriers(programme))


def _cities(programme: Programme) -> QuerySet[Organisation]:
    return Organisation.objects.cities().filter(Q(published=True) | Q(pk__in=_carriers(programme)))


def _practices(programme: Programme) -> QuerySet[Practice]:
    return Practice.objects.filter(Q(published=True) | Q(organisation__in=_carriers(programme)))


_ALL = (
    Noun(
        "lines",
        StrategicLine,
        "programme",
        group=STRATEGY,
        says=_("The lines of the programme's strategy, numbered. Projects and activities belong to them."),
        fields=("number", "titles", "descriptions"),
        shows=("titles", "number"),
        lines={"descriptions": 4},
    ),
    Noun(
        "projects",
        Project,
        "programme",
        group=STRATEGY,
        says=_("Projects identified by the programme, under a line or across lines."),
        fields=("titles", "line"),
        shows=("titles", "line"),
        with_rows=("line",),
        choices={"line": lambda programme: programme.lines.all()},
    ),
    Noun(
        "activities",
        Activity,
        "programme",
        group=STRATEGY,
        says=_("What is done: by whom, with whom, when, towards which targets, at what cost."),
        fields=(
            "titles",
            "line",
            "project",
            "department",
            "partners",
            "modality",
            "starts",
            "ends",
            "targets",
            "cost_amount",
            "cost_currency",
            "descriptions",
        ),
        shows=("titles", "line", "department", "starts", "cost"),
        total=("cost_amount", "cost_currency"),
        with_rows=("line", "department"),
        terms={"modality": ("modality",), "targets": ("sdg",)},
        choices={
            "line": lambda programme: programme.lines.all(),
            "project": lambda programme: programme.projects.all(),
            "department": _departments,
            "partners": _around,
        },
        lines={"descriptions": 4},
    ),
    Noun(
        "partners",
        Partner,
        "programme",
        group=WHO,
        says=_("The cities and allies with which the programme is carried out, and what each brings."),
        fields=("organisation", "partner_as", "contribution"),
        shows=("organisation", "partner_as", "contribution"),
        choices={"organisation": _organisations},
        lines={"contribution": 3},
        with_rows=("organisation",),
        helps={"organisation": _("Not in the list? Ask your network's secretariat to add it.")},
    ),
    Noun(
        "departments",
        ProgrammeDepartment,
        "programme",
        group=WHO,
        says=_("Departments of the city that take part; one of them coordinates, with a focal point."),
        fields=("department", "task", "focal_point"),
        shows=("department", "task", "focal_point"),
        choices={"department": _departments, "focal_point": _people},
        with_rows=("department", "focal_point"),
        labels={"department": _("department"), "focal_point": _("focal point")},
    ),
    Noun(
        "actors",
        InvolvedActor,
        "programme",
        group=WHO,
        says=_("Those who take part without being partners: other governments, universities, civil society…"),
        fields=("kind", "names"),
        shows=("names", "kind"),
        terms={"kind": ("actor",)},
        with_rows=("kind",),
    ),
    Noun(
        "beneficiaries",
        Beneficiary,
        "programme",
        group=WHO,
        says=_("The groups that the programme serves, with their needs."),
        fields=("names", "reach", "needs"),
        shows=("names", "reach", "needs"),
        lines={"needs": 4},
    ),
    Noun(
        "territories",
        Territory,
        "programme",
        group=CONTEXT,
        says=_("Where the programme takes place."),
        fields=("names", "organisations"),
        shows=("names", "organisations"),
        choices={"organisations": _cities},
        with_rows=("organisations",),
    ),
    Noun(
        "alignments",
        PlanAlignment,
        "programme",
        group=CONTEXT,
        says=_(
            "How the programme answers to the plans of the city, the country and the world. The plans themselves are "
            "kept in the city's profile."
        ),
        fields=("plan", "statements"),
        shows=("plan", "statements"),
        choices={"plan": _plans},
        lines={"statements": 4},
        with_rows=("plan",),
    ),
    Noun(
        "agreements",
        CitedAgreement,
        "programme",
        group=CONTEXT,
        says=_(
            "The agreements on which the programme rests, whole or by an article. They are entered at the city's desk, "
            "under Agreements."
        ),
        fields=("agreement", "article"),
        shows=("agreement", "article"),
        with_rows=("agreement", "article"),
        choices={
            "agreement": lambda programme: Agreement.objects.filter(
                parties__organisation__in=_around(programme)
            ).distinct(),
            "article": lambda programme: Article.objects.filter(
                agreement__parties__organisation__in=_around(programme)
            ).distinct(),
        },
        labels={"agreement": _("agreement"), "article": _("article")},
    ),
    Noun(
        "practices",
        ProgrammePractice,
        "programme",
        group=CONTEXT,
        says=_("The good practices that the programme puts forward. Their sheets are written at the city's desk."),
        fields=("practice",),
        shows=("practice",),
        choices={"practice": _practices},
        with_rows=("practice",),
        labels={"practice": _("good practice")},
    ),
    Noun(
        "figures",
        ProgrammeFigure,
        "programme",
        group=CONTEXT,
        says=_("Figures that the programme states: where it starts from, what it aims at."),
        fields=("labels", *FIGURE, "is_target"),
        shows=("labels", "value", "as_of", "is_target", "source"),
        labels=FIGURE_LABELS,
        helps=FIGURE_HELP,
    ),
    Noun(
        "channels",
        Channel,
        "programme",
        group=CONTEXT,
        says=_("By which channels the programme is told, and whom they reach."),
        fields=("names", "reach"),
        shows=("names", "reach"),
    ),
    Noun(
        "credits",
        Credit,
        "programme",
        group=CONTEXT,
        says=_("The credits of the book: who publishes, coordinates, writes, designs and prints; legal deposit."),
        fields=("roles", "names"),
        shows=("roles", "names"),
    ),
    Noun(
        "synergy-lines",
        SynergyLine,
        "programme",
        group=SYNERGY,
        says=_("The rows of the synergy matrix. They are its own, not the strategic lines."),
        fields=("titles",),
        shows=("titles",),
    ),
    Noun(
        "synergy-actors",
        SynergyActor,
        "programme",
        group=SYNERGY,
        says=_("The columns of the synergy matrix: an actor, or two that act as one."),
        fields=("names", "organisations"),
        shows=("names", "organisations"),
        choices={"organisations": _around},
        with_rows=("organisations",),
    ),
    Noun(
        "synergy-actions",
        SynergyAction,
        "line__programme",
        group=SYNERGY,
        says=_("What an actor does along a line; its points are told under it."),
        fields=("line", "actor", "titles", "details"),
        shows=("titles", "line", "actor"),
        with_rows=("line", "actor"),
        choices={
            "line": lambda programme: programme.synergy_lines.all(),
            "actor": lambda programme: programme.synergy_actors.all(),
        },
        labels={"line": _("line"), "actor": _("actor")},
        helps={"details": _("One point per line.")},
    ),
)

PROGRAMME_NOUNS: dict[str, Noun] = {noun.key: noun for noun in _ALL}

#: Block that a section shows -> noun in which its data is kept; other blocks are known to `blocks`.
NOUN_OF_BLOCK = {
    "activities": "activities",
    "action-forms": "activities",
    "agreements": "agreements",
    "beneficiaries": "beneficiaries",
    "channels": "channels",
    "credits": "credits",
    "figures": "figures",
    "organisations": "partners",
    "partners": "partners",
    "plan-alignment": "alignments",
    "practice-sheets": "practices",
    "strategic-lines": "lines",
    "territories": "territories",
}
