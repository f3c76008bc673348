"""`geotrack diff`: what changed between two states of the records and what is round them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import FOUND, counted, emit, emit_json, print_table, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geotrack.workspace.diff.changes import Change, Changes
    from geotrack.workspace.diff.states import WorkspaceState

_PLURAL = {"boundary": "boundaries", "settings": "settings"}
_HEADINGS = {"added": "Added", "changed": "Changed", "removed": "Removed"}
# What acts on the text in Markdown, where it stands within a line.
_MARKS = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>#|~&"})


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--exit-code", is_flag=True, help="Exit code 1 where something differs, as findings have it."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "md"]),
    default="table",
    show_default=True,
    help="How the changes are written; md: as Markdown, to send on.",
)
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
@click.pass_context
def command(ctx: click.Context, old: str, new: str | None, exit_code: bool, form: str) -> None:
    """Tell what changed from OLD to NEW, property by property.

    Each is a workspace or a folder of GeoJSON files, a file of GeoJSON, - for stdin, a zip that
    `geotrack map --frozen` wrote, or a git revision of the workspace here; NEW is by default the
    workspace here. Order, white space and the spelling of numbers make no change. Layers, reports,
    maps and settings are compared where both sides have them.
    """
    from geotrack.cli.diff_sides import both
    from geotrack.workspace.diff.changes import changes

    sides = both(ctx, old, new)
    for side in sides:
        _say_left(side.name, side.holding)
    unread = [finding for side in sides for finding in side.holding.unread]
    if unread:
        for finding in unread:
            say(str(finding))
        say("error: what cannot be read cannot be compared; nothing is told")
        ctx.exit(FOUND)
    old_side, new_side = sides
    found = changes(old_side.holding.held, new_side.holding.held)
    _FORMS[form](found, old_side.name, new_side.name)
    _say_counts(found)
    ctx.exit(FOUND if exit_code and found.all else 0)


def _say_left(name: str, side: WorkspaceState) -> None:
    """Tell of records that cannot be compared."""
    if side.nameless:
        say(f"note: {name}: {counted(side.nameless, 'record')} without an id left out")
    if side.repeated:
        many = counted(side.repeated, "record")
        say(f"note: {name}: {many} whose id an earlier one has left out")


def _say_counts(found: Changes) -> None:
    said = []
    for kind, counts in found.counts.items():
        many = ", ".join(f"{n} {verdict}" for verdict, n in counts.items())
        said.append(f"{_PLURAL.get(kind, f'{kind}s')}: {many}")
    same = f"{counted(found.same, 'record')} the same"
    say(f"{'; '.join(said) or 'no difference'} ({same})")


def _table(found: Changes, _was: str, _now: str) -> None:
    rows = [row for change in found.all for row in _rows(change)]
    print_table(("change", "what", "id", "property", "how"), rows, ("change", "what", "id"))


def _rows(change: Change) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield a row for each difference, the first of them beside what it is."""
    head: tuple[str, str, str] = (change.verdict, change.kind, change.id)
    about = "; ".join(filter(None, (change.title, *_links(change))))
    if change.verdict != "changed":
        yield (*head, "", about)
        head = ("", "", "")
    for one in change.differences:
        yield (*head, one.path, one.what)
        head = ("", "", "")


def _links(change: Change) -> Iterator[str]:
    if change.replaces:
        verb = "replaces" if change.verdict == "added" else "replaced"
        yield f"{verb} {', '.join(change.replaces)}"
    if change.replaced_by:
        verb = "replaced by" if change.verdict == "removed" else "no longer replaced by"
        yield f"{verb} {change.replaced_by}"


def _json(found: Changes, was: str, now: str) -> None:
    emit_json(
        {
            "old": was,
            "new": now,
            "same": found.same,
            "whole": found.whole,
            "changes": [_as_json(change) for change in found.all],
        }
    )


def _as_json(change: Change) -> dict[str, Any]:
    from geotrack.findings import as_json
    from geotrack.workspace.diff.property_differences import ABSENT

    differences = [
        {
            "path": one.path,
            "what": one.what,
            **({} if one.old is ABSENT else {"old": as_json(one.old)}),
            **({} if one.new is ABSENT else {"new": as_json(one.new)}),
        }
        for one in change.differences
    ]
    said = {
        "change": change.verdict,
        "kind": change.kind,
        "id": change.id,
        "title": change.title or None,
        "replaces": list(change.replaces) or None,
        "replaced_by": change.replaced_by,
        "differences": differences,
    }
    return {key: value for key, value in said.items() if value is not None}


def _markdown(found: Changes, was: str, now: str) -> None:
    emit(f"# What changed: {_plain(was)} → {_plain(now)}")
    for verdict, heading in _HEADINGS.items():
        some = [change for change in found.records if change.verdict == verdict]
        _section(f"{heading}: {counted(len(some), 'record')}", some)
    _section("Layers, reports, maps and settings", found.others)
    if not found.all:
        emit(f"\nNothing: {counted(found.same, 'record')} the same.")


def _section(heading: str, some: Iterable[Change]) -> None:
    lines = [line for change in some for line in _listed(change)]
    if lines:
        emit("\n".join(["", f"## {heading}", "", *lines]))


def _listed(change: Change) -> Iterator[str]:
    called = f"**{_plain(change.title)}** " if change.title else ""
    what = "" if change.kind == "record" else f"{change.verdict} {change.kind}: "
    links = "".join(f"; {_plain(link)}" for link in _links(change))
    yield f"* {what}{called}({_plain(change.id)}){links}"
    for one in change.differences:
        yield f"    * {_plain(one.path)}: {_plain(one.what)}"


def _plain(text: str) -> str:
    """Return a text in one line, with nothing in it that Markdown takes for a sign."""
    return " ".join(text.split()).translate(_MARKS)


_FORMS = {"table": _table, "json": _json, "md": _markdown}
