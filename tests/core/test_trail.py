"""The trail only grows, and nothing personal gets into it."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError

from entreciudades.accounts.models import User
from entreciudades.core import guards, trail
from entreciudades.core.models import AuditEvent


def test_an_event_says_who_did_what_to_which_object(ana: User, luis: User) -> None:
    trail.record("account.renamed", luis, by=ana, scope=7, field="name", versions=[1, 2])
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_kind, event.object_id) == ("account.renamed", "accounts.user", luis.pk)
    assert (event.actor, event.scope, event.details) == (ana, 7, {"field": "name", "versions": [1, 2]})


@pytest.mark.parametrize("text", ["Ana Ejemplo", "ana@example.org", {"name": "Ana"}, "a" * 121, 1.5])
def test_personal_text_is_refused(ana: User, text: object) -> None:
    with pytest.raises(ValueError, match=r"detail 'name' of 'account\.renamed' is no id or name"):
        trail.record("account.renamed", ana, by=ana, name=text)
    assert AuditEvent.objects.count() == 0


def replace_row(event: AuditEvent) -> None:
    """Write the row anew under its own id, as REPLACE does on SQLite and an upsert on PostgreSQL."""
    event.verb = "forged"
    AuditEvent.objects.bulk_create([event], update_conflicts=True, unique_fields=["id"], update_fields=["verb"])


def replace_statement(event: AuditEvent) -> None:
    with connection.cursor() as cursor:
        verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
        upsert = "" if connection.vendor == "sqlite" else " ON CONFLICT (id) DO UPDATE SET verb = 'forged'"
        cursor.execute(
            f"{verb} INTO core_auditevent (id, at, verb, object_kind, object_id, details)"  # noqa: S608
            f" SELECT id, at, 'forged', object_kind, object_id, details FROM core_auditevent WHERE id = %s{upsert}",
            [event.pk],
        )


FORGERIES = [
    lambda event: AuditEvent.objects.filter(pk=event.pk).update(verb="forged"),
    lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
    replace_row,
    replace_statement,
]


@pytest.mark.parametrize("forge", FORGERIES)
def test_the_database_refuses_to_change_or_delete_an_event(ana: User, forge: object) -> None:
    event = trail.record("account.renamed", ana, by=ana)
    with pytest.raises(DatabaseError, match="core_auditevent only grows"), transaction.atomic():
        forge(event)  # type: ignore[operator]
    assert list(AuditEvent.objects.values_list("pk", "verb")) == [(event.pk, "account.renamed")]


def test_who_did_something_is_never_deleted(ana: User) -> None:
    trail.record("account.renamed", ana, by=ana)
    with pytest.raises(ProtectedError), transaction.atomic():
        User.objects.filter(pk=ana.pk).delete()


def test_every_append_only_table_is_guarded(db: None) -> None:
    assert guards.guarded_tables() == [
        "alliances_agreementdecision",
        "alliances_agreementversion",
        "alliances_alliancedecision",
        "calls_admission",
        "calls_calldecision",
        "calls_frozendocument",
        "calls_submission",
        "core_auditevent",
        "programmes_decision",
        "programmes_programmeadoption",
        "programmes_programmeversion",
    ]
    assert guards.missing_guards() == []
    assert guards.check_guards(databases=["default"]) == []


def test_a_missing_guard_is_found_by_the_system_check_and_set_by_migrate(transactional_db: None) -> None:
    guards.remove()
    missing = guards.missing_guards()
    found = guards.check_guards(databases=["default"])
    assert len([guard for guard in missing if guard.startswith("core_auditevent_only_grows_")]) > 0
    assert [(message.id, message.msg) for message in found] == [
        ("core.W001", f"The table may be changed: guard {guard} is missing in database 'default'.") for guard in missing
    ]
    call_command("migrate", verbosity=0)
    assert guards.missing_guards() == []


def test_the_guards_survive_a_migration_that_rebuilds_the_table(transactional_db: None) -> None:
    ana = User.objects.create_user("ana@example.org", None, name="Ana Ejemplo")
    event = trail.record("account.renamed", ana, by=ana)
    narrow = AuditEvent._meta.get_field("verb")
    wide = models.CharField(max_length=90)
    wide.set_attributes_from_name("verb")
    wide.model = AuditEvent
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEvent, narrow, wide)
        # SQLite copies the table to change a column, and its triggers are gone with the old one.
        assert (guards.missing_guards() != []) is (connection.vendor == "sqlite")
        call_command("migrate", verbosity=0)
        assert guards.missing_guards() == []
        with pytest.raises(DatabaseError, match="core_auditevent only grows"):
            AuditEvent.objects.filter(pk=event.pk).delete()
        assert AuditEvent.objects.get() == event
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEvent, wide, narrow)
        guards.install()


def test_the_owner_may_empty_the_database_and_the_guards_stand_again(transactional_db: None) -> None:
    ana = User.objects.create_user("ana@example.org", None)
    trail.record("account.renamed", ana, by=ana)
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert AuditEvent.objects.count() == 0
    assert guards.missing_guards() == []
