"""Texts that all handouts share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geotrack.i18n import words
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.citations import Grading
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.translations import Text
from geotrack.model.place_text import term

__all__ = ["edition", "established", "graded", "kind", "line", "status"]

# White space at which a line may break.
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")


def line(text: Text) -> str:
    r"""Return a text on one line, as a page shows it.

    Examples
    --------
    >>> line(("within ", "5 km\nof Nome"))
    'within 5 km of Nome'
    """
    return _SPACE.sub(" ", "".join(text)).strip(" ")


def edition(view: MapView) -> list[str]:
    """Return the edition of a map: as-of date, counts, digest."""
    frame, label = view.frame, words(view.translate.language)
    count = f"{frame.records}{frame.without_place}"
    parts = [frame.as_of, count, view.observation_total(label), frame.since]
    return [*(text for text in parts if text), label("document.digest")]


def status(record: RecordView, language: str) -> str:
    """Return a record's status with a capital; empty if not stated."""
    return _capital(term(record.event.status, language)) if record.event.status else ""


def kind(record: RecordView, language: str) -> str:
    """Return the kind of a record that is no event, with a capital."""
    return "" if record.event.kind == "event" else _capital(term(record.event.kind, language))


def established(record: RecordView, language: str) -> str:
    """Return the verification and confidence of a record in a few words."""
    event, parts = record.event, []
    if event.verification:
        parts.append(term(event.verification.level, language))
    if event.confidence:
        level = term(event.confidence.level, language)
        parts.append(words(language)("page.print.confidence", level=level))
    return _capital(", ".join(parts))


def graded(grading: Grading) -> Iterator[str]:
    """Yield a grade, then its meaning, author and date."""
    yield grading.grade
    grade = line(grading.attribution)
    yield f"{grading.means}, {grade}" if grade else grading.means


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
