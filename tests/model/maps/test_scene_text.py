"""Text of a scene falls into pieces, and together they are the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.model.maps.scene_text import Piece, paragraphs, references, with_ids

MARKS = st.sampled_from(
    (
        *("*", "**", "[", "]", "[[", "]]", "(", ")", "|", "\n", "\n\n", " ", "\r\n", "a", "b c"),
        *("https://a.org", "mailto:a@b.org", "javascript:x", "[[a]]", "[a](https://a.org)", "*b*"),
    )
)
TEXTS = st.text() | st.lists(MARKS, max_size=25).map("".join)


def one(text: str) -> list[tuple[str, ...]]:
    (paragraph,) = paragraphs(text)
    return [tuple(part for part in piece if part) for piece in paragraph]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("plain", [("text", "plain")]),
        ("*so*", [("emphasis", "so")]),
        ("so *it is*, then", [("text", "so "), ("emphasis", "it is"), ("text", ", then")]),
        ("5*3*2", [("text", "5*3*2")]),
        ("a * b * c", [("text", "a * b * c")]),
        ("*a", [("text", "*a")]),
        ("**a**", [("text", "*"), ("emphasis", "a"), ("text", "*")]),
        ("[a](https://a.org/x)", [("link", "a", "https://a.org/x")]),
        ("[a](https://a.org/x_(y)).", [("link", "a", "https://a.org/x_(y)"), ("text", ".")]),
        ("[a](mailto:a@b.org)", [("link", "a", "mailto:a@b.org")]),
        ("[a](javascript:alert(1))", [("text", "[a](javascript:alert(1))")]),
        ("[a](JaVaScRiPt:x)", [("text", "[a](JaVaScRiPt:x)")]),
        ("[a](java\tscript:x)", [("text", "[a](java script:x)")]),
        ("[a](mailto:b)", [("text", "[a](mailto:b)")]),
        ("[a](https://a.org/\u202e)", [("text", "[a](https://a.org/\u202e)")]),
        ("[a] (https://a.org)", [("text", "[a] (https://a.org)")]),
        ("[[a-1]]", [("record", "a-1")]),
        ("[[a-1|the *first*]]", [("record", "the *first*", "a-1")]),
        ("*see [[a]]*", [("text", "*see "), ("record", "a"), ("text", "*")]),
        ("<b>&amp;</b>", [("text", "<b>&amp;</b>")]),
    ],
)
def test_pieces(text: str, pieces: list[tuple[str, ...]]) -> None:
    assert one(text) == pieces


def test_a_blank_line_begins_a_paragraph_and_another_line_none() -> None:
    text = "\n\na\nb\r\n \t\r\n  c  d \n\n\n\n*e\nf*\n"
    assert ["".join(p.text for p in paragraph) for paragraph in paragraphs(text)] == [
        "a b",
        "c d",
        "e f",
    ]
    assert paragraphs(" \n\n ") == ()


@given(TEXTS)
def test_the_pieces_written_as_they_were_are_the_text(text: str) -> None:
    def as_written(piece: Piece) -> str:
        if piece.kind == "emphasis":
            return f"*{piece.text}*"
        if piece.kind == "link":
            return f"[{piece.text}]({piece.to})"
        if piece.kind == "record":
            return f"[[{piece.to}|{piece.text}]]" if piece.text else f"[[{piece.to}]]"
        return piece.text

    again = "\n\n".join("".join(map(as_written, paragraph)) for paragraph in paragraphs(text))
    assert re.sub(r"[ \t\r\n]+", "", again) == re.sub(r"[ \t\r\n]+", "", text)
    assert paragraphs(again) == paragraphs(text)


@given(TEXTS)
def test_no_piece_is_empty_and_links_lead_to_the_web_or_to_mail(text: str) -> None:
    for piece in (p for paragraph in paragraphs(text) for p in paragraph):
        assert piece.text or piece.kind == "record"
        if piece.kind == "link":
            assert re.match("https?://|mailto:", piece.to, re.IGNORECASE)


@given(TEXTS)
def test_references_are_renamed_and_nothing_else(text: str) -> None:
    assert with_ids(text, lambda id_: id_) == text
    renamed = with_ids(text, lambda id_: f"new-{id_}")
    assert references(renamed) == [f"new-{id_}" for id_ in references(text)]


@pytest.mark.parametrize("part", ["[", "[[", "*a ", "[a](", "(", "\n ", "*", "[[a|", "[a](("])
def test_twenty_thousand_marks_are_read(part: str) -> None:
    assert len(paragraphs(part * 20_000)) <= 1
