"""Every mail of the product as a picture, in es, pt and en, to be looked at: ``python scripts/mail_gallery.py``.

It writes them in a database of its own in memory and sends none; what can be held is held by tests/web/test_mails.py.
Another folder than var/mails may be named.
"""

import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "entreciudades.settings.test"
os.environ["DATABASE_URL"] = "sqlite://:memory:"
LANGUAGES = ("es", "pt", "en")
WIDTH = 480


def main(folder: Path) -> None:
    """Write <folder>/<language>/<mail>.html, .txt and .png."""
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415
    from playwright.sync_api import sync_playwright  # noqa: PLC0415
    from tests.factories.cast import cast  # noqa: PLC0415
    from tests.factories.mails import every_mail  # noqa: PLC0415

    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"
    call_command("migrate", verbosity=0)
    mails = {}
    for language in LANGUAGES:
        with transaction.atomic():
            mails[language] = every_mail(cast.__wrapped__(SimpleNamespace()), language)
            transaction.set_rollback(True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 600})
        for language, written in mails.items():
            (folder / language).mkdir(parents=True, exist_ok=True)
            for name, mail in written.items():
                at = folder / language / re.sub(r"\W+", "-", name)
                at.with_suffix(".txt").write_text(f"{mail['subject']}\n\n{mail['body']}", encoding="utf-8")
                for content, _media_type in mail["alternatives"]:
                    at.with_suffix(".html").write_text(content, encoding="utf-8")
                    page.goto(at.with_suffix(".html").as_uri())
                    page.screenshot(path=at.with_suffix(".png"), full_page=True)
        browser.close()
    print(f"{len(mails[LANGUAGES[0]])} mails in {len(LANGUAGES)} languages: {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "var" / "mails").resolve())
