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

    from geotrack.extensions import QueryOutput
    from geotrack.model.query import Query
    from geotrack.queries.resolve import Reference
    from geotrack.workspace import Workspace
    from geotrack_observations import Dataset, DatasetQuery
    from geotrack_observations.cli.row_output import Row

__all__ = ["check_out", "notify_unmet", "run_query"]

# Number of rows that are printed without `--limit`.
_ROWS_SHOWN = 20
# Number of rows that are formatted at once.
_ROWS_PER_CHUNK = 10_000


def run_query(
    folder: Path,
    query: Query,
    workspace: Workspace,
    options: Mapping[str, Any],
    output: QueryOutput,
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
    reference, query = _distances(query, workspace, output)
    parsed = [Condition.parse(text) for text in options["conditions"]]
    dataset_query = DatasetQuery(dataset, query, workspace, parsed)
    with open_engine(options["engine"], options["scheduler"]) as engine:
        dataset_query = replace(dataset_query, engine=engine)
        if output["count_by"] is not None:
            keys = [key.strip() for key in output["count_by"].split(",")]
            _print_counts(dataset_query, keys, output)
        else:
            _output_rows(dataset_query, reference, output)


def _distances(
    query: Query, workspace: Workspace, output: QueryOutput
) -> tuple[Reference | None, Query]:
    """Return what distances are measured from, and the query without that condition.

    A query that limits the distance is returned unchanged, without a reference; counts have no
    distances.
    """
    from geotrack.errors import UsageError
    from geotrack_observations.queries.distances import distance_reference

    if output["count_by"] is not None:
        return None, query
    reference, rest = distance_reference(query, workspace)
    path = output["out"]
    # Only FORMS are written from rows; Arrow writes the other files, without distances.
    if reference is not None and path is not None and ENDINGS[path.suffix.casefold()] not in FORMS:
        problem = f"a {path.suffix} has no distances"
        raise UsageError(f"{path}: {problem}; write .geojson, .csv or .json")
    return reference, rest


def _print_counts(dataset_query: DatasetQuery, keys: list[str], output: QueryOutput) -> None:
    from geotrack_observations.queries.counts import count_table

    table = count_table(dataset_query, keys, _match_option(output))
    matches = table.column_names[len(keys) :]
    if output["form"] == "json":
        emit_json_rows(dict(zip(table.column_names, row, strict=True)) for row in _values(table))
    elif output["form"] == "csv":
        click.echo(csv_text([table.column_names]).encode(), nl=False)
        rows = _values(table)
        while chunk := list(islice(rows, _ROWS_PER_CHUNK)):
            click.echo(csv_text(chunk).encode(), nl=False)
    else:
        texts = (
            [*row[: len(keys)], *(f"{count:,}" for count in row[len(keys) :])]
            for row in _values(table)
        )
        print_table((*keys, *matches), texts, never_folded=keys)
    if not table.num_rows:
        notify_unmet(dataset_query)
    undated = dataset_query.undated()
    if undated:
        notify(f"not judged: {undated:,} without a time")


def _values(table: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of an Arrow table as Python values, batch by batch."""
    for batch in table.to_batches(_ROWS_PER_CHUNK):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _match_option(output: QueryOutput) -> str | None:
    """Return the match to select, None for both."""
    if output["certain"]:
        return "certain"
    return "possible" if output["possible"] else None


def _output_rows(
    dataset_query: DatasetQuery, reference: Reference | None, output: QueryOutput
) -> None:
    """Print or write the hits, then their counts."""
    match = _match_option(output)
    limit, path = output["limit"], output["out"]
    if output["form"] == "table" and limit is None and path is None:
        limit = _ROWS_SHOWN
    if path is None:
        counts = {"certain": 0, "possible": 0}
        # Writing the rows fills `counts`.
        rows = _rows(dataset_query, reference, match, limit, counts)
        FORMS[output["form"]](rows, _column_names(dataset_query, reference), sys.stdout.write)
    else:
        counts = _write(dataset_query, reference, match, path, limit)
    total = counts[match] if match else sum(counts.values())
    if path is not None:
        row_count = total if limit is None else min(total, limit)
        notify(f"{path}: {plural(row_count, 'observation')}")
    if limit is not None and total > limit:
        verb = "shown" if path is None else "written"
        notify(f"{total - limit:,} more are not {verb} (--limit {limit})")
    _notify_counts(dataset_query, counts, output)
    if not any(counts.values()):
        notify_unmet(dataset_query)


def _notify_counts(
    dataset_query: DatasetQuery, counts: dict[str, int], output: QueryOutput
) -> None:
    # `--possible` leaves out what is certain, and the reverse.
    left_out = {"certain": output["possible"], "possible": output["certain"]}
    certain, possible = (
        f"{counts[match]:,} {match}" + (" (left out)" if left_out[match] else "")
        for match in left_out
    )
    undated = dataset_query.undated()
    tail = f"; not judged: {undated:,} without a time" if undated else ""
    notify(f"{certain}, {possible}{tail}")


def notify_unmet(dataset_query: DatasetQuery) -> None:
    """Note conditions and times that no row of the dataset meets."""
    from geotrack_observations.queries.empty_results import unmet_conditions

    for note in unmet_conditions(dataset_query):
        notify(f"note: {note}")


def _write(
    dataset_query: DatasetQuery,
    reference: Reference | None,
    match: str | None,
    path: Path,
    limit: int | None,
) -> dict[str, int]:
    """Write hits to a file in the format of its suffix; return the counts by match."""
    from geotrack_observations.queries.results import store

    file_format = ENDINGS[path.suffix.casefold()]
    if file_format not in FORMS:
        about = {"dataset": dataset_query.dataset.path.parent.name}
        return store(dataset_query, path, about, only=match, limit=limit)
    counts = {"certain": 0, "possible": 0}
    # Writing the rows fills `counts`.
    rows = _rows(dataset_query, reference, match, limit, counts)
    with atomic_path(path) as new, new.open("wb") as file:
        FORMS[file_format](
            rows, _column_names(dataset_query, reference), lambda text: file.write(text.encode())
        )
    return counts


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
    reference: Reference | None,
    match: str | None,
    limit: int | None,
    counts: dict[str, int],
) -> Iterator[Row]:
    """Yield the first hits as rows; `counts` receives the number of all hits by match."""
    from geotrack_observations.queries.results import iter_rows

    for row in iter_rows(dataset_query, reference, only=match, limit=limit, counts=counts):
        yield row | {name: stamp(row[name]) for name in ("time", "day_end") if name in row}


def _column_names(dataset_query: DatasetQuery, reference: Reference | None) -> tuple[str, ...]:
    """Return the columns of the result."""
    from geotrack_observations.queries.results import own_columns

    return (
        "time",
        "lon",
        "lat",
        *own_columns(dataset_query),
        *(["distance_km"] if reference else []),
        "match",
    )
