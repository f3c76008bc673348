"""Checks of folium's HTML for what an offline page would not show or run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from geotrack.errors import NeedsNetworkError, UsageError

__all__ = ["needs_network", "refuse_markup", "unfit"]

# HTML that is refused contains one of these words in lower case, with its companion here; all other
# HTML needs no parser.
_SUSPECT = {
    **dict.fromkeys(("<script", "<iframe", "<frame", "<object", "<embed", "<audio", "<video"), ""),
    **dict.fromkeys(("<link", "<image", "<feimage", "@import", "javascript:", "glyphicon-"), ""),
    "<use": r"<use\b[^>]*href\s*=\s*(?![\"']?#)",
    "src": r"src(?:set)?\s*=",
    "background": r"background\s*=",
    "action": r"action\s*=",
    "url(": r"url\((?!\s*[\"']?(?:data:|#))",
    "fa-": r"fa-[a-z0-9]",
    "on": r"on[a-z]+\s*=",
}
_SUSPECT_CODE = {word: re.compile(pattern) for word, pattern in _SUSPECT.items() if pattern}

_PICTURE = "give a picture as a data: address, which folium.utilities.image_to_url(path) makes"
_SHEET = "put the style sheet's text into get_root().styles"
_FRAME = "the page lets no {tag} in; put its content into the HTML itself, or link to it"
_MEDIA = "the page plays no {tag}; show a picture, or link to it"
_TAGS = {
    "script": "the page's security policy would not run its {tag}; "
    "put the code into get_root().scripts, or data into get_root().data",
    **dict.fromkeys(("iframe", "frame", "object", "embed"), _FRAME),
    **dict.fromkeys(("audio", "video"), _MEDIA),
}
_FETCHED = {"src", "srcset", "background"}
_LINKING = {"link", "image", "use", "feimage"}
_FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
_CSS_ADDRESS = re.compile(r"""(?:url\(|@import\s+(?!url))\s*["']?([^"')\s;]+)""", re.IGNORECASE)
_GLYPH = re.compile(r"(?<!\S)(?:fa|glyphicon)-\S+", re.IGNORECASE)
_DEAD_ON_PURPOSE = re.compile(r"javascript:\s*(?:void\b.*|;?)$", re.IGNORECASE)


def needs_network(name: str, remedy: str) -> NeedsNetworkError:
    """Return the error of an element that would fetch something, by its class."""
    return NeedsNetworkError(f"{name} needs a network when the page is opened: {remedy}")


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
    if "<" not in html or not _is_suspect(html.lower()):
        return
    markup = _Markup(name)
    markup.feed(html)
    markup.close()
    if markup.faults:
        raise markup.faults[0]


def _is_suspect(lower: str) -> bool:
    return any(
        word in lower and (word not in _SUSPECT_CODE or _SUSPECT_CODE[word].search(lower))
        for word in _SUSPECT
    )


class _Markup(HTMLParser):
    """Collects the faults of the tags and style sheets of an element."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.faults: list[UsageError] = []
        self._name = name

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check a tag and its attributes."""
        values = {key: (value or "").strip() for key, value in attrs}
        if tag in _TAGS:
            self.faults.append(unfit(self._name, _TAGS[tag].format(tag=f"<{tag}>")))
        for address in _addresses(tag, values):
            self._check_address(address, _SHEET if tag == "link" else _PICTURE)
        for glyph in _GLYPH.findall(values.get("class", "")):
            reason = f"its glyph {glyph!r} is of a web font; draw it as an inline <svg>"
            self.faults.append(needs_network(self._name, reason))
        self._check_scripts(values)

    def handle_data(self, data: str) -> None:
        """Check the text of a style sheet; other text is ignored."""
        if self.cdata_elem == "style":
            for address in _CSS_ADDRESS.findall(data):
                self._check_address(address, _SHEET)

    def _check_address(self, address: str, remedy: str) -> None:
        if not address or address.lower().startswith(("data:", "#")):
            return
        quoted = f"{address[:80]!r}"
        if address.lower().startswith(("http:", "https:", "//")):
            self.faults.append(needs_network(self._name, f"it loads {quoted}; {remedy}"))
        else:
            self.faults.append(unfit(self._name, f"the page loads no file, as {quoted}; {remedy}"))

    def _check_scripts(self, values: dict[str, str]) -> None:
        dead = [key for key in values if key.startswith("on")]
        link = values.get("href", "")
        if link.lower().startswith("javascript:") and not _DEAD_ON_PURPOSE.match(link):
            dead.append(link[:80])
        for code in dead:
            reason = (
                f"the page's security policy would not run its {code!r}; "
                "bind it in get_root().scripts"
            )
            self.faults.append(unfit(self._name, reason))
        if values.get("action"):
            reason = f"the page sends no form to {values['action'][:80]!r}; link to it"
            self.faults.append(unfit(self._name, reason))


def _addresses(tag: str, values: dict[str, str]) -> Iterator[str]:
    """Yield the addresses that a tag fetches by itself."""
    if tag not in _TAGS:
        yield from (values[key] for key in values if key in _FETCHED)
    kinds = values.get("rel", "stylesheet").lower().split()
    if tag in _LINKING and (tag != "link" or _FETCHED_LINKS.intersection(kinds)):
        yield from (values[key] for key in ("href", "xlink:href") if key in values)
    yield from _CSS_ADDRESS.findall(values.get("style", ""))
