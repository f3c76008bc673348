"""The picture of a case: a map, a time bar, or the one above the other."""

from __future__ import annotations

from xml.sax.saxutils import escape

from geotrack.workspace import Workspace
from tools.cases.bars import HEIGHT_PX, bar_of
from tools.cases.maps import map_of
from tools.cases.spans import spans_of
from tools.cases.table import Case
from tools.plates.looks import SANS, Attributes
from tools.plates.svg import element, number

__all__ = ["picture_of"]

_WIDTH_PX, _MAP_PX, _LOW_MAP_PX, _GAP_PX = 180.0, 120.0, 104.0, 3.0


def picture_of(case: Case, workspace: Workspace) -> str:
    """Return the picture of a case as the text of an SVG file.

    Parameters
    ----------
    case : Case
        What is drawn.
    workspace : Workspace
        Holds its records; see `workspace_of`.
    """
    query = case.query
    period = query.joint_period
    has_map = bool({"regions", "drawn", "bbox", "within", "north_of"} & set(case.ask))
    if period is None:
        return map_of(case, workspace, _WIDTH_PX, _MAP_PX, title=case.title).svg()
    when = workspace.by_id[case.id].when
    bar = bar_of(spans_of(when, period, query.known_until), case.answer, _WIDTH_PX)
    if not has_map:
        return _file(bar, HEIGHT_PX, case)
    above = map_of(case, workspace, _WIDTH_PX, _LOW_MAP_PX).svg()
    top = _LOW_MAP_PX + _GAP_PX
    below = element("g", {"transform": f"translate(0 {number(top)})"}, f"\n{bar}\n")
    return _file(above + below, top + HEIGHT_PX, case)


def _file(inside: str, height: float, case: Case) -> str:
    head: Attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": _WIDTH_PX,
        "height": height,
        "viewBox": f"0 0 {number(_WIDTH_PX)} {number(height)}",
        "role": "img",
        "font_family": SANS,
        "text_anchor": "middle",
    }
    title = element("title", {}, escape(case.title))
    return element("svg", head, f"\n{title}\n{inside}\n") + "\n"
