from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import folium
import pytest
import tomlkit

from folium_polar.assets import bundle_css, vector_map_js
from folium_polar.basemap.files import basemap
from geotrack.errors import GeotrackError
from geotrack.page import briefing
from geotrack.page.assets import page_css, page_js
from tests.readable import json_lines, readable

GOLDEN = Path(__file__).parent / "golden" / "plan.html"
WORDS = ("geotrack-words", "geotrack-words-nb")

HOSTILE = "</script><script>alert(1)</script>\"`${1}{{ 7*7 }}<img src='x' onerror=alert(1)>"

WITH_LAYERS = """
title = "A golden map"
subtitle = "Two records & one without a place"
marking = "RESTRICTED // TEST"
as_of = "2024-12-31"
projection = "EPSG:3571"

[view]
lat = 65
lon = 180
radius_km = 900

[layers]
regions = ["date-line-box"]
shown = ["date-line-box"]
"""


def rendered(page: Any) -> str:
    return str(page.get_root().render())


def golden_workspace(make: Any, feature: Any) -> Any:
    return make(
        feature(
            "seen",
            title="Ships seen north of Bodø, Tromsø and Utqiaġvik",
            summary="Two ships & a tug.",
            type="coastguard/sighting",
            status="occurred",
            place={"name": "off the cape", "precision": "near", "radius_km": 25},
            actors=[{"name": "A coastguard", "country": "NO", "assets": ["ship 1", "ship 2"]}],
            sources=[
                {
                    "url": "https://example.org/a?b=1&c=2",
                    "publisher": "A paper",
                    "published": "2024-06-02",
                    "claimant": "The one",
                    "start": "2024-06-01",
                },
                {
                    "read_at": "https://copy.example.org/",
                    "claimant": "The other",
                    "stance": "disputes",
                    "start": "2024-06-02",
                    "says": "It was the day after.",
                },
            ],
            related=["somewhere"],
        ),
        feature("somewhere", geometry=None, place={"regions": ["date-line-box"]}, start="2024"),
        feature("nowhere", geometry=None, kind="statement", type="diplomacy/statement"),
        definition=WITH_LAYERS,
    )


def named(html: str) -> str:
    """Put bundle and basemap by their names, so that the golden page shows only ours."""
    for name, text in {
        "static/vector-map.js": vector_map_js(),
        "static/polarmap.css": bundle_css(),
        "static/page.js": page_js(records=True),
        "static/page.css": page_css(records=True),
    }.items():
        html = html.replace(text, f"[{name}]").replace(text.rstrip("\n"), f"[{name}]")
        html = re.sub(re.escape(_hash(text)), f"[{name}]", html)
    html = re.sub(r"base64,d09GMg[A-Za-z0-9+/=]*", "base64,[font]", html)
    return html.replace(basemap(), "[basemap]")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_page_is_the_golden_one(make: Any, feature: Any) -> None:
    page = rendered(briefing(golden_workspace(make, feature), "plan"))
    html = named(readable(page, WORDS, json_lines))
    html = html.replace("},{", "},\n{").replace("], [", "],\n[")
    # The hash of a script that holds the bundle is the bundle's business, not this page's.
    html = re.sub(r"'sha256-[A-Za-z0-9+/=]{44}'", "'sha256-…'", html)
    if os.environ.get("GEOTRACK_WRITE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(html, encoding="utf-8")
    assert html == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_in_two_processes(
    make: Any, feature: Any, tmp_path: Path
) -> None:
    golden_workspace(make, feature)
    pages = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.html"
        command = [sys.executable, "-m", "geotrack", "--workspace", str(tmp_path), "map", "plan"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([*command, "--out", str(out)], check=True, env=environment)
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]


def test_folium_maps_made_before_leave_no_trace(make: Any, feature: Any) -> None:
    workspace = golden_workspace(make, feature)
    first = rendered(briefing(workspace, "plan"))
    folium.Map().get_root().render()
    page = briefing(workspace, "plan")
    assert rendered(page) == first
    assert rendered(page) == first, "a page rendered twice is the same page"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.found


def test_no_value_of_a_record_becomes_markup(make: Any, feature: Any, tmp_path: Path) -> None:
    fields = {"title": HOSTILE, "subtitle": HOSTILE, "marking": f"UNCLASSIFIED // {HOSTILE}"}
    definition = "".join(f"{key} = '''{text}'''\n" for key, text in fields.items())
    (tmp_path / "seeds").mkdir()
    for name, text in (("mild", f"x {'x' * (len(HOSTILE) - 2)}"), ("hostile", HOSTILE)):
        report = tomlkit.dumps({"id": text, "title": text, "claims": [claim(text)]})
        (tmp_path / "seeds" / f"{name}.toml").write_text(report, "utf-8")
    # As long, and words as that is, for what is short or a key is told in other ways.
    mild = f"x {'x' * (len(HOSTILE) - 2)}"
    harmless = make(everything(feature, mild), definition=definition.replace(HOSTILE, mild))
    plain = tags(rendered(briefing(harmless, "plan")))
    html = rendered(briefing(make(everything(feature, HOSTILE), definition=definition), "plan"))
    hostile = tags(html)
    assert [t for t, _ in hostile] == [t for t, _ in plain]
    assert not [a for _, attributes in hostile for a in attributes if a.startswith("on")]
    assert "7*7" in html
    assert "49" not in re.findall(r"class=pick-title>(.*?)</span>", html)[0]


def claim(text: str) -> dict[str, Any]:
    return {"id": text, "says": text, "kind": "event", "section": text, "events": "a"}


def everything(feature: Any, text: str) -> dict[str, Any]:
    made: dict[str, Any] = feature(
        "a",
        title=text,
        summary=text,
        place={"name": text, "note": text, "excluding": text, f"key {text}": [text]},
        actors=[{"name": text, "role": text, "assets": text, text: {text: text}}],
        verification={"level": "claimed", "basis": text},
        confidence={"level": "low", "about": text, "basis": text},
        likelihood={"term": text, "scale": text, "judged_by": text},
        tags=[text],
        sources=[
            {
                "url": "https://example.org/'\"<b>".replace("<b>", "%3Cb"),
                "publisher": text,
                "title": text,
                "cite": text,
                "origin": text,
                "claimant": text,
                "says": text,
                "place": text,
                "assets": text,
                "grade": {"reliability": "A", "credibility": 2, "by": text},
                f"key {text}": text,
            },
            {"seed": text, "claim": text, text: text},
        ],
        releasable_to=text,
        revisions={"what": text, "by": text, "why": text},
    )
    made["properties"][f"column {text}"] = text
    return made


def test_nothing_that_the_definition_does_not_select_is_in_the_bytes(
    make: Any, feature: Any
) -> None:
    definition = WITH_LAYERS + '\n[select]\nregions = ["date-line-box"]\n'
    html = rendered(
        briefing(
            make(
                feature(
                    "in", geometry={"type": "Point", "coordinates": [180, 63]}, related=["out"]
                ),
                feature("out", title="A very secret title", geometry=None),
                definition=definition,
            ),
            "plan",
        )
    )
    html = readable(html)
    assert "Title of in" in html
    assert "very secret" not in html
    assert '"out"' not in html


def test_the_csp_comes_before_anything_but_the_charset_and_names_every_script(
    make: Any, feature: Any
) -> None:
    html = rendered(briefing(golden_workspace(make, feature), "plan"))
    head = html[html.index("<head>") :]
    assert re.match(
        r'<head>\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy"', head
    )
    policy = re.search(r'Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    directives = dict(d.strip().partition(" ")[::2] for d in policy[1].split(";"))
    assert (
        directives["default-src"] == directives["base-uri"] == directives["form-action"] == "'none'"
    )
    scripts = re.findall(r"<script(?: id=[^>]+)?>(.*?)</script>", html, flags=re.DOTALL)
    assert [f"'sha256-{_hash(s)}'" for s in scripts] == directives["script-src"].split()


def test_links_are_web_addresses_that_tell_nobody_where_they_were_followed(
    make: Any, feature: Any
) -> None:
    html = rendered(briefing(golden_workspace(make, feature), "plan"))
    links = [a for t, a in tags(html) if t == "a"]
    assert links
    for link in links:
        href = link["href"] or ""
        if href.startswith("#"):
            continue
        assert href.startswith(("https://", "http://", "mailto:"))
    assert '<meta name="referrer" content="no-referrer">' in html
    assert "https://copy.example.org/" in html
    assert 'href="https://copy.example.org/' not in html, "a copy is text, not a link"


def test_the_page_is_a_document_without_script(make: Any, feature: Any) -> None:
    html = rendered(briefing(golden_workspace(make, feature), "plan"))
    document = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    document = re.sub("<span( data-w)?>", "", document).replace("</span>", "")
    for words in (
        "RESTRICTED // TEST",
        "Ships seen north of Bodø, Tromsø and Utqiaġvik",
        "1 June 2024",
        "off the cape: within 25\u00a0km of 65.7° N 168.5° W",
        "A coastguard (NO): ship 1, ship 2",
        "The other",
        "disputes",
        "It was the day after.",
        "not graded",
        "Without a place",
    ):
        assert words in document, words
    assert document.count("RESTRICTED // TEST") == 2


def test_numbers_once_issued_stay_with_their_event(make: Any, feature: Any, tmp_path: Path) -> None:
    first = briefing(make(feature("b", start="2024-02"), feature("c", start="2024-03")), "plan")
    assert first.numbers == {"b": 1, "c": 2}
    kept = tmp_path / "maps" / "plan.numbers.json"
    assert not kept.exists(), "numbers are issued by a page that is saved"
    first.save(tmp_path / "first.html")
    second = briefing(make(feature("a", start="2024-01"), feature("c", start="2024-03")), "plan")
    assert second.numbers == {"b": 1, "c": 2, "a": 3}
    second.save(tmp_path / "second.html")
    assert json.loads(kept.read_text("utf-8")) == second.numbers
    assert not list((tmp_path / "maps").glob(".*")), "no half-written file stays"


def test_any_folium_layer_can_be_added(make: Any, feature: Any) -> None:
    page = briefing(golden_workspace(make, feature), "plan")
    folium.GeoJson({"type": "Point", "coordinates": [0, 85]}).add_to(page)
    assert "L.geoJson" in rendered(page)


@pytest.mark.parametrize(
    ("name", "definition", "message"),
    [
        ("plam", WITH_LAYERS, "no map is called 'plam'; did you mean 'plan'?"),
        ("plan", 'title="x"\nmarking="UNCLASSIFIED"\n[layers]\nregions = ["far-nort"]\n',
         "layers/regions.geojson has no feature 'far-nort'; did you mean 'far-north'?"),
        ("plan", 'title="x"\nmarking="UNCLASSIFIED"\nprojection="EPSG:3857"\n', "EPSG:3857"),
    ],
)  # fmt: skip
def test_a_map_that_cannot_be_made_says_why(
    make: Any, feature: Any, name: str, definition: str, message: str
) -> None:
    with pytest.raises(GeotrackError) as error:
        briefing(make(feature("a"), definition=definition), name)
    assert message in str(error.value)


def test_a_single_file_is_a_map_at_once(make: Any, feature: Any, tmp_path: Path) -> None:
    make(feature("a", geometry={"type": "Point", "coordinates": [179.5, 71]}), feature("b"))
    page = briefing(tmp_path / "events" / "a.geojson", title="Mine")
    html = rendered(page)
    assert "<h1>Mine</h1>" in html
    assert page.counts.total == 2
