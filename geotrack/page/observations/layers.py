"""Layers of observations in a page: packed columns, and the script that draws them.

Each kind of layer has a module of its own; the script's side of it is in `web/src/observations/`.
Nothing of them is loaded for a page without observations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from folium_polar.figure import PolarFigure
from geotrack.mapview.observations.layers import total_text
from geotrack.mapview.translations import Translator
from geotrack.page.assets import observed_css, observed_js
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from geotrack.observations.layers.layer import MapLayer
    from geotrack.page.observations.legend import ObservedLayer
    from geotrack.page.observations.packing import PackedLayer

__all__ = ["add_layers", "days", "document_values", "folium_layers", "pack_layers"]


def pack_layers(layers: Iterable[MapLayer]) -> list[PackedLayer]:
    """Pack the layers of a map, in their order."""
    return [_pack(layer) for layer in layers]


def _pack(layer: MapLayer) -> PackedLayer:
    from geotrack.observations.layers.layer import DensityLayer, PointLayer, TrackLayer
    from geotrack.page.observations.packing import pack_density, pack_points, pack_tracks

    match layer:
        case PointLayer():
            return pack_points(layer)
        case DensityLayer():
            return pack_density(layer)
        case TrackLayer():
            return pack_tracks(layer)
    message = f"a page packs no layer of the kind {layer.kind!r}"
    raise TypeError(message)


def folium_layers(layers: Sequence[MapLayer], translate: Translator) -> list[ObservedLayer]:
    """Return what a folium map has of layers, in their order."""
    if not layers:
        return []
    from geotrack.page.observations.legend import ObservedLayer

    return [ObservedLayer(layer, translate) for layer in layers]


def document_values(
    packed: Sequence[PackedLayer], workspace: Workspace, translate: Translator
) -> dict[str, Any]:
    """Return what `body.html` says of layers, as far as they are in the page."""
    if not packed:
        return {"observed": []}
    from geotrack.mapview.observations.text import observation_texts
    from geotrack.page.observations.legend import symbol_svg

    layers = [entry.layer for entry in packed]
    return {
        "observed": observation_texts(layers, workspace, translate),
        "observed_many": total_text(layers, translate),
        "symbol_svg": symbol_svg,
    }


def days(packed: Sequence[PackedLayer]) -> dict[str, list[int]]:
    """Return from which day to before which one layers have times, as `observed`, if any has."""
    spans = [entry.layer.days for entry in packed if entry.layer.days]
    if not spans:
        return {}
    return {"observed": [min(first for first, _ in spans), 1 + max(last for _, last in spans)]}


def add_layers(page: PolarFigure, packed: Sequence[PackedLayer]) -> None:
    """Put layers into a page: what their script reads, and the script itself."""
    if not packed:
        return
    from geotrack.observations.layers.totals import has_all

    for entry in packed:
        id_, overlap = entry.layer.id, entry.layer.definition.overlap
        common = {"of": overlap.query, "dataset": overlap.dataset}
        page.packed[id_] = {
            **entry.about,
            **common,
            **({"all": True} if has_all(entry.layer) else {}),
        }
        for name, column in entry.columns.items():
            page.texts[f"{id_}-{name}"] = column.lines
    points_alone = all(entry.layer.kind == "points" for entry in packed)
    page.styles.append(observed_css(points_alone=points_alone))
    page.prelude.append(observed_js(points_alone=points_alone))
