"""Positions: longitude and latitude in one text."""

from __future__ import annotations

import re
from typing import Literal

from geotrack.notation.angles import HEMISPHERES, angle_of, normalised, number_of
from geotrack.notation.grid_references import parse_grid_reference

__all__ = ["Order", "parse_position", "plain_pair"]

Order = Literal["latlon", "lonlat"]
"""Order of a pair of numbers without hemispheres."""

_HEMISPHERE = re.compile(r"[NSEWØV]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = " ,;/|"
_SPLITS = (r"\s*[;/|]\s*", r"\s*,\s+", r"\s+", r",")
_LABELLED = re.compile(
    r"""(?P<first>lat\w*|bredde\w*|lon\w*|lng|lengde\w*)\.?\s*[:=]?\s*(?P<one>[^a-z]*?[NSEWØV]?)
    [\s,;/|]+(?P<second>lat\w*|bredde\w*|lon\w*|lng|lengde\w*)\.?\s*[:=]?\s*(?P<two>[^a-z]*?[NSEWØV]?)""",
    re.VERBOSE | re.IGNORECASE,
)
_POLE, _MOST_LON = 90.0, 360.0
_AXES = 2
_LONGEST = 100


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
    if len(text) > _LONGEST:
        return None
    pair = plain_pair(text)
    if pair is not None:
        return _ordered(pair, order) if order else None
    plain = normalised(text)
    return _of_hemispheres(plain) or _of_labels(plain) or parse_grid_reference(text)


def plain_pair(text: str) -> tuple[float, float] | None:
    """Return the two numbers of a text without hemispheres, in its own order.

    Decimal commas are accepted where one reading remains: `71,5` is a number, no pair.

    Examples
    --------
    >>> plain_pair("71.5, 25.5"), plain_pair("71,5 25,5"), plain_pair("(71,25)"), plain_pair("71,5")
    ((71.5, 25.5), (71.5, 25.5), (71.0, 25.0), None)
    """
    if len(text) > _LONGEST or _LETTER.search(text):
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
        {HEMISPHERES[letter[0].upper()]: part for letter, part in zip(letters, parts, strict=True)}
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
    lon, lat = (angle_of(parts[axis], axis, comma=True) for axis in ("lon", "lat"))
    if lon is None or lat is None:
        return None
    return _ordered((lon, lat), "lonlat")
