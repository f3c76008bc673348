"""The timeline of a page, used as a person would: by mouse, by keys, played, and by a link."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt, next_frame

MOTION = "no-preference"
SIZES = [(1440, 900), (390, 844)]
LANGUAGES = ["en", "nb"]
HOSTILE = '"><img src=x onerror=alert(1)>'


def record(
    id_: str, at: tuple[float, float] | None, type_: str, start: str, **properties: Any
) -> dict[str, Any]:
    told = {"title": id_, "type": type_, "start": start, "sources": ["https://example.org/"]}
    return {
        "type": "Feature",
        "id": id_,
        "geometry": {"type": "Point", "coordinates": list(at)} if at else None,
        "properties": {**told, "place": {"precision": "exact"}, **properties}
        if at
        else {**told, **properties},
    }


# The days that they tell of are those of two years.
RECORDS = [
    record("alpha", (-168.9, 65.8), "coastguard/patrol", "2023-02-10"),
    record("bravo", (31, 72), "naval/patrol", "2024-05-01"),
    record("charlie", (60, 75), "naval/patrol", "2024-06", end="2024-07-20"),
    record("delta", (100, 78), "air/bomber-sortie", "2024"),
    record("echo", None, "diplomacy/statement", "2024-09-12"),
    record("foxtrot", (-150, 72), "air/bomber-sortie", "2023-11-20", end="2024-12-05"),
    record("golf", (15, 78), "research/voyage", "unknown", title=f"golf {HOSTILE}"),
    record("hotel", (-140, 71), "research/voyage", "2023-01-05", summary=HOSTILE),
    record("india", (-130, 72), "research/voyage", "2024-12-20"),
]
FIRST, BEFORE = date(2023, 1, 1), date(2025, 1, 1)
ALL = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india"]
DEFINITION = 'title = "A map"\nmarking = "UNCLASSIFIED"\nas_of = "2025-01-01"\n'
IN_IT = ["bravo", "charlie", "delta", "echo", "foxtrot"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("timeline"), RECORDS)


def build(folder: Path, records: list[dict[str, Any]]) -> Path:
    for name in ("events", "maps", "seeds"):
        (folder / name).mkdir()
    collection = {"type": "FeatureCollection", "features": records}
    (folder / "events" / "a.geojson").write_text(json.dumps(collection), encoding="utf-8")
    (folder / "maps" / "all.toml").write_text(DEFINITION, encoding="utf-8")
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    out = folder / "all.html"
    briefing(open_workspace(folder), "all").save(str(out))
    return out


@pytest.fixture
def page(page_at: PageAt, built: Path) -> Page:
    return page_at(built)


def speak(page: Page, language: str) -> None:
    page.locator(f".languages [lang={language}]").click()


def listed(page: Page) -> list[str]:
    titles = page.locator(".record:visible .pick-title").all_text_contents()
    return sorted(title.partition(" ")[0] for title in titles)


def on_map(page: Page) -> list[str]:
    marks = page.locator(".event-mark:visible").all()
    names = [(mark.get_attribute("aria-label") or "").partition(": ")[2] for mark in marks]
    return sorted(re.split(r"[ ,]", name)[0] for name in names)


def strip(page: Page) -> FloatRect:
    # On a phone the map stays at the head of the screen.
    page.locator(".timeline-strip").evaluate("(strip) => strip.scrollIntoView({ block: 'end' })")
    box = page.locator(".timeline-strip").bounding_box()
    assert box
    return box


def x_of(page: Page, day: date) -> float:
    box = strip(page)
    return box["x"] + (day - FIRST).days / (BEFORE - FIRST).days * box["width"]


def drag(page: Page, from_: date, to: date, *, fine: bool = False) -> None:
    y = strip(page)["y"] + 3
    page.mouse.move(x_of(page, from_), y)
    page.mouse.down()
    if fine:
        page.keyboard.down("Alt")
    page.mouse.move((x_of(page, from_) + x_of(page, to)) / 2, y)
    page.mouse.move(x_of(page, to), y)
    page.mouse.up()
    if fine:
        page.keyboard.up("Alt")
    # The period is set at the next frame.
    next_frame(page)


def title(page: Page) -> Locator:
    return page.locator(".timeline-period")


def seven_months(page: Page) -> None:
    """Drag from about the beginning of April to about the end of October: months are whole."""
    drag(page, date(2024, 4, 6), date(2024, 10, 27))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_period_that_is_dragged_filters_list_map_and_counts(
    page_at: PageAt, built: Path, width: int, height: int, language: str
) -> None:
    page = page_at(built, width, height)
    speak(page, language)
    norwegian = language == "nb"
    expect(title(page)).to_have_value("")
    assert listed(page) == ALL
    seven_months(page)
    expect(title(page)).to_have_value("april–oktober 2024" if norwegian else "April–October 2024")
    assert listed(page) == IN_IT
    assert on_map(page) == [id_ for id_ in IN_IT if id_ != "echo"], "which has no place"
    summary = page.locator(".timeline-count")
    expect(summary).to_contain_text(
        "5 oppføringer i perioden, 1 av dem bare muligens"
        if norwegian
        else "5 records in the period, 1 only possibly"
    )
    expect(summary).to_contain_text("1 uten dato" if norwegian else "1 without a date")
    expect(page.locator(".finder-count")).to_have_text(
        "5 av 9 oppføringer: 4 sikkert, 1 muligens"
        if norwegian
        else "5 of 9 records: 4 certainly, 1 possibly"
    )
    chip = page.locator(".chip.on")
    expect(chip).to_contain_text(
        "Periode: april–oktober 2024" if norwegian else "Period: April–October 2024"
    )
    expect(page.locator(".filtered")).to_contain_text(
        "periode april–oktober 2024" if norwegian else "period April–October 2024"
    )
    expect(page).to_have_url(re.compile(r"[#&]t=2024-04-01\.\.2024-10-31$"))
    chip.click()
    assert listed(page) == ALL
    expect(title(page)).to_have_value("")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_has_no_date_is_one_click_away(page: Page) -> None:
    seven_months(page)
    undated = page.get_by_role("button", name="1 without a date")
    expect(undated).to_have_attribute("aria-pressed", "false")
    undated.click()
    assert listed(page) == sorted([*IN_IT, "golf"])
    assert "golf" in on_map(page)
    expect(undated).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".timeline-count")).to_contain_text("5 records in the period")
    expect(page.locator(".chip.on")).to_contain_text("Period: April–October 2024, and undated")
    expect(page).to_have_url(re.compile(r"[#&]t=2024-04-01\.\.2024-10-31,undated$"))
    page.locator(".finder-field").fill("bravo")
    expect(undated).to_be_hidden()
    page.locator(".finder-field").fill("golf")
    assert listed(page) == ["golf"]
    page.get_by_role("button", name="All time").click()
    page.locator(".finder-field").fill("")
    # A period is set at the next frame.
    expect(page.locator(".timeline-count")).to_have_text("8 records with a date1 without a date")
    assert listed(page) == ALL


def test_certain_only_holds_for_the_period(page: Page) -> None:
    seven_months(page)
    page.get_by_role("button", name="Filters").click()
    page.locator(".finder-certain .chip").click()
    assert listed(page) == ["bravo", "charlie", "echo", "foxtrot"]
    expect(page.locator(".timeline-count")).to_contain_text("4 records certainly in it")


def test_the_page_says_that_the_period_is_what_to_loosen(page: Page) -> None:
    seven_months(page)
    page.locator(".finder-field").fill("alpha")
    assert listed(page) == []
    page.get_by_role("button", name="Without the period there would be 1").click()
    assert listed(page) == ["alpha"]
    expect(title(page)).to_have_value("")


def test_edges_and_middle_are_dragged_and_a_click_beside_clears(page: Page) -> None:
    seven_months(page)
    drag(page, date(2024, 4, 1), date(2024, 6, 3))
    expect(title(page)).to_have_value("June–October 2024")
    drag(page, date(2024, 11, 1), date(2024, 8, 30))
    expect(title(page)).to_have_value("June–August 2024")
    drag(page, date(2024, 7, 15), date(2023, 9, 15))
    expect(title(page)).to_have_value("August–October 2023")
    drag(page, date(2023, 9, 15), date(2022, 1, 1))
    expect(title(page)).to_have_value("January–March 2023")
    drag(page, date(2023, 4, 1), date(2023, 3, 11), fine=True)
    expect(title(page)).to_have_value(re.compile(r"1 January – \d+ March 2023"))
    page.mouse.click(x_of(page, date(2024, 3, 1)), strip(page)["y"] + 2)
    expect(title(page)).to_have_value("")
    assert listed(page) == ALL


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ends_of_a_period_are_moved_by_keys(page: Page, language: str) -> None:
    speak(page, language)
    norwegian = language == "nb"
    names = ("Periodens første dag", "Periodens siste dag")
    if not norwegian:
        names = ("First day of the period", "Last day of the period")
    first, last = (page.get_by_role("slider", name=name) for name in names)
    first.focus()
    for key in ("Shift+ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    text = "1. april 2024" if norwegian else "1 April 2024"
    expect(first).to_have_attribute("aria-valuetext", text)
    last.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    text = "31. oktober 2024" if norwegian else "31 October 2024"
    expect(last).to_have_attribute("aria-valuetext", text)
    expect(title(page)).to_have_value("april–oktober 2024" if norwegian else "April–October 2024")
    assert listed(page) == IN_IT
    page.keyboard.press("Control+ArrowRight")
    text = "1. november 2024" if norwegian else "1 November 2024"
    expect(last).to_have_attribute("aria-valuetext", text)
    page.keyboard.press("Escape")
    expect(title(page)).to_have_value("")
    assert listed(page) == ALL
    first.focus()
    page.keyboard.press("End")
    expect(first).to_have_attribute("aria-valuetext", re.compile(r"31\.? \w+ 2024"))


def test_the_period_is_stepped_by_its_own_length(page: Page) -> None:
    page.keyboard.press(".")
    expect(title(page)).to_have_value("January 2023")
    assert listed(page) == ["hotel"]
    page.keyboard.press(".")
    expect(title(page)).to_have_value("February 2023")
    page.keyboard.press(",")
    page.keyboard.press(",")
    expect(title(page)).to_have_value("January 2023")
    seven_months(page)
    page.keyboard.press(",")
    expect(title(page)).to_have_value("September 2023 – March 2024")
    page.locator(".finder-field").fill("a.b,")
    expect(title(page)).to_have_value("September 2023 – March 2024")


def test_a_period_is_played_from_within_and_comes_back(page: Page) -> None:
    drag(page, date(2024, 6, 3), date(2024, 10, 28))
    expect(title(page)).to_have_value("June–October 2024")
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    expect(title(page)).to_have_value("June 2024")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.clock.run_for(1000)
    expect(title(page)).to_have_value("July 2024")
    page.keyboard.press("t")
    page.clock.run_for(5000)
    expect(title(page)).to_have_value("July 2024")
    page.keyboard.press("t")
    expect(title(page)).to_have_value("August 2024")
    page.clock.run_for(5000)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(title(page)).to_have_value("June–October 2024")
    page.locator(".timeline-first").focus()
    page.keyboard.press(" ")
    expect(title(page)).to_have_value("June 2024")


def test_a_click_on_the_axis_chooses_its_year(page: Page) -> None:
    box = page.locator(".timeline-strip").bounding_box()
    assert box
    # Its theme signs come with its first drawing, before which it has no days.
    page.locator(".timeline-symbols > *").first.wait_for()
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] - 6)
    expect(title(page)).to_have_value("2024")


def test_whoever_asks_for_something_else_stops_it(page: Page) -> None:
    seven_months(page)
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    expect(title(page)).to_have_value("April 2024")
    page.locator(".chip.on").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.clock.run_for(5000)
    expect(title(page)).to_have_value("")


def found_bar(page: Page, day: date) -> tuple[float, float]:
    """Move the pointer down at a day, until a bar is under it."""
    box = strip(page)
    x = x_of(page, day)
    for down in range(2, 118):
        page.mouse.move(x, box["y"] + down)
        if page.locator(".timeline-tip").is_visible():
            return x, box["y"] + down
    raise AssertionError(day)


def test_a_bar_tells_of_its_record_and_chooses_it(page: Page) -> None:
    x, y = found_bar(page, date(2023, 2, 10))
    expect(page.locator(".timeline-tip")).to_contain_text("alpha")
    expect(page.locator(".timeline-tip")).to_contain_text("10 February 2023")
    expect(page.locator(".record.hovered .pick-title")).to_have_text("alpha")
    expect(page.locator(".event-mark.hovered")).to_have_count(1)
    page.mouse.click(x, y)
    expect(page.locator(".record.chosen .pick-title")).to_have_text("alpha")
    expect(page.locator(".record-popup .card")).to_contain_text("alpha")
    page.mouse.move(x, y - 300)
    expect(page.locator(".timeline-tip")).to_be_hidden()
    expect(page.locator(".record.hovered")).to_have_count(0)
    expect(title(page)).to_have_value("")


def test_it_is_seen_closer_and_whole_again(page: Page) -> None:
    box = strip(page)
    page.mouse.move(x_of(page, date(2024, 6, 1)), box["y"] + 3)
    page.mouse.wheel(0, -900)
    reset = page.get_by_role("button", name="All time")
    expect(reset).to_be_enabled()
    page.mouse.down()
    page.mouse.move(x_of(page, date(2024, 6, 1)) + 90, box["y"] + 3, steps=3)
    page.mouse.up()
    expect(title(page)).to_have_value(re.compile("^(1|31|2|June)"))
    reset.click()
    expect(reset).to_be_disabled()
    seven_months(page)
    expect(title(page)).to_have_value("April–October 2024")


# How opaque all of its bars and its axis are together.
OPACITY = """() => {
    const canvas = document.querySelector(".timeline-canvas");
    const copy = Object.assign(document.createElement("canvas"),
        { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    return data.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0);
}"""
INK = """() => {
    const canvas = document.querySelector(".timeline-canvas");
    const copy = Object.assign(document.createElement("canvas"), {
        width: canvas.width || 1, height: canvas.height || 1 });
    const context = copy.getContext("2d");
    if (canvas.width && canvas.height) context.drawImage(canvas, 0, 0);
    return context.getImageData(0, 0, copy.width, copy.height).data.some((value) => value);
}"""


def test_bars_of_what_is_left_out_are_pale(page: Page) -> None:
    page.wait_for_function(INK)
    before = page.evaluate(OPACITY)
    page.evaluate("() => void (location.hash = '#q=bravo')")
    page.wait_for_function(f"(before) => ({OPACITY})() < before", arg=before)


def test_a_presentation_has_it_in_one_low_row(page: Page) -> None:
    high = page.locator(".timeline").bounding_box()
    page.locator(".present").click()
    low = page.locator(".timeline").bounding_box()
    assert high
    assert low
    assert low["height"] < high["height"]
    assert low["width"] == high["width"]
    page.wait_for_function(INK)
    page.keyboard.press("Escape")
    assert page.locator(".timeline").bounding_box() == high


def test_a_link_counts_though_the_page_writes_its_own_before_it_is_read(page: Page) -> None:
    page.evaluate("""() => {
        location.hash = "#q=bravo";
        history.replaceState(null, "", "#v=90,0,2");
    }""")
    expect(page.locator(".record:not(.left-out)")).to_have_count(1)


def test_a_link_opens_with_its_period(page_at: PageAt, built: Path) -> None:
    page = page_at(built)
    page.evaluate("location.hash = 't=2024-04..2024-10,undated'")
    expect(title(page)).to_have_value("April–October 2024")
    assert listed(page) == sorted([*IN_IT, "golf"])
    for hostile in ("2024-13..2025", "..", "2025..2024", HOSTILE, "9999-99-99..0000-00-00"):
        page.evaluate("(text) => (location.hash = `t=${encodeURIComponent(text)}`)", hostile)
        expect(title(page)).to_be_visible()
    page.evaluate("location.hash = 't=1910..1920'")
    expect(title(page)).to_have_value("1910–1920")
    assert listed(page) == []


def test_a_page_of_undated_records_has_no_timeline(page_at: PageAt, tmp_path: Path) -> None:
    page = page_at(build(tmp_path, [RECORDS[6]]))
    assert page.locator(".record").count() == 1
    assert page.locator(".timeline").count() == 0


def test_it_is_not_there_without_script(chromium: Browser, built: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(built.as_uri())
    assert plain.locator(".record").count() == len(ALL)
    assert plain.locator(".timeline").count() == 0
    context.close()


def test_print_leaves_it_out(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".timeline")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "typed", "shown", "link"),
    [
        ("en", "apr 2024 - oct 2024", "April–October 2024", "2024-04-01..2024-10-31"),
        ("nb", "2024-04..2024-10", "april–oktober 2024", "2024-04-01..2024-10-31"),
    ],
)
def test_a_period_is_typed(page: Page, language: str, typed: str, shown: str, link: str) -> None:
    speak(page, language)
    field, fault = title(page), page.locator(".timeline-fault")
    field.fill("soon t.,")
    field.press("Enter")
    expect(fault).to_contain_text("soon t.,")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert listed(page) == ALL
    field.fill(typed)
    field.press("Enter")
    expect(field).to_have_value(shown)
    expect(fault).to_be_hidden()
    expect(page.locator(".record:visible")).to_have_count(len(IN_IT))
    assert listed(page) == IN_IT
    expect(page).to_have_url(re.compile(rf"[#&]t={re.escape(link)}"))
    # The count of the period before is no answer to a text that is none.
    counted = page.locator(".timeline-count")
    field.fill("summr 2025")
    field.press("Enter")
    expect(fault).to_contain_text(shown)
    expect(counted).to_be_hidden()
    field.press("Escape")
    expect(field).to_have_value(shown)
    expect(counted).to_be_visible()
    field.fill("")
    field.press("Enter")
    expect(page.locator(".record:visible")).to_have_count(len(ALL))


def test_a_period_with_one_end_stays_open_at_the_other(page: Page) -> None:
    field, last = title(page), page.get_by_role("slider", name="Last day of the period")
    field.fill("from Apr 2024")
    field.press("Enter")
    expect(field).to_have_value("since April 2024")
    expect(page).to_have_url(re.compile(r"[#&]t=2024-04-01\.\.(&|$)"))
    assert listed(page) == [*IN_IT, "india"]
    expect(last).to_have_attribute("aria-valuetext", "31 December 2024")
    page.evaluate("location.hash = 't=..2023-01-31'")
    expect(field).to_have_value("until January 2023")
    assert listed(page) == ["hotel"]
    # A handle that is dragged or moved by a key closes it.
    last.press("ArrowRight")
    expect(field).to_have_value("January–February 2023")


FAR_APART = [
    record("alpha", (-168.9, 65.8), "coastguard/patrol", "2009-12-10"),
    record("bravo", (31, 72), "naval/patrol", "2024-05-01"),
    record("charlie", (60, 75), "naval/patrol", "2024-12-20"),
]


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("folded"), FAR_APART)


def test_empty_years_are_folded_and_unfold(page_at: PageAt, folded: Path) -> None:
    page = page_at(folded)
    fold = page.get_by_role("button", name="2010–23, drawn narrow, with 0 records: show in full")
    box, whole = fold.bounding_box(), strip(page)
    assert box
    assert box["width"] < whole["width"] / 10
    # The year after the fold has the room of four quarters of five.
    page.mouse.click(whole["x"] + whole["width"] * 0.9, whole["y"] + whole["height"] - 6)
    expect(title(page)).to_have_value("2024")
    expect(page.locator(".record:visible")).to_have_count(2)
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_be_hidden()
    page.get_by_role("button", name="All time").click()
    expect(fold).to_be_visible()
    title(page).fill("2015")
    title(page).press("Enter")
    expect(fold).to_be_hidden()


def test_playing_passes_over_folded_years(page_at: PageAt, folded: Path) -> None:
    page = page_at(folded)
    page.get_by_role("button", name="Play").click()
    expect(title(page)).to_have_value("2024")
    expect(page.locator(".timeline-fold")).to_be_visible()


def test_a_thumb_holds_the_ends_of_the_whole(chromium: Browser, folded: Path) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(folded.as_uri())
    box = strip(page)
    last = page.locator(".timeline-last").bounding_box()
    assert last
    assert last["width"] >= 44
    assert last["height"] >= 44
    expect(page.locator(".timeline-fold")).to_have_css("height", "44px")
    y = box["y"] + box["height"] / 2
    # Where a thumb comes down beside the end: it takes hold of the end all the same.
    session = context.new_cdp_session(page)
    for kind, x in (("touchStart", -30), ("touchMove", -90), ("touchMove", -150), ("touchEnd", 0)):
        points = [] if kind == "touchEnd" else [{"x": box["x"] + box["width"] + x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(title(page)).to_have_value(re.compile(r"^October 2009 – \w+ 2024$"))
    context.close()
