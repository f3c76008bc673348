"""Text about a map's observations: counts, selection and legend, alike in every rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geotrack.i18n import words
from geotrack.i18n.folding import folded
from geotrack.mapview.layer_text import LayerText, LegendSymbol
from geotrack.mapview.record.citations import day
from geotrack.mapview.text.selection_text import place_and_time_text, place_words
from geotrack.mapview.translations import LocalizedText, Text, Translator
from geotrack.model import Observed
from geotrack.workspace import Workspace
from geotrack_observations.layers.layer import (
    DensityLayer,
    LayerDefinition,
    MapLayer,
    PointLayer,
    TrackLayer,
)
from geotrack_observations.queries.conditions import TEXTS, Condition

if TYPE_CHECKING:
    from geotrack.mapview.map_view import MapView
    from geotrack_observations.trajectories.tracks import TrackLimits

__all__ = [
    "conditions",
    "dataset_name",
    "gap_text",
    "layer_texts",
    "layer_title",
    "symbol_of",
]

_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
# Dots in the symbol of a layer of points.
_DOTS = 3


def layer_texts(
    layers: Sequence[MapLayer], workspace: Workspace, translate: Translator
) -> list[LayerText]:
    """Return the text about each layer of a map."""
    # The layers of each table of `[[observations]]`.
    tables: dict[int, list[MapLayer]] = {}
    for layer in layers:
        tables.setdefault(id(layer.settings), []).append(layer)
    return [_text(layer, tables[id(layer.settings)], workspace, translate) for layer in layers]


def conditions(workspace: Workspace, definition: LayerDefinition, language: str) -> list[str]:
    """Return the conditions of a layer's query in words; empty without conditions."""
    say, columns = words(language), definition.dataset_query.dataset.columns
    decimal = say.section("decimal")
    where = [
        _compared(condition, columns, decimal) for condition in definition.dataset_query.conditions
    ]
    certain = [say("document.selection.certain")] if definition.settings.certain else []
    return [*place_and_time_text(workspace, definition.settings, language), *where, *certain]


def _compared(condition: Condition, columns: Mapping[str, str], decimal: str) -> str:
    """Return a condition on a column as it is read: `speed_kn ≥ 1,5`."""
    column, sign, value = condition.column, condition.sign, condition.value
    if columns.get(column) not in TEXTS:
        # Digits are not grouped: many numbers are identifiers.
        value = value.replace(".", decimal)
    return f"{column} {_SIGNS.get(sign, sign)} {value}"


def _place_suffix(settings: Observed, workspace: Workspace, language: str) -> str:
    """Return the place of the observations in words, for a legend after their title.

    Returns
    -------
    str
        As `, in the Barents Sea`; empty if the query has no place, or the title names it.
    """
    regions = [workspace.regions.named(region) for region in settings.regions]
    title = folded(settings.title)
    if regions and all(any(folded(n) in title for n in region.all_names) for region in regions):
        settings = settings.model_copy(update={"regions": ()})
    return "".join(f", {words}" for words in place_words(workspace, settings, language))


def dataset_name(settings: Observed, view: MapView) -> str:
    """Return the title of a dataset with the place of its positions, for a legend."""
    return f"{settings.title}{_place_suffix(settings, view.workspace, view.translate.language)}"


def layer_title(layer: MapLayer, translate: Translator) -> tuple[str, ...]:
    """Return the title of a layer; with its kind if other layers have the same title."""
    title = layer.settings.title
    if not layer.definition.same_title:
        return (title,)
    return (title, ",\xa0", translate(f"document.observed.ways.{layer.kind}"))


def symbol_of(layer: MapLayer) -> LegendSymbol:
    """Return the symbol that stands for a layer as a whole."""
    colours = layer.colours
    count = _DOTS if isinstance(layer, PointLayer) else 1
    return LegendSymbol(layer.kind, tuple(colours[n % len(colours)] for n in range(count)))


def _text(
    layer: MapLayer, layers: list[MapLayer], workspace: Workspace, translate: Translator
) -> LayerText:
    """Return the text about a layer; the first of an `[[observations]]` table has all sentences."""
    settings = layer.settings
    summary = LocalizedText("")
    if layer is layers[0]:
        summary = translate.each(lambda language: " ".join(_sentences(layers, workspace, language)))
    legend = [
        (symbol_of(layer), _legend_title(layer, workspace, translate)),
        *_part_symbols(layer, translate),
    ]
    meanings: list[tuple[LegendSymbol, Text]] = [(symbol_of(layer), _meaning(layer, translate))]
    for symbol, short, meaning in _uncertainty_symbols(layer, translate):
        legend.append((symbol, short))
        meanings.append((symbol, meaning))
    return LayerText(layer.id, settings.title, settings.source, summary, legend, meanings)


def _legend_title(layer: MapLayer, workspace: Workspace, translate: Translator) -> Text:
    title: tuple[str, ...] = layer_title(layer, translate)
    place = translate.each(lambda language: _place_suffix(layer.settings, workspace, language))
    title = (*title, place) if place else title
    if isinstance(layer, PointLayer) and layer.classes:
        title = (*title, f", {layer.classes.column}:")
    return title


def _part_symbols(layer: MapLayer, translate: Translator) -> Iterator[tuple[LegendSymbol, Text]]:
    """Yield the symbols of parts of a layer: the classes of points, the gaps of tracks."""
    if isinstance(layer, PointLayer) and layer.classes:
        labels: list[Text] = [str(value) for value in layer.classes.values]
        labels += [translate("document.observed.others")] if layer.classes.has_others else []
        for colour, name in zip(layer.colours, labels, strict=True):
            yield LegendSymbol("point", (colour,)), name
    if isinstance(layer, TrackLayer):
        yield LegendSymbol("gap", layer.colours), gap_text(layer.limits, translate)


def gap_text(limits: TrackLimits, translate: Callable[..., Any]) -> Any:
    """Return what a dashed line between two positions means.

    Parameters
    ----------
    limits : TrackLimits
        Those of its tracks.
    translate : callable
        Returns the text of a message, or a text in each language.
    """
    if limits.longest_gap:
        return translate(
            "document.observed.tracksGapUpTo", gap=limits.gap, longest=limits.longest_gap
        )
    return translate("document.observed.tracksGap", gap=limits.gap)


def _meaning(layer: MapLayer, translate: Translator) -> Text:
    if isinstance(layer, TrackLayer):
        limits = layer.limits
        if limits.longest_gap:
            upto = {"gap": limits.gap, "longest": limits.longest_gap}
            return translate("document.observed.tracksUpTo", **upto)
        return translate("document.observed.tracks", gap=limits.gap)
    density = isinstance(layer, DensityLayer)
    return translate(f"document.observed.{'density' if density else 'certain'}")


def _uncertainty_symbols(
    layer: MapLayer, translate: Translator
) -> Iterator[tuple[LegendSymbol, Text, Text]]:
    """Yield the symbols of possible and inexact positions, each with its short and full meaning."""
    colour = layer.colours[:1]
    if layer.possible_count:
        name, key = {
            "points": ("possible", "possible"),
            "density": ("density-possible", "densityPossible"),
            "tracks": ("tracks-possible", "tracksPossible"),
        }[layer.kind]
        meaning = translate(f"document.observed.{key}")
        yield LegendSymbol(name, colour), translate("document.observed.possibleShort"), meaning
    if isinstance(layer, PointLayer) and layer.radius_m is not None:
        meaning = translate("document.observed.inexact")
        yield LegendSymbol("inexact", colour), translate("document.observed.inexactShort"), meaning


def _sentences(layers: list[MapLayer], workspace: Workspace, language: str) -> Iterator[str]:
    """Yield the sentences on a table of `[[observations]]`, of which all layers show one query."""
    layer = layers[0]
    say = words(language)
    positions = say("document.observed.positions", n=layer.count)
    if layer.first and layer.last:
        translate = Translator(language)
        first, last = (
            str(day(f"{moment:%Y-%m-%d}", translate)) for moment in (layer.first, layer.last)
        )
        yield say("document.observed.period", many=positions, first=first, last=last)
    else:
        yield say(f"document.observed.{'said' if layer.count else 'none'}", many=positions)
    if layer.undated_count and layer.first:
        yield say("document.observed.timeless", n=layer.undated_count)
    if layer.possible_count:
        yield say("document.observed.possibly", n=layer.possible_count)
    selected = conditions(workspace, layer.definition, language)
    if selected:
        yield say("document.observed.asked", conditions=", ".join(selected))
    for drawn_layer in layers:
        if drawn_layer.south_count:
            yield say("document.observed.south", n=drawn_layer.south_count)
        if drawn_layer.trackless_count:
            yield say("document.observed.leftOut", n=drawn_layer.trackless_count)
        if drawn_layer.count:
            yield from _method(drawn_layer, language)
    if any(
        drawn_layer.count and not isinstance(drawn_layer, DensityLayer) for drawn_layer in layers
    ):
        yield say("document.observed.rounded", metres=layer.settings.rounded_m)


def _method(layer: MapLayer, language: str) -> Iterator[str]:
    """Yield how positions are counted, or joined to tracks."""
    say = words(language)
    if isinstance(layer, DensityLayer):
        areas = [round(level.lattice.area_km2) for level in layer.levels]
        if len(areas) == 1:
            yield say("document.observed.hexagonsAlike", most=areas[0])
        else:
            yield say("document.observed.hexagons", least=areas[-1], most=areas[0])
    if isinstance(layer, TrackLayer):
        key = "How" if layer.radius_m is None else "Within"
        column = layer.settings.id
        yield say(f"document.observed.tracks{key}", speed=layer.limits.speed, id=column)
