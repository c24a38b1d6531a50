"""The tests: SQLite in memory, or the database of ``DATABASE_URL``; nothing leaves the process."""

import os
import tempfile

from entreciudades.settings.base import *
from entreciudades.settings.base import of_place
from entreciudades.settings.environment import read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; protects nobody here
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None

globals().update(
    of_place(
        read(
            {
                "DATABASE_URL": os.environ.get("DATABASE_URL", "sqlite://:memory:"),
                "SECRET_KEY": "for-tests-only-and-therefore-known-to-everyone-0123456789",
                "SITE_URL": "http://testserver",
                "EMAIL_URL": "console:",
                "STORAGE_URL": f"file://{tempfile.mkdtemp(prefix='entreciudades-test-')}",
                "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
            }
        ),
        static_files="django.contrib.staticfiles.storage.StaticFilesStorage",
    )
)
MAIL_TRANSPORT_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
