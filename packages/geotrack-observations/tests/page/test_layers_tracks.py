"""Tracks in a page: what stands in it, what it says, and in how many bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.make_observations import traffic
from folium_polar.geometry.plane import project
from geotrack.errors import GeotrackError
from geotrack.page import Briefing, briefing
from geotrack_observations.trajectories.map_tracks import Link
from packed_columns import packed_layers, unpacked

DRAWN_AS = 'draw = "tracks"\ncolumns = ["mmsi"]\nid = "mmsi"\n'
HEAD = ("mmsi", "time", "lon", "lat", "note")
ROWS = [
    (257000002, "2024-07-24T12:00:00Z", 10.0, 75.0, "secret-note"),
    (257000001, "2024-07-24T10:00:00Z", 20.0, 75.0, ""),
    (257000001, "2024-07-24T10:10:00Z", 20.0, 75.02, ""),
    (257000001, "2024-07-24T20:10:00Z", 20.0, 75.04, ""),
    (257000001, "2024-07-24T20:11:00Z", 90.0, 75.04, ""),
    (257000001, "", 20.0, 75.0, ""),
]


@pytest.fixture
def page(observing: Callable[..., Path]) -> Callable[..., Briefing]:
    """Make a page that draws a dataset of rows as tracks."""

    def make(more: str = "", rows: Iterable[Any] = ROWS, head: Any = HEAD) -> Briefing:
        return briefing(observing(head, rows, DRAWN_AS + more), "m")

    return make


def column(page: Briefing, name: str) -> list[float]:
    [layer] = packed_layers(page)
    found: list[float] = unpacked(layer, name).tolist()
    return found


def test_a_page_holds_each_track_in_a_row_and_no_more(page: Callable[..., Briefing]) -> None:
    made = page()
    [layer] = made.view.observed
    assert (layer.count, layer.trackless_count, layer.undated_count) == (5, 1, 0)
    assert column(made, "link") == [Link.NONE, Link.LEG, Link.GAP, Link.NONE, Link.NONE]
    assert column(made, "whose") == [257000001] * 4 + [257000002]
    x, y = project([20, 20, 20, 90, 10], [75, 75.02, 75.04, 75.04, 75])
    assert column(made, "x") == np.rint(x / 10).tolist()
    assert column(made, "y") == np.rint(y / 10).tolist()
    assert np.diff(column(made, "time"))[:3].tolist() == [600, 36_000, 60]
    assert "secret-note" not in made.get_root().render()


def test_the_document_says_how_they_are_joined(page: Callable[..., Briefing]) -> None:
    text = page('gap = "90min"\nmax_speed = "30kn"\n').get_root().render()
    for said in (
        "5 positions from 24 July 2024 to 24 July 2024 (UTC).",
        "1 more has no time or no id, and is not drawn.",
        "Joined by mmsi; no line where only a craft faster than 30 kn could have gone.",
        "Dashed: over 1.5 h between them, during which nothing is known.",
    ):
        assert said in text


def test_a_gap_that_is_too_long_is_not_drawn_and_the_page_says_so(
    page: Callable[..., Briefing],
) -> None:
    made = page('longest_gap = "9h"\n')
    assert column(made, "link")[2] == Link.NONE
    text = made.get_root().render()
    assert (
        "Dashed: over 6 h between them, during which nothing is known; what is longer than 9 h"
        in text
    )
    assert "over 6 h, up to 9 h: nothing is known" in text
    assert column(page('longest_gap = "12h"\n'), "link")[2] == Link.GAP
    with pytest.raises(GeotrackError, match="must be longer than"):
        page('longest_gap = "6h"\n')


def test_a_radius_is_told_and_not_drawn(page: Callable[..., Briefing]) -> None:
    rows = [(*row[:4], radius) for row, radius in zip(ROWS, (500, 20, "", 7, 3, 1), strict=True)]
    made = page("", rows, (*HEAD[:4], "radius_m"))
    found = column(made, "radius")
    assert np.array_equal(found, [20, np.nan, 7, 3, 500], equal_nan=True)
    assert "radius of each position is stated with it, not drawn" in made.get_root().render()


def test_limits_are_those_of_the_map(page: Callable[..., Briefing]) -> None:
    assert column(page('gap = "12h"\n'), "link")[2] == Link.LEG
    wide = column(page('max_speed = "999999kn"\n'), "link")
    assert wide.count(Link.ON_LEG) == len(wide) - 5 > 10


def test_what_no_column_is_or_no_limit_is_refused(page: Callable[..., Briefing]) -> None:
    for more, said in [
        ('gap = "6"\n', "the duration '6' has no unit"),
        ('max_speed = "6 parsecs"\n', "has the unit 'parsecs'"),
    ]:
        with pytest.raises(GeotrackError, match=said):
            page(more)


def test_colours_are_left_to_points(page: Callable[..., Briefing]) -> None:
    with pytest.raises(GeotrackError, match="tracks tell of 'columns' and 'colour' none but 'id'"):
        page('colour = "note"\n')


def test_a_map_of_none_says_so(page: Callable[..., Briefing]) -> None:
    [layer] = page('where = ["mmsi>300000000"]\n').view.observed
    assert (layer.count, layer.first, layer.trackless_count) == (0, None, 0)


def test_a_fix_takes_few_bytes(page: Callable[..., Briefing]) -> None:
    [rows] = traffic(20_000)
    names = ("mmsi", "time", "lon", "lat")
    made = page("", zip(*(rows[n].tolist() for n in names), strict=True), names)
    texts = made.get_root()
    texts.render()
    assert sum(map(len, texts.texts.values())) / made.view.observed[0].count < 4.5
