"""Files in which something is wrong: every fault with its file and line, and nothing loaded."""

import pytest

from entreciudades.actors.models import Organisation
from entreciudades.core.models import AuditEvent
from entreciudades.imports.collection import FilesRefused, read_folder
from entreciudades.imports.demonstration import load_demonstration

CITY = """\
city:
  slug: puerto
  kind: actor:municipal
  names: {es: Puerto}
  fictional_country: {es: Valdoria}
"""

PROGRAMME = """\
programme:
  slug: puerto-2026
  holder: puerto
  network: puerto
  methodology: ucci-pci
  variant: city
  written_by: a@b.example
  titles: {es: Puerto}
  edition: "2026"
"""

PEOPLE = """\
people:
  - {email: a@b.example, name: Ana, language: es, roles: [{organisation: puerto, role: coordinator}]}
"""

BROKEN = {
    "unknown keys, nearest good name": (
        {
            "city": CITY
            + "  departements:\n    - names: {es: Agua}\n  figures:\n    - {mesure: area, value: 4, source: x}\n"
        },
        [
            "city.yaml:6: unknown key 'departements'; did you mean 'departments'?",
            "city.yaml:9: 'measure' is missing; write measure: …",
            "city.yaml:9: unknown key 'mesure'; did you mean 'measure'?",
        ],
    ),
    "unknown terms": (
        {
            "city": CITY.replace("actor:municipal", "actor:municipality")
            + "  priorities: [sector:social, axis:innovation]\n"
        },
        [
            "city.yaml:3: there is no term 'actor:municipality'; did you mean 'actor:municipal'?",
            "city.yaml:6: there is no term 'sector:social'; did you mean 'sector:social-development'?",
        ],
    ),
    "references that lead nowhere": (
        {
            "city": CITY + "  departments:\n    - {key: agua, names: {es: Agua}}\n",
            "people": PEOPLE.replace("puerto", "porto"),
            "programme": PROGRAMME.replace("network: puerto", "network: red")
            + "  departments: [{department: aqua, task: involved}]\n"
            + "  activities: [{line: 2, titles: {es: Visita}}]\n",
        },
        [
            "people.yaml:2: there is no organisation 'porto'; did you mean 'puerto'?",
            "programme.yaml:10: there is no department 'aqua' of puerto; did you mean 'agua'?",
            "programme.yaml:11: there is no strategic line '2' of puerto-2026; there is none yet",
            "programme.yaml:4: there is no organisation 'red'; write one of: puerto",
        ],
    ),
    "values of the wrong kind": (
        {
            "city": CITY
            + "  figures:\n    - {measure: area, value: '4', source: x}\n"
            + "  departments:\n    - {names: 7, manages_cooperation: yes}\n"
            + "  needs: mucho\n"
            + "  plans:\n    - {kind: plan, titles: {es: Plan, fr: Plan}}\n",
        },
        [
            "city.yaml:10: 'mucho' where entries are expected; write a list of entries",
            (
                "city.yaml:12: 'plan' is not understood here; write one of: public-policy, municipal-development-plan, "
                "government-plan, national-plan, other-norm"
            ),
            "city.yaml:12: unknown key 'fr'; write one of: es, pt, en",
            "city.yaml:7: '4' where a number is expected; write digits, without quotes or signs",
            "city.yaml:9: 7 where a text per language is expected; write {es: …, pt: …, en: …}",
            "city.yaml:9: 'yes' where true or false is expected; write true or false",
        ],
    ),
    "texts over their limits, and sections that are not there": (
        {
            "city": CITY + f"  acronym: {'A' * 31}\n",
            "people": PEOPLE,
            "programme": PROGRAMME,
            "texts": "texts:\n  programme: puerto-2026\n  language: es\n  sections:\n"
            f'    "1.1": {"palabra " * 601}\n    "1.3": Nada\n    "3.8/inovation": Nada\n',
        },
        [
            "city.yaml:6: a text of 31 characters; at most 30 fit here",
            "texts.yaml:5: 601 words in '1.1'; at most 600 fit",
            "texts.yaml:6: unknown key '1.3'; did you mean '3.3'?",
            "texts.yaml:7: unknown key '3.8/inovation'; did you mean '3.8/innovation'?",
        ],
    ),
    "what only the rooms can tell": (
        {"city": CITY + "  needs:\n    - {term: iuc:7, level: 4}\n    - {term: iuc:7, level: 2}\n"},
        ["city.yaml:8: Need with this Organisation and Subject already exists.; mend it, then load again"],
    ),
    "bad dates": (
        {"city": CITY + "  plans:\n    - {kind: other-norm, titles: {es: Ley}, adopted: 14/06/2016, ends: 2016-13}\n"},
        [
            f"city.yaml:7: {found!r} is no date; write a year (2017), a month (2017-04), a day (2016-06-14), a day of "
            "any year (XXXX-09-07), two of them with / between (2018-09-07/2018-09-08), "
            "with ~ after it for about (2017~)"
            for found in ("14/06/2016", "2016-13")
        ],
    ),
    "matrix rows and variants that the methodology has not": (
        {
            "city": CITY,
            "people": PEOPLE,
            "programme": PROGRAMME
            + "  matrix_changes:\n"
            + "    - {matrix: pam, kind: add-entry, row: aliados-socios, reason: x}\n"
            + "    - {matrix: pai, kind: add-entry, row: aliados, reason: x}\n"
            + "    - {matrix: pai, kind: add-entry, row: aliados-socios}\n",
            "other": PROGRAMME.replace("puerto-2026", "otro").replace("variant: city", "variant: town"),
        },
        [
            "other.yaml:6: no variant 'town'; write one of: city, network",
            "programme.yaml:11: no matrix 'pam'; did you mean 'pem'?",
            "programme.yaml:12: no row 'aliados'; did you mean 'aliados-socios'?",
            "programme.yaml:13: 'reason' is missing; write reason: …",
        ],
    ),
    "what is real and says not from where": (
        {
            "city": "city:\n  slug: lima-pe\n  kind: actor:municipal\n  names: {es: Lima}\n  country: PE\n"
            "  needs:\n    - {term: iuc:7, level: 4}\n",
            "other": CITY + "  country: ES\n",
        },
        [
            "city.yaml:1: a real organisation without a source; write source: … or fictional_country: …",
            "city.yaml:7: a need or offer of a real organisation without evidence; write evidence: …",
            "other.yaml:1: a real country and a fictional one; keep one of them",
        ],
    ),
    "names given twice, keys given twice, files that are nothing": (
        {
            "city": CITY,
            "empty": "",
            "other": CITY,
            "third": "city:\n  slug: uno\n  slug: dos\n",
            "broken": "city:\n  slug: [uno\n",
            "wrong": "towns: []\n",
        },
        [
            (
                "broken.yaml:3: this is not YAML: expected ',' or ']', but got '<stream end>'; "
                "mind indentation, colons and quotes"
            ),
            "empty.yaml:1: an empty file; write what it holds, or remove it",
            "other.yaml:1: 'puerto' is the name of two entries; the first stands in city.yaml:1",
            "third.yaml:3: 'slug' stands here twice; keep one of them",
            (
                "wrong.yaml:1: unknown key 'towns'; write one of: networks, city, organisations, agreements, "
                "alliances, products, approval_rules, lives, calls, practice, programme, texts, …"
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.django_db
def test_every_fault_is_told_with_its_line_and_nothing_is_loaded(folder, case):
    files, faults = BROKEN[case]
    with pytest.raises(FilesRefused) as refused:
        load_demonstration(folder(**files))
    assert sorted(str(refused.value).splitlines()) == sorted(faults)
    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_folder_without_files_is_refused(tmp_path):
    with pytest.raises(FilesRefused) as refused:
        read_folder(tmp_path)
    assert str(refused.value) == f"{tmp_path}:1: no *.yaml file here; name the folder of the demonstration"


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "city.yaml").write_bytes("city: {names: {es: Bogotá}}".encode("latin-1"))
    with pytest.raises(FilesRefused) as refused:
        read_folder(tmp_path)
    assert str(refused.value) == "city.yaml:1: a letter that is not UTF-8; save the file as UTF-8"
