"""Coastal warnings in Russian (ПРИП): texts written here in their manner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.importing import MappingOptions, ReadingOptions, UnreadableError, draft
from tests.importing.conftest import faults

TEXT = """ПРИП ТИКСИ 41/25 КАРТЫ 11143 11144
МОРЕ ЛАПТЕВЫХ
ПЕРЕДАВАТЬ 9 СУТОК
ПРИП ТИКСИ 41 КАРТЫ 11143 11144
1. ПУСКИ РАКЕТНЫЕ 12 ПО 19 СЕНТ 0900 ДО 1800
РАЙОНАХ ОПАСНЫХ ДЛЯ ПЛАВАНИЯ
А. 74-15.0С 128-30.0В
74-15.0С 129-40.0В
73-50.0С 129-40.0В
Б. 75-10.5C 130-00.0В
75-10.5С 131-00.0B
74-55.0С 131-00.0В
2. ОТМ ЭТОТ НР 192100 СЕНТ=
101000 МСК ГС-
НННН

ПРИБРЕЖНОЕ ПРЕДУПРЕЖДЕНИЕ ДИКСОН 7 КАРТА 11100
КАРСКОЕ МОРЕ
ГИДРОГРАФИЧЕСКИЕ РАБОТЫ ДО 31 ОКТ В РАДИУСЕ 5 МИЛЬ ОТ 73-30.0С 080-10.0В=
ПРИП ДИКСОН 8/25
ОТМ ПРИП ДИКСОН 7=
ПРИП ДИКСОН 9/25
КАРСКОЕ МОРЕ
СЕЙСМИЧЕСКИЕ РАБОТЫ 010000 МСК АВГ ПО 302100 МСК АВГ РАЙОНЕ
74-00.0С 080-00.0В
74-30.0С 081-00.0В
ДАЛЕЕ ПО БЕРЕГОВОЙ ЛИНИИ ДО
74-00.0С 082-00.0В
"""


def _imported(folder: Path, data: bytes, **options: Any) -> Any:
    path = folder / "prip.txt"
    path.write_bytes(data)
    return draft(path, ReadingOptions(**options), MappingOptions())


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r"])
def test_each_is_a_warning_with_its_area_and_days(tmp_path: Path, encoding: str) -> None:
    data = TEXT.encode(encoding)
    if encoding != "utf-8":
        with pytest.raises(UnreadableError, match=f"not UTF-8; state --encoding {encoding}"):
            _imported(tmp_path, data)
    made = _imported(tmp_path, data, encoding=encoding)
    assert faults(made, tmp_path) == []
    first, second, third = made.features
    assert [f["id"] for f in made.features] == [
        "prip-tiksi-41-25", "prip-dikson-7", "prip-dikson-9-25",
    ]  # fmt: skip
    properties = first["properties"]
    assert properties["title"] == "PRIP TIKSI 41/25: ПУСКИ РАКЕТНЫЕ"
    assert (properties["start"], properties["end"]) == ("2025-09-12", "2025-09-19")
    assert properties["place"]["name"] == "МОРЕ ЛАПТЕВЫХ"
    assert properties["type"] == "restriction/closure"
    assert properties["sources"][0]["says"].startswith("ПРИП ТИКСИ 41/25 КАРТЫ")
    assert first["geometry"]["type"] == "MultiPolygon"
    assert [ring[0][0] for ring in first["geometry"]["coordinates"]] == [
        [128.5, 74.25], [130.0, 75.175],
    ]  # fmt: skip
    assert second["geometry"]["coordinates"] == [80.166666667, 73.5]
    assert second["properties"]["place"]["radius_km"] == 9.26
    # No year is stated.
    assert (second["properties"]["start"], second["properties"]["status"]) == (
        "unknown", "cancelled",
    )  # fmt: skip
    assert third["geometry"] is None
    # Hours of Moscow, three before UTC.
    assert third["properties"]["start"] == "2025-07-31T21:00:00Z"
    assert third["properties"]["end"] == "2025-08-30T18:00:00Z"
    for line in (
        "line 20: PRIP DIKSON 8/25 cancels PRIP DIKSON 7",
        "line 19: '31 OCT' has no year; 'start' is unknown",
        "line 26: an arc, a coast or a border is a part of the area: no shape is read",
    ):
        assert line in made.messages


def test_a_time_without_its_zone_is_a_day(tmp_path: Path) -> None:
    text = "ПРИП ПЕВЕК 3/25\nБУКСИРОВКА 010600 АВГ ПО 021800 АВГ ПО ЛИНИИ\n" + (
        "70-00.0С 170-00.0В\n71-00.0С 175-00.0В=\n"
    )
    (one,) = _imported(tmp_path, text.encode()).features
    assert (one["properties"]["start"], one["properties"]["end"]) == ("2025-08-01", "2025-08-02")
    assert one["geometry"]["type"] == "LineString"
