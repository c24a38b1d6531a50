"""Keeps child processes alive, and ends them all when told."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import click

LOOK_EVERY: Final = 0.2
SECONDS_TO_END: Final = 5.0
LONGEST_WAIT: Final = 30.0
LIVED_LONG: Final = 60.0


@dataclass
class _Child:
    """A process that is started again when it dies: after one second, then two, four … unless it had lived long.

    It leads a group of its own: what it began and left behind ends before it is started again.
    """

    name: str
    line: Sequence[str]
    process: subprocess.Popen[bytes] = field(init=False)
    started: float = field(init=False)
    wait: float = 1.0
    again_at: float | None = None

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.process = subprocess.Popen(self.line, start_new_session=True)  # noqa: S603 - lines are ours
        self.started, self.again_at = time.monotonic(), None

    def look(self) -> None:
        now = time.monotonic()
        if self.again_at is not None:
            if now >= self.again_at:
                self.begin()
        elif (code := self.process.poll()) is not None:
            self.clear()
            self.wait = 1.0 if now - self.started > LIVED_LONG else min(self.wait * 2, LONGEST_WAIT)
            self.again_at = now + self.wait
            click.echo(f"{self.name} ended with {code}; started again in {self.wait:.0f} s", err=True)

    def clear(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def keep(lines: Mapping[str, Sequence[str]], stop: threading.Event) -> None:
    """Run the children until ``stop`` is set; then end them, by force after five seconds."""
    children = [_Child(name, line) for name, line in lines.items()]
    try:
        while not stop.wait(LOOK_EVERY):
            for child in children:
                child.look()
    finally:
        for child in children:
            child.process.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        for child in children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            child.clear()
