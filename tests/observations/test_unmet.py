"""Values that no row has are told where nothing is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.observations import Condition, Dataset, build, open_dataset
from geotrack.observations.unmet import unmet
from tests.observations.conftest import Put


@pytest.fixture
def dataset(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    monkeypatch.setattr("geotrack.observations.layout.GROUP", 3)
    kinds = ["cargo", "fishing", "tug", ""]
    rows = [(10, 70 + n, kinds[n % 4], f"Ship {n:02}x", n, "") for n in range(12)]
    build([put(rows, head=("lon", "lat", "kind", "name", "speed", "none"))], tmp_path / "out")
    return open_dataset(tmp_path / "out")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("kind=Cargo", ["no 'kind' is 'Cargo'; did you mean 'cargo'?"]),
        ("kind=zz", ["no 'kind' is 'zz'; it has cargo, fishing, tug"]),
        ("kind=cargo and speed>12",
         ["no 'kind' is 'cargo and speed>12'; write each condition with a --where of its own"]),
        ("name=zz", ["no 'name' is 'zz'; it has Ship 00x, Ship 01x, Ship 02x, Ship 03x, Ship 04x, "
                     "Ship 05x, Ship 06x, Ship 07x and 4 more"]),
        ("none=zz", ["no 'none' is 'zz'; it is empty in all rows"]),
        ("kind=tug", []),
        ("kind!=zz", []),
        ("speed=99", []),
    ],
)  # fmt: skip
def test_what_a_column_has_in_place_of_a_value(
    dataset: Dataset, asked: str, told: list[str]
) -> None:
    assert dataset.row_groups > 1
    assert list(unmet(dataset, [Condition.parse(asked)])) == told
