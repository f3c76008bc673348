"""The web application of the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import jinja2
from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from geotrack.errors import BusyError, GeotrackError, UsageError, error_text
from geotrack.files.resources import PACKAGE
from geotrack.i18n import LANGUAGES, words
from geotrack.messages import LANGUAGE
from geotrack.server.access import (
    ASSETS,
    LINK_PATH,
    PROOF_PATH,
    SESSION_HEADER,
    SESSION_PATH,
    Access,
    AccessMiddleware,
)
from geotrack.server.desk import Desk
from geotrack.server.finding_text import desk_text
from geotrack.server.records import ConflictError, with_fingerprint
from geotrack.server.requests import ReadOnlyError, read_object, static_text
from geotrack.server.routes import (
    duplicates,
    findings,
    imports,
    layers,
    maps,
    page,
    questions,
    records,
    reports,
    review,
    table,
    texts,
    types,
)

__all__ = ["create_app"]

_SHELL_CSP = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'"
)
# How long the browser is left to draw the page.
_DRAWING_S = 3.0
_ROUTE_MODULES = (
    records, review, duplicates, findings, imports, layers, maps, page, questions, reports, table,
    texts, types,
)  # fmt: skip


def create_app(desk: Desk, access: Access, max_marking: str | None = None) -> Starlette:
    """Return the ASGI application of a desk.

    Parameters
    ----------
    desk : Desk
        The workspace.
    access : Access
        Who may use it. With a `read_token`, GIS programs read below `OGC_PATH`.
    max_marking : str, optional
        The highest marking that they read; default the lowest of the workspace.

    Raises
    ------
    MarkingError
        The workspace does not know the marking.
    """
    gis_routes: list[Route] = []
    if access.read_token is not None:
        from geotrack.server.ogc.service import ogc_routes  # the desk starts sooner without it

        gis_routes = ogc_routes(desk, max_marking)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(desk.pages.prepare, desk.workspace.config.language)
            tasks.start_soon(desk.watch)
            tasks.start_soon(_load_land)
            yield
            tasks.cancel_scope.cancel()
        desk.uploads.remove()
        desk.pages.close()

    return Starlette(
        routes=[
            *_shell_routes(desk, access),
            *(route for module in _ROUTE_MODULES for route in module.routes(desk)),
            *gis_routes,
        ],
        middleware=[
            Middleware(AccessMiddleware, access=access),
            Middleware(_LanguageMiddleware, desk=desk),
        ],
        exception_handlers={GeotrackError: _geotrack_error, OSError: _os_error},
        lifespan=lifespan,
    )


class _LanguageMiddleware:
    """ASGI middleware that sets the language in which findings and errors are answered."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/api/"):
            LANGUAGE.set(self.desk.language_of(Request(scope)))
        await self.app(scope, receive, send)


async def _load_land() -> None:
    """Load the coast, which takes a second, before the form first needs it."""
    await anyio.sleep(_DRAWING_S)
    await to_thread.run_sync(_measure_a_distance, abandon_on_cancel=True)


def _measure_a_distance() -> None:
    import numpy as np
    from shapely import Point

    from geotrack.coastline.ground import are_near_inland_water, to_land, to_sea

    for measure in (to_land, to_sea, are_near_inland_water):
        measure(np.array([Point(0, 0)]), np.zeros(1))


def _shell_routes(desk: Desk, access: Access) -> list[Route]:
    """Return the routes of the desk's own page and of changes of the records."""
    shell = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PACKAGE / "server" / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    ).get_template("desk.html")

    async def desk_page(request: Request) -> Response:
        language = desk.language_of(request)
        texts = words(language).section("desk")
        html = shell.render(language=language, languages=LANGUAGES, texts=texts)
        return HTMLResponse(html, headers={"content-security-policy": _SHELL_CSP})

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            return Response(status_code=404)
        return Response(static_text(name), media_type=ASSETS[name])

    async def vocabulary(request: Request) -> Response:
        labels = await to_thread.run_sync(desk.vocabulary, desk.language_of(request))
        return JSONResponse({**labels, "draft_key": access.draft_key})

    async def presence(request: Request) -> Response:
        body = await read_object(request)
        page, name, record = (body.get(key) or "" for key in ("page", "name", "record"))
        if not all(isinstance(text, str) for text in (page, name, record)) or not page:
            raise UsageError("the request has no text 'page'")
        desk.presence.report(page, name, record, leaves=body.get("leaves") is True)
        return JSONResponse({"others": desk.presence.others(page)})

    async def changes(_: Request) -> Response:
        async def events() -> AsyncIterator[str]:
            yield f"data: {desk.version}\n\n"
            async for version in desk.versions():
                yield f"data: {version}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")

    return [
        *_session_routes(access),
        Route(LINK_PATH, desk_page),
        Route("/", desk_page),
        Route("/assets/{name}", asset),
        Route("/api/vocabulary", vocabulary),
        Route("/api/changes", changes),
        Route("/api/presence", presence, methods=["POST"]),
    ]


def _session_routes(access: Access) -> list[Route]:
    """Return the routes of sessions, links and proofs."""

    async def session(request: Request) -> Response:
        session_id = access.redeem(request.headers[SESSION_HEADER])
        if session_id is None:
            text = "The link was used already; `geotrack serve --link` prints another.\n"
            return Response(text, 401, media_type="text/plain")
        return JSONResponse({"session": session_id})

    async def proof(request: Request) -> Response:
        parameters = request.query_params
        signature = access.proof(parameters.get("id", ""), parameters.get("challenge", ""))
        return Response(signature, media_type="text/plain")

    async def ticket(request: Request) -> Response:
        return JSONResponse({"ticket": access.new_ticket(request.query_params.get("path", ""))})

    return [
        Route(SESSION_PATH, session, methods=["POST"]),
        Route(PROOF_PATH, proof),
        Route("/api/tickets", ticket, methods=["POST"]),
    ]


def _geotrack_error(_: Request, error: Exception) -> Response:
    """Return the response to an error that the user can mend; a conflict has the stored record."""
    if isinstance(error, ConflictError):
        stored = with_fingerprint(error.stored) if error.stored else None
        return JSONResponse({"error": desk_text(error_text(error)), "stored": stored}, 409)
    status = {BusyError: 409, ReadOnlyError: 403}.get(type(error), 422)
    return JSONResponse({"error": desk_text(error_text(error))}, status)


def _os_error(_: Request, error: Exception) -> Response:
    """Return the response to a file that could not be read or written; nothing is changed."""
    filename, reason = getattr(error, "filename", None), getattr(error, "strerror", None)
    return JSONResponse({"error": f"{filename or 'the workspace'}: {reason or error}"}, 507)
