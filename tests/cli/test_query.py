"""`geotrack query`: every way to ask, the answer on stdout, the count on stderr."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from geotrack.cli import main
from tests.cli.conftest import Run
from tests.records import feature, point, sector, written

ASKED = ("query", "--region", "western sea")
Ids = Callable[..., list[str]]


def test_the_table_is_plain_and_whole(run: Run) -> None:
    result = run(*ASKED)
    assert result.exit_code == 0
    head, *rows = result.stdout.splitlines()
    assert head.split() == ["match", "date", "theme", "title", "id"]
    assert [row.split()[0] for row in rows] == ["possible", "certain", "possible"]
    assert "Off Bodø [red]x[/]" in rows[1]
    assert "28 September 2024" in rows[1]
    assert result.stderr == "1 certain, 2 possible; not judged: 1 unplaced\n"


def test_a_long_title_is_not_folded_where_no_one_looks_on(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("long", title="word\n" * 100))
    table = run("query", "--from", "2024").stdout.splitlines()
    [row] = [line for line in table if line.split()[-1] == "long"]
    assert row.count("word") == 100


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"kind": "outlook"}, "A patrol (outlook)"),
        ({"kind": "statement", "status": "cancelled"}, "A patrol (statement, cancelled)"),
        ({"status": "planned"}, "A patrol (planned)"),
        ({"verification": "refuted"}, "A patrol (refuted)"),
        ({"status": "occurred", "verification": "confirmed"}, "A patrol  "),
    ],
)
def test_what_did_not_happen_does_not_read_as_if_it_had(
    run: Run, folder: Path, properties: dict[str, str], said: str
) -> None:
    written(folder / "events" / "f.geojson", feature("it", **properties))
    (row,) = [line for line in run("query").stdout.splitlines() if line.split()[-1] == "it"]
    assert said in row


def test_ids_are_for_pipes(run: Run) -> None:
    result = run(*ASKED, "--from", "2024", "--to", "2024", "--format", "ids")
    assert result.stdout == "patrol\n"
    assert result.stderr == "1 certain, 0 possible; not judged: 1 unplaced, 1 undated\n"


def test_geojson_is_the_records_as_stored_with_how_they_match(run: Run, folder: Path) -> None:
    answer = json.loads(run(*ASKED, "--format", "geojson").stdout)
    assert answer["type"] == "FeatureCollection"
    stored = {
        f["id"]: f
        for f in json.loads((folder / "events" / "e.geojson").read_text("utf-8"))["features"]
    }
    for hit in answer["features"]:
        own = stored[hit["id"]]["properties"]
        key = "geotrack_match" if "match" in own else "match"
        assert hit["properties"].pop(key) in {"certain", "possible"}
        assert hit["properties"].pop("why").endswith("inside")
        assert hit == stored[hit["id"]]


def test_json_names_what_was_not_judged(run: Run) -> None:
    answer = json.loads(run(*ASKED, "--from", "2024", "--format", "json").stdout)
    assert [h["id"] for h in answer["hits"]] == ["patrol"]
    assert (answer["unplaced"], answer["undated"]) == (["unplaced"], ["undated"])


def test_nothing_found_is_an_answer(run: Run) -> None:
    for form, out in [("table", ""), ("ids", "")]:
        result = run("query", "--theme", "air", "--format", form)
        assert (result.exit_code, result.stdout) == (0, out)
        assert result.stderr == "0 hits\n"
    empty = json.loads(run("query", "--theme", "air", "--format", "geojson").stdout)
    assert empty == {"type": "FeatureCollection", "features": []}


@pytest.fixture
def ids(run: Run, folder: Path) -> Ids:
    """Ids of the hits of a question to a workspace with a record more that says much."""
    said = feature(
        "said",
        point(-179, 75),
        title="Øvelse i nord",
        summary="Three cutters.",
        place={"precision": "exact"},
        start="2024-10-02",
        part_of="patrol",
        status="planned",
        verification="claimed",
        kind="statement",
        tags="Exercise",
        sources=[
            {
                "url": "https://example.org/b",
                "stance": "disputes",
                "grade": {"reliability": "B", "credibility": 2},
            },
            {"seed": "report", "claim": "S1"},
        ],
    )
    written(folder / "events" / "f.geojson", said)
    (folder / "seeds").mkdir()
    (folder / "seeds" / "r.toml").write_text(
        'id = "report"\ntitle = "R"\npublisher = "P"\npublished = "2025"\nlanguage = "en"\n'
        '[[claims]]\nid = "S1"\nsection = "A"\nsays = "x"\nkind = "statement"\n'
        'events = ["said"]\n'
    )
    written(folder / "zone.geojson", feature("zone", sector(170, 190, 74, 76)))
    written(folder / "home.geojson", feature("home", sector(4, 6, 71, 73)))

    def invoke(*args: str) -> list[str]:
        return run("query", "--format", "ids", *args).stdout.split()

    return invoke


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("--theme naval", "edge"),
        ("--theme Naval --theme coastguard --to 2023", "edge"),
        ("--type naval/patrol", "edge"),
        ("--actor fsb", "patrol"),
        ("--kind statement", "said"),
        ("--status planned", "said"),
        ("--status planned --status not-stated", "edge patrol unplaced said undated"),
        ("--verification not-stated --theme naval", "edge"),
        ("--verification Claimed", "said"),
        ("--disputed", "said"),
        ("--grade B2", "said"),
        ("--grade A", ""),
        ("--text 'cutters ovelse'", "said"),
        ("--text 'cutters bodø'", ""),
        ("--tag exercise", "said"),
        ("--part-of patrol", "said"),
        ("--source report", "said"),
        ("--on 2024-10", "said"),
        ("--region west --region Toppen --from 2024-09-28 --to 2024", "patrol"),
        ("--region west --region top --all-regions", ""),
        ("--region-file zone.geojson", "said"),
        ("--region-file zone.geojson --region-file home.geojson", "patrol said undated"),
        ("--bbox 179 70 -178 80", "said"),
        ("--bbox -180 74 -178 76", "said"),
        ("--within 20km --of -178.5,75", "said"),
        ("--within 6nmi --of -178.5,75", ""),
        ("--within 60km --of patrol", "patrol undated"),
        ("--north-of 74.9", "said"),
        ("--certain --region west", "patrol"),
        ("--possible --region west", "edge undated"),
        ("--sort title", "edge undated unplaced patrol said"),
        ("--sort distance --of said", "said edge patrol undated unplaced"),
        ("--sort title --limit 2", "edge undated"),
    ],
)
def test_every_option_has_its_meaning(ids: Ids, asked: str, found: str) -> None:
    hits = ids(*shlex.split(asked))
    assert hits == found.split() if "--sort" in asked else sorted(hits) == sorted(found.split())


def test_distances_are_told_where_something_is_named(ids: Ids, run: Run) -> None:
    head, *rows = run("query", "--of", "-179,75.05", "--sort", "distance").stdout.splitlines()
    assert head.split() == ["match", "date", "distance", "theme", "title", "id"]
    assert " 5.6 km " in rows[0]
    assert " 3,668 km " in rows[1]
    answer = json.loads(run("query", "--of", "-179,75.05", "--format", "geojson").stdout)
    far = {hit["id"]: hit["properties"]["distance_km"] for hit in answer["features"]}
    assert far["said"] == 5.6
    assert far["unplaced"] is None


def test_reasons_stand_below_their_records(run: Run) -> None:
    result = run(*ASKED, "--why", "--from", "2024")
    assert result.stdout == (
        "certain   Off Bodø [red]x[/]\n"
        "          28 September 2024 · coastguard · patrol\n"
        "          within 50 km of the reported position; all of that disc is inside\n"
    )


def test_what_is_not_judged_is_listed_on_request(run: Run) -> None:
    asked = (*ASKED, "--from", "2024")
    assert [row.split()[0] for row in run(*asked).stdout.splitlines()[1:]] == ["certain"]
    for more in ((), ("--certain",), ("--limit", "1")):
        table = run(*asked, "--not-judged", *more)
        rows = [row.split() for row in table.stdout.splitlines()[1:]]
        assert [row[0] for row in rows] == ["certain", "unplaced", "undated"]
        assert table.stderr.endswith("; not judged: 1 unplaced, 1 undated\n")
    with_reasons = run(*asked, "--not-judged", "--why").stdout
    assert with_reasons.endswith(
        "unplaced  No place\n"
        "          28 September 2024 · coastguard · unplaced\n"
        "undated   A patrol\n"
        "          date not stated · coastguard · undated\n"
    )
    # JSON holds them with and without.
    assert (
        run(*asked, "--format", "json", "--not-judged").stdout
        == run(*asked, "--format", "json").stdout
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--format", "csv"), "csv holds hits alone"),
        (("--format", "ids"), "ids holds hits alone"),
        (("--count-by", "theme"), "--count-by counts all hits"),
        (("--dataset", "."), "--not-judged is for records"),
    ],
)
def test_what_is_not_judged_is_listed_in_a_table_alone(
    run: Run, more: tuple[str, ...], said: str
) -> None:
    result = run(*ASKED, "--not-judged", *more)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {said}")


def test_only_one_kind_leaves_out_the_rest_and_says_so(run: Run) -> None:
    result = run(*ASKED, "--certain")
    assert [row.split()[0] for row in result.stdout.splitlines()[1:]] == ["certain"]
    assert result.stderr == "1 certain, 2 possible (left out); not judged: 1 unplaced\n"


def test_a_limit_tells_what_it_hides(run: Run) -> None:
    result = run(*ASKED, "--limit", "1")
    assert [row.split()[0] for row in result.stdout.splitlines()[1:]] == ["possible"]
    assert result.stderr == (
        "2 more are not shown (--limit 1)\n1 certain, 2 possible; not judged: 1 unplaced\n"
    )
    assert "not shown" not in run(*ASKED, "--limit", "3").stderr


def test_csv_is_for_spreadsheets_and_runs_nothing_in_them(run: Run, folder: Path) -> None:
    title, name = '=HYPERLINK("https://example.org"),\nand more', "@home"
    place = {"name": name, "precision": "near", "radius_km": 2.5, "regions": ["west", "top"]}
    two = [{"name": "-1"}, {"name": "Ø"}]
    record = feature("-1", point(-5.25, 72), title=title, place=place, actors=two)
    written(folder / "events" / "f.geojson", record)
    printed = run("query", "--type", "coastguard/patrol", "--of", "5,72", "--format", "csv")
    assert printed.stdout_bytes.startswith(
        b"id,match,why,title,date,start,end,earliest,latest,type,"
    )
    assert printed.stdout_bytes.count(b"\r\n") == 5
    rows = list(csv.DictReader(io.StringIO(printed.stdout_bytes.decode("utf-8"), newline="")))
    (row,) = [row for row in rows if row["id"] == "'-1"]
    assert row["title"] == f"'{title}"
    assert row["place"] == f"'{name}"
    assert row["actors"] == "'-1; Ø"
    assert (row["lon"], row["lat"], row["radius_km"]) == ("-5.25", "72", "2.5")
    assert (row["regions"], row["status"], row["end"]) == ("west; top", "", "")
    assert (row["type"], row["theme"], row["date"]) == (
        "coastguard/patrol",
        "coastguard",
        "28 September 2024",
    )
    assert float(row["distance_km"]) == pytest.approx(353, abs=1)
    (nowhere,) = [row for row in rows if row["id"] == "unplaced"]
    assert (nowhere["lon"], nowhere["distance_km"], nowhere["precision"]) == ("", "", "unstated")


def test_a_records_own_property_stays_what_it_is(run: Run, folder: Path) -> None:
    own = {"match": "a", "geotrack_match": "b", "why": "c", "distance_km": "d"}
    written(folder / "events" / "f.geojson", feature("own", point(5, 72), type="air/patrol", **own))
    answer = json.loads(run("query", "--theme", "air", "--of", "5,72", "--format", "json").stdout)
    properties = answer["hits"][0]["properties"]
    assert {key: properties[key] for key in own} == own
    assert properties["geotrack_geotrack_match"] == "certain"
    assert properties["geotrack_why"] == ""
    assert properties["geotrack_distance_km"] == 0.0


def test_counts_of_one_key(run: Run) -> None:
    result = run("query", "--region", "west", "--count-by", "theme")
    assert result.stdout == (
        "theme       certain  possible\n"
        "coastguard        1         1\n"
        "naval             0         1\n"
        "total             1         2\n"
    )
    assert result.stderr.endswith("; not judged: 1 unplaced\n")


def test_counts_of_several_keys_are_a_pivot_table(run: Run) -> None:
    result = run("query", "--from", "2023", "--count-by", "region, theme")
    assert result.stdout == (
        "region     coastguard  naval   total\n"
        "west                1     1?  1 + 1?\n"
        "not known           1              1\n"
        "total               2      1       3\n"
    )
    assert result.stderr.splitlines()[0] == (
        "3 + 2? is 3 certain and 2 possible; a total counts each record once"
    )


def test_counts_come_as_data_too(run: Run) -> None:
    asked = ("query", "--region", "west", "--from", "2023", "--count-by", "theme,year")
    printed = run(*asked, "--format", "csv").stdout_bytes.decode()
    assert printed == ("theme,year,certain,possible\r\ncoastguard,2024,1,0\r\nnaval,2023,0,1\r\n")
    answer = json.loads(run(*asked, "--format", "json").stdout)
    assert answer == {
        "counts": [
            {"theme": "coastguard", "year": "2024", "certain": 1, "possible": 0},
            {"theme": "naval", "year": "2023", "certain": 0, "possible": 1},
        ],
        "certain": 1,
        "possible": 1,
        "unplaced": ["unplaced"],
        "undated": ["undated"],
    }
    only = run(*asked, "--certain", "--format", "csv").stdout_bytes.decode()
    assert only == "theme,year,certain,possible\r\ncoastguard,2024,1,0\r\n"


def test_nothing_found_has_a_header_where_there_is_one(run: Run) -> None:
    asked = ("query", "--theme", "air")
    assert run(*asked, "--format", "csv").stdout.startswith("id,match,why,title")
    assert run(*asked, "--count-by", "theme").stdout == ""
    assert run(*asked, "--count-by", "region,theme").stdout == ""
    counted = run(*asked, "--count-by", "theme", "--format", "csv")
    assert counted.stdout_bytes == b"theme,certain,possible\r\n"
    assert run(*asked, "--why").stdout == ""


def test_the_help_groups_the_options(run: Run) -> None:
    help_ = run("query", "--help").stdout
    at = [help_.index(f"\n{title}:\n") for title in ("Where", "When", "What", "Answer")]
    assert at == sorted(at)
    assert at[0] < help_.index("--bbox W S E N") < at[1] < help_.index("--on DATE") < at[2]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--region", "westrn sea"),
         "error: no region is called 'westrn sea'; did you mean 'Western Sea'?\n"),
        (("--from", "2024-13"),
         "error: '2024-13' is not a date: month 13; write 2024-12 or 2024-XX\n"),
        (("--from", ""),
         "error: '' is not a date: it is empty; "
         "write one date, such as 2024, 2024-05 or 2024-05-17\n"),
        (("--from", "2024~"),
         "error: '2024~' is no limit of a period; "
         "write one date, such as 2024, 2024-05 or 2024-05-17\n"),
        (("--from", "2025", "--to", "2024"),
         "error: the period from '2025' to '2024' ends before it starts; "
         "ask from the earlier date to the later\n"),
        (("--theme", "nval"), "error: no theme is called 'nval'; did you mean 'naval'?\n"),
        (("--type", "patrol"),
         "error: 'patrol' is a type of several themes; "
         "write one of air/patrol, coastguard/patrol, naval/patrol\n"),
        (("--kind", "evnt"), "error: no kind is called 'evnt'; did you mean 'event'?\n"),
        (("--bbox", "10", "75", "20", "70"),
         "error: the box 10 75 20 70: its south is not below its north; "
         "swap the second and the fourth\n"),
        (("--within", "300", "--of", "5,72"),
         "error: the length '300' has no unit; write one of km, nmi, mi, m: 300km\n"),
        (("--within", "300km"),
         "error: within 300km of what? name a place, a record's id or lon,lat with --of\n"),
        (("--of", "72,171"),
         "error: '72,171' is no position: longitude comes first, then latitude; "
         "if the two are swapped, write 171,72\n"),
        (("--sort", "distance"),
         "error: sorted by distance from what? name a place, a record's id or lon,lat with --of\n"),
        (("--certain", "--possible"),
         "error: --certain and --possible leave nothing; leave one out, or both for all hits\n"),
        (("--all-regions",), "error: --all-regions of which? name each with --region\n"),
        (("--count-by", "theem"),
         "error: nothing is counted by 'theem'; did you mean 'theme'?\n"),
        (("--count-by", "theme", "--format", "ids"),
         "error: counts have no form 'ids'; write one of table, json, csv\n"),
        (("--count-by", "theme", "--limit", "3"),
         "error: --count-by counts all hits; leave out --limit\n"),
        (("--on", "2024", "--to", "2025"),
         "error: one date (--on) and a period (--from, --to) are asked; leave one out\n"),
        (("--region-file", "none.geojson"),
         "error: none.geojson: cannot be read: no such file or directory; "
         "check the path and its permissions\n"),
    ],
)  # fmt: skip
def test_a_question_put_wrongly_is_one_line_and_exit_code_2(
    run: Run, args: tuple[str, ...], said: str
) -> None:
    result = run("query", *args)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


@pytest.mark.usefixtures("folder")
def test_an_area_may_come_from_a_pipe() -> None:
    piped = json.dumps(sector(4, 6, 71, 73))
    args = ("query", "--region-file", "-", "--format", "ids")
    answer = CliRunner().invoke(main, args, input=piped, prog_name="geotrack")
    assert answer.stdout.split() == ["patrol", "undated"]
    wrong = CliRunner().invoke(main, args, input="{}", prog_name="geotrack")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("error: stdin:1: an object is no GeoJSON that draws an area; ")


def test_every_fault_of_a_region_file_is_told(run: Run, folder: Path) -> None:
    written(folder / "spots.geojson", feature("a", point(5, 72)), feature("b", point(6, 72)))
    result = run("query", "--region-file", "spots.geojson")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        f"error: spots.geojson:{line}: /features/{n}/geometry/type: a Point is no area; "
        "draw the area as a Polygon or MultiPolygon"
        for n, line in ((0, 8), (1, 27))
    ]


@pytest.mark.parametrize(
    "args", [("--format", "xml"), ("--limit", "0"), ("--bbox", "1", "2", "3"), ("--sort", "size")]
)
def test_a_value_that_an_option_does_not_take_is_exit_code_2(
    run: Run, args: tuple[str, ...]
) -> None:
    assert run("query", *args).exit_code == 2


def test_what_is_left_out_is_said(run: Run, folder: Path) -> None:
    (folder / "events" / "f.geojson").write_text("{")
    result = run("query", "--format", "ids")
    assert result.exit_code == 0
    assert len(result.stdout.split()) == 4
    assert result.stderr.splitlines() == [
        "note: 1 error in events/; records and files with one are left out; "
        "`geotrack check` lists them",
        "4 hits",
    ]
