"""HTML in a description, as plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["plain_text"]

_BREAKS = {
    "br", "p", "div", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "tr", "blockquote", "pre", "center",
}  # fmt: skip
_CELLS = {"td", "th"}
_SILENT = {"script", "style", "head", "title"}
# A name between angle brackets that is none of these is a part of the text.
_TAGS = {
    "a", "abbr", "b", "big", "body", "caption", "code", "col", "colgroup", "em", "font", "html",
    "i", "iframe", "img", "link", "meta", "s", "small", "span", "strike", "strong", "sub", "sup",
    "tbody", "tfoot", "thead", "tt", "u", *_BREAKS, *_CELLS, *_SILENT,
}  # fmt: skip
_MARKUP = re.compile(rf"</?(?:{'|'.join(sorted(_TAGS))})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:\w+|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
# An ampersand in an address is itself, whatever follows.
_AMPERSAND = re.compile(rf"&(?!{_ENTITY.pattern[1:]})", re.IGNORECASE)


def plain_text(text: str) -> str:
    r"""Return a text without its HTML, line breaks kept; the text itself where it has none.

    Examples
    --------
    >>> plain_text("<b>Seen</b> from plane<br>clear")
    'Seen from plane\nclear'
    >>> plain_text("speed < 5 & falling, by <unknown>")
    'speed < 5 & falling, by <unknown>'
    """
    if not (_MARKUP.search(text) or _ENTITY.search(text)):
        return text
    parser = _Plain()
    parser.feed(_AMPERSAND.sub("&amp;", text))
    parser.close()
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Plain(HTMLParser):
    """Gathers the text of an HTML document in `parts`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line, or keep what is no tag."""
        del attrs
        self._silent += tag in _SILENT
        self._mark(tag, self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line, or keep what is no tag."""
        del attrs
        self._mark(tag, self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Break the line, or keep what is no tag."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        self._mark(tag, f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Take the text."""
        if not self._silent:
            self.parts.append(data)

    def _mark(self, tag: str, raw: str) -> None:
        if tag not in _TAGS:
            self.handle_data(raw)
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" ")
