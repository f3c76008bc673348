"""Tags and texts of HTML, and the plain text of descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

__all__ = ["plain_text", "tags_and_texts"]

# Elements that begin a line.
_BREAKS = {
    "br", "p", "div", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "tr", "blockquote", "pre", "center",
}  # fmt: skip
# Elements before which a space stands.
_CELLS = {"td", "th"}
# Elements whose text nobody sees.
_SILENT = {"script", "style", "head", "title"}
# Elements whose content is no markup.
_RAW = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in ("script", "style")}
# Other names in angle brackets are text.
_TAGS = {
    "a", "abbr", "b", "big", "body", "caption", "code", "col", "colgroup", "em", "font", "html",
    "i", "iframe", "img", "link", "meta", "s", "small", "span", "strike", "strong", "sub", "sup",
    "tbody", "tfoot", "thead", "tt", "u", *_BREAKS, *_CELLS, *_SILENT,
}  # fmt: skip
# A tag or comment: a text without one and without entities is no HTML.
_MARKUP = re.compile(rf"</?(?:{'|'.join(sorted(_TAGS))})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
# No character reference has more digits.
_ENTITY = re.compile(r"&(?:\w+|#\d{1,8}|#x[0-9a-f]{1,8});", re.IGNORECASE)
# Ampersands that start no entity, as in addresses.
_AMPERSAND = re.compile(rf"&(?!{_ENTITY.pattern[1:]})", re.IGNORECASE)
# A tag, a comment or a declaration; `>` in a quoted value does not end a tag.
_VALUES = r"""(?:"[^"]*+"|'[^']*+'|[^"'>])*+"""
_MARK = r"""
    <!--(?P<comment>.*?)(?:-->|\Z)
    |<!\[CDATA\[.*?(?:\]\]>|\Z)
    |<[!?]%s>
    |<(?P<end>/?)(?P<tag>%s)(?=[\s/>])(?P<attributes>%s)>
"""
_NAMES, _ANY_NAME = "|".join(sorted(_TAGS)), r"[a-z][^\s/<>]*+"
_FLAGS = re.IGNORECASE | re.VERBOSE | re.DOTALL


@cache
def _patterns(names: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns of where a tag may begin, of tags with `>` in quotes, and without."""
    opened = re.compile(rf"<[!?]|</?(?:{names})(?=[\s/>])", re.IGNORECASE)
    quoted = re.compile(_MARK % (_VALUES, names, _VALUES), _FLAGS)
    return opened, quoted, re.compile(_MARK % ("[^<>]*+", names, "[^<>]*+"), _FLAGS)


def plain_text(text: str) -> str:
    r"""Return a text without its HTML, line breaks kept; unchanged if it has none.

    Examples
    --------
    >>> plain_text("<b>Seen</b> from plane<br>clear")
    'Seen from plane\nclear'
    >>> plain_text("speed < 5 & falling, by <unknown>")
    'speed < 5 & falling, by <unknown>'
    """
    if not (_MARKUP.search(text) or _ENTITY.search(text)):
        return text
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(_parts(text)).split("\n"))
    return "\n".join(line for line in lines if line)


def _parts(text: str) -> Iterator[str]:
    """Yield the texts of HTML and line breaks."""
    silent = 0
    for piece, mark, _ in tags_and_texts(text, _NAMES):
        tag = mark.removeprefix("/")
        if tag in _SILENT:
            silent = max(0, silent - 1) if mark != tag else silent + 1
        if tag in _BREAKS:
            yield "\n"
        elif tag in _CELLS:
            yield " "
        elif not silent:
            yield piece


def tags_and_texts(text: str, names: str = _ANY_NAME) -> Iterator[tuple[str, str, str]]:
    """Yield the tags and texts of HTML in order, in linear time; comments are left out.

    Parameters
    ----------
    text : str
        The HTML.
    names : str, optional
        Pattern of the names of tags; what else stands in angle brackets is text.

    Yields
    ------
    tuple of (str, str, str)
        The text, without entities; or an empty one, the tag's name in small letters, behind `/`
        where it ends an element, and the tag's attributes.
    """
    text = _AMPERSAND.sub("&amp;", text)
    opening, mark, unquoted = _patterns(names)
    position = 0
    while opened := opening.search(text, position):
        markup = mark.match(text, opened.start())
        if markup is None and mark is not unquoted:
            # An unclosed quote is searched to the end only once.
            mark = unquoted
            continue
        yield unescape(text[position : opened.start() if markup else opened.end()]), "", ""
        if markup is None:
            position = opened.end()
            continue
        position, tag = markup.end(), (markup["tag"] or "").lower()
        if tag:
            yield "", f"{markup['end']}{tag}", markup["attributes"]
        if tag in _RAW and not markup["end"]:
            closed = _RAW[tag].search(text, position)
            position = closed.start() if closed else len(text)
    yield unescape(text[position:]), "", ""
