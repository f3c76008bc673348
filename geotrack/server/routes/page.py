"""Requests for the page of all records, and of the page for rows and cards of many."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from geotrack.server.desk import Desk
from geotrack.server.requests import read_object

__all__ = ["routes"]

# The page states its own policy, with the hashes of its scripts.
_CSP = "frame-ancestors 'self'"
# Parts of a page of many by number; and what it asks of all its records.
_PARTS = {"rows": "application/json", "features": "application/json", "card": "text/plain"}
_QUESTIONS = ("search", "verdicts")


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def page(request: Request) -> Response:
        html = await desk.pages.records(desk.language_of(request))
        return HTMLResponse(html, headers={"content-security-policy": _CSP})

    async def columns(request: Request) -> Response:
        since = request.query_params.get("since", "")
        content = await desk.pages.ask("columns", desk.language_of(request), since)
        return Response(content, media_type="application/octet-stream")

    async def place(request: Request) -> Response:
        id_ = request.query_params.get("id", "")
        content = await desk.pages.ask("place", *_state(request), id_)
        return Response(b'{"place": %b}' % content, media_type="application/json")

    def part(kind: str) -> Route:
        async def answer(request: Request) -> Response:
            number = request.path_params["number"]
            content = await desk.pages.ask(kind, *_state(request), number)
            return Response(content, media_type=_PARTS[kind])

        return Route(f"/page/{kind}/{{number:int}}", answer)

    def question(kind: str) -> Route:
        async def answer(request: Request) -> Response:
            content = await desk.pages.ask(kind, *_state(request), await read_object(request))
            return Response(content, media_type="application/json")

        return Route(f"/page/{kind}", answer, methods=["POST"])

    def _state(request: Request) -> tuple[str, str]:
        """Return the language and the version of the page that asks."""
        return desk.language_of(request), request.query_params.get("version", "")

    return [
        Route("/page", page),
        Route("/page/columns", columns),
        Route("/page/place", place),
        *map(part, _PARTS),
        *map(question, _QUESTIONS),
    ]
