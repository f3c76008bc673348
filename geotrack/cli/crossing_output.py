"""Crossings as a table, JSON, GeoJSON or CSV, on stdout or in files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from geotrack.cli.app import emit_json, notify, plural, print_table
from geotrack.cli.output_files import write_file
from geotrack.cli.row_output import ENDINGS, stamp
from geotrack.spreadsheets import csv_text
from geotrack.strict_json import dump_json

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from geotrack.observations import Fixes, Limits, Stay

__all__ = ["print_crossings", "write_crossings"]


def print_crossings(stays: list[Stay], column: str, form: str) -> None:
    """Print crossings to stdout.

    Parameters
    ----------
    stays : list of Stay
        The crossings, in order.
    column : str
        Name of the id column.
    form : {"table", "json", "geojson", "csv"}
        Output format.
    """
    _FORMS[form](stays, column)


def write_crossings(stays: list[Stay], fixes: Fixes, limits: Limits, out: Path) -> None:
    """Write crossings to a file in the format of its suffix."""
    from geotrack.observations.queries.feature_writers import write_features
    from geotrack.observations.trajectories.stay_rows import stay_features

    form, column = ENDINGS[out.suffix.casefold()], fixes.column
    if form == "csv":
        write_file(_csv(stays, column).encode(), out)
    elif form == "json":
        rows = [_row(stay, column) for stay in stays]
        write_file(f"{dump_json(rows, indent=2)}\n".encode(), out)
    else:
        write_features(stay_features(stays, fixes, limits), out)
    notify(f"{out}: {plural(len(stays), 'crossing')}")


def _row(stay: Stay, column: str) -> dict[str, Any]:
    """Return a stay as a row, times as text."""
    from geotrack.observations.trajectories.stay_rows import TIMES, stay_row

    values = stay_row(stay, column)
    return values | {name: stamp(values[name]) for name in TIMES}


def _table(stays: list[Stay], column: str) -> None:
    from geotrack.observations.trajectories.stay_rows import key_of

    heads = ("region", key_of(column), "entered (UTC)", "left (UTC)", "positions", "match")
    rows = []
    for stay in stays:
        match = "certain" if stay.certain else "possible"
        rows.append((stay.place, str(stay.id), *_times_text(stay), f"{stay.inside:,}", match))
    print_table(heads, rows, heads)


def _times_text(stay: Stay) -> tuple[str, str]:
    """Return the times of entry and exit as text."""
    if stay.kind == "passage":
        return _between(stay.entered_after, stay.left_by), "(between two positions)"
    came = _between(stay.entered_after, stay.entered_by)
    left = _between(stay.left_after, stay.left_by)
    if stay.entered_after is None:
        came = f"before {came} ({stay.begins})"
    if stay.left_by is None:
        left = f"after {left} ({stay.ends})"
    return came, left


def _between(first: datetime | None, last: datetime | None) -> str:
    """Return a time span as text; the day once if both are the same."""
    written = [_day_and_time(moment) for moment in (first, last) if moment is not None]
    if len(written) == 1:
        return " ".join(written[0])
    (day, time), (other, until) = written
    return f"{day} {time} – {until}" if day == other else f"{day} {time} – {other} {until}"


def _day_and_time(moment: datetime) -> tuple[str, str]:
    day, time = moment.isoformat(" ").removesuffix("+00:00").split(" ")
    return day, time.removesuffix(":00") if time.count(":") > 1 else time


def _json(stays: list[Stay], column: str) -> None:
    emit_json([_row(stay, column) for stay in stays])


def _geojson(stays: list[Stay], column: str) -> None:
    from geotrack.observations.trajectories.stay_rows import stay_line

    features = [
        {"type": "Feature", "geometry": stay_line(stay), "properties": _row(stay, column)}
        for stay in stays
    ]
    sys.stdout.write(f"{dump_json({'type': 'FeatureCollection', 'features': features})}\n")


def _csv(stays: list[Stay], column: str) -> str:
    from geotrack.observations.trajectories.stay_rows import COLUMNS, key_of

    rows = (_row(stay, column).values() for stay in stays)
    return csv_text([("region", key_of(column), *COLUMNS), *rows])


def _print_csv(stays: list[Stay], column: str) -> None:
    sys.stdout.write(_csv(stays, column))


_FORMS = {"table": _table, "json": _json, "geojson": _geojson, "csv": _print_csv}
