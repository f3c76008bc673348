"""Plain text and Markdown as documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geotrack_extraction.documents.document import Document, Part, joined

__all__ = ["read_markdown", "read_text"]

# A line is a paragraph, unless a program broke the text into lines of about equal length.
_WRAPPED_FROM, _WRAPPED_TO = 45, 100
_SENTENCE_END = re.compile(r"[.!?…:][\"”»’')\]]*$")
# What begins a paragraph of its own: a bullet, a number, a dash, a day.
_BULLET = re.compile(r"\s*(?:[-–—*•·▪]|\(?\d{1,3}[.)])\s+")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~).*?^\s{0,3}(?:```|~~~)\s*$", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MARKS = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)"), ""),
    (re.compile(r"\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)"), r"\1"),
    (re.compile(r"(\*\*|__|`)(?=\S)([^\n]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
)


def read_text(text: str) -> Document:
    r"""Return plain text as a document; the text itself is unchanged.

    Examples
    --------
    >>> [p.paragraph for p in read_text("Two ships\nA ship left Vardø.\n\nIt sank.").parts]
    [1, 2, 3]
    """
    parts = [Part(start, end, n) for n, (start, end) in enumerate(_paragraphs(text), start=1)]
    return Document(text, tuple(parts), "text")


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first and the last offset of each paragraph."""
    for block in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        lines = [*re.finditer(r"[^\n]+", block[0])]
        longest = max(len(line[0].rstrip()) for line in lines)
        start: int | None = None
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            start = line.start() if start is None else start
            if after is None or not _is_continued(line[0], after[0], longest):
                yield _trimmed(text, block.start() + start, block.start() + line.end())
                start = None


def _is_continued(line: str, after: str, longest: int) -> bool:
    """Return whether a paragraph goes on in the next line."""
    line, after = line.rstrip(), after.strip()
    if longest > _WRAPPED_TO or len(line) < _WRAPPED_FROM or _BULLET.match(after):
        return False
    return after[:1].islower() or not _SENTENCE_END.search(line)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())


def read_markdown(text: str) -> Document:
    r"""Return Markdown as a document without its marks; code blocks and pictures are left out.

    Examples
    --------
    >>> read_markdown("# Head\n\n* a **ship** of [Nome](https://example.org)").text
    'Head\n\na ship of Nome'
    """
    text = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"))
    text = _FENCE.sub("", text)
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return joined(_blocks(text), "markdown")


def _blocks(text: str) -> Iterator[tuple[str, int | None, bool]]:
    """Yield paragraphs of Markdown, each with whether it is a heading."""
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        heading = _HEADING.match(line)
        is_rule = re.fullmatch(r"[-=*_|:\s]*", line) is not None
        if heading or is_rule or _BULLET.match(line):
            is_title = bool(lines) and re.fullmatch(r"\s*(?:={3,}|-{3,})\s*", line) is not None
            yield " ".join(lines), None, is_title
            lines = []
        if heading:
            yield heading[1], None, True
        elif not is_rule:
            lines.append(_BULLET.sub("", re.sub(r"^\s*(?:>\s?)+", "", line), count=1).strip())
    yield " ".join(lines), None, False
