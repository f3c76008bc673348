"""A density surface in a page: sizes, classes, bytes; and what the script reads of it."""

from __future__ import annotations

import itertools
import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_rows import ROOT, made
from geotrack.i18n import words
from geotrack.model.query import Query
from geotrack.page import Briefing, briefing
from geotrack_observations import DatasetQuery, count_hexagons, open_dataset
from geotrack_observations.density.density import NO_MONTH, Level
from geotrack_observations.grid.hexagons import AREAS_KM2, Lattice
from geotrack_observations.layers.colours import DAY, LAYER_COLOURS, NIGHT, class_breaks, ramp
from geotrack_observations.page.packing import PackedColumn, PackedLayer, letters, pack_level
from packed_columns import packed_layers, unpacked
from tests.readable import json_lines

FIXTURE = ROOT / "web" / "tests" / "fixtures" / "hexagons.json"
HEAD = ("id", "time", "lon", "lat", "speed")


@pytest.fixture
def page(observing: Callable[..., Path]) -> Callable[..., Briefing]:
    """Make a page that draws a dataset of rows as a surface."""

    def make(rows: list[tuple[Any, ...]], more: str = "", head: tuple[str, ...] = HEAD) -> Briefing:
        return briefing(observing(head, rows, 'draw = "density"\n' + more), "m")

    return make


def column(page: Briefing, name: str) -> list[int]:
    [layer] = packed_layers(page)
    return [int(n) for n in unpacked(layer, name)]


def size_of(layer: PackedLayer) -> int:
    """Return how many bytes the columns of a layer take in a page."""
    return sum(len(letters(one.raw)) for one in layer.columns.values())


def unpacked_level(layer: PackedLayer, n: int) -> Level:
    """Return the counts of a size that `pack_level` packed."""

    def column(name: str) -> Any:
        return unpacked(layer, f"{name}{n}").astype(np.int64)

    about = layer.about["levels"][n]
    r, q = np.divmod(column("cell"), about["width"])
    months, month, certain = column("months"), column("month"), column("certain")
    return Level(
        Lattice(about["km2"]),
        np.repeat(q + about["west"], months),
        np.repeat(r + about["south"], months),
        np.where(month == 0, NO_MONTH, month - 1 + (layer.about["months"] or [0])[0]),
        certain,
        column("possible") if f"possible{n}" in layer.columns else np.zeros_like(certain),
    )


def test_every_size_holds_every_position_by_month(
    page: Callable[..., Briefing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack_observations.layers.map_layers._LEAST_IN_HEXAGON", 0.0)
    rows = [*made(3_000), *((3_000 + i, "", 100, 71, 3.0) for i in range(9))]
    made_page = page(rows)
    [layer], [packed] = made_page.view.observed, packed_layers(made_page)
    assert (layer.count, layer.undated_count, layer.possible_count) == (3_009, 9, 0)
    assert [one["km2"] for one in packed.about["levels"]] == list(AREAS_KM2)
    first = min(row[1] for row in rows if row[1])
    last = max(row[1] for row in rows)
    assert packed.about["months"] == [
        int(np.datetime64(at[:7], "M").astype(int)) for at in (first, last)
    ]
    by_month = Counter(row[1][:7] for row in rows)
    for n in range(len(AREAS_KM2)):
        assert sum(column(made_page, f"certain{n}")) == 3_009
        assert sum(column(made_page, f"months{n}")) == len(column(made_page, f"month{n}"))
        sums: Counter[str] = Counter()
        start = np.datetime64(first[:7], "M")
        months = column(made_page, f"month{n}")
        for month, many in zip(months, column(made_page, f"certain{n}"), strict=True):
            sums[str(start + month - 1) if month else ""] += many
        assert sums == by_month


@pytest.mark.slow
def test_hexagons_are_no_smaller_than_what_they_hold_allows(
    page: Callable[..., Briefing], monkeypatch: pytest.MonkeyPatch
) -> None:
    dense = [(i, "2024-05-01T00:00:00Z", 10 + i % 40 / 1e4, 75, 1.0) for i in range(400)]
    [whole] = packed_layers(page(dense))
    assert [one["km2"] for one in whole.about["levels"]] == list(AREAS_KM2)
    budget = size_of(whole) // 2
    monkeypatch.setattr("geotrack_observations.page.packing.BUDGET", budget)
    made_page = page(dense)
    [packed] = packed_layers(made_page)
    many = len(packed.about["levels"])
    assert 1 < many < len(AREAS_KM2)
    assert size_of(packed) <= budget
    # The page says which sizes it has; a picture chooses among all.
    finest = words("en").number(AREAS_KM2[many - 1])
    assert f"down to {finest}\u00a0km² on an enlarged one" in made_page.get_root().render()
    assert "down to 25\u00a0km² on an enlarged one" in made_page.view.observation_texts[0].summary
    [packed] = packed_layers(page(dense[:1]))
    assert [one["km2"] for one in packed.about["levels"]] == [AREAS_KM2[0]]
    assert packed.about["levels"][0]["classes"] == []


def test_hexagons_are_no_smaller_than_most_positions_are_sure(
    page: Callable[..., Briefing],
) -> None:
    rows = [(i, "2024-05-01T00:00:00Z", 10, 75, 1.0, (0, 20, 20)[i % 3]) for i in range(300)]
    [layer] = page(rows, head=(*HEAD, "radius_km")).view.observed
    # 43 km across; the next one is 21.
    assert layer.levels[-1].lattice.area_km2 == 1_600


def test_the_document_tells_what_is_counted(page: Callable[..., Briefing]) -> None:
    rows = [*made(50), (50, "2024-03-01T00:00:00Z", 10, -55, 0.0)]
    text = page(rows).get_root().render()
    for said in (
        "50 positions from",
        "Counted by month (UTC) in hexagons of 102\u202f400\u00a0km².",
        "1 more lies south of the equator, and is not drawn.",
    ):
        assert said in text
    assert "rounded to" not in text


def test_where_nothing_meets_the_question_nothing_is_drawn(page: Callable[..., Briefing]) -> None:
    made_page = page(made(20), 'where = ["speed>100"]\n')
    [layer], [packed] = made_page.view.observed, packed_layers(made_page)
    assert (layer.count, layer.first, packed.about["months"]) == (0, None, None)
    assert packed.about["levels"][0]["classes"] == []


@pytest.mark.slow
def test_only_what_is_certain_where_that_is_asked(
    page: Callable[..., Briefing], tmp_path: Path
) -> None:
    event = {
        "type": "Feature", "id": "e", "geometry": {"type": "Point", "coordinates": [10, 75]},
        "properties": {"title": "E", "type": "naval/patrol", "start": "2024",
                       "sources": {"cite": "A paper"},
                       "place": {"precision": "near", "radius_km": 20}},
    }  # fmt: skip
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "e.geojson").write_text(json.dumps(event), encoding="utf-8")
    rows = [(i, "2024-05-01T00:00:00Z", 10, 75 + i / 50, 1.0) for i in range(40)]
    asked = 'within = "50km"\nof = "e"\n'
    made_page = page(rows, asked)
    [layer] = made_page.view.observed
    assert 0 < layer.possible_count < layer.count < 40
    assert sum(column(made_page, "possible0")) == layer.possible_count
    assert sum(column(made_page, "certain0")) == layer.count - layer.possible_count
    sure_page = page(rows, asked + "certain = true\n")
    [sure], [packed] = sure_page.view.observed, packed_layers(sure_page)
    assert (sure.count, sure.possible_count) == (layer.count - layer.possible_count, 0)
    assert "possible0" not in packed.columns


@given(st.lists(st.floats(0.01, 1e7), min_size=1, max_size=60))
def test_classes_rise_and_none_at_an_end_is_empty(values: list[float]) -> None:
    found = class_breaks(np.array(values))
    assert len(found) <= 5
    assert found == sorted(set(found))
    if found:
        assert min(values) < found[0]
        assert found[-1] <= max(values)
    assert all(f"{one:e}"[0] in "1235" and set(f"{one:e}"[2:8]) == {"0"} for one in found)


@pytest.mark.parametrize("colour", LAYER_COLOURS)
def test_colours_go_one_way_so_that_who_sees_no_hues_reads_them(colour: str) -> None:
    for steps, way in ((DAY, -1), (NIGHT, 1)):
        lights = [
            float(np.dot([0.2126, 0.7152, 0.0722],
                         [(int(one[n : n + 2], 16) / 255) ** 2.2 for n in (1, 3, 5)]))
            for one in ramp(colour, steps)
        ]  # fmt: skip
        assert all(way * (b - a) > 0.005 for a, b in itertools.pairwise(lights))


def test_what_is_packed_is_read_again(page: Callable[..., Briefing]) -> None:
    rows = [*made(900), *((900 + i, "", 100, 71, 3.0) for i in range(9))]
    made_page = page(rows)
    [packed] = packed_layers(made_page)
    level = unpacked_level(packed, 0)
    dataset = open_dataset(made_page.view.workspace.root / "observations" / "ais")
    [wanted] = count_hexagons(
        DatasetQuery(dataset, Query(), made_page.view.workspace), [AREAS_KM2[0]]
    ).levels
    for name in ("q", "r", "month", "certain", "possible"):
        assert getattr(level, name).tolist() == getattr(wanted, name).tolist()
    assert level.lattice == wanted.lattice


def example() -> dict[str, Any]:
    """Return places in their hexagons, and counts as the script finds them."""
    chance = np.random.default_rng(11)
    cells = []
    for area in AREAS_KM2:
        x, y = chance.uniform(-8e6, 8e6, (2, 100)).round(2)
        q, r = Lattice(area).cells(x, y)
        cells += [[area, *row] for row in zip(*(a.tolist() for a in (x, y, q, r)), strict=True)]
    packed: dict[str, PackedColumn] = {}
    levels, wanted = [], []
    for n, (area, many) in enumerate([(25_600.0, 40), (1_600.0, 300)]):
        keys = sorted(
            {
                (int(r), int(q), int(m))
                for q, r, m in chance.integers(-9, 9, (many, 3))
                if abs(m) < 4
            }
        )
        r, q, m = (np.array(axis) for axis in zip(*keys, strict=True))
        month = np.where(m < 0, NO_MONTH, 650 + m)
        certain, possible = chance.integers(0, 300, (2, len(keys)))
        certain += possible == 0
        level = Level(Lattice(area), q, r, month, certain, possible)
        # One count a hexagon and month, as they come from a dataset.
        order = np.lexsort((level.month, level.q, level.r))
        level = Level(level.lattice, *(
            getattr(level, name)[order] for name in ("q", "r", "month", "certain", "possible")
        ))  # fmt: skip
        about, columns = pack_level(level, 650)
        levels.append({**about, "classes": [1.0, 10.0]})
        packed |= {f"{name}{n}": one for name, one in columns.items()}
        asked = []
        for months in (None, [1, 1], [2, 4], [5, 9]):
            counts: dict[str, list[int]] = {}
            for i in range(len(level.q)):
                at = 0 if level.month[i] == NO_MONTH else int(level.month[i]) - 650 + 1
                if months is None or months[0] <= at <= months[1]:
                    both = counts.setdefault(f"{level.q[i]},{level.r[i]}", [0, 0])
                    both[0] += int(level.certain[i])
                    both[1] += int(level.possible[i])
            asked.append({"months": months, "counts": counts})
        wanted.append(asked)
    return {
        "cells": cells,
        "surface": {
            "about": {"levels": levels, "packed": {k: one.how for k, one in packed.items()}},
            "columns": {k: letters(one.raw) for k, one in packed.items()},
            "wanted": wanted,
        },
    }


def test_the_script_is_held_to_these_counts() -> None:
    found = json_lines(example())
    if os.environ.get("GEOTRACK_WRITE_GOLDEN"):
        FIXTURE.write_text(found + "\n", encoding="utf-8")
    assert FIXTURE.read_text(encoding="utf-8") == found + "\n"
