"""The two sample briefings, sample from the real records and used as a person would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from folium_polar.packed import unpacked
from tests.browser.conftest import PageAt

MOTION = "no-preference"
SIZES = [(1440, 900), (390, 844)]


def data(page: Page) -> Any:
    return unpacked(page.locator("#geotrack-data").text_content() or "")


def placed_events(page: Page) -> list[dict[str, Any]]:
    return [e for e in data(page)["events"] if e["at"]]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_opens_without_a_network_and_shows_every_record(
    sample: Path, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(sample, width, height)
    expect(page.locator(".event-mark:not(.record-stack)")).to_have_count(len(placed_events(page)))
    expect(page.locator(".record")).to_have_count(len(data(page)["events"]))
    expect(page.locator(".marking")).to_have_count(2)
    for marking in page.locator(".marking").all():
        expect(marking).to_have_text("UNCLASSIFIED // FOR BRIEFING")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_symbol_hides_another(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    alone = page.locator(".event-mark:not(.in-stack):not(.record-stack) > * > .symbol").all()
    boxes = [m.bounding_box() for m in [*alone, *page.locator(".record-stack .stack-pill").all()]]
    symbols = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, b["height"]) for b in boxes if b]
    assert len(symbols) == len(boxes)
    gathered = page.locator(".event-mark.in-stack").count()
    assert len(alone) == len(placed_events(page)) - gathered
    for i, (x, y, size) in enumerate(symbols):
        for other_x, other_y, other_size in symbols[:i]:
            # Of two symbols 26 pixels high 20, of others as much for their size.
            apart = 20 / 26 * (size + other_size) / 2
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > apart**2


def test_choosing_in_the_list_opens_the_card_on_the_map(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    event = placed_events(page)[0]
    title = page.locator(f"#record-{event['n']} .pick-title").text_content() or ""
    page.locator(f"#record-{event['n']} .pick").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("h2")).to_have_text(title)
    expect(popup).to_contain_text("Sources")
    expect(page.locator(f"#record-{event['n']}")).to_contain_class("chosen")
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(page.locator(".record.chosen")).to_have_count(0)


def test_choosing_on_the_map_marks_the_line_in_the_list(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    marks = page.locator(".event-mark")
    seen = next(m for m in marks.all() if inside(page, m))
    number = (seen.locator("text").text_content() or "").strip()
    seen.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".record.chosen")).to_have_attribute("data-record", number)
    expect(page.locator(".leaflet-popup h2")).to_be_visible()


def inside(page: Page, mark: Any) -> bool:
    box, plate = mark.bounding_box(), page.locator(".plate").bounding_box()
    return bool(
        box
        and plate
        and plate["x"] + 60 < box["x"] < plate["x"] + plate["width"] - 320
        and plate["y"] + 60 < box["y"] < plate["y"] + plate["height"] - 60
    )


def test_a_region_is_hatched_while_its_record_is_chosen(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    region = next(e for e in placed_events(page) if any(s["kind"] == "region" for s in e["shapes"]))
    hatched = page.locator('path[fill^="url(#hatch"]')
    before = hatched.count()  # one map hatches all such regions from the start
    page.locator(f"#record-{region['n']} .pick").click()
    expect(hatched).to_have_count(before + sum(s["kind"] == "region" for s in region["shapes"]))
    page.keyboard.press("Escape")
    expect(hatched).to_have_count(before)


def test_all_regions_that_records_name_are_hatched_on_request(
    sample: Path, page_at: PageAt
) -> None:
    page = page_at(sample)
    shapes = [s for e in placed_events(page) for s in e["shapes"] if s["kind"] == "region"]
    hatched = page.locator('path[fill^="url(#hatch"]')
    box = page.locator(".leaflet-control-layers label", has_text="Regions they name").locator(
        "input"
    )
    layers(page)
    box.check()
    expect(hatched).to_have_count(len({s["id"] for s in shapes}))
    box.uncheck()
    expect(hatched).to_have_count(0)


PANEL_AND_MAP = (".unfolded > .bar-panel", ".folium-map")


def layers(page: Page) -> None:
    page.get_by_role("button", name="Layers").click()


def test_a_theme_can_be_taken_off_the_map(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    theme = placed_events(page)[0]["theme"]
    label = page.locator(f'.leaflet-control-layers label:has(use[href="#shape-{theme}"])')
    left = [e for e in placed_events(page) if e["theme"] != theme]
    layers(page)
    label.locator("input").uncheck()
    expect(page.locator(".event-mark:not(.record-stack)")).to_have_count(len(left))
    label.locator("input").check()
    expect(page.locator(".event-mark:not(.record-stack)")).to_have_count(len(placed_events(page)))


def test_layers_unfold_from_a_button(sample: Path, page_at: PageAt) -> None:
    for width, height in ((1440, 900), (390, 844)):
        page = page_at(sample, width, height)
        expect(page.locator(".leaflet-control-layers form")).to_be_hidden()
        page.get_by_role("button", name="Layers").click()
        expect(page.locator(".leaflet-control-layers form")).to_be_visible()
        region = page.locator(".leaflet-control-layers label", has_text="Bering Strait")
        expect(region).to_be_hidden()
        page.get_by_role("button", name="More layers").click()
        expect(region).to_be_visible()
        # The list scrolls where the map is lower than it.
        panel, plate = (page.locator(f"{name}").bounding_box() for name in PANEL_AND_MAP)
        assert panel
        assert plate
        assert panel["y"] + panel["height"] <= plate["y"] + plate["height"]
        assert panel["x"] + panel["width"] <= width


def test_on_a_small_screen_the_card_opens_in_the_list(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample, 390, 844)
    event = placed_events(page)[0]
    page.locator(f"#record-{event['n']} .pick").click()
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(page.locator(f"#record-{event['n']} .card")).to_be_visible()


def test_a_record_without_a_place_opens_in_the_list(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    unplaced = [e for e in data(page)["events"] if not e["at"]]
    expect(page.locator(".unplaced .record")).to_have_count(len(unplaced))
    for event in unplaced[:1]:
        item = page.locator(f"#record-{event['n']}")
        item.locator(".pick").click()
        expect(item.locator(".card")).to_be_visible()
        item.locator(".pick").click()
        expect(item.locator(".card")).to_be_hidden()


def test_a_link_to_another_record_goes_there(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    source = page.locator(".record:has(a.ref)").first
    source.locator(".pick").click()
    link = page.locator(".leaflet-popup a.ref, .unplaced .chosen a.ref").first
    target = (link.get_attribute("href") or "").removeprefix("#record-")
    link.click()
    expect(page.locator(".record.chosen")).to_have_attribute("data-record", target)


def test_the_page_is_a_document_with_javascript_off(sample: Path, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sample.as_uri())
    expect(page.locator("h1")).to_be_visible()
    for card in page.locator(".card").all()[:3]:
        expect(card).to_be_visible()
    context.close()


def test_a_card_hides_neither_its_symbol_nor_leaves_the_map(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    usual = page.locator(".plate").bounding_box()
    kinds = set()
    for event in placed_events(page)[::6]:
        page.locator(f"#record-{event['n']} .pick").click()
        plate = page.locator(".plate").bounding_box()
        assert plate
        # Only beside accounts in columns has the map the whole page.
        in_columns = page.locator(".docked .in-columns").count() > 0
        assert (plate != usual) == in_columns
        kinds.add(in_columns)
        card = page.locator(".leaflet-popup-content-wrapper").bounding_box()
        mark = page.locator(".event-mark.chosen:not(.in-stack)").bounding_box()
        assert card
        assert mark
        assert card["x"] >= plate["x"]
        assert card["y"] >= plate["y"]
        assert card["x"] + card["width"] <= plate["x"] + plate["width"]
        assert card["y"] + card["height"] <= plate["y"] + plate["height"]
        middle = mark["x"] + mark["width"] / 2
        assert not card["x"] < middle < card["x"] + card["width"], event["n"]
        page.keyboard.press("Escape")
        expect(page.locator(".leaflet-popup")).to_have_count(0)
        assert page.locator(".plate").bounding_box() == usual
    assert kinds == {False, True}


def test_focus_goes_into_the_card_and_back(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    pick = page.locator(f"#record-{placed_events(page)[0]['n']} .pick")
    pick.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content")).to_be_focused()
    page.keyboard.press("Escape")
    expect(pick).to_be_focused()


def test_everything_that_the_keyboard_reaches_has_a_name(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    for _ in range(12):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => {
                const e = document.activeElement;
                return e.getAttribute("aria-label") || e.textContent || e.title;
            }"""
        )
        assert name.strip()


def test_on_paper_the_map_is_whole_and_the_scenes_are_there(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    # What the screen shows must be inside the sheet's frame.
    marks = [m for m in page.locator(".event-mark").all() if inside(page, m)]
    seen = [m.get_attribute("aria-label") for m in marks]
    page.emulate_media(media="print")
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    frame = page.locator(".folium-map[id]").bounding_box()
    assert frame
    for label in seen:
        box = page.locator(
            f".folium-map[id] .event-mark[aria-label={json.dumps(label, ensure_ascii=False)}]"
        ).bounding_box()
        assert box
        assert frame["x"] <= box["x"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    expect(page.locator(".printed-scene .printed-told").first).to_be_visible()
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    # The style of the screen comes back a frame later.
    expect(page.locator(".folium-map[id] canvas").first).to_be_visible()
