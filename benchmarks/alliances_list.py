"""With two thousand alliances the office's list asks at most twelve questions of the database, filtered or not."""

import datetime as dt
import itertools

from _measure import demonstration, kept, show, timed

ALLIANCES, PARTIES, LIST, OK = 2000, 3, 12, 200

if __name__ == "__main__":
    with demonstration():
        from django.test import Client
        from django.urls import reverse
        from django.utils import timezone
        from django.utils.translation import override

        from entreciudades.accounts.models import User
        from entreciudades.actors.models import Organisation
        from entreciudades.alliances.models import Alliance, AllianceStage, Seat
        from entreciudades.methodologies.services import load_methodology
        from entreciudades.methodologies.shipped import shipped_text

        network = Organisation.objects.get(slug="ucci")
        methodology = load_methodology(shipped_text("incidem-alianza"), file="incidem-alianza", by=None)
        form = methodology.pack.alliance.forms[0]
        cities = list(Organisation.objects.cities().order_by("pk"))
        made = Alliance.objects.bulk_create(
            Alliance(
                slug=f"banco-{number}",
                network=network,
                titles={"es": f"Alianza {number}"},
                state="running",
                methodology=methodology,
                form=form.key,
            )
            for number in range(ALLIANCES)
        )
        round_robin = itertools.cycle(cities)
        Seat.objects.bulk_create(
            Seat(alliance=one, organisation=next(round_robin), position=place)
            for one in made
            for place in range(min(PARTIES, len(cities)))
        )
        today = timezone.localdate()
        AllianceStage.objects.bulk_create(
            AllianceStage(
                alliance=one,
                key=stage.key,
                position=place,
                state="under-way" if place == number % len(form.stages) else "ahead",
                planned_end=today + dt.timedelta(number % 200 - 100),
            )
            for number, one in enumerate(made)
            for place, stage in enumerate(form.stages)
        )
        stage = f"{methodology.pk}/{form.key}/{form.stages[1].key}"
        of_methodology = f"?methodology={methodology.pk}&state=running"
        asked = ("", "?delayed=yes", f"?stage={stage}", of_methodology, "?city=la", "?page=80")
        client = Client(HTTP_HOST="localhost")
        role = {"memberships__organisation": network, "memberships__role": "secretary"}
        client.force_login(User.objects.filter(**role).earliest("pk"))
        with override("es"):
            address = reverse("office:alliances", args=[network.slug])
        rows, broken = [], []
        for query in asked:
            page = timed(lambda query=query: client.get(f"{address}{query}"))
            if page.given.status_code != OK or page.queries > LIST:
                broken.append(query)
            rows.append((f"{address}{query}", page.given.status_code, page.queries, LIST, page.again))
        show(("page", "status", "queries", "at most", "seconds"), rows)
        kept(f"no list asks more than it may {', '.join(broken)}".strip(), holds=not broken)
