"""Crossings as they are told: a table, JSON, GeoJSON or CSV, and files of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from geotrack.cli.app import counted, emit_json, print_table, say
from geotrack.cli.output_files import put_file
from geotrack.cli.row_output import ENDINGS, stamp
from geotrack.spreadsheets import csv_text
from geotrack.strict_json import dump_json

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from geotrack.observations import Fixes, Limits, Stay

__all__ = ["print_crossings", "write_crossings"]


def print_crossings(found: list[Stay], column: str, form: str) -> None:
    """Print an answer.

    Parameters
    ----------
    found : list of Stay
        What is told, in order.
    column : str
        Of the ids.
    form : {"table", "json", "geojson", "csv"}
        How.
    """
    _FORMS[form](found, column)


def write_crossings(found: list[Stay], fixes: Fixes, limits: Limits, out: Path) -> None:
    """Write an answer in the form that the ending of a file says."""
    from geotrack.observations.queries.feature_writers import write_features
    from geotrack.observations.trajectories.stay_rows import stay_features

    form, column = ENDINGS[out.suffix.casefold()], fixes.column
    if form == "csv":
        put_file(_csv(found, column).encode(), out)
    elif form == "json":
        rows = [_row(stay, column) for stay in found]
        put_file(f"{dump_json(rows, indent=2)}\n".encode(), out)
    else:
        write_features(stay_features(found, fixes, limits), out)
    say(f"{out}: {counted(len(found), 'crossing')}")


def _row(stay: Stay, column: str) -> dict[str, Any]:
    """Return what is told of a stay, times as text."""
    from geotrack.observations.trajectories.stay_rows import TIMES, stay_row

    told = stay_row(stay, column)
    return told | {name: stamp(told[name]) for name in TIMES}


def _table(found: list[Stay], column: str) -> None:
    from geotrack.observations.trajectories.stay_rows import key_of

    heads = ("region", key_of(column), "entered (UTC)", "left (UTC)", "positions", "match")
    rows = []
    for stay in found:
        match = "certain" if stay.certain else "possible"
        rows.append((stay.place, str(stay.id), *_told(stay), f"{stay.inside:,}", match))
    print_table(heads, rows, heads)


def _told(stay: Stay) -> tuple[str, str]:
    """Return in words when a craft came in and left."""
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
    """Return two moments, or the one that is known; of one day the day once."""
    written = [_words(moment) for moment in (first, last) if moment is not None]
    if len(written) == 1:
        return " ".join(written[0])
    (day, time), (other, until) = written
    return f"{day} {time} – {until}" if day == other else f"{day} {time} – {other} {until}"


def _words(moment: datetime) -> tuple[str, str]:
    day, time = moment.isoformat(" ").removesuffix("+00:00").split(" ")
    return day, time.removesuffix(":00") if time.count(":") > 1 else time


def _json(found: list[Stay], column: str) -> None:
    emit_json([_row(stay, column) for stay in found])


def _geojson(found: list[Stay], column: str) -> None:
    from geotrack.observations.trajectories.stay_rows import stay_line

    features = [
        {"type": "Feature", "geometry": stay_line(stay), "properties": _row(stay, column)}
        for stay in found
    ]
    sys.stdout.write(f"{dump_json({'type': 'FeatureCollection', 'features': features})}\n")


def _csv(found: list[Stay], column: str) -> str:
    from geotrack.observations.trajectories.stay_rows import COLUMNS, key_of

    rows = (_row(stay, column).values() for stay in found)
    return csv_text([("region", key_of(column), *COLUMNS), *rows])


def _print_csv(found: list[Stay], column: str) -> None:
    sys.stdout.write(_csv(found, column))


_FORMS = {"table": _table, "json": _json, "geojson": _geojson, "csv": _print_csv}
