"""Conditions on columns: what is refused, and what is said in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.errors import UsageError
from geotrack.observations import Condition, Dataset, build, open_dataset
from tests.observations.conftest import Put


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
        ("time=2024", "'time' is asked by 'start' and 'end'"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_can(
    dataset: Dataset, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        Condition.parse(text).check(dataset)


@pytest.mark.parametrize("text", ["kind=tug", "kind!=tug", "kind=none", "speed_kn<3"])
def test_what_can_be_asked(dataset: Dataset, text: str) -> None:
    Condition.parse(text).check(dataset)
