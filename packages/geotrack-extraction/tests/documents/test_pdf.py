"""What is read of a PDF: lines, columns and pages, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack_extraction.documents import Document, UnreadableReportError
from geotrack_extraction.documents.pdf import document_of_pdf, read_pdf
from tests.reports import pdf, text_at

LEFT = [
    "The patrol ship left the port",
    "of Nome on 3 May and sailed",
    "to the north of the strait.",
]
RIGHT = [
    "A second ship came from the",
    "west and met it in the ice on",
    "the day after, with no harm.",
]


def lines(texts: list[str], x: float = 50, y: float = 700, size: float = 10) -> str:
    return "".join(text_at(x, y - 1.3 * size * n, text, size) for n, text in enumerate(texts))


def read(*pages: str, **options: str) -> Document:
    return document_of_pdf(pdf(pages, **options))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("an opera-", "tion off Vardø", "an operation off Vardø"),
        ("in co-", "operation with Norway", "in co-operation with Norway"),
        ("of long-", "range aircraft", "of long-range aircraft"),
        ("a search-and-", "rescue ship", "a search-and-rescue ship"),
        ("two MiG-", "31 came", "two MiG-31 came"),
        ("NATO-", "styrker", "NATO-styrker"),
        ("sjø-", "og luftstyrker", "sjø- og luftstyrker"),
        ("the ice-field; an ice-", "field", "the ice-field; an ice-field"),
        ("from May -", "to June", "from May - to June"),
    ],
)
def test_words_that_a_line_divides_are_joined(before: str, after: str, expected: str) -> None:
    assert read(lines([before, after])).text == expected


def test_columns_are_read_one_after_the_other_in_whatever_order_they_are_written() -> None:
    whole = " ".join(LEFT + RIGHT)
    across = "".join(
        text_at(x, 700 - 13 * n, texts[n])
        for n in range(3)
        for x, texts in ((50, LEFT), (300, RIGHT))
    )
    title = text_at(50, 730, "A patrol of two", 16)
    for page in (across, lines(LEFT) + lines(RIGHT, 300)):
        assert read(title + page).text.split() == f"A patrol of two {whole}".split()
        assert read(page + title).text.split() == f"A patrol of two {whole}".split()


def test_rows_of_a_table_are_not_taken_for_columns() -> None:
    cells = ["3 June", "Vardø", "5 June", "Nome", "9 June", "Kiska"]
    page = "".join(text_at(50 + 200 * (n % 2), 700 - 20 * (n // 2), c) for n, c in enumerate(cells))
    assert read(page).text.split() == " ".join(cells).split()


def test_a_row_of_a_table_with_rules_is_a_paragraph() -> None:
    rows = [(["3 June"], LEFT, ["Off Nome"]), (["4 June"], RIGHT, ["In the", "strait"])]
    cells = "".join(
        lines(cell, x, 700 - 60 * n)
        for n, row in enumerate(rows)
        for x, cell in zip((50, 150, 350), row, strict=True)
    )
    rules = "".join(f"45 {715 - 60 * n} m 500 {715 - 60 * n} l S\n" for n in range(3))
    document = read(lines(["Before."], y=750) + rules + cells + lines(["After."], y=560))
    assert [document.text[p.start : p.end] for p in document.parts] == [
        "Before.", f"3 June\t{' '.join(LEFT)}\tOff Nome",
        f"4 June\t{' '.join(RIGHT)}\tIn the strait", "After.",
    ]  # fmt: skip
    # A box round columns of prose is no table.
    box = "40 650 500 70 re S "
    assert "\t" not in read(box + lines(LEFT) + lines(RIGHT, 300)).text


def test_a_heading_across_columns_parts_them_wherever_it_is_written() -> None:
    columns = lines(LEFT) + lines(LEFT, y=600) + lines(RIGHT, 300) + lines(RIGHT, 300, y=600)
    heading = text_at(50, 640, "The second part of it, across both columns", 16)
    whole = " ".join(LEFT + RIGHT)
    expected = f"{whole} The second part of it, across both columns {whole}"
    for page in (columns + heading, heading + columns):
        assert read(page).text.split() == expected.split()


def test_paragraphs_and_headings() -> None:
    first = ["A ship left the port of Vardø in the", "morning of the third."]
    second = ["It came back to the same port on the", "fifth."]
    page = text_at(50, 750, "Patrol", 16) + lines(first) + lines(second, y=660)
    document = read(page + lines(["• one", "• two"], y=600))
    assert [document.text[p.start : p.end] for p in document.parts] == [
        "Patrol", " ".join(first), " ".join(second), "• one", "• two",
    ]  # fmt: skip
    assert [p.is_heading for p in document.parts] == [True, False, False, False, False]
    joined = read(lines([*first, *second]))
    assert [*joined.paragraphs()][1].start == len(" ".join(first)) + 2


def test_heads_and_numbers_of_pages_are_left_out_and_paragraphs_go_on() -> None:
    texts = [["A ship left the port of Var-"], ["dø in May.", "Nothing came on the days after."]]
    pages = [
        text_at(50, 780, "Arctic report") + lines(each) + text_at(300, 20, f"Page {n}")
        for n, each in enumerate(texts, start=1)
    ]
    document = read(*pages)
    assert " ".join(document.text.split()) == (
        "A ship left the port of Vardø in May. Nothing came on the days after."
    )
    assert [(p.page, p.paragraph) for p in document.parts] == [(1, 1), (2, 1), (2, 2)]


def test_each_page_has_its_number_and_no_text_is_lost_with_the_heads() -> None:
    document = read(*(lines([f"{n} June 2024", f"Ship {n} left Nome."]) for n in range(3, 7)))
    for part in document.parts:
        assert f"{part.page + 2}" in document.text[part.start : part.end]


@pytest.mark.parametrize(
    ("operators", "is_read"),
    [
        (text_at(50, 600, "other", before="3 Tr"), True),  # as OCR lies over a scan
        (text_at(50, 600, "other", before="1 g"), False),
        ("0 g 40 590 100 30 re f " + text_at(50, 600, "other", before="1 g"), True),
        ("1 g 40 590 100 30 re f " + text_at(50, 600, "other", before="1 g"), False),
        (text_at(50, 600, "other", 0.5), False),
        (text_at(-300, 600, "other"), False),
        ("BT /F 9 Tf .7 .7 -.7 .7 99 500 Tm (other) Tj ET", False),
        ("BT /F 9 Tf 0 1 -1 0 20 500 Tm (other) Tj ET", True),
    ],
)
def test_what_a_reader_sees_is_read(operators: str, is_read: bool) -> None:
    assert ("other" in read(lines(["Seen."]) + operators).text) is is_read


def test_pages_that_are_pictures_are_named() -> None:
    scan = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q "
    head = text_at(50, 780, "Arctic report")
    page = head + lines(LEFT)
    document = read(page, head + scan, "", page + scan, scan, head)
    assert document.pages_without_text == (2, 5)


def test_pages_on_their_side_are_read_as_they_are_shown() -> None:
    turned = "".join(
        f"BT /F 10 Tf 0 1 -1 0 {100 + 13 * n} 100 Tm ({text}) Tj ET " for n, text in enumerate(LEFT)
    )
    assert read(turned, page="/MediaBox[0 0 600 800]/Rotate 90").text == " ".join(LEFT)


def test_raised_numbers_are_apart_from_years() -> None:
    page = text_at(50, 700, "In 2024") + text_at(84, 704, "5", 6) + text_at(90, 700, "it left")
    assert read(page).text == "In 2024 ⁵ it left"


ENCRYPTED = (
    "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
    + "00" * 32
    + ">/U<"
    + "00" * 32
    + ">>>/ID[<00><00>]"
)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (pdf([""]), "there is no text in it"),
        (pdf(["BT /F 9 Tf (a) Tj ET"], more=ENCRYPTED), "it is locked with a password"),
    ],
)
def test_what_is_not_read_is_refused_in_a_line(content: bytes, problem: str) -> None:
    with pytest.raises(UnreadableReportError, match=f"^report.pdf: {problem}.*; [^\n]+$"):
        read_pdf(Path("report.pdf"), content)
