"""A page before a room: cards beside the map, what symbols tell, Escape, one stop for Tab."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PageAt

MAP = "Object.values(window).find((value) => value instanceof L.Map)"

# Accounts without room: a table that scrolls, days wider than their bars, words under the rule.
CRAMPED = """() => [...document.querySelectorAll(
  ".accounts-frame, .in-columns .exact, .in-columns td:has(.clash)"
)].filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.outerHTML)"""


def number(mark: Locator) -> int:
    return int(mark.locator("text").text_content() or "0")


def test_a_card_stands_beside_the_map_and_its_symbol_in_the_free_part(
    sample: Path, page_at: PageAt
) -> None:
    page = page_at(sample)
    kinds = set()
    for n in page.evaluate(
        "[...document.querySelectorAll('.records:not(.unplaced *) .record')].slice(0, 6)"
        ".map((row) => row.dataset.record)"
    ):
        pick = page.locator(f"#record-{n} .pick")
        before = page.evaluate(f"{MAP}.getZoom()")
        pick.click()
        card = page.locator(".docked").last.bounding_box()
        mark = page.locator(".event-mark.chosen:not(.in-stack)").bounding_box()
        assert card
        assert mark
        assert mark["x"] + mark["width"] <= card["x"]
        assert page.evaluate(f"{MAP}.getZoom()") == before
        # Accounts in columns have the room of the list, which comes back when they close.
        in_columns = page.locator(".docked .in-columns").count() > 0
        kinds.add(in_columns)
        expect(pick).to_be_visible(visible=not in_columns)
        if in_columns:
            assert page.evaluate(CRAMPED) == []
            page.keyboard.press("Escape")
            assert page.evaluate(f"{MAP}.getZoom()") == before
    assert kinds == {False, True}


def test_the_map_moves_no_farther_than_it_must(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    picks = page.locator(".records .pick")
    picks.first.click()
    centre = f"(() => {{ const c = {MAP}.getCenter(); return [c.lat, c.lng]; }})()"
    before = page.evaluate(centre)
    picks.first.click()
    assert page.evaluate(centre) == pytest.approx(before, abs=0.01)


def test_escape_closes_what_was_opened_last(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    page.keyboard.press("f")
    panel = page.locator("#finder-panel")
    expect(panel).to_be_visible()
    page.locator(".records .pick").first.click()
    card = page.locator(".record-popup")
    expect(card).to_be_visible()
    page.keyboard.press("l")
    layers = page.locator(".leaflet-control-layers .bar-panel")
    expect(layers).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(layers).to_be_hidden()
    expect(card).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(panel).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_symbol_tells_its_title_under_the_mouse_and_the_focus(
    sample: Path, page_at: PageAt
) -> None:
    page = page_at(sample)
    tip = page.locator(".mark-tip")
    expect(tip).to_be_hidden()
    mark = page.locator(".event-mark").first
    mark.hover()
    expect(tip.locator("b")).to_have_text(f"{number(mark)}")
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()


def test_symbols_are_one_stop_and_arrows_go_by_number(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    stops = page.locator(".event-mark[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    first = number(stops)
    page.keyboard.press("ArrowRight")
    expect(stops).to_have_count(1)
    expect(stops).to_be_focused()
    second = number(stops)
    assert second > first
    page.keyboard.press("ArrowLeft")
    assert number(stops) == first
    # A stop that a filter hides is none any more.
    title = page.locator(f"#record-{second} .pick-title").text_content() or ""
    page.locator(".finder-field").fill(title)
    expect(page.locator(".event-mark.left-out").first).to_be_attached()
    expect(stops).to_have_count(1)
    expect(stops).to_be_visible()


def test_an_open_panel_of_filters_leaves_room_for_records(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    page.keyboard.press("f")
    finder = page.locator(".finder").bounding_box()
    index = page.locator(".index").bounding_box()
    assert finder
    assert index
    assert index["y"] + index["height"] - finder["y"] - finder["height"] > 240


def test_a_panel_that_was_opened_hides_no_record(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    told = page.locator(".beyond-tab").all_inner_texts()
    page.keyboard.press("l")
    assert page.locator(".beyond-tab").all_inner_texts() == told


def test_a_tap_tells_over_the_foot_of_the_map(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample, 390, 844)
    sheet = page.locator(".mark-sheet")
    expect(sheet).to_be_hidden()
    page.locator(".event-mark").first.dispatch_event("click")
    expect(sheet).to_be_visible()
    scrolled = page.evaluate("window.scrollY")
    sheet.get_by_role("button").click()
    assert page.evaluate("window.scrollY") > scrolled
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_presenting_opens_with_the_list_of_scenes_in_large_letters(
    sample: Path, page_at: PageAt
) -> None:
    page = page_at(sample, 1920, 1080)
    before = page.locator(".polar-name").first.evaluate("(one) => getComputedStyle(one).fontSize")
    page.keyboard.press("p")
    lines = page.locator(".caption-scenes button")
    options = page.locator(".story select option")
    expect(lines).to_have_count(max(options.count() - 1, 0))
    expect(page.locator(".caption-shown")).not_to_contain_text("digest")
    after = page.locator(".polar-name").first.evaluate("(one) => getComputedStyle(one).fontSize")
    assert float(after[:-2]) >= 1.4 * float(before[:-2])
