"""Lists and forms ask at most twelve questions of the database; a whole programme's page at most twenty-five."""

from _measure import SLUG, demonstration, kept, show, timed

LIST, WHOLE = 12, 25
OK = 200

CITY = "la-paz-bo"
VISITOR = [
    ("home", ()), ("cities", ()), ("networks", ()), ("programmes", ()), ("practices", ()), ("programme", (SLUG,)),
]  # fmt: skip
COORDINATOR = [
    ("organisation", (CITY,)), ("programme", (SLUG,)), ("programme-identity", (SLUG,)), ("data", (SLUG,)),
    ("sections", (SLUG,)),
    ("section-edit", (SLUG, "1.2", "es")), ("matrices", (SLUG,)),
    ("programme-add", (SLUG, "activities")), ("practices", (CITY,)), ("identity", (CITY,)),
]  # fmt: skip
SECRETARY = [("network", ("ucci",)), ("members", ("ucci",)), ("practices", ("ucci",))]
#: Pages that show a whole programme.
WHOLE_PAGES = {
    ("public", "programme"),
    ("desk", "programme"),
    ("desk", "data"),
    ("desk", "sections"),
    ("desk", "matrices"),
}

if __name__ == "__main__":
    with demonstration():
        from django.contrib.auth.models import AnonymousUser
        from django.test import Client
        from django.urls import reverse
        from django.utils.translation import override

        from entreciudades.accounts.models import User

        def of(slug: str, role: str) -> User:
            """Somebody of the demonstration with that role."""
            return User.objects.filter(memberships__organisation__slug=slug, memberships__role=role).earliest("pk")

        rows, broken = [], []
        for namespace, user, pages in (
            ("public", AnonymousUser(), VISITOR),
            ("desk", of(CITY, "coordinator"), COORDINATOR),
            ("office", of("ucci", "secretary"), SECRETARY),
        ):
            client = Client(HTTP_HOST="localhost")
            if isinstance(user, User):
                client.force_login(user)
            for name, arguments in pages:
                with override("es"):
                    address = reverse(f"{namespace}:{name}", args=arguments)
                page = timed(lambda client=client, address=address: client.get(address))
                limit = WHOLE if (namespace, name) in WHOLE_PAGES else LIST
                if page.given.status_code != OK or page.queries > limit:
                    broken.append(address)
                rows.append((address, page.given.status_code, page.queries, limit, page.again))
        show(("page", "status", "queries", "at most", "seconds"), rows)
        kept(f"no page asks more than it may {', '.join(broken)}".strip(), holds=not broken)
