"""Numbers beside symbols: on the first free side, and with room where none is."""

from __future__ import annotations

from pathlib import Path

from geotrack.handout.chart.chart import draw
from geotrack.handout.chart.number_placement import Numbered, number_box, place_numbers
from geotrack.handout.chart.symbols import number_width
from geotrack.handout.output import new_figure
from tests.handout.conftest import page_of


def test_a_number_stands_where_it_covers_nothing() -> None:
    row = [Numbered(x, 0.0, 20.0, 9.0) for x in (0.0, 20.0, 40.0)]
    assert place_numbers(row) == [("left", True), ("below", True), ("right", True)]
    around = [(0.0, 0.0), (20.0, 0.0), (-20.0, 0.0), (0.0, 20.0), (0.0, -20.0)]
    assert place_numbers([Numbered(*at, 20.0, 9.0) for at in around])[0][1] is False
    assert place_numbers([Numbered(0.0, 0.0, 20.0, 0.0)]) == [("right", True)]


def test_no_number_of_a_chart_lies_on_a_symbol_or_number(sided_folder: Path) -> None:
    view = page_of(sided_folder)
    chart = draw(new_figure(4.0, 4.0), view)
    assert len(chart.marks) == 4
    numbers, shapes = [], []
    for mark in chart.marks:
        numbered = Numbered(mark.x, mark.y, mark.size, number_width(mark.number, mark.size))
        numbers.append(number_box(numbered, mark.number_at))
        half = 0.44 * mark.size
        shapes.append((mark.x - half, mark.y - half, mark.x + half, mark.y + half))
    for n, (left, top, right, bottom) in enumerate(numbers):
        for other in (*numbers[n + 1 :], *shapes):
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
