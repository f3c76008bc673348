"""GPX: what is no position is none, and what is sound stays."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.importing import MappingOptions, ReadingOptions, UnreadableError, draft
from geotrack.importing.formats.vectors.gpx import prepare
from tests.importing.conftest import Import, coordinates, properties

HEAD = (
    '<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
)
FIRST = "<trkpt lat='70' lon='30'><time>2024-07-24T16:40:00Z</time></trkpt>"
LAST = "<trkpt lat='71' lon='31'><time>2024-07-24T17:40:00Z</time></trkpt>"


def gpx(folder: Path, inside: str) -> Path:
    path = folder / "a.gpx"
    path.write_text(f"{HEAD}{inside}</gpx>", encoding="utf-8")
    return path


def track(*segments: str) -> str:
    return f"<trk><name>t</name>{''.join(f'<trkseg>{s}</trkseg>' for s in segments)}</trk>"


NOWHERE = [
    "", "lat='' lon=''", "lon='3'", "lat='70,5' lon='3,5'", "lat='x' lon='3'",
    "lat='nan' lon='nan'",
    "lat='1e999' lon='3'", "lon = \"a>b\" lat='70'", "lat='70' lon=' '",
]  # fmt: skip


@pytest.mark.parametrize("odd", NOWHERE)
def test_a_waypoint_without_a_position_has_none(tmp_path: Path, imported: Import, odd: str) -> None:
    """GDAL reads some at longitude and latitude 0, and leaves others out."""
    made = imported(
        gpx(tmp_path, f"<wpt {odd}><name>a</name></wpt><wpt lat='70' lon='30'/><wpt {odd}/>")
    )
    assert coordinates(made) == [None, [30, 70], None]
    assert properties(made)[0] == {"title": "a"}
    assert any(
        line.startswith("wpt 1 (lat") and line.endswith("and 1 more: it has no position")
        for line in made.messages
    )


@pytest.mark.parametrize("odd", NOWHERE)
def test_a_line_goes_through_no_position_that_is_none(
    tmp_path: Path, imported: Import, odd: str
) -> None:
    route = f"<rte><rtept lat='70' lon='1'/><rtept {odd}/><rtept lat='71' lon='1'/></rte>"
    made = imported(gpx(tmp_path, route + track(f"{FIRST}<trkpt {odd}></trkpt>{LAST}")))
    assert coordinates(made) == [[[1, 70], [1, 71]], [[[30, 70], [31, 71]]]]
    assert any("left out of its track" in line for line in made.messages)


def test_a_track_or_segment_of_one_point_is_a_fault_of_its_track(
    tmp_path: Path, imported: Import
) -> None:
    route = "<rte><name>r</name><rtept lat='70' lon='1'/></rte>"
    tracks = track(FIRST) + track(FIRST, FIRST + LAST) + track(FIRST + LAST) + track("")
    made = imported(gpx(tmp_path, route + tracks))
    assert [f["geometry"] and f["geometry"]["type"] for f in made.features] == [
        "Point", "Point", "GeometryCollection", "MultiLineString", None,
    ]  # fmt: skip
    assert [f["geometry"]["coordinates"] for f in made.features[:2]] == [[1, 70], [30, 70]]
    both = made.features[2]["geometry"]["geometries"]
    assert [g["coordinates"] for g in both] == [[30, 70], [[30, 70], [31, 71]]]
    assert "routes, feature 1 and 2 more: a line of one position became a point" in made.messages
    # A moment has no end of its own.
    assert properties(made)[1] == {"title": "t", "start": "2024-07-24T16:40:00Z"}
    assert not any("cut off" in line for line in made.messages)


def test_a_track_starts_with_the_earliest_of_its_segments(tmp_path: Path, imported: Import) -> None:
    made = imported(gpx(tmp_path, track(LAST + LAST, FIRST + FIRST)))
    assert properties(made) == [
        {"title": "t", "start": "2024-07-24T16:40:00Z", "end": "2024-07-24T17:40:00Z"}
    ]


@given(st.text(st.characters(exclude_categories=["C"]), max_size=30), st.floats(-180, 180))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_sound_stays_as_it_is(tmp_path: Path, text: str, lon: float) -> None:
    from xml.sax.saxutils import escape

    inside = f"<wpt lat='70' lon='{lon!r}'><name>{escape(text)}</name></wpt>"
    whole = f"{HEAD}{inside}<wpt lat='a' lon='1'/></gpx>".encode()
    sound = f"{HEAD}{inside}</gpx>".encode()
    anew, said = prepare(tmp_path, sound)
    assert (ElementTree.canonicalize(anew), said) == (ElementTree.canonicalize(sound), [])
    assert prepare(tmp_path, anew) == (anew, [])
    assert prepare(tmp_path, whole)[0].startswith(anew.removesuffix(b"</gpx>"))
    (made, _) = draft(gpx(tmp_path, f"{inside}<wpt/>"), ReadingOptions(), MappingOptions()).features
    assert made["geometry"]["coordinates"] == [pytest.approx(lon), 70]


@pytest.mark.parametrize("text", ["", "<gpx>", "<gpx><wpt lat='a'></gpx>", "<?xml encoding='x'?>"])
def test_what_is_no_xml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableError, match=r"not GPX: .*; it may be cut off or broken"):
        prepare(tmp_path, text.encode())


def test_of_other_markup_nothing_is_left(tmp_path: Path) -> None:
    inside = "<?x y?><!-- z --><x:e a='&lt;'><![CDATA[<&]]></x:e></gpx>"
    text = f"<!-- <OGRVRTDataSource> -->{HEAD.partition('?>')[2]}{inside}"
    anew, _ = prepare(tmp_path, text.encode())
    assert anew.decode().endswith('><x:e a="&lt;">&lt;&amp;</x:e></gpx>')
    assert b"OGRVRT" not in anew
