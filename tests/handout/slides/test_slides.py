"""Slides, read back by python-pptx and as the bytes that they are."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from geotrack.errors import UsageError
from geotrack.export.reproducible_zip import sound_xml
from geotrack.handout import Options, slides
from geotrack.handout.slides import scenes
from geotrack.handout.slides.pictures import Picture
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from tests.handout.conftest import CANARY, NOTES, STORY, TEXTS, hostile, made, page_of, records

pytestmark = pytest.mark.slow

EMU = 12700
DAY = (1980, 1, 1, 0, 0, 0)


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of these look at everything but the map, which takes its time to draw."""
    if "drawn" in request.fixturenames:
        return
    png = io.BytesIO()
    Image.new("RGB", (4, 3), "#d3e2e9").save(png, "PNG")

    def blank(_page: Any, _scene: Any, entries: Any, *_: Any) -> Picture:
        numbers = tuple(entry.number for entry in entries if entry.placed)
        return Picture(png.getvalue(), numbers, numbers[:1], "A projection")

    monkeypatch.setattr(scenes, "picture", blank)


@pytest.fixture
def drawn() -> None:
    """Asks for maps as they are."""


def slides_of(page: MapView, template: Path | None = None) -> bytes:
    return slides.write(page, Options(template=template), lambda _: None)


@cache
def content_of(folder: Path, *, with_notes: bool = False) -> bytes:
    """Return the slides of a folder's map, written once for all who only read them."""
    return slides_of(page_of(folder, with_notes=with_notes))


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tables(deck: Any) -> Iterator[tuple[str, list[list[str]]]]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                rows = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
                yield slide.shapes.title.text_frame.text, rows


def titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def texts(slide: Any) -> list[str]:
    return [s.text_frame.text for s in slide.shapes if s.has_text_frame]


def shown(text: str) -> str:
    return sound_xml(" ".join(text.split()))


def test_title_scenes_records_sources_and_definitions_have_their_slides(
    records_folder: Path, language: str
) -> None:
    deck = opened(content_of(records_folder))
    lists = {
        "en": ["Records", "Sources", "Regions as defined here", "About this map"],
        "nb": ["Oppføringer", "Kilder", "Områder slik de er definert her", "Om dette kartet"],
    }
    assert titles(deck) == ["A map | of *all*", "First", "Second", "Third", *lists[language]]
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-4)


def test_the_title_tells_the_edition(records_folder: Path) -> None:
    page = page_of(records_folder)
    said = "\n".join(texts(opened(content_of(records_folder)).slides[0]))
    for part in (
        page.frame.subtitle,
        page.frame.as_of,
        page.frame.records,
    ):
        assert str(part) in said
    assert page.digest in said


def test_each_record_has_its_number_and_title_in_a_row_once(records_folder: Path) -> None:
    page = page_of(records_folder)
    rows = [row for _, table in tables(opened(content_of(records_folder))) for row in table]
    for entry in page.record_views:
        assert (
            len([r for r in rows if r[0] == str(entry.number) and r[2:3] == [entry.event.title]])
            == 1
        )
    record = next(r for r in rows if r[2:3] == ["Claimed by one"])
    assert record[4].count(" · ") == 1  # its status, and how far it is established


def test_tables_repeat_their_heads_and_stay_on_the_slide(tmp_path: Path) -> None:
    many = [dict(records()[0], id=f"r{n}") for n in range(35)]
    for n, one in enumerate(many):
        one["properties"] = {**one["properties"], "title": f"Number {n} " + "words " * n}
    page = page_of(
        made(tmp_path / "many", STORY.partition("[select]")[0].replace("LANGUAGE", "en"), many)
    )
    deck = opened(slides_of(page))
    found = [rows for title, rows in tables(deck) if title.startswith("Records")]
    assert len(found) >= 4
    assert all(rows[0] == found[0][0] and len(rows) <= 11 for rows in found)
    assert sum(len(rows) - 1 for rows in found) == 35
    high = deck.slide_height
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                heights = sum(row.height for row in shape.table.rows)
                assert shape.top + heights < high - Inches(0.55)


def test_a_row_that_no_slide_holds_goes_on_and_loses_nothing(tmp_path: Path) -> None:
    long = " ".join(f"word{n}" for n in range(1500))
    one = records()[0]
    one["properties"]["title"] = long
    page = page_of(
        made(tmp_path / "long", STORY.partition("[select]")[0].replace("LANGUAGE", "en"), [one])
    )
    found = [rows for title, rows in tables(opened(slides_of(page))) if title.startswith("Records")]
    assert [row[0] for rows in found for row in rows[1:]] == ["1", *[""] * (len(found) - 1)]
    assert "".join(row[2] for rows in found for row in rows[1:]) == long


def test_the_marking_is_on_every_slide_twice_in_the_colour_of_its_level(
    records_folder: Path,
) -> None:
    for slide in opened(content_of(records_folder)).slides:
        bands = [
            s
            for s in slide.shapes
            if s.has_text_frame and s.text_frame.text == "UNCLASSIFIED // FOR BRIEFING"
        ]
        assert [str(band.fill.fore_color.rgb) for band in bands] == ["0B6B3A"] * 2
        assert bands[0].top == 0
        assert abs(bands[1].top + bands[1].height - 6858000) < EMU
        assert all(band.width >= 12191000 for band in bands)


def test_slides_are_numbered(records_folder: Path) -> None:
    deck = opened(content_of(records_folder))
    for number, slide in enumerate(deck.slides, 1):
        fields = slide.element.findall(".//{*}fld[@type='slidenum']")
        said = [[part.text for part in field.iter("{*}t")] for field in fields]
        assert said == ([[str(number)]] if number > 1 else [])


def test_scenes_have_their_records_in_a_picture_with_words_for_it(records_folder: Path) -> None:
    page = page_of(records_folder)
    deck = opened(content_of(records_folder))
    by_id = page.numbers
    in_2024 = sorted(by_id[i] for i in ("at-sea", "twice", "claimed", "in-a-sea"))
    patrols = sorted(
        e.number for e in page.record_views if e.placed and e.event.theme.id == "coastguard"
    )
    every = sorted(e.number for e in page.record_views if e.placed)
    for slide, numbers in zip(list(deck.slides)[1:4], (in_2024, patrols, every), strict=True):
        (picture,) = [s for s in slide.shapes if s.shape_type == 13]
        described = picture._element.nvPicPr.cNvPr.get("descr")
        assert slide.shapes.title.text_frame.text in described
        assert f": {', '.join(map(str, numbers))}. A projection" in described


def test_a_scene_tells_its_text_with_numbers_emphasis_and_links(records_folder: Path) -> None:
    page = page_of(records_folder)
    slide = opened(content_of(records_folder)).slides[1]
    box = next(s for s in slide.shapes if s.has_text_frame and "was seen" in s.text_frame.text)
    said = box.text_frame.text.replace("\u00a0", " ")
    assert f"What was seen ({page.numbers['at-sea']}) there, as told. See the report." in said
    runs = [run for paragraph in box.text_frame.paragraphs for run in paragraph.runs]
    assert [r.text for r in runs if r.font.italic] == ["as told"]
    assert [r.hyperlink.address for r in runs if r.hyperlink.address] == ["https://example.org/a"]


def test_a_text_that_is_too_long_goes_on_and_loses_nothing(tmp_path: Path) -> None:
    some = [f"Paragraph {n}. " + "And so on. " * 60 for n in range(5)] + ["All in one. " * 900]
    toml = STORY.replace("LANGUAGE", "en").replace("Then [[claimed]].", "\n\n".join(some))
    deck = opened(slides_of(page_of(made(tmp_path / "long", toml, records()))))
    on = [slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith("First")]
    assert titles(deck)[1 : len(on) + 1] == ["First", *["First (continued)"] * (len(on) - 1)]
    told = "".join(
        paragraph.text
        for slide in on
        for shape in slide.shapes
        if shape.has_text_frame and shape.name.startswith(("Story", "TextBox"))
        for paragraph in shape.text_frame.paragraphs
    )
    for text in some:
        assert "".join(text.split()) in "".join(told.split())


def test_a_map_without_scenes_has_one_slide_of_the_whole(tmp_path: Path) -> None:
    toml = STORY.partition("[[scenes]]")[0].replace("LANGUAGE", "en")
    deck = opened(slides_of(page_of(made(tmp_path / "plain", toml, records()))))
    pictures = [[s for s in slide.shapes if s.shape_type == 13] for slide in deck.slides]
    assert [len(found) for found in pictures] == [0, 1, 0, 0, 0, 0]


def test_notes_are_there_only_if_requested(records_folder: Path) -> None:
    without = unzipped(content_of(records_folder))
    assert not any(NOTES.encode() in content for content in without.values())
    assert not any("notes" in name for name in without)
    deck = opened(content_of(records_folder, with_notes=True))
    assert [s.has_notes_slide for s in deck.slides][:4] == [False, True, False, False]
    assert deck.slides[1].notes_slide.notes_text_frame.text == NOTES


def test_what_is_not_on_the_map_is_in_no_part_of_the_file(records_folder: Path) -> None:
    for name, content in unzipped(content_of(records_folder, with_notes=True)).items():
        assert CANARY.encode() not in content, name
        assert b"left-out" not in content, name


def test_the_same_bytes_twice_with_no_clock_and_no_author(records_folder: Path) -> None:
    content = content_of(records_folder, with_notes=True)
    assert content == slides_of(page_of(records_folder, with_notes=True))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {DAY}
    core = opened(content).core_properties
    assert core.title == "A map | of *all*"
    assert {core.author, core.last_modified_by, core.comments, core.keywords} == {""}
    assert {core.created.year, core.modified.year} == {1980}
    assert not {n for n in unzipped(content) if "thumbnail" in n or "printer" in n}


def test_hostile_texts_are_texts(tmp_path: Path) -> None:
    content = slides_of(page_of(hostile(tmp_path / "h", TEXTS)))
    deck = opened(content)
    rows = [row for _, table in tables(deck) for row in table]
    cells = [row[2] for row in rows if len(row) > 2]
    heads = titles(deck)
    for text in TEXTS:
        assert cells.count(shown(text)) == 1, text
        # Beyond what a slide's head holds, its end is left out.
        assert any(t == shown(text) or (len(t) > 400 and t[-1] == "…") for t in heads), text
    told = ["".join(texts(slide)) for slide in deck.slides]
    # What a scene marks as emphasis stands without its stars.
    bare = {text for text in TEXTS if not re.search(r"\*\S[^*]*\*", text)}
    for text in bare:
        assert any(shown(text) in one for one in told), text
    for name, part in unzipped(content).items():
        if name.endswith(".rels"):
            targets = re.findall(rb'Target="([^"]*)" TargetMode="External"', part)
            assert all(re.match(rb"https://example\.org/\?\d+$", t) for t in targets), name


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A presentation of somebody's: 4:3, with slides of its own, a section and a thumbnail."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text_frame.text = CANARY
    deck.slide_master.placeholders[0].text_frame.text = "Title of the house"
    deck.core_properties.author = deck.core_properties.comments = CANARY
    path = tmp_path / "house.pptx"
    deck.save(str(path))
    return path


def masters(content: bytes) -> dict[str, bytes]:
    return {
        name: part
        for name, part in unzipped(content).items()
        if re.search(r"slideMasters/slideMaster|slideLayouts/slideLayout|theme/", name)
    }


def test_a_template_keeps_its_masters_layouts_and_size_and_loses_its_slides(
    records_folder: Path, template: Path
) -> None:
    content = slides_of(page_of(records_folder), template)
    assert masters(content) == masters(template.read_bytes())
    deck = opened(content)
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    assert [s.slide_layout.name for s in deck.slides] == ["Title Slide", *["Title Only"] * 7]
    assert not any(CANARY.encode() in part for part in unzipped(content).values())
    stays_inside(deck)


def stays_inside(deck: Any) -> None:
    """Nothing lies over an edge of its slide or under the marking at head and foot."""
    for slide in deck.slides:
        head, foot = (s for s in slide.shapes if s.name.startswith("Marking"))
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width + EMU
            if not shape.name.startswith("Marking"):
                assert shape.top >= head.top + head.height - EMU
                assert shape.top + shape.height <= foot.top + EMU


def test_nothing_lies_under_the_marking_or_over_the_foot(
    records_folder: Path, tmp_path: Path
) -> None:
    plain = made(
        tmp_path / "p", STORY.partition("[[scenes]]")[0].replace("LANGUAGE", "en"), records()
    )
    for folder in (records_folder, plain):
        deck = opened(slides_of(page_of(folder)))
        stays_inside(deck)
        for slide in list(deck.slides)[1:]:
            (foot,) = (s for s in slide.placeholders if s.placeholder_format.type == 15)
            others = [s for s in slide.shapes if s.top < foot.top]
            assert all(s.top + s.height <= foot.top for s in others)
            assert {s.name.partition(" at")[0] for s in slide.shapes if s not in others} == {
                "Marking",
                foot.name,
                "Slide Number Placeholder 4",
            }


def test_a_title_layout_without_a_subtitle_tells_the_edition_all_the_same(
    records_folder: Path, tmp_path: Path
) -> None:
    deck = Presentation()
    first = deck.slide_layouts[0]
    for shape in first.placeholders:
        if "Subtitle" in shape.name:
            shape.element.getparent().remove(shape.element)
    path = tmp_path / "bare.pptx"
    deck.save(str(path))
    page = page_of(records_folder)
    made = opened(slides_of(page, path))
    assert page.digest in "".join(texts(made.slides[0]))
    stays_inside(made)


def test_a_map_without_a_marking_bears_none(tmp_path: Path) -> None:
    folder = made(tmp_path / "bare", STORY.replace("LANGUAGE", "en"), records())
    page = open_map(folder / "events" / "a.geojson")
    deck = opened(slides_of(page))
    names = {shape.name for slide in deck.slides for shape in slide.shapes}
    assert not {name for name in names if name.startswith("Marking")}
    assert [s.shapes.title.text_frame.text for s in deck.slides][:2] == ["Events", "Events"]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 and then"])
def test_what_is_no_presentation_is_refused(
    records_folder: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.pptx"
    path.write_bytes(content)
    with pytest.raises(
        UsageError, match=r"x\.pptx is no presentation that can be read: .*; give a \.pptx"
    ):
        slides_of(page_of(records_folder), path)


def test_a_zip_of_something_else_is_refused(records_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.pptx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UsageError, match="no presentation that can be read"):
        slides_of(page_of(records_folder), path)


@pytest.mark.parametrize(
    ("kept", "lacks"), [("title", "a title alone"), ("titleOnly", "a title and a subtitle")]
)
def test_a_template_without_the_layouts_is_refused(
    records_folder: Path, tmp_path: Path, kept: str, lacks: str
) -> None:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.element.get("type") != kept:
            deck.slide_layouts.remove(layout)
    path = tmp_path / "bare.pptx"
    deck.save(str(path))
    with pytest.raises(UsageError, match=f"no layout has {lacks}"):
        slides_of(page_of(records_folder), path)


def test_without_the_extra_the_command_that_installs_it_is_told(
    records_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slides, "find_spec", lambda _: None)
    with pytest.raises(
        UsageError, match=r"PPTX needs python-pptx: pip install 'geotrack\[office\]'"
    ):
        slides_of(page_of(records_folder))


def test_texts_and_legend_say_who_acts(sided_folder: Path) -> None:
    first, overview, *_ = opened(content_of(sided_folder)).slides
    runs = [
        r for s in first.shapes if s.has_text_frame for p in s.text_frame.paragraphs for r in p.runs
    ]
    keys = {r.text: str(r.font.color.rgb) for r in runs if r.text[0] in "◧◨"}
    assert keys == {"◧\u00a0China": "C8371B", "◨\u00a0Russia": "2F3E9E"}
    names = [shape.name for shape in overview.shapes]
    # The outline, each half that is inked, and the word.
    others = "others, or no country stated"
    counted = [names.count(name) for name in ("China", "Russia", "both", others)]
    assert counted == [3, 3, 4, 4]
