"""The regions of a workspace by id and name, with their land and water."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.coastline.coast import less_land, less_water
from geotrack.errors import GeometryError, UsageError
from geotrack.findings import shown
from geotrack.i18n.folding import folded
from geotrack.i18n.spelling import corrections, nearest_few
from geotrack.messages import OR, Message, listed, sentence
from geotrack.model import LayerFeature

__all__ = ["ISLANDS", "WATERS", "Regions"]

ISLANDS = ("island", "islands")
"""Kinds of regions that are all land."""

WATERS = ("sea", "ocean", "strait", "gulf", "bay", "passage", "route-area")
"""Kinds of regions that are all water."""

_MEDIA_WORDS = frozenset({"land", "water", "territorial seas"})
"""Words in `excluding` that are no regions: for them the administrative areas need not be read."""


class Regions(Mapping[str, LayerFeature]):
    """Regions by id, name or alias.

    Administrative areas are found by id and name after the regions, but are neither iterated nor
    counted: a table by region would list counties beside seas.

    Parameters
    ----------
    features : mapping of str to LayerFeature
        Regions by id.
    administrative : callable, optional
        Reads the administrative areas by id, when a word is no other region.
    """

    def __init__(
        self,
        features: Mapping[str, LayerFeature],
        administrative: Callable[[], Mapping[str, LayerFeature]] = dict,
    ) -> None:
        self._features, self._read = features, administrative
        self._parts: dict[tuple[str, str], BaseGeometry] = {}

    # By identity: comparing the outlines of all regions would take long.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getitem__(self, id_: str) -> LayerFeature:
        feature = self._features.get(id_)
        return self.administrative[id_] if feature is None else feature

    def __iter__(self) -> Iterator[str]:
        return iter(self._features)

    def __len__(self) -> int:
        return len(self._features)

    @cached_property
    def administrative(self) -> Mapping[str, LayerFeature]:
        """Administrative areas by id, without those whose id another region has."""
        return {id_: r for id_, r in self._read().items() if id_ not in self._features}

    @cached_property
    def _by_name(self) -> Mapping[str, LayerFeature]:
        """Regions by their names and ids."""
        return _features_by_name(self._features)

    @cached_property
    def _administrative_by_name(self) -> Mapping[str, LayerFeature]:
        """Administrative areas by their names and ids."""
        return _features_by_name(self.administrative)

    def find(self, word: str) -> LayerFeature | None:
        """Return the region with an id, name or alias, or None."""
        name = folded(word)
        feature = self._features.get(word) or self._by_name.get(name)
        if feature is not None or name in _MEDIA_WORDS:
            return feature
        return self._administrative_by_name.get(name)

    def find_with_shape(self, word: str) -> LayerFeature | None:
        """Return the region of a word as `find`; None also where its shape is invalid."""
        region = self.find(word)
        return region if region is not None and region.has_shape else None

    def counted(self, words: Iterable[str]) -> dict[str, LayerFeature]:
        """Return the regions that a table counts by: all, and administrative areas among words."""
        regions = filter(None, map(self.find, dict.fromkeys(words)))
        return {**self._features, **{r.id: r for r in regions if r.id not in self._features}}

    def named(self, word: str) -> LayerFeature:
        """Return the region with an id, name or alias, ignoring case and accents.

        Raises
        ------
        UsageError
            Unknown region; the message names the three nearest.
        """
        region = self.find(word)
        if region is not None:
            return region
        ids, areas = (
            {name: region.id for name, region in by_name.items()}
            for by_name in (self._by_name, self._administrative_by_name)
        )
        similar = [*nearest_few(word, ids), *corrections(word, areas)]
        remedy: str = "`geotrack regions` lists them"
        if guesses := [self[id_].name for id_ in similar]:
            names = listed([repr(name) for name in guesses], OR)
            remedy = Message("did you mean {guess}?", names, suggestions=guesses)
        message = Message("no region is called {word}", shown(word))
        raise UsageError(sentence(message, remedy))

    def shape(self, id_: str) -> BaseGeometry:
        """Return a region in the plane (EPSG:6931, metres).

        Raises
        ------
        UsageError
            Its shape in the layers' file is invalid on the globe.
        """
        try:
            return self[id_].plane
        except GeometryError as error:
            raise UsageError(
                Message(
                    "the region {id!r} of layers/ has no sound shape: {problem}", id_, error.problem
                )
            ) from error

    def part(self, id_: str, medium: str) -> BaseGeometry:
        """Return the `sea` or `land` part of a region, perhaps empty; cached.

        A sea is all water and an island all land: their own coast is better than the land mask.
        """
        region = self[id_]
        if region.kind in WATERS or region.kind in ISLANDS:
            own_medium = "sea" if region.kind in WATERS else "land"
            return region.plane if medium == own_medium else shapely.Polygon()
        key = (id_, medium)
        if key not in self._parts:
            subtract = less_land if medium == "sea" else less_water
            self._parts[key] = subtract(region.plane)
        return self._parts[key]


def _features_by_name(features: Mapping[str, LayerFeature]) -> dict[str, LayerFeature]:
    """Return regions by folded name; an id precedes a name of another region."""
    # In reverse, so that of two regions of one name the first stays in the table.
    last_first = list(features.values())[::-1]
    names = {folded(n): r for r in last_first for n in reversed(r.all_names)}
    return names | {folded(r.id): r for r in last_first}
