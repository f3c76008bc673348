"""Requests about review: which records wait for it, and their next step."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.dates import parse_date
from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.model.base import listed
from geotrack.model.event import Event, Revision
from geotrack.server.desk import Desk
from geotrack.server.requests import answer, read_object
from geotrack.workspace import Workspace
from geotrack.workspace.diff.property_differences import ABSENT, Difference, difference
from geotrack.workspace.diff.states import is_state_file, state_of_files
from geotrack.workspace.edit.review import review_records
from geotrack.workspace.edit.revisions import is_review, next_step, review_of
from geotrack.workspace.git import files_at, last_before

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    def take_step(ids: list[str], by: str, to: Any) -> dict[str, Any]:
        events = [event for event in map(desk.workspace.find, ids) if event is not None]
        review = review_records(desk.workspace, events, by=by, on=desk.today(), to=to)
        return {"steps": review.steps, "refused": review.refused}

    async def queue(_: Request) -> Response:
        return await answer(waiting_records, desk.workspace)

    async def changes(request: Request) -> Response:
        return await answer(changes_since_review, desk, request.path_params["id"])

    async def step(request: Request) -> Response:
        body = await read_object(request)
        ids, by, to = body.get("ids"), body.get("by"), body.get("to")
        if not isinstance(ids, list) or not isinstance(by, str) or to not in {None, *_STEPS}:
            raise UsageError("a review needs 'ids', a list, and 'by', a name")
        return await desk.write_json(take_step, [str(id_) for id_ in ids], by, to)

    return [
        Route("/api/review", queue),
        Route("/api/review", step, methods=["POST"]),
        Route("/api/review/{id}", changes),
    ]


_STEPS = ("reviewed", "released")


def waiting_records(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the records that are not released, drafts first, each with its last change."""
    found = []
    for event in workspace.current:
        if (step := next_step(event.feature)) is None:
            continue
        changes = [r for r in event.revisions if not is_review(r.what)]
        last = changes[-1] if changes else None
        found.append(
            {
                "id": event.id,
                "title": event.title,
                "review": review_of(event.feature),
                "next": step,
                "by": last and last.by,
                "on": last and str(last.on),
                "what": last and last.what,
                "why": last and last.why,
                "changed": bool(_since_review(event)),
            }
        )
    return sorted(found, key=lambda one: str(one["review"] != "draft"))


def changes_since_review(desk: Desk, id_: str) -> dict[str, Any]:
    """Return the differences of a record to its state at its last review, or as it was added.

    That state is known from the changes of this desk, else from the last commit in git before the
    day of the first change since then.

    Raises
    ------
    UsageError
        There is no such record, it has no change since then, or no earlier state of it is known.
    """
    event = desk.workspace.find(id_)
    if event is None:
        raise UsageError(f"there is no record {shown(id_)}")
    reviews = _reviews(event.feature)
    since = _since_review(event)
    if not since:
        raise UsageError("the record has not changed since its last review")
    states = (one for one in desk.former_states(event.id) if _reviews(one) == reviews)
    before: Mapping[str, Any] | None = next(states, None)
    commit: dict[str, str] | None = None
    if before is None:
        before, commit = _committed(desk.workspace, event.id, since[0])
    found = [_in_full(one) for one in difference(before, event.feature)]
    return {"differences": found, "commit": commit}


def _in_full(one: Difference) -> dict[str, str | None]:
    """Return a difference in words, and in full what is text before, after or both."""
    texts = [value if isinstance(value, str) else None for value in (one.old, one.new)]
    whole = all(
        text is not None or value is ABSENT
        for text, value in zip(texts, (one.old, one.new), strict=True)
    )
    old, new = texts if whole else (None, None)
    return {"path": one.path, "what": one.what, "old": old, "new": new}


def _since_review(event: Event) -> list[Revision]:
    """Return the changes of a record since its last review, oldest first."""
    since = itertools.takewhile(lambda one: not is_review(one.what), reversed(event.revisions))
    return [*since][::-1]


def _reviews(feature: Mapping[str, Any]) -> int:
    """Return how many steps of review a record has taken."""
    revisions: Any = listed(feature["properties"].get("revisions"))
    return sum(isinstance(one, Mapping) and is_review(one.get("what")) for one in revisions)


def _committed(
    workspace: Workspace, id_: str, change: Revision
) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Return a record in the last commit before the day of a change, and that commit."""
    day = parse_date(change.on).lower if change.on else None
    if day is None:
        raise UsageError("the first change since then has no day")
    commit = last_before(workspace.root, day)
    files = files_at(commit, is_state_file)
    record = state_of_files(files, "").content.records.get(id_)
    if record is None:
        raise UsageError(f"the record is not in the commit {commit.commit[:7]} of {commit.day}")
    return record, {"name": commit.commit[:7], "day": str(commit.day)}
