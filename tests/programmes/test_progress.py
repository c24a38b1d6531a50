"""What a programme still lacks, in words: all of the methodology's parts, in the order of the document."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.factories.actors import CityFactory, NetworkFactory, OrganisationFigureFactory
from tests.factories.programmes import ActivityFactory, PartnerFactory, ProgrammeFactory
from tests.factories.whole import put_text, whole_programme, words

from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import MissingPart, progress_of
from entreciudades.programmes.progress_of_all import progress_of_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> object:
    with override("en"):
        yield


def missing(programme: Programme) -> list[MissingPart]:
    return list(progress_of(programme).missing)


def test_a_whole_programme_lacks_nothing() -> None:
    for programme in (whole_programme(2), whole_programme(2, variant="network", holder=NetworkFactory())):
        found = progress_of(programme)
        assert (found.missing, found.done) == ((), found.required)


def test_an_empty_programme_lacks_everything_that_is_asked_for() -> None:
    found = progress_of(ProgrammeFactory())
    assert found.done < found.required
    assert len(found.missing) == found.required - found.done
    sections = [one.section for one in found.missing]
    order = [section.key for section in ProgrammeFactory().methodology.pack.programme.variant("city").sections]
    assert sections == sorted(sections, key=order.index)


def test_a_missing_text_says_where_and_how_much() -> None:
    programme = whole_programme(1)
    put = text_of(programme, "1.2")
    put.body = words(40)
    put.save()
    assert missing(programme) == [MissingPart("1.2", "", "", "1.2. Context", "40 words of at least 100")]
    put.body = words(1201)
    put.save()
    assert missing(programme) == [MissingPart("1.2", "", "", "1.2. Context", "1201 words where at most 1200 fit")]
    put.delete()
    assert missing(programme) == [MissingPart("1.2", "", "", "1.2. Context", "no text yet (at least 100 words)")]


def text_of(programme: Programme, section: str) -> Text:
    return Text.objects.of(programme).get(section=section)


def test_a_text_in_any_language_is_a_text() -> None:
    programme = whole_programme(1)
    text_of(programme, "1.2").delete()
    put_text(programme, "1.2", words(100), "pt")
    assert missing(programme) == []


def test_an_axis_is_a_part_of_its_section() -> None:
    programme = whole_programme(1)
    programme.axes.add("axis:human-rights")
    assert missing(programme) == [
        MissingPart(
            "3.8", "human-rights", "", "3.8. Axes of work: the cross-cutting priorities – Human rights",
            "no text yet (at least 10 words)",
        )
    ]  # fmt: skip


def test_missing_data_are_named() -> None:
    programme = whole_programme(1)
    programme.beneficiaries.all().delete()
    assert missing(programme) == [
        MissingPart("2.2", "", "beneficiaries", "2.2. Whom is it for?", "nothing entered yet: beneficiaries")
    ]


def test_each_activity_of_a_network_has_its_form() -> None:
    programme = whole_programme(1, variant="network", holder=NetworkFactory())
    second = ActivityFactory(line=programme.lines.get(), titles={"es": "Visita", "en": "Visit"})
    form = [(one.section, one.part, one.where.split(" – ")[1]) for one in missing(programme)]
    assert form == [
        (f"action:{second.pk}", part, "Visit") for part in ("antecedentes", "justificacion", "estrategia-intervencion")
    ]


def test_headings_are_in_the_readers_language() -> None:
    programme = whole_programme(1)
    text_of(programme, "1.2").delete()
    for language in ("es", "pt", "en"):
        with override(language):
            [one] = missing(programme)
        title = label(programme.methodology.pack.programme.variant("city").section("1.2").title, language).text
        assert one.where == f"1.2. {title}"


def some_of_each_state() -> list[Programme]:
    half = whole_programme(1)
    half.channels.all().delete()
    half.holder.figures.all().delete()
    partner = ProgrammeFactory()
    city = OrganisationFigureFactory().organisation
    PartnerFactory(programme=partner, organisation=city, partner_as="city")
    return [
        ProgrammeFactory(),
        partner,
        half,
        whole_programme(2),
        whole_programme(1, holder=CityFactory()),
        ProgrammeFactory(variant="network", holder=NetworkFactory()),
        whole_programme(2, variant="network", holder=NetworkFactory()),
    ]


def test_a_list_tells_the_same_of_each_as_its_own_page() -> None:
    programmes = some_of_each_state()
    assert progress_of_all(programmes) == {one.pk: progress_of(one) for one in programmes}


def test_a_list_asks_the_same_for_many_as_for_two() -> None:
    def count(programmes: list[Programme]) -> int:
        with CaptureQueriesContext(connection) as captured:
            progress_of_all(programmes)
        return len(captured)

    programmes = some_of_each_state()
    rows = list(Programme.objects.select_related("holder", "methodology").filter(pk__in=[one.pk for one in programmes]))
    assert count(rows) == count(rows[-2:]) <= 5
