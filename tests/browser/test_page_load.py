"""What a page asks of a browser while it opens, and what it leaves for when a reader asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

# Counts until all scripts of the page have run.
COUNTING = """
window.counts = {
  sizes: 0, heights: 0, names: 0, paths: {}, leaders: {}, measures: 0, lengths: 0, scripted: null,
};
const own = (of, name) => Object.getOwnPropertyDescriptor(of, name);
const counted = (of, name, count) => {
  const { get } = own(of, name);
  const counting = function () { count(this); return get.call(this); };
  Object.defineProperty(of, name, { ...own(of, name), get: counting });
};
counted(Element.prototype, "clientWidth", (one) =>
  counts.sizes += one.classList.contains("folium-map") ? 1 : 0);
counted(HTMLElement.prototype, "offsetHeight", (one) =>
  counts.heights += one.classList.contains("leaflet-top") ? 1 : 0);
const Names = Intl.DisplayNames;
Intl.DisplayNames = function (...values) { counts.names += 1; return new Names(...values); };
const { setAttribute } = Element.prototype;
Element.prototype.setAttribute = function (name, value) {
  if (name === "d" && this.classList.contains("event-shape")) {
    this.number ??= Object.keys(counts.paths).length;
    counts.paths[this.number] = (counts.paths[this.number] ?? 0) + 1;
  }
  return setAttribute.call(this, name, value);
};
const { replaceChildren } = Element.prototype;
let written = true;
Element.prototype.replaceChildren = function (...children) {
  if (this.classList.contains("leader")) {
    this.number ??= Object.keys(counts.leaders).length;
    counts.leaders[this.number] = (counts.leaders[this.number] ?? 0) + 1;
  }
  written = true;
  return replaceChildren.call(this, ...children);
};
const { getComputedTextLength } = SVGTextContentElement.prototype;
SVGTextContentElement.prototype.getComputedTextLength = function () {
  counts.lengths += 1;
  if (written) counts.measures += 1;
  written = false;
  if (this.closest(".polar-names")) {
    window.named = counts.lengths;
    window.measured = counts.measures;
  }
  return getComputedTextLength.call(this);
};
new MutationObserver((_, observer) => {
  if (!document.querySelector(".card")) return;
  counts.scripted = document.documentElement.classList.contains("scripted");
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
addEventListener("DOMContentLoaded", () => {
  const canvases = [...document.querySelectorAll(".leaflet-map-pane canvas")];
  const map = document.querySelector(".folium-map").getBoundingClientRect();
  const pixel = (place) => {
    const { x, y } = map_1.latLngToContainerPoint(place);
    return [...canvases[0].getContext("2d").getImageData(x, y, 1, 1).data];
  };
  Object.assign(counts, {
    lands: [[66, 105], [33, -88], [33, 92]].map(pixel),
    canvases: canvases.map(({ width, height }) => [width / map.width, height / map.height]),
    filters: document.querySelectorAll(".finder-panel *").length,
  });
  window.opened = JSON.stringify(counts);
});
"""
SIZE: Any = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def opened(chromium: Browser, briefed: Callable[[str], Path]) -> Iterator[Page]:
    context = chromium.new_context(viewport=SIZE)
    context.add_init_script(COUNTING)
    page = context.new_page()
    page.goto(briefed("overview").as_uri())
    yield page
    context.close()


@pytest.fixture
def counts(opened: Page) -> Any:
    return json.loads(opened.evaluate("opened"))


def test_no_card_is_laid_out_before_the_script_folds_it_away(counts: Any) -> None:
    assert counts["scripted"] is True


def test_the_map_is_measured_as_it_is_made_and_once_its_room_is_known(counts: Any) -> None:
    assert counts["sizes"] == 2
    assert counts["heights"] == 0, "a panel that is closed needs no height"


def test_a_shape_is_drawn_once(counts: Any) -> None:
    assert len(counts["paths"]) > 30
    assert set(counts["paths"].values()) == {1}


def test_symbols_are_moved_apart_once(counts: Any) -> None:
    assert len(counts["leaders"]) > 30
    assert set(counts["leaders"].values()) == {1}


def test_all_names_are_measured_at_once_after_the_first_frame(opened: Page, counts: Any) -> None:
    assert counts["lengths"] == 0
    opened.wait_for_function("named")
    assert opened.evaluate("named > 40")
    assert opened.evaluate("measured") == 1


def test_hidden_regions_are_decoded_on_first_use(opened: Page) -> None:
    outlines = """Object.values(window).filter((one) =>
        one instanceof L.Polygon && one.options.layerId?.startsWith("region:"))"""
    read = opened.evaluate(f"{outlines}.map(({{ _latlngs }}) => _latlngs.flat(3).length > 0)")
    assert sorted(read) == [False, False, True]
    assert opened.evaluate(f"{outlines}.every((one) => one.getBounds().isValid())")
    assert opened.evaluate(f"{outlines}.every((one) => one.getLatLngs().flat(3).length > 0)")


def test_a_shape_within_the_view_is_as_leaflet_would_cut_it(opened: Page) -> None:
    # As it is, and where the view cuts some.
    for zoom in (0, 2):
        same = opened.evaluate(
            """(zoom) => {
              if (zoom) map_1.setZoom(map_1.getZoom() + zoom, { animate: false });
              const text = (parts) =>
                JSON.stringify(parts.map((part) => part.map(({ x, y }) => [x, y])));
              const layers = Object.values(map_1._layers).filter((one) => one instanceof L.Polygon);
              return layers.map((layer) => {
                const { min, max } = layer._renderer._bounds;
                const wide = [layer.options.weight, layer.options.weight];
                const frame = L.bounds(min.subtract(wide), max.add(wide));
                layer._clipPoints();
                const ours = text(layer._parts);
                const theirs = layer._pxBounds.intersects(frame)
                  ? layer._rings.map((ring) => L.PolyUtil.clipPolygon(ring, frame, true)) : [];
                layer._simplifyPoints();
                return ours === text(theirs.filter(({ length }) => length));
              });
            }""",
            zoom,
        )
        assert len(same) > 30
        assert all(same)


def test_the_one_canvas_is_as_large_as_the_view_until_the_page_has_settled(
    opened: Page, counts: Any
) -> None:
    (shares,) = counts["canvases"]
    assert shares == pytest.approx([1, 1], abs=0.01)
    wide = """() => document.querySelector(".leaflet-plate-pane canvas").width
        > 1.4 * document.querySelector(".folium-map").clientWidth"""
    opened.wait_for_function(wide)


def test_land_is_whole_in_the_first_picture(counts: Any) -> None:
    near, *far = counts["lands"]
    assert far == [near, near]


def test_filters_and_names_of_countries_wait_until_they_are_asked_for(
    opened: Page, counts: Any
) -> None:
    assert (counts["filters"], counts["names"]) == (0, 0)
    opened.locator(".finder-opener").click()
    expect(opened.locator(".finder-country .chip").first).to_be_visible()
    opened.locator(".finder-opener").click()
    opened.locator(".finder-field").fill("russia")
    expect(opened.locator(".finder-count")).to_contain_text("of")
    opened.locator(".finder-field").fill("")


def test_symbols_are_no_layers_of_their_own(opened: Page) -> None:
    found = opened.evaluate(
        """() => [...document.querySelectorAll(".event-mark, .leader")].map((one) =>
            [one.style.transform.split("(")[0], getComputedStyle(one).willChange].join())"""
    )
    assert set(found) == {"translate,auto"}


def test_a_page_that_was_cut_off_is_read_as_without_scripts(
    briefed: Callable[[str], Path], tmp_path: Path, opened: Page
) -> None:
    whole = briefed("overview").read_text("utf-8")
    cut = tmp_path / "cut.html"
    cut.write_text(whole[: whole.index('<script type="text/plain" id="geotrack-data"')], "utf-8")
    page = opened.context.new_page()
    page.goto(cut.as_uri())
    expect(page.locator(".record .card").first).to_be_visible()
    page.close()
