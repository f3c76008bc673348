"""Search and filters of a page, used as a person would: list and map follow together."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotrack.page import briefing
from geotrack.queries import Query, select
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt

SIZES = [(1440, 900), (390, 844)]
HOSTILE = '"><img src=x onerror=alert(1)> ’ \\ $& __proto__ {{7*7}} \u202eabc'

DEFINITION = """
title = "A map"
marking = "UNCLASSIFIED"

[select]
regions = ["bering-strait", "barents-sea"]

[layers]
regions = ["bering-strait", "barents-sea"]
"""


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def region(id_: str, name: str, shape: dict[str, Any]) -> dict[str, Any]:
    said = {"name": name, "definition": "As drawn.", "licence": "CC0-1.0"}
    return {"type": "Feature", "id": id_, "geometry": shape, "properties": said}


def record(
    id_: str, at: tuple[float, float] | None, type_: str, **properties: Any
) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": list(at)} if at else None
    told = {"title": id_, "type": type_, "start": "2024-06-01", "sources": ["https://example.org/"]}
    return {
        "type": "Feature",
        "id": id_,
        "geometry": geometry,
        "properties": {**told, **properties},
    }


FSB = {"name": "FSB", "country": "RU"}
NEAR = {"name": "off Vardø", "precision": "near", "radius_km": 20}
AT = {"precision": "near", "radius_km": 5}
# Of the positions of bravo and foxtrot nobody said how exact they are.
RECORDS = [
    record("alpha", (-168.9, 65.8), "coastguard/patrol", status="occurred", actors=[FSB], place=AT),
    record("bravo", (-168.5, 65.9), "naval/patrol", status="ongoing", summary="Two ships."),
    record("charlie", (31, 72), "coastguard/patrol", place=NEAR, related=["alpha"]),
    # Whether that far round it is still in the sea nobody knows.
    record("delta", (35, 74.9), "naval/patrol", place={"precision": "near", "radius_km": 300}),
    record("echo", None, "diplomacy/statement", start="unknown", tags=["Ærlig"], actors=[FSB]),
    record(
        "foxtrot",
        (34, 73),
        "air/bomber-sortie",
        title=f"Title {HOSTILE}",
        actors=[{"name": f"Actor {HOSTILE}", "country": "NO", "assets": ["P-8A"]}],
        sources=[{"url": "https://example.org/", "grade": {"reliability": "B", "credibility": 2}}],
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("finding")
    for name in ("events", "layers", "maps", "seeds"):
        (made / name).mkdir()
    regions = [
        region("bering-strait", "Bering Strait", box(-171, 65, -167, 67)),
        region("barents-sea", "Barents Sea", box(20, 69, 55, 76)),
    ]

    def write(path: str, features: list[dict[str, Any]]) -> None:
        collection = {"type": "FeatureCollection", "features": features}
        (made / path).write_text(json.dumps(collection), encoding="utf-8")

    write("events/a.geojson", RECORDS)
    write("layers/regions.geojson", regions)
    (made / "maps" / "asked.toml").write_text(DEFINITION, encoding="utf-8")
    (made / "maps" / "all.toml").write_text(
        DEFINITION.replace('[select]\nregions = ["bering-strait", "barents-sea"]\n', ""),
        encoding="utf-8",
    )
    (made / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def built(folder: Path) -> Callable[[str], Path]:
    def build(name: str = "all") -> Path:
        out = folder / f"{name}.html"
        if not out.exists():
            briefing(open_workspace(folder), name).save(str(out))
        return out

    return build


def listed(page: Page) -> list[str]:
    """Ids of the records in the list, which are their titles, as far as a person sees them."""
    titles = page.locator(".record:visible .pick-title").all_text_contents()
    return sorted(t.partition(" ")[0].lower().replace("title", "foxtrot") for t in titles)


def on_map(page: Page) -> list[str]:
    marks = page.locator(".event-mark:visible").all()
    names = [(m.get_attribute("aria-label") or "").partition(": ")[2] for m in marks]
    return sorted(
        n.partition(",")[0].partition(" ")[0].lower().replace("title", "foxtrot") for n in names
    )


def search(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)


def opened(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()


def chip(page: Page, group: str, label: str) -> Any:
    return page.locator(f".finder-{group} .chip", has_text=label)


ALL = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_search_leaves_the_same_in_the_list_and_on_the_map(
    built: Any, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(built(), width, height)
    assert listed(page) == ALL
    numbers = page.locator(".record").evaluate_all("items => items.map(i => i.dataset.record)")
    search(page, "VARDO")
    assert listed(page) == on_map(page) == ["charlie"]
    expect(page.locator(".edition")).to_contain_text("1 of 6 records")
    expect(page.get_by_role("status")).to_have_text("1 of 6 records")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")
    assert listed(page) == ALL
    assert len(on_map(page)) == 5
    expect(page.locator(".edition")).to_have_text("6 records · 1 without a place")
    after = page.locator(".record").evaluate_all("items => items.map(i => i.dataset.record)")
    assert after == numbers, "numbers never change"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("aerlig", ["echo"]),
        ("fsb", ["alpha", "echo"]),
        ("russia fsb", ["alpha", "echo"]),
        ("russia statement", []),
        ("P-8A", ["foxtrot"]),
        ("two SHIPS", ["bravo"]),
        ("#1", ["alpha"]),
        ("bravo", ["bravo"]),
        (HOSTILE, ["foxtrot"]),
        ("<script>", []),
    ],
)
def test_what_a_search_looks_in(
    folder: Path, built: Any, page_at: PageAt, text: str, found: list[str]
) -> None:
    page = page_at(built())
    search(page, text)
    assert listed(page) == found
    assert on_map(page) == [name for name in found if name != "echo"]
    # The number on the map is the page's alone.
    query = Query(text=text.removeprefix("#1") or "alpha")
    assert sorted(select(open_workspace(folder), query).ids) == found


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_filters_fold_away_and_what_is_on_stays_in_sight(
    built: Any, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(built(), width, height)
    panel = page.locator(".finder-panel")
    expect(panel).to_be_hidden()
    opened(page)
    expect(panel).to_be_visible()
    chip(page, "actor", "FSB").click()
    assert listed(page) == ["alpha", "echo"]
    assert on_map(page) == ["alpha"]
    chip(page, "theme", "Coastguard").click()
    assert listed(page) == ["alpha"]
    expect(chip(page, "theme", "Naval").locator(".chip-count")).to_have_text("0")
    expect(chip(page, "theme", "Naval")).to_contain_class("empty")
    expect(chip(page, "theme", "Agreements").locator(".chip-count")).to_have_text("1")
    opened(page)
    expect(panel).to_be_hidden()
    page.get_by_role("button", name="Remove Theme: Coastguard").click()
    assert listed(page) == ["alpha", "echo"]
    page.get_by_role("button", name="Clear all").click()
    assert listed(page) == ALL
    assert page.locator(".chosen-region").count() == 0
    expect(page.locator(".finder-on")).to_be_empty()


def test_a_count_is_what_choosing_gives(built: Any, page_at: PageAt) -> None:
    page = page_at(built("asked"))
    opened(page)
    chip(page, "country", "Russia").click()
    for one in page.locator(".finder-panel .chip").all():
        if one.get_attribute("aria-pressed") == "true":
            continue
        group = one.locator("xpath=../..").get_attribute("class") or ""
        if "finder-country" in group:
            continue
        count = int(one.locator(".chip-count").text_content() or "")
        one.click()
        assert len(listed(page)) == count, one.text_content()
        one.click()


@pytest.mark.parametrize(
    ("group", "label", "found"),
    [
        ("status", "not stated", ["charlie", "delta", "echo", "foxtrot"]),
        ("grade", "not graded", ["alpha", "bravo", "charlie", "delta", "echo"]),
        ("grade", "B2", ["foxtrot"]),
        ("region", "Bering Strait", ["alpha", "bravo"]),
        ("region", "Barents Sea", ["charlie", "delta", "foxtrot"]),
        ("region", "in none", ["echo"]),
        ("country", "Norway", ["foxtrot"]),
        ("actor", "img src=x", ["foxtrot"]),
    ],
)
def test_filters(built: Any, page_at: PageAt, group: str, label: str, found: list[str]) -> None:
    page = page_at(built())
    opened(page)
    chip(page, group, label).click()
    assert listed(page) == found
    outlined = group == "region" and label != "in none"
    assert page.locator(".chosen-region").count() == outlined
    assert on_map(page) == [name for name in found if name != "echo"]


def test_certain_only_where_something_is_only_possible(built: Any, page_at: PageAt) -> None:
    page = page_at(built("asked"))
    assert "delta" in listed(page)
    opened(page)
    chip(page, "certain", "Certain only").click()
    assert listed(page) == on_map(page) == ["alpha", "charlie"]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_where_nothing_matches_the_page_says_what_to_loosen(
    built: Any, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(built(), width, height)
    opened(page)
    chip(page, "actor", "FSB").click()
    search(page, "bravo")
    assert listed(page) == on_map(page) == []
    expect(page.locator(".finder-none")).to_have_text("Nothing matches")
    page.get_by_role("button", name="Without ‘Actor: FSB’ there would be 1").click()
    assert listed(page) == ["bravo"]
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_by_keyboard_alone(built: Any, page_at: PageAt) -> None:
    page = page_at(built())
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Filters")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".finder-panel .chip").first).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".finder-panel")).to_be_hidden()
    expect(page.get_by_role("button", name="Filters")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert listed(page) == ALL
    assert page.evaluate("document.activeElement !== document.body"), "focus is not lost"


def test_boxes_of_the_map_hide_on_the_map_and_filters_in_both(built: Any, page_at: PageAt) -> None:
    page = page_at(built())
    page.get_by_role("button", name="Layers").click()
    layer = page.locator('.leaflet-control-layers label:has(use[href="#shape-naval"])')
    layer.locator("input").uncheck()
    assert "bravo" in listed(page)
    assert "bravo" not in on_map(page)
    search(page, "off vardø")
    expect(layer.locator("i")).to_have_text("0/2")
    layer.locator("input").check()
    assert on_map(page) == listed(page) == ["charlie"], "a filtered theme stays away"
    search(page, "")
    assert "bravo" in on_map(page)
    expect(layer.locator("i")).to_have_text("2")
    layer.locator("input").uncheck()
    opened(page)
    chip(page, "theme", "Naval").click()
    assert on_map(page) == listed(page) == ["bravo", "delta"]
    expect(layer.locator("input")).to_be_checked()


def test_filters_hold_when_the_map_is_turned(built: Any, page_at: PageAt) -> None:
    page = page_at(built())
    search(page, "charlie")
    page.evaluate(
        "document.querySelector('[data-side=\"russia\"]').dispatchEvent(new Event('click'))"
    )
    assert on_map(page) == ["charlie"]
    shapes = page.locator("path.event-shape:visible")
    expect(shapes).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_chosen_record_that_is_filtered_out_is_let_go(
    built: Any, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(built(), width, height)
    page.locator(".record", has_text="bravo").locator(".pick").click()
    expect(page.locator(".record.chosen")).to_have_count(1)
    field = page.get_by_role("searchbox")
    field.click()
    page.keyboard.type("alpha")
    expect(page.locator(".record.chosen")).to_have_count(0)
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_value("alpha")


def test_a_link_to_a_record_that_is_filtered_out_leads_there(built: Any, page_at: PageAt) -> None:
    page = page_at(built())
    search(page, "charlie")
    page.locator(".record:visible .pick").click()
    page.locator(".leaflet-popup a.ref").click()
    expect(page.locator(".record.chosen .pick-title")).to_have_text("alpha")
    assert listed(page) == ALL


def test_in_print_what_is_filtered_out_is_left_out_and_told(built: Any, page_at: PageAt) -> None:
    page = page_at(built())
    expect(page.locator(".filtered")).to_be_hidden()
    opened(page)
    chip(page, "theme", "Coastguard").click()
    search(page, "vardø")
    page.emulate_media(media="print")
    expect(page.locator(".filtered")).to_have_text(
        "1 of 6 records: search ‘vardø’, theme Coastguard"
    )
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".printed-records tbody td:nth-child(3)")).to_have_text(["charlie"])
    assert on_map(page) == ["charlie"]
    expect(page.locator(".finder")).to_be_hidden()


def test_without_javascript_nothing_of_it_shows(built: Any, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(built().as_uri())
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("button", name="Filters")).to_have_count(0)
    assert listed(page) == ALL
    context.close()


def test_what_moves_through_where_a_map_asks_for_can_be_left_out(
    page_at: PageAt, tmp_path: Path
) -> None:
    course = {"type": "LineString", "coordinates": [[-169, 65.6], [-168.5, 65.9]]}
    moved = record("sailed", None, "naval/patrol", end="2024-06-05", place={"precision": "exact"})
    for name in ("events", "layers", "maps"):
        (tmp_path / name).mkdir()
    strait = region("bering-strait", "Bering Strait", box(-171, 65, -167, 67))
    for path, features in (
        ("events/a.geojson", [{**moved, "geometry": course}]),
        ("layers/regions.geojson", [strait]),
    ):
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "maps" / "plan.toml").write_text(
        'title = "A map"\nmarking = "UNCLASSIFIED"\n[select]\nregions = ["bering-strait"]\n',
        encoding="utf-8",
    )
    page = page_at(briefing(open_workspace(tmp_path), "plan"))
    page.goto(page.url + "#t=2024-06-02..2024-06-03")
    expect(page.locator(".record:not(.left-out)")).to_have_count(1)
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Certain only").click()
    expect(page.locator(".record:not(.left-out)")).to_have_count(0)
