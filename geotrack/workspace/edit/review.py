"""Review of stored records: all those that may move to the next state do, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from geotrack.model import Event
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.edit.revisions import (
    SENT_BACK,
    ReviewError,
    Step,
    apply_review,
    next_step,
    send_back,
)
from geotrack.workspace.store import Workspace

__all__ = ["Review", "review_records"]


@dataclass
class Review:
    """The outcome of a review.

    Attributes
    ----------
    steps : dict of str to str
        The step that each record has taken, or `sent back`, by id.
    refused : dict of str to str
        Why the others have not, by id.
    paths : tuple of Path
        The files written.
    """

    steps: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()


def review_records(
    workspace: Workspace,
    events: Iterable[Event],
    *,
    by: str,
    on: date,
    to: Step | None = None,
    back: str | None = None,
) -> Review:
    """Review records and write them.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    events : iterable of Event
        The records.
    by : str
        The reviewer, who must not be the author of the last change.
    on : date
        Day of the review.
    to : {"reviewed", "released"}, optional
        The step; default the next one of each record.
    back : str, optional
        The records are sent back, for this reason, in place of a step.

    Raises
    ------
    BusyError
        Another writer is active, or a file has changed meanwhile.
    UsageError
        `by` is not a valid name, or the reason is blank.
    OSError
        A file could not be written; nothing is changed.
    """
    edit, review = Edit(workspace), Review()
    for event in events:
        step = to or next_step(event.feature) or "released"
        try:
            if back is None:
                feature = apply_review(event.feature, by=by, on=on, to=step)
            else:
                feature = send_back(event.feature, by=by, on=on, why=back)
            edit.replace(event.id, feature)
        except ReviewError as error:
            review.refused[event.id] = str(error)
        else:
            review.steps[event.id] = step if back is None else SENT_BACK
    if review.steps:
        edit.commit()
        review.paths = edit.paths
    return review
