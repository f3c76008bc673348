"""`geotrack map`: records onto one offline HTML map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.frame import FOUND, opened, say

if TYPE_CHECKING:
    from geotrack.page import Briefing
    from geotrack.workspace import Workspace


@click.command("map")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option(
    "--events",
    "event_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Map this GeoJSON file as it is, with no workspace and no definition.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to write.")
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.pass_context
def command(
    ctx: click.Context,
    names: tuple[str, ...],
    event_file: Path | None,
    out: Path | None,
    show: bool,
) -> None:
    """Build briefing maps: each NAME is a definition in maps/; none means all of them.

    The HTML is written beside its definition, or to --out. It needs no network.
    """
    if event_file is not None:
        if names:
            message = "--events maps a file by itself: leave the names out"
            raise click.UsageError(message)
        built = [_from_file(ctx, event_file, out)]
    else:
        built = _from_definitions(opened(ctx), names, out)
    if show:
        click.launch(str(built[0].resolve()))


def _from_file(ctx: click.Context, event_file: Path, out: Path | None) -> Path:
    from geotrack.page import briefing
    from geotrack.workspace import check_events, open_file

    workspace = open_file(event_file)
    findings = check_events(workspace)
    for finding in findings:
        say(str(finding))
    if not workspace.events:
        say(f"error: {event_file} has no sound record; nothing is written")
        ctx.exit(FOUND)
    return _save(briefing(workspace, title=event_file.stem), out or event_file.with_suffix(".html"))


def _from_definitions(workspace: Workspace, names: tuple[str, ...], out: Path | None) -> list[Path]:
    from geotrack.errors import UsageError
    from geotrack.page import briefing

    wanted = names or tuple(workspace.maps)
    if not wanted:
        message = "there is no definition in maps/; with --events FILE any event file can be mapped"
        raise UsageError(message)
    if out is not None and len(wanted) > 1:
        message = "--out takes one map: name it"
        raise UsageError(message)
    return [
        _save(briefing(workspace, name), out or workspace.root / "maps" / f"{name}.html")
        for name in wanted
    ]


def _save(page: Briefing, path: Path) -> Path:
    from geotrack.workspace import shown_path

    page.save(path)
    counts = page.counts
    left = f", {counts.after_as_of} left out as sourced after the as-of date" * bool(
        counts.after_as_of
    )
    say(
        f"{shown_path(path)}: {counts.total} records, {counts.unplaced} of them unplaced{left}; "
        f"{path.stat().st_size / 1000:.0f} kB"
    )
    return path
