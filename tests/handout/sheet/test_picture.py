"""Sheets: what the page says, read back from SVG and PDF; marked, countable, the same bytes."""

from __future__ import annotations

import builtins
import ctypes
import io
import itertools
import math
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock
from xml.etree import ElementTree as ET

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from click.testing import CliRunner
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack.files.resources import PACKAGE
from geotrack.handout.boxes import SHEETS
from geotrack.handout.chart import symbols
from geotrack.handout.chart.chart import draw
from geotrack.handout.citations import references
from geotrack.handout.lettering import few, sans, serif, width, wrapped
from geotrack.handout.options import Options
from geotrack.handout.output import new_figure
from geotrack.handout.sheet import picture
from geotrack.handout.sheet.record_blocks import Block
from geotrack.mapview.map_view import MapView
from geotrack.model.maps.contrast import DARK, DAY, contrast
from geotrack.model.maps.view import FirstView
from geotrack.page import Briefing
from tests.handout.conftest import CANARY, NOTES, TEXTS, hostile, made, page_of
from tests.hostile.texts import LETTERS
from tests.records import feature, point

pytestmark = pytest.mark.slow

LIGHT = Options(dpi=50)
SVG = "{http://www.w3.org/2000/svg}"


def silent(_: str) -> None:
    """Take no notice of progress."""


def texts(svg: bytes) -> list[str]:
    """Return the texts of an SVG, read by an XML parser."""
    root = ET.fromstring(svg)  # noqa: S314 (made here)
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def pages(pdf: bytes) -> list[str]:
    """Return the text of each sheet of a PDF, read by PDFium, its lines joined."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for n in range(len(document)):
        text = document[n].get_textpage()
        # PDFium takes a hyphen at the end of a line for one that only parts a word.
        said = text.get_text_bounded().replace("\ufffe", "-").replace("\x02", "-")
        found.append(" ".join(said.split()))
    document.close()
    return found


def squeezed(text: str) -> str:
    """Return a text without any space: lines are broken where a column ends."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def page(records_folder: Path) -> MapView:
    return page_of(records_folder)


@pytest.fixture(scope="module")
def png(page: MapView) -> bytes:
    return picture.png(page, LIGHT, silent)


@pytest.fixture(scope="module")
def svg(page: MapView) -> bytes:
    return picture.svg(page, Options(), silent)


@pytest.fixture(scope="module")
def pdf(page: MapView) -> bytes:
    return picture.pdf(page, Options(), silent)


@pytest.fixture(scope="module")
def strait_pdf(strait: MapView) -> bytes:
    return picture.pdf(strait, Options(), silent)


@pytest.mark.parametrize("size", ["a4", "4:3"])
def test_an_svg_has_every_shown_number_on_the_map(strait: MapView, size: str) -> None:
    svg = picture.svg(strait, Options(size=size), silent)
    root = ET.fromstring(svg)  # noqa: S314 (made here)
    marked = {one.get("id") for one in root.iter() if (one.get("id") or "").startswith("record-")}
    assert marked == {f"record-{e.number}" for e in strait.record_views if e.placed}
    said = texts(svg)
    for entry in strait.record_views:
        assert str(entry.number) in said
    assert said.count("UNCLASSIFIED // FOR BRIEFING") == 2
    assert f"digest {strait.digest}" in said


def test_a_pdf_tells_every_record_and_source(strait: MapView, strait_pdf: bytes) -> None:
    whole = squeezed(" ".join(pages(strait_pdf)))
    for entry in strait.record_views:
        assert squeezed(entry.event.title) in whole, entry.number
        assert squeezed(entry.date) in whole, entry.number
    for reference in references(strait.record_views):
        assert squeezed(reference.label) in whole
        assert squeezed(reference.url) in whole


def test_each_sheet_of_a_pdf_bears_the_marking_twice_and_the_digest(
    strait: MapView, strait_pdf: bytes
) -> None:
    sheets = pages(strait_pdf)
    assert len(sheets) > 1
    for n, text in enumerate(sheets, 1):
        assert text.count("UNCLASSIFIED // FOR BRIEFING") == 2
        assert strait.digest in text
        assert f"{n} / {len(sheets)}" in text


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_the_digest_is_that_of_the_page(page: MapView, svg: bytes, pdf: bytes) -> None:
    html = Briefing(page).get_root().render()
    [digest] = set(re.findall(r"<code>([0-9a-f]{12})</code>", html))
    assert any(digest in text for text in texts(svg))
    assert all(digest in text for text in pages(pdf))


# Here, and where sizes and bytes are compared, one language stands for both.
@pytest.mark.parametrize("language", ["nb"], indirect=True)
def test_only_what_the_map_selects_is_in_the_bytes(records_folder: Path) -> None:
    page = page_of(records_folder, with_notes=True)
    svg = picture.svg(page, Options(), silent)
    said = " ".join(pages(picture.pdf(page, Options(), silent)))
    for secret in (CANARY, NOTES):
        assert secret.encode() not in svg
        assert secret not in said
    assert "Seen again" in said


def test_a_record_in_doubt_bears_a_question_mark(page: MapView, svg: bytes) -> None:
    doubted = sum(e.doubted for e in page.record_views)
    assert doubted == 1
    # On the map, in the list and in the key.
    assert texts(svg).count("?") == 2 * doubted + 1


def test_it_speaks_the_pages_language(svg: bytes, language: str) -> None:
    said = texts(svg)
    words = {"en": ("Records", "Arctic Circle"), "nb": ("Oppføringer", "Polarsirkelen")}
    other = {"en": "nb", "nb": "en"}[language]
    whole = squeezed("".join(said))
    assert words[language][0] in said
    assert words[other][0] not in said
    assert squeezed(words[language][1]) in whole
    assert squeezed(words[other][1]) not in whole


def test_a_round_sheet_says_where_the_records_are(tmp_path: Path) -> None:
    head = 'title = "M"\nmarking = "UNCLASSIFIED"\n[view]\nframe = "round"\nsouth = 60\n'
    page = page_of(made(tmp_path / "w", head, [feature("a", point(-170, 70))]))
    said = texts(picture.svg(page, Options(size="4:3"), silent))
    assert "The records and their sources: in the PDF" in said


def test_one_sheet_says_how_many_records_it_has_no_room_for(overview: MapView) -> None:
    overview = copy(overview)
    full = FirstView(radius_km=4400.0)
    overview.definition = overview.definition.model_copy(update={"view": full})
    said = texts(picture.svg(overview, Options(size="4:3"), silent))
    [without] = [t for t in said if "in the PDF" in t]
    missing = int(without.split()[0])
    titles = squeezed("".join(said))
    shown = sum(squeezed(e.event.title) in titles for e in overview.record_views)
    # A title may stand within a longer one.
    assert len(overview.record_views) - missing <= shown < len(overview.record_views)
    assert missing > 0
    # Those that the map names are first.
    rows = sorted(
        (*overview.frame.placed, *overview.frame.unplaced),
        key=lambda e: e.number not in overview.labels,
    )[: len(overview.record_views) - missing]
    numbered = {e.number for e in rows}
    assert numbered <= set(overview.labels) or numbered >= set(overview.labels)
    numbers = references(overview.record_views)
    for reference in references(rows):
        assert squeezed(f"{numbers[reference]} {reference.label}") in titles


def test_a_pdf_contains_the_faces_of_the_page(strait_pdf: bytes) -> None:
    faces = {}
    # Of the records a sheet has all faces.
    for sheet in itertools.islice(pypdfium2.PdfDocument(strait_pdf), 2):
        for one in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font, name = pdfium.FPDFTextObj_GetFont(one.raw), ctypes.create_string_buffer(80)
            pdfium.FPDFFont_GetBaseFontName(font, name, 80)
            faces[name.value.decode().partition("+")[2]] = pdfium.FPDFFont_GetIsEmbedded(font)
    of_page = {f"SourceSerif4-{style}" for style in ("Regular", "Italic", "SemiBold")}
    assert of_page | {"Inter-Regular", "Inter-SemiBold"} <= set(faces)
    assert set(faces.values()) == {1}


def test_a_letter_is_as_wide_as_in_the_face_that_has_it() -> None:
    for font in (sans(10), serif(10), serif(10, italic=True)):
        # An n with an accent is as wide as an n; what no font has is a box.
        assert width("ń", font) == pytest.approx(width("n", font), rel=0.02)
        box = width("\U0001f9ca", font)
        assert width("Щ", font) != pytest.approx(box, rel=0.02)


def test_all_of_a_sheet_can_be_read_on_paper(strait_pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(strait_pdf)
    sizes = [size for sheet in document for size in _sizes(sheet)]
    document.close()
    assert len(sizes) > 5000
    assert min(sizes) >= 7.0 - 0.05


@pytest.mark.parametrize("number", [7, 81, 999, 1000, 9999])
def test_a_number_in_a_list_has_seven_points_however_long_it_is(
    strait: MapView, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    sizes: list[float] = []
    monkeypatch.setattr(symbols, "draw_text", lambda *a, **_: sizes.append(a[4].size))
    for acting in (None, strait.look.sides and strait.look.sides.inked("left")):
        record = replace(strait.record_views[0], number=number, acting=acting)
        Block(30.0, (), record).draw(Mock(), 0.0, 0.0, 100.0)
    assert len(sizes) == 2, "in the symbol, and under it on a map with sides"
    assert min(sizes) >= 7.0


def _sizes(sheet: Any) -> Iterator[float]:
    """Yield the font size of each character, points."""
    text = sheet.get_textpage()
    for n in range(text.count_chars()):
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, n, matrix)
        if text.get_text_range(n, 1).strip():
            yield pdfium.FPDFText_GetFontSize(text, n) * math.hypot(matrix.a, matrix.b)


@pytest.mark.parametrize(
    ("css", "grounds"),
    [
        # The deepest water by day; glaciers in the dark.
        ("leaflet/polarmap.css", (*DAY, "#b9d0dc")),
        ("page/chrome/dark-mode.css", (*DARK, "#47525a")),
    ],
)
def test_lettering_of_the_map_stands_out_of_its_ground(css: str, grounds: Any) -> None:
    text = (PACKAGE.parent / "web" / "src" / css).read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(name-(?:sea|land|region|place)|degrees|circle): (#\w{6})", text))
    assert len(colours) == 6
    for name, ink in colours.items():
        for ground in grounds:
            assert contrast(ink, ground) >= 4.5, (name, ground)


@pytest.mark.parametrize(
    ("form", "language"), [("png", "en"), ("svg", "nb"), ("pdf", "en")], indirect=["language"]
)
def test_the_same_input_gives_the_same_bytes(
    records_folder: Path, form: str, request: pytest.FixtureRequest
) -> None:
    options = LIGHT if form == "png" else Options()
    again = getattr(picture, form)(page_of(records_folder), options, silent)
    assert again == request.getfixturevalue(form)


@pytest.mark.parametrize("language", ["nb"], indirect=True)
@pytest.mark.parametrize("size", SHEETS)
def test_a_png_has_the_requested_size(page: MapView, size: str) -> None:
    data = picture.png(page, Options(size=size, dpi=50), silent)
    image = Image.open(io.BytesIO(data))
    width_in, height_in = SHEETS[size].inches
    assert image.size == (int(width_in * 50), int(height_in * 50))
    # The banner of the lowest level, from edge to edge.
    for x in (0, image.width - 1):
        assert image.getpixel((x, 2))[:3] == (0x0B, 0x6B, 0x3A)
        assert image.getpixel((x, image.height - 3))[:3] == (0x0B, 0x6B, 0x3A)


def test_nothing_runs_out_of_a_sheet_or_is_read_as_something_else(tmp_path: Path) -> None:
    # A sheet is a matter of letters; markup of every kind is tried in Markdown and on slides.
    page = page_of(hostile(tmp_path / "h", [*TEXTS[::6], *(t for t in LETTERS if t in TEXTS)]))
    said = squeezed("".join(texts(picture.svg(page, Options(), silent))))
    assert said
    document = pypdfium2.PdfDocument(picture.pdf(page, Options(), silent))
    for n in range(len(document)):
        sheet = document[n]
        wide, high = sheet.get_size()
        text = sheet.get_textpage()
        boxes = [text.get_charbox(i) for i in range(text.count_chars())]
        assert all(left >= -1 and right <= wide + 1 for left, _, right, _ in boxes)
        assert all(low >= -1 and top <= high + 1 for _, low, _, top in boxes)
    document.close()


@pytest.mark.parametrize("name", ["overview", "strait"])
def test_names_give_way_to_symbols(name: str, request: pytest.FixtureRequest) -> None:
    figure = new_figure(6, 5)
    chart = draw(figure, request.getfixturevalue(name))
    renderer = FigureCanvasAgg(figure).get_renderer()
    high = figure.get_size_inches()[1] * 72
    texts = [t for axes in figure.axes for t in axes.texts]
    names = [t for t in texts if not t.get_gid() and t.get_text() != "?"]
    assert len(names) > 50
    for one in names:
        box = one.get_window_extent(renderer)
        middle = ((box.x0 + box.x1) / 2, high - (box.y0 + box.y1) / 2)
        for mark in chart.marks:
            away = max(
                abs(mark.x - middle[0]) - box.width / 2, abs(mark.y - middle[1]) - box.height / 2
            )
            assert away > 0.25 * mark.size, (one.get_text(), mark.number)


def test_a_title_that_is_cut_says_so() -> None:
    font = serif(18, bold=True)
    for text in ("word " * 90, "x" * 500):
        lines = few(text, font, 300, 2)
        assert len(lines) == 2
        assert lines[-1].endswith("…")
        assert all(width(one, font) <= 300 for one in lines)
    assert few("short", font, 300, 2) == ["short"]


def test_lines_fit_their_column() -> None:
    text = "Æ long line of words, anunbreakableone" + "x" * 90 + " and 12\u00a0km"
    for font in (sans(6), serif(9, bold=True)):
        lines = wrapped(text, font, 100)
        assert all(width(one, font) <= 100 for one in lines)
        assert squeezed("".join(lines)) == squeezed(text)
        assert any("12\u00a0km" in one for one in lines)


def test_without_matplotlib_the_install_command_is_named(
    records_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return found(name, *rest, **named)

    page = page_of(records_folder)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError) as refused:
        picture.png(page, Options(), silent)
    assert str(refused.value) == "a picture needs matplotlib: pip install 'geotrack[static]'"


def test_the_command_writes_a_picture_and_tells_of_it(records_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.svg"
    done = CliRunner().invoke(
        main, ["--workspace", str(records_folder), "map", "m", "--out", str(out), "--lang", "nb"]
    )
    assert done.exit_code == 0, done.output
    assert "drawing the map" in done.stderr
    assert "Oppføringer" in texts(out.read_bytes())
    refused = CliRunner().invoke(
        main, ["--workspace", str(records_folder), "map", "m", "--dpi", "90"]
    )
    assert refused.exit_code == 2
    assert "--dpi is for --format png" in refused.stderr


def test_a_crowd_is_dots_at_their_places(tmp_path: Path) -> None:
    many = [
        feature(f"r{i}", point(-179 + 358 * (i * 0.618 % 1), 62 + 25 * (i / 700)))
        for i in range(700)
    ]
    head = 'title = "Many"\nmarking = "UNCLASSIFIED // TEST"\n'
    page = page_of(made(tmp_path / "many", head, many))
    figure = new_figure(7, 6)
    chart = draw(figure, page)
    assert chart.crowd
    assert len(chart.marks) + len(chart.off_screen) == 700
    assert all((m.x, m.y) == m.at for m in chart.marks)
    said = texts(picture.svg(page, Options(), silent))
    assert "One dot for each record; some overlap." in " ".join(said)


def test_a_record_above_the_maps_marking_stops_the_picture(tmp_path: Path) -> None:
    head = 'title = "M"\nmarking = "UNCLASSIFIED"\n'
    secret = feature("a", point(-170, 70), marking="SECRET", title=CANARY)
    folder = made(tmp_path / "w", head, [secret, feature("b", point(-171, 70))])
    out = tmp_path / "m.pdf"
    done = CliRunner().invoke(main, ["--workspace", str(folder), "map", "m", "--out", str(out)])
    assert done.exit_code == 1
    assert "SECRET" in done.stderr
    assert not out.exists()


def test_a_text_that_looks_like_a_style_stays_as_it_is(tmp_path: Path) -> None:
    said = "font: 'Page Sans' and 'Page Serif'"
    head = 'title = "M"\nmarking = "UNCLASSIFIED"\n'
    page = page_of(made(tmp_path / "w", head, [feature("a", point(-170, 70), title=said)]))
    svg = picture.svg(page, Options(), silent)
    assert said in texts(svg)
    assert b"'Page Sans', Inter, Arial" in svg
    assert b"@font-face" in svg


@pytest.mark.parametrize(("many", "said"), [(1, "writing 1 sheet"), (3, "writing 3 sheets")])
def test_sheets_are_counted(many: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    page: Any = SimpleNamespace(definition=SimpleNamespace(title="M"))
    monkeypatch.setattr(picture, "sheets", lambda *_, **__: [new_figure(2, 2)] * many)
    picture.pdf(page, Options(), told.append)
    assert told == [said]
