"""Organisations and what hangs on them: who sees them, who writes them, what the tables refuse."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from tests.factories.actors import (
    CityFactory,
    CityProfileFactory,
    LanguageShareFactory,
    MembershipFactory,
    NeedFactory,
    NetworkFactory,
    NetworkMemberFactory,
    OrganisationFactory,
    OrganisationFigureFactory,
    PlanFactory,
    PriorityFactory,
)
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.programmes import PlanAlignmentFactory

from entreciudades.actors import rules
from entreciudades.actors.models import (
    Adoption,
    Need,
    NetworkMember,
    NetworkPost,
    Organisation,
    OrganisationFigure,
    Plan,
    Role,
)
from entreciudades.actors.services import (
    adopt_methodology,
    change_organisation,
    create_organisation,
    end_role,
    enter_member,
    give_role,
    keep_part,
    remove_part,
    write_presentation,
)
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotAllowed, NotFound, TextConflict
from entreciudades.core.models import AuditEvent, IndexEntry, Text

pytestmark = pytest.mark.django_db


def events(after: int = 0) -> list[tuple[str, Any, int | None, dict[str, Any]]]:
    return [(e.verb, e.actor, e.scope, e.details) for e in AuditEvent.objects.order_by("id")[after:]]


def city(**values: Any) -> Organisation:
    wanted = {"form": "city", "kind_id": "actor:municipal", "names": {"es": "Ñuflo Alto"}, "country": "BO"}
    return Organisation(**(wanted | values))


# --- organisations ---------------------------------------------------------------------------------------------------


def test_an_organisation_is_called_and_sorted_by_its_name(cast: Cast) -> None:
    made = create_organisation(city(), by=cast.secretary)
    made.refresh_from_db()
    assert (made.slug, made.sort_name, made.published) == ("nuflo-alto-bo", "nuflo alto", True)
    assert create_organisation(city(), by=cast.secretary).slug == "nuflo-alto-bo-2"
    assert events()[0] == ("organisation.created", cast.secretary, made.pk, {})
    made.names = {"es": "Ábaco"}
    change_organisation(made, by=cast.secretary)
    made.refresh_from_db()
    assert (made.slug, made.sort_name) == ("nuflo-alto-bo", "abaco")
    assert [entry.title for entry in IndexEntry.objects.filter(object_id=made.pk)] == ["Ábaco"] * 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"names": {}}, "names"),
        ({"form": "village"}, "form"),
        ({"kind_id": "actor:king"}, "kind"),
        ({"website": "ayuntamiento"}, "website"),
        ({"fictional_country": {"es": "Monterral"}}, "__all__"),
    ],
)
def test_what_is_not_well_formed_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        create_organisation(city(slug="ciudad", **values), by=None)
    assert list(refused.value.message_dict) == [field]
    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_forms_members_and_roles_as_lists(cast: Cast) -> None:
    former = NetworkMemberFactory(network=cast.ucci, until="2015").organisation
    assert list(Organisation.objects.cities()) == sorted(
        [cast.la_paz, cast.riomayor, former], key=lambda one: (one.sort_name, one.pk)
    )
    assert set(Organisation.objects.networks()) == {cast.ucci, cast.puertos}
    assert set(Organisation.objects.members_of(cast.ucci)) == {cast.la_paz, cast.riomayor}
    assert list(Organisation.objects.with_role(cast.auditor)) == [cast.ucci]
    assert list(Organisation.objects.with_role(cast.auditor, "secretary")) == []
    assert list(Organisation.objects.with_role(cast.visitor)) == []


@pytest.mark.parametrize(
    ("until", "present"),
    [
        *((date, True) for date in (None, "2026", "2026~", "2026-11", "2026-11~", "2026-11-20", "2027", "2025/2027")),
        *((date, False) for date in ("2025", "2025~", "2026-10", "2026-11-19", "2017/2025-12-31")),
    ],
)
def test_a_membership_lasts_to_the_last_day_of_its_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, until: str | None, *, present: bool
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2026, 11, 20))
    hidden = NetworkMemberFactory(network=cast.puertos, organisation__published=False, until=until).organisation
    assert list(Organisation.objects.members_of(cast.puertos)) == [hidden] * present
    assert list(Organisation.objects.in_care_of(cast.puertos)) == [hidden] * present
    assert (hidden in Organisation.objects.visible_to(cast.second_secretary)) is present


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_row_is_kept_and_removed_each_with_one_event(cast: Cast) -> None:
    plan = Plan(organisation=cast.la_paz, kind="public-policy", titles={"es": "Agua secreta"})
    keep_part(plan, by=cast.coordinator)
    plan.titles = {"es": "Aire"}
    keep_part(plan, by=cast.colleague)
    assert [one.titles for one in cast.la_paz.plans.all()] == [{"es": "Aire"}]
    remove_part(plan, by=cast.colleague)
    assert list(cast.la_paz.plans.all()) == []
    assert events() == [
        (f"plan.{verb}", by, cast.la_paz.pk, {})
        for verb, by in (("added", cast.coordinator), ("changed", cast.colleague), ("removed", cast.colleague))
    ]


def test_a_period_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    member = NetworkMember.objects.get(network=cast.ucci, organisation=cast.la_paz)
    member.since, member.until = "2017-04", "2016"
    post = NetworkPost(member=member, titles={"es": "Copresidencia"}, since="2017-04", until="2017-03-31")
    plan = Plan(organisation=cast.la_paz, kind="public-policy", titles={"es": "Agua"}, starts="2020", ends="2016")
    messages = []
    for row in (member, post, plan):
        with pytest.raises(ValidationError) as refused:
            keep_part(row, by=None)
        messages.append(refused.value.message_dict)
    assert messages == [
        {"until": ["Es anterior al comienzo, abril de 2017."]},
        {"until": ["Es anterior al comienzo, abril de 2017."]},
        {"ends": ["Es anterior al comienzo, 2020."]},
    ]
    assert (cast.la_paz.plans.count(), NetworkPost.objects.count(), events()) == (0, 0, [])
    plan.starts, plan.ends = "2017-04", "2017"
    assert [str(keep_part(plan, by=None).ends)] == ["2017"]


def test_membership_and_posts_belong_to_the_network(cast: Cast) -> None:
    member = NetworkMember(network=cast.puertos, organisation=cast.riomayor, since="2010")
    keep_part(member, by=cast.second_secretary)
    keep_part(NetworkPost(member=member, titles={"es": "Copresidencia"}, since="2016"), by=cast.second_secretary)
    assert [scope for _verb, _by, scope, _details in events()] == [cast.puertos.pk] * 2


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (lambda own: Plan(organisation=own, kind="law", titles={"es": "Ley"}), "kind"),
        (lambda own: Plan(organisation=own, kind="other-norm", titles={"es": "Ley"}, starts="2017-13"), "starts"),
        (lambda own: Need(organisation=own, term_id="iuc:7", level=5), "level"),
        (lambda own: Need(organisation=own, term_id="iuc:99", level=1), "term"),
        (lambda own: OrganisationFigure(organisation=own, measure="population", value=1), "source"),
        (lambda own: OrganisationFigure(organisation=own, measure="other", value=1, source="x"), "__all__"),
        (lambda own: NetworkMember(network=own, organisation=own), "__all__"),
    ],
)
def test_a_row_that_is_not_well_formed_is_refused(cast: Cast, row: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        keep_part(row(cast.ucci), by=cast.secretary)
    assert list(refused.value.message_dict) == [field]
    assert AuditEvent.objects.count() == 0


def test_a_plan_on_which_a_programme_rests_stays() -> None:
    plan = PlanAlignmentFactory().plan
    with pytest.raises(ProtectedError):
        remove_part(plan, by=None)
    assert (Plan.objects.filter(pk=plan.pk).exists(), AuditEvent.objects.count()) == (True, 0)


def test_a_presentation_is_public_at_once_and_never_overwritten(cast: Cast) -> None:
    write_presentation(cast.la_paz, "es", "Una ciudad.", expected_version=0, by=cast.coordinator)
    with pytest.raises(TextConflict):
        write_presentation(cast.la_paz, "es", "Otra.", expected_version=0, by=cast.colleague)
    text = Text.objects.of(cast.la_paz).get()
    assert (text.section, text.body, text.published_body) == ("presentation", "Una ciudad.", "Una ciudad.")


def test_adopting_or_giving_a_role_twice_changes_nothing(cast: Cast) -> None:
    methodology = MethodologyFactory()
    for _twice in range(2):
        adopt_methodology(cast.ucci, methodology, by=cast.secretary)
        give_role(cast.la_paz, cast.auditor, Role.COLLEAGUE, by=cast.coordinator)
    assert [(verb, details) for verb, _by, _scope, details in events()] == [
        ("adoption.added", {}), ("membership.added", {"role": "colleague", "user": cast.auditor.pk}),
    ]  # fmt: skip
    assert cast.ucci.adoptions.count() == cast.la_paz.memberships.filter(user=cast.auditor).count() == 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("organisation", ["ucci", "la_paz"])
def test_each_role_has_its_kind_of_organisation(cast: Cast, organisation: str, role: Role) -> None:
    where: Organisation = getattr(cast, organisation)
    fits = (organisation == "ucci") is (role in {"secretary", "reviewer", "auditor"})
    if fits:
        give_role(where, cast.second_secretary, role, by=None)
    else:
        with pytest.raises(ValidationError) as refused:
            give_role(where, cast.second_secretary, role, by=None)
        assert list(refused.value.message_dict) == ["role"]
    assert where.memberships.filter(user=cast.second_secretary, role=role).exists() is fits


def test_a_role_ends_and_the_trail_tells_whose(cast: Cast) -> None:
    end_role(cast.la_paz.memberships.get(user=cast.colleague), by=cast.coordinator)
    assert [row.user for row in cast.la_paz.memberships.all()] == [cast.coordinator]
    told = {"role": "colleague", "user": cast.colleague.pk}
    assert events() == [("membership.removed", cast.coordinator, cast.la_paz.pk, told)]


def test_cities_for_which_nobody_coordinates(cast: Cast) -> None:
    def uncoordinated() -> list[Organisation]:
        return list(Organisation.objects.cities().without_coordinator())

    assert uncoordinated() == []
    cast.coordinator.is_active = False
    cast.coordinator.save()
    assert uncoordinated() == [cast.la_paz]


# --- rights ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(cast: Cast) -> Organisation:
    """A member of the first network that is not public yet."""
    hidden = CityFactory(published=False)
    NetworkMemberFactory(network=cast.ucci, organisation=hidden)
    return hidden


def by(rule: Rule[Organisation], cast: Cast, organisation: Organisation) -> set[str]:
    return {name for name, user in cast.everybody.items() if rule.predicate(user, organisation)}


def test_who_may_see_write_and_lead(cast: Cast, hidden: Organisation) -> None:
    assert by(rules.SEE, cast, cast.la_paz) == set(cast.everybody)
    assert by(rules.SEE, cast, hidden) == {"secretary"}
    assert by(rules.EDIT, cast, cast.la_paz) == {"coordinator", "colleague"}
    assert by(rules.DESK, cast, cast.la_paz) == {"coordinator", "colleague"}
    assert by(rules.EDIT, cast, cast.ucci) == {"secretary"}
    assert by(rules.TEAM, cast, cast.la_paz) == {"coordinator"}
    assert by(rules.TEAM, cast, cast.ucci) == {"secretary"}
    assert by(rules.OFFICE, cast, cast.ucci) == {"secretary"}
    assert by(rules.FOLLOW, cast, cast.ucci) == {"secretary", "auditor"}
    assert by(rules.EDIT, cast, hidden) == set()


def test_lists_and_rules_say_the_same_for_the_whole_cast(cast: Cast, hidden: Organisation) -> None:
    MembershipFactory(organisation=hidden, user=cast.coordinator, role="colleague")
    everything = list(Organisation.objects.all())
    for user in cast.everybody.values():
        seen = {one for one in everything if rules.SEE.predicate(user, one)}
        rows = list(Organisation.objects.visible_to(user))
        assert (set(rows), len(rows)) == (seen, len(seen))
        assert set(rules.EDIT.visible_to(Organisation.objects.all(), user)) == seen


def test_a_second_networks_secretary_finds_nothing_unpublished_of_the_first(cast: Cast, hidden: Organisation) -> None:
    shown = set(Organisation.objects.visible_to(cast.second_secretary))
    assert shown == {cast.ucci, cast.puertos, cast.la_paz, cast.riomayor}


def test_the_door_hides_from_strangers_and_refuses_those_who_see(cast: Cast, hidden: Organisation) -> None:
    assert fetch(Organisation.objects, cast.la_paz.pk, may=rules.EDIT, actor=cast.colleague) == cast.la_paz
    with pytest.raises(NotFound):
        fetch(Organisation.objects, hidden.pk, may=rules.SEE, actor=cast.coordinator)
    for user in (cast.secretary, cast.visitor):
        with pytest.raises(NotAllowed):
            fetch(Organisation.objects, cast.la_paz.pk, may=rules.EDIT, actor=user)


# --- what the database itself refuses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: CityFactory(country="BO"),
        lambda: NetworkMemberFactory(network=(network := NetworkFactory()), organisation=network),
        lambda: OrganisationFigureFactory(measure="other"),
        lambda: OrganisationFigureFactory(source=""),
        lambda: OrganisationFigureFactory(qualifier="roughly"),
        lambda: NeedFactory(level=0),
        lambda: NeedFactory(level=5),
    ],
)
def test_what_must_never_be_is_refused(make: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        (MembershipFactory, ("organisation", "user", "role")),
        (NetworkMemberFactory, ("network", "organisation")),
        (NeedFactory, ("organisation", "term")),
        (PriorityFactory, ("organisation", "term")),
        (LanguageShareFactory, ("organisation", "language")),
        (CityProfileFactory, ("organisation",)),
        (OrganisationFactory, ("slug",)),
    ],
)
def test_what_there_is_once_is_not_there_twice(factory: Any, fields: tuple[str, ...]) -> None:
    first = factory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**{field: getattr(first, field) for field in fields})


def test_an_organisation_may_be_in_a_real_country_in_a_fictional_one_or_in_none() -> None:
    for country, fictional in (("BO", {}), ("", {"es": "Monterral"}), ("", {})):
        assert OrganisationFactory(country=country, fictional_country=fictional).is_fictional is bool(fictional)


def test_a_plan_goes_with_its_city() -> None:
    plan = PlanFactory()
    plan.organisation.delete()
    assert Plan.objects.count() == 0


def test_only_networks_have_members_and_adopt_methodologies() -> None:
    city, other, methodology = CityFactory(), CityFactory(), MethodologyFactory()
    with pytest.raises(ValidationError) as refused:
        keep_part(NetworkMember(network=city, organisation=other), by=None)
    assert set(refused.value.message_dict) == {"network"}
    with pytest.raises(ValidationError):
        adopt_methodology(city, methodology, by=None)
    assert (NetworkMember.objects.count(), Adoption.objects.count()) == (0, 0)


def test_entering_a_member_is_one_act(cast: Cast) -> None:
    member = enter_member(cast.ucci, city(), by=cast.secretary)
    assert (member.network, member.organisation.slug) == (cast.ucci, "nuflo-alto-bo")
    assert [(verb, scope) for verb, _by, scope, _said in events()] == [
        ("organisation.created", member.organisation_id),
        ("networkmember.added", cast.ucci.pk),
    ]
    with pytest.raises(ValidationError):
        enter_member(cast.la_paz, city(names={"es": "Otra"}), by=cast.secretary)
    assert Organisation.objects.filter(names={"es": "Otra"}).count() == 0
