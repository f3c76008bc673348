"""On paper: the map, a numbered table and the sources, marked on each sheet of A4 and Letter."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from playwright.sync_api import Browser, Page, expect

from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.browser.reuse import Pages

MANY = 60
LONG = " ".join(["A title that goes on"] * 12)
SIZES = {"A4": (842, 596), "Letter": (792, 612)}
HEADS = {
    "en": ["No.", "Date", "Title", "Place", "Status", "Verification", "Sources"],
    "nb": ["Nr.", "Dato", "Tittel", "Sted", "Status", "Bekreftelse", "Kilder"],
}


def record(n: int) -> dict[str, Any]:
    at = {"type": "Point", "coordinates": [n * 6 - 180, 70 + n % 15]} if n % 7 else None
    grade = {"reliability": "B", "credibility": 2}
    return {
        "type": "Feature",
        "id": f"r{n}",
        "geometry": at,
        "properties": {
            "title": f"Record {n}" if n != 5 else LONG,
            "type": "naval/patrol",
            "start": f"2024-{n % 12 + 1:02}",
            "status": "occurred",
            "verification": "confirmed",
            "confidence": "low",
            "sources": [
                {"url": f"https://example.org/{n}", "publisher": f"Paper {n}", "grade": grade},
                {"cite": "A letter"},
            ],
        },
    }


@pytest.fixture(scope="module")
def pages(chromium: Browser) -> Pages:
    """Open each page anew: the way to paper and back is what this is about."""
    return Pages(chromium, kept=0, motion="reduce")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "events").mkdir()
    (folder / "maps").mkdir()
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    text = json.dumps({"type": "FeatureCollection", "features": [record(n) for n in range(MANY)]})
    (folder / "events" / "a.geojson").write_text(text, encoding="utf-8")
    (folder / "maps" / "plan.toml").write_text(
        f'title = "A map"\nsubtitle = "{LONG}"\nmarking = "RESTRICTED"\nas_of = "2024-12-31"\n',
        encoding="utf-8",
    )
    out = folder / "plan.html"
    briefing(open_workspace(folder), "plan").save(str(out))
    return out


def sheets(page: Page, paper: str, folder: Path) -> list[str]:
    """Print the page, and return the text of each sheet."""
    out = folder / f"{paper}.pdf"
    page.pdf(path=str(out), format=paper, landscape=True)
    document = pypdfium2.PdfDocument(str(out))
    try:
        texts = []
        for sheet in document:
            width, height = sheet.get_size()
            assert (width, height) == pytest.approx(SIZES[paper], abs=1)
            text = sheet.get_textpage()
            texts.append(text.get_text_range().replace("\r\n", "\n"))
            feet = [(text.get_charbox(i)[1], c) for i, c in enumerate(text.get_text_range())]
            last = min(at for at, c in feet if c.isupper())
            assert last < min(at for at, c in feet if c.isdigit()), "no number is under the marking"
            assert min(sizes(text)) >= (7.0 if paper == "A4" else 6.97)
            digits = (n for n, c in enumerate(text.get_text_range()) if c.isdigit())
            number = max(map(text.get_charbox, digits), key=lambda box: box[2] - 4 * box[1])
            assert _is_inked(sheet, number), "something covers the page number"
        return texts
    finally:
        document.close()


def _is_inked(sheet: Any, box: tuple[float, float, float, float]) -> bool:
    """Whether a character, by its box in points, is seen on paper."""
    left, bottom, right, top = box
    width, height = sheet.get_size()
    crop = (left - 1, bottom - 1, width - right - 1, height - top - 1)
    image = sheet.render(scale=2, crop=crop).to_pil().convert("L")
    low, high = image.getextrema()
    return bool(high - low > 60)


def sizes(text: Any) -> Iterator[float]:
    """Yield the font size of each visible character of a sheet, points."""
    for n in range(text.count_chars()):
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, n, matrix)
        if chr(pdfium.FPDFText_GetUnicode(text, n)).strip():
            yield pdfium.FPDFText_GetFontSize(text, n) * math.hypot(matrix.a, matrix.b)


def test_all_of_a_briefing_with_scenes_can_be_read(
    briefed: Callable[[str], Path], page_at: PageAt, tmp_path: Path
) -> None:
    page = page_at(briefed("bering-strait"))
    for symbol in page.locator(".ref :is(.symbol > text, sup)").all():
        size = (
            "(text) => parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM?.().a ?? 1)"
        )
        assert symbol.evaluate(size) >= 11 or not symbol.is_visible()
    assert len(sheets(page, "A4", tmp_path)) > 4


@pytest.mark.parametrize("paper", SIZES)
def test_each_sheet_bears_marking_digest_and_date(
    built: Path, page_at: PageAt, tmp_path: Path, paper: str
) -> None:
    page = page_at(built)
    digest = page.locator(".notes .digest code").text_content()
    printed = sheets(page, paper, tmp_path)
    assert 4 <= len(printed) <= 9
    for n, text in enumerate(printed, start=1):
        assert "".join(text.split()).count("RESTRICTED") == 2, n
        foot = f"A map · As of 31 December 2024 · digest {digest}"
        assert foot in text, n
        assert f"{n} / {len(printed)}" in text
    assert "Record 1" not in printed[0], "the map has a sheet of its own"
    # Not one sheet is but the end of another's frame.
    assert min(len(text) for text in printed[1:]) > 400


def test_every_record_is_in_the_table_once_with_its_number(
    built: Path, page_at: PageAt, tmp_path: Path
) -> None:
    page = page_at(built)
    numbers = {
        row.locator(".pick-title").text_content(): row.get_attribute("data-record")
        for row in page.locator(".record").all()
    }
    text = "\n".join(sheets(page, "A4", tmp_path))
    for n in range(MANY):
        title = f"Record {n}"
        if n != 5:
            assert len(re.findall(rf"\b{title}\b", text)) == 1, title
        assert f"https://example.org/{n}" in text
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    rows = page.locator(".printed-records tbody tr")
    expect(rows).to_have_count(MANY)
    for row in rows.all()[::9]:
        number = (row.locator("td").nth(0).text_content() or "").strip()
        assert numbers[row.locator("td").nth(2).text_content()] == number
        marks = page.locator(f'.event-mark text:text-is("{number}")')
        assert marks.count() <= 1
    cells = rows.first.locator("td").all_text_contents()
    assert cells[4:] == ["Occurred", "Confirmed, low confidence", "Paper 0 B2; A letter"]
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".printed")).to_have_count(0)


@pytest.mark.parametrize("language", HEADS)
def test_only_what_is_shown_is_printed_in_the_language_of_the_page(
    built: Path, page_at: PageAt, tmp_path: Path, language: str
) -> None:
    page = page_at(built)
    page.get_by_role("button", name="English" if language == "en" else "Norsk bokmål").click()
    page.get_by_role("searchbox").fill("#17")
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    heads = page.locator(".printed-records th").all_text_contents()
    assert heads == HEADS[language]
    expect(page.locator(".printed-records tbody tr")).to_have_count(1)
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    text = "\n".join(sheets(page, "A4", tmp_path))
    status = "Occurred" if language == "en" else "Har funnet"
    assert status in text
    assert len(re.findall(r"Record \d+", text)) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_lies_beyond_the_sheet(built: Path, page_at: PageAt, dark: bool) -> None:
    page = page_at(built)
    page.emulate_media(media="print", color_scheme="dark" if dark else "light")
    page.set_viewport_size({"width": 980, "height": 733})
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    beyond = page.evaluate(
        """() => [...document.querySelectorAll(".masthead *, .key-box *, .printed *, .notes *")]
            .filter((e) => e.getBoundingClientRect().right > 981).map((e) => e.className)"""
    )
    assert beyond == []
    # Map, caption and masthead stand on one sheet of either paper.
    first = page.locator(".key-box").bounding_box()
    assert first
    foot = page.locator(".foot").bounding_box()
    assert foot
    assert first["y"] + first["height"] + foot["height"] < 733
    # The paper is white; a background would cover the page number, which is painted first.
    for root in ("body", "documentElement"):
        ground = page.evaluate(f"getComputedStyle(document.{root}).backgroundColor")
        assert ground == "rgba(0, 0, 0, 0)"


SCENES = """
[[scenes]]
title = "Seven"
text = "[[r7|Ships]] went north."

[[scenes]]
title = "Turned"
text = "*No more* is known of [[r8|them]]."
projection = "EPSG:3571"
from = "2024-09"
to = "2024-09"
"""


def test_the_reader_chooses_what_is_printed(built: Path, page_at: PageAt, tmp_path: Path) -> None:
    (built.parent / "maps" / "told.toml").write_text(
        'title = "Told"\nmarking = "RESTRICTED"\n' + SCENES,
        encoding="utf-8",
    )
    out = tmp_path / "told.html"
    briefing(open_workspace(built.parent), "told").save(str(out))
    page = page_at(out)
    page.evaluate("window.print = () => {}")
    state = "() => [location.hash, document.querySelectorAll('.event-mark:not(.left-out)').length]"
    before = page.evaluate(state)

    def printed(what: str) -> list[str]:
        if what:
            page.get_by_role("button", name="Save and share").click()
            page.get_by_role("menuitem", name=what).click()
        texts = sheets(page, "A4", tmp_path)
        assert all("".join(text.split()).count("RESTRICTED") == 2 for text in texts)
        assert page.evaluate(state) == before, "the screen is as it was"
        return texts

    told = printed("")
    first, *listed, one, two, notes = told
    assert "Record" not in first
    assert sum(len(re.findall(r"Record\s\d", text)) for text in listed) == MANY - 1, "one has LONG"
    assert "scene 1 of 2" in one.lower()
    assert "Ships" in one
    assert "Record 7" in one
    assert "Paper 7 B2" in one
    assert "Record 8" in two
    assert "EPSG:3571" in two
    assert "How to read this map" in notes
    assert "https://example.org/" not in "".join(told)
    (alone,) = printed("Print map alone")
    assert "Seven" not in alone
    assert page.locator(".printed").count() == 0
    page.get_by_role("button", name="Save and share").click()
    page.get_by_role("menuitem", name="Print all").click()
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".printed-scene")).to_have_count(2)
    expect(page.locator(".printed-records tbody tr")).to_have_count(MANY)
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    page.evaluate("() => { location.hash = 't=2024-03-10..2024-04-30'; }")
    marked = page.locator(".records .record:not(.left-out) .possibly")
    expect(marked).not_to_have_count(0)
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    lines = page.locator(".printed-list li").all_text_contents()
    assert len(lines) > marked.count()
    assert sum("possibly" in line for line in lines) == marked.count()


def test_columns_without_content_are_left_out(built: Path, page_at: PageAt) -> None:
    folder = built.parent
    bare = {"title": "A", "type": "naval/patrol", "start": "2024", "sources": "https://a.example/b"}
    event = {"type": "Feature", "id": "only", "geometry": None, "properties": bare}
    (folder / "bare.geojson").write_text(json.dumps(event), encoding="utf-8")
    page = page_at(briefing(folder / "bare.geojson"))
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    heads = page.locator(".printed-records th").all_text_contents()
    assert heads == ["No.", "Date", "Title", "Place", "Sources"]
    cells = page.locator(".printed-records td").all_text_contents()
    assert cells[1:] == ["sometime in 2024", "A", "place not stated", "a.example"]


def test_without_javascript_every_sheet_is_marked_too(
    built: Path, chromium: Any, tmp_path: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(built.as_uri())
    printed = sheets(page, "A4", tmp_path)
    for text in printed:
        assert "".join(text.split()).count("RESTRICTED") == 2
    assert (
        sum(text.count("https://example.org/") + text.count("Paper ") for text in printed) >= MANY
    )
    context.close()


def test_what_lies_beyond_the_edge_is_numbered_on_paper_alone(
    page_at: PageAt, briefed: Callable[[str], Path]
) -> None:
    page = page_at(briefed("bering-strait"), 1440, 900)
    page.evaluate(
        "void Object.values(window).find((v) => v instanceof L.Map).setView([64, -165], 8)"
    )
    note = page.locator(".beyond-note")
    expect(note).to_contain_text(re.compile(r"^Outside the map’s edges: \d+(, \d+)*$"))
    expect(note).to_be_hidden()
    page.emulate_media(media="print")
    expect(note).to_be_visible()
    expect(page.locator(".beyond")).to_be_hidden()
