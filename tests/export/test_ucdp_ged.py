"""Records back as rows of UCDP GED. All rows are made up."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.export import DATASETS, Terms, gather
from geotrack.export.ucdp_ged import fitting
from geotrack.importing import MappingOptions, ReadingOptions, draft_table, read_file
from geotrack.importing.event_datasets import read_codebook
from geotrack.workspace import Workspace
from tests.records import feature, point, workspace

ACTORS = [{"name": "Blue"}, {"name": "Red"}]
NEAR = {"precision": "near", "radius_km": 8}
FAR = {"precision": "near", "radius_km": 40}
FIT = {"actors": ACTORS, "type_of_violence": 1, "place": NEAR}


def rows_of(ws: Workspace) -> tuple[list[dict[str, str]], list[str]]:
    product = fitting(gather(ws, ws.events, Terms()))
    file = io.BytesIO()
    notes = DATASETS["ucdp-ged"].write(product, file)
    return [*csv.DictReader(io.StringIO(file.getvalue().decode()))], [*product.notes, *notes]


def row_of(tmp_path: Path, **properties: Any) -> dict[str, str]:
    found, _ = rows_of(workspace(tmp_path, feature("a", point(30, 70), **{**FIT, **properties})))
    return found[0]


def reason_of(tmp_path: Path, geometry: Any, **properties: Any) -> str:
    with pytest.raises(UsageError) as refused:
        rows_of(workspace(tmp_path, feature("a", geometry, **{**FIT, **properties})))
    return str(refused.value).rpartition(": ")[2]


def test_an_imported_row_comes_back_as_it_was(tmp_path: Path) -> None:
    layout = read_codebook("ucdp-ged").layout
    row = dict.fromkeys(layout, "5") | {
        "id": "7", "type_of_violence": "3", "dyad_name": "Blue - Red", "side_a": "Blue",
        "side_b": "Red", "source_office": "Sample Press", "where_coordinates": "Sample town",
        "adm_1": "Sample province", "adm_2": "", "country": "Sampleland", "latitude": "69.5",
        "longitude": "30.25", "geom_wkt": "POINT (30.25 69.5)", "year": "2024",
    }  # fmt: skip
    days = {"date_start": "2024-05-01 00:00:00.000", "date_end": "2024-05-20 00:00:00.000"}
    same_day = {"date_start": "2024-05-01 00:00:00.000", "date_end": "2024-05-01 00:00:00.000"}
    sent = [
        {**row, "id": str(n), "where_prec": str(n), "date_prec": str(min(n, 5)), **dates}
        for n, dates in enumerate([same_day, days, days, same_day, days, days, days], start=1)
    ]
    path = tmp_path / "ged.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, layout)
        writer.writeheader()
        writer.writerows(sent)
    options = ReadingOptions(lon="longitude", lat="latitude", guess=False)
    mapping = MappingOptions(guess=False, codebook=read_codebook("ucdp-ged"))
    made = draft_table(read_file(path, options), options, mapping)
    back, notes = rows_of(workspace(tmp_path / "ws", *made.features))
    assert sorted(back, key=lambda one: one["id"]) == sent
    assert notes[-1] == "without a column, with the number of records: title (7), type (7)"


def test_a_record_of_another_source_has_the_columns_that_it_states(tmp_path: Path) -> None:
    assert {k: v for k, v in row_of(tmp_path, start="2024-05-13").items() if v} == {
        "relid": "a",
        "year": "2024",
        "type_of_violence": "1",
        "dyad_name": "Blue - Red",
        "side_a": "Blue",
        "side_b": "Red",
        "number_of_sources": "1",
        "source_article": "example.org, https://example.org/a",
        "where_prec": "1",
        "latitude": "70",
        "longitude": "30",
        "geom_wkt": "POINT (30 70)",
        "date_prec": "1",
        "date_start": "2024-05-13",
        "date_end": "2024-05-13",
    }


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("[2024-05-01..2024-05-06]", None, "2"),
        ("[2024-05-01..2024-05-07]", None, "3"),
        ("2024-05", None, "4"),
        ("2024", None, "5"),
        ("2024-05-01", "2024-05-03", "2"),
    ],
)
def test_a_date_has_the_code_of_its_days(
    tmp_path: Path, start: str, end: str | None, code: str
) -> None:
    assert row_of(tmp_path, start=start, end=end or ...)["date_prec"] == code


def test_an_edit_goes_before_the_stored_code(tmp_path: Path) -> None:
    stored = {"where_prec": 1, "date_prec": 1, "date_start": "2024-05-13", "date_end": "2024-05-13"}
    place = {"precision": "near", "radius_km": 20}
    row = row_of(tmp_path, **stored, place=place, start="2024-06")
    assert (row["where_prec"], row["date_prec"], row["date_start"]) == ("2", "4", "2024-06-01")


@pytest.mark.parametrize(
    ("geometry", "properties", "reason"),
    [
        (point(30, 70), {"type_of_violence": ...}, "no type_of_violence"),
        (point(30, 70), {"type_of_violence": 4}, "no type_of_violence"),
        (point(30, 70), {"actors": ACTORS[:1]}, "no two actors"),
        (None, {"place": {"name": "at sea"}}, "no single position"),
        (point(30, 70), {"place": {"name": "x"}}, "a precision of the place that has no code"),
        (point(30, 70), {"place": FAR}, "a radius beyond 25 km, which has no code"),
        (point(30, 70), {"start": "unknown"}, "no first and last day"),
        (point(30, 70), {"start": "2024-05~"}, "an approximate date"),
        (point(30, 70), {"start": "202X"}, "more than a year, which has no code"),
    ],
)  # fmt: skip
def test_a_record_that_lacks_something_is_left_out(
    tmp_path: Path, geometry: Any, properties: dict[str, Any], reason: str
) -> None:
    assert reason_of(tmp_path, geometry, **properties) == reason


def test_what_is_lost_is_counted(tmp_path: Path) -> None:
    ws = workspace(
        tmp_path,
        feature("a", point(30, 70), **FIT, summary="Said.", end="2024-09-30"),
        feature("b", point(30, 70), **{**FIT, "actors": [*ACTORS, {"name": "Green"}]}),
        feature("c", point(30, 70)),
    )
    rows, notes = rows_of(ws)
    assert [row["relid"] for row in rows] == ["a", "b"]
    assert notes == [
        "1 left out: no type_of_violence",
        "UCDP GED has no place for markings and the digest",
        "without a column, with the number of records: further actors (1), summary (1), "
        "title (2), type (2), whether it lasted (1)",
    ]


def test_a_workspace_without_records_has_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        rows_of(workspace(tmp_path))
    assert str(refused.value) == "no record has what UCDP GED needs"
