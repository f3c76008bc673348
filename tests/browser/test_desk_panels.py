"""The panels of the desk in a browser: what they say when something fails, and what they keep."""

from __future__ import annotations

import json
import resource
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from geotrack.workspace import open_workspace
from tests.browser.desk import Served, drop, panel, records, sample_workspace, save, sign, tab
from tests.browser.test_accessibility import faults


@pytest.fixture(scope="module")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("panels")
    desk = Served(sample_workspace(folder, "bombers.geojson"), chromium)
    yield desk
    assert desk.end() == 0


@pytest.fixture(scope="module")
def page(served: Served) -> Page:
    return served.open()  # open still when the desk is ended


def test_the_panel_says_why_a_file_cannot_be_read(page: Page) -> None:
    drop(page, "data.xyz", bytes(range(256)))
    expect(panel(page).get_by_role("alert")).to_contain_text("data.xyz")
    expect(panel(page)).not_to_contain_text("Reading")
    panel(page).get_by_role("button", name="Cancel").click()


def test_a_claim_is_edited_and_the_rest_of_its_report_stays(served: Served, page: Page) -> None:
    tab(page, "Reports")
    claim = panel(page).locator(".report li").first
    words = claim.locator(".says").inner_text()
    assert faults(page) == []
    claim.get_by_role("button", name="Edit claim").click()
    panel(page).get_by_label("Section").fill("7.3")
    panel(page).locator("footer .main").click()
    expect(panel(page).locator(".report li").first).to_contain_text("7.3 · ")
    expect(panel(page).locator(".says").first).to_have_text(words)
    reports = open_workspace(served.folder).reports_by_id.values()
    assert [c.section for one in reports for c in one.claims if c.section == "7.3"] == ["7.3"]
    tab(page, "Reports")


def test_review_shows_old_beside_new_until_the_record_is_reviewed(
    served: Served, page: Page
) -> None:
    tab(page, "Review")
    title = "Joint bomber sortie over the Chukchi and Bering Seas"
    panel(page).locator(".rows .link", has_text=title).first.click()
    page.get_by_role("button", name="Edit record").click()
    panel(page).get_by_label("Summary", exact=True).fill("Both flew there.")
    save(page, "shorter")
    tab(page, "Review")
    row = panel(page).locator(".rows > li", has=page.locator("details"))
    expect(row).to_have_count(1)
    row.get_by_text("What has changed").click()
    expect(row.locator("ins")).to_have_text("Both flew there.")
    expect(row.locator("del")).not_to_be_empty()
    assert faults(page) == []
    # Another change of the workspace leaves it open.
    path = served.folder / "events" / "bombers.geojson"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Tu-95MS of abo", "Tu-95MS of some"), "utf-8"
    )
    expect(row.locator("ins")).to_have_text("Both flew there.")
    # The form has it for each revision.
    page.get_by_role("button", name="Edit record").click()
    panel(page).locator(".history > summary").click()
    panel(page).locator(".history li summary").click()
    expect(panel(page).locator(".history ins")).to_have_text("Both flew there.")
    assert faults(page) == []
    panel(page).get_by_role("button", name="Cancel").click()
    tab(page, "Review")
    row.get_by_role("checkbox").check()
    panel(page).get_by_role("button", name="Send back").click()
    sign(page, "Ola Dahl")
    page.get_by_label("Reason for the change").fill("Which base?")
    page.locator("dialog .main").click()
    expect(page.locator(".status")).to_have_text("1 sent back")
    panel(page).get_by_label("sent back 1").check()
    expect(row.locator(".sent-back")).to_contain_text("Which base?")
    panel(page).get_by_label("all 7").check()
    row.get_by_role("checkbox").check()
    panel(page).locator("footer .main").click()
    sign(page, "Eva Berg")
    page.locator("dialog .main").click()
    expect(row).to_have_count(0)
    tab(page, "Review")


def test_cells_of_the_table_are_edited_pasted_and_saved_together(
    served: Served, page: Page
) -> None:
    tab(page, "Table")
    rows = page.locator(".tabulator-row")

    def cell(row: int, column: str) -> Locator:
        return rows.nth(row).locator(f"[tabulator-field={column}]")

    cell(1, "status").dblclick()
    page.keyboard.type("plan")
    expect(page.locator(".tabulator-edit-list-item")).to_have_text("planned")
    page.keyboard.press("Enter")
    cell(2, "date").dblclick()
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    findings = page.locator(".record-table .findings")
    expect(findings).to_contain_text("Date 'hello' is not a date")
    assert faults(page) == []
    cell(2, "date").dblclick()
    page.keyboard.type("12 July 2024")
    page.keyboard.press("Enter")
    expect(findings).to_be_empty()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('UNCLASSIFIED\\nUNCLASSIFIED')")
    cell(3, "marking").click()
    page.keyboard.press("Control+v")
    expect(cell(4, "marking")).to_have_text("UNCLASSIFIED")
    ids = list(open_workspace(served.folder).by_id)
    page.get_by_role("button", name="Save 4 cells").click()
    sign(page, "Kari")
    page.locator("#save-why").fill("by the table")
    page.keyboard.press("Enter")
    expect(page.locator(".status")).to_contain_text("4 records saved.")
    stored = [open_workspace(served.folder).by_id[id_] for id_ in ids]
    assert [stored[1].status, str(stored[2].start), stored[3].marking, stored[4].marking] == [
        "planned",
        "2024-07-12",
        "UNCLASSIFIED",
        "UNCLASSIFIED",
    ]
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    tab(page, "Table")


def test_the_form_of_a_map_outlives_other_panels_and_a_reload(served: Served, page: Page) -> None:
    tab(page, "Maps")
    panel(page).get_by_role("button", name="New map").click()
    expect(panel(page).locator("h2")).to_have_text("New map")
    # It lacks all: the form leads to what is missing, and the name is that of the title.
    panel(page).locator("footer .main").click()
    expect(page.locator(".status.fault")).to_have_text("Not saved: the map has errors")
    expect(panel(page).get_by_label("Title", exact=True).first).to_be_focused()
    panel(page).get_by_label("File name").fill("short")
    panel(page).get_by_label("Title", exact=True).first.fill("Kept")
    tab(page, "Review")
    tab(page, "Maps")
    expect(panel(page).get_by_label("Title", exact=True).first).to_have_value("Kept")
    page.reload()
    expect(panel(page).get_by_label("Title", exact=True).first).to_have_value("Kept")
    expect(panel(page).get_by_label("File name")).to_have_value("short")
    panel(page).get_by_label("Marking").fill("UNCLASSIFIED // FOR BRIEFING")
    panel(page).locator("footer .main").click()
    expect(page.locator(".status")).to_contain_text("The map is saved.")
    expect(panel(page).locator("h2")).to_have_text("Kept")
    assert open_workspace(served.folder).maps["short"].record is not None
    tab(page, "Maps")


def _week(served: Served) -> Path:
    """A map, and a record that states when it was entered."""
    path = served.folder / "maps" / "week.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        'title = "Week 48"\nmarking = "UNCLASSIFIED"\n\n[view]\nfit = "records"\n', encoding="utf-8"
    )
    events = served.folder / "events" / "bombers.geojson"
    file = json.loads(events.read_text(encoding="utf-8"))
    file["features"][0]["properties"]["added"] = "2025-11-20"
    events.write_text(json.dumps(file), encoding="utf-8")
    return path


def test_the_preview_follows_the_form_of_a_map(served: Served) -> None:
    path = _week(served)
    stored = path.read_text(encoding="utf-8")
    page = served.open()
    tab(page, "Maps")
    panel(page).locator("li", has_text="Week 48").get_by_role("button", name="Edit").click()
    preview = page.frame_locator("iframe.preview:not(.waiting)")
    expect(preview.locator("h1")).to_have_text("Week 48")
    here = panel(page)
    for part in ("about", "select", "sides"):
        here.locator(f".part-{part} > summary").click()
    here.get_by_label("Title", exact=True).first.fill("Week 49")
    expect(preview.locator("h1")).to_have_text("Week 49")
    assert path.read_text(encoding="utf-8") == stored
    here.get_by_label("New since", exact=True).select_option(label="a day …")
    here.get_by_label("a day …").fill("1 November 2025")
    here.get_by_label("a day …").press("Tab")
    expect(here.get_by_label("a day …")).to_have_value("2025-11-01")
    expect(preview.locator(".masthead .since")).to_contain_text("since 1 November 2025")
    here.get_by_role("button", name="Name this edition").click()
    page.locator("dialog input").fill("Week 48")
    page.locator("dialog .main").click()
    here.get_by_role("button", name="Add a side").click()
    side = here.locator(".side")
    side.get_by_label("Name", exact=True).first.fill("China")
    side.get_by_label("Countries").fill("China")
    side.get_by_label("Countries").press("Enter")
    expect(side.locator(".chips li")).to_have_text(["China×"])
    here.get_by_role("combobox", name="Named on the map").fill("bombers")
    here.locator(".options:visible li").first.click()
    chip = here.locator(".field", has=page.get_by_role("combobox", name="Named on the map"))
    expect(chip.locator(".chips li")).to_contain_text("bombers")
    # What is wrong stands at its field at once.
    here.get_by_label("Released only").check()
    expect(chip.locator(".findings .error")).to_contain_text("is not among the records")
    here.get_by_label("Released only").uncheck()
    expect(chip.locator(".findings .error")).to_have_count(0)
    assert faults(page) == []
    here.locator("footer .main").click()
    expect(page.locator(".status")).to_contain_text("The map is saved.")
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    assert (values["title"], values["since"]) == ("Week 49", "2025-11-01")
    assert list(values["editions"]) == ["Week 48"]
    assert values["sides"] == [{"name": "China", "colour": "#c8371b", "countries": ["CN"]}]
    assert "select" not in values
    page.close()


def test_versions_of_a_map_are_taken_back(served: Served) -> None:
    path = _week(served)
    page = served.open()
    tab(page, "Maps")
    panel(page).locator("li", has_text="Week 48").get_by_role("button", name="Edit").click()
    preview = page.frame_locator("iframe.preview:not(.waiting)")
    here = panel(page)
    here.locator(".part-about > summary").click()
    here.get_by_label("Title", exact=True).first.fill("Week 49")
    here.locator("footer .main").click()
    expect(page.locator(".status")).to_contain_text("The map is saved.")
    expect(here.locator("h2")).to_have_text("Week 49")
    # The form follows when a save is taken back.
    page.locator(".status").get_by_role("button", name="Undo").click()
    sign(page)
    page.locator("dialog .main").click()
    expect(here.locator("h2")).to_have_text("Week 48")
    here.locator(".history > summary").click()
    expect(here.locator(".versions li")).to_contain_text(["Title", "Title"])
    here.get_by_role("button", name="Take this back").first.click()
    expect(preview.locator("h1")).to_have_text("Week 49")
    # What is discarded leaves the preview as well.
    here.locator(".part-about > summary").click()
    here.get_by_label("Title", exact=True).first.fill("Not kept")
    expect(preview.locator("h1")).to_have_text("Not kept")
    here.get_by_role("button", name="Cancel").click()
    expect(preview.locator("h1")).to_have_text("Week 49")
    path.unlink()
    page.close()


def test_on_a_full_disk_the_form_says_so_and_keeps_its_text(served: Served, page: Page) -> None:
    page.get_by_role("button", name="New record", exact=True).click()
    panel(page).get_by_label("Title", exact=True).fill("Kept on a full disk")
    box = page.get_by_role("combobox", name="Type")
    box.fill("bomber sortie")
    box.press("ArrowDown")
    box.press("Enter")
    panel(page).get_by_label("Date").fill("2 August 2025")
    expect(page.locator(".meaning")).to_have_text("1 day")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Citation 1").fill("A letter")
    server = served.process.pid
    most = resource.prlimit(server, resource.RLIMIT_FSIZE)
    # As on a full disk, the kernel takes no byte of a file.
    resource.prlimit(server, resource.RLIMIT_FSIZE, (0, most[1]))
    panel(page).locator("footer .main").click()
    sign(page)
    page.locator("dialog .main").click()
    expect(page.locator(".status")).to_contain_text("Not saved: ")
    expect(page.locator(".status")).to_contain_text("too large")
    expect(panel(page).get_by_label("Title", exact=True)).to_have_value("Kept on a full disk")
    resource.prlimit(server, resource.RLIMIT_FSIZE, most)
    save(page)
    titles = [event.title for event in open_workspace(served.folder).events]
    assert "Kept on a full disk" in titles


def test_beside_a_panel_the_map_keeps_its_room_and_the_list_is_folded(served: Served) -> None:
    page = served.open()
    page.set_viewport_size({"width": 1440, "height": 900})
    map_ = records(page).locator(".folium-map")
    tab(page, "Help")
    expect(records(page).locator(".list-unfold")).to_be_visible()
    box = map_.bounding_box()
    assert box
    assert box["width"] >= 800
    expect(records(page).locator(".index")).to_be_hidden()
    records(page).locator(".list-unfold").click()
    expect(records(page).locator(".index")).to_be_visible()
    # Topics and keys are found by words of theirs.
    page.get_by_label("Search the help").fill("notation")
    expect(panel(page).locator(".topic:visible h3")).to_have_text(["Say where it was"])
    page.get_by_label("Search the help").fill("previous draft")
    expect(panel(page).locator(".topic:visible h3")).to_have_text(["Drafts of a report"])
    page.get_by_label("Search the help").fill("")
    assert faults(page) == []
    tab(page, "Help")
    expect(records(page).locator(".list-unfold")).to_be_hidden()
    expect(records(page).locator(".index")).to_be_visible()
    page.close()


def test_on_a_phone_a_panel_is_a_sheet_with_a_way_back_to_the_map(served: Served) -> None:
    page = served.open()
    page.set_viewport_size({"width": 390, "height": 844})
    head = page.locator(".desk-head").bounding_box()
    assert head
    assert head["height"] < 130
    for name in ("Review", "Findings", "Help"):
        tab(page, name)
        box = panel(page).bounding_box()
        assert box
        assert box["height"] > 650
        assert box["width"] == 390
    assert faults(page) == []
    page.get_by_role("button", name="Show the map").locator("visible=true").click()
    expect(panel(page).locator(".body")).to_be_hidden()
    expect(records(page).get_by_role("button", name="Zoom in")).to_be_in_viewport()
    page.get_by_role("button", name="Back to the panel").locator("visible=true").click()
    expect(panel(page).locator(".body")).to_be_visible()
    page.get_by_role("button", name="New record").click()
    panel(page).get_by_role("button", name="Disc").click()
    # What is drawn needs the map.
    expect(panel(page).locator(".body")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(panel(page).locator(".body")).to_be_visible()
    page.close()


def test_a_file_of_areas_becomes_regions_and_a_layer(served: Served) -> None:
    ring = [[25, 71], [28, 71], [28, 72], [25, 72], [25, 71]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    area = {"type": "Feature", "properties": {"navn": "Field N"}, "geometry": geometry}
    content = json.dumps({"type": "FeatureCollection", "features": [area]}).encode()
    path = _week(served)
    page = served.open()
    drop(page, "felt.geojson", content)
    panel(page).get_by_label("regions", exact=True).check()
    expect(panel(page).get_by_label("Name of area 1")).to_have_value("Field N")
    assert faults(page) == []
    panel(page).get_by_role("button", name="Add the regions").click()
    expect(page.locator(".status")).to_have_text("1 region added.")
    # The page of all records draws it, and filters know it.
    expect(records(page).locator(".leaflet-control-layers")).to_contain_text("Field N")
    drop(page, "felt.geojson", content)
    panel(page).get_by_label("a layer of a map", exact=True).check()
    panel(page).get_by_label("Map", exact=True).select_option(label="Week 48")
    panel(page).get_by_role("button", name="Add the layer").click()
    expect(page.locator(".status")).to_contain_text("is added")
    assert tomllib.loads(path.read_text(encoding="utf-8"))["layers"]["files"][0]["name"] == "felt"
    tab(page, "Maps")
    panel(page).locator(".own-regions > summary").click()
    panel(page).locator(".own-regions").get_by_role("button", name="Rename").click()
    page.locator("dialog input").fill("Field North")
    page.locator("dialog .main").click()
    expect(panel(page).locator(".own-regions b")).to_have_text(["Field North"])
    panel(page).locator("li", has_text="Week 48").get_by_role("button", name="Edit").click()
    panel(page).locator(".part-layers > summary").click()
    expect(panel(page).locator(".layer-file")).to_contain_text(["felt"])
    panel(page).get_by_role("button", name="Remove felt").click()
    panel(page).locator("footer .main").click()
    expect(page.locator(".status")).to_contain_text("The map is saved.")
    assert "layers" not in tomllib.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    page.close()


def test_two_records_of_one_event_are_compared_or_kept_apart(served: Served) -> None:
    path = served.folder / "events" / "bombers.geojson"
    before = path.read_text(encoding="utf-8")
    file = json.loads(before)
    first = file["features"][0]
    twin = {**first, "id": "a-twin", "properties": {**first["properties"]}}
    twin["properties"]["title"] += " again"
    file["features"].append(twin)
    path.write_text(json.dumps(file), encoding="utf-8")
    page = served.open()
    tab(page, "Findings")
    panel(page).locator(".duplicate-list > summary").click()
    row = panel(page).locator(".duplicates > li", has_text="again")
    expect(row).to_have_count(1)
    assert faults(page) == []
    row.get_by_role("button", name="Compare and merge").click()
    expect(page.locator("dialog h2")).to_be_visible()
    page.keyboard.press("Escape")
    panel(page).get_by_role("button", name="Cancel").click()
    tab(page, "Findings")
    row.get_by_role("button", name="Not the same").click()
    sign(page)
    page.locator("dialog .main").click()
    expect(page.locator(".status")).to_contain_text("Noted: two events")
    expect(row).to_have_count(0)
    path.write_text(before, encoding="utf-8")
    page.close()
