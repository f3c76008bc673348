"""Requests about one record: read, check and save it, and what a date or a place means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.server.account_preview import account_preview
from geotrack.server.desk import Desk
from geotrack.server.lookups import (
    date_meaning,
    find_dates,
    find_places,
    find_records,
    publication_day,
)
from geotrack.server.merge_duplicates import compare_records, merged_record
from geotrack.server.record_history import revision_changes, unsaved_changes
from geotrack.server.records import (
    Saved,
    check_record,
    similar_records,
    stored_with_fingerprint,
)
from geotrack.server.requests import answer, read_feature, read_object

__all__ = ["routes", "saved_response", "saving_values"]


async def _record(desk: Desk, request: Request) -> Response:
    return await answer(stored_with_fingerprint, desk.workspace, request.path_params["id"])


async def _revisions(desk: Desk, request: Request) -> Response:
    query = request.query_params
    try:
        first = int(query.get("first", ""))
        last = int(query["last"]) if "last" in query else None
    except ValueError:
        raise UsageError("'first' and 'last' are numbers of revisions") from None
    return await answer(revision_changes, desk, request.path_params["id"], first, last)


async def _places(desk: Desk, request: Request) -> Response:
    text, language = request.query_params.get("text", ""), desk.language_of(request)
    return await answer(find_places, text, desk.workspace, language)


async def _dates(desk: Desk, request: Request) -> Response:
    query, language = request.query_params, desk.language_of(request)
    if "text" in query:
        day = publication_day(query, desk.workspace)
        return await answer(find_dates, query["text"], language, day)
    return await answer(date_meaning, query.get("start", ""), query.get("end") or None, language)


async def _titles(desk: Desk, request: Request) -> Response:
    query = request.query_params
    return await answer(
        find_records, query.get("text", ""), query.getlist("id"), desk.workspace,
        desk.language_of(request),
    )  # fmt: skip


async def _compare(desk: Desk, request: Request) -> Response:
    body = await read_feature(request, stated=True)
    return await answer(
        compare_records, str(body.get("with")), body["feature"], desk.workspace,
        desk.language_of(request),
    )  # fmt: skip


async def _merge(desk: Desk, request: Request) -> Response:
    body = await read_feature(request, stated=True)
    sides = body.get("sides")
    if not isinstance(sides, dict):
        raise UsageError("a merge has 'sides', A or B for each property that differs")
    return await answer(
        merged_record, str(body.get("with")), body["feature"], sides, desk.workspace
    )


async def _check(desk: Desk, request: Request) -> Response:
    feature = (await read_feature(request))["feature"]
    return await answer(check_record, feature, desk.workspace)


async def _similar(desk: Desk, request: Request) -> Response:
    feature = (await read_feature(request))["feature"]
    return await answer(similar_records, feature, desk.workspace)


async def _accounts(desk: Desk, request: Request) -> Response:
    feature, language = (await read_feature(request))["feature"], desk.language_of(request)
    return await answer(account_preview, feature, desk.workspace, language)


async def _changes(desk: Desk, request: Request) -> Response:
    feature = (await read_feature(request, stated=True))["feature"]
    return await answer(unsaved_changes, feature, desk.workspace)


async def _save(desk: Desk, request: Request) -> Response:
    values = saving_values(await read_feature(request))
    return saved_response(await desk.write(desk.save_record, **values))


def saving_values(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `Desk.save_record` in a request."""
    merges = body.get("merges") or {}
    if not isinstance(merges, dict):
        raise UsageError("'merges' has the base of each merged record by its id")
    return {"merges": merges, **{key: body.get(key) for key in ("feature", "base", "by", "why")}}


def saved_response(saved: Saved) -> Response:
    """Return the response to a request that saves a record."""
    content = {
        "id": saved.id,
        "findings": saved.findings,
        "differences": saved.differences,
    }
    return JSONResponse(content, 200 if saved.id else 422)


async def _remove(desk: Desk, request: Request) -> Response:
    body = await read_object(request)
    id_, base = body.get("id"), body.get("base")
    if not isinstance(id_, str) or not isinstance(base, str):
        raise UsageError("a record to remove has 'id' and 'base'")
    force = body.get("force") is True
    errors = await desk.write(desk.remove_record, id_, base, force=force)
    return JSONResponse({"removed": force or not errors, "findings": errors})


async def _take_back(desk: Desk, request: Request) -> Response:
    name = (await read_object(request)).get("by")
    if not isinstance(name, str):
        raise UsageError("say who takes it back: 'by'")
    return JSONResponse({"id": await desk.write(desk.take_back, name)})


async def _last_change(desk: Desk, _: Request) -> Response:
    return await answer(desk.last_change)


async def _backup(desk: Desk, _: Request) -> Response:
    content = await to_thread.run_sync(desk.backup)
    return Response(content, media_type="application/zip")


_Handler = Callable[[Desk, Request], Awaitable[Response]]
_ADDRESSES: tuple[tuple[str, _Handler, str], ...] = (
    ("/api/remove", _remove, "POST"),
    ("/api/undo", _take_back, "POST"),
    ("/api/undo", _last_change, "GET"),
    ("/api/backup", _backup, "POST"),
    ("/api/records", _save, "POST"),
    ("/api/records/{id:path}", _record, "GET"),
    ("/api/revisions/{id:path}", _revisions, "GET"),
    ("/api/places", _places, "GET"),
    ("/api/dates", _dates, "GET"),
    ("/api/check", _check, "POST"),
    ("/api/similar", _similar, "POST"),
    ("/api/accounts", _accounts, "POST"),
    ("/api/differences", _changes, "POST"),
    ("/api/titles", _titles, "GET"),
    ("/api/compare", _compare, "POST"),
    ("/api/merge", _merge, "POST"),
)


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""
    return [
        Route(path, partial(handle, desk), methods=[method]) for path, handle, method in _ADDRESSES
    ]
