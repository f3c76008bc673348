"""Lead, records, sources and notes as blocks that flow through columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, NamedTuple

from matplotlib.lines import Line2D

from geotrack.handout.boxes import Box
from geotrack.handout.chart.side_symbols import draw_side_square
from geotrack.handout.chart.symbols import growth, symbol
from geotrack.handout.citations import Reference, cited_by, references
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import SMALL, Font, draw_text, sans, title_font, width, wrapped
from geotrack.handout.wording import established, kind, line, status
from geotrack.mapview.layer_text import LayerText
from geotrack.mapview.look import LookView
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.citations import host
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.sides import SQUARES, Acting, KeyWord, Name
from geotrack.mapview.text.scenes import Run
from geotrack.queries import Match

__all__ = [
    "Block",
    "Kinds",
    "blocks_of",
    "complete_blocks",
    "flow",
    "index_block",
    "lead_blocks",
    "short_sources",
]

# Edge of a symbol and the gap beside it, points at scale 1.
_SYMBOL = 18.5
_BESIDE = 5.5
# Width of the square of a side before its key, in font sizes.
_SQUARE = 0.9
# Size and rise of a record's number in a text, as of a note's, in font sizes.
_RAISED, _RISE = 0.78, 0.3
# A longer text may continue in the next column after this many lines.
_MOST = 12


class Piece(NamedTuple):
    """A line of text in a block: its baseline from the block's top, and its style.

    `key` is the side whose key it is: its square stands before the text.
    """

    x: float
    y: float
    text: str
    font: Font
    ink: str
    key: Name | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text that is not split between columns.

    Parameters
    ----------
    height : float
        Points.
    pieces : tuple of Piece
        Its lines.
    record : RecordView, optional
        The record of the block.
    heading : bool
        Whether it must stay with the next block.
    scale : float
        Size of the symbol.
    ruled : bool
        Whether a rule follows it.
    item : int
        Index of the map's text to which it belongs.
    """

    height: float
    pieces: tuple[Piece, ...]
    record: RecordView | None = None
    heading: bool = False
    scale: float = 1.0
    ruled: bool = False
    item: int = 0

    def parts(self, item: int) -> Iterator[Block]:
        """Yield the block in parts that fit any column."""
        top, groups = 0.0, [self.pieces[n : n + _MOST] for n in range(0, len(self.pieces), _MOST)]
        for n, group in enumerate(groups):
            last = n + 1 == len(groups)
            end = self.height if last else group[-1].y + 0.3 * group[-1].font.size
            yield replace(
                self,
                height=end - top,
                pieces=tuple(piece._replace(y=piece.y - top) for piece in group),
                record=None if n else self.record,
                ruled=self.ruled and last,
                item=item,
            )
            top = end

    def draw(self, axes: Any, x: float, y: float, room: float) -> None:
        """Draw the block with its upper left at (x, y)."""
        for piece in self.pieces:
            left = x + piece.x
            if piece.key:
                wide = _SQUARE * piece.font.size
                middle = (left + 0.43 * wide, y + piece.y - 0.33 * piece.font.size)
                acting = Acting(piece.key, piece.ink, piece.ink)
                draw_side_square(axes, *middle, wide, acting)
                left += wide
            draw_text(axes, left, y + piece.y, piece.text, piece.font, colour=piece.ink)
        if self.record is not None:
            size = _SYMBOL * self.scale * growth([self.record.number])
            symbol(
                axes,
                (x + size / 2, y + size / 2 + 1.5 * self.scale),
                size,
                self.record.theme,
                number=self.record.number,
                acting=self.record.acting,
                number_at="below",
                style=self.record.symbol_style,
                doubted=self.record.doubted,
                news=self.record.news.kind if self.record.news else "",
            )
        if self.ruled:
            rule = {"color": colour("thread"), "linewidth": 0.5, "zorder": 5}
            bottom = y + self.height - 0.5
            axes.add_artist(Line2D([x, x + room], [bottom, bottom], **rule))


class Kinds(NamedTuple):
    """The blocks of a map by kind."""

    records: list[Block]
    sources: list[Block]
    notes: list[Block]

    @property
    def all(self) -> list[Block]:
        """Return all blocks in order."""
        return [*self.records, *self.sources, *self.notes]


class _Setter:
    """Sets texts in a column of some width."""

    def __init__(self, room: float, scale: float, look: LookView) -> None:
        self.room = room
        self.scale = scale
        self._look = look

    def text(
        self, parts: Sequence[tuple[str, Font, str]], *, indent: float = 0.0
    ) -> tuple[float, list[Piece]]:
        """Return the height and the lines of texts below each other."""
        y, pieces = 0.0, []
        for text, font, ink in parts:
            for text_line in wrapped(text, font, self.room - indent):
                y += 1.24 * font.size
                pieces.append(Piece(indent, y, text_line, font, colour(ink)))
        return y, pieces

    def heading(self, text: str) -> Block:
        """Return a heading."""
        font = title_font(self._look, 10 * self.scale, bold=True)
        high, pieces = self.text([(text, font, "ink")])
        down = 3 * self.scale
        moved = tuple(piece._replace(y=piece.y + down) for piece in pieces)
        return Block(high + down + 4 * self.scale, moved, heading=True)

    def paragraph(self, parts: Sequence[tuple[str, Font, str]], indent: float = 0.0) -> Block:
        """Return a paragraph of texts."""
        high, pieces = self.text([p for p in parts if p[0]], indent=indent)
        return Block(high + 3 * self.scale, tuple(pieces))

    def record(self, record_view: RecordView, text: str) -> Block:
        """Return a record: its symbol, title and details."""
        scale = self.scale
        title = title_font(self._look, 8.4 * scale, bold=True)
        small = sans(SMALL * scale)
        parts = [(line(record_view.event.title), title, "ink"), (text, small, "quiet")]
        wide = _SYMBOL * growth([record_view.number])
        high, pieces = self.text(parts, indent=(wide + _BESIDE) * scale)
        # Beside sides the number is under the symbol.
        under = 9 if record_view.acting else 4
        high = max(high + 4.5 * scale, (wide + under) * scale)
        return Block(high, tuple(pieces), record_view, scale=scale, ruled=True)


def blocks_of(view: MapView, room: float, scale: float) -> Kinds:
    """Return all texts of a map about its records, in blocks for columns of a width.

    Parameters
    ----------
    view : MapView
        The map.
    room : float
        Width of a column, points.
    scale : float
        Size of text.
    """
    setter = _Setter(room, scale, view.look)
    numbered = references(view.record_views)
    records = lead_blocks(view, room, scale)
    for heading, group in (
        ("document.records", view.frame.placed),
        ("document.unplaced", view.frame.unplaced),
    ):
        if group:
            records.append(setter.heading(view.translate(heading)))
            records += [setter.record(e, _details(view, e, numbered)) for e in group]
    kinds = (records, list(_sources(view, numbered, setter)), list(_notes(view, setter)))
    item = count()
    return Kinds(*([part for b in blocks for part in b.parts(next(item))] for blocks in kinds))


def lead_blocks(view: MapView, room: float, scale: float) -> list[Block]:
    """Return the lead of a map, with the numbers of its records, for a width; empty without one."""
    font = title_font(view.look, 9.4 * scale)
    texts = [line(tuple(_run(run) for run in runs)) for runs in view.lead]
    block = _Setter(room, scale, view.look).paragraph([(text, font, "ink") for text in texts])
    keys = {_key(run, word): word for runs in view.lead for run in runs for word in run.key}
    numbers = {_reference(run) for runs in view.lead for run in runs if run.record}
    pieces = tuple(part for piece in block.pieces for part in _with_keys(piece, keys, numbers))
    block = replace(block, height=block.height + 3 * scale, ruled=True, pieces=pieces)
    return [block] if texts else []


def _run(run: Run) -> str:
    text = "".join(_key(run, word) if word else part for part, word in run.parts())
    return text + _reference(run)


def _reference(run: Run) -> str:
    return f"\u00a0({run.record.number})" if run.record else ""


def _key(run: Run, word: KeyWord) -> str:
    return f"{SQUARES[word.side]}\u00a0{run.text[word.start : word.end]}"


def _with_keys(
    piece: Piece, keys: Mapping[str, KeyWord], numbers: Collection[str]
) -> Iterator[Piece]:
    """Yield the parts of a line, the keys of sides in their colours, numbers of records raised."""
    x, special = piece.x, "|".join(map(re.escape, [*keys, *numbers]))
    for part in re.split(f"({special})", piece.text) if special else [piece.text]:
        word, font = keys.get(part), piece.font
        if part in numbers:
            raised = replace(font, size=_RAISED * font.size)
            yield piece._replace(x=x, y=piece.y - _RISE * font.size, text=part, font=raised)
            x += width(part, raised)
        elif word is None:
            yield piece._replace(x=x, text=part)
            x += width(part, font)
        else:
            text, bold = part.partition("\u00a0")[2], replace(font, bold=True)
            yield Piece(x, piece.y, text, bold, word.colour, word.side)
            x += _SQUARE * font.size + width(text, bold)


def _details(view: MapView, record: RecordView, numbered: dict[Reference, int]) -> str:
    """Return date, place, verification and sources of a record as text."""
    language = view.translate.language
    parts = [str(record.news.word)] if record.news else []
    parts += [line(record.date), line(record.place_short), kind(record, language)]
    parts += [status(record, language), established(record, language)]
    if view.matches.get(record.event.id) is Match.POSSIBLE:
        parts.append(_capital(view.translate("page.print.possibly")))
    if record.draft:
        parts.append(view.translate("record.draft"))
    cited = sorted({c.number for c in cited_by(record, numbered)})
    parts.append(f"[{', '.join(map(str, cited))}]" if cited else "")
    return " · ".join(part for part in parts if part)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _sources(view: MapView, numbered: dict[Reference, int], setter: _Setter) -> Iterator[Block]:
    if not numbered:
        return
    graded = view.frame.graded
    yield setter.heading(view.translate("record.sources" if graded else "record.sourcesUngraded"))
    small = sans(SMALL * setter.scale)
    indent = 18.0 * setter.scale
    for reference, number in numbered.items():
        lines = [", ".join(p for p in (line(reference.label), reference.published) if p)]
        lines += [reference.url] if reference.url else []
        lines += [f"{view.translate('record.readAt')} {copy}" for copy in reference.read_at]
        lines += [line(reference.more)] if reference.more else []
        block = setter.paragraph([("; ".join(lines), small, "ink")], indent)
        first = block.pieces[0]
        mark = first._replace(x=0.0, text=str(number), ink=colour("quiet"))
        yield Block(block.height - 1.2 * setter.scale, (mark, *block.pieces))


def short_sources(view: MapView, records: Sequence[RecordView], room: float, scale: float) -> Block:
    """Return the sources of records as one paragraph of numbers and titles.

    Parameters
    ----------
    records : sequence of RecordView
        The records.
    room : float
        Width of the column, points.
    scale : float
        Size of text.
    """
    cited = references(records)
    numbers = references(view.record_views)
    names = []
    for reference in sorted(cited, key=numbers.__getitem__):
        name = ", ".join(p for p in (line(reference.label), reference.published) if p)
        site = host(reference.url or next(iter(reference.read_at), ""))
        site = f" ({site})" if site and site not in name else ""
        names.append(f"{numbers[reference]}\u00a0{name}{site}")
    heading = "record.sources" if view.frame.graded else "record.sourcesUngraded"
    small, bold = sans(SMALL * scale), sans(SMALL * scale, bold=True)
    parts = [(str(view.translate(heading)), bold, "ink"), ("; ".join(names), small, "quiet")]
    return _Setter(room, scale, view.look).paragraph(parts if names else [])


def index_block(view: MapView, records: Sequence[RecordView], room: float, scale: float) -> Block:
    """Return an index of records, each with number, label or title, and date.

    Parameters as of `short_sources`.
    """
    small, bold = sans(SMALL * scale), sans(SMALL * scale, bold=True)
    indent = width("000 ", bold)
    pieces, y = [], 0.0
    for record in records:
        first = y + 1.24 * small.size
        pieces.append(Piece(0.0, first, f"{record.number}", bold, colour("ink")))
        event = record.event
        text = f"{line(event.label or event.title)}, {line(record.date)}"
        for part in wrapped(text, small, room - indent):
            y += 1.24 * small.size
            pieces.append(Piece(indent, y, part, small, colour("quiet")))
    return Block(y + 3 * scale, tuple(pieces))


def observed_blocks(view: MapView, room: float, scale: float) -> list[Block]:
    """Return the text about each dataset of observations, for a width."""
    setter = _Setter(room, scale, view.look)
    return [
        _observed(observation, view, setter)
        for observation in view.observation_texts
        if observation.summary
    ]


def _observed(seen: LayerText, view: MapView, setter: _Setter) -> Block:
    small, bold = sans(SMALL * setter.scale), sans(SMALL * setter.scale, bold=True)
    text = f"{line(seen.summary)} {view.translate('document.observed.source')} {line(seen.source)}"
    return setter.paragraph([(line(seen.title), bold, "ink"), (text, small, "quiet")])


def _notes(view: MapView, setter: _Setter) -> Iterator[Block]:
    frame, translate = view.frame, view.translate
    small, bold = sans(SMALL * setter.scale), sans(SMALL * setter.scale, bold=True)
    if view.observation_texts:
        yield setter.heading(translate("document.observed.title"))
    for observation in view.observation_texts:
        if observation.summary:
            yield _observed(observation, view, setter)
        for _, meaning in observation.meanings:
            yield setter.paragraph([(line(meaning), small, "quiet")])
    if view.context_texts:
        yield setter.heading(translate("document.context.title"))
    for text in view.context_texts:
        yield setter.paragraph(
            [(line(text.name), bold, "ink"), (line(text.detail), small, "quiet")]
        )
    if frame.definitions:
        yield setter.heading(frame.defined)
    for name, definition, _ in frame.definitions:
        lines = [line(definition.definition.text)]
        lines += (
            [f"{translate('document.authority')} {line(definition.authority)}."]
            if definition.authority
            else []
        )
        lines += [line(definition.note)] if definition.note else []
        lines += [
            f"{translate('document.shape')} {line(definition.licence)}.",
            *definition.definition.url,
        ]
        yield setter.paragraph([(line(name), bold, "ink"), (" ".join(lines), small, "quiet")])
    yield setter.heading(translate("document.about"))
    for said in (
        f"{frame.projection}. {translate('document.basemap')}",
        translate("document.certainty") if view.record_views else "",
        translate("document.grades") if frame.graded else "",
        translate("document.written"),
        frame.selection,
        frame.left_out,
    ):
        if said:
            yield setter.paragraph([(said, small, "quiet")])


def flow(blocks: Sequence[Block], boxes: Sequence[Box]) -> list[tuple[Block, float, float]]:
    """Lay out blocks in boxes in order; return those that fit, with their positions."""
    laid: list[tuple[Block, float, float]] = []
    n = 0
    for box in boxes:
        y = box.top
        while n < len(blocks):
            follows = blocks[n + 1].height if blocks[n].heading and n + 1 < len(blocks) else 0.0
            if y + blocks[n].height + follows > box.bottom + 0.01 and y > box.top:
                break
            laid.append((blocks[n], box.left, y))
            y += blocks[n].height
            n += 1
    return laid


def complete_blocks(
    laid: Sequence[tuple[Block, float, float]], blocks: Sequence[Block]
) -> list[tuple[Block, float, float]]:
    """Return the blocks of texts that were laid out completely."""
    rest = {block.item for block in blocks[len(laid) :]}
    return [column for column in laid if column[0].item not in rest]
