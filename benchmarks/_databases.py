"""A benchmark on SQLite and, where its programs are installed, on PostgreSQL; each in a process of its own."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of its own, by a socket in its folder; durable, as in use."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = tempfile.mkdtemp(prefix="entreciudades-bench-pg-")
    if as_owner:
        shutil.chown(folder, pwd.getpwnam("postgres").pw_name)

    def run(program: str, *arguments: str) -> None:
        command = [*as_owner, programs / program, f"--pgdata={folder}/data", *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    run("initdb", "--username=entreciudades", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    run("pg_ctl", f"--log={folder}/log", "--wait", "--silent", "start", "-o", f"-k {folder} -c listen_addresses=''")
    try:
        owner = ["--username=entreciudades", f"--host={folder}", "entreciudades"]
        subprocess.run([programs / "createdb", *owner], check=True, cwd="/")
        yield f"postgres://entreciudades@/entreciudades?host={folder}"
    finally:
        run("pg_ctl", "--mode=immediate", "--silent", "stop")
        shutil.rmtree(folder)


def on_each_database(benchmark: str) -> None:
    """Run the file of a benchmark once for each database, with its address and a folder for files as arguments."""
    databases: list[Any] = [contextlib.nullcontext("")]
    if list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        databases.append(postgresql())
    for database in databases:
        with database as address, tempfile.TemporaryDirectory(prefix="entreciudades-bench-") as folder:
            print(f"\n{'PostgreSQL' if address else 'SQLite'}", flush=True)
            here = address or f"sqlite:///{folder}/bench.sqlite3"
            subprocess.run([sys.executable, benchmark, here, folder], check=True)
