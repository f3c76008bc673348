"""Check that a geometry agrees with the regions that its record names.

All positions are projected in one call. Most records agree because one of their positions lies in a
region; only the others need a closer test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import project, to_plane
from geotrack.errors import GeometryError
from geotrack.findings import Severity, shown
from geotrack.footprint.outline import BORDER_M, EXACT_KM, inner_radius_m, widened
from geotrack.messages import Message, joined
from geotrack.model import Event, LayerFeature
from geotrack.reading import Located
from geotrack.reading.geometry import positions_of
from geotrack.workspace.checks.rule_finding import RuleFinding
from geotrack.workspace.store import Workspace

__all__ = ["geometries_agree_with_regions"]

# A degree of latitude is never shorter.
_DEGREE_KM = 110.57
_POLE = 90.0
_SHAPE_NAMES = {"Point": "point", "LineString": "line", "Polygon": "area"}


@dataclass(frozen=True)
class _Candidate:
    """A record whose geometry is checked; `rows` are its positions among all."""

    located: Located[Event]
    regions: tuple[str, ...]
    rows: slice

    @property
    def kind(self) -> str:
        return str((self.located.record.geometry or {})["type"])

    @property
    def each(self) -> bool:
        place = self.located.record.place
        return place is not None and place.regions_mode == "each"

    @property
    def radius_km(self) -> float:
        return self.located.record.radius_km or EXACT_KM


class _Reaches(NamedTuple):
    """Positions in the plane, and for each record its radius, plane distortion and extent.

    A true distance of `metres` is between `metres / stretch` and `metres * stretch` in the plane.
    No part of a record lies further than its extent from its first position.
    """

    points: NDArray[np.object_]
    metres: NDArray[np.float64]
    stretch: NDArray[np.float64]
    extents: NDArray[np.float64]


def geometries_agree_with_regions(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of geometries that do not reach the regions which their records name.

    Records with precision `region`, and those that reach south of the equator, are skipped.
    """
    candidates, positions = _candidates(workspace)
    if not candidates:
        return
    reached = _reached(candidates, positions, workspace.regions)
    for n, candidate in enumerate(candidates):
        event = candidate.located.record
        unreached = [id_ for id_ in candidate.regions if (n, id_) not in reached]
        all_regions = event.place is not None and event.place.regions_mode == "each"
        if not unreached or not (all_regions or len(unreached) == len(event.regions)):
            continue
        kind = (event.geometry or {})["type"].removeprefix("Multi")
        regions = joined(map(shown, unreached))
        message = Message(
            "the {kind} lies apart from {regions}",
            Message(_SHAPE_NAMES.get(kind, "shape")),
            regions,
        )
        path = ("properties", "place", "regions")
        remedy = _remedy(event, unreached, workspace.regions)
        severity = Severity.WARNING
        yield RuleFinding(
            candidate.located, path, message, remedy, "place-regions", unreached, severity
        )


def _candidates(workspace: Workspace) -> tuple[list[_Candidate], NDArray[np.float64]]:
    candidates: list[_Candidate] = []
    rows: list[list[float]] = []
    for located in workspace.located:
        event = located.record
        if event.geometry is None or not event.regions or event.precision == "region":
            continue
        ids = tuple(id_ for id_ in event.regions if id_ in workspace.regions)
        points = [p[:2] for p in positions_of(event.geometry)]
        if ids and min(lat for _, lat in points) >= 0:
            candidates.append(_Candidate(located, ids, slice(len(rows), len(rows) + len(points))))
            rows += points
    return candidates, np.array(rows, dtype=np.float64).reshape(-1, 2)


def _reached(
    candidates: list[_Candidate],
    positions: NDArray[np.float64],
    regions: Mapping[str, LayerFeature],
) -> set[tuple[int, str]]:
    """Return pairs of record number and region id that agree."""
    x, y = project(positions[:, 0], positions[:, 1])
    points = np.asarray(shapely.points(x, y))
    starts = [candidate.rows.start for candidate in candidates]
    south = np.minimum.reduceat(positions[:, 1], starts)
    radii = np.array([candidate.radius_km for candidate in candidates])
    reaches = _Reaches(points, radii * 1000, _stretch(south, radii), _extents(points, starts))
    reached: set[tuple[int, str]] = set()
    settled: set[int] = set()
    ids = list(dict.fromkeys(chain.from_iterable(candidate.regions for candidate in candidates)))
    # The fast test first, then the exact one for the rest.
    for judge in (_near, _reaching):
        for id_ in ids:
            pending = (
                n
                for n, candidate in enumerate(candidates)
                if id_ in candidate.regions and n not in settled
            )
            numbers = [n for n in pending if (n, id_) not in reached]
            if not numbers:
                continue
            try:
                plane = regions[id_].plane
            except GeometryError:  # reported by another rule
                hits = numbers
            else:
                shapely.prepare(plane)
                hits = judge(numbers, candidates, reaches, plane)
            reached.update((n, id_) for n in hits)
            settled.update(n for n in hits if not candidates[n].each)
    return reached


def _stretch(lat: NDArray[np.float64], radius_km: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the maximum distortion of the plane within a radius south of a latitude."""
    colatitude = np.minimum(90 - lat + radius_km / _DEGREE_KM, 90)
    stretch: NDArray[np.float64] = 1 / np.cos(np.radians(colatitude) / 2)
    return stretch


def _extents(points: NDArray[np.object_], starts: list[int]) -> NDArray[np.float64]:
    """Return the maximum distance of each geometry from its first position, in metres.

    An edge is straight in longitude and latitude. In the plane it bulges by at most half the
    distance of its ends, so everything lies within twice the diagonal of the positions' bounds.
    """
    x, y = shapely.get_coordinates(points).T
    spans = [np.maximum.reduceat(v, starts) - np.minimum.reduceat(v, starts) for v in (x, y)]
    extents: NDArray[np.float64] = 2 * np.hypot(*spans)
    return extents


def _near(
    numbers: list[int], candidates: list[_Candidate], of: _Reaches, plane: BaseGeometry
) -> list[int]:
    """Return the records of which a position is surely near enough to a region.

    A region near the position of a ring may lie within its hole.
    """
    numbers = [n for n in numbers if candidates[n].located.record.inner_radius_km is None]
    if not numbers:
        return []
    counts = [candidates[n].rows.stop - candidates[n].rows.start for n in numbers]
    rows = np.concatenate(
        [np.arange(candidates[n].rows.start, candidates[n].rows.stop) for n in numbers]
    )
    distances = np.repeat((of.metres / of.stretch)[numbers], counts)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    is_near = np.logical_or.reduceat(_within(plane, of.points[rows], distances), starts)
    near_numbers: list[int] = np.array(numbers)[is_near].tolist()
    return near_numbers


def _reaching(
    numbers: list[int], candidates: list[_Candidate], of: _Reaches, plane: BaseGeometry
) -> list[int]:
    """Return the records whose geometry or radius reaches a region."""
    firsts = of.points[[candidates[n].rows.start for n in numbers]]
    furthest = (of.metres * of.stretch + of.extents)[numbers]
    doubted = np.array(numbers)[_within(plane, firsts, furthest)].tolist()
    return [n for n in doubted if _reaches(candidates[n], of, n, plane)]


def _within(
    plane: BaseGeometry, shapes: NDArray[np.object_], metres: NDArray[np.float64]
) -> NDArray[np.bool_]:
    is_within = shapely.dwithin(plane, shapes, metres + BORDER_M)  # type: ignore[call-overload] # takes an array
    return np.asarray(is_within, dtype=bool)


def _reaches(one: _Candidate, of: _Reaches, n: int, plane: BaseGeometry) -> bool:
    geometry, metres = one.located.record.geometry or {}, float(of.metres[n])
    if one.kind != "Point":
        furthest = metres * float(of.stretch[n]) + BORDER_M
        return bool(shapely.dwithin(plane, to_plane(geometry), furthest))
    place = widened(geometry, metres, inner_radius_m(one.located.record))
    return bool(shapely.dwithin(plane, place, BORDER_M))


def _remedy(event: Event, apart: list[str], regions: Mapping[str, LayerFeature]) -> str:
    geometry = event.geometry or {}
    if geometry["type"] == "Point":
        lat, lon = geometry["coordinates"][:2]
        swapped = {"type": "Point", "coordinates": [lon, lat]}
        if 0 <= lat <= _POLE:
            shape = to_plane(swapped)
            if all(shapely.dwithin(shape, regions[r].plane, BORDER_M) for r in apart):
                return Message(
                    "if longitude and latitude are swapped, write [{lon}, {lat}]",
                    shown(lon),
                    shown(lat),
                )
    return "correct the geometry, its radius or the regions: questions go by the regions"
