"""A map's records as Markdown: events and sources as text, to paste into a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from geotrack.handout.citations import Citation, Reference, cited_by, references
from geotrack.handout.escaping import address, begun, escaped, paragraph, strong
from geotrack.handout.options import Options, Progress
from geotrack.handout.wording import edition, graded, line
from geotrack.i18n import Words, words
from geotrack.mapview.map_view import MapView
from geotrack.mapview.observations import ObservationText
from geotrack.mapview.record.accounts import Account
from geotrack.mapview.record.citations import Grading
from geotrack.mapview.record.view import Link, RecordView
from geotrack.mapview.scenes import Paragraphs, Run, SceneView
from geotrack.mapview.translations import Text

__all__ = ["markdown", "write"]


def write(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return `markdown` of a page as a file, in UTF-8."""
    return markdown(view).encode()


def markdown(view: MapView) -> str:
    """Return a map's story, records, sources and definitions as Markdown.

    Parameters
    ----------
    view : MapView
        The page whose words these are.

    Returns
    -------
    str
        CommonMark without HTML. Each value is escaped: it is read as it was written.
    """
    say = words(view.translate.language)
    numbered = references(view.record_views)
    marking = strong(view.frame_values["marking"] or "")
    blocks = [
        marking,
        *_head(view),
        *_story(view.story, say),
        *_records(view, numbered, say),
        *_sources(view, numbered, say),
        *_notes(view, say),
        marking,
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(view: MapView) -> Iterator[str]:
    yield f"# {escaped(view.frame_values['title'])}"
    yield paragraph(view.frame_values["subtitle"] or "")
    yield paragraph(f"{' · '.join(edition(view))} {view.digest}")


def _story(story: Sequence[SceneView], say: Words) -> Iterator[str]:
    if story:
        yield f"## {escaped(say('document.story'))}"
    for scene in story:
        yield f"### {scene.number} · {escaped(scene.title)}"
        yield from _told(scene.text, say)
        if scene.notes:
            yield f"#### {escaped(say('document.sceneNotes'))}"
            yield from _told(scene.notes, say)


def _told(paragraphs: Paragraphs, say: Words) -> Iterator[str]:
    for runs in paragraphs:
        yield begun("".join(_run(run, say) for run in runs).strip(" "))


def _run(run: Run, say: Words) -> str:
    # A space at either end of a piece parts it from the next one.
    before, after = (" " * run.text.startswith(" "), " " * run.text.endswith(" "))
    text = escaped(run.text)
    if run.kind == "emphasis":
        return f"*{text}*"
    if run.kind == "link":
        return f"[{text}](<{run.to}>)"
    if run.entry is not None:
        return f"{text} ({escaped(say('handout.number', n=run.entry.number))})"
    return f"{before}{text}{after if text else ''}"


def _records(view: MapView, numbered: dict[Reference, int], say: Words) -> Iterator[str]:
    for heading, note, told in (
        ("document.records", "", view.frame_values["placed"]),
        ("document.unplaced", "document.unplacedNote", view.frame_values["unplaced"]),
    ):
        if told:
            yield f"## {escaped(say(heading))}"
            yield paragraph(say(note)) if note else ""
        for entry in told:
            yield f"### {entry.number} · {escaped(entry.event.title)}"
            draft = [say("record.draft")] if entry.draft else []
            news = [entry.news.word] if entry.news else []
            yield paragraph(" · ".join([entry.label, *draft, *news]))
            yield paragraph(entry.event.summary or "")
            yield "\n".join(_facts(view, entry, numbered, say))


def _facts(
    view: MapView, entry: RecordView, numbered: dict[Reference, int], say: Words
) -> Iterator[str]:
    yield _item(say("record.when"), entry.date)
    yield _item(say("record.where"), entry.place)
    if entry.position:
        yield _item(say("record.position"), f"{entry.position.dd}; {entry.position.dms}")
    if entry.why:
        yield _item(say("record.why"), f"{entry.why[0]}: {entry.why[1]}")
    if entry.news:
        yield _item(entry.news.label, entry.news.text)
    for label, text in entry.facts:
        yield _item(label, text)
    for key, links in (
        ("partOf", [entry.part_of] if entry.part_of else []),
        ("parts", entry.parts),
        ("related", entry.related),
    ):
        if links:
            yield _item(say(f"record.{key}"), "; ".join(_link(link, say) for link in links))
    for label, text in entry.handling:
        yield _item(label, text)
    yield from _accounts(entry.accounts, say, differs=entry.disagreed)
    for key, value in entry.extra.items():
        yield _item(key, value)
    yield from _citations(view, entry, numbered, say)


def _item(label: str, text: Text) -> str:
    return f"- {strong(f'{line(label)}:')} {escaped(text)}"


def _link(link: Link, say: Words) -> str:
    return f"{say('handout.number', n=link.number)}, {line(link.title)}"


def _accounts(accounts: Sequence[Account], say: Words, *, differs: bool) -> Iterator[str]:
    if not accounts:
        return
    yield f"- {strong(say('record.whoSaysWhat') + ':')}"
    for one in accounts:
        stance = f", {one.stance}" if one.stance else ""
        said = "; ".join(
            f"{told.about}: {'≠ ' if told.differs else ''}{line(told.text)}"
            for told in one.statements
        )
        yield f"  - {strong(one.claimant)}{escaped(stance)}: {escaped(said)}"
    if differs:
        yield f"  - {escaped(say('record.differs'))}"


def _citations(
    view: MapView, entry: RecordView, numbered: dict[Reference, int], say: Words
) -> Iterator[str]:
    some_graded = view.frame_values["graded"]
    sources = []
    for citation in cited_by(entry, numbered):
        if citation.claim:
            yield _claim(citation, say)
        else:
            missing = say("record.notGraded") if entry.graded else ""
            sources.append(_number(citation) + _grade(citation.grading, missing))
    if sources:
        heading = "record.sources" if entry.graded or not some_graded else "record.sourcesUngraded"
        yield f"- {strong(say(heading) + ':')} {', '.join(sources)}"
    for origin in entry.origins:
        yield f"- {escaped(origin)}"


def _claim(citation: Citation, say: Words) -> str:
    claim = citation.claim
    if claim is None:  # the caller asks for claims alone
        raise AssertionError(citation)
    more = f"; {claim.more}" if claim.more else ""
    told = f"{claim.says} ({say('record.inOurWords')}{more})" if claim.says else claim.more
    called = f"{claim.report}, {claim.claim}" if claim.claim else claim.report
    return (
        f"- {strong(say('record.fromTheReport') + ':')} {escaped(called)} {_number(citation)}"
        f"{_grade(citation.grading)}: {escaped(told)}"
    )


def _number(citation: Citation) -> str:
    return rf"\[{citation.number}\]"


def _grade(grading: Grading | None, missing: str = "") -> str:
    said = " ".join(graded(grading)) if grading else missing
    return f" ({escaped(said)})" if said else ""


def _sources(view: MapView, numbered: dict[Reference, int], say: Words) -> Iterator[str]:
    if not numbered:
        return
    heading = "record.sources" if view.frame_values["graded"] else "record.sourcesUngraded"
    yield f"## {escaped(say(heading))}"
    yield "\n".join(
        f"{number}. {_reference(reference, say)}" for reference, number in numbered.items()
    )


def _reference(reference: Reference, say: Words) -> str:
    named = [escaped(part) for part in (reference.label, reference.published) if part]
    told = [", ".join(named)]
    told += [address(reference.url)] if reference.url else []
    told += [f"{escaped(say('record.readAt'))} {escaped(copy)}" for copy in reference.read_at]
    told += [escaped(reference.more)] if reference.more else []
    return "; ".join(part for part in told if part)


def _notes(view: MapView, say: Words) -> Iterator[str]:
    frame_values = view.frame_values
    yield f"## {escaped(say('document.howToRead'))}"
    yield paragraph(say("document.certainty"))
    if frame_values["graded"]:
        yield f"### {escaped(say('document.gradesHeading'))}"
        yield paragraph(say("document.grades"))
    if view.observation_texts:
        yield f"## {escaped(say('document.observed.title'))}"
        yield "\n".join(
            _item(one.title, _observed(one, say)) for one in view.observation_texts if one.summary
        )
    if frame_values["definitions"]:
        yield f"## {escaped(frame_values['defined'])}"
        yield "\n".join(_defined(frame_values["definitions"], say))
    yield f"## {escaped(say('document.about'))}"
    yield paragraph(say("document.basemap"))
    yield paragraph(say("document.written"))
    yield paragraph(frame_values["selection"])
    yield paragraph(frame_values["left_out"])


def _observed(one: ObservationText, say: Words) -> str:
    return f"{line(one.summary)} {say('document.observed.source')} {line(one.source)}"


def _defined(definitions: Iterable[tuple[str, Any, bool]], say: Words) -> Iterator[str]:
    for name, one, _ in definitions:
        told = [escaped(one.definition.text)]
        if one.authority:
            told.append(escaped(f"{say('document.authority')} {line(one.authority)}."))
        if one.note:
            told.append(escaped(one.note))
        told.append(escaped(f"{say('document.shape')} {line(one.licence)}."))
        told += [address(url) for url in one.definition.url]
        yield f"- {strong(f'{line(name)}:')} {' '.join(told)}"
