"""Colours, lines and letters of the plates: those of the briefing map."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = [
    "ASKED",
    "BAR_TEXT",
    "CIRCLE_LINE",
    "COAST_LINE",
    "DEGREES",
    "DEGREES_INSIDE",
    "DOT",
    "ICE",
    "INK",
    "LAKE",
    "LAND",
    "LAND_NAME",
    "LINE",
    "LOCATED",
    "NAME",
    "NET_LINE",
    "OCEAN_NAME",
    "PAPER",
    "REGION",
    "REGION_ON_LAND",
    "SANS",
    "SEA_NAME",
    "VIEW_LINE",
    "WATER",
    "Attributes",
    "Lettering",
    "Look",
]

Attributes = dict[str, str | float]

INK, PAPER, WATER = "#16242c", "#fbfaf7", "#d8e5eb"
SANS = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif"
_SERIF = "Georgia,'Times New Roman','DejaVu Serif',serif"
# Width of a letter as a part of its size, by which room is judged.
_LETTER = 0.56


@dataclass(frozen=True)
class Look:
    """How a shape is drawn.

    Parameters
    ----------
    fill, stroke : str
        CSS colours; `none` for neither.
    fill_opacity : float
        From 0 to 1.
    width : float
        Of the line, in pixels.
    dash : str
        Pixels drawn and left out, in turn.
    """

    fill: str = "none"
    fill_opacity: float = 1.0
    stroke: str = "none"
    width: float = 1.0
    dash: str = ""

    @property
    def attributes(self) -> Attributes:
        """Return it as SVG has it."""
        found: Attributes = {"fill": self.fill}
        if self.fill != "none" and self.fill_opacity < 1:
            found["fill_opacity"] = f"{self.fill_opacity:g}"
        if self.stroke != "none":
            found |= {"stroke": self.stroke, "stroke_width": f"{self.width:g}"}
            found |= {"stroke_linejoin": "round"}
            found |= {"stroke_dasharray": self.dash} if self.dash else {}
        return found


@dataclass(frozen=True)
class Lettering:
    """How a text is set.

    Parameters
    ----------
    size : float
        Pixels.
    colour, halo : str
        CSS colours; no halo where it is empty.
    serif, italic, bold : bool
        The cut.
    spacing : float
        Between letters, in parts of the size.
    anchor : str
        What stands at the place: `start`, `middle` or `end`.
    """

    size: float = 10.0
    colour: str = INK
    serif: bool = False
    italic: bool = False
    bold: bool = False
    spacing: float = 0.0
    halo: str = ""
    anchor: str = "middle"

    @property
    def attributes(self) -> Attributes:
        """Return it as SVG has it; what the whole picture has is left out."""
        found: Attributes = {"font_size": self.size}
        found |= {"fill": self.colour} if self.colour != INK else {}
        found |= {"font_family": _SERIF} if self.serif else {}
        found |= {"font_style": "italic"} if self.italic else {}
        found |= {"font_weight": "bold"} if self.bold else {}
        found |= {"text_anchor": self.anchor} if self.anchor != "middle" else {}
        if self.spacing:
            found["letter_spacing"] = f"{self.spacing * self.size:.2g}"
        if self.halo:
            found |= {"stroke": self.halo, "stroke_width": "2.2", "stroke_linejoin": "round"}
            found |= {"paint_order": "stroke"}
        return found

    def width(self, text: str) -> float:
        """Return about how wide a text is, in pixels."""
        return len(text) * self.size * (_LETTER + self.spacing)


LAND = Look("#f1ece0", stroke="#8b8f86", width=0.6)
ICE = Look("#fcfcfa")
LAKE = Look("#dfeaef", stroke="#9fb4be", width=0.4)
COAST_LINE = Look(stroke="#7d929c", width=0.8)
NET_LINE = Look(stroke="#9fb4be", width=0.5)
CIRCLE_LINE = Look(stroke="#6f93a3", width=0.7, dash="4 2")
VIEW_LINE = Look(stroke=INK, width=0.7)
LOCATED = Look("#2f6f90")

REGION = Look("#4f8fb0", 0.5, "#1f5673", 1.1)
"""A region; with `Plate.sea` under the land."""
REGION_ON_LAND = replace(REGION, fill_opacity=0.28)
"""A region that takes in land, over it."""
ASKED = Look(stroke=INK, width=1.2, dash="4 2.5")
"""An area that was asked for."""
LINE = Look(stroke="#c2410c", width=1.6)
DOT = Look("#c2410c", stroke="#ffffff", width=0.8)

NAME = Lettering(11.0, "#123c54", serif=True, italic=True, spacing=0.08)
"""What the plate is of."""
SEA_NAME = Lettering(8.5, "#4f7386", serif=True, italic=True, spacing=0.06)
OCEAN_NAME = replace(SEA_NAME, size=9.5, spacing=0.2)
LAND_NAME = Lettering(6.8, "#8d8a80", spacing=0.16)
DEGREES = Lettering(6.8, "#66808b")
DEGREES_INSIDE = replace(DEGREES, halo="#e3ebed")
BAR_TEXT = Lettering(6.8, "#3d4c54", halo="#e3ebed")
