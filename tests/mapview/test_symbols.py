from __future__ import annotations

from xml.etree import ElementTree as ET

from geotrack.export import icons, qgis
from geotrack.handout.slides import legend
from geotrack.mapview.symbols import SHAPES, symbol_sheet
from geotrack.taxonomy import OUTLINES, built_in_taxonomy


def test_every_theme_has_an_outline_of_its_own() -> None:
    shapes = [t.shape for t in built_in_taxonomy().themes.values()]
    assert len(set(shapes)) == len(shapes)
    assert set(shapes) <= set(SHAPES)


def test_every_output_draws_each_outline() -> None:
    for drawn in (SHAPES, icons.OUTLINES, qgis.MARKERS, legend._SHAPES):
        assert tuple(drawn) == OUTLINES


def test_the_sheet_is_well_formed_and_defines_each_theme() -> None:
    sheet = ET.fromstring(symbol_sheet(built_in_taxonomy().themes.values()))  # noqa: S314 (our own text)
    assert [s.get("id") for s in sheet[0]] == [f"shape-{t}" for t in built_in_taxonomy().themes]
