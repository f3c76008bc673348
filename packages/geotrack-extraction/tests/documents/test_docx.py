"""What is read of a DOCX file, and what is not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from geotrack_extraction.documents import Document, UnreadableReportError
from geotrack_extraction.documents.docx import read_docx
from tests.reports import docx, paragraph, word_xml

PATH = Path("report.docx")


def read(content: str, **others: str) -> Document:
    return read_docx(PATH, io.BytesIO(docx(content, **others)))


def test_headings_are_known_by_their_style_whatever_its_id() -> None:
    styles = (
        "<w:style w:styleId='Overskrift1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='Own'><w:basedOn w:val='Overskrift1'/></w:style>"
        "<w:style w:styleId='Loop'><w:basedOn w:val='Loop'/></w:style>"
    )
    body = paragraph("Patrol", "<w:pStyle w:val='Own'/>") + paragraph(
        "It sailed.", "<w:pStyle w:val='Loop'/>"
    )
    document = read(body, styles=styles)
    assert [part.is_heading for part in document.parts] == [True, False]


@pytest.mark.parametrize(
    "hidden",
    [
        "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>",
        "<w:r><w:rPr><w:rStyle w:val='Hidden'/></w:rPr><w:t>x</w:t></w:r>",
        "<w:r><w:rPr><w:sz w:val='2'/></w:rPr><w:t>x</w:t></w:r>",
        "<w:r><w:instrText>x</w:instrText></w:r>",
        "<w:r><w:footnoteReference w:id='9'/></w:r>",
        "<w:del><w:r><w:footnoteReference w:id='1'/></w:r></w:del>",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>x</w:t></w:r>"
        "</w:sdtContent></w:sdt>",
    ],
)
def test_what_a_reader_does_not_see_is_not_read(hidden: str) -> None:
    document = read(
        f"<w:p><w:r><w:t>Seen</w:t></w:r>{hidden}<w:ins><w:r><w:t>.</w:t></w:r></w:ins></w:p>",
        styles="<w:style w:styleId='Hidden'><w:rPr><w:vanish/></w:rPr></w:style>",
        footnotes=f"<w:footnote w:id='1'>{paragraph('x')}</w:footnote>",
        comments=f"<w:comment>{paragraph('x')}</w:comment>",
    )
    assert document.text == "Seen."


def test_what_was_hidden_before_a_change_is_read() -> None:
    before = "<w:vanish w:val='0'/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"
    assert read(paragraph("Seen", of_run=before)).text == "Seen"


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    first = paragraph("It left ", "<w:rPr><w:del/></w:rPr>")
    assert read(first + paragraph("Vardø.")).text == "It left Vardø."


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>Before</w:t></w:r><w:r>{both}</w:r><w:r><w:t> after</w:t></w:r></w:p>"
    assert read(body).text == "Before after\n\nIn a box"


def test_a_row_is_one_paragraph_unless_a_cell_has_several() -> None:
    def row(*cells: str) -> str:
        return "".join(["<w:tr>", *(f"<w:tc>{cell}</w:tc>" for cell in cells), "</w:tr>"])

    first = row(paragraph("3 June"), paragraph("Vardø"))
    second = row(paragraph("4 June"), paragraph("Nome") + paragraph("Kiska"))
    document = read(f"<w:tbl>{first}{second}</w:tbl>")
    assert document.text == "3 June\tVardø\n\n4 June\n\nNome\n\nKiska"


def test_notes_come_last_and_raised_numbers_are_apart_from_years() -> None:
    note = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>5</w:t></w:r>"
    body = f"<w:p><w:r><w:t>In 2024</w:t></w:r>{raised}{note}</w:p>" + paragraph("Then.")
    notes = f"<w:footnote w:id='2'>{paragraph('Says the navy.')}</w:footnote>"
    assert read(body, footnotes=notes).text == "In 2024 ⁵\n\nThen.\n\nSays the navy."


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        docx("<w:p>" * 100_000 + "</w:p>" * 100_000),
        docx("<w:p>"),
        docx(" " * 70_000_000),
    ],
)
def test_broken_and_hostile_files_are_refused_in_a_line(content: bytes) -> None:
    with pytest.raises(UnreadableReportError, match=r"^report.docx: .+$"):
        read_docx(PATH, io.BytesIO(content))


def test_a_document_type_is_refused_before_its_entities_are_read() -> None:
    type_ = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", type_ + word_xml("document", "&x;").encode())
    with pytest.raises(UnreadableReportError, match="no DOCX, or a broken one"):
        read_docx(PATH, packed)
