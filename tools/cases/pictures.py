"""The picture of a case: a map, a time bar, or the one above the other."""

from __future__ import annotations

from geotrack.handout.boxes import Box
from geotrack.handout.output import page_axes
from geotrack.workspace import Workspace
from tools.cases.bars import HEIGHT, draw_bar
from tools.cases.maps import draw_map
from tools.cases.page import WIDTH
from tools.cases.spans import spans_of
from tools.cases.table import Case
from tools.small_map import image, sheet

__all__ = ["picture_of"]

_MAP, _LOW_MAP = 120.0, 104.0


def picture_of(case: Case, workspace: Workspace) -> bytes:
    """Return the picture of a case as a WebP file.

    Parameters
    ----------
    case : Case
        What is drawn.
    workspace : Workspace
        Holds its records; see `workspace_of`.
    """
    period = case.query.joint_period
    has_map = bool({"regions", "drawn", "bbox", "within", "north_of"} & set(case.ask))
    bar = 0.0 if period is None else HEIGHT
    above = 0.0 if period and not has_map else _LOW_MAP if period else _MAP
    figure = sheet(WIDTH, above + bar)
    if above:
        draw_map(case, workspace, figure, Box(0, 0, WIDTH, above))
    if period is not None:
        spans = spans_of(workspace.by_id[case.id].when, period, case.query.known_until)
        draw_bar(page_axes(figure), Box(0, above, WIDTH, HEIGHT), spans, case.answer)
    return image(figure)
