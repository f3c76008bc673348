"""Record stacks: records that stand for the same regions, gathered at the name of the region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from folium_polar.geometry.cache import WeakCache
from geotrack.mapview.record.geometry import name_positions
from geotrack.mapview.record.shapes import LonLat
from geotrack.mapview.record.view import RecordView
from geotrack.model import LayerFeature

__all__ = ["LEAST", "gathered", "position_of_stack", "record_stacks"]

LEAST = 3
"""As many are gathered; fewer keep symbols of their own."""
_AT_NAMES: WeakCache[RecordView] = WeakCache()


def record_stacks(records: Sequence[RecordView]) -> list[list[int]]:
    """Return the record stacks of a map.

    Parameters
    ----------
    records : sequence of RecordView
        The records of the map.

    Returns
    -------
    list of list of int
        For each stack the numbers of its records, ascending: three or more records without a
        position that name the same regions as their place.
    """
    groups: dict[frozenset[str], list[int]] = {}
    for record in records:
        if record.drawing and record.event.geometry is None:
            regions = frozenset(region.id for region in record.drawing.regions)
            groups.setdefault(regions, []).append(record.number)
    return sorted(sorted(group) for group in groups.values() if len(group) >= LEAST)


def gathered(
    records: Sequence[RecordView],
    stacks: Sequence[Sequence[int]],
    regions: Mapping[str, LayerFeature],
) -> list[RecordView]:
    """Return records, with those of stacks at the name of their smallest region.

    Parameters
    ----------
    records : sequence of RecordView
        The records of the map.
    stacks : sequence of sequence of int
        Its stacks, of `record_stacks`.
    regions : Mapping of str to LayerFeature
        Regions of the workspace by id.
    """
    stacked = {number for stack in stacks for number in stack}
    return [
        _AT_NAMES.recall(record, regions, partial(_at_name, record, regions))
        if record.number in stacked
        else record
        for record in records
    ]


def _at_name(record: RecordView, regions: Mapping[str, LayerFeature]) -> RecordView:
    drawing = record.drawing
    if drawing is None:
        return record
    return replace(record, drawing=replace(drawing, lonlat=position_of_stack(drawing.regions)))


def position_of_stack(regions: Sequence[LayerFeature]) -> LonLat:
    """Return where the records stand that name some regions: at the name of the smallest."""
    position, *_ = name_positions(min(regions, key=lambda region: region.plane.area))
    return position
