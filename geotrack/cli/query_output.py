"""What `geotrack query` prints on stdout: tables, GeoJSON, CSV, ids, counts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import emit, emit_json, plain, print_table, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geotrack.model import Event
    from geotrack.queries import Counts, Hit, Selection

_MARGIN = 10
# How wide a heading gets before it goes on below.
_HEADING = 12
_DECIMALS_UNDER_KM = 10.0
# A title folds into a column of snippets in a table narrower than this.
_NARROW = 150
_CSV = (
    "id", "match", "why", "title", "date", "start", "end", "earliest", "latest", "type", "theme",
    "kind", "status", "verification", "actors", "lon", "lat", "place", "precision", "radius_km",
    "regions", "distance_km",
)  # fmt: skip


def print_answer(found: Selection, form: str, *, why: bool, not_judged: bool) -> None:
    """Print the hits of an answer.

    Parameters
    ----------
    found : Selection
        The answer.
    form : str
        `table`, `json`, `geojson`, `csv` or `ids`.
    why : bool
        Whether a table says why each hit is one; the forms that hold data always do.
    not_judged : bool
        Whether a table lists what could not be judged, after the hits.
    """
    if form == "ids":
        for id_ in found.ids:
            emit(id_)
    elif form == "csv":
        _print_csv(_CSV, map(_cells, found.hits))
    elif form == "geojson":
        emit_json({"type": "FeatureCollection", "features": _features(found)})
    elif form == "json":
        emit_json({"hits": _features(found), **_not_judged(found)})
    else:
        rows = list(_rows(found, why=why, not_judged=not_judged))
        if why or _is_narrow():
            _print_reasons(rows)
        else:
            _print_rows(rows, far=found.judge.reference is not None)


def _not_judged(found: Selection) -> dict[str, list[str]]:
    return {
        "unplaced": [event.id for event in found.unplaced],
        "undated": [event.id for event in found.undated],
    }


def _features(found: Selection) -> list[dict[str, Any]]:
    """Return the Features as stored, each with properties more that say how it matches."""
    from geotrack.export.geojson import free_name

    far = found.judge.reference is not None
    features = []
    for hit in found.hits:
        own = hit.event.feature["properties"]
        said: dict[str, Any] = {"match": str(hit.match), "why": hit.why}
        if far:
            said["distance_km"] = _tenths(hit)
        beside = {free_name(key, own): value for key, value in said.items()}
        features.append({**hit.event.feature, "properties": {**own, **beside}})
    return features


def _tenths(hit: Hit) -> float | None:
    return None if hit.distance_km is None else round(hit.distance_km, 1)


def _cells(hit: Hit) -> tuple[object, ...]:
    from geotrack.dates import in_words

    event, geometry = hit.event, hit.event.geometry
    at_a_point = geometry is not None and geometry["type"] == "Point"
    lon, lat = geometry["coordinates"][:2] if geometry is not None and at_a_point else (None, None)
    return (
        event.id, str(hit.match), hit.why, event.title, in_words(event.when), event.start,
        event.end, *_days(event), event.type_id, event.theme.id, event.kind, event.status,
        event.verification.level if event.verification else None,
        "; ".join(actor.name for actor in event.actors), lon, lat,
        event.place.name if event.place else None, event.precision, event.radius_km,
        "; ".join(event.regions), _tenths(hit),
    )  # fmt: skip


def _days(event: Event) -> tuple[str | None, str | None]:
    """Return the first and the last day that a record may touch."""
    from geotrack.export.columns import days

    first, last = days(event)
    return first.isoformat() if first else None, last.isoformat() if last else None


def _print_csv(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table by RFC 4180, in UTF-8 whatever the terminal's encoding is."""
    from geotrack.spreadsheets import csv_text

    click.echo(csv_text([columns, *(map(_cell, row) for row in rows)]).encode(), nl=False)


def _cell(value: object) -> object:
    """Return a cell in which nothing acts on a terminal; a whole number has no decimals."""
    if isinstance(value, str):
        return plain(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_narrow() -> bool:
    """Tell whether someone looks on through a window too narrow for a table."""
    from shutil import get_terminal_size

    return sys.stdout.isatty() and get_terminal_size().columns < _NARROW


class _Row:
    """One line of a table: its cells as text."""

    def __init__(self, match: str, event: Event, far: str = "", why: str = "") -> None:
        from geotrack.dates import in_words

        self.match, self.far, self.why = match, far, why
        self.date, self.theme = in_words(event.when), event.theme.id
        self.title, self.id = _titled(event), event.id


def _rows(found: Selection, *, why: bool, not_judged: bool) -> Iterator[_Row]:
    far = found.judge.reference is not None
    for hit in found.hits:
        distance = _apart(hit) if far else ""
        yield _Row(str(hit.match), hit.event, distance, hit.why if why else "")
    if not_judged:
        yield from (_Row("unplaced", event) for event in found.unplaced)
        yield from (_Row("undated", event) for event in found.undated)


def _apart(hit: Hit) -> str:
    """Return how far a hit is, at the least where it is known by a region or an area alone."""
    km = hit.distance_km
    if km is None:
        return ""
    told = f"{km:.1f} km" if 0 < km < _DECIMALS_UNDER_KM else f"{km:,.0f} km"
    geometry = hit.event.geometry
    spot = geometry is not None and geometry["type"] == "Point" and hit.event.precision != "region"
    return told if spot else f"≥ {told}"


def _titled(event: Event) -> str:
    """Return a title that cannot be taken for a happening where the record is none."""
    from geotrack.model.place_text import standing_words

    standing = standing_words(event)
    return f"{event.title} ({standing})" if standing else event.title


def _print_rows(rows: Sequence[_Row], *, far: bool) -> None:
    distance = ("distance",) if far else ()
    print_table(
        ("match", "date", *distance, "theme", "title", "id"),
        ((r.match, r.date, *((r.far,) if far else ()), r.theme, r.title, r.id) for r in rows),
        ("match", *distance, "theme", "id"),
    )


def _print_reasons(rows: Sequence[_Row]) -> None:
    """Print records with a line for the reason, which beside the other columns had no room."""
    for row in rows:
        facts = [row.date, row.far, row.theme, row.id]
        for n, text in enumerate((row.title, " · ".join(filter(None, facts)), row.why)):
            if text:
                _print_wrapped("" if n else row.match, text)


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


def print_counts(found: Selection, counts: Counts, form: str) -> None:
    """Print counts, as a table or as data with one row a combination.

    Parameters
    ----------
    found : Selection
        The answer.
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
        both = {"certain": total.certain, "possible": total.possible}
        emit_json({"counts": combined, **both, **_not_judged(found)})
    elif len(counts.keys) == 1:
        total = counts.total()
        rows = [(*c.labels, str(c.certain), str(c.possible)) for c in counts.cells]
        rows += [("total", str(total.certain), str(total.possible))] if rows else []
        _print_aligned((*counts.keys, "certain", "possible"), rows, 1)
    else:
        _print_pivot(counts)


def _print_pivot(counts: Counts) -> None:
    """Print counts with the last key across."""
    *down, across = counts.keys
    headings = counts.labels[-1]
    cells = {c.labels: _tally(c.certain, c.possible) for c in counts.cells}
    # In the order of the cells, each once.
    starts = dict.fromkeys(c.labels[:-1] for c in counts.cells)
    rows: list[tuple[str, ...]] = []
    for start in starts:
        whole = counts.total(**dict(zip(down, start, strict=True)))
        each = [cells.get((*start, heading), "") for heading in headings]
        rows.append((*start, *each, _tally(whole.certain, whole.possible)))
    if not rows:
        return
    sums = [counts.total(**{across: heading}) for heading in headings] + [counts.total()]
    blanks = [""] * (len(down) - 1)
    rows.append(("total", *blanks, *(_tally(c.certain, c.possible) for c in sums)))
    _print_aligned((*down, *headings, "total"), rows, len(down))
    say("3 + 2? is 3 certain and 2 possible; a total counts each record once")


def _print_aligned(columns: Sequence[str], rows: Sequence[Sequence[str]], labels: int) -> None:
    """Print a table whose first columns are labels and whose others are numbers.

    No number is folded or cut where the terminal is narrow.
    """
    from textwrap import wrap

    if not rows:
        return
    folded = [wrap(plain(c), _HEADING, break_long_words=False) or [""] for c in columns]
    height = max(map(len, folded))
    head = zip(*([""] * (height - len(lines)) + lines for lines in folded), strict=True)
    printed = [list(line) for line in head]
    printed += [[plain(" ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*printed, strict=True)]
    for row in printed:
        aligned = (
            f"{cell:<{width}}" if n < labels else f"{cell:>{width}}"
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        emit("  ".join(aligned).rstrip())


def _tally(certain: int, possible: int) -> str:
    """Return two counts in few letters.

    Examples
    --------
    >>> _tally(3, 2), _tally(3, 0), _tally(0, 2), _tally(0, 0)
    ('3 + 2?', '3', '2?', '')
    """
    counted = [str(certain)] if certain else []
    counted += [f"{possible}?"] if possible else []
    return " + ".join(counted)
