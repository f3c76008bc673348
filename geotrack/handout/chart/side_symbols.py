"""Symbols of a map with sides: the half that is inked and its colour say who acts."""

from __future__ import annotations

from typing import Any

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from geotrack.handout.fonts_and_colours import colour
from geotrack.mapview.sides import Acting
from geotrack.mapview.symbols import SIDED_STYLES, mixed

__all__ = ["draw_side_square", "draw_sides"]

# In the units of a symbol's outline, as sides.css has them: the ring, the seam between two inked
# halves and that along the middle of an area; in parts of the colour, an unplaced symbol's other
# half.
_RING, _SEAM, _AREA_SEAM, _PALE = 5.8, 1.5, 1.3, 0.14


def draw_sides(
    axes: Any, path: Path, acting: Acting, style: str, *, unit: float, opacity: float, zorder: float
) -> None:
    """Draw a symbol without its number.

    Parameters
    ----------
    path : matplotlib.path.Path
        Its outline, points.
    acting : Acting
        Who acts.
    style : str
        `RecordView.symbol_style`.
    unit : float
        The unit of its outline, points.
    """
    look, box, hollow = SIDED_STYLES[style], path.get_extents(), colour("hollow")
    middle = (box.x0 + box.x1) / 2
    if look.line:
        ring = {"edgecolor": (colour("ring"), opacity), "linewidth": _RING * unit}
        axes.add_artist(PathPatch(path, facecolor="none", joinstyle="round", zorder=zorder, **ring))
    seam = (_SEAM if acting.side == "both" else 0.0) * unit / 2
    for side, left, right in (("left", box.x0, middle - seam), ("right", middle + seam, box.x1)):
        half = path.clip_to_bbox(Bbox([[left, box.y0], [right, box.y1]]))
        ink = _half_colour(acting, side, style, hollow)
        patch = PathPatch(half, facecolor=(ink, opacity), edgecolor="none", zorder=zorder + 0.01)
        axes.add_artist(patch)
    if seam:
        between = path.clip_to_bbox(Bbox([[middle - seam, box.y0], [middle + seam, box.y1]]))
        fill = {"facecolor": (hollow, opacity), "edgecolor": "none"}
        axes.add_artist(PathPatch(between, zorder=zorder + 0.01, **fill))
    if style == "assumed" and acting.side != "none":
        half_width = _AREA_SEAM * unit / 2
        line = Bbox([[middle - half_width, box.y0], [middle + half_width, box.y1]])
        ink = colour("ink") if acting.side == "both" else acting.colour
        fill = {"facecolor": (ink, opacity), "edgecolor": "none"}
        axes.add_artist(PathPatch(path.clip_to_bbox(line), zorder=zorder + 0.012, **fill))
    if look.line:
        _outline(axes, path, acting, style, unit=unit, opacity=opacity, zorder=zorder + 0.015)


def draw_side_square(axes: Any, x: float, y: float, wide: float, acting: Acting) -> None:
    """Draw the sign of a side in a legend: a square with its halves."""
    half = 0.36 * wide
    corners = [
        (x - half, y - half),
        (x + half, y - half),
        (x + half, y + half),
        (x - half, y + half),
    ]
    path = Path([*corners, corners[0]], closed=True)
    draw_sides(axes, path, acting, "reported", unit=wide / 32, opacity=1.0, zorder=20.0)


def _half_colour(acting: Acting, side: str, style: str, hollow: str) -> str:
    if acting.side == "none":
        return hollow if style == "assumed" else mixed(acting.colour, hollow, _share(style))
    if acting.side in {side, "both"}:
        return mixed(acting.left if side == "left" else acting.right, hollow, _share(style))
    return mixed(acting.colour, hollow, _PALE) if style == "unplaced" else hollow


def _share(style: str) -> float:
    return SIDED_STYLES[style].fill


def _outline(
    axes: Any, path: Path, acting: Acting, style: str, *, unit: float, opacity: float, zorder: float
) -> None:
    """Draw the outline; of what both sides do each half in its colour."""
    look, box = SIDED_STYLES[style], path.get_extents()
    middle, margin = (box.x0 + box.x1) / 2, look.line * unit
    halves = [(acting.colour, box.x0 - margin, box.x1 + margin)]
    if acting.side == "both":
        halves = [
            (acting.left, box.x0 - margin, middle),
            (acting.right, middle, box.x1 + margin),
        ]
    for ink, left, right in halves:
        line = {"edgecolor": (ink, opacity), "linewidth": look.line * unit}
        patch = PathPatch(path, facecolor="none", joinstyle="round", zorder=zorder, **line)
        if look.dashes:
            patch.set_linestyle((0, tuple(d / look.line for d in look.dashes)))
        axes.add_artist(patch)
        if acting.side == "both":
            top = box.y0 - margin
            part = Rectangle((left, top), right - left, box.y1 + margin - top)
            part.set_transform(axes.transData)
            patch.set_clip_path(part)
