"""`geotrack show ID`: all that one record says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from geotrack.cli.frame import emit, emit_json, opened

if TYPE_CHECKING:
    from geotrack.model import Actor, Event, Source
    from geotrack.workspace import Workspace

_MARGIN = 14


@click.command("show")
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="The Feature as it is stored.")
@click.pass_context
def command(ctx: click.Context, id_: str, as_json: bool) -> None:
    """Show one record: what, when, where, who, who says so, and what it is tied to."""
    from geotrack.errors import UsageError
    from geotrack.taxonomy import nearest

    workspace = opened(ctx)
    event = workspace.by_id.get(id_)
    if event is None:
        guess = nearest(id_, workspace.by_id)
        hint = f"; did you mean {guess!r}?" if guess else ""
        message = f"no record has the id {id_!r}{hint}"
        raise UsageError(message)
    if as_json:
        emit_json(event.feature)
        return
    emit(event.title)
    if event.summary:
        emit(_wrapped(event.summary, ""))
    emit("")
    for label, text in _lines(event, workspace):
        emit(_wrapped(text, f"{label:<{_MARGIN - 1}} "))


def _wrapped(text: str, label: str) -> str:
    from textwrap import fill

    # An address stays whole, so that it can be copied.
    return fill(
        text,
        88,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _lines(event: Event, workspace: Workspace) -> Iterator[tuple[str, str]]:
    from geotrack.model.words import place_words
    from geotrack.when import in_words

    yield "id", event.id
    yield "type", f"{event.type_id} ({event.kind}{f', {event.status}' if event.status else ''})"
    yield "when", in_words(event.when)
    yield "where", place_words(event, workspace.regions)
    if event.place and event.place.note:
        yield "", event.place.note
    yield from _under("who", map(_actor, event.actors))
    yield from _judgements(event)
    yield from _under("part of", [event.part_of] if event.part_of else [])
    yield from _under("parts", (e.id for e in workspace.events if e.part_of == event.id))
    yield from _under("related", event.related)
    yield from _under("replaces", event.replaces)
    yield from _under("marking", [event.marking] if event.marking else [])
    yield from _under("tags", [", ".join(event.tags)] if event.tags else [])
    yield from _under("sources", map(_source, event.sources))
    for key, value in event.extra.items():
        yield key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _under(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield texts of one kind: the first beside the label, the others below it."""
    for n, text in enumerate(texts):
        yield "" if n else label, text


def _actor(actor: Actor) -> str:
    details = [d for d in (actor.country, actor.role, ", ".join(actor.assets)) if d]
    return f"{actor.name} ({'; '.join(details)})" if details else actor.name


def _judgements(event: Event) -> Iterator[tuple[str, str]]:
    for label, judged in (("verification", event.verification), ("confidence", event.confidence)):
        if judged:
            yield label, f"{judged.level}: {judged.basis}" if judged.basis else judged.level
    if event.likelihood:
        # Never in one sentence with confidence.
        by = f", {event.likelihood.judged_by}" if event.likelihood.judged_by else ""
        yield "likelihood", event.likelihood.term + by


def _source(source: Source) -> str:
    named = source.title or source.publisher or source.cite
    if source.seed:
        named = f"{source.seed}, claim {source.claim}"
    words = [w for w in (source.claimant, named, source.published) if w]
    if source.stance:
        words.append(source.stance)
    if source.says:
        words.append(f"says: {source.says}")
    grade = source.grade
    words.append(f"{grade.reliability}{grade.credibility}" if grade else "not graded")
    if source.url:
        words.append(source.url)
    words += [f"read at {a}" for a in source.read_at]
    return " · ".join(words)
