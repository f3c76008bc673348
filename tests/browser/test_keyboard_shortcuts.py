"""The keys of a page and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt

# Keys are the same in each language, their names are not.
in_both_languages = pytest.mark.parametrize("page", ["en", "nb"], indirect=True)


@pytest.fixture
def page(request: pytest.FixtureRequest, page_at: PageAt, briefed: Callable[..., Path]) -> Page:
    made = page_at(briefed("overview"))
    if getattr(request, "param", "en") == "nb":
        made.get_by_role("button", name="Norsk", exact=False).click()
    return made


def chosen(page: Page) -> str | None:
    found = page.locator(".record.chosen")
    return found.get_attribute("data-record") if found.count() else None


@in_both_languages
def test_the_list_opens_by_its_key_and_button_and_tells_what_is_registered(page: Page) -> None:
    norwegian = page.locator("html").get_attribute("lang") == "nb"
    dialog = page.get_by_role("dialog", name="Hurtigtaster" if norwegian else "Keys")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Vis neste oppføring" if norwegian else "Show the next record")
    expect(dialog.locator("kbd", has_text="?")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    opener = page.get_by_role("button", name="Hurtigtaster" if norwegian else "Keys", exact=True)
    opener.click()
    expect(dialog).to_be_visible()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_records_are_walked_through(page: Page) -> None:
    rows = page.locator(".record:visible")
    page.keyboard.press("j")
    assert chosen(page) == rows.nth(0).get_attribute("data-record")
    page.keyboard.press("J")
    page.keyboard.press("j")
    assert chosen(page) == rows.nth(2).get_attribute("data-record")
    page.keyboard.press("k")
    assert chosen(page) == rows.nth(1).get_attribute("data-record")
    expect(page.locator(".record-popup")).to_have_count(1)
    page.keyboard.press("Escape")
    assert chosen(page) is None


def test_records_without_a_place_and_those_left_out_are_walked_through_too(page: Page) -> None:
    page.locator(".finder-field").fill("arctic lng")
    page.locator(".finder-field").blur()
    rows = page.locator(".record:visible")
    wanted = [row.get_attribute("data-record") for row in rows.all()]
    seen = []
    for _ in wanted:
        page.keyboard.press("j")
        seen.append(chosen(page))
    assert seen == wanted
    page.keyboard.press("j")
    assert chosen(page) == wanted[-1], "the last line stays"


def test_arrows_walk_the_list_without_opening_a_card(page: Page) -> None:
    rows = page.locator(".record .pick")
    rows.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.nth(0)).to_be_focused()
    assert chosen(page) is None


def test_search_takes_what_is_typed(page: Page) -> None:
    page.keyboard.press("/")
    field = page.locator(".finder-field")
    expect(field).to_be_focused()
    page.keyboard.type("j?f0lkv/")
    expect(field).to_have_value("j?f0lkv/")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert chosen(page) is None


def test_keys_of_the_map(page: Page) -> None:
    view = "(() => { const m = %s; return [m.getZoom(), m.options.crs.polar.code]; })()"
    name = page.locator(".folium-map").get_attribute("id")
    view %= name
    opened, code = page.evaluate(view)
    page.keyboard.press("+")
    page.wait_for_function(f"() => {name}.getZoom() > {opened}")
    page.keyboard.press("0")
    assert page.evaluate(view) == [opened, code]
    page.keyboard.press("v")
    assert page.evaluate(view)[1] != code
    panel = page.locator(".leaflet-control-layers")
    expect(panel.locator("form")).to_be_hidden()
    page.keyboard.press("l")
    expect(panel.locator("form")).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator(".finder-panel")).to_be_visible()


def test_no_key_is_heard_with_a_modifier_or_under_a_dialog(page: Page) -> None:
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+j")
    assert chosen(page) is None
    page.keyboard.press("?")
    page.keyboard.press("j")
    assert chosen(page) is None


def test_no_key_is_heard_under_an_open_menu(page: Page) -> None:
    page.locator(".take-opener").click()
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("j")
    assert chosen(page) is None


@in_both_languages
def test_single_letters_can_be_switched_off(page: Page) -> None:
    norwegian = page.locator("html").get_attribute("lang") == "nb"
    word = "Hurtigtaster med én bokstav" if norwegian else "Single-letter keys"
    page.keyboard.press("?")
    switch = page.locator("dialog[open]").get_by_role("button", name=word)
    switch.click()
    expect(switch).to_have_text(f"{word}: {'av' if norwegian else 'off'}")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert chosen(page) is None
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator(".keys-open").click()
    switch.click()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert chosen(page) is not None
