"""The look of a house on sheets and slides, as it is on the page."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pptx import Presentation

from geotrack.handout import Options, slides
from geotrack.handout.sheet import picture
from geotrack.handout.slides import scenes
from geotrack.handout.slides.pictures import Picture
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.workspace import open_workspace
from tests.handout.conftest import made
from tests.logos import SVG, png, put_look
from tests.records import feature, point

HOUSE = """\
logo = "logo.png"
logo_alt = "A <house>"
organisation = "Institute & Sons"
accent = "#7a1240"
typeface = "sans"
colours = { coastguard = "#12407a" }
"""
MAP = 'title = "A map"\nmarking = "UNCLASSIFIED"\n[view]\nlat = 75\nlon = 10\nradius_km = 900\n'


def quiet(_text: str) -> None:
    """Take no note of progress."""


def house(folder: Path, look: str = HOUSE, **files: bytes | str) -> MapView:
    root = made(folder / "w", MAP, [feature("at-sea", point(15, 76))])
    put_look(root, look, **{"logo_png": png(24, 8), **files})
    return open_map(open_workspace(root), "m")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> str:
    view = house(tmp_path_factory.mktemp("house"))
    return picture.svg(view, Options(size="a4"), quiet).decode()


@pytest.mark.slow
def test_a_sheet_has_logo_organisation_accent_and_typeface(sheet: str) -> None:
    images = re.findall(r'<image xlink:href="data:image/png;base64,\s*([^"]+)"[^>]*?>', sheet)
    sizes = [Image.open(io.BytesIO(base64.b64decode(one))).size for one in images]
    assert (24, 8) in sizes, "with all its pixels"
    organisation = re.search(r'style="([^"]*)"[^>]*>Institute &amp; Sons<', sheet)
    assert organisation is not None
    assert "#7a1240" in organisation[1]
    title = re.search(r'style="([^"]*)"[^>]*>A map<', sheet)
    assert title is not None
    assert "Page Sans" in title[1]
    assert "stroke: #7a1240" in sheet
    assert "'Page Serif', " in sheet, "names of seas keep their serifs"


@pytest.mark.slow
def test_a_theme_has_its_colour_in_all_of_a_sheet(sheet: str) -> None:
    assert sheet.count("#12407a") >= 3  # symbol, list, legend
    assert "#0f766e" not in sheet


@pytest.mark.slow
def test_a_picture_has_the_logo_on_white(tmp_path: Path) -> None:
    green = io.BytesIO()
    Image.new("RGBA", (60, 60), (0, 160, 0, 255)).save(green, "PNG")
    view = house(tmp_path, HOUSE, logo_png=green.getvalue())
    drawn = Image.open(io.BytesIO(picture.png(view, Options(size="a4", dpi=72), quiet)))
    pixels = np.asarray(drawn.convert("RGB")).astype(int)
    rows, columns = np.nonzero(np.abs(pixels - (0, 160, 0)).max(axis=2) < 8)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert abs(height - 32) <= 2
    assert abs(width - 32) <= 2


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no maps: they take their time."""
    one = Picture(png(), (), (), "A projection")
    monkeypatch.setattr(scenes, "picture", lambda *_: one)


@pytest.mark.usefixtures("blank")
def test_slides_have_it_on_layouts_and_in_their_theme(tmp_path: Path) -> None:
    deck = Presentation(io.BytesIO(slides.write(house(tmp_path), Options(), quiet)))
    for layout in deck.slide_layouts:
        [logo] = [shape for shape in layout.shapes if shape.name == "Logo"]
        assert logo.width / logo.height == pytest.approx(3, rel=0.01)
        assert logo._element.nvPicPr.cNvPr.get("descr") == "A <house>"
        assert logo.left > 0
        assert logo.left + logo.width < deck.slide_width
        assert Image.open(io.BytesIO(logo.image.blob)).size == (24, 8)
    first, second, *_ = deck.slides
    named = {shape.name: shape for shape in first.shapes}
    assert named["Organisation"].text_frame.text == "Institute & Sons"
    assert str(named["Line"].fill.fore_color.rgb) == "7A1240"
    xml = b"".join(part.blob for part in deck.part.package.iter_parts() if "theme" in part.partname)
    assert b'<a:accent1><a:srgbClr val="7A1240"/>' in xml
    assert b'<a:majorFont><a:latin typeface="Inter"' in re.sub(rb">\s+<", b"><", xml)
    colours = {str(s.fill.fore_color.rgb) for s in second.shapes if s.shape_type == 1}
    assert "12407A" in colours


@pytest.mark.usefixtures("blank")
def test_an_svg_alone_is_left_out_and_a_template_has_its_own_look(tmp_path: Path) -> None:
    view = house(tmp_path / "svg", HOUSE.replace("logo.png", "a.svg"), a_svg=SVG)
    deck = Presentation(io.BytesIO(slides.write(view, Options(), quiet)))
    assert not [s for layout in deck.slide_layouts for s in layout.shapes if s.name == "Logo"]
    Presentation().save(str(tmp_path / "own.pptx"))
    view = house(tmp_path / "png")
    data = slides.write(view, Options(template=tmp_path / "own.pptx"), quiet)
    deck = Presentation(io.BytesIO(data))
    names = {s.name for slide in deck.slides for s in slide.shapes}
    names |= {s.name for layout in deck.slide_layouts for s in layout.shapes}
    assert not names & {"Logo", "Organisation"}
