"""`geotrack regions`: lists, shows and exports the regions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.app import (
    current_workspace,
    emit,
    emit_json,
    emit_labelled,
    label_first,
    notify,
    plural,
    workspace_or_packaged,
)
from geotrack.cli.output.files import writable, write_file
from geotrack.cli.output.tables import print_table

if TYPE_CHECKING:
    from geotrack.model import LayerFeature


@click.group("regions", invoke_without_command=True)
@click.option("--of", metavar="WHAT", help="Only regions that contain a place, record or lon,lat.")
@click.option("--json", "as_json", is_flag=True, help="Properties as JSON.")
@click.pass_context
def command(ctx: click.Context, of: str | None, as_json: bool) -> None:
    """List the regions, show one, or export them for SQL.

    With --of, only the regions that contain a place: certain if they contain all of it, and for a
    record all of its footprint; possible if they contain some.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx, as_json) if of is None else _list_of(ctx, of, as_json)


def _list_of(ctx: click.Context, of: str, as_json: bool) -> None:
    from geotrack.queries import reference, regions_of

    workspace = workspace_or_packaged(ctx)
    what = reference(of, workspace)
    matches = regions_of(workspace, what)
    if as_json:
        emit_json(
            [
                {"id": r.id, "name": r.name, "authority": r.authority, "match": str(match)}
                for r, match in matches
            ]
        )
        return
    rows = [(r.authority or "", str(match), r.id, r.name, r.kind or "") for r, match in matches]
    print_table(
        ("authority", "match", "id", "name", "kind"), rows, never_folded=("match", "id", "name")
    )
    if not rows:
        notify(f"{what.name} is in no region that is known here")
    if place := what.in_words():
        notify(f"--of: {place}")


def _list(ctx: click.Context, as_json: bool) -> None:
    known = workspace_or_packaged(ctx).regions
    groups = (known.values(), known.administrative.values())
    regions = [region for group in groups for region in sorted(group, key=lambda r: r.id)]
    if as_json:
        emit_json([{**r.feature["properties"], "id": r.id} for r in regions])
        return
    rows = []
    for r in regions:
        also = ", ".join(n for n in r.all_names if n not in {r.id, r.name})
        rows.append((r.id, r.name, r.kind or "", r.authority or "", also))
    print_table(
        ("id", "name", "kind", "authority", "also called"), rows, never_folded=("id", "name")
    )


@command.command("show")
@click.argument("word", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Properties and area as JSON.")
@click.pass_context
def show(ctx: click.Context, word: str, as_json: bool) -> None:
    """Show one region: its authority, definition, address and area.

    ID is an id, a name or an alias, in any language that the region has.
    """
    from folium_polar.geometry import area_km2

    region = workspace_or_packaged(ctx).regions.named(word)
    area = area_km2(region.plane)
    if as_json:
        emit_json({**region.feature["properties"], "id": region.id, "area_km2": round(area, 1)})
        return
    emit(region.name)
    emit("")
    emit_labelled(_lines(region, area))


def _lines(region: LayerFeature, area: float) -> Iterator[tuple[str, str]]:
    from geotrack.model.place_text import extra_words

    yield "id", region.id
    yield from label_first("names", (f"{name} ({code})" for code, name in region.names.items()))
    yield from label_first("also called", [", ".join(region.aliases)] if region.aliases else [])
    texts = {
        "kind": region.kind,
        "part of": region.part_of,
        "authority": region.authority,
        "claimant": region.claimant,
        "legal status": region.legal_status,
    }
    yield from ((label, text) for label, text in texts.items() if text)
    if region.valid:
        yield "valid", ", ".join(f"{key} {date}" for key, date in region.valid.items())
    yield "area", f"{area:,.0f} km², as drawn"
    yield "definition", region.definition.text
    yield from label_first("address", (*region.definition.url, *region.definition.more_urls))
    yield from label_first("note", [region.note] if region.note else [])
    yield "licence", region.licence
    yield from label_first("besides", extra_words(region))


@command.command("export")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def export(ctx: click.Context, file: Path) -> None:
    """Export the regions as polygons of the analysis plane, EPSG:6931.

    FILE ends in .parquet (GeoParquet) or .csv (WKT). For SQL engines.
    """
    from geotrack.export.regions import plane_regions

    workspace = workspace_or_packaged(ctx)
    content = plane_regions(workspace, writable(file, workspace).name)
    write_file(content, file)
    notify(f"{file}: {len(workspace.regions)} regions in EPSG:6931; {len(content) / 1000:,.0f} kB")


@command.command("update")
@click.pass_context
def update(ctx: click.Context) -> None:
    """Bring the workspace's layers up to date with this version of geotrack.

    Features of layers/ that an earlier version had are replaced by today's; your own, and those
    that you have changed, stay as they are. Lists the records whose answers change by it.
    """
    from geotrack.queries import answers_by_region
    from geotrack.workspace import open_workspace, shown_path
    from geotrack.workspace.edit.regions import update_layers
    from geotrack.workspace.layer_versions import old_layers

    workspace = current_workspace(ctx)
    # Only regions change answers, not the other layers.
    old_regions = [layer for layer in old_layers(workspace) if layer.path.stem == "regions"]
    updated_ids = [id_ for layer in old_regions for id_ in layer.ids]
    # The match by region and id of a record.
    before = answers_by_region(workspace, updated_ids)
    layers = update_layers(workspace)
    if not layers:
        notify("the layers are those of this version, or the workspace's own")
        return
    for layer in layers:
        kept_text = f"; {layer.own} of your own kept" if layer.own else ""
        updated = plural(len(layer.newer), "feature")
        notify(f"{shown_path(layer.path)}: {updated} updated{kept_text}")
    after = answers_by_region(open_workspace(workspace.root), updated_ids)
    differ = sorted(pair for pair in before.keys() | after if before.get(pair) != after.get(pair))
    rows = [
        (region, str(before.get((region, id_), "no")), str(after.get((region, id_), "no")), id_)
        for region, id_ in differ
    ]
    print_table(("region", "before", "after", "id"), rows, never_folded=("region", "id"))
    notify(f"{plural(len({id_ for _, id_ in differ}), 'record')} with another answer")
