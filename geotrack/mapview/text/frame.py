"""Texts around a map: title, edition, legend, definitions, omissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from geotrack.i18n import words
from geotrack.mapview.changes import dated, since_words
from geotrack.mapview.record.citations import day
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.selection import SelectionCounts
from geotrack.mapview.sides import HALVES, Acting, Sides
from geotrack.mapview.symbols import NEWS, SIGNS
from geotrack.mapview.text.projection import projection_in_short, projection_note
from geotrack.mapview.text.selection_text import place_and_time_text
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.model import Event, LayerFeature, MapDefinition, Report
from geotrack.model.maps.map_definition import Selected, Since
from geotrack.model.place_text import region_name, term
from geotrack.workspace import Workspace

__all__ = ["Frame", "frame_of", "selection_words"]

# Styles of symbols in the order of the legend.
_STYLES = ("reported", "assumed", "unstated")


@dataclass(frozen=True, slots=True)
class Frame:
    """Texts around a map.

    Parameters
    ----------
    title, subtitle, marking : str
        Those of the definition; None where it has none.
    level : int or None
        Height of the marking among those of the workspace; None if it is none of them.
    as_of : str
        The as-of date as text; empty without one.
    records : str
        The number of records as text; empty if only observations are counted.
    without_place : str
        The number of unplaced records as text; empty if there is none.
    graded : bool
        Whether a source is graded.
    placed, unplaced : list of RecordView
        Records with a place, and without.
    legend, marks : list of (str, LocalizedText, LocalizedText)
        Styles and signs of the symbols on the map: id, word and meaning.
    since : str
        The day since which changes are marked, as text; empty without one.
    definitions : list of (LocalizedText, LayerFeature, bool)
        Features that the map shows or names: name, feature, whether it is a line.
    defined : LocalizedText
        The heading of the definitions.
    left_out, selection : LocalizedText
        Omitted records, and the map's selection, as text.
    projection, projection_short : str
        The projection as text, and what it keeps true in plain words.
    sides : list of (Acting, LocalizedText, LocalizedText)
        What the halves of symbols say: halves, name and meaning; empty without sides.
    """

    title: str
    subtitle: str | None
    marking: str | None
    level: int | None
    as_of: str
    records: str
    without_place: str
    graded: bool
    placed: list[RecordView]
    unplaced: list[RecordView]
    legend: list[tuple[str, LocalizedText, LocalizedText]]
    marks: list[tuple[str, LocalizedText, LocalizedText]]
    since: str
    definitions: list[tuple[LocalizedText, LayerFeature, bool]]
    defined: LocalizedText
    left_out: LocalizedText
    selection: LocalizedText
    projection: str
    projection_short: str
    sides: list[tuple[Acting, LocalizedText, LocalizedText]]


def frame_of(
    workspace: Workspace,
    definition: MapDefinition,
    counts: SelectionCounts,
    records: Sequence[RecordView],
    *,
    regions: Sequence[str],
    crs: str,
    translate: Translator,
    since: Since | None = None,
    by_reader: bool = False,
    sides: Sides | None = None,
) -> Frame:
    """Return the texts around a map; `regions` are those that its records name."""
    features = _defined(workspace, definition, regions)
    as_of = day(definition.as_of, translate)
    # The script writes these two itself once a filter is set.
    label = words(translate.language)
    return Frame(
        title=definition.title,
        subtitle=definition.subtitle,
        marking=definition.marking,
        level=workspace.config.level(definition.marking),
        as_of=translate.each(partial(_as_of, definition)) if as_of else "",
        records=_how_many(definition, counts, translate),
        without_place=label("page.finder.andUnplaced", n=counts.unplaced)
        if counts.unplaced
        else "",
        graded=any(t.graded for t in records),
        placed=[t for t in records if t.placed],
        unplaced=[t for t in records if not t.placed],
        legend=[
            _legend_entry(style, translate)
            for style in _STYLES
            if any(t.symbol_style == style for t in records)
        ],
        marks=list(_marks(records, since, translate, by_reader=by_reader)),
        since=translate.each(partial(since_words, since)) if since else "",
        definitions=[
            (translate.each(partial(region_name, f)), f, layer_name != "regions")
            for layer_name, layer_features in features.items()
            for f in layer_features
        ],
        defined=translate.each(
            partial(_as_defined, [w for w, layer_features in features.items() if layer_features])
        ),
        left_out=translate.each(partial(_omitted, counts)),
        selection=translate.each(partial(selection_words, workspace, definition)),
        projection=projection_note(crs, translate.language),
        projection_short=projection_in_short(crs, translate.language),
        sides=list(_sides(sides, records, translate)) if sides else [],
    )


def _legend_entry(style: str, translate: Translator) -> tuple[str, LocalizedText, LocalizedText]:
    key = f"document.legend.{style}"
    return style, translate(f"{key}.short"), translate(f"{key}.meaning")


def _sides(
    sides: Sides, records: Sequence[RecordView], translate: Translator
) -> Iterator[tuple[Acting, LocalizedText, LocalizedText]]:
    """Yield the sides, and both and none if records have them."""
    present = {record.acting.side for record in records if record.acting}
    for half in HALVES:
        named = half in sides.names(translate.language)
        if not named and half not in present:
            continue
        name = translate.each(partial(_side_name, sides, half))
        meaning = translate.each(partial(_side_meaning, sides, half))
        yield sides.inked(half), name, meaning


def _side_name(sides: Sides, half: str, language: str) -> str:
    return sides.names(language).get(half) or words(language)(f"document.sides.{half}.name")


def _side_meaning(sides: Sides, half: str, language: str) -> str:
    name = _side_name(sides, half, language)
    return words(language)(f"document.sides.{half}.meaning", name=name)


def _how_many(definition: MapDefinition, counts: SelectionCounts, translate: Translator) -> str:
    """Return the number of records as text; empty if only observations are counted."""
    if counts.total or not definition.observations:
        count_text = partial(_records_many, counts.total)
        return count_text(translate.language) if counts.total else translate.each(count_text)
    return ""


def _records_many(many: int, language: str) -> str:
    return words(language)("page.finder.records", n=many)


def _marks(
    records: Sequence[RecordView],
    since: Since | None,
    translate: Translator,
    *,
    by_reader: bool,
) -> Iterator[tuple[str, LocalizedText, LocalizedText]]:
    """Yield the signs at symbols: id, word and meaning."""
    borne = {sign for t in records for sign in t.signs} | (set(NEWS) if by_reader else set())
    for sign in filter(borne.__contains__, SIGNS):
        meaning = translate.each(partial(_meaning, sign, since))
        yield sign, translate(f"document.legend.{sign}.short"), meaning


def _meaning(sign: str, since: Since | None, language: str) -> str:
    key = f"document.legend.{sign}.meaning"
    label = words(language)
    return dated(key, since, language) if since else label(key, date=label("document.since.chosen"))


def _as_of(definition: MapDefinition, language: str) -> str:
    return words(language)("document.asOf", date=str(day(definition.as_of, Translator(language))))


def _defined(
    workspace: Workspace, definition: MapDefinition, regions: Sequence[str]
) -> dict[str, list[LayerFeature]]:
    """Return the defined features that the map shows or its records name, by kind."""
    layers = definition.layers
    ids = {
        "regions": [*regions, *layers.regions],
        "routes": layers.routes,
        "boundaries": layers.boundaries,
    }
    by_layer = {
        layer_name: workspace.layer(layer_name)
        for layer_name, layer_ids in ids.items()
        if layer_ids
    }
    return {
        layer_name: [features[i] for i in dict.fromkeys(ids[layer_name]) if i in features]
        for layer_name, features in by_layer.items()
    }


def _as_defined(kinds: Sequence[str], language: str) -> str:
    if not kinds:
        return ""
    label = words(language)
    *first, last = [label(f"document.layers.{kind}") for kind in kinds]
    listed = f"{', '.join(first)}{label('places.each')}{last}" if first else last
    return label("document.asDefined", what=listed.capitalize())


def _omitted(counts: SelectionCounts, language: str) -> str:
    label = words(language)
    texts = [
        label(f"document.leftOut.{key}", n=count)
        for key, count in (
            ("faulty", counts.faulty),
            ("afterAsOf", counts.after_as_of),
            ("possible", counts.possible),
            ("notJudged", counts.not_judged),
        )
        if count
    ]
    return label("document.leftOut.said", what="; ".join(texts)) if texts else ""


def selection_words(workspace: Workspace, definition: MapDefinition, language: str = "en") -> str:
    """Return the selection of a map as text; empty if it selects all records."""
    if definition.frozen is not None:
        frozen = definition.frozen.selection
        return frozen.get(language) or frozen.get("en", "")
    label = words(language)
    selected = definition.select
    texts = [
        *place_and_time_text(workspace, selected, language),
        *_which(workspace, selected, language),
    ]
    if selected.disputed:
        texts.append(label("document.selection.disputed"))
    if selected.certain:
        texts.append(label("document.selection.certain"))
    left_out = len({event.id for id_ in selected.without if (event := workspace.find(id_))})
    if left_out:
        texts.append(label("document.selection.without", n=left_out))
    return label("document.selection.said", conditions=", ".join(texts)) if texts else ""


def _which(workspace: Workspace, selected: Selected, language: str) -> Iterator[str]:
    terms = workspace.taxonomy
    labels = {
        **{t.id: t.label.get(language, t.label["en"]) for t in terms.themes.values()},
        **{t.id: t.label.get(language, t.label["en"]) for t in terms.types.values()},
    }
    for key, words_ in (
        ("themes", [labels.get(w, w).lower() for w in selected.themes]),
        ("types", [labels.get(w, w).lower() for w in selected.types]),
        ("actors", selected.actors),
        ("kinds", [term(w, language) for w in selected.kinds]),
        ("status", [term(w, language) for w in selected.statuses]),
        ("verification", [term(w, language) for w in selected.verifications]),
        ("review", [term(w, language) for w in selected.review]),
        ("grade", [selected.grade] if selected.grade else []),
        ("text", [selected.text] if selected.text else []),
        ("tags", selected.tags),
        ("partOf", [_titled(workspace.find(id_), id_) for id_ in selected.part_of]),
        ("citing", [_titled(workspace.reports_by_id.get(id_), id_) for id_ in selected.sources]),
    ):
        if words_:
            yield words(language)(f"document.selection.{key}", words=", ".join(words_))


def _titled(item: Event | Report | None, id_: str) -> str:
    return f"‘{item.title}’" if item else id_
