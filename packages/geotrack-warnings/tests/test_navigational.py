"""Warnings to shipping: texts written here in the manner of NAVAREA and HYDROARC messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import to_plane
from geotrack.importing import Draft, MappingOptions, ReadingOptions, UnreadableError, draft
from geotrack.messages import in_language
from geotrack_warnings.shapes import find_shapes
from geotrack_warnings.text_positions import TextPosition, find_positions
from tests.importing.conftest import faults

FIRING = """280915Z SEP 24
HYDROARC 152/24(42).
BARENTS SEA.
RUSSIA.
DNC 22.
1. HAZARDOUS OPERATIONS, ROCKET LAUNCHING
   010300Z TO 051200Z NOV 24
   IN AREA BOUND BY
   73-15.00N 036-30.00E, 73-18.00N 036-40.00E,
   73-10.00N 036-45.00E, 73-08.00N 036-31.00E.
2. CANCEL THIS MSG 051300Z NOV 24.
"""


def imported(folder: Path, text: str | bytes, name: str = "w.txt", **options: Any) -> Draft:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return draft(path, ReadingOptions(**options), MappingOptions())


def one(folder: Path, text: str) -> tuple[dict[str, Any], Any]:
    """Return the properties and the geometry of the only draft, which a check finds sound."""
    made = imported(folder, text)
    (feature,) = made.features
    assert faults(made, folder) == []
    return feature["properties"], feature["geometry"]


def shape(geometry: Any) -> Any:
    return geometry and (geometry["type"], geometry["coordinates"])


def test_a_warning_is_a_sound_draft_of_a_closure(tmp_path: Path) -> None:
    properties, geometry = one(tmp_path, FIRING)
    corners = [
        [36.5, 73.25],
        [36.666666667, 73.3],
        [36.75, 73.166666667],
        [36.516666667, 73.133333333],
    ]
    assert shape(geometry) == ("Polygon", [[*corners, corners[0]]])
    (source,) = properties.pop("sources")
    assert source == {
        "cite": "HYDROARC 152/24, w.txt, line 1",
        "publisher": "National Geospatial-Intelligence Agency (NGA)",
        "published": "2024-09-28",
        "says": FIRING.rstrip("\n"),
    }
    assert properties == {
        "title": "HYDROARC 152/24: HAZARDOUS OPERATIONS, ROCKET LAUNCHING",
        "summary": "In force, as written: 010300Z TO 051200Z NOV 24.",
        "type": "restriction/closure",
        "status": "announced",
        "start": "2024-11-01T03:00:00Z",
        "end": "2024-11-05T12:00:00Z",
        "place": {"name": "BARENTS SEA, RUSSIA", "precision": "area"},
        "tags": ["HYDROARC 152/24"],
        "review": "draft",
    }


HEAD = "NAVAREA XX 45/24\nKARA SEA\n1. GUNNERY EXERCISES 0600-1800 UTC DAILY 12 THRU 15 OCT\n"
POINT = ("Point", [31.066666667, 70.208333333])
ODD: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "a circle": (
        "WITHIN 5 NM OF 70-12.5N 031-04.0E",
        POINT, {"precision": "near", "radius_km": 9.26},
    ),
    "a circle in metres": (
        "500 METRE RADIUS CENTRED ON 70-12.5N 031-04.0E",
        POINT, {"precision": "near", "radius_km": 0.5},
    ),
    "a radius that may be miles or metres": ("WITHIN 5M OF 70-12.5N 031-04.0E", POINT, {}),
    "a position to a tenth of a minute": (
        "IN POSITION 70-12.5N 031-04.0E", POINT, {"precision": "exact"},
    ),
    "a position to a minute": (
        "IN POSITION 70-12N 031-04E",
        ("Point", [31.066666667, 70.2]), {"precision": "exact"},
    ),
    "a position to a degree": (
        "IN POSITION 70N 031E", ("Point", [31, 70]), {"precision": "near", "radius_km": 58.72},
    ),
    "a vicinity": ("VICINITY 70-12.5N 031-04.0E", POINT, {}),
    "a line with a width": (
        "CABLE LAYING WITHIN 3 NM OF LINE JOINING 70-12N 031-04E AND 70-14N 031-04E",
        ("LineString", [[31.066666667, 70.2], [31.066666667, 70.233333333]]),
        {"precision": "line", "radius_km": 5.556},
    ),
    "a line without a width": (
        "ALONG TRACKLINE BETWEEN 70-12N 031-04E AND 70-14N 031-04E. WIDE BERTH OF 2 NM REQUESTED",
        ("LineString", [[31.066666667, 70.2], [31.066666667, 70.233333333]]), {},
    ),
    "several areas": (
        "IN AREAS BOUND BY:\nA. 71-20N 25-40E, 71-21N 25-40E,\n71-20N 25-44E\n"
        "B. 72-20N 25-40E, 72-21N 25-40E, 72-20N 25-44E",
        ("MultiPolygon", ...), {"precision": "area"},
    ),
    "corners with letters": (
        "AREA A. 71-20N 25-40E, B. 71-21N 25-40E, C. 71-20N 25-44E, A. 71-20N 25-40E",
        ("Polygon", ...), {"precision": "area"},
    ),
    "several positions": (
        "WRECKS IN POSITIONS 70-12.5N 031-04.0E AND 70-13.5N 031-04.0E",
        ("MultiPoint", [[31.066666667, 70.208333333], [31.066666667, 70.225]]),
        {"precision": "exact"},
    ),
    "minutes that are none": (
        "AREA BOUND BY 70-75N 031-04E, 70-13N 031-04E, 70-14N 031-04E", None, {},
    ),
    "a latitude alone": ("AREA BOUND BY 70-12N, 70-13N 031-04E, 70-14N 031-09E", None, {}),
    "a latitude past the pole": ("IN POSITION 95-12N 031-04E", None, {}),
    "an arc": (
        "AREA BOUND BY 71-20N 25-40E, 71-21N 25-40E, THENCE CLOCKWISE ALONG ARC RADIUS 5 NM "
        "CENTRED ON 71-20N 25-44E TO 71-20N 25-40E",
        None, {},
    ),
    "words in a list": (
        "AREA BOUND BY 71-20N 25-40E, 71-21N 25-40E, 71-20N 25-44E MARKED BY A BUOY 71-19N 25-42E",
        None, {},
    ),
    "another position after an area": (
        "AREA BOUND BY 71-20N 25-40E, 71-21N 25-40E, 71-20N 25-44E. GUARD SHIP IN AREA",
        ("Polygon", ...), {"precision": "area"},
    ),
    "degrees with decimals": (
        "WRECK 70.2083N 031.0667E", ("Point", [31.0667, 70.2083]), {"precision": "exact"},
    ),
    "a coast": (
        "AREA BOUND BY 71-20N 25-40E, 71-21N 25-40E, 71-20N 25-44E\n"
        "THENCE COASTAL LINE\n71-19N 25-42E",
        None, {},
    ),
    "a way by another position": (
        "TOW FROM 70-12N 031-04E TO 71-12N 031-04E VIA 70-20N 032E", None, {},
    ),
    "letters in brackets": (
        "AREA:\n(A) 71 20.00 N 025 40.00 E\n(B) 71 21.00 N 025 40.00 E\n"
        "(C) 71 20.00 N 025 44.00 E",
        ("Polygon", ...), {"precision": "area"},
    ),
    "circles in a list": (
        "IMPACT AREAS:\nAREA 1: 10 NM RADIUS OF 70-12.5N 031-04.0E", POINT,
        {"precision": "near", "radius_km": 18.52},
    ),
    "a side": (
        "NORTH OF 70-12N. WRECK IN POSITION 70-12.5N 031-04.0E", POINT, {"precision": "exact"},
    ),
    "compact": ("WRECK 7012.5N03104.0E", POINT, {"precision": "exact"}),
    "with signs": ("WRECK 70°12.5′N 031°04.0′E", POINT, {"precision": "exact"}),
    "decimal commas": ("WRECK 70-12,5N 031-04,0E", POINT, {"precision": "exact"}),
    "hemisphere first": ("WRECK N70-12.5 E031-04.0", POINT, {"precision": "exact"}),
    "no position": ("IN THE WHITE SEA", None, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_shapes_and_their_precision(tmp_path: Path, name: str) -> None:
    text, expected, place = ODD[name]
    properties, geometry = one(tmp_path, f"{HEAD}{text}.\n2. CANCEL THIS MESSAGE 152000 UTC OCT.\n")
    if expected and expected[1] is ...:
        assert geometry["type"] == expected[0]
    else:
        assert shape(geometry) == expected
    assert properties["place"] == {"name": "KARA SEA", **place}
    assert properties["start"] == "2024-10-12T06:00:00Z"
    assert properties["end"] == "2024-10-15T18:00:00Z"
    assert text in properties["sources"][0]["says"]
    assert properties["sources"][0]["publisher"] == "NAVAREA XX coordinator, Russian Federation"


MESSAGES = [
    ("minutes that are none", "line 4: '70-75N 031-04E' is no position: no shape is read"),
    ("a latitude alone", "line 4: '70-12N' is a latitude without a longitude: no shape is read"),
    ("an arc", "line 4: an arc, a coast or a border is a part of the area: no shape is read"),
    ("no position", "line 1: no position is read"),
    (
        "a radius that may be miles or metres",
        "line 4: '5 M' may be miles or metres: no radius is read",
    ),
    ("a circle", "1 without a year in their dates: it is that of their number"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "message"), MESSAGES)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, name: str, message: str) -> None:
    assert message in imported(tmp_path, f"{HEAD}{ODD[name][0]}.\n").messages


TIMES = [
    ("010300Z OCT TO 051200Z NOV 24", "2024-10-01T03:00:00Z", "2024-11-05T12:00:00Z"),
    ("280300Z DEC TO 021200Z JAN 25", "2024-12-28T03:00:00Z", "2025-01-02T12:00:00Z"),
    ("280300Z DEC 24 TO 021200Z JAN", "2024-12-28T03:00:00Z", "2025-01-02T12:00:00Z"),
    (
        "010300Z TO 010900Z, ALTERNATE 020300Z TO 020900Z NOV",
        "2024-11-01T03:00:00Z", "2024-11-02T09:00:00Z",
    ),
    ("2200Z TO 0400Z DAILY 12, 14 AND 15 OCT", "2024-10-12T22:00:00Z", "2024-10-16T04:00:00Z"),
    ("0600 TO 1800 LOCAL 12 OCT", "2024-10-12", "2024-10-12"),
    ("17 18 19 SEP 0600 TO 1500 UTC", "2024-09-17T06:00:00Z", "2024-09-19T15:00:00Z"),
    ("DNC 22 12 OCT", "2024-10-12", "2024-10-12"),
    ("19 SEP 2000 TO 2200 UTC", "2024-09-19T20:00:00Z", "2024-09-19T22:00:00Z"),
    ("19 SEP 2023", "2023-09-19", "2023-09-19"),
    ("250600-251800 UTC SEP", "2024-09-25T06:00:00Z", "2024-09-25T18:00:00Z"),
    (
        "1110Z TO 1345Z DAILY 12 THRU 18 SEP AND 2200Z TO 0130Z 20 SEP",
        "2024-09-12", "2024-09-21",
    ),
    ("FROM 10 AUG TILL 30 SEP 2025", "2025-08-10", "2025-09-30"),
    (
        "01 NOV TO 05 NOV 2024, BETWEEN 0800-1400 UTC",
        "2024-11-01T08:00:00Z", "2024-11-05T14:00:00Z",
    ),
    ("1 NOV THRU 15 DEC 24", "2024-11-01", "2024-12-15"),
    ("312400Z OCT TO 011200Z NOV", "2024-11-01T00:00:00Z", "2024-11-01T12:00:00Z"),
    ("UNTIL 051200Z NOV", "unknown", "2024-11-05T12:00:00Z"),
    (
        "COMMENCING 051200Z NOV. CANCEL THIS MSG 071200Z NOV 24",
        "2024-11-05T12:00:00Z", "2024-11-07T12:00:00Z",
    ),
    ("CANCEL THIS MSG 160100Z OCT 24", "unknown", "2024-10-16T01:00:00Z"),
    ("UNTIL FURTHER NOTICE", "unknown", "unknown"),
    ("PERMANENTLY", "unknown", ".."),
    ("310300Z SEP TO 021200Z OCT", "unknown", "unknown"),
    ("AT ONCE", "unknown", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end"), TIMES)
def test_times_in_force(tmp_path: Path, text: str, start: str, end: str) -> None:
    properties, _ = one(tmp_path, f"HYDROARC 9/24.\nMISSILE FIRING {text}\nIN 70-12N 031-04E.\n")
    assert (properties["start"], properties["end"]) == (start, end)


def test_a_time_without_a_month_is_after_that_of_the_message(tmp_path: Path) -> None:
    properties, _ = one(
        tmp_path, "281200Z DEC 24\nHYDROARC 9/24.\nFIRING 010300Z TO 051200Z\nIN 70-12N 031-04E.\n"
    )
    assert properties["start"] == "2025-01-01T03:00:00Z"


@pytest.mark.parametrize("gap", ["\n\n", "\nNNNN\n", "\n281200Z DEC 24\n"])
def test_a_heading_may_have_words_on_its_line(tmp_path: Path, gap: str) -> None:
    text = "NAVAREA XIX {}/24 GREENLAND SEA\nFIRING 12 OCT 24 IN 70-12.5N 031-04.0E."
    made = imported(tmp_path, f"{text.format(1)}{gap}{text.format(2)}")
    assert [f["id"] for f in made.features] == ["navarea-xix-1-24", "navarea-xix-2-24"]


def test_a_number_in_a_sentence_begins_no_warning(tmp_path: Path) -> None:
    text = "HYDROARC 1/24.\nFIRING 12 OCT IN 70-12.5N 031-04.0E, SEE ALSO\nHYDROARC 2/24 OF MAY."
    properties, _ = one(tmp_path, text)
    assert properties["sources"][0]["says"] == text


def test_a_long_edge_is_noted(tmp_path: Path) -> None:
    properties, _ = one(
        tmp_path, "HYDROARC 1/24.\nFIRING 12 OCT IN AREA BOUND BY 70N 30E, 75N 40E, 70N 50E."
    )
    assert properties["place"]["note"] == "The edges between the stated positions are rhumb lines."


def test_a_list_of_warnings_in_force_is_no_draft(tmp_path: Path) -> None:
    made = imported(tmp_path, "HYDROARC 1/24.\n1. HYDROARC MESSAGES IN FORCE: 96/24, 98/24.\n")
    assert made.features == []
    assert "line 1: HYDROARC 1/24 lists warnings in force: no draft" in made.messages


def test_several_warnings_cancel_each_other(tmp_path: Path) -> None:
    text = """Sent by a colleague
NAVAREA XIX 0007/2024
NORWEGIAN SEA
1. FIRING EXERCISE 010300Z TO 051200Z NOV 24 IN 70-12.5N 031-04.0E.

NAVAREA XIX 8/24
1. SURVEY IN 70-12.5N 032-04.0E 020300Z NOV 24 UNTIL FURTHER NOTICE.
2. CANCEL NAVAREA XIX 7/24, 5/24 AND
NAVAREA XIX 6/24.

NAVAREA XIX 8/24 CANCELLED

NAVAREA XIX 9/24
CANCEL HYDROARC 3/24.
NNNN
"""
    made = imported(tmp_path, text)
    assert [(f["properties"]["tags"], f["properties"]["status"]) for f in made.features] == [
        (["NAVAREA XIX 0007/2024"], "cancelled"),
        (["NAVAREA XIX 8/24"], "cancelled"),
    ]
    assert [f["properties"]["summary"].partition("Cancelled")[2] for f in made.features] == [
        " by NAVAREA XIX 8/24 (line 6).", " by NAVAREA XIX 8/24 (line 11).",
    ]  # fmt: skip
    assert faults(made, tmp_path) == []
    assert made.messages[1:8] == (
        "the text before the first warning is left out",
        "line 6: NAVAREA XIX 8/24 cancels NAVAREA XIX 7/24",
        "line 6: NAVAREA XIX 8/24 cancels NAVAREA XIX 5/24, which is not in the file",
        "line 6: NAVAREA XIX 8/24 cancels NAVAREA XIX 6/24, which is not in the file",
        "line 11: NAVAREA XIX 8/24 cancels NAVAREA XIX 8/24",
        "line 13: NAVAREA XIX 9/24 cancels HYDROARC 3/24, which is not in the file",
        made.messages[7],
    )


def test_a_warning_that_was_over_is_not_cancelled(tmp_path: Path) -> None:
    text = (
        "HYDROARC 1/24.\nFIRING 010300Z TO 021200Z NOV 24 IN 70-12.5N 031-04.0E.\n\n"
        "031200Z NOV 24\nHYDROARC 2/24.\nCANCEL HYDROARC 1/24.\n"
    )
    made = imported(tmp_path, text)
    assert [f["properties"]["status"] for f in made.features] == ["announced"]
    assert (
        "line 4: HYDROARC 2/24 cancels HYDROARC 1/24, which was over before: its status stays"
        in (made.messages)
    )


def test_shapes_of_several_kinds_are_several_drafts(tmp_path: Path) -> None:
    text = (
        "HYDROLANT 12/24.\nFIRING 12 OCT IN AREA BOUND BY 71-20N 25-40E, 71-21N 25-40E,\n"
        "71-20N 25-44E AND WITHIN 5 NM OF 70-12.5N 031-04.0E.\n"
    )
    made = imported(tmp_path, text)
    assert [f["id"] for f in made.features] == ["hydrolant-12-24", "hydrolant-12-24-2"]
    assert [f["properties"]["title"][-8:] for f in made.features] == [
        " (1 of 2)"[1:],
        " (2 of 2)"[1:],
    ]
    assert faults(made, tmp_path) == []


def test_areas_that_overlap_are_sound(tmp_path: Path) -> None:
    text = (
        "HYDROARC 12/24.\nFIRING 12 OCT IN AREAS BOUND BY:\n"
        "A. 71-20N 25-40E, 71-30N 25-40E, 71-20N 26-44E\n"
        "B. 71-21N 25-40E, 71-31N 25-40E, 71-21N 26-44E.\n"
    )
    _, geometry = one(tmp_path, text)
    assert (geometry["type"], len(geometry["coordinates"])) == ("MultiPolygon", 2)


def test_corners_in_a_wrong_order_are_said(tmp_path: Path) -> None:
    text = "HYDROARC 12/24.\nFIRING 12 OCT IN AREA BOUND BY 71N 25E, 72N 26E, 71N 26E, 72N 25E.\n"
    made = imported(tmp_path, text)
    assert any(m.startswith("line 1: an area: its rings cross themselves") for m in made.messages)
    assert made.features[0]["geometry"]["type"] == "Polygon"


def test_a_light_that_is_out_is_no_closure(tmp_path: Path) -> None:
    made = imported(tmp_path, "NAVAREA XIX 3/24\nLIGHT UNLIT 70-12.5N 031-04.0E 12 OCT.\n")
    assert "type" not in made.features[0]["properties"]
    assert "missing: 1 of 1 without 'type', first line 1" in made.messages


RINGS = {
    "across 180°": [(71, 179), (71.5, -179), (72, 180)],
    "round the pole": [(80, 0), (82, 120), (81, -120)],
    "a sector to 180°": [(75, 170), (75, 180), (80, -180), (80, 170)],
    "long edges": [(70, -20), (85, 60), (68, 50)],
}


def mercator_area_m2(corners: list[tuple[float, float]]) -> float:
    """Return the area of a ring whose edges are straight on a Mercator chart, by PROJ."""
    to_chart = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3395", always_xy=True)
    lon, lat = (
        np.unwrap([lon for _, lon in [*corners, corners[0]]], period=360),
        [lat for lat, _ in [*corners, corners[0]]],
    )
    y = to_chart.transform(np.zeros(len(lat)), lat)[1]
    t = np.linspace(0, len(corners), 2000 * len(corners) + 1)
    at = np.arange(len(lat))
    lats = to_chart.transform(np.zeros(len(t)), np.interp(t, at, y), direction="INVERSE")[1]
    geod = pyproj.Geod(ellps="WGS84")
    return abs(geod.polygon_area_perimeter(np.interp(t, at, lon)[:-1], lats[:-1])[0])


@pytest.mark.parametrize("name", RINGS)
def test_rings_across_180_and_round_the_pole_have_their_area(tmp_path: Path, name: str) -> None:
    corners = RINGS[name]
    text = ", ".join(
        f"{written(round(lat * 60), 2, 'NS', FORMS[0])} {written(lon * 60, 3, 'EW', FORMS[0])}"
        for lat, lon in corners
    )
    made = imported(tmp_path, f"HYDROARC 12/24.\nFIRING 12 OCT IN AREA BOUND BY {text}.\n")
    assert faults(made, tmp_path) == []
    assert not [m for m in made.messages if "line 1" in m]
    plane = to_plane(made.features[0]["geometry"])
    assert plane.is_valid
    assert plane.area == pytest.approx(mercator_area_m2(corners), rel=2e-3)


def test_a_corner_at_the_pole_has_no_longitude(tmp_path: Path) -> None:
    text = "HYDROARC 12/24.\nFIRING 12 OCT IN AREA BOUND BY {}.\n"
    corners = ["85-00N 030-00E", "90-00N 000-00E", "85-00N 060-00E"]
    areas = []
    for n in range(3):
        made = imported(tmp_path, text.format(", ".join(corners[n:] + corners[:n])))
        assert faults(made, tmp_path) == []
        areas.append(to_plane(made.features[0]["geometry"]).area)
    # A twelfth of the cap, as the edge along 85° N is a part of the parallel.
    cap = mercator_area_m2([(85, 0), (85, 120), (85, -120)])
    assert areas == pytest.approx([cap / 12] * 3, rel=1e-3)


def test_an_edge_of_half_a_turn_is_no_edge(tmp_path: Path) -> None:
    text = "HYDROARC 12/24.\nFIRING 12 OCT IN AREA BOUND BY 80N 000E, 80N 180E, 85N 090E.\n"
    made = imported(tmp_path, text)
    assert made.features[0]["geometry"] is None
    assert any("is half a turn: no shape is read" in m for m in made.messages)
    assert faults(made, tmp_path) == []


@st.composite
def rings(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Return corners in minutes of latitude and longitude."""
    lat, lon = st.integers(-85 * 60, 85 * 60), st.integers(-180 * 60, 180 * 60)
    return draw(st.lists(st.tuples(lat, lon), min_size=3, max_size=12, unique=True))


def written(minutes: int, digits: int, sides: str, form: str) -> str:
    degrees, rest = divmod(abs(minutes), 60)
    side = sides[minutes < 0]
    return form.format(degrees=f"{degrees:0{digits}}", minutes=f"{rest:02}", side=side)


FORMS = [
    "{degrees}-{minutes}.00{side}", "{degrees}-{minutes}{side}", "{degrees}{minutes}{side}",
    "{degrees} {minutes} {side}", "{degrees}°{minutes}.0'{side}", "{side}{degrees}{minutes}",
]  # fmt: skip
SEPARATORS = [", ", "\n", ",\n   ", " - ", " TO ", "; ", " AND "]


@given(
    rings(), st.sampled_from(FORMS), st.sampled_from(SEPARATORS), st.sampled_from([" ", "  ", "\n"])
)
def test_a_ring_as_text_reads_back(
    ring: list[tuple[int, int]], form: str, separator: str, between: str
) -> None:
    text = separator.join(
        f"{written(lat, 2, 'NS', form)}{between}{written(lon, 3, 'EW', form)}" for lat, lon in ring
    )
    (found,), odd = find_shapes(f"IN AREA BOUND BY {text}.")
    assert (found.kind, odd) == ("area", [])
    assert [(round(p.lat * 60, 5), round(p.lon * 60, 5)) for p in found.positions] == ring


@given(st.text(alphabet="0123456789NSEWZ-., °'ABM\n", max_size=60))
def test_any_text_has_positions_within_the_globe(text: str) -> None:
    for found in find_positions(text):
        if isinstance(found, TextPosition):
            assert -180 <= found.lon <= 180
            assert -90 <= found.lat <= 90
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (FIRING.replace("\n", "\r\n").encode(), {}),
        (b"\xef\xbb\xbf" + FIRING.lower().encode(), {}),
        (FIRING.encode("utf-16"), {}),
        (FIRING.replace("RUSSIA", "РОССИЯ").encode("cp1251"), {"encoding": "cp1251"}),
        (FIRING.replace(" ", "\u00a0").encode(), {}),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, data: bytes, options: dict[str, str]) -> None:
    (feature,) = imported(tmp_path, data, **options).features
    assert feature["geometry"]["type"] == "Polygon"
    assert feature["properties"]["start"] == "2024-11-01T03:00:00Z"


def test_text_of_another_encoding_is_one_clear_line(tmp_path: Path) -> None:
    data = FIRING.replace("RUSSIA", "РОССИЯ").encode("cp1251")
    with pytest.raises(UnreadableError, match=r"w.txt:4: byte .* is not UTF-8; perhaps --encoding"):
        imported(tmp_path, data)


def test_a_table_with_a_number_of_a_warning_stays_a_table(tmp_path: Path) -> None:
    made = imported(tmp_path, "title;start\nHYDROARC 12/24;2024\nHYDROARC 13/24;2024\n", "a.csv")
    assert len(made.features) == 2
    assert json.dumps(made.features).count("HYDROARC") == 2


DRILLING = """191200Z AUG 25
HYDROPAC 2312/25(GEN).
PERSIAN GULF.
U.A.E.
1. DRILLING IN PROGRESS BY {name} {force}
   IN 25-10.5N 053-12.5E.
"""


@pytest.mark.parametrize(
    ("force", "start", "end"),
    [
        ("UNTIL 31 MAY", "unknown", "2026-05-31"),
        ("UNTIL 31 DEC", "unknown", "2025-12-31"),
        ("15 NOV TO 31 MAY", "2025-11-15", "2026-05-31"),
        ("FROM 9 UNTIL 31 DEC", "2025-12-09", "2025-12-31"),
        ("010000Z NOV TO 302359Z APR", "2025-11-01T00:00:00Z", "2026-04-30T23:59:00Z"),
    ],
)
def test_an_end_is_not_before_the_warning_was_issued(
    tmp_path: Path, force: str, start: str, end: str
) -> None:
    properties, _ = one(
        tmp_path, DRILLING.format(name="RIG 9" if force.startswith("UNTIL") else "RIG", force=force)
    )
    assert (properties["start"], properties["end"]) == (start, end)
    assert properties["title"] == "HYDROPAC 2312/25: DRILLING"
    assert properties["place"]["name"] == "PERSIAN GULF, UAE"


@pytest.mark.parametrize("number", ["8503", "12", "7", "110", "35 12"])
def test_a_number_in_a_name_is_no_part_of_a_position(tmp_path: Path, number: str) -> None:
    text = DRILLING.format(name="A", force=f"\n   RIG {number} 28-56.8N 089-10.2W")
    _, geometry = one(tmp_path, text)
    assert shape(geometry) == (
        "MultiPoint", [[-89.17, 28.946666667], [53.208333333, 25.175]],
    )  # fmt: skip


def test_an_answer_of_the_interface_of_nga_is_warnings(tmp_path: Path) -> None:
    def item(area: str, number: int, text: str) -> dict[str, Any]:
        more = {"subregion": "42", "status": "A", "authority": "X", "cancelDate": None}
        issued = {"msgYear": 2025, "msgNumber": number, "issueDate": "191200Z AUG 2025"}
        return {**issued, "navArea": area, "text": text, **more}

    area = "BARENTS SEA.\n1. FIRING UNTIL 31 MAY IN AREA BOUND BY\n"
    corners = "73-15.0N 036-30.0E, 73-18.0N 036-40.0E, 73-10.0N 036-45.0E."
    answer = {
        "broadcast-warn": [
            item("C", 7, area + corners),
            item("4", 8, "DRILLING BY RIG 9 28-56.8N 089-10.2W"),
        ]
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps(answer))
    made = draft(path, ReadingOptions(), MappingOptions())
    assert faults(made, tmp_path) == []
    assert [f["id"] for f in made.features] == ["hydroarc-7-2025", "navarea-iv-8-2025"]
    assert [f["geometry"]["type"] for f in made.features] == ["Polygon", "Point"]
    assert [f["properties"]["start"] for f in made.features] == ["unknown", "2025-08-19T12:00:00Z"]
    assert made.features[0]["properties"]["end"] == "2026-05-31"
    cited = [f["properties"]["sources"][0]["cite"] for f in made.features]
    assert cited[1] == "NAVAREA IV 8/2025, a.json, warning 2"


CANCELLING = """DRAFT
280915Z SEP 24
HYDROARC 153/24(42).
NORWEGIAN SEA.
1. CABLE OPERATIONS WITHIN 500 M OF 73-15.00N.
2. CANCEL HYDROARC 152/24 AND 9/23.
"""


def test_no_note_of_warnings_stays_english(tmp_path: Path) -> None:
    made = imported(tmp_path, f"{CANCELLING}\n{FIRING}")
    pairs = [(in_language(note, "nb"), note) for note in made.messages]
    assert len(pairs) > 6
    assert [nb for nb, en in pairs if nb == en] == []
