"""`geotrack diff`: differences between two states of a workspace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from geotrack.cli.app import EXIT_FINDINGS, by_options, emit, emit_json, notify, plural
from geotrack.cli.output.tables import print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geotrack.workspace import Workspace
    from geotrack.workspace.diff.changes import Change, Changes
    from geotrack.workspace.diff.states import WorkspaceState

_PLURAL = {"boundary": "boundaries", "settings": "settings"}
_HEADINGS = {"added": "Added", "changed": "Changed", "removed": "Removed"}
# Characters with a meaning in Markdown within a line.
_MARKS = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>#|~&"})


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--exit-code", is_flag=True, help="Exit code 1 if anything differs.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "md"]),
    default="table",
    show_default=True,
    help="Output format; md: Markdown.",
)
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
@click.pass_context
def command(ctx: click.Context, old: str, new: str | None, exit_code: bool, form: str) -> None:
    """Compare two states of the records, property by property.

    OLD and NEW are each a workspace, a folder of GeoJSON files, a GeoJSON file, - for stdin, a ZIP
    archive of `geotrack map --frozen`, or a git revision; NEW defaults to the current workspace.
    Order, white space and the spelling of numbers are ignored. Layers, reports, maps and settings
    are compared if both sides have them.
    """
    from geotrack.workspace.diff.changes import changes

    sides = read_sides(ctx, old, new)
    for side in sides:
        _notify_left_out(side.name, side.state)
    unread = [finding for side in sides for finding in side.state.unread]
    if unread:
        for finding in unread:
            notify(str(finding))
        notify("error: unreadable files cannot be compared")
        ctx.exit(EXIT_FINDINGS)
    old_side, new_side = sides
    result = changes(old_side.state.content, new_side.state.content)
    _FORMS[form](result, old_side.name, new_side.name)
    parts = []
    for kind, counts in result.counts.items():
        totals = ", ".join(f"{n} {verdict}" for verdict, n in counts.items())
        parts.append(f"{_PLURAL.get(kind, f'{kind}s')}: {totals}")
    unchanged = f"{plural(result.same, 'record')} the same"
    notify(f"{'; '.join(parts) or 'no difference'} ({unchanged})")
    ctx.exit(EXIT_FINDINGS if exit_code and result.all else 0)


def _notify_left_out(name: str, side: WorkspaceState) -> None:
    """Note records that cannot be compared."""
    if side.nameless:
        notify(f"note: {name}: {plural(side.nameless, 'record')} without an id left out")
    if side.repeated:
        count = plural(side.repeated, "record")
        notify(f"note: {name}: {count} whose id an earlier one has left out")


def _table(result: Changes, _was: str, _now: str) -> None:
    rows = [row for change in result.all for row in _rows(change)]
    print_table(
        ("change", "what", "id", "property", "how"), rows, never_folded=("change", "what", "id")
    )


def _rows(change: Change) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield a row for each difference; the record is named on the first."""
    head: tuple[str, str, str] = (change.verdict, change.kind, change.id)
    about = "; ".join(filter(None, (change.title, *_links(change))))
    if change.verdict != "changed":
        yield (*head, "", about)
        head = ("", "", "")
    for item in change.differences:
        yield (*head, item.path, item.what)
        head = ("", "", "")


def _links(change: Change) -> Iterator[str]:
    if change.replaces:
        verb = "replaces" if change.verdict == "added" else "replaced"
        yield f"{verb} {', '.join(change.replaces)}"
    if change.replaced_by:
        verb = "replaced by" if change.verdict == "removed" else "no longer replaced by"
        yield f"{verb} {change.replaced_by}"


def _json(result: Changes, was: str, now: str) -> None:
    emit_json(
        {
            "old": was,
            "new": now,
            "same": result.same,
            "whole": result.whole,
            "changes": [_as_json(change) for change in result.all],
        }
    )


def _as_json(change: Change) -> dict[str, Any]:
    from geotrack.findings import as_json
    from geotrack.workspace.property_differences import ABSENT

    differences = [
        {
            "path": item.path,
            "what": item.what,
            **({} if item.old is ABSENT else {"old": as_json(item.old)}),
            **({} if item.new is ABSENT else {"new": as_json(item.new)}),
        }
        for item in change.differences
    ]
    parts = {
        "change": change.verdict,
        "kind": change.kind,
        "id": change.id,
        "title": change.title or None,
        "replaces": list(change.replaces) or None,
        "replaced_by": change.replaced_by,
        "differences": differences,
    }
    return {key: value for key, value in parts.items() if value is not None}


def _markdown(result: Changes, was: str, now: str) -> None:
    emit(f"# What changed: {_plain(was)} → {_plain(now)}")
    for verdict, heading in _HEADINGS.items():
        changes = [change for change in result.records if change.verdict == verdict]
        _section(f"{heading}: {plural(len(changes), 'record')}", changes)
    _section("Layers, reports, maps and settings", result.others)
    if not result.all:
        emit(f"\nNothing: {plural(result.same, 'record')} the same.")


def _section(heading: str, some: Iterable[Change]) -> None:
    lines = [line for change in some for line in _listed(change)]
    if lines:
        emit("\n".join(["", f"## {heading}", "", *lines]))


def _listed(change: Change) -> Iterator[str]:
    title = f"**{_plain(change.title)}** " if change.title else ""
    prefix = "" if change.kind == "record" else f"{change.verdict} {change.kind}: "
    links = "".join(f"; {_plain(link)}" for link in _links(change))
    yield f"* {prefix}{title}({_plain(change.id)}){links}"
    for item in change.differences:
        yield f"    * {_plain(item.path)}: {_plain(item.what)}"


def _plain(text: str) -> str:
    """Return a text on one line, with Markdown characters escaped."""
    return " ".join(text.split()).translate(_MARKS)


_FORMS = {"table": _table, "json": _json, "md": _markdown}


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
    """Return a side reduced to the records of a map, if the other side is that map frozen."""
    if side.state.is_frozen or not other.state.is_frozen:
        return side
    from io import BytesIO

    from geotrack.mapview.open import open_map
    from geotrack.mapview.snapshot import frozen_inputs
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
        commit = revision(_root(ctx), name)
    except UsageError as error:
        raise UsageError(
            f"{shown(name)} is no file or folder here; {by_options(error, ctx)}"
        ) from error
    files = files_at(commit, is_state_file)
    if not files:
        raise UsageError(f"there was no workspace in {commit.root} at the revision {shown(name)}")
    return state_of_files(files, f"{name}:")


def _root(ctx: click.Context) -> Path:
    from geotrack.workspace import find_workspace

    root: Path | None = ctx.find_root().params.get("workspace")
    return root or find_workspace()
