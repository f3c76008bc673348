"""The layers of observations that a map has, and what scenes call them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geotrack.model.observation_layer import Observed, Way

__all__ = ["ObservedWay", "ids_of", "names_of", "ways_of"]


@dataclass(frozen=True, slots=True)
class ObservedWay:
    """One way in which a map draws one dataset.

    Parameters
    ----------
    id : str
        Of its layer, in links too: `observed-1`, of several ways `observed-1-points`.
    number : int
        Of its entry in the definition, from 1.
    entry : Observed
        What the definition says.
    way : Way
        How it is drawn.
    """

    id: str
    number: int
    entry: Observed
    way: Way

    @property
    def names(self) -> tuple[str, str]:
        """What a scene may call it: by the title of its entry, or with its way."""
        return self.entry.title, f"{self.entry.title}/{self.way}"


def ways_of(entries: Iterable[Observed]) -> list[ObservedWay]:
    """Return the ways in which a map draws its datasets, in the order of its definition."""
    found = []
    for n, entry in enumerate(entries, start=1):
        ways = tuple(dict.fromkeys(entry.draw))
        for way in ways:
            id_ = f"observed-{n}" if len(ways) == 1 else f"observed-{n}-{way}"
            found.append(ObservedWay(id_, n, entry, way))
    return found


def ids_of(words: Iterable[str], ways: Sequence[ObservedWay]) -> frozenset[str]:
    """Return the ids of the layers that words name."""
    named = set(words)
    return frozenset(one.id for one in ways if named & set(one.names))


def names_of(ways: Sequence[ObservedWay]) -> list[str]:
    """Return what layers can be called, each once: titles first."""
    titles = [one.names[0] for one in ways]
    return list(dict.fromkeys([*titles, *(one.names[1] for one in ways)]))
