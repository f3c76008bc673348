"""Build `layers/regions.geojson`: `python -m tools.build_regions` (about a minute)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import project
from tools import sources
from tools.coverage import fill_gaps, join, simplify_coasts
from tools.drawn import DRAWN, LIMITS, Drawing
from tools.islands import Lands, islands
from tools.sea_limits import borders, read_limits
from tools.shore import land_of
from tools.storing import stored, write

__all__ = ["Coverage", "build", "cover", "drawing_of", "drawn", "outline", "read_texts"]

_TEXTS = Path(__file__).parent / "regions.toml"
_SOUTH_LAT = 33.0  # by chords: their middles lie 60 m north of it
_ISLAND_M2 = 5e7
"""Smaller islands are not cut out of the seas: the basemap's coast judges what is land."""
_FINE_ISLAND_M2 = 1e6
_COAST_M = 1_600.0
_SPECK_M2 = 2e6


@dataclass(frozen=True)
class Coverage:
    """The seas as one coverage, in plane metres.

    Attributes
    ----------
    fine : shapely geometry
        Natural Earth's land as it is.
    named : mapping of str to shapely geometry
        Natural Earth's waters by name, to the coast of its islands that count.
    seas : mapping of str to shapely geometry
        Regions by id, and waters in none by name, coasts simplified.
    """

    fine: BaseGeometry
    named: Mapping[str, BaseGeometry]
    seas: Mapping[str, BaseGeometry]


def read_texts() -> dict[str, Any]:
    """Return what `regions.toml` says."""
    return tomllib.loads(_TEXTS.read_text(encoding="utf-8"))


def cover(regions: list[dict[str, Any]]) -> Coverage:
    """Make the coverage that all regions are taken from."""
    fine = join(_north(sources.land("10m")))
    land = _sized(fine, _ISLAND_M2)
    marine = {name: _north(parts) for name, parts in sources.marine().items()}
    rough = {name: join(parts) for name, parts in marine.items() if parts}
    lon = np.arange(0.0, 360.0, 0.5)
    window = shapely.Polygon(np.column_stack(project(lon, np.full_like(lon, _SOUTH_LAT))))
    named = fill_gaps(rough, land, window, borders(read_limits()))
    simple = simplify_coasts(_grouped(regions, named), land, _COAST_M)
    return Coverage(fine, named, simple)


def drawing_of(coverage: Coverage, regions: list[dict[str, Any]]) -> Drawing:
    """Return what the drawn regions are cut from: the coverage, and the regions made of it."""
    shapes = dict(coverage.seas)
    for region in regions:
        if "parts" in region:
            # Own waters, if any, and those of the regions that it is made of.
            shapes[region["id"]] = shapely.union_all(
                [shapes[name] for name in (*region["parts"], region["id"]) if name in shapes]
            )
    water = shapely.union_all(list(coverage.seas.values()))
    return Drawing(_sized(coverage.fine, _FINE_ISLAND_M2), water, {**coverage.named, **shapes})


def build() -> list[dict[str, Any]]:
    """Return the features."""
    texts = read_texts()
    regions = texts["region"]
    coverage = cover(regions)
    drawing = drawing_of(coverage, regions)
    lands = Lands(land_of([outline(sea) for sea in coverage.seas.values()]), coverage.fine)

    def geometry_of(region: dict[str, Any]) -> dict[str, Any]:
        if "islands" in region:
            return islands(lands, region["islands"], region.get("coast_m", 0.0))
        if "drawn" in region:
            return drawn(region["drawn"], drawing)
        return outline(drawing.seas[region["id"]])

    return [_feature(region, texts["defaults"], geometry_of(region)) for region in regions]


def outline(shape: BaseGeometry) -> dict[str, Any]:
    """Return a region's shape as it is stored, without specks."""
    return stored(_sized(shape, _SPECK_M2))


def drawn(name: str, drawing: Drawing) -> dict[str, Any]:
    """Return a drawn region as it is stored, its limits as they are defined.

    Parameters
    ----------
    name : str
        A key of `tools.drawn.DRAWN`.
    drawing : Drawing
        What it is cut from.
    """
    shape = outline(DRAWN[name](drawing))
    return LIMITS[name](drawing).put_back(shape) if name in LIMITS else shape


def _grouped(
    regions: list[dict[str, Any]], named: Mapping[str, BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Join the named waters into the regions that are made of them; the rest keep their names."""
    groups = {r["id"]: r["of"] for r in regions if "of" in r}
    used = {name for names in groups.values() for name in names}
    rest = {name: [name] for name in named if name not in used and not named[name].is_empty}
    return {
        key: shapely.union_all([named[name] for name in names], grid_size=1.0)
        for key, names in {**groups, **rest}.items()
    }


def _north(polygons: list[BaseGeometry]) -> list[BaseGeometry]:
    window = shapely.box(-180, _SOUTH_LAT - 2, 180, 90)
    cut = [shapely.make_valid(polygon).intersection(window) for polygon in polygons]
    return [polygon for polygon in cut if not polygon.is_empty]


def _sized(area: BaseGeometry, least_m2: float) -> BaseGeometry:
    kept = [part for part in shapely.get_parts(area) if part.area >= least_m2]
    return shapely.MultiPolygon(kept)


def _feature(
    region: dict[str, Any], defaults: dict[str, str], geometry: dict[str, Any]
) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "name": region["names"]["en"],
        "names": region["names"],
        "aliases": region.get("aliases", []),
        "kind": region["kind"],
        "authority": region.get("authority", defaults["authority"]),
    }
    for key in ("claimant", "legal_status", "part_of"):
        if key in region:
            properties[key] = region[key]
    definition = {"text": region["text"], "url": region.get("url", defaults["url"])}
    if "more_urls" in region:
        definition["more_urls"] = region["more_urls"]
    properties["definition"] = definition
    if "note" in region:
        properties["note"] = region["note"]
    properties["licence"] = region.get("licence", defaults["licence"])
    return {
        "id": region["id"],
        "properties": properties,
        "geometry": geometry,
    }


if __name__ == "__main__":
    path = write("regions", "Seas, straits and zones", build())
    print(f"{path.name}: {path.stat().st_size:,} bytes")
