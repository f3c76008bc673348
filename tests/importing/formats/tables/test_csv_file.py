"""CSV as people and programs write it."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from geotrack.errors import UsageError
from geotrack.importing import UnreadableError
from tests.importing.conftest import SCRIPTS, Import, Written, coordinates, properties


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("lon", "lat"),
    [("lon", "lat"), ("Longitude", "LATITUDE"), ("lng", "lat"), ("x", "y"), ("long", "latitude")],
)
def test_positions_stand_under_known_names(
    csv: Written, imported: Import, delimiter: str, lon: str, lat: str
) -> None:
    rows = [["title", lat, lon], ["A", "69.73", "30.05"], ["B", "90", "-180"]]
    made = imported(csv("\n".join(delimiter.join(row) for row in rows)))
    assert coordinates(made) == [[30.05, 69.73], [-180, 90]]
    assert properties(made) == [{"title": "A"}, {"title": "B"}]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_byte_order_mark_and_line_ends_change_nothing(
    tmp_path: Path, imported: Import, mark: bytes, newline: str
) -> None:
    path = tmp_path / "a b.csv"
    text = newline.join(["title,lon,lat", "", '"a, ""b""",30,70', "", ""])
    path.write_bytes(mark + text.encode())
    made = imported(path)
    assert (properties(made), coordinates(made)) == ([{"title": 'a, "b"'}], [[30, 70]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_every_script_comes_through(csv: Written, imported: Import, encoding: str) -> None:
    lines = ["title\tlon\tlat\tЗаметка"]
    lines += [f"{text}\t30\t70\t{text}" for text in SCRIPTS.values()]
    made = imported(csv("\n".join(lines), encoding=encoding))
    assert properties(made) == [{"title": t, "Заметка": t} for t in SCRIPTS.values()]


def test_a_decimal_comma_and_degrees_with_minutes(csv: Written, imported: Import) -> None:
    made = imported(csv("lon;lat;radius_km\n-168,5;65,7;12,5\n168°30'W;65°42'N;3\n"))
    assert coordinates(made) == [[-168.5, 65.7], [-168.5, pytest.approx(65.7)]]
    assert [p["place"]["radius_km"] for p in properties(made)] == [12.5, 3]


def test_columns_are_told_and_others_stay(csv: Written, imported: Import) -> None:
    path = csv("east,north,lon\n30,70,a\n")
    made = imported(path, lon="east", lat="north")
    assert (coordinates(made), properties(made)) == ([[30, 70]], [{"lon": "a"}])


def test_shapes_come_as_wkt(csv: Written, imported: Import) -> None:
    made = imported(
        csv(
            "title|wkt\nA|POLYGON ((0 70, 10 70, 10 75, 0 70))\nB|POINT Z (1 70 5)\nC|POINT EMPTY\n"
            "D|\nE|here\n"
        )
    )
    shapes = [f.get("geometry", "lost") for f in made.features]
    ring = [[0, 70], [10, 70], [10, 75], [0, 70]]
    assert shapes[:2] == [
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "Point", "coordinates": [1, 70, 5]},
    ]
    assert shapes[2:] == [None, None, "lost"]
    assert properties(made)[-1] == {"title": "E", "wkt": "here"}
    assert "line 6: 'here' is no WKT; the row has no geometry" in made.messages


def test_wkt_may_state_its_crs(csv: Written, imported: Import) -> None:
    made = imported(csv("shape|t\nSRID=3995;POINT (0 0)|a\n"), wkt="shape")
    assert coordinates(made)[0][1] == 90
    with pytest.raises(UnreadableError, match="several CRS: EPSG:3995, EPSG:4326"):
        imported(csv("wkt|t\nSRID=3995;POINT (0 0)|a\nSRID=4326;POINT (0 0)|b\n"))


def test_a_row_without_a_position_keeps_its_cells(csv: Written, imported: Import) -> None:
    made = imported(csv("title,lon,lat\nA,n/a,70\nB,,\nC,30,71\n"))
    assert coordinates(made) == [None, None, [30, 71]]
    assert properties(made) == [
        {"title": "A", "lon": "n/a", "lat": 70},
        {"title": "B"},
        {"title": "C"},
    ]
    assert "line 2: 'n/a', '70' is no position; the row has no geometry" in made.messages


def test_numbers_stay_numbers_where_nothing_is_lost(csv: Written, imported: Import) -> None:
    made = imported(csv("n,code,big,mixed\n1,007,12345678901234567890,1\n-2.50,008,1,two\n"))
    assert properties(made) == [
        {"n": 1, "code": "007", "big": "12345678901234567890", "mixed": "1"},
        {"n": -2.5, "code": "008", "big": "1", "mixed": "two"},
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.csv: the file is empty"),
        (" \n\n", "a.csv: the file is empty"),
        ("lon,lat\n", "a.csv: no rows under the column names"),
        ("30,70\n31,71\n", "a.csv:1: '30' where a column name should be; put a line of column"),
        ("a,b,a\n1,2,3\n", "a.csv:1: two columns are called 'a'; rename one"),
        ("a,b\n1,2\n\n1,2,3\n", "a.csv:4: 3 cells where the column names are 2; put quotes"),
        ("a,b\n1\n", "a.csv:2: 1 cell where the column names are 2"),
        ('a,b\n1,"2\n', "not CSV: unexpected end of data; perhaps a quote is not closed"),
        ("a,b\n1,\0\n", "a.csv: it holds zero bytes; if it is text, perhaps --encoding"),
    ],
)
def test_what_is_no_table_is_refused(
    csv: Written, imported: Import, text: str, message: str
) -> None:
    with pytest.raises(UnreadableError) as refusal:
        imported(csv(text))
    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_cells_over_several_lines_keep_the_count_of_lines(csv: Written, imported: Import) -> None:
    with pytest.raises(UnreadableError, match=r"a.csv:4: 3 cells"):
        imported(csv('a,b\n"1\n2",3\n4,5,6\n'))


@pytest.mark.parametrize("delimiter", [";", "\t", "#"])
def test_a_first_line_may_tell_the_delimiter(
    csv: Written, imported: Import, delimiter: str
) -> None:
    lines = [f"sep={delimiter}", delimiter.join("ab"), delimiter.join("12")]
    assert properties(imported(csv("\n".join(lines)))) == [{"a": 1, "b": 2}]
    with pytest.raises(UnreadableError, match=r"a.csv:4: 1 cell"):
        imported(csv("\n".join([*lines, "3"])))


def test_columns_past_the_names_may_be_empty(csv: Written, imported: Import) -> None:
    assert properties(imported(csv("a,b,\n1,2,\n"))) == [{"a": 1, "b": 2}]
    assert properties(imported(csv("a,\n1,2\n"))) == [{"a": 1, "column 2": 2}]
    assert properties(imported(csv("a,b\n1,2,,\n"))) == [{"a": 1, "b": 2}]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lon": "lonn", "lat": "lat"}, "no column is called 'lonn'; did you mean 'lon'?"),
        ({"wkt": "shape"}, "no column is called 'shape'; columns are lon, lat, a"),
        ({"lon": "lon"}, None),
        ({"lon": "a"}, None),
        ({"wkt": "a", "lon": "lon"}, "give one of them"),
        ({"layers": ("a",)}, "a CSV file has no layers"),
        ({"crs": "EPSG:3995"}, "lon, lat are degrees"),
    ],
)
def test_options_that_do_not_fit(
    csv: Written, imported: Import, options: dict[str, str], message: str | None
) -> None:
    path = csv("lon,lat,a\n30,70,1\n")
    if message is None:
        assert len(imported(path, **options).features) == 1
        return
    with pytest.raises(UsageError) as refusal:
        imported(path, **options)
    assert message in str(refusal.value)


def test_hxl_tags_below_a_line_over_the_names_are_refused(csv: Written, imported: Import) -> None:
    rows = "Events,,\nnavn,lat,lon\n#name,#geo+lat,#geo+lon\nA,70,30\n"
    with pytest.raises(UnreadableError, match="not the first line; delete the lines above them"):
        imported(csv(rows))
