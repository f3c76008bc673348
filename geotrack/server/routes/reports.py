"""Requests about reports: their claims with their records, new claims and new reports."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.findings import errors_of
from geotrack.model import Report
from geotrack.server.desk import Desk
from geotrack.server.requests import answer, read_object
from geotrack.workspace import Edit, Workspace
from geotrack.workspace.edit.reports import (
    faults_of_text,
    new_path,
    next_claim_id,
    report_at,
    report_text,
    set_report,
    with_claim,
)

__all__ = ["routes"]

_CLAIM = ("says", "kind", "section", "when", "place", "unmapped")
_REPORT = ("title", "publisher", "published", "url", "language", "marking", "note")


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def reports(_: Request) -> Response:
        return await answer(report_list, desk.workspace)

    async def new_report(request: Request) -> Response:
        body = _texts(await read_object(request), ("id", *_REPORT))
        return await desk.write_json(add_report, desk, body)

    async def new_claim(request: Request) -> Response:
        body = _texts(await read_object(request), _CLAIM)
        return await desk.write_json(add_claim, desk, request.path_params["id"], body)

    return [
        Route("/api/reports", reports),
        Route("/api/reports", new_report, methods=["POST"]),
        Route("/api/reports/{id}/claims", new_claim, methods=["POST"]),
    ]


def _texts(body: dict[str, Any], keys: tuple[str, ...]) -> dict[str, str]:
    """Return the texts of a request by their keys; empty ones are left out."""
    if not all(isinstance(body.get(key), str | None) for key in keys):
        raise UsageError(f"the values of {', '.join(keys)} are texts")
    return {key: body[key].strip() for key in keys if body.get(key) and body[key].strip()}


def report_list(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the reports with their claims and the records of each claim."""
    return [
        {
            "id": report.id,
            "title": report.title,
            "publisher": report.publisher,
            "published": report.published and str(report.published),
            "mapped": sum(bool(claim.events) for claim in report.claims),
            "claims": [
                {
                    **claim.model_dump(mode="json", exclude={"events"}),
                    "records": [_record(workspace, id_) for id_ in claim.events],
                }
                for claim in report.claims
            ],
        }
        for report in _sound_reports(workspace)
    ]


def _sound_reports(workspace: Workspace) -> list[Report]:
    return [table.record for table in workspace.reports if table.record is not None]


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
    return {"id": id_, "findings": [finding.to_json() for finding in findings]}


def add_claim(desk: Desk, report_id: str, fields: dict[str, str]) -> dict[str, Any]:
    """Add a claim to a report, as `geotrack report claim` does."""
    workspace = desk.workspace
    path, report = report_at(report_id, workspace)
    text = path.read_bytes().decode("utf-8")
    id_ = next_claim_id([claim.id for claim in report.claims])
    new = with_claim(text, {"id": id_, **fields})
    findings = faults_of_text(new, path.name)
    if not errors_of(findings):
        edit = Edit(workspace)
        set_report(edit, path, text, new)
        edit.commit()
    return {"id": id_, "findings": [finding.to_json() for finding in findings]}
