"""The words round the map: title, edition, legend, definitions, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from geotrack.i18n import words
from geotrack.mapview.changes import dated, since_words
from geotrack.mapview.record.citations import day
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.selection import Counts
from geotrack.mapview.selection_text import place_and_time_text
from geotrack.mapview.symbols import SIGNS
from geotrack.mapview.translations import LocalizedText, Text, Translator
from geotrack.model import Event, LayerFeature, MapDefinition, Report
from geotrack.model.map_definition import Selected, Since
from geotrack.model.place_text import region_name, term
from geotrack.polarmap import projection_note
from geotrack.taxonomy import taxonomy
from geotrack.workspace import Workspace

__all__ = ["frame", "selection_words"]

# How a symbol is drawn, in the order of the legend.
_DRAWN = ("reported", "assumed", "unstated")


def frame(
    workspace: Workspace,
    definition: MapDefinition,
    counts: Counts,
    told: Sequence[RecordView],
    *,
    crs: str,
    translate: Translator,
    since: Since | None = None,
) -> dict[str, Any]:
    """Return the values of the page's template."""
    defined = _defined(workspace, definition, told)
    level = workspace.config.level(definition.marking)
    as_of = day(definition.as_of, translate)
    # The script tells these two itself once something is asked.
    say = words(translate.language)
    unplaced = say("page.finder.andUnplaced", n=counts.unplaced) if counts.unplaced else ""
    return {
        "title": definition.title,
        "subtitle": definition.subtitle,
        "marking": definition.marking,
        "level": "unknown" if level is None else level,
        "as_of": as_of and translate.each(partial(_as_of, definition)),
        "records": _how_many(definition, counts, translate),
        "without_place": unplaced,
        "graded": any(t.graded for t in told),
        "placed": [t for t in told if t.placed],
        "unplaced": [t for t in told if not t.placed],
        "legend": [
            (drawn, *(translate(f"document.legend.{drawn}.{k}") for k in ("short", "meaning")))
            for drawn in (_DRAWN if told else ())
        ],
        "marks": list(_marks(told, since, translate)),
        "since": translate.each(partial(since_words, since)) if since else "",
        "definitions": [
            (translate.each(partial(region_name, f)), f, what != "regions")
            for what, features in defined.items()
            for f in features
        ],
        "defined": translate.each(partial(_as_defined, [w for w, some in defined.items() if some])),
        "left_out": translate.each(partial(_left_out, counts)),
        "selection": translate.each(partial(selection_words, workspace, definition)),
        "projection": projection_note(crs, translate.language),
    }


def _how_many(definition: MapDefinition, counts: Counts, translate: Translator) -> Text:
    """Return how many records there are; of none, nothing where observations are counted."""
    if counts.total or not definition.observations:
        said = partial(_records_many, counts.total)
        return said(translate.language) if counts.total else translate.each(said)
    return ""


def _records_many(many: int, language: str) -> str:
    return words(language)("page.finder.records", n=many)


def _marks(
    told: Sequence[RecordView], since: Since | None, translate: Translator
) -> Iterator[tuple[str, LocalizedText, LocalizedText]]:
    """Yield the signs that symbols bear: by id, in a word, and what they mean."""
    borne = {sign for t in told for sign in t.signs}
    for sign in filter(borne.__contains__, SIGNS):
        meaning = translate.each(partial(_meaning, sign, since))
        yield sign, translate(f"document.legend.{sign}.short"), meaning


def _meaning(sign: str, since: Since | None, language: str) -> str:
    key = f"document.legend.{sign}.meaning"
    return dated(key, since, language) if since else words(language)(key)


def _as_of(definition: MapDefinition, language: str) -> str:
    return words(language)("document.asOf", date=str(day(definition.as_of, Translator(language))))


def _defined(
    workspace: Workspace, definition: MapDefinition, told: Sequence[RecordView]
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


def _as_defined(kinds: Sequence[str], language: str) -> str:
    if not kinds:
        return ""
    say = words(language)
    *first, last = [say(f"document.layers.{kind}") for kind in kinds]
    listed = f"{', '.join(first)}{say('places.each')}{last}" if first else last
    return say("document.asDefined", what=listed.capitalize())


def _left_out(counts: Counts, language: str) -> str:
    say = words(language)
    said = [
        say(f"document.leftOut.{key}", n=many)
        for key, many in (
            ("faulty", counts.faulty),
            ("afterAsOf", counts.after_as_of),
            ("possible", counts.possible),
            ("notJudged", counts.not_judged),
        )
        if many
    ]
    return say("document.leftOut.said", what="; ".join(said)) if said else ""


def selection_words(workspace: Workspace, definition: MapDefinition, language: str = "en") -> str:
    """Return in words which records were asked for; nothing where all were."""
    if definition.frozen is not None:
        told = definition.frozen.selection
        return told.get(language) or told.get("en", "")
    say = words(language)
    asked = definition.select
    said = [*place_and_time_text(workspace, asked, language), *_which(workspace, asked, language)]
    if asked.disputed:
        said.append(say("document.selection.disputed"))
    if asked.certain:
        said.append(say("document.selection.certain"))
    left_out = len({found.id for id_ in asked.without if (found := workspace.find(id_))})
    if left_out:
        said.append(say("document.selection.without", n=left_out))
    return say("document.selection.said", conditions=", ".join(said)) if said else ""


def _which(workspace: Workspace, asked: Selected, language: str) -> Iterator[str]:
    known = taxonomy()
    labels = {
        **{t.id: t.label.get(language, t.label["en"]) for t in known.themes.values()},
        **{t.id: t.label.get(language, t.label["en"]) for t in known.types.values()},
    }
    for key, words_ in (
        ("themes", [labels.get(w, w).lower() for w in asked.themes]),
        ("types", [labels.get(w, w).lower() for w in asked.types]),
        ("actors", asked.actors),
        ("kinds", [term(w, language) for w in asked.kinds]),
        ("status", [term(w, language) for w in asked.statuses]),
        ("verification", [term(w, language) for w in asked.verifications]),
        ("grade", [asked.grade] if asked.grade else []),
        ("text", [asked.text] if asked.text else []),
        ("tags", asked.tags),
        ("partOf", [_titled(workspace.find(id_), id_) for id_ in asked.part_of]),
        ("citing", [_titled(workspace.reports_by_id.get(id_), id_) for id_ in asked.sources]),
    ):
        if words_:
            yield words(language)(f"document.selection.{key}", words=", ".join(words_))


def _titled(found: Event | Report | None, id_: str) -> str:
    return f"‘{found.title}’" if found else id_
