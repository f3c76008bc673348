"""What no single record can tell: ids, links, regions, claims, markings, maps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.files.resources import sample_workspace
from geotrack.workspace import check, check_events, open_file, open_workspace
from geotrack.workspace.checks import without
from tests.records import cap, feature, point, region, sector, workspace, written

KARA = region("kara-sea", cap(80))
REPORT = """\
id = "focus-2025"
title = "Focus"
[[claims]]
id = "S1"
says = "x"
kind = "event"
events = ["a"]
"""
MAP = """\
title = "M"
marking = "UNCLASSIFIED // X"
as_of = "2025-02-05"
[layers]
regions = ["kara-sea"]
[select]
regions = ["kara-sea"]
themes = ["naval"]
types = ["bomber-sortie", "naval/patrol"]
without = ["a"]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(folder: Path, *events: Any, regions: Any = (KARA,)) -> list[str]:
    return [str(f) for f in check(workspace(folder, *events, regions=regions))]


def test_the_sample_workspace_is_sound() -> None:
    assert check(open_workspace(sample_workspace())) == []


def test_a_repeated_id_names_both_places(tmp_path: Path) -> None:
    written(tmp_path / "events" / "a.geojson", feature("x"), feature(10))
    assert told(tmp_path, feature("10"), feature("b"), feature("x")) == [
        "events/e.geojson:6: /features/0/id: the id '10' is taken by "
        "events/a.geojson:19: /features/1/id; give one of them another",
        "events/e.geojson:32: /features/2/id: the id 'x' is taken by "
        "events/a.geojson:6: /features/0/id; give one of them another",
    ]


def test_a_repeated_region_names_both_places(tmp_path: Path) -> None:
    (line,) = told(tmp_path, regions=[KARA, KARA])
    assert line.endswith(
        "/features/1/id: the id 'kara-sea' is taken by "
        "layers/regions.geojson:6: /features/0/id; give one of them another"
    )


@pytest.mark.parametrize(
    "geometry",
    [
        point(0, 80),
        {"type": "LineString", "coordinates": [[0, 80], [10, 80]]},
        {"type": "GeometryCollection", "geometries": [cap(80), point(0, 80)]},
    ],
)
def test_a_region_that_is_no_area_is_told_and_left_out(tmp_path: Path, geometry: Any) -> None:
    opened = workspace(tmp_path, feature(), regions=[KARA, region("odd", geometry)])
    (finding,) = check(opened)
    assert finding.rule == "region-shape"
    assert finding.pointer == "/features/1/geometry/type"
    assert f"a region that is a {geometry['type']}; draw it as a Polygon" in str(finding)
    assert set(opened.regions) == {"kara-sea"}


@pytest.mark.parametrize(
    ("properties", "line"),
    [
        ({"related": ["b", "zz"]},
         "17: /features/0/properties/related/1: no record has the id 'zz'; "
         "add that record, or leave it out"),
        ({"related": "patrool"},
         "15: /features/0/properties/related: no record has the id 'patrool'; "
         "did you mean 'patrol'?"),
        ({"part_of": "a"},
         "15: /features/0/properties/part_of: 'a' is this record itself; leave it out"),
        ({"place": {"regions": ["kara-sea", "kara-see"]}},
         "18: /features/0/properties/place/regions/1: no region has the id 'kara-see'; "
         "did you mean 'kara-sea'?"),
        ({"place": {"regions": "x"}},
         "16: /features/0/properties/place/regions: no region has the id 'x'; "
         "`geotrack regions` lists them"),
        ({"sources": {"seed": "focus-2024", "claim": "S1"}},
         "13: /features/0/properties/sources/seed: no report in seeds/ has the id 'focus-2024'; "
         "did you mean 'focus-2025'?"),
        ({"sources": [{"seed": "focus-2025", "claim": "S9"}]},
         "15: /features/0/properties/sources/0/claim: the report 'focus-2025' has no claim 'S9'; "
         "add it there"),
        ({"marking": "TOP SECRET"},
         "15: /features/0/properties/marking: 'TOP SECRET' is not a marking of this workspace; "
         "begin it with one of UNCLASSIFIED, RESTRICTED, CONFIDENTIAL, SECRET"),
    ],
)  # fmt: skip
def test_a_word_that_leads_nowhere_is_told(
    tmp_path: Path, properties: dict[str, Any], line: str
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "r.toml").write_text(REPORT.replace('events = ["a"]', 'unmapped = "x"'))
    wrong = feature("a", **properties)
    lines = told(tmp_path, wrong, feature("b"), feature("patrol"))
    assert lines == [f"events/e.geojson:{line}"]


def test_a_point_apart_from_the_regions_it_names_is_a_warning(tmp_path: Path) -> None:
    near = {"precision": "near", "radius_km": 50}
    west = region("west", sector(0, 10, 70, 75))
    both = ["kara-sea", "west"]
    findings = check(
        workspace(
            tmp_path,
            feature("apart", point(20, 72), place=near | {"regions": "west"}),
            feature("unstated", point(20, 72), place={"regions": "west"}),
            feature("one", point(5, 72), place=near | {"regions": both}),
            feature("each", point(5, 72), place=near | {"regions": both, "regions_mode": "each"}),
            feature("reaches", point(10.5, 72), place=near | {"regions": "west"}),
            feature("label", point(20, 72), place={"precision": "region", "regions": "west"}),
            feature("wide", point(20, 72), place=near | {"radius_km": 20_000, "regions": "west"}),
            regions=[KARA, west],
        )
    )
    findings = without(findings, ["precision-unstated"])
    assert [(f.rule, str(f.severity), f.pointer) for f in findings] == [
        ("place-regions", "warning", f"/features/{n}/properties/place/regions") for n in (0, 1, 3)
    ]
    assert str(findings[0]).endswith(
        "warning: the point lies apart from 'west'; correct the geometry, its radius or "
        "the regions: questions go by the regions"
    )
    assert "apart from 'kara-sea';" in str(findings[2])


def test_parts_that_go_round_are_told(tmp_path: Path) -> None:
    lines = told(
        tmp_path, feature("a", part_of="b"), feature("b", part_of="a"), feature("c", part_of="b")
    )
    assert lines == [
        "events/e.geojson:15: /features/0/properties/part_of: 'b' is itself a part of this "
        "record; let the parts name the whole, not the whole a part",
        "events/e.geojson:29: /features/1/properties/part_of: 'a' is itself a part of this "
        "record; let the parts name the whole, not the whole a part",
    ]


def test_a_file_by_itself_is_not_asked_for_what_others_hold(tmp_path: Path) -> None:
    sources = {"seed": "focus-2025", "claim": "S1"}
    path = written(tmp_path / "x.geojson", feature(related="elsewhere", sources=sources))
    assert check_events(open_file(path)) == []


def test_findings_are_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    written(tmp_path / "events" / "z.geojson", feature("z", title=5))
    lines = told(tmp_path, feature("a", related="x", title=5), feature("b", related="x"))
    assert [line.split(": ")[0] for line in lines] == [
        "events/e.geojson:9",
        "events/e.geojson:29",
        "events/z.geojson:9",
    ]


def test_a_claim_and_its_record_name_each_other(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    report = tmp_path / "seeds" / "r.toml"
    report.write_text(REPORT)
    assert told(tmp_path, feature("a")) == [
        "seeds/r.toml:7: /claims/0/events: the record 'a' does not cite claim 'S1'; "
        "add 'seed' and 'claim' to its sources"
    ]
    assert told(tmp_path, feature("b")) == [
        "seeds/r.toml:7: /claims/0/events: no record has the id 'a'; add it, or say 'unmapped'"
    ]
    cited = feature("a", sources={"seed": "focus-2025", "claim": "S1"})
    assert told(tmp_path, cited) == []


def test_a_map_names_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    definition = tmp_path / "maps" / "m.toml"
    definition.write_text(MAP)
    assert told(tmp_path, feature("a")) == []
    wrong = MAP.replace("kara-sea", "kara-see").replace("naval", "nval").replace("UN", "X")
    definition.write_text(wrong.replace('"a"', '"none"'))
    assert told(tmp_path, feature("a")) == [
        "maps/m.toml:2: /marking: 'XCLASSIFIED // X' is not a marking of this workspace; "
        "begin it with one of UNCLASSIFIED, RESTRICTED, CONFIDENTIAL, SECRET",
        "maps/m.toml:7: /select/regions: 'kara-see' is not known; did you mean 'kara-sea'?",
        "maps/m.toml:8: /select/themes: 'nval' is not known; did you mean 'naval'?",
        "maps/m.toml:9: /select/types: 'nval/patrol' is not known; did you mean 'naval/patrol'?",
        "maps/m.toml:10: /select/without: 'none' is not known; leave it out",
        "maps/m.toml:5: /layers/regions: 'kara-see' is not known; did you mean 'kara-sea'?",
    ]


def test_a_map_that_could_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    definition = tmp_path / "maps" / "m.toml"
    shown = MAP.replace("[select]", 'shown = ["kara-see", "kara-sea"]\n[select]')
    definition.write_text(shown)
    assert told(tmp_path, feature("a")) == [
        "maps/m.toml:6: /layers/shown: 'kara-see' is in none of the map's layers; "
        "did you mean 'kara-sea'?"
    ]
    wrong = MAP.replace('"2025-02-05"', '".."\nprojection = "EPSG:3857"') + 'from = "unknown"\n'
    definition.write_text(wrong)
    assert told(tmp_path, feature("a")) == [
        "maps/m.toml:3: /as_of: '..' is no as-of date; "
        "write one date, such as 2024, 2024-05 or 2024-05-17",
        "maps/m.toml:4: /projection: 'EPSG:3857' is not a polar projection that geotrack draws; "
        "write one of EPSG:3995, EPSG:3413, EPSG:5936, EPSG:3571, EPSG:3572, EPSG:3573, "
        "EPSG:3574, EPSG:3575, EPSG:3576",
        "maps/m.toml:12: /select/from: 'unknown' is no limit of a period; "
        "write one date, such as 2024, 2024-05 or 2024-05-17",
    ]


def test_every_part_of_a_workspace_is_checked(tmp_path: Path) -> None:
    (tmp_path / "geotrack.toml").write_text("format = 5\n")
    for name in ("seeds/r.toml", "maps/m.toml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("=")
    wrong = region("kara-sea", cap(80))
    del wrong["properties"]["definition"]
    lines = told(tmp_path, feature(title=5), regions=[wrong])
    assert [line.split(":")[0] for line in lines] == [
        "geotrack.toml",
        "events/e.geojson",
        "layers/regions.geojson",
        "seeds/r.toml",
        "maps/m.toml",
    ]
