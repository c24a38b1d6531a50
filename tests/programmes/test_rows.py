"""Rows of a programme are kept and removed; what belongs to another programme or city is refused by its field."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError
from tests.factories.actors import CityFactory, DepartmentFactory, PersonFactory, PlanFactory
from tests.factories.alliances import AgreementFactory, ArticleFactory
from tests.factories.cast import Cast
from tests.factories.programmes import (
    ActivityFactory,
    BeneficiaryFactory,
    CitedAgreementFactory,
    PlanAlignmentFactory,
    ProgrammeDepartmentFactory,
    ProgrammeFactory,
    ProjectFactory,
    StrategicLineFactory,
    SynergyActionFactory,
    SynergyActorFactory,
    SynergyLineFactory,
)

from entreciudades.core.models import AuditEvent, Text
from entreciudades.programmes.models import Activity, Beneficiary, Programme, ProgrammeDepartment, StrategicLine
from entreciudades.programmes.services import keep_part, remove_part, write_form


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return ProgrammeFactory(holder=cast.la_paz, network=cast.ucci)


def refused(row: Model, cast: Cast) -> list[str]:
    """The fields at fault; nothing is stored and nothing told."""
    events = AuditEvent.objects.count()
    with pytest.raises(ValidationError) as error:
        keep_part(row, by=cast.coordinator)
    assert AuditEvent.objects.count() == events
    assert type(row)._base_manager.filter(pk=row.pk).exists() is False
    return sorted(error.value.message_dict)


def test_a_row_is_added_and_changed_each_with_one_event(programme: Programme, cast: Cast) -> None:
    before = AuditEvent.objects.count()
    row = keep_part(
        Beneficiary(programme=programme, names={"es": "Vecindario secreto"}, needs={"es": "Agua"}), by=cast.coordinator
    )
    row.names = {"es": "Juventud secreta"}
    keep_part(row, by=cast.colleague)
    assert list(programme.beneficiaries.values_list("names", "needs")) == [
        ({"es": "Juventud secreta"}, {"es": "Agua"}),
    ]
    assert [
        (e.verb, e.actor, e.object_kind, e.object_id, e.scope, e.details)
        for e in AuditEvent.objects.order_by("id")[before:]
    ] == [
        (verb, actor, "programmes.beneficiary", row.pk, cast.ucci.pk, {"programme": programme.pk})
        for verb, actor in (("beneficiary.added", cast.coordinator), ("beneficiary.changed", cast.colleague))
    ]


def test_links_are_kept_with_their_row(programme: Programme, cast: Cast) -> None:
    line = StrategicLineFactory(programme=programme)
    activity = Activity(programme=programme, line=line, titles={"es": "Visita"}, starts="2017-04")
    keep_part(activity, links={"partners": [cast.riomayor], "targets": []}, by=cast.coordinator)
    assert list(activity.partners.all()) == [cast.riomayor]
    keep_part(activity, links={"partners": []}, by=cast.coordinator)
    assert list(activity.partners.all()) == []


def test_what_belongs_to_another_programme_or_city_is_refused(programme: Programme, cast: Cast) -> None:
    own, other = StrategicLineFactory(programme=programme), StrategicLineFactory()
    project, department = ProjectFactory(), DepartmentFactory()
    assert refused(ActivityFactory.build(programme=programme, line=other), cast) == ["line"]
    assert refused(
        ActivityFactory.build(programme=programme, line=own, project=project, department=department), cast
    ) == ["department", "project"]
    assert refused(PlanAlignmentFactory.build(programme=programme, plan=PlanFactory()), cast) == ["plan"]
    of_city = DepartmentFactory(organisation=cast.la_paz)
    stranger = PersonFactory(organisation=cast.riomayor)
    row = ProgrammeDepartmentFactory.build(programme=programme, department=of_city, focal_point=stranger)
    assert refused(row, cast) == ["focal_point"]
    line = SynergyLineFactory(programme=programme)
    assert refused(SynergyActionFactory.build(line=line, actor=SynergyActorFactory()), cast) == ["actor"]
    cited = CitedAgreementFactory.build(programme=programme, agreement=AgreementFactory(), article=ArticleFactory())
    assert refused(cited, cast) == ["article"]


def test_what_is_not_well_formed_is_refused(programme: Programme, cast: Cast) -> None:
    line = StrategicLineFactory(programme=programme, number=1)
    assert refused(StrategicLine(programme=programme, number=2), cast) == ["titles"]
    assert refused(StrategicLine(programme=programme, number=2, titles={"es": " "}), cast) == ["titles"]
    assert refused(StrategicLine(programme=programme, number=2, titles={"espanol!": "Agua"}), cast) == ["titles"]
    assert refused(StrategicLine(programme=programme, number=1, titles={"es": "Agua"}), cast) == ["__all__"]
    activity = {"programme": programme, "line": line, "titles": {"es": "Visita"}}
    assert refused(Activity(**activity, starts="abril"), cast) == ["starts"]
    assert refused(Activity(**activity, cost_amount=10), cast) == ["__all__"]
    assert refused(Beneficiary(programme=programme, names={"es": "Todos"}, reach="all"), cast) == ["reach"]


def test_a_department_takes_part_once_and_one_coordinates(programme: Programme, cast: Cast) -> None:
    first, second = (DepartmentFactory(organisation=cast.la_paz) for _ in range(2))
    keep_part(ProgrammeDepartment(programme=programme, department=first, task="coordinates"), by=cast.coordinator)
    again = ProgrammeDepartment(programme=programme, department=first, task="involved")
    assert refused(again, cast) == ["__all__"]
    rival = ProgrammeDepartment(programme=programme, department=second, task="coordinates")
    assert refused(rival, cast) == ["__all__"]


def test_a_row_is_removed_with_one_event(programme: Programme, cast: Cast) -> None:
    row = BeneficiaryFactory(programme=programme)
    pk, before = row.pk, AuditEvent.objects.count()
    remove_part(row, by=cast.colleague)
    assert list(programme.beneficiaries.all()) == []
    assert [(e.verb, e.object_id) for e in AuditEvent.objects.order_by("id")[before:]] == [("beneficiary.removed", pk)]


def test_texts_go_with_their_activity_in_the_trail_of_its_network(cast: Cast) -> None:
    programme = ProgrammeFactory(holder=cast.ucci, network=cast.ucci, variant="network")
    activity = ActivityFactory(line=StrategicLineFactory(programme=programme))
    write_form(activity, "action/antecedentes", "es", "Antes.", expected_version=0, by=cast.secretary)
    before = AuditEvent.objects.count()
    remove_part(activity, by=cast.secretary)
    told = AuditEvent.objects.order_by("id")[before:]
    assert [(one.verb, one.scope) for one in told] == [
        ("activity.removed", cast.ucci.pk),
        ("text.deleted", cast.ucci.pk),
    ]
    assert Text.objects.count() == 0


def test_a_line_with_activities_stays(programme: Programme, cast: Cast) -> None:
    line = StrategicLineFactory(programme=programme)
    ActivityFactory(line=line)
    before = AuditEvent.objects.count()
    with pytest.raises(ProtectedError):
        remove_part(line, by=cast.coordinator)
    assert list(programme.lines.all()) == [line]
    assert AuditEvent.objects.count() == before


def test_a_synergy_action_belongs_to_the_programme_of_its_line(programme: Programme, cast: Cast) -> None:
    line = SynergyLineFactory(programme=programme)
    action = SynergyActionFactory.build(line=line, actor=SynergyActorFactory(programme=programme))
    keep_part(action, by=cast.coordinator)
    assert list(line.actions.all()) == [action]
    assert AuditEvent.objects.order_by("id").last().details == {"programme": programme.pk}


def test_what_hangs_on_no_programme_is_no_row_of_one(cast: Cast) -> None:
    with pytest.raises(TypeError, match=r"actors\.Plan does not hang on programmes\.Programme"):
        keep_part(PlanFactory.build(organisation=CityFactory()), by=cast.coordinator)


def test_a_form_sent_twice_at_once_is_refused_in_words(
    programme: Programme, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = StrategicLine.full_clean

    def slowly(self: StrategicLine, *args: object, **options: object) -> None:
        check(self)
        monkeypatch.undo()
        StrategicLineFactory(programme=programme, number=9)

    monkeypatch.setattr(StrategicLine, "full_clean", slowly)
    assert refused(StrategicLine(programme=programme, number=9, titles={"es": "Línea"}), cast) == ["__all__"]
