"""Attempts to sign in are counted by address of the visitor and by account, across all processes."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from entreciudades.accounts.services import register
from entreciudades.settings.base import of_place
from entreciudades.settings.environment import read

TRIES = """
import json, sys
import django
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
client = Client(REMOTE_ADDR=sys.argv[1])
known = {"login": "ines@example.org", "password": "no es la suya"}
answers = [client.post("/accounts/login/", known) for _attempt in range(3)]
print(json.dumps([answer.context["form"].errors.as_data()["__all__"][0].code for answer in answers]))
"""
WRONG, TOO_MANY = "email_password_mismatch", "too_many_login_attempts"


@pytest.fixture
def database(transactional_db, tmp_path):
    """The address of a database that other processes reach, with one person in it."""
    register(email="ines@example.org", name="Inés", preferred_language="en", password="una frase larga", by=None)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tmp_path / "shared.sqlite3")) as copy:
            connection.connection.backup(copy)
        return f"sqlite:////{tmp_path}/shared.sqlite3"
    known = connection.settings_dict
    secret, port = (f":{known[name]}" if known[name] else "" for name in ("PASSWORD", "PORT"))
    return f"postgres://{known['USER']}{secret}@{port}/{known['NAME']}?host={known['HOST']}"


def test_attempts_in_two_processes_add_up(database):
    """Five in five minutes for an account: three in the one leave two in the other."""
    environment = os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "entreciudades.settings.test"}
    said = []
    for address in ("190.129.3.7", "200.7.9.11"):
        words = [sys.executable, "-c", TRIES, address]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
        said.append(json.loads(done.stdout))
    assert said == [[WRONG] * 3, [WRONG, WRONG, TOO_MANY]]


def test_attempts_at_many_other_accounts_wipe_no_count_out(db):
    kept = [f"{number:03}-of-somebody" for number in range(200)]
    for key in kept:
        cache.set(key, 5, 300)
    for number in range(200):
        cache.set(f"x{number}-of-others", 1, 300)
    assert [key for key in kept if cache.get(key) != 5] == []


def attempt(number, *, peer, forwarded):
    """One more attempt, at an account of its own, so that only the visitor's address is counted."""
    known = {"login": f"nadie-{number}@example.org", "password": "no es la suya"}
    answer = Client(headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=peer).post("/accounts/login/", known)
    return answer.context["form"].errors.as_data()["__all__"][0].code


def test_a_visitor_behind_the_proxy_is_known_by_what_the_proxy_adds(db, settings):
    """It adds the last address; those before are the visitor's own invention."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    said = [attempt(number, peer="10.0.0.1", forwarded=f"1.2.3.{number}, 190.129.3.7") for number in range(11)]
    assert said == [WRONG] * 10 + [TOO_MANY]
    assert attempt(99, peer="10.0.0.1", forwarded="190.129.3.7, 200.7.9.11") == WRONG


def test_a_visitor_without_a_proxy_is_known_by_their_address_alone(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    said = [attempt(number, peer="190.129.3.7", forwarded=f"1.2.3.{number}") for number in range(11)]
    assert said == [WRONG] * 10 + [TOO_MANY]
    assert attempt(99, peer="200.7.9.11", forwarded="190.129.3.7") == WRONG


@pytest.mark.parametrize(("site", "proxies"), [("https://cities.example.org", 1), ("http://localhost:8000", 0)])
def test_one_proxy_is_trusted_where_the_site_is_reached_by_https(site, proxies):
    environ = {
        "DATABASE_URL": "sqlite://:memory:",
        "SECRET_KEY": "0123456789-0123456789-0123456789-0123456789-0123456789",
        "SITE_URL": site,
        "EMAIL_URL": "console:",
        "STORAGE_URL": "file:///srv/files",
    }
    assert of_place(read(environ))["ALLAUTH_TRUSTED_PROXY_COUNT"] == proxies
