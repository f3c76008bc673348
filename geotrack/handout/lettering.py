"""Text on a sheet: measured, wrapped, spaced, bent and drawn.

The width of a line is the sum of its advances, without hinting and kerning, which is close to what
readers of the SVG or PDF see.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
from matplotlib.font_manager import FontEntry, FontProperties, findfont, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath

from geotrack.files.resources import PACKAGE
from geotrack.handout.fonts_and_colours import SANS, SERIF
from geotrack.mapview.look import LookView

__all__ = [
    "DROP",
    "SMALL",
    "Arc",
    "Font",
    "bend",
    "draw_text",
    "few",
    "sans",
    "serif",
    "shortened",
    "title_font",
    "width",
    "wrapped",
]

# Font size at which glyphs are measured, points.
_UNITS = 100
SMALL = 7.0
"""The smallest legible font size on a printed A4 sheet, points."""
DROP = 0.35
"""Distance from the middle of a line to its baseline, in font sizes."""
# Size of Inter beside Source Serif, with letters as high.
_AS_SERIF = 0.87
# Fonts in which matplotlib looks for a letter one after the other: a face is in a file for each
# part of its letters, and signs are in those that travel with matplotlib.
_FAMILIES = {
    family: [family, f"{family} latin-ext", f"{family} cyrillic", others]
    for family, others in ((SERIF, "STIXGeneral"), (SANS, "DejaVu Sans"))
}
# Width of the replacement of a missing character, in font sizes.
_BOX = 0.65
# Unicode categories of invisible characters: format, surrogate, unassigned.
_UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
# Part of the width by which a text moves to the left.
_ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Font:
    """A font with its size.

    Parameters
    ----------
    family : str
        `SERIF` or `SANS` of `fonts_and_colours`.
    size : float
        Points.
    bold, italic : bool
        Style of the font.
    spaced : float
        Letter spacing, in font sizes.
    """

    family: str
    size: float
    bold: bool = False
    italic: bool = False
    spaced: float = 0.0

    def sized(self, size: float) -> Font:
        """Return the font in another size."""
        return replace(self, size=size)

    @property
    def properties(self) -> FontProperties:
        """Return matplotlib's font properties."""
        return _properties(self.family, self.size, self.bold, self.italic)


def serif(size: float, *, bold: bool = False, italic: bool = False, spaced: float = 0.0) -> Font:
    """Return the font of seas, and of titles where a look has no other; see `title_font`."""
    return Font(SERIF, size, bold, italic, spaced)


def sans(size: float, *, bold: bool = False, spaced: float = 0.0) -> Font:
    """Return the font of everything else."""
    return Font(SANS, size, bold, False, spaced)


def title_font(look: LookView, size: float, *, bold: bool = False, italic: bool = False) -> Font:
    """Return the font of titles and notes, in the typeface of a look."""
    if look.is_sans:
        return Font(SANS, _AS_SERIF * size, bold, italic)
    return serif(size, bold=bold, italic=italic)


@cache
def _add_faces() -> None:
    """Add the faces of the page to the fonts of matplotlib."""
    for path in sorted((PACKAGE / "static" / "faces").glob("*.ttf")):
        kind, weight, style, part = path.stem.split("-", 3)
        name = f"Page {kind.title()} {part}".removesuffix(" latin")
        # The semibold face is what matplotlib calls bold, as the other fonts have it.
        bold = "normal" if weight == "400" else "bold"
        entry = FontEntry(fname=str(path), name=name, style=style, weight=bold, size="scalable")
        fontManager.ttflist.append(entry)


@cache
def _properties(family: str, size: float, bold: bool, italic: bool) -> FontProperties:
    _add_faces()
    return FontProperties(
        family=_FAMILIES[family],
        size=size,
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


@cache
def _opened(name: str, bold: bool, italic: bool) -> FT2Font:
    _add_faces()
    style, weight = "italic" if italic else "normal", "bold" if bold else "normal"
    # A copy, since matplotlib's own has the size of its last use.
    font = FT2Font(findfont(FontProperties(family=name, style=style, weight=weight)))
    font.set_size(_UNITS, 72)
    return font


@cache
def _advance(family: str, bold: bool, italic: bool, letter: str) -> float:
    if not _is_printable(letter):
        return 0.0
    for name in _FAMILIES[family]:
        font = _opened(name, bold, italic)
        if font.get_char_index(ord(letter)):
            glyph = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
            return float(glyph.linearHoriAdvance) / 65536 / _UNITS
    return _BOX


@cache
def _is_printable(letter: str) -> bool:
    """Return whether a character is visible, safe for its neighbours and valid in XML."""
    return unicodedata.category(letter) not in _UNSEEN and letter not in "\ufffe\uffff"


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(filter(_is_printable, text))


def _advances(text: str, font: Font) -> list[float]:
    advance = (_advance(font.family, font.bold, font.italic, letter) for letter in text)
    return [(step + font.spaced) * font.size for step in advance]


def width(text: str, font: Font) -> float:
    """Return the width of a line of text, points."""
    return sum(_advances(text, font)) - (font.spaced * font.size if text else 0.0)


def wrapped(text: str, font: Font, room: float) -> list[str]:
    """Return a text in lines that fit a width; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in _words(_printable(text), font, room):
        longer = f"{line} {word}" if line else word
        if line and width(longer, font) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def few(text: str, font: Font, room: float, most: int) -> list[str]:
    """Return a text in at most some lines, with an ellipsis if it is longer."""
    lines = wrapped(text, font, room)
    if len(lines) <= most:
        return lines
    last = f"{lines[most - 1]} {lines[most]}"
    start = last[: _fitting(last, font, room - width("…", font))].rstrip()
    return [*lines[: most - 1], f"{start}…"]


def _words(text: str, font: Font, room: float) -> Iterator[str]:
    # A no-break space does not break.
    for word in text.split(" "):
        rest = word
        while (fits := _fitting(rest, font, room)) < len(rest):
            # An address is preferably cut after a punctuation mark.
            sign = max(rest.rfind(mark, 0, fits) for mark in "/-_.?&=") + 1
            cut = sign if sign > fits / 2 else max(fits, 1)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _fitting(text: str, font: Font, room: float) -> int:
    """Return how many letters of a text fit a width."""
    reach = 0.0
    for n, step in enumerate(_advances(text, font)):
        reach += step
        if reach - font.spaced * font.size > room and n:
            return n
    return len(text)


def shortened(text: str, font: Font, room: float) -> str:
    """Return as much of a text as fits on one line."""
    line = _printable(text)
    if width(line, font) <= room:
        return line
    return f"{line[: _fitting(line, font, room - width('…', font))].rstrip()}…"


def draw_text(
    axes: Any,
    x: float,
    y: float,
    text: str,
    font: Font,
    *,
    colour: str,
    align: str = "left",
    turned: float = 0.0,
    halo: tuple[str, float] | None = None,
    zorder: float = 10.0,
    clip: Any = None,
    gid: str | None = None,
) -> None:
    """Draw a line of text with its baseline at (x, y), points.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Of `output.canvas`.
    align : {"left", "center", "right"}
        The part of the line at x.
    turned : float
        Rotation, degrees clockwise.
    halo : (str, float), optional
        Colour and width, in points, of a rim round the letters.
    clip : matplotlib.patches.Patch, optional
        Clips the text.
    gid : str, optional
        Its id in an SVG.
    """
    text = _printable(text)
    rest: dict[str, Any] = {"colour": colour, "turned": turned, "zorder": zorder, "clip": clip}
    shift = width(text, font) * _ALIGNED[align]
    if font.spaced and len(text) > 1:
        plain, offset = replace(font, spaced=0.0), -shift
        cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
        for letter, step in zip(text, _advances(text, font), strict=True):
            if letter.strip():
                draw_text(
                    axes, x + offset * cos, y + offset * sin, letter, plain, halo=halo, **rest
                )
            offset += step
        return
    if halo:
        rim = _rim(x, y, text, font, shift=shift, turned=turned)
        line = {"edgecolor": halo[0], "linewidth": halo[1], "joinstyle": "round"}
        patch = PathPatch(rim, facecolor="none", zorder=zorder - 0.05, **line)
        axes.add_artist(patch)
        if clip is not None:
            patch.set_clip_path(clip)
    artist = Text(
        x,
        y,
        text,
        fontproperties=font.properties,
        color=colour,
        ha=align,
        va="baseline",
        rotation=-turned,
        rotation_mode="anchor",
        parse_math=False,
        zorder=zorder,
    )
    if gid:
        artist.set_gid(gid)
    axes.add_artist(artist)
    if clip is not None:
        artist.set_clip_path(clip)


@lru_cache(maxsize=2000)
def _outline(text: str, font: Font) -> Path:
    return TextPath((0, 0), text, prop=font.properties, usetex=False)


def _rim(x: float, y: float, text: str, font: Font, *, shift: float, turned: float) -> Path:
    """Return the outlines of a line of text at its position."""
    outline = _outline(text.replace("$", r"\$"), font)
    cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    along, across = outline.vertices[:, 0] - shift, -outline.vertices[:, 1]
    places = np.column_stack([x + along * cos - across * sin, y + along * sin + across * cos])
    return Path(np.round(places, 2), outline.codes)


@dataclass(frozen=True, slots=True)
class Arc:
    """The position of a line of text on a circle.

    Parameters
    ----------
    centre : (float, float)
        Centre of the circle, points.
    radius : float
        Radius of the middle of the line, points.
    middle : float
        Angle of the text's middle, radians clockwise from the right.
    turn : {1, -1}
        Clockwise, tops outwards; or the other way, tops towards the centre.
    """

    centre: tuple[float, float]
    radius: float
    middle: float
    turn: int


def bend(axes: Any, text: str, font: Font, arc: Arc, **look: Any) -> None:
    """Draw a text along a circle, letter by letter; `look` as for `draw_text`.

    Each letter is centred on its place of the circle and turned along the tangent.
    """
    steps = _advances(text, font)
    length = sum(steps) - font.spaced * font.size
    plain = replace(font, spaced=0.0)
    base = arc.radius - arc.turn * DROP * font.size
    position = -length / 2
    for letter, step in zip(text, steps, strict=True):
        advance = step - font.spaced * font.size
        theta = arc.middle + arc.turn * (position + advance / 2) / arc.radius
        facing = theta + arc.turn * math.pi / 2
        x = arc.centre[0] + base * math.cos(theta) - math.cos(facing) * advance / 2
        y = arc.centre[1] + base * math.sin(theta) - math.sin(facing) * advance / 2
        if letter.strip():
            draw_text(axes, x, y, letter, plain, turned=math.degrees(facing), **look)
        position += step
