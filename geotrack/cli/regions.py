"""`geotrack regions`: the regions that a question can name."""

from __future__ import annotations

import click

from geotrack.cli.frame import emit_json, opened, print_table


@click.command("regions")
@click.option("--json", "as_json", is_flag=True, help="Properties as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the regions, each by id, name and authority."""
    workspace = opened(ctx)
    known = sorted(workspace.regions.values(), key=lambda r: r.id)
    if as_json:
        emit_json([{**r.feature["properties"], "id": r.id} for r in known])
        return
    rows = []
    for r in known:
        also = ", ".join(n for n in r.all_names if n not in {r.id, r.name})
        rows.append((r.id, r.name, r.kind or "", r.authority or "", also))
    print_table(("id", "name", "kind", "authority", "also called"), rows, ("id", "name"))
