"""Requests about files of others: what they hold, the drafts of their rows, and adding them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.findings import Finding, Severity
from geotrack.server.commands import run_command
from geotrack.server.desk import Desk
from geotrack.server.requests import answer, read_object
from geotrack.server.uploads import Upload
from geotrack.workspace.edit.add import Change
from geotrack.workspace.edit.sound import Sound, plan_sound

__all__ = ["routes"]

_SHOWN = 200
_ROW = re.compile(r"/features/(\d+)(?=/|$)")
# Options of `geotrack import` with one value, by their keys in a request.
_OPTIONS = ("sheet", "header-row", "lon", "lat", "wkt", "crs", "latlon", "lonlat", "encoding")
_REPEATED = {"map": "--map", "set": "--set", "values": "--map-value"}


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def receive(request: Request) -> Response:
        desk.refuse_read_only()
        name = request.query_params.get("name", "")
        return JSONResponse({"key": await desk.uploads.receive(name, request.stream())})

    async def draft(request: Request) -> Response:
        upload = desk.uploads[request.path_params["key"]]
        body = await read_object(request)
        read = json.loads(
            await run_command(desk.root, *import_arguments(upload, body), request=request)
        )
        upload.replaces = bool(read["replaces"])
        return await answer(lambda: {**read, **summary(_plan(desk, upload), upload.draft)})

    async def add(request: Request) -> Response:
        upload = desk.uploads[request.path_params["key"]]
        body = await read_object(request)
        by, why = body.get("by"), body.get("why")
        if not isinstance(by, str):
            raise UsageError("say who adds the records: 'by'")

        def write() -> dict[str, Any]:
            sound = _plan(desk, upload)
            ids = [record.event.id for record in sound.addition.of(Change.NEW)]
            sound.addition.write(upload.path.stem, by=by, on=desk.today(), why=why)
            faulty = sound.faulty.text if sound.faulty else None
            return {"ids": ids, "faulty": faulty, "rows": faulty_rows(sound, upload.draft)}

        return await desk.write_json(write)

    return [
        Route("/api/imports", receive, methods=["POST"]),
        Route("/api/imports/{key}", draft, methods=["POST"]),
        Route("/api/imports/{key}/add", add, methods=["POST"]),
    ]


def import_arguments(upload: Upload, body: Mapping[str, Any]) -> list[str]:
    """Return the arguments of `geotrack import` for a file and the choices in a request.

    Raises
    ------
    UsageError
        A choice is not text.
    """
    upload.draft.parent.mkdir(exist_ok=True)
    found = ["import", str(upload.path), "--out", str(upload.draft), "--force", "--json"]
    for key, option in _REPEATED.items():
        pairs = body.get(key) or {}
        if not isinstance(pairs, dict):
            raise UsageError(f"{key!r} is an object of texts")
        found += [f"{option}={name}={value}" for name, value in pairs.items()]
    found += [f"--{key}={body[key]}" for key in _OPTIONS if body.get(key)]
    found += ["--incomplete"] if body.get("incomplete") is True else []
    return found


def _plan(desk: Desk, upload: Upload) -> Sound:
    return plan_sound(desk.workspace, upload.draft, replacing=upload.replaces, today=desk.today())


def summary(sound: Sound, draft: Path) -> dict[str, Any]:
    """Return the sound records of a draft, its faulty rows, and how many there are of each kind."""
    addition = sound.addition
    rows = faulty_rows(sound, draft)
    return {
        "counts": {str(change): addition.count(change) for change in Change},
        "faulty": len(rows),
        "sound": addition.sound,
        "features": [record.event.feature for record in addition.records[:_SHOWN]],
        "rows": rows[:_SHOWN],
        "findings": [f.to_json() for f in addition.findings if _faulty_row(f) is None][:_SHOWN],
    }


def faulty_rows(sound: Sound, draft: Path) -> list[dict[str, Any]]:
    """Return the drafts that have an error, each with its findings and pointers into it."""
    left = sound.faulty.findings if sound.faulty else sound.addition.findings
    found: dict[int, list[dict[str, Any]]] = {}
    for finding in left:
        if at := _faulty_row(finding):
            pointer = finding.pointer.removeprefix(at[0])
            found.setdefault(int(at[1]), []).append({**finding.to_json(), "pointer": pointer})
    features = json.loads(draft.read_bytes())["features"] if found else []
    return [{"feature": features[n], "findings": found[n]} for n in sorted(found)]


def _faulty_row(finding: Finding) -> re.Match[str] | None:
    """Return the pointer of the draft in which an error is, None for other findings."""
    return _ROW.match(finding.pointer) if finding.severity is Severity.ERROR else None
