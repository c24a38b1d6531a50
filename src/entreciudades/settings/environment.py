"""What the place of installation decides, read from environment variables; free of Django.

``SETTINGS`` documents each of them; ``read`` parses them all and raises ``EnvironmentRefused`` with every problem at
once, so that an operator mends them in one go. Passwords and keys are never shown.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from entreciudades.settings import addresses


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, what it decides, an example, and its parser.

    ``parse`` takes the text and raises ``ValueError`` saying what was expected.
    """

    name: str
    says: str
    example: str
    parse: Callable[[str], Any]
    required: bool = True
    secret: bool = False


SETTINGS: Final = (
    Setting(
        "DATABASE_URL",
        "The database: an SQLite file or PostgreSQL 15 or newer.",
        "postgres://user:password@host:5432/entreciudades",
        addresses.database,
    ),
    Setting(
        "SECRET_KEY",
        "Signs sessions and links: at least 50 random characters, kept secret.",
        "(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')",
        addresses.secret_key,
        secret=True,
    ),
    Setting(
        "SITE_URL",
        "Where people reach the site; stands in mails and documents. https turns on secure cookies and HSTS.",
        "https://cities.example.org",
        addresses.site,
    ),
    Setting(
        "EMAIL_URL",
        "How mail leaves: smtp, smtp+starttls, smtps, file (a folder) or console; ?from= is the sender.",
        "smtp+starttls://user:password@mail.example.org:587?from=cities@example.org",
        addresses.email,
    ),
    Setting(
        "STORAGE_URL",
        "Where files are kept that people hand in: a folder, or a bucket: s3://key:secret@host/bucket?region=….",
        "file:///var/lib/entreciudades/files",
        addresses.storage,
    ),
    Setting(
        "CLAMD_URL",
        "The virus scanner (clamd) that looks at files before they are stored; without it, none does.",
        "unix:///run/clamav/clamd.ctl",
        addresses.clamd,
        required=False,
    ),
    Setting(
        "OIDC_URL",
        "Sign-in by the accounts of a public body, by OpenID Connect: client, secret, issuer; ?name= is on the button.",
        "https://client:secret@login.example.org/realms/city?name=Ayuntamiento",
        addresses.oidc,
        required=False,
    ),
    Setting(
        "BREACHED_PASSWORDS",
        "Breached passwords that nobody may choose: SHA-1 hashes in their order, as haveibeenpwned publishes them.",
        "/var/lib/entreciudades/pwnedpasswords.txt",
        addresses.breached_passwords,
        required=False,
    ),
    Setting(
        "TRUSTED_CERTIFICATES",
        "Authorities that are trusted in signed agreements, and lists of revoked certificates: a folder.",
        "/var/lib/entreciudades/authorities",
        addresses.folder,
        required=False,
    ),
    Setting(
        "ALLOWED_HOSTS",
        "Names under which the site answers, with commas; without it, the host of SITE_URL.",
        "cities.example.org,www.cities.example.org",
        addresses.hosts,
        required=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Environment:
    """The parsed settings, as Django wants them."""

    database: dict[str, Any]
    secret_key: str
    site_url: str
    email: dict[str, Any]
    storage: dict[str, Any]
    allowed_hosts: list[str]
    clamd: str | tuple[str, int] | None = None
    oidc: dict[str, str] | None = None
    breached_passwords: Path | None = None
    trusted_certificates: Path | None = None


class EnvironmentRefused(Exception):
    """Settings are missing or malformed; the message lists all of them, with an example for each."""


def read(environ: Mapping[str, str]) -> Environment:
    """Parse every setting; raise ``EnvironmentRefused`` naming all that are missing or malformed."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for setting in SETTINGS:
        found = environ.get(setting.name, "").strip()
        if not found:
            if setting.required:
                problems.append(_problem(setting, "nothing", setting.says))
            continue
        try:
            values[setting.name] = setting.parse(found)
        except ValueError as error:
            shown = f"{len(found)} characters" if setting.secret else masked(found)
            problems.append(_problem(setting, shown, str(error)))
    if problems:
        raise EnvironmentRefused("The settings do not allow a start.\n" + "\n".join(problems))
    site_url: str = values["SITE_URL"]
    return Environment(
        database=values["DATABASE_URL"],
        secret_key=values["SECRET_KEY"],
        site_url=site_url,
        email={"DEFAULT_FROM_EMAIL": addresses.sender(site_url)} | values["EMAIL_URL"],
        storage=values["STORAGE_URL"],
        allowed_hosts=values.get("ALLOWED_HOSTS") or [addresses.host_of(site_url)],
        clamd=values.get("CLAMD_URL"),
        oidc=values.get("OIDC_URL"),
        breached_passwords=values.get("BREACHED_PASSWORDS"),
        trusted_certificates=values.get("TRUSTED_CERTIFICATES"),
    )


def masked(text: str) -> str:
    """Hide what may be a password: all before the last ``@``, what stands for a port, parameters named like one."""
    scheme, divider, rest = text.rpartition("://")
    if "@" in rest:
        rest = "***@" + rest.rpartition("@")[2]
    elif "[" not in rest:
        rest = re.sub(r":(?!\d+(?:[/?]|$))[^/?]+", ":***", rest)  # "user:password/name", with the host forgotten
    return re.sub(r"(?i)((?:password|secret|key|token)[^=&]*=)[^&]*", r"\1***", scheme + divider + rest)


def _problem(setting: Setting, found: str, expected: str) -> str:
    return f"  {setting.name}\n    found:    {found}\n    expected: {expected}\n    example:  {setting.example}"
