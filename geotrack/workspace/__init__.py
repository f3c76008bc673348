"""Folders to checked records."""

from __future__ import annotations

from geotrack.workspace.checks import check, check_events
from geotrack.workspace.config import Config
from geotrack.workspace.editing import Edit
from geotrack.workspace.given import given, only
from geotrack.workspace.store import (
    LAYERS,
    Workspace,
    find_workspace,
    is_workspace,
    open_file,
    open_workspace,
    packaged_workspace,
    shown_path,
)

__all__ = [
    "LAYERS",
    "Config",
    "Edit",
    "Workspace",
    "check",
    "check_events",
    "find_workspace",
    "given",
    "is_workspace",
    "only",
    "open_file",
    "open_workspace",
    "packaged_workspace",
    "shown_path",
]
