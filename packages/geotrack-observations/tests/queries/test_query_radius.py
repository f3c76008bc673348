"""A dataset whose rows have a radius answers as records with it do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest

from dataset_rows import ROOT, Put
from folium_polar.geometry import project, to_plane
from geotrack.errors import UsageError
from geotrack.model import Event
from geotrack.model.query import Query
from geotrack.queries import count_by as count_records
from geotrack.queries import select
from geotrack.queries.areas import Area
from geotrack.workspace import Workspace, open_workspace
from geotrack_observations import Dataset, DatasetQuery, build, count_by, open_dataset
from geotrack_observations.grid.cells import CERTAIN, NO, POSSIBLE, CellGrid
from tests.records import sector

HEAD = ("id", "time", "lon", "lat", "accuracy_km")
Row = tuple[int, str, float, float, float | str]


def scattered() -> list[Row]:
    """Return places round the Bering Strait, over 180°, round the pole and all over the north."""
    chance = np.random.default_rng(5)
    lon = np.concatenate(
        [
            chance.uniform(-172, -166, 200),
            chance.uniform(-185, -175, 150),
            chance.uniform(-180, 180, 250),
        ]
    )
    lat = np.concatenate(
        [chance.uniform(64.5, 67, 200), chance.uniform(60, 75, 150), chance.uniform(58, 90, 250)]
    )
    lon = (lon + 180) % 360 - 180
    radius = (10 ** chance.uniform(-2, 2.8, len(lon))).round(4)
    # Few are as far as thousands of kilometres, or state nothing.
    cells: list[float | str] = [float(km) for km in radius]
    cells[::40] = [""] * len(cells[::40])
    cells[7::90] = [9_500.0] * len(cells[7::90])
    months = chance.integers(1, 13, len(lon))
    return [
        (
            i,
            f"2024-{months[i]:02}-11T12:00:00Z",
            round(float(lon[i]), 5),
            round(float(lat[i]), 5),
            km,
        )
        for i, km in enumerate(cells)
    ]


ROWS = scattered()


def record(row: Row) -> Event:
    id_, time, lon, lat, km = row
    place = {"precision": "near", "radius_km": km} if km else {}
    properties = {
        "title": "Seen", "type": "air/patrol", "start": time, "sources": "https://example.org",
        **({"place": place} if place else {}),
    }  # fmt: skip
    members = {
        "@id": str(id_),
        "@geometry": {"type": "Point", "coordinates": [lon, lat]},
        "@feature": {"properties": properties},
    }
    return Event.model_validate({**properties, **members})


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Records of all rows, and one near which to ask, on the layers of the sample."""
    sample = open_workspace(ROOT)
    made = Workspace(sample.root, (), sample.layer_folder)
    other = next(e for e in sample.events if e.place and (e.place.radius_km or 0) >= 50)
    vars(made)["events"] = (*map(record, ROWS), other)
    vars(made)["other"] = other.id
    return made


@pytest.fixture
def dataset(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 40)
    build([put(ROWS, head=HEAD)], tmp_path / "out")
    return open_dataset(tmp_path / "out")


QUESTIONS: list[dict[str, Any]] = [
    {"regions": "Bering Strait"},
    {"regions": ["Bering Sea", "Chukchi Sea"]},
    {"regions": ["Arctic Circle", "Chukchi Sea"], "all_regions": True},
    {"regions": ["Bering Strait", "Arctic Circle", "Chukchi Sea"], "all_regions": True},
    {"regions": "Arctic Ocean", "north_of": 80},
    {"bbox": (175, 62, -165, 70)},
    {"within": "150km", "of": "-169,65.7"},
    {"within": "400km", "of": "Wrangel Island"},
    {"within": "300km", "of": "other"},
    {"north_of": 84, "start": "2024-03", "end": "2024-08"},
    {"regions": "Bering Strait", "bbox": (-170, 65, -160, 66)},
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_answers_are_those_of_records(
    dataset: Dataset, workspace: Workspace, asked: dict[str, Any]
) -> None:
    if asked.get("of") == "other":
        asked = {**asked, "of": vars(workspace)["other"]}
    query = Query.parse(**asked)
    found = {
        str(i): match
        for table in DatasetQuery(dataset, query, workspace).matching_rows(["id"])
        for i, match in zip(table["id"].to_pylist(), table["match"].to_pylist(), strict=True)
    }
    answer = select(workspace, query)
    wanted = dict(zip(answer.ids, map(str, answer.matches), strict=True))
    wanted.pop(vars(workspace)["other"], None)
    assert "possible" in wanted.values()
    assert found == wanted


@pytest.mark.slow
@pytest.mark.parametrize("asked", [{}, {"regions": "Bering Sea"}], ids=str)
def test_counts_by_region_are_those_of_records(
    put: Put, tmp_path: Path, workspace: Workspace, asked: dict[str, Any]
) -> None:
    build([put(ROWS[::8], head=HEAD)], tmp_path / "out")
    query = Query.parse(**asked)
    dataset_query = DatasetQuery(open_dataset(tmp_path / "out"), query, workspace)
    names = {id_: region.name for id_, region in workspace.regions.items()}
    wanted: dict[str, tuple[int, int]] = {}
    rows = [workspace.by_id[str(row[0])] for row in ROWS[::8]]
    answer = select(workspace, query, among=rows)
    for cell in count_records(answer, "region").cells:
        if cell.labels[0] in names:
            wanted[names[cell.labels[0]]] = cell.certain, cell.possible
    found = {key[0]: many for key, many in count_by(dataset_query, ["region"]).items()}
    assert found == wanted
    months = Counter[str]()
    for (name, _), many in count_by(dataset_query, ["region", "month"]).items():
        months[name] += sum(many)
    assert months == {name: sum(many) for name, many in found.items()}


def test_what_is_no_radius_is_left_out(put: Put, tmp_path: Path) -> None:
    cells = ["5", "-1", "nan", "inf", "far", "20001", "20000", "0", ""]
    rows = [(n, 0, 80, cell) for n, cell in enumerate(cells)]
    built = build([put(rows, head=("id", "lon", "lat", "radius_km"))], tmp_path / "out")
    assert [(one.reason.kind, one.reason.value, one.line, one.count) for one in built.reasons] == [
        ("radius is no number", "'nan'", 4, 3),
        ("radius is below 0", "'-1'", 3, 1),
        ("radius is beyond 20,000 km", "'20001'", 7, 1),
    ]
    assert built.rows == 4
    assert str(open_dataset(tmp_path / "out").radii) == "(0.0, 20000000.0)"


def test_rows_of_an_input_without_radii_are_never_certain(
    put: Put, tmp_path: Path, workspace: Workspace
) -> None:
    with_radius = put([(1, -169, 65.7, 0.5)], "a.csv", ("id", "lon", "lat", "radius_km"))
    without = put([(2, -169, 65.7)], "b.csv", ("id", "lon", "lat"))
    build([with_radius, without], tmp_path / "out")
    dataset_query = DatasetQuery(
        open_dataset(tmp_path / "out"), Query.parse(regions="Bering Strait"), workspace
    )
    (found,) = dataset_query.matching_rows(["id"])
    assert found.sort_by("id")["match"].to_pylist() == ["certain", "possible"]
    with pytest.raises(UsageError, match="has a column of radii, which the first rows have not"):
        build([without, with_radius], tmp_path / "turned")


@pytest.mark.parametrize(
    ("azimuth", "metres", "radius", "wanted"),
    [
        (270, 0.6, "", CERTAIN),
        (270, 0.6, 1.0, CERTAIN),
        (270, 1.4, "", NO),
        (270, 198.5, 200.0, POSSIBLE),
        (270, 199.5, 200.0, NO),
        (270, 200.62, 200.0, NO),
        (90, 199.5, 200.0, CERTAIN),
        (90, 198.5, 200.0, POSSIBLE),
    ],
)
def test_the_metre_of_a_border_is_not_added_to_a_radius(
    azimuth: float, metres: float, radius: float | str, wanted: int
) -> None:
    grid = CellGrid(Area([to_plane(sector(0, 40, 70, 80))]))
    lon, lat, _ = pyproj.Geod(ellps="WGS84").fwd(0, 75, azimuth, metres)
    x, y = project(np.array([lon]), np.array([lat]))
    code = grid.judge(x, y, np.array([radius]) if radius else None)
    assert code.tolist() == [wanted]
