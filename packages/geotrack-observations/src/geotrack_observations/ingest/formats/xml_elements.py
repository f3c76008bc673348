"""Elements of XML files, one after the other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from xml.parsers import expat

from geotrack.errors import UsageError
from geotrack.files import read_regular
from geotrack.importing import UnreadableError
from geotrack.importing.formats.archives import Unpacked
from geotrack.importing.formats.vectors.xml_text import check_markup
from geotrack.importing.limits import MOST_BYTES

__all__ = ["Elements", "parse_xml"]


class Elements(ABC):
    """Handler of the start and the end of each element; names are without their prefix."""

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Handle the start of an element."""

    @abstractmethod
    def end(self, name: str, parent: str, text: str, line: int) -> None:
        """Handle the end of an element, with the text since the last tag."""


def parse_xml(path: Path, elements: Elements, kind: str) -> None:
    """Parse a file of a kind of XML, such as `GPX`.

    Raises
    ------
    UsageError
        It is too large or no well-formed XML.
    """
    if isinstance(path, Unpacked):
        with path.open() as content:
            data = content.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UsageError(f"{path}: more than {MOST_BYTES / 1e6:g} MB when unpacked; split it")
    else:
        data = read_regular(path, MOST_BYTES)
    names: list[str] = []
    texts: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        names.append(tag.rpartition(":")[2])
        texts.clear()
        elements.start(names[-1], attributes, parser.CurrentLineNumber)

    def end(_: str) -> None:
        name = names.pop()
        text = "".join(texts).strip()
        texts.clear()
        elements.end(name, names[-1] if names else "", text, parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = texts.append
    try:
        check_markup(path, data, kind)
        parser.Parse(data, True)
    except UnreadableError as error:
        raise UsageError(str(error)) from None
    except expat.ExpatError as error:
        message = f"{path}:{error.lineno}: not {kind}: {str(error).partition(':')[0]}"
        raise UsageError(message) from None
    except (LookupError, ValueError) as error:  # of an encoding that expat does not have
        raise UsageError(f"{path}: not {kind}: {error}; save it as UTF-8") from None
