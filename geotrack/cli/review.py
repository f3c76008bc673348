"""`geotrack review`: moves records from draft to reviewed to released."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from geotrack.cli.app import EXIT_FINDINGS, current_workspace, notify, plural, record_of, today
from geotrack.cli.options.authors import author

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotrack.model import Event
    from geotrack.workspace import Workspace
    from geotrack.workspace.edit.revisions import Step

_STDIN = "-"
_DRAFT = "draft"


@click.command("review")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--all-drafts", is_flag=True, help="All records that are drafts.")
@click.option("--map", "name", metavar="NAME", help="The records of a map of maps/.")
@author
@click.option(
    "--to",
    type=click.Choice(["reviewed", "released"]),
    help="The new state; default the next one, of many records reviewed.",
)
@click.option("--send-back", "back", metavar="WHY", help="Make drafts of them, for this reason.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    ids: tuple[str, ...],
    all_drafts: bool,
    name: str | None,
    by: str | None,
    to: Step | None,
    back: str | None,
) -> None:
    """Move records from draft to reviewed, then to released.

    Records are named by id, - for ids from stdin, one a line, or chosen by --all-drafts and --map;
    both together choose the drafts of the map. Of records that are chosen, those that have the
    state already are passed over.

    Records without a review state are drafts. The author of the last change can neither review
    nor release the record; its reviewer can release it. A change by `geotrack add --replace` makes
    it a draft again. A record that cannot take the step is named, and the others take it.
    """
    from geotrack.errors import UsageError

    if by is None or not by.strip():
        raise UsageError("say who reviews it: --by NAME, or set GEOTRACK_BY")
    if back is not None and to is not None:
        raise UsageError("--send-back and --to contradict each other")
    is_choice = all_drafts or name is not None
    if is_choice == bool(ids):
        raise UsageError("name records by id (- for ids from stdin), or by --all-drafts or --map")
    workspace = current_workspace(ctx)
    if is_choice:
        to = to or "reviewed"
        events = list(_chosen(workspace, name, to, all_drafts=all_drafts))
    else:
        given_ids = dict.fromkeys(_ids(ids))
        events = list({(e := record_of(workspace, id_)).id: e for id_ in given_ids}.values())
    reviewed = _reviewed(workspace, events, by, to, back)
    if not events:
        notify(f"no record to move to {to or 'the next state'}")
    ctx.exit(EXIT_FINDINGS if len(reviewed) < len(events) else 0)


def _reviewed(
    workspace: Workspace, events: Sequence[Event], by: str, to: Step | None, back: str | None
) -> dict[str, str]:
    """Review records, those that can be, and return their steps by id."""
    from geotrack.workspace import shown_path
    from geotrack.workspace.edit.review import review_records

    review = review_records(workspace, events, by=by, on=today(), to=to, back=back)
    for id_, why in review.refused.items():
        notify(f"refused: {id_}: {why}")
    paths_text = f", written to {', '.join(map(shown_path, review.paths))}" if review.paths else ""
    is_single = len(events) == 1
    for id_, step in review.steps.items():
        notify(f"{id_}: {step}{paths_text if is_single else ''}")
    if events and not is_single:
        notify(f"{len(review.steps)} of {plural(len(events), 'record')}{paths_text}")
    return review.steps


def _ids(ids: tuple[str, ...]) -> Iterator[str]:
    """Yield the ids, those of stdin in the place of `-`."""
    for id_ in ids:
        if id_ == _STDIN:
            yield from filter(None, map(str.strip, sys.stdin))
        else:
            yield id_


def _chosen(
    workspace: Workspace, name: str | None, to: Step, *, all_drafts: bool
) -> Iterator[Event]:
    """Yield the records of a map, or all, that have not reached a state yet."""
    from geotrack.workspace.edit.revisions import review_of

    events = workspace.current
    if name is not None:
        from geotrack.mapview.open import definition_of
        from geotrack.mapview.selection import choose

        definition = definition_of(workspace, name)
        # A map of released records is reviewed with what is not released yet.
        select = definition.select.model_copy(update={"review": ()})
        definition = definition.model_copy(update={"select": select})
        events = choose(workspace, definition, strict=False, why=False).events
    passed = (to, "released")
    for event in events:
        state = review_of(event.feature)
        if state == _DRAFT if all_drafts else state not in passed:
            yield event
