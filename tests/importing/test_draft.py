"""What is said of a draft."""

from __future__ import annotations

import csv as csv_module
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.i18n.folding import folded
from geotrack.importing import MappingOptions, ReadingOptions, draft
from geotrack.importing.cells.text import text_of
from geotrack.importing.targets.properties import spellings
from geotrack.notation import number_of
from tests.importing.conftest import Import, Written


def test_all_that_happened_is_told(csv: Written, imported: Import) -> None:
    made = imported(
        csv("titel,start,lon,lat,fart\nA,2024,30,70,12\nB,,31,71,3\n"),
        set={"type": "coastguard/patrol"},
    )
    assert made.messages == (
        "a.csv: 2 features, 2 with geometry",
        "lon, lat → geometry",
        "by their names: start",
        "'coastguard/patrol' → type, where no column gives it",
        "kept as extra properties: titel (--map titel=title?), fart",
        "no column gives a title: each record is called by the file and its row, first "
        "'a.csv, line 2'; --map COLUMN=title states it",
        "no column gives a source: each record cites the file and its row, first "
        "'a.csv, line 2'; --map COLUMN=sources.url or --set sources.url=https://… states it",
        "missing: 1 of 2 without 'start', first line 3; --set start=unknown fills these",
    )


def test_only_a_slip_of_the_pen_is_proposed(csv: Written, imported: Import) -> None:
    names = "Merknad,ele,navn,dato,kilde,note,time,Tittel,summery,shore_distance,magType,radius"
    made = imported(csv(f"{names}\n{names}\n"), guess=False)
    assert (
        "kept as extra properties: Merknad, ele, navn, dato, kilde, note, time, Tittel, "
        "summery (--map summery=summary?), shore_distance, magType, "
        "radius (--map radius=place.radius_km?)" in made.messages
    )


def test_many_lines_of_one_kind_are_cut(csv: Written, imported: Import) -> None:
    rows = "".join(f"x{n},70\n" for n in range(10))
    said = imported(csv(f"lon,lat\n{rows}")).messages
    assert "… and 5 more such lines" in said
    assert sum("is no position" in line for line in said) == 5


def test_a_file_without_positions_is_told(csv: Written, imported: Import) -> None:
    said = imported(csv("title,tags\na,b\n")).messages
    assert said[0] == "a.csv: 1 feature, 0 with geometry"
    assert any(line.startswith("no feature has a geometry") for line in said)


def test_a_hint_at_positions_fits_the_format(
    tmp_path: Path, csv: Written, imported: Import
) -> None:
    import pandas as pd
    import pyogrio

    said = imported(csv("title,tags\na,b\n")).messages
    assert said[-1] == (
        "no feature has a geometry; --lon and --lat, or --wkt, name the columns of positions"
    )
    table = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"title": ["a"]}), table, layer="plain")
    lonlat = pd.DataFrame({"title": ["a"], "Lon": [30.0], "lat": [70.0]})
    pyogrio.write_dataframe(lonlat, table, layer="lonlat", append=True)
    assert imported(table, layers=("plain",)).messages[-1] == "no feature has a geometry"
    assert imported(table, layers=("lonlat",)).messages[-1] == (
        "no feature has a geometry; save the table as CSV: of 'Lon' and 'lat', positions are made "
        "there"
    )
    with pytest.raises(UsageError) as refusal:
        imported(table, layers=("lonlat",), lon="Lon", lat="lat")
    assert str(refusal.value) == (
        "--lon, --lat, --latlon, --lonlat and --wkt name columns of a table; "
        "GeoPackage has its geometry apart: leave them out"
    )


def test_every_feature_is_a_draft(csv: Written, imported: Import) -> None:
    made = imported(csv("title,review\na,released\n"))
    found = made.features[0]["properties"]
    assert found.pop("sources") == [{"cite": "a.csv, line 2"}]
    assert found == {
        "start": "unknown", "title": "a", "review (column)": "released", "review": "draft",
    }  # fmt: skip


CELLS = st.text(
    st.characters(exclude_characters=";", exclude_categories=["C", "Z"]), max_size=8
) | st.sampled_from(["2024", "28.09.2024", "2024-07-24T16:40:00", "12", "007", "1e5", "n/a", "-"])
NAMES = [
    *sorted(spellings()), "lon", "lat", "fart", "Title", "review", "title (column)", "extra",
    "navn", "dato", "merknad", "kilde A", "kilde B", "kilde", "url", "aktør 1", "aktør 2", "land",
]  # fmt: skip


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cell_is_ever_lost(tmp_path: Path, data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=8, unique=True))
    row = st.lists(CELLS, min_size=len(columns), max_size=len(columns))
    rows = data.draw(st.lists(row.filter(any), min_size=1, max_size=3))
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv_module.writer(file).writerows([columns, *rows])
    made = draft(path, ReadingOptions(), MappingOptions())
    used = {"lon", "lat"} if made.messages[1].startswith(("lon, lat", "line")) else set()
    for cells, feature in zip(rows, made.features, strict=True):
        found = {text_of(v).strip() for v in leaves(feature)}
        placed = used if feature["geometry"] else set()
        for column, cell in zip(columns, cells, strict=True):
            if cell.strip() and column not in placed:
                assert same(cell, found), (column, cell, feature)


def same(cell: str, found: set[str]) -> bool:
    number = number_of(cell)
    if cell == "28.09.2024" and "2024-09-28" in found:
        return True
    # Words of a closed list are read without case and accents.
    if folded(cell) in {*map(folded, found)}:
        return True
    return cell.strip() in found or (number is not None and text_of(number) in found)


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield value
