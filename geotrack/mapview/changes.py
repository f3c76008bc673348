"""Changes of a map since a day: new and changed records.

Only what the page shows is compared. No value of an earlier version is shown, since a correction
may have removed it for a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Literal

from geotrack.errors import UsageError, error_text
from geotrack.findings import shown
from geotrack.i18n import words
from geotrack.index.record_rows import count_with, event_ids, table_of
from geotrack.mapview.numbers import numbers_in
from geotrack.mapview.record.citations import day
from geotrack.mapview.record.disclosure import PageIds, disclosed_event, ids_on_page
from geotrack.mapview.record.facts import changed_words
from geotrack.mapview.record.view import News
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.messages import Message, sentence
from geotrack.model import Event, MapDefinition
from geotrack.model.maps.map_definition import Since
from geotrack.reading.features import record_of_feature
from geotrack.taxonomy import Taxonomy
from geotrack.workspace import LAYERS, Workspace
from geotrack.workspace.diff.states import is_state_file, state_of_files
from geotrack.workspace.edit.revisions import is_link, is_review
from geotrack.workspace.git import Commit, files_at, last_before, revision
from geotrack.workspace.property_differences import difference

__all__ = [
    "Before",
    "before",
    "dated",
    "days_of_entries",
    "news_of",
    "since_of",
    "since_words",
]

# Kinds of changes, in the order in which they are counted.
_KINDS = ("new", "changed")
# Changes that are no property: records that were merged, and all else.
_REPLACES, _OTHER = "replaces", "other"


@dataclass(frozen=True, slots=True)
class Before:
    """The records that a map could show on an earlier day.

    Parameters
    ----------
    day : str
        The day, `YYYY-MM-DD`.
    features : mapping of str to mapping, or None
        The Features of that day by id; invalid ones were on no map. None if git has no such state:
        then the records themselves tell, by `added` and the days of their revisions.
    numbered : frozenset of str, optional
        Ids with a number on the map by then; others were not on it. None if no numbers were stored;
        then all records count as shown.
    """

    day: str
    features: Mapping[str, Mapping[str, Any]] | None
    numbered: frozenset[str] | None = None


def since_of(
    workspace: Workspace,
    definition: MapDefinition,
    events: Sequence[Event],
    before: Before | None,
    codes: frozenset[str] = frozenset(),
) -> Since | None:
    """Return the new records of a map, and the changed ones with their changes.

    Parameters
    ----------
    workspace : Workspace
        The records around the map.
    definition : MapDefinition
        The map; a frozen one holds its changes.
    events : sequence of Event
        The records on it.
    before : Before or None
        The records of the earlier day, if requested.
    codes : frozenset of str
        APP-6 symbol codes on the page.
    """
    if before is None:
        return definition.frozen.since if definition.frozen else None
    if before.features is None:
        return _by_records(before.day, events)
    predecessors: dict[str, list[str]] = {}
    for old, heir in workspace.replaced.items():
        predecessors.setdefault(heir.id, []).append(old)
    # Both versions use the same ids, whatever ids the page uses.
    page_ids = ids_on_page(workspace, events, dict.fromkeys(LAYERS, ()), workspace.regions, codes)
    new, changed = [], {}
    for event in events:
        earlier_ids = (event.id, *predecessors.get(event.id, ()))
        earlier = [was for i in earlier_ids if (was := _on_map(i, before, workspace.taxonomy))]
        if not earlier:
            new.append(event.id)
        elif changes := tuple(_changed(event, earlier, workspace, page_ids)):
            changed[event.id] = changes
    return Since(day=before.day, new=tuple(new), changed=changed)


def _by_records(day: str, events: Sequence[Event]) -> Since:
    """Return the changes since a day by what the records state: a day is no later than itself."""
    new = tuple(event.id for event in events if event.added is not None and event.added >= day)
    changed = {e.id: w for e in events if e.id not in new and (w := tuple(_revised(e, day)))}
    return Since(day=day, new=new, changed=changed)


def days_of_entries(
    definition: MapDefinition, events: Sequence[Event]
) -> dict[str, tuple[str, ...]] | None:
    """Return the days from which a page tells what is new since a day that its reader chooses.

    Parameters
    ----------
    definition : MapDefinition
        The map; a frozen one holds its days.
    events : sequence of Event
        The records on it.

    Returns
    -------
    dict or None
        By id the day of entry, empty if the record does not state it, then the days of the
        revisions other than reviews, without what they changed; `YYYY-MM-DD`. None
        if the definition does not allow it.
    """
    if not definition.since_reader:
        return None
    if definition.frozen is not None:
        return dict(definition.frozen.entered)
    codes, values = table_of(events).shared("entries")
    days: list[Any] = [values[code] for code in codes.tolist()]
    return dict(zip(event_ids(events), days, strict=True))


def _revised(event: Event, day: str) -> Iterator[str]:
    """Yield the properties that revisions changed since a day, each once."""
    changes: list[str] = []
    for change in event.revisions:
        if is_review(change.what) or change.on is None or change.on[: len(day)] < day:
            continue
        verb, _, names = change.what.partition(" ")
        if verb == "changed":
            changes += (_property_word(name, event) for name in names.split(", "))
        elif is_link(change.what):
            changes.append("sources")
        else:
            changes.append(_REPLACES if verb == "merged" else _OTHER)
    yield from dict.fromkeys(changes)


def _on_map(id_: str, before: Before, taxonomy: Taxonomy) -> Event | None:
    """Return the record that was on the map, if there was one."""
    feature = (before.features or {}).get(id_)
    if feature is None or (before.numbered is not None and id_ not in before.numbered):
        return None
    try:
        return record_of_feature(feature, taxonomy)
    except ValueError:
        return None


def _changed(
    event: Event, earlier: Sequence[Event], workspace: Workspace, page_ids: PageIds
) -> Iterator[str]:
    """Yield the properties of a record that the page shows differently now, each once."""
    if event.id not in {was.id for was in earlier}:
        yield _REPLACES
        if len(earlier) > 1:
            return
    was = disclosed_event(earlier[0], workspace, page_ids)
    current = disclosed_event(event, workspace, page_ids)
    changed = (d.name for d in difference(was, current) if d.name not in {"id", _REPLACES})
    yield from dict.fromkeys(_property_word(name, event) for name in changed)


def _property_word(name: str, event: Event) -> str:
    """Return the name of a property that the page may show."""
    names = words("en").section("record.properties")
    root = name.partition(".")[0]
    if name in names:
        return name
    # A column that the record has is on the page; one that it had is not.
    return root if root in names or root in event.extra else _OTHER


def news_of(since: Since | None, translate: Translator) -> dict[str, News] | None:
    """Return the texts about new and changed records, by id."""
    if since is None:
        return None
    label = translate.each(lambda language: dated("record.since", since, language))

    def one(kind: Literal["new", "changed"], text: LocalizedText) -> News:
        return News(kind, translate(f"record.news.{kind}"), label, text)

    new = translate("record.newOnMap")
    labels = {
        id_: translate.each(partial(changed_words, properties, first=True))
        for id_, properties in since.changed.items()
    }
    return {
        **{id_: one("new", new) for id_ in since.new},
        **{id_: one("changed", text) for id_, text in labels.items()},
    }


def since_words(since: Since, language: str) -> str:
    """Return the numbers of new and changed records as text, with the day.

    >>> since_words(Since(day="2025-11-01", new=("a", "b"), changed={"c": ("start",)}), "en")
    '2 new, 1 changed since 1 November 2025'
    """
    label = words(language)
    counts = {"new": len(since.new), "changed": len(since.changed)}
    texts = [label(f"document.since.{kind}", n=counts[kind]) for kind in _KINDS if counts[kind]]
    summary = ", ".join(texts) or label("document.since.nothing")
    return dated("document.since.said", since, language, what=summary)


def dated(key: str, since: Since, language: str, **values: str) -> str:
    """Return a text with the day of a comparison."""
    return words(language)(key, date=str(day(since.day, Translator(language))), **values)


# The largest offset from UTC, of some islands.
_FARTHEST = timedelta(hours=14)
# A day; any other text is a revision.
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def before(workspace: Workspace, name: str | None, since: str) -> Before:
    """Return the records of an earlier day.

    Parameters
    ----------
    workspace : Workspace
        The current records.
    name : str or None
        The map's name; its issued numbers show which records were on it.
    since : str
        A day, `YYYY-MM-DD`: the last commit before it; or a git revision: the day of its commit.
        Of a day that git does not know, the records themselves tell if any states `added`.

    Raises
    ------
    UsageError
        Unknown day or revision, git is missing, or the files of that day cannot be read.
    """
    try:
        commit, day = _revision(workspace, since)
    except UsageError as error:
        if not _A_DAY.fullmatch(since):
            remedy = "a day is written as 2026-11-27"
            raise UsageError(sentence(_unknown_changes(since, error), remedy)) from error
        day = _day(since)
        if count_with("added", workspace.events):
            return Before(day.isoformat(), None)
        remedy = "and no record states the day of its entry, 'added'"
        raise UsageError(sentence(_unknown_changes(since, error), remedy)) from error
    try:
        numbers = f"maps/{name}.numbers.json"
        files = files_at(
            commit, lambda path: is_state_file(path) or (bool(name) and path == numbers)
        )
    except UsageError as error:
        raise UsageError(_unknown_changes(since, error)) from error
    issued = files.pop(numbers, None)
    state = state_of_files(files, f"{since}:")
    if state.unread:
        raise UsageError(str(state.unread[0]))
    numbered = None if issued is None else frozenset(numbers_in(issued, f"{since}:{numbers}"))
    return Before(day.isoformat(), state.content.records, numbered)


def _unknown_changes(since: str, error: UsageError) -> Message:
    """Return why it is not known what is new."""
    problem = "what is new since {since} cannot be told: {error}"
    return Message(problem, shown(since), error_text(error))


def _revision(workspace: Workspace, since: str) -> tuple[Commit, date]:
    if not _A_DAY.fullmatch(since):
        commit = revision(workspace.root, since)
        return commit, commit.day
    day = _day(since)
    return last_before(workspace.root, day), day


def _day(since: str) -> date:
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise UsageError(Message("{since} is no day of the calendar", shown(since))) from error
    if day > (datetime.now(UTC) + _FARTHEST).date():
        raise UsageError(Message("{since} has not come: nothing can be new since then", since))
    return day
