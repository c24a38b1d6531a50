"""The worker alone, where web and worker run on machines of their own."""

import signal
import threading

import click

from entreciudades.cli import _django


@click.command
def command() -> None:
    """Send what the outbox holds and do the jobs that wait, until SIGTERM or Ctrl-C."""
    _django.start(serving=True)
    from entreciudades.processes import work

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work.run(stop)
