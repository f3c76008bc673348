"""Output of `geotrack query`: tables, GeoJSON, CSV, ids and counts on stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import begin_output, emit, emit_json, notify, plain, translated
from geotrack.cli.output.tables import print_table
from geotrack.messages import LANGUAGE, Message, in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geotrack.model import Event
    from geotrack.queries import Counts, Hit, Selection

# Width of the column with the match, and indent of wrapped lines.
_MARGIN = 10
# Headings wider than this are wrapped.
_HEADING = 12
_DECIMALS_UNDER_KM = 10.0
# Minimum terminal width for a table with titles.
_NARROW = 150
# The heading of sums, and of their row.
_TOTAL = Message("total")
_CSV = (
    "id", "match", "why", "title", "date", "start", "end", "earliest", "latest", "type", "theme",
    "kind", "status", "verification", "actors", "lon", "lat", "place", "precision", "radius_km",
    "inner_radius_km", "regions", "distance_km",
)  # fmt: skip


def print_selection(selection: Selection, form: str, *, why: bool, not_judged: bool) -> None:
    """Print the hits of a selection.

    Parameters
    ----------
    selection : Selection
        The result of a query.
    form : str
        `table`, `json`, `geojson`, `csv` or `ids`.
    why : bool
        Whether a table has a reason for each hit; the data formats always have it.
    not_judged : bool
        Whether a table lists records that could not be judged, after the hits.
    """
    if form == "ids":
        for id_ in selection.ids:
            emit(id_)
    elif form == "csv":
        _print_csv(_CSV, map(_cells, selection.hits_once()))
    elif form == "geojson":
        emit_json({"type": "FeatureCollection", "features": _features(selection)})
    elif form == "json":
        reference = selection.judge.reference
        place = (
            {}
            if reference is None or reference.place is None
            else {"of": reference.place.to_json()}
        )
        emit_json({**place, "hits": _features(selection), **_not_judged(selection)})
    else:
        rows = list(_rows(selection, why=why, not_judged=not_judged))
        if why or _is_narrow():
            _print_reasons(rows)
        else:
            _print_rows(rows, has_distances=selection.judge.reference is not None)


def _not_judged(selection: Selection) -> dict[str, list[str]]:
    return {
        "unplaced": [event.id for event in selection.unplaced],
        "undated": [event.id for event in selection.undated],
    }


def _features(selection: Selection) -> list[dict[str, Any]]:
    """Return the stored Features with properties added for the match."""
    from geotrack.model.record_columns import free_name

    has_distances = selection.judge.reference is not None
    features = []
    for hit in selection.hits:
        properties = hit.event.feature["properties"]
        matching: dict[str, Any] = {"match": str(hit.match), "why": in_language(hit.why)}
        if has_distances:
            matching["distance_km"] = _tenths(hit)
        beside = {free_name(key, properties): value for key, value in matching.items()}
        features.append({**hit.event.feature, "properties": {**properties, **beside}})
    return features


def _tenths(hit: Hit) -> float | None:
    return None if hit.distance_km is None else round(hit.distance_km, 1)


def _cells(hit: Hit) -> list[object]:
    from geotrack.model.record_columns import RECORD_COLUMNS, joined

    computed = {"match": str(hit.match), "why": in_language(hit.why), "distance_km": _tenths(hit)}
    return [computed[n] if n in computed else joined(RECORD_COLUMNS[n](hit.event)) for n in _CSV]


def _print_csv(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table as CSV (RFC 4180), always in UTF-8."""
    from geotrack.files.spreadsheets import csv_text

    text = csv_text([columns, *(map(_cell, row) for row in rows)])
    begin_output()
    click.echo(text.encode(), nl=False)


def _cell(value: object) -> object:
    """Return a cell with control characters escaped; a whole number without decimals."""
    if isinstance(value, str):
        return plain(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_narrow() -> bool:
    """Return whether stdout is a terminal too narrow for a table."""
    from shutil import get_terminal_size

    return sys.stdout.isatty() and get_terminal_size().columns < _NARROW


class _Row:
    """One row of a table, cells as text."""

    def __init__(self, match: str, event: Event, distance: str = "", why: str = "") -> None:
        from geotrack.dates import in_words

        self.match, self.distance, self.why = Message(match), distance, why
        self.date, self.theme = in_words(event.when, LANGUAGE.get()), event.theme.id
        self.title, self.id = _titled(event), event.id


def _rows(selection: Selection, *, why: bool, not_judged: bool) -> Iterator[_Row]:
    has_distances = selection.judge.reference is not None
    for hit in selection.hits_once():
        distance = _distance_text(hit) if has_distances else ""
        yield _Row(str(hit.match), hit.event, distance, in_language(hit.why) if why else "")
    if not_judged:
        yield from (_Row("unplaced", event) for event in selection.unplaced)
        yield from (_Row("undated", event) for event in selection.undated)


def _distance_text(hit: Hit) -> str:
    """Return the distance of a hit as text; a lower bound unless the place is a point."""
    km = hit.distance_km
    if km is None:
        return ""
    form = "{km:.1f} km" if 0 < km < _DECIMALS_UNDER_KM else "{km:,.0f} km"
    distance = in_language(Message(form, km))
    geometry, precision = hit.event.geometry, hit.event.precision
    is_point = geometry is not None and geometry["type"] == "Point"
    is_point = is_point and precision not in {"region", "ring"}
    return distance if is_point else f"≥ {distance}"


def _titled(event: Event) -> str:
    """Return a title, marked if the record is not an event that occurred."""
    from geotrack.model.place_text import standing_words

    doubt = standing_words(event, LANGUAGE.get())
    return f"{event.title} ({doubt})" if doubt else event.title


def _print_rows(rows: Sequence[_Row], *, has_distances: bool) -> None:
    distance = (Message("distance"),) if has_distances else ()
    print_table(
        (Message("match"), Message("date"), *distance, Message("theme"), Message("title"), "id"),
        (
            (r.match, r.date, *((r.distance,) if has_distances else ()), r.theme, r.title, r.id)
            for r in rows
        ),
        never_folded=("match", *distance, "theme", "id"),
    )


def _print_reasons(rows: Sequence[_Row]) -> None:
    """Print each record with its reason on a line of its own."""
    for row in rows:
        facts = [row.date, row.distance, row.theme, row.id]
        for n, text in enumerate((row.title, " · ".join(filter(None, facts)), row.why)):
            if text:
                _print_wrapped("" if n else translated(row.match), text)


def _print_wrapped(label: str, text: str) -> None:
    from shutil import get_terminal_size
    from textwrap import fill

    text = " ".join(text.split())
    if sys.stdout.isatty():
        folded = fill(
            text,
            max(get_terminal_size().columns, 2 * _MARGIN),
            initial_indent=f"{label:{_MARGIN}}",
            subsequent_indent=" " * _MARGIN,
            break_long_words=False,
            break_on_hyphens=False,
        )
        emit(folded)
    else:
        emit(f"{label:{_MARGIN}}{text}")


def print_counts(selection: Selection, counts: Counts, form: str) -> None:
    """Print counts as a table, or as data with one row for each combination.

    Parameters
    ----------
    selection : Selection
        The result of a query.
    counts : Counts
        Its counts.
    form : str
        `table`, `json` or `csv`.
    """
    if form == "csv":
        cells = ((*c.labels, c.certain, c.possible) for c in counts.cells)
        _print_csv((*counts.keys, "certain", "possible"), cells)
    elif form == "json":
        total = counts.total()
        combined = [
            {
                **dict(zip(counts.keys, c.labels, strict=True)),
                "certain": c.certain,
                "possible": c.possible,
            }
            for c in counts.cells
        ]
        totals = {"certain": total.certain, "possible": total.possible}
        emit_json({"counts": combined, **totals, **_not_judged(selection)})
    elif len(counts.keys) == 1:
        total = counts.total()
        rows = [(*c.labels, str(c.certain), str(c.possible)) for c in counts.cells]
        rows += [(_TOTAL, str(total.certain), str(total.possible))] if rows else []
        keys = map(Message, counts.keys)
        _print_aligned((*keys, Message("certain"), Message("possible")), rows, 1)
    else:
        _print_pivot(counts)


def _print_pivot(counts: Counts) -> None:
    """Print counts with the last key as columns."""
    *down, across = counts.keys
    headings = counts.labels[-1]
    cells, totals, sums = (
        {c.labels: _tally(c.certain, c.possible) for c in of.cells}
        for of in (counts, counts.by(*down), counts.by(across))
    )
    rows = [
        (*start, *(cells.get((*start, heading), "") for heading in headings), total)
        for start, total in totals.items()
    ]
    if not rows:
        return
    blanks, every = [""] * (len(down) - 1), counts.total()
    sums_across = (sums[heading,] for heading in headings)
    rows.append((_TOTAL, *blanks, *sums_across, _tally(every.certain, every.possible)))
    _print_aligned((*map(Message, down), *headings, _TOTAL), rows, len(down))
    notify(Message("3 + 2? is 3 certain and 2 possible; a total counts each record once"))


def _print_aligned(columns: Sequence[str], rows: Sequence[Sequence[str]], labels: int) -> None:
    """Print a table with label columns first and number columns after.

    Headings wider than `_HEADING` are wrapped; cells never are, however narrow the terminal is.
    """
    from textwrap import wrap

    if not rows:
        return
    folded = [wrap(translated(c), _HEADING, break_long_words=False) or [""] for c in columns]
    height = max(map(len, folded))
    head = zip(*([""] * (height - len(lines)) + lines for lines in folded), strict=True)
    printed = [list(line) for line in head]
    printed += [[" ".join(translated(cell).split()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*printed, strict=True)]
    for row in printed:
        aligned = (
            f"{cell:<{width}}" if n < labels else f"{cell:>{width}}"
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        emit("  ".join(aligned).rstrip())


def _tally(certain: int, possible: int) -> str:
    """Return two counts in short form.

    Examples
    --------
    >>> _tally(3, 2), _tally(3, 0), _tally(0, 2), _tally(0, 0)
    ('3 + 2?', '3', '2?', '')
    """
    parts = [str(certain)] if certain else []
    parts += [f"{possible}?"] if possible else []
    return " + ".join(parts)
