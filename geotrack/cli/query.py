"""`geotrack query`: what happened there, then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.frame import emit, emit_json, opened, print_table, say

if TYPE_CHECKING:
    from geotrack.model import Event
    from geotrack.questions import Selection


@click.command("query")
@click.option("--region", "regions", multiple=True, help="Id, name or alias; in any of them.")
@click.option("--from", "start", metavar="DATE", help="First date: 2024, 2024-09, 2024-09-28.")
@click.option("--to", "end", metavar="DATE", help="Last date, meant whole: 2024 is all of it.")
@click.option("--theme", "themes", multiple=True, help="air, coastguard, naval, …")
@click.option("--type", "types", multiple=True, help="For example bomber-sortie.")
@click.option("--actor", "actors", multiple=True, help="Part of a name, or a country: China, CN.")
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
    from geotrack.questions import Match, Query, select, strangers

    asked = Query.parse(
        regions=regions,
        start=start,
        end=end,
        themes=tuple(theme.strip().casefold() for theme in themes),
        types=types,
        actors=actors,
        kinds=kinds,
    )
    workspace = opened(ctx)
    found = select(workspace, asked)
    for word in strangers(workspace, asked):
        say(f"note: no record names an actor {word!r}; a country's code, such as CN, always fits")
    _print(found, form)
    certain, possible = found.count(Match.CERTAIN), found.count(Match.POSSIBLE)
    unjudged = [
        f"{len(events)} {word}"
        for events, word in ((found.unplaced, "unplaced"), (found.undated, "undated"))
        if events
    ]
    tail = f"; not judged: {', '.join(unjudged)}" if unjudged else ""
    say(f"{certain} certain, {possible} possible{tail}")


def _print(found: Selection, form: str) -> None:
    if form == "ids":
        for event in found.events:
            emit(event.id)
    elif form == "table":
        _table(found)
    elif form == "geojson":
        emit_json({"type": "FeatureCollection", "features": _features(found)})
    else:
        emit_json(
            {
                "hits": _features(found),
                "unplaced": [e.id for e in found.unplaced],
                "undated": [e.id for e in found.undated],
            }
        )


def _features(found: Selection) -> list[dict[str, Any]]:
    """Return the Features as stored, each with a property more that says how it matches."""
    features = []
    for hit in found.hits:
        properties = hit.event.feature["properties"]
        # A record's own `match` stays what it is.
        key = "geotrack_match" if "match" in properties else "match"
        features.append({**hit.event.feature, "properties": {**properties, key: str(hit.match)}})
    return features


def _table(found: Selection) -> None:
    from geotrack.when import in_words

    judged = [(str(hit.match), hit.event) for hit in found.hits]
    # What could not be judged is listed after the answer, so that nobody takes silence for a no.
    judged += [("unplaced", event) for event in found.unplaced]
    judged += [("undated", event) for event in found.undated]
    rows = (
        (match, in_words(event.when), event.theme.id, _titled(event), event.id)
        for match, event in judged
    )
    print_table(("match", "date", "theme", "title", "id"), rows, ("match", "theme", "id"))


def _titled(event: Event) -> str:
    """Return a title that cannot be taken for a happening where the record is none."""
    from geotrack.model.words import standing_words

    standing = standing_words(event)
    return f"{event.title} ({standing})" if standing else event.title
