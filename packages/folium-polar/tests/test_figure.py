from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import folium
import pytest
from branca.element import Element, Figure

from folium_polar import PolarFigure, PolarMap
from folium_polar.errors import NeedsNetworkError
from folium_polar.packed import unpacked
from html_page import Page

# A <script> in text that is shown as HTML is refused, so there stands another tag.
HOSTILE_HTML = "</script><b>alert(1)</b></script><!-- {{ 7 * 7 }} {% x %} ${1+1} `tick` \\n \u2028"
HOSTILE = "</script><script>alert(1)</script><!-- {{ 7 * 7 }} {% x %} ${1+1} `tick` \\n \u2028"


def test_the_policy_comes_first_after_the_charset(polar_map: PolarMap) -> None:
    html = polar_map.get_root().render()
    start = re.sub(r"\s+", " ", html[:400])
    assert start.startswith(
        '<!DOCTYPE html> <html lang="en"> <head> <meta charset="utf-8"> '
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "base-uri 'none'; form-action 'none'; script-src 'sha256-"
    )
    policy = Page(html).policy
    assert re.fullmatch(
        r"default-src 'none'; base-uri 'none'; form-action 'none'; "
        r"script-src( 'sha256-[A-Za-z0-9+/]{43}=')+; "
        r"style-src 'unsafe-inline'; img-src data:",
        policy,
    )


def test_each_script_is_named_by_its_hash_and_no_other_hash_is_there(polar_map: PolarMap) -> None:
    folium.Marker((80, 0), popup=HOSTILE_HTML).add_to(polar_map)
    polar_map.get_root().scripts.append("window.last = '</script>';")
    page = Page(polar_map.get_root().render())
    assert len(page.scripts) == 3
    assert page.hashes == page.allowed


def test_nothing_is_fetched(polar_map: PolarMap) -> None:
    folium.Marker((80, 0), popup="p", tooltip="t").add_to(polar_map)
    folium.LayerControl().add_to(polar_map)
    page = Page(polar_map.get_root().render())
    assert page.addresses == []
    assert not [tag for tag, _ in page.tags if tag in {"link", "iframe", "base", "object"}]


@pytest.mark.usefixtures("by_name")
def test_what_a_text_contains_stays_text(polar_map: PolarMap) -> None:
    folium.Marker((80, 0), popup=HOSTILE_HTML, tooltip=HOSTILE_HTML).add_to(polar_map)
    folium.Marker((81, 0), icon=folium.DivIcon(html=HOSTILE_HTML)).add_to(polar_map)
    folium.FeatureGroup(HOSTILE_HTML).add_to(polar_map)
    folium.LayerControl().add_to(polar_map)
    feature = {
        "type": "Feature",
        "properties": {"name": HOSTILE_HTML},
        "geometry": {"type": "Point", "coordinates": [0, 80]},
    }
    folium.GeoJson(
        {"type": "FeatureCollection", "features": [feature]},
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(polar_map)
    html = polar_map.get_root().render()
    page = Page(html)
    assert len(page.scripts) == 2
    assert html.count("</script") == 3  # the bundle, the map, the packed basemap
    script = page.scripts[1]
    assert "49" not in script.replace("}", "")
    assert script.count("{{ 7 * 7 }}") == 5
    assert "`tick`" in script
    # A template literal would work out ${…}; JSON strings do not.
    assert not re.search(r"`[^`]*\$\{1\+1\}", script.split("handleObject")[0].replace("`tick`", ""))


def test_title_and_language_are_escaped() -> None:
    figure = PolarFigure(title="A < B & C", lang='en"x')
    html = figure.render()
    assert "<title>A &lt; B &amp; C</title>" in html
    assert '<html lang="en&quot;x">' in html


def test_a_page_of_ones_own_goes_round_the_map(polar_map: PolarMap) -> None:
    figure = polar_map.get_root()
    figure.before, figure.after = "<header>UNCLASSIFIED</header><main>", "</main><footer>x</footer>"
    figure.styles.append("header { color: green }")
    figure.head = '<meta name="author" content="x">'
    figure.data["events"] = [{"title": HOSTILE}]
    figure.scripts.append("window.ready = true;")
    figure.first_scripts.append("window.first = true;")
    html = figure.render()
    order = [
        'name="author"',
        "header { color: green }",
        "window.first = true;",
        "<header>",
        'class="folium-map"',
        "</main><footer>",
        '<script type="application/json" id="events">',
        "geotrackPolar.map(",
        "window.ready = true;",
    ]
    places = [html.index(part) for part in order]
    assert places == sorted(places)
    assert Page(html).data["events"].startswith('[{"title":"\\u003c/script')
    assert Page(html).hashes == Page(html).allowed


def test_the_packed_basemap_is_carried_once_and_only_where_it_is_drawn() -> None:
    with_it, without = PolarMap(), PolarMap(basemap=False)
    PolarMap().add_to(with_it.get_root())
    assert with_it.get_root().render().count('id="geotrack-basemap"') == 1
    assert "geotrack-basemap" not in Page(without.get_root().render()).data


def test_a_notebook_gets_the_whole_page(polar_map: PolarMap) -> None:
    shown = polar_map._repr_html_()
    srcdoc = re.search(r'srcdoc="([^"]*)"', shown)
    assert srcdoc is not None
    assert unescape(srcdoc[1]) == polar_map.get_root().render()


def test_a_plain_figure_becomes_the_closed_page(polar_map: PolarMap) -> None:
    folium.Marker((80, 0), popup="x").add_to(polar_map)
    root = polar_map.get_root()
    root.scripts.append(f"{polar_map.get_name()}.setZoom(5)")
    root.html.add_child(Element("<p>legend</p>"))
    whole = root.render()
    figure = Figure(width=600, height=400)
    figure.header.add_child(Element("<style>p { color: red }</style>"))
    assert figure.add_child(polar_map) is figure
    assert polar_map.get_root() is figure
    html = figure.render()
    assert html.replace("<style>p { color: red }</style>\n", "") == whole
    assert figure._repr_html_() == polar_map._repr_html_()
    assert 'width="600" height="400"' in figure._repr_html_()


def test_a_plain_figure_keeps_its_title_and_another_map_needs_no_network(
    polar_map: PolarMap,
) -> None:
    figure = Figure(title="Two maps").add_child(polar_map).add_child(PolarMap(title="Other"))
    assert "<title>Two maps</title>" in figure.render()
    assert figure.render().count('class="folium-map"') == 2
    with pytest.raises(NeedsNetworkError, match="Map"):
        figure.add_child(folium.Map()).render()


def test_a_map_without_a_figure_shows_itself(polar_map: PolarMap) -> None:
    shown = polar_map._repr_html_()
    polar_map._parent = None
    assert polar_map._repr_html_() == shown.replace("title&gt;Test&lt;", "title&gt;Map&lt;")
    assert polar_map._parent is None


def test_authors_scripts_may_name_the_map(polar_map: PolarMap) -> None:
    name = polar_map.get_name()
    polar_map.get_root().script.add_child(Element(f"{name}.on('click', function () {{}});"))
    polar_map.get_root().script.add_child(Element("var colours = {};"))
    script = Page(polar_map.get_root().render()).scripts[1]
    # The one runs when the map is there, the other before a layer may need it.
    places = [script.index(t) for t in ("var colours", "var map_1 = ", "map_1.on('click'")]
    assert places == sorted(places)
    assert name not in script


def test_every_part_of_the_page_may_name_the_map(polar_map: PolarMap) -> None:
    name = polar_map.get_name()
    figure = polar_map.get_root()
    figure.scripts.append(f"{name}.setZoom(6)")
    figure.prelude.append(f"window.before = '{name}'")
    figure.styles.append(f"#{name} {{ opacity: 0.9 }}")
    figure.head, figure.before = f'<meta name="{name}">', f'<a href="#{name}">map</a>'
    figure.after = f'<p id="legend-of-{name}">legend</p>'
    figure.data["held"], figure.packed["dense"] = {"map": name}, {"map": [name]}
    html = figure.render()
    page = Page(html)
    assert name not in html
    assert page.scripts[3] == "map_1.setZoom(6)"
    assert page.scripts[1] == "window.before = 'map_1'"
    assert page.data["held"] == '{"map":"map_1"}'
    assert unpacked(page.data["dense"]) == {"map": ["map_1"]}
    for text in ("#map_1 { opacity", 'name="map_1"', 'href="#map_1"', "legend-of-map_1"):
        assert text in html
    assert page.hashes == page.allowed


def test_scripts_with_any_line_break_are_those_that_are_allowed(polar_map: PolarMap) -> None:
    polar_map.get_root().scripts.append("window.a = 1;\r\nwindow.b = 2;\rwindow.c = 3;")
    html = polar_map.get_root().render()
    assert "\r" not in html
    page = Page(html)
    assert page.hashes == page.allowed


def test_half_a_letter_stops_no_page(polar_map: PolarMap, tmp_path: Path) -> None:
    folium.Marker((80, 0), popup="half \ud800", tooltip="half \udfff").add_to(polar_map)
    polar_map.get_root().scripts.append("window.a = 'half \ud800';")
    polar_map.get_root().before = "<p>half \ud800</p>"
    polar_map.save(tmp_path / "x.html")
    page = Page((tmp_path / "x.html").read_text("utf-8"))
    assert page.hashes == page.allowed
