"""Words that all handouts have in common."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.i18n import words
from geotrack.mapview.map_view import MapView
from geotrack.mapview.observations import total_text
from geotrack.mapview.record.citations import Grading
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.translations import Text
from geotrack.model.place_text import term

__all__ = ["edition", "established", "graded", "kind", "line", "status"]


def line(text: Text) -> str:
    r"""Return a text in one line, as a page shows it.

    Examples
    --------
    >>> line(("within ", "5 km\nof Nome"))
    'within 5 km of Nome'
    """
    return " ".join("".join(text).split())


def edition(view: MapView) -> list[str]:
    """Return which edition of a map this is: as-of date, counts of what it shows, digest."""
    frame_values, say = view.frame_values, words(view.translate.language)
    count = f"{frame_values['records']}{frame_values['without_place']}"
    known = [frame_values["as_of"], count, total_text(view.observed, say), frame_values["since"]]
    return [*(text for text in known if text), say("document.digest")]


def status(entry: RecordView, language: str) -> str:
    """Return a record's status as it states it, with a capital; empty where it states none."""
    return _capital(term(entry.event.status, language)) if entry.event.status else ""


def kind(entry: RecordView, language: str) -> str:
    """Return what a record is that is no event, with a capital: a statement, an assessment."""
    return "" if entry.event.kind == "event" else _capital(term(entry.event.kind, language))


def established(entry: RecordView, language: str) -> str:
    """Return in a few words how far a record is established, and how sure of it its author is."""
    event, said = entry.event, []
    if event.verification:
        said.append(term(event.verification.level, language))
    if event.confidence:
        level = term(event.confidence.level, language)
        said.append(words(language)("page.print.confidence", level=level))
    return _capital(", ".join(said))


def graded(grading: Grading) -> Iterator[str]:
    """Yield a grade, then what it means and who gave it."""
    yield grading.grade
    given = line(grading.given)
    yield f"{grading.means}, {given}" if given else grading.means


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
