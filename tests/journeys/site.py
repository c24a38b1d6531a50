"""The site that journeys visit: the shipped demonstration, served from a database of its own.

The demonstration is loaded once into a master database; each journey begins on a copy of it, so that what one person
does meets only what belongs to their journey. A copy takes a fraction of a second on both databases, and its commits
are real: two browsers write at once, as in life.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from pytest_django.live_server_helper import LiveServer
from tests.imports.conftest import DEMONSTRATION, make_places

from entreciudades.imports.demonstration import load_demonstration
from entreciudades.processes.demonstration import live
from entreciudades.settings.addresses import database


class Site:
    """The running server and its database, `fresh` for each journey."""

    def __init__(self, folder: Path) -> None:
        self.copies = Files(folder) if connection.vendor == "sqlite" else Clusters()
        with self.on(self.copies.master):
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            make_places()
            load_demonstration(DEMONSTRATION, live=live)
            self.server = LiveServer("localhost")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The demonstration as it was loaded; gives the address of the site."""
        self.copies.renew()
        with self.on(self.copies.copy):
            yield self.server.url

    def stop(self) -> None:
        self.server.stop()
        self.copies.drop()

    @contextmanager
    def on(self, wanted: dict[str, Any]) -> Iterator[None]:
        """Speak to another database: this thread, and every thread that answers a request meanwhile."""
        shared = connections.settings["default"]
        before = {name: shared[name] for name in wanted}
        connection.close()
        kept, connection.connection = connection.connection, None  # one in memory stays open, and is put aside
        shared.update(wanted)
        connection.settings_dict.update(wanted)
        try:
            yield
        finally:
            connections["default"].close()
            shared.update(before)
            connection.settings_dict.update(before)
            connection.connection = kept


class Files:
    """Databases that are files."""

    def __init__(self, folder: Path) -> None:
        self.master, self.copy = (database(f"sqlite:///{folder / name}.sqlite3") for name in ("master", "copy"))

    def renew(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(self.copy["NAME"] + ending).unlink(missing_ok=True)
        shutil.copyfile(self.master["NAME"], self.copy["NAME"])

    def drop(self) -> None:
        for file in Path(self.master["NAME"]).parent.glob("*.sqlite3*"):
            file.unlink()


class Clusters:
    """Databases of a PostgreSQL cluster, copied by its own means."""

    def __init__(self) -> None:
        name = f"{connection.settings_dict['NAME']}_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
        self.master, self.copy = ({"NAME": f"{name}_{of}", "CONN_MAX_AGE": 0} for of in ("demonstration", "journey"))
        self._copy("template0", self.master["NAME"])

    def renew(self) -> None:
        self._copy(self.master["NAME"], self.copy["NAME"])

    def drop(self) -> None:
        for name in (self.copy["NAME"], self.master["NAME"]):
            self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _copy(self, source: str, target: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        self._execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY')

    def _execute(self, statement: str) -> None:
        connection.close()  # a template must have no visitor
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
