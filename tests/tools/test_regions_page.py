"""The page of regions and its pictures are what the layer makes of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from folium_polar.geometry import area_km2
from geotrack.model import LayerFeature
from geotrack.workspace import open_workspace
from tests.pictures import look_alike
from tools import regions_page

ROOT = Path(__file__).parents[2]
MOST_BYTES = 25_000
REGIONS = list(regions_page.regions().values())


@cache
def page() -> str:
    return regions_page.PAGE.read_text(encoding="utf-8")


def section(region: LayerFeature) -> str:
    return page().split(f"\n### {region.name}\n")[1].split("\n### ")[0].split("\n## ")[0]


def test_the_page_is_what_the_tool_makes() -> None:
    assert page() == regions_page.page(regions_page.regions()), "python -m tools.regions_page"


# Every fourth: the page states the area of each region, and one command writes it and all pictures.
@pytest.mark.slow
@pytest.mark.parametrize("region", REGIONS[::4], ids=lambda region: region.id)
def test_pictures_are_what_the_tool_makes(region: LayerFeature) -> None:
    kept = (regions_page.IMAGES / f"{region.id}.webp").read_bytes()
    assert look_alike(kept, regions_page.picture(region)), "python -m tools.regions_page"


def test_each_region_has_a_small_picture_and_nothing_else_has() -> None:
    sizes = {path.name: path.stat().st_size for path in regions_page.IMAGES.iterdir()}
    assert set(sizes) == {f"{region.id}.webp" for region in REGIONS}
    assert max(sizes.values()) <= MOST_BYTES


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.id)
def test_each_region_is_told_of_in_full(region: LayerFeature) -> None:
    told = section(region)
    stated = [region.definition.text, region.note, region.authority, region.claimant]
    stated += [region.legal_status, region.licence, region.part_of, f"`{region.id}`", region.kind]
    for text in (*stated, *region.names.values(), *region.aliases):
        assert text is None or text in told or text == region.name
    assert f"{area_km2(region.plane):,.0f} km²" in told
    assert f'<img src="../images/regions/{region.id}.webp"' in told


def test_addresses_are_those_of_the_layer_and_no_others() -> None:
    for region in REGIONS:
        addresses = {*region.definition.url, *region.definition.more_urls}
        assert set(re.findall(r"<(https?://[^>]+)>", section(region))) == addresses, region.id
    # Besides, only what a note or a definition itself says.
    texts = " ".join([r.definition.text + (r.note or "") for r in REGIONS])
    known = {a for r in REGIONS for a in (*r.definition.url, *r.definition.more_urls)}
    for address in re.findall(r"https?://[^\s<>]+", page()):
        assert address in known or address.rstrip(".") in texts, address


def test_a_plain_name_leads_to_the_default_and_the_others_have_ids() -> None:
    workspace = open_workspace(ROOT)
    for name, meanings in regions_page.DIFFERENT.items():
        default, *others = meanings
        assert workspace.regions.named(name).id == default
        assert f"| {name}, **default** | [`{default}`]" in page()
        for id_ in others:
            assert workspace.regions.named(id_).id == id_
            assert f"| {name}, by id | [`{id_}`]" in page()


def test_what_the_page_says_of_overlaps_is_so() -> None:
    plane = {region.id: region.plane for region in REGIONS}
    for one, other in [
        ("bering-strait", "bering-sea"),
        ("bering-strait", "chukchi-sea"),
        ("fram-strait", "greenland-sea"),
        *(("northern-sea-route", f"{s}-sea") for s in ("kara", "laptev", "east-siberian")),
        ("northern-sea-route", "chukchi-sea"),
        ("northern-sea-route", "arctic-ocean-central"),
    ]:
        assert area_km2(plane[one].intersection(plane[other])) > 1000
    # East of the meridian of Cape Zhelaniya, as the note of the route says.
    assert area_km2(plane["northern-sea-route"].intersection(plane["barents-sea"])) < 125
