"""Every wrong Feature is a finding with line, pointer, value, rule and remedy; the text is held.

The table itself is in `wrong.py`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.findings import Finding, Severity
from geotrack.reading import read_events, read_layer
from geotrack.reading.text.line_numbers import lines_of
from tests.mutations import JSON_VALUES, paths_of
from tests.reading.wrong import TABLE
from tests.records import collection, feature, point, polygon, read, region, written


def _cut(finding: Finding) -> str:
    return str(finding).removeprefix("x.geojson:").replace("/features/0", "", 1)


@pytest.mark.parametrize(("wrong", "lines"), [(wrong, lines) for wrong, *lines in TABLE])
def test_a_wrong_feature_is_told_in_these_words(
    tmp_path: Path, wrong: Any, lines: list[str]
) -> None:
    found = read(tmp_path, wrong)
    assert [_cut(f) for f in found.findings] == lines
    refused = any(f.severity is Severity.ERROR for f in found.findings)
    assert len(found.records) == (0 if refused else 1)
    for finding in found.findings:
        assert finding.rule
        assert finding.remedy
        json.dumps(finding.to_json(), allow_nan=False)


def test_all_faults_of_a_file_are_told_at_once_and_hide_no_good_record(tmp_path: Path) -> None:
    wrong = [row[0] for row in TABLE]
    each = sum(len(row) - 1 for row in TABLE)
    found = read(tmp_path, feature("first"), *wrong, feature("last"))
    assert len(found.findings) == each
    ids = [r.record.id for r in found.records]
    assert ids[0] == "first"
    assert ids[-1] == "last"
    good = sum(all(": warning: " in line for line in row[1:]) for row in TABLE)
    assert len(ids) == good + 2
    lines = lines_of(found.text, [f.pointer for f in found.findings])
    assert all(f.line == lines[f.pointer] for f in found.findings)


def test_many_faults_of_one_record_are_all_told(tmp_path: Path) -> None:
    wrong = feature(
        None,
        point(0, 91),
        title=5,
        type="x/y",
        start="2024-13",
        sources=["x"],
        actors=[{"country": "NOR"}],
        place={"radius_km": -1},
        fid=3,
    )
    found = read(tmp_path, wrong)
    assert [f.pointer.removeprefix("/features/0") for f in found.findings] == [
        "/geometry/coordinates/1",
        "/id",
        "/properties/title",
        "/properties/type",
        "/properties/start",
        "/properties/sources/0",
        "/properties/actors/0",
        "/properties/actors/0/country",
        "/properties/place/radius_km",
        "/properties/fid",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{}", "x:1: an object without 'type' is not a GeoJSON FeatureCollection or Feature; "
               "wrap the records in a FeatureCollection"),
        ("[]", "x:1: an empty list is not a GeoJSON FeatureCollection or Feature; "
               "wrap the records in a FeatureCollection"),
        ("null", "x:1: null is not a GeoJSON FeatureCollection or Feature; "
                 "wrap the records in a FeatureCollection"),
        ('{"type": "Topologie"}', "x:1: 'Topologie' is not a GeoJSON FeatureCollection or "
                                  "Feature; wrap the records in a FeatureCollection"),
        ('{"type": ["Feature"]}',
         "x:1: a list of 1 is not a GeoJSON FeatureCollection or Feature; "
         "wrap the records in a FeatureCollection"),
        ('{"type": "FeatureCollection"}',
         "x:1: a FeatureCollection without a list of features; add 'features': []"),
        ('{"type": "FeatureCollection",\n"features": {}}',
         "x:2: /features: an object where a list of Features is meant; write a list"),
        ('{"type": "FeatureCollection",\n"features": null}',
         "x:2: /features: null where a list of Features is meant; write a list"),
        ('{"type": "FeatureCollection", "features": [],\n'
         '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3995"}}}',
         "x:2: /crs: the coordinates are said to be in 'urn:ogc:def:crs:EPSG::3995'; "
         "reproject it: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson, or in QGIS "
         "Export → Save Features As → EPSG:4326"),
        ('{"type": "FeatureCollection", "features": [], "crs": 5}',
         "x:1: /crs: the coordinates are said to be in 'another system'; "
         "reproject it: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson, or in QGIS "
         "Export → Save Features As → EPSG:4326"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_told(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "x"
    path.write_text(text)
    found = read_events(path, "x")
    assert [str(f) for f in found.findings] == [line]
    assert found.records == ()


def test_a_collection_without_records_is_sound(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.records, found.findings) == ((), ())


def test_a_feature_may_stand_alone(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(json.dumps(feature(title=5), indent=1))
    assert [str(f) for f in read_events(path, "x").findings] == [
        'x:6: /properties/title: 5 is not text; write it in quotes: "5"'
    ]


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    assert [str(f) for f in read_events(tmp_path, "x").findings] == [
        "x: cannot be read: is a directory; check the path and its permissions"
    ]
    assert [str(f) for f in read_events(tmp_path / "no", "x").findings] == [
        "x: cannot be read: no such file or directory; check the path and its permissions"
    ]
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "cannot be read" in str(read_events(tmp_path / "loop", "x").findings[0])


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    text = json.dumps(collection(feature(), feature("b", title=5)), indent=1)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    found = read_events(path, "x")
    assert [r.record.id for r in found.records] == ["a"]
    assert found.findings[0].line == text.split('"title": 5')[0].count("\n") + 1


def test_a_slip_of_json_refuses_its_record_alone(tmp_path: Path) -> None:
    path = tmp_path / "x"
    text = json.dumps(collection(feature(), feature("b"), feature("c", speed=1)), indent=1)
    text = text.replace('"b",', '"b",\n"id": "d",').replace('"speed": 1', '"speed": NaN')
    path.write_text(text)
    found = read_events(path, "x")
    assert [r.record.id for r in found.records] == ["a"]
    assert [(f.pointer, f.message) for f in found.findings] == [
        ("/features/1/id", "the key 'id' stands twice in one object"),
        ("/features/2/properties/speed", "NaN is not a JSON number"),
    ]
    assert found.findings[0].line == text.split('"id": "d"')[0].count("\n") + 1


def test_a_slip_outside_the_records_refuses_none(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(json.dumps(collection(feature()) | {"x": [float("nan")]}))
    found = read_events(path, "x")
    assert len(found.records) == 1
    assert [f.pointer for f in found.findings] == ["/x/0"]


def test_a_column_is_told_once_a_file_and_a_likely_slip_each_time(tmp_path: Path) -> None:
    found = read(tmp_path, *(feature(str(n), fid=n, sumary="x") for n in range(3)))
    assert [_cut(f) for f in found.findings] == [
        "15: /properties/fid: warning: 'fid' is not a property that geotrack defines "
        "(in 3 places); it is kept and shown as it is",
        *(
            f"{line}: {f'/features/{n}' if n else ''}/properties/sumary: warning: "
            "'sumary' is not a property that geotrack defines; did you mean 'summary'?"
            for n, line in enumerate((16, 31, 46))
        ),
    ]


def test_columns_of_a_named_dataset_are_not_reported(tmp_path: Path) -> None:
    ged = feature("a", dataset="UCDP GED", licence="CC BY 4.0", best=2, sumary="x")
    found = read(tmp_path, ged, feature("b", best=2))
    assert [f.pointer for f in found.findings] == [
        "/features/0/properties/sumary",
        "/features/1/properties/best",
    ]


def test_a_column_that_only_looks_a_little_like_a_property_is_no_slip(tmp_path: Path) -> None:
    found = read(tmp_path, feature("a", magType="mb", shore_distance=3, shipType="x"))
    assert len(found.findings) == 3
    for finding in found.findings:
        assert "it is kept and shown as it is" in str(finding)


CLASHES = {
    "id": 7,
    "geometry": "POINT (1 2)",
    "feature": None,
    "model_extra": {"a": 1},
    "model_fields": 1,
    "when": "noon",
    "type_id": 3,
    "placed": False,
    "regions": "x",
    "@id": "way/123",
    "@geometry": 1,
    "@feature": [],
    "__class__": 0,
    "": "nameless",
    "a.b/c~d e": 1,
    "properties": {"title": "inner"},
}


def test_a_column_may_have_any_name_without_a_clash(tmp_path: Path) -> None:
    given = feature("a", point(10, 80))
    given["properties"].update(CLASHES)
    (located,) = read(tmp_path, given).records
    record = located.record
    assert record.id == "a"
    assert record.geometry == point(10, 80)
    assert record.placed
    assert record.regions == ()
    assert record.type_id == "coastguard/patrol"
    assert not record.when.undated
    assert record.extra == CLASHES
    assert record.feature == given
    lone = feature(**{"@id": "way/123"})
    del lone["id"]
    assert [f.rule for f in read(tmp_path, lone).findings if f.severity is Severity.ERROR] == [
        "feature-id"
    ]


def test_the_feature_stays_as_it_came(tmp_path: Path) -> None:
    text = (
        '{"type": "Feature", "bbox": [1, 2.50, 3, 4], "id": 10, "geometry": {"type": "Point", '
        '"coordinates": [1.10, 8e1, -0.0]}, "properties": {"title": "Utqiaġvik \\u00e5 e\\u0301 '
        'é 😀", "type": "naval/patrol", "start": "2024", "sources": "https://a.org", '
        '"place": "x", "n": 12345678901234567890, "z": 0.1}, "foreign": {"b": [1.0, 1]}}'
    )
    path = tmp_path / "x"
    path.write_text(text)
    (located,) = read_events(path, "x").records
    assert json.dumps(located.record.feature) == json.dumps(json.loads(text))
    assert located.record.id == "10"
    assert located.record.place is not None
    assert located.record.place.name == "x"


def test_a_million_letters_are_no_trouble(tmp_path: Path) -> None:
    long = "ø" * 1_000_000
    found = read(tmp_path, feature(title=long), feature("b", type=long, kind=long))
    assert [r.record.title for r in found.records] == [long]
    assert len(found.findings) == 2
    assert all(len(str(f)) < 600 for f in found.findings)


def test_a_key_of_a_million_letters_is_cut_in_the_line_alone(tmp_path: Path) -> None:
    long = "ø" * 1_000_000
    (finding,) = read(tmp_path, feature(**{long: 1})).findings
    assert finding.pointer == f"/features/0/properties/{long}"
    assert len(str(finding)) < 600


FULL = feature(
    "a",
    polygon([0, 80], [10, 80], [10, 85]),
    end="2025",
    time_zone="Asia/Shanghai",
    actors=[{"name": "x", "country": "NO", "assets": ["y"]}],
    place={"name": "x", "precision": "area", "radius_km": 1, "regions": ["kara-sea"]},
    sources=[{"url": "https://a.org", "grade": {"reliability": "A", "credibility": 1}}],
    confidence={"level": "low"},
    verification="confirmed",
    related=["b"],
    sequence=1,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(paths_of(FULL)[1:]), JSON_VALUES)
def test_whatever_stands_in_a_record_it_is_read_or_told(
    tmp_path: Path, path: tuple[Any, ...], value: Any
) -> None:
    mutated = json.loads(json.dumps(FULL))
    here = mutated
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    found = read(tmp_path, mutated, feature("good"))
    assert found.records[-1].record.id == "good"
    errors = [f for f in found.findings if f.severity is Severity.ERROR]
    assert bool(errors) == (len(found.records) == 1)
    for finding in found.findings:
        assert "\n" not in str(finding)
        str(finding).encode()
        json.dumps(finding.to_json(), allow_nan=False)


@pytest.mark.parametrize(
    ("wrong", "lines"),
    [
        (region("Kara Sea", point(1, 80)),
         ["6: /id: 'Kara Sea' is not a layer feature's id; write small letters, digits and single "
          "hyphens, for example barents-sea"]),
        (region("x", point(1, 91)),
         ["11: /geometry/coordinates/1: latitude 91 is off the globe; latitude goes from -90 to "
          "90; if the two are swapped, write [91, 1]"]),
        (region("x", None),  # type: ignore[arg-type] # wrong on purpose
         ["7: /geometry: null is not an object; write an object"]),
        (region("x", point(1, 80), definition={}, licence=5),
         ["16: /properties/definition: no 'text'; add 'text'",
          '17: /properties/licence: 5 is not text; write it in quotes: "5"']),
    ],
)  # fmt: skip
def test_a_wrong_layer_is_told(tmp_path: Path, wrong: dict[str, Any], lines: list[str]) -> None:
    found = read_layer(written(tmp_path / "x.geojson", wrong), "x.geojson")
    assert [_cut(f) for f in found.findings] == lines
    assert found.records == ()


def test_a_file_name_that_is_not_utf_8_can_be_told(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.geojson"))
    path.write_text("{")
    str(read_events(path, str(path)).findings[0]).encode()
