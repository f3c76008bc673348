"""The records of an earlier day, from the workspace's git history if it has one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.mapview.history.changes import Before
from geotrack.mapview.numbers import numbers_in
from geotrack.workspace import Workspace, workspace_of_features
from geotrack.workspace.diff.states import is_state_file, state_of_files
from geotrack.workspace.git import Revision, files_at, last_before, revision

__all__ = ["before"]

# The largest offset from UTC, of some islands.
_FARTHEST = timedelta(hours=14)
_UNTOLD = "what is new since {} cannot be told"
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
        at, day = _revision(workspace, since)
    except UsageError as error:
        if not _A_DAY.fullmatch(since):
            raise UsageError(f"{_UNTOLD.format(shown(since))}: {error}") from error
        day = _day(since)
        if any(event.added for event in workspace.events):
            return Before(day.isoformat(), None)
        raise UsageError(
            f"{_UNTOLD.format(shown(since))}: {error}; and no record states the day of its entry, "
            "'added'"
        ) from error
    try:
        numbers = f"maps/{name}.numbers.json"
        files = files_at(at, lambda path: is_state_file(path) or (bool(name) and path == numbers))
    except UsageError as error:
        raise UsageError(f"{_UNTOLD.format(shown(since))}: {error}") from error
    issued = files.pop(numbers, None)
    state = state_of_files(files, f"{since}:")
    if state.unread:
        raise UsageError(str(state.unread[0]))
    # Invalid records were on no map.
    events = workspace_of_features(state.content.records.values(), workspace).by_id
    numbered = None if issued is None else frozenset(numbers_in(issued, f"{since}:{numbers}"))
    return Before(day.isoformat(), events, numbered)


def _revision(workspace: Workspace, since: str) -> tuple[Revision, date]:
    if not _A_DAY.fullmatch(since):
        commit = revision(workspace.root, since)
        return commit, commit.day
    day = _day(since)
    return last_before(workspace.root, day), day


def _day(since: str) -> date:
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise UsageError(f"{shown(since)} is no day of the calendar") from error
    if day > (datetime.now(UTC) + _FARTHEST).date():
        raise UsageError(f"{since} has not come: nothing can be new since then")
    return day
