"""Observations on a map: what is in the page, what is refused, and in how many bytes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.make_observations import traffic
from dataset_maps import OBSERVED
from folium_polar.geometry import project
from geotrack.errors import UsageError
from geotrack.extensions import Total
from geotrack.mapview.check_workspace import check_workspace
from geotrack.mapview.selection import MarkingError
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.page import Briefing, briefing
from geotrack.page.assets import page_css, page_js
from geotrack.workspace import check, open_workspace
from geotrack_observations.findings import findings
from geotrack_observations.layers.columns import column_of
from geotrack_observations.layers.map_layers import _by_id, classes_of
from geotrack_observations.layers.totals import total
from geotrack_observations.page.layers import observed_js
from packed_columns import packed_layers, unpacked
from tests.examples import few
from tests.map_workspaces import feature

pytestmark = pytest.mark.slow

HEAD = ("mmsi", "time", "lon", "lat", "speed_kn", "note")
ROWS = [
    (2, "2024-07-24T16:41:00Z", -168.9, 65.8, 9.5, "b"),
    (1, "2024-07-24T16:46:00Z", -168.95, 65.75, 11.3, "secret-note"),
    (1, "2024-07-24T16:40:00Z", -168.91, 65.72, 11.2, ""),
    (3, "", 31.05, 70.37, 0.0, "c"),
]


@pytest.fixture
def home(observing: Callable[..., Path]) -> Callable[..., Path]:
    """Make a workspace with a dataset and a map that draws it."""

    def make(more: str = "", rows: Any = ROWS, head: tuple[str, ...] = HEAD) -> Path:
        return observing(head, rows, more)

    return make


def page_of(folder: Path) -> Briefing:
    return briefing(folder, "m")


def numbers(page: Briefing, name: str) -> list[float]:
    [layer] = packed_layers(page)
    return unpacked(layer, name).tolist()


def test_a_page_carries_the_scripts_that_it_needs(
    home: Callable[..., Path], make: Callable[..., Any]
) -> None:
    record = feature("somewhere")
    alone, surface = (
        page_of(home(more)).get_root().render() for more in ("", 'draw = ["points", "density"]\n')
    )
    with_records = briefing(make(record), "plan").get_root().render()
    bare, whole = page_js(records=False), page_js(records=True)
    points, all_ways = (observed_js(points_alone=one) for one in (True, False))
    assert len(bare) < 0.7 * len(whole)
    assert len(points) < 0.7 * len(all_ways)
    for html, scripts in (
        (alone, [bare, points]),
        (surface, [bare, all_ways]),
        (with_records, [whole]),
    ):
        held = [one for one in (bare, whole, points, all_ways) if one.rstrip("\n") in html]
        assert held == scripts
        styled = [page_css(records=one).rstrip("\n") in html for one in (True, False)]
        assert styled == [whole in scripts, bare in scripts]


def test_a_page_holds_what_is_asked_and_no_more(home: Callable[..., Path]) -> None:
    folder = home('columns = ["mmsi", "speed_kn"]\nid = "mmsi"\nregions = ["bering-strait"]\n')
    page = page_of(folder)
    assert page.view.observed[0].count == 3
    assert numbers(page, "column0") == [1, 1, 2]
    assert numbers(page, "column1") == [11.2, 11.3, 9.5]
    assert "secret-note" not in page.get_root().render()
    x, y = project([-168.91, -168.95, -168.9], [65.72, 65.75, 65.8])
    assert numbers(page, "x") == np.rint(x / 10).tolist()
    assert numbers(page, "y") == np.rint(y / 10).tolist()


def test_the_document_tells_of_them_in_words(home: Callable[..., Path]) -> None:
    text = page_of(home('where = ["speed_kn>=0"]\npositions = "100 m"\n')).get_root().render()
    for said in ("4 positions from 24 July 2024 to 24 July 2024 (UTC).", "rounded to 100\u00a0m",
                 "1 of them without a time", "Selected: speed_kn ≥ 0.", "Source:"):  # fmt: skip
        assert said in text


def test_what_is_asked_is_told_in_the_pages_language(home: Callable[..., Path]) -> None:
    more = 'where = ["speed_kn>=1.5", "note != 1.5"]\nfrom = "2024-07"\nto = "2024-08"\n'
    folder = home(f'draw = ["points", "tracks"]\ncolumns = ["mmsi"]\nid = "mmsi"\n{more}')
    [told, _] = page_of(folder).view.observation_texts
    assert "Selected: from July to August 2024, speed_kn ≥ 1.5, note ≠ 1.5." in told.summary
    assert told.summary.count("rounded") == 1
    definition = (folder / "maps" / "m.toml").read_text(encoding="utf-8")
    (folder / "maps" / "m.toml").write_text(f'language = "nb"\n{definition}', encoding="utf-8")
    [told, _] = page_of(folder).view.observation_texts
    # A text is as it is written.
    assert "Utvalg: fra juli til august 2024, speed_kn ≥ 1,5, note ≠ 1.5." in told.summary


def test_the_key_names_the_region_that_is_asked_for(home: Callable[..., Path]) -> None:
    two = 'draw = ["points", "density"]\nregions = ["bering-strait"]\n'
    text = page_of(home(two)).get_root().render()
    for way in ("points", "surface"):
        said = f"<dd>Ships,\xa0<span data-w>{way}</span><span data-w>, in the Bering Strait</span>"
        assert said in text
    # Where the title says it, it is said once.
    folder = home(two)
    definition = (folder / "maps" / "m.toml").read_text(encoding="utf-8")
    named = definition.replace('"Ships"', '"Ships of the Bering strait"')
    (folder / "maps" / "m.toml").write_text(named, encoding="utf-8")
    assert ", in the Bering Strait" not in page_of(folder).get_root().render()


def test_what_is_possible_is_counted_apart(home: Callable[..., Path]) -> None:
    events = {
        "type": "Feature", "id": "e", "geometry": {"type": "Point", "coordinates": [-168.9, 65.8]},
        "properties": {"title": "E", "type": "naval/patrol", "start": "2024",
                       "sources": {"cite": "A paper"},
                       "place": {"precision": "near", "radius_km": 20}},
    }  # fmt: skip
    folder = home('within = "25km"\nof = "e"\n')
    (folder / "events" / "e.geojson").write_text(json.dumps(events), encoding="utf-8")
    layer = page_of(folder).view.observed[0]
    assert (layer.count, layer.possible_count) == (3, 2)
    assert "only possibly" in page_of(folder).get_root().render()
    assert page_of(home('within = "25km"\nof = "e"\ncertain = true\n')).view.observed[0].count == 1


def test_radii_are_in_the_page_and_said(home: Callable[..., Path]) -> None:
    rows = [(1, "", 10, 70, 1.2004), (2, "", 11, 70, ""), (3, "", 12, 70, 0)]
    page = page_of(
        home('draw = ["points", "density"]\n', rows, ("n", "t", "lon", "lat", "radius_km"))
    )
    found = unpacked(packed_layers(page)[0], "radius")
    assert sorted(found[~np.isnan(found)]) == [0, 1201]
    assert np.isnan(found).sum() == 1
    assert "with a radius larger than a dot" in page.get_root().render()


def test_a_surface_and_coloured_points_go_together(home: Callable[..., Path]) -> None:
    page = page_of(home('draw = ["density", "points"]\ncolour = "note"\n'))
    text = page.get_root().render()
    assert "<dd>Ships,\xa0<span data-w>surface</span></dd>" in text
    assert "<dd>Ships,\xa0<span data-w>points</span>, note:</dd>" in text
    # Their source stands once under the map, in however many ways they are drawn.
    assert text.count('class="observed-source"') == 1


def test_entries_of_one_title_are_told_apart_and_the_same_positions_counted_once(
    home: Callable[..., Path],
) -> None:
    tracks = (
        OBSERVED.replace("/ais", "//ais") + 'draw = "tracks"\ncolumns = ["mmsi"]\nid = "mmsi"\n'
    )
    page = page_of(home('draw = "density"\n' + tracks))
    text = page.get_root().render()
    assert "<dd>Ships,\xa0<span data-w>surface</span></dd>" in text
    assert "<dd>Ships,\xa0<span data-w>tracks</span></dd>" in text
    # A track has no place for the one without a time.
    assert [one.count for one in page.view.observed] == [4, 3]
    assert [one.definition.overlap.query for one in page.view.observed] == [1, 1]
    assert total(page.view.observed) == Total(4, exact=True)
    other = page_of(home('draw = "density"\n' + tracks + 'from = "2024"\n'))
    assert [one.definition.overlap.query for one in other.view.observed] == [1, 2]
    assert total(other.view.observed) == Total(4, exact=True)


@pytest.mark.parametrize(
    ("values", "kind", "classes", "all_of_them"),
    [
        ([0.5, float("nan"), 0.5, float("inf"), None], pa.float64(), [0.5], False),
        ([2**60, 2**60, 1, 2**60 + 1], pa.int64(), [str(2**60), "1", str(2**60 + 1)], True),
        ([True, False, True, None], pa.bool_(), ["true", "false"], False),
        (list("aabbcdefghi"), pa.string(), list("abcdefg"), False),
        ([], pa.string(), [], False),
    ],
)
def test_classes_are_values_as_the_script_reads_them(
    values: list[Any], kind: Any, classes: list[Any], all_of_them: bool
) -> None:
    column = column_of(pa.chunked_array([pa.array(values, kind)]))
    found = classes_of("c", column)
    assert (list(found.values), found.has_others) == (classes, not all_of_them)
    told = [classes[n] if n < len(classes) else None for n in found.class_of.tolist()]
    wanted = [str(one).lower() if isinstance(one, bool) else one for one in values]
    same = {one: one for one in classes} | {int(one): one for one in classes if kind == pa.int64()}
    assert told == [same.get(one) for one in wanted]


def test_a_page_without_records_tells_of_positions_alone(home: Callable[..., Path]) -> None:
    folder = home('draw = ["density", "points"]\n')
    text = page_of(folder).get_root().render()
    assert '<span class="how-many-observed">4 observed positions</span>' in text
    assert "0 records" not in text
    for part in ('class="skip"', '<ol class="records">', 'id="how-to-pick"', 'class="no-map"'):
        assert part not in text
    assert "<h2 data-w>How to read this map</h2>" not in text


def test_the_masthead_counts_records_and_positions(
    home: Callable[..., Path], feature: Callable[..., Any]
) -> None:
    folder = home()
    one = json.dumps(feature("one", start="1900"))
    (folder / "events" / "one.geojson").write_text(one, encoding="utf-8")
    text = page_of(folder).get_root().render()
    start = text.index('<p class="edition">')
    head = text[start : text.index("</p>", start)]
    assert re.sub("<.*?>", "", head) == "1 record · 4 observed positions"
    assert 'class="skip"' in text


def test_the_digest_covers_what_is_shown(home: Callable[..., Path]) -> None:
    columns = 'columns = ["speed_kn"]\n'
    first = page_of(home(columns)).digest
    assert page_of(home(columns)).digest == first
    untold = [(*row[:5], "another note") for row in ROWS]
    assert page_of(home(columns, untold)).digest == first
    told = [(*row[:4], 5.0, row[5]) for row in ROWS]
    assert page_of(home(columns, told)).digest != first
    assert page_of(home(columns + 'where = ["mmsi>=0"]\n')).digest != first


def test_a_map_marked_lower_is_refused(home: Callable[..., Path]) -> None:
    folder = home('marking = "SECRET"\n')
    with pytest.raises(MarkingError, match=r"'Ships' are marked 'SECRET', above the map's"):
        page_of(folder)
    [found] = check(open_workspace(folder), check_observations=findings)
    assert (found.rule, found.line) == ("map-marking", 10)


@pytest.mark.parametrize(
    ("more", "line", "said"),
    [
        ('columns = ["sped_kn"]\n', 10, "did you mean 'speed_kn'?"),
        ('colour = "kind"\n', 10, "'kind'"),
        ('where = ["speed_kn>=fast"]\n', 10, "'fast' is no number"),
        ('where = ["time>=2024"]\n', 10, "'time' is asked by 'from' and 'to'"),
        ('regions = ["bering-straight"]\n', 10, "'Bering Strait'"),
    ],
)
def test_what_is_not_there_is_a_finding_and_refused(
    home: Callable[..., Path], more: str, line: int, said: str
) -> None:
    folder = home(more)
    workspace = open_workspace(folder)
    [found] = check(workspace, check_observations=findings)
    assert (found.rule, found.line) == ("map-observations", line)
    assert said in str(found)
    with pytest.raises(UsageError, match=said.partition("?")[0]):
        page_of(folder)


def test_a_dataset_that_is_not_there_is_a_finding(home: Callable[..., Path]) -> None:
    folder = home()
    shutil.rmtree(folder / "observations")
    [found] = check(open_workspace(folder), check_observations=findings)
    assert found.line == 7
    assert "geotrack observations build" in found.remedy


@pytest.mark.usefixtures("without_observations")
def test_without_its_package_a_map_says_how_to_install_it(home: Callable[..., Path]) -> None:
    folder = home()
    message = "datasets of observations need geotrack-observations"
    with pytest.raises(UsageError, match=f"{message}: pip install geotrack-observations"):
        page_of(folder)
    [found] = check_workspace(open_workspace(folder), today=date.max)
    assert (found.message, found.remedy) == (message, "pip install geotrack-observations")
    assert (found.rule, found.line) == ("map-observations", 6)


def test_a_frozen_map_refuses_what_it_cannot_keep(home: Callable[..., Path]) -> None:
    folder = home()
    with pytest.raises(UsageError, match="a frozen map cannot keep"):
        frozen_inputs(open_workspace(folder), "m", page_of(folder).view)


def test_a_map_of_no_observations_says_so(home: Callable[..., Path]) -> None:
    layer = page_of(home('where = ["speed_kn>100"]\ncolumns = ["note"]\n')).view.observed[0]
    assert (layer.count, layer.first) == (0, None)


@pytest.mark.parametrize("draw", ["points", "density", "tracks"])
def test_of_no_observations_it_is_said_how_they_were_selected_and_no_more(
    home: Callable[..., Path], draw: str
) -> None:
    more = f'draw = "{draw}"\nnorth_of = 88\ncertain = true\n'
    more += 'id = "mmsi"\ncolumns = "mmsi"\n' if draw == "tracks" else ""
    told = page_of(home(more)).view.observation_texts[0]
    assert re.sub("<.*?>", "", str(told.summary)) == (
        "No positions. Selected: north of 88° N, certainly so."
    )


@pytest.mark.parametrize(
    ("more", "most"),
    [('id = "mmsi"\n', 4.0), ("", 10.0), ('positions = "100 m"\n', 8.0)],
)
def test_a_point_takes_few_bytes(home: Callable[..., Path], more: str, most: float) -> None:
    [rows] = traffic(20_000)
    names = ("mmsi", "time", "lon", "lat", "speed_kn")
    folder = home(
        'columns = ["mmsi", "speed_kn"]\n' + more,
        zip(*(rows[n].tolist() for n in names), strict=True),
        names,
    )
    page = page_of(folder)
    texts = page.get_root()
    texts.render()
    assert sum(map(len, texts.texts.values())) / page.view.observed[0].count < most


@few
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**6)), min_size=1, max_size=40))
def test_each_ones_positions_stand_together_in_order(rows: list[tuple[int, int]]) -> None:
    times = pa.array([t for _, t in rows], pa.timestamp("us", "UTC"))
    table = pa.table({"ship": [s for s, _ in rows], "time": times})
    sorted_ = [rows[i] for i in _by_id(table, "ship").to_pylist()]
    ships = [ship for ship, _ in sorted_]
    assert all(ships.count(s) == 1 + max(i for i, t in enumerate(ships) if t == s)
               - ships.index(s) for s in ships)  # fmt: skip
    for ship in set(ships):
        of = [t for s, t in sorted_ if s == ship]
        assert of == sorted(of)
    assert sorted(sorted_) == sorted(rows)
