"""Maps to hand out: one of every kind of record with a story, and one whose texts are hostile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.workspace import open_workspace
from tests.hostile.texts import HOSTILE, properties
from tests.records import collection, feature, point, region, sector
from tests.sample_pages import sample_page

CANARY = "canary-that-must-not-sing"
NOTES = "canary-of-the-notes"
NEAR = {"precision": "near", "radius_km": 30}
STORY = f'''
title = "A map | of *all*"
subtitle = "Kinds of records"
marking = "UNCLASSIFIED // FOR BRIEFING"
as_of = "2025-01-01"
projection = "EPSG:3571"
language = "LANGUAGE"
[view]
lat = 70
lon = -170
radius_km = 1500
[layers]
regions = ["west"]
[select]
without = ["left-out"]
[[scenes]]
title = "First"
text = """
What [[at-sea|was seen]] there, *as told*. See [the report](https://example.org/a).

Then [[claimed]].
"""
notes = "{NOTES}"
from = "2024-01-01"
to = "2024-12-31"
[[scenes]]
title = "Second"
themes = "coastguard"
highlight = ["at-sea"]
[[scenes]]
title = "Third"
text = "All of it."
'''


def records() -> list[dict[str, Any]]:
    shared = {"url": "https://example.org/shared", "title": "Shared", "published": "2024-10-01"}
    graded = {**shared, "grade": {"reliability": "B", "credibility": 2, "by": "A. Nalyst"}}
    return [
        feature("at-sea", point(-170, 71), place=NEAR, sources=[graded], summary="Seen | there."),
        feature("twice", point(-171, 72), title="Seen again", sources=[shared, {"cite": "A log"}]),
        feature(
            "claimed",
            point(-172, 70),
            type="naval/sighting",
            title="Claimed by one",
            start="2024-05",
            verification={"level": "claimed", "basis": "One account."},
            confidence="low",
            status="occurred",
        ),
        feature("nowhere", title="Without a place", start="2023"),
        feature("undated", point(-168, 73), title="Without a date", start="unknown"),
        feature("in-a-sea", title="In a sea", place={"precision": "region", "regions": ["west"]}),
        feature("left-out", point(-169, 71), title=CANARY, summary=CANARY, tags=[CANARY]),
        feature(
            "later", point(-169, 71), title=CANARY, sources=[{"cite": "x", "published": "2026"}]
        ),
    ]


def made(folder: Path, toml: str, features: list[dict[str, Any]], **words: Any) -> Path:
    """Write a workspace of some records, one region and one map named `m`."""
    for name in ("events", "layers", "maps", "seeds"):
        (folder / name).mkdir(parents=True)
    (folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
    west = region("west", sector(-180, -160, 65, 75), **words)
    for path, found in (("layers/regions.geojson", [west]), ("events/a.geojson", features)):
        (folder / path).write_text(json.dumps(collection(*found)), "utf-8")
    (folder / "maps" / "m.toml").write_text(toml, "utf-8")
    return folder


def page_of(folder: Path, **given: Any) -> MapView:
    return open_map(open_workspace(folder), "m", **given)


@pytest.fixture(scope="session")
def overview() -> MapView:
    """The sample's overview, only to be read."""
    return sample_page("overview").view


@pytest.fixture(scope="session")
def strait() -> MapView:
    """The sample's map of the Bering Strait, only to be read."""
    return sample_page("bering-strait").view


# Of a module: else pytest sorts the tests of all modules by language, and shares are made twice.
@pytest.fixture(params=["en", "nb"], scope="module")
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def records_folder(tmp_path_factory: pytest.TempPathFactory, language: str) -> Path:
    """A folder with one of every kind of record and a story of three scenes, only to be read."""
    folder = tmp_path_factory.mktemp("records") / "w"
    return made(folder, STORY.replace("LANGUAGE", language), records())


def hostile_record(i: int, text: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"r{i}",
        "geometry": {"type": "Point", "coordinates": [-179 + (i % 60) / 3, 66 + i % 8]},
        "properties": properties(text, i),
    }


def hostile(folder: Path, texts: list[str]) -> Path:
    """A folder with a record and a scene of each text, all together in title and definition."""
    whole = " ¦ ".join(texts)
    toml = {text: json.dumps(text, ensure_ascii=False) for text in [*texts, whole]}
    marking = json.dumps(f"UNCLASSIFIED // {whole[:300]}", ensure_ascii=False)
    said = toml[whole]
    head = f"title = {said}\nsubtitle = {said}\nlead = {said}\nmarking = {marking}\n"
    scenes = "".join(f"[[scenes]]\ntitle = {toml[t]}\ntext = {toml[t]}\n" for t in texts)
    features = [hostile_record(i, text) for i, text in enumerate(texts)]
    definition = f'{head}[layers]\nregions = "west"\n{scenes}'
    words = dict.fromkeys(("name", "definition", "note", "licence"), whole)
    return made(folder, definition, features, **words)


TEXTS = [text for text in HOSTILE if any(c.isalnum() for c in text)]


@pytest.fixture(scope="session")
def sided_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record of each side, of both and of none, and a lead that names them."""
    sides = "".join(
        f'[[sides]]\nname = "{name}"\ncountries = "{code}"\ncolour = "{colour}"\n'
        for name, code, colour in (("China", "CN", "#c8371b"), ("Russia", "RU", "#2f3e9e"))
    )
    toml = f'title = "M"\nmarking = "UNCLASSIFIED"\nlead = "China met Russia [[ab]]."\n{sides}'
    found = [
        feature(id_, point(-170 + n, 71), actors=[{"name": c, "country": c} for c in codes])
        for n, (id_, codes) in enumerate(
            {"a": ["CN"], "ab": ["CN", "RU"], "b": ["RU"], "c": ["US"]}.items()
        )
    ]
    return made(tmp_path_factory.mktemp("sided") / "w", toml, found)
