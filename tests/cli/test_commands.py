"""The console command as an operator meets it: processes of their own, on files of their own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from entreciudades import __version__
from entreciudades.cli import _children

COMMAND = Path(sys.executable).with_name("entreciudades")
PATIENCE = 30.0


@pytest.fixture
def place(tmp_path):
    """The environment of an installation in a folder of its own."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{tmp_path}/cities.sqlite3",
        "SECRET_KEY": "for-tests-only-and-therefore-known-to-everyone-0123456789",
        "SITE_URL": "http://localhost",
        "EMAIL_URL": f"file://{tmp_path}/mail",
        "STORAGE_URL": f"file://{tmp_path}/files",
    }


def entreciudades(*arguments, env):
    return subprocess.run([COMMAND, *arguments], env=env, capture_output=True, text=True, timeout=120, check=False)


def eventually(look):
    """What ``look`` answers once it answers something; it may take a while."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (answer := look()) is not None:
            return answer
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def health(port):
    """The status and the body of /healthz, or None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
    except OSError:
        return None


def well(port):
    """The body of /healthz once it answers 200."""
    answer = health(port)
    return answer[1] if answer and answer[0] == 200 else None


def worker_of(pid):
    """The process that a running ``serve`` keeps as its worker."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        try:
            if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                return int(child)
        except FileNotFoundError:
            continue
    return None


def sleeps(pid):
    """Whether a process is there and alive."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_tells_its_version():
    assert entreciudades("--version", env={"PATH": os.environ["PATH"]}).stdout == f"{__version__}\n"


def test_an_unknown_command_is_told_as_such():
    answer = entreciudades("sevre", env={"PATH": os.environ["PATH"]})
    assert (answer.returncode, "No such command 'sevre'" in answer.stderr) == (2, True)


def test_serving_without_settings_is_refused_with_all_that_are_missing():
    answer = entreciudades("serve", env={"PATH": os.environ["PATH"]})
    named = [line.strip() for line in answer.stderr.splitlines() if line.startswith("  ") and line.strip().isupper()]
    assert (answer.returncode, named) == (2, ["DATABASE_URL", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "STORAGE_URL"])
    assert "Traceback" not in answer.stderr


def test_django_commands_run_on_the_database_of_the_environment(place):
    answer = entreciudades("manage", "migrate", "accounts", "--plan", env=place)
    assert (answer.returncode, "accounts.0001_users" in answer.stdout) == (0, True)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DATABASE_URL", "sqlite:////dev/null/x.sqlite3", "The database of DATABASE_URL does not answer"),
        ("STORAGE_URL", "file:///dev/null/x", "The folder of STORAGE_URL cannot be made"),
    ],
)
def test_a_database_or_a_folder_that_is_not_there_is_told_in_a_line(place, name, value, told):
    answer = entreciudades("migrate", env=place | {name: value})
    assert (answer.returncode, told in answer.stderr, "Traceback" in answer.stderr) == (1, True, False)


@pytest.mark.parametrize(
    "command",
    [("demo", "load", "--yes-into-this-database"), ("document", "programme", "la-paz-2017", "--out", "/dev/null")],
)
def test_a_database_without_tables_is_told_with_what_to_do(place, command):
    answer = entreciudades(*command, env=place)
    assert (answer.returncode, "Traceback" in answer.stderr) == (1, False)
    assert answer.stderr.splitlines()[-1].endswith("entreciudades migrate")


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes under /proc")
def test_what_a_dead_process_leaves_behind_ends_before_it_is_started_again(tmp_path):
    """A shell that begins a sleeper and dies at once, as a web server killed by the system leaves its workers."""
    stop, note = threading.Event(), tmp_path / "sleepers"
    keeping = threading.Thread(
        target=_children.keep, args=({"web": ["sh", "-c", f"sleep 60 & echo $! >> {note}; kill -9 $$"]}, stop)
    )
    keeping.start()
    try:
        eventually(lambda: (note.exists() and len(note.read_text().split()) > 1) or None)
    finally:
        stop.set()
        keeping.join()
    eventually(lambda: not any(sleeps(pid) for pid in note.read_text().split()) or None)


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes under /proc")
def test_serve_refuses_a_port_that_another_server_holds(place):
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as held:
        port = held.getsockname()[1]
        answer = entreciudades("serve", "--port", str(port), env=place)
    assert answer.returncode == 1
    assert answer.stderr.strip() == (
        f"Error: 127.0.0.1:{port} cannot be listened on: Address already in use. "
        "Stop what holds it, or give another --port (or PORT=)."
    )


def test_serve_refuses_a_database_that_is_behind(place, tmp_path):
    behind = place | {"DATABASE_URL": f"sqlite:///{tmp_path}/behind.sqlite3"}
    answer = entreciudades("serve", "--port", str(free_port()), env=behind)
    assert answer.returncode == 1
    assert re.fullmatch(
        r"Error: The database is \d+ migrations behind this version. Bring it there: entreciudades migrate\n",
        answer.stderr,
    )


def test_serve_runs_web_and_worker_starts_a_dead_worker_again_and_stops_both_when_told(place):
    migrated = entreciudades("migrate", env=place)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    port = free_port()
    with subprocess.Popen(
        [COMMAND, "serve", "--port", str(port)], env=place, text=True, stdout=subprocess.PIPE
    ) as serving:
        try:
            answer = eventually(lambda: well(port))
            first = eventually(lambda: worker_of(serving.pid))
            os.kill(first, signal.SIGKILL)
            second = eventually(lambda: ((found := worker_of(serving.pid)) and found != first and found) or None)
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(15) == 0
        finally:
            serving.kill()
        assert serving.stdout.read() == f"Listening on 127.0.0.1:{port}; the site is http://localhost\n"
    assert [name for name in ("database", "worker", "storage", "guards") if not answer[name]["ok"]] == []
    assert [Path(f"/proc/{pid}").exists() for pid in (first, second)] == [False, False]
    assert health(port) is None
