"""Stays and passages as sorted rows, and as features for GIS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from folium_polar.geometry.geojson.output import to_geojson
from geotrack_observations.queries.feature_writers import Features, Row
from geotrack_observations.trajectories.crossing_places import CrossingPlace
from geotrack_observations.trajectories.crossings import Stay
from geotrack_observations.trajectories.fixes import Fixes
from geotrack_observations.trajectories.tracks import TrackLimits, line_of

__all__ = ["COLUMNS", "TIMES", "in_order", "key_of", "stay_features", "stay_line", "stay_row"]

TIMES = ("entered_after", "entered_by", "entered_about", "left_after", "left_by", "left_about")
"""Columns of moments."""

COLUMNS = (
    "kind", "match", "begins", "entered_after", "entered_by", "entered_about",
    "left_after", "left_by", "left_about", "ends", "fixes",
)  # fmt: skip
"""Columns beside the region and the id."""


def in_order(stays: Iterable[Stay], places: Sequence[CrossingPlace]) -> list[Stay]:
    """Return stays and passages sorted by place, then by time."""
    order = {place.name: n for n, place in enumerate(places)}

    def place_and_time(stay: Stay) -> tuple[int, datetime | None]:
        return order[stay.place], stay.entered_after or stay.entered_by

    return sorted(stays, key=place_and_time)


def key_of(column: str) -> str:
    """Return the key of the id: the name of its column, or `id` if another column has that name."""
    return "id" if column in {"region", *COLUMNS} else column


def stay_row(stay: Stay, column: str) -> Row:
    """Return the values of a stay without its line.

    Parameters
    ----------
    stay : Stay
        A stay or passage.
    column : str
        Column of the ids.
    """
    values: Row = {name: getattr(stay, name) for name in TIMES}
    values |= {
        "kind": stay.kind,
        "match": "certain" if stay.certain else "possible",
        "begins": stay.begins,
        "ends": stay.ends,
    }
    values["fixes"] = stay.inside
    return {
        "region": stay.place,
        key_of(column): stay.id,
        **{name: values[name] for name in COLUMNS},
    }


def stay_line(stay: Stay) -> dict[str, Any]:
    """Return the fixes of a stay as GeoJSON: a line cut at 180 degrees, or a point."""
    return to_geojson(line_of(stay.fixes))


def stay_features(stays: Iterable[Stay], fixes: Fixes, limits: TrackLimits) -> Features:
    """Return stays and passages as features.

    Parameters
    ----------
    stays : iterable of Stay
        Stays in order.
    fixes : Fixes
        The fixes that were searched.
    limits : TrackLimits
        The limits of legs.
    """
    column = fixes.column
    kinds: dict[str, type] = {"region": str, key_of(column): fixes.kind}
    kinds |= {name: datetime if name in TIMES else str for name in COLUMNS} | {"fixes": int}
    about = {"id": column, "gap": limits.gap, "max_speed": limits.speed}
    rows = ({**stay_row(stay, column), "geometry": stay_line(stay)} for stay in stays)
    return Features(rows, kinds, ("LineString", "MultiLineString", "Point"), about)
