"""Places as people say them: `40 nm NW of Point Hope`, `mellom Bodø og Tromsø`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from geotrack.findings import shown
from geotrack.gazetteer.distance_words import (
    HEDGE,
    SPAN,
    UNIT,
    DescriptionError,
    distance,
    refusal,
    stated_distance,
)
from geotrack.gazetteer.vague_places import FROM_WHERE, refuse_vague
from geotrack.messages import Message, sentence

__all__ = ["Description", "DescriptionError", "parse_description", "plain_text", "without_article"]


@dataclass(frozen=True, slots=True)
class Description:
    """A place by its relation to named ones.

    Parameters
    ----------
    anchors : tuple of tuple of str
        The named places: one, or two for a place between them. Each item is one reading of the
        text, as a name may have the words *and* or *coast of* in it.
    distance_m : tuple of float, optional
        Least and greatest distance from the place, metres, as far as the text leaves it open;
        the least is 0 for *within*. None for a place between two, or in one.
    bearing : tuple of float, optional
        Middle of the sector, degrees clockwise from true north, and half its width.
    reasons : tuple of str, optional
        Why the distance is wider than stated, keys of `places.derived`: `rounded`, `converted`.
    is_fix : bool, optional
        Whether it is written as bearing and distance without words: `045/30`.
    parts : tuple of str, optional
        Of a place in another one, for each reading of `anchors` the words that limit it to a part:
        *central*. They are not used, as no source says where that part ends. Empty for the whole;
        None for a place not in another.
    """

    anchors: tuple[tuple[str, ...], ...]
    distance_m: tuple[float, float] | None = None
    bearing: tuple[float, float] | None = None
    reasons: tuple[str, ...] = field(default=(), repr=False)
    is_fix: bool = field(default=False, repr=False)
    parts: tuple[str, ...] | None = field(default=None, repr=False)


_WIND = r"north|nord|south|s[øo]r|syd|east|[øo]st|aust|west|vest|[nsewøov]"
# Words before degrees, such as *on a bearing of*.
_ON_BEARING = (
    r"(?:(?:on|at|på|i)\s+)?(?:an?\s+|en\s+)?(?:true\s+|rettvisende\s+)?"
    r"(?:bearing|peiling|retning|course|radial)\s*(?:of|på)?\s*"
)
# A direction: group `winds` (NNW), `bearing` (three digits) or `degrees`; group `exact` (*due*).
_SIDE = (
    r"(?:(?:to|towards?|mot)\s+)?(?:the\s+)?(?:(?P<exact>due|rett|straight|directly)\s+)?"
    rf"(?:(?P<winds>(?:(?:{_WIND})[\s-]*){{1,3}})"
    rf"|{_ON_BEARING}(?P<bearing>\d{{3}})(?:\s?t)?(?![\d.,]*\d|\s*(?:°|deg|grader))"
    rf"|(?:{_ON_BEARING})?(?P<degrees>\d{{1,3}}(?:[.,]\d+)?)\s*"
    r"(?:°|deg(?:rees?)?\b|grader\b)(?:\s*(?:true|t|rettvisende)\b)?)"
)
# The named place `anchor` with the word before it.
_FROM = (
    r"\b\s*(?:(?:away|distant|unna)\s+)?(?:of|from|off|for|fra|av|utenfor|unna|around|rundt)\s+"
    r"(?P<anchor>.+)"
)
# Words that say what a place is, without a name.
_NO_PLACE = re.compile(
    r"(?:the\s+)?(?:coast(?:line)?|shore|land|border|mainland|base|port|ship|vessel|position)|here|"
    r"kysten|fastlandet|grensen|basen|havnen|skipet|her",
    re.IGNORECASE,
)
# Words for a distance without a least one.
_WITHIN = (
    r"(?:within|less\s+than|under|up\s+to|at\s+most|(?:no|not)\s+more\s+than|(?:with)?in\s+a\s+radius\s+"
    r"of|within\s+an?|innenfor\s+en\s+radius\s+på|i\s+en\s+radius\s+på|innenfor|innen|inntil|"
    r"mindre\s+enn|ikke\s+mer\s+enn|opptil|høyst|maks(?:imalt|\.)?)"
)
# A name `anchor` that comes first.
_NAME = (
    rf"(?!(?:{HEDGE}|{_WITHIN}|more|farther|further|over|beyond|mer|minst|from|fra|at|on|between|mellom|"
    r"bearing|peiling)\b)(?P<anchor>.+?)\s*,?\s+"
)
# Compiled on first use, as that takes 10 ms and few texts are descriptions.
_FORMS = {
    "within": rf"{_WITHIN}\s+{SPAN}(?:[\s-]*radius)?(?:\s*,?\s*{_SIDE})?\s*{_FROM}",
    "bearing-last": rf"{SPAN}\s*{_FROM.replace('.+', '.+?')}\s*,?\s+{_ON_BEARING}"
                    r"(?P<bearing>\d{3})°?(?:\s?t)?",
    "range": rf"{SPAN}(?:\s*,?\s*{_SIDE})?\s*{_FROM}",
    "bearing-first": rf"{_SIDE}\s*(?:[,/]|and|og|at)?\s*{SPAN}{_FROM}",
    "range-last": rf"{_SIDE}\s*{_FROM.replace('.+', '.+?')}\s*,\s*{SPAN}",
    "fix": rf"{_NAME}(?P<bearing>\d{{3}})°?\s?t?\s*/\s*"
           rf"(?P<first>\d+(?:[.,]\d+)?)(?:\s*(?P<unit>{UNIT}))?",
    "name-range": rf"{_NAME}{SPAN}\s*,?\s*{_SIDE}(?:\s+(?:unna|away))?",
    "name-bearing": rf"{_NAME}{_SIDE}\s*(?:[,/]|at|på)?\s*{SPAN}",
    "between": r"(?:(?:midway|halfway|midt|midtveis|somewhere|et\s+sted)\s+)?(?:(?:in|i)\s+)?"
               r"(?:(?:the\s+)?(?:area|waters|strait|sound|sea)\s+|"
               r"(?:området|farvannet|stredet|sundet|havet)\s+)?"
               r"(?:(?:on|along)\s+(?:a|the)\s+line\s+|på\s+(?:en\s+)?linj[ea]n?\s+)?"
               r"(?:between|mellom)\s+(?P<two>.+)",
}  # fmt: skip
# Between the names of two places.
_AND = re.compile(r"\s+(?:and|og)\s+", re.IGNORECASE)
_MARKS = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "\u00ba": "°", "\u00a0": " "})
# Letters of directions by the first letters of English and Norwegian words.
_WIND_LETTERS = {"n": "N", "s": "S", "e": "E", "ø": "E", "o": "E", "a": "E", "w": "W", "v": "W"}
_ROSE = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
    "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
# Degrees from one direction of `_ROSE` to the next.
_ROSE_STEP = 22.5
# Half the width of the sector of a direction of one or two letters, degrees.
_HALF_EIGHTH = 22.5
# Half the width of the sector of a direction of three letters, degrees.
_HALF_SIXTEENTH = 11.25
# By how many degrees a bearing in whole degrees may be off: that of the first key of which it is a
# multiple.
_ROUNDING_OF_BEARING = {10: 5.0, 5: 2.5, 1: 0.5}
# By how many degrees a bearing with decimals may be off.
_ROUNDING_OF_DECIMALS = 0.05
_FULL_CIRCLE = 360.0
# Longer texts are no descriptions; the patterns would take long for them.
_LONGEST = 200
# An article before a name.
_ARTICLE = re.compile(r"(?:the|det|den|de)\s+", re.IGNORECASE)
# Words before a name that say what the place is, or name its shore: the whole place is meant.
_KIND_WORDS = re.compile(
    r"(?:the\s+)?(?:(?:\w+ern|\w+lige?)\s+)?(?:coast|shores?|islands?|port|town|city|village|harbour|"
    r"archipelago|peninsula)\s+of\s+(?:the\s+)?|(?:kysten|havn(?:a|en))\s+(?:av|til|i)\s+|"
    r"(?:byen|øya|øygruppen|halvøya|tettstedet)\s+",
    re.IGNORECASE,
)
# Words before the name of a place in which something is.
_IN_WORDS = re.compile(
    r"(?:(?:somewhere|et\s+sted|ein\s+stad)\s+)?"
    r"(?:in|inside|over|above|across|along|on|at|i|inne\s+i|på|langs)\s+",
    re.IGNORECASE,
)
# Directions within a name: *north-eastern*, without its ending.
_WINDS = r"(?:(?:north|south|east|west|nord|s[øo]r|syd|øst|aust|vest)-?){1,3}"
# Words that limit a place to a part of it.
_PART = re.compile(
    rf"(?:(?:lengst|helt)\s+)?(?:(?:{_WINDS}|sentralt|midt)\s+(?:i|på)\s+"
    r"|(?:parts?|north|south|east|west|middle|centre|center|heart|end|coasts?|shores?|waters|airspace|"
    r"del(?:en|er)?|farvann(?:et)?|luftrom(?:met)?|kysten?)\s+(?:of|over|av|i)\s+"
    rf"|(?:{_WINDS}(?:ern(?:most)?|lig(?:e|ste)|re|(?=\s+\w+\s+sea\b|\s+\w*havet\b))|central|sentrale?|middle|midtre|inner|outer|indre|"
    r"ytre|upper|lower|øvre|nedre|international|internasjonale?),?\s+"
    r"|(?:and|og)\s+(?=(?:\w+\s+){1,2}?(?:del(?:en|er)?|parts?)\s)|(?:the|det|den|de)\s+)",
    re.IGNORECASE,
)
# Words that are left over at the end of a part: *of the*.
_OF_AND_THE = re.compile(r"(?:\s+(?:of|over|av|i|på|the|det|den|de))+\s*$", re.IGNORECASE)


def parse_description(text: str) -> Description | None:
    """Return the relation to named places that a text states, None if it states none.

    Parameters
    ----------
    text : str
        English or Norwegian, in any case: a distance, with a direction or without, from a place;
        a place between two; or a place in another.

    Raises
    ------
    DescriptionError
        It is a description that no honest place can be derived from: without a distance, with a
        distance that has no upper limit, or with a number or unit of two meanings.

    Notes
    -----
    A distance may be off by half the unit of its last digit that is not 0, at most by a quarter of
    it: 57 by 0.5, 120 by 5, 100 by 25. *About* makes it at least a tenth. The two ends of a range
    are taken as they stand. Of a distance in two units, `60 miles (100 km)`, either may be the
    source's own and the other converted, so the readings of both count; a mile is of the kind that
    fits the other. A wind of three letters (NNW) spans 22.5°, one of one or two letters 45°; with
    *due* half of it. Degrees may be off by 5 where they end in 0, by 2.5 where they end in 5, else
    by 0.5.

    Examples
    --------
    >>> parse_description("40 nm NW of Point Hope")
    Description(anchors=(('Point Hope',),), distance_m=(64820.0, 83340.0), bearing=(315.0, 22.5))
    >>> parse_description("120–230 km fra Longyearbyen")
    Description(anchors=(('Longyearbyen',),), distance_m=(120000.0, 230000.0), bearing=None)
    >>> parse_description("mellom Bodø og Tromsø").anchors, parse_description("Bodø")
    ((('Bodø', 'Tromsø'),), None)
    >>> parse_description("somewhere in the central Barents Sea").anchors
    (('central Barents Sea',), ('Barents Sea',))
    """
    plain = plain_text(text)
    if len(plain) > _LONGEST:
        return None
    for name, pattern in _FORMS.items():
        match = re.fullmatch(pattern, plain, re.IGNORECASE)
        if match and (description := _read(name, match, plain)):
            return description
    refuse_vague(plain, rf"(?:{_SIDE})", _FROM)
    return _inside(plain)


def plain_text(text: str) -> str:
    """Return a text with plain hyphens, single spaces and no full stop behind it."""
    return " ".join(text.translate(_MARKS).split()).strip(" .;")


def _read(form: str, match: re.Match[str], text: str) -> Description | None:
    """Return the description of a match of one of `_FORMS`.

    None if its direction is not one of the compass, or if it names only one of two places.
    """
    groups = match.groupdict()
    if form == "between":
        pairs = tuple(_pairs(groups["two"]))
        return Description(pairs) if pairs else None
    bearing = None
    if groups.get("winds") or groups.get("degrees") or groups.get("bearing"):
        bearing = _bearing(groups, text)
        if bearing is None:
            return None
    anchors = tuple((name,) for name in _names(groups["anchor"], text))
    if form == "fix":
        groups["unit"] = groups["unit"] or "nm"
    least_m, most_m = stated_distance(groups, text)
    is_converted = bool(groups.get("same_first"))
    is_rounded = not groups.get("last") or bool(groups.get("hedge"))
    if form == "within":
        least_m, is_rounded = 0.0, bool(groups["hedge"])
        if not is_rounded and not is_converted:  # a limit is not a rounded number
            _, most_m = distance(groups["last"] or groups["first"], groups["unit"], text)
    causes = {"rounded": is_rounded, "converted": is_converted}
    reasons = tuple(reason for reason, applies in causes.items() if applies)
    return Description(anchors, (least_m, most_m), bearing, reasons, is_fix=form == "fix")


def without_article(name: str) -> str:
    """Return a name without *the* or *den*, *det*, *de* before it."""
    return _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name


def _names(anchor: str, text: str) -> Iterator[str]:
    """Yield the names that a text may mean: of `the coast of Finnmark` Finnmark first."""
    if re.search(rf"\s(?:and|og)\s+(?:{HEDGE}\s*)?\d+(?:[.,]\d+)?\s*(?:{UNIT})\b", anchor, re.I):
        remedy = "write the one that is more exact, and the other in the note"
        raise refusal(text, "states distances from two places", remedy)
    plain = without_article(anchor)
    if _NO_PLACE.fullmatch(plain):
        raise refusal(text, "does not say of which place", FROM_WHERE)
    if match := _KIND_WORDS.match(anchor):
        yield anchor[match.end() :]
    yield plain


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names before and after each *and* of a text: a name may have that word in it."""
    for and_word in _AND.finditer(text):
        before, after = text[: and_word.start()], text[and_word.end() :]
        yield without_article(before), without_article(after)


def _inside(text: str) -> Description | None:
    """Return the description of a place in another, perhaps in a part of it: *the central sea*.

    None if the text neither begins with a word such as *in* nor names a part.
    """
    match = _IN_WORDS.match(text)
    rest = without_article(text[match.end() :] if match else text)
    # Where the name may start: at once, or after each word for a part.
    starts = [0]
    while part := _PART.match(rest, starts[-1]):
        starts.append(part.end())
    if not rest or (match is None and len(starts) == 1):
        return None
    starts = [start for start in starts if rest[start:]]
    anchors = tuple((rest[start:],) for start in starts)
    parts = tuple(_OF_AND_THE.sub("", rest[:start]).strip(" ,") for start in starts)
    return Description(anchors, parts=parts)


def _bearing(groups: dict[str, str | None], text: str) -> tuple[float, float] | None:
    """Return the middle of a sector and half its width, None if there is no direction."""
    if degrees := groups.get("degrees") or groups.get("bearing"):
        value = float(degrees.replace(",", "."))
        if value > _FULL_CIRCLE:
            problem = Message("{text}: {degrees} is no bearing", shown(text), degrees)
            raise DescriptionError(sentence(problem, "write degrees from 0 to 360"))
        if not degrees.isdecimal():
            return value % _FULL_CIRCLE, _ROUNDING_OF_DECIMALS
        half_widths = (
            half_width
            for multiple, half_width in _ROUNDING_OF_BEARING.items()
            if value % multiple == 0
        )
        return value % _FULL_CIRCLE, next(half_widths)
    words = re.findall(_WIND, groups.get("winds") or "", re.IGNORECASE)
    direction = "".join(_WIND_LETTERS[word[0].lower()] for word in words)
    if direction not in _ROSE:
        return None
    half_width = _HALF_SIXTEENTH if len(direction) > len("NE") else _HALF_EIGHTH
    if groups.get("exact"):  # *due north*
        half_width /= 2
    return _ROSE.index(direction) * _ROSE_STEP, half_width
