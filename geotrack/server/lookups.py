"""What is typed in the form of a record, looked up: dates, places, titles of other records."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from geotrack.dates import DateError, When, in_words
from geotrack.dates.date_errors import not_a_date
from geotrack.errors import UsageError
from geotrack.gazetteer import (
    AmbiguousPlaceError,
    UnknownPlaceError,
    UnplacedNameError,
    UnstatedShapeError,
)
from geotrack.gazetteer.derivation import has_bearings
from geotrack.gazetteer.packed import WIDE
from geotrack.i18n import words
from geotrack.i18n.folding import folded
from geotrack.index.record_rows import table_of
from geotrack.messages import in_language, suggestions_of
from geotrack.notation.date_expressions import (
    DateRange,
    day_of_text,
    other_meaning,
    parse_date_range,
)
from geotrack.notation.date_faults import date_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geotrack.gazetteer import Location
    from geotrack.i18n import Words
    from geotrack.model import Event
    from geotrack.workspace import Workspace

__all__ = [
    "date_meaning",
    "find_dates",
    "find_places",
    "find_records",
    "publication_day",
    "with_words",
]

# Maximum number of records that a search returns.
_MOST_RECORDS = 12


def find_dates(text: str, language: str, published: str = "") -> dict[str, Any]:
    """Return the readings of a text about a record's time.

    Parameters
    ----------
    text : str
        As it is typed: `1–10 October 2024`, `siden mars 2024`, or the notation of records.
    language : str
        A language of `geotrack.i18n.LANGUAGES`.
    published : str, optional
        The day on which its source was published, from which *yesterday* counts: `2024-11-30`.

    Returns
    -------
    dict
        `readings`, each as of `date_meaning`; or `problem` and `remedy`, and `reason`, a sentence
        of both where more is known than that the text has no known form.
    """
    day = day_of_text(published)
    readings = parse_date_range(text, day)
    if readings:
        return {"readings": [_meaning(reading, language) for reading in readings]}
    if fault := date_fault(text, day):
        error = not_a_date(text.strip(), *fault)
        return _problem_of(error) | {"reason": str(error)}
    try:
        When.parse(text.strip())
    except DateError as error:
        return _problem_of(error)
    return {"readings": []}


def publication_day(stated: Mapping[str, str], workspace: Workspace) -> str:
    """Return the day on which all dated sources were published; empty if the days differ.

    Parameters
    ----------
    stated : mapping of str to str
        `published`, the days that sources state, with ` / ` between them, and `reports`, ids of
        the reports of the others, with spaces between them.
    workspace : Workspace
        The workspace of the reports.
    """
    ids = stated.get("reports", "").split()
    reports = (workspace.reports_by_id.get(id_) for id_ in ids)
    days = {str(report.published or "") for report in reports if report}
    days |= {*stated.get("published", "").split(" / ")}
    days.discard("")
    return days.pop() if len(days) == 1 else ""


def date_meaning(start: str, end: str | None, language: str) -> dict[str, Any]:
    """Return what a record's time means.

    Returns
    -------
    dict
        `start` and `end`; `text`, the time in words; `days`, how many it allows or lasts, null if
        it is open; `limits`, its first and last day, each null if it is open; `typed`, a text that
        is read as the same; and `other`, the same of one moment in what lasts, or of what lasts for
        one moment in a run of days. Or `problem` and `remedy`.
    """
    try:
        return _meaning(DateRange(start, end), language)
    except DateError as error:
        return _problem_of(error)


def _problem_of(error: DateError) -> dict[str, Any]:
    return {"problem": in_language(error.problem), "remedy": in_language(error.remedy)}


def _meaning(written: DateRange, language: str, *, with_other: bool = True) -> dict[str, Any]:
    when = When.parse(written.start, written.end)
    lower, upper = when.lower, when.upper
    text = in_words(when, language)
    notation = f"{written.start}/{written.end}" if written.end else written.start
    other = other_meaning(written) if with_other else None
    return {
        "start": written.start,
        "end": written.end,
        "text": text,
        "days": (upper - lower).days if lower and upper else None,
        "limits": [
            lower.isoformat() if lower else None,
            (upper - timedelta(days=1)).isoformat() if upper else None,
        ],
        "typed": text if _is_read_as(text, when) else notation,
        "other": None if other is None else _meaning(other, language, with_other=False),
    }


def _is_read_as(text: str, when: When) -> bool:
    """Return whether a text has one reading, of the same days."""
    readings = parse_date_range(text)
    return len(readings) == 1 and (
        When.parse(readings[0].start, readings[0].end).day_limits == when.day_limits
    )


def find_places(text: str, workspace: Workspace, language: str) -> dict[str, Any]:
    """Return the places and positions that a text may mean.

    Returns
    -------
    dict
        `geometry` and `place`, keys of a record, and `derivation`: null, or of a description its
        `anchors` (`name`, `lon`, `lat`), `bearing` (first and last of the sector, degrees; null if
        it has none) and `distance_km` (least and greatest; null between two places); `taken`, the
        named places, each with its country and position. Or `candidates`, if several places have
        a name in it, `word`: each with `lon` and `lat`, a `label`, and the `text` in which it is
        chosen; and `problem` where that is not all that may be meant. Of several positions,
        `candidates` are what they may be, without `lon` and `lat`. Or
        `problem`, and `guesses`, texts that may be meant.
    """
    try:
        location = workspace.gazetteer.locate(text)
    except AmbiguousPlaceError as error:
        label = words(language)
        candidates = [
            {
                "text": choice_text,
                "label": place.in_words(label),
                "lon": place.lon,
                "lat": place.lat,
            }
            for place, choice_text in workspace.gazetteer.choices(error)
        ]
        answer = {"candidates": candidates, "word": error.word}
        return answer | ({} if error.is_plain else {"problem": str(error)})
    except UnstatedShapeError as error:
        label = words(language)
        candidates = [
            {"text": choice, "label": label(f"desk.listed.{shape}", n=error.n)}
            for shape, choice in error.choices.items()
        ]
        return {"candidates": candidates, "problem": label("desk.listed.which", n=error.n)}
    except UsageError as error:
        guesses = _guesses(text, error)
        return {"problem": _place_fault(error, guesses, words(language)), "guesses": guesses}
    return {
        "geometry": location.geometry,
        "place": location.place,
        "derivation": _derivation(location),
        "taken": location.in_words(language),
    }


def _place_fault(error: UsageError, guesses: Sequence[str], label: Words) -> str:
    """Return what is wrong with the text for a place, without the options of a command."""
    if isinstance(error, UnknownPlaceError):
        return label(f"desk.placeFaults.{'like' if guesses else 'unknown'}", word=error.word)
    if isinstance(error, UnplacedNameError):
        kind = "area" if error.place.kind in WIDE else "unplaced"
        return label(f"desk.placeFaults.{kind}", word=error.word)
    return str(error)


def _guesses(text: str, error: UsageError) -> list[str]:
    """Return the texts that an error about a place suggests."""
    if isinstance(error, UnknownPlaceError):
        return [text.replace(error.word, name) for name in error.similar]
    return list(suggestions_of(error.args[0]))


def _derivation(location: Location) -> dict[str, Any] | None:
    """Return the distances, directions and places from which a described place is derived."""
    description, anchors = location.description, location.anchors
    if description is None:
        return None
    bearing = None
    if description.bearing is not None and has_bearings(anchors[0]):
        middle, width = description.bearing
        bearing = [middle - width, middle + width]
    distance = description.distance_m
    return {
        "anchors": [
            {"name": anchor.name, "lon": anchor.lon, "lat": anchor.lat} for anchor in anchors
        ],
        "bearing": bearing,
        "distance_km": None if distance is None else [metres / 1000 for metres in distance],
    }


def find_records(
    text: str, ids: Sequence[str], workspace: Workspace, language: str
) -> list[dict[str, Any]]:
    """Return records whose titles or ids have all words of a text, newest first, or those of ids.

    Examples
    --------
    >>> from geotrack.workspace import open_workspace
    >>> find_records("", ["gone"], open_workspace("."), "en")
    [{'id': 'gone', 'title': 'gone', 'date': ''}]
    """
    if ids:
        records = [workspace.by_id.get(id_) for id_ in ids]
        return [
            _record_item(record, language) if record else {"id": id_, "title": id_, "date": ""}
            for id_, record in zip(ids, records, strict=True)
        ]
    events = workspace.events
    undated, first, moment = (table_of(events).numbers(n) for n in ("undated", "first", "moment"))
    newest = np.lexsort((-moment, -first, ~undated))
    return [_record_item(event, language) for event in with_words(events, text, newest.tolist())]


def with_words(
    events: Sequence[Event], text: str, order: Iterable[int] | None = None
) -> list[Event]:
    """Return the first dozen of records whose titles or ids have all words of a text.

    Parameters
    ----------
    events : sequence of Event
        The records.
    text : str
        The words.
    order : iterable of int, optional
        In which order of their places they are looked at.
    """
    query_words, table = folded(text).split(), table_of(events)
    titles, ids = table.texts("title"), table.texts("id")

    def fits(row: int) -> bool:
        record_text = folded(f"{titles[row]} {ids[row]}")
        return all(word in record_text for word in query_words)

    rows = filter(fits, range(len(events)) if order is None else order)
    return [events[row] for row in islice(rows, _MOST_RECORDS)]


def _record_item(event: Event, language: str) -> dict[str, Any]:
    return {"id": event.id, "title": event.title, "date": in_words(event.when, language)}
