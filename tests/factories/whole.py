"""A programme that holds something of everything, as many rows of each as a test asks for."""

from typing import Any

from tests.factories import actors, alliances, programmes

from entreciudades.actors.models import NetworkMember, OrganisationFigure
from entreciudades.actors.services import PRESENTATION
from entreciudades.alliances.services import WORDING
from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.programmes.models import Activity, Programme
from entreciudades.programmes.pack import form_keys, text_keys
from entreciudades.taxonomy.models import Term

TERMS = {
    "sectors": ("sector:urban-development", "sector:social-development"),
    "axes": ("axis:gender-equality", "axis:innovation"),
    "sdg_focus": ("sdg:5", "sdg:11.2", "sdg:11.3"),
}
_PLAN_KINDS = ("public-policy", "municipal-development-plan", "government-plan", "national-plan", "other-norm")


def put_text(row: Any, section: str, body: str, language: str = "es") -> Text:
    """A text as somebody saved it, without its history."""
    return Text.objects.create(
        object_kind=kind_of(row),
        object_id=row.pk,
        section=section,
        language=language,
        body=body,
        source_language=language,
    )


def many(factory: Any, count: int, **values: Any) -> list[Any]:
    """Rows made in one go; every row that they point to is given in `values`."""
    made: list[Any] = factory._meta.model.objects.bulk_create(factory.build_batch(count, **values))
    return made


def whole_programme(rows: int = 1, **values: Any) -> Programme:
    """A programme of the city of its `holder` with `rows` of everything that a person can add to it."""
    programme = programmes.ProgrammeFactory(**values)
    holder = programme.holder
    for name, terms in TERMS.items():
        getattr(programme, name).set(terms)
    fill_holder(programme, rows)
    lines = many(programmes.StrategicLineFactory, rows, programme=programme)
    projects = many(programmes.ProjectFactory, rows, programme=programme, line=lines[0])
    department = holder.departments.first()
    activities = many(
        programmes.ActivityFactory,
        rows,
        programme=programme,
        line=lines[0],
        project=projects[0],
        department=department,
        modality_id="modality:exchange",
    )
    allies = many(actors.OrganisationFactory, rows)
    through = Activity.partners.through.objects
    through.bulk_create(Activity.partners.through(activity=one, organisation=allies[0]) for one in activities)
    targets = Activity.targets.through
    targets.objects.bulk_create(targets(activity=one, term_id="sdg:11.2") for one in activities)
    for ally, factory_as in [*((ally, "ally") for ally in allies), (actors.CityFactory(), "city")]:
        programmes.PartnerFactory(programme=programme, organisation=ally, partner_as=factory_as)
    for factory in (
        programmes.TerritoryFactory,
        programmes.BeneficiaryFactory,
        programmes.InvolvedActorFactory,
        programmes.ProgrammeFigureFactory,
        programmes.ChannelFactory,
        programmes.CreditFactory,
    ):
        many(factory, rows, programme=programme)
    synergy = many(programmes.SynergyLineFactory, rows, programme=programme)
    [column] = many(programmes.SynergyActorFactory, 1, programme=programme)
    many(programmes.SynergyActionFactory, rows, line=synergy[0], actor=column)
    article = alliances.ArticleFactory()
    put_text(article, WORDING, "Las partes cooperan.")
    many(programmes.CitedAgreementFactory, rows, programme=programme, agreement=article.agreement, article=article)
    cited = programmes.ProgrammePracticeFactory(programme=programme)
    put_text(cited.practice, "resultados", "Cruces más seguros.")
    write_all(programme)
    return programme


def fill_holder(programme: Programme, rows: int) -> None:
    """The holder's plans, departments, figures, priorities, map of actors, and the programme's use of them."""
    holder = programme.holder
    for place in range(rows):
        plan = actors.PlanFactory(organisation=holder, kind=_PLAN_KINDS[place % len(_PLAN_KINDS)])
        programmes.PlanAlignmentFactory(programme=programme, plan=plan)
        department = actors.DepartmentFactory(organisation=holder, manages_cooperation=place == 0)
        task = "coordinates" if place == 0 else "involved"
        programmes.ProgrammeDepartmentFactory(programme=programme, department=department, task=task)
    many(actors.CooperationInstrumentFactory, rows, organisation=holder)
    many(actors.MappedActorFactory, rows, organisation=holder)
    many(actors.OrganisationFigureFactory, rows, organisation=holder)
    actors.LanguageShareFactory(organisation=holder)
    actors.PriorityFactory(organisation=holder)
    profile = actors.CityProfileFactory(organisation=holder)
    profile.modalities.set(["modality:exchange"])
    if holder.is_city:
        put_text(holder, PRESENTATION, f"{holder.names['es']} es una ciudad inventada.")
        member = NetworkMember.objects.get_or_create(network=programme.network, organisation=holder)[0]
        actors.NetworkPostFactory(member=member)


def write_all(programme: Programme, language: str = "es") -> None:
    """A text of the length asked for in every section of the programme, and in every form of its activities."""
    axes = set(programme.axes.values_list("code", flat=True))
    unused = set(Term.objects.in_codelist("axis").values_list("code", flat=True)) - axes
    for key, section in text_keys(programme).items():
        part = key.partition("/")[2]
        if part in unused:
            continue
        limits = section.words or section.part_words or next((p.words for p in section.parts if p.key == part), None)
        if limits:
            put_text(programme, key, words(limits.min, key), language)
    for activity in programme.activities.all():
        for key, field in form_keys(programme).items():
            if field.words:
                put_text(activity, key, words(field.words.min, key), language)


def words(count: int, first: str = "palabra") -> str:
    """A text of so many words, at least one."""
    return " ".join([first, *(["palabra"] * (count - 1))])


def forget_figures(programme: Programme) -> None:
    """Take the holder's figures away."""
    OrganisationFigure.objects.filter(organisation=programme.holder).delete()
