"""Rules of dates that need to know the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from geotrack.findings import shown
from geotrack.workspace.checks.rule_finding import RuleFinding
from geotrack.workspace.store import Workspace

__all__ = ["nothing_has_occurred_yet"]

_HAS_BEGUN = ("occurred", "ongoing")


def nothing_has_occurred_yet(workspace: Workspace, today: date) -> Iterator[RuleFinding]:
    """Find what is said to have happened, or to go on, and starts after today.

    Parameters
    ----------
    workspace : Workspace
        The records.
    today : date
        The last day that has begun anywhere on Earth.
    """
    this_year = f"{today.year:04}"
    for located in workspace.located:
        event = located.record
        year = event.start[:4]
        # Most records are of years past; their dates need not be taken apart.
        if event.status not in _HAS_BEGUN or (year.isdigit() and year < this_year):
            continue
        if event.when.day_limits.start_lower > today.toordinal():
            reason = f"but the status is {shown(event.status)}"
            message = f"the start {shown(event.start)} lies in the future, {reason}"
            remedy = "correct the date, or write 'planned' or 'announced' as the status"
            path = ("properties", "start")
            yield RuleFinding(located, path, message, remedy, "future", event.start)
