"""Attributes of records as columns: numbers, texts, and values that many records have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from geotrack.model import Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "NUMBERS",
    "OWN_PLACE",
    "SHARED",
    "TEXTS",
    "id_hashes",
    "is_disputed",
    "number_columns",
]

Columns: TypeAlias = dict[str, "NDArray[Any]"]

OWN_PLACE = "own"
"""The value of `place` for a record whose place is no other's."""

_NOT_YET = ("announced", "planned", "postponed", "cancelled")
# As `Table.citation` writes it.
_ROW = re.compile(r"[^,]+\.\w+, (?:.*, )?(?:line|row|feature) \d+")
_REVIEWS = ("reviewed", "released", "sent back")
_IN_DOUBT = ("disputed", "refuted")
_AGAINST = frozenset({"disputes", "denies"})
_DISC = ("near", "exact", "representative")
_NOWHERE = (np.nan,) * 4
_EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)


def is_disputed(event: Event) -> bool:
    """Return whether a record is disputed, or one of its sources disputes or denies it."""
    stances = [source.stance for source in event.sources]
    return _level(event) in _IN_DOUBT or not _AGAINST.isdisjoint(stances)


def _level(event: Event) -> str | None:
    return event.verification.level if event.verification else None


def _place(event: Event) -> Hashable:
    """Return the properties that determine the outline and footprint of a record.

    Many records are known by regions alone, and many of these name the same ones.
    """
    if event.geometry is not None and event.precision != "region":
        return OWN_PLACE
    place = event.place
    if place is None:
        return None
    return event.regions, place.regions_mode, place.excluding, event.type.medium


def _unstated(event: Event) -> str | None:
    """Return, of a geometry without a precision, which else is stated: "radius" or "nothing"."""
    if event.geometry is None or event.precision != "unstated":
        return None
    return "nothing" if event.radius_km is None else "radius"


def _is_from_a_row(event: Event) -> bool:
    """Return whether the only source of a record is a row of a file."""
    sources = event.sources
    return (
        len(sources) == 1
        and not (sources[0].url or sources[0].says or sources[0].read_at)
        and (_ROW.fullmatch(sources[0].cite or "") is not None)
    )


def _changed(event: Event) -> str:
    """Return the day of the last change of a record that is no review, else of its entry."""
    changes = [r for r in event.revisions if r.what not in _REVIEWS]
    return str((changes[-1].on if changes else event.added) or "")


def _waits_for(event: Event) -> str:
    """Return the review state of a record; `back` if a reviewer sent it back to its author."""
    if event.revisions and event.revisions[-1].what == "sent back":
        return "back"
    return event.review or "draft"


def _entry_days(event: Event) -> tuple[str, ...]:
    """Return the day of entry, empty if it is not stated, then those of revisions but reviews."""
    # Compared as text, as by `geotrack.mapview.changes`: a month is before its first day.
    days = (r.on for r in event.revisions if r.on is not None and r.what not in _REVIEWS)
    return (event.added or "", *sorted({day[: len("2025-11-01")] for day in days}))


def _account_regions(event: Event) -> tuple[str, ...]:
    return tuple([region for source in event.sources for region in source.regions])


def _assets(event: Event) -> tuple[str, ...]:
    of_actors = [asset for actor in event.actors for asset in actor.assets]
    return (*of_actors, *[asset for source in event.sources for asset in source.assets])


TEXTS: Mapping[str, Callable[[Event], str]] = {
    "id": lambda e: e.id,
    "title": lambda e: e.title,
    "start": lambda e: e.when.start.text,
    "end": lambda e: e.when.end.text if e.when.end else "",
}
"""Readers of texts that differ from record to record."""

# Lists in tuples: for short ones a generator takes twice the time.
SHARED: Mapping[str, Callable[[Event], Hashable]] = {
    "theme": lambda e: e.theme.id,
    "type": lambda e: e.type_id,
    "kind": lambda e: e.kind,
    "actors": lambda e: tuple([(actor.name, actor.country) for actor in e.actors]),
    "status": lambda e: e.status,
    "verification": _level,
    "review": lambda e: e.review,
    "changed": _changed,
    "waits_for": _waits_for,
    "disputed": is_disputed,
    "grades": lambda e: tuple(
        [(s.grade.reliability, s.grade.credibility) for s in e.sources if s.grade is not None]
    ),
    "tags": lambda e: e.tags,
    "part_of": lambda e: e.part_of,
    "related": lambda e: e.related,
    "replaces": lambda e: e.replaces,
    "marking": lambda e: e.marking,
    "placed": lambda e: e.placed,
    "unstated": _unstated,
    "row_only": _is_from_a_row,
    "added": lambda e: e.added,
    "reports": lambda e: tuple([s.seed for s in e.sources if s.seed]),
    "published": lambda e: tuple([s.published for s in e.sources if s.published]),
    "regions": lambda e: e.regions,
    "place": _place,
    "shape": lambda e: None if e.geometry is None else str(e.geometry["type"]),
    "precision": lambda e: e.precision,
    "confidence": lambda e: e.confidence and e.confidence.level,
    "assets": _assets,
    "entries": _entry_days,
    "account_regions": _account_regions,
    "excluding": lambda e: e.place.excluding if e.place else (),
    "named_regions": lambda e: e.regions + _account_regions(e),
    "origins": lambda e: tuple([s.origin for s in e.sources if s.origin]),
}
"""Readers of values that many records have in common: each is judged once for all of them."""


def _times(events: Sequence[Event]) -> Columns:
    """Return the columns of dates.

    `limits`, shape (4, n), are lower and upper limits of start and end in day numbers; see
    `When.day_limits`. Where `plain`, they alone decide about a period in days: the date is no set
    of days, and the event does not still go on. `lasts`: whether the record states an end. `first`
    and `moment` are those of `When.sort_key`.
    """
    whens = [event.when for event in events]
    keys = [when.sort_key for when in whens]
    return {
        "limits": np.array([w.day_limits for w in whens], dtype=np.int64).reshape(-1, 4).T,
        "plain": np.array([not w.ongoing and len(w.start.spans) == 1 for w in whens], dtype=bool),
        "lasts": np.array([when.end is not None for when in whens], dtype=bool),
        "uncertain": np.array([when.uncertain for when in whens], dtype=bool),
        "undated": np.array([when.undated for when in whens], dtype=bool),
        "first": np.array([key[1] for key in keys], dtype=np.int64),
        "moment": np.array([key[2] for key in keys], dtype=np.int64),
    }


def id_hashes(ids: Iterable[str]) -> NDArray[np.uint64]:
    """Return a number for each id, which others hardly ever have."""
    digests = [blake2b(id_.encode(), digest_size=8).digest() for id_ in ids]
    return np.frombuffer(b"".join(digests), np.dtype("<u8")).astype(np.uint64)


def _id_hashes(events: Sequence[Event]) -> Columns:
    """Return the hashes of ids: of a million records they take a tenth of the ids' memory."""
    return {"id_hash": id_hashes(event.id for event in events)}


def _states(events: Sequence[Event]) -> Columns:
    """Return whether each event took place and is not disputed."""
    happened = [
        e.kind == "event" and e.status not in _NOT_YET and _level(e) not in _IN_DOUBT
        for e in events
    ]
    return {"happened": np.array(happened, dtype=bool)}


def _discs(events: Sequence[Event]) -> Columns:
    """Return the columns of points with a radius and nothing else, and of what may be cut off.

    `disc`: whether a record is one; `lon`, `lat` (degrees), `radius` (metres), `x`, `y` (metres in
    EPSG:6931): NaN for others. `excludes`: whether it excludes regions; `cut`: whether its outline
    may be cut by land, by water or by these; `at_sea`: whether it was on water.
    """
    from folium_polar.geometry import project
    from geotrack.footprint.outline import radius_m

    count = len(events)
    disc, excludes, cut, at_sea = np.zeros((4, count), dtype=bool)
    lon, lat, radius = np.full((3, count), np.nan)
    for row, event in enumerate(events):
        medium = event.type.medium
        excludes[row] = bool(event.place and event.place.excluding)
        at_sea[row] = medium == "sea"
        cut[row] = medium in {"sea", "land"} or excludes[row]
        if _is_disc(event):
            disc[row] = True
            lon[row], lat[row] = event.geometry["coordinates"][:2]  # type: ignore[index] # a point
            radius[row] = radius_m(event)
    x, y = np.full((2, count), np.nan)
    x[disc], y[disc] = project(lon[disc], lat[disc])
    columns = {"disc": disc, "excludes": excludes, "cut": cut, "at_sea": at_sea}
    return {**columns, "lon": lon, "lat": lat, "radius": radius, "x": x, "y": y}


def _is_disc(event: Event) -> bool:
    from geotrack.footprint.outline import BORDER_M, radius_m

    geometry = event.geometry
    if geometry is None or geometry["type"] != "Point" or event.regions:
        return False
    is_north = bool(geometry["coordinates"][1] >= 0)
    return event.precision in _DISC and is_north and radius_m(event) > BORDER_M


def _points(events: Sequence[Event]) -> Columns:
    """Return the column of positions, `point`, shape (2, n): longitude and latitude, degrees.

    NaN where the geometry is no single point that a map can draw, with a radius or without.
    """
    from folium_polar.geometry import check_disc
    from geotrack.errors import GeometryError

    points = np.full((2, len(events)), np.nan)
    for row, event in enumerate(events):
        geometry, radius = event.geometry, event.radius_km
        if geometry is None or geometry["type"] != "Point" or event.inner_radius_km:
            continue
        lon, lat, *_ = geometry["coordinates"]
        try:
            if radius:
                check_disc(lon, lat, radius * 1000.0)
        except GeometryError:
            continue
        if lat >= 0:
            points[:, row] = lon, lat
    return {"point": points}


def _bounds(events: Sequence[Event]) -> Columns:
    """Return the bounds of geometries without regions beside them, and their radii.

    `bounds`, shape (4, n): west, south, east, north in EPSG:6931, metres. NaN where the outline
    depends on regions, and of points with a radius, for which no bounds are needed; infinite where
    the geometry has no outline. `reach`: metres.
    """
    from geotrack.footprint.outline import radius_m

    bounds = [_NOWHERE if e.regions or _is_disc(e) else _bounds_of(e) for e in events]
    return {
        "bounds": np.array(bounds, dtype=np.float64).reshape(-1, 4).T,
        "reach": np.array([radius_m(event) for event in events], dtype=np.float64),
    }


def _bounds_of(event: Event) -> tuple[float, ...]:
    from folium_polar.geometry import is_south, to_plane
    from geotrack.errors import GeometryError

    geometry = event.geometry
    if geometry is None or event.precision == "region":
        return _EVERYWHERE
    try:
        return _EVERYWHERE if is_south(geometry) else to_plane(geometry).bounds
    except GeometryError:
        return _EVERYWHERE


_GROUPS: Mapping[tuple[str, ...], Callable[[Sequence[Event]], Columns]] = {
    ("limits", "plain", "lasts", "uncertain", "undated", "first", "moment"): _times,
    ("happened",): _states,
    ("id_hash",): _id_hashes,
    ("disc", "excludes", "cut", "at_sea", "lon", "lat", "radius", "x", "y"): _discs,
    ("bounds", "reach"): _bounds,
    ("point",): _points,
}
NUMBERS = tuple(name for names in _GROUPS for name in names)
"""Names of the columns of numbers."""


def number_columns(name: str, events: Sequence[Event]) -> Columns:
    """Return a column of numbers, with those that are computed together with it.

    Parameters
    ----------
    name : str
        One of `NUMBERS`.
    events : sequence of Event
        n records.

    Returns
    -------
    dict of str to numpy.ndarray
        Columns by name; the last axis of each has length n.
    """
    return next(compute for names, compute in _GROUPS.items() if name in names)(events)
