"""Requests about review: which records wait for it, and their next step."""

from __future__ import annotations

from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.index.record_rows import table_of
from geotrack.model.event import Event, Revision
from geotrack.server.desk import Desk
from geotrack.server.requests import answer, read_object
from geotrack.workspace import Workspace
from geotrack.workspace.edit.review import review_records
from geotrack.workspace.edit.revisions import SENT_BACK, is_review, next_step, review_of

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    def take_step(ids: list[str], by: str, to: Any, back: str | None) -> dict[str, Any]:
        events = [event for event in map(desk.workspace.find, ids) if event is not None]
        review = review_records(desk.workspace, events, by=by, on=desk.today(), to=to, back=back)
        return {"steps": review.steps, "refused": review.refused}

    async def queue(request: Request) -> Response:
        state = request.query_params.get("state", "")
        return await answer(waiting_records, desk.workspace, state)

    async def step(request: Request) -> Response:
        body = await read_object(request)
        ids, name, target = body.get("ids"), body.get("by"), body.get("to")
        back = body.get("back")
        if not isinstance(back, str | None):
            raise UsageError("the reason, 'back', is text")
        if not isinstance(ids, list) or not isinstance(name, str) or target not in (None, *_STEPS):
            raise UsageError("a review needs 'ids', a list, and 'by', a name")
        return await desk.write_json(take_step, [str(id_) for id_ in ids], name, target, back)

    return [Route("/api/review", queue), Route("/api/review", step, methods=["POST"])]


_STEPS = ("reviewed", "released")
# So many are listed; the others follow when these have taken their step.
_MOST_RECORDS = 200


def waiting_records(workspace: Workspace, state: str = "") -> dict[str, Any]:
    """Return how many records are not released, `count`, and the first `records` of them.

    Drafts come first, and of these what was changed or entered last.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    state : {"", "draft", "reviewed", "back"}
        Which are listed: all, those that wait for a review, for their release, or for their author,
        to whom they were sent back. `counts` has the number of each.
    """
    events = workspace.current
    states, changed = (table_of(events).shared(name) for name in ("waits_for", "changed"))
    rows = np.flatnonzero(states.where(lambda waits: waits != "released"))
    of_row = states.codes[rows]
    counts = {
        name: int(np.count_nonzero(of_row == code))
        for code, name in enumerate(states.values)
        if name != "released"
    }
    listed = [row for row in rows.tolist() if state in ("", states.values[states.codes[row]])]
    listed.sort(key=lambda row: str(changed.values[changed.codes[row]]), reverse=True)
    listed.sort(key=lambda row: states.values[states.codes[row]] == "reviewed")
    return {
        "count": len(rows),
        "counts": counts,
        "listed": len(listed),
        "records": [_waiting(events[row]) for row in listed[:_MOST_RECORDS]],
    }


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
        "back": _reason(event.revisions[-1]) if _is_back(event) else None,
    }


def _is_back(event: Event) -> bool:
    return bool(event.revisions) and event.revisions[-1].what == SENT_BACK


def _reason(revision: Revision) -> dict[str, str | None]:
    """Return who sent a record back, when and why."""
    return {"by": revision.by, "on": revision.on and str(revision.on), "why": revision.why}


def _first_since_review(event: Event) -> int | None:
    """Return the number of the first revision since the last review; None without any."""
    reviews = [n for n, revision in enumerate(event.revisions, 1) if revision.what in _STEPS]
    first = reviews[-1] if reviews else 0
    return first if first < len(event.revisions) else None
