"""Requests about maps: their definitions, a preview, and building them."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from geotrack.errors import BusyError, UsageError
from geotrack.findings import errors_of, shown
from geotrack.server.commands import run_command
from geotrack.server.desk import Desk
from geotrack.server.requests import answer, read_object
from geotrack.workspace import Edit
from geotrack.workspace.edit.maps import (
    MAP_KEYS,
    faults_of_map,
    map_path,
    map_text,
    new_map_text,
)

__all__ = ["routes"]

# It runs its own scripts, and reaches neither the desk nor its cookie.
_PREVIEW_CSP = "sandbox allow-scripts; frame-ancestors 'self'"
_FORMATS = {
    "html": "text/html",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "svg": "image/svg+xml",
}


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def definitions(_: Request) -> Response:
        return await answer(map_list, desk)

    async def preview(request: Request) -> Response:
        from geotrack.page import briefing  # the desk starts sooner without it

        name = request.path_params["name"]
        html = await to_thread.run_sync(lambda: briefing(desk.workspace, name).get_root().render())
        return HTMLResponse(html, headers={"content-security-policy": _PREVIEW_CSP})

    async def build(request: Request) -> Response:
        desk.refuse_read_only()  # a map issues numbers
        name, form = request.path_params["name"], request.path_params["form"]
        if name not in desk.workspace.maps or form not in _FORMATS:
            raise UsageError(f"there is no map {shown(name)} as {shown(form)}")
        with tempfile.TemporaryDirectory(prefix="geotrack-desk-") as folder:
            path = Path(folder) / f"{name}.{form}"
            await run_command(
                desk.root, "map", name, "--format", form, "--out", str(path), request=request
            )
            content = await to_thread.run_sync(path.read_bytes)
        return Response(content, media_type=_FORMATS[form])

    async def save(request: Request) -> Response:
        body = await read_object(request)
        values = body.get("values")
        if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            raise UsageError("the request has no object of texts 'values'")
        name = request.path_params["name"]
        return await desk.write_json(save_map, desk, name, values, body.get("base"))

    return [
        Route("/api/maps", definitions),
        Route("/api/maps/{name}", save, methods=["POST"]),
        Route("/api/maps/{name}/{form}", build, methods=["POST"]),
        Route("/maps/{name}", preview),
    ]


def map_list(desk: Desk) -> list[dict[str, Any]]:
    """Return the definitions of a workspace, with their values that are text."""
    found = []
    for name, table in desk.workspace.maps.items():
        record = table.record
        values = {} if record is None else {key: getattr(record, key) for key in MAP_KEYS}
        found.append(
            {
                "name": name,
                "values": {k: "" if v is None else str(v) for k, v in values.items()},
                "scenes": 0 if record is None else len(record.scenes),
                "findings": [finding.to_json() for finding in table.findings],
                "base": _fingerprint(table.text),
            }
        )
    return found


def save_map(desk: Desk, name: str, values: dict[str, str], base: str | None) -> dict[str, Any]:
    """Write a definition, if its text has no error.

    Raises
    ------
    BusyError
        Its file was changed since it was read, or there is a map of this name already.
    """
    workspace = desk.workspace
    path = map_path(workspace, name)
    table = workspace.maps.get(name)
    if (None if table is None else _fingerprint(table.text)) != base:
        raise BusyError(f"the map {shown(name)} was changed by someone else meanwhile")
    if table is None:
        text = new_map_text(values.get("title", ""), values.get("marking", ""))
    else:
        text = table.text
    text = map_text(text, values)
    findings = faults_of_map(text, path)
    if not errors_of(findings):
        edit = Edit(workspace)
        edit.set_text(path, text)
        edit.commit()
    return {"findings": [finding.to_json() for finding in findings]}


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()
