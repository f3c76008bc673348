"""Colours of context layers, by day and in the dark."""

from __future__ import annotations

from dataclasses import dataclass

from geotrack.model.maps.contrast import lightened
from geotrack.model.maps.layer_file import NO_FILL, LayerFile

__all__ = ["Style", "style_of"]

# Of an atlas: none is that of a theme, and each stands out by 3 to 1 from land and sea.
_COLOURS = ("#0b6fa4", "#8a3a6f", "#9a4a1c", "#2d6a3e", "#5b4a9c", "#6b5a1e")


@dataclass(frozen=True, slots=True)
class Style:
    """Colours of a layer, `#rrggbb`; no fill is empty.

    Parameters
    ----------
    colour, fill : str
        Of lines and of areas, by day and on paper.
    dark, dark_fill : str
        The same in the dark.
    """

    colour: str
    fill: str
    dark: str
    dark_fill: str


def style_of(settings: LayerFile, n: int) -> Style:
    """Return the colours of the nth context layer of a map, from 0."""
    colour = settings.colour or _COLOURS[n % len(_COLOURS)]
    fill = "" if settings.fill == NO_FILL else settings.fill or colour
    return Style(colour, fill, lightened(colour), lightened(fill) if fill else "")
