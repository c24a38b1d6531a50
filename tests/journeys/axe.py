"""What axe-core finds in a page, and whether the page is wider than its screen."""

from typing import Any

from playwright.sync_api import Page

from entreciudades.settings.addresses import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"], preload: false })).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((one) => one.target.join(" ")).join(" | ")}`)"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = (360, 1280)  # the page is left as wide as it came


def faults(page: Page) -> list[str]:
    """Each violation with the width at which it stands, and each sideways scroll, in pixels."""
    found: list[str] = []
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        violations: list[Any] = page.evaluate(RUN)
        found += [f"{width} px: {violation}" for violation in violations]
        if wider := page.evaluate(WIDER):
            found.append(f"{width} px: {wider} px too wide")
    return found
