"""Requests about imports: the contents of a file, the drafts of its rows, and adding them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.findings import Finding, Severity
from geotrack.messages import Message
from geotrack.server.commands import run_command
from geotrack.server.desk import Desk
from geotrack.server.finding_text import finding_json, findings_json
from geotrack.server.requests import read_object
from geotrack.server.uploads import Upload
from geotrack.workspace.duplicates.find import duplicates_of
from geotrack.workspace.edit.add import STORED, Addition, ChangeKind
from geotrack.workspace.edit.add_sound_records import Sound, plan_sound
from geotrack.workspace.store import Workspace, open_workspace

__all__ = ["routes"]

# Maximum number of records, rows and findings of a file that the desk shows.
_SHOWN = 200
_ROW = re.compile(r"/features/(\d+)(?=/|$)")
# Options of `geotrack import` with one value, by their keys in a request.
_OPTIONS = (
    "sheet",
    "header-row",
    "lon",
    "lat",
    "wkt",
    "crs",
    "latlon",
    "lonlat",
    "encoding",
    "from",
)
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
        upload.add_duplicates = body.get("doubles") is True
        answer_data = await _read_upload(desk, upload, body, request)
        upload.replaces = bool(answer_data["replaces"])
        return JSONResponse(answer_data)

    async def add(request: Request) -> Response:
        upload = desk.uploads[request.path_params["key"]]
        body = await read_object(request)
        name, why = body.get("by"), body.get("why")
        if not isinstance(name, str):
            raise UsageError("say who adds the records: 'by'")
        if not isinstance(why, str | None):
            raise UsageError("the reason, 'why', is text")
        desk.refuse_read_only()
        added = await run_command(
            desk.root,
            request=request,
            then=add_drafts,
            values={
                "root": str(desk.root), "draft": str(upload.draft), "name": upload.path.stem,
                "replaces": upload.replaces, "add_duplicates": upload.add_duplicates,
                "by": name, "why": why, "on": str(desk.today()),
            },
        )  # fmt: skip
        await desk.look()
        desk.note_import(added.pop("changes"))
        return JSONResponse(added)

    return [
        Route("/api/imports", receive, methods=["POST"]),
        Route("/api/imports/{key}", draft, methods=["POST"]),
        Route("/api/imports/{key}/add", add, methods=["POST"]),
    ]


async def _read_upload(
    desk: Desk, upload: Upload, body: Mapping[str, Any], request: Request
) -> dict[str, Any]:
    """Return the report of `geotrack import` on a file."""
    report: dict[str, Any] = await run_command(
        desk.root,
        *import_arguments(upload, body),
        request=request,
        then=judge_drafts,
        values={
            "root": str(desk.root),
            "draft": str(upload.draft),
            "on": str(desk.today()),
            "add_duplicates": upload.add_duplicates,
        },
    )
    return report


def import_arguments(upload: Upload, body: Mapping[str, Any]) -> list[str]:
    """Return the arguments of `geotrack import` for a file and the choices in a request.

    The folder of the draft is made if it is missing.

    Raises
    ------
    UsageError
        `map`, `set` or `values` is no object.
    """
    upload.draft.parent.mkdir(exist_ok=True)
    arguments = ["import", str(upload.path), "--out", str(upload.draft), "--force", "--json"]
    for key, option in _REPEATED.items():
        pairs = body.get(key) or {}
        if not isinstance(pairs, dict):
            raise UsageError(Message("{key!r} is an object of texts", key))
        arguments += [f"{option}={name}={value}" for name, value in pairs.items()]
    arguments += [f"--{key}={body[key]}" for key in _OPTIONS if body.get(key)]
    arguments += ["--incomplete"] if body.get("incomplete") is True else []
    return arguments


def judge_drafts(
    printed: str, root: str, draft: str, on: str, *, add_duplicates: bool = False
) -> dict[str, Any]:
    """Return the report of `geotrack import` on a draft, and the records that would be added.

    It is called in the process of `geotrack import`, with what that `printed`; `add_drafts` is
    called in a process without a command. The memory that a file takes is freed with the process.
    """
    report, path, day = json.loads(printed), Path(draft), date.fromisoformat(on)
    replacing = bool(report["replaces"])
    sound, left_out = _plan(root, path, day, replacing=replacing, add_duplicates=add_duplicates)
    verdict = summary(sound, path)
    # The list of columns shows which of them are kept.
    columns = {column["kept_as"] or column["column"] for column in report["columns"]}
    verdict["findings"] = [f for f in verdict["findings"] if not _is_of_a_column(f, columns)]
    return {**report, **verdict, "twice": left_out}


def _is_of_a_column(finding: Mapping[str, Any], own: Collection[str]) -> bool:
    """Return whether a finding only says that a column of the file is kept as it is."""
    return (
        finding["rule"] == "unknown-property"
        and finding["pointer"].rpartition("/")[2].replace("~1", "/").replace("~0", "~") in own
    )


def add_drafts(
    root: str,
    draft: str,
    name: str,
    replaces: bool,
    *,
    by: str,
    on: str,
    why: str | None = None,
    add_duplicates: bool = False,
) -> dict[str, Any]:
    """Add the sound records of a draft; return their ids, what is left, and what is changed."""
    path, day = Path(draft), date.fromisoformat(on)
    sound, _ = _plan(root, path, day, replacing=replaces, add_duplicates=add_duplicates)
    ids = [record.event.id for record in sound.addition.of(ChangeKind.NEW)]
    edit = sound.addition.edit(name, by=by, on=day, why=why)
    edit.commit()
    faulty = sound.faulty.text if sound.faulty else None
    changes = [(file.name, before, after) for file, before, after in edit.records]
    return {"ids": ids, "faulty": faulty, "rows": faulty_rows(sound, path), "changes": changes}


def _plan(
    root: str, draft: Path, on: date, *, replacing: bool, add_duplicates: bool
) -> tuple[Sound, int]:
    """Return the plan of a draft, and the number of rows left out as probable duplicates."""
    workspace = open_workspace(Path(root))
    sound = plan_sound(workspace, draft, replacing=replacing, today=on)
    duplicates = {} if add_duplicates else _probable_duplicates(sound.addition, workspace)
    if duplicates:
        sound = plan_sound(workspace, draft, replacing=replacing, today=on, doubtful=duplicates)
    return sound, len(duplicates)


def _probable_duplicates(addition: Addition, workspace: Workspace) -> dict[str, str]:
    """Return, by id, why new records are probably duplicates of stored ones or of earlier rows."""
    records = [r.event for r in addition.of(ChangeKind.NEW) if not r.event.replaces]
    rows = {event.id: n for n, event in enumerate(records)}
    messages: dict[str, str] = {}
    for pair in duplicates_of(records, workspace, least=STORED):
        new, old = pair.first, pair.second
        is_in_file = old.id in rows
        if is_in_file and rows[old.id] > rows[new.id]:
            new, old = old, new  # the earlier row is kept
        where = Message("in the file" if is_in_file else "stored")
        template = "probably {where} already, as ‘{title}’, {score:.2f}: {reasons}"
        messages.setdefault(new.id, Message(template, where, old.title, pair.score, pair.text))
    return messages


def summary(sound: Sound, draft: Path) -> dict[str, Any]:
    """Return the sound records of a draft, its faulty rows, and how many there are of each kind."""
    addition = sound.addition
    rows = faulty_rows(sound, draft)
    others = [finding for finding in addition.findings if _faulty_row(finding) is None]
    return {
        "counts": {str(change): addition.count(change) for change in ChangeKind},
        "faulty": len(rows),
        "sound": addition.sound,
        "features": [record.event.feature for record in addition.records[:_SHOWN]],
        "rows": rows[:_SHOWN],
        "findings": findings_json(others[:_SHOWN], addition.workspace),
    }


def faulty_rows(sound: Sound, draft: Path) -> list[dict[str, Any]]:
    """Return the drafts that are not added, each with its findings and pointers into it."""
    # Without `faulty`, either nothing is left out or no row is sound: the plan has the findings.
    findings = sound.faulty.findings if sound.faulty else sound.addition.findings
    by_row: dict[int, list[dict[str, Any]]] = {}
    for finding in findings:
        if match := _faulty_row(finding):
            pointer = finding.pointer.removeprefix(match[0])
            told = finding_json(finding, sound.addition.workspace)
            by_row.setdefault(int(match[1]), []).append({**told, "pointer": pointer})
    features = json.loads(draft.read_bytes())["features"] if by_row else []
    return [{"feature": features[n], "findings": by_row[n]} for n in sorted(by_row)]


def _faulty_row(finding: Finding) -> re.Match[str] | None:
    """Return the match of a row in the pointer of a finding that keeps the row out, else None."""
    keeps_out = finding.severity is Severity.ERROR or finding.rule == "duplicate"
    return _ROW.match(finding.pointer) if keeps_out else None
