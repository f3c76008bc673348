"""Phrases about places from which no position can be derived, each with its remedy.

The patterns are compared with the whole text; small and capital letters are equal.
"""

from __future__ import annotations

import re

from geotrack.findings import shown
from geotrack.gazetteer.distance_words import SPAN, UNIT, refusal
from geotrack.messages import Message
from geotrack.model.country import country_code

__all__ = ["FROM_WHERE", "refuse_vague"]

FROM_WHERE = "write the place from which it is measured"

# An amount without a number.
_VAGUE_AMOUNT = (
    r"(?:a\s+few|several|some|many|dozens\s+of|hundreds\s+of|tens\s+of|a\s+couple\s+of|noen(?:\s+få)?|"
    r"flere|mange|et\s+par|titalls|hundretalls)"
)
# A number in letters.
_IN_LETTERS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|an?\s+hundred|a\s+dozen|half\s+an?|halvannen|en|ett|to|tre|"
    r"fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv|femten|tjue|tretti|førti|femti|seksti|sytti|åtti|"
    r"nitti|hundre|et\s+dusin)"
)
# A way from one place to another.
_VOYAGE = (
    r"(?:(?:while\s+)?(?:en\s+route|on\s+(?:the|its|her|their)\s+way|under\s*veis|på\s+vei|bound)\b.*|"
    r"(?:from|fra)\s+.+\s(?:to|til)\s+.+|(?:from|fra)\s+.+\s(?:via|mot|towards?)\s+.+)"
)
# A relation to a place without a distance.
_NEAR = (
    r"(?:just\s+off|off|near|outside|around|close\s+to|not\s+far\s+from|in\s+the\s+(?:vicinity|area|"
    r"approaches)\s+(?:of|to)|(?:in\s+)?(?:the\s+)?waters\s+(?:off|near|around|outside)|abeam(?:\s+of)?|"
    r"(?:at|in)\s+the\s+(?:mouth|entrance)\s+(?:of|to)|(?:at|on|off)\s+the\s+(?:\w+\s+)?(?:tip|cape)\s+of|"
    r"like\s+(?:ved|utenfor)|rett\s+(?:ved|utenfor)|ved|nær|utenfor|rundt|ikke\s+langt\s+fra|"
    r"i\s+(?:nærheten\s+av|innløpet\s+til|området\s+(?:ved|rundt)|farvannet\s+(?:ved|utenfor|rundt))|"
    r"på\s+høyde\s+med)"
)

# Words before a direction that state no distance.
_DEGREE_WORD = (
    r"(?:(?:just|slightly|well|far|immediately|shortly|a\s+little|some\s+distance|litt|langt|like|"
    r"noe|et\s+stykke)\s+)?"
)
# Something that has no outline in geotrack.
_NO_OUTLINE = (
    r"(?:(?:in|inside|within|over|outside|i|innenfor|utenfor)\s+)?(?:the\s+)?(?:[^\W\d_]+\s+){0,2}"
    r"(?:waters|airspace|(?:territorial)?farvann|luftrom(?:met)?|eez|(?:exclusive\s+)?economic\s+zone|"
    r"økonomiske?\s+sone)"
)
# A word between a distance and the place from which it is measured.
_FROM = r"(?:of|from|off|for|fra|av|unna|utenfor)"
_NUMBER = r"\d[\d .,]*(?:-\s*\d[\d.,]*)?"
_UNITS = "write km, nm, mi or m"
# Texts with a number in which a word is misspelt or missing: pattern, problem and remedy. The
# group `word` is shown in the problem.
_MISSING_WORDS = (
    (rf"-\s*{_NUMBER}.*\b{_FROM}\s.+", "has a negative distance", "write it without a sign"),
    (rf"{_NUMBER}\s*{_FROM}\s+.+", "has a distance without its unit", _UNITS),
    (rf"{_NUMBER}\s*(?:{UNIT})\b[\s,]*(?P<word>\S+)\s+{_FROM}\s+.+",
     "has a direction that is none, {word}", "write one such as NW, north-west or 315°"),
    (rf"{_NUMBER}\s*(?!(?:{UNIT})\b)(?P<word>[^\W\d_]+\.?)\s.*?\b{_FROM}\s+.+",
     "has a unit that is not read, {word}", _UNITS),
    (r"(?:between|mellom)\s+.+", "names one place where it takes two", "write 'between A and B'"),
    (r"(?:within|innen(?:for)?|inntil|up\s+to)\s+(?!\d).+", "has no distance",
     "write 'within 30 km of' the place"),
)  # fmt: skip
# A text that may be a position: digits, signs of degrees and minutes, letters of directions.
_FIGURES = re.compile(r"[\d\s.,;:/°º'′\"″+NSEWØVO-]*", re.IGNORECASE)
# Degrees `d` and minutes `m` with their direction `side`.
_ANGLE = re.compile(
    r"(?<![\d.,])(?P<d>\d{1,3}(?:[.,]\d+)?)\s*[°º]?\s*(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['′]?\s*)?(?P<side>[NSEWØVO])\b",
    re.IGNORECASE,
)
# Greatest latitude, degrees.
_MOST_LAT = 90
# Greatest longitude, degrees.
_MOST_LON = 180
_MINUTES_PER_DEGREE = 60
# Problems and remedies of positions.
_UNREAD = "is no position that can be read"
_BEYOND_POLE = "has a latitude beyond the pole, {degrees}°"
_FORMS = "write 25.25,71.5 (longitude first) or 71°30'N 25°15'E"


def refuse_figures(text: str) -> None:
    """Raise an error for a text that looks like a position but cannot be read as one.

    Raises
    ------
    DescriptionError
        The text has only digits, signs and letters of directions; the message says why it is no
        position.
    """
    if not _FIGURES.fullmatch(text) or not re.search(r"\d", text):
        return
    problem: str = _UNREAD
    angles = [*_ANGLE.finditer(text)]
    for angle in angles:
        degrees, is_lat = float(angle["d"].replace(",", ".")), angle["side"].upper() in "NS"
        if degrees > (_MOST_LAT if is_lat else _MOST_LON):
            template = _BEYOND_POLE if is_lat else "has a longitude beyond 180°, {degrees}°"
            problem = Message(template, angle["d"])
        elif angle["m"] and float(angle["m"].replace(",", ".")) >= _MINUTES_PER_DEGREE:
            problem = Message("has {minutes} minutes, and a degree has 60", angle["m"])
    if len(angles) == 1 and problem == _UNREAD:
        problem = "states one of latitude and longitude alone"
    elif not angles and re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", text):
        problem = "is one number"
    elif not angles and re.fullmatch(r"[+-]?\d+,\d+[\s;/]+[+-]?\d+,\d+", text):
        problem = "has decimal commas and does not say which number is the latitude"
    raise refusal(text, problem, _FORMS)


def refuse_vague(text: str, side: str, from_place: str) -> None:
    """Raise an error for a text that describes a place from which no position can be derived.

    Parameters
    ----------
    text : str
        The description, without marks at its ends.
    side, from_place : str
        Patterns of a direction, and of the named place with the word before it: its group `anchor`.

    Raises
    ------
    DescriptionError
        The text matches one of the patterns; the message says what it lacks.
    """
    refuse_figures(text)
    amount = rf"(?:{_VAGUE_AMOUNT}|{_IN_LETTERS})"
    # Pattern, problem and remedy.
    forms = (
        (r".*\d\s*°?\s*(?:magnetic|mag|magnetisk|misvisende)\b.*",
         "states a magnetic bearing", "write the true one, as the declination is not known"),
        (rf"(?:(?:more|farther|further)\s+than|over|at\s+least|beyond|mer\s+enn|minst)\s+{SPAN}.*",
         "has no greatest distance", "write a range, such as 40–60 km"),
        (rf"(?:\w+\s+)?{SPAN}(?:\s*,?\s*(?:{side}\s*(?:unna|away)?|unna|away|off|inland))",
         "does not say from where", FROM_WHERE),
        (rf"(?:within|inside|innen(?:for)?|inntil|up\s+to)\s+{SPAN}",
         "does not say from where", FROM_WHERE),
        (_NO_OUTLINE, "names waters, airspace or a zone, of which geotrack has no outline",
         "write the sea or region where it was"),
        (r"at\s+sea|til\s+(?:sjøs|havs)|on\s+the\s+high\s+seas", "names no sea",
         "write the sea or region where it was"),
        (rf"{amount}\s+(?:hundred\s+|hundre\s+)?(?:{UNIT})\b.*",
         "has no number in figures", "write the distance as the source does, in figures: 30 km"),
        (r".*\b(?:hours?|days?|minutes?|timer?s?|døgns?|dagers?|minutters?)['’]?s?['’]?\s+"
         r"(?:\w+\s+)?(?:sail(?:ing)?|flight|flying|voyage|drive|seilas|seiling|flytur|flyging|reise|gange)\b.*",
         "states a time of travel", "write a distance, as the speed is not known"),
        (rf"(?:{side}\s*(?:of|for|av)|above|over)\s+(?:the\s+)?\d{{1,3}}(?:[.,]\d+)?\s*"
         r"(?:°.*|\.?\s*(?:breddegrad|lengdegrad|st|nd|rd|th)\b.*|(?:degrees|grader)\b.*)",
         "is a limit by latitude or longitude",
         "name the sea or region, or draw the area on the map"),
        (_VOYAGE, "is a voyage",
         "draw its line on the map, or write 'between' and the two places if a source says so"),
    )  # fmt: skip
    for pattern, problem, remedy in forms:
        if re.fullmatch(pattern, text, re.IGNORECASE):
            raise refusal(text, problem, remedy)
    missing_words = (
        *_MISSING_WORDS,
        (rf"{side}\s*{_FROM}\s.+,\s*{_NUMBER}", "has no unit", _UNITS),
    )
    for pattern, problem, remedy in missing_words:
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            word = shown(match.groupdict().get("word") or "")
            raise refusal(text, Message(problem, word) if "{" in problem else problem, remedy)
    _refuse_without_distance(text, side, from_place)


def _refuse_without_distance(text: str, side: str, from_place: str) -> None:
    """Raise an error for a direction from a place, or a place nearby, without a distance."""
    for relation in (rf"{side}\s*{from_place}", rf"{_NEAR}\s+(?P<anchor>.+)"):
        if match := re.fullmatch(rf"{_DEGREE_WORD}{relation}", text, re.IGNORECASE):
            anchor = re.sub(r"^the\s+", "", match["anchor"], flags=re.IGNORECASE)
            problem = Message("does not say how far it is from {place}", anchor)
            remedy = Message(
                "write the distance that the source gives, 'within 30 km of {place}' as your own "
                "estimate, or the sea or region that it lies in",
                anchor,
            )
            if country_code(re.sub(r"^(?:coast of|kysten av)\s+", "", anchor, flags=re.IGNORECASE)):
                remedy = Message(  # a country is not one position
                    "write the distance that the source gives, with a town or cape of it, or the "
                    "sea or region that it lies in"
                )
            raise refusal(text, problem, remedy)
