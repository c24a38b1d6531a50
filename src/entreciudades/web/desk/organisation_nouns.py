"""What hangs on a city, a network or another organisation."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import (
    CooperationInstrument,
    Department,
    Election,
    LanguageShare,
    MappedActor,
    Need,
    Offer,
    Organisation,
    OrganisationFigure,
    Person,
    Plan,
    Priority,
    Promise,
)
from entreciudades.web.desk.nouns import FIGURE, FIGURE_HELP, FIGURE_LABELS, Noun

THEMES = ("iuc", "sector", "nua", "sdg", "dac")
CITY, GOVERNMENT, COOPERATION = _("The city"), _("Its government"), _("Its cooperation")


def _departments(owner: Organisation) -> QuerySet[Department]:
    return Department.objects.filter(organisation=owner)


def _team(owner: Organisation) -> QuerySet[User]:
    working: QuerySet[User] = User.objects.active().filter(memberships__organisation=owner)
    return working.distinct()


def _others(owner: Organisation) -> QuerySet[Organisation]:
    return Organisation.objects.filter(published=True).exclude(pk=owner.pk)


_ALL = (
    Noun(
        "figures",
        OrganisationFigure,
        "organisation",
        group=CITY,
        says=_(
            "Population, area, districts and whatever else is counted, each with its date and source. "
            "Population is a series: add a new figure, keep the earlier ones."
        ),
        fields=("measure", "labels", *FIGURE),
        shows=("measure", "value", "as_of", "source"),
        labels=FIGURE_LABELS,
        helps=FIGURE_HELP | {"labels": _("Only where the measure is “Other”, or to say it more exactly.")},
    ),
    Noun(
        "languages",
        LanguageShare,
        "organisation",
        group=CITY,
        says=_("The languages spoken in the city, with the share of its people."),
        fields=("language", *FIGURE),
        shows=("language", "value", "as_of", "source"),
        labels=FIGURE_LABELS,
        helps=FIGURE_HELP | {"unit": _("percent")},
    ),
    Noun(
        "plans",
        Plan,
        "organisation",
        group=GOVERNMENT,
        says=_(
            "Plans, policies and norms that bind or guide the city. Programmes are aligned with them and the "
            "matrices list them."
        ),
        fields=("kind", "level", "titles", "summary", "starts", "ends", "legal_rank", "adopted"),
        shows=("titles", "kind", "level", "starts", "ends"),
        lines={"summary": 4},
    ),
    Noun(
        "departments",
        Department,
        "organisation",
        group=GOVERNMENT,
        says=_("The departments that take part in cooperation."),
        fields=("names", "acronym", "manages_cooperation"),
        shows=("names", "acronym", "manages_cooperation"),
    ),
    Noun(
        "people",
        Person,
        "organisation",
        group=GOVERNMENT,
        says=_(
            "Whom to address. Names, e-mail addresses and telephone numbers are seen by the city and its networks "
            "only, never by the public."
        ),
        fields=(
            "name",
            "addressed_as",
            "office",
            "posts",
            "department",
            "email",
            "phone",
            "languages",
            "themes",
            "starts",
            "ends",
            "kept_by",
        ),
        shows=("name", "post", "department", "email", "may_be_contacted", "ends"),
        terms={"themes": THEMES},
        choices={"department": _departments, "kept_by": _team},
        labels={"post": _("post"), "may_be_contacted": _("agreed to be contacted")},
        helps={
            "addressed_as": _("In which form titles are written: “Señora Alcaldesa”, “Señor Alcalde”."),
            "office": _("Of whoever governs. It gives the protocol title and how a letter begins."),
            "themes": _("What they have solved or know well; with consent, other cities find them by it."),
        },
        with_rows=("department", "consents"),
    ),
    Noun(
        "elections",
        Election,
        "organisation",
        group=GOVERNMENT,
        says=_("When the city, its region or its country votes: after an election teams change."),
        fields=("kind", "held", "notes", "source", "source_url"),
        shows=("held", "kind", "notes", "source"),
        helps={"source": _("Who says so: the electoral authority, the law. A real city's election needs it.")},
    ),
    Noun(
        "promises",
        Promise,
        "organisation",
        group=COOPERATION,
        says=_("What was promised in the name of the city, to whom and by when. Whoever goes on later finds it here."),
        fields=("what", "to_whom", "due", "kept_by", "is_kept"),
        shows=("what", "to_whom", "due", "kept_by", "is_kept"),
        choices={"kept_by": _team},
        with_rows=("kept_by",),
    ),
    Noun(
        "actors",
        MappedActor,
        "organisation",
        group=COOPERATION,
        says=_("Who has a stake in the city's cooperation, with which interest and which commitment."),
        fields=("kind", "names", "actor", "interest", "commitment"),
        shows=("names", "kind", "interest", "commitment"),
        terms={"kind": ("actor",)},
        choices={"actor": _others},
        lines={"interest": 3, "commitment": 3},
        labels={"actor": _("the same organisation in this site")},
        with_rows=("kind",),
    ),
    Noun(
        "needs",
        Need,
        "organisation",
        group=COOPERATION,
        says=_("What the city wishes to learn, by subject, how much, and what shows it."),
        fields=("term", "level", "statement", "evidence"),
        shows=("term", "level", "statement", "evidence"),
        terms={"term": THEMES},
        lines={"statement": 3},
        with_rows=("term",),
    ),
    Noun(
        "offers",
        Offer,
        "organisation",
        group=COOPERATION,
        says=_("What the city can share with others, by subject, how much, and what shows it."),
        fields=("term", "level", "statement", "evidence"),
        shows=("term", "level", "statement", "evidence"),
        terms={"term": THEMES},
        lines={"statement": 3},
        with_rows=("term",),
    ),
    Noun(
        "instruments",
        CooperationInstrument,
        "organisation",
        group=COOPERATION,
        says=_("Programmes, funds and schemes by which the city cooperates."),
        fields=("titles",),
        shows=("titles",),
    ),
    Noun(
        "priorities",
        Priority,
        "organisation",
        group=COOPERATION,
        says=_("The sectors and axes on which the city works with others; the matrices list them in this order."),
        fields=("term",),
        shows=("term",),
        terms={"term": ("sector", "axis", "iuc", "nua", "sdg")},
        with_rows=("term",),
    ),
)

ORGANISATION_NOUNS: dict[str, Noun] = {noun.key: noun for noun in _ALL}
