"""Requests about findings: all of the workspace, as `geotrack check` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.mapview.check_workspace import check_workspace
from geotrack.server.desk import Desk
from geotrack.server.requests import answer
from geotrack.workspace import shown_path

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    def findings() -> list[dict[str, Any]]:
        workspace = desk.workspace
        reads: Mapping[Path, Any] = workspace.reads_by_file
        ids = {
            (shown_path(path), located.pointer): located.record.id
            for path, result in reads.items()
            for located in result.records
        }
        return [
            {
                **finding.to_json(),
                "file": finding.file.removeprefix(f"{shown_path(desk.root)}/"),
                "id": ids.get((finding.file, "/".join(finding.pointer.split("/")[:3]))),
            }
            for finding in check_workspace(workspace, today=desk.today())
        ]

    async def all_findings(_: Request) -> Response:
        return await answer(findings)

    return [Route("/api/findings", all_findings)]
