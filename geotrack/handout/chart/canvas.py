"""What a map is drawn on: axes, projection and the box of the sheet that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geotrack.handout.chart.plane import Plane
from geotrack.handout.sheet.boxes import Box

__all__ = ["Ground"]

_PIXEL = 0.75


@dataclass(frozen=True, slots=True)
class Ground:
    """A map on a sheet.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Of `output.canvas`.
    plane : Plane
        How the map lies on the sheet.
    box : Box
        What of it is seen.
    scale : float
        Size of letters, lines and symbols; 1 on A4 paper.
    clip : matplotlib.patches.Patch
        What is drawn is cut off by it.
    """

    axes: Any
    plane: Plane
    box: Box
    scale: float
    clip: Any

    @property
    def pixel(self) -> float:
        """Return what a pixel of the page is here, in points."""
        return _PIXEL * self.scale

    def window(self, margin: float = 12.0) -> tuple[float, float, float, float]:
        """Return the box and a little round it: left, top, right, bottom."""
        box = self.box
        return box.left - margin, box.top - margin, box.right + margin, box.bottom + margin

    def add(self, artist: Any) -> None:
        """Put something on the map, cut off at its edges."""
        self.axes.add_artist(artist)
        artist.set_clip_path(self.clip)
