"""Names of the layers of observations of a map, as scenes use them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geotrack.model.observation_layer import Observed, Way

__all__ = ["ObservedWay", "ids_of", "names_of", "ways_of"]


@dataclass(frozen=True, slots=True)
class ObservedWay:
    """One layer of observations: a dataset drawn in one form.

    Parameters
    ----------
    id : str
        Of the layer, also in links: `observed-1`, or `observed-1-points` if drawn in several forms.
    number : int
        Number of the dataset in the definition, from 1.
    entry : Observed
        The definition.
    way : Way
        How it is drawn.
    """

    id: str
    number: int
    entry: Observed
    way: Way

    @property
    def names(self) -> tuple[str, str]:
        """The names that a scene may use: the title, or the title with the form."""
        return self.entry.title, f"{self.entry.title}/{self.way}"


def ways_of(entries: Iterable[Observed]) -> list[ObservedWay]:
    """Return the layers of observations of a map, in the order of its definition."""
    found = []
    for n, entry in enumerate(entries, start=1):
        ways = tuple(dict.fromkeys(entry.draw))
        for way in ways:
            id_ = f"observed-{n}" if len(ways) == 1 else f"observed-{n}-{way}"
            found.append(ObservedWay(id_, n, entry, way))
    return found


def ids_of(words: Iterable[str], ways: Sequence[ObservedWay]) -> frozenset[str]:
    """Return the ids of the layers with some names."""
    named = set(words)
    return frozenset(one.id for one in ways if named & set(one.names))


def names_of(ways: Sequence[ObservedWay]) -> list[str]:
    """Return all names of layers, each once, titles first."""
    titles = [one.names[0] for one in ways]
    return list(dict.fromkeys([*titles, *(one.names[1] for one in ways)]))
