"""`geotrack query --crossings`: when craft came into regions and left them."""

from __future__ import annotations

import csv
import io
import json
import sys
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.frame import counted, emit_json, print_table, put_file, say
from geotrack.cli.observed import ENDINGS, check_out, say_unmet
from geotrack.cli.question import Once, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from geotrack.observations import Fixes, Limits, Stay
    from geotrack.questions import Query
    from geotrack.workspace import Workspace

__all__ = ["CROSSINGS", "OF_TRACKS", "ask_crossings", "limits_of", "progress", "say_fixes", "stamp"]

OF_TRACKS: tuple[Option, ...] = (
    click.option(
        "--id", "named", cls=Once, metavar="COLUMN", help="Whose a position is: mmsi, icao24, …."
    ),
    click.option(
        "--gap",
        cls=Once,
        metavar="TIME",
        help="Nothing is told of what is between fixes further apart: 90min, 6h, 2d. Default 6h, "
        "of aircraft 30min.",
    ),
    click.option(
        "--max-speed",
        cls=Once,
        metavar="SPEED",
        help="Nor between fixes that only a faster craft could join: 60kn, 110km/h, 30m/s. "
        "Default 60kn, of aircraft 700kn.",
    ),
)
"""How positions become tracks."""

CROSSINGS = click.option(
    "--crossings", is_flag=True, help="When craft of a dataset came into regions and left them."
)

_FIRST = 20
_TIMES = ("entered_after", "entered_by", "entered_about", "left_after", "left_by", "left_about")
_COLUMNS = (
    "kind", "match", "begins", "entered_after", "entered_by", "entered_about",
    "left_after", "left_by", "left_about", "ends", "fixes",
)  # fmt: skip


def limits_of(column: str, given: dict[str, Any]) -> Limits:
    """Return the limits of tracks that options give.

    Raises
    ------
    UsageError
        One is none.
    """
    from geotrack.model.motion import in_metres_a_second, in_seconds
    from geotrack.observations import Limits

    gap, speed = given["gap"], given["max_speed"]
    return Limits.of(
        column,
        None if gap is None else in_seconds(gap),
        None if speed is None else in_metres_a_second(speed),
    )


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """Show a bar on stderr where someone looks on; yield what is called as it goes on."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update


def say_fixes(fixes: Fixes, limits: Limits) -> None:
    """Tell what tracks are made of, and by which limits."""
    say(
        f"{len(fixes):,} positions of {len(fixes.ids):,} {fixes.column}, joined where the next is "
        f"no more than {limits.gap} later and no faster reached than at {limits.speed}"
    )
    for many, why in (
        (fixes.timeless, "no time"),
        (fixes.nameless, f"no {fixes.column}"),
        (fixes.repeated, "the same position, time and id as another"),
    ):
        if many:
            say(f"{counted(many, 'row')} left out: {why}")


def stamp(moment: datetime | None) -> str | None:
    """Return a moment as text: to the second, or as finely as it is told."""
    if moment is None:
        return None
    return moment.isoformat().replace("+00:00", "Z")


def ask_crossings(
    folder: Path,
    query: Query,
    workspace: Workspace,
    conditions: Sequence[str],
    given: dict[str, Any],
    **answer: Any,
) -> None:
    """Tell when craft came in and left.

    Raises
    ------
    UsageError
        It cannot be asked so.
    """
    from geotrack.observations import (
        Condition,
        Question,
        crossings,
        id_column,
        open_dataset,
        places_of,
        read_fixes,
        whole_of,
    )

    _check(answer)
    dataset, out = open_dataset(folder), answer["out"]
    if out is not None:
        check_out(out, ENDINGS, dataset, workspace, answer["form"])
    column = id_column(dataset, given["named"])
    limits = limits_of(column, given)
    asked = Question(dataset, query, workspace, [Condition.parse(text) for text in conditions])
    places = places_of(query, workspace)
    with progress("reading", dataset.rows) as read:
        fixes = read_fixes(whole_of(asked), column, read)
    order = {place.name: n for n, place in enumerate(places)}
    with progress("comparing", len(fixes) * len(places)) as compared:
        found = sorted(
            crossings(fixes, places, limits, asked.span, progress=compared),
            key=lambda stay: (order[stay.place], stay.entered_after or stay.entered_by),
        )
    kept = [s for s in found if not (answer["possible"] if s.certain else answer["certain"])]
    limit = answer["limit"]
    if answer["form"] == "table" and limit is None and out is None:
        limit = _FIRST
    if out is None:
        _FORMS[answer["form"]](kept[:limit], column)
    else:
        _write(kept[:limit], fixes, limits, out)
    if limit is not None and len(kept) > limit:
        done = "shown" if out is None else "written"
        say(f"{len(kept) - limit:,} more are not {done} (--limit {limit})")
    say_fixes(fixes, limits)
    _say_counts(found, answer)
    if not len(fixes):
        say_unmet(asked)


def _check(answer: dict[str, Any]) -> None:
    from geotrack.errors import UsageError

    if answer["count_by"] is not None:
        message = "--crossings are told one by one; leave out --count-by"
        raise UsageError(message)
    if answer["form"] == "ids":
        message = "crossings have no ids; write table, json, geojson or csv"
        raise UsageError(message)
    if answer["why"]:
        message = "--why is for records, not for --crossings"
        raise UsageError(message)


def _say_counts(found: list[Stay], answer: dict[str, Any]) -> None:
    certain = sum(stay.certain for stay in found)
    passed = sum(stay.kind == "passage" for stay in found)
    no_certain, no_possible = (
        " (left out)" if answer[other] else "" for other in ("possible", "certain")
    )
    say(
        f"stays: {certain:,} certain{no_certain}, "
        f"{len(found) - certain - passed:,} possible{no_possible}; "
        f"possible passages between two positions: {passed:,}{no_possible}"
    )


def _write(found: list[Stay], fixes: Fixes, limits: Limits, out: Path) -> None:
    """Write an answer in the form that the ending of a file says."""
    from geotrack.observations.feature_files import Features, write_features

    form, column = ENDINGS[out.suffix.casefold()], fixes.column
    if form == "csv":
        put_file(_csv_text(found, column).encode(), out)
    elif form == "json":
        rows = [_row(stay, column) for stay in found]
        put_file((json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode(), out)
    else:
        own: dict[str, type] = {name: datetime if name in _TIMES else str for name in _COLUMNS}
        kind = type(fixes.ids[0]) if fixes.ids else str
        kinds = {"region": str, _key(column): kind, **own, "fixes": int}
        about = {"id": column, "gap": limits.gap, "max_speed": limits.speed}
        drawn = ({**_values(stay, column), "geometry": _line(stay)} for stay in found)
        types = ("LineString", "MultiLineString", "Point")
        write_features(Features(drawn, kinds, types, about), out)
    say(f"{out}: {counted(len(found), 'crossing')}")


def _row(stay: Stay, column: str) -> dict[str, Any]:
    """Return what is told of a stay, times as text."""
    told = _values(stay, column)
    return told | {name: stamp(told[name]) for name in _TIMES}


def _values(stay: Stay, column: str) -> dict[str, Any]:
    held = {name: getattr(stay, name) for name in _TIMES}
    held |= {
        "kind": stay.kind,
        "match": "certain" if stay.certain else "possible",
        "begins": stay.begins,
        "ends": stay.ends,
    }
    return {
        "region": stay.place,
        _key(column): stay.id,
        **{name: held.get(name, stay.inside) for name in _COLUMNS},
    }


def _key(column: str) -> str:
    """Return what the id is called: as its column, unless an answer has something else there."""
    return "id" if column in {"region", *_COLUMNS} else column


def _table(found: list[Stay], column: str) -> None:
    heads = ("region", _key(column), "entered (UTC)", "left (UTC)", "positions", "match")
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


def _line(stay: Stay) -> dict[str, Any]:
    from geotrack import polar
    from geotrack.observations.tracks import line_of

    return polar.to_geojson(line_of(stay.fixes))


def _geojson(found: list[Stay], column: str) -> None:
    features = [
        {"type": "Feature", "geometry": _line(stay), "properties": _row(stay, column)}
        for stay in found
    ]
    json.dump({"type": "FeatureCollection", "features": features}, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


def _csv(found: list[Stay], column: str) -> None:
    sys.stdout.write(_csv_text(found, column))


def _csv_text(found: list[Stay], column: str) -> str:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(("region", _key(column), *_COLUMNS))
    out.writerows(_row(stay, column).values() for stay in found)
    return text.getvalue()


_FORMS = {"table": _table, "json": _json, "geojson": _geojson, "csv": _csv}
