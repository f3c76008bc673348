"""Patterns of names, distances, directions and positions in a text."""

from __future__ import annotations

import re

__all__ = [
    "BEYOND",
    "KIND_BEHIND",
    "NAMES",
    "OF",
    "OFFSET",
    "PARTS",
    "PLACE_BEHIND",
    "POSITION",
    "SEAS",
    "TAIL",
]

_CAPITAL = r"[A-ZÆØÅÄÖÜÉ][\w'’.]*[\w](?:[-–][\w]+)*|[A-ZÆØÅ]\.(?:[A-Z]\.)*|St\.(?=[ \n][A-Z])"
NAMES = re.compile(
    rf"(?:{_CAPITAL})(?:[ \n](?:{_CAPITAL}|(?:of|de|den|the|og|and|i|av|land|øyene|fjord|bay)"
    r"(?=[ \n][A-ZÆØÅ])|land\b|island\b|islands\b|peninsula\b|\d(?=[ \n]?[A-Z])))*"
)
"""Words with capitals, with small words between them."""
_NUMBER = r"\d[\d.,]*(?:\s?(?:-|to|til)\s?\d[\d.,]*)?"
_UNIT = (
    r"(?:nautical miles?|statute miles?|sea miles?|miles?|nmi?|n\.m\.|km|kilomet(?:er|re)s?|"
    r"kilometer|nautiske mil|sjømil|mil|met(?:er|re)s?|m)"
)
_WIND = r"(?:north|south|east|west|nord|sør|syd|øst|vest)"
_SIDE = (
    rf"(?:(?:due|just|rett|straight)\s)?(?:to the\s)?"
    rf"(?:{_WIND}(?:[\s-]?{_WIND})*(?:ern|over)?|[nsewøv]{{1,3}}\b)"
)
_ABOUT = (
    r"(?:(?:about|approximately|some|roughly|nearly|almost|around|within|less than|ca\.?|om lag|"
    r"rundt|omtrent|cirka|circa|drøyt|knapt|snaut|under)\s)?"
)
OFFSET = re.compile(
    rf"{_ABOUT}{_NUMBER}[\s-]?{_UNIT}(?:\s?\({_NUMBER}\s?{_UNIT}\))?"
    rf"(?:,?\s{_SIDE}|\soff the coast)?,?\s(?:of|from|off|for|fra|av|utenfor|unna)\s(?:the\s)?"
    r"(?:(?:coast|island|town|city|port|village|kysten|øya|byen)\s(?:of|av|utenfor|ved)?\s?)?$"
)
"""A distance from a place, before its name."""
OF = re.compile(
    r"\b(?:(?:in|at|on|over|into|across|through|within|inside|i|på|ved|gjennom|langs)|(?P<near>off|near|"
    r"outside|utenfor|nær))\s(?:the\s|den\s|det\s|de\s)?(?:[\w-]+\s){1,2}(?:of|av|på|i)\s"
    r"(?:the\s|den\s|det\s)?$"
)
"""A place in something that is named, before the name: *in the ice of the*."""
BEYOND = re.compile(
    rf"(?<!\w)(?:{_SIDE})\s(?:coast\s)?(?:of|for|av|fra|om)\s"
    r"(?:the\s|den\s|det\s|kysten av\s|øya\s)?$"
)
"""A direction from a place without a distance, before its name."""
_MINUTES = r"(?:\d{1,2}(?:[.,]\d+)?\s?['′]\s?)?(?:\d{1,2}(?:[.,]\d+)?\s?[\"″]\s?)?\s?"
POSITION = re.compile(
    rf"(?<![\w.])\d{{1,2}}(?:[.,]\d+)?\s?°?\s?{_MINUTES}[NS][\s,;/]{{0,3}}(?:and |og )?"
    rf"\d{{1,3}}(?:[.,]\d+)?\s?°?\s?{_MINUTES}[EWØV]\b|"
    r"(?<![\w.])\d{2}-\d{2}(?:[.,]\d+)?\s?[NS][\s,;/]{0,3}\d{2,3}-\d{2}(?:[.,]\d+)?\s?[EWØV]\b"
)
"""A position in degrees, with minutes in figures or as *75-30N 064-00E*."""
_SEA = (
    r"(bering|chukchi|barents|kara|laptev|east siberian|beaufort|norwegian|greenland|white|"
    r"labrador|north|baltic)"
)
_HAV = r"(barents|bering|kara|laptev|tsjuktsjer|norske|grønlands|beaufort|kvit|øst-?sibirske? ?)"
SEAS = (
    (re.compile(rf"\b{_SEA}(?:, {_SEA})?,? (?:and|or) (?:the )?{_SEA} seas\b"), " sea"),
    (re.compile(rf"\b{_HAV}-,? (?:{_HAV}-,? )?og {_HAV}havet\b"), "havet"),
)
"""Seas that share a word, *the Barents and Kara Seas*, and that word."""
PARTS = re.compile(
    rf"(?:{_WIND}(?:[\s-]?{_WIND})?(?:ern|lige)?|central|inner|outer|upper|lower|sentrale|indre|ytre|"
    r"far|frozen|international waters (?:of|in|over)|internasjonalt farvann i|waters of|"
    r"neutral waters of|del(?:en|er) av|part of|parts of|u\.s\.|us|russian|norwegian|canadian|"
    r"russiske|norske|the|den|det|entire|whole|hele|airspace over|waters|skies over|port of|"
    r"[\w.]+'s|town of|city of|havn(?:en|a) i|byen|island of|øya|coast of|kysten av|"
    r"ice-covered|open)$"
)
"""A word for a part or a kind of a place, before its name."""
KIND_BEHIND = re.compile(
    r"[ -](?:(?P<oblast>region|oblast|fylke|county)|(?P<airport>airport|lufthavn|flyplass))\b"
)
"""A word behind the name of a town, with which it is that of a region or an airport."""
PLACE_BEHIND = re.compile(
    r"[ -](?:airport|airfield|air base|air station|harbour|harbor|port|base|region|county|oblast|"
    r"area|islands?|peninsula|bay|fjord|strait|naval base|terminal|lufthavn|flyplass|havn|havna|"
    r"fylke|området)\b"
)
"""A word behind a name that says that the place is meant, not who acts from there."""
TAIL = re.compile(r",\s(?P<name>[A-ZÆØÅ][\w'’.-]+(?:\s[A-ZÆØÅ][\w'’-]+)?)")
"""The state or country behind the name of a town."""
