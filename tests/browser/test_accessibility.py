"""Pages looked over by axe, and walked through by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from geotrack.resources import PACKAGE
from tests.browser.conftest import PageAt

AXE = PACKAGE.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(1440, 900), (390, 844)]
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map(({ target, any }) =>
    `${target} (${any[0]?.message ?? ""})`).join(" | ")}`)"""


def faults(page: Page) -> list[str]:
    """Find what axe finds; of what is fading in it would see half a colour."""
    page.wait_for_timeout(350)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("name", ["overview", "bering-strait"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_axe_finds_nothing(
    page_at: PageAt,
    briefed: Callable[[str], Path],
    name: str,
    scheme: str,
    size: tuple[int, int],
    language: str,
) -> None:
    page = page_at(briefed(name), *size)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.locator(f".languages [lang={language}]").click()
    found = {"as opened": faults(page)}
    page.locator(".finder-opener").click()
    page.locator(".chip").first.click()
    found["filters open"] = faults(page)
    page.locator(".finder-opener").click()
    page.locator(".finder-clear").click()
    page.locator(".pick").first.click()
    found["a card open"] = faults(page)
    page.keyboard.press("Escape")
    page.locator(".measure-open").click()
    found["measuring"] = faults(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    found["list of keys"] = faults(page)
    assert {where: what for where, what in found.items() if what} == {}
