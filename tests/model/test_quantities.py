"""Numbers with their unit: what is read, and that what a refusal proposes is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.model.quantities import METRES, in_metres, in_metres_a_second, in_seconds

READERS = (in_metres, in_seconds, in_metres_a_second)
AMOUNTS = st.decimals("0.01", "99999", places=2).map(str)
UNITS = st.sampled_from(["", "y", "leagues", "km/h", "m/s", "kn", "h", "d", "mi", "m"])


@given(AMOUNTS, st.sampled_from(list(METRES)), st.sampled_from(["", " ", "  "]), st.booleans())
def test_a_length_is_its_number_of_its_unit(
    number: str, unit: str, gap: str, capitals: bool
) -> None:
    written = unit.upper() if capitals else unit
    assert in_metres(f"{gap}{number}{gap}{written}{gap}") == float(number) * METRES[unit]


@given(st.sampled_from(READERS), AMOUNTS, UNITS)
def test_what_a_refusal_proposes_is_read_and_has_the_number_that_was_written(
    read: Callable[[str], float], number: str, unit: str
) -> None:
    try:
        read(number + unit)
    except UsageError as refusal:
        proposed = str(refusal).rpartition(": ")[2]
        assert proposed.startswith(number)
        assert read(proposed) > 0


@pytest.mark.parametrize(
    ("read", "proposed"),
    [(in_metres, "300km"), (in_seconds, "6h"), (in_metres_a_second, "60kn")],
)
def test_where_no_number_is_written_an_example_is_shown(
    read: Callable[[str], float], proposed: str
) -> None:
    for text in ("some", "", "-3", "1e3km", "1,5km"):
        with pytest.raises(UsageError, match=f": {proposed}$"):
            read(text)
