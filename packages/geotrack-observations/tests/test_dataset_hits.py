"""What a dataset answers in Python is what the shell writes of it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas
import pytest
import shapely
from click.testing import CliRunner
from geopandas.testing import assert_geodataframe_equal as assert_equal
from pandas.testing import assert_frame_equal

from dataset_rows import HEAD, ROOT, Put, made
from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import DatasetHits, build, load_positions, open_dataset, query

Ask = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a dataset all over the north, with radii, and rows that lack a time or a speed."""
    tmp_path = tmp_path_factory.mktemp("answers")
    rows = [(*row, row[0] % 9, (50, 90_000, "")[row[0] % 3]) for row in made(900)]
    rows[7:9] = [(*rows[7][:1], "", *rows[7][2:]), (*rows[8][:4], "", *rows[8][5:])]
    text = "\n".join(",".join(map(str, row)) for row in [(*HEAD, "mmsi", "radius_m"), *rows])
    (tmp_path / "in.csv").write_text(text, "utf-8")
    build([tmp_path / "in.csv"], tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def shell(folder: Path) -> Ask:
    """Ask the same of the shell."""

    def run(*arguments: object, of: str = "query --dataset") -> str:
        words = ["--workspace", ROOT, *of.split(), folder, *arguments]
        done = CliRunner().invoke(main, list(map(str, words)))
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


ASKED: list[tuple[list[str], dict[str, Any]]] = [
    ([], {}),
    (["--region", "Chukchi Sea"], {"region": "Chukchi Sea"}),
    (["--bbox", "175", "66", "-175", "80"], {"bbox": (175, 66, -175, 80)}),
    (["--within", "900km", "--of", "Wrangel Island"], {"within": "900km", "of": "Wrangel Island"}),
    (["--region", "kara-sea", "--region", "bering-sea"], {"region": ["kara-sea", "bering-sea"]}),
    (["--north-of", "80", "--from", "2024-03", "--to", "2024"],
     {"north_of": 80, "start": "2024-03", "end": 2024}),
    (["--where", "speed>5", "--where", "speed<=20"], {"where": ["speed>5", "speed<=20"]}),
    (["--region", "bering-sea", "--possible"], {"region": "bering-sea", "match": "possible"}),
    (["--region", "bering-sea", "--certain"], {"region": "bering-sea", "match": "certain"}),
    (["--region", "kara-sea", "--from", "2030"], {"region": "kara-sea", "start": 2030}),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "asked"), ASKED)
def test_a_frame_is_the_shells_geoparquet(
    folder: Path, shell: Ask, tmp_path: Path, typed: list[str], asked: dict[str, Any]
) -> None:
    shell(*typed, "--out", tmp_path / "a.parquet")
    answer = query(folder, ROOT, **asked)
    frame, read = answer.to_geodataframe(), geopandas.read_parquet(tmp_path / "a.parquet")
    assert_equal(frame, read, check_crs=True)
    assert str(frame["time"].dtype) == "datetime64[us, UTC]"
    assert len(answer) == len(frame)
    assert len(frame) or "start" in asked
    answer.to_parquet(str(tmp_path / "b.parquet"))
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


@pytest.mark.parametrize(
    ("typed", "asked", "keys"),
    [*((*one, "month,mmsi") for one in ASKED), (*ASKED[2], "region,month"), (*ASKED[7], "region")],
)
def test_counts_are_the_shells(
    folder: Path, shell: Ask, typed: list[str], asked: dict[str, Any], keys: str
) -> None:
    text = shell(*typed, "--count-by", keys, "--format", "csv")
    kinds = dict.fromkeys(keys.split(","), "str")
    read = pandas.read_csv(io.StringIO(text), dtype=kinds, keep_default_na=False)
    read = read.astype(dict.fromkeys(set(read) - set(kinds), "int64"))
    assert_frame_equal(query(folder, str(ROOT), **asked).count_by(*keys.split(",")), read)


@pytest.mark.parametrize(("typed", "asked"), [ASKED[i] for i in (1, 2, 3, 7, 9)])
def test_crossings_are_the_shells(
    folder: Path, shell: Ask, tmp_path: Path, typed: list[str], asked: dict[str, Any]
) -> None:
    few = "id<25"
    limits = ["--id", "mmsi", "--gap", "60d", "--max-speed", "900kn", "--where", few]
    shell(*typed, "--crossings", *limits, "--out", tmp_path / "a.parquet")
    where = [*asked.get("where", ()), few]
    answer = query(folder, ROOT, **(asked | {"where": where}))
    found = answer.crossings("mmsi", gap="60d", max_speed="900kn")
    assert_equal(found, geopandas.read_parquet(tmp_path / "a.parquet"), check_crs=True)
    assert len(found) or "start" in asked


@pytest.mark.slow
@pytest.mark.parametrize("since", [None, "2024-06", "2030"])
def test_tracks_are_the_shells_across_180_degrees_too(
    folder: Path, shell: Ask, tmp_path: Path, since: str | None
) -> None:
    limits = ["--id", "mmsi", "--gap", "60d", "--max-speed", "900kn", "--simplify", "1km"]
    period = [] if since is None else ["--from", since]
    out = tmp_path / "a.parquet"
    shell(*limits, *period, "--where", "id<90", "--out", out, of="observations tracks")
    asked = query(folder, start=since, where="id<90")
    found = asked.tracks("mmsi", gap="60d", max_speed="900kn", simplify="1km")
    assert_equal(found, geopandas.read_parquet(out), check_crs=True)
    if since is None:
        assert "MultiLineString" in set(found.geom_type)


def test_distances_are_the_shells(folder: Path, workspace: Workspace, shell: Ask) -> None:
    rows = json.loads(shell("--of", "Nome", "--north-of", "80", "--format", "json"))
    frame = query(folder, workspace, of="Nome", north_of=80).to_geodataframe(limit=40)
    assert frame["distance_km"].tolist() == [row["distance_km"] for row in rows][:40]
    with pytest.raises(UsageError, match="distances are not written"):
        query(folder, workspace, of="Nome").to_parquet("a.parquet")


def test_positions_are_those_of_the_rows(folder: Path, workspace: Workspace) -> None:
    whole = open_dataset(folder)
    assert np.array_equal(query(whole).positions(), load_positions(whole))
    answer = query(whole, workspace, region="Chukchi Sea", match="certain")
    x, y = answer.positions()
    plane = answer.to_geodataframe().to_crs(6931).geometry
    assert len(x) == len(answer) > 0
    assert np.abs(x - plane.x).max() <= 0.006
    assert np.abs(y - plane.y).max() <= 0.006


def test_an_area_of_ones_own_is_a_shape_a_frame_or_geojson(folder: Path) -> None:
    over = shapely.box(170, 66, 190, 80)
    frame = geopandas.GeoDataFrame(geometry=[over], crs=4326)
    found = [query(folder, area=a).to_geodataframe() for a in (over, frame, over.__geo_interface__)]
    by_box = query(folder, bbox=(170, 66, -170, 80)).to_geodataframe()
    for one in found:
        assert_equal(one, by_box)
    assert found[0].geometry.x.min() < -179
    assert found[0].geometry.x.max() > 179
    with pytest.raises(UsageError, match="give longitude and latitude"):
        query(folder, area=frame.to_crs(3995))


def test_text_and_path_name_a_dataset_alike(put: Put, tmp_path: Path) -> None:
    source = put(made(20))
    assert build(str(source), str(tmp_path / "a")) == build([source], tmp_path / "b")
    frames = [
        query(named).to_geodataframe()
        for named in (str(tmp_path / "a"), tmp_path / "b", open_dataset(str(tmp_path / "a")))
    ]
    assert_equal(frames[0], frames[1])
    assert_equal(frames[0], frames[2])


def test_columns_and_rows_are_those_that_are_wanted(folder: Path, workspace: Workspace) -> None:
    answer = query(folder, workspace, region="bering-sea")
    whole = answer.to_geodataframe()
    some = answer.to_geodataframe(["speed", "id"], limit=3)
    assert_equal(some, whole[["id", "speed", "geometry", "match"]].head(3))
    assert answer.to_arrow(["id"]).column_names == ["id", "match"]
    assert query(folder, start=2030).to_arrow().schema == answer.to_arrow().schema
    with pytest.raises(UsageError, match="'sped'; did you mean 'speed'"):
        answer.to_geodataframe(["sped"])


def test_it_tells_of_itself_in_short(folder: Path) -> None:
    answer = query(folder, start=2024)
    assert repr(answer) == f"<DatasetHits of {folder}, which has 900 rows>"
    shown = answer._repr_html_()
    assert f"{folder}: 899 certain, 0 possible; not judged: 1 without a time</p>" in shown
    assert shown.count("POINT") == 5
    assert answer.to_geodataframe().attrs == {"undated": answer.undated} == {"undated": 1}
    assert (answer.certain, answer.possible) == (899, 0)


def test_questions_that_are_values_are_asked_too(folder: Path, workspace: Workspace) -> None:
    both = Query.parse(regions="Chukchi Sea") & Query(north_of=70)
    found = DatasetHits.of(folder, both, workspace)
    asked = query(folder, workspace, region="Chukchi Sea", north_of=70)
    assert_equal(found.to_geodataframe(), asked.to_geodataframe())
    with pytest.raises(UsageError, match="observations have no themes; records have"):
        DatasetHits.of(folder, Query.parse(themes="naval"), workspace)


def test_without_a_workspace_regions_are_those_of_geotrack(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(query(folder, region="Chukchi Sea")) > 0
    (tmp_path / "events").mkdir()
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers/regions.geojson").write_text('{"type":"FeatureCollection","features":[]}')
    with pytest.raises(UsageError, match="no region is called"):
        query(folder, region="Chukchi Sea")
    assert len(query(folder, str(ROOT), region="Chukchi Sea")) > 0


def test_tracks_are_of_whole_voyages(folder: Path, workspace: Workspace) -> None:
    for asked in ({"region": "Chukchi Sea"}, {"match": "certain"}):
        with pytest.raises(UsageError, match="tracks are of all positions of a craft"):
            query(folder, workspace, **asked).tracks("mmsi")  # type: ignore[arg-type] # of a dict


def test_what_is_none_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="match 'sure' is none"):
        query(folder, match="sure")  # type: ignore[arg-type] # that is what is refused
    with pytest.raises(UsageError, match="no dataset of observations"):
        query("nowhere")
    with pytest.raises(UsageError, match="the duration '90' has no unit"):
        query(folder).tracks("mmsi", gap="90")
