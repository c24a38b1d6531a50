"""What one does at a gate: reads what is missing, attests, excepts, keeps papers, says ready, advances."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from tests.factories.lives import Living
from tests.web.alliances.conftest import at_desk, in_office, to_the_end

from entreciudades.alliances.models import Alliance, AllianceDecision, Attestation, Waiver
from entreciudades.alliances.services.parties import leave
from entreciudades.core.models import Attachment
from entreciudades.methodologies.vocabulary import REQUIREMENTS
from entreciudades.processes.gates import close_alliance
from entreciudades.taxonomy.models import Term
from entreciudades.web.alliances.gates import MENDS


def lines(page: object) -> dict[str, tuple[str, str, list[str]]]:
    """Requirement -> its state, what mends it, who lacks it."""
    return {
        one.outcome.requirement.key: (
            one.state,
            one.mend.address if one.mend else one.attest,
            [city.slug for city in one.lacking],
        )
        for one in page.context["lines"]
    }


def told(page: object) -> list[str]:
    return [str(one) for one in page.context["messages"]]


def test_every_kind_of_requirement_leads_to_what_mends_it() -> None:
    assert {*MENDS, "document-kept", "attested"} == set(REQUIREMENTS)


def test_the_gate_says_what_is_missing_for_whom_and_where_each_party_mends_it(
    living: Living, desk: Client, office: Client
) -> None:
    stage = at_desk(living, "stages/start/")
    cities = [city.slug for city in living.cities]
    expected = {
        "parties": ("done", "", []),
        "theme": ("missing", at_desk(living, "describe/"), []),
        "report": ("missing", f"{stage}#papers", []),
        "useful": ("missing", f"{stage}attest/useful/", cities),
        "checked": ("missing", "", []),
    }
    assert lines(desk.get(stage)) == expected
    assert lines(desk.get(at_desk(living))) == expected
    at = in_office(living, "stages/start/")
    assert lines(office.get(at)) == expected | {
        "theme": ("missing", in_office(living, "describe/"), []),
        "report": ("missing", f"{at}#papers", []),
        "useful": ("missing", "", cities),
        "checked": ("missing", f"{at}attest/checked/", []),
    }


def test_a_party_attests_for_itself_with_a_note_and_takes_it_back(living: Living, desk: Client, other: Client) -> None:
    page = at_desk(living, "stages/start/attest/useful/")
    refused = desk.post(page, {"note": " "})
    assert "note" in refused.context["form"].errors
    assert desk.post(page, {"note": "Lo dice el pleno."}).status_code == 302
    assert lines(desk.get(at_desk(living)))["useful"] == ("waiting", "", [living.cities[1].slug])
    said = Attestation.objects.get()
    assert (said.note, said.seat, said.attested_by) == ("Lo dice el pleno.", living.seat(0), living.by)

    back = f"attestations/{said.pk}/withdraw/"
    assert other.post(at_desk(living, back, place=1)).status_code == 403
    assert desk.post(at_desk(living, back)).status_code == 302
    assert lines(desk.get(at_desk(living)))["useful"][0] == "missing"


def test_the_secretariat_attests_with_a_document_which_only_those_in_it_read(
    living: Living, desk: Client, office: Client
) -> None:
    page = in_office(living, "stages/start/attest/checked/")
    assert desk.get(at_desk(living, "stages/start/attest/checked/")).status_code == 403
    assert "evidence" in office.post(page, {"note": "Visto."}).context["form"].errors
    upload = SimpleUploadedFile("informe.txt", b"Lo hemos visto.", content_type="text/plain")
    assert office.post(page, {"note": "", "evidence": upload}).status_code == 302
    [line] = [one for one in desk.get(at_desk(living, "stages/start/")).context["lines"] if one.said]
    [(paper, address)] = line.said[0].papers
    assert (line.outcome.requirement.key, paper.name) == ("checked", "informe.txt")
    assert desk.get(address).getvalue() == b"Lo hemos visto."
    assert Client().get(address).status_code in {302, 404}


def test_an_exception_has_a_reason_and_stays_visible_with_who_made_it(
    living: Living, desk: Client, office: Client
) -> None:
    page = at_desk(living, "stages/start/except/report/")
    assert "reason" in desk.post(page, {"reason": ""}).context["form"].errors
    assert desk.post(page, {"reason": "Llega en enero."}).status_code == 302
    shown = office.get(in_office(living, "stages/start/"))
    assert lines(shown)["report"][0] == "waived"
    assert "Llega en enero." in shown.content.decode()
    assert escape(living.by.get_full_name()) in shown.content.decode()

    waiver = Waiver.objects.get()
    assert desk.post(at_desk(living, f"waivers/{waiver.pk}/withdraw/")).status_code == 302
    assert lines(desk.get(at_desk(living)))["report"][0] == "missing"


def test_a_paper_of_a_stage_is_kept_read_by_parties_and_taken_off(living: Living, desk: Client, other: Client) -> None:
    upload = SimpleUploadedFile("informe.txt", b"El informe.", content_type="text/plain")
    desk.post(at_desk(living, "stages/start/papers/report/"), {"document": upload})
    [asked] = other.get(at_desk(living, "stages/start/", place=1)).context["papers"]
    [paper] = asked.papers
    assert (asked.key, paper.file.name) == ("report", "informe.txt")
    assert other.get(paper.address).getvalue() == b"El informe."
    assert lines(desk.get(at_desk(living)))["report"][0] == "done"
    assert desk.post(at_desk(living, "stages/start/papers/other/"), {"document": upload}).status_code == 404

    desk.post(at_desk(living, f"stages/start/papers/{paper.file.pk}/remove/"))
    assert Attachment.objects.count() == 0


def test_what_is_over_keeps_its_papers(living: Living, desk: Client) -> None:
    upload = SimpleUploadedFile("informe.txt", b"El informe.", content_type="text/plain")
    desk.post(at_desk(living, "stages/start/papers/report/"), {"document": upload})
    close_alliance(living.alliance, reason="Se acaba.", reasons={"start": "Así.", "end": "Así."}, by=living.by)
    kept = Attachment.objects.get()
    upload.seek(0)
    for path in ("papers/report/", f"papers/{kept.pk}/remove/"):
        assert desk.post(at_desk(living, f"stages/start/{path}"), {"document": upload}).status_code == 403
    [asked] = desk.get(at_desk(living, "stages/start/")).context["papers"]
    assert ([paper.take_off for paper in asked.papers], asked.form) == ([""], None)


def test_a_paper_that_is_no_document_is_refused_and_said_so(living: Living, desk: Client) -> None:
    upload = SimpleUploadedFile("informe.exe", b"MZ\x00\x01", content_type="application/pdf")
    page = desk.post(at_desk(living, "stages/start/papers/report/"), {"document": upload}, follow=True)
    assert (len(told(page)), Attachment.objects.count()) == (1, 0)


def test_a_gate_that_does_not_hold_is_told_and_nothing_moves(living: Living, desk: Client) -> None:
    page = desk.post(at_desk(living, "stages/advance/"), {"from_stage": "start"}, follow=True)
    assert page.redirect_chain == [(at_desk(living, "stages/start/"), 302)]
    assert living.states() == {"start": "under-way", "end": "ahead"}
    assert 'name="from_stage"' not in desk.get(at_desk(living)).content.decode()


def test_a_gate_that_holds_is_passed_once_and_whoever_comes_late_is_told_kindly(
    living: Living, desk: Client, other: Client
) -> None:
    living.alliance.themes.set(Term.objects.filter(pk="iuc:7"))
    for key in ("report", "useful", "checked"):
        living.stage("start").waivers.create(requirement=key, reason="Para la prueba.", granted_by=living.by)
    assert 'name="from_stage" value="start"' in other.get(at_desk(living, place=1)).content.decode()

    assert desk.post(at_desk(living, "stages/advance/"), {"from_stage": "start"}).status_code == 302
    late = other.post(at_desk(living, "stages/advance/", place=1), {"from_stage": "start"}, follow=True)
    assert len(told(late)) == 1
    assert "2. Etapa end" in told(late)[0]
    assert AllianceDecision.objects.filter(verb="advance").count() == 1


def test_where_all_parties_close_each_says_so_and_then_anyone_advances(
    living: Living, desk: Client, other: Client, office: Client
) -> None:
    to_the_end(living)
    assert office.post(in_office(living, "stages/advance/"), {"from_stage": "end"}).status_code == 403
    page = desk.get(at_desk(living))
    assert [seat.organisation.slug for seat in page.context["gate"]["silent"]] == [one.slug for one in living.cities]
    desk.post(at_desk(living, "stages/end/ready/"))
    assert not desk.get(at_desk(living)).context["gate"]["may_say"]
    desk.post(at_desk(living, "stages/advance/"), {"from_stage": "end"})
    assert living.states()["end"] == "under-way"

    other.post(at_desk(living, "stages/end/ready/", place=1))
    desk.post(at_desk(living, "stages/advance/"), {"from_stage": "end"})
    assert living.states() == {"start": "passed", "end": "passed"}


def test_what_was_found_stays_on_the_page_of_a_stage_that_was_passed(living: Living, desk: Client) -> None:
    to_the_end(living)
    living.alliance.themes.clear()
    page = desk.get(at_desk(living, "stages/start/"))
    assert page.context["then"] is True
    assert {key: state for key, (state, _mend, _who) in lines(page).items()} == {
        "parties": "done",
        "theme": "done",
        "report": "waived",
        "useful": "waived",
        "checked": "waived",
    }


def test_going_back_asks_for_the_stage_and_the_reason(living: Living, desk: Client) -> None:
    to_the_end(living)
    page = at_desk(living, "stages/back/")
    assert sorted(desk.post(page, {}).context["form"].errors) == ["reason", "to"]
    assert desk.post(page, {"to": "start", "reason": "Falta un acta."}).status_code == 302
    assert living.states() == {"start": "under-way", "end": "ahead"}


def test_the_plan_of_a_stage_is_changed_and_refused_with_what_is_wrong(living: Living, desk: Client) -> None:
    page = at_desk(living, "stages/end/plan/")
    wrong = desk.post(page, {"starts": "2027-02-01", "ends": "2027-01-01"})
    assert list(wrong.context["form"].errors) == ["ends"]
    assert desk.post(page, {"starts": "2027-02-01", "ends": "2027-03-01"}).status_code == 302
    assert living.stage("end").planned_end.isoformat() == "2027-03-01"


def test_a_party_that_left_reads_and_changes_nothing(living: Living, other: Client) -> None:
    leave(living.seat(1), reason="Cambio de gobierno.", on=None, by=living.coordinators[1])
    assert other.get(at_desk(living, place=1)).status_code == 200
    page = other.get(at_desk(living, "stages/start/", place=1))
    assert {
        (mend, one.waive) for one, (_s, mend, _w) in zip(page.context["lines"], lines(page).values(), strict=True)
    } == {("", "")}
    for path in ("stages/advance/", "stages/start/papers/report/", "parties/invite/"):
        assert other.post(at_desk(living, path, place=1)).status_code == 403


def test_an_alliance_that_is_over_advances_no_more_whatever_is_sent(living: Living, desk: Client) -> None:
    Alliance.objects.update(state="closed", closed_on="2026-01-01")
    living.alliance.stages.update(state="passed")
    answer = desk.post(at_desk(living, "stages/advance/"), {"from_stage": ""})
    assert answer.headers["Location"] == at_desk(living)
