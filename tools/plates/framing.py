"""The paper of a plate: its ground, its margin and the file round it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tools.plates import looks
from tools.plates.looks import Attributes, Look
from tools.plates.svg import element, number
from tools.plates.view import View

__all__ = ["ground", "mat", "picture", "rim"]

_CORNER_PX, _EDGE_PX = 6.0, 0.5
_MAT = Look(looks.PAPER, stroke="#c9c6bb", width=0.8)


def ground(view: View) -> str:
    """Return the water, as large as the frame."""
    return _hole(view, Look(looks.WATER))


def rim(view: View) -> str:
    """Return the line round the map."""
    return _hole(view, looks.COAST_LINE)


def _hole(view: View, look: Look) -> str:
    left, top, right, bottom = view.frame.bounds
    if view.circle:
        centre: Attributes = {"cx": view.width / 2, "cy": view.height / 2}
        return element("circle", {**centre, "r": (right - left) / 2, **look.attributes})
    place: Attributes = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return element("rect", {**place, **look.attributes})


def mat(view: View) -> str:
    """Return the paper round the map, corners rounded: it covers what lies beyond the frame."""
    left, top, right, bottom = (number(side) for side in view.frame.bounds)
    across = number(view.frame.bounds[2] - view.frame.bounds[0])
    if view.circle:
        radius = number((view.frame.bounds[2] - view.frame.bounds[0]) / 2)
        arc = f"a{radius} {radius} 0 0 1 "
        hole = f"M{left} {number(view.height / 2)}{arc}{across} 0{arc}-{across} 0z"
    else:
        hole = f"M{left} {top}V{bottom}H{right}V{top}z"
    wide = number(view.width - 2 * (_EDGE_PX + _CORNER_PX))
    high = number(view.height - 2 * (_EDGE_PX + _CORNER_PX))
    r = number(_CORNER_PX)
    arc = f"a{r} {r} 0 0 1 "
    sheet = (
        f"M{number(_EDGE_PX + _CORNER_PX)} {number(_EDGE_PX)}h{wide}{arc}{r} {r}"
        f"v{high}{arc}-{r} {r}h-{wide}{arc}-{r}-{r}v-{high}{arc}{r}-{r}z"
    )
    even: Attributes = {"fill_rule": "evenodd", "d": sheet + hole}
    return element("path", {**_MAT.attributes, **even})


def picture(view: View, inside: Sequence[str]) -> str:
    """Return the text of the file."""
    head: Attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": view.width,
        "height": view.height,
        "viewBox": f"0 0 {number(view.width)} {number(view.height)}",
        "role": "img",
        "font_family": looks.SANS,
        "text_anchor": "middle",
        "fill": looks.INK,
    }
    title = [element("title", {}, escape(view.title))] if view.title else []
    return element("svg", head, "\n".join(["", *title, *inside, ""])) + "\n"
