"""Accounts of a record in columns beside the map, and their areas on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyproj
import shapely
from playwright.sync_api import Locator, Page, expect

from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.browser.test_accessibility import AXE
from tests.node_packages import install

SORTIE = "Joint bomber sortie over the Chukchi and Bering Seas"
# Where letters stand on the map, and two places from which its scale follows, pixels.
LETTERS = """() => {
  const map = Object.values(window).find((one) => one instanceof window.L.Map);
  const frame = map.getContainer().getBoundingClientRect();
  const found = [...document.querySelectorAll(".account-letters")].map((one) => {
    const box = one.getBoundingClientRect();
    return [one.textContent, box.left - frame.left, box.top - frame.top];
  });
  const at = (lat, lon) => Object.values(map.latLngToContainerPoint([lat, lon]));
  return [found, at(90, 0), at(60, 0)];
}"""

FAULTS = """async (rules) => {
  const how = { resultTypes: ["violations"], runOnly: rules ?? undefined };
  const { violations } = await axe.run(".docked", how);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
}"""


def opened(page: Page) -> Locator:
    page.locator(".pick", has_text=SORTIE).click()
    return page.locator(".leaflet-popup .in-columns")


def cells(row: Locator) -> list[str]:
    return [" ".join(text.split()) for text in row.locator("th, td").all_inner_texts()]


def test_accounts_stand_in_columns(page_at: PageAt, briefed: Callable[[str], Path]) -> None:
    page = page_at(briefed("bering-strait"))
    table = opened(page)
    assert [name.split(" ")[0] for name in cells(table.locator("thead tr"))] == [
        "Norwegian", "NORAD", "A", "B", "All",
    ]  # fmt: skip
    assert table.locator("[scope=rowgroup]").all_text_contents() == [
        "When", "Where", "Who", "What", "Says",
    ]  # fmt: skip
    days = table.locator(".day-rule")
    assert days.locator("i > span").all_inner_texts() == [
        "sometime in 2024", "24 July 2024",
        "day not stated in the sources read; reported 25 July 2024", "25 July 2024",
    ]  # fmt: skip
    assert days.locator(".clash").inner_text().splitlines() == [
        "24 or 25 July 2024, not both", "unless zones differ; none is stated",
    ]  # fmt: skip
    assert table.locator("caption").inner_text().casefold() == "who says what"
    install()
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(FAULTS) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(FAULTS, ["color-contrast"]) == []
    page.locator(".languages [lang=nb]").click()
    expect(table.locator(".account-map.words i").first).to_have_text(
        "bare nevnt med ord, uten omriss her"
    )
    expect(days.locator(".clash b")).to_have_text("24. eller 25. juli 2024, ikke begge")
    page.locator(".languages [lang=en]").click()

    # Its second source is read by keyboard alone.
    table.locator("sup a", has_text="3").first.press("Enter")
    source = page.locator(".leaflet-popup .sources li").nth(2)
    expect(source).to_be_focused()
    expect(source).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".account-area, .account-letters, .comparing")).to_have_count(0)
    expect(page.locator(".index")).to_be_visible()


def test_each_panel_has_the_areas_of_its_account(
    page_at: PageAt, briefed: Callable[[str], Path]
) -> None:
    page = page_at(briefed("bering-strait"))
    heads = opened(page).locator("thead th")
    panels = heads.locator(".account-map").evaluate_all(
        "(all) => all.map((one) => [one.className, one.querySelectorAll('.land').length,"
        " one.querySelectorAll('.ink').length])"
    )
    assert panels == [
        ["account-map words", 1, 0], ["account-map words", 1, 0],
        ["account-map area", 1, 2], ["account-map area", 1, 1], ["account-map all", 1, 2],
    ]  # fmt: skip
    assert heads.last.locator("text").all_text_contents() == ["1 of 2", "2 of 2"]
    coasts = heads.locator(".land").evaluate_all("(all) => all.map((one) => one.outerHTML)")
    assert len(set(coasts)) == 1
    # The Bering Sea is in both: as much of the panel is inked in the one as in the other.
    sizes = heads.locator("path.ink").evaluate_all("(all) => all.map((p) => p.getBBox().height)")
    assert sizes[1] == sizes[2] > 40


def test_letters_stand_in_the_areas_of_their_accounts(
    page_at: PageAt, briefed: Callable[[str], Path], samples: Path
) -> None:
    page = page_at(briefed("bering-strait"))
    opened(page)
    letters, pole, south = page.evaluate(LETTERS)
    (crs,) = re.findall("EPSG:[0-9]+", page.locator(".notes .projection-note").text_content() or "")
    plane = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    # A turn and a scale, of which y grows downwards on the screen.
    ways = [complex(*plane.transform(0, lat)) for lat in (90, 60)]
    pixels = [complex(x, -y) for x, y in (pole, south)]
    metres = (ways[1] - ways[0]) / (pixels[1] - pixels[0])
    regions = open_workspace(samples).regions
    found = set()
    for name, x, y in letters:
        place = ways[0] + metres * (complex(x, -y) - pixels[0])
        lon, lat = plane.transform(place.real, place.imag, direction="INVERSE")
        at = shapely.Point(
            pyproj.Transformer.from_crs("EPSG:4326", "EPSG:6931", always_xy=True).transform(
                lon, lat
            )
        )
        inside = [r for r in ("chukchi-sea", "bering-sea") if regions[r].plane.contains(at)]
        found.add((name, *inside))
    assert found == {("A", "chukchi-sea"), ("AB", "bering-sea")}
    styles = page.locator(".account-area").evaluate_all(
        "(paths) => paths.map((path) => path.getAttribute('stroke-dasharray'))"
    )
    assert len(styles) == 3
    assert len(set(styles)) == 2, "each account has a line of its own"
    # Both areas stand beside the card.
    card = page.locator(".docked").bounding_box()
    assert card is not None
    for area in page.locator(".account-area").all():
        box = area.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= card["x"]


def test_on_a_phone_accounts_stand_under_each_other(
    page_at: PageAt, briefed: Callable[[str], Path]
) -> None:
    page = page_at(briefed("bering-strait"), 390, 844)
    page.locator(".pick", has_text=SORTIE).click()
    card = page.locator(".record.chosen .card")
    expect(card.locator(".accounts > tbody")).to_have_count(5)
    expect(card.locator(".differs")).to_have_count(8)
    expect(card.locator(".account-maps figure:first-child .account-map.all")).to_be_visible()
    expect(card.locator(".account-maps + .day-rule")).to_be_visible()
    expect(page.locator(".account-letters")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
