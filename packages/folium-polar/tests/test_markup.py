"""HTML of folium's elements that a closed page would not show or run."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import folium
import pytest
from branca.element import Element, Html, IFrame
from hypothesis import given
from hypothesis import strategies as st

from folium_polar import PolarMap, glyph_svg, markup
from folium_polar.errors import NeedsNetworkError, UsageError
from folium_polar.markup import refuse_markup

DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
WEB = "https://example.org/x.png"
NETWORK = {
    '<img src="https://example.org/x.png">': "it loads 'https://example.org/x.png'; .*image_to_url",
    "<IMG SRC = '//example.org/x.png'>": "it loads '//example.org/x.png'",
    "<i class=fa-ship></i>": "'fa-ship'",
    '<picture><source srcset="https://example.org/x.png 2x"></picture>': "it loads",
    '<input type="image" src="http://example.org/x.png">': "it loads",
    '<table background="http://example.org/x.png"></table>': "it loads",
    '<svg><image href="https://example.org/x.png"/></svg>': "it loads",
    '<svg><image xlink:href="https://example.org/x.png"/></svg>': "it loads",
    '<svg><use href="https://example.org/x.svg#a"/></svg>': "it loads",
    '<link rel="stylesheet" href="https://example.org/x.css">': r"get_root\(\)\.styles",
    '<p style="background: url(https://example.org/x.png)">x</p>': "it loads 'https://exam",
    "<style>p { background: url('https://example.org/x.png') }</style>": r"get_root\(\)\.styles",
    '<style>@import "https://example.org/x.css";</style>': "it loads 'https://example.org/x.css'",
    "<style>@import url(https://example.org/x.css);</style>": "it loads 'https://example.org/x.css",
    '<i class="fa fa-ship"></i>': r"glyph 'fa-ship' is of a web font; .*glyph_svg\('ship', 'fa'\)",
    '<span class="icon fa-solid fa-anchor"></span>': "glyph 'fa-anchor'",
    '<i class="fa-brands fa-github fa-2x"></i>': "glyph 'fa-github' is .* as an inline <svg>$",
    '<span class="glyphicon glyphicon-info-sign"></span>': "glyph 'glyphicon-info-sign'",
    f'<img src="{WEB}" src="data:,">': "it loads",
    "<img src='&#9;ht&#10;tps://example.org/x.png'>": "it loads 'https:",
    f'<img srcset="data:, 1x, {WEB} 2x">': f"it loads '{WEB}'",
    f'<img src="{WEB}" ': "it loads",
    f'<svg><style><img src="{WEB}"></style></svg>': "it loads",
    f'<!--><img src="{WEB}">-->': "it loads",
    f'<!-- x --!><img src="{WEB}">-->': "it loads",
    f'<![CDATA[><img src="{WEB}">]]>': "it loads",
    f'<xmp><p title="</xmp><img src={WEB}>"></p>': "it loads",
    f'<svg><rect fill="url({WEB}#a)"/></svg>': "it loads",
    f'<svg><linearGradient href="{WEB}#a"/></svg>': "it loads",
    f'<svg><use><animate attributeName="href" to="{WEB}"/></use></svg>': "it loads",
    f'<p style="background: u\\72l({WEB})">x</p>': "it loads",
    f"<p style='background: image-set(\"{WEB}\" 1x)'>x</p>": "it loads",
    f"<style>p::after {{ content: '/*'; background: url({WEB}); color: '*/' }}</style>": "it loads",
    f'<style>@import/**/"{WEB}";</style>': "it loads",
    '<link rel="preconnect" href="https://example.org/">': "it loads",
}
UNFIT = {
    '<img src="ship.png">': "the page loads no file, as 'ship.png'; .*image_to_url",
    '<button onclick="go()">x</button>': "'onclick'; bind it",
    "<b/onmouseover=go()>x</b>": "'onmouseover'",
    '<a href="javascript:go()">x</a>': r"'javascript:go\(\)'",
    '<iframe src="https://example.org/"></iframe>': "no <iframe> in; put its content",
    "<iframe srcdoc='x'></iframe>": "no <iframe> in",
    '<object data="x.svg"></object>': "no <object> in",
    '<embed src="x.svg">': "no <embed> in",
    '<video src="data:video/mp4,"></video>': "plays no <video>; show a picture",
    "<audio></audio>": "plays no <audio>",
    "<script>go()</script>": r"its <script>; put the code into get_root\(\)\.scripts",
    '<script src="https://example.org/x.js"></script>': "its <script>",
    '<form action="https://example.org/"></form>': "sends nothing to .* .action.; link to it",
    '<button formaction="https://example.org/">x</button>': r"\(formaction\)",
    '<a href="#" ping="https://example.org/">x</a>': r"\(ping\)",
    '<a href="java&#9;script:go()">x</a>': r"'javascript:go\(\)'",
    '<a href=" &#106;avascript:go()">x</a>': r"'javascript:go\(\)'",
    '<svg><a xlink:href="javascript:go()"><text>x</text></a></svg>': r"'javascript:go\(\)'",
    '<meta http-equiv="Refresh" content="0; url=https://example.org/">': "its <meta> would leave",
    '<base href="https://example.org/">': "takes no <base>",
    "<textarea></textarea><b title='</textarea>' onclick=go()>x</b>": "'onclick'",
}
FIT = [
    f'<img src="{DATA}" alt="a ship">',
    f'<p style="background: url({DATA})">x</p>',
    f'<svg><defs><g id="a"/></defs><use href="#a"/><image href="{DATA}"/></svg>',
    '<svg><rect fill="url(#a)" style="stroke: url(#b)"/></svg>',
    '<a href="https://example.org/?src=x" title="on = off">source</a><a href="javascript:;">x</a>',
    '<a href="javascript:void(0)">x</a><a href="#map">x</a>',
    '<table class="table table-striped" style="background: #fff"><tr><td>12 kn</td></tr></table>',
    '<i class="fa fa-solid fa-fw fa-2x fa-lg fa-spin fa-rotate-90"></i>',
    '<b class="sofa-table">x</b><button type="button">x</button><form><input></form>',
    "<p>https://example.org/x.png &lt;img src=https://example.org/x.png onclick=go()&gt;</p>",
    '<link rel="canonical" href="https://example.org/">',
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "https://example.org/x.dtd"><svg><title>x</title>'
    "<defs><style>*{stroke-linejoin: round}</style></defs><path fill='none' d='M0 0'/></svg>",
    f"<svg><rect filter='url(#a)' style='fill:url(#b)'/></svg><img srcset='{DATA} 1x, {DATA} 2x'>",
    glyph_svg("ship") + glyph_svg("info-sign", "glyphicon"),
    '<textarea rows="2">12.5, 70.1</textarea><!-- a note -->',
    "<style>.x::after { content: 'src=' }</style><p>a < b, onset = 3, background = none</p>",
]
PLACES: dict[str, Callable[[str], Any]] = {
    "Popup": lambda html: folium.Marker((80, 0), popup=html),
    "Tooltip": lambda html: folium.Marker((80, 0), tooltip=html),
    "DivIcon": lambda html: folium.Marker((80, 0), icon=folium.DivIcon(html)),
    "ClickForMarker": folium.ClickForMarker,
    "FeatureGroup": folium.FeatureGroup,
    "ImageOverlay": lambda html: folium.raster_layers.ImageOverlay(
        DATA, [[70, 0], [75, 9]], attribution=html
    ),
    "GeoJsonPopup": lambda html: folium.GeoJson(_point(html), popup=folium.GeoJsonPopup(["name"])),
    "GeoJsonPopup of a list": lambda html: folium.GeoJson(
        _point({"names": [html.replace('"', "'")]}), popup=folium.GeoJsonPopup(["name"])
    ),
    "GeoJsonTooltip": lambda html: folium.GeoJson(
        _point("x"), tooltip=folium.GeoJsonTooltip(["name"], [html])
    ),
}


def _point(name: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [0, 80]}
    feature = {"type": "Feature", "properties": {"name": name, "n": 1}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


@pytest.mark.parametrize("html", NETWORK)
def test_what_would_be_fetched_is_refused(html: str) -> None:
    with pytest.raises(NeedsNetworkError, match=f"^Popup needs a network .*{NETWORK[html]}"):
        refuse_markup("Popup", f"<p>text</p>{html}")


@pytest.mark.parametrize("html", UNFIT)
def test_what_the_policy_stops_is_refused(html: str) -> None:
    with pytest.raises(UsageError, match=f"^Popup cannot be used .*{UNFIT[html]}"):
        refuse_markup("Popup", f"<p>text</p>{html}")


@pytest.mark.parametrize("place", PLACES)
def test_it_is_refused_wherever_html_is_shown(polar_map: PolarMap, place: str) -> None:
    for html in ('<i class="fa fa-ship"></i>', *UNFIT):
        with pytest.raises(UsageError, match=f"^{place.split(maxsplit=1)[0]} "):
            polar_map.add_child(PLACES[place](html))


@pytest.mark.parametrize("place", PLACES)
def test_what_a_page_can_show_is_let_through(polar_map: PolarMap, place: str) -> None:
    for html in FIT:
        PLACES[place](html).add_to(polar_map)
    polar_map.get_root().render()


def test_other_html_of_popups_groups_and_the_page_is_looked_at(polar_map: PolarMap) -> None:
    for content in (Html("<b onclick='go()'>x</b>", script=True), Element("<b onclick='go()'>")):
        popup = folium.Popup(content)
        with pytest.raises(UsageError, match=r"Popup .*'onclick'"):
            folium.Marker((80, 0), popup=popup).add_to(PolarMap()).get_root().render()
    folium.Marker((80, 0), popup=folium.Popup(Html("<b onclick>"), parse_html=True)).add_to(
        polar_map
    )
    with pytest.raises(NeedsNetworkError, match=r"DivIcon .*'fa-ship'"):
        folium.Marker((80, 0), icon=folium.DivIcon(class_name="fa fa-ship")).add_to(polar_map)
    with pytest.raises(UsageError, match=r"ClickForMarker .*<iframe>"):
        folium.ClickForMarker(IFrame("x")).add_to(polar_map)
    with pytest.raises(UsageError, match=r"Tooltip .*'fa-ship'"):
        folium.Marker((80, 0), tooltip='<i class="fa-ship">').add_to(polar_map)
    detail = folium.GeoJsonTooltip(["name"], style=f"background: url({WEB})")
    with pytest.raises(NeedsNetworkError, match=f"^GeoJsonTooltip .*'{WEB}'"):
        folium.GeoJson(_point("x"), tooltip=detail).add_to(polar_map)
    with pytest.raises(UsageError, match=r"^GeoJsonPopup \(property 'name' of feature 0\) cannot"):
        folium.GeoJson(_point("<s onclick=go()>"), popup=folium.GeoJsonPopup(["name"])).add_to(
            polar_map
        )
    for part in ("head", "before", "after"):
        other = PolarMap()
        setattr(other.get_root(), part, '<img src="logo.png">')
        with pytest.raises(UsageError, match=rf"get_root\(\)\.{part} .*'logo.png'"):
            other.get_root().render()
    polar_map.get_root().render()


@given(
    st.sampled_from([*NETWORK, *UNFIT]), st.text(st.characters(exclude_characters="<>"), max_size=9)
)
def test_no_fault_escapes_the_quick_look_and_none_is_seen_in_text(html: str, text: str) -> None:
    with pytest.raises(UsageError):
        refuse_markup("Popup", f"{text}<p>{html}</p>{text}")
    with pytest.raises(UsageError):
        refuse_markup("Popup", f"{text}<p>{html.upper()}</p>{text}")
    refuse_markup("Popup", f"{text}<p>{escape(html)}</p>{text}")


def test_all_faults_are_named_at_once() -> None:
    html = f'<img src="{WEB}"><b onclick="go()">x</b><i class="fa-ship"></i><img src="{WEB}">'
    with pytest.raises(NeedsNetworkError, match=r"it loads .*; also, .*'onclick'.*; also, .*'fa-"):
        refuse_markup("Popup", html)
    with pytest.raises(UsageError, match=r"'on4'; bind .*; and 5 more$"):
        refuse_markup("Popup", "".join(f"<b on{number}='x'>" for number in range(10)))


def test_usual_popups_come_to_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(markup, "_Markup")
    for html in (
        '<b>Vessel</b><br>12 kn<table style="background: #fff"><tr><td>x</td></tr></table>',
        '<a href="https://example.org/">source</a> position = 3, interaction, sofa',
        "Bodø &amp; Tromsø",
        '<p class=summary>x<path style="fill:light-dark(#f3eedf,#2d3332)" d="M2 5h4Z"/></p>',
        '<i style=left:60%;width:3.5% data-forms=\'["Tu-95", "Tu-95MS"]\'></i>',
    ):
        refuse_markup("Popup", html)
