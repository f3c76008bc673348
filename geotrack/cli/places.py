"""`geotrack places`: lists the places of the gazetteer."""

from __future__ import annotations

import click

from geotrack.cli.app import emit_json, print_table, workspace_or_packaged


@click.command("places")
@click.option("--json", "as_json", is_flag=True, help="Properties and positions as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the places of the gazetteer."""
    from geotrack.model.place_text import degrees

    places = sorted(workspace_or_packaged(ctx).layer("places").values(), key=lambda p: p.id)
    if as_json:
        emit_json([{**p.feature["properties"], "id": p.id, "geometry": p.geometry} for p in places])
        return
    rows = []
    for p in places:
        at = degrees(*p.geometry["coordinates"][:2]) if p.geometry["type"] == "Point" else ""
        also = ", ".join(n for n in p.all_names if n not in {p.id, p.name})
        rows.append((p.id, p.name, p.kind or "", ", ".join(p.country), at, also))
    columns = ("id", "name", "kind", "country", "position", "also called")
    print_table(columns, rows, ("id", "name", "position"))
