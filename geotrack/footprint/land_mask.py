"""Footprints: the outline of a record less land, water or excluded regions.

A ship was on water, a base on land, and no record in a region that it excludes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.coastline.coast import less_land, less_water
from geotrack.footprint.courses import cut_courses
from geotrack.footprint.outline import BORDER_M, Footprint, corridors, has_place, outline
from geotrack.footprint.regions import Regions
from geotrack.i18n.folding import folded
from geotrack.model import Event, LayerFeature

__all__ = ["excluded_regions", "footprint", "media_of", "remaining"]

Cut = Callable[[BaseGeometry], BaseGeometry]

_ONLY: Mapping[str, Cut] = {"sea": less_land, "land": less_water}
_BY_WORD = {"land": "sea", "water": "land"}
"""The medium that remains if a record excludes the other."""


def footprint(event: Event, regions: Regions) -> Footprint | None:
    """Return all places where an event may have been.

    Its `outline`, without land for a type at sea, without water for a type on land, and without the
    regions that the record excludes. If the type leaves nothing, nothing is removed: a ship in port
    lies on the land of a coastline that is exact to 2 km. If no path by water remains along a
    ship's line, or the record excludes all that it allows, the record contradicts itself and
    nothing is certain.

    Parameters
    ----------
    event : Event
        The record.
    regions : Regions
        The regions that the record may name.

    Returns
    -------
    Footprint or None
        As `outline`.
    """
    where = outline(event, regions)
    return None if where is None else remaining(where, event, regions)


def remaining(where: Footprint, event: Event, regions: Regions) -> Footprint:
    """Return the rest of an event's outline, as `footprint` does."""
    for medium, by_word in media_of(event).items():
        where = _in_medium(where, medium, regions, by_word=by_word)
    excluded = [region.plane for region in excluded_regions(event, regions)]
    if excluded:
        # Edges along one parallel differ by up to a metre if their vertices differ.
        beside = shapely.buffer(shapely.union_all(excluded), BORDER_M)
        where = _cut(where, lambda shape: shapely.difference(shape, beside), by_word=True)
    return where


def media_of(event: Event) -> dict[str, bool]:
    """Return the media of an event, `sea` or `land`, and whether its record states them."""
    media = {event.type.medium: False} if event.type.medium in _ONLY else {}
    words = map(folded, event.place.excluding) if event.place else ()
    return media | {_BY_WORD[word]: True for word in words if word in _BY_WORD}


def excluded_regions(event: Event, regions: Regions) -> tuple[LayerFeature, ...]:
    """Return the regions that a record excludes.

    Words that name no region, and neither `land` nor `water`, exclude nothing.
    """
    words = event.place.excluding if event.place else ()
    matches = (regions.find_with_shape(word) for word in words if folded(word) not in _BY_WORD)
    return tuple(region for region in matches if region is not None)


def _in_medium(where: Footprint, medium: str, regions: Regions, *, by_word: bool) -> Footprint:
    """Return the part of a footprint that is sea, or land."""
    if where.basis != "named":
        return _cut(where, _ONLY[medium], by_word=by_word)
    parts = [regions.part(id_, medium) for id_ in where.regions]
    return _with_remainders(where, parts, by_word=by_word)


def _cut(where: Footprint, cut: Cut, *, by_word: bool) -> Footprint:
    """Return a footprint with something removed, if anything remains."""
    if where.courses:
        runs = tuple(
            run for run in (cut_courses(run, cut) for run in where.courses) if run is not None
        )
        if len(runs) < len(where.courses):
            # No path along the line remains; either the line or the cut is wrong.
            return replace(where, doubt="contradicted")
        return replace(where, shapes=corridors(runs), courses=runs)
    remainders = [cut(shape) if shape.area > 0 else shape for shape in where.shapes]
    return _with_remainders(where, remainders, by_word=by_word)


def _with_remainders(
    where: Footprint, remainders: Sequence[BaseGeometry], *, by_word: bool
) -> Footprint:
    """Return a footprint with what remains of each shape.

    A shape of which nothing remains stays whole; if the record itself states the exclusion
    (`by_word`), it is dropped.
    """
    if not by_word:
        pairs = zip(where.shapes, remainders, strict=True)
        shapes = tuple(whole if rest.is_empty else rest for whole, rest in pairs)
        return replace(where, shapes=shapes)
    indexes = [n for n, rest in enumerate(remainders) if has_place(rest)]
    if not indexes or (where.each and len(indexes) < len(remainders)):
        return replace(where, doubt="contradicted")
    if len(where.regions) == len(remainders):
        where = replace(where, regions=tuple(where.regions[n] for n in indexes))
    return replace(where, shapes=tuple(remainders[n] for n in indexes))
