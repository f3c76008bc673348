"""Requests about reports: their claims with their records, new claims and new reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.findings import errors_of
from geotrack.messages import Message
from geotrack.server.desk import Desk
from geotrack.server.finding_text import findings_json
from geotrack.server.requests import answer, read_object
from geotrack.workspace import Edit, Workspace
from geotrack.workspace.edit.claims import next_claim_id, with_changed_claim, with_claim
from geotrack.workspace.edit.reports import (
    cited_reports,
    faults_of_text,
    new_path,
    report_at,
    report_text,
    set_report,
    with_changed_report,
)

__all__ = ["REPORT_KEYS", "routes", "texts_of"]

_CLAIM = ("says", "kind", "section", "when", "place", "unmapped")
_FORM = ("title", "publisher", "published", "url", "note")
"""What the form of a report has."""
REPORT_KEYS = ("title", "publisher", "published", "url", "language", "marking", "note")
"""What a new report has beside its id."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def reports(_: Request) -> Response:
        return await answer(report_list, desk)

    async def new_report(request: Request) -> Response:
        body = texts_of(await read_object(request), ("id", *REPORT_KEYS))
        return await desk.write_json(add_report, desk, body)

    async def change_report(request: Request) -> Response:
        body = texts_of(await read_object(request), _FORM)
        return await desk.write_json(set_values, desk, request.path_params["id"], body)

    async def remove(request: Request) -> Response:
        return await desk.write_json(remove_stored, desk, request.path_params["id"])

    async def new_claim(request: Request) -> Response:
        body = texts_of(await read_object(request), _CLAIM)
        return await desk.write_json(add_claim, desk, request.path_params["id"], body)

    async def change(request: Request) -> Response:
        body = texts_of(await read_object(request), _CLAIM)
        params = request.path_params
        return await desk.write_json(change_claim, desk, params["id"], params["claim"], body)

    return [
        Route("/api/reports", reports),
        Route("/api/reports", new_report, methods=["POST"]),
        Route("/api/reports/{id}", change_report, methods=["POST"]),
        Route("/api/reports/{id}/remove", remove, methods=["POST"]),
        Route("/api/reports/{id}/claims", new_claim, methods=["POST"]),
        Route("/api/reports/{id}/claims/{claim}", change, methods=["POST"]),
    ]


def texts_of(body: dict[str, Any], keys: tuple[str, ...]) -> dict[str, str]:
    """Return the texts of a request by their keys; empty ones are left out."""
    if not all(isinstance(body.get(key), str | None) for key in keys):
        raise UsageError(Message("the values of {keys} are texts", ", ".join(keys)))
    return {key: body[key].strip() for key in keys if body.get(key) and body[key].strip()}


def report_list(desk: Desk) -> list[dict[str, Any]]:
    """Return the reports with their claims and records, and whether a text of theirs is open."""
    workspace = desk.workspace
    cited = cited_reports(workspace)
    return [
        {
            "has_text": report.id in desk.texts,
            "is_cited": report.id in cited,
            "id": report.id,
            "title": report.title,
            "publisher": report.publisher,
            "url": report.url,
            "note": report.note,
            "published": report.published and str(report.published),
            "mapped": sum(bool(claim.events) for claim in report.claims),
            "claims": [
                {
                    **claim.model_dump(mode="json", exclude={"events", "quote"}),
                    "is_open": claim.is_open,
                    "page": claim.quote and claim.quote.page,
                    "records": [_record(workspace, id_) for id_ in claim.events],
                }
                for claim in report.claims
            ],
        }
        for report in [table.record for table in workspace.reports if table.record is not None]
    ]


def _record(workspace: Workspace, id_: str) -> dict[str, Any]:
    event = workspace.find(id_)
    return {"id": event.id if event else id_, "title": event.title if event else None}


def add_report(desk: Desk, fields: dict[str, str]) -> dict[str, Any]:
    """Write a new report without claims, as `geotrack report new` does."""
    workspace = desk.workspace
    id_ = fields.pop("id", "")
    path = new_path(id_, workspace)
    text = report_text(id_, {"title": None, **fields})
    findings = faults_of_text(text, path.name)
    if not errors_of(findings):
        edit = Edit(workspace)
        edit.set_text(path, text)
        edit.commit()
    return {"id": id_, "findings": findings_json(findings, desk.workspace)}


def remove_stored(desk: Desk, report_id: str) -> dict[str, Any]:
    """Remove a report that no record cites, and its open text; both can be taken back."""
    desk.remove_report(report_id)
    return {"id": report_id}


def set_values(desk: Desk, report_id: str, fields: dict[str, str]) -> dict[str, Any]:
    """Change the values of a report's form; those missing from the fields are removed."""
    path, _ = report_at(report_id, desk.workspace)
    text = path.read_bytes().decode("utf-8")
    new = with_changed_report(text, {key: fields.get(key) for key in _FORM})
    return _save(desk, path, report_id, text, new)


def add_claim(desk: Desk, report_id: str, fields: dict[str, str]) -> dict[str, Any]:
    """Add a claim to a report, as `geotrack report claim` does."""
    path, report = report_at(report_id, desk.workspace)
    text = path.read_bytes().decode("utf-8")
    id_ = next_claim_id([claim.id for claim in report.claims])
    return _save(desk, path, id_, text, with_claim(text, {"id": id_, **fields}))


def change_claim(
    desk: Desk, report_id: str, claim_id: str, fields: dict[str, str]
) -> dict[str, Any]:
    """Change a claim of a report; values missing from the fields are removed."""
    path, report = report_at(report_id, desk.workspace)
    text = path.read_bytes().decode("utf-8")
    has_events = any(claim.events for claim in report.claims if claim.id == claim_id)
    # Its records state what became of it, not the form.
    keys = [key for key in _CLAIM if not (has_events and key == "unmapped")]
    new = with_changed_claim(text, claim_id, {key: fields.get(key) for key in keys})
    return _save(desk, path, claim_id, text, new)


def _save(desk: Desk, path: Path, id_: str, old: str, new: str) -> dict[str, Any]:
    """Write the new text of a report, if it has no error; return an id, its own or a claim's."""
    findings = faults_of_text(new, path.name)
    if not errors_of(findings):
        edit = Edit(desk.workspace)
        set_report(edit, path, old, new)
        edit.commit()
    return {"id": id_, "findings": findings_json(findings, desk.workspace)}
