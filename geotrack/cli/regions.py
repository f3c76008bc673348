"""`geotrack regions`: the regions that a question can name."""

from __future__ import annotations

import click

from geotrack.cli.frame import emit_json, opened, table_console


@click.command("regions")
@click.option("--json", "as_json", is_flag=True, help="Properties as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the regions, each by id, name and authority."""
    workspace = opened(ctx)
    known = sorted(workspace.regions.values(), key=lambda r: r.id)
    if as_json:
        emit_json([{"id": r.id, **r.feature["properties"]} for r in known])
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "name", "kind", "authority", "also called"):
        table.add_column(column, no_wrap=column == "id")
    for r in known:
        also = ", ".join(n for n in r.all_names if n not in {r.id, r.name})
        table.add_row(*(Text(w or "") for w in (r.id, r.name, r.kind, r.authority, also)))
    table_console().print(table)
