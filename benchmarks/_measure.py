"""What every benchmark shares: a database of its own, filled with the demonstration, a clock, and a table."""

import contextlib
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

ROOT = Path(__file__).parent.parent
SLUG = "la-paz-2017"
T = TypeVar("T")


@contextlib.contextmanager
def demonstration() -> Iterator[None]:
    """An SQLite file that holds the demonstration and goes away afterwards; Django is started on it."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="entreciudades-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "entreciudades.settings.demo",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "STORAGE_URL": f"file://{folder}/files",
        }
        import django  # noqa: PLC0415 - it reads the settings

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        from entreciudades.imports.demonstration import load_demonstration  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        load_demonstration(ROOT / "demo")
        yield
        connection.close()


@dataclass(frozen=True)
class Timed(Generic[T]):
    """Seconds of the first run and of the fastest of those after it; queries of the first; what it gave."""

    first: float
    again: float
    queries: int
    given: T


def timed(act: Callable[[], T], *, times: int = 5) -> Timed[T]:
    """Run it once, and so many times again: a compiler or a cache may remember what it did."""
    from django.db import connection  # noqa: PLC0415

    queries = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        first, given = _clocked(act)
    return Timed(first, min(_clocked(act)[0] for _run in range(times)), queries, given)


def _clocked(act: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    given = act()
    return time.perf_counter() - start, given


def alone(act: Callable[..., T], *arguments: object) -> T:
    """Do it in a process of its own, which has used no memory before."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(act, arguments)


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def show(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a small table, its numbers to the right."""
    texts = [list(head), *([_written(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in texts) for place in range(len(head))]
    for row in texts:
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join([first, *(cell.strip().rjust(len(cell)) for cell in others)]).rstrip())


def kept(promise: str, *, holds: bool) -> None:
    """Say whether a promise is kept; a broken one ends the benchmark with an error."""
    print(f"{'kept' if holds else 'BROKEN'}: {promise}")
    if not holds:
        sys.exit(1)


def _written(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
