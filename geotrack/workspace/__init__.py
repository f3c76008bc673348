"""Workspaces: folders of records with settings, layers, reports and maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folium_polar.lazy import attach
from geotrack.workspace.config import Config
from geotrack.workspace.in_memory import only, workspace_of_features
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

if TYPE_CHECKING:
    from geotrack.workspace.checks import check, check_events
    from geotrack.workspace.edit.changeset import Edit

__all__ = [
    "LAYERS",
    "Config",
    "Edit",
    "Workspace",
    "check",
    "check_events",
    "find_workspace",
    "is_workspace",
    "only",
    "open_file",
    "open_workspace",
    "packaged_workspace",
    "shown_path",
    "workspace_of_features",
]

# Queries and maps do not need these.
__getattr__, __dir__ = attach(
    __name__, {"Edit": "edit.changeset", "check": "checks", "check_events": "checks"}
)
