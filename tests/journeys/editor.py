"""The editor of long texts, as a person uses it; its words are in the reader's language, so its marks are asked for."""

from playwright.sync_api import Locator, Page, expect

from entreciudades.core.models import Text, TextVersion
from entreciudades.programmes.models import Programme

PROGRAMME = "/desk/programmes/la-paz-2017/"
CONTEXT = f"{PROGRAMME}texts/1.2/es/"


class Editor:
    """One person before one text."""

    def __init__(self, page: Page, address: str = CONTEXT, section: str = "1.2") -> None:
        self.page = page
        self.address = address
        self.slot: Locator = page.locator(f'[data-slot="{section}"]')
        self.box = self.slot.locator("textarea")
        self.status = self.slot.locator("[data-status]")
        self.conflict = self.slot.locator("[data-conflict]")
        self.others = page.locator("[data-others]")

    def open(self) -> "Editor":
        assert self.page.goto(self.address).status == 200
        return self

    def add(self, words: str) -> None:
        """Type at the end, as fingers do: the text is saved by itself."""
        self.box.focus()
        self.box.press("Control+End")
        self.box.press_sequentially(words)

    def says(self, state: str) -> None:
        expect(self.status).to_have_attribute("data-state", state)

    def resolve(self, choice: str) -> None:
        self.conflict.locator(f'[data-resolve="{choice}"]').click()

    def send(self) -> None:
        """The button; without JavaScript it is the only way to save."""
        self.page.locator(".editor button[type=submit]").click()


def stored(section: str = "1.2", language: str = "es") -> str:
    """The text of a section of La Paz as it stands."""
    return text_of(section, language).body


def history(section: str = "1.2", language: str = "es") -> list[str]:
    """What the text was and is, the latest first."""
    text = text_of(section, language)
    kept = TextVersion.objects.filter(text=text).exclude(version=text.version).order_by("-version")
    return [text.body, *kept.values_list("body", flat=True)]


def text_of(section: str, language: str) -> Text:
    programme = Programme.objects.get(slug="la-paz-2017")
    return Text.objects.of(programme).get(section=section, language=language)
