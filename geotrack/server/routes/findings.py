"""Requests about findings: all of the workspace, as `geotrack check` prints them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.findings import Finding
from geotrack.index.record_rows import id_finder, table_of
from geotrack.mapview.check_workspace import check_workspace
from geotrack.server.desk import Desk
from geotrack.server.finding_text import findings_json
from geotrack.server.requests import answer
from geotrack.workspace import shown_path

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    def findings() -> list[dict[str, Any]]:
        """Return the findings, each with the id and the title of its record, null for none."""
        workspace = desk.workspace
        table = table_of(workspace.events)
        titles = dict(zip(table.texts("id"), table.texts("title"), strict=True))
        finders = {
            shown_path(path): id_finder(read.records)
            for path, read in workspace.reads_by_file.items()
        }

        def id_of(finding: Finding) -> str | None:
            find = finders.get(finding.file)
            return find("/".join(finding.pointer.split("/")[:3])) if find else None

        found = check_workspace(workspace, today=desk.today())
        ids = [id_of(finding) for finding in found]
        return [
            {
                **told,
                "file": finding.file.removeprefix(f"{shown_path(desk.root)}/"),
                "id": id_,
                "title": titles.get(id_ or ""),
            }
            for finding, told, id_ in zip(found, findings_json(found, workspace), ids, strict=True)
        ]

    async def all_findings(_: Request) -> Response:
        return await answer(findings)

    return [Route("/api/findings", all_findings)]
