"""A real OpenID provider beside the tests, and a person who signs in there as in a browser."""

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests

from entreciudades.settings.addresses import oidc
from entreciudades.settings.base import single_sign_on

PROGRAM = Path(__file__).parent / "openid_provider.mjs"


@contextmanager
def provider(
    callback: str, accounts: dict[str, dict[str, Any]], *, name: str = "Ayuntamiento"
) -> Iterator[dict[str, Any]]:
    """Run a provider whose people are `accounts`, login -> claims; gives the settings by which the site uses it."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    node = shutil.which("node") or "node"
    words = [node, str(PROGRAM), str(port), callback, json.dumps(accounts)]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert running.stdout is not None
        for line in running.stdout:
            if line.strip() == "ready":
                break
        yield single_sign_on(oidc(f"http://entreciudades:a-secret-of-tests@localhost:{port}?name=Ayuntamiento"))
    finally:
        running.kill()
        running.communicate()


def sign_in_there(address: str, login: str) -> str:
    """Go through the provider's pages as somebody; return the address to which it leads back."""
    with requests.Session() as browser:
        answer = browser.get(address, allow_redirects=False)
        while True:
            if answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                if "code=" in target or "error=" in target:
                    return target
                answer = browser.get(target, allow_redirects=False)
                continue
            action = _found('action="([^"]+)"', answer.text)
            form = {"prompt": _found(r'name="prompt" value="(\w+)"', answer.text), "login": login, "password": "any"}
            answer = browser.post(urljoin(answer.url, action), form, allow_redirects=False)


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match is not None, page
    return match[1]
