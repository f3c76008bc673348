"""`geotrack places`: lists places, or what a text says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotrack.cli.app import emit_json, emit_labelled, workspace_or_packaged
from geotrack.cli.output.tables import print_table

if TYPE_CHECKING:
    from geotrack.gazetteer import Gazetteer

_COLUMNS = ("id", "name", "kind", "country", "position")


@click.command("places")
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="Properties and positions as JSON.")
@click.pass_context
def command(ctx: click.Context, text: str | None, as_json: bool) -> None:
    """List the places of the layers, or what TEXT says of a place.

    TEXT is a name, an id, or a description such as "40 nm NW of Point Hope". Of a name, all places
    of the layers and of the gazetteer north of 55° N are listed; of a description, the position and
    the radius that geotrack derives are printed.
    """
    from geotrack.model.place_text import degrees

    workspace = workspace_or_packaged(ctx)
    if text is not None:
        _look_up(text, workspace.gazetteer, as_json)
        return
    places = sorted(workspace.layer("places").values(), key=lambda p: p.id)
    if as_json:
        emit_json([{**p.feature["properties"], "id": p.id, "geometry": p.geometry} for p in places])
        return
    rows = []
    for p in places:
        position = degrees(*p.geometry["coordinates"][:2]) if p.geometry["type"] == "Point" else ""
        also = ", ".join(n for n in p.all_names if n not in {p.id, p.name})
        rows.append((p.id, p.name, p.kind or "", ", ".join(p.country), position, also))
    print_table((*_COLUMNS, "also called"), rows, never_folded=("id", "name", "position"))


def _look_up(text: str, gazetteer: Gazetteer, as_json: bool) -> None:
    """Print the places with a name, or what a description says."""
    from geotrack.model.place_text import degrees

    candidates = gazetteer.candidates(text)
    if candidates and as_json:
        emit_json([p.to_json() for p in candidates])
    elif candidates:
        rows = [
            (
                p.id,
                p.full_name,
                p.kind,
                p.country,
                degrees(p.lon, p.lat) if p.is_placed else "not known",
                p.source,
            )
            for p in candidates
        ]
        print_table((*_COLUMNS, "source"), rows, never_folded=("id", "name", "position"))
    else:
        location = gazetteer.locate(text)
        if as_json:
            anchors = [anchor.to_json() for anchor in location.anchors if anchor.id]
            emit_json({"geometry": location.geometry, "place": location.place, "named": anchors})
            return
        place = location.place
        position = degrees(*location.geometry["coordinates"][:2]) if location.geometry else ""
        inner = f"{place['inner_radius_km']:g} to " if "inner_radius_km" in place else ""
        radius = f"{inner}{place['radius_km']:g} km" if "radius_km" in place else ""
        lines = (
            ("read as", "; ".join(location.in_words("en"))),
            ("position", position),
            ("regions", ", ".join(place.get("regions", ()))),
            ("precision", place.get("precision", "")),
            ("radius", radius),
            ("note", place.get("note", "")),
        )
        emit_labelled((label, text) for label, text in lines if text)
