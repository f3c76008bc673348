"""Rows of UCDP GED and ACLED. All rows are made up."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.gazetteer import Gazetteer
from geotrack.importing import Draft, MappingOptions, ReadingOptions, draft_table, read_file
from geotrack.importing.event_datasets import read_codebook
from geotrack.messages import LANGUAGE
from geotrack.workspace.store import open_workspace
from tests.importing.conftest import Written, faults

GED = {
    "id": "7", "type_of_violence": "1", "dyad_name": "Blue - Red", "side_a": "Blue",
    "side_b": "Red", "source_office": "Sample Press", "where_prec": "1",
    "where_coordinates": "Sample town", "adm_1": "Sample province", "adm_2": "Sample district",
    "country": "Sampleland", "latitude": "69.5", "longitude": "30.25",
    "geom_wkt": "POINT (30.25 69.5)", "date_prec": "1", "date_start": "2024-05-13 00:00:00.000",
    "date_end": "2024-05-13 00:00:00.000", "best": "2",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "SMP7", "event_date": "13 May 2024", "time_precision": "1",
    "event_type": "Protests", "sub_event_type": "Peaceful protest", "actor1": "Some people",
    "actor2": "", "country": "Sampleland", "admin1": "Sample province", "location": "Sample town",
    "latitude": "69.5", "longitude": "30.25", "geo_precision": "1",
    "source": "Sample Press; Sample Radio", "notes": "Some people stood there.", "fatalities": "0",
    "tags": "crowd size=no report",
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_workspace(Path(__file__).parents[3]).gazetteer


def table_of(row: dict[str, str], *changes: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, row)
    writer.writeheader()
    writer.writerows({**row, **change} for change in changes or [{}])
    return out.getvalue()


def decoded(path: Path, name: str, gazetteer: Gazetteer | None = None, **more: Any) -> Draft:
    book = read_codebook(name)
    options = ReadingOptions(lon=book.lon, lat=book.lat, guess=False)
    mapping = MappingOptions(guess=False, codebook=book, **more)
    return draft_table(read_file(path, options), options, mapping, gazetteer=gazetteer)


def test_a_row_of_ucdp_ged(csv: Written, tmp_path: Path) -> None:
    made = decoded(csv(table_of(GED)), "ucdp-ged")
    (feature,) = made.features
    assert feature["id"] == "ucdp-ged-7"
    assert feature["geometry"] == {"type": "Point", "coordinates": [30.25, 69.5]}
    assert feature["properties"] == {
        "title": "Blue - Red: Sample town",
        "type": "incident/attack",
        "start": "2024-05-13",
        "sources": [
            {
                "cite": "UCDP Georeferenced Event Dataset, event 7",
                "publisher": "Uppsala Conflict Data Program",
                "origin": "Sample Press",
            }
        ],
        "actors": [{"name": "Blue"}, {"name": "Red"}],
        "place": {
            "name": "Sample town",
            "precision": "near",
            "radius_km": 10,
            "note": "UCDP GED, where_prec 1: the place",
        },
        "dataset": "UCDP GED",
        "licence": "CC BY 4.0",
        "type_of_violence": 1,
        "dyad_name": "Blue - Red",
        "where_prec": 1,
        "where_coordinates": "Sample town",
        "adm_1": "Sample province",
        "adm_2": "Sample district",
        "country": "Sampleland",
        "date_prec": 1,
        "date_start": "2024-05-13 00:00:00.000",
        "date_end": "2024-05-13 00:00:00.000",
        "best": 2,
        "review": "draft",
    }
    assert faults(made, tmp_path) == []
    assert "UCDP GED: licensed CC BY 4.0" in made.messages[1]


def test_a_column_that_somebody_added_is_kept(csv: Written) -> None:
    row = {**GED, "title": "Of somebody", "licence": "CC0", "note of mine": "x"}
    (feature,) = decoded(csv(table_of(row)), "ucdp-ged").features
    properties = feature["properties"]
    assert properties["title"] == "Blue - Red: Sample town"
    assert properties["title (column)"] == "Of somebody"
    assert (properties["licence"], properties["licence*"]) == ("CC BY 4.0", "CC0")
    assert properties["note of mine"] == "x"


def test_a_row_of_acled(csv: Written, tmp_path: Path) -> None:
    made = decoded(csv(table_of(ACLED)), "acled")
    (feature,) = made.features
    properties = feature["properties"]
    assert feature["id"] == "acled-SMP7"
    assert properties["title"] == "Peaceful protest: Sample town"
    assert properties["summary"] == "Some people stood there."
    assert properties["type"] == "incident/protest"
    assert properties["start"] == "2024-05-13"
    assert properties["actors"] == [{"name": "Some people"}]
    assert properties["sources"][0]["origin"] == "Sample Press; Sample Radio"
    assert properties["sources"][0]["cite"] == "ACLED, event SMP7"
    assert properties["licence"] == "ACLED terms of use"
    assert properties["tags"] == ["crowd size=no report"]
    assert not {"source", "notes"} & properties.keys()
    assert faults(made, tmp_path) == []
    assert "forbid passing its data on" in made.messages[1]


@pytest.mark.parametrize(
    ("code", "words", "place"),
    [
        ("1", {}, {"precision": "near", "radius_km": 10}),
        ("2", {}, {"precision": "near", "radius_km": 25}),
        ("3", {"adm_2": "Finnmark"}, "finnmark"),
        ("3", {"adm_2": "Hammerfest"}, {}),
        ("3", {"adm_1": "Murmansk oblast"}, "murmansk-oblast"),
        ("4", {"adm_1": "Murmansk oblast"}, "murmansk-oblast"),
        ("4", {"adm_2": "Finnmark"}, {}),
        ("5", {"where_coordinates": "Barents Sea"}, "barents-sea"),
        ("5", {"adm_1": "Finnmark"}, {}),
        ("6", {"country": "Iceland"}, "iceland"),
        ("6", {"country": "Norway"}, {}),
        ("7", {"where_coordinates": "Bering Strait"}, "bering-strait"),
        ("7", {"country": "Iceland"}, {}),
        ("8", {"country": "Iceland"}, {}),
        ("", {"country": "Iceland"}, {}),
    ],
)  # fmt: skip
def test_a_place_is_as_exact_as_its_code(
    code: str,
    words: dict[str, str],
    place: dict[str, Any] | str,
    gazetteer: Gazetteer,
    csv: Written,
) -> None:
    made = decoded(csv(table_of(GED, {"where_prec": code, **words})), "ucdp-ged", gazetteer)
    (feature,) = made.features
    properties = feature["properties"]
    stated = {k: v for k, v in properties["place"].items() if k not in {"name", "note"}}
    assert stated == (
        {"precision": "region", "regions": [place]} if isinstance(place, str) else place
    )
    assert properties["place"]["name"] == words.get("where_coordinates", "Sample town")
    if code in {"1", "2"}:
        assert feature["geometry"]["coordinates"] == [30.25, 69.5]
        assert "coded_lon" not in properties
    else:
        assert feature["geometry"] is None
        assert (properties["coded_lon"], properties["coded_lat"]) == (30.25, 69.5)


@pytest.mark.parametrize(
    ("code", "first", "last", "start"),
    [
        ("1", "2024-05-13", "2024-05-13", "2024-05-13"),
        ("1", "2024-05-13", "2024-05-15", "[2024-05-13..2024-05-15]"),
        ("2", "2024-05-13", "2024-05-15", "[2024-05-13..2024-05-15]"),
        ("3", "2024-05-13 00:00:00.000", "2024-05-19 00:00:00.000", "[2024-05-13..2024-05-19]"),
        ("4", "2024-05-01", "2024-05-31", "[2024-05-01..2024-05-31]"),
        ("5", "2024-01-01", "2024-12-31", "[2024-01-01..2024-12-31]"),
        ("4", "2024-05-01", "2024-05-01", "2024-05-01~"),
        ("9", "2024-05-01", "2024-05-01", "2024-05-01~"),
        ("1", "sometime", "2024-05-01", "sometime"),
    ],
)
def test_a_date_of_ucdp_ged_is_as_exact_as_its_code(
    code: str, first: str, last: str, start: str, csv: Written
) -> None:
    row = {"date_prec": code, "date_start": first, "date_end": last}
    (feature,) = decoded(csv(table_of(GED, row)), "ucdp-ged").features
    assert feature["properties"]["start"] == start


@pytest.mark.parametrize(
    ("code", "day", "start"),
    [
        ("1", "13 May 2024", "2024-05-13"),
        ("1", "2024-05-13", "2024-05-13"),
        ("2", "13-May-2024", "[2024-05-07~..2024-05-19~]"),
        ("3", "15 May 2024", "2024-05~"),
    ],
)
def test_a_date_of_acled_is_as_exact_as_its_code(
    code: str, day: str, start: str, csv: Written, tmp_path: Path
) -> None:
    made = decoded(csv(table_of(ACLED, {"time_precision": code, "event_date": day})), "acled")
    assert made.features[0]["properties"]["start"] == start
    assert faults(made, tmp_path) == []


def test_a_place_of_acled_near_a_town_has_no_precision(csv: Written, gazetteer: Gazetteer) -> None:
    rows = (
        {"geo_precision": "2"},
        {"geo_precision": "3"},
        {"geo_precision": "3", "location": "Barents Sea"},
    )
    near, somewhere, at_sea = decoded(csv(table_of(ACLED, *rows)), "acled", gazetteer).features
    assert near["geometry"] is not None
    assert "precision" not in near["properties"]["place"]
    assert somewhere["geometry"] is None
    assert "regions" not in somewhere["properties"]["place"]
    assert at_sea["properties"]["place"]["regions"] == ["barents-sea"]


@pytest.mark.parametrize(
    ("event", "sub_event", "type_"),
    [
        ("Battles", "Armed clash", "incident/attack"),
        ("Riots", "Mob violence", "incident/attack"),
        ("Riots", "Violent demonstration", "incident/protest"),
        ("Strategic developments", "Arrests", "incident/detention"),
        ("Strategic developments", "Agreement", "diplomacy/agreement"),
        ("Strategic developments", "Looting/property destruction", "Looting/property destruction"),
    ],
)
def test_a_kind_of_event_without_a_type_is_left_to_the_user(
    event: str, sub_event: str, type_: str, csv: Written
) -> None:
    path = csv(table_of(ACLED, {"event_type": event, "sub_event_type": sub_event}))
    made = decoded(path, "acled")
    assert made.features[0]["properties"]["type"] == type_
    if type_ == sub_event:
        assert any("type: 1 cell: no type as records write it" in line for line in made.messages)
        stated = decoded(path, "acled", values={sub_event: "incident/attack"})
        assert stated.features[0]["properties"]["type"] == "incident/attack"


def test_what_became_of_each_code_is_reported(csv: Written, gazetteer: Gazetteer) -> None:
    rows = (
        {},
        {"id": "8", "where_prec": "4", "adm_1": "Finnmark county", "date_prec": "4"},
        {"id": "9", "where_prec": "4"},
        {"id": "10", "where_prec": "6"},
        {"id": "11", "where_prec": ""},
    )
    path = csv(table_of(GED, *rows))
    report = decoded(path, "ucdp-ged", gazetteer).messages
    assert report[2:9] == (
        "where_prec –, not in the codebook: 1 row → in words only, without a position",
        "where_prec 1, the place: 1 row → near, within 10 km of the coded point",
        "where_prec 4, the first administrative division: 2 rows → in the region of that name; "
        "1 row in words only, without a position",
        "where_prec 6, the country: 1 row → in words only, without a position",
        "date_prec 1, the day: 4 rows → start is the coded day, or one of the coded days",
        "date_prec 4, eight to thirty days, or the month: 1 row → start is one of several days, "
        "or approximate",
        "adm_1: 'Finnmark county' → finnmark, 1 row",
    )
    language = LANGUAGE.set("nb")
    try:
        assert "where_prec 1, stedet" in decoded(path, "ucdp-ged").messages[3]
    finally:
        LANGUAGE.reset(language)


def test_a_file_without_the_columns_is_refused(csv: Written) -> None:
    with pytest.raises(UsageError, match="no file of ACLED: it has no event_id_cnty, event_date"):
        decoded(csv(table_of(GED)), "acled")


def test_a_dataset_is_recognised_and_its_option_named(csv: Written) -> None:
    options = ReadingOptions()
    made = draft_table(read_file(csv(table_of(GED)), options), options, MappingOptions())
    assert any("--from ucdp-ged reads its codes" in line for line in made.messages)
