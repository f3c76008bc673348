from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from folium_polar import PolarMap
from geotrack.mapview.translations import Translator
from geotrack.page import briefing
from geotrack.page.layers import boundary_group, place_labels, route_group
from geotrack.page.texts import translation_table
from tests.readable import with_names

HOSTILE = "</script><b onclick=go()>"


def line(id_: str, *coordinates: list[float], **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": id_,
        "geometry": {"type": "LineString", "coordinates": list(coordinates)},
        "properties": {"name": id_.title(), "definition": "d", "licence": "CC0", **properties},
    }


@pytest.fixture(name="layer")
def layer_fixture(make: Any, feature: Any, tmp_path: Path) -> Any:
    """Return a function that gives the features of a layer made of some Features."""

    def build(name: str, *features: dict[str, Any]) -> list[Any]:
        workspace = make(feature("a"))
        collection = {"type": "FeatureCollection", "features": list(features)}
        (tmp_path / "layers" / f"{name}.geojson").write_text(json.dumps(collection), "utf-8")
        return list(workspace.layer(name).values())

    return build


def script(*layers: Any) -> str:
    polar_map = PolarMap(basemap=False, graticule=False)
    for layer in layers:
        layer.add_to(polar_map)
    return with_names(str(polar_map.get_root().render()))


def test_a_line_over_180_is_drawn_through_and_straight_between_its_places(layer: Any) -> None:
    [route] = layer("routes", line("north", [170, 70], [-170, 70]))
    html = script(route_group(route, show=True, translate=Translator("en")))
    [places] = re.findall(r"L\.polyline\(\s*(\[\[.*?\]\])", html)
    lons = [lon for _, lon in json.loads(places)]
    assert max(abs(b - a) for a, b in pairwise(lons)) < 20
    assert {round(lon % 360) for lon in (lons[0], lons[-1])} == {170, 190}
    assert all(abs(lat - 70) < 0.01 for lat, _ in json.loads(places))
    assert '"edges": "plane"' in html


@pytest.mark.parametrize(
    ("status", "broken"),
    [("agreed", False), ("provisional", True), ("disputed", True), (None, True)],
)
def test_a_boundary_that_is_not_agreed_is_broken_and_says_so(
    layer: Any, status: str | None, broken: bool
) -> None:
    given = {"legal_status": status} if status else {}
    [boundary] = layer("boundaries", line("limit", [0, 75], [20, 75], **given))
    html = script(boundary_group(boundary, show=True, translate=Translator("en")))
    assert ('"dashArray": "9 4 2 4"' in html) is broken
    assert (f"Limit ({status})" if status else ">Limit<") in html.replace("\\u003c", "<").replace(
        "\\u003e", ">"
    )


def test_places_are_labels_with_dots(layer: Any) -> None:
    town = line("town", name="Bodø & co")
    town["geometry"] = {"type": "Point", "coordinates": [14.4, 67.3]}
    [place] = layer("places", town)
    html = script(place_labels([place], Translator("en")))
    assert '"lat":67.3,"lon":14.4' in html.replace(" ", "")
    assert "Bodø" in html


def test_names_of_layers_are_text(make: Any, feature: Any, layer: Any, tmp_path: Path) -> None:
    layer("routes", line("way", [0, 75], [20, 75], name=HOSTILE))
    layer(
        "places",
        {**line("town", name=HOSTILE), "geometry": {"type": "Point", "coordinates": [0, 80]}},
    )
    definition = (
        'title="x"\nmarking="UNCLASSIFIED"\n[layers]\nroutes = ["way"]\nplaces = ["town"]\n'
        'regions = ["far-north"]\nshown = ["way"]\n'
    )
    html = str(briefing(make(feature("a"), definition=definition), "plan").get_root().render())
    assert "<b onclick" not in html
    assert html.count("</script") == html.count("<script")


@pytest.mark.parametrize(("language", "name"), [("en", "Vardo"), ("nb", "Vardø")])
def test_a_place_is_named_in_each_language(layer: Any, language: str, name: str) -> None:
    town = line("town", name="Vardo", names={"nb": "Vardø"})
    town["geometry"] = {"type": "Point", "coordinates": [31.1, 70.4]}
    [place] = layer("places", town)
    translate = Translator(language)
    assert name in script(place_labels([place], translate))
    other = {"en": "nb", "nb": "en"}[language]
    assert translation_table(translate, other)[name] == {"en": "Vardø", "nb": "Vardo"}[language]
