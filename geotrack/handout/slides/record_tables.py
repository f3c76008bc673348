"""Slides with tables of records, sources and definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geotrack.handout.citations import Reference, cited_by, references
from geotrack.handout.slides.slide import Sheets
from geotrack.handout.slides.tables import Column, Row, table_slides
from geotrack.handout.slides.template.default_theme import QUIET
from geotrack.handout.slides.template.layouts import Deck
from geotrack.handout.slides.text_runs import Paragraph, Piece, plain
from geotrack.handout.slides.text_slides import text_slides, titles
from geotrack.handout.wording import established, kind, line, status
from geotrack.i18n import Words, words
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.citations import host
from geotrack.mapview.record.view import RecordView
from geotrack.queries import Match

__all__ = ["notes_slides", "records_slides", "sources_slides"]

# Font size of sources and definitions, points.
_SMALL = 10.0
# Greatest number of rows on a slide.
_RECORDS, _REFERENCES = 10, 20


def records_slides(sheets: Sheets, view: MapView) -> None:
    """Add the records in the page's order, including those without place or date."""
    label = words(view.translate.language)
    numbered = references(view.record_views)
    unsure = any(view.matches.get(e.event.id) is Match.POSSIBLE for e in view.record_views)
    columns = [
        Column(label("page.print.number"), 0.55),
        Column(label("page.print.date"), 2.25),
        Column(label("page.print.title"), 4.4),
        Column(label("page.print.place"), 2.9),
        Column(label("page.print.status"), 1.75),
        *([Column(label("page.print.certainty"), 1.0)] if unsure else []),
        Column(label("page.print.sources"), 1.0),
    ]
    rows = (
        _record(view, record, numbered, unsure=unsure, deck=sheets.deck)
        for record in view.record_views
    )
    heads = titles(label("page.print.records"), label)
    table_slides(sheets, heads, columns, rows, most=_RECORDS)


def _record(
    view: MapView, record: RecordView, numbered: dict[Reference, int], *, unsure: bool, deck: Deck
) -> Row:
    label = words(view.translate.language)
    colour = deck.colour(record.colour.lstrip("#"))
    language = label.language
    facts = [kind(record, language), status(record, language), established(record, language)]
    draft = [label("record.draft")] if record.draft else []
    date = [record.date, *draft, *([record.news.word] if record.news else [])]
    match = "possibly" if view.matches.get(record.event.id) is Match.POSSIBLE else "certainly"
    sources = sorted({citation.number for citation in cited_by(record, numbered)})
    return (
        (Piece(str(record.number), bold=True, colour=colour),),
        _cell(" · ".join(date)),
        _cell(record.event.title),
        _cell(record.place_short),
        _cell(" · ".join(part for part in facts if part)),
        *([_cell(label(f"page.print.{match}"))] if unsure else []),
        _cell(", ".join(map(str, sources))),
    )


def _cell(text: str | tuple[str, ...]) -> Paragraph:
    return (Piece(plain(text)),)


def sources_slides(sheets: Sheets, view: MapView) -> None:
    """Add the sources, each once with its number."""
    label = words(view.translate.language)
    heading = label("record.sources" if view.frame.graded else "record.sourcesUngraded")
    columns = [
        Column(label("page.print.number"), 0.55),
        Column(label("page.print.sources"), 4.3),
        Column(label("page.print.date"), 1.9),
        Column(label("handout.address"), 5.6),
    ]
    rows = (
        (
            (Piece(str(number), bold=True),),
            _cell("; ".join(part for part in (reference.label, reference.more) if part)),
            _cell(reference.published),
            tuple(_addresses(reference, label)),
        )
        for reference, number in references(view.record_views).items()
    )
    table_slides(sheets, titles(heading, label), columns, rows, size=_SMALL, most=_REFERENCES)


def _addresses(one: Reference, label: Words) -> Iterator[Piece]:
    """Yield the addresses of a source: a link by its host, and copies, as on the page."""
    if one.url:
        yield Piece(plain(host(one.url) or one.url), link=one.url)
    for copy in one.read_at:
        text = plain(f"{label('record.readAt')} {copy}")
        yield Piece(f"; {text}" if one.url else text)


def notes_slides(sheets: Sheets, view: MapView) -> None:
    """Add the definitions of regions and lines, and the sources of the map."""
    frame, label = view.frame, words(view.translate.language)
    rows = (
        (_cell(name), tuple(_definition(observation, label, sheets.deck.colour(QUIET))))
        for name, observation, _ in frame.definitions
    )
    columns = [Column(label("handout.name"), 2.4), Column(label("handout.definition"), 9.9)]
    if frame.definitions:
        table_slides(
            sheets, titles(frame.defined, label), columns, rows, size=_SMALL, most=_REFERENCES
        )
    observations = (
        f"{layer.title}: {layer.summary} {label('document.observed.source')} {layer.source}"
        for layer in view.observation_texts
        if layer.summary
    )
    lines = [
        *(f"{observation.name}. {line(observation.detail)}" for observation in view.context_texts),
        *observations,
        label("document.certainty"),
        *([label("document.grades")] if frame.graded else []),
        f"{frame.projection}. {label('document.basemap')}",
        label("document.written"),
        frame.selection,
        frame.left_out,
    ]
    paragraphs = [_cell(text) for text in lines if text]
    text_slides(sheets, titles(label("document.about"), label), paragraphs)


def _definition(one: Any, label: Words, quiet: str) -> Iterator[Piece]:
    yield Piece(plain(one.definition.text))
    if one.authority:
        yield Piece(f" {label('document.authority')} {plain(one.authority)}.")
    if one.note:
        yield Piece(f" {plain(one.note)}", colour=quiet)
    yield Piece(f" {label('document.shape')} {plain(one.licence)}.")
    for url in one.definition.url:
        yield Piece(" ")
        yield Piece(plain(host(url) or url), link=url)
