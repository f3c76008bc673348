"""The regions of a workspace by id and name, with their land and water."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.errors import GeometryError, UsageError
from geotrack.findings import shown
from geotrack.i18n.folding import folded
from geotrack.model import LayerFeature
from geotrack.taxonomy import nearest_few

__all__ = ["ISLANDS", "WATERS", "Regions"]

ISLANDS = ("island", "islands")
"""Kinds of regions that are all land."""

WATERS = ("sea", "ocean", "strait", "gulf", "bay", "passage", "route-area")
"""Kinds of regions that are all water."""


class Regions(Mapping[str, LayerFeature]):
    """Regions by id, name or alias.

    Parameters
    ----------
    features : mapping of str to LayerFeature
        Regions by id.
    """

    def __init__(self, features: Mapping[str, LayerFeature]) -> None:
        self._features = features
        self._parts: dict[tuple[str, str], BaseGeometry] = {}

    # By identity: to compare the outlines of all regions takes long.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getitem__(self, id_: str) -> LayerFeature:
        return self._features[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._features)

    def __len__(self) -> int:
        return len(self._features)

    @cached_property
    def _by_name(self) -> Mapping[str, LayerFeature]:
        """Regions by folded name; an id precedes a name of another region."""
        features = list(self.values())[::-1]
        names = {folded(n): r for r in features for n in reversed(r.all_names)}
        return names | {folded(r.id): r for r in features}

    def find(self, word: str) -> LayerFeature | None:
        """Return the region with an id, name or alias, or None."""
        return self.get(word) or self._by_name.get(folded(word))

    def find_with_shape(self, word: str) -> LayerFeature | None:
        """Return the region of a word as `find`; None also where its shape is invalid."""
        region = self.find(word)
        return region if region is not None and region.has_shape else None

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
        ids = {name: region.id for name, region in self._by_name.items()}
        guesses = [repr(self[id_].name) for id_ in nearest_few(word, ids)]
        listed = " or ".join(filter(None, (", ".join(guesses[:-1]), *guesses[-1:])))
        hint = f"did you mean {listed}?" if guesses else "`geotrack regions` lists them"
        raise UsageError(f"no region is called {shown(word)}; {hint}")

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
                f"the region {id_!r} of layers/ has no sound shape: {error.problem}"
            ) from error

    def part(self, id_: str, medium: str) -> BaseGeometry:
        """Return the `sea` or `land` part of a region, perhaps empty; cached.

        A sea is all water and an island all land: their own coast is better than the land mask.
        """
        region = self[id_]
        if region.kind in WATERS or region.kind in ISLANDS:
            has_it = (region.kind in WATERS) == (medium == "sea")
            return region.plane if has_it else shapely.Polygon()
        key = (id_, medium)
        if key not in self._parts:
            less = polar.less_land if medium == "sea" else polar.less_water
            self._parts[key] = less(region.plane)
        return self._parts[key]
