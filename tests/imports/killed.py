"""Run by `test_killed` in a process of its own: workers killed in the middle of an import, and one that is not."""

import datetime as dt
import os
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - what follows needs Django
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from entreciudades.accounts.models import User  # noqa: E402
from entreciudades.actors.models import Membership, Organisation, Person  # noqa: E402
from entreciudades.imports import jobs, services, writing  # noqa: E402
from entreciudades.imports.kinds import KINDS  # noqa: E402
from entreciudades.imports.models import Import, Line  # noqa: E402


def prepare():
    call_command("migrate", verbosity=0)
    city = Organisation.objects.create(
        slug="riomayor", form="city", kind_id="actor:municipal", names={"es": "Riomayor"}
    )
    user = User.objects.create(email="carmen@example.org", name="Carmen Inventada")
    Membership.objects.create(organisation=city, user=user, role="coordinator")
    data = b"Nombre\nAna Inventada\nBeto Inventado\n"
    brought = services.bring(city, KINDS["contacts"], name="a.csv", data=data, by=user)
    services.check(brought, [services.Said("name")], empties=False, by=user)


def killed(*_arguments, **_words):
    os.kill(os.getpid(), signal.SIGKILL)


def die_in(module, name):
    """Do the next import in a process that is killed where it would call this, in its open transaction."""
    connection.close()
    child = os.fork()
    if not child:
        setattr(module, name, killed)
        jobs.next_import()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    tell(f"killed by {os.WTERMSIG(status)}")


def tell(what):
    found = Import.objects.get()
    sys.stdout.write(f"{what}: {found.state} {Line.objects.count()} {Person.objects.count()}\n")
    sys.stdout.flush()


def later():
    Import.objects.update(beat_at=timezone.now() - dt.timedelta(minutes=3))


prepare()
tell("brought")
die_in(jobs, "counts_of")  # the rows of the dry run are there already
tell(f"at once {jobs.next_import()}")  # its worker is not taken for dead yet
later()
tell(f"later {jobs.next_import()}")
services.confirm(Import.objects.get(), by=User.objects.get())
die_in(writing, "_mark_written")  # the people are there already
later()
tell(f"later {jobs.next_import()}")
