"""Web and worker on one machine."""

import os
import signal
import socket
import sys
import threading

import click

from entreciudades.cli import _children, _django


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="The port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes that answer requests.")
def command(host: str, port: int, workers: int) -> None:
    """Serve the site and send its mail, until SIGTERM or Ctrl-C; a process that dies is started again."""
    _django.start(serving=True)  # stops here, with a reason, where the settings do not allow a start
    from django.conf import settings

    _ask_for(host, port)
    _ask_for_tables()
    me = sys.argv[0]
    children = {
        "web": [
            sys.executable, "-m", "granian", "--interface", "wsgi", "entreciudades.wsgi:application",
            "--host", host, "--port", str(port), "--workers", str(workers),
            "--blocking-threads", "4", "--workers-kill-timeout", "3", "--respawn-failed-workers", "--no-access-log",
            "--log-level", "warning",
        ],
        "worker": [sys.executable, me, "worker"],
    }  # fmt: skip
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    click.echo(f"Listening on {host}:{port}; the site is {settings.SITE_URL}")
    _children.keep(children, stop)


def _ask_for(host: str, port: int) -> None:
    """Refuse an address that another server holds: two that share one would answer by turns."""
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        held = os.strerror(error.errno) if error.errno else error
        message = f"{host}:{port} cannot be listened on: {held}. Stop what holds it, or give another --port (or PORT=)."
        raise click.ClickException(message) from error


def _ask_for_tables() -> None:
    """Refuse a database that is behind this version: every page and the worker would fail on it."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise click.ClickException(
            f"The database is {len(missing)} migrations behind this version. Bring it there: entreciudades migrate"
        )
