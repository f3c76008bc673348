"""Pages of HTML as documents: what a browser shows of the article, without running anything."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

from geotrack.files.html_text import tags_and_texts
from geotrack_extraction.documents.document import Document, joined
from geotrack_extraction.documents.paragraphs import Paragraphs, check_tags

__all__ = ["read_html"]

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Elements that begin and end a paragraph.
_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "header", "hr", "html", "legend",
    "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", *_HEADINGS,
}  # fmt: skip
# Elements that nobody sees, that are around the article, or that are struck out.
_LEFT_OUT = {
    "script", "style", "template", "noscript", "title", "iframe", "object", "svg", "audio", "video",
    "canvas", "button", "select", "datalist", "textarea", "dialog",
    "nav", "aside", "footer", "del", "s", "strike", "rp", "rt",
}  # fmt: skip
_ROLES = {"navigation", "complementary", "contentinfo", "search", "banner", "menu", "menubar"}
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
# An element that ends when one of these begins.
_ENDS_BEFORE = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr", "td", "th"},
    "td": {"td", "th"}, "th": {"td", "th"},
}  # fmt: skip
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d]))", re.I
)
# Names that style sheets give to text for screen readers only.
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text)(?:\s|$)", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
# A page states its encoding within these bytes.
_HEAD = 4096


def read_html(path: Path, content: bytes) -> Document:
    r"""Return the text of a page, without scripts, navigation and what is hidden.

    Parameters
    ----------
    path : Path
        Its name, for messages.
    content : bytes
        The file.

    Raises
    ------
    UnreadableReportError
        It is too large.

    Examples
    --------
    >>> read_html(Path("a"), b"<nav>Home</nav><h1>Patrol</h1><p>Off Vard&oslash;<br>in May").text
    'Patrol\n\nOff Vardø\nin May'
    """
    check_tags(path, content)
    page = _Page(path)
    for text, tag, attributes in tags_and_texts(_decoded(content)):
        if not tag:
            page.add(text)
        elif tag.startswith("/"):
            page.end(tag[1:])
        else:
            page.start(tag, attributes)
    page.end_all()
    return joined(page.paragraphs.blocks, "html")


def _decoded(content: bytes) -> str:
    """Return the text of a page by its mark, by what it states, else UTF-8 or Windows-1252."""
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return content.decode("utf-16", "replace")
    charset = _CHARSET.search(content, 0, _HEAD)
    names = ["utf-8-sig", "cp1252"]
    if charset and not content.startswith(codecs.BOM_UTF8):
        name = charset[1].decode("ascii", "replace").lower()
        # As browsers do: Latin-1 is Windows-1252, and what is read as ASCII is no UTF-16.
        names.insert(0, "cp1252" if name in {"iso-8859-1", "latin1", "us-ascii"} else name)
    for name in names:
        try:
            if not codecs.lookup(name).name.startswith("utf-16"):
                return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("cp1252", "replace")


class _Page:
    """The paragraphs of a page, from its tags and texts."""

    def __init__(self, path: Path) -> None:
        self.paragraphs = Paragraphs(path)
        self._open: list[tuple[str, bool]] = []
        self._counts: Counter[str] = Counter()
        self._hidden = 0
        self._headings = 0

    def add(self, text: str) -> None:
        """Add text, where it is seen."""
        if self._hidden:
            return
        self.paragraphs.count(text)
        text = text if self._counts["pre"] else re.sub(r"\s+", " ", text)
        if self._counts["sup"]:
            self.paragraphs.raised(text)
        else:
            self.paragraphs.text(text)

    def start(self, tag: str, attributes: str) -> None:
        """Begin an element."""
        if tag in _BLOCKS and self._counts["p"]:
            self.end("p")  # which holds no other block
        while self._open and self._open[-1][0] in _ENDS_BEFORE.get(tag, ()):
            self._pop()
        hides = tag in _LEFT_OUT or bool(attributes and _is_hidden(attributes))
        if not self._hidden and not hides:
            self._begin(tag)
        if tag in _VOID or attributes.endswith("/"):
            return
        self._open.append((tag, hides))
        self._counts[tag] += 1
        self._hidden += hides
        self._headings += tag in _HEADINGS

    def _begin(self, tag: str) -> None:
        if tag == "br":
            self.paragraphs.text("\n")
        elif tag == "tr":
            self.paragraphs.begin_row()
        elif tag in {"td", "th"}:
            self.paragraphs.begin_cell()
        elif tag in _BLOCKS:
            self.paragraphs.end(is_heading=self._headings > 0)

    def end(self, tag: str) -> None:
        """End an element and those in it; the end of one that is not open says nothing."""
        if self._counts[tag]:
            while self._pop() != tag:
                pass

    def _pop(self) -> str:
        tag, hides = self._open.pop()
        is_heading = self._headings > 0
        self._counts[tag] -= 1
        self._hidden -= hides
        self._headings -= tag in _HEADINGS
        if not (self._hidden or hides):
            if tag in _BLOCKS:
                self.paragraphs.end(is_heading=is_heading)
            if tag == "tr":
                self.paragraphs.end_row()
        return tag

    def end_all(self) -> None:
        """End all that is open."""
        while self._open:
            self._pop()
        self.paragraphs.end()


def _is_hidden(attributes: str) -> bool:
    """Return whether an element is hidden, or is no part of the article, by its attributes."""
    values = {
        name.lower(): quoted or single or bare
        for name, quoted, single, bare in _ATTRIBUTE.findall(attributes)
    }
    return (
        "hidden" in values
        or values.get("role", "").lower() in _ROLES
        or _HIDDEN_STYLE.search(re.sub(r"\s+", "", values.get("style", ""))) is not None
        or _HIDDEN_CLASS.search(values.get("class", "")) is not None
    )
