"""Tiles and WMS of a map with a network: the page's policy, its note, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import folium
import pytest
import xyzservices.providers as xyz

from folium_polar import PolarMap, TileGrid, TileLayer
from folium_polar.assets import tiles_js
from folium_polar.errors import NeedsNetworkError, UsageError
from html_page import Page

GIBS = "https://gibs.earthdata.nasa.gov"
GRID = TileGrid((-4e6, 4e6), 8000)
BLUE_MARBLE = xyz.NASAGIBS.BlueMarble3413


def online(crs: int = 3413, **options: Any) -> PolarMap:
    return PolarMap(crs=crs, network=True, graticule=False, **options)


def rendered(polar_map: PolarMap) -> str:
    return str(polar_map.get_root().render())


def pictures_from(html: str) -> list[str]:
    policy = Page(html).policy
    return policy.partition("img-src ")[2].partition(";")[0].split()


@pytest.mark.usefixtures("by_name")
def test_only_the_servers_of_tiles_are_in_the_policy() -> None:
    html = rendered(online(tiles=BLUE_MARBLE))
    assert pictures_from(html) == ["data:", GIBS]
    assert tiles_js() in html
    assert Page(html).addresses == []
    assert "This map is not offline: it loads pictures from gibs.earthdata.nasa.gov" in html
    assert '"levels":[0,4]' in html  # to 512 m a pixel, of the address
    assert '"resolution":8192' in html
    polar_map = online()
    letters = TileLayer("https://{s}.example.org/{z}/{x}/{y}.png", grid=GRID, attr="Ours")
    letters.add_to(folium.FeatureGroup().add_to(polar_map))
    folium.WmsTileLayer("http://wms.example.org:8080/ows?map=a", layers="ice").add_to(polar_map)
    hosts = [f"https://{letter}.example.org" for letter in "abc"]
    assert pictures_from(rendered(polar_map)) == ["data:", *hosts, "http://wms.example.org:8080"]


@pytest.mark.usefixtures("by_name")
def test_a_network_that_is_not_used_leaves_no_trace() -> None:
    assert rendered(online()) == rendered(PolarMap(crs=3413, graticule=False))


def test_tiles_without_a_network_are_refused_with_the_way_out() -> None:
    with pytest.raises(NeedsNetworkError, match="or give network=True, and tiles in its own"):
        PolarMap(crs=3413, tiles=BLUE_MARBLE)
    for layer in (
        TileLayer(BLUE_MARBLE),
        folium.TileLayer("OpenStreetMap"),
        folium.WmsTileLayer("https://example.org/wms", layers="ice"),
    ):
        with pytest.raises(NeedsNetworkError, match=r"PolarMap\(network=True\)"):
            layer.add_to(PolarMap(crs=3413))
        group = folium.FeatureGroup().add_to(PolarMap(crs=3413))
        layer.add_to(group)
        with pytest.raises(NeedsNetworkError, match="needs a network"):
            group.get_root().render()


REFUSED: dict[str, Callable[[], Any]] = {
    "has tiles in EPSG:3413, and the map is in EPSG:3571": lambda: rendered(
        online(3571, tiles=BLUE_MARBLE)
    ),
    "its tiles are of Web Mercator": lambda: folium.TileLayer().add_to(online()),
    "has tiles in EPSG:3857, which cannot be bent": lambda: online(tiles=xyz.OpenStreetMap.Mapnik),
    "'OpenStreetMap' is no address of a server": lambda: online(tiles="OpenStreetMap"),
    "is no address of a server": lambda: TileLayer("file:///{z}/{x}/{y}", grid=GRID, attr="a"),
    "must have an attribution": lambda: TileLayer("https://example.org/{z}", grid=GRID),
    "the grid of these tiles is not known": lambda: online(
        tiles="https://example.org/{z}/{x}/{y}.png", attr="Ours"
    ),
    "it loads": lambda: TileLayer(
        "https://example.org/{z}", grid=GRID, attr="<img src='https://example.org/a.png'>"
    ),
    "WmsTileLayer: 'ows' is no address": lambda: rendered(
        online().add_child(folium.WmsTileLayer("ows", layers="a")).get_root()
    ),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_right_is_refused_by_name(message: str) -> None:
    with pytest.raises(UsageError, match=message):
        REFUSED[message]()


def test_a_host_that_would_widen_the_policy_is_refused() -> None:
    for host in ("example.org; script-src *", "*", "a b", "example.org'", "user:word@example.org"):
        with pytest.raises(UsageError, match="no address"):
            TileLayer(f"https://{host}/{{z}}/{{x}}/{{y}}", grid=GRID, attr="Ours")
