"""Slides of records, sources and definitions: tables that can be edited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from geotrack.handout.citations import Reference, cited_by, references
from geotrack.handout.slides.default_theme import QUIET
from geotrack.handout.slides.slide import Sheets
from geotrack.handout.slides.tables import Column, Row, table_slides
from geotrack.handout.slides.template_layouts import Deck
from geotrack.handout.slides.text_runs import Paragraph, Piece, plain
from geotrack.handout.slides.text_slides import text_slides, titles
from geotrack.handout.wording import established, kind, status
from geotrack.i18n import Words, words
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.citations import host
from geotrack.mapview.record.view import RecordView
from geotrack.queries import Match

__all__ = ["notes_slides", "records_slides", "sources_slides"]

_SMALL = 10.0
# Is not broken at the end of a line.
_RADIUS = re.compile(r"± (\S+) km")


def records_slides(sheets: Sheets, view: MapView) -> None:
    """Add the records, in the page's order, those without a place or a date among them."""
    say = words(view.translate.language)
    numbered = references(view.record_views)
    unsure = any(view.matches.get(e.event.id) is Match.POSSIBLE for e in view.record_views)
    columns = [
        Column(say("page.print.number"), 0.55),
        Column(say("page.print.date"), 2.25),
        Column(say("page.print.title"), 4.4),
        Column(say("page.print.place"), 2.9),
        Column(say("page.print.status"), 1.75),
        *([Column(say("page.print.certainty"), 1.0)] if unsure else []),
        Column(say("page.print.sources"), 1.0),
    ]
    rows = (
        _record(view, entry, numbered, unsure=unsure, deck=sheets.deck)
        for entry in view.record_views
    )
    table_slides(sheets, titles(say("page.print.records"), say), columns, rows)


def _record(
    view: MapView, entry: RecordView, numbered: dict[Reference, int], *, unsure: bool, deck: Deck
) -> Row:
    say = words(view.translate.language)
    colour = deck.colour(entry.event.theme.colour.lstrip("#"))
    language = say.language
    stated = [kind(entry, language), status(entry, language), established(entry, language)]
    draft = [say("record.draft")] if entry.draft else []
    date = [entry.date, *draft, *([entry.news.word] if entry.news else [])]
    match = "possibly" if view.matches.get(entry.event.id) is Match.POSSIBLE else "certainly"
    sources = sorted({citation.number for citation in cited_by(entry, numbered)})
    return (
        (Piece(str(entry.number), bold=True, colour=colour),),
        _cell(" · ".join(date)),
        _cell(entry.event.title),
        (Piece(_RADIUS.sub("±\u00a0\\1\u00a0km", plain(entry.place_short))),),
        _cell(" · ".join(part for part in stated if part)),
        *([_cell(say(f"page.print.{match}"))] if unsure else []),
        _cell(", ".join(map(str, sources))),
    )


def _cell(text: str | tuple[str, ...]) -> Paragraph:
    return (Piece(plain(text)),)


def sources_slides(sheets: Sheets, view: MapView) -> None:
    """Add the sources, each once under the number that the records cite it by."""
    say = words(view.translate.language)
    heading = say("record.sources" if view.frame_values["graded"] else "record.sourcesUngraded")
    columns = [
        Column(say("page.print.number"), 0.55),
        Column(say("page.print.sources"), 4.3),
        Column(say("page.print.date"), 1.9),
        Column(say("handout.address"), 5.6),
    ]
    rows = (
        (
            (Piece(str(number), bold=True),),
            _cell("; ".join(part for part in (one.label, one.more) if part)),
            _cell(one.published),
            tuple(_addresses(one, say)),
        )
        for one, number in references(view.record_views).items()
    )
    table_slides(sheets, titles(heading, say), columns, rows, size=_SMALL, most=20)


def _addresses(one: Reference, say: Words) -> Iterator[Piece]:
    """Yield where a source is: an address is a link by its host, a copy is told, as on the page."""
    if one.url:
        yield Piece(plain(host(one.url) or one.url), link=one.url)
    for copy in one.read_at:
        told = plain(f"{say('record.readAt')} {copy}")
        yield Piece(f"; {told}" if one.url else told)


def notes_slides(sheets: Sheets, view: MapView) -> None:
    """Add what regions and lines are defined as, and what the map was made of."""
    frame_values, say = view.frame_values, words(view.translate.language)
    rows = (
        (_cell(name), tuple(_definition(one, say, sheets.deck.colour(QUIET))))
        for name, one, _ in frame_values["definitions"]
    )
    columns = [Column(say("handout.name"), 2.4), Column(say("handout.definition"), 9.9)]
    if frame_values["definitions"]:
        table_slides(
            sheets, titles(frame_values["defined"], say), columns, rows, size=_SMALL, most=20
        )
    seen = (
        f"{one.title}: {one.summary} {say('document.observed.source')} {one.source}"
        for one in view.observation_texts
        if one.summary
    )
    told = [
        *seen,
        say("document.certainty"),
        *([say("document.grades")] if frame_values["graded"] else []),
        f"{frame_values['projection']}. {say('document.basemap')}",
        say("document.written"),
        frame_values["selection"],
        frame_values["left_out"],
    ]
    paragraphs = [_cell(text) for text in told if text]
    text_slides(sheets, titles(say("document.about"), say), paragraphs)


def _definition(one: Any, say: Words, quiet: str) -> Iterator[Piece]:
    yield Piece(plain(one.definition.text))
    if one.authority:
        yield Piece(f" {say('document.authority')} {plain(one.authority)}.")
    if one.note:
        yield Piece(f" {plain(one.note)}", colour=quiet)
    yield Piece(f" {say('document.shape')} {plain(one.licence)}.")
    for url in one.definition.url:
        yield Piece(" ")
        yield Piece(plain(host(url) or url), link=url)
