"""The key to the pictures of the cases."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cases.bars import hatching
from tools.cases.colours import ASKED, ASKED_EDGE, LOOKS
from tools.plates import INK, Lettering, Look
from tools.plates.looks import PAPER, SANS, WATER, Attributes
from tools.plates.svg import element, number, text_element

__all__ = ["key"]

_WIDTH_PX, _HEIGHT_PX = 620.0, 76.0
_ROWS_PX, _COLUMNS_PX = (22.0, 54.0), (16.0, 168.0, 320.0, 472.0)
_WORDS = Lettering(10.0, anchor="start")
_BAR = "#3d4c54"


def key() -> str:
    """Return the text of the SVG file."""
    head: Attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": _WIDTH_PX,
        "height": _HEIGHT_PX,
        "viewBox": f"0 0 {number(_WIDTH_PX)} {number(_HEIGHT_PX)}",
        "role": "img",
        "font_family": SANS,
        "fill": INK,
    }
    sheet: Attributes = {
        "x": 0.5,
        "y": 0.5,
        "width": _WIDTH_PX - 1,
        "height": _HEIGHT_PX - 1,
        "rx": 6.0,
    }
    ground = element("rect", {**sheet, **Look(PAPER, stroke="#c9c6bb", width=0.8).attributes})
    title = element("title", {}, "How the pictures are drawn")
    return element("svg", head, "\n".join(["", title, ground, *_entries(), ""])) + "\n"


def _entries() -> Iterator[str]:
    places = [(x, y) for y in _ROWS_PX for x in _COLUMNS_PX]
    asked = Look(ASKED.fill, 0.45, ASKED_EDGE.stroke, 1.0)
    areas = [
        ("asked: area, period", asked),
        ("certain", LOOKS["certain"]),
        ("possible", LOOKS["possible"]),
        ("no", LOOKS["no"]),
        ("not judged", LOOKS["undated"]),
    ]
    for (words, look), (x, y) in zip(areas, places, strict=False):
        yield _swatch(x, y, Look(WATER))
        yield _swatch(x, y, look)
        yield _words(words, x, y)
    yield hatching(_BAR)
    bars: list[tuple[str, Attributes]] = [
        ("time that is sure", {"fill": _BAR, "fill_opacity": ".75"}),
        ("some time in it", {"fill": "url(#h)", "stroke": _BAR, "stroke_width": ".9"}),
        ("no end known", {"fill": "url(#r)"}),
    ]
    for (words, attributes), (x, y) in zip(bars, places[len(areas) :], strict=True):
        place: Attributes = {"x": x, "y": y - 4.5, "width": 30.0, "height": 9.0}
        yield element("rect", {**place, **attributes})
        yield _words(words, x, y)


def _swatch(x: float, y: float, look: Look) -> str:
    place: Attributes = {"x": x, "y": y - 8, "width": 30.0, "height": 16.0}
    return element("rect", {**place, **look.attributes})


def _words(text: str, x: float, y: float) -> str:
    return text_element(text, {"x": x + 38, "y": y + 3.5, **_WORDS.attributes})
