"""Requests about review: which records wait for it, and their next step."""

from __future__ import annotations

from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.index.record_rows import table_of
from geotrack.model.event import Event
from geotrack.server.desk import Desk
from geotrack.server.requests import answer, read_object
from geotrack.workspace import Workspace
from geotrack.workspace.edit.review import review_records
from geotrack.workspace.edit.revisions import is_review, next_step, review_of

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    def take_step(ids: list[str], by: str, to: Any) -> dict[str, Any]:
        events = [event for event in map(desk.workspace.find, ids) if event is not None]
        review = review_records(desk.workspace, events, by=by, on=desk.today(), to=to)
        return {"steps": review.steps, "refused": review.refused}

    async def queue(_: Request) -> Response:
        return await answer(waiting_records, desk.workspace)

    async def step(request: Request) -> Response:
        body = await read_object(request)
        ids, name, target = body.get("ids"), body.get("by"), body.get("to")
        if not isinstance(ids, list) or not isinstance(name, str) or target not in (None, *_STEPS):
            raise UsageError("a review needs 'ids', a list, and 'by', a name")
        return await desk.write_json(take_step, [str(id_) for id_ in ids], name, target)

    return [Route("/api/review", queue), Route("/api/review", step, methods=["POST"])]


_STEPS = ("reviewed", "released")
# So many are listed; the others follow when these have taken their step.
_MOST_RECORDS = 200


def waiting_records(workspace: Workspace) -> dict[str, Any]:
    """Return how many records are not released, `count`, and the first `records` of them.

    Drafts come first, and of these what was changed or entered last.
    """
    events = workspace.current
    review, changed = (table_of(events).shared(name) for name in ("review", "changed"))
    rows = np.flatnonzero(review.where(lambda state: state != "released")).tolist()
    rows.sort(key=lambda row: str(changed.values[changed.codes[row]]), reverse=True)
    rows.sort(key=lambda row: review.values[review.codes[row]] not in {None, "draft"})
    return {"count": len(rows), "records": [_waiting(events[row]) for row in rows[:_MOST_RECORDS]]}


def _waiting(event: Event) -> dict[str, Any]:
    """Return a record with its next step and its last change."""
    changes = [r for r in event.revisions if not is_review(r.what)]
    last = changes[-1] if changes else None
    return {
        "id": event.id,
        "title": event.title,
        "review": review_of(event.feature),
        "next": next_step(event.feature),
        "by": last.by if last else event.added_by,
        "on": str(last.on) if last else event.added,
        "what": last and last.what,
        "why": last and last.why,
        "first_change": _first_since_review(event),
    }


def _first_since_review(event: Event) -> int | None:
    """Return the number of the first revision since the last review; None without any."""
    reviews = [n for n, revision in enumerate(event.revisions, 1) if is_review(revision.what)]
    first = reviews[-1] if reviews else 0
    return first if first < len(event.revisions) else None
