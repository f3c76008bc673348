"""Requests about one record: read, check and save it, and what a date or a place means."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.server.desk import Desk
from geotrack.server.lookups import (
    date_meaning,
    find_dates,
    find_places,
    find_records,
    publication_day,
)
from geotrack.server.merge import compare_records, merged_record
from geotrack.server.record_history import revision_changes, unsaved_changes
from geotrack.server.records import check_record, record_state, similar_records
from geotrack.server.requests import answer, read_feature, read_object

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def record(request: Request) -> Response:
        return await answer(record_state, desk.workspace, request.path_params["id"])

    async def revisions(request: Request) -> Response:
        query = request.query_params
        try:
            first = int(query.get("first", ""))
            last = int(query["last"]) if "last" in query else None
        except ValueError:
            raise UsageError("'first' and 'last' are numbers of revisions") from None
        return await answer(revision_changes, desk, request.path_params["id"], first, last)

    async def places(request: Request) -> Response:
        text, language = request.query_params.get("text", ""), desk.language_of(request)
        return await answer(find_places, text, desk.workspace, language)

    async def dates(request: Request) -> Response:
        query, language = request.query_params, desk.language_of(request)
        if "text" in query:
            day = publication_day(query, desk.workspace)
            return await answer(find_dates, query["text"], language, day)
        return await answer(
            date_meaning, query.get("start", ""), query.get("end") or None, language
        )

    async def titles(request: Request) -> Response:
        query = request.query_params
        return await answer(
            find_records, query.get("text", ""), query.getlist("id"), desk.workspace,
            desk.language_of(request),
        )  # fmt: skip

    async def compare(request: Request) -> Response:
        body = await read_feature(request, stated=True)
        return await answer(
            compare_records, str(body.get("with")), body["feature"], desk.workspace,
            desk.language_of(request),
        )  # fmt: skip

    async def merge(request: Request) -> Response:
        body = await read_feature(request, stated=True)
        sides = body.get("sides")
        if not isinstance(sides, dict):
            raise UsageError("a merge has 'sides', A or B for each property that differs")
        return await answer(
            merged_record, str(body.get("with")), body["feature"], sides, desk.workspace
        )

    async def check(request: Request) -> Response:
        feature = (await read_feature(request))["feature"]
        return await answer(check_record, feature, desk.workspace)

    async def similar(request: Request) -> Response:
        feature = (await read_feature(request))["feature"]
        return await answer(similar_records, feature, desk.workspace)

    async def changes(request: Request) -> Response:
        feature = (await read_feature(request, stated=True))["feature"]
        return await answer(unsaved_changes, feature, desk.workspace)

    async def save(request: Request) -> Response:
        body = await read_feature(request)
        merges = body.get("merges") or {}
        if not isinstance(merges, dict):
            raise UsageError("'merges' has the base of each merged record by its id")
        saved = await desk.write(
            desk.save_record,
            body["feature"],
            merges=merges,
            **{key: body.get(key) for key in ("base", "by", "why")},
        )
        content = {
            "id": saved.id,
            "findings": saved.findings,
            "differences": saved.differences,
            "version": desk.version,
        }
        return JSONResponse(content, 200 if saved.id else 422)

    async def remove(request: Request) -> Response:
        body = await read_object(request)
        id_, base = body.get("id"), body.get("base")
        if not isinstance(id_, str) or not isinstance(base, str):
            raise UsageError("a record to remove has 'id' and 'base'")
        force = body.get("force") is True
        errors = await desk.write(desk.remove_record, id_, base, force=force)
        return JSONResponse({"removed": force or not errors, "findings": errors})

    async def take_back(request: Request) -> Response:
        by = (await read_object(request)).get("by")
        if not isinstance(by, str):
            raise UsageError("say who takes it back: 'by'")
        return JSONResponse({"id": await desk.write(desk.take_back, by)})

    async def backup(_: Request) -> Response:
        content = await to_thread.run_sync(desk.backup)
        return Response(content, media_type="application/zip")

    return [
        Route("/api/remove", remove, methods=["POST"]),
        Route("/api/undo", take_back, methods=["POST"]),
        Route("/api/backup", backup, methods=["POST"]),
        Route("/api/records", save, methods=["POST"]),
        Route("/api/records/{id:path}", record),
        Route("/api/revisions/{id:path}", revisions),
        Route("/api/places", places),
        Route("/api/dates", dates),
        Route("/api/check", check, methods=["POST"]),
        Route("/api/similar", similar, methods=["POST"]),
        Route("/api/differences", changes, methods=["POST"]),
        Route("/api/titles", titles),
        Route("/api/compare", compare, methods=["POST"]),
        Route("/api/merge", merge, methods=["POST"]),
    ]
