"""Requests about the table of records: its cells, and their edits."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.server.desk import Desk
from geotrack.server.record_table import CellEdit, check_cells, table_of_records
from geotrack.server.requests import answer, read_object

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def table(request: Request) -> Response:
        ids = (await read_object(request)).get("ids")
        if ids is not None and not isinstance(ids, list):
            raise UsageError("'ids' is a list of ids")
        return await answer(table_of_records, desk.workspace, ids, desk.language_of(request))

    async def check(request: Request) -> Response:
        edits = _edits(await read_object(request))
        return await answer(_findings, edits, desk, desk.language_of(request))

    async def save(request: Request) -> Response:
        body = await read_object(request)
        by, why = body.get("by"), body.get("why")
        if not isinstance(by, str) or not isinstance(why, str | None):
            raise UsageError("a change needs 'by', a name, and may have 'why'")
        language = desk.language_of(request)
        saved = await desk.write(desk.save_cells, _edits(body), by=by, why=why, language=language)
        content = {"ids": saved.ids, "findings": saved.findings}
        return JSONResponse(content, 200 if saved.ids else 422)

    return [
        Route("/api/table", table, methods=["POST"]),
        Route("/api/table/check", check, methods=["POST"]),
        Route("/api/table/save", save, methods=["POST"]),
    ]


def _findings(edits: list[CellEdit], desk: Desk, language: str) -> dict[str, Any]:
    return {"findings": check_cells(edits, desk.workspace, language)[1].findings}


def _edits(body: dict[str, Any]) -> list[CellEdit]:
    """Read the edited cells of a request."""
    edits = body.get("edits")
    if not isinstance(edits, list):
        raise UsageError("the request has no list 'edits'")
    try:
        return [CellEdit(*(str(edit[key]) for key in ("id", "column", "before", "after")))
                for edit in edits]  # fmt: skip
    except (KeyError, TypeError, IndexError):
        raise UsageError("an edit has 'id', 'column', 'before' and 'after'") from None
