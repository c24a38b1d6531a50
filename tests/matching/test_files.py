"""What is wrong in the files of a problem is told with line and field, all at once."""
# ruff: noqa: E501 - a table of cases reads best with one case a line

import json
from pathlib import Path

import pytest

from entreciudades.matching.cities_file import LONGEST_LINE
from entreciudades.matching.faults import MOST, FilesRefused
from entreciudades.matching.files import Vocabulary, read_problem
from entreciudades.matching.problem import City, Problem, Rules

KINSHIP = {"iuc:7": {"sdg:6": 0.5}, "sdg:6": {"iuc:7": 0.5}}
VOCABULARY = Vocabulary({"iuc:1", "iuc:7", "sdg:6", "sdg:11.2"}, KINSHIP, {"BR", "ES", "CL"}.__contains__)
CALL = 'sides = ["eu", "partner"]\n[weights]\nscale = 1\n'
CITY = {"id": "a", "side": "eu"}
OTHER = {"id": "b", "side": "partner", "country": "BR"}


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read a problem from lines (objects, texts or bytes) and a call; or the faults, as told."""
    monkeypatch.chdir(tmp_path)

    def read(*lines, call=CALL):
        raw = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines]
        (tmp_path / "cities.jsonl").write_bytes(b"\n".join(raw))
        (tmp_path / "call.toml").write_bytes(call if isinstance(call, bytes) else call.encode())
        try:
            return read_problem(Path("cities.jsonl"), Path("call.toml"), VOCABULARY)
        except FilesRefused as refused:
            return [str(fault) for fault in refused.faults]

    return read


def test_a_whole_problem_whatever_the_order_of_its_lines(read):
    whole = {
        "id": "ñandú-1",
        "side": "partner",
        "country": "BR",
        "population": 120_000,
        "languages": ["pt", "es", "pt"],
        "needs": {"iuc:7": 1, "sdg:6": 0.25},
        "offers": {},
        "priorities": ["sdg:11.2"],
        "readiness": 0,
        "capacity": 2,
        "preferences": {"a": 0.5},
    }
    call = """
        sides = ["eu", "partner"]
        min_score = 0.25
        first_aim = "most_cities"
        require = [["ñandú-1", "a"]]
        forbid = [["a", "b"]]
        [weights]
        scale = 2
        complementarity = 0.5
        [quota.country]
        BR = 3
        CL = 0
    """
    cities = (
        City("a", "eu"),
        City("b", "partner", "BR"),
        City(
            id="ñandú-1",
            side="partner",
            country="BR",
            population=120_000,
            languages=("pt", "es"),
            needs={"iuc:7": 1.0, "sdg:6": 0.25},
            priorities=("sdg:11.2",),
            readiness=0.0,
            capacity=2,
            preferences={"a": 0.5},
        ),
    )
    rules = Rules(
        weights={"complementarity": 0.5, "scale": 2.0},
        sides=("eu", "partner"),
        min_score=0.25,
        first_aim="most_cities",
        quota={"BR": 3, "CL": 0},
        require=(("ñandú-1", "a"),),
        forbid=(("a", "b"),),
    )
    assert read(whole, OTHER, CITY, call=call) == Problem(cities, rules, KINSHIP)
    assert read(b"\xef\xbb\xbf" + json.dumps(CITY).encode() + b"\r", b"", whole, OTHER, b"", call=call) == Problem(
        cities, rules, KINSHIP
    )


def test_what_is_not_known_is_left_open(read):
    nothing = dict.fromkeys(("population", "languages", "needs", "offers", "priorities", "readiness", "country"))
    assert read(CITY | nothing | {"capacity": None}, OTHER).cities[0] == City("a", "eu")


def test_a_whole_number_may_be_written_with_a_point(read):
    assert read(CITY | {"population": 1.2e5, "capacity": 2.0}, OTHER).cities[0] == City(
        "a", "eu", "", 120_000, capacity=2
    )


def test_in_one_pool_no_side_counts(read):
    assert [city.side for city in read(CITY, {"id": "b"}, call="sides = []\nweights.scale = 1").cities] == ["", ""]


LEVEL = "a number from 0 to 1"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("needs", {"iuc:77": 1}, 'needs.iuc:77: found the unknown term "iuc:77", expected a term of the vocabulary. Write "iuc:7".'),
        ("offers", {"iuc:7": -0.5}, f"offers.iuc:7: found the number -0.5, expected {LEVEL}."),
        ("needs", {"iuc:7": 1.01}, f"needs.iuc:7: found the number 1.01, expected {LEVEL}."),
        ("needs", {"iuc:7": "much"}, f'needs.iuc:7: found "much", expected {LEVEL}.'),
        ("needs", {"iuc:7": True}, f"needs.iuc:7: found true, expected {LEVEL}."),
        ("needs", {"iuc:7": None}, f"needs.iuc:7: found null, expected {LEVEL}."),
        ("needs", {"iuc:7": float("nan")}, f"needs.iuc:7: found no finite number, expected {LEVEL}."),
        ("needs", ["iuc:7"], f"needs: found a list, expected a table of terms, each with {LEVEL}."),
        ("readiness", float("inf"), f"readiness: found no finite number, expected {LEVEL}, or null."),
        ("readiness", "high", f'readiness: found "high", expected {LEVEL}, or null.'),
        ("priorities", ["sdg:6", "sdg:11,2"], 'priorities[2]: found the unknown term "sdg:11,2", expected a term of the vocabulary. Write "sdg:11.2".'),
        ("priorities", "sdg:6", 'priorities: found "sdg:6", expected a list of terms.'),
        ("priorities", [6], "priorities[1]: found the number 6, expected one of the terms."),
        ("population", "120000", 'population: found "120000", expected a whole number from 1 to 1,000,000,000, or null.'),
        ("population", True, "population: found true, expected a whole number from 1 to 1,000,000,000, or null."),
        ("population", 10**200, "population: found a number too great to be meant, expected a whole number from 1 to 1,000,000,000, or null."),
        ("population", 1.5, "population: found the number 1.5, expected a whole number from 1 to 1,000,000,000, or null."),
        ("capacity", -1, "capacity: found the number -1, expected a whole number from 0 to 1,000,000."),
        ("capacity", "2", 'capacity: found "2", expected a whole number from 0 to 1,000,000.'),
        ("country", "br", 'country: found "br", expected the code of a country in capitals, as in ISO 3166-1, or null. Write "BR".'),
        ("languages", ["ES"], 'languages[1]: found "ES", expected the code of a language, as in "es" or "pt-BR". Write "es".'),
        ("languages", "es", 'languages: found "es", expected a list of codes of languages.'),
        ("side", "latin-america", 'side: found "latin-america", expected a side of the call: "eu" or "partner".'),
        ("side", "partners", 'side: found "partners", expected a side of the call: "eu" or "partner". Write "partner".'),
        ("side", None, 'side: found null, expected a side of the call: "eu" or "partner".'),
        ("side", {"eu": 1}, 'side: found a table, expected a side of the call: "eu" or "partner".'),
        ("need", {}, 'need: found a key that cities do not have, expected one of theirs. Write "needs".'),
        ("preferences", {"z": 1}, "preferences.z: found no city of this id, expected the id of a city of the file."),
        ("preferences", {"b": 2}, f"preferences.b: found the number 2, expected {LEVEL}."),
        ("preferences", 1, f"preferences: found the number 1, expected a table of ids of cities, each with {LEVEL}."),
        ("id", "", "id: found an empty text, expected a text of 1 to 200 printable characters."),
        ("id", "a\x1b[2J", 'id: found "a\\x1b[2J", expected a text of 1 to 200 printable characters.'),
        ("id", "\ud800", 'id: found "\\ud800", expected a text of 1 to 200 printable characters.'),
        ("id", 7, "id: found the number 7, expected a text of 1 to 200 printable characters."),
        ("id", "b", 'id: found "b" again, as in line 1, expected each city once.'),
    ],
)  # fmt: skip
def test_a_field_that_cannot_stand(read, field, value, told):
    assert read(OTHER, CITY | {field: value}) == [f"cities.jsonl, line 2: {told}"]


CITY_TEXT = "one city as a JSON object"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'{"id": "c", "side": "eu"', f"column 25: found no JSON (Expecting ',' delimiter), expected {CITY_TEXT}."),
        (b"[1, 2]", f"found a list, expected {CITY_TEXT}."),
        (b"null", f"found null, expected {CITY_TEXT}."),
        (b'{"id": "c", "id": "d"}', "id: found the key twice, expected each key once."),
        (b'{"id": "\xff"}', "byte 9: found no UTF-8, expected text in UTF-8."),
        (b"[" * 100_000, f"found what no city holds, expected {CITY_TEXT}."),
        (b'{"id": "c", "population": ' + b"9" * 5000 + b"}", f"found what no city holds, expected {CITY_TEXT}."),
        (
            b'{"id": "' + b"c" * LONGEST_LINE * 10 + b'"}',
            "found more than 1,048,576 bytes in one line, expected one city a line, as a JSON object.",
        ),
    ],
    ids=["cut", "list", "null", "twice", "latin-1", "brackets", "digits", "ten megabytes"],
)
def test_a_line_that_cannot_stand_and_the_lines_after_it_are_read(read, line, told):
    assert read(CITY, line, OTHER | {"capacity": -1}) == [
        f"cities.jsonl, line 2: {told}",
        "cities.jsonl, line 3: capacity: found the number -1, expected a whole number from 0 to 1,000,000.",
    ]


def test_a_file_without_cities(read):
    assert read(b"", b"") == ["cities.jsonl, line 1: found no city, expected one city a line, as a JSON object."]


def test_of_a_file_of_another_kind_the_first_faults_are_told_and_all_are_counted(tmp_path):
    (tmp_path / "cities.jsonl").write_text("a,b\n" * (MOST + 5))
    (tmp_path / "call.toml").write_text(CALL)
    with pytest.raises(FilesRefused) as refused:
        read_problem(tmp_path / "cities.jsonl", tmp_path / "call.toml", VOCABULARY)
    assert (len(refused.value.faults), refused.value.count) == (MOST, MOST + 5)


PAIR = 'expected the ids of two cities, as in ["a", "b"].'
WEIGHTS = "complementarity, shared_challenge, scale, language, agenda, readiness, preference"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("sides = [", "line 1: found no TOML (Invalid value (at end of document)), expected a TOML file."),
        (b"sides = []\n# \xff", "line 2: found no UTF-8, expected text in UTF-8."),
        ("a = " + "[" * 5000, "line 1: found what no call holds, expected the rules of a call."),
        ("weights.scale = 1", 'line 1: sides: found nothing, expected two sides, as in ["eu", "partner"], or [] for one pool.'),
        ('sides = ["eu", "eu"]\nweights.scale = 1', 'line 1: sides: found a list, expected two sides, as in ["eu", "partner"], or [] for one pool.'),
        ('sides = ["eu", "partner"]', f"line 1: weights: found no weight above 0, expected one at least of {WEIGHTS}."),
        (CALL.replace("1", "0"), f"line 2: weights: found no weight above 0, expected one at least of {WEIGHTS}."),
        (CALL.replace("1", "-1"), "line 3: weights.scale: found the number -1, expected a number from 0 to 1,000,000."),
        (CALL.replace("1", "nan"), "line 3: weights.scale: found no finite number, expected a number from 0 to 1,000,000."),
        (CALL + "langauge = 1", f'line 4: weights.langauge: found an unknown key, expected one of {WEIGHTS}. Write "language".'),
        ("min_scor = 0.5\n" + CALL, 'line 1: min_scor: found an unknown key, expected one of sides, min_score, first_aim, weights, quota, require, forbid. Write "min_score".'),
        ("min_score = 1.5\n" + CALL, "line 1: min_score: found the number 1.5, expected a number from 0 to 1."),
        ("min_score = true\n" + CALL, "line 1: min_score: found true, expected a number from 0 to 1."),
        ("min_score = 2026-01-01\n" + CALL, "line 1: min_score: found the date 2026-01-01, expected a number from 0 to 1."),
        ('first_aim = "most-cities"\n' + CALL, 'line 1: first_aim: found "most-cities", expected "total" or "most_cities". Write "most_cities".'),
        ("first_aim = [1]\n" + CALL, 'line 1: first_aim: found a list, expected "total" or "most_cities".'),
        (CALL + "[quota.country]\nbr = 3", 'line 5: quota.country.br: found no country, expected the code of a country in capitals, as in ISO 3166-1. Write "BR".'),
        (CALL + "[quota.country]\nBRA = 3", 'line 5: quota.country.BRA: found no country, expected the code of a country in capitals, as in ISO 3166-1. Write "BR".'),
        (CALL + "[quota.country]\nBR = -3", "line 5: quota.country.BR: found the number -3, expected a whole number from 0 to 1,000,000."),
        (CALL + '[quota.country]\nBR = "3"', 'line 5: quota.country.BR: found "3", expected a whole number from 0 to 1,000,000.'),
        (CALL + "[quota.region]\nBR = 1", "line 4: quota.region: found an unknown key, expected one of country."),
        ("quota = 3\n" + CALL, "line 1: quota: found the number 3, expected a table."),
        ('require = [\n["a", "b"],\n["a", "bb"]]\n' + CALL, 'line 3: require[2][2]: found "bb", expected the id of a city of the file. Write "b".'),
        ('require = [["a", "d"]]\n' + CALL, 'line 1: require[1]: found two cities of the side "eu", expected one city of each side.'),
        ('forbid = [["a", "a"]]\n' + CALL, 'line 1: forbid[1]: found "a" twice, expected two cities.'),
        ('forbid = [["a"]]\n' + CALL, f"line 1: forbid[1]: found a list, {PAIR}"),
        ('forbid = ["a"]\n' + CALL, f'line 1: forbid[1]: found "a", {PAIR}'),
        ('forbid = "a"\n' + CALL, 'line 1: forbid: found "a", expected pairs of ids, as in [["a", "b"]].'),
    ],
)  # fmt: skip
def test_a_call_that_cannot_stand(read, call, told):
    assert read(CITY, OTHER, {"id": "d", "side": "eu"}, call=call) == [f"call.toml, {told}"]


def test_faults_of_both_files_are_told_together(read):
    assert read(CITY | {"capacity": -1}, call="min_score = 2\n" + CALL) == [
        "call.toml, line 1: min_score: found the number 2, expected a number from 0 to 1.",
        "cities.jsonl, line 1: capacity: found the number -1, expected a whole number from 0 to 1,000,000.",
    ]


def test_a_country_of_a_quota_may_be_one_that_only_the_cities_name(read):
    call = CALL + "[quota.country]\nC07 = 1"
    assert read(CITY, OTHER | {"country": "C07"}, call=call).rules.quota == {"C07": 1}
