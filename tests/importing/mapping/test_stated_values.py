"""What a row states of itself where no column does: title, source, and that it has no date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geotrack.importing import MappingOptions, ReadingOptions, draft
from tests.importing.conftest import Import, Written, faults
from tests.workbooks import xlsx

BARE = "depth,lon,lat\n12,30,70\n3,31,71\n"
TYPE = {"type": "naval/patrol"}


def whole(made: Any) -> list[dict[str, Any]]:
    return [f["properties"] for f in made.features]


def test_a_table_of_numbers_is_a_sound_draft_with_one_option(
    tmp_path: Path, csv: Written, imported: Import
) -> None:
    made = imported(csv(BARE, "quakes.csv"), set=TYPE)
    assert faults(made, tmp_path) == []
    assert whole(made)[1] == {
        "title": "quakes.csv, line 3",
        "start": "unknown",
        "type": "naval/patrol",
        "depth": 3,
        "sources": [{"cite": "quakes.csv, line 3"}],
        "review": "draft",
    }
    assert str(tmp_path) not in json.dumps(made.features)
    said = "\n".join(made.messages)
    assert "no column is a date: 'unknown' → start; --map COLUMN=start or --set start=2024" in said
    assert "no column gives a title: each record is called by the file and its row, first" in said
    assert "no column gives a source: each record cites the file and its row, first" in said
    assert "missing" not in said


def test_without_guesses_nothing_is_added(csv: Written, imported: Import) -> None:
    made = imported(csv(BARE), guess=False)
    assert whole(made)[0] == {"depth": 12, "review": "draft"}
    assert sum(line.startswith("missing: ") for line in made.messages) == 4


def test_a_row_of_a_sheet_is_cited_with_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "events.xlsx"
    path.write_bytes(xlsx({"May": [["lon", "lat", "n"], [30, 70, 1]], "Empty": []}))
    made = draft(path, ReadingOptions(), MappingOptions())
    assert whole(made)[0]["sources"] == [{"cite": "events.xlsx, May, row 2"}]


def test_only_rows_without_a_source_or_title_cite_themselves(
    csv: Written, imported: Import
) -> None:
    rows = "name,url,lon,lat,date\nA,https://example.org/a,30,70,2024\n,,31,71,2024\n"
    made = imported(csv(rows))
    assert [p.get("title") for p in whole(made)] == ["A", None]
    assert [p["sources"] for p in whole(made)] == [
        [{"url": "https://example.org/a"}], [{"cite": "a.csv, line 3"}]
    ]  # fmt: skip
    assert (
        "1 of 2 without a source: such a record cites the file and its row, first "
        "'a.csv, line 3'; --map COLUMN=sources.url or --set sources.url=https://… states it"
    ) in made.messages


HELD = """title,lat,lon
A,70,30
,71,31
C,71°95'N,31
D,N71x,31
"""


def test_rows_that_lost_what_they_had_are_held_back(
    csv: Written, imported: Import, tmp_path: Path
) -> None:
    made = imported(csv(HELD), set=TYPE)
    assert made.held == 3
    assert [f.get("geometry", "lost") == "lost" for f in made.features] == [0, 0, 1, 1]
    found = faults(made, tmp_path)
    assert [fault for fault in found if "no 'title'" in fault]
    assert len([fault for fault in found if "no 'geometry'" in fault]) == 2
    lost = "2 of 4 with a position that cannot be read, first line 4: such a row is held back"
    assert [m for m in made.messages if m.startswith(lost)]


def test_held_rows_become_records_where_the_person_says_so(
    csv: Written, imported: Import, tmp_path: Path
) -> None:
    made = imported(csv(HELD), incomplete=True, set=TYPE)
    assert made.held == 0
    assert [p["title"] for p in whole(made)] == ["A", "a.csv, line 3", "C", "D"]
    assert [f["geometry"] is None for f in made.features] == [False, False, True, True]
    assert not faults(made, tmp_path)
    lost = "2 of 4 with a position that cannot be read, first line 4: such a record has no place"
    assert lost in made.messages


def test_a_radius_without_a_precision_means_near(csv: Written, imported: Import) -> None:
    rows = "title,lat,lon,radius_km,inner_radius_km,precision\nA,70,30,30,,\nB,70,30,,,\n"
    made = imported(csv(f"{rows}C,70,30,9,4,\nD,,,9,,\nE,70,30,9,,representative\n"))
    stated = [p.get("place", {}).get("precision") for p in whole(made)]
    assert stated == ["near", None, "ring", None, "representative"]
    assert (
        "1 row has a radius and no precision: 'near' → place.precision; "
        "--set place.precision=representative states another"
    ) in made.messages


def test_a_precision_of_all_rows_is_of_those_with_a_position(
    csv: Written, imported: Import
) -> None:
    all_rows = {"place.precision": "representative", "place.radius_km": "9"}
    made = imported(csv("title,lat,lon,place\nA,70,30,Here\nB,,,There\n"), set=all_rows)
    assert [p["place"] for p in whole(made)] == [
        {"name": "Here", "precision": "representative", "radius_km": 9}, {"name": "There"},
    ]  # fmt: skip


def test_a_publisher_alone_is_that_of_the_row(csv: Written, imported: Import) -> None:
    made = imported(csv("title,source_publisher\nA,NRK\n"))
    assert whole(made)[0]["sources"] == [{"publisher": "NRK", "cite": "a.csv, line 2"}]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Date", ["10142018", "10062018"]),  # no form that is read
        ("dato", ["1. termin 2024", "sent på 2024-sesongen"]),
        ("year", ["14", "15"]),
        ("incident date", ["soon before 1943", "soon after 1944"]),
    ],
)
def test_a_column_that_may_be_a_date_stays_a_finding(
    csv: Written, imported: Import, header: str, cells: list[str]
) -> None:
    made = imported(csv(f"{header},title\n{cells[0]},A\n{cells[1]},B\n"))
    assert all("start" not in p for p in whole(made))
    (line,) = [m for m in made.messages if m.startswith("missing: no column gives 'start'")]
    assert line.endswith(f"; perhaps {header}")


@pytest.mark.parametrize("header", ["last_updated", "CREATED", "PUB_DATE", "Date Approved"])
def test_a_date_of_another_kind_is_not_that_of_the_event(
    csv: Written, imported: Import, header: str
) -> None:
    made = imported(csv(f"{header},title\n2024-05-01,A\n2024-05-02,B\n"))
    assert [p["start"] for p in whole(made)] == ["unknown", "unknown"]
    (line,) = [m for m in made.messages if m.startswith("no column is a date")]
    assert line.endswith(f"states one, perhaps {header}")


def test_the_only_column_of_dates_is_the_date(csv: Written, imported: Import) -> None:
    made = imported(csv("sunk,title\n1943-05-01,A\nMay 1944,B\n"))
    assert [p["start"] for p in whole(made)] == ["1943-05-01", "1944-05"]
    two = imported(csv("laid,sunk,title\n1941-02-03,1943-05-01,A\n"))
    assert "missing: no column gives 'start': --map COLUMN=start" in "\n".join(two.messages)
    assert any(line.endswith("; perhaps laid, sunk") for line in two.messages)


def test_unknown_is_set_only_where_no_date_is(csv: Written, imported: Import) -> None:
    made = imported(csv("name,dato\nA,2024-05-01\nB,\nC,NA\n"), set={"start": "unknown"})
    assert [p["start"] for p in whole(made)] == ["2024-05-01", "unknown", "unknown"]
    set_all = imported(csv("name,dato\nA,2024-05-01\nB,\n"), set={"start": "2023"})
    assert [p["start"] for p in whole(set_all)] == ["2023", "2023"]
    undated = imported(csv("name,sunk\nA,1943-05-01\n"), set={"start": "unknown"})
    assert [p["start"] for p in whole(undated)] == ["1943-05-01"]


def test_an_id_that_repeats_is_none(tmp_path: Path, csv: Written, imported: Import) -> None:
    made = imported(csv("ID,title\n0,A\n0,B\n"))
    assert all("id" not in f for f in made.features)
    assert [p["ID"] for p in whole(made)] == [0, 0]
    assert (
        "ID: 0 stands in several rows, so it is no id of records; kept as 'ID'; --map ID=id takes "
        "it as one"
    ) in made.messages
    assert [f["id"] for f in imported(csv("ID,title\n1,A\n2,B\n")).features] == [1, 2]


@pytest.mark.parametrize(
    ("header", "rows", "title"),
    [
        ("flag|vessel_name", ["NO|Yamal", "RU|Arktika"], "Yamal"),
        ("Region Name|Main Port Name|Harbor Type", ["Finnmark|Vardø|Open", "Finnmark|Vadsø|Open"],
         "Vardø"),
        ("PMSNAME|note", ["Lock A|x", "Lock B|y"], "Lock A"),
        ("n|street", ["1|Main Street", "2|High Street"], "Main Street"),
    ],
)  # fmt: skip
def test_a_row_without_a_date_is_called_by_its_name(
    csv: Written, imported: Import, header: str, rows: list[str], title: str
) -> None:
    made = imported(csv("\n".join([header, *rows]) + "\n"))
    assert whole(made)[0]["title"] == title


@pytest.mark.parametrize(
    ("header", "there"),
    [("reclat,reclong", True), ("home_lon,home_lat", True), ("a_lat,a_lon,b_lat,b_lon", False)],
)
def test_two_columns_named_alike_but_for_the_axis_are_the_position(
    csv: Written, imported: Import, header: str, there: bool
) -> None:
    made = imported(csv(f"title,{header}\nA,{','.join('70.5' for _ in header.split(','))}\n"))
    assert (made.features[0]["geometry"] is not None) == there
