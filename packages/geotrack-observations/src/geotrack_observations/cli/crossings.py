"""`geotrack query --crossings`: when craft entered and left regions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from geotrack.cli.app import emit_json, notify, plural
from geotrack.cli.output.files import write_file
from geotrack.cli.output.progress import progress
from geotrack.cli.output.tables import print_table
from geotrack.files.spreadsheets import csv_text
from geotrack.files.strict_json import dump_json
from geotrack_observations.cli.datasets import dataset_in
from geotrack_observations.cli.query_dataset import check_out, notify_unmet
from geotrack_observations.cli.row_output import ENDINGS, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from geotrack.extensions import QueryOutput
    from geotrack.model.query import Query
    from geotrack.workspace import Workspace
    from geotrack_observations import Fixes, Stay, TrackLimits

__all__ = ["notify_fixes", "run_crossings"]

# Number of crossings that are printed without `--limit`.
_ROWS_SHOWN = 20


def notify_fixes(fixes: Fixes, limits: TrackLimits) -> None:
    """Print how many positions tracks are built from, and the limits used."""
    notify(
        f"{len(fixes):,} positions of {len(fixes.ids):,} {fixes.column}, joined where the next is "
        f"no more than {limits.gap} later and no faster reached than at {limits.speed}"
    )
    for count, why in (
        (fixes.timeless, "no time"),
        (fixes.days, "a day in place of a time"),
        (fixes.nameless, f"no {fixes.column}"),
        (fixes.repeated, "the same position, time and id as another"),
    ):
        if count:
            notify(f"{plural(count, 'row')} left out: {why}")


def run_crossings(
    folder: Path,
    query: Query,
    workspace: Workspace,
    options: Mapping[str, Any],
    output: QueryOutput,
) -> None:
    """Compute the crossings of a dataset, and print or write them.

    Raises
    ------
    UsageError
        The query does not fit the dataset, or options do not go together.
    """
    from geotrack_observations import (
        Condition,
        DatasetQuery,
        TrackLimits,
        crossings,
        id_column,
        places_of,
        read_fixes,
        without_place_and_period,
    )
    from geotrack_observations.trajectories.stay_rows import in_order

    _check(output)
    dataset, path = dataset_in(folder), output["out"]
    if path is not None:
        check_out(path, ENDINGS, dataset, workspace, output["form"])
    column = id_column(dataset, options["named"])
    limits = TrackLimits.parse(column, options["gap"], options["max_speed"])
    dataset_query = DatasetQuery(
        dataset, query, workspace, [Condition.parse(text) for text in options["conditions"]]
    )
    places = places_of(query, workspace)
    with progress("reading", dataset.rows) as progress_of_rows:
        fixes = read_fixes(without_place_and_period(dataset_query), column, progress_of_rows)
    with progress("comparing", len(fixes) * len(places)) as compared:
        stays = in_order(
            crossings(fixes, places, limits, dataset_query.span, progress=compared), places
        )
    # `--possible` leaves out the certain ones, and the reverse.
    matching = [s for s in stays if not output["possible" if s.certain else "certain"]]
    limit = output["limit"]
    if output["form"] == "table" and limit is None and path is None:
        limit = _ROWS_SHOWN
    if path is None:
        _print_crossings(matching[:limit], column, output["form"])
    else:
        _write_crossings(matching[:limit], fixes, limits, path)
    if limit is not None and len(matching) > limit:
        verb = "shown" if path is None else "written"
        notify(f"{len(matching) - limit:,} more are not {verb} (--limit {limit})")
    notify_fixes(fixes, limits)
    _notify_counts(stays, output)
    if not stays:
        notify_unmet(dataset_query)


def _check(output: QueryOutput) -> None:
    from geotrack.errors import UsageError

    if output["count_by"] is not None:
        raise UsageError("--crossings lists crossings one by one; leave out --count-by")
    if output["form"] == "ids":
        raise UsageError("crossings have no ids; write table, json, geojson or csv")
    if output["why"]:
        raise UsageError("--why is for records, not for --crossings")


def _notify_counts(stays: list[Stay], output: QueryOutput) -> None:
    certain = sum(stay.certain for stay in stays)
    passages = sum(stay.kind == "passage" for stay in stays)
    # `--possible` leaves out what is certain, and the reverse.
    no_certain = " (left out)" if output["possible"] else ""
    no_possible = " (left out)" if output["certain"] else ""
    notify(
        f"stays: {certain:,} certain{no_certain}, "
        f"{len(stays) - certain - passages:,} possible{no_possible}; "
        f"possible passages between two positions: {passages:,}{no_possible}"
    )


def _print_crossings(stays: list[Stay], column: str, form: str) -> None:
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


def _write_crossings(stays: list[Stay], fixes: Fixes, limits: TrackLimits, out: Path) -> None:
    """Write crossings to a file in the format of its suffix."""
    from geotrack_observations.queries.feature_writers import write_features
    from geotrack_observations.trajectories.stay_rows import stay_features

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
    from geotrack_observations.trajectories.stay_rows import TIMES, stay_row

    values = stay_row(stay, column)
    return values | {name: stamp(values[name]) for name in TIMES}


def _table(stays: list[Stay], column: str) -> None:
    from geotrack_observations.trajectories.stay_rows import key_of

    heads = ("region", key_of(column), "entered (UTC)", "left (UTC)", "positions", "match")
    rows = []
    for stay in stays:
        match = "certain" if stay.certain else "possible"
        rows.append((stay.place, str(stay.id), *_times_text(stay), f"{stay.inside:,}", match))
    print_table(heads, rows, never_folded=heads)


def _times_text(stay: Stay) -> tuple[str, str]:
    """Return the times of entry and exit as text."""
    if stay.kind == "passage":
        return _between(stay.entered_after, stay.left_by), "(between two positions)"
    entered = _between(stay.entered_after, stay.entered_by)
    left = _between(stay.left_after, stay.left_by)
    if stay.entered_after is None:
        entered = f"before {entered} ({stay.begins})"
    if stay.left_by is None:
        left = f"after {left} ({stay.ends})"
    return entered, left


def _between(first: datetime | None, last: datetime | None) -> str:
    """Return a time span as text; the day once if both are the same."""
    ends_text = [_day_and_time(moment) for moment in (first, last) if moment is not None]
    if len(ends_text) == 1:
        return " ".join(ends_text[0])
    (day, time), (last_day, until) = ends_text
    return f"{day} {time} – {until}" if day == last_day else f"{day} {time} – {last_day} {until}"


def _day_and_time(moment: datetime) -> tuple[str, str]:
    day, time = moment.isoformat(" ").removesuffix("+00:00").split(" ")
    return day, time.removesuffix(":00") if time.count(":") > 1 else time


def _json(stays: list[Stay], column: str) -> None:
    emit_json([_row(stay, column) for stay in stays])


def _geojson(stays: list[Stay], column: str) -> None:
    from geotrack_observations.trajectories.stay_rows import stay_line

    features = [
        {"type": "Feature", "geometry": stay_line(stay), "properties": _row(stay, column)}
        for stay in stays
    ]
    sys.stdout.write(f"{dump_json({'type': 'FeatureCollection', 'features': features})}\n")


def _csv(stays: list[Stay], column: str) -> str:
    from geotrack_observations.trajectories.stay_rows import COLUMNS, key_of

    rows = (_row(stay, column).values() for stay in stays)
    return csv_text([("region", key_of(column), *COLUMNS), *rows])


def _print_csv(stays: list[Stay], column: str) -> None:
    sys.stdout.write(_csv(stays, column))


_FORMS = {"table": _table, "json": _json, "geojson": _geojson, "csv": _print_csv}
