"""The format of the demonstration's files, noun by noun. The first key of a file says which noun it holds."""

from collections.abc import Mapping
from typing import Final

from entreciudades.accounts.models import User
from entreciudades.actors.models import (
    Body,
    BodyMember,
    CityProfile,
    Consent,
    CooperationInstrument,
    Department,
    Election,
    Fee,
    GlossaryTerm,
    LanguageShare,
    MappedActor,
    Membership,
    Need,
    NetworkMember,
    NetworkPost,
    Offer,
    Organisation,
    OrganisationFigure,
    Person,
    Plan,
    Priority,
    Promise,
    WorkingLanguage,
)
from entreciudades.actors.offices import SPOKEN
from entreciudades.alliances.models import Addressee, AgendaPoint, Agreement, Alliance, ApprovalRule, Article, Seat
from entreciudades.calls.models import Application, Call, StepRecord
from entreciudades.calls.states import Outcome
from entreciudades.core.models import Text
from entreciudades.exchanges.models import CountrySide, Exchange, Giving, Product
from entreciudades.imports.demonstration_calls import STAGES
from entreciudades.imports.shapes import Shape
from entreciudades.imports.values import (
    LANGUAGES,
    choice,
    flag,
    labels,
    mapping,
    number,
    prose,
    reference,
    section,
    several,
    term,
    text,
)
from entreciudades.methodologies.models import Methodology
from entreciudades.practices.models import Practice
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

_KEY: Final = {"key": text(60)}
_FIGURE: Final = ("value", "qualifier", "unit", "as_of", "source", "source_url")
_LEVEL: Final = ("term", "level", "statement", "evidence")

ORGANISATION_PARTS: Final[Mapping[str, Shape]] = {
    "profile": Shape(CityProfile, ("official_name", "founded", "government_name", "government_acronym", "modalities")),
    "figures": Shape(OrganisationFigure, ("measure", "labels", *_FIGURE)),
    "languages": Shape(LanguageShare, ("language", *_FIGURE)),
    "plans": Shape(
        Plan,
        ("kind", "level", "titles", "summary", "starts", "ends", "legal_rank", "adopted"),
        also=_KEY,
        key="key",
    ),
    "departments": Shape(Department, ("names", "acronym", "manages_cooperation"), also=_KEY, key="key"),
    "priorities": Shape(Priority, ("term",), bare="term"),
    "instruments": Shape(CooperationInstrument, ("titles",), also=_KEY, key="key"),
    "needs": Shape(Need, _LEVEL),
    "offers": Shape(Offer, _LEVEL),
    "mapped_actors": Shape(MappedActor, ("actor", "kind", "names", "interest", "commitment")),
    "elections": Shape(Election, ("kind", "held", "notes", "source", "source_url")),
    "promises": Shape(Promise, ("what", "to_whom", "due", "kept_by")),
}
#: Who works there, and whether they agreed to be contacted; only of what is invented.
PEOPLE: Final = Shape(
    Person,
    (
        "name", "addressed_as", "office", "posts", "email", "phone", "languages", "themes", "starts", "ends", "kept_by"
    ),
    parts={"consents": Shape(Consent, ("given_on", "how", "note"))},
    also={"languages": several(choice(SPOKEN))},
)  # fmt: skip

MEMBER: Final = Shape(
    NetworkMember,
    ("organisation", "since", "until", "source"),
    parts={
        "posts": Shape(NetworkPost, ("titles", "since", "until")),
        "fees": Shape(Fee, ("period", "currency", "due_amount", "due_on", "paid_amount", "paid_on", "reference")),
    },
)
BODY: Final = Shape(
    Body,
    ("kind", "names", "meets"),
    parts={"members": Shape(BodyMember, ("organisation", "titles", "since", "until"))},
)

LANGUAGES_OF_NETWORK: Final = {
    "working_languages": Shape(WorkingLanguage, ("language",), bare="language"),
    "glossary": Shape(GlossaryTerm, ("terms", "avoided", "notes")),
}

_ORGANISATION: Final = (
    "slug", "kind", "names", "acronym", "country", "fictional_country", "place", "website", "source", "source_language"
)  # fmt: skip
_OF_ORGANISATION: Final = {"presentation": prose, "place": number}

CITY: Final = Shape(
    Organisation,
    tuple(n for n in _ORGANISATION if n != "place"),
    {**ORGANISATION_PARTS, "people": PEOPLE},
    _OF_ORGANISATION,
    key="slug",
)
OTHER: Final = CITY
NETWORK: Final = Shape(
    Organisation,
    CITY.names,
    {**ORGANISATION_PARTS, "people": PEOPLE, "members": MEMBER, "bodies": BODY, **LANGUAGES_OF_NETWORK},
    _OF_ORGANISATION | {"adopts": several(reference(Methodology)), "sides": mapping(choice(CountrySide.Side.values))},
    key="slug",
)

AGREEMENT: Final = Shape(
    Agreement,
    ("slug", "kind", "titles", "signed", "starts", "ends", "reference", "themes", "published", "source"),
    parts={"articles": Shape(Article, ("number", "headings", "verbatim"), also={"wording": prose}, key="number")},
    also={"parties": several(reference(Organisation))},
    must=("parties", "source"),
    key="slug",
)

ALLIANCE: Final = Shape(
    Alliance,
    (
        "slug", "programme_name", "network", "titles", "basis", "themes", "topics", "starts", "ends", "source",
        "published",
    ),
    parts={"seats": Shape(Seat, ("organisation", "name"), bare="organisation")},
    also={"source_urls": several(text(500))},
    must=("seats",),
    key="slug",
)  # fmt: skip

#: An alliance that lives here, replayed by `processes.demonstration`. Days are counted from the day of loading.
LIFE: Final = Shape(
    Alliance,
    ("slug", "network", "methodology", "form", "titles", "themes", "proposed_by", "published"),
    parts={
        "agreements": Shape(
            Agreement,
            ("kind", "titles"),
            parts={"articles": Shape(Article, ("headings",), also={"wording": prose})},
            also={
                "slug": text(80),
                "languages": several(choice(LANGUAGES)),
                "reaches": choice(("drafting", "tabled", "agreed", "signing", "signed")),
                "days": number,
                "years": number,
                "by": several(reference(Organisation)),
                "proposal": prose,
            },
            must=("slug", "languages", "reaches", "days"),
        ),
        "exchanges": Shape(
            Exchange,
            ("kind", "titles", "host", "place"),
            also={"days": number, "guests": mapping(number), "minute": prose, "held": flag},
            must=("days", "guests", "held"),
        ),
        "products": Shape(
            Product,
            ("titles", "descriptions"),
            also={
                "maker": reference(Organisation),
                "receiver": reference(Organisation),
                "reaches": choice(("drafted", "handed-in", "validated", "published")),
            },
            must=("maker", "receiver", "reaches"),
        ),
        "givings": Shape(
            Giving,
            ("words", "kind", "giver", "receiver", "amount", "unit"),
            also={"days": number, "supporters": several(reference(Organisation)), "confirmed": flag},
            must=("days", "confirmed"),
        ),
        "agenda": Shape(AgendaPoint, ("theme", "kind", "says", "organisation")),
        "addressees": Shape(Addressee, ("names", "level"), also={"sent": number, "answer": labels}),
    },
    also={
        "parties": several(reference(Organisation)),
        "waiting": several(reference(Organisation)),
        "begins": number,
        "passes": number,
        "reaches": choice(("proposed", "constituted", "running", "suspended", "closed", "given-up")),
        "reason": text(2000),
        "waivers": mapping(text(2000)),
        "attests": text(2000),
        "programme": mapping(prose),
        "tells": flag,
        "invited": several(reference(Organisation)),
        "endorsed": several(reference(Organisation)),
        "leaves": several(reference(Organisation)),
    },
    must=("network", "methodology", "form", "proposed_by", "parties", "begins", "passes", "reaches"),
    key="slug",
)

APPROVAL_RULE: Final = Shape(
    ApprovalRule,
    (
        "network", "country", "key", "titles", "authorities", "days", "working_days", "silence", "legal_source",
    ),
    also={"kinds": several(choice(Agreement.Kind.values))},
    must=("network", "kinds"),
)  # fmt: skip

PRODUCT: Final = Shape(
    Product,
    ("slug", "network", "alliance", "titles", "descriptions", "makers", "themes", "source", "published"),
    must=("source",),
    key="slug",
)

PRACTICE: Final = Shape(
    Practice,
    ("slug", "organisation", "network", "methodology", "titles", "themes", "source", "published"),
    also={"fields": mapping(prose), "written_by": reference(User)},
    key="slug",
)

SYNERGY: Final = Shape(
    SynergyLine,  # stands for the table: it holds no row of its own
    (),
    parts={
        "actors": Shape(SynergyActor, ("names", "organisations"), also=_KEY, must=("key",), key="key"),
        "lines": Shape(
            SynergyLine,
            ("titles",),
            parts={"actions": Shape(SynergyAction, ("actor", "titles"), also={"details": several(labels)})},
        ),
    },
)

#: What an entry left out of a matrix may be, by a word.
ENTRY_NAMES: Final = {
    "department": reference(Department),
    "plan": reference(Plan),
    "organisation": reference(Organisation),
    "term": term,
}

PROGRAMME_PARTS: Final[Mapping[str, Shape]] = {
    "credits": Shape(Credit, ("roles", "names")),
    "partners": Shape(Partner, ("organisation", "partner_as", "contribution")),
    "departments": Shape(ProgrammeDepartment, ("department", "task")),
    "territories": Shape(Territory, ("names", "organisations")),
    "beneficiaries": Shape(Beneficiary, ("names", "needs", "reach")),
    "involved_actors": Shape(InvolvedActor, ("names", "kind")),
    "lines": Shape(StrategicLine, ("titles", "descriptions")),
    "projects": Shape(Project, ("line", "titles"), also=_KEY, key="key"),
    "activities": Shape(
        Activity,
        (
            "line", "project", "titles", "descriptions", "department", "partners", "modality", "targets",
            "starts", "ends", "cost_amount", "cost_currency",
        ),
        also={"form": mapping(prose)},
    ),
    "alignments": Shape(PlanAlignment, ("plan", "statements")),
    "cited_agreements": Shape(CitedAgreement, ("agreement", "article")),
    "practices": Shape(ProgrammePractice, ("practice",), bare="practice"),
    "figures": Shape(ProgrammeFigure, ("labels", "is_target", *_FIGURE)),
    "channels": Shape(Channel, ("names", "reach")),
}  # fmt: skip

PROGRAMME: Final = Shape(
    Programme,
    (
        "slug", "holder", "network", "methodology", "variant", "titles", "subtitles", "edition", "starts", "ends",
        "source", "source_language", "sectors", "axes", "sdg_focus", "instruments",
    ),
    parts={
        **PROGRAMME_PARTS,
        "synergy": SYNERGY,
        "matrix_changes": Shape(
            MatrixChange,
            ("matrix", "kind", "row", "titles", "texts", "place", "reason"),
            also={"entry": Shape(MatrixChange, (), also=ENTRY_NAMES).read},
        ),
    },
    also={"published": flag, "written_by": reference(User)},
    must=("written_by",),
    key="slug",
)  # fmt: skip

TEXTS: Final = Shape(
    Text,
    (),
    also={"programme": reference(Programme), "language": choice(LANGUAGES), "sections": mapping(section)},
    must=("programme", "language", "sections"),
)

#: Moments are days from the day of loading; `scores` are points in the order of the criteria, by reviewer.
CALL: Final = Shape(
    Call,
    ("slug", "network", "holder", "methodology", "component", "titles", "zone", "source_language"),
    parts={
        "applications": Shape(
            Application,
            ("applicant", "titles", "themes", "common_problem", "asked_amount", "total_cost", "months"),
            also={
                "state": choice(("draft", "submitted")),
                "members": several(reference(Organisation)),
                "answers": mapping(prose),
                "scores": mapping(several(number)),
                "outcome": choice(Outcome.values),
                "reason": text(2000),
            },
            must=("state", "themes"),
        ),
        "steps": Shape(StepRecord, ("step", "note"), also={"days": number}, must=("note", "days")),
    },
    also={
        "opens": number,
        "closes": number,
        "stage": choice(STAGES),
        "languages": several(choice(LANGUAGES)),
        "countries": mapping(several(text(80))),
        "quota": mapping(number),
        "parameters": mapping(text(20)),
        "texts": mapping(prose),
        "written_by": reference(User),
    },
    must=("opens", "closes", "stage", "languages", "written_by"),
    key="slug",
)

PERSON: Final = Shape(
    User,
    ("email", "name"),
    parts={"roles": Shape(Membership, ("organisation", "role"))},
    also={"language": choice(LANGUAGES), "shows": labels},
    must=("name", "language", "roles"),
    key="email",
)

#: First key of a file -> shape of what it holds, one or a list.
NOUNS: Final[Mapping[str, Shape]] = {
    "networks": NETWORK,
    "city": CITY,
    "organisations": OTHER,
    "agreements": AGREEMENT,
    "alliances": ALLIANCE,
    "products": PRODUCT,
    "approval_rules": APPROVAL_RULE,
    "lives": LIFE,
    "calls": CALL,
    "practice": PRACTICE,
    "programme": PROGRAMME,
    "texts": TEXTS,
    "people": PERSON,
}
