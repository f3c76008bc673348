"""The words round the map: title, edition, legend, definitions, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geotrack.model import LayerFeature, MapDefinition
from geotrack.page.choosing import Counts
from geotrack.page.records import Entry
from geotrack.polarmap import projection_note
from geotrack.when import When, in_words
from geotrack.workspace import Workspace

__all__ = ["frame"]

# How a symbol is drawn, what that means in a word, and in a sentence.
_LEGEND = (
    (
        "reported",
        "position",
        "Solid: a position that a source states or describes. The circle is how well it is known; "
        "the card says who set point and circle.",
    ),
    (
        "assumed",
        "stands for an area",
        "Broken: a symbol that stands for a region or a description. Choose it to see all the "
        "places that it may mean.",
    ),
    ("unstated", "accuracy not stated", "Thin: a position whose accuracy no source states."),
)


def frame(
    workspace: Workspace,
    definition: MapDefinition,
    counts: Counts,
    told: Sequence[Entry],
    crs: str,
) -> dict[str, Any]:
    """Return the values of the page's template."""
    defined = _defined(workspace, definition, told)
    level = workspace.config.level(definition.marking)
    records = f"{counts.total} record{'' if counts.total == 1 else 's'}"
    as_of = f"As of {in_words(When.parse(definition.as_of))}" if definition.as_of else ""
    unplaced = f"{counts.unplaced} without a place" if counts.unplaced else ""
    return {
        "title": definition.title,
        "subtitle": definition.subtitle,
        "marking": definition.marking,
        "level": "unknown" if level is None else level,
        "as_of": as_of,
        "records": records,
        "without_place": unplaced,
        "placed": [t for t in told if t.placed],
        "unplaced": [t for t in told if not t.placed],
        "legend": _LEGEND,
        "definitions": [f for features in defined.values() for f in features],
        "defined": _joined([what for what, features in defined.items() if features]),
        "left_out": _left_out(counts),
        "selection": selection_words(workspace, definition),
        "projection": projection_note(crs),
    }


def _defined(
    workspace: Workspace, definition: MapDefinition, told: Sequence[Entry]
) -> dict[str, list[LayerFeature]]:
    """Return what the map shows or its records name, and somebody had to define, by kind."""
    layers = definition.layers
    ids = {
        "regions": [*(r for t in told for r in t.event.regions), *layers.regions],
        "routes": layers.routes,
        "boundaries": layers.boundaries,
    }
    known = {what: workspace.layer(what) for what, asked in ids.items() if asked}
    return {
        what: [features[i] for i in dict.fromkeys(ids[what]) if i in features]
        for what, features in known.items()
    }


def _joined(words: Sequence[str]) -> str:
    *first, last = words or ("",)
    joined = f"{', '.join(first)} and {last}" if first else last
    return joined.capitalize()


def _left_out(counts: Counts) -> str:
    said = []
    if counts.faulty:
        what = "record" if counts.faulty == 1 else "records"
        said.append(f"{what} with {counts.faulty} errors that `geotrack check` tells")
    if counts.after_as_of:
        said.append(f"{counts.after_as_of} first sourced after the as-of date")
    if counts.possible:
        said.append(f"{counts.possible} that meet the selection only possibly")
    if counts.not_judged:
        said.append(f"{counts.not_judged} without the place or date that the selection asks for")
    return f"Left out: {'; '.join(said)}." if said else ""


def selection_words(workspace: Workspace, definition: MapDefinition) -> str:
    """Return in words which records were asked for; nothing where all were."""
    if definition.frozen is not None:
        return definition.frozen.selection
    asked = definition.select
    names = [workspace.region(r).name for r in asked.regions]
    said = [f"in {(' and ' if asked.all_regions else ' or ').join(names)}"] if names else []
    if asked.bbox:
        said.append(f"in the box {' '.join(f'{number:g}' for number in asked.bbox)}")
    if asked.within:
        said.append(f"within {asked.within} of {asked.of}")
    if asked.north_of is not None:
        said.append(f"north of {asked.north_of:g}° N")
    if asked.start or asked.end:
        said.append(f"from {asked.start or 'the first'} to {asked.end or 'the last'}")
    for what, words in (
        ("themes", asked.themes),
        ("types", asked.types),
        ("actors", asked.actors),
        ("kinds", asked.kinds),
        ("status", asked.statuses),
        ("verification", asked.verifications),
        ("grade at least", asked.grade and (asked.grade,)),
        ("with the words", asked.text and (asked.text,)),
        ("tags", asked.tags),
        ("part of", asked.part_of),
        ("citing", asked.sources),
    ):
        if words:
            said.append(f"{what} {', '.join(words)}")
    if asked.disputed:
        said.append("disputed")
    if asked.certain:
        said.append("certainly so")
    left_out = len({found.id for id_ in asked.without if (found := workspace.find(id_))})
    if left_out:
        said.append(f"without {left_out} that the map's definition names")
    return f"Selected: records {', '.join(said)}." if said else ""
