"""Questions to a dataset, beside each of its rows judged alone."""

from __future__ import annotations

import inspect
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely

from dataset_rows import Put, made
from folium_polar.geometry.plane import project
from geotrack.errors import UsageError
from geotrack.footprint.outline import Footprint
from geotrack.model.query import Query
from geotrack.model.query_fields import FIELDS
from geotrack.queries.areas import Match
from geotrack.queries.resolve import areas_of
from geotrack.workspace import Workspace
from geotrack_observations import (
    Condition,
    Dataset,
    DatasetQuery,
    build,
    count_by,
    open_dataset,
    query,
)

ROWS = made(6_000)


@pytest.fixture
def dataset(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 500)
    build([put([*ROWS, (6_000, "", 100, 55, 3.0)])], tmp_path / "out")
    return open_dataset(tmp_path / "out")


def ids(dataset_query: DatasetQuery) -> dict[int, str]:
    return {
        i: match
        for table in dataset_query.matching_rows(["id"])
        for i, match in zip(table["id"].to_pylist(), table["match"].to_pylist(), strict=True)
    }


def expected(query: Query, workspace: Workspace, fits: Any = lambda _: True) -> dict[int, str]:
    found = {}
    areas = areas_of(query, workspace)
    for row in ROWS:
        at = Footprint((shapely.Point(*(float(v) for v in project(row[2], row[3]))),))
        matches = [area.judge(at) for area in areas]
        if fits(row) and all(matches):
            certain = all(match is Match.CERTAIN for match in matches)
            found[row[0]] = "certain" if certain else "possible"
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        Query(regions=("Bering Sea",)),
        Query(regions=("Barents Sea", "Kara Sea"), all_regions=False),
        Query(regions=("Arctic Ocean",), north_of=75.0),
        Query(bbox=(170.0, 55.0, -160.0, 72.0)),
        Query(within=(400.0, (31.1, 70.4))),
        Query(regions=("Chukchi Sea", "Bering Sea"), all_regions=True),
    ],
    ids=str,
)
def test_places_are_judged_as_those_of_records(
    dataset: Dataset, workspace: Workspace, query: Query
) -> None:
    assert ids(DatasetQuery(dataset, query, workspace)) == expected(query, workspace)


def test_a_day_is_one_of_utc_and_conditions_hold_all(
    dataset: Dataset, workspace: Workspace
) -> None:
    query = Query.parse(north_of=70, start="2024-03", end="2024-06-15")
    conditions = [Condition.parse("speed>=10"), Condition.parse("speed != 12")]
    dataset_query = DatasetQuery(dataset, query, workspace, conditions)
    wanted = expected(
        Query(north_of=70.0),
        workspace,
        lambda row: "2024-03-01" <= row[1] < "2024-06-16" and row[4] >= 10 and row[4] != 12,
    )
    assert wanted
    assert ids(dataset_query) == wanted


def test_a_row_without_a_time_is_in_no_period(dataset: Dataset, workspace: Workspace) -> None:
    at_all = ids(DatasetQuery(dataset, Query(north_of=54.0), workspace))
    in_a_period = ids(DatasetQuery(dataset, Query.parse(north_of=54, start="2000"), workspace))
    assert set(at_all) - set(in_a_period) == {6_000}


def test_rows_without_a_time_are_counted_where_a_period_is_asked(
    dataset: Dataset, workspace: Workspace
) -> None:
    def undated(**asked: Any) -> int:
        return DatasetQuery(dataset, Query.parse(**asked), workspace).undated()

    assert undated(north_of=54) == 0
    assert undated(north_of=54, start="2000") == 1
    assert undated(north_of=56, start="2000") == 0
    fast = [Condition.parse("speed>3")]
    assert DatasetQuery(dataset, Query.parse(start="2000"), workspace, fast).undated() == 0


@pytest.mark.slow
def test_counts_are_those_of_the_answers(dataset: Dataset, workspace: Workspace) -> None:
    dataset_query = DatasetQuery(dataset, Query.parse(start="2024-02", end="2024-04"), workspace)
    found = count_by(dataset_query, ["region", "month"])
    sea = {key[1]: many for key, many in found.items() if key[0] == "Barents Sea"}
    wanted = expected(Query(regions=("Barents Sea",)), workspace)
    months = Counter(
        row[1][:7] for row in ROWS if row[0] in wanted and "2024-02" <= row[1][:7] <= "2024-04"
    )
    assert {month: certain + possible for month, (certain, possible) in sea.items()} == months
    alone = count_by(dataset_query, ["region"])
    for name, many in alone.items():
        parts = [counts for key, counts in found.items() if key[0] == name[0]]
        assert many == tuple(map(sum, zip(*parts, strict=True)))
    assert len(alone) == len({key[0] for key in found})
    (total,) = count_by(dataset_query, []).values()
    assert sum(total) == len(ids(dataset_query))
    by_speed = count_by(dataset_query, ["speed"])
    assert sum(map(sum, by_speed.values())) == sum(total)
    with pytest.raises(UsageError, match="nothing is counted by 'theme'; write one of"):
        count_by(dataset_query, ["theme"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fast", "is no condition"),
        ("time>2024", "'time' is asked by 'start' and 'end'"),
        ("draught>3", "no column of the dataset is called 'draught'; it has id, speed"),
        ("speed>fast", "'fast' is no number"),
    ],
)
def test_conditions_that_cannot_be_asked(
    dataset: Dataset, workspace: Workspace, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        DatasetQuery(dataset, Query(), workspace, [Condition.parse(text)])


def test_what_only_records_have_is_refused(dataset: Dataset, workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="observations have no themes; records have"):
        DatasetQuery(dataset, Query(themes=("air",)), workspace)


def test_it_takes_the_conditions_of_place_and_time() -> None:
    common = {field.keyword or field.name for field in FIELDS if not field.of_records}
    others = {"dataset", "workspace", "where", "match", "engine"}
    assert set(inspect.signature(query).parameters) - others == common
