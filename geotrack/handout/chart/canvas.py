"""The drawing surface of a map: axes, projection and box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from matplotlib.patches import Circle
from matplotlib.transforms import Bbox, TransformedBbox, TransformedPatchPath

from folium_polar.basemap.files import SOUTH
from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart.projection import Plane
from geotrack.handout.output import page_axes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Ground"]

# Points of a pixel of CSS, in which widths of lines are stated.
_PIXEL = 0.75


@dataclass(frozen=True, slots=True)
class Ground:
    """A map on a sheet.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Of `output.canvas`.
    plane : Plane
        Projection and position of the map on the sheet.
    box : Box
        The visible box.
    scale : float
        Size of letters, lines and symbols; 1 on A4 paper.
    clip : matplotlib.transforms.TransformedBbox or TransformedPatchPath
        Clips everything on the map; one for all artists, as each of its own takes longer.
    south : float
        Latitude at which the map ends, degrees.
    """

    axes: Any
    plane: Plane
    box: Box
    scale: float
    clip: Any
    south: float = SOUTH

    @classmethod
    def on(
        cls,
        figure: Figure,
        box: Box,
        plane: Plane,
        scale: float,
        *,
        south: float = SOUTH,
    ) -> Self:
        """Return a map on new axes of a sheet, clipped to its box."""
        axes = page_axes(figure)
        bounds = Bbox.from_bounds(box.left, box.top, box.width, box.height)
        clip = (
            TransformedPatchPath(Circle(box.middle, box.radius, transform=axes.transData))
            if isinstance(box, RoundBox)
            else TransformedBbox(bounds, axes.transData)
        )
        return cls(axes, plane, box, scale, clip, south)

    @property
    def pixel(self) -> float:
        """Return the size of a pixel of the page, points."""
        return self.pixel_at(self.scale)

    @staticmethod
    def pixel_at(scale: float) -> float:
        """Return the size of a pixel of the page on a map of some scale, points."""
        return _PIXEL * scale

    def window(self, margin: float = 12.0) -> tuple[float, float, float, float]:
        """Return the box with a margin: left, top, right, bottom."""
        box = self.box
        return box.left - margin, box.top - margin, box.right + margin, box.bottom + margin

    def add(self, artist: Any) -> None:
        """Add an artist to the map, clipped at its edges."""
        self.axes.add_artist(artist)
        if isinstance(self.clip, TransformedPatchPath):
            artist.set_clip_path(self.clip)
        else:
            artist.set_clip_box(self.clip)
