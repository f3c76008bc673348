"""`geotrack query`: what happened there, then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotrack.cli.frame import emit, emit_json, opened, say, table_console

if TYPE_CHECKING:
    from geotrack.questions import Selection


@click.command("query")
@click.option("--region", "regions", multiple=True, help="Id, name or alias; in any of them.")
@click.option("--from", "start", metavar="DATE", help="First date: 2024, 2024-09, 2024-09-28.")
@click.option("--to", "end", metavar="DATE", help="Last date, meant whole: 2024 is all of it.")
@click.option("--theme", "themes", multiple=True, help="air, coastguard, naval, …")
@click.option("--type", "types", multiple=True, help="For example bomber-sortie.")
@click.option("--actor", "actors", multiple=True, help="Part of a name, or a country code.")
@click.option("--kind", "kinds", multiple=True, help="event, statement, assessment, outlook.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "geojson", "ids"]),
    default="table",
    show_default=True,
)
@click.pass_context
def command(
    ctx: click.Context,
    regions: tuple[str, ...],
    start: str | None,
    end: str | None,
    themes: tuple[str, ...],
    types: tuple[str, ...],
    actors: tuple[str, ...],
    kinds: tuple[str, ...],
    form: str,
) -> None:
    """Ask what happened there, then.

    A hit is certain if it holds for every position and time that its record allows, possible
    if for some. Records without place or date are counted as not judged.
    """
    from geotrack.questions import Match, Query, select
    from geotrack.when import Period

    asked = Query(
        regions=regions,
        period=Period.parse(start, end) if start or end else None,
        themes=themes,
        types=types,
        actors=actors,
        kinds=kinds,
    )
    workspace = opened(ctx)
    found = select(workspace, asked)
    if form == "ids":
        for event in found.events:
            emit(event.id)
    elif form == "table":
        _table(found)
    else:
        features = [
            {
                **h.event.feature,
                "properties": {**h.event.feature["properties"], "match": str(h.match)},
            }
            for h in found.hits
        ]
        if form == "geojson":
            emit_json({"type": "FeatureCollection", "features": features})
        else:
            emit_json(
                {
                    "hits": features,
                    "unplaced": [e.id for e in found.unplaced],
                    "undated": [e.id for e in found.undated],
                }
            )
    certain, possible = found.count(Match.CERTAIN), found.count(Match.POSSIBLE)
    unjudged = []
    if found.unplaced:
        unjudged.append(f"{len(found.unplaced)} unplaced")
    if found.undated:
        unjudged.append(f"{len(found.undated)} undated")
    tail = f"; not judged: {', '.join(unjudged)}" if unjudged else ""
    say(f"{certain} certain, {possible} possible{tail}")


def _table(found: Selection) -> None:
    from rich.table import Table
    from rich.text import Text

    from geotrack.when import in_words

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("match", "date", "theme", "title", "id"):
        table.add_column(column, no_wrap=column in {"match", "theme", "id"})
    for hit in found.hits:
        event = hit.event
        # Text, not markup: a title may hold square brackets.
        words = (str(hit.match), in_words(event.when), event.theme.id, event.title, event.id)
        table.add_row(*(Text(w) for w in words))
    if found.hits:
        table_console().print(table)
