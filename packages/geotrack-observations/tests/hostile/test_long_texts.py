"""What texts of datasets take grows with their length, not with its square."""

from __future__ import annotations

import pytest

from geotrack.errors import UsageError
from geotrack_observations.ingest.presets import fold_name
from geotrack_observations.queries.conditions import Condition
from tests.hostile.test_growth import FEW


@pytest.mark.parametrize("more", [" (" * FEW, " " * FEW + "x"])
def test_a_long_name_of_a_column_is_read_at_once(more: str) -> None:
    fold_name("speed" + more)


def test_a_long_condition_is_refused_at_once() -> None:
    with pytest.raises(UsageError):
        Condition.parse(" " * FEW + "x" + " " * FEW)
