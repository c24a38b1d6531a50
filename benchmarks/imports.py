"""20,000 contacts: dry run under 20 s, written under 30 s, under 500 MB, out again under 5 s; pages answer meanwhile.

On SQLite and, where its programs are installed, on PostgreSQL; each in a process of its own, so that memory is its own.
"""

# ruff: noqa: PLC0415 - nothing of Django is imported before its settings are known
import multiprocessing
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from _databases import on_each_database
from _measure import ROOT, kept, show

ROWS, CITIES = 20_000, 200
DRY_RUN, WRITE, EXPORT, MEGABYTES, ANSWER = 20.0, 30.0, 5.0, 500, 2.0
GIVEN = ("Ana", "Beatriz", "Carlos", "Daniela", "Eduardo", "Fátima", "Gonzalo", "Helena", "Iván", "Julia", "Óscar")
FAMILY = (
    "Álvarez", "Barros", "Cárdenas", "Domínguez", "Escobar", "Ferreira", "Gutiérrez", "Herrera", "Ibáñez", "Jaramillo",
    "Lozano", "Machado", "Noriega", "Ordóñez", "Pacheco", "Quispe", "Ribeiro", "Salazar", "Toledo", "Zambrano",
)  # fmt: skip


def measure(address: str, folder: str) -> None:
    """Print what one database takes."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "entreciudades.settings.demo",
        "DATABASE_URL": address,
        "STORAGE_URL": f"file://{folder}/files",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    owner, by, rows = _people()
    headings = [
        "Nombre",
        "Organización",
        "Cargo (español)",
        "Correo electrónico",
        "Teléfono",
        "Idiomas",
        "Fin del mandato",
    ]
    found: list[tuple[str, float, float, float]] = []
    stop, slowest = multiprocessing.Event(), multiprocessing.Value("d", 0.0)

    def step(name: str, act: Callable[[], Any]) -> Any:
        begin, worked = time.perf_counter(), time.process_time()
        given = act()
        found.append(
            (
                name,
                time.perf_counter() - begin,
                time.process_time() - worked,
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            )
        )
        return given

    connection.close()
    reader = multiprocessing.Process(target=_reads, args=(owner.slug, by.pk, stop, slowest))
    reader.start()
    imported = _imported(owner, by, step, _xlsx(headings, rows), "new")
    out = step("export", lambda: _export(owner))
    _imported(owner, by, step, out, "the same again")
    step("undo", lambda: _undo(imported, by))
    stop.set()
    reader.join()
    show(("step", "s", "of these at work s", "MB at most"), found)
    seconds = {name: taken for name, taken, _worked, _memory in found}
    print(f"slowest page meanwhile: {slowest.value:.2f} s")
    kept(f"dry run of {ROWS} rows in under {DRY_RUN:.0f} s", holds=seconds["dry run: new"] < DRY_RUN)
    kept(
        f"dry run of {ROWS} rows that are here in under {DRY_RUN:.0f} s",
        holds=seconds["dry run: the same again"] < DRY_RUN,
    )
    kept(f"written in under {WRITE:.0f} s", holds=seconds["write: new"] < WRITE)
    kept(f"exported in under {EXPORT:.0f} s", holds=seconds["export"] < EXPORT)
    kept(f"in less than {MEGABYTES} MB", holds=found[-1][3] < MEGABYTES)
    kept(f"pages answer meanwhile in under {ANSWER:.0f} s", holds=slowest.value < ANSWER)


def _people() -> tuple[Any, Any, list[list[str]]]:
    from tests.factories.actors import CityFactory, MembershipFactory, NetworkFactory, NetworkMemberFactory, UserFactory

    network = NetworkFactory(slug="red")
    by = MembershipFactory(organisation=network, user=UserFactory(), role="secretary").user
    cities = [CityFactory(names={"es": f"Ciudad {place}"}) for place in range(CITIES)]
    for city in cities:
        NetworkMemberFactory(network=network, organisation=city)
    dice = random.Random(7)  # noqa: S311 - people that do not exist
    rows = []
    for place in range(ROWS):
        name = f"{dice.choice(GIVEN)} {dice.choice(GIVEN)} {dice.choice(FAMILY)} {dice.choice(FAMILY)}"
        city = cities[place % CITIES].names["es"]
        post = dice.choice(["Directora", "Asesor", "Alcaldesa", "Técnica de cooperación"])
        rows.append([name, city, post, f"persona-{place}@example.org", f"+591 2 {place:07}", "es; ay", "2027-05"])
    return network, by, rows


def _xlsx(headings: list[str], rows: list[list[str]]) -> bytes:
    from django.utils import timezone

    from entreciudades.spreadsheets.plan import Column, Plan
    from entreciudades.spreadsheets.writing import write_book

    plan = Plan("Contactos", [Column(one) for one in headings], rows)
    return write_book([plan], "xlsx", title="Contactos", made_at=timezone.now())


def _imported(owner: Any, by: Any, step: Callable[..., Any], data: bytes, what: str) -> Any:
    from entreciudades.imports import jobs, services
    from entreciudades.imports.kinds import KINDS

    brought = step(f"upload: {what}", lambda: services.bring(owner, KINDS["contacts"], name="c.xlsx", data=data, by=by))
    said = [services.Said(key) for key in brought.columns["keys"]]
    services.check(brought, said, empties=False, by=by)
    step(f"dry run: {what}", jobs.next_import)
    brought.refresh_from_db()
    print(f"  {what}: {brought.state} {brought.counts}")
    if brought.counts["double"]:
        services.answer_all_others(brought, by=by)
    if brought.counts["new"]:
        services.confirm(brought, by=by)
        step(f"write: {what}", jobs.next_import)
        brought.refresh_from_db()
        print(f"  {what}: {brought.state} {brought.failure}")
    return brought


def _export(owner: Any) -> bytes:
    from entreciudades.imports.going_out import file_of
    from entreciudades.imports.kinds import KINDS

    return file_of(KINDS["contacts"], owner, "xlsx", "es")


def _undo(brought: Any, by: Any) -> None:
    from entreciudades.imports import jobs, services

    services.take_back(brought, by=by)
    jobs.next_import()
    brought.refresh_from_db()
    print(f"  undone: {brought.state} {brought.failure}")


def _reads(slug: str, user: int, stop: Any, slowest: Any) -> None:
    """Ask for pages until told to stop, and keep how long the slowest took."""
    import django

    django.setup()
    from django.test import Client

    from entreciudades.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(pk=user))
    for address in (f"/office/{slug}/imports/", "/es/"):
        client.get(address)  # templates are read
    while not stop.wait(0.2):
        for address in (f"/office/{slug}/imports/", "/es/"):
            begin = time.perf_counter()
            client.get(address)
            slowest.value = max(slowest.value, time.perf_counter() - begin)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(*sys.argv[1:])
        sys.exit()
    on_each_database(__file__)
