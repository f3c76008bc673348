"""Checks of folium's HTML for what an offline page would not show or run."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser

from folium_polar.assets import glyphs
from folium_polar.errors import NeedsNetworkError, UsageError

__all__ = ["needs_network", "refuse_markup", "unfit", "with_network"]

_MOST = 5
"""Faults that one message names."""
_NEEDS = "needs a network when the page is opened"
_NOT_EVEN = "is refused also with network=True, which lets in tiles and pictures of a WMS alone"
_PICTURE = "give a picture as a data: address, which folium.utilities.image_to_url(path) makes"
_SHEET = "put the style sheet's text into get_root().styles"
_FRAME = "the page lets no {tag} in; put its content into the HTML itself, or link to it"
_MEDIA = "the page plays no {tag}; show a picture, or link to it"
# Elements that a page refuses, with the remedy.
_TAGS = {
    "script": "the page's security policy would not run its {tag}; "
    "put the code into get_root().scripts, or data into get_root().data",
    "base": "the page takes no {tag}; write each address in full",
    **dict.fromkeys(("iframe", "frame", "frameset", "object", "embed", "applet"), _FRAME),
    **dict.fromkeys(("portal", "fencedframe"), _FRAME),
    **dict.fromkeys(("audio", "video"), _MEDIA),
}
# Attributes whose address the browser fetches, and those of several addresses.
_FETCHED = ("src", "background", "poster", "attributionsrc", "manifest")
_CANDIDATES = ("srcset", "imagesrcset")
# Attributes to whose address the browser sends data.
_SENT = ("action", "formaction", "ping")
# Attributes with an address that is opened by a click, but of some elements fetched.
_LINKS = ("href", "xlink:href")
# Relations of a link element that fetch nothing.
_QUIET_LINKS = {"alternate", "author", "canonical", "help", "license", "next", "prev"}
# Attributes whose value may hold an address: url(…).
_PAINT = (
    *("style", "fill", "stroke", "filter", "mask", "clip-path", "cursor"),
    *("marker", "marker-start", "marker-mid", "marker-end"),
)
# Attributes of an animation that may set an address.
_ANIMATED = ("from", "to", "by", "values")
# Classes of Font Awesome that choose a font or change a glyph are no glyphs.
_LOOK = (
    r"solid|brands|regular|light|thin|duotone|classic|sharp|fw|ul|li|border|inverse|stack(?:-[12]x)?|"
    r"[12]?xs|sm|lg|2?xl|\d+x|pull-\w+|rotate-\S+|flip\S*|spin\S*|pulse|beat\S*|fade|bounce|shake"
)
# A class that shows a glyph of a font of icons.
_GLYPH = re.compile(rf"(?<!\S)(fa|glyphicon)-(?!(?:{_LOOK})(?!\S))(\S+)", re.IGNORECASE)
# A link that does nothing, as many write it.
_DEAD_ON_PURPOSE = re.compile(r"javascript:\s*(?:void\b.*|;?)$", re.IGNORECASE)
# Elements whose content is no markup.
_RAW = ("script", "style", "textarea", "title", "xmp", "noembed", "noframes", "noscript", "iframe")
# A comment as browsers end it.
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
# A width, height or density in a srcset.
_DESCRIPTOR = re.compile(r"[\d.]+[wxh]")
# As the URL parser of a browser: these are dropped before anything is looked at.
_DROPPED = dict.fromkeys(map(ord, "\t\n\r"))
_STRIPPED = "".join(map(chr, range(0x21)))


def _as_address(text: str) -> str:
    return text.translate(_DROPPED).strip(_STRIPPED)


# HTML with quotes or plain words and without any of these has nothing to refuse, which is
# the usual case.
_NO_TAG = "|".join([*_TAGS, "link", "meta", "plaintext", "style"])
_NO_NAME = "|".join([*_FETCHED, *_CANDIDATES, *_SENT, *_LINKS, *_PAINT, *_ANIMATED, "class"])
_QUIET = re.compile(
    rf"""[^<]*(?:<(?:/[a-z][a-z0-9]*|(?!(?:{_NO_TAG})\b)[a-z][a-z0-9]*
    (?:[ \t\n\r\f]+(?:
        (?!on|(?:{_NO_NAME})(?![\w:-]))[a-z][\w:-]*(?:="[^"<]*"|='[^'<]*'|=[\w.-]+)?
        | (?:xlink:)?href="\#[^"<]*"
        | (?<=<a[ ])href="(?:https?:|mailto:)[^"<]*"
        | class="(?![^"]*(?:fa|glyphicon)-)[^"&<]*"
        | class=(?![\w-]*(?:fa|glyphicon)-)[\w-]+
        | (?:{"|".join(_PAINT)})="(?:[^"&\\(@<]|(?<=url)\(\#|(?<=light-dark)\()*"
        | (?:{"|".join(_PAINT)})=[\w.:;%\#/-]+
    ))*[ \t\n\r\f]*/?)>[^<]*)*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

# An escaped character, an address, a list of images and a string in CSS.
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_CSS_ADDRESS = re.compile(
    r"""(?:\b(?:url|src)\(\s*["']?|@import\s*["'])([^"')\s;]*)""", re.IGNORECASE
)
_CSS_IMAGES = re.compile(r"\b(?:image-set|image|cross-fade)\(([^;{}]*)", re.IGNORECASE)
_CSS_STRING = re.compile(r"""(?<!type\()(["'])(.*?)\1""", re.IGNORECASE)


def needs_network(name: str, remedy: str) -> NeedsNetworkError:
    """Return the error of an element that would fetch something, by its class."""
    return NeedsNetworkError(f"{name} {_NEEDS}: {remedy}")


def with_network(refusal: NeedsNetworkError) -> NeedsNetworkError:
    """Return the error of an element of a map with ``network=True``, which does not let it in."""
    return NeedsNetworkError(str(refusal).replace(_NEEDS, _NOT_EVEN))


def unfit(name: str, reason: str) -> UsageError:
    """Return the error of an element that cannot work in the page, by its class."""
    return UsageError(f"{name} cannot be used on a polar map: {reason}")


def refuse_markup(name: str, html: str) -> None:
    """
    Check the HTML of an element.

    Parameters
    ----------
    name : str
        The element's class, for the message.
    html : str
        The HTML that it adds to the page; escaped text is no markup.

    Raises
    ------
    NeedsNetworkError
        If it would fetch something when the page is opened.
    UsageError
        If the page's security policy would block it.
    """
    if "<" not in html or _QUIET.fullmatch(html):
        return
    # Text of a style sheet, a title or a comment is markup inside SVG, so both ways are read. An
    # end tag follows, since it would close a tag that is left open.
    for raw in (_RAW, ()):
        markup = _Markup(raw)
        markup.feed(f"{html}</div>")
        markup.close()
        if markup.faults:
            reasons = list(dict.fromkeys(reason for _, reason in markup.faults))
            suffix = f"; and {len(reasons) - _MOST} more" if len(reasons) > _MOST else ""
            raise markup.faults[0][0](name, "; also, ".join(reasons[:_MOST]) + suffix)


class _Markup(HTMLParser):
    """Collects the faults of tags and style sheets: which error each is, and its reason.

    Parameters
    ----------
    raw : tuple of str
        Tags whose content is text.
    """

    def __init__(self, raw: tuple[str, ...]) -> None:
        super().__init__()
        self.faults: list[tuple[Callable[[str, str], UsageError], str]] = []
        # The second are text in later Pythons alone. Types call both constant.
        vars(self).update(CDATA_CONTENT_ELEMENTS=raw, RCDATA_CONTENT_ELEMENTS=())
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check a tag and its attributes; a browser takes the first of two of one name."""
        values: dict[str, str] = {}
        for key, value in attrs:
            values.setdefault(key, value or "")
        self._in_style = tag == "style"
        if tag in _TAGS:
            self.faults.append((unfit, _TAGS[tag].format(tag=f"<{tag}>")))
        elif tag == "meta" and values.get("http-equiv", "").strip().lower() == "refresh":
            self.faults.append((unfit, "its <meta> would leave the page; link to it"))
        for address in _addresses(tag, values):
            self._check_address(address, _SHEET if tag == "link" else _PICTURE)
        for prefix, glyph in _GLYPH.findall(values.get("class", "")):
            font = glyphs()[prefix.lower()]
            remedy = f", which folium_polar.glyph_svg({glyph!r}, {prefix!r}) makes"
            has = glyph in font["glyphs"] or glyph in font["aliases"]
            reason = (
                f"its glyph '{prefix}-{glyph}' is of a web font; draw it as an inline <svg>"
                f"{remedy if has else ''}"
            )
            self.faults.append((needs_network, reason))
        self._check_scripts(values)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a style sheet."""
        self._in_style = False

    def handle_data(self, data: str) -> None:
        """Check the text of a style sheet; other text is ignored."""
        if self._in_style:
            for address in _css_addresses(data):
                self._check_address(address, _SHEET)

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Skip a comment as a browser does, for which ``<!-->`` is a whole one."""
        comment = _COMMENT.match(self.rawdata, i)
        return comment.end() if comment else super().parse_comment(i, report)

    def parse_html_declaration(self, i: int) -> int:
        """Skip anything else after ``<!``; a CDATA section is text in SVG alone."""
        if self.rawdata.startswith("<!--", i):
            return self.parse_comment(i)
        return self.rawdata.find(">", i) + 1 or -1

    def _check_address(self, address: str, remedy: str) -> None:
        address = _as_address(address)
        if not address or address.lower().startswith(("data:", "#")):
            return
        quoted = f"{address[:80]!r}"
        if address.lower().startswith(("http:", "https:", "//")):
            self.faults.append((needs_network, f"it loads {quoted}; {remedy}"))
        else:
            self.faults.append((unfit, f"the page loads no file, as {quoted}; {remedy}"))

    def _check_scripts(self, values: dict[str, str]) -> None:
        dead = [key for key in values if key.startswith("on")]
        for link in (_as_address(values[key]) for key in _LINKS if key in values):
            if link.lower().startswith("javascript:") and not _DEAD_ON_PURPOSE.match(link):
                dead.append(link[:80])
        for code in dead:
            reason = (
                f"the page's security policy would not run its {code!r}; "
                "bind it in get_root().scripts"
            )
            self.faults.append((unfit, reason))
        for key in _SENT:
            if values.get(key):
                reason = f"the page sends nothing to {values[key][:80]!r} ({key}); link to it"
                self.faults.append((unfit, reason))


def _addresses(tag: str, values: dict[str, str]) -> Iterator[str]:
    """Yield the addresses that a tag fetches by itself."""
    if tag in _TAGS:
        return
    for key, value in values.items():
        if key in _FETCHED:
            yield value
        elif key in _CANDIDATES:
            parts = (part.strip(",") for part in value.split())
            yield from (part for part in parts if not _DESCRIPTOR.fullmatch(part))
        elif key in _PAINT:
            yield from _css_addresses(value)
        elif key in _LINKS and tag not in {"a", "area", "link"}:
            yield value
        elif key in _ANIMATED and values.get("attributename", "").lower() in _LINKS:
            yield from value.split(";")
    kinds = set(values.get("rel", "stylesheet").lower().split())
    if tag == "link" and not kinds <= _QUIET_LINKS:
        yield values.get("href", "")


def _css_addresses(css: str) -> Iterator[str]:
    """Yield the addresses in a style sheet or in a style; comments may hide some, or be in text."""
    plain = _CSS_ESCAPE.sub(_character, unescape(css))
    for text in (plain, re.sub(r"/\*.*?\*/", " ", plain, flags=re.DOTALL)):
        yield from _CSS_ADDRESS.findall(text)
        for images in _CSS_IMAGES.findall(text):
            yield from (address for _, address in _CSS_STRING.findall(images))


def _character(escape: re.Match[str]) -> str:
    """Return what a backslash in CSS stands for."""
    if not escape[1]:
        return escape[2].strip("\n")
    number = int(escape[1], 16)
    return chr(number) if 0 < number <= sys.maxunicode else "\ufffd"
