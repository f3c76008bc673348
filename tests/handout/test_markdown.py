"""Markdown, read back by a reader that is not the writer."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from geotrack.handout.citations import references
from geotrack.handout.markdown import address, markdown, paragraph, strong
from tests.handout.conftest import CANARY, NOTES, TEXTS, hostile, made, page_of
from tests.records import feature, point

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read(text: str) -> list[Token]:
    return READER.parse(text)


def words_of(inline: Token) -> str:
    return "".join(c.content for c in inline.children or () if c.type in {"text", "text_special"})


def shown(text: str) -> str:
    """What a reader sees of a text: its letters, and a space where it has any room."""
    return " ".join(re.sub("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]", "\ufffd", text).split())


def inlines(tokens: list[Token]) -> list[Token]:
    return [t for t in tokens if t.type == "inline"]


def kinds(tokens: list[Token]) -> set[str]:
    return {t.type for t in tokens} | {c.type for t in inlines(tokens) for c in t.children or ()}


def headings(tokens: list[Token], tag: str) -> list[str]:
    pairs = itertools.pairwise(tokens)
    return [words_of(b) for a, b in pairs if a.type == "heading_open" and a.tag == tag]


def test_every_record_has_its_number_and_title_once(records_folder: Path) -> None:
    page = page_of(records_folder)
    tokens = read(markdown(page))
    found = headings(tokens, "h3")
    for entry in page.record_views:
        assert found.count(f"{entry.number} · {entry.event.title}") == 1
    assert {e.event.id for e in page.record_views} >= {"nowhere", "undated", "in-a-sea"}


def test_it_says_what_the_page_says(records_folder: Path, language: str) -> None:
    page = page_of(records_folder)
    lines = [words_of(t) for t in inlines(read(markdown(page)))]
    assert lines[0] == lines[-1] == "UNCLASSIFIED // FOR BRIEFING"
    assert lines[1:3] == ["A map | of *all*", "Kinds of records"]
    count = "6 records · 1 without a place" if language == "en" else "6 oppføringer · 1 uten sted"
    assert lines[3] == "".join(run.text for runs in page.lead for run in runs).replace("\xa0", " ")
    assert page.digest in lines[4]
    assert str(page.frame.as_of) in lines[4]
    assert count in lines[4]
    text = "\n".join(lines)
    for entry in page.record_views:
        assert str(entry.date) in text
        assert "".join(entry.place).replace("\xa0", " ") in text
        assert (entry.event.summary or "") in text
    assert "Made up." in text  # the region's definition
    assert ("no. " if language == "en" else "nr. ") in text


def test_sources_are_numbered_once_and_cited_by_number(records_folder: Path) -> None:
    page = page_of(records_folder)
    text = markdown(page)
    listed = re.findall(r"^(\d+)\. (.*)$", text, re.MULTILINE)
    assert [int(n) for n, _ in listed] == list(range(1, len(listed) + 1))
    assert len({label for _, label in listed}) == len(listed)
    assert sum("Shared" in label for _, label in listed) == 1
    cited = [int(n) for n in re.findall(r"\\\[(\d+)\\\]", text)]
    assert set(cited) == {int(n) for n, _ in listed}
    assert len(cited) == sum(len(e.sources) + len(e.claims) for e in page.record_views)


def test_a_report_is_listed_with_its_publisher_and_date_and_a_claim_with_its_section(
    tmp_path: Path,
) -> None:
    record = feature("a", point(0, 75), sources=[{"seed": "r", "claim": "C"}])
    folder = made(tmp_path / "w", 'title = "T"\nmarking = "UNCLASSIFIED"\n', [record])
    (folder / "seeds" / "r.toml").write_text(
        'id = "r"\ntitle = "Northern report"\npublisher = "Gazette"\npublished = "2026-02"\n'
        '[[claims]]\nid = "C"\nsays = "It is."\nkind = "event"\nevents = "a"\nsection = "Arctic"\n'
    )
    page = page_of(folder)
    text = markdown(page)
    assert "\n1. Gazette · Northern report, sometime in February 2026\n" in text
    assert r"Northern report, C (Arctic) \[1\]: It is." in text
    # Slides and sheets list the same.
    [listed] = references(page.record_views)
    assert (listed.label, listed.published) == (
        "Gazette · Northern report",
        "sometime in February 2026",
    )


def test_grades_stand_where_a_record_cites(records_folder: Path) -> None:
    assert re.search(r"\\\[\d+\\\] \(B2 .* A\. Nalyst\)", markdown(page_of(records_folder)))


def test_scenes_have_links_and_emphasis_and_name_records_by_number(records_folder: Path) -> None:
    page = page_of(records_folder)
    scene = next(t for t in inlines(read(markdown(page))) if "was seen" in words_of(t))
    assert {"link_open", "em_open"} <= {c.type for c in scene.children or ()}
    number = page.numbers["at-sea"]
    assert re.search(rf"was seen \(n[or]\. {number}\) there", words_of(scene))


def test_what_is_not_on_the_map_is_not_in_the_text(records_folder: Path) -> None:
    text = markdown(page_of(records_folder, with_notes=True))
    assert CANARY not in text
    assert NOTES in text
    assert NOTES not in markdown(page_of(records_folder))


def test_the_same_bytes_twice(records_folder: Path) -> None:
    assert markdown(page_of(records_folder)) == markdown(page_of(records_folder))


def test_hostile_texts_are_texts(tmp_path: Path) -> None:
    page = page_of(hostile(tmp_path / "h", TEXTS))
    tokens = read(markdown(page))
    assert not kinds(tokens) & {"html_inline", "html_block", "code_inline", "fence", "code_block"}
    assert not kinds(tokens) & {"image", "hr", "table_open", "blockquote_open", "s_open"}
    whole = "\n".join(words_of(t) for t in inlines(tokens))
    found = headings(tokens, "h3")
    for number, text in enumerate(TEXTS, 1):
        assert found.count(f"{number} · {shown(text)}") == 2, text  # its scene and its record
        assert f"key {shown(text)}: " in whole, text
        assert whole.count(shown(text)) > 10, text
    links = [
        c.attrs["href"] for t in inlines(tokens) for c in t.children or () if "href" in c.attrs
    ]
    assert all(re.match(r"https://example\.org/\?\d+$", str(link)) for link in links)


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_paragraph_is_one_paragraph(text: str) -> None:
    tokens = read(f"before\n\n{paragraph(text)}\n\nafter")
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"] * 3
    assert words_of(tokens[4]) == shown(text)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    if not shown(text):
        assert not paragraph(text)
        return
    tokens = read(paragraph(text))
    assert kinds(tokens) <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}
    assert words_of(tokens[1]) == shown(text)
    bold = read(f"x {strong(f'{text}:')} y")
    assert words_of(bold[1]) == f"x {shown(f'{text}:')} y"


@given(st.text("#-+=.:)>*_`~1 \n\tab<&;[]()!|\\", min_size=1))
def test_any_signs_are_read_as_they_were_written(text: str) -> None:
    tokens = read(paragraph(text))
    assert "\n".join(words_of(t) for t in inlines(tokens)) == shown(text)


@pytest.mark.parametrize(
    "url", ["javascript:x", "https://a b", "https://a>b", "data:text/html,<b>", "https://a\nb"]
)
def test_what_is_no_address_is_text(url: str) -> None:
    tokens = read(f"- {address(url)}")
    assert not kinds(tokens) & {"link_open", "html_inline"}
    assert words_of(inlines(tokens)[0]) == shown(url)


def test_accounts_are_a_table_with_a_column_a_claimant(tmp_path: Path) -> None:
    one = {"url": "https://example.org/1", "claimant": "One | all", "start": "2024-06-01"}
    other = {"url": "https://example.org/2", "claimant": "Other", "start": "2024-06-02"}
    also = {"url": "https://example.org/3", "claimant": "Other", "says": "It was."}
    record = feature("a", point(10, 75), sources=[one, other, also])
    toml = 'title = "M"\nmarking = "UNCLASSIFIED"\n'
    page = page_of(made(tmp_path / "w", toml, [record]))
    cells = [
        words_of(inline)
        for cell, inline in itertools.pairwise(read(markdown(page)))
        if cell.type in {"th_open", "td_open"}
    ]
    assert [cells[n : n + 3] for n in range(0, len(cells), 3)] == [
        ["", "One | all [1]", "Other [2, 3]"],
        ["When", "≠ 1 June 2024", "≠ 2 June 2024 [2]"],
        ["Says", "not stated", "It was. [3]"],
    ]


def test_squares_say_who_acts(sided_folder: Path) -> None:
    text = markdown(page_of(sided_folder))
    assert "◧\u00a0**China** met ◨\u00a0**Russia** " in text
    tokens = read(text)
    signs = {h.partition(" · ")[0] for h in headings(tokens, "h3")}
    assert signs == {"◧ 1", "◧◨ 2", "◨ 3", "4"}
    assert "- ◨ Russia: the right half of a symbol is filled." in text
