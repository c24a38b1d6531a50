"""A pack is loaded once for each version, and what is in use never changes."""

from hashlib import sha256

import pytest

from entreciudades.accounts.models import User
from entreciudades.core.models import AuditEvent
from entreciudades.methodologies import models
from entreciudades.methodologies.errors import PackRefused, PackUnreadable
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.services import load_methodology
from entreciudades.methodologies.shipped import shipped_pack, shipped_text

pytestmark = pytest.mark.django_db
TEXT = shipped_text("ucci-pci")


def load(text: str = TEXT, by: User | None = None) -> Methodology:
    return load_methodology(text, file="ucci-pci.toml", by=by)


def version(number: str) -> str:
    return TEXT.replace('version = "1.1"', f'version = "{number}"')


def test_a_pack_becomes_a_row_with_its_text_and_digest() -> None:
    row = load()

    assert (row.slug, row.version, str(row)) == ("ucci-pci", "1.1", "ucci-pci 1.1")
    assert row.title["es"] == "Programa de Cooperación Integral entre Ciudades"
    assert (row.text, row.digest) == (TEXT, sha256(TEXT.encode()).hexdigest())
    assert row.pack == shipped_pack("ucci-pci")


def test_loading_writes_who_did_it_to_the_trail() -> None:
    person = User.objects.create(email="secretary@example.org")
    row = load(by=person)

    event = AuditEvent.objects.get()
    assert (event.verb, event.object_id, event.actor_id) == ("methodology.loaded", row.pk, person.pk)
    assert event.details == {"slug": "ucci-pci", "version": "1.1", "digest": row.digest}


def test_the_same_text_again_changes_nothing() -> None:
    first = load()
    again = load()

    assert (again.pk, again.loaded_at) == (first.pk, first.loaded_at)
    assert (Methodology.objects.count(), AuditEvent.objects.count()) == (1, 1)


def test_another_text_under_the_same_version_is_refused_with_what_to_do() -> None:
    row = load()

    with pytest.raises(PackRefused) as refused:
        load(TEXT + "# a remark\n")

    assert str(refused.value) == (
        'ucci-pci.toml, line 6: version: found "1.1", which is loaded already with another text, '
        'expected a version that is not loaded yet. Write version = "1.2".'
    )
    assert list(Methodology.objects.values_list("digest", flat=True)) == [row.digest]


def test_a_pack_with_problems_is_refused_with_all_of_them() -> None:
    with pytest.raises(PackRefused) as refused:
        load(TEXT.replace('held_by = "city"', 'held_by = "town"').replace("1.1", "one", 1))

    assert [(problem.line, problem.found) for problem in refused.value.problems] == [(6, '"one"'), (20, '"town"')]
    assert (Methodology.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_versions_stand_beside_each_other() -> None:
    rows = {number: load(version(number)) for number in ("1.10", "1.9", "1.0")}

    assert {number: row.pack.version for number, row in rows.items()} == {number: number for number in rows}
    assert Methodology.objects.count() == 3


def test_a_pack_is_read_once_however_many_rows_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    row = load()
    first = row.pack
    monkeypatch.setattr(models, "check_text", None)

    assert Methodology.objects.get(pk=row.pk).pack is first


def test_a_row_that_this_version_cannot_read_says_so() -> None:
    row = load()
    Methodology.objects.filter(pk=row.pk).update(text="slug = 3\n")

    with pytest.raises(PackUnreadable, match=r"ucci-pci 1\.1, line 1: slug: found the number 3"):
        _ = Methodology.objects.get(pk=row.pk).pack
