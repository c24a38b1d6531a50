"""One door: a stranger finds nothing, a reader may be refused, who may gets the row."""

import pytest
from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotAllowed, NotFound

# The object is a user: oneself may rename; who speaks the same language may see.
RENAME = Rule(
    "user:rename",
    lambda user, obj: user == obj,
    lambda queryset, user: queryset.filter(preferred_language=user.preferred_language).distinct(),
)


@pytest.mark.parametrize("lock", [False, True])
def test_who_may_gets_the_row(ana: User, *, lock: bool) -> None:
    with transaction.atomic():
        assert fetch(User.objects.all(), ana.pk, may=RENAME, actor=ana, lock=lock) == ana


@pytest.mark.parametrize("lock", [False, True])
def test_who_sees_but_may_not_is_told_so(ana: User, luis: User, *, lock: bool) -> None:
    with pytest.raises(NotAllowed) as caught, transaction.atomic():
        fetch(User.objects.all(), ana.pk, may=RENAME, actor=luis, lock=lock)
    assert (caught.value.rule, caught.value.kind, caught.value.key) == ("user:rename", "accounts.user", ana.pk)


@pytest.mark.parametrize("lock", [False, True])
def test_a_stranger_finds_nothing(ana: User, luis: User, *, lock: bool) -> None:
    User.objects.filter(pk=luis.pk).update(preferred_language="pt")
    luis.refresh_from_db()
    with pytest.raises(NotFound) as caught, transaction.atomic():
        fetch(User.objects.all(), ana.pk, may=RENAME, actor=luis, lock=lock)
    assert (caught.value.kind, caught.value.key) == ("accounts.user", ana.pk)


@pytest.mark.parametrize("key", [0, "", "12; DROP", None, "9" * 40])
def test_a_key_of_nothing_finds_nothing(ana: User, key: object) -> None:
    with pytest.raises(NotFound):
        fetch(User.objects.all(), key, may=RENAME, actor=ana)


def test_rows_outside_the_given_queryset_are_not_there(ana: User) -> None:
    with pytest.raises(NotFound), transaction.atomic():
        fetch(User.objects.exclude(pk=ana.pk), ana.pk, may=RENAME, actor=ana, lock=True)
