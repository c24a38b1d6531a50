"""Every page of the site, found by walking: from the addresses that need no words, along the links of each page.

A page is new when its view is, or what its address says beside an object's name and number: so one strategic line
stands for all of them, and each kind of row, matrix or form is seen once. Public pages count once for each language.
"""

import re
from collections import deque
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override

HREF = re.compile(r'<a\s[^>]*?href="([^"#]+)')
ALIKE = {
    "slug",
    "pk",
    "search",
    "member",
    "number",
    "section",
    "row",
    "stage",
    "requirement",
    "party",
    "rule",
    "proposal",
}  # what tells one object from another, not one page from another
ALIKE_IN = {"-change": {"noun"}, "-remove": {"noun"}, "-history": {"language"}, "-edit": {"form"}}  # one template each
UNLIKE = (":alliance",)  # views of which each alliance has a page of its own, by where it stands
NOT_PAGES = {"account_logout"}  # asks, and is walked by its own test
SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x"}  # what may stand in an address, by its converter


Kind = tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """One page as somebody of the cast comes to it."""

    view: str
    address: str
    person: str
    kind: Kind


def named(patterns: list[URLPattern | URLResolver] | None = None, space: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the site: (name of its view with its namespace, address as it is written)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from ((name, f"{pattern.pattern}{rest}") for name, rest in named(pattern.url_patterns, inner))
        else:
            yield f"{space}{pattern.name}", str(pattern.pattern)


def is_button(client: Client, address: str) -> bool:
    """Whether something is done at an address, as `named` gives it, and nothing is shown: it takes no GET."""
    sample = re.sub(r"<(?:(\w+):)?\w+>", lambda place: SAMPLES[place[1] or "str"], address)
    return client.get(f"/{sample}").status_code == 405


def without_words(language: str) -> list[str]:
    """The addresses that need neither a name nor a number."""
    with override(language):
        return [f"/{route}" for _name, route in named() if not re.search(r"[<(^]", route)]


def walk(
    client: Client, person: str, starts: list[str], *, language: str = "es", known: Container[Kind] = ()
) -> list[Page]:
    """All that somebody reaches from some addresses, each kind of page once.

    What is known already is neither told nor, beyond the starts, followed.
    """
    seen: set[Kind] = set()
    addresses: set[str] = set()
    found: list[Page] = []
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address, language)
        if address in addresses or kind is None or kind in seen or (kind in known and address not in starts):
            continue
        addresses.add(address)
        response = client.get(address, headers={"Accept-Language": language})
        if response.streaming:
            response.close()  # a file that goes out in pieces stays open else
        if response.status_code in {301, 302}:
            waiting.appendleft(urljoin(address, response.url))
            continue
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        seen.add(kind)
        if kind not in known:
            found.append(Page(kind[0], address, person, kind))
        links = (urljoin(address, link.replace("&amp;", "&")) for link in HREF.findall(response.content.decode()))
        waiting.extend(link for link in links if not urlsplit(link).netloc)
    return found


def kind_of(address: str, language: str) -> Kind | None:
    """What tells a page from others; None for what is no page of the site, or a public page in another language."""
    path = urlsplit(address).path
    if path.startswith(tuple(f"/{code}/" for code in ("es", "pt", "pt-pt", "en") if code != language)):
        return None
    try:
        with override(language):
            match = resolve(path)
    except Resolver404:
        return None
    view = match.view_name
    if view in NOT_PAGES:
        return None
    alike = ALIKE | next((names for ending, names in ALIKE_IN.items() if view.endswith(ending)), set())
    if not view.endswith(UNLIKE):
        alike |= {"alliance"}
    return (view, *sorted((name, value) for name, value in match.kwargs.items() if name not in alike))
