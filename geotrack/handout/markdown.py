"""A map as Markdown: events and sources as text, to paste into a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from geotrack.handout.citations import Citation, Reference, cited_by, number_of, references
from geotrack.handout.options import Options, Progress
from geotrack.handout.wording import edition, graded, line
from geotrack.i18n import Words, words
from geotrack.mapview.layer_text import LayerText
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.accounts import Account, CardSource, Statement
from geotrack.mapview.record.citations import Grading
from geotrack.mapview.record.view import Link, RecordView
from geotrack.mapview.sides import SQUARES, Acting, KeyWord
from geotrack.mapview.text.scenes import Paragraphs, Run, SceneView
from geotrack.mapview.translations import Text

__all__ = ["address", "begun", "escaped", "markdown", "paragraph", "strong", "write"]


def write(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return `markdown` of a map as bytes in UTF-8."""
    return markdown(view).encode()


def markdown(view: MapView) -> str:
    """Return a map's lead, story, records, sources and definitions as Markdown.

    Parameters
    ----------
    view : MapView
        The map.

    Returns
    -------
    str
        CommonMark without HTML, with tables as GitHub writes them. All values are escaped.
    """
    label = words(view.translate.language)
    numbered = references(view.record_views)
    marking = strong(view.frame.marking or "")
    blocks = [
        marking,
        *_head(view),
        *_story(view.story, label),
        *_records(view, numbered, label),
        *_sources(view, numbered, label),
        *_notes(view, label),
        marking,
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(view: MapView) -> Iterator[str]:
    yield f"# {escaped(view.frame.title)}"
    yield paragraph(view.frame.subtitle or "")
    yield from _paragraphs(view.lead, words(view.translate.language))
    yield paragraph(f"{' · '.join(edition(view))} {view.digest}")


def _story(story: Sequence[SceneView], label: Words) -> Iterator[str]:
    if story:
        yield f"## {escaped(label('document.story'))}"
    for scene in story:
        yield f"### {scene.number} · {escaped(scene.title)}"
        yield from _paragraphs(scene.text, label)
        if scene.notes:
            yield f"#### {escaped(label('document.sceneNotes'))}"
            yield from _paragraphs(scene.notes, label)


def _paragraphs(paragraphs: Paragraphs, label: Words) -> Iterator[str]:
    for runs in paragraphs:
        yield begun("".join(_run(run, label) for run in runs).strip(" "))


def _run(run: Run, label: Words) -> str:
    # Spaces at the ends of a piece separate it from its neighbours.
    before, after = (" " * run.text.startswith(" "), " " * run.text.endswith(" "))
    text = "".join(_keyed(part, word) for part, word in run.parts())
    if run.kind == "emphasis":
        return f"*{text}*"
    if run.kind == "link":
        return f"[{text}](<{run.to}>)"
    if run.record is not None:
        return f"{text} ({escaped(label('handout.number', n=run.record.number))})"
    return f"{before}{text.strip(' ')}{after if text else ''}"


def _square(acting: Acting | None) -> str:
    """Return the sign of who acts, with a space behind it, or nothing."""
    square = SQUARES[acting.side] if acting else ""
    return square and f"{square} "


def _keyed(part: str, word: KeyWord | None) -> str:
    """Return a part of a text, with the sign of the side whose key it is."""
    if word:
        return f"{SQUARES[word.side]}\u00a0**{escaped(part)}**"
    ends = (" " * part.startswith(" "), " " * part.endswith(" "))
    return f"{ends[0]}{escaped(part)}{ends[1]}" if part.strip() else part


def _records(view: MapView, numbered: dict[Reference, int], label: Words) -> Iterator[str]:
    for heading, note, records in (
        ("document.records", "", view.frame.placed),
        ("document.unplaced", "document.unplacedNote", view.frame.unplaced),
    ):
        if records:
            yield f"## {escaped(label(heading))}"
            yield paragraph(label(note)) if note else ""
        for record in records:
            square = _square(record.acting)
            yield f"### {square}{record.number} · {escaped(record.event.title)}"
            draft = [label("record.draft")] if record.draft else []
            news = [record.news.word] if record.news else []
            yield paragraph(" · ".join([record.label, *draft, *news]))
            yield paragraph(record.event.summary or "")
            yield "\n".join(_facts(view, record, numbered, label))
            if record.accounts[1:]:
                yield "\n".join(_comparison(record, numbered, label))


def _facts(
    view: MapView, record: RecordView, numbered: dict[Reference, int], say: Words
) -> Iterator[str]:
    yield _item(say("record.when"), record.date)
    yield _item(say("record.where"), record.place)
    if record.position:
        yield _item(say("record.position"), f"{record.position.dd}; {record.position.dms}")
    if record.why:
        yield _item(say("record.why"), f"{record.why[0]}: {record.why[1]}")
    if record.news:
        yield _item(record.news.label, record.news.text)
    for label, text in record.facts:
        yield _item(label, text)
    for key, links in (
        ("partOf", [record.part_of] if record.part_of else []),
        ("parts", record.parts),
        ("related", record.related),
    ):
        if links:
            yield _item(say(f"record.{key}"), "; ".join(_link(link, say) for link in links))
    for label, text in record.handling:
        yield _item(label, text)
    if len(record.accounts) == 1:
        yield from _account(record.accounts[0], say)
    for key, value in record.extra.items():
        yield _item(key, value)
    yield from _citations(view, record, numbered, say)


def _item(label: str, text: Text) -> str:
    return f"- {strong(f'{line(label)}:')} {escaped(text)}"


def _link(link: Link, label: Words) -> str:
    return f"{label('handout.number', n=link.number)}, {line(link.title)}"


def _account(one: Account, label: Words) -> Iterator[str]:
    """Yield the only account of a record."""
    yield f"- {strong(label('record.whoSaysWhat') + ':')}"
    stance = f", {one.stance}" if one.stance else ""
    statements = "; ".join(f"{s.about}: {line(s.text)}" for s in one.statements)
    yield f"  - {strong(one.claimant)}{escaped(stance)}: {escaped(statements)}"


def _comparison(record: RecordView, numbered: dict[Reference, int], label: Words) -> Iterator[str]:
    """Yield a table of several accounts: a column a claimant, a row a subject."""
    columns = record.accounts
    yield f"{strong(label('record.whoSaysWhat') + ':')}\n"
    yield _row("", *(_claimant(column, record, numbered) for column in columns))
    yield _row(*(["---"] * (len(columns) + 1)))
    every = [statement for column in columns for statement in column.statements]
    for key in ("when", "where", "who", "what", "says"):
        about = label(f"record.{key}")
        if any(statement.about == about for statement in every):
            cells = ([s for s in column.statements if s.about == about] for column in columns)
            yield _row(
                strong(about),
                *(_stated(statements, record, numbered, label) for statements in cells),
            )
    if record.disagreed:
        yield f"\n{paragraph(label('record.differs'))}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _claimant(one: Account, record: RecordView, numbered: dict[Reference, int]) -> str:
    stance = f", {one.stance}" if one.stance else ""
    return f"{strong(one.claimant)}{escaped(stance)}{_cited(one.sources, record, numbered)}"


def _stated(
    statements: Sequence[Statement],
    record: RecordView,
    numbered: dict[Reference, int],
    label: Words,
) -> str:
    texts = (
        f"{'≠ ' if s.differs else ''}{escaped(s.text)}{_cited(s.sources, record, numbered)}"
        for s in statements
    )
    return "; ".join(texts) or f"*{escaped(label('page.card.notStated'))}*"


def _cited(
    sources: Sequence[CardSource], record: RecordView, numbered: dict[Reference, int]
) -> str:
    numbers = sorted({number_of(source, record, numbered) for source in sources})
    return rf" \[{', '.join(map(str, numbers))}\]" if numbers else ""


def _citations(
    view: MapView, record: RecordView, numbered: dict[Reference, int], label: Words
) -> Iterator[str]:
    some_graded = view.frame.graded
    sources = []
    for citation in cited_by(record, numbered):
        if citation.claim:
            yield _claim(citation, label)
        else:
            missing = label("record.notGraded") if record.graded else ""
            sources.append(_number(citation) + _grade(citation.grading, missing))
    if sources:
        heading = "record.sources" if record.graded or not some_graded else "record.sourcesUngraded"
        yield f"- {strong(label(heading) + ':')} {', '.join(sources)}"
    for origin in record.origins:
        yield f"- {escaped(origin)}"


def _claim(citation: Citation, label: Words) -> str:
    claim = citation.claim
    if claim is None:  # the caller passes claims only
        raise AssertionError(citation)
    addition = f"; {claim.more}" if claim.more else ""
    text = f"{claim.says} ({label('record.inOurWords')}{addition})" if claim.says else claim.more
    section = f" ({claim.section})" if claim.section else ""
    name = f"{claim.report}, {claim.claim}{section}" if claim.claim else claim.report
    return (
        f"- {strong(label('record.fromTheReport') + ':')} {escaped(name)} {_number(citation)}"
        f"{_grade(citation.grading)}: {escaped(text)}"
    )


def _number(citation: Citation) -> str:
    return rf"\[{citation.number}\]"


def _grade(grading: Grading | None, missing: str = "") -> str:
    grade = " ".join(graded(grading)) if grading else missing
    return f" ({escaped(grade)})" if grade else ""


def _sources(view: MapView, numbered: dict[Reference, int], label: Words) -> Iterator[str]:
    if not numbered:
        return
    heading = "record.sources" if view.frame.graded else "record.sourcesUngraded"
    yield f"## {escaped(label(heading))}"
    yield "\n".join(
        f"{number}. {_reference(reference, label)}" for reference, number in numbered.items()
    )


def _reference(reference: Reference, label: Words) -> str:
    parts = [escaped(part) for part in (reference.label, reference.published) if part]
    lines = [", ".join(parts)]
    lines += [address(reference.url)] if reference.url else []
    lines += [f"{escaped(label('record.readAt'))} {escaped(copy)}" for copy in reference.read_at]
    lines += [escaped(reference.more)] if reference.more else []
    return "; ".join(part for part in lines if part)


def _notes(view: MapView, label: Words) -> Iterator[str]:
    frame = view.frame
    yield f"## {escaped(label('document.howToRead'))}"
    yield "\n".join(f"- {_square(halves)}{escaped(meaning)}" for halves, _, meaning in frame.sides)
    yield paragraph(label("document.certainty"))
    if frame.graded:
        yield f"### {escaped(label('document.gradesHeading'))}"
        yield paragraph(label("document.grades"))
    if view.observation_texts:
        yield f"## {escaped(label('document.observed.title'))}"
        yield "\n".join(
            _item(observation.title, _observed(observation, label))
            for observation in view.observation_texts
            if observation.summary
        )
    if view.context_texts:
        yield f"## {escaped(label('document.context.title'))}"
        yield "\n".join(
            _item(observation.name, observation.detail) for observation in view.context_texts
        )
    if frame.definitions:
        yield f"## {escaped(frame.defined)}"
        yield "\n".join(_defined(frame.definitions, label))
    yield f"## {escaped(label('document.about'))}"
    yield paragraph(label("document.basemap"))
    yield paragraph(label("document.written"))
    yield paragraph(frame.selection)
    yield paragraph(frame.left_out)


def _observed(one: LayerText, label: Words) -> str:
    return f"{line(one.summary)} {label('document.observed.source')} {line(one.source)}"


def _defined(definitions: Iterable[tuple[str, Any, bool]], label: Words) -> Iterator[str]:
    for name, definition, _ in definitions:
        lines = [escaped(definition.definition.text)]
        if definition.authority:
            lines.append(escaped(f"{label('document.authority')} {line(definition.authority)}."))
        if definition.note:
            lines.append(escaped(definition.note))
        lines.append(escaped(f"{label('document.shape')} {line(definition.licence)}."))
        lines += [address(url) for url in definition.definition.url]
        yield f"- {strong(f'{line(name)}:')} {' '.join(lines)}"


_SIGNS = re.compile(r"[\\`*_\[\]<>&#|~$]")
# Characters that start a list, a heading or a definition at the start of a line.
_BEGINS = re.compile(r"[-+=:]|\d{1,9}(?=[.)])")
# Control characters, which a terminal obeys.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# An address that Markdown takes as a link in <>.
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\x00-\x1f\x7f]+", re.IGNORECASE)


def escaped(text: Text) -> str:
    r"""Return a text escaped for the middle of a line of Markdown.

    Examples
    --------
    >>> escaped("*Ji Di* [5] | <b>")
    '\\*Ji Di\\* \\[5\\] \\| \\<b\\>'
    """
    flat = " ".join(_CONTROLS.sub("\ufffd", "".join(text)).split())
    return _SIGNS.sub(r"\\\g<0>", flat)


def paragraph(text: Text) -> str:
    r"""Return a text as a paragraph of Markdown on one line.

    Examples
    --------
    >>> paragraph("1. May"), paragraph("- 5 °C")
    ('1\\. May', '\\- 5 °C')
    """
    return begun(escaped(text))


def begun(line: str) -> str:
    """Return a line of Markdown whose start opens a paragraph and nothing else."""
    begins = _BEGINS.match(line)
    if not begins:
        return line
    end = begins.end() if begins[0].isdigit() else 0
    return f"{line[:end]}\\{line[end:]}"


def strong(text: Text) -> str:
    """Return a text in bold; empty for an empty text."""
    safe = escaped(text)
    return f"**{safe}**" if safe else ""


def address(url: str) -> str:
    """Return an address as a link, or as text if Markdown cannot represent it.

    Examples
    --------
    >>> address("https://example.org/a_b"), address("javascript:x")
    ('<https://example.org/a_b>', 'javascript:x')
    """
    return f"<{url}>" if _ADDRESS.fullmatch(url) else escaped(url)
