"""Plain text and Markdown: paragraphs, and offsets that point at them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geotrack_extraction.documents import Document
from geotrack_extraction.documents.plain_text import read_markdown, read_text


def pieces(document: Document) -> list[str]:
    return [document.text[part.start : part.end] for part in document.parts]


def test_a_line_is_a_paragraph_unless_the_text_is_wrapped() -> None:
    wrapped = (
        "The ships sailed through the strait on the way to\n"
        "the sea, and were seen by the coastguard there."
    )
    assert pieces(read_text(f"A heading\nOne line.\n{'A long line. ' * 12}\n\n{wrapped}")) == [
        "A heading",
        "One line.",
        ("A long line. " * 12).strip(),
        wrapped,
    ]


def test_a_bullet_begins_a_paragraph() -> None:
    text = (
        "- The ships sailed through the strait on the way to the sea\n- a second item of the list"
    )
    assert len(read_text(text).parts) == 2


def test_markdown_loses_its_marks_and_keeps_its_headings() -> None:
    document = read_markdown(
        "---\ntitle: x\n---\n# A *heading*\n\n* one **bold** item\n* [a link](https://example.org)\n\n"
        "```\ncode\n```\n> A quote\n> of two lines.\n"
    )
    assert pieces(document) == ["A heading", "one bold item", "a link", "A quote of two lines."]
    assert [part.is_heading for part in document.parts] == [True, False, False, False]


@given(st.text(alphabet="ab *_[]()#>-`\n.!\t", max_size=60), st.booleans())
def test_parts_are_in_order_and_begin_and_end_with_ink(text: str, is_markdown: bool) -> None:
    document = (read_markdown if is_markdown else read_text)(text)
    end = 0
    for part, piece in zip(document.parts, pieces(document), strict=True):
        assert part.start >= end
        assert piece == piece.strip() != ""
        end = part.end
