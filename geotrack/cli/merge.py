"""`geotrack merge`: merges two stored records of one event."""

from __future__ import annotations

import sys
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_FINDINGS, current_workspace, emit, notify, record_of, today
from geotrack.cli.options.authors import author, author_name
from geotrack.cli.output.tables import print_table
from geotrack.cli.records.prompts import at_terminal, confirm, interruptible, line
from geotrack.cli.records.record_change import plan_change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geotrack.model import Event
    from geotrack.workspace import Workspace
    from geotrack.workspace.edit.merge import Choice, Side

_BOTH = "both"
_WIDEST = 60


@click.command("merge")
@click.argument("a")
@click.argument("b")
@click.option(
    "--take",
    "takes",
    multiple=True,
    metavar="PROPERTY=A|B",
    help="Whose value to take: title=B, time=A, place=B; repeatable.",
)
@author
@click.option("--why", metavar="TEXT", help="Reason of the merge, stored in revisions.")
@click.option("--dry-run", is_flag=True, help="Show the merged record without writing it.")
@click.option("--yes", is_flag=True, help="Ask nothing: take what --take says, else the default.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    a: str,
    b: str,
    takes: tuple[str, ...],
    by: str | None,
    why: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Merge the record B into the record A, which keeps its id.

    Both are shown side by side. Of each property that differs one value is taken: at a terminal it
    is asked, else --take says whose, and A's is taken without it, or B's where A states none.
    'time' is start, end and time zone together, 'place' the place and its geometry. Sources,
    actors, tags and related records are those of both. Where the marking or 'releasable_to'
    differs, --take must say which holds. The merged record is a draft with the revisions of both;
    links, claims and numbers of maps that name B lead to A.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import shown_path
    from geotrack.workspace.edit.merge import choices, merge_features, sides_by_name

    workspace = current_workspace(ctx)
    first, second = record_of(workspace, a), record_of(workspace, b)
    if first.id == second.id:
        raise UsageError(f"A and B are one record, {first.id!r}; name two")
    offered = choices(first.feature, second.feature)
    chosen = sides_by_name(takes, offered)
    name = author_name(by, "merges them", needed=not dry_run)
    asks = at_terminal() and not (yes or dry_run)
    _show((first, second), offered, chosen, workspace, defaults=not asks)
    if asks:
        with interruptible(ctx):
            chosen |= {c.name: _ask_side(c) for c in offered if c.name not in chosen}
    sides = {c.name: side for c in offered if (side := chosen.get(c.name, c.default)) is not None}
    if unsaid := [c.name for c in offered if c.name not in sides]:
        raise UsageError(
            f"they differ in {' and '.join(unsaid)}; say which holds: "
            + " ".join(f"--take {name}=A|B" for name in unsaid)
        )
    feature = merge_features(first.feature, second.feature, sides)
    heading = f"merged   {second.id} into {first.id}"
    addition = plan_change(ctx, workspace, feature, name="merged", heading=heading)
    if dry_run:
        notify("nothing is written: --dry-run")
        return
    if asks:
        with interruptible(ctx):
            if not confirm("Write this?"):
                notify("nothing is written")
                ctx.exit(EXIT_FINDINGS)
    # No record is new, so none goes into a new file.
    paths = addition.write(into="", by=name, on=today(), why=why)
    notify(f"{second.id} is now {first.id}, written to {', '.join(map(shown_path, paths))}")


def _ask_side(choice: Choice) -> Side:
    default = f" [{choice.default}]" if choice.default else ""
    while True:
        answer = line(f"{choice.name}: A or B?{default}").upper() or choice.default
        if answer == "A":
            return "A"
        if answer == "B":
            return "B"
        notify("write A or B")


def _show(
    records: tuple[Event, Event],
    offered: Sequence[Choice],
    taken: Mapping[str, Side],
    workspace: Workspace,
    *,
    defaults: bool,
) -> None:
    """Print what differs of two records, side by side."""
    from geotrack.workspace.edit.merge import UNITED
    from geotrack.workspace.property_differences import difference

    first, second = records
    rows = [
        [
            choice.name,
            *(_text(choice.name, record, workspace) for record in records),
            taken.get(choice.name) or (choice.default if defaults else None) or "?",
        ]
        for choice in offered
    ]
    differing = {d.name.partition(".")[0] for d in difference(first.feature, second.feature)}
    rows += [
        [key, *(_text(key, record, workspace) for record in records), _BOTH]
        for key in UNITED
        if key in differing
    ]
    if not sys.stdout.isatty():  # where cells are not folded
        rows = [[shorten(cell, _WIDEST, placeholder="…") for cell in row] for row in rows]
    print_table(
        ["", f"A: {first.id}", f"B: {second.id}", "taken"], rows, never_folded=["", "taken"]
    )
    if not rows:
        emit("they differ in nothing")


def _text(name: str, record: Event, workspace: Workspace) -> str:
    from geotrack.dates import in_words
    from geotrack.model.place_text import place_words, value_words

    if name == "time":
        return in_words(record.when)
    if name == "place":
        return place_words(record, workspace.regions)
    value = record.feature["properties"].get(name)
    if value is None:
        return "–"
    return "; ".join(map(_item_text, value)) if isinstance(value, list) else value_words(value)


def _item_text(item: Any) -> str:
    from geotrack.model.place_text import value_words

    if isinstance(item, dict):
        return " · ".join(map(value_words, item.values()))
    return value_words(item)
