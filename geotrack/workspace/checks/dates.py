"""Check for events in the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from geotrack.findings import shown
from geotrack.messages import Message
from geotrack.workspace.checks.rule_finding import RuleFinding
from geotrack.workspace.store import Workspace

__all__ = ["nothing_has_occurred_yet"]

_HAS_BEGUN = ("occurred", "ongoing")


def nothing_has_occurred_yet(workspace: Workspace, today: date) -> Iterator[RuleFinding]:
    """Find events that occurred or are ongoing, but start after today.

    Parameters
    ----------
    workspace : Workspace
        The records.
    today : date
        The latest date that has begun anywhere on Earth.
    """
    this_year = f"{today.year:04}"
    for located in workspace.located:
        event = located.record
        year = event.start[:4]
        # Fast path for records of past years.
        if event.status not in _HAS_BEGUN or (year.isdigit() and year < this_year):
            continue
        if event.when.day_limits.start_lower > today.toordinal():
            reason = Message("but the status is {status}", shown(event.status))
            message = Message(
                "the start {start} lies in the future, {reason}", shown(event.start), reason
            )
            remedy = "correct the date, or write 'planned' or 'announced' as the status"
            path = ("properties", "start")
            yield RuleFinding(located, path, message, remedy, "future", event.start)
