"""Reports as PDF and DOCX files, of the fewest bytes that are sound."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

__all__ = ["docx", "paragraph", "pdf", "text_at", "word_xml"]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def text_at(x: float, y: float, text: str, size: float = 10, before: str = "0 g 0 Tr") -> str:
    """Return the operators of a PDF that write a line of Helvetica, `y` upwards."""
    shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {before} /F {size} Tf 1 0 0 1 {x} {y} Tm ({shown}) Tj ET\n"


def pdf(pages: Iterable[str], *, page: str = "/MediaBox[0 0 600 800]", more: str = "") -> bytes:
    """Return a PDF of pages with these operators; `page` and `more` are entries of dictionaries."""
    contents = [content.encode("cp1252") for content in pages]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, content in enumerate(contents):
        resources = f"{page}/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * n} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R{resources}>>".encode())
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    found, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start, size = len(found), len(objects) + 1
    found += b"xref\n0 %d\n0000000000 65535 f \n" % size
    found += b"".join(b"%010d 00000 n \n" % place for place in places)
    found += f"trailer<</Size {size}/Root 1 0 R{more}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(found)


def paragraph(text: str, properties: str = "", of_run: str = "") -> str:
    """Return a paragraph of a DOCX file in one run."""
    run = f"<w:r><w:rPr>{of_run}</w:rPr><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def word_xml(name: str, content: str) -> str:
    """Return a part of a DOCX file with a root element."""
    spaces = f"xmlns:w='{_WORD}' xmlns:mc='{_COMPATIBILITY}'"
    return f"<w:{name} {spaces}>{content}</w:{name}>"


def docx(content: str | Sequence[str], **others: str) -> bytes:
    """Return a DOCX file of paragraphs, and of other parts by their root element."""
    body = content if isinstance(content, str) else "".join(map(paragraph, content))
    parts = {"document": f"<w:body>{body}</w:body>", **others}
    related = "".join(f"<Relationship Type='x/{name}' Target='{name}.xml'/>" for name in others)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", word_xml(name, part))
        archive.writestr(
            "word/_rels/document.xml.rels", f"<Relationships>{related}</Relationships>"
        )
    return packed.getvalue()
