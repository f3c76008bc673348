"""DOCX files as documents: what a reader sees when all changes are accepted."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from geotrack.files.archives import ArchiveError, open_archive, part_name, read_members
from geotrack.messages import Message
from geotrack_extraction.documents.document import Document, UnreadableReportError, joined
from geotrack_extraction.documents.paragraphs import Block, Paragraphs, check_tags

__all__ = ["read_docx"]

# Bytes of a part, and elements that stand in one another; tables in tables take few.
_MOST_UNPACKED, _MOST_DEPTH = 32_000_000, 200
# Namespaces of WordprocessingML: as Word writes it, and of ISO 29500 (strict).
_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
# Deleted and moved text, codes of fields, earlier formats, and pronunciations.
_LEFT_OUT = {"del", "moveFrom", "delText", "instrText", "delInstrText", "rt"}
_EARLIER_FORMATS = {"rPrChange", "pPrChange"}
_FALSE = {"0", "false", "off"}
_HEADING = re.compile(r"heading \d|title|subtitle", re.IGNORECASE)
# Text of fewer half points is hidden by its size.
_LEAST_SIZE = 4
# Styles of which one is based on the next.
_MOST_STYLES = 20

# What else is such an archive, by how the names of parts begin.
_OTHERS = {
    "xl/": "it is a spreadsheet; `geotrack import` reads tables",
    "ppt/": "it is slides; save them as PDF",
    "": "it is an archive or a file of another program; save the report as DOCX or PDF",
}


def read_docx(path: Path, source: BinaryIO) -> Document:
    """Return the text of a DOCX file.

    Parameters
    ----------
    path : Path
        Its name, for messages.
    source : binary file
        Its content.

    Raises
    ------
    UnreadableReportError
        It is broken, locked or too large.
    """
    try:
        with open_archive(source) as archive:
            members = {part_name(info.filename): info for info in archive.infolist()}

            def part(name: str | None) -> bytes:
                member = members.get(part_name(name or ""))
                contents = read_members(archive, [member] if member else [], _MOST_UNPACKED)
                content = b"".join(contents.values())
                check_tags(path, content)
                return content

            main = _related("", part("_rels/.rels")).get("officeDocument")
            main = main or "word/document.xml"
            _check_kind(path, part_name(main), members)
            folder, name = posixpath.split(main)
            related_parts = _related(folder, part(f"{folder}/_rels/{name}.rels"))
            styles = _Styles(part(related_parts.get("styles")))
            body = _Body(path, part(main), styles)
            notes = {
                kind: _Body(path, part(related_parts.get(f"{kind}s")), styles).notes
                for kind in ("footnote", "endnote")
            }
    except ArchiveError as error:
        raise UnreadableReportError(Message("{path}: {problem}", path, error.problem)) from None
    except _BrokenPartError:
        raise UnreadableReportError(
            Message("{path}: it is no DOCX, or a broken one; save it again", path)
        ) from None
    below = [block for kind, id_ in body.note_ids for block in notes[kind].get(id_, ())]
    return joined([*body.paragraphs.blocks, *below], "docx")


def _check_kind(path: Path, main: str, names: Collection[str]) -> None:
    """Refuse an archive that is something else than DOCX."""
    if main in names and not main.startswith(("xl/", "ppt/")):
        return
    problems = (text for start, text in _OTHERS.items() if any(n.startswith(start) for n in names))
    problem = next(problems, _OTHERS[""])
    raise UnreadableReportError(Message("{path}: {problem}", path, Message(problem)))


class _BrokenPartError(Exception):
    """A part is no well-formed XML, is nested too deeply, or has a document type."""


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object] = lambda _: None,
    text: Callable[[str], object] = lambda _: None,
) -> None:
    """Parse a part; names of elements are without namespace, those outside Word's behind `:`."""
    depth = 0

    def own(name: str) -> str:
        space, _, local = name.rpartition(" ")
        return local if space in _WORD else f":{local}"

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise _BrokenPartError
        start(own(name), {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(own(name))

    def refused(*_: object) -> None:
        raise _BrokenPartError  # a document type defines entities, which grow or name files

    if not data:
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refused
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):  # also an encoding that expat has not
        raise _BrokenPartError from None


def _related(folder: str, data: bytes) -> dict[str, str]:
    """Return the names of related parts by the last word of their type."""
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == ":Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            targets.setdefault(attributes.get("Type", "").rpartition("/")[2], target.lstrip("/"))

    _parse(data, start)
    return targets


class _Styles:
    """What styles say of their text: whether it is a heading, and whether it is hidden."""

    def __init__(self, data: bytes) -> None:
        self._said: dict[str, dict[str, str]] = {}
        self._style: dict[str, str] = {}
        _parse(data, self._start)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self._style = self._said.setdefault(attributes.get("styleId", ""), {})
        elif name == "docDefaults":
            self._style = {}
        elif name in {"name", "basedOn", "outlineLvl", "vanish"}:
            self._style[name] = value

    def _values(self, style: str, name: str) -> Iterable[str]:
        """Yield the values that a style and those on which it is based state, its own first."""
        for _ in range(_MOST_STYLES):
            properties = self._said.get(style, {})
            if name in properties:
                yield properties[name]
            style = properties.get("basedOn", "")

    def is_heading(self, style: str) -> bool:
        has_heading_name = any(_HEADING.fullmatch(name) for name in self._values(style, "name"))
        return has_heading_name or next(iter(self._values(style, "outlineLvl")), "9") != "9"

    def is_hidden(self, style: str) -> bool:
        return next(iter(self._values(style, "vanish")), "0") not in _FALSE


@dataclass
class _Paragraph:
    """The properties of a paragraph and of the run in it that is being read."""

    is_heading: bool = False
    is_hidden: bool = False
    is_joined: bool = False  # its end is deleted
    run_is_hidden: bool = False
    run_is_raised: bool = False
    boxes: list[Block] = field(default_factory=list)  # text boxes in it


class _Body:
    """The paragraphs of a part, and its notes by their id."""

    def __init__(self, path: Path, data: bytes, styles: _Styles) -> None:
        self.paragraphs = Paragraphs(path)
        self._path = path
        self.notes: dict[str, list[Block]] = {}
        self.note_ids: list[tuple[str, str]] = []
        self._styles = styles
        self._paragraph = _Paragraph()
        self._around: list[tuple[Paragraphs, _Paragraph]] = []
        self._names: list[str] = []
        self._has_choice: list[bool] = []
        self._is_placeholder = False
        # How many elements are open from the one whose content is left out.
        self._left_out = 0
        _parse(data, self._start, self._end, self._text)
        self.paragraphs.end()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._names[-1] if self._names else ""
        self._names.append(name)
        if self._left_out:
            self._left_out += 1
        elif name in _EARLIER_FORMATS:
            self._left_out = 1
        elif parent in {"pPr", "rPr"}:
            self._property(name, attributes.get("val", ""))
        elif name in _LEFT_OUT or self._is_fallback(name):
            self._left_out = 1
        elif parent == "r" and name != ":AlternateContent":
            self._in_run(name, attributes)
        else:
            self._in_body(name, attributes)

    def _in_body(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element that holds runs, or other such elements."""
        if name == "p":
            self._paragraph = _Paragraph()
        elif name == "r":
            self._paragraph.run_is_hidden = self._paragraph.is_hidden
            self._paragraph.run_is_raised = False
        elif name == "tr":
            self.paragraphs.begin_row()
        elif name == "tc":
            self.paragraphs.begin_cell()
        elif name in {"txbxContent", "footnote", "endnote"}:
            self._around.append((self.paragraphs, self._paragraph))
            self.paragraphs = Paragraphs(self._path)
            self._names[-1] = f"{name} {attributes.get('id', '')}"
        elif name == ":AlternateContent":
            self._has_choice.append(False)
        elif name == "showingPlcHdr":
            self._is_placeholder = True
        elif name == "sdtContent":
            self._left_out, self._is_placeholder = int(self._is_placeholder), False

    def _is_fallback(self, name: str) -> bool:
        """Return whether this is another form of what has been read already."""
        if name not in {":Choice", ":Fallback"} or not self._has_choice:
            return False
        has_choice, self._has_choice[-1] = self._has_choice[-1], True
        return has_choice

    def _property(self, name: str, value: str) -> None:
        """Set a property of the paragraph or of the run."""
        paragraph = self._paragraph
        of_paragraph = "pPr" in self._names[-3:-1]
        if name == "pStyle":
            paragraph.is_heading = self._styles.is_heading(value)
            paragraph.is_hidden = self._styles.is_hidden(value)
        elif name == "outlineLvl":
            paragraph.is_heading = value != "9"
        elif name in {"del", "moveFrom"} and of_paragraph:
            paragraph.is_joined = True
        elif of_paragraph:
            return  # of the mark at its end
        elif name == "rStyle":
            paragraph.run_is_hidden |= self._styles.is_hidden(value)
        elif name == "vanish":
            paragraph.run_is_hidden = value not in _FALSE
        elif name == "vertAlign":
            paragraph.run_is_raised = value == "superscript"
        elif name == "sz" and value.isdecimal():
            paragraph.run_is_hidden |= int(value[:9]) < _LEAST_SIZE

    def _in_run(self, name: str, attributes: dict[str, str]) -> None:
        """Add what stands for text in a run."""
        if self._paragraph.run_is_hidden:
            return
        if name in {"tab", "ptab"}:
            self.paragraphs.text("\t")
        elif name in {"br", "cr"}:
            self.paragraphs.text("\n")
        elif name == "noBreakHyphen":
            self.paragraphs.text("-")
        elif name in {"footnoteReference", "endnoteReference"}:
            self.note_ids.append((name.removesuffix("Reference"), attributes.get("id", "")))

    def _text(self, text: str) -> None:
        if self._left_out or self._paragraph.run_is_hidden or self._names[-2:] != ["r", "t"]:
            return
        if self._paragraph.run_is_raised:
            self.paragraphs.raised(text)
        else:
            self.paragraphs.text(text)

    def _end(self, _: str) -> None:
        name, _, id_ = self._names.pop().partition(" ")
        if self._left_out:
            self._left_out -= 1
        elif name == "p":
            if not self._paragraph.is_joined:
                self.paragraphs.end(is_heading=self._paragraph.is_heading)
            self.paragraphs.add(self._paragraph.boxes)
        elif name == "tr":
            self.paragraphs.end_row()
        elif name in {"txbxContent", "footnote", "endnote"}:
            self.paragraphs.end()
            blocks = self.paragraphs.blocks
            self.paragraphs, self._paragraph = self._around.pop()
            if id_:
                self.notes[id_] = blocks
            else:
                self._paragraph.boxes += blocks
        elif name == ":AlternateContent":
            self._has_choice.pop()
