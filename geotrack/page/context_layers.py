"""Context layers in a page: their data, their styles, and their entries in lists."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from folium_polar.basemap.style import WATER
from geotrack.mapview.context_layers.labels import label_places
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.context_layers.text import ContextText, detail, legend_name
from geotrack.mapview.translations import Translator
from geotrack.model.maps.ice import Ice
from geotrack.page.payload import ContextData
from geotrack.page.scenes import link_names

__all__ = ["context_css", "context_data", "legend_entries", "swatch"]

_DECIMALS = 3  # of the place of a label, 110 m


def swatch(layer: ContextLayer, n: int) -> Markup:
    """Return a layer's sign in the legend as SVG, as its shapes are drawn."""
    kinds = {one.kind for one in layer.shapes}
    settings = layer.settings
    dash = " ".join(f"{length:g}" for length in settings.dash)
    look = f'stroke-width="{max(settings.width, 1.0) * 1.6:g}"'
    look += f' stroke-dasharray="{dash}"' if dash else ""
    if kinds & {"area", "fill"}:
        fill = (
            f'fill-opacity="{max(settings.opacity, 0.1):g}"' if layer.style.fill else 'fill="none"'
        )
        shape = f'<path d="M1 5H27V23H1Z" {fill} {look}/>'
        if isinstance(settings, Ice):
            shape = f'<path d="M1 5H27V23H1Z" fill="{WATER[0]}"/>{shape}'
        for step in range(1, layer.steps):
            left = f"{1 + 26 * step / layer.steps:g}"
            shape += f'<path d="M{left} 5H27V23H{left}Z" {fill} style="stroke:none"/>'
    elif "line" in kinds:
        shape = f'<path d="M0 14H28" fill="none" {look}/>'
    else:
        shape = '<circle cx="14" cy="14" r="7"/>'
    return Markup(  # noqa: S704 (numbers and our own constants)
        f'<svg class="key context context-{n}" viewBox="-2 -2 32 32" aria-hidden="true">'
        f"{shape}</svg>"
    )


def legend_entries(
    layers: Sequence[ContextLayer], translate: Translator
) -> list[tuple[ContextText, Markup, str]]:
    """Return the text of each layer, with its accuracy on the page, its sign and its link name."""
    ids = link_names([layer.settings for layer in layers])
    return [
        (
            ContextText(
                layer, legend_name(layer, translate), detail(layer, translate, layer.accuracy_m)
            ),
            swatch(layer, n),
            id_,
        )
        for n, (layer, id_) in enumerate(zip(layers, ids, strict=True))
    ]


def context_css(layers: Sequence[ContextLayer]) -> str:
    """Return the colours of layers as custom properties of their classes."""
    return "".join(
        f".context-{n}{{--day:{layer.style.colour};--day-fill:{layer.style.fill or 'none'};"
        f"--dark:{layer.style.dark};--dark-fill:{layer.style.dark_fill or 'none'};"
        f"--opacity:{layer.settings.opacity:g}}}"
        for n, layer in enumerate(layers)
    )


def context_data(layers: Sequence[ContextLayer]) -> list[ContextData]:
    """Return what the page's script reads of layers."""
    ids = link_names([layer.settings for layer in layers])
    return [
        {
            "id": id_,
            "name": layer.settings.name,
            "width": layer.settings.width,
            "dash": list(layer.settings.dash),
            "opacity": layer.settings.opacity,
            "kinds": [(shapes.kind, shapes.label) for shapes in layer.shapes],
            "names": [
                (label, round(lat, _DECIMALS), round(lon, _DECIMALS))
                for label, (lon, lat) in label_places(layer)
            ],
            "shapes": layer.packed,
        }
        for id_, layer in zip(ids, layers, strict=True)
    ]
