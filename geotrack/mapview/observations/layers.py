"""Observations of a map: its layers and the text about them; without any, pyarrow is not loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotrack.mapview.translations import LocalizedText, Text
from geotrack.model import MapDefinition
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from geotrack.observations.layers.layer import MapLayer

__all__ = ["ObservationText", "Symbol", "observation_layers", "total_text"]


@dataclass(frozen=True, slots=True)
class Symbol:
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
class ObservationText:
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
    legend : sequence of (Symbol, Text)
        Symbols of the map with their names: the dataset, and classes of it.
    meanings : sequence of (Symbol, Text)
        Symbols with what they mean.
    """

    id: str
    title: str
    source: str
    summary: LocalizedText
    legend: Sequence[tuple[Symbol, Text]]
    meanings: Sequence[tuple[Symbol, Text]]

    @property
    def cited(self) -> tuple[str, str]:
        """Title and source, which several layers may share."""
        return self.title, self.source


def observation_layers(workspace: Workspace, definition: MapDefinition) -> list[MapLayer]:
    """Return the layers of observations of a map: see `geotrack.observations.layers`.

    Raises
    ------
    UsageError
        A dataset or a column is not there, or pyarrow is missing.
    MarkingError
        A dataset is marked higher than the map.
    """
    if not definition.observations:
        return []
    from geotrack.observations.layers.map_layers import map_layers

    return map_layers(workspace, definition)


def total_text(layers: Sequence[MapLayer], say: Callable[..., str]) -> str:
    """Return how many positions a map shows in all; empty where it has no layers of them.

    Parameters
    ----------
    layers : sequence of MapLayer
        All of a map.
    say : callable
        Returns a text by its key and values: `Words` or `Translator`.
    """
    if not layers:
        return ""
    from geotrack.observations.layers.totals import total

    found = total(layers)
    return say(f"page.observed.{'shown' if found.exact else 'leastShown'}", n=found.count)
