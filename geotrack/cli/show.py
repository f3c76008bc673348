"""`geotrack show ID`: prints one record in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from geotrack.cli.app import (
    current_workspace,
    emit,
    emit_json,
    emit_labelled,
    label_first,
    record_of,
    wrap_text,
)

if TYPE_CHECKING:
    from geotrack.model import Actor, Event, Source
    from geotrack.model.event import Revision
    from geotrack.model.source import Grade
    from geotrack.workspace import Workspace


@click.command("show")
@click.argument("id_", metavar="ID")
@click.option("--history", is_flag=True, help="Show changes and reviews with author and reason.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the stored Feature, or the history, as JSON."
)
@click.pass_context
def command(ctx: click.Context, id_: str, history: bool, as_json: bool) -> None:
    """Print one record with its sources and links.

    The id of a replaced record shows the record that replaces it.
    """
    workspace = current_workspace(ctx)
    event = record_of(workspace, id_)
    if history:
        _print_history(event, as_json=as_json)
        return
    if as_json:
        emit_json(event.feature)
        return
    emit(event.title)
    if event.summary:
        emit(wrap_text(event.summary))
    emit("")
    emit_labelled(_lines(event, workspace))


def _print_history(event: Event, *, as_json: bool) -> None:
    review = event.review or "draft"
    if as_json:
        steps = [r.model_dump(mode="json", exclude_none=True) for r in event.revisions]
        members = {"added": event.added, "added_by": event.added_by}
        entry = {key: value for key, value in members.items() if value}
        emit_json({"id": event.id, "review": review, **entry, "revisions": steps})
        return
    emit(event.title)
    emit("")
    emit_labelled([("id", event.id), ("review", review)])
    if event.added or event.added_by:
        author = f" · by {event.added_by}" if event.added_by else ""
        emit_labelled([(event.added or "no date", f"added{author}")])
    for revision in event.revisions:
        author_text = f"by {revision.by}" if revision.by else None
        text = " · ".join(w for w in (revision.what, author_text, revision.why) if w)
        emit_labelled([(revision.on or "no date", text)])
    if not event.revisions:
        emit("no revisions: it is as it was first written")


def _lines(event: Event, workspace: Workspace) -> Iterator[tuple[str, str]]:
    from geotrack.dates import in_words
    from geotrack.model.place_text import place_words, value_words
    from geotrack.model.record_columns import RECORD_COLUMNS
    from geotrack.model.record_properties import PROPERTIES

    yield "id", event.id
    for one in PROPERTIES:
        if one.in_show and (value := RECORD_COLUMNS[one.name](event)):
            yield one.name.replace("_", " "), str(value)
    yield "type", f"{event.type_id} ({event.kind}{f', {event.status}' if event.status else ''})"
    yield "when", in_words(event.when)
    yield "where", place_words(event, workspace.regions)
    yield from _about_the_place(event)
    yield from label_first("who", map(_actor, event.actors))
    yield from _judgements(event)
    yield from _ties(event, workspace)
    yield from _handling(event, workspace)
    yield from label_first("tags", [", ".join(event.tags)] if event.tags else [])
    yield from label_first("symbol", [event.symbol] if event.symbol else [])
    yield from label_first("sources", (source_text(source, workspace) for source in event.sources))
    for key, value in event.extra.items():
        yield key, value_words(value)


def _about_the_place(event: Event) -> Iterator[tuple[str, str]]:
    from geotrack.model.place_text import extra_words

    if event.place is None:
        return
    if event.place.note:
        yield "", event.place.note
    if event.place.excluding:
        yield "not in", ", ".join(event.place.excluding)
    yield from (("", text) for text in extra_words(event.place))


def _actor(actor: Actor) -> str:
    from geotrack.model.place_text import extra_words

    details = [d for d in (actor.country, actor.role, ", ".join(actor.assets)) if d]
    details += extra_words(actor)
    return f"{actor.name} ({'; '.join(details)})" if details else actor.name


def _judgements(event: Event) -> Iterator[tuple[str, str]]:
    if event.verification:
        level, basis = event.verification.level, event.verification.basis
        yield "verification", f"{level}: {basis}" if basis else level
    if event.confidence:
        about = event.confidence.about
        text = event.confidence.level + (f" in {about}" if about else "")
        yield "confidence", f"{text}: {event.confidence.basis}" if event.confidence.basis else text
    if event.likelihood:
        # Kept apart from confidence (ICD 203).
        scale, judge = event.likelihood.scale, event.likelihood.judged_by
        parts = [event.likelihood.term]
        parts += [f"scale: {scale}"] if scale else []
        parts += [f"judged by {judge}"] if judge else []
        yield "likelihood", "; ".join(parts)


def _ties(event: Event, workspace: Workspace) -> Iterator[tuple[str, str]]:
    from geotrack.index.record_rows import events_with

    if event.part_of:
        number_text = f", number {event.sequence}" if event.sequence is not None else ""
        yield "part of", workspace.resolved(event.part_of) + number_text
    parts = (e for e in events_with(("part_of",), workspace.current) if e.id != event.id)
    yield from label_first(
        "parts", (e.id for e in parts if workspace.resolved(e.part_of or "") == event.id)
    )
    yield from label_first("related", map(workspace.resolved, event.related))
    yield from label_first("replaces", event.replaces)


def _handling(event: Event, workspace: Workspace) -> Iterator[tuple[str, str]]:
    yield from label_first("marking", _markings(event, workspace))
    if event.releasable_to:
        yield "releasable to", ", ".join(event.releasable_to)
    yield from label_first("review", [event.review] if event.review else [])
    yield from label_first("revisions", map(_revision, event.revisions))


def _markings(event: Event, workspace: Workspace) -> Iterator[str]:
    """Yield the record's own marking, then those of the reports that it cites."""
    from geotrack.workspace.markings import report_marking

    if event.marking:
        yield event.marking
    for id_ in dict.fromkeys(source.seed for source in event.sources if source.seed):
        if marking := report_marking(id_, workspace):
            why = f": {marking.fault}" if marking.fault else ""
            yield f"{marking.text} ({marking.bearer}){why}"


def _revision(revision: Revision) -> str:
    author_text = f"by {revision.by}" if revision.by else None
    return " · ".join(w for w in (revision.on, revision.what, author_text, revision.why) if w)


def _claim(source: Source, workspace: Workspace) -> str:
    """Return the claim of a source, with its section of the report; empty if it cites no report."""
    if not source.seed:
        return ""
    report = workspace.reports_by_id.get(source.seed)
    sections = (c.section for c in (report.claims if report else ()) if c.id == source.claim)
    section = next(sections, None)
    return f"{source.seed}, claim {source.claim}{f' ({section})' if section else ''}"


def source_text(source: Source, workspace: Workspace) -> str:
    """Return a source on one line, with the values that it states."""
    from geotrack.model.place_text import extra_words

    claim = _claim(source, workspace)
    texts = (
        source.claimant,
        claim,
        source.title,
        source.publisher,
        source.cite,
        source.published,
    )
    parts = [*(w for w in texts if w), *_account(source), _grade(source.grade)]
    if source.origin:
        parts.append(f"goes back to: {source.origin}")
    if source.url:
        parts.append(source.url)
    parts += [f"read at {a}" for a in source.read_at]
    return " · ".join([*parts, *extra_words(source)])


def _account(source: Source) -> Iterator[str]:
    """Yield what a source states itself: stance, dates, place, actors, count."""
    from geotrack.dates import When, in_words
    from geotrack.model.place_text import degrees

    if source.stance:
        yield source.stance
    if source.says:
        yield f"says: {source.says}"
    if source.start:
        yield f"its date: {in_words(When.parse(source.start, source.end))}"
    elif source.end:
        yield f"its end: {source.end}"
    if source.place:
        yield f"its place: {source.place}"
    if source.regions:
        yield f"its regions: {', '.join(source.regions)}"
    if source.lon is not None and source.lat is not None:
        radius_text = f" ± {source.radius_km:g} km" if source.radius_km else ""
        yield f"its position: {degrees(source.lon, source.lat)}{radius_text}"
    if source.actors:
        yield f"its actors: {'; '.join(map(_actor, source.actors))}"
    if source.assets:
        yield f"its count: {', '.join(source.assets)}"


def _grade(grade: Grade | None) -> str:
    if grade is None:
        return "not graded"
    author_text = f" by {grade.by}" if grade.by else ""
    on = f" on {grade.on}" if grade.on else ""
    return f"{grade.reliability}{grade.credibility}{author_text}{on}"
