"""The legend's signs besides symbols: lines, shades and arrows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from folium_polar.basemap.relief import (
    HEIGHTS_M,
    LAND_TINTS,
    NIGHT_LAND_TINTS,
    NIGHT_SEA_TINTS,
    SEA_TINTS,
)
from geotrack.mapview.map_view import MapView
from geotrack.mapview.translations import LocalizedText

__all__ = ["relief_scales", "signs"]


def _strips(by_day: Sequence[str], by_night: Sequence[str]) -> str:
    """Return the colours of a scale side by side, as SVG."""
    width = 24 / len(by_day)
    return "".join(
        f'<path style="fill:{day};fill:light-dark({day},{night});stroke:none" '
        f'd="M{2 + n * width:g} 5h{width:g}v18h-{width:g}Z"/>'
        for n, (day, night) in enumerate(zip(by_day, by_night, strict=True))
    )


# SVG as on the map, in a box of 28 by 28.
_DRAWINGS = {
    "area": '<circle cx="14" cy="14" r="11" fill-opacity=".15" stroke-width="1.4"/>',
    "stack": '<rect x="2" y="7" width="24" height="14" rx="7" fill="none" stroke-dasharray="4 2"/>',
    "next": '<path class="next" d="M4 14H24M18 8L24 14L18 20"/>',
    "order": '<path d="M1 14H24M18 7L26 14L18 21" stroke-dasharray="6 3"/>',
    "leader": '<path class="moved" d="M7 21L19 9" stroke-width="1.2"/>'
    '<circle cx="7" cy="21" r="2.5"/>',
    "region": '<path class="shade" d="M3 5H25V23H3Z"/>',
    "hatched": '<path class="hatched" d="M2 14L14 2M2 26L26 2M14 26L26 14" stroke-width="1.4"/>',
    "depth": '<g style="fill:#4f86a6;fill-opacity:.25;stroke:none"><path d="M3 5H25V23H3Z"/>'
    '<path d="M14 5H25V23H14Z"/></g>',
    "heights": _strips(LAND_TINTS, NIGHT_LAND_TINTS),
    "depths": _strips(SEA_TINTS, NIGHT_SEA_TINTS),
    "route": '<path class="route" d="M2 14H26" stroke-dasharray="1 5"/>',
    "boundary": '<path class="boundary" d="M1 9H27" stroke-width="1.4"/>'
    '<path d="M1 19H27" stroke-width="1.4" stroke-dasharray="9 4 2 4"/>',
}

# Those with a word under the map.
_SHORT = ("area", "next", "leader", "region", "hatched", "route", "boundary")


def signs(view: MapView) -> Iterator[tuple[Markup, LocalizedText | None, LocalizedText]]:
    """Yield the signs on a map: a drawing, its word under the map if it has one, its meaning."""
    layers, translate, order = view.definition.layers, view.translate, bool(view.order)
    present = {
        "area": view.has_areas,
        "stack": bool(view.stacks),
        "next": order,
        "order": order,
        "leader": any(t.placed for t in view.record_views),
        "region": bool(layers.regions),
        "hatched": bool(view.hatched),
        "depth": layers.depth and not layers.relief,
        "heights": layers.relief,
        "depths": layers.relief,
        "route": bool(layers.routes),
        "boundary": bool(layers.boundaries),
    }
    for name, drawing in _DRAWINGS.items():
        if present[name]:
            short = translate(f"document.signs.short.{name}") if name in _SHORT else None
            name_of = translate(f"document.signs.{name}")
            yield Markup(drawing), short, name_of  # noqa: S704 (a constant of this module)


def relief_scales(view: MapView) -> Iterator[tuple[LocalizedText, list[tuple[str, int]]]]:
    """Yield the scales of a relief beside a round sheet: a name, then colours by metres.

    Each colour is a value of CSS, and counts from its metres on.
    """
    if not view.definition.layers.relief or view.definition.view.frame != "round":
        return
    depths = [0, *sorted(-height for height in HEIGHTS_M if height < 0)]
    heights = [height for height in HEIGHTS_M if height >= 0]
    for name, metres, by_day, by_night in (
        ("depth", depths, SEA_TINTS, NIGHT_SEA_TINTS),
        ("height", heights, LAND_TINTS, NIGHT_LAND_TINTS),
    ):
        tints = zip(by_day, by_night, metres, strict=True)
        colours = [(f"light-dark({day},{night})", metre) for day, night, metre in tints]
        yield view.translate(f"document.scales.{name}"), colours
