"""Where an event may have been: its footprint, which is its outline less what cannot be.

A ship was on water, a base on land, and nothing was where its record says that it was not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.errors import GeometryError
from geotrack.footprint.courses import less
from geotrack.footprint.outline import BORDER_M, Footprint, corridors, has_place, outline
from geotrack.footprint.regions import Regions
from geotrack.i18n.folding import folded
from geotrack.model import Event, LayerFeature

__all__ = ["excluded_regions", "footprint", "media_of", "remaining"]

Cut = Callable[[BaseGeometry], BaseGeometry]

_ONLY: Mapping[str, Cut] = {"sea": polar.less_land, "land": polar.less_water}
_BY_WORD = {"land": "sea", "water": "land"}
"""What is left where a record excludes the one or the other."""


def footprint(event: Event, regions: Regions) -> Footprint | None:
    """Return where an event may have been.

    The places of its `outline`, of a type that moves at sea less land, of one that is on land
    less water, less what the record excludes. Where its type leaves nothing, nothing is taken
    away: a ship in port lies on the land of a coastline that is good to 2 km. Where there is no
    way by water along a ship's path, or the record excludes all that it allows, it contradicts
    itself, and nothing is certain.

    Parameters
    ----------
    event : Event
        The record.
    regions : Regions
        Those that the record may name.

    Returns
    -------
    Footprint or None
        As `outline`.
    """
    where = outline(event, regions)
    return None if where is None else remaining(where, event, regions)


def remaining(where: Footprint, event: Event, regions: Regions) -> Footprint:
    """Return what is left of an event's outline, as `footprint` has it."""
    for medium, by_word in media_of(event).items():
        where = _in_medium(where, medium, regions, by_word=by_word)
    excluded = [region.plane for region in excluded_regions(event, regions)]
    if excluded:
        # Two edges on one parallel differ by up to a metre where their vertices do.
        beside = shapely.buffer(shapely.union_all(excluded), BORDER_M)
        where = _cut(where, lambda shape: shapely.difference(shape, beside), by_word=True)
    return where


def media_of(event: Event) -> dict[str, bool]:
    """Return on what an event was, `sea` or `land`, and whether its record says so in words."""
    media = {event.type.medium: False} if event.type.medium in _ONLY else {}
    words = map(folded, event.place.excluding) if event.place else ()
    return media | {_BY_WORD[word]: True for word in words if word in _BY_WORD}


def excluded_regions(event: Event, regions: Regions) -> tuple[LayerFeature, ...]:
    """Return the regions in which an event was not, by its record's word.

    Words that are no region and neither `land` nor `water` have no shape, and rule out nothing.
    """
    excluded = []
    for word in event.place.excluding if event.place else ():
        region = regions.find(word)
        try:
            if region is None:
                continue
            region.plane  # noqa: B018 (one without a sound shape is passed over)
        except GeometryError:
            continue
        excluded.append(region)
    return tuple(excluded)


def _in_medium(where: Footprint, medium: str, regions: Regions, *, by_word: bool) -> Footprint:
    if where.basis != "named":
        return _cut(where, _ONLY[medium], by_word=by_word)
    parts = [regions.part(id_, medium) for id_ in where.regions]
    return _remainder(where, parts, by_word=by_word)


def _cut(where: Footprint, cut: Cut, *, by_word: bool) -> Footprint:
    """Take something away from a footprint, as long as it leaves anything."""
    if where.courses:
        runs = tuple(run for run in (less(run, cut) for run in where.courses) if run is not None)
        if len(runs) < len(where.courses):
            # No way along the line is left: what is wrong, the line or the cut, is not known.
            return replace(where, doubt="contradicted")
        return replace(where, shapes=corridors(runs), courses=runs)
    left = [cut(shape) if shape.area > 0 else shape for shape in where.shapes]
    return _remainder(where, left, by_word=by_word)


def _remainder(where: Footprint, left: Sequence[BaseGeometry], *, by_word: bool) -> Footprint:
    """Return a footprint of what is left of its shapes.

    By the record's word, what is all taken away is no alternative to the rest.
    """
    if not by_word:
        pairs = zip(where.shapes, left, strict=True)
        return replace(where, shapes=tuple(w if rest.is_empty else rest for w, rest in pairs))
    kept_parts = [n for n, rest in enumerate(left) if has_place(rest)]
    if not kept_parts or (where.each and len(kept_parts) < len(left)):
        return replace(where, doubt="contradicted")
    if len(where.regions) == len(left):
        where = replace(where, regions=tuple(where.regions[n] for n in kept_parts))
    return replace(where, shapes=tuple(left[n] for n in kept_parts))
