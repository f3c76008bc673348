"""Observations on a page: drawn where PROJ says, told under the pointer, and by the period."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import expect

from observation_pages import Built, on_screen, opened, put_page, says
from tests.browser.conftest import PageAt, next_frame
from tests.browser.test_accessibility import SIZES, faults
from tests.hostile.texts import HOSTILE

RELIEF = True  # canvases have their margin
PLACES = [(10.0, 78.0), (-169.0, 65.9), (180.0, 71.0), (0.0, 89.99), (-52.0, 64.0), (95.5, 80.25)]
DRAWN_AS = 'columns = ["ship", "note"]\npositions = "1 m"\n'
HEAD = ("ship", "time", "lon", "lat", "note")
Rows = list[tuple[Any, ...]]
# Of a layer's canvas, where the page shows it: whether anything is drawn at a place of the window.
DRAWN = """([x, y]) => {
  const canvas = document.querySelector(".leaflet-observed-pane canvas");
  const box = canvas.getBoundingClientRect();
  const [at, to] = [Math.floor(x - box.x), Math.floor(y - box.y)];
  return window.readPixel(canvas, at, to)[3];
}"""
HIGHEST = """() => {
  const canvas = document.querySelector(".observed-when");
  const { width, height } = canvas;
  const ctx = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  ctx.drawImage(canvas, 0, 0);
  const { data } = ctx.getImageData(0, 0, width, height);
  const first = data.findIndex((value, at) => at % 4 === 3 && value > 0);
  return first >= 0 && [height - Math.floor(first / 4 / width), height];
}"""
ALL = """() => {
  const canvas = document.querySelector(".leaflet-observed-pane canvas");
  const { width, height } = canvas;
  const ctx = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  ctx.drawImage(canvas, 0, 0);
  const { data } = ctx.getImageData(0, 0, width, height);
  const box = canvas.getBoundingClientRect();
  const found = [];
  for (let at = 0; at < data.length / 4; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    if (data[4 * at + 3] > 120) found.push([box.x + x + 0.5, box.y + y + 0.5]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Build a page of rows, in a projection."""
    built = Built(tmp_path_factory.mktemp("observed"))

    def make(rows: Rows, crs: str = "EPSG:3995", more: str = "", head: Any = HEAD) -> Path:
        return built(head, rows, DRAWN_AS + more, crs)

    return make


@pytest.mark.parametrize("crs", ["EPSG:3995", "EPSG:3571", "EPSG:5936"])
def test_points_are_drawn_where_proj_says(
    made: Callable[..., Path], page_at: PageAt, crs: str
) -> None:
    rows = [(n, "2024-05-01T00:00:00Z", *place, "") for n, place in enumerate(PLACES)]
    page = opened(page_at(made(rows, crs)))
    drawn = np.array(page.evaluate(ALL))
    expected = np.array(on_screen(page, crs, PLACES))
    far = np.hypot(*(drawn[:, None] - expected[None]).transpose(2, 0, 1))
    # Each point has ink within a pixel, and there is no ink but round a point.
    assert far.min(axis=0).max() < 1.0
    # A dot and its rim are so large.
    assert far.min(axis=1).max() < 5.5
    middles = [drawn[far.argmin(axis=1) == n].mean(axis=0) for n in range(len(PLACES))]
    assert np.abs(np.array(middles) - on_screen(page, crs, PLACES)).max() < 0.75


def test_the_projection_is_turned(made: Callable[..., Path], page_at: PageAt) -> None:
    rows = [(n, "2024-05-01T00:00:00Z", *place, "") for n, place in enumerate(PLACES)]
    page = opened(page_at(made(rows)))
    page.evaluate("void geotrackPolar.turn(geotrackObserved.layers[0]._map, 'EPSG:3575')")
    drawn = np.array(page.evaluate(ALL))
    expected = np.array(on_screen(page, "EPSG:3575", PLACES))
    far = np.hypot(*(drawn[:, None] - expected[None]).transpose(2, 0, 1))
    assert far.min(axis=0).max() < 1.0


def test_the_pointer_is_told_of_the_nearest(made: Callable[..., Path], page_at: PageAt) -> None:
    chance = np.random.default_rng(3)
    lon, lat = chance.uniform(-180, 180, 3_000), chance.uniform(62, 89, 3_000)
    rows = [
        (n, "2024-05-01T12:30:15Z", round(float(x), 5), round(float(y), 5), f"note {n}")
        for n, (x, y) in enumerate(zip(lon, lat, strict=True))
    ]
    page = opened(page_at(made(rows)))
    places = np.array(on_screen(page, "EPSG:3995", [(row[2], row[3]) for row in rows]))
    tip, told = page.locator(".observed-tip"), 0
    for x, y in chance.integers([400, 250], [1300, 550], (28, 2)).tolist():
        far = np.hypot(*(places - (x, y)).T)
        page.mouse.move(x, y)
        next_frame(page)
        page.wait_for_timeout(60)
        over = "([x, y]) => !!document.elementFromPoint(x, y).closest('.leaflet-interactive')"
        # The browser draws to a part of a pixel: two as near as that are one to it.
        alike = np.diff(np.sort(far)[:2])[0] < 0.2
        if 6 < far.min() < 10 or alike or page.evaluate(over, [x, y]):
            continue
        assert tip.is_visible() == (far.min() <= 8)
        if far.min() <= 8:
            assert f"note {far.argmin()}" in tip.inner_text().split("\n")
            assert "2024-05-01 12:30:15 UTC" in tip.inner_text()
            told += 1
    assert told > 3


def test_the_period_of_the_page_holds_for_them(made: Callable[..., Path], page_at: PageAt) -> None:
    days = [f"2024-0{n}-01T23:59:59Z" for n in range(1, 7)]
    rows = [(n, day, *PLACES[n], "") for n, day in enumerate(days)]
    source = made([*rows, (9, "", 20, 80, "")])
    page = opened(page_at(source))
    page.evaluate("location.hash = 't=2024-03-01..2024-05-01'")
    count = page.locator('[data-observed="observed-1"] ~ i')
    says(page, "3 of 7")
    places = on_screen(page, "EPSG:3995", PLACES)
    inked = [page.evaluate(DRAWN, list(place)) > 0 for place in places]
    assert inked == [False, False, True, True, True, False]
    page.get_by_role("button", name="All time").click()
    page.wait_for_function(
        "() => document.querySelector('[data-observed] ~ i').textContent === '7'"
    )
    assert count.get_attribute("title")


def test_a_position_with_a_radius_has_a_disc_and_says_how_far(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    head = ("ship", "time", "lon", "lat", "note", "radius_km")
    rows = [
        (n, "", *place, "", km)
        for n, (place, km) in enumerate(zip(PLACES, (0.1, 40, "", 0, 2, 700), strict=True))
    ]
    page = opened(page_at(made(rows, head=head)))
    places = on_screen(page, "EPSG:3995", PLACES)
    assert all(page.evaluate(DRAWN, list(place)) > 250 for place in places)
    beside = [page.evaluate(DRAWN, [x + 6.5, y]) for x, y in places]
    # A pixel is some ten kilometres.
    assert [alpha > 0 for alpha in beside] == [False, True, True, False, False, True]
    assert max(beside) < 100
    [x, y] = on_screen(page, "EPSG:3995", PLACES[1:2])[0]
    page.mouse.move(x, y)
    tip = page.locator(".observed-tip")
    tip.wait_for()
    assert "within 40\u00a0km" in tip.inner_text()
    assert page.locator(".told-point").count() == 1
    assert page.locator(".told-reach").count() == 1
    page.mouse.move(x + 60, y + 60)
    page.locator(".told-point").wait_for(state="detached")
    assert page.locator(".told-reach").count() == 0


def test_what_is_there_only_possibly_is_a_ring_until_it_is_left_out(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    # Nobody says how exact the record's place is: near it, nothing is certain.
    rows = [(1, "2024-05-01T00:00:00Z", 60.0, 70.0, "")]
    page = opened(page_at(made(rows, more='within = "2000 km"\nof = "e"\n')))
    [place] = on_screen(page, "EPSG:3995", [(60.0, 70.0)])
    assert len(page.evaluate(ALL)) >= 8
    assert page.evaluate(DRAWN, list(place)) == 0
    assert "observed, only possibly" in page.locator(".key-box").inner_text()
    page.mouse.move(*place)
    page.locator(".observed-tip").wait_for()
    assert "only possibly" in page.locator(".observed-tip").inner_text()
    page.evaluate("location.hash = 'c=1'")
    says(page, "0 of 1")
    assert page.evaluate(ALL) == []


def test_a_browser_without_a_reader_of_its_own_shows_them_too(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    source = made([(1, "2024-05-01T00:00:00Z", 10, 70, "a note")])
    page = page_at(source)
    page.add_init_script("delete window.DecompressionStream")
    page.reload()
    opened(page)
    assert page.evaluate("typeof DecompressionStream") == "undefined"
    told = page.evaluate("geotrackObserved.layers[0].describe(0)")
    assert told["values"] == [1, "a note"]


def test_hostile_texts_are_texts(made: Callable[..., Path], page_at: PageAt) -> None:
    rows = [(n, "", 10, 70 + n / 20, text) for n, text in enumerate(HOSTILE)]
    page = opened(page_at(made(rows)))
    told = page.evaluate(
        """async () => {
          const [layer] = geotrackObserved.layers;
          const many = layer.about.many;
          return Promise.all(Array.from({ length: many }, (_, i) => layer.describe(i)))
            .then((all) => all.map(({ values }) => values[1]));
        }"""
    )
    assert sorted(told) == sorted(text for text in HOSTILE if text)
    page.locator(".folium-map").focus()
    page.keyboard.press("o")
    tip = page.locator(".observed-tip")
    tip.wait_for()
    assert "Ships <b>of</b> AIS" in tip.inner_text()
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_on_paper_they_lie_where_the_coast_does(
    made: Callable[..., Path], page_at: PageAt, size: str
) -> None:
    page = opened(page_at(made([(1, "2024-05-01T00:00:00Z", 10, 70, "")])))
    # With the rim that a canvas gets when the page has settled.
    page.wait_for_function(
        "() => [...document.querySelectorAll('.leaflet-map-pane canvas')]"
        ".every((one) => one.width > innerWidth)"
    )
    sheets = pypdfium2.PdfDocument(page.pdf(format=size, landscape=True, print_background=True))
    pictures = list(sheets[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    wide = max(picture.get_matrix().a for picture in pictures)
    # Water and land, and these; the grid is lines.
    large = [picture for picture in pictures if picture.get_matrix().a > 0.9 * wide]
    assert len(large) == 2
    assert len({tuple(round(side, 1) for side in one.get_bounds()) for one in large}) == 1
    # Twice as fine as a screen has them, which has its own back.
    assert {one.get_px_size()[0] for one in large} == {2940}
    assert page.evaluate(
        "() => [...document.querySelectorAll('.leaflet-map-pane canvas')]"
        ".every((one) => one.width === Math.ceil(one.getBoundingClientRect().width))"
    )
    assert "Ships <b>of</b> AIS. Source: Made up" in sheets[0].get_textpage().get_text_range()


def test_a_page_of_observations_alone_has_a_timeline(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    rows = [(n, f"2031-0{n}-01T00:00:00Z", *place, "") for n, place in enumerate(PLACES, start=1)]
    page = opened(page_at(made(rows, more='[select]\ntext = "nothing like it"\n')))
    page.evaluate("location.hash = 't=2031-02..2031-03'")
    says(page, "2 of 6")
    said = "2 of 6 observed positions"
    assert page.locator(".how-many-observed").inner_text() == said
    assert page.locator(".finder, .finder-nothing, .records").count() == 0
    # Its bars have the timeline's height.
    # They are counted when nothing else waits.
    high, room = page.wait_for_function(HIGHEST).json_value()
    assert 0.6 * room < high < room
    assert "record" not in page.locator(".masthead").inner_text()
    page.get_by_role("button", name="Save and share").click()
    assert page.locator("[role=menuitem]").all_inner_texts() == [
        "Copy link",
        "Print map alone",
        "Print all",
    ]
    assert page.locator(".take-panel p:visible").all_inner_texts() == []
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".printed").count() == 0
    assert page.locator(".filtered").text_content() == f"{said}: period February–March 2031"
    page.get_by_role("button", name="NB").click()
    assert page.locator(".how-many-observed").inner_text() == "2 av 6 observerte posisjoner"


def test_the_bars_of_the_timeline_say_how_many_they_are(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    days = ["2024-03-04"] * 3 + ["2024-03-10", "2024-03-11", "2024-09-30"]
    rows = [(n, f"{day}T12:00:00Z", 10, 70, "") for n, day in enumerate(days)]
    page = opened(page_at(made(rows)))
    # A week is from Monday to Sunday; the greatest stands in figures over its bar.
    most, tip = page.locator(".observed-most span"), page.locator(".when-tip")
    expect(most).to_have_text("4 a week")
    box = page.locator(".timeline-strip").bounding_box()
    assert box is not None
    x = """(day) => {
      const strip = document.querySelector(".timeline-strip");
      const last = document.querySelector(".timeline-last");
      const [from, to] = ["min", "max"].map((end) => Number(last.getAttribute(`aria-value${end}`)));
      return ((Date.parse(day) / 864e5 - from) / (to + 1 - from)) * strip.clientWidth;
    }"""
    # The record's own bar stands on the axis.
    foot = box["y"] + box["height"] - 45
    for day, said in (
        ("2024-03-08T12", "4–10 March 2024: 4 positions"),
        ("2024-03-14T12", "11–17 March 2024: 1 position"),
        ("2024-04-11T12", "8–14 April 2024: 0 positions"),
    ):
        page.mouse.move(box["x"] + page.evaluate(x, f"{day}:00:00Z"), foot)
        expect(tip).to_have_text(said)
    # Over records it is theirs.
    page.mouse.move(box["x"] + 300, box["y"] + 20)
    expect(tip).to_be_hidden()
    # By keys: what is at the end of the period that has the focus.
    page.evaluate("location.hash = 't=2024-03-04..2024-09-30'")
    says(page, "6")
    page.locator(".timeline-first").focus()
    page.keyboard.press("Control+ArrowRight")
    expect(tip).to_have_text("4–10 March 2024: 4 positions")
    page.keyboard.press("Tab")
    expect(tip).to_have_text("30 September – 6 October 2024: 1 position")
    assert tip.get_attribute("role") == "status"
    page.keyboard.press("Tab")
    expect(tip).to_be_hidden()
    # By finger.
    at = {"x": box["x"] + page.evaluate(x, "2024-03-08T12:00:00Z"), "y": foot}
    finger = page.context.new_cdp_session(page)
    for kind, points in (("touchStart", [at]), ("touchEnd", [])):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(tip).to_have_text("4–10 March 2024: 4 positions")
    page.get_by_role("button", name="NB").click()
    expect(most).to_have_text("4 per uke")


def test_scenes_switch_them_on_and_off(made: Callable[..., Path], page_at: PageAt) -> None:
    scenes = """
[[scenes]]
title = "Without"
observations = []
[[scenes]]
title = "As it opens"
[[scenes]]
title = "With"
observations = "Ships <b>of</b> AIS/points"
"""
    page = opened(page_at(made([(1, "2024-05-01T00:00:00Z", 10, 70, "")], more=scenes)))
    on = "() => geotrackObserved.layers[0]._map?.hasLayer(geotrackObserved.layers[0]) ?? false"
    seen = []
    steps = ("next", "Without"), ("next", "As it opens"), ("previous", "Without")
    for way, title in (*steps, ("next", "As it opens"), ("next", "With")):
        page.locator(f".story-{way}:visible").first.click()
        expect(page.locator(".caption h2")).to_have_text(title)
        seen.append(page.evaluate(on))
    assert seen == [False, True, False, True, True]


def test_it_is_said_that_files_have_records_alone(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    page = opened(page_at(made([(1, "2024-05-01T00:00:00Z", 10, 70, "")])))
    assert page.locator(".edition").inner_text() == "1 record · 1 observed position"
    page.get_by_role("button", name="Save and share").click()
    told = page.locator(".take-panel p:visible").all_inner_texts()
    assert told == ["1 record", "Observations are not in these files."]


def test_values_have_colours_of_their_own(made: Callable[..., Path], page_at: PageAt) -> None:
    notes = ["cargo", "cargo", "tanker", "tanker", "tanker", ""]
    rows = [
        (n, "2024-05-01T00:00:00Z", *place, note)
        for n, (place, note) in enumerate(zip(PLACES, notes, strict=True))
    ]
    page = opened(page_at(made(rows, more='colour = "note"\n')))
    colours = [
        tuple(page.evaluate(DRAWN.replace("[3]", ""), list(place))[:3])
        for place in on_screen(page, "EPSG:3995", PLACES)
    ]
    # The commonest value has the first colour, and what has none that of all others.
    assert colours == [(14, 116, 144)] * 2 + [(176, 58, 116)] * 3 + [(100, 116, 139)]
    key = page.locator(".key-box dd").all_inner_texts()
    assert key[-4:] == ["Ships <b>of</b> AIS, note:", "tanker", "cargo", "others"]


def test_a_page_with_observations_is_accessible(made: Callable[..., Path], page_at: PageAt) -> None:
    rows = [(n, "2024-05-01T00:00:00Z", *place, "x") for n, place in enumerate(PLACES)]
    page = opened(page_at(made(rows, more='colour = "note"\n')))
    page.locator(".folium-map").focus()
    page.keyboard.press("o")
    page.locator(".observed-tip").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("draw", ["density", "tracks"])
@pytest.mark.parametrize(("scheme", "size"), [("light", SIZES[1]), ("dark", SIZES[0])])
def test_surfaces_and_tracks_are_accessible_by_day_and_by_night(
    tmp_path: Path, page_at: PageAt, draw: str, scheme: Any, size: tuple[int, int]
) -> None:
    rows = [(n % 2, f"2024-05-{n + 1:02}T00:00:00Z", 10, 70, "x") for n in range(20)]
    by = "" if draw == "density" else 'columns = ["ship"]\nid = "ship"\n'
    page = page_at(put_page(tmp_path, HEAD, rows, f'draw = "{draw}"\n{by}'), *size)
    page.emulate_media(color_scheme=scheme)
    opened(page)
    page.locator(".folium-map").focus()
    page.keyboard.press("o")
    page.locator(".observed-tip").wait_for()
    found = {"a tip": faults(page)}
    page.keyboard.press("Escape")
    page.evaluate("location.hash = 't=2024-05-03..2024-05-30'")
    page.locator(".timeline-first").focus()
    page.keyboard.press("Control+ArrowRight")
    page.locator(".when-tip").wait_for()
    found["a bar of the timeline"] = faults(page)
    page.locator(".leaflet-control-layers > .bar-button").click()
    found["the layers"] = faults(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_by_night_the_key_has_the_colours_of_the_map(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    rows = [(n, "2024-05-01T00:00:00Z", *PLACES[n], note) for n, note in enumerate("aab")]
    page = page_at(made(rows, more='colour = "note"\n'))
    page.emulate_media(color_scheme="dark")
    opened(page)
    key = page.evaluate("""() =>
      [...document.querySelectorAll(".key-box .observed-key")].slice(1, 3).map((sign) => {
        const ctx = document.createElement("canvas").getContext("2d");
        ctx.fillStyle = getComputedStyle(sign.querySelector("circle")).fill;
        ctx.fillRect(0, 0, 1, 1);
        return [...ctx.getImageData(0, 0, 1, 1).data].slice(0, 3);
      })""")
    places = [list(place) for place in on_screen(page, "EPSG:3995", PLACES[:3])]
    # The positions are painted again some frames after the scheme has changed.
    page.wait_for_function(
        """([places, colours]) => places.every((place, i) =>
          colours[i].every((c, n) => Math.abs(c - (DRAWN)(place)[n]) <= 2))""".replace(
            "DRAWN", DRAWN.replace("[3]", "")
        ),
        arg=[places, [key[0], key[0], key[1]]],
    )
    assert min(key[0]) > 58  # as by day, or more


def test_without_script_it_is_said_that_none_is_shown(
    made: Callable[..., Path], chromium: Any
) -> None:
    source = made([(1, "2024-05-01T00:00:00Z", 10, 70, "")])
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(source.as_uri())
    text = page.locator(".notes").inner_text()
    assert "1 position from 1 May 2024" in text
    assert "Made up" in text
    assert "none of them is shown" in text
    context.close()


@pytest.mark.parametrize(
    "way",
    ['"points"', '"density"', '["density", "points"]', '"tracks"\nid = "ship"\ncolumns = "ship"'],
)
def test_a_layer_of_nothing_is_told_with_none(tmp_path: Path, page_at: PageAt, way: str) -> None:
    rows = [(7, "2024-05-01T00:00:00Z", 10, 70, "")]
    page = opened(page_at(put_page(tmp_path, HEAD, rows, f'draw = {way}\nfrom = "2025"\n')))
    says(page, "0")
    assert "No positions. Selected: from 2025 on" in page.locator(".notes .observed").inner_text()
    page.locator(".leaflet-container").hover()
    page.evaluate("location.hash = 't=2024-04-01..2024-05-31'")
    page.wait_for_timeout(300)
    says(page, "0")
    assert page.locator(".density-key .classes").count() == 0
