"""`geotrack distance`: distance and bearing between two places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import current_workspace, emit_json, emit_labelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from folium_polar.geometry import Nearest
    from geotrack.queries.resolve import Reference

_NMI_M = 1852.0
# Positions within a millimetre of a pole count as the pole.
_POLE = 90.0 - 1e-8


# A position such as -170,65 must not be parsed as an option.
@click.command("distance", context_settings={"ignore_unknown_options": True})
@click.argument("a")
@click.argument("b")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def command(ctx: click.Context, a: str, b: str, as_json: bool) -> None:
    """Print the distance and bearing from A to B.

    A and B are each a place, the id of a record, a region, or lon,lat in degrees. The distance is
    the shortest one on the WGS 84 ellipsoid between their nearest points; bearings are degrees
    from true north.
    """
    from folium_polar.geometry import nearest
    from geotrack.queries import reference

    workspace = current_workspace(ctx)
    sides = reference(a, workspace), reference(b, workspace)
    closest = nearest(*(side.shape for side in sides))
    if as_json:
        emit_json(_data(closest, *sides))
        return
    emit_labelled(_lines(closest, *sides))


def _lines(nearest: Nearest, start: Reference, end: Reference) -> Iterator[tuple[str, str]]:
    if nearest.metres:
        yield (
            "distance",
            f"{_number(nearest.metres / 1000)} km, {_number(nearest.metres / _NMI_M)} nmi",
        )
        bearing = _direction(nearest.bearing, nearest.start, nearest.end)
        back = _direction(nearest.back, nearest.end, nearest.start)
        yield "bearing", f"{bearing} from A to B, {back} from B to A"
    else:
        yield "distance", "0 km: the two meet"
    yield "A", _side(start, nearest.start)
    yield "B", _side(end, nearest.end)
    for side in (start, end):
        accuracy = _accuracy(side)
        if accuracy:
            yield "", accuracy


def _number(value: float) -> str:
    return f"{value:,.1f}"


def _direction(bearing: float, start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return a bearing as text; from a pole, the meridian to follow."""
    from geotrack.model.place_text import degrees

    if abs(start[1]) > _POLE:
        heading = "south" if start[1] > 0 else "north"
        _, _, meridian = degrees(end[0], start[1]).partition(" ")[2].partition(" ")
        return f"{heading} along {meridian}"
    # 359.96 is north, not 360.0.
    return f"{round(bearing, 1) % 360.0:05.1f}°"


def _side(side: Reference, place: tuple[float, float]) -> str:
    from geotrack.model.place_text import degrees

    place_text = degrees(*place)
    if side.place is not None:
        is_point = side.shape.geom_type == "Point"
        return side.in_words() if is_point else f"{side.in_words()}, nearest at {place_text}"
    if side.shape.geom_type == "Point":
        return side.name if side.name == place_text else f"{side.name}, {place_text}"
    return f"{side.name}, nearest at {place_text}"


def _accuracy(side: Reference) -> str:
    """Return the accuracy of a record's place as text; empty where it is exact."""
    from geotrack.footprint.outline import radius_m
    from geotrack.model.place_text import accuracy_words

    event = side.event
    if event is None:
        return ""
    if event.geometry is None or event.precision == "region":
        where = accuracy_words(event, side.workspace.regions)
        return f"the place of {side.name} is only known as: {where}"
    if event.precision == "unstated":
        return f"the precision of the place of {side.name} is not stated"
    if event.precision == "area":
        return f"the place of {side.name} is known to the area drawn"
    if event.inner_radius_km is not None:
        return f"the place of {side.name} is only known as: {accuracy_words(event, {})}"
    return f"the place of {side.name} is known to {radius_m(event) / 1000:g} km"


def _data(nearest: Nearest, start: Reference, end: Reference) -> dict[str, Any]:
    are_apart = nearest.metres > 0
    return {
        "km": round(nearest.metres / 1000, 3),
        "nmi": round(nearest.metres / _NMI_M, 3),
        "bearing": round(nearest.bearing, 2) % 360.0 if are_apart else None,
        "back": round(nearest.back, 2) % 360.0 if are_apart else None,
        "from": _side_data(start, nearest.start),
        "to": _side_data(end, nearest.end),
    }


def _side_data(side: Reference, place: tuple[float, float]) -> dict[str, Any]:
    from geotrack.footprint.outline import radius_m

    event = side.event
    return {
        "name": event.title if event else side.name,
        "id": event.id if event else None,
        "place": side.place.to_json() if side.place else None,
        "nearest": [round(degrees, 6) for degrees in place],
        "precision": event.precision if event else None,
        "radius_km": (radius_m(event) / 1000 or None) if event else None,
        "inner_radius_km": event.inner_radius_km if event else None,
    }
