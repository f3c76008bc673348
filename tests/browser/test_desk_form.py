"""The form of a record in a browser: dates, drawing, remedies, merging, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from geotrack.workspace import open_workspace
from tests.browser.desk import Served, kept_draft, open_draft, records, sample_workspace, save, sign
from tests.browser.test_accessibility import faults

ID = "2024-07-24-joint-bomber-sortie"


@pytest.fixture(scope="module")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("form")
    desk = Served(sample_workspace(folder, "bombers.geojson"), chromium)
    yield desk
    assert desk.end() == 0


def _click(page: Page, *at: tuple[int, int]) -> None:
    box = page.locator(".board").bounding_box()
    assert box
    for x, y in at:
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.click(box["x"] + x, box["y"] + y, delay=10)
        page.wait_for_timeout(400)  # two quick clicks are a double one


def _centre(page: Page, kind: str) -> tuple[float, float]:
    box = records(page).locator(f".desk-handle.{kind}").first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _cite(page: Page) -> None:
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Citation 1").fill("A press release")
    page.locator(".part > details > summary").last.click()
    page.get_by_label("Reliability 1").select_option("B")
    page.get_by_label("Credibility 1").select_option("2")


def test_draw_drag_and_save_a_ring(served: Served) -> None:
    page = served.open()
    page.get_by_role("button", name="New record").click()
    page.get_by_role("textbox", name="Title").fill("A ring of ships")
    box = page.get_by_role("combobox", name="Type")
    box.fill("coastguard sighting")
    box.press("ArrowDown")
    box.press("Enter")
    date = page.get_by_label("Date")
    date.fill("04/05/2024")
    expect(page.locator(".meaning")).to_have_text("Which of these?")
    assert "start" not in kept_draft(page)["properties"]
    page.locator(".reading", has_text="4 May 2024").click()
    expect(date).to_have_value("4 May 2024")
    page.get_by_role("button", name="Ring", exact=True).click()
    _click(page, (640, 330), (680, 330), (720, 330))
    expect(page.get_by_label("Outer radius, km", exact=True)).not_to_have_value("")
    first = kept_draft(page)["properties"]["place"]
    assert first["precision"] == "ring"
    assert 0 < first["inner_radius_km"] < first["radius_km"]
    middle, edge = (_centre(page, kind) for kind in ("middle", "edge"))
    page.mouse.move(*edge)
    page.mouse.down()
    for share in (0.1, 0.3, 0.5):
        page.mouse.move(*(e + share * (e - m) for m, e in zip(middle, edge, strict=True)))
    page.mouse.up()
    expect(page.get_by_label("Outer radius, km", exact=True)).not_to_have_value(
        str(first["radius_km"])
    )
    _cite(page)
    page.locator(".body > .more > summary").click()
    page.get_by_label("Short name", exact=True).fill("Ring")
    page.locator(".field-label summary", has_text="Norsk bokmål").click()
    page.get_by_label("Short name (Norsk bokmål)").fill("Ring av skip")
    linked = page.get_by_role("combobox", name="Related")
    linked.fill("joint bomber")
    expect(page.locator("#related-options [role=option]").first).to_be_visible()
    linked.press("ArrowDown")
    linked.press("Enter")
    expect(page.locator(".field-related .chips li")).to_have_count(1)
    assert faults(page) == []
    save(page)
    stored = next(e for e in open_workspace(served.folder).events if e.title == "A ring of ships")
    assert stored.place
    assert stored.place.radius_km is not None
    assert stored.place.radius_km > first["radius_km"]
    assert (stored.label, stored.translations, stored.place.precision) == (
        "Ring",
        {"nb": {"label": "Ring av skip"}},
        "ring",
    )
    assert stored.sources[0].grade
    assert (stored.sources[0].grade.reliability, stored.sources[0].grade.credibility) == ("B", 2)
    page.close()


def test_draw_a_line_by_keys_and_cancel_it(served: Served) -> None:
    page = served.open()
    page.get_by_role("button", name="New record").click()
    page.get_by_role("button", name="Point", exact=True).press("Enter")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    expect(page.locator(".position")).to_contain_text("°")
    point = kept_draft(page)["geometry"]
    page.get_by_role("button", name="Line", exact=True).click()
    _click(page, (600, 300), (660, 360), (700, 300))
    assert len(kept_draft(page)["geometry"]["coordinates"]) == 3
    page.keyboard.press("Backspace")
    assert len(kept_draft(page)["geometry"]["coordinates"]) == 2
    page.keyboard.press("Escape")
    assert kept_draft(page)["geometry"] == point
    before = page.locator(".position").inner_text()
    place = page.get_by_label("Place", exact=True)
    place.fill("Vik")
    place.press("Enter")
    records(page).locator(".desk-handle.candidate").first.click()  # all are in view
    expect(page.locator(".position")).not_to_have_text(before)
    assert kept_draft(page)["geometry"] != point
    page.close()


def test_vertices_days_and_a_described_place_on_the_page(served: Served) -> None:
    page = served.open()
    ring = [[170, 72], [-170, 72], [-170, 76], [170, 76], [170, 72]]
    area = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "geometry": area, "properties": {"start": "2025-07-24"}}
    open_draft(page, feature)
    map_ = records(page)
    first = map_.get_by_role("button", name="Vertex 1 of 4")
    first.press("Insert")  # across 180°
    expect(map_.get_by_role("button", name="Vertex 2 of 5")).to_be_focused()
    assert [180, 72] in kept_draft(page)["geometry"]["coordinates"][0]
    page.keyboard.press("ArrowUp")
    moved = kept_draft(page)["geometry"]["coordinates"][0][1]
    assert moved[1] != 72
    map_.locator(".desk-remover").click()
    corners = kept_draft(page)["geometry"]["coordinates"][0]
    assert [lon % 360 for lon, _ in corners] == [lon % 360 for lon, _ in ring]
    map_.locator(".draft-last").press("ArrowRight")  # later than all records
    assert kept_draft(page)["properties"]["start"] == "[2025-07-24..2025-07-25]"
    expect(page.get_by_label("Date", exact=True)).to_have_value("between 24 and 25 July 2025")
    place = page.get_by_label("Place", exact=True)
    place.press_sequentially("40 nm NW of Point Hope")
    expect(page.locator(".found")).to_contain_text("within 38 km")
    expect(map_.locator(".leaflet-tooltip", has_text="Point Hope")).to_be_visible()
    assert kept_draft(page)["geometry"] is None  # not read yet
    place.press("Enter")
    expect(map_.locator(".desk-handle.middle")).to_be_visible()
    assert kept_draft(page)["properties"]["place"]["radius_km"] == 38
    expect(page.locator(".found")).to_contain_text("Read as Point Hope (village, US, 68.35° N")
    expect(page.locator(".found")).to_contain_text("No longer stated: An area.")
    _paste(place, "1. 71-20N 178-00E\n2. 71-50N 178-00E\n3. 71-50N 178-00W\n")
    expect(place).to_have_value(lines := "1. 71-20N 178-00E; 2. 71-50N 178-00E; 3. 71-50N 178-00W")
    place.press("Enter")
    page.get_by_role("button", name="An area with these 3 corners").click()
    expect(map_.get_by_role("button", name="Vertex 3 of")).to_be_visible()
    assert kept_draft(page)["properties"]["place"]["described"] == f"area: {lines}"
    assert [182, 71.833333333] in _rounded(kept_draft(page)["geometry"]["coordinates"][0])
    assert faults(page) == []
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Discard it").click()
    expect(map_.locator(".desk-handle")).to_have_count(0)
    page.close()


def _paste(box: Locator, text: str) -> None:
    """Paste a text over what a field holds."""
    box.select_text()
    box.evaluate(
        """(field, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const paste = { clipboardData: data, cancelable: true };
          field.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        text,
    )


def _rounded(places: list[list[float]]) -> list[list[float]]:
    """Return places with nine decimals, as edges have them."""
    return [[round(number, 9) for number in place] for place in places]


def test_a_remedy_is_a_button_and_a_duplicate_is_merged(served: Served) -> None:
    page = served.open("nb")
    twin = dict(open_workspace(served.folder).by_id[ID].feature)
    twin["properties"] = dict(twin["properties"])
    del twin["id"]
    twin["properties"] |= {
        "title": "Joint bomber sortie over the Chukchi Sea",
        "type": "air/bomber-sorti",
        "sources": [{"cite": "Another release"}],
        "own": "kept",
    }
    for key in ("added", "revisions", "review"):
        twin["properties"].pop(key, None)
    open_draft(page, twin)
    page.get_by_role("button", name="air/bomber-sortie").click()
    expect(page.locator(".field-type .findings li")).to_have_count(0)
    page.locator(".similar .quiet").click()
    page.locator("dialog tr", has_text="Tittel").get_by_role("radio").nth(1).check()
    assert faults(page) == []
    page.locator("dialog .main").click()
    expect(page.locator(".panel:not([hidden]) h2")).to_have_text("Rediger oppføringen")
    page.locator(".panel:not([hidden]) footer .main").click()
    sign(page)
    page.locator("dialog .main").click()
    expect(page.locator(".status")).to_contain_text("Lagret «Joint bomber sortie")
    merged = open_workspace(served.folder).by_id[ID]
    assert merged.title == "Joint bomber sortie over the Chukchi Sea"
    assert "Another release" in {source.cite for source in merged.sources}
    assert merged.feature["properties"]["own"] == "kept"
    page.close()


def test_what_is_not_read_is_not_saved_and_nothing_goes_unasked(served: Served) -> None:
    page = served.open()
    properties = {"title": "Two ships", "type": "coastguard/sighting", "start": "2026-11-18"}
    feature = {
        "type": "Feature",
        "geometry": None,
        "properties": {**properties, "sources": [{"cite": "A press release"}]},
    }
    open_draft(page, feature)
    place, found = page.get_by_label("Place", exact=True), page.locator(".found")
    confirm = page.locator(".panel:not([hidden]) footer .main")
    place.fill("Kaliningrad")
    place.press("Enter")
    expect(page.locator(".position")).to_contain_text("54.7064° N")
    place.fill("Перевальск")
    confirm.click()  # the text is read first
    expect(page.locator(".status.fault")).to_have_text(
        "Not saved. Place: No place or region is called ‘Перевальск’. Choose, correct or clear it."
    )
    expect(place).to_be_focused()
    draft = kept_draft(page)
    assert (draft["geometry"], draft["properties"]["place"]) == (None, {"name": "Перевальск"})
    expect(found.get_by_role("button")).to_have_text(
        ["Keep 54.7064° N 20.511° E under this name", "The words alone, without a position"]
    )
    assert faults(page) == []

    place.fill("80 miles north of St. Paul")
    place.press("Enter")
    expect(found).to_contain_text("‘St. Paul’ is the name of 2 places: which one?")
    found.get_by_role("button", name="St. Paul Island (island, US").click()
    expect(page.locator(".position")).to_have_text("58.4486° N 170.25° W")
    expect(place).to_have_value("80 miles north of St. Paul Island")
    page.get_by_label("Uncertainty, km", exact=True).fill("5")
    place.fill("60N 170W")
    place.press("Enter")
    expect(found).to_contain_text("No longer stated: 5 km.")

    page.get_by_role("button", name="New record").click()
    expect(page.locator("dialog h2")).to_contain_text("‘Two ships’ is not saved.")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Two ships")
    save(page)
    # The same again: it is asked once. What is typed last is what the dialog of a change shows.
    open_draft(page, feature)
    place.fill("60N 170W")
    confirm.click()
    expect(page.locator("dialog h2")).to_contain_text("Probably stored already, as ‘Two ships’")
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Discard it").click()
    records(page).locator(".record", has_text="Two ships").locator(".pick").click()
    page.get_by_role("button", name="Edit record").click()
    expect(page.get_by_label("Date", exact=True)).to_have_value("18 November 2026")
    page.get_by_label("Date", exact=True).fill("22 November 2026")
    confirm.click()
    expect(page.locator("dialog .differences")).to_contain_text("2026-11-22")
    page.get_by_role("button", name="Cancel").last.click()
    page.close()


def test_a_type_is_found_by_its_theme_and_one_of_the_workspace_is_added(served: Served) -> None:
    page = served.open()
    page.get_by_role("button", name="New record").click()
    opener = page.get_by_role("button", name="All types")
    opener.press("Enter")
    theme = page.locator(".type-tree details", has_text="Research")
    theme.locator("summary").press("Enter")
    theme.get_by_role("button", name="Other research").click()
    box = page.get_by_role("combobox", name="Type")
    expect(box).to_have_value("Research / Other research")
    expect(opener).to_be_focused()
    opener.click()
    # The theme of the chosen type is open.
    expect(theme.get_by_role("button", name="Other research")).to_have_attribute(
        "aria-current", "true"
    )
    theme.get_by_role("button", name="Another type").click()
    dialog = page.get_by_role("dialog", name="New type under Research")
    dialog.get_by_label("Name", exact=True).fill("Deep dive")
    dialog.get_by_role("button", name="Add the type").click()
    expect(dialog.get_by_role("alert")).to_contain_text("already")
    dialog.get_by_label("Name", exact=True).fill("Ice camp")
    dialog.get_by_label("Name in Norsk bokmål").fill("Isleir")
    assert faults(page) == []
    dialog.get_by_role("button", name="Add the type").click()
    expect(box).to_have_value("Research / Ice camp")
    expect(page.locator(".field-type .type-symbol").first).to_be_visible()
    text = (served.folder / "taxonomy.toml").read_text(encoding="utf-8")
    assert 'label = {en = "Ice camp", nb = "Isleir"}' in text
    (served.folder / "taxonomy.toml").unlink()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Discard it").click()
    page.close()
