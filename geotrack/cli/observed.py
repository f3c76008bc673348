"""`geotrack query --dataset`: the same question, to a dataset of observations."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.cli.frame import emit, emit_json, print_table, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotrack.observations import Question
    from geotrack.questions import Query
    from geotrack.workspace import Workspace

__all__ = ["ask"]

_FIRST = 20


def ask(
    folder: Path, query: Query, workspace: Workspace, conditions: Sequence[str], **answer: Any
) -> None:
    """Put a question to the dataset in a folder, and print what it answers.

    Raises
    ------
    UsageError
        It cannot be asked so.
    """
    from geotrack.errors import UsageError
    from geotrack.observations import Condition, Question, open_dataset

    for name in ("why", "sort"):
        if answer[name] not in {False, "date"}:
            message = f"--{name} is for records, not for --dataset"
            raise UsageError(message)
    if answer["form"] == "ids":
        message = "observations have no ids; write table, json, geojson or csv"
        raise UsageError(message)
    found = Question(
        open_dataset(folder), query, workspace, [Condition.parse(text) for text in conditions]
    )
    if answer["count_by"] is not None:
        _print_counts(found, answer)
    else:
        _print_rows(found, answer)


def _print_counts(found: Question, answer: dict[str, Any]) -> None:
    from geotrack.observations import count_by

    keys = [key.strip() for key in answer["count_by"].split(",")]
    left_out = {"certain": answer["possible"], "possible": answer["certain"]}
    sides = [side for side, out in left_out.items() if not out]
    rows = []
    for key, (certain, possible) in count_by(found, keys).items():
        many = {"certain": certain, "possible": possible}
        if any(many[side] for side in sides):
            rows.append({**dict(zip(keys, key, strict=True)), **{s: many[s] for s in sides}})
    if answer["form"] == "json":
        emit_json(rows)
    elif answer["form"] == "csv":
        emit(_csv([(*keys, *sides), *(tuple(row.values()) for row in rows)]).rstrip("\n"))
    else:
        texts = [[str(v) if k in keys else f"{v:,}" for k, v in row.items()] for row in rows]
        print_table((*keys, *sides), texts, keys)


def _print_rows(found: Question, answer: dict[str, Any]) -> None:
    """Print hits as they come, and then tell how many there are."""
    wanted = "certain" if answer["certain"] else "possible" if answer["possible"] else None
    many = {"certain": 0, "possible": 0}
    limit = answer["limit"]
    if answer["form"] == "table" and limit is None:
        limit = _FIRST
    _FORMS[answer["form"]](_rows(found, wanted, limit, many), found)
    total = many[wanted] if wanted else sum(many.values())
    if limit is not None and total > limit:
        say(f"{total - limit:,} more are not shown (--limit {limit})")
    say(f"{many['certain']:,} certain, {many['possible']:,} possible")


def _rows(
    found: Question, wanted: str | None, limit: int | None, many: dict[str, int]
) -> Iterator[dict[str, Any]]:
    """Yield the first hits as plain values, and count all of them by their match."""
    from geotrack.observations.points import from_wkb

    names = ["time", *_own(found), "geometry"]
    left = sys.maxsize if limit is None else limit
    for table in found.answers(names):
        matches = table["match"].to_pylist()
        for match in many:
            many[match] += matches.count(match)
        kept = [i for i, match in enumerate(matches) if wanted in {None, match}][:left]
        if not kept:
            continue
        left -= len(kept)
        # Of a table that goes on beyond the last that is wanted, no more is made.
        made = table.slice(0, kept[-1] + 1)
        places = from_wkb(made["geometry"].combine_chunks())
        lon, lat = (axis.tolist() for axis in places[:2])
        held = {name: made[name].to_pylist() for name in names if name != "geometry"}
        for i in kept:
            row = {name: values[i] for name, values in held.items()}
            moment = row.pop("time")
            time = f"{moment:%Y-%m-%dT%H:%M:%S}Z" if moment else None
            yield {"time": time, "lon": lon[i], "lat": lat[i], **row, "match": matches[i]}


def _own(found: Question) -> list[str]:
    """Return the columns of an answer beside time, position and match."""
    radius = ["radius_m"] if found.dataset.has_radius else []
    return [*radius, *found.dataset.columns]


def _table(rows: Iterator[dict[str, Any]], _: Question) -> None:
    listed = list(rows)
    if listed:
        texts = [["" if v is None else str(v) for v in row.values()] for row in listed]
        print_table(tuple(listed[0]), texts, tuple(listed[0]))


def _json(rows: Iterator[dict[str, Any]], _: Question) -> None:
    _array(json.dumps(row, ensure_ascii=False, default=str) for row in rows)


def _geojson(rows: Iterator[dict[str, Any]], _: Question) -> None:
    sys.stdout.write('{"type": "FeatureCollection", "features": ')
    _array(json.dumps(_feature(row), ensure_ascii=False, default=str) for row in rows)
    sys.stdout.write("}\n")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    place = [row.pop("lon"), row.pop("lat")]
    geometry = {"type": "Point", "coordinates": place}
    return {"type": "Feature", "geometry": geometry, "properties": row}


def _array(texts: Iterator[str]) -> None:
    sys.stdout.write("[")
    for n, text in enumerate(texts):
        sys.stdout.write(f"{',' if n else ''}\n{text}")
    sys.stdout.write("\n]\n")


def _csv_rows(rows: Iterator[dict[str, Any]], found: Question) -> None:
    heads = ("time", "lon", "lat", *_own(found), "match")
    sys.stdout.write(_csv([heads]))
    for row in rows:
        sys.stdout.write(_csv([tuple(row.values())]))


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


_FORMS = {"table": _table, "json": _json, "geojson": _geojson, "csv": _csv_rows}
