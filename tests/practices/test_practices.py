"""The sheet of a good practice: written by its city, read by its network, shown when published."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from tests.factories.actors import NetworkMemberFactory
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.practices import PracticeFactory
from tests.factories.programmes import ProgrammePracticeFactory

from entreciudades.actors.models import Adoption, Organisation
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotAllowed, NotFound, TextConflict, TextTooLong
from entreciudades.core.models import AuditEvent, Text
from entreciudades.core.texts import LIMIT
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.practices import rules
from entreciudades.practices.models import Practice
from entreciudades.practices.services import (
    change_practice,
    create_practice,
    publish_practice,
    withdraw_practice,
    write_field,
)

SHEET = ("titulo", "tematica", "objetivos-antecedentes", "fases-calendario", "resultados", "normativa", "lecciones")


@pytest.fixture
def practice(cast: Cast) -> Practice:
    return PracticeFactory(organisation=cast.la_paz, network=cast.ucci)


def adopted(cast: Cast, **values: Any) -> Methodology:
    methodology = MethodologyFactory(**values)
    Adoption.objects.get_or_create(network=cast.ucci, methodology=methodology)
    return methodology


def events(after: int = 0) -> list[tuple[str, Any, int | None, dict[str, Any]]]:
    return [(e.verb, e.actor, e.scope, e.details) for e in AuditEvent.objects.order_by("id")[after:]]


def test_a_practice_begins_with_its_themes_under_a_slug_of_its_title(cast: Cast) -> None:
    for slug in ("guardianes-de-la-bahia", "guardianes-de-la-bahia-2"):
        row = Practice(
            organisation=cast.la_paz,
            network=cast.ucci,
            methodology=adopted(cast),
            titles={"es": "Guardianes de la Bahía"},
        )
        create_practice(row, by=cast.coordinator, links={"themes": ["iuc:7"]})
        row.refresh_from_db()
        assert (row.slug, row.published, [theme.pk for theme in row.themes.all()]) == (slug, False, ["iuc:7"])
    assert events() == [("practice.added", cast.coordinator, cast.ucci.pk, {})] * 2


def test_only_a_member_begins_under_a_network_and_by_what_it_adopted(cast: Cast) -> None:
    methodology = adopted(cast)

    def refused(organisation: Organisation, network: Organisation) -> list[str]:
        row = Practice(organisation=organisation, network=network, methodology=methodology, titles={"es": "Cebras"})
        with pytest.raises(ValidationError) as problem:
            create_practice(row, by=cast.coordinator)
        return list(problem.value.message_dict)

    former = NetworkMemberFactory(network=cast.ucci, until="2015").organisation
    assert refused(cast.la_paz, cast.puertos) == ["organisation"]
    assert refused(former, cast.ucci) == ["organisation"]
    assert refused(cast.puertos, cast.puertos) == ["methodology"]
    assert Practice.objects.count() == 0
    own = Practice(organisation=cast.ucci, network=cast.ucci, methodology=methodology, titles={"es": "Academia"})
    assert create_practice(own, by=cast.secretary).slug == "academia"


def test_what_is_not_well_formed_is_refused(cast: Cast) -> None:
    row = Practice(organisation=cast.la_paz, network=cast.ucci, methodology=adopted(cast))
    with pytest.raises(ValidationError) as refused:
        create_practice(row, by=cast.coordinator)
    assert list(refused.value.message_dict) == ["titles"]
    assert (Practice.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_methodology_without_a_sheet_has_no_practices(cast: Cast) -> None:
    text = shipped_text("ucci-pci").replace('version = "1.1"', 'version = "1.2"').partition("\n[practice]")[0]
    bare = adopted(cast, version="1.2", text=text)
    row = Practice(organisation=cast.la_paz, network=cast.ucci, methodology=bare, titles={"es": "Cebras"})
    with pytest.raises(ValidationError) as refused:
        create_practice(row, by=cast.coordinator)
    assert list(refused.value.message_dict) == ["methodology"]
    assert Practice.objects.count() == 0


def test_a_changed_title_is_kept(practice: Practice, cast: Cast) -> None:
    practice.titles = {"es": "Otro"}
    change_practice(practice, by=cast.colleague, links={"themes": ["iuc:1"]})
    practice.refresh_from_db()
    assert (practice.titles, [theme.pk for theme in practice.themes.all()]) == ({"es": "Otro"}, ["iuc:1"])
    assert events() == [("practice.changed", cast.colleague, cast.ucci.pk, {})]


def test_a_form_sent_late_does_not_take_a_practice_from_the_public(practice: Practice, cast: Cast) -> None:
    late = Practice.objects.get(pk=practice.pk)
    publish_practice(practice, by=cast.coordinator)
    change_practice(late, by=cast.colleague)
    practice.refresh_from_db()
    assert practice.published is True


def test_a_field_with_a_text_is_written_and_no_other(practice: Practice, cast: Cast) -> None:
    assert tuple(field.key for field in practice.methodology.pack.practice.fields) == SHEET
    for key in SHEET[2:]:
        write_field(practice, key, "es", f"Texto de {key}.", expected_version=0, by=cast.colleague)
    assert [text.section for text in Text.objects.of(practice).order_by("id")] == list(SHEET[2:])
    for key in ("titulo", "tematica", "1.2", ""):
        with pytest.raises(ValidationError) as refused:
            write_field(practice, key, "es", "Texto.", expected_version=0, by=cast.colleague)
        assert list(refused.value.message_dict) == ["key"]


def test_a_conflict_and_a_text_too_long_store_nothing(practice: Practice, cast: Cast) -> None:
    write_field(practice, "resultados", "es", "Uno.", expected_version=0, by=cast.colleague)
    with pytest.raises(TextConflict):
        write_field(practice, "resultados", "es", "Dos.", expected_version=0, by=cast.coordinator)
    with pytest.raises(TextTooLong):
        write_field(practice, "resultados", "es", "a" * (LIMIT + 1), expected_version=1, by=cast.coordinator)
    assert [text.body for text in Text.objects.of(practice)] == ["Uno."]


def test_the_public_reads_the_sheet_as_published(practice: Practice, cast: Cast) -> None:
    write_field(practice, "resultados", "es", "Uno.", expected_version=0, by=cast.colleague)
    before = AuditEvent.objects.count()

    def public() -> tuple[bool, str | None]:
        practice.refresh_from_db()
        return practice.published, Text.objects.of(practice).get().published_body

    assert public() == (False, None)
    publish_practice(practice, by=cast.coordinator)
    assert public() == (True, "Uno.")
    withdraw_practice(practice, by=cast.coordinator)
    assert public() == (False, None)
    assert events(before) == [
        ("practice.published", cast.coordinator, cast.ucci.pk, {}),
        ("practice.withdrawn", cast.coordinator, cast.ucci.pk, {}),
    ]


@pytest.mark.django_db
def test_a_practice_that_a_programme_puts_forward_stays() -> None:
    cited = ProgrammePracticeFactory()
    with pytest.raises(ProtectedError):
        cited.practice.delete()


# --- rights ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def practices(cast: Cast, practice: Practice) -> dict[str, Practice]:
    return {
        "draft": practice,
        "public": PracticeFactory(organisation=cast.la_paz, network=cast.ucci, published=True),
        "of the other city": PracticeFactory(organisation=cast.riomayor, network=cast.ucci),
        "of the second network": PracticeFactory(organisation=cast.riomayor, network=cast.puertos),
    }


def by(rule: Rule[Practice], cast: Cast, practice: Practice) -> set[str]:
    return {name for name, user in cast.everybody.items() if rule.predicate(user, practice)}


def test_who_may_see_write_and_publish(cast: Cast, practices: dict[str, Practice]) -> None:
    office = {"secretary", "reviewer", "auditor"}
    draft = practices["draft"]
    assert by(rules.SEE, cast, draft) == {"coordinator", "colleague"} | office
    assert by(rules.EDIT, cast, draft) == {"coordinator", "colleague"}
    assert by(rules.TRANSLATE, cast, draft) == {"coordinator", "colleague", "secretary"}
    assert by(rules.PUBLISH, cast, draft) == {"coordinator"}
    assert by(rules.SEE, cast, practices["public"]) == set(cast.everybody)
    assert by(rules.EDIT, cast, practices["public"]) == {"coordinator", "colleague"}
    assert by(rules.SEE, cast, practices["of the second network"]) == {"other_coordinator", "second_secretary"}


def test_lists_and_rules_say_the_same_for_the_whole_cast(cast: Cast, practices: dict[str, Practice]) -> None:
    for user in cast.everybody.values():
        seen = sorted(one.pk for one in practices.values() if rules.SEE.predicate(user, one))
        assert sorted(row.pk for row in Practice.objects.visible_to(user)) == seen
        assert sorted(row.pk for row in rules.EDIT.visible_to(Practice.objects.all(), user)) == seen


def test_a_second_networks_secretary_finds_nothing_unpublished_of_the_first(
    cast: Cast, practices: dict[str, Practice]
) -> None:
    assert set(Practice.objects.visible_to(cast.second_secretary)) == {
        practices["public"],
        practices["of the second network"],
    }


def test_the_door_hides_from_strangers_and_refuses_those_who_see(cast: Cast, practices: dict[str, Practice]) -> None:
    draft = practices["draft"]
    assert fetch(Practice.objects, draft.pk, may=rules.EDIT, actor=cast.colleague) == draft
    with pytest.raises(NotFound):
        fetch(Practice.objects, draft.pk, may=rules.SEE, actor=cast.visitor)
    with pytest.raises(NotAllowed):
        fetch(Practice.objects, draft.pk, may=rules.EDIT, actor=cast.secretary)


def test_somebody_with_two_roles_finds_a_practice_once(cast: Cast, practices: dict[str, Practice]) -> None:
    cast.la_paz.memberships.create(user=cast.coordinator, role="colleague")
    cast.ucci.memberships.create(user=cast.coordinator, role="reviewer")
    rows = list(Practice.objects.visible_to(cast.coordinator))
    assert len(rows) == len(set(rows)) == 3
