"""Positions, angles and numbers in the notations of sources."""

from __future__ import annotations

import math
import re
from typing import Literal

from geotrack.notation.grid_references import parse_grid_reference

__all__ = ["Order", "degrees_of", "number_of", "parse_position", "plain_pair"]

_AXIS_OF_LETTER = {"N": "lat", "S": "lat", "E": "lon", "Ø": "lon", "W": "lon", "V": "lon"}
"""Axis of a hemisphere's letter, English or Norwegian."""

_NUMBER = re.compile(r"[+-]?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?", re.ASCII)
_LETTER = "[NSEWØV]"
_ANGLE = re.compile(
    r"""(?P<deg>\d{1,3})(?:\s*°\s*|\s*[-:]\s*|\s+)
    (?P<min>\d{1,2}(?:\.\d+)?)
    (?:(?:\s*'\s*|\s*[-:]\s*|\s+)(?P<sec>\d{1,2}(?:\.\d+)?)\s*"?|\s*')?
    |(?P<whole>\d{1,3}(?:\.\d+)?)\s*°?""",
    re.VERBOSE | re.ASCII,
)
# Degrees and minutes without a mark between them: `7120N`, `025403E`, `7120.5N`.
_PACKED = {
    "lat": re.compile(r"(\d{2})(\d{2})(\d{2})?(\.\d+)?", re.ASCII),
    "lon": re.compile(r"(\d{3})(\d{2})(\d{2})?(\.\d+)?", re.ASCII),
}
_MARKS = str.maketrans(
    {
        **dict.fromkeys("º˚", "°"),
        **dict.fromkeys("’′ʹ´‘", "'"),
        **dict.fromkeys("″”“ʺ", '"'),
        **dict.fromkeys("−–‐", "-"),
    }
)
_WORDS = (
    (re.compile(r"\b(?:north|nord)\b|\bn\.\s?br?\.", re.IGNORECASE), "N"),
    (re.compile(r"\b(?:south|sør)\b|\bs\.\s?br?\.", re.IGNORECASE), "S"),
    (re.compile(r"\b(?:east|øst)\b|\bø\.\s?l\.", re.IGNORECASE), "E"),
    (re.compile(r"\b(?:west|vest)\b|\bv\.\s?l\.", re.IGNORECASE), "W"),
    (re.compile(r"(?<=\d)\s*(?:degrees?|deg\.?|grader|d)(?![a-zæøå])(?=\W*[\dNSEWØV]|$)"), "°"),
    (re.compile(r"(?<=\d)\s*(?:minutes?|min\.?|m)(?![a-zæøå])(?=\W*[\dNSEWØV]|$)"), "'"),
    (re.compile(r"(?<=\d)\s*(?:seconds?|sec\.?|s)(?=\W*[\dNSEWØV])"), '"'),
)
_WORD = re.compile(r"[^\W\d_]{2}|[a-zø]")
_UNITS = re.compile(r"(?<=\d)([dms])(?=\d|[NSEWØVnsewøv]\b)")
_SIDED = re.compile(rf"({_LETTER})?\s*(.*?)\s*,?\s*({_LETTER})?", re.IGNORECASE)
_SIXTY = 60.0
_LONGEST = 200  # the patterns take the square of a text's length
_LIMITS = {"lat": 90.0, "lon": 180.0}


def number_of(text: str, comma: bool = False) -> float | None:
    """Return a text as a number, None if it is none.

    Parameters
    ----------
    text : str
        A cell.
    comma : bool
        Whether a decimal comma is accepted.

    Examples
    --------
    >>> number_of("12.5"), number_of("12,5"), number_of("12,5", comma=True), number_of("nan")
    (12.5, None, 12.5, None)
    """
    text = text.strip().replace("−", "-")
    if comma and text.count(",") == 1:
        text = text.replace(",", ".")
    number = float(text) if _NUMBER.fullmatch(text) else None
    return number if number is not None and math.isfinite(number) else None


def _normalised(text: str) -> str:
    r"""Return a text with one mark for degrees, minutes, seconds and each hemisphere.

    Examples
    --------
    >>> _normalised("71d20m30sN"), _normalised("25º 40,5’ øst"), _normalised("71 deg 20 min north")
    ('71°20\'30"N', "25° 40,5' E", "71° 20' N")
    """
    text = " ".join(text.translate(_MARKS).split()).replace("''", '"')
    if not _WORD.search(text):
        return text
    for pattern, mark in _WORDS:
        text = pattern.sub(mark, text)
    return _UNITS.sub(lambda found: "°'\""["dms".index(found[1])], text)


def degrees_of(text: str, axis: str, comma: bool = False) -> float | None:
    """Return degrees of a number, or of degrees, minutes and seconds with a hemisphere.

    Parameters
    ----------
    text : str
        A cell: `-168.5`, `71°20'N`, `N 71 20 30`, `19-42.00N`, `7120N`, `168,5° V`.
    axis : str
        `lon` (with E, W, Ø or V) or `lat` (with N or S).
    comma : bool
        Whether a decimal comma is accepted in a number without a hemisphere.

    Returns
    -------
    float or None
        Degrees, north and east positive; None if the text is no such angle. A number without a
        hemisphere is not limited: a CRS may have other units.

    Examples
    --------
    >>> degrees_of("71°20'N", "lat"), degrees_of("168 30 0 W", "lon"), degrees_of("71°20'N", "lon")
    (71.33333333333333, -168.5, None)
    >>> degrees_of("19-42.00N", "lat"), degrees_of("025°30,0' Ø", "lon")
    (19.7, 25.5)
    """
    number = number_of(text, comma)
    if number is not None or len(text) > _LONGEST:
        return number
    return _angle_of(_normalised(text), axis, comma)


def _angle_of(plain: str, axis: str, comma: bool = False) -> float | None:
    """Return degrees of a `_normalised` text, as `degrees_of` does."""
    match = _SIDED.fullmatch(plain)
    if not match or bool(match[1]) == bool(match[3]):
        return number_of(plain.removesuffix("°"), comma)
    letter = (match[1] or match[3]).upper()
    if _AXIS_OF_LETTER[letter] != axis:
        return None
    degrees = _unsigned(match[2].replace(",", "."), axis)
    if degrees is None or degrees > _LIMITS[axis]:
        return None
    return -degrees if letter in "SWV" else degrees


def _unsigned(text: str, axis: str) -> float | None:
    """Return the degrees of an angle without its hemisphere."""
    match = _ANGLE.fullmatch(text)
    if match and match["whole"]:
        return float(match["whole"])
    if match:
        return _sum(match["deg"], match["min"], match["sec"])
    packed = _PACKED[axis].fullmatch(text)
    if not packed:
        return None
    degrees, minutes, seconds, part = packed.groups()
    if seconds is None:
        return _sum(degrees, minutes + (part or ""), None)
    return _sum(degrees, minutes, seconds + (part or ""))


def _sum(degrees: str, minutes: str, seconds: str | None) -> float | None:
    if seconds is not None and "." in minutes:
        return None
    parts = float(minutes), float(seconds or 0)
    if max(parts) >= _SIXTY:
        return None
    return float(degrees) + parts[0] / _SIXTY + parts[1] / _SIXTY**2


Order = Literal["latlon", "lonlat"]
"""Order of a pair of numbers without hemispheres."""

_HEMISPHERE = re.compile(r"[NSEWØV]", re.IGNORECASE)
_ANY_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = " ,;/|"
_SPLITS = (r"\s*[;/|]\s*", r"\s*,\s+", r"\s+", r",")
_LABELLED = re.compile(
    r"""(?P<first>lat\w*|bredde\w*|lon\w*|lng|lengde\w*)\.?\s*[:=]?\s*(?P<one>[^a-z]*?[NSEWØV]?)
    [\s,;/|]+(?P<second>lat\w*|bredde\w*|lon\w*|lng|lengde\w*)\.?\s*[:=]?\s*(?P<two>[^a-z]*?[NSEWØV]?)""",
    re.VERBOSE | re.IGNORECASE,
)
_POLE, _MOST_LON = 90.0, 360.0
_AXES = 2
_LONGEST_PAIR = 100


def parse_position(text: str, order: Order | None = None) -> tuple[float, float] | None:
    """Return the longitude and latitude of a text.

    Parameters
    ----------
    text : str
        A pair of angles with hemispheres (`71°20'N 025°40'E`, `N71 E025`), with labels
        (`lat 71.3, lon 25.7`), a grid reference, or a pair of numbers.
    order : {'latlon', 'lonlat'}, optional
        What stands first in a pair of numbers; without it, such a pair is no position.

    Returns
    -------
    tuple of float or None
        (lon, lat) in degrees on WGS 84; None if the text is no position.

    Examples
    --------
    >>> parse_position("71°30'N 025°30'E"), parse_position("71,5 N; 168,5 V")
    ((25.5, 71.5), (-168.5, 71.5))
    >>> parse_position("71.5, 25.5"), parse_position("71.5, 25.5", "latlon")
    (None, (25.5, 71.5))
    """
    if len(text) > _LONGEST_PAIR:
        return None
    pair = plain_pair(text)
    if pair is not None:
        return _ordered(pair, order) if order else None
    plain = _normalised(text)
    return _of_hemispheres(plain) or _of_labels(plain) or parse_grid_reference(text)


def plain_pair(text: str) -> tuple[float, float] | None:
    """Return the two numbers of a text without hemispheres, in its own order.

    Decimal commas are accepted where one reading remains: `71,5` is a number, no pair.

    Examples
    --------
    >>> plain_pair("71.5, 25.5"), plain_pair("71,5 25,5"), plain_pair("(71,25)"), plain_pair("71,5")
    ((71.5, 25.5), (71.5, 25.5), (71.0, 25.0), None)
    """
    if len(text) > _LONGEST_PAIR or _ANY_LETTER.search(text):
        return None
    bare = text.strip().strip("()[]").replace("°", "").strip()
    splits = _SPLITS if "." in bare or bare != text.strip() else _SPLITS[:-1]
    for split in splits:
        parts = re.split(split, bare)
        if len(parts) != _AXES:
            continue
        first, second = (number_of(part, comma=split != ",") for part in parts)
        if first is not None and second is not None:
            return first, second
    return None


def _ordered(pair: tuple[float, float], order: Order) -> tuple[float, float] | None:
    lon, lat = pair if order == "lonlat" else pair[::-1]
    return (lon, lat) if abs(lat) <= _POLE and abs(lon) <= _MOST_LON else None


def _of_hemispheres(text: str) -> tuple[float, float] | None:
    """Return a pair with two letters: all in front of their angles, or all behind."""
    letters = list(_HEMISPHERE.finditer(text))
    if len(letters) != _AXES:
        return None
    cut = letters[1].start() if text[0].isalpha() else letters[0].end()
    parts = [part.strip(_BETWEEN) for part in (text[:cut], text[cut:])]
    return _by_axis(
        {
            _AXIS_OF_LETTER[letter[0].upper()]: part
            for letter, part in zip(letters, parts, strict=True)
        }
    )


def _of_labels(text: str) -> tuple[float, float] | None:
    match = _LABELLED.fullmatch(text.strip("()[] "))
    if not match:
        return None
    axes = ["lat" if match[k][0].lower() in "lb" and _is_latitude(match[k]) else "lon"
            for k in ("first", "second")]  # fmt: skip
    return _by_axis(dict(zip(axes, (match["one"].strip(), match["two"].strip()), strict=True)))


def _is_latitude(label: str) -> bool:
    return label.lower().startswith(("lat", "bredde"))


def _by_axis(parts: dict[str, str]) -> tuple[float, float] | None:
    if parts.keys() != {"lon", "lat"}:
        return None
    lon, lat = (_angle_of(parts[axis], axis, comma=True) for axis in ("lon", "lat"))
    if lon is None or lat is None:
        return None
    return _ordered((lon, lat), "lonlat")
