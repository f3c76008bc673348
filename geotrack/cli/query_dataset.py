"""`geotrack query --dataset`: the same question, to a dataset of observations."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import counted, emit_json_rows, print_table, say
from geotrack.cli.dataset_options import opened
from geotrack.cli.engine_options import running
from geotrack.cli.output_files import writable
from geotrack.cli.row_output import ENDINGS, FORMS, stamp
from geotrack.files import atomic_path
from geotrack.spreadsheets import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geotrack.cli.row_output import Row
    from geotrack.model.query import Query
    from geotrack.observations import Dataset, Question
    from geotrack.queries.resolve import Reference
    from geotrack.workspace import Workspace

__all__ = ["ask", "check_out", "say_unmet"]

_FIRST = 20
_TOGETHER = 10_000


def ask(
    folder: Path,
    query: Query,
    workspace: Workspace,
    conditions: Sequence[str],
    put_to: dict[str, Any],
    **answer: Any,
) -> None:
    """Put a question to the dataset in a folder, and print what it answers.

    Raises
    ------
    UsageError
        It cannot be asked so.
    """
    from geotrack.errors import UsageError
    from geotrack.observations import Condition, Question

    if answer["why"]:
        raise UsageError("--why is for records, not for --dataset")
    if answer["form"] == "ids":
        raise UsageError("observations have no ids; write table, json, geojson or csv")
    dataset = opened(folder)
    if answer["out"] is not None:
        check_out(answer["out"], ENDINGS, dataset, workspace, answer["form"])
    far, query = _distances(query, workspace, answer)
    held = [Condition.parse(text) for text in conditions]
    asked = Question(dataset, query, workspace, held)
    with running(**put_to) as engine:
        found = replace(asked, engine=engine)
        if answer["count_by"] is not None:
            _print_counts(found, answer)
        else:
            _answer_rows(found, far, answer)


def _distances(
    query: Query, workspace: Workspace, answer: dict[str, Any]
) -> tuple[Reference | None, Query]:
    """Return what distances are told from, and what else is asked: one alone sets no limit."""
    from geotrack.errors import UsageError
    from geotrack.observations.queries.distances import told_from

    if answer["count_by"] is not None:
        return None, query
    far, rest = told_from(query, workspace)
    out = answer["out"]
    if far is not None and out is not None and ENDINGS[out.suffix.casefold()] == "parquet":
        raise UsageError(f"{out}: a .parquet tells no distances; write .geojson, .csv or .json")
    return far, rest


def _print_counts(found: Question, answer: dict[str, Any]) -> None:
    from geotrack.observations.queries.counts import count_table

    keys = [key.strip() for key in answer["count_by"].split(",")]
    table = count_table(found, keys, _only(answer))
    sides = table.column_names[len(keys) :]
    if answer["form"] == "json":
        emit_json_rows(dict(zip(table.column_names, row, strict=True)) for row in _values(table))
    elif answer["form"] == "csv":
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
        say_unmet(found)
    undated = found.undated()
    if undated:
        say(f"not judged: {undated:,} without a time")


def _values(table: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table as plain values, of which few are held at once."""
    for batch in table.to_batches(_TOGETHER):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _only(answer: dict[str, Any]) -> str | None:
    """Return the kind of hits that is wanted, where only one is."""
    return "certain" if answer["certain"] else "possible" if answer["possible"] else None


def _answer_rows(found: Question, far: Reference | None, answer: dict[str, Any]) -> None:
    """Print hits as they come, or write them, and then tell how many there are."""
    wanted = _only(answer)
    limit, out = answer["limit"], answer["out"]
    if answer["form"] == "table" and limit is None and out is None:
        limit = _FIRST
    if out is None:
        many = {"certain": 0, "possible": 0}
        rows = _rows(found, far, wanted, limit, many)
        FORMS[answer["form"]](rows, _heads(found, far), sys.stdout.write)
    else:
        many = _write(found, far, wanted, answer)
    total = many[wanted] if wanted else sum(many.values())
    if out is not None:
        written = total if limit is None else min(total, limit)
        say(f"{out}: {counted(written, 'observation')}")
    if limit is not None and total > limit:
        done = "shown" if out is None else "written"
        say(f"{total - limit:,} more are not {done} (--limit {limit})")
    _say_counts(found, many, answer)
    if not any(many.values()):
        say_unmet(found)


def _say_counts(found: Question, many: dict[str, int], answer: dict[str, Any]) -> None:
    certain, possible = (
        f"{many[side]:,} {side}" + (" (left out)" if answer[other] else "")
        for side, other in (("certain", "possible"), ("possible", "certain"))
    )
    undated = found.undated()
    tail = f"; not judged: {undated:,} without a time" if undated else ""
    say(f"{certain}, {possible}{tail}")


def say_unmet(found: Question) -> None:
    """Tell, where nothing is found, of values and times that the dataset does not have."""
    from geotrack.observations.queries.empty_results import unmet

    for said in unmet(found):
        say(f"note: {said}")


def _write(
    found: Question, far: Reference | None, wanted: str | None, answer: dict[str, Any]
) -> dict[str, int]:
    """Write hits to a file, in the form that its ending says; return how many there are of all."""
    from geotrack.observations.queries.results import store

    out, limit = answer["out"], answer["limit"]
    form = ENDINGS[out.suffix.casefold()]
    if form == "parquet":
        about = {"dataset": found.dataset.path.parent.name}
        return store(found, out, about, only=wanted, limit=limit)
    many = {"certain": 0, "possible": 0}
    rows = _rows(found, far, wanted, limit, many)
    with atomic_path(out) as new, new.open("wb") as file:
        FORMS[form](rows, _heads(found, far), lambda text: file.write(text.encode()))
    return many


def check_out(
    out: Path,
    endings: Iterable[str],
    dataset: Dataset,
    workspace: Workspace,
    form: str = "table",
) -> None:
    """Refuse to write over what is asked, or over the workspace, before it takes any time.

    Raises
    ------
    UsageError
        The file is one of these, its ending says no form, or another form is asked for too.
    """
    from geotrack.errors import UsageError

    if out.suffix.casefold() not in endings:
        raise UsageError(f"--out {out}: name a file that ends with {' or '.join(endings)}")
    if form != "table":
        raise UsageError("the ending of --out says the form; leave out --format")
    writable(out, workspace, inputs=[dataset.path])


def _rows(
    found: Question,
    far: Reference | None,
    wanted: str | None,
    limit: int | None,
    many: dict[str, int],
) -> Iterator[Row]:
    """Yield the first hits as text and numbers, and count all of them by their match."""
    from geotrack.observations.queries.results import iter_rows

    for row in iter_rows(found, far, only=wanted, limit=limit, counts=many):
        yield row | {"time": stamp(row["time"])}


def _heads(found: Question, far: Reference | None) -> tuple[str, ...]:
    """Return the columns of an answer."""
    from geotrack.observations.queries.results import own_columns

    return ("time", "lon", "lat", *own_columns(found), *(["distance_km"] if far else []), "match")
