"""A worker that is killed in the middle leaves nothing half done, and another takes the import up."""

import os
import subprocess
import sys

from entreciudades.settings.addresses import ROOT


def test_killed_while_checking_and_while_writing(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "entreciudades.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path}/killed.sqlite3",
    }

    done = subprocess.run(
        [sys.executable, ROOT / "tests/imports/killed.py"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert done.stdout.splitlines() == [  # state, rows of the dry run, people
        "brought: queued 0 0",
        "killed by 9: checking 0 0",
        "at once False: checking 0 0",
        "later True: checked 2 0",
        "killed by 9: writing 2 0",
        "later True: written 2 2",
    ]
