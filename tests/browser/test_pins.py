"""Pins stand on their places and show their glyphs; HTML that is let through does nothing."""

from __future__ import annotations

import random
from contextlib import suppress

import folium
import pyproj
import pytest
from folium.plugins import BeautifyIcon

from folium_polar import PolarMap, glyph_svg
from folium_polar.markup import refuse_markup
from geotrack.errors import UsageError
from sample_map import RED
from tests.browser.conftest import PageAt

WINDOW = (600, 400)
PLACES = [(90.0, 0.0), (89.9, 45.0), (70.0, 179.9), (70.0, -179.9), (66.0, 30.0)]
KINDS = {
    "pin": lambda: folium.Icon(color="darkred", icon="star"),
    "css": lambda: folium.Icon(icon="ship", prefix="fa", angle=90, icon_color="black"),
    "marker": lambda: BeautifyIcon(icon_shape="marker", border_color="#1eb300"),
    "circle": lambda: BeautifyIcon(number=7, border_color="#00abdc", text_color="#00abdc"),
    "circle-dot": lambda: BeautifyIcon(icon_shape="circle-dot", border_width=10),
    "doughnut": lambda: BeautifyIcon(icon_shape="doughnut", border_width=5),
}


@pytest.fixture(scope="module")
def pins() -> PolarMap:
    polar_map = PolarMap(zoom_start=8, basemap=False, graticule=False)
    for place in PLACES:
        for kind in KINDS.values():
            folium.Marker(place, icon=kind()).add_to(polar_map)
    return polar_map


# Where each icon points to: the lowest dark pixel of a picture, the lowest corner of a turned
# square, the middle of any other shape; relative to the middle of the map.
POINTED = """async () => {
    const box = map_1.getContainer().getBoundingClientRect();
    const middle = [box.x + box.width / 2, box.y + box.height / 2];
    const tipOf = async (image) => {
        await image.decode();
        const {width, height} = image;
        const canvas = Object.assign(document.createElement("canvas"), {width, height});
        const ctx = canvas.getContext("2d", {willReadFrequently: true});
        ctx.drawImage(image, 0, 0, width, height);
        const dots = ctx.getImageData(0, 0, width, height).data;
        const last = [...Array(width * height).keys()].findLast((i) => dots[4 * i + 3] > 40);
        return [(last % width) + 0.5, Math.floor(last / width) + 1];
    };
    const icons = [...document.querySelectorAll(".leaflet-marker-icon")];
    return Promise.all(icons.map(async (icon) => {
        const {x, y, width, height, bottom} = (icon.firstElementChild ?? icon)
            .getBoundingClientRect();
        const turned = icon.firstElementChild?.style.transform;
        const at = icon.src ? await tipOf(icon) : [width / 2, turned ? bottom - y : height / 2];
        return [x + at[0] - middle[0], y + at[1] - middle[1]];
    }));
}"""


def test_each_pin_points_to_its_place_in_each_projection(page_at: PageAt, pins: PolarMap) -> None:
    page = page_at(pins)
    for code in ("EPSG:3995", "EPSG:3571", "EPSG:5936"):
        page.evaluate(
            f"() => {{ geotrackPolar.turn(map_1, {code!r}); map_1.setView([90, 0], 8); }}"
        )
        project = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True).transform
        x_0, y_0 = project(0, 90)
        pointed = iter(page.evaluate(POINTED))
        for lat, lon in PLACES:
            x, y = project(lon, lat)
            expected = (x - x_0) / (40_000 / 2**6), (y_0 - y) / (40_000 / 2**6)
            for kind in KINDS:
                assert next(pointed) == pytest.approx(expected, abs=1), (code, lat, lon, kind)


def test_a_pin_has_its_colours_and_its_glyph(page_at: PageAt, pins: PolarMap) -> None:
    page = page_at(pins)
    colours = page.evaluate(
        """async () => {
            const image = document.querySelectorAll("img.leaflet-marker-icon")[0];
            await image.decode();
            const canvas = Object.assign(document.createElement("canvas"), {width: 35, height: 45});
            const ctx = canvas.getContext("2d", {willReadFrequently: true});
            ctx.drawImage(image, 0, 0, 35, 45);
            return [[17, 18], [17, 33]].map((at) => [...ctx.getImageData(...at, 1, 1).data]);
        }"""
    )
    assert colours[0] == [255, 255, 255, 255]
    assert colours[1] == pytest.approx([0xA2, 0x33, 0x36, 255], abs=12)
    for name in ("7", "leaf", "Marker"):
        assert page.get_by_role("button", name=name, exact=True).count() >= len(PLACES)
    number = page.locator("div.leaflet-marker-icon i", has_text="7").first
    assert number.evaluate("element => getComputedStyle(element).color") == "rgb(0, 171, 220)"
    glyphs = page.locator("div.leaflet-marker-icon path")
    assert glyphs.count() == len(PLACES)
    assert page.evaluate("document.querySelectorAll('.leaflet-marker-shadow').length") == 10


WEB = "https://example.org/x.png"
# Parts of HTML that are put together at random: what opens and ends text, and what must be found.
PARTS = [
    *("<p>", "</p>", "<svg>", "</svg>", "<math>", "</math>", "<style>", "</style>", "<b title='"),
    *("<title>", "</title>", "<textarea>", "</textarea>", "<noscript>", "</noscript>", "<xmp>"),
    *(
        "</xmp>",
        "<!--",
        "-->",
        "<!-->",
        "--!>",
        "<![CDATA[",
        "]]>",
        "'>",
        '">',
        '<p title="',
        "text",
    ),
    *("<foreignObject>", "</foreignObject>", "<desc>", "<table><tr><td>", "</table>", "<li>"),
    *(
        "<template>",
        "</template>",
        "&lt;",
        "<a href='https://example.org/'>",
        "</a>",
        "<?x ",
        "</x ",
    ),
    *(
        f"<img src={WEB}>",
        f'<img src="{WEB}" onerror=go()>',
        "<b onclick=go()>x</b>",
        f"<img/src={WEB}",
    ),
    *(f"<image href={WEB} />", f"<p style='background:url({WEB})'>x</p>", "<script>go()</script>"),
    *(f"<style>@import '{WEB}';</style>", f"p{{background:url({WEB})}}", "<svg/onload=go()>"),
    *("<iframe srcdoc=x>", "<a href='java\tscript:go()'>", f"<img srcset='data:, 1x,{WEB} 2x'>"),
    *(f"<p style='background:u\\72l({WEB})'>x</p>", f"<rect fill='url({WEB}#a)'/>"),
    f"<p style=\"background:image-set('{WEB}' 1x)\">x</p>",
]
SHOWN = [
    f'<table border="1"><tr><td><img src="{RED}"></td></tr></table>',
    f"<svg viewBox='0 0 9 9'><circle r='9' fill='url(#a)'/></svg>{glyph_svg('ship')}",
    "<a href='https://example.org/' style='color: red'>x</a><details><summary>x</summary>",
]
# What the browser's own parser made of each: scripts, handlers, and what it would load.
FOUND = """(texts) => {
    const boxes = texts.map((text) => {
        const box = document.body.appendChild(document.createElement("div"));
        box.innerHTML = text;
        return box;
    });
    const bad = (element) =>
        ["SCRIPT", "IFRAME"].includes(element.tagName.toUpperCase()) ||
        /^\\s*javascript:/i.test(element.protocol ?? "") ||
        /^https:/.test(element.src ?? "") ||
        [...element.attributes].some(({name}) => name.startsWith("on"));
    return texts.filter((_, i) => [...boxes[i].querySelectorAll("*")].some(bad));
}"""


def passed(texts: list[str]) -> list[str]:
    """Give the texts that are not refused."""
    found = []
    for text in texts:
        with suppress(UsageError):
            refuse_markup("Popup", text)
            found.append(text)
    return found


def test_html_that_is_let_through_fetches_and_runs_nothing(page_at: PageAt) -> None:
    rng = random.Random(21)  # noqa: S311 (places of a test, no secret)
    texts = ["".join(rng.choices(PARTS, k=rng.randint(2, 7))) for _ in range(1_500)]
    let_through = passed([*SHOWN, *texts])
    assert let_through[: len(SHOWN)] == SHOWN
    assert 300 < len(let_through) < 1_200
    page = page_at(PolarMap(basemap=False))
    # The fixture fails if the policy stopped anything.
    assert page.evaluate(FOUND, let_through) == []
