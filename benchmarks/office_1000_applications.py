"""With a thousand applications the office's lists ask at most twelve questions of the database each."""

import time

from _applications import fill
from _measure import demonstration, kept, show, timed

APPLICATIONS, LIST, OK = 1000, 12, 200

if __name__ == "__main__":
    with demonstration():
        from django.test import Client
        from django.urls import reverse
        from django.utils.translation import override

        from entreciudades.accounts.models import User
        from entreciudades.actors.models import Organisation
        from entreciudades.calls.jobs import next_run
        from entreciudades.calls.models import PairingRun
        from entreciudades.processes.pairing import ask_pairing

        network = Organisation.objects.get(slug="ucci")
        call = fill(network, applications=APPLICATIONS)
        start = time.perf_counter()
        for note in ("the first", "the second"):
            ask_pairing(call, by=None, note=note)
            next_run()
        runs = list(PairingRun.objects.filter(call=call, state="done"))
        print(f"{len(runs)} runs of {APPLICATIONS} applications in {time.perf_counter() - start:.1f} s")
        pair = runs[0].result["pairs"][0]
        lists = [
            ("call", ()),
            ("call-applications", ()),
            ("call-reviewers", ()),
            ("call-admission", ()),
            ("call-short-lists", ()),
            ("call-meetings", ()),
            ("call-pairs", ()),
            ("call-pairing", ()),
            ("call-pairing-runs", ()),
            ("call-pairing-run", (1,)),
            ("call-pairing-unpaired", (1,)),
            ("call-pairing-why", (1, pair["a"], pair["b"])),
            ("call-pairing-compare", ()),
            ("call-pairing-pins", ()),
        ]
        client = Client(HTTP_HOST="localhost")
        role = {"memberships__organisation": network, "memberships__role": "secretary"}
        client.force_login(User.objects.filter(**role).earliest("pk"))
        rows, broken = [], []
        for name, more in lists:
            with override("es"):
                address = reverse(f"office:{name}", args=[network.slug, call.slug, *more])
            page = timed(lambda address=address: client.get(address))
            if page.given.status_code != OK or page.queries > LIST:
                broken.append(address)
            rows.append((address, page.given.status_code, page.queries, LIST, page.again))
        show(("page", "status", "queries", "at most", "seconds"), rows)
        kept(f"no list asks more than it may {', '.join(broken)}".strip(), holds=not broken and len(runs) > 1)
