"""A slide a scene: the map as the scene shows it, and what the scene tells."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pptx.util import Pt

from geotrack.handout.options import Progress
from geotrack.handout.showing import shown_in
from geotrack.handout.slides.boxes import Area, text_box
from geotrack.handout.slides.key import key
from geotrack.handout.slides.lettering import LINE, fitting, lines_of
from geotrack.handout.slides.opening import Deck
from geotrack.handout.slides.own import QUIET
from geotrack.handout.slides.pictures import Picture, picture
from geotrack.handout.slides.pieces import Paragraph, Piece, cut, plain, texts_of
from geotrack.handout.slides.sheets import Sheets
from geotrack.handout.slides.telling import text_slides, titles
from geotrack.languages import Words, words
from geotrack.model import Scene
from geotrack.page import Briefing
from geotrack.page.records import Entry
from geotrack.page.scenes import Paragraphs, Run, SceneTold

__all__ = ["scene_slides"]

_SIZES = [16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0]
_NOTE = 9.0
_BETWEEN = 0.5
# Parts of the free width and room between, points.
_MAP, _GAP, _KEY = 0.655, 18.0, 34.0


def scene_slides(sheets: Sheets, page: Briefing, progress: Progress) -> None:
    """Add a slide for each scene of a map; for a map without scenes one of the whole."""
    say = words(page.tell.language)
    scenes = page.definition.scenes
    for n, (scene, told) in enumerate(zip(scenes, page.story, strict=True), 1):
        progress(f"slide of scene {n} of {len(scenes)}")
        _scene(sheets, page, scene, told, say)
    if not scenes:
        progress("slide of the map")
        _whole(sheets, page, say)


def _whole(sheets: Sheets, page: Briefing, say: Words) -> None:
    title = plain(page.framed["title"])
    slide, area = sheets.add(title)
    entries = [entry for entry in page.told if entry.placed]
    box = area._replace(height=area.height - _KEY - _NOTE * LINE * 2)
    drawn = _picture(slide, page, None, entries, box=box, title=title)
    low = Area(area.left, box.top + box.height + 4, area.width, _KEY)
    key(slide, low, entries, page, stretch=sheets.deck.stretch)
    _notes_on_map(slide, low._replace(top=low.top + _KEY), drawn, page, sheets.deck)


def _scene(sheets: Sheets, page: Briefing, scene: Scene, told: SceneTold, say: Words) -> None:
    slide, area = sheets.add(told.title)
    entries = shown_in(page, scene)
    paragraphs = list(_paragraphs(told.text, sheets.deck))
    wide = _MAP if paragraphs else 1.0
    box = Area(area.left, area.top, area.width * wide, area.height - _KEY)
    drawn = _picture(slide, page, scene, entries, box=box, title=plain(told.title))
    under = Area(box.left, box.top + box.height + 4, box.width, _KEY)
    placed = [entry for entry in entries if entry.placed]
    key(slide, under, placed, page, stretch=sheets.deck.stretch)
    side = Area(box.left + box.width + _GAP, area.top, area.width - box.width - _GAP, area.height)
    if not paragraphs:
        side = under._replace(top=under.top + _KEY / 2)
    height = _notes_on_map(slide, side, drawn, page, sheets.deck)
    rest: list[Paragraph] = []
    if paragraphs:
        free = side._replace(height=side.height - height - _GAP)
        width = (free.width - 4) / sheets.deck.stretch
        size = fitting(texts_of(paragraphs), width, free.height, _SIZES)
        if size is None:
            size = _SIZES[-2]
            paragraphs, rest = cut(paragraphs, width, free.height, size)
        text_box(slide, free, paragraphs, size, after=_BETWEEN).name = say("document.story")
    if told.notes:
        notes = [plain(p) for p in texts_of(list(_paragraphs(told.notes, sheets.deck)))]
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
    if rest:
        again = titles(plain(told.title), say)[1]
        text_slides(sheets, (again, again), rest)


def _picture(
    slide: Any,
    page: Briefing,
    scene: Scene | None,
    entries: Sequence[Entry],
    *,
    box: Area,
    title: str,
) -> Picture:
    say = words(page.tell.language)
    drawn = picture(page, scene, entries, box.width, box.height)
    shape = slide.shapes.add_picture(io.BytesIO(drawn.png), *(Pt(v) for v in box))
    shape.name = plain(say("document.map"))
    numbers = ", ".join(str(number) for number in sorted(drawn.numbers))
    described = say("handout.picture", title=title, numbers=numbers or "–", note=drawn.note)
    shape._element.nvPicPr.cNvPr.set("descr", plain(described))
    return drawn


def _notes_on_map(slide: Any, box: Area, drawn: Picture, page: Briefing, deck: Deck) -> float:
    """Put what the map keeps true, and what lies beyond it, at the foot of a box."""
    told = [drawn.note]
    if drawn.beyond:
        numbers = ", ".join(map(str, sorted(drawn.beyond)))
        told.append(str(page.tell("page.beyond.printed", numbers=numbers)))
    texts = [plain(text) for text in told]
    height = (
        sum(len(lines_of(t, _NOTE, (box.width - 4) / deck.stretch)) for t in texts) * _NOTE * LINE
    )
    top = max(box.top, box.top + box.height - height)
    low = Area(box.left, top, box.width, height)
    text_box(
        slide, low, [(Piece(t, colour=deck.colour(QUIET)),) for t in texts], _NOTE
    ).name = "Note"
    return height


def _paragraphs(told: Paragraphs, deck: Deck) -> Iterator[Paragraph]:
    for runs in told:
        yield tuple(piece for run in runs for piece in _pieces(run, deck))


def _pieces(run: Run, deck: Deck) -> Iterator[Piece]:
    # What parts two runs is kept, a line break among it is a space.
    text = plain(f".{run.text}.")[1:-1]
    yield Piece(text, italic=run.kind == "emphasis", link=run.to if run.kind == "link" else "")
    if run.entry is not None:
        colour = deck.colour(run.entry.event.theme.colour.lstrip("#"))
        yield Piece(f"\u00a0({run.entry.number})", bold=True, colour=colour)
