"""Insets of a map: crowds of symbols that it shows enlarged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from folium_polar.geometry import distance_m, project, unproject
from geotrack.i18n import LANGUAGES, words
from geotrack.mapview.record.shapes import LonLat
from geotrack.mapview.record.view import RecordView
from geotrack.model import LayerFeature, MapDefinition
from geotrack.model.localized import TextByLanguage, in_language
from geotrack.model.place_text import region_name
from geotrack.queries.discs import circles

__all__ = ["MOST", "REACH", "InsetView", "insets_of"]

MOST = 6
"""So many symbols may cover each other; more are a crowd."""
REACH = 15.5 / 366
"""Edge of a symbol, of the radius of the view: as on the round sheet of 900 px."""
_RADIUS, _FACTOR = 26 / 366, 5.0
"""Radius of the circle round a crowd, in the same, and how much it is enlarged."""
_MANY = 600
"""A map of more records has clusters, and no insets."""


@dataclass(frozen=True, slots=True)
class InsetView:
    """An inset of a map.

    Parameters
    ----------
    name : str
        Its name in the language of the map; empty without one.
    lon, lat : float
        Its centre, degrees.
    radius_km : float
        Its radius on the Earth.
    factor : float
        Its scale, that of the map being 1.
    numbers : tuple of int
        Numbers of its records.
    """

    name: str
    lon: float
    lat: float
    radius_km: float
    factor: float
    numbers: tuple[int, ...] = ()

    def caption(self, language: str) -> str:
        """Return its name and its scale as text."""
        label = words(language)
        figure = f"{self.factor:g}".replace(".", label("page.map.letters.decimal"))
        times = label.section("document.inset.times").get(figure, figure)
        text = label("document.inset.scale", times=times)
        name = in_language(self.name, language)
        return f"{name}, {text}" if name else f"{text[0].upper()}{text[1:]}"


def insets_of(
    definition: MapDefinition,
    records: Sequence[RecordView],
    stacks: Sequence[Sequence[int]],
    regions: Mapping[str, LayerFeature],
) -> list[InsetView]:
    """Return the insets of a map that hold records: those of its definition, else one a crowd.

    Parameters
    ----------
    definition : MapDefinition
        The map; `view` is a circle.
    records : sequence of RecordView
        Its records.
    stacks : sequence of sequence of int
        Numbers of the records of each stack, which have one symbol.
    regions : mapping of str to LayerFeature
        Regions, of which the smallest round a crowd names it.

    Returns
    -------
    list of InsetView
        A record in two of the circles is in the first one only.
    """
    if len(records) > _MANY:
        return []
    positions = {e.number: e.drawing.lonlat for e in records if e.drawing}
    insets: Iterable[InsetView]
    if definition.insets is None:
        # A stack is one symbol, at the position of its first record.
        hidden = {number for stack in stacks for number in stack[1:]}
        shown = {n: lonlat for n, lonlat in sorted(positions.items()) if n not in hidden}
        insets = _of_crowds(shown, definition, regions)
    else:
        insets = (
            InsetView(i.name or "", i.lon, i.lat, i.radius_km, i.factor) for i in definition.insets
        )
    return list(_filled(insets, positions))


def _filled(insets: Iterable[InsetView], positions: Mapping[int, LonLat]) -> Iterator[InsetView]:
    """Yield insets with their records, those without any left out."""
    for inset in insets:
        numbers = _within(inset, positions)
        positions = {n: lonlat for n, lonlat in positions.items() if n not in numbers}
        if numbers:
            yield replace(inset, numbers=tuple(sorted(numbers)))


def _within(inset: InsetView, positions: Mapping[int, LonLat]) -> set[int]:
    """Return the numbers of the records in the circle of an inset."""
    radius, (lon, lat) = 1000.0 * inset.radius_km, np.array([*positions.values()]).reshape(-1, 2).T
    x, y = project(lon, lat)
    centre_x, centre_y = project(inset.lon, inset.lat)
    away = np.hypot(x - centre_x, y - centre_y)
    reach, core = circles(np.array([inset.lat]), radius)
    is_in, is_near = away < core, away < reach
    if (unsure := is_near & ~is_in).any():  # seldom: the ellipsoid takes long to load
        is_in[unsure] = distance_m(inset.lon, inset.lat, lon[unsure], lat[unsure]) <= radius
    return {n for n, inside in zip(positions, is_in.tolist(), strict=True) if inside}


def _of_crowds(
    positions: Mapping[int, LonLat], definition: MapDefinition, regions: Mapping[str, LayerFeature]
) -> Iterator[InsetView]:
    """Yield an inset for each crowd, at the scale at which a map opens, the largest crowd first.

    After the records in their circles are left out, no more than `MOST` cover one of them.
    """
    view = definition.view
    radius_km = _RADIUS * view.radius_km
    while (centre := _crowd(positions, REACH * 1000.0 * view.radius_km)) is not None:
        name = _name_at(centre, definition, regions)
        lon, lat = (float(degrees) for degrees in unproject(*centre))
        inset = InsetView(name, lon, lat, radius_km, _FACTOR)
        yield inset
        inside = _within(inset, positions)
        positions = {n: lonlat for n, lonlat in positions.items() if n not in inside}


def _crowd(positions: Mapping[int, LonLat], reach: float) -> tuple[float, float] | None:
    """Return the middle of the largest crowd, metres of the plane; None if there is none.

    Symbols nearer than `reach`, metres, cover each other.
    """
    places = np.column_stack(project(*np.array([*positions.values()]).reshape(-1, 2).T))
    near = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) < reach
    counts = near.sum(axis=1)
    if not len(places) or counts.max() <= MOST:
        return None
    crowd = places[near[counts.argmax()]]
    x, y = (crowd.min(axis=0) + crowd.max(axis=0)) / 2
    return float(x), float(y)


def _name_at(
    place: tuple[float, float], definition: MapDefinition, regions: Mapping[str, LayerFeature]
) -> str:
    """Return the name of the smallest region round a place of the plane; empty without one."""
    around = [region for region in regions.values() if shapely.contains_xy(region.plane, *place)]
    if not around:
        return ""
    smallest = min(around, key=lambda region: region.plane.area)
    names = {code: region_name(smallest, code) for code in LANGUAGES}
    return TextByLanguage(names[definition.language or LANGUAGES[0]], names)
