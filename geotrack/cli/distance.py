"""`geotrack distance`: how far it is from one thing to another, and in which direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import emit_json, emit_labelled, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.polar import Nearest
    from geotrack.queries.resolve import Reference

_NMI_M = 1852.0
# Nearer to a pole than a millimetre is at it.
_POLE = 90.0 - 1e-8


# A position such as -170,65 is no option.
@click.command("distance", context_settings={"ignore_unknown_options": True})
@click.argument("a")
@click.argument("b")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def command(ctx: click.Context, a: str, b: str, as_json: bool) -> None:
    """Tell how far it is from A to B, and in which direction.

    Each is a place, the id of a record, a region, or lon,lat in degrees. The distance is the
    least one along the ellipsoid WGS 84, between the nearest places of the two; bearings are
    degrees from true north.
    """
    from geotrack import polar
    from geotrack.queries import reference

    workspace = opened(ctx)
    sides = reference(a, workspace), reference(b, workspace)
    found = polar.nearest(*(side.shape for side in sides))
    if as_json:
        emit_json(_data(found, *sides))
        return
    emit_labelled(_lines(found, *sides))


def _lines(found: Nearest, start: Reference, end: Reference) -> Iterator[tuple[str, str]]:
    if found.metres:
        yield "distance", f"{_number(found.metres / 1000)} km, {_number(found.metres / _NMI_M)} nmi"
        out = _direction(found.bearing, found.start, found.end)
        back = _direction(found.back, found.end, found.start)
        yield "bearing", f"{out} from A to B, {back} from B to A"
    else:
        yield "distance", "0 km: the two meet"
    yield "A", _side(start, found.start)
    yield "B", _side(end, found.end)
    for side in (start, end):
        known = _known(side)
        if known:
            yield "", known


def _number(value: float) -> str:
    return f"{value:,.1f}"


def _direction(bearing: float, start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return a bearing in words; from a pole, where all are one, the meridian to follow."""
    from geotrack.model.place_text import degrees

    if abs(start[1]) > _POLE:
        way = "south" if start[1] > 0 else "north"
        _, _, meridian = degrees(end[0], start[1]).partition(" ")[2].partition(" ")
        return f"{way} along {meridian}"
    # 359.96 is north, not 360.0.
    return f"{round(bearing, 1) % 360.0:05.1f}°"


def _side(side: Reference, place: tuple[float, float]) -> str:
    from geotrack.model.place_text import degrees

    at = degrees(*place)
    if side.shape.geom_type == "Point":
        return side.name if side.name == at else f"{side.name}, {at}"
    return f"{side.name}, nearest at {at}"


def _known(side: Reference) -> str:
    """Return how far a record's own place is known, where that is not to the metre."""
    from geotrack.footprint.outline import radius_m
    from geotrack.model.place_text import accuracy_words

    event = side.event
    if event is None:
        return ""
    if event.geometry is None or event.precision == "region":
        where = accuracy_words(event, side.workspace.regions)
        return f"of the place of {side.name} no more is known than: {where}"
    if event.precision == "unstated":
        return f"how well the place of {side.name} is known is not stated"
    if event.precision == "area":
        return f"the place of {side.name} is known to the area drawn"
    return f"the place of {side.name} is known to {radius_m(event) / 1000:g} km"


def _data(found: Nearest, start: Reference, end: Reference) -> dict[str, Any]:
    apart = found.metres > 0
    return {
        "km": round(found.metres / 1000, 3),
        "nmi": round(found.metres / _NMI_M, 3),
        "bearing": round(found.bearing, 2) % 360.0 if apart else None,
        "back": round(found.back, 2) % 360.0 if apart else None,
        "from": _side_data(start, found.start),
        "to": _side_data(end, found.end),
    }


def _side_data(side: Reference, place: tuple[float, float]) -> dict[str, Any]:
    from geotrack.footprint.outline import radius_m

    event = side.event
    return {
        "name": event.title if event else side.name,
        "id": event.id if event else None,
        "nearest": [round(degrees, 6) for degrees in place],
        "precision": event.precision if event else None,
        "radius_km": (radius_m(event) / 1000 or None) if event else None,
    }
