"""What holds of every mail that the product writes, in every language of the site."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail
from tests.factories.cast import Cast
from tests.factories.mails import every_mail

from entreciudades.core.letters import LONGEST_SUBJECT
from entreciudades.core.outbox import deliver_due

LANGUAGES = ("es", "pt", "en")
#: What is left of a text that was not filled in, or of a template that was not rendered.
LEFTOVER = re.compile(r"%\(\w+\)|\{\w*\}|\{\{|\{%|\bNone\b|<lambda|object at 0x")
MARKS = "().,:;·"
ADDRESS = re.compile(r"https?://[^\s<>\"')]+")


class Reader(HTMLParser):
    """What a page says, where its links lead, and whether its elements are closed in order."""

    VOID = {"meta", "br"}

    def __init__(self) -> None:
        super().__init__()
        self.words, self.links, self.open, self.language = [], [], [], None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.language = said.get("lang") if tag == "html" else self.language
        self.links += [said["href"]] if tag == "a" else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.words += data.split()


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"


def problems(language: str, payload: dict[str, Any]) -> list[str]:
    subject, body = payload["subject"], payload["body"]
    pages = [content for content, media_type in payload["alternatives"] if media_type == "text/html"]
    if not pages:
        return ["no page"]
    reader = Reader()
    reader.feed(pages[0])
    links = [*ADDRESS.findall(body), *reader.links]
    headers, lines = payload["headers"], (*body.splitlines(), *pages[0].splitlines())
    in_text = {word.strip(MARKS) for word in body.split()} | {"Entreciudades", ""}
    unsaid = {word for word in reader.words if word.strip(MARKS) not in in_text}
    checks = {
        "the subject is empty": not subject.strip(),
        f"the subject has {len(subject)} characters": len(subject) > LONGEST_SUBJECT,
        "the plain text is empty": not body.strip(),
        "a line is longer than mail carries": max(len(line.encode()) for line in lines) > 998,
        "something was not filled in": LEFTOVER.search(f"{subject}\n{body}\n{' '.join(reader.words)}") is not None,
        "a link does not begin with SITE_URL": not all(
            link.startswith(("http://testserver/", "mailto:")) for link in links
        ),
        f"the page is in {reader.language}": str(reader.language).split("-")[0] != language,
        "the page does not close what it opens": bool(reader.open),
        "no recipient": payload["to"] == [],
        f"the page says what the text does not: {sorted(unsaid)}": bool(unsaid),
        "one click does not stop it": ("List-Unsubscribe" in headers) != ("List-Unsubscribe-Post" in headers),
    }
    return [problem for problem, found in checks.items() if found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_well_made(cast: Cast, language: str) -> None:
    mails = every_mail(cast, language)
    assert {name: said for name, payload in mails.items() if (said := problems(language, payload))} == {}


def test_notices_can_be_stopped_with_one_click_and_all_leave_in_two_parts(cast: Cast) -> None:
    mails = every_mail(cast, "es")
    stopped = {name for name, payload in mails.items() if "List-Unsubscribe" in payload["headers"]}
    assert stopped == {name for name in mails if name.startswith("notice")}
    deliver_due(500)
    assert len(mail.outbox) >= len(mails)
    for sent in mail.outbox:
        message = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
        assert message.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        assert {part.get_content_charset() for part in message.iter_parts()} == {"utf-8"}
