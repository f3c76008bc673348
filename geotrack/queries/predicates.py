"""Predicates of a query on the words of a record: actors, types, status, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from geotrack.errors import UsageError
from geotrack.i18n.folding import folded
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message, did_you_mean, sentence
from geotrack.model import Event, Source
from geotrack.model.query import NOT_STATED, Query, check_word
from geotrack.model.source import Grade
from geotrack.taxonomy import Taxonomy, UnknownTypeError, countries
from geotrack.workspace import Workspace

__all__ = ["conditions", "idle", "is_disputed"]

Condition = Callable[[Event], bool]

_DISPUTED = ("disputed", "refuted")
_AGAINST = ("disputes", "denies")


def conditions(query: Query, workspace: Workspace) -> tuple[Condition, ...]:
    """Return the predicates of a query, each a function of a record.

    Parameters
    ----------
    query : Query
        The query.
    workspace : Workspace
        Its records and reports.

    Raises
    ------
    UsageError
        The query names an unknown theme, type, record or report.
    """
    return tuple(
        condition for part in query.parts for condition in _part_conditions(part, workspace)
    )


def _part_conditions(part: Query, workspace: Workspace) -> Iterator[Condition]:
    """Yield the conditions of a part of a query that concern neither place nor time."""
    if part.themes:
        yield _has_theme(part.themes, workspace.taxonomy)
    if part.types:
        yield _has_type(part.types, workspace.taxonomy)
    if part.kinds:
        yield lambda e: e.kind in part.kinds
    if part.actors:
        yield lambda e: any(_is_actor(e, word) for word in part.actors)
    yield from _state_conditions(part)
    if part.disputed:
        yield is_disputed
    if part.grade:
        yield _has_grade(part.grade)
    if part.text:
        yield _contains_text(part.text)
    if part.tags:
        tags = {folded(tag) for tag in part.tags}
        yield lambda e: any(folded(tag) in tags for tag in e.tags)
    if part.part_of:
        yield _is_part(part.part_of, workspace)
    if part.sources:
        yield _cites(part.sources, workspace)


def _state_conditions(part: Query) -> Iterator[Condition]:
    """Yield the conditions on status, verification and review."""
    if part.statuses:
        yield lambda e: (e.status or NOT_STATED) in part.statuses
    if part.verifications:
        yield lambda e: _level(e) in part.verifications
    if part.review:
        yield lambda e: (e.review or "draft") in part.review


def _has_theme(themes: tuple[str, ...], taxonomy: Taxonomy) -> Condition:
    for word in themes:
        check_word(word, taxonomy.themes, "theme")
    return lambda e: e.theme.id in themes


def _has_type(words: tuple[str, ...], taxonomy: Taxonomy) -> Condition:
    try:
        ids = {taxonomy.resolve(word).id for word in words}
    except UnknownTypeError as error:
        raise UsageError(sentence(error.args[0], error.remedy)) from error
    return lambda e: e.type_id in ids


def _level(event: Event) -> str:
    """Return the verification of a record, or the word for none."""
    return event.verification.level if event.verification else NOT_STATED


def is_disputed(event: Event) -> bool:
    """Return whether a record is disputed, or one of its sources disputes or denies it."""
    return _level(event) in _DISPUTED or any(s.stance in _AGAINST for s in event.sources)


def _has_grade(least: str) -> Condition:
    """Return the condition that a source has at least a grade: `B2`, or only one of its parts."""
    reliabilities = _up_to(least[0], "ABCDEF")
    credibilities = _up_to(least[-1], "123456")

    def enough(grade: Grade) -> bool:
        return grade.reliability in reliabilities and str(grade.credibility) in credibilities

    return lambda e: any(s.grade is not None and enough(s.grade) for s in e.sources)


def _up_to(least: str, scale: str) -> str:
    """Return the grades of a scale that are no worse than a grade; all if it has another scale."""
    return scale[: scale.index(least) + 1] if least in scale else scale


def _contains_text(text: str) -> Condition:
    words = folded(text).split()

    def fits(event: Event) -> bool:
        text = folded(f"{event.title} {event.summary or ''}")
        return all(word in text for word in words)

    return fits


def _is_part(wholes: tuple[str, ...], workspace: Workspace) -> Condition:
    records = {**workspace.by_id, **workspace.replaced}
    for id_ in wholes:
        _check_defined(id_, records, "record has the id")
    ids = {workspace.resolved(id_) for id_ in wholes}
    is_part_by_id = dict.fromkeys(ids, True)
    """Whether a record is one of them or a part of one: each link is followed once."""

    def fits(event: Event) -> bool:
        walked: list[str] = []
        parent = workspace.find(event.part_of or "")
        while parent is not None and parent.id not in is_part_by_id:
            is_part_by_id[parent.id] = False  # also in a cycle
            walked.append(parent.id)
            parent = workspace.find(parent.part_of or "")
        is_part = parent is not None and is_part_by_id[parent.id]
        is_part_by_id.update(dict.fromkeys(walked, is_part))
        return is_part and parent is not event

    return fits


def _cites(reports: tuple[str, ...], workspace: Workspace) -> Condition:
    for id_ in reports:
        _check_defined(id_, workspace.reports_by_id, "report has the id")

    def cited(source: Source) -> bool:
        return source.seed in reports

    return lambda e: any(map(cited, e.sources))


def _check_defined(id_: str, defined: Mapping[str, object], what: str) -> None:
    if id_ not in defined:
        guess = nearest(id_, defined)
        message = Message("no {what} {id!r}", Message(what), id_)
        raise UsageError(sentence(message, did_you_mean(guess, "")))


def _is_actor(event: Event, word: str) -> bool:
    name = word.strip().casefold()
    if countries().get(name, name.upper()) in event.countries:
        return True
    # "us" is a country, not a part of "Russian".
    is_code = len(name) == len("US")
    return not is_code and any(folded(name) in folded(actor.name) for actor in event.actors)


def idle(workspace: Workspace, query: Query) -> tuple[str, ...]:
    """Return the conditions of a query that no record of the workspace can meet, in words.

    An empty selection then says something about the records, not about the events.
    """
    return tuple(message for part in query.parts for message in _idle(part, workspace))


def _idle(part: Query, workspace: Workspace) -> Iterator[str]:
    def nowhere(**asked: Any) -> bool:
        (fits,) = _part_conditions(Query(**asked), workspace)
        return not any(map(fits, workspace.current))

    for word in part.actors:
        if nowhere(actors=word):
            is_country = word.strip().casefold() in countries()
            remedy = "" if is_country else "a country's code, such as CN, always fits"
            yield sentence(Message("no record names an actor {name!r}", word), remedy)
    for tag in part.tags:
        if nowhere(tags=tag):
            yield Message("no record has a tag {tag!r}", tag)
    for status in part.statuses:
        if nowhere(statuses=status):
            yield Message("no record has the status {status!r}", status)
    for level in part.verifications:
        if nowhere(verifications=level):
            yield Message("no record has the verification {level!r}", level)
    for state in part.review:
        if nowhere(review=state):
            yield Message(
                "no record is {state}" if state != "draft" else "no record is a {state}", state
            )
    if part.grade and nowhere(grade=part.grade):
        yield Message("no source is graded {grade} or better", part.grade)
    if part.text and nowhere(text=part.text):
        yield Message("no record has {text!r} in its title or summary", part.text)
