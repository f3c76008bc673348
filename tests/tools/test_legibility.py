"""Texts that cannot be read on a drawing are found, and no others."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geotrack.handout.boxes import Box
from geotrack.handout.chart.annotations import Annotation
from geotrack.handout.chart.symbols import Mark
from geotrack.handout.lettering import draw_text, sans
from geotrack.handout.output import new_figure, page_axes
from tools.legibility import least_contrast
from tools.legibility.contrast import contrast_of
from tools.legibility.paper import annotation_faults, figure_faults


@pytest.mark.parametrize(("grey", "ratio"), [(0, 21.0), (118, 4.54), (119, 4.48)])
def test_contrast_is_that_of_the_guidelines(grey: float, ratio: float) -> None:
    ground = np.full((20, 60, 3), 255.0)
    shown = ground.copy()
    shown[5:15:2, 10:50] = grey
    found = contrast_of((5, 2, 55, 18), (grey, grey, grey, 1.0), shown, ground)
    assert found == pytest.approx(ratio, abs=0.01)
    assert contrast_of((5, 2, 55, 18), (grey, grey, grey, 1.0), ground, ground) is None
    assert least_contrast(24, bold=False) == least_contrast(19, bold=True) == 3.0
    assert least_contrast(19, bold=False) == 4.5


def test_each_fault_of_a_drawing_is_found() -> None:
    figure = new_figure(3, 2)
    axes = page_axes(figure)
    for x, y, text, size, ink in (
        (10, 20, "read", 8.0, "#16242c"),
        (10, 40, "small", 6.0, "#16242c"),
        (10, 60, "pale", 8.0, "#a0a0a0"),
        (10, 80, "under", 8.0, "#16242c"),
        (14, 82, "over", 8.0, "#16242c"),
        (200, 100, "beyond the edge", 8.0, "#16242c"),
        (10, 120, "shortened…", 8.0, "#16242c"),
    ):
        draw_text(axes, x, y, text, sans(size), colour=ink)
    found = {(rule, offender) for rule, offender, _, _ in figure_faults(figure)}
    assert found == {
        ("text small", "small"),
        ("contrast", "pale"),
        ("label over label", "under / over"),
        ("name cut", "beyond the edge"),
        ("name cut", "shortened…"),
    }


def test_a_name_in_the_way_of_another_record_is_found() -> None:
    frame = Box(0.0, 0.0, 200.0, 200.0)
    marks = [Mark(n, x, 50.0, (x, 50.0), 10.0) for n, x in ((1, 20.0), (2, 60.0), (3, 150.0))]
    name = Annotation(1, (), Box(100.0, 40.0, 60.0, 20.0), "left", ((25.0, 50.0), (98.0, 50.0)))
    place = {2: shapely.box(90, 30, 110, 70), 1: shapely.box(0, 0, 200, 200)}
    rules = {(rule, pair) for rule, pair, _, _ in annotation_faults([name], marks, place, frame)}
    assert rules == {
        ("leader over symbol", "1 / 2"),
        ("label over symbol", "1 / 3"),
        ("label in footprint", "1 / 2"),
    }
