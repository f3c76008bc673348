"""Layers of a map as arrays: beside the rows that they are of, and what their digest covers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_maps import put_map
from folium_polar.geometry.plane import project
from geotrack.errors import ReaderWarning, UsageError
from geotrack.workspace import open_workspace
from geotrack_observations.layers.colours import LAYER_COLOURS, OTHER_COLOUR
from geotrack_observations.layers.columns import NumberColumn, TextColumn
from geotrack_observations.layers.digest import layer_digest
from geotrack_observations.layers.layer import DensityLayer, MapLayer, PointLayer, TrackLayer
from geotrack_observations.layers.map_layers import classes_of, map_layers
from geotrack_observations.trajectories.map_tracks import Link

HEAD = ("mmsi", "time", "lon", "lat", "kind", "radius_m")
ROWS: list[tuple[Any, ...]] = [
    (1, "2024-01-01T10:00:00Z", 20.0, 75.0, "tug", 20.2),
    (1, "2024-01-01T10:10:00Z", 20.0, 75.02, "tug", ""),
    (1, "2024-02-02T10:00:00Z", 20.0, 75.04, "", 0),
    (2, "2024-02-01T12:00:00Z", 10.0, 75.0, "cargo", 5),
    (2, "", 10.0, 75.0, "cargo", 5),
]
MAP = """title = "M"
marking = "RESTRICTED"
[[observations]]
dataset = "observations/ais"
title = "Ships"
source = "Made up"
columns = ["mmsi", "kind"]
id = "mmsi"
"""
ALL = 'draw = ["points", "density", "tracks"]\n'
Make = Callable[..., list[MapLayer]]


@pytest.fixture
def layers(tmp_path: Path) -> Make:
    """Make the layers of a map of a dataset of rows."""

    def make(more: str = ALL, rows: list[tuple[Any, ...]] = ROWS) -> list[MapLayer]:
        workspace = open_workspace(put_map(tmp_path, MAP + more, HEAD, rows))
        return map_layers(workspace, workspace.maps["m"].record)

    return make


def test_points_are_where_and_when_their_rows_say(layers: Make) -> None:
    [found] = layers('draw = "points"\ncolour = "kind"\npositions = "100 m"\n')
    assert isinstance(found, PointLayer)
    x, y = project([row[2] for row in ROWS], [row[3] for row in ROWS])
    assert found.x_m.tolist() == (np.rint(x / 100) * 100).tolist()
    assert found.y_m.tolist() == (np.rint(y / 100) * 100).tolist()
    times = [np.datetime64(row[1].removesuffix("Z") or "NaT", "s") for row in ROWS]
    assert np.array_equal(found.time, np.array(times), equal_nan=True)
    assert found.radius_m is not None
    assert np.array_equal(found.radius_m, [21, np.nan, 0, 5, 5], equal_nan=True)
    assert (found.count, found.undated_count, found.possible_count) == (5, 1, 0)
    ids, kinds = found.columns["mmsi"], found.columns["kind"]
    assert isinstance(ids, NumberColumn)
    assert ids.values.tolist() == [row[0] for row in ROWS]
    assert isinstance(kinds, TextColumn)
    assert [kinds.categories[n] if n >= 0 else "" for n in kinds.codes] == [r[4] for r in ROWS]
    assert found.classes is not None
    assert found.classes.values == ("cargo", "tug")
    assert found.classes.class_of.tolist() == [1, 1, 2, 0, 0]
    assert found.colours[-1] == OTHER_COLOUR
    with pytest.raises(FrozenInstanceError):
        found.count = 1  # type: ignore[misc] # what it refuses


def test_densities_count_every_position_at_every_size(layers: Make) -> None:
    rows = [(1, f"2024-0{1 + n % 3}-01T00:00:00Z", 10, 75, "", "") for n in range(60)]
    found, _ = layers('draw = ["density", "points"]\n', rows)
    assert isinstance(found, DensityLayer)
    assert found.colours == LAYER_COLOURS[:1]
    assert found.months == (648, 650)
    assert len(found.levels) == len(found.breaks) > 1
    for level in found.levels:
        by_month = Counter(dict(zip(level.month.tolist(), level.certain.tolist(), strict=True)))
        assert by_month == {648: 20, 649: 20, 650: 20}


def test_tracks_have_a_vertex_of_each_position_by_id_and_time(layers: Make) -> None:
    found, _ = layers('draw = ["tracks", "points"]\n')
    assert isinstance(found, TrackLayer)
    assert found.link.tolist() == [Link.NONE, Link.LEG, Link.GAP, Link.NONE]
    assert isinstance(found.ids, NumberColumn)
    assert found.ids.values.tolist() == [1, 1, 1, 2]
    assert np.all(np.diff(found.time[:3]) > 0)
    assert (found.count, found.trackless_count) == (4, 1)


def test_the_digest_is_of_what_a_map_shows(layers: Make) -> None:
    def digests(rows: list[tuple[Any, ...]], more: str = ALL) -> list[str]:
        return [layer_digest(one) for one in layers(more, rows)]

    before = digests(ROWS)
    assert len(set(before)) == 3
    assert digests(list(reversed(ROWS))) == before
    for changed in (
        [(3, *ROWS[0][1:]), *ROWS[1:]],
        [(*ROWS[0][:2], 40.0, *ROWS[0][3:]), *ROWS[1:]],
    ):
        points, _, tracks = digests(changed)
        assert points != before[0]
        assert tracks != before[2]
    # How many lie south of the equator is said of densities and tracks.
    _, density, tracks = digests([*ROWS, (1, "2024-01-05T10:00:00Z", 20, -60, "tug", 1)])
    assert density != before[1]
    assert tracks != before[2]
    assert digests(ROWS, 'gap = "900h"\n' + ALL)[2] != before[2]


def test_digests_stay_those_of_earlier_versions(layers: Make) -> None:
    # Names of fields are hashed, so a renamed one could change the digests of all maps.
    assert [layer_digest(layer)[:12] for layer in layers('colour = "kind"\n' + ALL)] == [
        "6e3b3c0c743a", "841fb03d3646", "4ee36bf55526",
    ]  # fmt: skip


VALUES = st.lists(st.none() | st.integers(-3, 9) | st.integers(2**53, 2**53 + 9))


@given(VALUES)
def test_classes_are_the_most_frequent_values(values: list[int | None]) -> None:
    missing = np.array([one is None for one in values], np.bool_)
    column = NumberColumn(np.array([one or 0 for one in values], np.int64), missing)
    found = classes_of("c", column)
    exact = all(one is None or one < 2**53 for one in values)
    named = [one if one is None or exact else str(one) for one in values]
    counts = Counter(one for one in named if one is not None)
    assert list(found.values) == sorted(counts, key=lambda one: (-counts[one], one))[:7]
    told = [*found.values, None]
    kept = [one if one in found.values else None for one in named]
    assert [told[n] for n in found.class_of] == kept
    assert found.has_others == (not counts or None in kept)


@pytest.mark.parametrize("where", ["faults.open_dataset", "map_layers._dataset_query"])
def test_what_no_reader_expects_is_an_error_of_the_dataset(
    layers: Make, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object) -> None:
        raise OverflowError("too long")

    monkeypatch.setattr(f"geotrack_observations.layers.{where}", fail)
    with pytest.warns(ReaderWarning, match="Traceback"), pytest.raises(UsageError) as error:
        layers()
    expected = r"observations/ais: cannot be read: OverflowError: too long \(test_map_layers.py:"
    assert re.match(expected, str(error.value))


def test_layers_know_nothing_of_how_they_are_rendered() -> None:
    code = (
        "import sys, geotrack_observations.layers.text, geotrack_observations.layers.map_layers\n"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = {*done.stdout.split()}
    assert not loaded & {"folium", "matplotlib", "geotrack.page", "geotrack.handout"}
