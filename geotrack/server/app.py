"""The web application of the desk: its addresses, and the form of its requests and answers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import anyio
import jinja2
from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from geotrack.errors import BusyError, GeotrackError
from geotrack.i18n import LANGUAGES
from geotrack.resources import PACKAGE
from geotrack.server.access import LINK_PATH, Access, AccessMiddleware
from geotrack.server.desk import Desk
from geotrack.server.records import (
    ConflictError,
    check_record,
    date_in_words,
    find_places,
    fingerprint,
    record_state,
    similar_records,
)

__all__ = ["create_app"]

_MOST_BYTES = 8_000_000
"""Largest request with a record."""

_SHELL_CSP = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'"
)
# The page states its own policy, with the hashes of its scripts.
_PAGE_CSP = "frame-ancestors 'self'"
_ASSETS = {"desk.js": "text/javascript", "desk.css": "text/css"}
_STARTED = (
    '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
    "<title>geotrack</title>"
)


def create_app(desk: Desk, access: Access) -> Starlette:
    """Return the ASGI application of a desk.

    Parameters
    ----------
    desk : Desk
        The workspace.
    access : Access
        Who may use it.
    """

    @asynccontextmanager
    async def watched(_: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(desk.watch)
            yield
            tasks.cancel_scope.cancel()

    handlers = _Handlers(desk, access)
    return Starlette(
        routes=[
            Route(LINK_PATH, handlers.start),
            Route("/", handlers.shell),
            Route("/page", handlers.page),
            Route("/assets/{name}", handlers.asset),
            Route("/api/vocabulary", handlers.vocabulary),
            Route("/api/changes", handlers.changes),
            Route("/api/places", handlers.places),
            Route("/api/dates", handlers.dates),
            Route("/api/check", handlers.check, methods=["POST"]),
            Route("/api/similar", handlers.similar, methods=["POST"]),
            Route("/api/records", handlers.save, methods=["POST"]),
            Route("/api/records/{id:path}", handlers.record),
        ],
        middleware=[Middleware(AccessMiddleware, access=access)],
        exception_handlers={GeotrackError: _geotrack_error, OSError: _os_error},
        lifespan=watched,
    )


def _geotrack_error(_: Request, error: Exception) -> Response:
    """Answer with the text of an error of the user's."""
    if isinstance(error, ConflictError):
        stored = error.stored
        state = stored and {"feature": stored.feature, "base": fingerprint(stored.feature)}
        return JSONResponse({"error": str(error), "stored": state}, 409)
    return JSONResponse({"error": str(error)}, 409 if isinstance(error, BusyError) else 422)


def _os_error(_: Request, error: Exception) -> Response:
    """Answer that a file could not be read or written; nothing is changed."""
    filename, reason = getattr(error, "filename", None), getattr(error, "strerror", None)
    return JSONResponse({"error": f"{filename or 'file'}: {reason or error}"}, 507)


class _Handlers:
    """The request handlers."""

    def __init__(self, desk: Desk, access: Access) -> None:
        self.desk = desk
        self.access = access
        self._shell = jinja2.Environment(
            loader=jinja2.FileSystemLoader(PACKAGE / "server" / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        ).get_template("desk.html")

    async def start(self, request: Request) -> Response:
        """Redeem a one-time link. The redirect is the page's own, so that the cookie is sent."""
        if not self.access.redeem(request.query_params.get("link", "")):
            text = "The link was used already; `geotrack serve --link` prints another.\n"
            return Response(text, 401, media_type="text/plain")
        return HTMLResponse(_STARTED, headers={"set-cookie": self.access.set_cookie()})

    async def shell(self, request: Request) -> Response:
        language = self._language(request)
        html = self._shell.render(language=language, title=self.desk.title)
        return HTMLResponse(html, headers={"content-security-policy": _SHELL_CSP})

    async def page(self, request: Request) -> Response:
        html = await to_thread.run_sync(self.desk.page, self._language(request))
        return HTMLResponse(html, headers={"content-security-policy": _PAGE_CSP})

    async def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _ASSETS:
            return Response(status_code=404)
        text = (PACKAGE / "static" / name).read_text(encoding="utf-8")
        return Response(text, media_type=_ASSETS[name])

    async def vocabulary(self, request: Request) -> Response:
        language = self._language(request)
        return JSONResponse(await to_thread.run_sync(self.desk.vocabulary, language))

    async def changes(self, _: Request) -> Response:
        """Stream the version of the workspace after each change, as server-sent events."""

        async def events() -> AsyncIterator[str]:
            yield f"data: {self.desk.version}\n\n"
            async for version in self.desk.versions():
                yield f"data: {version}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")

    async def record(self, request: Request) -> Response:
        return await self._answer(partial(record_state, self._workspace, request.path_params["id"]))

    async def places(self, request: Request) -> Response:
        text = request.query_params.get("text", "")
        return await self._answer(partial(find_places, text, self._workspace))

    async def dates(self, request: Request) -> Response:
        start, end = (request.query_params.get(key, "") for key in ("start", "end"))
        return JSONResponse(date_in_words(start, end or None, self._language(request)))

    async def check(self, request: Request) -> Response:
        feature = (await _body(request))["feature"]
        return await self._answer(partial(check_record, feature, self._workspace))

    async def similar(self, request: Request) -> Response:
        feature = (await _body(request))["feature"]
        return await self._answer(partial(similar_records, feature, self._workspace))

    async def save(self, request: Request) -> Response:
        if self.desk.read_only:
            return JSONResponse({"error": "the desk was started with --read-only"}, 403)
        body = await _body(request)
        values = {key: body.get(key) for key in ("base", "by", "why")}
        saved = await to_thread.run_sync(partial(self.desk.save, body["feature"], **values))
        self.desk.notify()
        answer = {
            "id": saved.id,
            "findings": saved.findings,
            "differences": saved.differences,
            "written": bool(saved.files),
            "version": self.desk.version,
        }
        return JSONResponse(answer, 200 if saved.id else 422)

    @property
    def _workspace(self) -> Any:
        return self.desk.workspace

    def _language(self, request: Request) -> str:
        asked = request.query_params.get("lang", "")
        return asked if asked in LANGUAGES else self.desk.workspace.config.language

    async def _answer(self, compute: Callable[[], Any]) -> Response:
        return JSONResponse(await to_thread.run_sync(compute))


async def _body(request: Request) -> Mapping[str, Any]:
    """Read a JSON object with a Feature.

    Raises
    ------
    GeotrackError
        The body is too large, or something else.
    """
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > _MOST_BYTES:
            raise GeotrackError(f"the request has more than {_MOST_BYTES} bytes")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("feature"), dict):
        raise GeotrackError("the request has no object 'feature'")
    return body
