"""Words that are explained where they stand: a note on focus, under the pointer and on a tap."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import PageAt

# Of a card, which is marked when it is opened.
SAYS = """() => [".summary", ".facts"].map(
  (part) => document.querySelector(`#record-2 ${part}`).textContent)"""


def test_a_word_is_explained_where_it_stands(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("bering-strait"))
    note, cutter = page.locator(".term-note"), page.locator(".lead-text .term", has_text="cutter")
    says = page.evaluate(SAYS)
    cutter.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(note).to_have_text("A ship of the U.S. Coast Guard.")
    expect(cutter).to_have_attribute("aria-describedby", "term-note")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.locator("h1").click()
    expect(note).to_be_hidden()
    # On a touch screen the word is tapped.
    cutter.click()
    expect(note).to_be_visible()
    # In a line of the list only the pointer shows it: the line opens the card.
    page.locator("#record-2 .pick").click()
    card = page.locator(".record-popup .card")
    card.locator(".card-kind .term", has_text="claimed").click()
    expect(note).to_have_text("Somebody says so, and no source that was read confirms it.")
    assert card.locator(".term", has_text="Tu-95MS").count() == 1
    assert page.evaluate(SAYS) == says
    assert page.locator("#record-2 .facts .term").count() == 2
    page.get_by_role("button", name="Norsk").click()
    expect(note).to_be_hidden()
    card.locator(".card-kind .term", has_text="påstås").hover()
    expect(note).to_have_text("Noen sier det, og ingen kilde som er lest, bekrefter det.")
    assert page.locator(".terms dt").first.inner_text() == "±"
    expect(page.locator(".terms dt", has_text="tokt")).to_have_count(1)
