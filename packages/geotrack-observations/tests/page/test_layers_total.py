"""How many positions a map shows in all, of datasets that several entries draw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_maps import put_map
from geotrack.extensions import Total
from geotrack.handout.wording import edition
from geotrack.model import Observed
from geotrack.page import briefing
from geotrack_observations.layers.totals import overlaps, total

pytestmark = pytest.mark.slow

HEAD = ("mmsi", "time", "lon", "lat")
ROWS = [(n % 2 or "", f"2024-0{n}-01T00:00:00Z", 10, 70 + n) for n in range(1, 8)]
MAP = 'title = "M"\nmarking = "UNCLASSIFIED"\n'
ENTRY = '[[observations]]\ndataset = "observations/ais"\ntitle = "Ships"\nsource = "Made up"\n'
ALL = ""
SPRING = 'to = "2024-05"\n'
MAY_ON = 'from = "2024-05"\n'
NORTH = "north_of = 76.5\n"
TRACKS = 'draw = "tracks"\nid = "mmsi"\ncolumns = ["mmsi"]\n'


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Path]:
    """Make a workspace of a map with such entries of one dataset."""

    def make(*entries: str) -> Path:
        return put_map(tmp_path, MAP + "".join(ENTRY + one for one in entries), HEAD, ROWS)

    return make


@pytest.mark.parametrize(
    ("entries", "many", "exact"),
    [
        ([SPRING], 5, True),
        ([SPRING, SPRING], 5, True),
        ([SPRING, ALL], 7, True),
        ([SPRING, ALL, MAY_ON + NORTH], 7, True),
        ([MAY_ON + NORTH, MAY_ON], 3, True),
        # May is in both: seven in all, which nobody counts.
        ([MAY_ON, SPRING], 5, False),
        ([NORTH, SPRING], 5, False),
        # Tracks of all have none of those without an id, of which spring has some.
        ([TRACKS, SPRING], 5, False),
        ([TRACKS + SPRING, SPRING], 5, True),
        ([TRACKS + SPRING, ALL], 7, True),
    ],
)
def test_positions_of_one_dataset_count_once(
    page: Callable[..., Path], entries: list[str], many: int, exact: bool
) -> None:
    home = page(*entries)
    made = briefing(home, "m")
    assert total(made.view.observed) == Total(many, exact=exact)
    # All that tell it tell the same.
    said = f"{'' if exact else 'at least '}{many} observed positions"
    assert f">{said}<" in made.get_root().render()
    assert said in edition(made.view)


_CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "from": st.sampled_from(["2024-02", "2024-04"]),
        "to": st.sampled_from(["2024-05", "2024-07"]),
        "north_of": st.sampled_from([72, 74]),
        "certain": st.booleans(),
        "where": st.lists(st.sampled_from(["a > 1", "b = 2"]), max_size=1),
    },
)


@given(st.lists(_CONDITIONS, min_size=1, max_size=4))
def test_what_covers_asks_for_no_more_than_the_others(asked: list[dict[str, object]]) -> None:
    named = {"dataset": "d", "title": "T", "source": "S"}
    entries = [Observed.model_validate({**named, **one}) for one in asked]
    plain = [
        {key: value for key, value in one.items() if value not in (False, [])} for one in asked
    ]
    for own, one in zip(overlaps(entries), plain, strict=True):
        assert own.dataset == 1
        assert own.query == 1 + plain.index(one)
        assert own.covers == all(
            key in other and other[key] == value for other in plain for key, value in one.items()
        )
