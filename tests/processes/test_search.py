"""Search with rights: nobody finds what they may not see."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entreciudades.accounts.models import User
from entreciudades.core.index import Entry, index
from entreciudades.core.refs import kind_of
from entreciudades.processes import search as room
from entreciudades.processes.search import Hit, search


@pytest.fixture
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[User, User]]:
    """Two users, who stand for any objects; each sees themselves alone."""
    ana = User.objects.create_user("ana@example.org", None)
    luis = User.objects.create_user("luis@example.org", None)
    monkeypatch.setattr(room, "VISIBLE", {"accounts.user": lambda user: User.objects.filter(pk=user.pk)})
    index(ana, entries=[Entry("es", "Cooperación", "ciudades"), Entry("pt", "Cooperação", "cidades")])
    index(luis, entries=[Entry("es", "Cooperación y agua", "ciudades")])
    return ana, luis


def test_one_finds_what_one_may_see_in_ones_own_language_first(people: tuple[User, User]) -> None:
    ana, luis = people
    assert search("cooperacion", language="es", user=ana) == (Hit("accounts.user", ana.pk, "Cooperación", "es"),)
    assert search("cooperacao", language="pt", user=ana) == (Hit("accounts.user", ana.pk, "Cooperação", "pt"),)
    assert search("cooperacion", language="pt", user=luis) == (
        Hit("accounts.user", luis.pk, "Cooperación y agua", "es"),
    )


def test_nobody_finds_what_is_not_theirs(people: tuple[User, User]) -> None:
    ana, luis = people
    assert search("agua", language="es", user=ana) == ()
    assert [hit.object_id for hit in search("agua", language="es", user=luis)] == [luis.pk]


def test_no_words_find_nothing_and_no_kinds_neither(people: tuple[User, User]) -> None:
    ana, _luis = people
    assert search(" ¿? ", language="es", user=ana) == ()
    assert search("cooperacion", language="es", user=ana, kinds=[]) == ()
    with pytest.raises(KeyError):
        search("cooperacion", language="es", user=ana, kinds=["ghosts.ghost"])


def test_one_query_per_language(people: tuple[User, User]) -> None:
    ana, _luis = people
    with CaptureQueriesContext(connection) as queries:
        search("cooperacion", language="es", user=ana)
    assert len(queries) == 3


def test_every_kind_that_is_searched_is_a_model_and_knows_who_may_see_it(db: None) -> None:
    for kind, visible_to in room.VISIBLE.items():
        assert kind_of(visible_to(AnonymousUser()).model) == kind
    assert search("la paz", language="es", user=AnonymousUser()) == ()
