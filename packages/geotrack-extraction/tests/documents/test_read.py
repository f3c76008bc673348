"""Reports of all formats as the same text, with parts that point at it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack_extraction.documents import Document, UnreadableReportError, read_document
from geotrack_extraction.documents.docx import read_docx
from geotrack_extraction.documents.html import read_html
from geotrack_extraction.documents.pdf import document_of_pdf
from geotrack_extraction.documents.plain_text import read_text
from tests.reports import docx, pdf, text_at

PARAGRAPHS = ["The patrol ship left Vardø on 3 May 2024.", "It was back in Tromsø within a week."]
# Words as reports have them, which no rule for lines or lists takes for something else.
_WORDS = st.lists(
    st.text("abcdefghijklmnoprstuvyæøåé", min_size=1, max_size=12), min_size=3, max_size=60
)
_TEXTS = st.lists(
    _WORDS.map(lambda words: f"{' '.join(words).capitalize()}."), min_size=1, max_size=8
)


def as_pdf(paragraphs: Sequence[str], columns: int = 1) -> bytes:
    """Return a PDF with a head and a number on each page, of lines of at most 40 letters."""
    lines: list[str] = []
    for text in paragraphs:
        lines.append("")
        for word in text.split():
            if len(lines[-1]) + len(word) > 40:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        lines.append("")
    per_page = 20 * columns
    pages = []
    for first in range(0, len(lines), per_page):
        placed = enumerate(lines[first : first + per_page])
        pages.append(
            text_at(50, 780, "Arctic report")
            + "".join(text_at(40 + 280 * (n // 20), 740 - 14 * (n % 20), t) for n, t in placed if t)
            + text_at(300, 30, f"{len(pages) + 1}")
        )
    return pdf(pages if len(pages) > 1 else [*pages, text_at(50, 780, "Arctic report")])


def check_parts(document: Document) -> None:
    """Check that the parts are all of the text, in order, and end with letters that are seen."""
    at, paragraph = 0, 0
    for part in document.parts:
        assert not document.text[at : part.start].strip()
        piece = document.text[part.start : part.end]
        assert piece
        assert piece == piece.strip()
        assert part.paragraph - paragraph in {0, 1}
        assert (part.page is not None) is (document.format == "pdf")
        at, paragraph = part.end, part.paragraph
    assert not document.text[at:].strip()


@given(_TEXTS, st.sampled_from([1, 2]))
def test_one_text_is_the_same_in_each_format(paragraphs: list[str], columns: int) -> None:
    documents = [
        read_text("\n\n".join(paragraphs)),
        read_html(Path("a"), "".join(f"<p>{escape(text)}" for text in paragraphs).encode()),
        read_docx(Path("a.docx"), io.BytesIO(docx(paragraphs))),
        document_of_pdf(as_pdf(paragraphs, columns)),
    ]
    for document in documents:
        check_parts(document)
        assert document.text.split() == " ".join(paragraphs).split()
    for document in documents[:3]:
        assert [document.text[p.start : p.end] for p in document.parts] == paragraphs


@pytest.mark.parametrize(
    ("name", "content", "file_format"),
    [
        ("report.txt", "\n\n".join(PARAGRAPHS).encode(), "text"),
        ("report.md", "\n\n".join(PARAGRAPHS).encode(), "markdown"),
        ("report.txt", as_pdf(PARAGRAPHS), "pdf"),
        ("report.doc", docx(PARAGRAPHS), "docx"),
        ("report.txt", f"\ufeff<!DOCTYPE html><p>{'<p>'.join(PARAGRAPHS)}".encode(), "html"),
        ("report.pdf", f"<HTML><p>{'<p>'.join(PARAGRAPHS)}".encode("utf-16"), "html"),
        ("report.htm", f"<p>{'<p>'.join(PARAGRAPHS)}".encode(), "html"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(
    name: str, content: bytes, file_format: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    document = read_document(path)
    assert document.format == file_format
    assert [document.text[p.start : p.end] for p in document.parts] == PARAGRAPHS
    check_parts(document)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old file of Word or Excel, or locked"),
        ("a.rtf", b"{\\rtf1 a}", "RTF; save it as DOCX"),
        ("a.pdf", b"\x89PNG\r\n", "a picture without text"),
        ("a.pdf", b"text", "a report is text, Markdown, HTML, DOCX or PDF"),
        ("a.eml", b"text", "a report is text, Markdown, HTML, DOCX or PDF"),
        ("a.html", b"<html><nav>a</nav>", "there is no text in it"),
        ("a.txt", b"a" * 5_000_001, "a text of more than 5 MB"),
        ("a.html", b"a" * 24_000_001, "a file of more than 24 MB"),
        ("a.html", b"<a>" * 500_001, "it has more than 500,000 tags; split it"),
    ],
)
def test_other_files_are_refused_in_a_line(
    name: str, content: bytes, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableReportError, match=problem) as caught:
        read_document(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("member", "problem"),
    [
        ("xl/workbook.xml", "a spreadsheet; `geotrack import` reads tables"),
        ("ppt/presentation.xml", "slides; save them as PDF"),
        ("content.xml", "an archive or a file of another program"),
    ],
)
def test_other_archives_are_refused_with_what_to_do(
    member: str, problem: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(member, "<a/>")
    with pytest.raises(UnreadableReportError, match=problem):
        read_document(tmp_path / "a.docx")
