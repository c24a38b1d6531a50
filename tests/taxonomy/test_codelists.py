"""The shipped codelists, and how they are looked up."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.codelists import UnknownTerm, load

LISTS = sorted(load().codelists)


def test_the_lists_that_are_shipped():
    assert LISTS == ["actor", "axis", "dac", "iuc", "modality", "nua", "sdg", "sector"]


@pytest.mark.parametrize(("slug", "count"), [("nua", 5), ("iuc", 15), ("sector", 5), ("axis", 5), ("sdg", 17 + 169)])
def test_lists_are_complete(slug, count):
    assert len(load().codelists[slug].terms) == count


def test_17_goals_and_their_169_targets():
    goals = [row for row in load().codelists["sdg"].terms if row.parent is None]
    assert [goal.code for goal in goals] == [str(number) for number in range(1, 18)]
    targets = {goal.code: len(load().children(goal.id)) for goal in goals}
    # United Nations, A/RES/70/1: targets and means of implementation of each goal
    counts = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]
    assert targets == {str(goal): count for goal, count in enumerate(counts, 1)}
    assert sum(counts) == 169


def test_targets_are_numbered_without_a_gap():
    for goal in (row for row in load().codelists["sdg"].terms if row.parent is None):
        ends = [row.code.partition(".")[2] for row in load().children(goal.id)]
        digits = [end for end in ends if end.isdigit()]
        letters = [end for end in ends if not end.isdigit()]
        assert digits == [str(number) for number in range(1, len(digits) + 1)]
        assert letters == list("abcd"[: len(letters)])
        assert ends == digits + letters


def test_goals_carry_seventeen_colours():
    colours = [row.colour for row in load().codelists["sdg"].terms if row.parent is None]
    assert len(set(colours)) == 17
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours)


@pytest.mark.parametrize("language", ["es", "pt", "en"])
@pytest.mark.parametrize("slug", LISTS)
def test_every_label_says_something_of_its_own(slug, language):
    labels = [row.labels[language] for row in load().codelists[slug].terms]
    assert [label for label in labels if label != label.strip() or not label] == []
    assert [label for label, times in Counter(labels).items() if times > 1] == []


@pytest.mark.parametrize("slug", LISTS)
def test_every_list_has_titles_and_a_source(slug):
    codelist = load().codelists[slug]
    assert sorted(codelist.title) == ["en", "es", "pt"]
    assert codelist.source


def test_the_sectors_the_axes_and_the_areas_of_the_sources():
    assert [row.label("es") for row in load().codelists["axis"].terms] == [
        "Igualdad de género",
        "Innovación",
        "Derechos humanos",
        "Sostenibilidad ambiental",
        "Cultura de paz",
    ]
    assert [row.code for row in load().codelists["nua"].terms] == [
        "national-urban-policies",
        "urban-legislation",
        "planning-and-design",
        "urban-finance",
        "local-implementation",
    ]


def test_a_term_is_looked_up_by_its_written_form():
    assert load()["iuc:12"].label("pt") == "Mobilidade urbana"
    assert load().get("iuc:16") is None
    assert "dac:15112" in load()


def test_an_unknown_term_names_the_nearest():
    with pytest.raises(UnknownTerm, match=r"no term 'sdg:11.22'; did you mean 'sdg:11.2'\?"):
        load()["sdg:11.22"]


def test_terms_stand_under_their_parent():
    assert [load()[term].parent for term in ("sdg:11.2", "sdg:11", "dac:15112")] == ["sdg:11", None, "dac:151"]
    assert [row.code for row in load().children("sdg:13")] == ["13.1", "13.2", "13.3", "13.a", "13.b"]


def test_a_label_in_a_region_or_an_unknown_language():
    assert load()["sdg:13"].label("pt-br") == "Ação contra a mudança global do clima"
    assert load()["sdg:13"].label("fr") == "Acción por el clima"


def test_the_vocabulary_loads_without_django():
    code = "import sys; from entreciudades.taxonomy import crosswalks as c; c.load(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_two_loads_read_once():
    assert load() is codelists.load()
