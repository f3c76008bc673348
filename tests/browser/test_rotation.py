"""The open briefing turned: everything where PROJ puts it, and what was chosen still chosen."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyproj
import pytest
from playwright.sync_api import Page, expect

from folium_polar.basemap.files import SOUTH
from geotrack.mapview.place_names import names_to
from geotrack.mapview.text.projection import projection_in_short, projection_note
from tests.browser.conftest import PageAt

GEOD = pyproj.Geod(ellps="WGS84")
TURNED = "+proj=stere +lat_0=90 +lat_ts=71 +lon_0={} +datum=WGS84"
# Side, what is kept true, PROJ's own name for the projection, the meridian that is down, and how
# the page names it.
TURNS = [
    (
        "russia",
        "shapes",
        TURNED.format(90),
        "90° E",
        "as EPSG:3995, turned to 90° E: preserves angles",
    ),
    (
        "bering",
        "shapes",
        TURNED.format(180),
        "180°",
        "as EPSG:3995, turned to 180°: preserves angles",
    ),
    (
        "canada",
        "shapes",
        TURNED.format(-100),
        "100° W",
        "as EPSG:3995, turned to 100° W: preserves",
    ),
    ("atlantic", "shapes", "EPSG:3413", "45° W", projection_note("EPSG:3413")),
    ("europe", "shapes", "EPSG:3995", "0°", projection_note("EPSG:3995")),
    ("europe", "areas", "EPSG:3575", "10° E", projection_note("EPSG:3575")),
    ("bering", "areas", "EPSG:3571", "180°", projection_note("EPSG:3571")),
    ("canada", "areas", "EPSG:3573", "100° W", projection_note("EPSG:3573")),
    ("russia", "areas", "EPSG:3576", "90° E", projection_note("EPSG:3576")),
    ("atlantic", "areas", "EPSG:3574", "40° W", projection_note("EPSG:3574")),
]
# The meridian that is down when a sample opens.
OPENED = {"overview": "0°", "bering-strait": "180°"}
IN_SHORT = {
    "shapes": projection_in_short("EPSG:3995"),
    "areas": projection_in_short("EPSG:3571"),
}
SIDES = ["atlantic", "europe", "russia", "bering", "canada"]
MAP = "Object.values(window).find((value) => value instanceof L.Map)"


def view(page: Page) -> dict[str, Any]:
    """Give what stays when the map is turned: middle, zoom, and the size in pixels."""
    found: dict[str, Any] = page.evaluate(
        f"""() => {{
            const map = {MAP};
            const {{ lat, lng }} = map.getCenter();
            return {{ lat, lon: lng, zoom: map.getZoom(), size: map.getSize() }};
        }}"""
    )
    return found


def unfold(page: Page) -> None:
    if not page.locator(".turn-globe").is_visible():
        page.get_by_role("button", name="View from").click()


def turn(page: Page, side: str, kind: str) -> None:
    unfold(page)
    page.locator(f"[data-side={side}]").click()
    page.locator(f"[data-kind={kind}]").click()


@pytest.fixture
def bering(briefed: Callable[[str], Path]) -> Path:
    """The smaller sample, for what is the same on any map."""
    return briefed("bering-strait")


class Plane:
    """Pixels of the map by PROJ alone: the middle of the view and the zoom are all it is told."""

    def __init__(self, crs: str, seen: dict[str, Any]) -> None:
        self.transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        self.metres = 160_000 / 2 ** seen["zoom"]
        self.half = seen["size"]["x"] / 2, seen["size"]["y"] / 2
        self.middle = self.transformer.transform(seen["lon"], seen["lat"])

    def pixel(self, lat: float, lon: float) -> tuple[float, float]:
        x, y = self.transformer.transform(lon, lat)
        return (
            self.half[0] + (x - self.middle[0]) / self.metres,
            self.half[1] - (y - self.middle[1]) / self.metres,
        )

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Give the longitude and latitude at a pixel."""
        lon, lat = self.transformer.transform(
            self.middle[0] + (x - self.half[0]) * self.metres,
            self.middle[1] - (y - self.half[1]) * self.metres,
            direction="INVERSE",
        )
        return lon, lat


def marks(page: Page) -> list[dict[str, Any]]:
    """Give where each record's symbol is seen, less what it was pushed aside."""
    found: list[dict[str, Any]] = page.evaluate(
        f"""() => {{
            const [map, found] = [{MAP}, []];
            map.eachLayer((layer) => {{
                if (!layer.event) return;
                const at = map.layerPointToContainerPoint(
                    L.DomUtil.getPosition(layer._icon).subtract(layer.offset));
                found.push({{ at: layer.event.at, x: at.x, y: at.y }});
            }});
            return found;
        }}"""
    )
    return found


def test_turned_everything_is_where_proj_puts_it(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    before, start = view(page), marks(page)
    notes = page.locator(".projection-note").all_text_contents()
    side = page.locator(".turn-globe [aria-checked=true]").get_attribute("data-side") or ""
    kind = page.locator(".turn-kinds [aria-checked=true]").get_attribute("data-kind") or ""
    # On one page, so that a turn is from anywhere to anywhere; all on the smaller.
    for turned in TURNS if sample.stem == "bering-strait" else TURNS[::3]:
        turn(page, *turned[:2])
        plane = Plane(turned[2], before)
        stays_in_view(page, before)
        lies_where_it_should(page, plane)
        notes_name_the_projection(page, turned, OPENED[sample.stem])
        assert round_discs(page, plane)
        scale_is_true(page, plane)
    # Turned all the way round nothing has moved.
    turn(page, side, kind)
    expect(page.locator(".projection-note")).to_have_text(notes)
    for one, again in zip(start, marks(page), strict=True):
        assert math.dist((one["x"], one["y"]), (again["x"], again["y"])) <= 1.5


def stays_in_view(page: Page, before: dict[str, Any]) -> None:
    """Hold zoom and middle to what they were."""
    after = view(page)
    assert after["zoom"] == before["zoom"]
    if before["lat"] < 89.9999:
        assert GEOD.inv(before["lon"], before["lat"], after["lon"], after["lat"])[2] < 1


def lies_where_it_should(page: Page, plane: Plane) -> None:
    """Hold all symbols, the pole and places at 180° to PROJ."""
    seen = marks(page)
    assert len(seen) == page.locator(".event-mark").count() > 10
    for mark in seen:
        assert math.dist(plane.pixel(*mark["at"]), (mark["x"], mark["y"])) < 1.5, mark
    for lat, lon in ((90, 0), (65, 180), (65, -180), (71.2, 179.99), (71.2, -179.99)):
        point = page.evaluate(f"{MAP}.latLngToContainerPoint([{lat}, {lon}])")
        assert math.dist(plane.pixel(lat, lon), (point["x"], point["y"])) < 1.5, (lat, lon)


def notes_name_the_projection(
    page: Page, turned: tuple[str, str, str, str, str], opened: str
) -> None:
    """Hold notes and buttons to the projection; in plain words, what is down once that changed."""
    side, kind, _, meridian, note = turned
    expect(page.locator("span.projection-note")).to_contain_text(note)
    down = "" if meridian == opened else f" Turned: {meridian} is down."
    expect(page.locator("p.projection-note")).to_have_text(IN_SHORT[kind] + down)
    expect(page.locator(f"[data-side={side}]")).to_have_attribute("aria-checked", "true")
    expect(page.locator(f"[data-kind={kind}]")).to_have_attribute("aria-checked", "true")


def round_discs(page: Page, plane: Plane) -> int:
    """Hold discs to being round on the Earth; return how many are large enough and in view."""
    discs = page.evaluate(
        f"""() => {{
            const [map, found] = [{MAP}, []];
            const origin = map.layerPointToContainerPoint([0, 0]);
            map.eachLayer((layer) => {{
                if (!layer._metres || !layer._path) return;
                const {{ lat, lng }} = layer.getLatLng();
                const d = layer._path.getAttribute("d");
                found.push({{ lat, lon: lng, radius: layer._metres, d, x: origin.x, y: origin.y }});
            }});
            return found;
        }}"""
    )
    checked = 0
    for disc in discs:
        ring = re.findall(r"[ML](-?[\d.]+)[ ,](-?[\d.]+)", disc["d"])
        middle = plane.pixel(disc["lat"], disc["lon"])
        room = disc["radius"] / plane.metres * 2
        inside = all(
            room < at < 2 * half - room for at, half in zip(middle, plane.half, strict=True)
        )
        if not inside or room < 10:
            continue
        checked += 1
        for x, y in ring:
            lon, lat = plane.place(float(x) + disc["x"], float(y) + disc["y"])
            away = GEOD.inv(disc["lon"], disc["lat"], lon, lat)[2]
            assert abs(away - disc["radius"]) < 1.6 * plane.metres, disc
    return checked


def scale_is_true(page: Page, plane: Plane) -> None:
    """Hold the scale bar to the geodesic under it, at the middle."""
    line = page.locator('.polar-scale-line[data-unit="km"]')
    box = line.bounding_box()
    said = float(re.sub(r"[^\d.]", "", line.text_content() or ""))
    assert box
    half = box["width"] / 2
    ends = [plane.place(plane.half[0] + way, plane.half[1]) for way in (-half, half)]
    assert abs(said * 1000 / GEOD.inv(*ends[0], *ends[1])[2] - 1) < 0.01


def test_what_was_chosen_stays_chosen_and_its_card_open(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    mark = next(
        m
        for m in page.locator(".event-mark").all()
        if (b := m.bounding_box()) and 750 < b["x"] < 1000 and 300 < b["y"] < 650
    )
    number = (mark.locator("text").text_content() or "").strip()
    unfold(page)
    page.locator(f"#record-{number} .pick").click()
    title = page.locator(".leaflet-popup h2").text_content() or ""
    for side in SIDES:
        page.locator(f"[data-side={side}]").click()
        expect(page.locator(".leaflet-popup h2")).to_have_text(title)
        expect(page.locator(".record.chosen")).to_have_attribute("data-record", number)
        expect(page.locator(".event-mark.chosen text")).to_have_text(number)
        card = page.locator(".leaflet-popup-content-wrapper").bounding_box()
        symbol = page.locator(".event-mark.chosen:not(.in-stack)").bounding_box()
        assert card
        assert symbol
        middle = symbol["x"] + symbol["width"] / 2
        assert not card["x"] < middle < card["x"] + card["width"], side


def test_arrow_keys_turn_the_map(bering: Path, page_at: PageAt) -> None:
    page = page_at(bering)
    before = view(page)
    sides = page.get_by_role("radiogroup", name="Side of the Arctic")
    turn(page, "atlantic", "shapes")
    sides.get_by_role("radio", checked=True).focus()
    for key, name in (
        ("ArrowRight", "Europe"),
        ("ArrowDown", "Russia"),
        ("ArrowRight", "Bering Strait and Alaska"),
        ("ArrowRight", "Canada"),
        ("ArrowRight", "Atlantic and Greenland"),
        ("ArrowLeft", "Canada"),
        ("ArrowUp", "Bering Strait and Alaska"),
    ):
        page.keyboard.press(key)
        expect(sides.get_by_role("radio", checked=True)).to_have_accessible_name(name)
        expect(sides.get_by_role("radio", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="true shapes")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="true areas")).to_be_checked()
    expect(page.locator("p.projection-note")).to_have_text(IN_SHORT["areas"])
    expect(page.locator("span.projection-note")).to_have_text(projection_note("EPSG:3571"))
    # The keys turn the map and do not move it.
    after = view(page)
    assert after["zoom"] == before["zoom"]
    assert GEOD.inv(before["lon"], before["lat"], after["lon"], after["lat"])[2] < 1


def test_north_at_the_pointer_is_the_way_to_the_pole(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    frame = page.locator(".folium-map").bounding_box()
    assert frame
    at = frame["width"] * 0.6, frame["height"] * 0.6
    page.mouse.move(frame["x"] + at[0], frame["y"] + at[1])
    needle, text = page.locator(".polar-north"), page.locator(".polar-cursor")
    for side, crs in (("bering", TURNED.format(180)), ("russia", TURNED.format(90))):
        # The pointer rests where it is.
        page.locator(f"[data-side={side}]").dispatch_event("click")
        page.locator("[data-kind=shapes]").dispatch_event("click")
        plane = Plane(crs, view(page))
        pole = plane.pixel(90, 0)
        way = math.degrees(math.atan2(pole[0] - at[0], at[1] - pole[1]))
        turned = re.search(r"rotate\((-?[\d.]+)deg\)", needle.get_attribute("style") or "")
        assert turned
        assert abs(float(turned[1]) - way) < 0.6
        _, lat = plane.place(*at)
        said = re.match(r"([\d.]+)° N", (text.text_content() or "").strip())
        assert said
        assert abs(float(said[1]) - lat) < plane.metres / 100_000


def test_names_and_degrees_turn_with_the_map(sample: Path, page_at: PageAt) -> None:
    page = page_at(sample)
    turn(page, "bering", "areas")
    plane = Plane("EPSG:3571", view(page))
    pole = plane.pixel(90, 0)
    # A name may have several places, of which the first that is free is shown.
    bent: dict[str, list[dict[str, Any]]] = {}
    far = page.locator("#geotrack-far-coast").count()
    for name in names_to(0 if far else SOUTH):
        if name["rotation"] in (0, 0.01):
            bent.setdefault(name["text"], []).append(name)
    lines = page.evaluate(
        f"""() => [
            ...document.querySelectorAll(".polar-name:not(.polar-name-region) textPath")
        ].map((name) => {{
            const path = document.querySelector(name.getAttribute("href"));
            const length = path.getTotalLength();
            const origin = {MAP}.layerPointToContainerPoint([0, 0]);
            const ends = [length / 2 - 1, length / 2 + 1].map((way) => path.getPointAtLength(way));
            return [name.textContent, ...ends.map(({{ x, y }}) => [x + origin.x, y + origin.y])];
        }})"""
    )
    found = [(bent[text], a, b) for text, a, b in lines if text in bent]
    assert found
    for names, (ax, ay), (bx, by) in found:
        middle = (ax + bx) / 2, (ay + by) / 2
        places = [plane.pixel(name["lat"], name["lon"]) for name in names]
        x, y = min(places, key=lambda place: math.dist(middle, place))
        assert math.dist(middle, (x, y)) < 12, names
        along = (bx - ax) * (pole[0] - x) + (by - ay) * (pole[1] - y)
        assert abs(along) / math.dist((ax, ay), (bx, by)) / math.dist(pole, (x, y)) < 0.06, names
    frame = page.locator(".folium-map").bounding_box()
    degrees = page.locator(".polar-graticule-labels span", has_text=re.compile("^180°$"))
    box = degrees.last.bounding_box()
    assert frame
    assert box
    assert box["y"] + box["height"] > frame["y"] + frame["height"] - 24
    assert abs(box["x"] + box["width"] / 2 - frame["x"] - pole[0]) < 2


@pytest.mark.parametrize(
    ("name", "width", "height"), [("bering-strait", 1440, 900), ("overview", 390, 844)]
)
def test_it_unfolds_from_a_button_and_folds_again(
    briefed: Callable[[str], Path], page_at: PageAt, name: str, width: int, height: int
) -> None:
    page = page_at(briefed(name), width, height)
    globe, button = page.locator(".turn-globe"), page.get_by_role("button", name="View from")
    expect(globe).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    turn(page, "canada", "areas")
    expect(button).to_have_text("View fromCanada")
    expect(page.locator("span.projection-note")).to_have_text(projection_note("EPSG:3573"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(globe).to_be_hidden()
    expect(button).to_be_focused()
    # One panel at a time, and a click on the map folds it.
    button.click()
    page.get_by_role("button", name="Layers").click()
    expect(globe).to_be_hidden()
    expect(page.locator(".leaflet-control-layers form")).to_be_visible()
    page.evaluate(f"void {MAP}.fire('click')")
    expect(page.locator(".leaflet-control-layers form")).to_be_hidden()


def test_it_says_the_side_in_the_language_of_the_page(bering: Path, page_at: PageAt) -> None:
    page = page_at(bering)
    turn(page, "russia", "shapes")
    page.get_by_role("button", name="Norsk bokmål").click()
    expect(page.get_by_role("button", name="Sett fra")).to_have_text("Sett fraRussland")
    expect(page.locator("p.projection-note")).to_contain_text("Dreid: 90° Ø er nederst.")


def test_on_paper_stands_the_note_and_not_the_control(bering: Path, page_at: PageAt) -> None:
    page = page_at(bering)
    turn(page, "russia", "shapes")
    page.emulate_media(media="print")
    expect(page.locator(".turn-control")).to_be_hidden()
    expect(page.locator("p.projection-note")).to_be_visible()
    expect(page.locator("p.projection-note")).to_contain_text("Turned: 90° E is down.")


def test_cards_and_buttons_leave_each_other_free(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("overview"))
    bar = [page.locator(f".{name}").bounding_box() for name in ("turn-control", "bar-panel form")]
    page.get_by_role("button", name="Layers").click()
    bar += [page.locator(".bar-item.unfolded > .bar-panel").bounding_box()]
    shown = [box for box in bar if box]
    assert len(shown) == 2
    for pick in page.locator(".records > .record .pick:has(.symbol:not(.unplaced))").all()[::4]:
        pick.click()
        card = page.locator(".leaflet-popup-content-wrapper").bounding_box()
        assert card
        # Accounts in columns are wide: the map moves to the left edge of the page, and they cover a
        # panel that is open, and no button.
        is_wide = page.locator(".leaflet-popup .in-columns").count() > 0
        button = page.locator(".turn-control").bounding_box()
        assert button
        for box in [button] if is_wide else shown:
            assert card["x"] >= box["x"] + box["width"] or card["y"] >= box["y"] + box["height"]
        page.keyboard.press("Escape")
        expect(page.locator(".leaflet-popup")).to_have_count(0)
