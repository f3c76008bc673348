"""Slides of scenes: the map and the text of a scene."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pptx.util import Pt

from geotrack.handout.comparison import contested, described
from geotrack.handout.options import Progress
from geotrack.handout.slides.boxes import Area, text_box
from geotrack.handout.slides.legend import key
from geotrack.handout.slides.pictures import Picture, comparison_picture, picture
from geotrack.handout.slides.slide import Sheets
from geotrack.handout.slides.template.default_theme import QUIET
from geotrack.handout.slides.template.layouts import Deck
from geotrack.handout.slides.text_runs import Paragraph, Piece, cut, plain, texts_of
from geotrack.handout.slides.text_slides import text_slides, titles
from geotrack.handout.slides.text_width import LINE, fitting, lines_of
from geotrack.handout.wording import line
from geotrack.i18n import Words, words
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.sides import SQUARES
from geotrack.mapview.text.scenes import Paragraphs, Run, SceneView, period_of
from geotrack.mapview.text.times import certainly_in_period, last_known_day, selects_by_place
from geotrack.model import Scene
from geotrack.model.query import NOT_STATED, Query
from geotrack.queries import Match, select
from geotrack.taxonomy import Taxonomy

__all__ = ["comparison_slides", "records_in_scene", "scene_slides", "text_paragraphs"]

# Font sizes, points; the first that fits is used.
_SIZES = [16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0]
# For a text that continues on another slide.
_CUT = 11.0
# Font size of notes below a scene, points.
_NOTE = 9.0
# Space after a paragraph, in lines.
_BETWEEN = 0.5
# Parts of the free width, and the gap between them, points.
_MAP, _GAP, _KEY = 0.655, 18.0, 34.0


def scene_slides(sheets: Sheets, view: MapView, progress: Progress) -> None:
    """Add a slide of the whole map, if it is a round sheet or has no scenes, and one a scene."""
    label = words(view.translate.language)
    scenes = view.definition.scenes
    if not scenes or view.definition.view.frame == "round":
        progress("slide of the map")
        _overview(sheets, view)
    for n, (scene, texts) in enumerate(zip(scenes, view.story, strict=True), 1):
        progress(f"slide of scene {n} of {len(scenes)}")
        _scene(sheets, view, scene, texts, label)


def comparison_slides(sheets: Sheets, view: MapView, progress: Progress) -> None:
    """Add a slide for each record whose accounts differ, with the accounts beside each other."""
    for record in contested(view):
        progress(f"slide of the accounts of record {record.number}")
        title = plain(f"{record.number} · {line(record.event.title)}")
        slide, area = sheets.add(title)
        image = comparison_picture(view, record, area.width, area.height)
        shape = slide.shapes.add_picture(io.BytesIO(image), *(Pt(v) for v in area))
        shape.name = plain(str(view.translate("record.whoSaysWhat")))
        shape._element.nvPicPr.cNvPr.set("descr", plain(described(record)))


def _overview(sheets: Sheets, view: MapView) -> None:
    title = plain(view.frame.title)
    slide, area = sheets.add(title)
    records = [record for record in view.record_views if record.placed]
    _wide_map(slide, area, sheets, view, content=(None, records), title=title)


def _scene(sheets: Sheets, view: MapView, scene: Scene, texts: SceneView, label: Words) -> None:
    title = plain(texts.title)
    slide, area = sheets.add(title)
    records = records_in_scene(view, scene)
    paragraphs = list(text_paragraphs(texts.text, sheets.deck))
    rest: list[Paragraph] = []
    if paragraphs:
        box = area._replace(width=area.width * _MAP, height=area.height - _KEY)
        image = _map(slide, box, sheets, view, content=(scene, records), title=title)
        left = box.left + box.width + _GAP
        side = area._replace(left=left, width=area.left + area.width - left)
        height = _notes_on_map(slide, side, image, view, sheets.deck)
        free = side._replace(height=side.height - height - _GAP)
        rest = _text(slide, free, paragraphs, sheets, label("document.story"))
    else:
        _wide_map(slide, area, sheets, view, content=(scene, records), title=title)
    if texts.notes:
        notes = [plain(p) for p in texts_of(list(text_paragraphs(texts.notes, sheets.deck)))]
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
    if rest:
        continued_title = titles(title, label)[1]
        text_slides(sheets, (continued_title, continued_title), rest)


def _text(
    slide: Any, box: Area, paragraphs: list[Paragraph], sheets: Sheets, name: str
) -> list[Paragraph]:
    """Add a text to a box in the largest size that fits; return the rest."""
    width = (box.width - 4) / sheets.deck.stretch
    size = fitting(texts_of(paragraphs), width, box.height, _SIZES)
    rest: list[Paragraph] = []
    if size is None:
        size = _CUT
        paragraphs, rest = cut(paragraphs, width, box.height, size)
    text_box(slide, box, paragraphs, size, after=_BETWEEN).name = name
    return rest


_SceneRecords = tuple[Scene | None, Sequence[RecordView]]


def _wide_map(
    slide: Any,
    area: Area,
    sheets: Sheets,
    view: MapView,
    *,
    content: _SceneRecords,
    title: str,
) -> None:
    """Add a map with its legend to a whole slide."""
    box = area._replace(height=area.height - _KEY - 2 * _NOTE * LINE)
    image = _map(slide, box, sheets, view, content=content, title=title)
    _notes_on_map(slide, area, image, view, sheets.deck)


def _map(
    slide: Any,
    box: Area,
    sheets: Sheets,
    view: MapView,
    *,
    content: _SceneRecords,
    title: str,
) -> Picture:
    """Add a map to a box, with its legend under it."""
    scene, records = content
    image = _picture(slide, view, scene, records, box=box, title=title)
    key_area = Area(box.left, box.top + box.height + 4, box.width, _KEY)
    placed = [record for record in records if record.placed]
    key(slide, key_area, placed, view, image, stretch=sheets.deck.stretch)
    return image


def _picture(
    slide: Any,
    view: MapView,
    scene: Scene | None,
    records: Sequence[RecordView],
    *,
    box: Area,
    title: str,
) -> Picture:
    label = words(view.translate.language)
    image = picture(view, scene, records, box.width, box.height)
    shape = slide.shapes.add_picture(io.BytesIO(image.png), *(Pt(v) for v in box))
    shape.name = plain(label("document.map"))
    numbers = ", ".join(str(number) for number in sorted(image.numbers))
    described = label("handout.picture", title=title, numbers=numbers or "–", note=image.note)
    shape._element.nvPicPr.cNvPr.set("descr", plain(described))
    return image


def _notes_on_map(slide: Any, box: Area, image: Picture, view: MapView, deck: Deck) -> float:
    """Add the projection and the off-screen records at the foot of a box."""
    notes = [image.note]
    if image.off_screen:
        numbers = ", ".join(map(str, sorted(image.off_screen)))
        notes.append(str(view.translate("page.beyond.printed", numbers=numbers)))
    texts = [plain(text) for text in notes]
    height = (
        sum(len(lines_of(t, _NOTE, (box.width - 4) / deck.stretch)) for t in texts) * _NOTE * LINE
    )
    top = max(box.top, box.top + box.height - height)
    low = Area(box.left, top, box.width, height)
    text_box(
        slide, low, [(Piece(t, colour=deck.colour(QUIET)),) for t in texts], _NOTE
    ).name = "Note"
    return height


def text_paragraphs(paragraphs: Paragraphs, deck: Deck) -> Iterator[Paragraph]:
    """Yield the paragraphs of a lead or a scene, with the numbers of the records they refer to."""
    for runs in paragraphs:
        yield tuple(piece for run in runs for piece in _pieces(run, deck))


def _pieces(run: Run, deck: Deck) -> Iterator[Piece]:
    # White space between runs is kept, with line breaks as spaces.
    italic, link = run.kind == "emphasis", run.to if run.kind == "link" else ""
    for part, word in run.parts():
        text = plain(f".{part}.")[1:-1]
        if word:
            ink = deck.colour(word.colour.lstrip("#"))
            yield Piece(f"{SQUARES[word.side]}\u00a0{text}", bold=True, italic=italic, colour=ink)
        else:
            yield Piece(text, italic=italic, link=link)
    if run.record is not None:
        colour = deck.colour(run.record.colour.lstrip("#"))
        yield Piece(f"\u00a0({run.record.number})", bold=True, colour=colour, raised=True)


def records_in_scene(view: MapView, scene: Scene) -> list[RecordView]:
    """Return the records that pass the filters of a scene, as in the page's script.

    Parameters
    ----------
    view : MapView
        The map of the scene.
    scene : Scene
        The scene. Its period passes certain and possible matches, and no undated record. Every
        filter must match, by any of its values. `certain` passes only records that are certain in
        the period (and in place, if the map selects by place) and in the map's selection.

    Returns
    -------
    list of RecordView
        In the page's order, including records without a place.
    """
    possible = {id_ for id_, match in view.matches.items() if match is Match.POSSIBLE}
    is_within = _within(view, scene)
    return [
        record
        for record in view.record_views
        if _passes(record, scene, view.workspace.taxonomy)
        and (is_within is None or record.event.id in is_within)
        and not (scene.certain and record.event.id in possible)
        and not (scene.certain and is_within and is_within[record.event.id] is Match.POSSIBLE)
    ]


def _within(view: MapView, scene: Scene) -> dict[str, Match] | None:
    """Return the matches of records with a scene's period; None without one."""
    period = period_of(scene)
    if period is None:
        return None
    query = Query(period=period, as_of=last_known_day(view.definition))
    selection = select(view.workspace, query, among=view.records)
    matches = {hit.event.id: hit.match for hit in selection.hits}
    if not selects_by_place(view.definition):
        return matches
    # The map selects by place, and a moving record may have been there at another time.
    certain = certainly_in_period(view.workspace, view.records, period)
    return {id_: met if id_ in certain else Match.POSSIBLE for id_, met in matches.items()}


def _passes(record: RecordView, scene: Scene, taxonomy: Taxonomy) -> bool:
    event = record.event
    types = {taxonomy.resolve(word).id for word in scene.types}
    return (
        (not scene.themes or event.theme.id in scene.themes)
        and (not types or event.type_id in types)
        and (not scene.statuses or (event.status or NOT_STATED) in scene.statuses)
        and (not scene.countries or any(a.country in scene.countries for a in event.actors))
        and (not scene.actors or any(a.name in scene.actors for a in event.actors))
    )
