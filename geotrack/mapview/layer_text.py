"""Text about layers of observations: what lists, legends and captions say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geotrack.mapview.translations import LocalizedText, Text

__all__ = ["LayerText", "LegendSymbol"]


@dataclass(frozen=True, slots=True)
class LegendSymbol:
    """A symbol of a legend.

    Parameters
    ----------
    name : str
        `points` (three dots), `point`, `possible`, `inexact`; `density`, `density-possible`;
        `tracks`, `gap`, `tracks-possible`.
    colours : tuple of str
        `#rrggbb`; of `points` three, which may be the same, else one.
    """

    name: str
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayerText:
    """Text about a layer of observations.

    Parameters
    ----------
    id : str
        Of its layer.
    title, source : str
        As the definition has them.
    summary : LocalizedText
        How many positions there are, from when, by which selection and in which ways they are
        drawn. Of several layers of one table the first has it, and the others have an empty one.
    legend : sequence of (LegendSymbol, Text)
        Symbols of the map with their names: the dataset, and classes of it.
    meanings : sequence of (LegendSymbol, Text)
        Symbols with what they mean.
    """

    id: str
    title: str
    source: str
    summary: LocalizedText
    legend: Sequence[tuple[LegendSymbol, Text]]
    meanings: Sequence[tuple[LegendSymbol, Text]]

    @property
    def cited(self) -> tuple[str, str]:
        """Title and source, which several layers may share."""
        return self.title, self.source
