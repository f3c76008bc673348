"""Exports of geotrack come back as the records that they hold."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geotrack.cli import main
from geotrack.export import FORMATS, Product, Terms, gather
from geotrack.export.columns import COLUMNS, columns
from geotrack.importing import Draft, MappingOptions, ReadingOptions, UnreadableError, draft
from geotrack.importing.own_exports.export_rows import is_same_place
from geotrack.importing.own_exports.source_edits import UncertainEditError, edited_sources
from geotrack.model.source import Source
from geotrack.workspace import open_workspace
from tests.export.conftest import hard_records, written
from tests.own_workspace import RETYPED
from tests.records import cap, feature, point, polygon, read, region, sector, workspace

Feature = dict[str, Any]
NAMES = ("csv", "xlsx", "gpkg", "flatgeobuf", "parquet", "kmz")
TRACK = [[n / 7, 70 + n / 700] for n in range(1_500)]
EXTRAS = [
    feature(
        "whole", point(4, 70), speed=12, crew="x; y", flags=["a", "b"], nested={"a": [1, None]},
        is_seen=True, Speed="fast", visibility=1, name="N", wkt="w", end="2024-12",
        note=" a\u0007b  c ", timestamp="t",
    ),
    feature("half", point(4, 70), speed=2.5, visibility=0, begin="x", **{"=odd": "1", "2024": 5}),
    feature("terse", tags=["a;b", " c "], place="Bodø", verification="reported", id=7),
    feature("sailed", {"type": "LineString", "coordinates": TRACK}),
    feature("south", sector(150, 210, -75, -70), place={"precision": "area"}),
    feature("ring", point(179.5, 78), place={"precision": "ring", "radius_km": 230.5,
            "inner_radius_km": 120}),
    feature("states", kind="statement", time_zone="Europe/Oslo", start="2024-09-28",
            actors=["FSB"], likelihood="likely", confidence="low", releasable_to=["NOR"],
            marking="RESTRICTED", label="A statement", review="released",
            revisions=[{"what": "changed title"}]),
]  # fmt: skip


def _by_id(features: list[Feature]) -> dict[str, Feature]:
    found = {str(f["id"]): json.loads(json.dumps(f)) for f in features}
    assert len(found) == len(features)
    return found


def _stored(product: Product) -> dict[str, Feature]:
    return _by_id([dict(r.feature) for r in product.records])


def _imported(path: Path, **options: Any) -> Draft:
    return draft(path, ReadingOptions(), MappingOptions(**options))


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """Records that are hard to hand over, with extra properties."""
    made = workspace(
        tmp_path_factory.mktemp("hard"),
        *hard_records(),
        *EXTRAS,
        regions=[region("west", sector(170, 190, 70, 75)), region("top", cap(85))],
    )
    assert not made.left_out
    return gather(made, made.current, Terms(marking="RESTRICTED // TEST"))


@pytest.fixture(scope="module")
def sample() -> Product:
    """All current records of the sample workspace."""
    workspace = open_workspace(Path(__file__).parents[3])
    return gather(workspace, workspace.current, Terms())


def _written(product: Product, folder: Path, names: tuple[str, ...]) -> dict[str, Path]:
    found = {}
    for name in names:
        found[name] = folder / f"o{FORMATS[name].endings[0]}"
        found[name].write_bytes(written(name, product)[0])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_hard_records_come_back(hard: Product, tmp_path: Path, name: str) -> None:
    made = _imported(_written(hard, tmp_path, (name,))[name])
    assert made.messages[0].endswith(
        f"{len(hard.records)} records as geotrack exported them, none edited"
    )
    assert _by_id(made.features) == _stored(hard)
    assert made.replaces
    assert not any("not used" in line for line in made.messages)


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_records_come_back(sample: Product, tmp_path: Path, name: str) -> None:
    path = _written(sample, tmp_path, (name,))[name]
    made = _imported(path)
    assert _by_id(made.features) == _stored(sample)
    assert not any("not used" in line for line in made.messages)


@pytest.mark.parametrize("name", NAMES)
def test_records_of_own_types_come_back(own_sample: Path, tmp_path: Path, name: str) -> None:
    own = open_workspace(own_sample)
    among = [e for e in own.current if e.theme.id == "coastguard"][:3]
    product = gather(own, (*among, *(own.by_id[id_] for id_ in RETYPED)), Terms())
    path = _written(product, tmp_path, (name,))[name]
    made = _imported(path, taxonomy=own.taxonomy)
    assert _by_id(made.features) == _stored(product)
    assert not any("not used" in line or "not a sound" in line for line in made.messages)
    assert {f["properties"]["type"] for f in made.features} >= set(RETYPED.values())


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(
    lambda text: any(c.isalnum() for c in text)
)
LON, LAT = st.floats(-190, 190), st.floats(60, 89)
PLACES = st.one_of(
    st.none(),
    st.builds(point, LON, LAT),
    st.builds(
        lambda west, wide, south: sector(west, west + wide, south, south + 4),
        LON, st.floats(5, 160), st.floats(60, 80),
    ),
    st.builds(cap, st.floats(65, 88)),
    st.builds(
        lambda lon, lat: {
            "type": "MultiLineString",
            "coordinates": [[[lon, lat], [lon + 30, lat]], [[170, 70], [190, 72, 5]]],
        },
        LON, LAT,
    ),
)  # fmt: skip
LARGE = 10**18
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "title": TEXTS,
            "start": st.sampled_from(["2024", "2024-02-03", "unknown", "1850~"]),
        },
        optional={
            "summary": TEXTS,
            "label": TEXTS,
            "tags": st.lists(TEXTS, min_size=1, max_size=2),
            "place": st.fixed_dictionaries({"name": TEXTS, "regions": st.just(["west"])}),
            "note": st.one_of(TEXTS, st.booleans(), st.integers(-LARGE, LARGE), st.floats(-9, 9)),
            "more": st.recursive(TEXTS, st.lists, max_leaves=3),
        },
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [tuple(n for n in NAMES if n != "parquet"), ("parquet",)],
    ids=["all others", "parquet"],
)
@settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.generate],  # an example writes and reads five files
)
@given(records=RECORDS, shapes=st.lists(PLACES, min_size=4, max_size=4))
def test_records_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    names: tuple[str, ...],
    records: list[Feature],
    shapes: list[Any],
) -> None:
    folder = tmp_path_factory.mktemp("any")
    features = [
        feature(f"r{n}", shape, **properties)
        for n, (properties, shape) in enumerate(zip(records, shapes, strict=False))
    ]
    sound = [one.record.feature for one in read(folder / "x", *features).records]
    made = workspace(folder / "w", *sound, regions=[region("west", sector(170, 190, 70, 75))])
    product = gather(made, made.current, Terms())
    for path in _written(product, folder, names).values():
        if product.records:
            made_of = _imported(path)
            assert "none edited" in made_of.messages[0], (path.name, made_of.messages)
            assert _by_id(made_of.features) == _stored(product)


def test_extra_properties_have_columns_of_other_names(hard: Product) -> None:
    extras = set(columns(hard)) - set(COLUMNS)
    assert {"Speed", "geotrack_speed", "geotrack_name", "geotrack_wkt", "geotrack_id"} <= extras
    assert not {"=odd", "2024"} & extras


def edit_gpkg(path: Path, layer: str, id_: str, **values: Any) -> None:
    frame = pyogrio.read_dataframe(path, layer=layer)
    for name, value in values.items():
        frame.loc[frame["id"] == id_, name] = value
    pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG")


def edit_xlsx(path: Path, id_: str, **values: Any) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Records"]
    head = [cell.value for cell in sheet[1]]
    row = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 1).value == id_)
    for name, value in values.items():
        sheet.cell(row, head.index(name) + 1).value = value
    book.save(path)


def edit_flatgeobuf(path: Path, id_: str, **values: Any) -> None:
    frame = pyogrio.read_dataframe(path)
    for name, value in values.items():
        frame.loc[frame["id"] == id_, name] = value
    pyogrio.write_dataframe(frame, path, driver="FlatGeobuf", SPATIAL_INDEX="NO")


def edit_parquet(path: Path, id_: str, **values: Any) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path)
    rows = table.to_pylist()
    row = next(r for r in rows if r["id"] == id_)
    row.update(values)
    parquet.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def edit_csv(path: Path, id_: str, **values: Any) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(r for r in rows if r["id"] == id_).update({k: v or "" for k, v in values.items()})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def _edit(name: str) -> Callable[..., None]:
    if name == "gpkg":
        return lambda path, id_, **values: edit_gpkg(path, "points", id_, **values)
    return {
        "xlsx": edit_xlsx, "flatgeobuf": edit_flatgeobuf, "parquet": edit_parquet, "csv": edit_csv,
    }[name]  # fmt: skip


@pytest.mark.parametrize("name", ["csv", "xlsx", "gpkg", "flatgeobuf", "parquet"])
def test_edits_of_cells_come_back_and_nothing_else_changes(
    hard: Product, tmp_path: Path, name: str
) -> None:
    path = _written(hard, tmp_path, (name,))[name]
    edit = _edit(name)
    edit(
        path,
        "whole",
        title="A new title",
        label="New",
        end=None,
        precision="exact",
        tags="x; y",
        geotrack_speed=14.5,
    )
    edit(path, "ring", inner_radius_km=150.5)
    edit(path, "in-latin", start="2024-05", type="Coast guard/Exercise", place="Bodø", note="N")
    made = _imported(path)
    want = {id_: f for id_, f in _stored(hard).items() if id_ in {"whole", "in-latin", "ring"}}
    want["ring"]["properties"]["place"]["inner_radius_km"] = 150.5
    whole, latin = want["whole"]["properties"], want["in-latin"]["properties"]
    whole |= {
        "title": "A new title",
        "label": "New",
        "place": {"precision": "exact"},
        "tags": ["x", "y"],
        "speed": 14.5,
    }
    del whole["end"]
    latin |= {
        "start": "2024-05",
        "type": "coastguard/exercise",
        "place": {"name": "Bodø"},
        "note": "N",
    }
    assert _by_id(made.features) == want
    assert "3 edited: " in made.messages[0]
    assert "whole: title, label, end, precision, tags, speed" in made.messages[0]


def test_edits_of_geometries_come_back_from_a_geopackage(hard: Product, tmp_path: Path) -> None:
    path = _written(hard, tmp_path, ("gpkg",))["gpkg"]
    frame = pyogrio.read_dataframe(path, layer="points")
    moved = geopandas.GeoSeries([shapely.Point(20, 75)], crs="EPSG:4326").to_crs(frame.crs).iloc[0]
    frame.loc[frame["id"] == "high", "geometry"] = moved
    pyogrio.write_dataframe(frame, path, layer="points", driver="GPKG")
    areas = pyogrio.read_dataframe(path, layer="areas")
    shape = shapely.affinity.translate(
        areas.loc[areas["id"] == "box", "geometry"].iloc[0], 2_000, 0
    )
    areas.loc[areas["id"] == "box", "geometry"] = shape
    pyogrio.write_dataframe(areas, path, layer="areas", driver="GPKG")
    made = _imported(path)
    assert {id_: [*f] for id_, f in _by_id(made.features).items()}.keys() == {"high", "box"}
    high = _by_id(made.features)["high"]
    assert high["geometry"]["type"] == "Point"
    assert high["geometry"]["coordinates"] == pytest.approx([20, 75])
    assert high["properties"] == _stored(hard)["high"]["properties"]
    assert "high: geometry" in made.messages[0]
    assert "box: geometry" in made.messages[0]


def test_edits_of_geometries_come_back_from_a_table_and_from_a_globe(tmp_path: Path) -> None:
    made = workspace(
        tmp_path / "w",
        feature("spot", point(5, 72)),
        feature("box", sector(170, 190, 70, 75), place={"precision": "area"}),
    )
    product = gather(made, made.current, Terms())
    table = _written(product, tmp_path, ("csv",))["csv"]
    table.write_text(table.read_text("utf-8").replace("POINT (5 72)", "POINT (5.001 72)"), "utf-8")
    globe = tmp_path / "o.kml"
    text = _kml_of(product)
    globe.write_text(re.sub(r"<coordinates>5(\.0)?,72", "<coordinates>5.001,72", text), "utf-8")
    for path in (table, globe):
        assert _by_id(_imported(path).features) == {"spot": {
            **_stored(product)["spot"], "geometry": point(5.001, 72),
        }}  # fmt: skip


def test_the_command_names_how_edits_are_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = workspace(tmp_path / "w", feature("a", point(5, 72)), feature("b", point(6, 72)))
    path = _written(gather(made, made.current, Terms()), tmp_path / "w", ("csv",))["csv"]
    edit_csv(path, "b", title="Renamed")
    monkeypatch.chdir(tmp_path / "w")
    result = CliRunner().invoke(main, ["import", path.name])
    assert result.stderr.splitlines() == [
        "o.csv: 2 records as geotrack exported them, 1 edited: b: title",
        "the draft holds only the edited records",
        "o-draft.geojson: the draft; look at it, then `geotrack add --replace o-draft.geojson`",
    ]
    assert not Path("o-mapping.toml").exists()
    result = CliRunner().invoke(main, ["add", "--replace", "--dry-run", "o-draft.geojson"])
    assert "title: 'A patrol' → 'Renamed'" in result.stdout
    assert "1 changed" in result.stderr


def test_a_part_that_is_deleted_is_an_edit(hard: Product, tmp_path: Path) -> None:
    path = _written(hard, tmp_path, ("gpkg",))["gpkg"]
    with closing(sqlite3.connect(path)) as file:
        file.execute("DELETE FROM lines WHERE id = 'mixed'")
        file.commit()
    made = _by_id(_imported(path).features)
    assert [g["type"] for g in made["mixed"]["geometry"]["geometries"]] == ["Point", "Polygon"]
    assert len(made) == 1


def test_edits_of_computed_columns_are_not_used_and_said(hard: Product, tmp_path: Path) -> None:
    path = _written(hard, tmp_path, ("xlsx",))["xlsx"]
    doubtful = "[1] A paper, 2024, https://example.org/x"
    edit_xlsx(path, "whole", theme="naval", actors="CCG", lon=5, sources=doubtful)
    edit_xlsx(path, "states", marking=None)
    made = _imported(path)
    assert "none edited" in made.messages[0]
    for column in ("sources", "marking"):
        line = f"{column}: 1 edit not used, as it may mean several things; correct {column}; first "
        assert any(message.startswith(line) for message in made.messages)
    for column, path in {"theme": "type", "actors": "actors", "lon": "geometry"}.items():
        line = f"{column}: 1 edit not used, as the column is computed; correct {path}; first whole"
        assert line in made.messages


CITED = [
    {"url": "https://a.org/1", "publisher": "NRK", "published": "2024-09-03", "says": "x"},
    {"seed": "report", "claim": "c1"},
    {"cite": "A book; p. 3"},
]
LINES = [
    "[4] NRK, 2024-09-03, https://a.org/1",
    "[2] A report · claim c1, 2024",
    "[1] A book; p. 3",
]


@pytest.mark.parametrize(
    ("lines", "sources"),
    [
        (LINES, None),
        (LINES[::-1], None),
        ([" ".join(LINES)], None),
        ([*LINES, "https://b.org/2"], [*CITED, {"url": "https://b.org/2"}]),
        ([*LINES, "[5] The log book"], [*CITED, {"cite": "The log book"}]),
        (LINES[1:], CITED[1:]),
        ([LINES[0], LINES[2]], [CITED[0], CITED[2]]),
        (["[4] NRK, 2024-09-03, https://a.org/2", *LINES[1:]],
         [{**CITED[0], "url": "https://a.org/2"}, *CITED[1:]]),
        (["[4] NRK, 2024-09-04, https://a.org/1", *LINES[1:]],
         [{**CITED[0], "published": "2024-09-04"}, *CITED[1:]]),
        (["[4] VG, 2024-09-03, https://a.org/1", *LINES[1:]],
         [{**CITED[0], "publisher": "VG"}, *CITED[1:]]),
        ([*LINES[:2], "[1] A book; p. 4"], [*CITED[:2], {"cite": "A book; p. 4"}]),
        ([], "uncertain"),
        ([*LINES, "VG, https://b.org/2"], "uncertain"),
        ([LINES[0], "[2] Another report", LINES[2]], "uncertain"),
        (["[4] VG, 2024-09-04, https://a.org/1", *LINES[1:]], "uncertain"),
        (["[4] NRK, soon, https://a.org/1", *LINES[1:]], "uncertain"),
        (["https://b.org/2", "https://b.org/3"], "uncertain"),
    ],
)  # fmt: skip
def test_lines_of_sources_are_edited_where_it_is_certain(lines: list[str], sources: Any) -> None:
    cited = [Source.model_validate(one) for one in CITED]
    cell = "\n".join(lines)
    if sources == "uncertain":
        with pytest.raises(UncertainEditError):
            edited_sources(cited, CITED, cell, str.strip)
    else:
        assert edited_sources(cited, CITED, cell, str.strip) == sources


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_edits_of_sources_and_marking_come_back(hard: Product, tmp_path: Path, name: str) -> None:
    path = _written(hard, tmp_path, (name,))[name]
    cell = "[1] example.org, https://example.org/a\nhttps://example.org/b"
    by_name = {"csv": edit_csv, "xlsx": edit_xlsx}
    by_name[name](path, "states", marking="SECRET", sources=cell)
    made = _imported(path)
    assert "1 edited: states: sources, marking" in made.messages[0]
    (record,) = made.features
    assert record["properties"]["marking"] == "SECRET"
    assert record["properties"]["sources"][1:] == [{"url": "https://example.org/b"}]


ACCOUNTS = [
    ("source_stance", "disputes; denies", ["disputes", None, "denies"]),
    ("source_stance", "; Benekter;", [None, "denies", None]),
    ("Standpunkt", ";denies", [None, None, "denies"]),
    ("source_claimant", "FSB;;Norway", ["FSB", None, "Norway"]),
    ("source_stance", "denies", None),
    ("source_claimant", "a;b;c;d", None),
    ("source_stance 2", "denies;denies", None),
]


@pytest.mark.parametrize(("column", "cell", "found"), ACCOUNTS)
def test_columns_of_who_says_what_are_used_or_said(
    tmp_path: Path, column: str, cell: str, found: list[str | None] | None
) -> None:
    sources = ["https://a.org/1", {"seed": "r", "claim": "c1"}, {"cite": "A book; p. 3"}]
    record = feature("whole", point(4, 70), sources=sources)
    path = tmp_path / "o.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [["id", "geojson", column], ["whole", json.dumps(record), cell]]
        csv.writer(file).writerows(rows)
    made = _imported(path)
    (out,) = (f["properties"] for f in made.features)
    if found is None:
        assert out == record["properties"]
        assert made.messages[0].endswith("none edited")
        assert any(line.startswith(f"{column}: not used in 1 record; ") for line in made.messages)
        return
    key = "claimant" if "claimant" in column else "stance"
    assert [s.get(key) if isinstance(s, dict) else None for s in out["sources"]] == found
    bare = [{k: v for k, v in s.items() if k != key} for s in out["sources"] if isinstance(s, dict)]
    assert all(s in [{"url": sources[0]}, *sources[1:]] for s in bare)
    assert made.messages[0].endswith(f"1 edited: whole: {column}")


def test_an_extra_property_called_claimant_stays_one(tmp_path: Path) -> None:
    made = workspace(tmp_path / "w", feature("islet", point(4, 70), claimant="Norway"))
    path = _written(gather(made, made.current, Terms()), tmp_path, ("csv",))["csv"]
    edit_csv(path, "islet", claimant="Denmark")
    (record,) = _imported(path).features
    assert record["properties"]["claimant"] == "Denmark"
    assert record["properties"]["sources"] == feature("islet", None)["properties"]["sources"]


def test_new_rows_are_ordinary_drafts(hard: Product, tmp_path: Path) -> None:
    path = _written(hard, tmp_path, ("gpkg",))["gpkg"]
    frame = pyogrio.read_dataframe(path, layer="points")
    row = frame.iloc[[0]].copy()
    row[row.columns.drop("geometry")] = None
    row[["title", "type", "start", "sources"]] = [
        "Drawn by hand", "coastguard/patrol", "2025-01", "https://example.org/n",
    ]  # fmt: skip
    pyogrio.write_dataframe(row, path, layer="points", driver="GPKG", append=True)
    made = _imported(path)
    (new,) = made.features
    assert new["properties"] == {
        "title": "Drawn by hand", "type": "coastguard/patrol", "start": "2025-01",
        "sources": [{"url": "https://example.org/n"}], "review": "draft",
    }  # fmt: skip
    assert new["geometry"]["type"] == "Point"
    assert "the draft holds the edited records and 1 new row:" in made.messages


def test_a_row_under_another_id_is_a_new_record(hard: Product, tmp_path: Path) -> None:
    path = _written(hard, tmp_path, ("csv",))["csv"]
    edit_csv(path, "states", id="states-2", title="Another")
    (made,) = _imported(path).features
    stored = _stored(hard)["states"]["properties"]
    kept = {k: v for k, v in stored.items() if k != "revisions"}
    assert (made["id"], made["properties"]) == (
        "states-2",
        {**kept, "title": "Another", "review": "draft"},
    )


def test_a_dropped_column_of_parquet_is_no_edit(hard: Product, tmp_path: Path) -> None:
    from pyarrow import parquet

    path = _written(hard, tmp_path, ("parquet",))["parquet"]
    table = parquet.read_table(path).drop_columns(["title", "tags", "lon", "Speed"])
    parquet.write_table(table, path)
    assert "none edited" in _imported(path).messages[0]


def test_a_broken_feature_is_named_with_its_place(hard: Product, tmp_path: Path) -> None:
    path = _written(hard, tmp_path, ("csv",))["csv"]
    edit_csv(path, "whole", geojson='{"type": "Feature"')
    with pytest.raises(UnreadableError, match=r"o\.csv: line \d+: geojson is no Feature"):
        _imported(path)


def test_a_renamed_placemark_is_an_edit_of_the_title(tmp_path: Path) -> None:
    made = workspace(tmp_path / "w", feature("a", point(5, 72)), feature("b", point(6, 72)))
    product = gather(made, made.current, Terms(), numbers={"a": 1, "b": 2})
    path = tmp_path / "o.kml"
    text = _kml_of(product).replace("<name>2  A patrol</name>", "<name>2  Renamed</name>")
    path.write_text(text, "utf-8")
    (draft_of_b,) = _imported(path).features
    assert (draft_of_b["id"], draft_of_b["properties"]["title"]) == ("b", "Renamed")


def _kml_of(product: Product) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(written("kmz", product)[0])) as archive:
        return archive.read("doc.kml").decode()


@pytest.mark.parametrize(
    ("stored", "found", "same"),
    [
        (point(5, 72), point(5.00001, 72), True),
        (point(5, 72), point(5.001, 72), False),
        (point(180, 72), point(-180, 72), True),
        (point(40, 90), point(0, 90), True),
        (polygon([0, 70], [10, 70], [10, 75]), polygon([10, 70], [10, 75], [0, 70]), True),
        (polygon([0, 70], [10, 70], [10, 75]), polygon([0, 70], [10, 70], [10.01, 75]), False),
        (sector(0, 10, 70, 75), sector(0, 10, 70, 74.99), False),
        (sector(170, 190, 70, 75), sector(-190, -170, 70, 75), True),
    ],
)
def test_a_geometry_is_the_same_wherever_it_is_cut(stored: Any, found: Any, same: bool) -> None:
    assert is_same_place(stored, [found]) == same


HEAD = '{"type": "Feature", "id": "a", "geometry": null, "properties": {"review": "draft"'


@pytest.mark.parametrize(
    "cell",
    [
        f'{HEAD}, "title": "\\ud800"}}}}', f'{HEAD}, "speed": 1e400}}}}',
        f'{HEAD}, "speed": NaN}}}}',
        f'{HEAD}, "deep": {"[" * 5_000}{"]" * 5_000}}}}}', "[]", "12", '{"type": "Feature"}',
        HEAD.replace('"a"', "[1]") + "}}",
    ],
)  # fmt: skip
def test_a_cell_that_is_no_record_makes_no_export(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.csv"
    quoted = cell.replace('"', '""')
    path.write_text(f'title,geojson\r\nA,"{quoted}"\r\n', "utf-8")
    assert not _imported(path).replaces


@pytest.mark.parametrize(
    "members",
    [
        '"geometry": {"type": "Point", "coordinates": "x"}',
        '"geometry": {"type": "Polygon", "coordinates": [[[0, 70], [1, 70]]]}',
        '"geometry": 5',
        '"geometry": null',
    ],
)
def test_an_unsound_record_stays_as_it_is(tmp_path: Path, members: str) -> None:
    path = tmp_path / "a.csv"
    cell = HEAD.replace('"geometry": null', members) + "}}"
    quoted = cell.replace('"', '""')
    path.write_text(f'title,wkt,geojson\r\nA,POINT (1 70),"{quoted}"\r\n', "utf-8")
    made = _imported(path)
    assert made.features == [json.loads(cell)]
    assert "a: not a sound record; it stays as it is, and edits are not read" in made.messages
