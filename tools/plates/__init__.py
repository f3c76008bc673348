"""Small pictures of a piece of the Arctic as SVG, looking like plates of an atlas.

A plate draws plane geometry (EPSG:6931) in the order of its calls, the first lowest:

    plate = Plate.around(shape, 320, 320, title="Chukchi Sea")
    plate.sea(shape)
    plate.land()
    plate.graticule()
    plate.names()
    path.write_text(plate.svg(), encoding="utf-8")

Pictures hold no script, no font and no address but that of the SVG namespace, have a ground of
their own, so that they can be read on a dark page too, and are the same bytes for the same shapes.
"""

from __future__ import annotations

from tools.plates.looks import ASKED, DOT, INK, LINE, NAME, REGION, REGION_ON_LAND, Lettering, Look
from tools.plates.plate import Plate
from tools.plates.view import View

__all__ = [
    "ASKED",
    "DOT",
    "INK",
    "LINE",
    "NAME",
    "REGION",
    "REGION_ON_LAND",
    "Lettering",
    "Look",
    "Plate",
    "View",
]
