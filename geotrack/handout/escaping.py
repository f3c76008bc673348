"""Escaping of text in Markdown."""

from __future__ import annotations

import re

from geotrack.mapview.translations import Text

__all__ = ["address", "begun", "escaped", "paragraph", "strong"]

_SIGNS = re.compile(r"[\\`*_\[\]<>&#|~$]")
# Characters that start a list, a heading or a definition at the start of a line.
_BEGINS = re.compile(r"[-+=:]|\d{1,9}(?=[.)])")
# Control characters, which a terminal obeys.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\x00-\x1f\x7f]+", re.IGNORECASE)


def escaped(text: Text) -> str:
    r"""Return a text escaped for the middle of a line of Markdown.

    Examples
    --------
    >>> escaped("*Ji Di* [5] | <b>")
    '\\*Ji Di\\* \\[5\\] \\| \\<b\\>'
    """
    flat = " ".join(_CONTROLS.sub("\ufffd", "".join(text)).split())
    return _SIGNS.sub(r"\\\g<0>", flat)


def paragraph(text: Text) -> str:
    r"""Return a text as a paragraph of Markdown on one line.

    Examples
    --------
    >>> paragraph("1. May"), paragraph("- 5 °C")
    ('1\\. May', '\\- 5 °C')
    """
    return begun(escaped(text))


def begun(line: str) -> str:
    """Return a line of Markdown whose start opens a paragraph and nothing else."""
    begins = _BEGINS.match(line)
    if not begins:
        return line
    at = begins.end() if begins[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def strong(text: Text) -> str:
    """Return a text in bold; empty for an empty text."""
    safe = escaped(text)
    return f"**{safe}**" if safe else ""


def address(url: str) -> str:
    """Return an address as a link, or as text if Markdown cannot represent it.

    Examples
    --------
    >>> address("https://example.org/a_b"), address("javascript:x")
    ('<https://example.org/a_b>', 'javascript:x')
    """
    return f"<{url}>" if _ADDRESS.fullmatch(url) else escaped(url)
