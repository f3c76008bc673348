"""Places are told with no more certainty than the record has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.model.place_text import accuracy_words, degrees, place_words, standing_words
from tests.records import cap, event, point, polygon, region, workspace

BOTH = ["kara-sea", "bering-sea"]
LINE = {"type": "LineString", "coordinates": [[0, 80], [10, 80]]}
RING = {"precision": "ring", "radius_km": 230, "inner_radius_km": 120.5}
AREA = polygon([0, 80], [10, 80], [10, 85])


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [
        (-168.5, 65.7, "65.7° N 168.5° W"),
        (180, 90, "90° N 180°"),
        (-180, 70, "70° N 180°"),
        (190, 70, "70° N 170° W"),
        (0, 0, "0° N 0°"),
        (33.123456, -1, "1° S 33.1235° E"),
    ],
)
def test_a_position_reads_as_on_a_chart(lon: float, lat: float, words: str) -> None:
    assert degrees(lon, lat) == words


@pytest.mark.parametrize(
    ("geometry", "place", "words"),
    [
        (None, None, "place not stated"),
        (None, "Kola Bay", "Kola Bay (place not stated)"),
        (None, {"regions": "kara-sea"}, "somewhere in the Kara Sea"),
        (None, {"regions": ["kara-sea", "x"]}, "somewhere in the Kara Sea or the x"),
        (None, {"regions": ["kara-sea", "x"], "regions_mode": "each"},
         "in the Kara Sea and the x"),
        (point(1, 80), None, "80° N 1° E, accuracy not stated"),
        (point(1, 80), {"precision": "exact"}, "80° N 1° E"),
        (point(1, 80), {"precision": "near", "radius_km": 25}, "within 25 km of 80° N 1° E"),
        (point(1, 80), RING, "between 120.5 and 230 km from 80° N 1° E"),
        (point(1, 80), {"precision": "representative", "radius_km": 25},
         "within 25 km of 80° N 1° E, a point chosen to stand for the description"),
        (LINE, {"precision": "line", "radius_km": 0.5}, "within 0.5 km of the line drawn"),
        (AREA, {"precision": "area"}, "somewhere in the area drawn"),
        (AREA, "Kola Bay", "Kola Bay: the shape drawn, accuracy not stated"),
        (point(1, 80), {"precision": "exact", "regions": "kara-sea"},
         "80° N 1° E; somewhere in the Kara Sea"),
        (point(1, 80), {"precision": "region", "regions": "kara-sea"},
         "somewhere in the Kara Sea"),
    ],
)  # fmt: skip
def test_a_place_in_words(tmp_path: Path, geometry: Any, place: Any, words: str) -> None:
    kara = region("kara-sea", cap(80), name="Kara Sea")
    regions = workspace(tmp_path, regions=[kara]).regions
    record = event(tmp_path, "a", geometry, place=place)
    assert place_words(record, regions) == words
    assert accuracy_words(record, regions)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"name": "Kara Sea", "regions": "kara-sea"}, "somewhere in the Kara Sea"),
        ({"name": "the Kara Sea and Bering Sea", "regions": BOTH, "regions_mode": "each"},
         "in the Kara Sea and the Bering Sea"),
        ({"name": "Karahavet og Beringhavet", "regions": BOTH, "regions_mode": "each"},
         "in the Kara Sea and the Bering Sea"),
        ({"name": "southern Kara Sea", "regions": "kara-sea"},
         "southern Kara Sea: somewhere in the Kara Sea"),
        ({"name": "Kara Sea", "regions": BOTH, "regions_mode": "each"},
         "Kara Sea: in the Kara Sea and the Bering Sea"),
    ],
)  # fmt: skip
def test_a_name_made_of_its_regions_is_said_once(tmp_path: Path, place: Any, words: str) -> None:
    named = {"kara-sea": ("Kara Sea", "Karahavet"), "bering-sea": ("Bering Sea", "Beringhavet")}
    layer = [
        region(id_, cap(80), name=name, names={"nb": norwegian})
        for id_, (name, norwegian) in named.items()
    ]
    regions = workspace(tmp_path, regions=layer).regions
    assert place_words(event(tmp_path, "a", None, place=place), regions) == words


@pytest.mark.parametrize(
    ("geometry", "place", "words", "short"),
    [
        (None, None, "sted ikke oppgitt", "sted ikke oppgitt"),
        (None, "Kola Bay", "Kola Bay (sted ikke oppgitt)", "Kola Bay"),
        (None, {"regions": "kara"}, "et sted i Karahavet", "et sted i Karahavet"),
        (None, {"regions": ["kara", "isle"]}, "et sted i Karahavet eller på Øya",
         "et sted i Karahavet eller på Øya"),
        (None, {"regions": ["kara", "north", "middle"], "regions_mode": "each"},
         "i Karahavet, nord for polarsirkelen og i det sentrale Polhavet",
         "i Karahavet, nord for polarsirkelen og i det sentrale Polhavet"),
        (None, {"regions": ["kara", "x"], "regions_mode": "each"}, "i Karahavet og x",
         "i Karahavet og x"),
        (point(-168.5, 80), None, "80° N 168,5° V, nøyaktighet ikke oppgitt",
         "80° N 168,5° V · nøyaktighet ikke oppgitt"),
        (point(1, 80), {"name": "Kola", "precision": "near", "radius_km": 1250.5},
         "Kola: innenfor 1250,5 km fra 80° N 1° Ø", "Kola · ± 1250,5 km"),
        (point(1, 80), RING, "mellom 120,5 og 230 km fra 80° N 1° Ø",
         "80° N 1° Ø · 120,5–230 km unna"),
        (point(1, 80), {"precision": "representative", "radius_km": 25},
         "innenfor 25 km fra 80° N 1° Ø, et punkt valgt for å stå for beskrivelsen",
         "80° N 1° Ø · ± 25 km, antatt"),
        (LINE, {"precision": "line", "radius_km": 0.5},
         "innenfor 0,5 km fra linjen som er tegnet", "formen som er tegnet · ± 0,5 km"),
    ],
)  # fmt: skip
def test_a_place_in_norwegian(
    tmp_path: Path, geometry: Any, place: Any, words: str, short: str
) -> None:
    named = {
        "kara": ("Karahavet", "sea"),
        "isle": ("Øya", "island"),
        "north": ("Nord for polarsirkelen", "zone"),
        "middle": ("Det sentrale Polhavet", "ocean"),
    }
    layer = [
        region(id_, cap(80), name="N", names={"nb": name}, kind=kind)
        for id_, (name, kind) in named.items()
    ]
    regions = workspace(tmp_path, regions=layer).regions
    record = event(tmp_path, "a", geometry, place=place)
    assert place_words(record, regions, "nb") == words
    assert accuracy_words(record, regions, "nb") == short


def test_words_of_the_model_in_norwegian(tmp_path: Path) -> None:
    record = event(tmp_path, "a", None, kind="statement", status="planned", verification="disputed")
    assert standing_words(record) == "statement, planned, disputed"
    assert standing_words(record, "nb") == "uttalelse, planlagt, omstridt"
