"""The two sides of `geotrack diff`: folders, files, ZIP archives and git revisions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geotrack.cli.app import by_options, notify

if TYPE_CHECKING:
    import click

    from geotrack.workspace import Workspace
    from geotrack.workspace.diff.states import WorkspaceState

_STDIN = "-"


class Side(NamedTuple):
    """One side of a comparison: its name, its state and, where it is one, its workspace."""

    name: str
    state: WorkspaceState
    workspace: Workspace | None = None


def read_sides(ctx: click.Context, old: str, new: str | None) -> tuple[Side, Side]:
    """Read both sides; NEW defaults to the current workspace.

    If one side is the frozen inputs of a map and the other a workspace with that map, the workspace
    is reduced to the records that its map shows.

    Raises
    ------
    UsageError
        A side is neither a folder nor a file nor a revision.
    """
    from geotrack.errors import UsageError

    if old == new == _STDIN:
        raise UsageError("- is stdin and can be given once")
    sides = _side(ctx, old), _side(ctx, new)
    return _as_frozen_map(*sides), _as_frozen_map(*sides[::-1])


def _side(ctx: click.Context, side: str | None) -> Side:
    from geotrack.reading.files import read_stream
    from geotrack.workspace import is_workspace, open_file, open_workspace, shown_path
    from geotrack.workspace.diff.states import state_of_file, state_of_workspace, state_of_zip

    if side is None:
        here = open_workspace(_root(ctx))
        return Side("the workspace here", state_of_workspace(here), here)
    if side == _STDIN:
        return Side("stdin", state_of_file(read_stream(sys.stdin.buffer, "stdin"), "stdin"))
    path = Path(side)
    if path.is_dir() and is_workspace(path):
        workspace = open_workspace(path)
        return Side(side, state_of_workspace(workspace), workspace)
    if path.is_file() and path.suffix.lower() == ".zip":
        return Side(side, state_of_zip(path, shown_path(path)))
    if path.exists() or path.is_symlink():
        return Side(side, state_of_workspace(open_file(path)))
    return Side(side, _at_revision(ctx, side))


def _as_frozen_map(side: Side, other: Side) -> Side:
    """Return a side reduced to its map, where the other side is a frozen map."""
    if side.state.is_frozen or not other.state.is_frozen:
        return side
    from io import BytesIO

    from geotrack.mapview.history.snapshot import frozen_inputs
    from geotrack.mapview.open import open_map
    from geotrack.workspace.diff.states import state_of_zip

    tables = other.state.content.tables or {}
    path, definition = next((i for i in tables.items() if i[0].startswith("maps/")), ("", {}))
    name = Path(path).stem
    if side.workspace is None or name not in side.workspace.maps:
        notify(f"note: {other.name} holds what its map shows, and {side.name} more than that")
        return side
    notify(f"note: {side.name} is compared as its map {name!r} shows it")
    with_notes = any("notes" in scene for scene in definition.get("scenes", ()))
    view = open_map(side.workspace, name, with_notes=with_notes)
    inputs = BytesIO(frozen_inputs(side.workspace, name, view))
    return side._replace(state=state_of_zip(inputs, side.name))


def _at_revision(ctx: click.Context, name: str) -> WorkspaceState:
    from geotrack.errors import UsageError
    from geotrack.findings import shown
    from geotrack.workspace.diff.states import is_state_file, state_of_files
    from geotrack.workspace.git import files_at, revision

    try:
        at = revision(_root(ctx), name)
    except UsageError as error:
        raise UsageError(
            f"{shown(name)} is no file or folder here; {by_options(error, ctx)}"
        ) from error
    files = files_at(at, is_state_file)
    if not files:
        raise UsageError(f"there was no workspace in {at.root} at the revision {shown(name)}")
    return state_of_files(files, f"{name}:")


def _root(ctx: click.Context) -> Path:
    from geotrack.workspace import find_workspace

    root: Path | None = ctx.find_root().params.get("workspace")
    return root or find_workspace()
