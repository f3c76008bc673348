"""Names of records on a chart: within its edges, on no symbol and no other name."""

from __future__ import annotations

import itertools
import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from geotrack.handout.boxes import Box
from geotrack.handout.chart import basemap, content
from geotrack.handout.chart.annotations import Annotation, annotations_of, covered_by
from geotrack.handout.chart.areas import Areas
from geotrack.handout.chart.chart import Chart, draw
from geotrack.handout.chart.symbol_placement import Room, spread
from geotrack.handout.chart.symbols import Mark
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.output import new_figure
from geotrack.handout.slides import pictures
from geotrack.mapview.place_names import names_to
from geotrack.mapview.record.shapes import Disc, PlaneArea
from tests.sample_pages import sample_page

BOX = Box(20, 30, 480, 420)
SYMBOL, SIZE = 14.0, 8.0
NO_COAST = np.empty((0, 2))
NAMES = st.sampled_from(["Ji Di", "Joint bomber sortie", "Chinese and Russian warships", "Ø" * 32])


@pytest.fixture(scope="module")
def figure_and_chart(strait: Any) -> tuple[Any, Chart]:
    figure = new_figure(9, 8)
    return figure, draw(figure, strait, named=strait.labels)


def placed(
    spots: Any, names: list[str], coast: Any = NO_COAST
) -> tuple[list[Mark], list[Annotation]]:
    marks = [Mark(n, float(x), float(y), (x, y), SYMBOL) for n, (x, y) in enumerate(spots)]
    records: Any = [
        SimpleNamespace(number=n, short_name=name, date="24 or 25 July 2024")
        for n, name in enumerate(names)
    ]
    occupied = [(m.x, m.y, SYMBOL * 0.45) for m in marks]
    ground: Any = SimpleNamespace(box=BOX)
    return marks, annotations_of(ground, records, marks, occupied, coast=coast, size=SIZE)


def away(box: Box, x: float, y: float) -> float:
    """Return the distance of a point from a box."""
    return math.hypot(max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom))


def along(annotation: Annotation) -> list[tuple[float, float]]:
    start, end = (np.array(place) for place in annotation.leader)
    return [tuple(start + (end - start) * part) for part in np.linspace(0, 1, 30)]


@given(
    st.lists(st.tuples(st.floats(30, 490), st.floats(40, 440)), min_size=1, max_size=30),
    st.lists(NAMES, min_size=1, max_size=5),
)
def test_no_name_is_on_a_symbol_another_name_a_leader_or_the_edge(
    places: list[tuple[float, float]], names: list[str]
) -> None:
    marks, found = placed(spread(np.array(places), SYMBOL, Room(BOX.less(8, 8, 8, 8))), names)
    for one in found:
        box, own = one.box, marks[one.number]
        assert BOX.contains(box.left, box.top)
        assert BOX.contains(box.right, box.bottom)
        assert all(away(box, mark.x, mark.y) >= SYMBOL * 0.45 for mark in marks)
        # It begins at its symbol and ends at its text.
        assert math.dist(one.leader[0], (own.x, own.y)) == pytest.approx(SYMBOL / 2)
        assert away(box, *one.leader[1]) < 0.2 * SIZE
        others = [mark for mark in marks if mark is not own]
        gaps = [math.dist(place, (m.x, m.y)) for place in along(one) for m in others]
        assert min(gaps, default=SYMBOL) > 0.44 * SYMBOL
    for one, other in itertools.permutations(found, 2):
        a, b = one.box, other.box
        assert a.right < b.left or b.right < a.left or a.bottom < b.top or b.bottom < a.top
        assert all(away(b, x, y) > 0 for x, y in along(one))
        assert min(math.dist(p, q) for p in along(one) for q in along(other)) > 0


class PictureError(Exception):
    """Ends a picture where its names are known."""


@pytest.mark.parametrize("name", ["overview", "bering-strait"])
def test_no_leader_runs_through_another_record_and_no_name_stands_in_its_place(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = sample_page(name).view
    records = {one.number: one for one in view.record_views if one.placed}
    named = 0

    def looked_at(ground: Any, some: Any, marks: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal named
        for one in annotations_of(ground, some, marks, *args, **kwargs):
            named += 1
            assert_its_own(one, marks, Areas(ground), records)
        raise PictureError

    monkeypatch.setattr(content, "annotations_of", looked_at)
    # What has no part in it.
    monkeypatch.setattr(basemap, "paint", lambda *_, **__: None)
    monkeypatch.setattr(basemap, "coast", lambda _: NO_COAST)
    monkeypatch.setattr(content, "_name_regions", lambda *_: [])
    # Two scenes of the overview take a second.
    scenes = view.definition.scenes[:: 2 if name == "overview" else 1]
    for scene in (None, *scenes):
        with pytest.raises(PictureError):
            pictures.picture(view, scene, [*records.values()], 560, 420)
    assert named > 2 * len(scenes)


def assert_its_own(one: Annotation, marks: Any, areas: Areas, records: Any) -> None:
    """Fail if a leader crosses the symbol of another record, or a name is in its outline."""
    own = next(mark for mark in marks if mark.number == one.number)
    leader, box = shapely.LineString(one.leader), one.box
    text = shapely.box(box.left, box.top, box.right, box.bottom)
    for mark in marks:
        # The records of a stack have one symbol.
        if (mark.x, mark.y) != (own.x, own.y):
            gap = leader.distance(shapely.Point(mark.x, mark.y))
            assert gap > 0.44 * mark.size, (one.number, mark.number)
        for shape in records[mark.number].drawing.shapes if mark is not own else ():
            if isinstance(shape, Disc | PlaneArea):
                place = areas.clipped(shape.plane)
                holes = [r for part in shapely.get_parts(place) for r in part.interiors]
                assert not shapely.intersects(text, [place, *map(shapely.Polygon, holes)]).any()


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_where_there_is_room_all_are_named(names: list[str]) -> None:
    spots = [(120 + 240 * (n % 2), 90 + 150 * (n // 2)) for n in range(len(names))]
    _, found = placed(spots, names)
    assert sorted(one.number for one in found) == list(range(len(names)))


@pytest.mark.parametrize("side", [-1, 1])
def test_a_name_stands_off_the_coast(side: int) -> None:
    # A coast east or west of a symbol in the middle.
    y = np.linspace(200, 280, 400)
    x = 260 + side * np.linspace(10, 120, 12)
    coast = np.column_stack([np.tile(x, len(y)), np.repeat(y, len(x))])
    _, [one] = placed([(260, 240)], ["Joint bomber sortie"], coast)
    inside = [BOX.contains(*place) and away(one.box, *place) == 0 for place in coast]
    assert not any(inside)


def test_texts_and_leaders_are_taken_from_other_names() -> None:
    _, found = placed([(260, 240), (270, 255)], ["Joint bomber sortie", "Ji Di"])
    spots = covered_by(found)
    for one in found:
        for x, y in (*along(one), (one.box.left + 1, one.box.top + 3), one.leader[1]):
            near = min(math.hypot(x - sx, y - sy) - radius for sx, sy, radius in spots)
            assert near < SIZE / 2


def texts(figure: Any) -> list[Text]:
    return [one for axes in figure.axes for one in axes.get_children() if isinstance(one, Text)]


def test_the_named_records_have_their_labels_and_dates(
    strait: Any, figure_and_chart: tuple[Any, Chart]
) -> None:
    figure, chart = figure_and_chart
    assert sorted(one.number for one in chart.annotations) == sorted(strait.labels)
    written = " ".join(text.get_text() for text in texts(figure))
    by_number = {record.number: record for record in strait.record_views}
    for number in strait.labels:
        record = by_number[number]
        assert record.event.label in written
        assert str(record.date) in written


def test_a_name_is_in_the_region_that_records_name(
    strait: Any, figure_and_chart: tuple[Any, Chart]
) -> None:
    figure, chart = figure_and_chart
    single = [one for one in texts(figure) if len(one.get_text()) == 1]
    own = [one for one in single if one.get_color() == colour("name-region")]
    places = {
        "Bering Sea": strait.workspace.regions["bering-sea"],
        "Chukchi Sea": strait.workspace.regions["chukchi-sea"],
    }
    letters = "".join(one.get_text() for one in own)
    for name, region in places.items():
        names = {one["text"].casefold() for one in names_to(strait.south)}
        assert region.name.casefold() in names
        start = letters.index(name.replace(" ", ""))
        some = own[start : start + len(name) - 1]
        sea = chart.plane.of_shape(region.plane).buffer(0)
        inside = [shapely.contains_xy(sea, *one.get_position()) for one in some]
        assert sum(inside) >= 0.7 * len(inside), name
        # It is not there a second time, as the name of a sea.
        assert letters.count(name.replace(" ", "")) == 1


def test_a_slide_names_the_records_of_its_scene(
    strait: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw_none(*_: Any, named: list[int], **__: Any) -> None:
        raise PictureError(named)

    monkeypatch.setattr(pictures, "draw", draw_none)
    records = [record for record in strait.record_views if record.placed]
    scene = strait.definition.scenes[1]
    cited = [
        "2024-02-07-tu-95ms-bering-and-chukchi-seas", "2024-04-06-tu-95ms-chukchi-sea",
        "2024-07-24-joint-bomber-sortie", "2024-07-24-norad-intercept",
    ]  # fmt: skip
    other = strait.record_views[0].event.id
    listed = scene.model_copy(update={"labels": (other,)})
    for one, ids in ((scene, cited), (listed, [*cited, other])):
        with pytest.raises(PictureError) as told:
            pictures.picture(strait, one, records, 300, 200)
        assert told.value.args[0] == [strait.numbers[id_] for id_ in ids]
    with pytest.raises(PictureError) as told:
        pictures.picture(strait, None, records, 300, 200)
    assert told.value.args[0] == strait.labels
