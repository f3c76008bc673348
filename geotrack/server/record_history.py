"""Former states of a record, and what its revisions have changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from geotrack.dates import parse_date
from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.messages import Message, in_language
from geotrack.model.base import listed
from geotrack.workspace.diff.states import is_state_file, state_of_files
from geotrack.workspace.git import files_at, last_before
from geotrack.workspace.property_differences import ABSENT, Difference, difference

if TYPE_CHECKING:
    from geotrack.model import Event
    from geotrack.server.desk import Desk
    from geotrack.workspace import Workspace

__all__ = ["revision_changes", "unsaved_changes"]

Feature = Mapping[str, Any]


class _Commit(TypedDict):
    """A commit in which a state of a record was found."""

    name: str
    day: str


def unsaved_changes(feature: Feature, workspace: Workspace) -> list[dict[str, str | None]]:
    """Return what saving a record of the form changes in the stored one.

    Each difference has `path`, `what`, `old` and `new`, as of `revision_changes`.
    """
    stored = workspace.by_id.get(str(feature.get("id")))
    return [] if stored is None else _differences(stored.feature, feature)


def revision_changes(desk: Desk, id_: str, first: int, last: int | None = None) -> dict[str, Any]:
    """Return what some revisions of a record have changed.

    A former state comes from the changes of this desk, else from git. In git it is that of the last
    commit before the day of the next revision, so revisions of one day count as one.

    Parameters
    ----------
    desk : Desk
        The desk.
    id_ : str
        The record.
    first, last : int
        The first revision, from 0, and the one after the last; default all that follow.

    Returns
    -------
    dict
        `differences`, each with `path`, the difference in words (`what`), and `old` and `new` in
        full where they are text; and `commits`, the commit in git of the state before and of the
        state after, each None if this desk or the workspace has that state.

    Raises
    ------
    UsageError
        There is no such record or revision, or no such state of it is known.
    """
    event = desk.workspace.find(id_)
    if event is None:
        raise UsageError(Message("there is no record {id}", shown(id_)))
    count = len(event.revisions)
    last = count if last is None else last
    if not 0 <= first < last <= count:
        raise UsageError(Message("the record has no revisions {first} to {last}", first, last))
    if _state_in_desk(desk, event, last) is None:
        # In git, revisions of one day are one change.
        days = [revision.on for revision in event.revisions]
        while last < count and days[last] == days[first]:
            last += 1
    before, commit_before = _state(desk, event, first)
    after, commit_after = _state(desk, event, last)
    return {"differences": _differences(before, after), "commits": [commit_before, commit_after]}


def _differences(before: Feature, after: Feature) -> list[dict[str, str | None]]:
    return [_with_full_texts(item) for item in difference(before, after)]


def _state_in_desk(desk: Desk, event: Event, count: int) -> Feature | None:
    """Return the state of a record with a number of revisions, if this desk has it."""
    if count == len(event.revisions):
        return event.feature
    states = desk.former_states(event.id)
    return next((state for state in states if _revision_count(state) == count), None)


def _state(desk: Desk, event: Event, count: int) -> tuple[Feature, _Commit | None]:
    """Return the state of a record with a number of revisions, and the commit that has it."""
    desk_state = _state_in_desk(desk, event, count)
    if desk_state is not None:
        return desk_state, None
    day_text = event.revisions[count].on
    day = parse_date(day_text).lower if day_text else None
    if day is None:
        raise UsageError("the revision has no day, by which an earlier state could be found in git")
    commit = last_before(desk.workspace.root, day)
    files = files_at(commit, is_state_file)
    record = state_of_files(files, "").content.records.get(event.id)
    name = commit.commit[:7]
    if record is None:
        raise UsageError(Message("the record is not in commit {name} of {day}", name, commit.day))
    return record, {"name": name, "day": str(commit.day)}


def _revision_count(feature: Feature) -> int:
    revisions: Any = listed(feature["properties"].get("revisions") or [])
    return len(revisions)


def _with_full_texts(item: Difference) -> dict[str, str | None]:
    """Return a difference in words, with both values in full if they are texts."""
    values = (item.old, item.new)
    is_text = all(isinstance(value, str) or value is ABSENT for value in values)
    old, new = (value if is_text and isinstance(value, str) else None for value in values)
    return {"path": item.path, "what": in_language(item.what), "old": old, "new": new}
