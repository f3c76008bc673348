"""Text of a scene: plain words with emphasis, links and references to records.

``*so*`` is emphasis, ``[words](https://example.org)`` a link, ``[[id]]`` the record of that id by
its title and ``[[id|words]]`` by other words; a blank line begins a paragraph. Everything else is
plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator

from geotrack.errors import quoted
from geotrack.messages import Message
from geotrack.model.address import check_address
from geotrack.model.base import fault
from geotrack.model.localized import ByLanguage, as_written, versions_of

__all__ = ["Piece", "SceneText", "labelled", "paragraphs", "references", "with_ids"]

Kind = Literal["text", "emphasis", "link", "record"]

_BREAK = re.compile(r"(?:\r?\n[ \t]*){2,}")
_SPACE = re.compile(r"[ \t\r\n]+")
_MARKED = re.compile(
    r"\[\[(?P<record>[^\[\]|]+)(?:\|(?P<as>[^\[\]]+))?\]\]"
    # Addresses may contain pairs of brackets.
    r"|\[(?P<words>[^\[\]]+)\]\((?P<to>(?:[^()\s]|\([^()\s]*\))+)\)"
    # A star beside a letter or a space is a star, and a reference does not lie between two.
    r"|(?<!\w)\*(?P<emphasis>(?=[^\s*])(?:(?!\[\[)[^*])+(?<=\S))\*(?!\w)"
)
_MAIL = re.compile(r"mailto:[!-?A-~]+@[!-?A-~]+")
_WEB = re.compile(r"https?://", re.IGNORECASE)


class Piece(NamedTuple):
    """A piece of a paragraph.

    `text` is the visible text, empty for a record shown by its title; `to` is the address of a link
    or the id of a record.
    """

    kind: Kind
    text: str
    to: str = ""


def paragraphs(text: str) -> tuple[tuple[Piece, ...], ...]:
    """Return the paragraphs of a text as lists of pieces.

    Links to other than http, https or mailto addresses are plain text.

    Examples
    --------
    >>> paragraphs("See [[a]], *once*.")[0][:2]
    (Piece(kind='text', text='See ', to=''), Piece(kind='record', text='', to='a'))
    """
    parts = (_SPACE.sub(" ", part).strip(" ") for part in _BREAK.split(text))
    return tuple(tuple(_pieces(part)) for part in parts if part)


def references(text: str) -> list[str]:
    """Return the ids of the records in a text, in any of its languages, each once."""
    spans = (
        span
        for version in versions_of(text)
        for paragraph in paragraphs(version)
        for span in paragraph
    )
    return list(dict.fromkeys(span.to for span in spans if span.kind == "record"))


def labelled(labels: Sequence[str] | None, text: str | None) -> list[str]:
    """Return the ids of the records that a map names beside a text, the most important first.

    Parameters
    ----------
    labels : sequence of str, optional
        Those that the definition lists besides the records in the text; an empty list names none.
    text : str, optional
        A lead or the text of a scene.
    """
    if labels is not None and not labels:
        return []
    return list(dict.fromkeys([*references(text or ""), *(labels or ())]))


def with_ids(text: str, id_of: Callable[[str], str]) -> str | dict[str, str]:
    """Return a text as a definition writes it, with other ids in its references."""

    def renamed(match: re.Match[str]) -> str:
        if match["record"] is None:
            return match[0]
        words = f"|{match['as']}" if match["as"] else ""
        return f"[[{id_of(match['record'])}{words}]]"

    written = as_written(text)
    if isinstance(written, str):
        return _MARKED.sub(renamed, written)
    return {language: _MARKED.sub(renamed, one) for language, one in written.items()}


def _pieces(text: str) -> Iterator[Piece]:
    position = 0
    for match in _MARKED.finditer(text):
        target = match["to"]
        if target is not None and not _leads(target):
            continue
        if match.start() > position:
            yield Piece("text", text[position : match.start()])
        position = match.end()
        if target is not None:
            yield Piece("link", match["words"], target)
        elif match["record"] is not None:
            yield Piece("record", match["as"] or "", match["record"])
        else:
            yield Piece("emphasis", match["emphasis"])
    if position < len(text):
        yield Piece("text", text[position:])


def _leads(to: str) -> bool:
    return bool(_WEB.match(to) or _MAIL.fullmatch(to)) and to.isprintable()


def _links(value: str) -> str:
    """Raise a fault for links that lead nowhere."""
    for match in _MARKED.finditer(value):
        target = match["to"]
        if target is not None and not _leads(target):
            message = Message("{to} is no address that a page links to", quoted(target))
            fault("scene-link", message, "begin it with https://, http:// or mailto:")
        if target is not None and _WEB.match(target):
            check_address(target)
    return value


SceneText = Annotated[str, AfterValidator(_links), ByLanguage()]
