"""``entreciudades match``: files in, files out, and a proof that anyone can check."""
# ruff: noqa: S311, E501 - numbers from a seed; a line is told as it is

import hashlib
import json
import random
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from click.testing import CliRunner
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import csr_array

from entreciudades import __version__, matching
from entreciudades.cli import entreciudades
from entreciudades.taxonomy import codelists

SCHEMAS = Path(matching.__file__).parent / "schemas"
TERMS = [term.id for term in codelists.load() if term.codelist in {"iuc", "sdg"}][:70]
CALL = """
sides = ["eu", "partner"]
min_score = 0.15
[weights]
complementarity = 4
shared_challenge = 2
scale = 1
language = 1
agenda = 1
readiness = 1
"""
QUOTAS = CALL + "[quota.country]\nXA = 9\nXB = 4\nQM = 12\n"


def schema(name):
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text()))


def city(draw, place, *, most=3):
    return {
        "id": f"c{place:05}",
        "side": ("eu", "partner")[place % 2],
        "country": draw.choice((("XA", "XB", "XC"), ("QM", "QN"))[place % 2]),
        "population": draw.choice([None, draw.randrange(30_000, 9_000_000)]),
        "languages": draw.sample(["es", "pt", "en", "fr"], draw.randint(0, 2)),
        "needs": {term: draw.randrange(1, 11) / 10 for term in draw.sample(TERMS, 4)},
        "offers": {term: draw.randrange(1, 11) / 10 for term in draw.sample(TERMS, 4)},
        "priorities": draw.sample(TERMS, 2),
        "readiness": draw.choice([None, 0.25, 0.75]),
        "capacity": draw.randint(1, most),
    }


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(cities, call=CALL):
    Path("cities.jsonl").write_text("".join(json.dumps(each) + "\n" for each in cities))
    Path("call.toml").write_text(call)


def match(*options):
    """Run the command and read its result, if it wrote one."""
    files = ("--cities", "cities.jsonl", "--call", "call.toml", "--out", "result.json")
    run = CliRunner().invoke(entreciudades, ["match", *files, *options])
    if run.exception and not isinstance(run.exception, SystemExit):
        raise run.exception
    return run


def matched(*options):
    run = match(*options)
    assert run.exit_code == 0, run.output
    return json.loads(Path("result.json").read_text(encoding="utf-8"))


def total(result):
    """Added up by somebody who has only the file."""
    micro = sum(round(pair["score"] * 1_000_000) for pair in result["pairs"])
    assert (micro / 1_000_000, result["bound"], result["gap"]) == (result["total"], result["total"], 0)
    return micro


def test_ten_cities_have_the_pairs_that_trying_every_set_finds(place):
    draw = random.Random(3)
    cities = [city(draw, each, most=2) for each in range(10)]
    write(cities, CALL + "[quota.country]\nXA = 2\n")
    result = matched("--scores", "scores.npz")
    with np.load("scores.npz") as file:
        scores = {
            (a, b): file["scores"][row, column]
            for row, a in enumerate(file["ids_a"].tolist())
            for column, b in enumerate(file["ids_b"].tolist())
            if not np.isnan(file["scores"][row, column])
        }
    assert {(pair["a"], pair["b"]): pair["score"] for pair in result["pairs"]}.items() <= scores.items()
    assert (result["admissible_pairs"], len(scores)) == (16, 16)
    best, spare = 0, {each["id"]: each["capacity"] for each in cities} | {"XA": 2}
    country = {each["id"]: each["country"] for each in cities}

    def go_on(pairs, micro):
        nonlocal best
        best = max(best, micro)
        for step, (a, b) in enumerate(pairs, 1):
            uses = [a, b, *({country[a], country[b]} & {"XA"})]
            if all(spare[use] for use in uses):
                for use in uses:
                    spare[use] -= 1
                go_on(pairs[step:], micro + round(scores[a, b] * 1_000_000))
                for use in uses:
                    spare[use] += 1

    go_on(list(scores), 0)
    assert total(result) == best


def test_four_hundred_cities_with_quotas_and_capacities_reach_what_a_linear_programme_reaches(place):
    draw = random.Random(4)
    cities = [city(draw, each) for each in range(400)]
    write(cities, QUOTAS)
    result = matched("--scores", "scores.npz")
    with np.load("scores.npz") as file:
        ids_a, ids_b, scores = (file[name] for name in ("ids_a", "ids_b", "scores"))
    by_id = {each["id"]: each for each in cities}
    row, column = np.nonzero(~np.isnan(scores))
    assert result["admissible_pairs"] == len(row)
    names = [*by_id, "XA", "XB", "QM"]
    number = {name: place for place, name in enumerate(names)}
    most = [*(each["capacity"] for each in cities), 9, 4, 12]
    uses = [
        (number[name], pair)
        for pair, (a, b) in enumerate(zip(ids_a[row].tolist(), ids_b[column].tolist(), strict=True))
        for name in (a, b, by_id[a]["country"], by_id[b]["country"])
        if name in number
    ]
    rows, columns = zip(*uses, strict=True)
    rules = csr_array((np.ones(len(uses)), (rows, columns)), (len(names), len(row)))
    found = linprog(-np.round(scores[row, column] * 1_000_000), rules, most, bounds=(0, 1), method="highs")
    assert total(result) == round(-found.fun)


def test_two_thousand_cities_reach_what_scipys_assignment_reaches(place):
    draw = random.Random(5)
    write([city(draw, each, most=1) for each in range(2000)])
    result = matched("--scores", "scores.npz")
    with np.load("scores.npz") as file:
        micro = np.nan_to_num(np.round(file["scores"] * 1_000_000))
    rows, columns = linear_sum_assignment(micro, maximize=True)
    assert total(result) == int(micro[rows, columns].sum())


def test_in_one_pool_the_matrix_is_of_all_cities_with_all(place):
    draw = random.Random(6)
    write([city(draw, each) for each in range(12)], CALL.replace('["eu", "partner"]', "[]"))
    result = matched("--scores", "scores.npz")
    with np.load("scores.npz") as file:
        assert file["ids_a"].tolist() == file["ids_b"].tolist() == [f"c{each:05}" for each in range(12)]
        scores = file["scores"]
    np.testing.assert_array_equal(scores, scores.T)
    assert np.isnan(scores.diagonal()).all()
    assert result["admissible_pairs"] == np.count_nonzero(~np.isnan(scores)) // 2
    total(result)


@pytest.fixture
def forty(place):
    draw = random.Random(7)
    cities = [city(draw, each) for each in range(40)]
    write(cities, QUOTAS.replace("\n[weights]", '\nrequire = [["c00003", "c00000"]]\n[weights]', 1))
    return cities


def test_what_is_read_and_written_is_what_the_schemas_say(forty):
    result = matched()
    schema("result").validate(result)
    schema("call").validate(tomllib.loads(Path("call.toml").read_text()))
    for each in forty:
        schema("city").validate(each)
    assert {reason["reason"] for reason in result["unpaired"]} == {"quota-full"}
    assert ("c00000", "c00003") in {(pair["a"], pair["b"]) for pair in result["pairs"]}


@pytest.mark.parametrize("name", ["city", "call", "result"])
def test_each_schema_is_one(name):
    jsonschema.Draft202012Validator.check_schema(schema(name).schema)


def test_the_same_problem_gives_the_same_bytes_whatever_the_order_of_its_lines_and_keys(forty):
    digests = set()
    for seed in (1, 2):
        draw = random.Random(seed)
        draw.shuffle(forty)
        lines = [json.dumps(dict(draw.sample(list(each.items()), len(each)))) for each in forty]
        Path("cities.jsonl").write_text("\n".join(lines))
        matched("--scores", "scores.npz")
        digests.add(
            tuple(hashlib.sha256(Path(name).read_bytes()).hexdigest() for name in ("result.json", "scores.npz"))
        )
    assert len(digests) == 1


def test_the_digest_is_of_the_rest_of_the_file_of_the_version_and_of_what_was_read(forty):
    first = matched()
    digest = first.pop("digest")
    rest = json.dumps(first, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert (digest["result"], digest["version"]) == (hashlib.sha256(rest.encode()).hexdigest(), __version__)
    write([each | {"capacity": 3} for each in forty], QUOTAS)
    assert matched()["digest"]["input"] != digest["input"]


def test_seconds_and_the_proof_go_to_standard_error_and_nothing_to_standard_output(forty):
    run = match()
    assert run.stdout == ""
    assert re.fullmatch(
        r"40 cities, \d+ admissible pairs: \d+ pairs, \d+ cities left out; total (\d+\.\d{6}), "
        r"and no admissible set of pairs has a greater one \(bound \1\); \d+\.\d s\n",
        run.stderr,
    )


def test_the_best_pairs_are_told_in_words(place):
    common = {"side": "eu", "population": 100_000}
    cities = [
        common | {"id": "a", "needs": {"iuc:6": 1, "sdg:11.2": 0.5}, "offers": {"sdg:6": 1}},
        common | {"id": "b", "side": "partner", "needs": {"sdg:6": 0.5}, "offers": {"sdg:11.2": 1, "iuc:6": 1}},
        common | {"id": "c", "side": "partner", "population": None},
    ]
    write(cities, 'sides = ["eu", "partner"]\n[weights]\ncomplementarity = 1\nscale = 1\n')
    assert match("--explain", "5").stdout == (
        "1. a with b: 1.000000\n"
        "   a learns Circular economy (iuc:6), Safe, accessible and sustainable transport (sdg:11.2)\n"
        "   b learns Clean water and sanitation (sdg:6)\n"
        "   parts: complementarity 1.00, scale 1.00\n"
    )
    write([cities[0], cities[2]], 'sides = ["eu", "partner"]\n[weights]\ncomplementarity = 1\nscale = 1\n')
    assert match("--explain", "5").stdout == (
        "1. a with c: 0.500000\n"
        "   a learns nothing that it says it needs\n"
        "   c learns nothing that it says it needs\n"
        "   parts: complementarity 0.50, scale 0.50\n"
        "   not known, and so neutral: complementarity, scale\n"
    )


def test_bad_files_are_told_whole_and_the_former_result_stands(forty):
    matched("--scores", "scores.npz")
    before = {path: Path(path).read_bytes() for path in ("result.json", "scores.npz")}
    forty[4] |= {"needs": {"iuc:99": 1}, "capacity": -1}
    write([*forty, forty[0]], CALL.replace("scale", "scael"))
    run = match("--scores", "scores.npz")
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr.splitlines() == [
        'call.toml, line 7: weights.scael: found an unknown key, expected one of complementarity, shared_challenge, scale, language, agenda, readiness, preference. Write "scale".',
        "cities.jsonl, line 5: capacity: found the number -1, expected a whole number from 0 to 1,000,000.",
        'cities.jsonl, line 5: needs.iuc:99: found the unknown term "iuc:99", expected a term of the vocabulary. Write "iuc:9".',
        'cities.jsonl, line 41: id: found "c00000" again, as in line 1, expected each city once.',
        "4 to mend",
        "Nothing was written.",
    ]
    assert {path: Path(path).read_bytes() for path in before} == before


def test_rules_that_cannot_hold_together_are_told_by_name(forty):
    write(forty, 'require = [["c00000", "c00001"]]\nforbid = [["c00001", "c00000"]]\n' + CALL)
    run = match()
    assert (run.exit_code, Path("result.json").exists()) == (2, False)
    assert run.stderr.splitlines()[1:] == [
        "call.toml: required: c00000 with c00001; but this pair is forbidden.",
        "Nothing was written.",
    ]


def test_interrupted_it_leaves_the_former_result_and_says_130(forty, monkeypatch):
    Path("result.json").write_text("the former result")

    def interrupted(problem):
        raise KeyboardInterrupt

    monkeypatch.setattr(matching, "score_matrix", interrupted)
    run = match("--scores", "scores.npz")
    assert (run.exit_code, run.stderr) == (130, "Interrupted; nothing was written, result.json is as it was.\n")
    assert Path("result.json").read_text() == "the former result"
    assert sorted(path.name for path in Path().iterdir()) == ["call.toml", "cities.jsonl", "result.json"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--out", "nowhere/result.json"), "Invalid value for --out: there is no folder nowhere"),
        (("--out", "cities.jsonl"), "Invalid value for --out: cities.jsonl is the file of --cities"),
        (("--scores", "result.json"), "Invalid value for --scores: result.json is the file of --out"),
        (("--scores", "/dev/null"), "Invalid value for --scores: /dev/null is no plain file"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_told_before_the_work(forty, options, told):
    run = match(*options)
    assert (run.exit_code, told in run.stderr) == (2, True)


def test_terms_of_ones_own_from_a_codelist_and_from_a_list(place):
    labels = 'es = "a"\npt = "a"\nen = "Night buses"'
    Path("ours.toml").write_text(
        'codelist = "ours"\nsource = "us"\ncount = 2\ntitle = { es = "a", pt = "a", en = "a" }\n'
        f'[[term]]\ncode = "1"\n{labels}\n[[term]]\ncode = "1.1"\nparent = "1"\n{labels}\n'
    )
    Path("theirs.txt").write_text("theirs:1\n\ntheirs:2\n")
    cities = [
        {"id": "a", "side": "eu", "needs": {"ours:1": 1, "theirs:2": 1}, "offers": {"theirs:1": 1}},
        {"id": "b", "side": "partner", "needs": {"theirs:1": 1}, "offers": {"ours:1.1": 1}},
    ]
    write(cities, 'sides = ["eu", "partner"]\n[weights]\ncomplementarity = 1\n')
    result = matched("--vocabulary", "ours.toml", "--vocabulary", "theirs.txt", "--explain", "1")
    # b covers the parent of what it offers by half: a quarter of a's needs
    assert result["pairs"][0]["score"] == 0.25 * 0.75 + 0.25
    assert match().exit_code == 2
    Path("theirs.txt").write_text("theirs:1\nno term\n")
    run = match("--vocabulary", "theirs.txt")
    assert (run.exit_code, run.stderr.splitlines()[0]) == (
        2,
        "theirs.txt:2: 'no term' is no term; write codelist:code, as in sdg:11.2",
    )


def test_it_needs_no_settings_and_never_meets_django(forty):
    program = (
        "import sys\nfrom entreciudades.cli import entreciudades\n"
        "entreciudades(standalone_mode=False)\nprint(sorted({'django', 'psycopg', 'pandas'} & sys.modules.keys()))"
    )
    files = ("--cities", "cities.jsonl", "--call", "call.toml", "--out", "result.json")
    run = subprocess.run(
        [sys.executable, "-c", program, "match", *files], env={}, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


def test_the_examples_of_the_documentation_are_what_happens(place):
    document = (Path(__file__).parents[2] / "docs/matching-files.md").read_text(encoding="utf-8")
    cities, call, told = (
        re.search(rf"```{kind}\n(.*?)```", document, re.DOTALL)[1] for kind in ("jsonl", "toml", "json")
    )
    Path("cities.jsonl").write_text(cities)
    Path("call.toml").write_text(call)
    matched()
    written = Path("result.json").read_text(encoding="utf-8")
    changing = re.compile(r'^"(?:digest|engine)":.*$', re.MULTILINE)
    assert changing.sub("", written) == changing.sub("", told)
    write(
        [json.loads(line) for line in cities.splitlines()],
        call.replace("require = []", 'require = [["valdeluz", "cuatro-rios"]]'),
    )
    assert "call.toml: required: cuatro-rios with valdeluz; but this pair is forbidden.\n" in match().stderr
