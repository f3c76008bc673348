"""The key to the pictures of the cases."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from folium_polar.basemap.style import WATER
from geotrack.handout.boxes import Box
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import DROP, draw_text, sans
from geotrack.handout.output import page_axes
from tools.cases.bars import faded, filled, hatched
from tools.cases.looks import ASKED, LOOKS
from tools.small_map import Look, image, sheet

__all__ = ["key"]

_WIDTH, _HEIGHT = 620.0, 76.0
_ROWS, _COLUMNS = (22.0, 54.0), (16.0, 168.0, 320.0, 472.0)
_BAR = Look("#3d4c54")


def key() -> bytes:
    """Return the key as a WebP file."""
    figure = sheet(_WIDTH, _HEIGHT)
    axes = page_axes(figure)
    places = [Box(x, y - 8, 30.0, 16.0) for y in _ROWS for x in _COLUMNS]
    areas = [("asked: area, period", ASKED)]
    areas += [(answer, LOOKS[answer]) for answer in ("certain", "possible", "no")]
    areas += [("not judged", LOOKS["undated"])]
    names = [name for name, _ in areas] + ["time that is sure", "some time in it", "no end known"]
    for (_, look), box in zip(areas, places, strict=False):
        corner, size = (box.left, box.top), (box.width, box.height)
        axes.add_artist(Rectangle(corner, *size, facecolor=WATER[0], edgecolor="none"))
        dashes = (0, tuple(d / look.weight for d in look.dashes)) if look.dashes else "solid"
        line = {"edgecolor": look.ink, "linewidth": look.weight * 0.9, "linestyle": dashes}
        axes.add_artist(Rectangle(corner, *size, facecolor=(look.ink, look.cover), **line))
    sure, some, no_end = (box.less(0, 3.5, 0, 3.5) for box in places[len(areas) :])
    filled(axes, sure, _BAR.ink)
    hatched(axes, some, _BAR)
    faded(axes, no_end, _BAR.ink)
    font = sans(9.0)
    for name, box in zip(names, places, strict=True):
        y = box.top + box.height / 2 + DROP * font.size
        draw_text(axes, box.right + 8, y, name, font, colour=colour("ink"))
    return image(figure)
