"""Distances in words: `about 40 nm`, `120–230 km`, `60 miles (100 km)`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.messages import Message, sentence

__all__ = ["HEDGE", "SPAN", "UNIT", "DescriptionError", "distance", "refusal", "stated_distance"]


class DescriptionError(UsageError):
    """A description that gives too little for a place, or can be read in two ways."""


def refusal(text: str, problem: str, remedy: str) -> DescriptionError:
    """Return the error of a description: what it lacks, and what to write."""
    message = Message("{text} {problem}", shown(text), Message(problem))
    return DescriptionError(sentence(message, remedy))


# Length of a nautical mile, metres.
_NAUTICAL_MILE_M = 1852.0
# Length of a statute mile, metres.
_STATUTE_MILE_M = 1609.344
# Pattern of a unit with its possible lengths in metres: a mile of unknown kind is either.
_UNITS = (
    (r"nautical\s+miles?|nautiske?\s+mil|sjømil|n\.?\s?mil(?:es?)?|nmi|nm", (_NAUTICAL_MILE_M,)),
    (r"statute\s+miles?|mi", (_STATUTE_MILE_M,)),
    (r"miles?", (_STATUTE_MILE_M, _NAUTICAL_MILE_M)),
    (r"kilomet(?:er|re)s?|km", (1000.0,)),
    (r"met(?:er|re)s?|m", (1.0,)),
)
# A Norwegian word of two meanings, ten kilometres or a nautical mile: it is refused.
_MIL = "mil"
UNIT = "|".join([*(pattern for pattern, _ in _UNITS), _MIL])
"""Pattern of a unit of length."""
HEDGE = (
    r"(?:just\s+)?(?:about|around|approximately|approx\.?|roughly|some|ca\.?|circa|cirka|om\s+lag|"
    r"omtrent|omkring|rundt|nearly|almost|nesten|~)"
)
"""Pattern of a word that makes a number approximate."""
_NUMBER = r"\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:[.,]\d+)?"
_TO = r"(?:-|to|til|and|og|or|eller)"
SPAN = (
    r"(?:(?:lies?|lay|ligger|lå)\s+)?(?:(?:at\s+)?a\s+distance\s+of\s+|i\s+en\s+avstand\s+(?:på|av)\s+)?"
    rf"(?:(?:between|from|mellom|fra)\s+)?(?:(?P<hedge>{HEDGE})\s*)?(?P<first>{_NUMBER})"
    rf"(?:\s*{_TO}\s*(?P<last>{_NUMBER}))?[\s-]?\s*(?P<unit>{UNIT})\b\.?"
    rf"(?:\s*[(/]\s*(?:(?P<same_hedge>{HEDGE})\s*)?(?P<same_first>{_NUMBER})"
    rf"(?:\s*{_TO}\s*(?P<same_last>{_NUMBER}))?[\s-]?\s*(?P<same_unit>{UNIT})\b\.?\s*\)?)?"
)
"""Pattern of a distance, perhaps stated again in another unit."""
# Least part of a distance by which *about* widens it.
_ABOUT_SHARE = 0.1
# Greatest part of a distance by which its rounding widens it.
_MAX_ROUNDED_SHARE = 0.25


def stated_distance(groups: Mapping[str, str | None], text: str) -> tuple[float, float]:
    """Return the least and the greatest distance of a match of `SPAN`, in metres.

    Raises
    ------
    DescriptionError
        A number or unit has two meanings, or two statements of the distance contradict each other.
    """
    is_hedged = bool(groups.get("hedge"))
    first_readings = _readings(groups, "", text, is_hedged=is_hedged)
    if not groups.get("same_first"):
        return _extent(first_readings)
    is_hedged = is_hedged or bool(groups["same_hedge"])
    second_readings = _readings(groups, "same_", text, is_hedged=is_hedged)
    # Readings of the two units that may be the same distance.
    overlapping = [
        span
        for first, second in product(first_readings, second_readings)
        if first[0] <= second[1] and second[0] <= first[1]
        for span in (first, second)
    ]
    if not overlapping:
        problem = "states two distances that contradict each other"
        raise refusal(text, problem, "write the one of the source")
    return _extent(overlapping)


def _extent(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the least start and the greatest end of spans."""
    return min(start for start, _ in spans), max(end for _, end in spans)


def _readings(
    groups: Mapping[str, str | None], key: str, text: str, *, is_hedged: bool
) -> list[tuple[float, float]]:
    """Return the least and the greatest distance in metres, for each possible length of its unit.

    `key` is the start of the names of the groups: `same_` for the statement in another unit.
    """
    first, last = groups[f"{key}first"] or "", groups.get(f"{key}last")
    least, most = _number(first, text), _number(last or first, text)
    if not 0 < least <= most:
        fault = "nothing" if most == 0 else "a range whose end comes before its start"
        problem = Message("{text}: the distance is {what}", shown(text), Message(fault))
        raise DescriptionError(sentence(problem, "write it as the source does"))
    rounding = 0.0 if last else _half_step(first, least)
    about_share = _ABOUT_SHARE if is_hedged else 0.0
    low = least - max(rounding, about_share * least)
    high = most + max(rounding, about_share * most)
    return [(low * metres, high * metres) for metres in _unit(groups[f"{key}unit"] or "", text)]


def distance(number: str | None, unit: str | None, text: str) -> tuple[float, float]:
    """Return the least and the greatest length of a number as it stands, in metres."""
    lengths = _unit(unit or "", text)
    value = _number(number, text)
    return value * min(lengths), value * max(lengths)


def _number(text: str | None, whole: str) -> float:
    """Return the number that a part of the `whole` text states; 0 for None."""
    text = re.sub(r"\s", "", text or "0")
    # `1.852` and `1,852`: in English or Norwegian the mark may be one of thousands or of decimals.
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", text):
        bare = text.replace(",", "").replace(".", "")
        template = "{text}: {number} may be {bare} or a decimal fraction"
        remedy = Message("write {bare}, or fewer decimals", bare)
        raise DescriptionError(sentence(Message(template, shown(whole), text, bare), remedy))
    return float(text.replace(",", "."))


def _half_step(text: str, value: float) -> float:
    """Return half the unit of the last digit that is not 0, at most a quarter of the value."""
    digits, point, decimals = re.sub(r"\s", "", text).replace(",", ".").partition(".")
    zeros = len(digits) - len(digits.rstrip("0"))
    half_step = 0.5 * 10.0 ** (-len(decimals) if point else zeros)
    return min(half_step, _MAX_ROUNDED_SHARE * value)


def _unit(text: str, whole: str) -> tuple[float, ...]:
    """Return the possible lengths of a unit in metres; `whole` is the text for the message."""
    word = text.lower()
    if word == _MIL or text == "M":
        meanings = (
            "ten kilometres or a nautical mile" if word == _MIL else "metres or nautical miles"
        )
        problem = Message("{text}: {unit!r} may be {both}", shown(whole), text, Message(meanings))
        raise DescriptionError(sentence(problem, "write km or nm"))
    return next(lengths for pattern, lengths in _UNITS if re.fullmatch(pattern, word))
