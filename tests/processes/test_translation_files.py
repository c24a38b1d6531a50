"""Texts go out as XLIFF and come back: what was filled in is taken, what does not fit is said."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.cast import Cast
from tests.factories.programmes import ProgrammeFactory, StrategicLineFactory
from tests.factories.whole import put_text

from entreciudades.actors.languages import choose_working_languages
from entreciudades.core.models import AuditEvent, Text
from entreciudades.documents.codes import pieces_of
from entreciudades.processes.translation.returning import PlanChanged, Row, accept, digest_of, plan
from entreciudades.processes.translation.scope import Scope, office_of
from entreciudades.processes.translation.sending import send_out
from entreciudades.processes.translation.texts import waiting
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services import write_section

pytestmark = pytest.mark.django_db
UNIT = re.compile(r'<trans-unit id="([^"]*)"([^>]*)><source>(.*?)</source>(?:<target[^>]*>.*?</target>)?', re.DOTALL)


def filled(data: bytes, translate: Callable[[str], str] = str) -> bytes:
    """What a translator's tool makes of a file: each source, codes and all, translated into its target."""

    def fill(found: re.Match[str]) -> str:
        unit, more, source = found.groups()
        return f'<trans-unit id="{unit}"{more}><source>{source}</source><target>{translate(source)}</target>'

    return UNIT.sub(fill, data.decode()).encode()


@pytest.fixture
def scope(cast: Cast) -> Scope:
    choose_working_languages(cast.ucci, ["es", "pt"], by=cast.secretary)
    return office_of(cast.ucci).only("programme")


@pytest.fixture
def programme(cast: Cast, scope: Scope) -> Programme:
    made: Programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci, titles={"es": "Ciudad de colores"})
    return made


def states(rows: tuple[Row, ...]) -> list[tuple[str, str, bool]]:
    return [(row.state, row.new, row.is_behind) for row in rows if row.source]


def test_what_went_out_and_was_filled_in_comes_back(cast: Cast, programme: Programme, scope: Scope) -> None:
    body = "Un **plan** con [la red](https://example.org).\n\n- uno\n- dos\n"
    write_section(programme, "1.2", "es", body, expected_version=0, by=cast.coordinator)
    line = StrategicLineFactory(programme=programme, titles={"es": "Línea"}, descriptions={})
    sent = send_out(scope, "pt", by=cast.secretary)
    assert plan(scope, sent) == ()
    data = filled(sent, lambda source: source.replace("plan", "plano").replace("Línea", "Linha"))
    rows = plan(scope, data)
    assert Text.objects.count() == 1
    assert {row.state for row in rows} == {"new"}
    assert accept(scope, data, choices=None, seen=digest_of(rows), by=cast.secretary) == len(rows) == 3
    translation = Text.objects.get(language="pt")
    assert (translation.body, translation.source_version) == (body.replace("plan", "plano"), 1)
    line.refresh_from_db()
    assert line.titles["pt"] == "Linha"
    assert {row.state for row in plan(scope, data)} == {"same"}
    assert [event.verb for event in AuditEvent.objects.filter(verb__startswith="translations.").order_by("id")] == [
        "translations.sent",
        "translations.accepted",
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.sampled_from("ab *[]()-1.<&\n\té\x0c"), min_size=1, max_size=80))
def test_export_fill_import_is_identity(cast: Cast, programme: Programme, scope: Scope, body: str) -> None:
    Text.objects.all().delete()
    put_text(programme, "1.2", body)
    data = filled(send_out(scope.only("programme"), "pt", by=None))
    rows = [row for row in plan(scope, data) if row.source]
    assert [(row.new, row.problems) for row in rows] == ([(body, ())] if pieces_of(body) else [])


def test_a_source_that_went_on_is_said_and_its_translation_stays_behind(
    cast: Cast, programme: Programme, scope: Scope
) -> None:
    write_section(programme, "1.2", "es", "Uno\n\ny otro", expected_version=0, by=cast.coordinator)
    data = filled(send_out(scope, "pt", by=cast.secretary))
    write_section(programme, "1.2", "es", "Dos", expected_version=1, by=cast.coordinator)
    rows = plan(scope, data)
    assert states(rows) == [("new", "Uno\n\ny otro", True)]
    accept(scope, data, choices=None, seen=digest_of(rows), by=cast.secretary)
    assert Text.objects.get(language="pt").source_version == 1
    assert [text.section for text in waiting(scope, "pt", "stale")] == ["1.2"]


def test_a_short_text_whose_source_changed_is_said(cast: Cast, programme: Programme, scope: Scope) -> None:
    data = filled(send_out(scope, "pt", by=cast.secretary))
    Programme.objects.update(titles={"es": "Otra ciudad"})
    [row] = plan(scope, data)
    assert (row.state, row.is_behind, row.title.endswith("Otra ciudad")) == ("new", True, True)


def test_a_short_text_that_came_back_too_long_is_said_and_keeps_no_other_out(
    cast: Cast, programme: Programme, scope: Scope
) -> None:
    StrategicLineFactory(programme=programme, titles={"es": "Línea"}, descriptions={})
    sent = send_out(scope, "pt", by=cast.secretary)
    data = filled(sent, lambda source: "Linha" if source == "Línea" else "a" * 2001)
    rows = plan(scope, data)
    assert [(row.state, [one.code for one in row.problems]) for row in rows] == [("refused", ["too-long"]), ("new", [])]
    assert accept(scope, data, choices=None, seen=digest_of(rows), by=cast.secretary) == 1


def test_a_file_never_rewrites_the_original(cast: Cast, programme: Programme, scope: Scope) -> None:
    data = filled(send_out(scope, "pt", by=cast.secretary), lambda _source: "Otra cosa")
    Programme.objects.update(titles={"es": "Ciudad de colores", "pt": "Cidade das cores"})
    data = data.replace(b'target-language="pt"', b'target-language="es"')
    rows = plan(scope, data)
    assert [(row.state, row.problems[0].code) for row in rows] == [("refused", "original")]
    assert accept(scope, data, choices=None, seen=digest_of(rows), by=cast.secretary) == 0
    programme.refresh_from_db()
    assert programme.titles["es"] == "Ciudad de colores"


def test_part_of_a_file_may_be_taken(cast: Cast, programme: Programme, scope: Scope) -> None:
    for section in ("1.1", "1.2"):
        write_section(programme, section, "es", "Texto", expected_version=0, by=cast.coordinator)
    data = filled(send_out(scope, "pt", by=cast.secretary))
    rows = plan(scope, data)
    first = next(row for row in rows if row.source and row.source.section == "1.1")
    assert accept(scope, data, choices=[first.choice], seen=digest_of(rows), by=cast.secretary) == 1
    assert [(text.section, text.body) for text in Text.objects.filter(language="pt")] == [("1.1", "Texto")]


def test_whoever_wrote_meanwhile_is_not_overwritten(cast: Cast, programme: Programme, scope: Scope) -> None:
    write_section(programme, "1.2", "es", "Uno", expected_version=0, by=cast.coordinator)
    data = filled(send_out(scope, "pt", by=cast.secretary))
    seen = digest_of(plan(scope, data))
    write_section(programme, "1.2", "pt", "Da cidade", expected_version=0, by=cast.coordinator)
    with pytest.raises(PlanChanged):
        accept(scope, data, choices=None, seen=seen, by=cast.secretary)
    assert Text.objects.get(language="pt").body == "Da cidade"
    assert [(row.old, row.new, row.state) for row in plan(scope, data) if row.source] == [
        ("Da cidade", "Uno", "changed")
    ]


def test_what_does_not_fit_is_said_with_its_unit(cast: Cast, programme: Programme, scope: Scope) -> None:
    write_section(programme, "1.1", "es", "Un **plan**", expected_version=0, by=cast.coordinator)
    write_section(programme, "1.2", "es", "Uno\n\nDos", expected_version=0, by=cast.coordinator)
    codes, gaps = Text.objects.get(section="1.1"), Text.objects.get(section="1.2")
    data = filled(send_out(scope, "pt", by=cast.secretary)).decode()
    data = re.sub(r"(<target>Un )<bpt[^>]*>.*?</bpt>", r"\1", data)
    data = data.replace("<target>Dos</target>", "<target/>")
    rows = plan(scope, data.encode())
    said = {row.key: [(one.code, one.unit, one.missing) for one in row.problems] for row in rows if row.source}
    assert said == {
        f"texts/{codes.pk}/1": [("codes", f"{codes.pk}.1", ("**",))],
        f"texts/{gaps.pk}/1": [("incomplete", f"{gaps.pk}.2", ())],
    }
    assert accept(scope, data.encode(), choices=None, seen=digest_of(rows), by=cast.secretary) == 1  # the title
    assert not Text.objects.filter(language="pt").exists()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (r'original="texts/\d+/1"', 'original="texts/999999/1"', "unknown"),
        (r'original="texts/\d+/1"', 'original="../../etc/passwd"', "unknown"),
        (r'original="texts/(\d+)/1"', r'original="texts/\1/7"', "gone"),
        (r'target-language="pt"', 'target-language="fr"', "language"),
        (r'target-language="pt"', 'target-language="en"', "language"),
    ],
)
def test_what_is_not_ours_is_refused(old: str, new: str, code: str, programme: Programme, scope: Scope) -> None:
    put_text(programme, "1.2", "Uno")
    Programme.objects.update(titles={"es": "Ciudad", "pt": "Cidade"})
    data = re.sub(old, new, filled(send_out(scope, "pt", by=None)).decode()).encode()
    assert [(row.state, [one.code for one in row.problems]) for row in plan(scope, data)] == [("refused", [code])]


def test_another_networks_file_changes_nothing_here(cast: Cast, programme: Programme, scope: Scope) -> None:
    choose_working_languages(cast.puertos, ["es", "pt"], by=cast.second_secretary)
    write_section(programme, "1.2", "es", "Uno", expected_version=0, by=cast.coordinator)
    data = filled(send_out(scope, "pt", by=cast.secretary))
    theirs = office_of(cast.puertos)
    rows = plan(theirs, data)
    assert {(row.state, row.problems[0].code, row.old) for row in rows} == {("refused", "unknown", "")}
    assert accept(theirs, data, choices=None, seen=digest_of(rows), by=cast.second_secretary) == 0


def test_tags_of_countries_are_read_as_their_language(cast: Cast, programme: Programme, scope: Scope) -> None:
    data = filled(send_out(scope, "pt", by=cast.secretary)).replace(b'target-language="pt"', b'target-language="pt-BR"')
    assert [(row.state, row.language) for row in plan(scope, data)] == [("new", "pt")]


def test_a_translation_that_came_back_as_it_was_is_right(cast: Cast, programme: Programme, scope: Scope) -> None:
    write_section(programme, "1.2", "es", "Uno", expected_version=0, by=cast.coordinator)
    write_section(programme, "1.2", "pt", "Um", expected_version=0, by=cast.coordinator)
    write_section(programme, "1.2", "es", "Uno.", expected_version=1, by=cast.coordinator)
    data = send_out(scope.only("programme", programme.pk), "pt", by=cast.secretary)
    assert b'<target state="needs-review-translation">Um</target>' in data
    rows = plan(scope, data)
    assert states(rows) == [("same", "Um", False)]
    assert accept(scope, data, choices=None, seen=digest_of(rows), by=cast.secretary) == 0
    assert list(waiting(scope, "pt")) == []
