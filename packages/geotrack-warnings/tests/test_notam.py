"""NOTAM: texts written here in the manner of ICAO messages."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from folium_polar.geometry import distance_m, to_plane
from geotrack.importing import Draft, MappingOptions, ReadingOptions, draft
from tests.importing.conftest import faults

FIRING = """(A1234/24 NOTAMN
Q) ENOR/QWMLW/IV/BO/W/000/660/7121N02542E010
A) ENOR B) 2410010600 C) 2410051800
D) DAILY 0600-1200
E) MISSILE FIRING WILL TAKE PLACE WI AREA 7120N02540E - 7121N02540E -
7120N02544E - 7120N02540E. CTC BODO ATCC.
F) SFC G) FL660)
"""


def imported(folder: Path, text: str) -> Draft:
    path = folder / "n.txt"
    path.write_text(text, "utf-8")
    return draft(path, ReadingOptions(), MappingOptions())


def one(folder: Path, text: str) -> tuple[dict[str, Any], Any, tuple[str, ...]]:
    """Return the properties and geometry of the only draft, which is sound, and the messages."""
    made = imported(folder, text)
    (feature,) = made.features
    assert faults(made, folder) == []
    return feature["properties"], feature["geometry"], made.messages


def test_a_notam_is_a_sound_draft_of_a_closure(tmp_path: Path) -> None:
    properties, geometry, messages = one(tmp_path, FIRING)
    first = [25.666666667, 71.333333333]
    assert geometry["coordinates"] == [
        [first, [first[0], 71.35], [25.733333333, first[1]], first],
    ]
    (source,) = properties.pop("sources")
    assert source == {
        "cite": "NOTAM A1234/24, n.txt, line 1",
        "publisher": "NOTAM office for ENOR",
        "says": FIRING.rstrip("\n"),
    }
    assert properties == {
        "title": "NOTAM A1234/24: MISSILE FIRING WILL TAKE PLACE",
        "summary": "Schedule: DAILY 0600-1200. From: SFC. Up to: FL660.",
        "type": "restriction/closure",
        "status": "announced",
        "start": "2024-10-01T06:00:00Z",
        "end": "2024-10-05T18:00:00Z",
        "place": {"name": "ENOR", "precision": "area"},
        "tags": ["NOTAM A1234/24"],
        "review": "draft",
    }
    assert "edges of NOTAM are geodesics" in messages


AREA = "7120N02540E - 7121N02540E - 7120N02544E - 7120N02540E"
Q_CIRCLE = ("Point", {"precision": "near", "radius_km": 18.52,
                      "note": "The circle of the Q-line, which contains the area."})  # fmt: skip
ODD: dict[str, tuple[str, str | None, dict[str, Any]]] = {
    "a circle": ("RADIUS 5NM PSN 7121N02542E", "Point", {"precision": "near", "radius_km": 9.26}),
    "a circle, radius last": (
        "PSN 7121N02542E RADIUS 5NM",
        "Point", {"precision": "near", "radius_km": 9.26},
    ),
    "a circle in metres": (
        "PSN 712100N0254200E RADIUS 500M",
        "Point", {"precision": "near", "radius_km": 0.5},
    ),
    "seconds": (
        "WI 712000N0254000E-712100N0254000E-712000N0254400E",
        "Polygon", {"precision": "area"},
    ),
    "seconds with decimals": (
        "WI 712000.5N0254000.5E 712100.5N0254000.5E 712000.5N0254400.5E",
        "Polygon", {"precision": "area"},
    ),
    "hemisphere first": (
        "WI N7120E02540 N7121E02540 N7120E02544",
        "Polygon", {"precision": "area"},
    ),
    "no word for an area": (f"FIRING {AREA}", "Polygon", {"precision": "area"}),
    "two areas": (
        "AREA A) 7120N02540E 7121N02540E 7120N02544E B) 7122N02540E 7123N02540E 7122N02544E",
        "MultiPolygon", {"precision": "area"},
    ),
    "a corridor": (
        "2NM EITHER SIDE OF LINE 7120N02540E - 7121N02544E",
        "LineString", {"precision": "line", "radius_km": 3.704},
    ),
    "an arc": (
        "WI 7120N02540E CLOCKWISE ALONG AN ARC RADIUS 5NM CENTRED ON 7121N02542E TO 7121N02540E",
        *Q_CIRCLE,
    ),
    "no position": ("DANGER AREA END123 ACT", *Q_CIRCLE),
    "a broken position": ("WI 7175N02540E 7121N02540E 7120N02544E", *Q_CIRCLE),
    "a degree of three digits": ("WI 7120N2540E 7121N02540E 7120N02544E", *Q_CIRCLE),
    "brackets": (f"(TEMPO) AREA (SEE AIP SUP) WI {AREA})", "Polygon", {"precision": "area"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_shapes_and_their_precision(tmp_path: Path, name: str) -> None:
    text, kind, place = ODD[name]
    head, _, rest = FIRING.partition("E) ")
    properties, geometry, _ = one(tmp_path, f"{head}E) {text}\n{rest[rest.index('F)') :]}")
    assert (geometry and geometry["type"]) == kind
    assert properties["place"] == {"name": "ENOR", **place}
    assert text in properties["sources"][0]["says"]


TIMES = [
    ("B) 2410010600 C) 2410051800", "2024-10-01T06:00:00Z", "2024-10-05T18:00:00Z", ""),
    ("B) 2410010600 C) PERM", "2024-10-01T06:00:00Z", "..", ""),
    ("B) 2410010600 C) 2410051800 EST", "2024-10-01T06:00:00Z", "2024-10-05~", ""),
    ("B) 2410010600 C) 2410051800EST", "2024-10-01T06:00:00Z", "2024-10-05~", ""),
    ("B) 2410010600 C) UFN", "2024-10-01T06:00:00Z", "unknown", ""),
    ("B) WIE C) 2410051800", "unknown", "2024-10-05T18:00:00Z", "line 3: item B: 'WIE'"),
    (
        "B) 2413010600 C) 2410051800",
        "unknown", "2024-10-05T18:00:00Z", "line 3: item B: '2413010600'",
    ),
    ("B) 2410010600", "2024-10-01T06:00:00Z", "unknown", "item C: nothing where a time"),
    ("", "unknown", "unknown", "item B: nothing where a time"),
    ("B)2410010600C)2410051800", "2024-10-01T06:00:00Z", "2024-10-05T18:00:00Z", ""),
]  # fmt: skip


@pytest.mark.parametrize(("items", "start", "end", "message"), TIMES)
def test_times(tmp_path: Path, items: str, start: str, end: str, message: str) -> None:
    text = FIRING.replace("B) 2410010600 C) 2410051800", items)
    properties, geometry, messages = one(tmp_path, text)
    assert (properties["start"], properties["end"]) == (start, end)
    assert geometry["type"] == "Polygon"
    faulty = [m for m in messages if m.startswith("line ")]
    assert any(message in m for m in faulty) if message else not faulty


def test_an_end_before_the_start_is_left_to_the_check(tmp_path: Path) -> None:
    made = imported(tmp_path, FIRING.replace("C) 2410051800", "C) 2409051800"))
    assert len(made.features) == 1
    assert any("lies before the start" in fault for fault in faults(made, tmp_path))


@pytest.mark.parametrize(("code", "closes"), [
    ("WMLW", True), ("RTCA", True), ("FALC", True), ("OBCE", False), ("NVAS", False),
])  # fmt: skip
def test_the_code_says_whether_it_closes_anything(tmp_path: Path, code: str, closes: bool) -> None:
    (draft_,) = imported(tmp_path, FIRING.replace("QWMLW", f"Q{code}")).features
    assert ("type" in draft_["properties"]) == closes


def test_a_circle_of_a_whole_region_is_no_place(tmp_path: Path) -> None:
    text = FIRING.replace("7121N02542E010", "7121N02542E999").replace("WI AREA 7120", "WI 7175")
    properties, geometry, messages = one(tmp_path, text)
    assert geometry is None
    assert properties["place"] == {"name": "ENOR"}
    assert any("is no position" in m for m in messages)


def test_positions_far_from_the_circle_of_the_q_line_are_said(tmp_path: Path) -> None:
    _, _, messages = one(tmp_path, FIRING.replace("7121N02542E010", "7221N02542E010"))
    assert (
        "line 5: a position lies 113 km from the centre of the Q-line, whose radius is 19 km"
        in (messages)
    )


def test_cancelled_and_replaced_ones(tmp_path: Path) -> None:
    text = (
        FIRING
        + """
A1300/24 NOTAMR A1234/24
Q) ENOR/QWMLW/IV/BO/W/000/660/7121N02542E010
A) ENOR B) 2410020600 C) 2410051800
E) MISSILE FIRING RADIUS 5NM PSN 7121N02542E

A1301/24 NOTAMC A1300/24
Q) ENOR/QWMXX/IV/BO/W/000/660/7121N02542E010
A) ENOR B) 2410021200
E) NOTAM CANCELLED

A1302/24 NOTAMC A0001/24
Q) ENOR/QWMXX/IV/BO/W/000/660/7121N02542E010
A) ENOR B) 2410021200
E) NOTAM CANCELLED
"""
    )
    made = imported(tmp_path, text)
    assert faults(made, tmp_path) == []
    assert [(f["id"], f["properties"]["status"]) for f in made.features] == [
        ("notam-a1234-24", "cancelled"), ("notam-a1300-24", "cancelled"),
    ]  # fmt: skip
    assert made.features[0]["properties"]["summary"].endswith(
        "Replaced by NOTAM A1300/24 (line 9)."
    )
    assert made.features[1]["properties"]["summary"] == "Cancelled by NOTAM A1301/24 (line 14)."
    assert "line 19: NOTAM A1302/24 cancels NOTAM A1/24, which is not in the file" in made.messages


def test_what_follows_the_levels_is_not_read(tmp_path: Path) -> None:
    end = "\nCREATED: 18 AUG 2024 10:12:00\nSOURCE: ENOSZZZ"
    properties, _, _ = one(tmp_path, FIRING.replace("FL660)", "FL660") + end)
    assert properties["summary"] == "Schedule: DAILY 0600-1200. From: SFC. Up to: FL660."
    assert properties["sources"][0]["says"].endswith("ENOSZZZ")


def test_all_of_a_notam_may_stand_on_a_line(tmp_path: Path) -> None:
    properties, geometry, _ = one(tmp_path, " ".join(FIRING.split()))
    assert (properties["start"], geometry["type"]) == ("2024-10-01T06:00:00Z", "Polygon")
    assert properties["summary"] == "Schedule: DAILY 0600-1200. From: SFC. Up to: FL660."


def test_a_q_line_without_a_number_is_a_notam(tmp_path: Path) -> None:
    text = FIRING.partition("\n")[2]
    made = imported(tmp_path, f"{text}\n{text}")
    assert [f["id"] for f in made.features] == ["notam", "notam-2"]
    assert [f["properties"]["title"] for f in made.features] == [
        "NOTAM: MISSILE FIRING WILL TAKE PLACE"
    ] * 2


def test_warnings_to_shipping_and_air_may_stand_in_one_file(tmp_path: Path) -> None:
    other = "HYDROARC 9/24.\nMISSILE FIRING 12 OCT IN 70-12.5N 031-04.0E.\n\n"
    made = imported(tmp_path, other + FIRING)
    assert [f["id"] for f in made.features] == ["hydroarc-9-24", "notam-a1234-24"]
    says = [f["properties"]["sources"][0]["says"] for f in made.features]
    assert ["NOTAM" in says[0], "HYDROARC" in says[1]] == [False, False]


def test_a_long_edge_is_a_geodesic(tmp_path: Path) -> None:
    text = FIRING.replace("7121N02540E -\n7120N02544E", "7500N03540E -\n7120N05540E")
    _, geometry, _ = one(tmp_path, text)
    ring = geometry["coordinates"][0]
    corner = ring.index([55.666666667, 71.333333333])
    edge = ring[corner:]
    length = distance_m(*edge[0], *edge[-1])
    pieces = sum(distance_m(*a, *b) for a, b in pairwise(edge))
    assert len(edge) > 5
    assert pieces == pytest.approx(length, rel=1e-7)
    assert max(lat for _, lat in edge) > 71.9
    assert to_plane(geometry).is_valid
