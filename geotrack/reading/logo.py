"""Logos: PNG and SVG files, checked by their bytes.

Sources: PNG, W3C Recommendation, third edition, sections 5 and 11; SVG 2, sections 2.2 (secure
static mode, in which browsers show an SVG as an image) and 8.
"""

from __future__ import annotations

import base64
import math
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from geotrack.errors import GeotrackError, UsageError
from geotrack.files import FileSizeError, leads_out, read_regular
from geotrack.findings import shown
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message, did_you_mean

__all__ = ["MOST_BYTES", "Logo", "LogoError", "parse_logo", "read_logo"]

MOST_BYTES = 100_000
"""Most bytes of a logo."""
_MOST_PIXELS = 2_000
_PNG = b"\x89PNG\r\n\x1a\n"
# The chunks that make up the picture. Others may say who made it, when and where.
_SHOWN_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs"}
_SHOWN_CHUNKS |= {b"IDAT", b"IEND"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_OTHERS = {
    b"\xff\xd8\xff": "a JPEG",
    b"GIF8": "a GIF",
    b"RIFF": "a WebP",
    b"BM": "a BMP",
    b"II*\0": "a TIFF",
    b"%PDF": "a PDF",
    b"PK": "a ZIP file",
}
_SVG = "http://www.w3.org/2000/svg"
_CHANGING = {"set", "animate"}
_RUNNING = {"script", "foreignObject", "iframe", "embed", "object", "audio", "video"}
_OWN = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp)[;,])", re.IGNORECASE)
_CSS_ADDRESS = re.compile(
    r"\burl\(\s*[\"']?([^\"')]*)|(@import|\b(?:image-set|image|src)\()", re.IGNORECASE
)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_NUMBER = r"\+?(\d+(?:\.\d*)?|\.\d+)"
_LENGTH = re.compile(rf"\s*{_NUMBER}(?:px|pt|pc|mm|cm|in|em|ex)?\s*", re.IGNORECASE)
_BOX = re.compile(rf"\s*[^\s,]+[\s,]+[^\s,]+[\s,]+{_NUMBER}[\s,]+{_NUMBER}\s*")
_SMALLER = "scale it down to some 400 pixels in width"
_AGAIN = "export it again as PNG"
_PLAIN = "save it as a plain SVG, with shapes alone"


class LogoError(UsageError):
    """A logo that cannot be shown.

    Parameters
    ----------
    problem, remedy : str
        What is wrong, and what to do about it.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem, self.remedy = problem, remedy


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo.

    Parameters
    ----------
    kind : {"png", "svg"}
        Its format.
    data : bytes
        The file; of a PNG only the chunks that show something.
    width, height : float
        Pixels of a PNG; of an SVG numbers in the same ratio.
    """

    kind: Literal["png", "svg"]
    data: bytes
    width: float
    height: float

    @property
    def address(self) -> str:
        """The logo as a `data:` address, as which no script in it runs and nothing is fetched."""
        kind = {"png": "image/png", "svg": "image/svg+xml"}[self.kind]
        return f"data:{kind};base64,{base64.b64encode(self.data).decode()}"


def read_logo(root: Path, file: str) -> Logo:
    """Read a logo.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    file : str
        The path of the logo from there.

    Raises
    ------
    LogoError
        It is missing, outside the workspace, too large, no PNG or SVG, damaged, or an SVG with more
        than shapes.
    """
    return parse_logo(_content(root, file), file)


def parse_logo(data: bytes, file: str) -> Logo:
    """Parse the content of a logo.

    Parameters
    ----------
    data : bytes
        The content.
    file : str
        Its name in messages.

    Raises
    ------
    LogoError
        It is too large, no PNG or SVG, damaged, or an SVG with more than shapes.
    """
    if len(data) > MOST_BYTES:
        raise _too_large(file, len(data))
    if data.startswith(_PNG):
        return _png(data, file)
    for start, kind in _OTHERS.items():
        if data.startswith(start):
            raise LogoError(
                Message("{file} is {kind}, not a PNG or SVG", shown(file), Message(kind)), _AGAIN
            )
    parser = _SvgParser(file)
    try:
        parser.feed(data)
    except (expat.ExpatError, LookupError, ValueError):
        pass  # what was read so far decides
    else:
        if parser.size:
            return Logo("svg", data, *parser.size)
    if parser.is_svg:
        raise LogoError(Message("{file} is a damaged SVG", shown(file)), "export it again")
    raise LogoError(Message("{file} is neither a PNG nor an SVG", shown(file)), _AGAIN)


def _content(root: Path, file: str) -> bytes:
    """Return the bytes of a logo in the workspace."""
    path = root / file
    if leads_out(path, root):
        message = Message("{file} leads out of the workspace", shown(file))
        raise LogoError(message, "copy the file into the workspace")
    if not path.exists():
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        guess = nearest(path.name, beside)
        remedy = did_you_mean(guess, "put it there, or mend the path")
        raise LogoError(Message("there is no {file} in the workspace", shown(file)), remedy)
    try:
        return read_regular(path, MOST_BYTES)
    except FileSizeError as error:
        raise _too_large(file, error.size) from None
    except (OSError, GeotrackError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LogoError(
            Message("{file} cannot be read: {reason}", shown(file), reason),
            "put a PNG or SVG there",
        ) from None


def _too_large(file: str, size: int) -> LogoError:
    message = Message(
        "{file} has {size:,} bytes; a logo has at most {most:,}", shown(file), size, MOST_BYTES
    )
    return LogoError(message, _SMALLER)


def _png(data: bytes, file: str) -> Logo:
    """Return a PNG without chunks that are not shown; refuse a damaged or large one."""
    try:
        chunks = list(_chunks(data))
        packed = b"".join(content for kind, content, _ in chunks if kind == b"IDAT")
        (first, head, _), *_ = chunks
        width, height = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
        row = (width * _CHANNELS[head[9]] * head[8] + 7) // 8 + 1
        if first != b"IHDR" or width * height == 0:
            raise ValueError
    except (ValueError, IndexError, KeyError):
        raise LogoError(Message("{file} is a damaged PNG", shown(file)), _AGAIN) from None
    if max(width, height) > _MOST_PIXELS:
        message = Message(
            "{file} has {width} × {height} pixels, at most {most} a side fit",
            shown(file),
            width,
            height,
            _MOST_PIXELS,
        )
        raise LogoError(message, _SMALLER)
    try:
        # The seven passes of an interlaced picture have more rows, each with a byte of its own.
        pixels = zlib.decompressobj().decompress(packed, row * height + 16 * height + 16)
    except zlib.error:
        pixels = b""
    if len(pixels) < row * height:
        raise LogoError(Message("{file} is a damaged PNG", shown(file)), _AGAIN)
    shown_chunks = b"".join(chunk for kind, _, chunk in chunks if kind in _SHOWN_CHUNKS)
    return Logo("png", _PNG + shown_chunks, width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield kind, content and bytes of each chunk; ValueError if one is damaged or cut off."""
    offset = len(_PNG)
    while True:
        length = int.from_bytes(data[offset : offset + 4])
        chunk = data[offset : offset + length + 12]
        kind, content, check = chunk[4:8], chunk[8:-4], chunk[-4:]
        if len(chunk) < length + 12 or int.from_bytes(check) != zlib.crc32(kind + content):
            raise ValueError
        yield kind, content, chunk
        if kind == b"IEND":
            return
        offset += length + 12


def _unescaped(escape: re.Match[str]) -> str:
    """Return the letter of an escape of CSS."""
    number = int(escape[1], 16) if escape[1] else 0
    return escape[2] or (chr(number) if 0 < number < sys.maxunicode else "\ufffd")


class _SvgParser:
    """Reads the size of an SVG, and refuses what an image does not show."""

    def __init__(self, file: str) -> None:
        self.is_svg = False
        self.size: tuple[float, float] | None = None
        self._file = file
        self._in_style, self._css = False, ""
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = lambda *_: self._refuse("it defines entities")
        parser.ProcessingInstructionHandler = self._instruction

    def feed(self, data: bytes) -> None:
        self._parser.Parse(data, True)

    def _instruction(self, target: str, _text: str) -> None:
        if target == "xml-stylesheet":
            self._refuse("it refers to a style sheet, which an image does not load")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if not self.is_svg:
            if (space, name) != (_SVG, "svg"):
                raise ValueError
            self.is_svg = True
            self.size = self._size(attributes)
        if name in _RUNNING:
            self._refuse(Message("it has a <{name}>, which an image does not run", name))
        self._in_style = self._in_style or name == "style"
        if name in _CHANGING and attributes.get("attributeName", "").rpartition(":")[2] == "href":
            self._refuse("it changes what it refers to, which an image does not load")
        for key, value in attributes.items():
            plain = key.rpartition(" ")[2]
            if key.startswith("on"):
                self._refuse(Message("it has a script, {key}=, which an image does not run", key))
            loads = name != "a" or value.strip().lower().startswith("javascript")
            if plain in {"href", "src", "base"} and not _OWN.match(value) and loads:
                self._refuse(
                    Message("it refers to {value}, which an image does not load", shown(value))
                )
            self._check_css(value)

    def _end(self, tag: str) -> None:
        if tag.rpartition(" ")[2] == "style":
            self._check_css(self._css)
            self._in_style, self._css = False, ""

    def _text(self, text: str) -> None:
        self._css += text if self._in_style else ""

    def _check_css(self, text: str) -> None:
        text = _CSS_ESCAPE.sub(_unescaped, text)
        for address, rule in _CSS_ADDRESS.findall(text):
            if rule or not _OWN.match(address):
                reference = shown(address) if address else Message("a style sheet")
                self._refuse(
                    Message("it refers to {what}, which an image does not load", reference)
                )

    def _refuse(self, reason: str) -> None:
        raise LogoError(
            Message("{file} is more than a picture: {reason}", shown(self._file), Message(reason)),
            _PLAIN,
        )

    def _size(self, attributes: dict[str, str]) -> tuple[float, float]:
        width, height = (_LENGTH.fullmatch(attributes.get(key, "")) for key in ("width", "height"))
        box = _BOX.fullmatch(attributes.get("viewBox", ""))
        if width and height:
            sides = float(width[1]), float(height[1])
        else:
            sides = (float(box[1]), float(box[2])) if box else (0.0, 0.0)
        if not all(0 < side < math.inf for side in sides):
            message = Message("{file} has no size", shown(self._file))
            raise LogoError(message, 'give its <svg> a viewBox, such as "0 0 300 100"')
        return sides
