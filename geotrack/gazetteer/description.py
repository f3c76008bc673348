"""Places as people say them: `40 nm NW of Point Hope`, `mellom Bodø og Tromsø`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from geotrack.errors import UsageError
from geotrack.findings import shown

__all__ = ["Description", "DescriptionError", "parse_description"]


class DescriptionError(UsageError):
    """A description that gives too little for a place, or can be read in two ways."""


@dataclass(frozen=True, slots=True)
class Description:
    """A place by its relation to named ones.

    Parameters
    ----------
    anchors : tuple of tuple of str
        The named places: one, or two for a place between them. Each item is one reading of the
        text, as a name may have the word *and* in it.
    distance_m : tuple of float, optional
        Least and greatest distance from the place, metres, as far as the text leaves it open;
        the least is 0 for *within*. None for a place between two.
    bearing : tuple of float, optional
        Middle of the sector, degrees clockwise from true north, and half its width.
    is_rounded : bool, optional
        Whether the distance allows for rounding, as the text states a single one.
    """

    anchors: tuple[tuple[str, ...], ...]
    distance_m: tuple[float, float] | None = None
    bearing: tuple[float, float] | None = None
    is_rounded: bool = field(default=False, repr=False)


_NAUTICAL, _STATUTE = 1852.0, 1609.344
# Pattern of a unit with its least and greatest length in metres: a mile of unknown kind is either.
_UNITS = (
    (r"nautical\s+miles?|nautiske?\s+mil|sjømil|n\.?\s?mil(?:es?)?|nmi|nm", _NAUTICAL, _NAUTICAL),
    (r"statute\s+miles?|mi", _STATUTE, _STATUTE),
    (r"miles?", _STATUTE, _NAUTICAL),
    (r"kilomet(?:er|re)s?|km", 1000.0, 1000.0),
    (r"met(?:er|re)s?|m", 1.0, 1.0),
)  # fmt: skip
_MIL = "mil"
_UNIT = "|".join([*(pattern for pattern, _, _ in _UNITS), _MIL])
_NUMBER = r"\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:[.,]\d+)?"
_HEDGE = (
    r"about|around|approximately|approx\.?|roughly|some|ca\.?|circa|cirka|om\s+lag|omtrent|"
    r"omkring|rundt|nearly|almost|nesten|~"
)
_SPAN = (
    rf"(?:(?:between|from|mellom|fra)\s+)?(?:(?P<hedge>{_HEDGE})\s*)?(?P<first>{_NUMBER})"
    rf"(?:\s*(?:-|to|til|and|og)\s*(?P<last>{_NUMBER}))?\s*(?P<unit>{_UNIT})\b\.?"
)
_WIND = r"north|nord|south|s[øo]r|syd|east|[øo]st|aust|west|vest|[nsewøov]"
_SIDE = (
    r"(?:(?:to|towards?|mot)\s+)?(?:the\s+)?(?:(?P<exact>due|rett)\s+)?"
    rf"(?:(?P<winds>(?:(?:{_WIND})[\s-]*){{1,3}})"
    r"|(?:(?:on\s+)?(?:a\s+)?(?:i\s+)?(?:bearing|peiling|retning|course)\s*(?:of|på)?\s*)?"
    r"(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:°|deg(?:rees?)?\b|grader\b)(?:\s*(?:true|rettvisende))?)"
)
_FROM = r"\b\s*(?:of|from|off|for|fra|av|utenfor)\s+(?P<anchor>.+)"
_WITHIN = (
    r"(?:within|less\s+than|under|up\s+to|at\s+most|no\s+more\s+than|innenfor|innen|inntil|"
    r"mindre\s+enn|opptil|høyst|maksimalt)"
)
_FORMS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "within": rf"{_WITHIN}\s+{_SPAN}{_FROM}",
        "range": rf"{_SPAN}(?:\s*,?\s*{_SIDE})?\s*{_FROM}",
        "bearing-first": rf"{_SIDE}\s*(?:[,/]|and|og|at)?\s*{_SPAN}{_FROM}",
        "range-last": rf"{_SIDE}\s*{_FROM.replace('.+', '.+?')}\s*,\s*{_SPAN}",
        "between": r"(?:(?:midway|halfway|midt|midtveis|somewhere)\s+)?"
                   r"(?:between|mellom)\s+(?P<two>.+)",
        "open": rf"(?:more\s+than|over|at\s+least|beyond|mer\s+enn|minst)\s+{_SPAN}.*",
        "side": rf"{_SIDE}\s*{_FROM}",
        "near": r"(?:off|near|outside|around|close\s+to|just\s+off|ved|nær|utenfor|like\s+ved|"
                r"i\s+nærheten\s+av)\s+(?P<anchor>.+)",
    }.items()
}  # fmt: skip
_AND = re.compile(r"\s+(?:and|og)\s+", re.IGNORECASE)
_MARKS = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "\u00ba": "°", "\u00a0": " "})
_LETTERS = {"n": "N", "s": "S", "e": "E", "ø": "E", "o": "E", "a": "E", "w": "W", "v": "W"}
_ROSE = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
    "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
_HALF_EIGHTH, _HALF_SIXTEENTH = 22.5, 11.25
_TURN = 360.0
_HEDGED, _MOST_ROUNDED = 0.1, 0.25
_LONGEST = 200


def parse_description(text: str) -> Description | None:
    """Return the relation to named places that a text states, None if it states none.

    Parameters
    ----------
    text : str
        English or Norwegian, in any case: a distance, with a direction or without, from a place;
        or a place between two.

    Raises
    ------
    DescriptionError
        It is a description that no honest place can be derived from: without a distance, with a
        distance that has no upper limit, or with a number or unit of two meanings.

    Notes
    -----
    A distance may be off by half the unit of its last digit that is not 0, at most by a quarter of
    it: 57 by 0.5, 120 by 5, 100 by 25. *About* makes it at least a tenth. The two ends of a range
    are taken as they stand. A wind of three letters (NNW) spans 22.5°, one of one or two letters
    45°; with *due* half of it. Degrees may be off by 5 where they end in 0, by 2.5 where they end
    in 5, else by 0.5.

    Examples
    --------
    >>> parse_description("40 nm NW of Point Hope")
    Description(anchors=(('Point Hope',),), distance_m=(64820.0, 83340.0), bearing=(315.0, 22.5))
    >>> parse_description("120–230 km fra Longyearbyen")
    Description(anchors=(('Longyearbyen',),), distance_m=(120000.0, 230000.0), bearing=None)
    >>> parse_description("mellom Bodø og Tromsø").anchors, parse_description("Bodø")
    ((('Bodø', 'Tromsø'),), None)
    """
    plain = " ".join(text.translate(_MARKS).split()).strip(" .;")
    if len(plain) > _LONGEST:
        return None
    for name, pattern in _FORMS.items():
        found = pattern.fullmatch(plain)
        if found and (read := _read(name, found, plain)):
            return read
    return None


def _read(form: str, found: re.Match[str], text: str) -> Description | None:
    groups = found.groupdict()
    if form == "between":
        pairs = tuple(_pairs(groups["two"]))
        return Description(pairs) if pairs else None
    if form in {"side", "near"}:
        if form == "side" and _bearing(groups) is None:
            return None
        raise DescriptionError(
            f"{shown(text)} does not say how far it is from {groups['anchor']}; write the distance "
            f"that the source gives, or 'within 30 km of {groups['anchor']}' as your own estimate"
        )
    if form == "open":
        raise DescriptionError(
            f"{shown(text)} has no greatest distance; write a range, such as 40–60 km"
        )
    least, most = _distance(groups, text)
    bearing = None
    if groups.get("winds") or groups.get("degrees"):
        bearing = _bearing(groups)
        if bearing is None:
            return None
    if form == "within":
        least = 0.0
        most = max(_number(groups[k], text) for k in ("first", "last") if groups[k])
        most *= _unit(groups["unit"], text)[1]
    is_rounded = form != "within" and (not groups["last"] or bool(groups["hedge"]))
    return Description(((_plain(groups["anchor"]),),), (least, most), bearing, is_rounded)


def _plain(anchor: str) -> str:
    return re.sub(r"^the\s+", "", anchor, flags=re.IGNORECASE)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for joint in _AND.finditer(text):
        yield _plain(text[: joint.start()]), _plain(text[joint.end() :])


def _distance(groups: dict[str, str | None], text: str) -> tuple[float, float]:
    """Return the least and the greatest distance in metres."""
    first, last = groups["first"] or "", groups["last"]
    shortest, longest = _unit(groups["unit"] or "", text)
    least, most = _number(first, text), _number(last or first, text)
    if not 0 < least <= most:
        what = "nothing" if most == 0 else "a range whose end comes before its start"
        remedy = "write it as the source does"
        raise DescriptionError(f"{shown(text)}: the distance is {what}; {remedy}")
    step = 0.0 if last else _half_step(first, least)
    hedge = _HEDGED if groups["hedge"] else 0.0
    return (
        (least - max(step, hedge * least)) * shortest,
        (most + max(step, hedge * most)) * longest,
    )


def _number(text: str | None, whole: str) -> float:
    text = re.sub(r"\s", "", text or "0")
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", text):
        bare = text.replace(",", "").replace(".", "")
        raise DescriptionError(
            f"{shown(whole)}: {text} may be {bare} or a decimal fraction; write {bare}, or fewer "
            "decimals"
        )
    return float(text.replace(",", "."))


def _half_step(text: str, value: float) -> float:
    """Return half the unit of the last digit that is not 0, at most a quarter of the value."""
    digits, point, decimals = re.sub(r"\s", "", text).replace(",", ".").partition(".")
    zeros = len(digits) - len(digits.rstrip("0"))
    step = 0.5 * 10.0 ** (-len(decimals) if point else zeros)
    return min(step, _MOST_ROUNDED * value)


def _unit(text: str, whole: str) -> tuple[float, float]:
    word = text.lower()
    if word == _MIL or text == "M":
        both = "ten kilometres or a nautical mile" if word == _MIL else "metres or nautical miles"
        raise DescriptionError(f"{shown(whole)}: {text!r} may be {both}; write km or nm")
    return next((a, b) for pattern, a, b in _UNITS if re.fullmatch(pattern, word))


def _bearing(groups: dict[str, str | None]) -> tuple[float, float] | None:
    """Return the middle of a sector and half its width, None for what is no direction."""
    if degrees := groups.get("degrees"):
        value = float(degrees.replace(",", "."))
        if value > _TURN:
            return None
        if not degrees.isdecimal():  # written with decimals
            return value % _TURN, 0.05
        step = next((s for of, s in ((10, 5.0), (5, 2.5)) if value % of == 0), 0.5)
        return value % _TURN, step
    words = re.findall(_WIND, groups.get("winds") or "", re.IGNORECASE)
    wind = "".join(_LETTERS[word[0].lower()] for word in words)
    if wind not in _ROSE:
        return None
    half = _HALF_SIXTEENTH if len(wind) > len("NE") else _HALF_EIGHTH
    return _ROSE.index(wind) * 22.5, half / 2 if groups.get("exact") else half
