"""The demonstration: the product on files under ``var/``, with people whom a visitor on this machine may enter as."""

import os

from entreciudades.settings.base import *
from entreciudades.settings.base import VAR, of_place
from entreciudades.settings.environment import read

DEMONSTRATION = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # the people are invented, and so are their addresses

VAR.mkdir(exist_ok=True)
globals().update(
    of_place(
        read(
            {
                "DATABASE_URL": f"sqlite:///{VAR / 'demo.sqlite3'}",
                "SECRET_KEY": "open-to-all-since-the-demonstration-has-no-secrets-to-keep",
                "SITE_URL": f"http://localhost:{os.environ.get('PORT', '8000')}",
                "EMAIL_URL": f"file://{VAR / 'demo-mail'}",
                "STORAGE_URL": f"file://{VAR / 'demo-files'}",
                "ALLOWED_HOSTS": "localhost,127.0.0.1",
            }
            | {name: os.environ[name] for name in ("DATABASE_URL", "STORAGE_URL") if os.environ.get(name)}
        )
    )
)
