"""Predicates of a query on the words of a record: actors, types, status, sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geotrack.errors import UsageError
from geotrack.i18n.folding import folded
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message, did_you_mean, sentence
from geotrack.model import Event, LayerFeature
from geotrack.model.query import NOT_STATED, Query, check_word
from geotrack.queries.record_arrays import Columns, columns_of
from geotrack.taxonomy import Taxonomy, UnknownTypeError, countries, country_names
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Condition", "conditions", "idle"]

_FEW = 1_000
_COMPOUND = 8
"""Letters of words that texts may write as two: coastguard, icebreaker."""


class Condition(NamedTuple):
    """A predicate on one attribute of a record, on its texts, or on the record.

    Parameters
    ----------
    holds : callable
        Returns whether it holds of the attribute's value, of the texts, or of the record.
    attribute : str
        A name of `geotrack.index.attributes.SHARED`; empty for the record.
    regions : mapping of str to LayerFeature, optional
        The regions whose names are among the texts.
    """

    holds: Callable[[Any], object]
    attribute: str = ""
    regions: Mapping[str, LayerFeature] | None = None

    def rows(self, columns: Columns, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which of some rows meet it; no record is read for an attribute."""
        if self.attribute:
            return among & columns.table.shared(self.attribute).where(self.holds)
        meets, rows = among.copy(), np.flatnonzero(among).tolist()
        judged: Iterable[Any] = map(columns.events.__getitem__, rows)
        if self.regions is not None:
            make = partial(_searched_text, self.regions)
            judged = columns.texts(rows, make, _names_digest(self.regions))
        meets[rows] = [bool(self.holds(one)) for one in judged]
        return meets


def conditions(query: Query, workspace: Workspace) -> tuple[Condition, ...]:
    """Return the predicates of a query, those on the whole record last.

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
    listed = [condition for part in query.parts for condition in _part_conditions(part, workspace)]
    return tuple(sorted(listed, key=lambda condition: not condition.attribute))


def _part_conditions(part: Query, workspace: Workspace) -> Iterator[Condition]:
    """Yield the conditions of a part of a query that concern neither place nor time."""
    if part.themes:
        for word in part.themes:
            check_word(word, workspace.taxonomy.themes, "theme")
        yield Condition(part.themes.__contains__, "theme")
    if part.types:
        yield Condition(_type_ids(part.types, workspace.taxonomy).__contains__, "type")
    if part.kinds:
        yield Condition(part.kinds.__contains__, "kind")
    if part.actors:
        yield Condition(lambda actors: any(_is_one(actors, word) for word in part.actors), "actors")
    yield from _state_conditions(part)
    if part.disputed:
        yield Condition(bool, "disputed")
    if part.grade:
        yield Condition(_has_grade(part.grade), "grades")
    if part.tags:
        tags = {folded(tag) for tag in part.tags}
        yield Condition(lambda own: any(folded(tag) in tags for tag in own), "tags")
    if part.text:
        yield Condition(_has_words(part.text), regions=workspace.regions)
    if part.part_of:
        is_part = _is_part(part.part_of, workspace)
        yield Condition(bool, "part_of")
        yield Condition(is_part)
    if part.sources:
        yield _cites(part.sources, workspace)


def _state_conditions(part: Query) -> Iterator[Condition]:
    """Yield the conditions on status, verification and review."""
    if part.statuses:
        yield Condition(lambda status: (status or NOT_STATED) in part.statuses, "status")
    if part.verifications:
        levels = part.verifications
        yield Condition(lambda level: (level or NOT_STATED) in levels, "verification")
    if part.review:
        yield Condition(lambda review: (review or "draft") in part.review, "review")


def _type_ids(words: tuple[str, ...], taxonomy: Taxonomy) -> set[str]:
    try:
        return {taxonomy.resolve(word).id for word in words}
    except UnknownTypeError as error:
        raise UsageError(sentence(error.args[0], error.remedy)) from error


def _has_grade(least: str) -> Callable[[tuple[tuple[str, int], ...]], bool]:
    """Return whether one of some grades is at least a grade: `B2`, or only one of its parts."""
    reliabilities = _up_to(least[0], "ABCDEF")
    credibilities = _up_to(least[-1], "123456")
    return lambda grades: any(
        reliability in reliabilities and str(credibility) in credibilities
        for reliability, credibility in grades
    )


def _up_to(least: str, scale: str) -> str:
    """Return the grades of a scale that are no worse than a grade; all if it has another scale."""
    return scale[: scale.index(least) + 1] if least in scale else scale


# What a search looks in, and what it finds there, is that of a page: search-index.js and filter.js
# in web/src/page/query/.
def _has_words(text: str) -> Callable[[str], bool]:
    words = folded(text).split()
    return lambda searched: all(_has_word(searched, word) for word in words)


def _searched_text(regions: Mapping[str, LayerFeature], event: Event) -> str:
    return folded(" ".join(filter(None, _searched(event, regions))))


def _names_digest(regions: Mapping[str, LayerFeature]) -> str:
    names = [(region.id, region.name, region.names) for region in regions.values()]
    return blake2b(repr(names).encode(), digest_size=16).hexdigest()


def _searched(event: Event, regions: Mapping[str, LayerFeature]) -> Iterator[str | None]:
    """Yield the texts of a record that a search looks in."""
    yield from (event.id, event.title, event.summary)
    yield event.place.name if event.place else None
    for texts in (event.translations or {}).values():
        yield from (texts.get("title"), texts.get("summary"))
    for names in ((event.place and event.place.translations) or {}).values():
        yield names.get("name")
    for region in filter(None, map(regions.get, event.regions)):
        yield from (region.name, *region.names.values())
    for actor in event.actors:
        yield from (actor.name, country_names().get(actor.country or ""), *actor.assets)
    yield from event.tags
    for source in event.sources:
        yield from (source.publisher, source.title, source.cite, source.claimant)


def _has_word(text: str, word: str) -> bool:
    """Return whether a folded text has a word: figures must begin a number of the text.

    Long words are also found where the text writes them as two.

    Examples
    --------
    >>> _has_word("project 2024", "024"), _has_word("project 2024", "20")
    (False, True)
    >>> _has_word("two coast guards", "coastguard"), _has_word("ice age", "iceage")
    (True, False)
    """
    if word.isascii() and word.isdigit():
        return re.search(rf"(?<![0-9]){word}", text) is not None
    return word in text or (len(word) >= _COMPOUND and word in re.sub("[ -]", "", text))


def _is_part(wholes: tuple[str, ...], workspace: Workspace) -> Callable[[Event], bool]:
    records = dict.fromkeys((*workspace.by_id, *workspace.replaced))
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

    return Condition(lambda cited: any(report in reports for report in cited), "reports")


def _check_defined(id_: str, defined: Mapping[str, object], what: str) -> None:
    if id_ not in defined:
        guess = nearest(id_, defined)
        message = Message("no {what} {id!r}", Message(what), id_)
        raise UsageError(sentence(message, did_you_mean(guess, "")))


def _is_one(actors: tuple[tuple[str, str | None], ...], word: str) -> bool:
    """Return whether a word is the country of an actor, or a part of its name."""
    sought = word.strip().casefold()
    code = countries().get(sought, sought.upper())
    if any(country == code for _, country in actors):
        return True
    # "us" is a country, not a part of "Russian".
    is_code = len(sought) == len("US")
    return not is_code and any(folded(sought) in folded(name) for name, _ in actors)


def idle(workspace: Workspace, query: Query) -> tuple[str, ...]:
    """Return the conditions of a query that no record of the workspace can meet, in words.

    An empty selection then says something about the records, not about the events.
    """
    return tuple(message for part in query.parts for message in _idle(part, workspace))


def _idle(part: Query, workspace: Workspace) -> Iterator[str]:
    def nowhere(**asked: Any) -> bool:
        (condition,) = _part_conditions(Query(**asked), workspace)
        columns = columns_of(workspace)
        # Mostly one of a few meets it.
        few = np.arange(len(columns.events)) < _FEW
        return not any(condition.rows(columns, rows).any() for rows in (few, ~few))

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
        yield Message("no record has {text!r} in its texts", part.text)
