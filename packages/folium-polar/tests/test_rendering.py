from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import folium
import pytest
from branca.element import Element
from folium.plugins import GroupedLayerControl

from folium_polar import PolarMap
from folium_polar.dual_map import DualMap
from folium_polar.errors import UsageError
from folium_polar.refusals import descend
from html_page import Page
from sample_map import sample_map

GOLDEN = Path(__file__).parent / "golden"
RANDOM_ID = re.compile(r"_[0-9a-f]{32}")


def test_the_same_map_is_the_same_bytes_and_stays_so() -> None:
    first, second = sample_map(), sample_map()
    html = first.get_root().render()
    assert html == first.get_root().render()
    assert html == second.get_root().render()
    assert not RANDOM_ID.search(html)


@pytest.mark.slow
def test_two_processes_and_other_maps_before_change_nothing() -> None:
    code = (
        "import sys, hashlib, folium\n"
        "for _ in range(int(sys.argv[1])):\n"
        "    other = folium.Map(); folium.Marker((0, 0), popup='x').add_to(other)\n"
        "    other.add_js_link('x', 'https://example.org/x.js'); other.get_root().render()\n"
        "from sample_map import sample_map\n"
        "print(hashlib.sha256(sample_map().get_root().render().encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, others],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for others, seed in (("0", "1"), ("3", "2"))
    }
    assert len(digests) == 1


def test_the_tree_is_left_as_it_was() -> None:
    polar_map = sample_map()
    figure = polar_map.get_root()

    def state() -> list[tuple[str, list[str], list[str]]]:
        return [
            (element.get_name(), list(element._children), sorted(vars(element)))
            for element in descend(figure)
        ]

    before = state()
    figure.render()
    assert state() == before


def test_a_failed_rendering_leaves_no_trace(polar_map: PolarMap) -> None:
    marker = folium.Marker((80, 0)).add_to(polar_map)
    marker.location = None
    with pytest.raises(ValueError, match="location must be assigned"):
        polar_map.get_root().render()
    marker.location = [80, 0]
    assert "[80, 0]" in polar_map.get_root().render()


def test_text_that_looks_like_an_id_is_not_touched(polar_map: PolarMap) -> None:
    lookalikes = ["marker_" + "a" * 32, "map_1", "popup_0123456789abcdef0123456789abcdef", "f" * 33]
    for lat, text in enumerate(lookalikes, start=70):
        folium.Marker((lat, 0), popup=text, tooltip=text).add_to(polar_map)
    script = Page(polar_map.get_root().render()).scripts[1]
    for text in lookalikes:
        assert script.count(f">{text}\\u003c") == 2


@pytest.mark.usefixtures("by_name")
def test_the_page_is_the_golden_one(request: pytest.FixtureRequest) -> None:
    """Run with ``GEOTRACK_GOLDEN=write`` to take a change over, then read the difference."""
    html = sample_map().get_root().render()
    path = GOLDEN / "sample.html"
    if os.environ.get("GEOTRACK_GOLDEN") == "write":
        path.write_text(html, encoding="utf-8")
    assert html == path.read_text(encoding="utf-8")


def test_an_icon_from_a_style_function_is_a_variable(polar_map: PolarMap) -> None:
    point = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [0, 80]},
    }
    folium.GeoJson(
        point,
        marker=folium.Marker(),
        style_function=lambda _: {"icon": folium.DivIcon(html="here")},
    ).add_to(polar_map)
    script = Page(polar_map.get_root().render()).scripts[1]
    variable = re.search(r"var (div_icon_\d+) = L\.divIcon", script)
    assert variable is not None
    assert f'{{"icon": {variable[1]}}}' in script


def test_grouped_layers_keep_their_order(polar_map: PolarMap) -> None:
    groups = [folium.FeatureGroup(f"Group {number}").add_to(polar_map) for number in range(6)]
    GroupedLayerControl({"All": groups}).add_to(polar_map)
    script = Page(polar_map.get_root().render()).scripts[1]
    removed = re.findall(r"feature_group_(\d+)\.remove\(\)", script)
    assert removed == sorted(removed, key=int)
    assert len(removed) == 5
    assert "cdnjs" not in script


def test_rewritten_popups_keep_foliums_options(polar_map: PolarMap) -> None:
    popups = {
        "lazy": folium.Popup("a", lazy=True),
        "open": folium.Popup("b", show=True),
        "wide": folium.Popup("c", max_width=300, sticky=True),
        "escaped": folium.Popup("<b>d</b>", parse_html=True),
        "element": folium.Popup(Element("<i>e</i>")),
        "empty": folium.Popup(),
    }
    for lat, popup in enumerate(popups.values(), start=70):
        folium.Marker((lat, 0), popup=popup).add_to(polar_map)
    script = Page(polar_map.get_root().render()).scripts[1]
    assert re.search(r"marker_\d+\.once\('click', function \(\) \{ popup_\d+\.setContent", script)
    assert re.search(r"geotrackPolar\.openWhenShown\(marker_\d+\)", script)
    assert '"maxWidth": 300' in script
    assert "&lt;b&gt;d" in script
    assert "\\u003ci>e\\u003c/i>" in script
    assert script.count(".bindPopup(") == len(popups)
    assert script.count("setContent(") == len(popups) - 1


def test_a_template_of_a_subclass_is_its_own(polar_map: PolarMap) -> None:
    class Loud(folium.Tooltip):
        _template = folium.template.Template(
            "{% macro script(this, kwargs) %}/* {{ this.text }} */{% endmacro %}"
        )

    folium.Marker((80, 0), tooltip=Loud("hey {{ you }}")).add_to(polar_map)
    assert "/* hey {{ you }} */" in polar_map.get_root().render()


EVERY_CLASS = [
    *("Marker", "CircleMarker", "PolyLine", "Polygon", "GeoJson", "FeatureGroup"),
    *("Circle", "Rectangle", "ImageOverlay", "Popup", "Tooltip"),
]


@pytest.mark.parametrize("name", EVERY_CLASS)
def test_the_sample_has_one_of_each(name: str) -> None:
    names = {kind.__name__ for element in descend(sample_map()) for kind in type(element).__mro__}
    assert name in names


@pytest.mark.parametrize("kind", [PolarMap, DualMap])
def test_a_map_that_is_refused_leaves_its_file(tmp_path: Path, kind: Any) -> None:
    path = tmp_path / "map.html"
    chart = kind(basemap=False)
    chart.save(path)
    whole = path.read_bytes()
    folium.GeoJson({"type": "Point", "coordinates": [10, 95]}).add_to(chart)
    with pytest.raises(UsageError, match="beyond the pole"):
        chart.save(str(path))
    assert path.read_bytes() == whole
