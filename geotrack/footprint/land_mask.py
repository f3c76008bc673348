"""Footprints: the outline of a record less land, water or excluded regions.

A ship was on water, a base on land, and no record in a region that it excludes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
"""Removes an area from a geometry of the plane."""

_CUT_TO_MEDIUM: Mapping[str, Cut] = {"sea": less_land, "land": less_water}
_MEDIUM_LEFT = {"land": "sea", "water": "land"}
"""The medium that remains, by the word in a record for the one that it excludes."""


def footprint(event: Event, regions: Regions) -> Footprint | None:
    """Return all places where an event may have been.

    It is the `outline` without land for a type at sea, without water for a type on land, and
    without the regions that the record excludes. If the type leaves nothing, nothing is removed: a
    ship in port may lie on the land of a coastline that is exact to 2 km. The footprint is
    contradicted, so that nothing is certain, if no path by water remains along a ship's line, or
    the record excludes all that it allows.

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
    area = outline(event, regions)
    return None if area is None else remaining(area, event, regions)


def remaining(area: Footprint, event: Event, regions: Regions) -> Footprint:
    """Return the rest of an event's outline, as `footprint` does."""
    for medium, is_stated in media_of(event).items():
        area = _in_medium(area, medium, regions, is_stated=is_stated)
    excluded = [region.plane for region in excluded_regions(event, regions)]
    if excluded:
        # Buffered, since edges along one parallel differ by up to a metre if their vertices differ.
        excluded_area = shapely.buffer(shapely.union_all(excluded), BORDER_M)
        area = _cut(area, lambda shape: shapely.difference(shape, excluded_area), is_stated=True)
    return area


def media_of(event: Event) -> dict[str, bool]:
    """Return the media of an event, `sea` or `land`, and whether its record states them."""
    media = {event.type.medium: False} if event.type.medium in _CUT_TO_MEDIUM else {}
    words = map(folded, event.place.excluding) if event.place else ()
    return media | {_MEDIUM_LEFT[word]: True for word in words if word in _MEDIUM_LEFT}


def excluded_regions(event: Event, regions: Regions) -> tuple[LayerFeature, ...]:
    """Return the regions that a record excludes.

    Words that name no region, and neither `land` nor `water`, exclude nothing.
    """
    return excluded_by_words(event.place.excluding if event.place else (), regions)


def excluded_by_words(words: Iterable[str], regions: Regions) -> tuple[LayerFeature, ...]:
    """Return the regions that words exclude; see `excluded_regions`."""
    matches = (regions.find_with_shape(word) for word in words if folded(word) not in _MEDIUM_LEFT)
    return tuple(region for region in matches if region is not None)


def _in_medium(area: Footprint, medium: str, regions: Regions, *, is_stated: bool) -> Footprint:
    """Return the part of a footprint that is sea, or land."""
    if area.basis != "named":
        return _cut(area, _CUT_TO_MEDIUM[medium], is_stated=is_stated)
    parts = [regions.part(id_, medium) for id_ in area.regions]
    return _with_remainders(area, parts, is_stated=is_stated)


def _cut(area: Footprint, cut: Cut, *, is_stated: bool) -> Footprint:
    """Return a footprint with something removed, if anything remains."""
    if area.courses:
        cut_paths = (cut_courses(path, cut) for path in area.courses)
        paths = tuple(path for path in cut_paths if path is not None)
        if len(paths) < len(area.courses):
            # No path along the line remains; either the line or the cut is wrong.
            return replace(area, doubt="contradicted")
        return replace(area, shapes=corridors(paths), courses=paths)
    # Points stay: the coastline is too coarse to judge them.
    remainders = [cut(shape) if shape.area > 0 else shape for shape in area.shapes]
    return _with_remainders(area, remainders, is_stated=is_stated)


def _with_remainders(
    area: Footprint, remainders: Sequence[BaseGeometry], *, is_stated: bool
) -> Footprint:
    """Return a footprint with what remains of each shape.

    A shape of which nothing remains stays whole; if the record itself states the exclusion
    (`is_stated`), it is dropped.
    """
    if not is_stated:
        pairs = zip(area.shapes, remainders, strict=True)
        shapes = tuple(shape if rest.is_empty else rest for shape, rest in pairs)
        return replace(area, shapes=shapes)
    indexes = [n for n, remainder in enumerate(remainders) if has_place(remainder)]
    if not indexes or (area.each and len(indexes) < len(remainders)):
        return replace(area, doubt="contradicted")
    if len(area.regions) == len(remainders):
        area = replace(area, regions=tuple(area.regions[n] for n in indexes))
    return replace(area, shapes=tuple(remainders[n] for n in indexes))
