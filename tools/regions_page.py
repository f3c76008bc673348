"""Make `docs/reference/regions.md` and its pictures: `python -m tools.regions_page` (15 s)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import area_km2, unproject
from geotrack.handout.boxes import Box
from geotrack.mapview.place_names import SEA_NAMES
from geotrack.model import LayerFeature
from geotrack.workspace import open_workspace
from tools.small_map import OVER_LAND, UNDER_LAND, Look, SmallMap, image, land_share, sheet

__all__ = ["IMAGES", "PAGE", "main", "page", "picture", "regions"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "regions.md"
IMAGES = ROOT / "docs" / "images" / "regions"
SIZE = 320
_LAND_SHARE = 0.33
_RIM_LAT = 44.0
"""South of it the basemap fades."""
_LOOK = Look("#1f6a92", 0.45, 1.5)
_LANDS = "Islands and lands"

GROUPS: dict[str, tuple[str, ...]] = {
    "Oceans and seas": ("ocean", "sea", "gulf"),
    "Straits": ("strait", "line-area"),
    "Routes": ("route-area", "passage"),
    "Zones": ("zone",),
    _LANDS: ("island", "islands"),
}
"""Headings of the page, and the kinds under each."""

DIFFERENT: dict[str, dict[str, str]] = {
    "Arctic": {
        "arctic-circle": "all land and sea north of the Circle, at 66.55°N",
        "amap-area": "land and sea north of the Circle, of 62°N in Asia and of 60°N in North "
        "America, with the Bering Sea, Hudson Bay and the Labrador Sea",
        "polar-code-waters": "waters alone, for ships: to 60°N in the Bering Sea and off Canada, "
        "to 58°N off Greenland, and from there by Jan Mayen and Bjørnøya to Cape Kanin Nos",
    },
    "Chukchi Sea": {
        "chukchi-sea": "begins in the Bering Strait, at about 65.66°N",
        "chukchi-sea-iho": "begins at the Arctic Circle; the water south of it is no part of it",
    },
    "Arctic Ocean": {
        "arctic-ocean": "the ocean with its marginal seas",
        "arctic-ocean-central": "the ocean round the Pole without them",
    },
}
"""Names that authorities understand differently: the regions so called, the default first."""

LANGUAGES = {"en": "English", "nb": "Norwegian", "ru": "Russian"}

_INTRODUCTION = """\
<!-- Made by `python -m tools.regions_page` from layers/regions.geojson: change it there. -->
# Regions

{count} regions, and [administrative areas](#administrative-areas), can be named in a \
[query](queries.md), in a record's `place.regions` and on a \
[map](../howto/maps.md). Each region follows a published definition and names its authority. \
This page shows the regions as drawn; `geotrack regions show ID` prints the same.

A region is found by its id, its name and its aliases, in English, Norwegian and Russian, without \
regard to case and accents. The error for an unknown name lists the three nearest:

```console
$ geotrack regions show gronlandshavet --json
{{
  "name": "Greenland Sea",
…
$ geotrack regions show "Bering Straits"
error: no region is called 'Bering Straits'; did you mean 'Bering Strait', 'Bering Sea' or \
'Denmark Strait'?
```

## Where authorities differ

One name can have several meanings. Each is a region with its own id. A plain name means one of \
them, the **default**; use the id for another.

{different}

So `--region "Chukchi Sea"` and `--region chukchi-sea` mean Natural Earth's sea, and \
`--region chukchi-sea-iho` the IHO's. Compare both if the choice affects the answer.

## Overlaps, limits and what is approximate

Regions of different authorities may overlap: the Bering Strait lies over the Bering Sea and the \
Chukchi Sea, the Fram Strait over the Greenland Sea, the Northern Sea Route over four seas and \
a part of the central Arctic Ocean. A \
record in one of them is in the others too. Seas of **one** authority do not: Natural Earth's \
seas share the vertices of their limits, with no gap or overlap over 1 km² between neighbours. \
Only the spit of Point Barrow keeps the Beaufort and the Chukchi Sea apart, by about a kilometre.

An edge along a parallel follows it. Coasts are simplified by up to 1.6 km; areas are those of \
the shapes as drawn, on the ellipsoid; islands over 50 km² are cut out of the seas, and those that \
are regions of their own share that shore with them (Greenland, drawn more coarsely, excepted). \
A distance to an island is one to its shore. The note of a region names approximations and \
geotrack's own choices. The map of a claim or a zone does not recognise it.

In the pictures north is up, except for regions round the Pole: there Greenwich points \
down. The broken line is the Arctic Circle.

## All regions

{index}
* **[Administrative areas](#administrative-areas)**: {areas}
"""

_AREAS = """\
## Administrative areas

Counties, oblasts, territories and other areas that reports of the Arctic name. Every workspace \
has them: they come with geotrack (`layers/administrative.geojson`, Natural Earth 1:10m as QGIS \
simplified it) and are not copied into a workspace; a region of yours with the same id or name \
precedes. They are found by name as all regions, in `query --region`, `--of`, `regions --of`, \
`place.regions` and phrases (`somewhere in Finnmark`, `Vardø, Finnmark`). They are neither \
drawn on a map nor offered by its filters unless a record or the map names them, and \
`--count-by region` counts those alone that the query or one of its records names. They are \
not in `regions export`.

Each has the waters near its shores (5 km, and all between shores less than 10 km apart), so that \
a port and a ship in it are inside; a ship somewhere in the sea off it is therefore *possibly* in \
it. Limits on land are exact to about 2 km. An outline states no sovereignty.

| id | name | Norwegian | Russian | also | what it is | land, km² |
| --- | --- | --- | --- | --- | --- | --- |
{rows}
"""


def regions() -> Mapping[str, LayerFeature]:
    """Return the regions of this repository by id, in the order of their file."""
    known = open_workspace(ROOT).regions
    order = [feature.record.id for feature in open_workspace(ROOT).layer_read("regions").records]
    return {id_: known[id_] for id_ in order}


def picture(region: LayerFeature) -> bytes:
    """Return the map of a region as a WebP file."""
    shape, figure = region.plane, sheet(SIZE, SIZE)
    small = SmallMap(figure, Box(0, 0, SIZE, SIZE), shape)
    if region.kind in GROUPS[_LANDS]:
        small.area(shape, replace(_LOOK, cover=0.0))
    elif land_share(shape) > _LAND_SHARE:
        small.area(shape, replace(_LOOK, cover=0.28))
    else:
        lats = unproject(*shapely.get_coordinates(shape).T)[1]
        small.area(shape, _LOOK, UNDER_LAND if lats.min() > _RIM_LAT else OVER_LAND)
    if not shape.convex_hull.contains(shapely.Point(0, 0)):
        bar, locator = _free_corners(small, shape)
        small.scale_bar(bar)
        small.locator(locator, _LOOK)
    if region.kind != "zone":
        small.name(region.name, shape)
    # A name within another, as that of the Arctic Ocean, would be read as the region's.
    own = region.name.casefold()
    small.finish([name["text"] for name in SEA_NAMES if name["text"].casefold() in own])
    return image(figure)


def _free_corners(small: SmallMap, shape: BaseGeometry) -> tuple[str, str]:
    """Return the corners for the scale bar and for the locator: where least of the shape lies."""
    visible, box = small.areas.clipped(shape), small.ground.box
    side = 75.0
    corners = {
        "ne": shapely.box(box.right - side, box.top, box.right, box.top + side),
        "nw": shapely.box(box.left, box.top, box.left + side, box.top + side),
        "se": shapely.box(box.right - side, box.bottom - side, box.right, box.bottom),
        "sw": shapely.box(box.left, box.bottom - side, box.left + side, box.bottom),
    }
    covered = {name: round(visible.intersection(box).area) for name, box in corners.items()}
    locator = min(corners, key=lambda name: covered[name])
    bar = min((n for n in ("sw", "se", "nw", "ne") if n != locator), key=lambda n: covered[n])
    return bar, locator


def page(known: Mapping[str, LayerFeature]) -> str:
    """Return the text of the page."""
    areas = [*open_workspace(ROOT).regions.administrative.values()][::-1]
    named = " · ".join(area.name for area in areas)
    head = _INTRODUCTION.format(
        count=len(known), different=_different(known), index=_index(known), areas=named
    )
    parts = [head]
    for heading, kinds in GROUPS.items():
        parts.append(f"## {heading}\n")
        parts += [_section(region) for region in known.values() if region.kind in kinds]
    rows = "\n".join(map(_area_row, areas))
    parts.append(_AREAS.format(rows=rows))
    return "\n".join(parts).rstrip() + "\n"


def _different(known: Mapping[str, LayerFeature]) -> str:
    rows = [
        "| asked for | region | authority | what it is | km² |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, meanings in DIFFERENT.items():
        for n, (id_, words) in enumerate(meanings.items()):
            region = known[id_]
            asked = f"{name}, {'by id' if n else '**default**'}"
            linked = f"[`{id_}`](#{_anchor(region.name)})"
            rows.append(f"| {asked} | {linked} | {region.authority} | {words} | {_area(region)} |")
    return "\n".join(rows)


def _index(known: Mapping[str, LayerFeature]) -> str:
    lines = []
    for heading, kinds in GROUPS.items():
        named = [
            f"[{region.name}](#{_anchor(region.name)})"
            for region in known.values()
            if region.kind in kinds
        ]
        lines.append(f"* **{heading}**: {' · '.join(named)}")
    return "\n".join(lines)


def _section(region: LayerFeature) -> str:
    facts = "\n".join(f"* **{label}**: {text}" for label, text in _facts(region))
    source = f"../images/regions/{region.id}.webp"
    note = f"\n{region.note}\n" if region.note else ""
    return (
        f"### {region.name}\n\n"
        f'<table><tr><td width="{SIZE + 10}">\n'
        f'<img src="{source}" width="{SIZE}" height="{SIZE}" alt="Map: {region.name}">\n'
        f"</td><td>\n\n{region.definition.text}\n\n{facts}\n\n</td></tr></table>\n{note}"
    )


def _facts(region: LayerFeature) -> Iterator[tuple[str, str]]:
    yield "id", f"`{region.id}`"
    for code, language in LANGUAGES.items():
        if code != "en" and code in region.names:
            yield language, region.names[code]
    if region.aliases:
        yield "also", ", ".join(region.aliases)
    kind = f"{region.kind}, part of `{region.part_of}`" if region.part_of else str(region.kind)
    yield "kind", kind
    yield "authority", str(region.authority)
    if region.claimant:
        yield "claimant", region.claimant
    if region.legal_status:
        yield "legal status", region.legal_status
    yield "area", f"{_area(region)} km²"
    addresses = (*region.definition.url, *region.definition.more_urls)
    yield "address", ", ".join(f"<{address}>" for address in addresses)
    yield "licence", region.licence


def _area_row(area: LayerFeature) -> str:
    what = area.definition.text.partition(". Natural Earth")[0]
    land = (area.note or "").partition("Its land has ")[2].partition(" km²")[0]
    also = ", ".join(area.aliases)
    names = " | ".join((area.name, area.names["nb"], area.names["ru"], also, what, land))
    return f"| `{area.id}` | {names} |"


def _area(region: LayerFeature) -> str:
    return f"{area_km2(region.plane):,.0f}"


def _anchor(name: str) -> str:
    kept = "".join(c for c in name.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def main() -> None:
    """Write the page and its pictures anew."""
    known = regions()
    IMAGES.mkdir(parents=True, exist_ok=True)
    for old in IMAGES.iterdir():
        old.unlink()
    total = 0
    for id_, region in known.items():
        content = picture(region)
        total += len(content)
        (IMAGES / f"{id_}.webp").write_bytes(content)
    PAGE.write_text(page(known), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}, {len(known)} pictures: {total / 1000:.0f} kB")


if __name__ == "__main__":
    main()
