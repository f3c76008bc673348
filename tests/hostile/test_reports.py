"""Reports that swell, name other files or stand deep in one another."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.limits import bounded
from tests.reports import docx, paragraph, pdf, text_at

pytestmark = pytest.mark.slow

TEXT = "The Russian frigate Admiral Kolchev called at Vardø on 4 May 2024."


def swelling() -> bytes:
    """Return a PDF of one page with a gigabyte of operators, packed twice."""
    packer = zlib.compressobj(9)
    first = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(first + again * 99 + packer.flush())
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s" % (len(packed), packed)
    return pdf(["x"]).replace(b"<</Length 1>>stream\nx", stream)


def many_pages() -> bytes:
    """Return a PDF that lists one page 100,000 times."""
    listed = b"/Count 100000/Kids[" + b"4 0 R " * 100_000
    return pdf([text_at(50, 700, TEXT)]).replace(b"/Count 1/Kids[4 0 R", listed)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", swelling, 2),
        ("a.pdf", many_pages, 2),
        ("a.docx", lambda: docx("<w:tbl><w:tr><w:tc>" * 50_000 + paragraph(TEXT)), 2),
        ("a.docx", lambda: docx(paragraph(" " * 33_000_000)), 2),
        ("a.html", lambda: b"<html>" + b"<table><tr><td><b>" * 20_000 + TEXT.encode(), 0),
    ],
)
def test_a_hostile_report_is_read_or_refused(
    name: str, content: Callable[[], bytes], code: int, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content())
    done = bounded(tmp_path, "extract", name, "--lang", "en", "--out", "out.geojson")
    assert done.code == code, done
    assert len(done.errors.splitlines()) <= 3
    assert (tmp_path / "out.geojson").exists() is (code == 0)
