from pathlib import Path

import pytest

from entreciudades.settings import addresses
from entreciudades.settings.addresses import ROOT
from entreciudades.settings.environment import SETTINGS, Environment, EnvironmentRefused, masked, read

KEY = "a-key-that-is-long-enough-for-a-product-0123456789-abcdef"
GOOD = {
    "DATABASE_URL": "postgres://maria:s%3Acret@db.example.org:5433/cities?sslmode=require",
    "SECRET_KEY": KEY,
    "SITE_URL": "https://cities.example.org/",
    "EMAIL_URL": "smtp+starttls://maria:s3cret@mail.example.org?from=cities@example.org",
    "STORAGE_URL": "file:///srv/files",
}


def refusal(changes: dict[str, str]) -> list[str]:
    with pytest.raises(EnvironmentRefused) as refused:
        read(GOOD | changes)
    return str(refused.value).splitlines()


def test_a_complete_environment_is_read():
    assert read(GOOD) == Environment(
        database={
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "cities",
            "USER": "maria",
            "PASSWORD": "s:cret",
            "HOST": "db.example.org",
            "PORT": 5433,
            "OPTIONS": {"connect_timeout": 10, "sslmode": "require"},
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        },
        secret_key=KEY,
        site_url="https://cities.example.org",
        email={
            "MAIL_TRANSPORT_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "DEFAULT_FROM_EMAIL": "cities@example.org",
            "EMAIL_HOST": "mail.example.org",
            "EMAIL_PORT": 587,
            "EMAIL_HOST_USER": "maria",
            "EMAIL_HOST_PASSWORD": "s3cret",
            "EMAIL_USE_SSL": False,
            "EMAIL_USE_TLS": True,
            "EMAIL_TIMEOUT": 20,
        },
        storage={
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": Path("/srv/files")},
        },
        allowed_hosts=["cities.example.org"],
    )


def test_an_empty_environment_is_refused_with_every_setting_that_must_be_there():
    with pytest.raises(EnvironmentRefused) as refused:
        read({})
    lines = str(refused.value).splitlines()
    assert [line.strip() for line in lines[1::4]] == [
        "DATABASE_URL",
        "SECRET_KEY",
        "SITE_URL",
        "EMAIL_URL",
        "STORAGE_URL",
    ]
    assert lines[1:5] == [
        "  DATABASE_URL",
        "    found:    nothing",
        "    expected: The database: an SQLite file or PostgreSQL 15 or newer.",
        "    example:  postgres://user:password@host:5432/entreciudades",
    ]


@pytest.mark.parametrize(
    ("name", "text", "found", "expected"),
    [
        ("DATABASE_URL", "mysql://ana:hush@h/db", "mysql://***@h/db",
         "sqlite:///file or postgres://user:password@host:port/name"),
        ("DATABASE_URL", "postgres://ana:hu@sh@h:notaport/db", "postgres://***@h:notaport/db",
         "a port between 0 and 65535"),
        ("DATABASE_URL", "postgres://ana:hush/db", "postgres://ana:***/db", "a port between 0 and 65535"),
        ("DATABASE_URL", "postgres:/ana:hush@h/db", "***@h/db",
         "sqlite:///file or postgres://user:password@host:port/name"),
        ("DATABASE_URL", "sqlite:///", "sqlite:///", "sqlite:///file or postgres://user:password@host:port/name"),
        ("SECRET_KEY", "hush", "4 characters", "at least 50 random characters"),
        ("SECRET_KEY", "a" * 60, "60 characters", "at least 50 random characters"),
        ("SITE_URL", "cities.example.org", "cities.example.org", "http:// or https:// with a host, without a path"),
        ("SITE_URL", "https://example.org/cities", "https://example.org/cities",
         "http:// or https:// with a host, without a path"),
        ("SITE_URL", "https://[::1", "https://[::1", "an address"),
        ("EMAIL_URL", "imap://ana:hush@h", "imap://***@h",
         "smtp://, smtp+starttls:// or smtps:// with a host; file:///folder; or console:"),
        ("EMAIL_URL", "smtp:ana:hush@h", "***@h",
         "smtp://, smtp+starttls:// or smtps:// with a host; file:///folder; or console:"),
        ("STORAGE_URL", "s3://bucket?secret_key=hush", "s3://bucket?secret_key=***",
         "file:///folder or s3://key:secret@host/bucket (signs such as / in the secret as %2F)"),
        ("STORAGE_URL", "s3://key:hush@host", "s3://***@host",
         "file:///folder or s3://key:secret@host/bucket (signs such as / in the secret as %2F)"),
        ("CLAMD_URL", "clamd.example.org", "clamd.example.org", "unix:///socket or tcp://host:port"),
        ("CLAMD_URL", "tcp://host:many", "tcp://host:***", "a port between 0 and 65535"),
        ("TRUSTED_CERTIFICATES", "/no/such/folder", "/no/such/folder", "the path of a folder"),
        ("ALLOWED_HOSTS", "*", "*", "names of hosts with commas, without scheme, port or *"),
    ],
)  # fmt: skip
def test_a_malformed_setting_is_told_with_what_was_found_and_its_secrets_masked(name, text, found, expected):
    example = next(setting.example for setting in SETTINGS if setting.name == name)
    assert refusal({name: text})[1:] == [
        f"  {name}",
        f"    found:    {found}",
        f"    expected: {expected}",
        f"    example:  {example}",
    ]


def test_all_problems_are_told_at_once():
    lines = refusal({"DATABASE_URL": "mysql://h", "SITE_URL": "", "STORAGE_URL": "/srv"})
    assert [line.strip() for line in lines[1::4]] == ["DATABASE_URL", "SITE_URL", "STORAGE_URL"]


def test_every_example_would_be_accepted():
    refused = []
    for setting in SETTINGS:
        if setting.name in {"SECRET_KEY", "BREACHED_PASSWORDS", "TRUSTED_CERTIFICATES"}:
            continue  # their examples are a command that makes one, a file and a folder that the operator has
        try:
            setting.parse(setting.example)
        except ValueError as error:
            refused.append((setting.name, str(error)))
    assert refused == []


def test_a_relative_sqlite_file_stands_in_the_checkout_and_an_absolute_one_where_it_says():
    assert read(GOOD | {"DATABASE_URL": "sqlite:///var/x.sqlite3"}).database["NAME"] == str(ROOT / "var/x.sqlite3")
    assert read(GOOD | {"DATABASE_URL": "sqlite:////srv/x.sqlite3"}).database["NAME"] == "/srv/x.sqlite3"


def test_sqlite_waits_for_other_writers_and_takes_its_lock_at_once():
    assert read(GOOD | {"DATABASE_URL": "sqlite:////srv/x.sqlite3"}).database["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("console:", {"MAIL_TRANSPORT_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        (
            "file:///srv/mail",
            {
                "MAIL_TRANSPORT_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": "/srv/mail",
            },
        ),
    ],
)
def test_mail_may_go_to_the_console_or_to_a_folder(text, expected):
    assert read(GOOD | {"EMAIL_URL": text}).email == expected | {"DEFAULT_FROM_EMAIL": "noreply@cities.example.org"}


@pytest.mark.parametrize(("text", "port", "ssl"), [("smtp://h", 25, False), ("smtps://h", 465, True)])
def test_the_port_of_mail_follows_its_scheme(text, port, ssl):
    email = read(GOOD | {"EMAIL_URL": text}).email
    assert (email["EMAIL_PORT"], email["EMAIL_USE_SSL"], email["EMAIL_USE_TLS"]) == (port, ssl, False)


def test_hosts_are_split_at_commas():
    assert read(GOOD | {"ALLOWED_HOSTS": "a.example.org, b.example.org"}).allowed_hosts == [
        "a.example.org",
        "b.example.org",
    ]


def test_masking_leaves_what_is_no_secret():
    assert masked("sqlite:///var/x.sqlite3") == "sqlite:///var/x.sqlite3"
    assert masked("postgres://h:5432/db") == "postgres://h:5432/db"
    assert masked("postgres://h/db?sslmode=require&password=x") == "postgres://h/db?sslmode=require&password=***"


def test_the_readme_documents_every_setting():
    readme = (ROOT / "README.md").read_text()
    assert [setting.name for setting in SETTINGS if f"| `{setting.name}` | {setting.says}" not in readme] == []


def test_a_bucket_is_read_with_its_region_and_folder():
    storage = read(GOOD | {"STORAGE_URL": "s3://key:a%2Fb@s3.example.org:9000/files/cities?region=eu-1&tls=no"}).storage
    assert storage["BACKEND"] == "storages.backends.s3.S3Storage"
    assert {name: storage["OPTIONS"][name] for name in ("access_key", "secret_key", "bucket_name", "location")} == {
        "access_key": "key",
        "secret_key": "a/b",
        "bucket_name": "files",
        "location": "cities",
    }
    assert (storage["OPTIONS"]["endpoint_url"], storage["OPTIONS"]["region_name"]) == (
        "http://s3.example.org:9000",
        "eu-1",
    )


def test_a_bucket_without_its_packages_is_refused_with_how_to_install_them(monkeypatch):
    monkeypatch.setattr(addresses, "find_spec", {}.get)
    assert refusal({"STORAGE_URL": "s3://key:hush@s3.example.org/files"})[3] == (
        "    expected: for s3://, the packages of requirements-s3.lock: scripts/install requirements-s3.lock"
    )


def test_the_virus_scanner_is_a_socket_or_a_port():
    found = [
        read(GOOD | {"CLAMD_URL": text}).clamd for text in ("unix:///run/c.ctl", "tcp://clam", "tcp://clam:99", "")
    ]
    assert found == ["/run/c.ctl", ("clam", 3310), ("clam", 99), None]
