"""Records that stand for the same regions: one symbol, whose card lists them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt
from tests.browser.test_symbols_in_frame import faults

NUMBERS = ["9", "12", "13", "16", "37", "57", "74"]


@pytest.fixture
def page(briefed: Callable[[str], Path], page_at: PageAt) -> Page:
    return page_at(briefed("overview"))


def test_a_stack_counts_its_records_and_opens_each_by_keyboard(page: Page) -> None:
    stack = page.get_by_role("button", name="7 records: Northern Sea Route", exact=True)
    expect(stack).to_be_visible()
    for number in NUMBERS:
        symbol = page.locator(f'.event-mark:not(.record-stack):has(text:text-is("{number}"))')
        expect(symbol).to_be_hidden()
    stack.focus()
    page.keyboard.press("Enter")
    lines = page.locator(".stack-card .pick")
    assert lines.locator("text").all_text_contents() == NUMBERS
    expect(lines.first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    title = page.locator("#record-12 .pick-title").text_content() or ""
    expect(page.locator(".stack-card")).to_have_count(0)
    expect(page.locator(".leaflet-popup h2")).to_have_text(title)
    expect(page.locator("#record-12")).to_contain_class("chosen")
    expect(stack).to_contain_class("chosen")
    expect(page.locator(".region-hatch")).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(stack).to_be_focused()
    expect(stack).not_to_contain_class("chosen")
    # The next number that has a symbol of its own.
    page.keyboard.press("ArrowRight")
    expect(page.locator(".event-mark:focus")).to_contain_text("14")


def test_a_stack_stands_for_those_that_are_shown(page: Page) -> None:
    shown = page.locator(".stack-pill").filter(has_text="records")
    expect(shown).to_contain_text(["7 records", "3 records"])
    page.evaluate("() => void (location.hash = '#s=2')")
    stack = page.locator(".record-stack")
    expect(stack).to_have_count(1)
    expect(stack).to_have_text("7 records")
    expect(stack).to_contain_class("stands-out")
    page.evaluate("() => void (location.hash = '#q=Istanbul')")
    expect(page.locator(".record-stack")).to_have_count(0)
    alone = page.locator('.event-mark:has(text:text-is("74"))')
    expect(alone).to_be_visible()


def test_a_chosen_symbol_is_larger_and_covers_no_other(page: Page) -> None:
    for number in ("24", "25", "45"):
        page.evaluate("(number) => void (location.hash = `#r=${number}`)", number)
        expect(page.locator(f"#record-{number}")).to_contain_class("chosen")
        assert faults(page, but=("cut", "half", "under"))["over"] == [], number
