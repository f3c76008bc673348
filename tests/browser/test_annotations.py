"""Annotations of named records, and the quiet symbols of all others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt

# Boxes of what is seen: of each annotation its text, of each symbol its outline.
BOXES = """() => {
  const box = (one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  // On paper there are copies of the map without an id.
  const map = document.querySelector(".folium-map[id]");
  const all = (which) => [...document.querySelectorAll(which)]
    .filter((one) => map.contains(one) || !one.closest(".folium-map")).map(box);
  return {
    texts: all(".annotation text"),
    symbols: all('.event-mark:not(.left-out) .symbol > use[href^="#shape-"]'),
    controls: all(".leaflet-control, .leaflet-popup, .beyond-tab, .caption"),
    frame: box(map),
  };
}"""
# Annotations that name another record: a leader over its symbol, or more outlines round a text than
# its own record has.
FALSE = """() => {
  const map = document.querySelector(".folium-map[id]");
  const events = geotrackPolar.held("geotrack-data").events;
  const seen = [...map.querySelectorAll(".event-mark:not(.left-out)")]
    .filter((icon) => icon.checkVisibility({visibilityProperty: true}))
    .map((icon) => [icon, icon.querySelector(".symbol > text")]).filter(([, text]) => text)
    .map(([icon, text]) => {
      const { left, right, top, bottom } =
        icon.querySelector('.symbol > use[href^="#shape-"]').getBoundingClientRect();
      const radius = Math.min(right - left, bottom - top) / 2 - 0.5;
      return { n: +text.textContent, x: (left + right) / 2, y: (top + bottom) / 2, radius };
    });
  return [...map.querySelectorAll(".annotation:not(.water)")].flatMap((one) => {
    const n = +one.dataset.record;
    const [path] = one.querySelectorAll("path:not(.halo)");
    const long = path?.getTotalLength() ?? -1;
    const line = Array.from({ length: long + 1 }, (_, at) =>
      path.getPointAtLength(at).matrixTransform(path.getScreenCTM()));
    const crossed = seen.filter((mark) => mark.n !== n && line.some(({ x, y }) =>
      Math.hypot(x - mark.x, y - mark.y) < mark.radius));
    const { left, top, width, height } = one.querySelector("text").getBoundingClientRect();
    const spots = Array.from({ length: 28 }, (_, i) =>
      new DOMPoint(left + width * (i % 7) / 6, top + height * Math.floor(i / 7) / 3));
    const round = [...map.querySelectorAll("path.event-shape")].filter((shape) =>
      shape.checkVisibility() && spots.some((spot) =>
        shape.isPointInFill(spot.matrixTransform(shape.getScreenCTM().inverse()))));
    const own = events.find((event) => event.n === n).shapes
      .filter(({ kind }) => kind !== "region" && kind !== "line").length;
    return [...crossed.map((mark) => `${n} over ${mark.n}`), ...(round.length > own ? [n] : [])];
  });
}"""
# Middles of the small symbols that are in view, where a click does not choose them.
LOST = """() => {
  const frame = document.querySelector(".folium-map").getBoundingClientRect();
  return [...document.querySelectorAll(".event-mark.quiet")].filter((icon) => {
    const { x, y, width, height } = icon.getBoundingClientRect();
    const [across, down] = [x + width / 2, y + height / 2];
    const inView = across > frame.left && across < frame.right && down > frame.top + 50
      && down < frame.bottom;
    return inView && document.elementFromPoint(across, down)?.closest(".event-mark") !== icon;
  }).length;
}"""


@pytest.fixture(scope="module")
def overview(briefed: Callable[[str], Path]) -> Path:
    return briefed("overview")


def annotation(page: Page, n: int) -> Any:
    return page.locator(f'.annotation[data-record="{n}"]')


def number(page: Page, id_: str) -> int:
    """Return the number of a record of the sample."""
    ids = page.evaluate("() => geotrackPolar.held('geotrack-data').facets.records.id")
    data = page.evaluate("() => geotrackPolar.held('geotrack-data').events.map(({ n }) => n)")
    return int(data[ids.index(id_)])


def apart(one: list[float], other: list[float]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def assert_nothing_covered(page: Page) -> int:
    """Fail if a text covers anything or names another record; return how many there are."""
    page.wait_for_function(f"() => !({FALSE})().length", polling=100)
    found = page.evaluate(BOXES)
    left, top, right, bottom = found["frame"]
    for i, text in enumerate(found["texts"]):
        for other in [*found["texts"][:i], *found["symbols"], *found["controls"]]:
            assert apart(text, other), (text, other)
        assert text[0] >= left
        assert text[1] >= top
        assert text[2] <= right
        assert text[3] <= bottom
    return len(found["texts"])


def test_few_records_are_named_and_the_others_quiet(overview: Path, page_at: PageAt) -> None:
    page = page_at(overview)
    sortie = number(page, "2024-07-24-joint-bomber-sortie")
    expect(annotation(page, sortie)).to_contain_text("24 or 25 July 2024")
    assert assert_nothing_covered(page) >= 2
    quiet = page.locator(".event-mark.quiet")
    assert quiet.count() > 50
    expect(quiet.first.locator("text").first).to_be_hidden()
    expect(page.locator(".key-box .key-quiet")).to_be_visible()
    assert page.evaluate(LOST) == 0
    # Each has its number while it is wanted: here by its line of the list, and by the keyboard.
    n = int(page.locator(".record").first.get_attribute("data-record") or 0)
    first = quiet.filter(has=page.get_by_text(f"{n}", exact=True))
    page.locator(".record").first.hover()
    expect(first.locator("text").first).to_be_visible()
    page.locator(".masthead").hover()
    expect(first.locator("text").first).to_be_hidden()
    page.keyboard.press("Shift")
    first.focus()
    expect(first.locator("text").first).to_be_visible()


def test_all_numbers_on_request_enlarged_and_of_few_records(
    overview: Path, page_at: PageAt
) -> None:
    page = page_at(overview)
    quiet = page.locator(".event-mark.quiet:not(.left-out)")
    expect(quiet).not_to_have_count(0)
    page.keyboard.press("+")
    expect(quiet).to_have_count(0)
    page.keyboard.press("-")
    expect(quiet).not_to_have_count(0)
    page.get_by_role("searchbox").fill("bomber")
    expect(quiet).to_have_count(0)
    page.get_by_role("searchbox").fill("")
    expect(quiet).not_to_have_count(0)
    layers = page.get_by_role("button", name="Layers", exact=True)
    layers.click()
    page.get_by_role("checkbox", name="Numbers of all records").check()
    expect(quiet).to_have_count(0)
    page.wait_for_function("() => location.hash.includes('numbers')")
    few = page.locator(".annotation").count()
    page.get_by_role("checkbox", name="Names").check()
    page.wait_for_function(
        "(few) => document.querySelectorAll('.annotation').length > few + 5", arg=few
    )
    layers.click()
    page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
    assert assert_nothing_covered(page) > few + 5


def test_an_annotation_opens_its_record_and_speaks_the_page_s_language(
    overview: Path, page_at: PageAt
) -> None:
    page = page_at(overview)
    sortie = number(page, "2024-07-24-joint-bomber-sortie")
    page.locator(".languages button[lang=nb]").click()
    expect(annotation(page, sortie)).to_contain_text("24. eller 25. juli 2024")
    annotation(page, sortie).locator("tspan").first.click()
    expect(page.locator(".leaflet-popup h2")).to_contain_text("Felles bombeflytokt")
    page.keyboard.press("Escape")
    page.locator(".annotation", has_text="Xue Long 2").locator("tspan").first.click()
    expect(page.locator(".annotation.chosen")).to_contain_text("Xue Long 2")


def test_presenting_it_is_read_from_the_back_row(overview: Path, page_at: PageAt) -> None:
    page = page_at(overview, 1920, 1080)
    page.evaluate("() => void (location.hash = 's=3')")
    page.keyboard.press("p")
    texts = page.locator(".annotation text")
    expect(texts).not_to_have_count(0)
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('.annotation text')).fontSize === '24px'"
    )
    expect(texts).to_have_count(4)
    assert assert_nothing_covered(page) == 4
    # Of the regions that its records name each has its name once, and none under a text.
    seen = page.evaluate(
        """() => [...document.querySelectorAll(".polar-name")]
            .filter((one) => one.style.visibility !== "hidden").map((one) => one.textContent)"""
    )
    assert seen.count("Bering Sea") == seen.count("Chukchi Sea") == 1


@pytest.mark.parametrize(
    ("name", "size"), [("overview", (1440, 900)), ("bering-strait", (390, 844))]
)
def test_no_scene_names_another_record(
    name: str, size: tuple[int, int], briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed(name), *size)
    for scene in range(1, page.locator("[id^=scene-]").count() + 1):
        page.evaluate("(scene) => void (location.hash = `s=${scene}`)", scene)
        page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
        assert_nothing_covered(page)


def test_on_a_phone_few_have_a_name(overview: Path, page_at: PageAt) -> None:
    page = page_at(overview, 390, 844)
    expect(page.locator(".annotation")).not_to_have_count(0)
    assert assert_nothing_covered(page) <= 4


def test_on_paper_all_have_their_numbers(overview: Path, page_at: PageAt) -> None:
    page = page_at(overview)
    expect(page.locator(".event-mark.quiet")).not_to_have_count(0)
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".folium-map[id] .event-mark.quiet")).to_have_count(0)
    assert assert_nothing_covered(page) >= 2
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".event-mark.quiet")).not_to_have_count(0)


@pytest.mark.parametrize("name", ["round", "bering-strait"])
def test_what_the_lead_refers_to_has_a_name_at_each_size(
    name: str, briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    cited = """() => {
      const numbers = [...document.querySelectorAll('.lead-text a[href^="#record-"]')]
        .map((link) => link.hash.slice("#record-".length));
      const unnamed = numbers.filter((n) => document.querySelector(`#record-${n} .pick-place`)
        && !document.querySelector(`.unplaced #record-${n}`)
        && !document.querySelector(`.annotation[data-record="${n}"]`));
      return numbers.length && !unnamed.length;
    }"""
    for size in ((1440, 900), (1920, 1080), (390, 844)):
        page = page_at(briefed(name), *size)
        page.wait_for_function(cited)
    if name == "bering-strait":
        expect(page.locator(".annotation.water")).to_have_text("Bering Strait")
    else:  # On its sheet, with the records of the inset below it.
        expect(page.locator(".sheet-band")).to_be_attached()
        expect(page.locator(".below-map")).to_have_count(13 + 5)
        expect(page.locator(".inset-below .inset-name.strait")).to_have_text("Bering Strait")
