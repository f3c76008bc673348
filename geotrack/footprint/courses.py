"""Courses: paths of moving records, with their corridors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import corridor, disc, to_plane

__all__ = ["Course", "courses_of", "cut_courses"]

# Ends of lines nearer than this are one place, metres.
_SAME_M = 1.0


@dataclass(frozen=True, slots=True)
class Course:
    """A line along which something moved.

    Parameters
    ----------
    corridor : shapely geometry
        All places within the record's radius of the line.
    start, end : shapely geometry
        All places within that radius of the line's first and last position. The direction of
        travel is not known.
    """

    corridor: BaseGeometry
    start: BaseGeometry
    end: BaseGeometry


def courses_of(geometry: Mapping[str, Any], radius_m: float) -> tuple[tuple[Course, ...], ...]:
    """Return the courses of a line.

    Parameters
    ----------
    geometry : mapping
        A GeoJSON LineString or MultiLineString.
    radius_m : float
        Greatest distance from the line, metres, above 0.

    Returns
    -------
    tuple of tuple of Course
        One entry for each unbroken path; lines that continue one another, such as those split at
        180 degrees, are one. A path is one course, or two if it returns to its start.

    Raises
    ------
    GeometryError
        As `corridor`.
    """
    is_single = geometry["type"] == "LineString"
    lines = [geometry["coordinates"]] if is_single else geometry["coordinates"]
    return tuple(_courses(chain, radius_m) for chain in _chains(lines))


def _chains(lines: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield lists of lines of which each begins where the one before ends."""
    chain: list[Any] = []
    for line in lines:
        if chain and not shapely.dwithin(_point(chain[-1][-1]), _point(line[0]), _SAME_M):
            yield chain
            chain = []
        chain.append(line)
    yield chain


def _point(position: Sequence[float]) -> BaseGeometry:
    """Return a position, lon/lat, as a point of the plane."""
    return to_plane({"type": "Point", "coordinates": list(position)})


def _courses(chain: list[Any], radius: float) -> tuple[Course, ...]:
    """Return the courses of connected lines.

    If the discs at start and end overlap, as on a round trip, the line is split at the vertex that
    is farthest from its start. A line of which one half would be empty stays whole.
    """
    course = _course(chain, radius)
    if not shapely.intersects(course.start, course.end):
        return (course,)
    start = _point(chain[0][0])
    # The farthest vertex: its line in the chain, and its place in the line.
    _, line_index, vertex = max(
        (shapely.distance(start, _point(position)), line_index, vertex)
        for line_index, line in enumerate(chain)
        for vertex, position in enumerate(line)
    )
    line = chain[line_index]
    before, after = chain[:line_index], chain[line_index + 1 :]
    # Both halves have the vertex, unless it is an end of its line: a line has two vertices or more.
    if vertex > 0:
        before = [*before, line[: vertex + 1]]
    if vertex < len(line) - 1:
        after = [line[vertex:], *after]
    halves = before, after
    return tuple(_course(half, radius) for half in halves) if all(halves) else (course,)


def _course(chain: list[Any], radius: float) -> Course:
    """Return connected lines as one course: its corridor with the discs at its start and end."""
    passage = shapely.union_all([corridor(line, radius) for line in chain])
    (first, *_), (*_, last) = chain[0], chain[-1]
    start, end = (disc(place[0], place[1], radius) for place in (first, last))
    return Course(passage, start, end)


def cut_courses(
    courses: tuple[Course, ...], cut: Callable[[BaseGeometry], BaseGeometry]
) -> tuple[Course, ...] | None:
    """Return courses with an area cut away.

    Of each course, the parts that join its start and its end remain.

    Parameters
    ----------
    courses : tuple of Course
        Courses in order.
    cut : function
        Removes the area from a plane geometry.

    Returns
    -------
    tuple of Course or None
        None if of any course no path remains from its start to its end.
    """
    remainders = [_remainder(course, cut) for course in courses]
    connected = tuple(course for course in remainders if course is not None)
    return connected if len(connected) == len(courses) else None


def _remainder(course: Course, cut: Callable[[BaseGeometry], BaseGeometry]) -> Course | None:
    """Return a course with an area removed; None if no path remains from its start to its end."""
    start, end = cut(course.start), cut(course.end)
    parts = shapely.get_parts(cut(course.corridor))
    # The parts that join both ends.
    passages = parts[shapely.intersects(parts, start) & shapely.intersects(parts, end)]
    if start.is_empty or end.is_empty or not len(passages):
        return None
    corridor = passages[0] if len(passages) == 1 else shapely.MultiPolygon(list(passages))
    start, end = shapely.intersection([start, end], corridor)
    return Course(corridor, start, end)
