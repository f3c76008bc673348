"""`geotrack query --dataset`: queries a dataset of observations."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import emit_json_rows, notify, plural
from geotrack.cli.output.files import writable
from geotrack.cli.output.tables import print_table
from geotrack.files import atomic_path
from geotrack.files.spreadsheets import csv_text
from geotrack_observations.cli.datasets import dataset_in, open_engine
from geotrack_observations.cli.row_output import ENDINGS, FORMS, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geotrack.model.query import Query
    from geotrack.queries.resolve import Reference
    from geotrack.workspace import Workspace
    from geotrack_observations import Dataset, DatasetQuery
    from geotrack_observations.cli.row_output import Row

__all__ = ["check_out", "notify_unmet", "run_query"]

# Number of rows that are printed without `--limit`.
_FIRST = 20
# Number of rows that are formatted at once.
_TOGETHER = 10_000


def run_query(
    folder: Path,
    query: Query,
    workspace: Workspace,
    options: Mapping[str, Any],
    **output: Any,
) -> None:
    """Query the dataset in a folder, and print or write the result.

    Raises
    ------
    UsageError
        The query does not fit the dataset, or options do not go together.
    """
    from geotrack.errors import UsageError
    from geotrack_observations import Condition, DatasetQuery

    if output["why"]:
        raise UsageError("--why is for records, not for --dataset")
    if output["form"] == "ids":
        raise UsageError("observations have no ids; write table, json, geojson or csv")
    dataset = dataset_in(folder)
    if output["out"] is not None:
        check_out(output["out"], ENDINGS, dataset, workspace, output["form"])
    far, query = _distances(query, workspace, output)
    parsed = [Condition.parse(text) for text in options["conditions"]]
    dataset_query = DatasetQuery(dataset, query, workspace, parsed)
    with open_engine(options["engine"], options["scheduler"]) as engine:
        dataset_query = replace(dataset_query, engine=engine)
        if output["count_by"] is not None:
            _print_counts(dataset_query, output)
        else:
            _answer_rows(dataset_query, far, output)


def _distances(
    query: Query, workspace: Workspace, output: dict[str, Any]
) -> tuple[Reference | None, Query]:
    """Return the reference of distances and the query without it, if it sets no limit."""
    from geotrack.errors import UsageError
    from geotrack_observations.queries.distances import distance_reference

    if output["count_by"] is not None:
        return None, query
    far, rest = distance_reference(query, workspace)
    out = output["out"]
    if far is not None and out is not None and ENDINGS[out.suffix.casefold()] not in FORMS:
        what = f"a {out.suffix} has no distances"
        raise UsageError(f"{out}: {what}; write .geojson, .csv or .json")
    return far, rest


def _print_counts(dataset_query: DatasetQuery, output: dict[str, Any]) -> None:
    from geotrack_observations.queries.counts import count_table

    keys = [key.strip() for key in output["count_by"].split(",")]
    table = count_table(dataset_query, keys, _only(output))
    sides = table.column_names[len(keys) :]
    if output["form"] == "json":
        emit_json_rows(dict(zip(table.column_names, row, strict=True)) for row in _values(table))
    elif output["form"] == "csv":
        click.echo(csv_text([table.column_names]).encode(), nl=False)
        rows = _values(table)
        while some := list(islice(rows, _TOGETHER)):
            click.echo(csv_text(some).encode(), nl=False)
    else:
        texts = (
            [*row[: len(keys)], *(f"{many:,}" for many in row[len(keys) :])]
            for row in _values(table)
        )
        print_table((*keys, *sides), texts, keys)
    if not table.num_rows:
        notify_unmet(dataset_query)
    undated = dataset_query.undated()
    if undated:
        notify(f"not judged: {undated:,} without a time")


def _values(table: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of an Arrow table as Python values, batch by batch."""
    for batch in table.to_batches(_TOGETHER):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _only(output: dict[str, Any]) -> str | None:
    """Return the match to select, None for both."""
    return "certain" if output["certain"] else "possible" if output["possible"] else None


def _answer_rows(
    dataset_query: DatasetQuery, far: Reference | None, output: dict[str, Any]
) -> None:
    """Print or write the hits, then their counts."""
    match = _only(output)
    limit, out = output["limit"], output["out"]
    if output["form"] == "table" and limit is None and out is None:
        limit = _FIRST
    if out is None:
        many = {"certain": 0, "possible": 0}
        rows = _rows(dataset_query, far, match, limit, many)
        FORMS[output["form"]](rows, _heads(dataset_query, far), sys.stdout.write)
    else:
        many = _write(dataset_query, far, match, output)
    total = many[match] if match else sum(many.values())
    if out is not None:
        written = total if limit is None else min(total, limit)
        notify(f"{out}: {plural(written, 'observation')}")
    if limit is not None and total > limit:
        done = "shown" if out is None else "written"
        notify(f"{total - limit:,} more are not {done} (--limit {limit})")
    _notify_counts(dataset_query, many, output)
    if not any(many.values()):
        notify_unmet(dataset_query)


def _notify_counts(
    dataset_query: DatasetQuery, many: dict[str, int], output: dict[str, Any]
) -> None:
    certain, possible = (
        f"{many[side]:,} {side}" + (" (left out)" if output[other] else "")
        for side, other in (("certain", "possible"), ("possible", "certain"))
    )
    undated = dataset_query.undated()
    tail = f"; not judged: {undated:,} without a time" if undated else ""
    notify(f"{certain}, {possible}{tail}")


def notify_unmet(dataset_query: DatasetQuery) -> None:
    """Note conditions and times that no row of the dataset meets."""
    from geotrack_observations.queries.empty_results import unmet

    for note in unmet(dataset_query):
        notify(f"note: {note}")


def _write(
    dataset_query: DatasetQuery, far: Reference | None, match: str | None, output: dict[str, Any]
) -> dict[str, int]:
    """Write hits to a file in the format of its suffix; return the counts by match."""
    from geotrack_observations.queries.results import store

    out, limit = output["out"], output["limit"]
    form = ENDINGS[out.suffix.casefold()]
    if form not in FORMS:
        about = {"dataset": dataset_query.dataset.path.parent.name}
        return store(dataset_query, out, about, only=match, limit=limit)
    many = {"certain": 0, "possible": 0}
    rows = _rows(dataset_query, far, match, limit, many)
    with atomic_path(out) as new, new.open("wb") as file:
        FORMS[form](rows, _heads(dataset_query, far), lambda text: file.write(text.encode()))
    return many


def check_out(
    out: Path, endings: Iterable[str], dataset: Dataset, workspace: Workspace, form: str = "table"
) -> None:
    """Refuse output files that would overwrite the dataset or the workspace.

    Raises
    ------
    UsageError
        The file is protected, its suffix is unknown, or `--format` is given as well.
    """
    from geotrack.errors import UsageError

    if out.suffix.casefold() not in endings:
        raise UsageError(f"--out {out}: name a file that ends with {' or '.join(endings)}")
    if form != "table":
        raise UsageError("the ending of --out says the form; leave out --format")
    writable(out, workspace, inputs=[dataset.path])


def _rows(
    dataset_query: DatasetQuery,
    far: Reference | None,
    match: str | None,
    limit: int | None,
    many: dict[str, int],
) -> Iterator[Row]:
    """Yield the first hits as rows, and count all by match."""
    from geotrack_observations.queries.results import iter_rows

    for row in iter_rows(dataset_query, far, only=match, limit=limit, counts=many):
        yield row | {name: stamp(row[name]) for name in ("time", "day_end") if name in row}


def _heads(dataset_query: DatasetQuery, far: Reference | None) -> tuple[str, ...]:
    """Return the columns of the result."""
    from geotrack_observations.queries.results import own_columns

    return (
        "time",
        "lon",
        "lat",
        *own_columns(dataset_query),
        *(["distance_km"] if far else []),
        "match",
    )
