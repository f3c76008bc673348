"""Requests about records that are probably of one event: list them, and keep two apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.messages import Message, in_language
from geotrack.model.base import listed
from geotrack.server.desk import Desk
from geotrack.server.lookups import find_records
from geotrack.server.records import stored_with_fingerprint
from geotrack.server.requests import answer, read_object
from geotrack.workspace.duplicates.find import duplicates_in
from geotrack.workspace.edit.revisions import review_of

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def pairs(request: Request) -> Response:
        return await answer(duplicate_pairs, desk, desk.language_of(request))

    async def distinct(request: Request) -> Response:
        body = await read_object(request)
        ids, by = body.get("ids"), body.get("by")
        if not isinstance(ids, list) or len(set(ids)) != 2 or not isinstance(by, str):  # noqa: PLR2004 (a pair)
            raise UsageError("the request has no two 'ids', and 'by', a name")
        findings = await desk.write(keep_apart, desk, (str(ids[0]), str(ids[1])), by)
        return JSONResponse({"findings": findings}, 422 if findings else 200)

    return [
        Route("/api/duplicates", pairs),
        Route("/api/duplicates/distinct", distinct, methods=["POST"]),
    ]


def duplicate_pairs(desk: Desk, language: str) -> dict[str, Any]:
    """Return the records of the workspace that are probably of one event.

    Parameters
    ----------
    desk : Desk
        The workspace.
    language : str
        Of dates.

    Returns
    -------
    dict
        `pairs`, best first, each with its two `records` (`id`, `title`, `date`) and the `reasons`;
        and `more`, about how many pairs are not listed.
    """
    result = duplicates_in(desk.workspace)
    return {
        "pairs": [
            {
                "records": find_records(
                    "", [pair.first.id, pair.second.id], desk.workspace, language
                ),
                "reasons": [in_language(reason) for reason in pair.reasons],
            }
            for pair in result.pairs
        ],
        "more": result.more,
    }


def keep_apart(desk: Desk, ids: tuple[str, str], by: str) -> list[dict[str, Any]]:
    """Note that two records are not of the same event: one names the other as `related`.

    Linked records are no duplicates, for every command. A draft is changed rather than a record
    that is released, which would be a draft again.

    Parameters
    ----------
    desk : Desk
        The workspace.
    ids : (str, str)
        The records.
    by : str
        Who says so.

    Returns
    -------
    list of dict
        Errors, for which it is not noted.

    Raises
    ------
    UsageError
        There is no such record.
    """
    states = [stored_with_fingerprint(desk.workspace, id_) for id_ in ids]
    of_review = [review_of(state["feature"]) for state in states]
    n = 0 if of_review[1] == "released" and of_review[0] != "released" else 1
    state, other = states[n], states[1 - n]["feature"]
    properties: Mapping[str, Any] = state["feature"]["properties"]
    stated: Any = listed(properties.get("related") or [])
    related = [*stated, other["id"]]
    feature = {**state["feature"], "properties": {**properties, "related": related}}
    why = in_language(Message("not the same event as {title}", shown(other["properties"]["title"])))
    saved = desk.save_record(feature, base=state["base"], by=by, why=why)
    return [one for one in saved.findings if one["severity"] == "error"] if not saved.id else []
