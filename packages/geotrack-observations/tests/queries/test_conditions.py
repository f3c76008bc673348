"""Conditions on columns: what is refused, and what is said in its place."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from dataset_rows import Put
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import Condition, Dataset, DatasetQuery, build, open_dataset


@pytest.fixture
def dataset(put: Put, tmp_path: Path) -> Dataset:
    rows = [(10, 70, "cargo", 3.5), (10, 71, "tug", 4.5)]
    build([put(rows, head=("lon", "lat", "kind", "speed_kn"))], tmp_path / "out")
    return open_dataset(tmp_path / "out")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sped_kn>=10", r"is called 'sped_kn'; did you mean 'speed_kn'\?"),
        ("zzz=10", "is called 'zzz'; it has kind, speed_kn"),
        ("kind<tug", "'kind' is a column of text, which = and != compare, not <"),
        ("kind>=tug", "'kind' is a column of text, which = and != compare, not >="),
        ("speed_kn=fast", "'fast' is no number, as 'speed_kn' has them"),
        ("speed_kn!=nan", "'nan' is no number, as 'speed_kn' has them"),
        ("speed_kn!=", "'' is no number, as 'speed_kn' has them"),
        ("kind=", "an empty 'kind' fits no condition; write what it must be"),
        ("time=2024", "'time' is asked by 'start' and 'end'"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_can(
    dataset: Dataset, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        Condition.parse(text).check(dataset)


@pytest.mark.parametrize("text", ["kind=tug", "kind!=tug", "kind=none", "speed_kn<3", "kind!="])
def test_what_can_be_asked(dataset: Dataset, text: str) -> None:
    Condition.parse(text).check(dataset)


SIGNS = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
NUMBERS = st.none() | st.floats(width=32) | st.sampled_from([0.0, -0.0, 1.0, math.inf, math.nan])
TEXTS = st.none() | st.sampled_from(["", " ", "tug", "NaN", "nan", "null"])


def fitting(values: Sequence[Any], kind: pa.DataType, sign: str, value: str) -> list[bool]:
    column = pa.chunked_array([pa.array(values, kind)])
    return Condition("x", sign, value).fits(column).tolist()


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("kind", [pa.float64(), pa.float32()])
@given(values=st.lists(NUMBERS, max_size=6), value=st.sampled_from([0.0, 1.0, -2.5, math.inf]))
def test_a_number_that_is_not_known_never_fits(
    sign: str, kind: pa.DataType, values: list[float | None], value: float
) -> None:
    expected = [v is not None and not math.isnan(v) and SIGNS[sign](v, value) for v in values]
    assert fitting(values, kind, sign, repr(value)) == expected


@pytest.mark.parametrize("sign", ["=", "!="])
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
@given(values=st.lists(TEXTS, max_size=6), value=st.sampled_from(["tug", "NaN", " "]))
def test_a_text_that_is_empty_never_fits(
    sign: str, kind: pa.DataType, values: list[str | None], value: str
) -> None:
    expected = [v not in {None, ""} and SIGNS[sign](v, value) for v in values]
    assert fitting(values, kind, sign, value) == expected


@pytest.mark.parametrize(
    ("kind", "values", "value"),
    [(pa.int64(), [1, 2, None], "1"), (pa.bool_(), [True, False, None], "true")],
)
def test_another_value_that_is_not_known_never_fits(
    kind: pa.DataType, values: list[Any], value: str
) -> None:
    assert fitting(values, kind, "=", value) == [True, False, False]
    assert fitting(values, kind, "!=", value) == [False, True, False]


def test_a_file_s_form_is_nothing_to_a_condition(
    put: Put, tmp_path: Path, workspace: Workspace
) -> None:
    nothing = math.nan
    columns = {
        "lon": [10.0] * 4,
        "lat": [70.0, 71.0, 72.0, 73.0],
        "kind": ["tug", "", None, "cargo"],
        "speed": [0.0, nothing, None, 4.5],
    }
    parquet.write_table(pa.table(columns), tmp_path / "in.parquet")
    rows = [(10, 70, "tug", 0), (10, 71, "", "NaN"), (10, 72, "", ""), (10, 73, "cargo", 4.5)]
    text = put(rows, head=tuple(columns))
    for source, name in ((tmp_path / "in.parquet", "a"), (text, "b")):
        build([source], tmp_path / name)
        dataset = open_dataset(tmp_path / name)
        for asked, kinds in (
            ("kind!=tug", ["cargo"]),
            ("kind!=", ["cargo", "tug"]),
            ("speed!=0", ["cargo"]),
        ):
            dataset_query = DatasetQuery(dataset, Query(), workspace, [Condition.parse(asked)])
            found = [
                kind for table in dataset_query.matching_rows(["kind"]) for kind in table["kind"]
            ]
            assert sorted(map(str, found)) == kinds, (name, asked)
