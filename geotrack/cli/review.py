"""`geotrack review ID`: moves a record from draft to reviewed to released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotrack.cli.add import author
from geotrack.cli.app import EXIT_FINDINGS, current_workspace, notify, record_of, today

if TYPE_CHECKING:
    from geotrack.workspace.edit.revisions import Step


@click.command("review")
@click.argument("id_", metavar="ID")
@author
@click.option(
    "--to",
    type=click.Choice(["reviewed", "released"]),
    help="The new state; default the next one.",
)
@click.pass_context
def command(ctx: click.Context, id_: str, by: str | None, to: Step | None) -> None:
    """Move a record from draft to reviewed, then to released.

    Records without a review state are drafts. The author of the last change can neither review
    nor release the record; its reviewer can release it. A change by `geotrack add --replace` makes
    it a draft again.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import Edit, shown_path
    from geotrack.workspace.edit.revisions import ReviewError, apply_review, next_step

    if by is None or not by.strip():
        raise UsageError("say who reviews it: --by NAME, or set GEOTRACK_BY")
    workspace = current_workspace(ctx)
    event = record_of(workspace, id_)
    step = to or next_step(event.feature) or "released"
    try:
        feature = apply_review(event.feature, by=by, on=today(), to=step)
    except ReviewError as error:
        notify(f"refused: {event.id}: {error}")
        ctx.exit(EXIT_FINDINGS)
    edit = Edit(workspace)
    edit.replace(event.id, feature)
    edit.commit()
    notify(f"{event.id}: {step}, written to {', '.join(map(shown_path, edit.paths))}")
