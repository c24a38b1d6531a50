"""Parsers of the addresses in settings: text in, what Django wants out; ``ValueError`` says what was expected."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

ROOT: Final = Path(__file__).resolve().parents[3]
"""The folder of the checkout; relative paths and ``var/`` stand in it."""

SHORTEST_KEY: Final = 50
FEWEST_CHARACTERS: Final = 5
SECONDS_TO_WAIT: Final = 20
CLAMD_PORT: Final = 3310
BYTES_IN_MEMORY: Final = 4 * 1024 * 1024

SQLITE_OPTIONS: Final[dict[str, Any]] = {
    # A writer takes its lock at once: two writers wait for each other instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": SECONDS_TO_WAIT,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database(text: str) -> dict[str, Any]:
    """``sqlite:///file`` (from the checkout), ``sqlite:////file``, ``sqlite://:memory:`` or ``postgres://…``."""
    if text == "sqlite://:memory:":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
            "OPTIONS": {"timeout": SECONDS_TO_WAIT},
        }
    url = _split(text if "://" in text else "")
    if url.scheme == "sqlite" and not url.netloc and len(url.path) > 1:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(ROOT / unquote(url.path[1:])),
            "OPTIONS": SQLITE_OPTIONS,
        }
    if url.scheme in {"postgres", "postgresql"} and len(url.path) > 1:
        options = dict(parse_qsl(url.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": options.pop("host", url.hostname or ""),
            "PORT": _port(url) or "",
            "OPTIONS": {"connect_timeout": 10} | options,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError("sqlite:///file or postgres://user:password@host:port/name")


def secret_key(text: str) -> str:
    """At least 50 characters, not all alike."""
    if len(text) < SHORTEST_KEY or len(set(text)) < FEWEST_CHARACTERS:
        raise ValueError(f"at least {SHORTEST_KEY} random characters")
    return text


def site(text: str) -> str:
    """``https://host`` or ``http://host:port`` without a path; the ending slash is dropped."""
    url = _split(text)
    _port(url)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/") or url.query or url.username:
        raise ValueError("http:// or https:// with a host, without a path")
    return text.rstrip("/")


def host_of(site_url: str) -> str:
    """The host of a parsed ``SITE_URL``."""
    return urlsplit(site_url).hostname or ""


def sender(site_url: str) -> str:
    """The sender of mail where ``EMAIL_URL`` names none."""
    return f"noreply@{host_of(site_url)}"


def email(text: str) -> dict[str, Any]:
    """Django's EMAIL_* settings, and MAIL_TRANSPORT_BACKEND, through which the worker sends what the outbox holds."""
    url = _split(text)
    transport = {"MAIL_TRANSPORT_BACKEND": f"django.core.mail.backends.{_BACKENDS.get(url.scheme, '')}.EmailBackend"}
    from_address = dict(parse_qsl(url.query)).get("from")
    if from_address:
        transport["DEFAULT_FROM_EMAIL"] = from_address
    if url.scheme == "console" and not url.netloc:
        return dict(transport)
    if url.scheme == "file" and not url.netloc and len(url.path) > 1:
        return {**transport, "EMAIL_FILE_PATH": unquote(url.path)}
    if _BACKENDS.get(url.scheme) == "smtp" and url.hostname:
        secure, open_first = url.scheme == "smtps", url.scheme == "smtp+starttls"
        return {
            **transport,
            "EMAIL_HOST": url.hostname,
            "EMAIL_PORT": _port(url) or (465 if secure else 587 if open_first else 25),
            "EMAIL_HOST_USER": unquote(url.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
            "EMAIL_USE_SSL": secure,
            "EMAIL_USE_TLS": open_first,
            "EMAIL_TIMEOUT": SECONDS_TO_WAIT,
        }
    raise ValueError("smtp://, smtp+starttls:// or smtps:// with a host; file:///folder; or console:")


_BACKENDS: Final = {
    "smtp": "smtp",
    "smtps": "smtp",
    "smtp+starttls": "smtp",
    "file": "filebased",
    "console": "console",
}


def storage(text: str) -> dict[str, Any]:
    """``file:///folder`` or ``s3://key:secret@host:port/bucket/folder?region=…``, as Django's STORAGES wants it.

    The folder may be left out; ``tls=no`` speaks http, for a server beside this one.
    """
    url = _split(text)
    if url.scheme == "file" and not url.netloc and len(url.path) > 1:
        location = Path(unquote(url.path))
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    bucket, _slash, folder = unquote(url.path).strip("/").partition("/")
    if url.scheme == "s3" and url.hostname and url.username and url.password and bucket:
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3(url, bucket, folder)}
    raise ValueError("file:///folder or s3://key:secret@host/bucket (signs such as / in the secret as %2F)")


def _s3(url: SplitResult, bucket: str, folder: str) -> dict[str, Any]:
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ValueError("for s3://, the packages of requirements-s3.lock: scripts/install requirements-s3.lock")
    from botocore.config import Config  # noqa: PLC0415 - heavy, and missing where files stand in a folder

    options = dict(parse_qsl(url.query))
    port = f":{number}" if (number := _port(url)) else ""
    return {
        "access_key": unquote(url.username or ""),
        "secret_key": unquote(url.password or ""),
        "bucket_name": bucket,
        "location": folder,
        "endpoint_url": f"{'http' if options.get('tls') == 'no' else 'https'}://{url.hostname}{port}",
        "region_name": options.get("region", "us-east-1"),
        "file_overwrite": True,  # files are named by their content
        "max_memory_size": BYTES_IN_MEMORY,
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=5,
            read_timeout=SECONDS_TO_WAIT,
            retries={"total_max_attempts": 3},
            # Checksums behind the body are known to Amazon alone.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }


def clamd(text: str) -> str | tuple[str, int]:
    """``unix:///socket`` gives its path, ``tcp://host:port`` both."""
    url = _split(text)
    if url.scheme == "unix" and not url.netloc and len(url.path) > 1:
        return unquote(url.path)
    if url.scheme == "tcp" and url.hostname and not url.path.strip("/"):
        return url.hostname, _port(url) or CLAMD_PORT
    raise ValueError("unix:///socket or tcp://host:port")


def oidc(text: str) -> dict[str, str]:
    """``https://client:secret@issuer?name=…``: issuer, client, secret, and what the button says; http on localhost."""
    url = _split(text)
    _port(url)
    is_safe = url.scheme == "https" or (url.scheme == "http" and url.hostname == "localhost")
    if not is_safe or not url.hostname or not url.username or not url.password:
        raise ValueError("https://client:secret@host/path of the issuer, ?name= for the button")
    return {
        "server_url": f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path.rstrip('/')}",
        "client_id": unquote(url.username),
        "secret": unquote(url.password),
        "name": dict(parse_qsl(url.query)).get("name", url.hostname),
    }


def breached_passwords(text: str) -> Path:
    """A file whose lines begin with a SHA-1 hash in hexadecimal."""
    path = Path(text)
    if not path.is_file():
        raise ValueError("the path of a file")
    with path.open("rb") as file:
        first = file.readline(100)
    if not re.match(rb"[0-9A-Fa-f]{40}(:|\s|$)", first):
        raise ValueError("lines that begin with a SHA-1 hash in hexadecimal")
    return path


def folder(text: str) -> Path:
    """A folder that is there."""
    path = Path(text)
    if not path.is_dir():
        raise ValueError("the path of a folder")
    return path


def hosts(text: str) -> list[str]:
    """Names with commas; ``*`` would answer to every name, and is refused."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or any(set(name) & set("*/: ") for name in names):
        raise ValueError("names of hosts with commas, without scheme, port or *")
    return names


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        raise ValueError("an address") from None


def _port(url: SplitResult) -> int | None:
    try:
        return url.port
    except ValueError:
        raise ValueError("a port between 0 and 65535") from None
