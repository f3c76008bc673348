"""Where something was: names and descriptions in a sentence, which the gazetteer reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from geotrack.errors import UsageError
from geotrack.extraction.lexicon import Lexicon
from geotrack.extraction.lexicon.words import Entries, Hit, words_in
from geotrack.extraction.sentences import Sentence, Span
from geotrack.gazetteer import AmbiguousPlaceError, Gazetteer, Location, UnplacedNameError
from geotrack.notation.month_names import month_number, weekday_number

__all__ = ["PlaceMention", "PlaceReader"]

_CAPITAL = r"[A-ZÆØÅÄÖÜÉ][\w'’.]*[\w](?:[-–][\w]+)*|[A-ZÆØÅ]\.(?:[A-Z]\.)*"
_NAMES = re.compile(
    rf"(?:{_CAPITAL})(?:[ \n](?:{_CAPITAL}|(?:of|de|den|the|og|and|i|av|land|øyene|fjord|bay)(?=[ \n][A-ZÆØÅ])|"
    r"land\b|island\b|islands\b|peninsula\b|\d(?=[ \n]?[A-Z])))*"
)
_MOST_WORDS = 6
_NUMBER = r"\d[\d.,]*(?:\s?(?:-|to|til)\s?\d[\d.,]*)?"
_UNIT = (
    r"(?:nautical miles?|statute miles?|sea miles?|miles?|nmi?|n\.m\.|km|kilomet(?:er|re)s?|kilometer|"
    r"nautiske mil|sjømil|mil|met(?:er|re)s?|m)"
)
_SIDE = (
    r"(?:(?:due|just|rett|straight)\s)?(?:to the\s)?(?:(?:north|south|east|west|nord|sør|syd|øst|vest)"
    r"(?:[\s-]?(?:north|south|east|west|nord|sør|øst|vest))*(?:ern|over)?|[nsewøv]{1,3}\b)"
)
# A distance from a place, before its name.
_OFFSET = re.compile(
    rf"(?:(?:about|approximately|some|roughly|nearly|almost|around|within|less than|ca\.?|om lag|rundt|"
    rf"omtrent|cirka|circa|drøyt|knapt|snaut|under)\s)?{_NUMBER}[\s-]?{_UNIT}(?:\s?\({_NUMBER}\s?{_UNIT}\))?"
    rf"(?:,?\s{_SIDE}|\soff the coast)?,?\s(?:of|from|off|for|fra|av|utenfor|unna)\s(?:the\s)?"
    r"(?:(?:coast|island|town|city|port|village|kysten|øya|byen)\s(?:of|av|utenfor|ved)?\s?)?$"
)
_BEYOND = re.compile(
    rf"(?:{_SIDE})\s(?:coast\s)?(?:of|for|av|fra|om)\s(?:the\s|den\s|det\s|kysten av\s|øya\s)?$"
)
# A position in degrees.
_POSITION = re.compile(
    r"(?<![\w.])\d{1,2}(?:[.,]\d+)?\s?°?\s?(?:\d{1,2}(?:[.,]\d+)?\s?['′]\s?)?(?:\d{1,2}(?:[.,]\d+)?\s?[\"″]\s?)?\s?[NS]"
    r"[\s,;/]{0,3}(?:and |og )?\d{1,3}(?:[.,]\d+)?\s?°?\s?(?:\d{1,2}(?:[.,]\d+)?\s?['′]\s?)?"
    r"(?:\d{1,2}(?:[.,]\d+)?\s?[\"″]\s?)?\s?[EWØV]\b"
)
_SEA = r"(?:bering|chukchi|barents|kara|laptev|east siberian|beaufort|norwegian|greenland|white|labrador|north|baltic)"
_SEAS = re.compile(rf"\b({_SEA})(?:, ({_SEA}))?,? (?:and|or) (?:the )?({_SEA}) seas\b")
_HAV = r"(?:barents|bering|kara|laptev|tsjuktsjer|norske|grønlands|beaufort|kvit|øst-?sibirske? ?)"
_HAVS = re.compile(rf"\b({_HAV})-,? (?:({_HAV})-,? )?og ({_HAV})havet\b")
_PARTS = re.compile(
    r"(?:(?:north|south|east|west)(?:[\s-]?(?:east|west))?(?:ern)?|central|inner|outer|upper|lower|"
    r"nordlige|sørlige|østlige|vestlige|nordøstlige|nordvestlige|sørøstlige|sørvestlige|sentrale|indre|ytre|"
    r"(?:nord|sør|øst|vest|nordøst|nordvest|sørøst|sørvest)(?=-?$)|"
    r"far|frozen|international waters (?:of|in|over)|internasjonalt farvann i|waters of|neutral waters of|"
    r"del(?:en|er) av|part of|parts of|u\.s\.|us|russian|norwegian|canadian|russiske|norske|the|den|det|"
    r"entire|whole|hele|airspace over|waters|skies over|port of|town of|city of|havn(?:en|a) i|byen|island of|øya|"
    r"coast of|kysten av|ice-covered|open)$"
)
_KIND_BEHIND = re.compile(
    r"[ -](?:(?P<oblast>region|oblast|fylke|county)|(?P<airport>airport|lufthavn|flyplass))\b"
)
_ADMINISTRATIVE = {"country", "province", "continent", "region"}
_TAIL = re.compile(r",\s(?P<name>[A-ZÆØÅ][\w'’.-]+(?:\s[A-ZÆØÅ][\w'’-]+)?)")
_RELATIONS = ("in", "to", "from", "near", "between")
# Words behind the name of a town that say that the place is meant, not who acts from there.
_PLACE_WORDS = re.compile(
    r"[ -](?:airport|airfield|air base|air station|harbour|harbor|port|base|region|county|oblast|area|island|"
    r"islands|peninsula|bay|fjord|strait|naval base|terminal|lufthavn|flyplass|havn|havna|fylke|området|oblast)\b"
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text.

    Parameters
    ----------
    span : Span
        Its words, with those of the distance and direction before it.
    words : str
        The words as `place.name` or `place.described` has them.
    relation : str
        How it stands to what happened: `position`, `offset`, one of `_RELATIONS`, `attribute`
        without a word before it; empty if it is no place of an event.
    location : Location, optional
        What the gazetteer reads in the words; None where only the words are known.
    candidates : tuple of str
        The places that the name may mean, where it means several.
    is_country : bool
        Whether it is a country, of which no position is stated.
    is_vague : bool
        Whether its limits are no one's: the Arctic, international waters.
    is_joined : bool
        Whether it stands behind *and* or a comma.
    """

    span: Span
    words: str
    relation: str
    location: Location | None = None
    candidates: tuple[str, ...] = ()
    is_country: bool = False
    is_vague: bool = False
    is_joined: bool = False

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that it names."""
        return tuple(self.location.place.get("regions", ())) if self.location else ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The regions and places that it names, by their ids."""
        anchors = self.location.anchors if self.location else ()
        return (*self.regions, *(anchor.id for anchor in anchors if anchor.id))


@dataclass
class PlaceReader:
    """Finds the places of a report.

    Parameters
    ----------
    text, plain_text : str
        The text, and what `plain` returned for it.
    lexicon : Lexicon
        Words of its language.
    gazetteer : Gazetteer
        Which names are places, and what descriptions mean.
    """

    text: str
    plain_text: str
    lexicon: Lexicon
    gazetteer: Gazetteer
    _read: dict[str, PlaceFound | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._regions = Entries()
        for region in self.gazetteer.regions.values():
            for name in region.all_names:
                self._regions.add(region.id, [name] if " " in name or "-" in name else [])
        self._after = self.lexicon.listed("places", "after")
        self._careful = self.lexicon.listed("places", "careful")
        self._vague = self.lexicon.listed("places", "vague")

    def mentions(
        self, sentence: Sentence, hits: Sequence[Hit], masks: Sequence[Span]
    ) -> list[PlaceMention]:
        """Return the places of a sentence in their order.

        Parameters
        ----------
        sentence : Sentence
            The sentence.
        hits : sequence of Hit
            Entries of the lexicon in it: its words before places, and vague names.
        masks : sequence of Span
            Names of ships, persons and organisations, in which no place stands.
        """
        found: list[PlaceMention] = [*self._positions(sentence)]
        covered = [*masks, *(mention.span for mention in found)]
        for span, words, place in self._named(sentence, covered):
            mention = self._related(sentence, span, words, place, hits)
            found.append(mention)
        for hit in hits:
            span = Span(hit.start, hit.end)
            if hit.key == "places.vague" and not _overlaps(
                span, [m.span for m in found] + [*masks]
            ):
                relation, _ = self._relation(sentence, span, hits)
                words = self.text[span.start : span.end]
                found.append(PlaceMention(span, words, relation, is_vague=True))
        return _between(sorted(found, key=lambda mention: mention.span), self.text)

    def _positions(self, sentence: Sentence) -> Iterator[PlaceMention]:
        for match in _POSITION.finditer(self.text, sentence.start, sentence.end):
            location = self._located(match[0])
            if location and location.geometry:
                yield PlaceMention(Span(*match.span()), match[0], "position", location)

    def _named(
        self, sentence: Sentence, covered: list[Span]
    ) -> Iterator[tuple[Span, str, PlaceFound]]:
        """Yield the names of places in a sentence, each with what it means."""
        yield from self._seas(sentence, covered)
        longest: dict[int, Hit] = {}
        for hit in self._regions.find(self.plain_text, sentence.words):
            if hit.end > longest.get(hit.start, hit).end or hit.start not in longest:
                longest[hit.start] = hit
        for hit in longest.values():
            span = Span(hit.start, hit.end)
            if not _overlaps(span, covered) and not self._is_of_other(span):
                found = self._place(self.text[span.start : span.end])
                if found:
                    covered.append(span)
                    yield span, self.text[span.start : span.end], found
        for match in _NAMES.finditer(self.text, sentence.start, sentence.end):
            yield from self._in_run(Span(*match.span()), sentence, covered)

    def _seas(
        self, sentence: Sentence, covered: list[Span]
    ) -> Iterator[tuple[Span, str, PlaceFound]]:
        """Yield the seas that share a word: *the Barents and Kara Seas*."""
        for pattern, ending in ((_SEAS, " sea"), (_HAVS, "havet")):
            for match in pattern.finditer(self.plain_text, sentence.start, sentence.end):
                span = Span(*match.span())
                for name in filter(None, match.groups()):
                    found = self._place(f"{name}{ending}".title())
                    if found:
                        yield span, self.text[span.start : span.end], found
                covered.append(span)

    def _in_run(
        self, run: Span, sentence: Sentence, covered: list[Span]
    ) -> Iterator[tuple[Span, str, PlaceFound]]:
        """Yield the places in a run of capitalised words, the longest names first."""
        pieces = [*re.finditer(r"\S+", self.text[run.start : run.end])]
        at = 0
        while at < len(pieces):
            for to in range(min(len(pieces), at + _MOST_WORDS), at, -1):
                span = Span(run.start + pieces[at].start(), run.start + pieces[to - 1].end())
                words = self.text[span.start : span.end].rstrip(".,'’")
                span = Span(span.start, span.start + len(words))
                if _overlaps(span, covered) or not words[:1].isupper():
                    continue
                found = self._checked(words, span, sentence)
                if found:
                    covered.append(span)
                    yield span, words, found
                    at = to - 1
                    break
            at += 1

    def _checked(self, words: str, span: Span, sentence: Sentence) -> PlaceFound | None:
        """Return the place of a name, unless it is another word or the name of something else."""
        key = words.casefold()
        is_one = " " not in words
        if is_one and (len(words) < len("Ust") or self._is_other_word(key, span, sentence)):
            return None
        found = self._place(words)
        if (
            found is None
            and self.lexicon.language == "nb"
            and words.endswith("s")
            and len(words) > 4
        ):
            found = self._place(words[:-1])
        if found is None or self._is_of_other(span):
            return None
        return found

    def _is_other_word(self, key: str, span: Span, sentence: Sentence) -> bool:
        """Return whether a single word is one of the language, not a name."""
        if key in self.lexicon.listed("function_words"):
            return True
        if month_number(key) or weekday_number(key):
            return True
        if key in self._careful:
            return not self._stands_after(span, "in")
        return False

    def _with_kind(self, words: str, span: Span) -> PlaceFound | None:
        """Return the region or airport of a town's name: *Murmansk region*, *Vardø lufthavn*."""
        match = _KIND_BEHIND.match(self.plain_text, span.end)
        kind = next((kind for kind in ("oblast", "airport") if match and match[kind]), None)
        return self._place(f"{words} {kind}") if kind else None

    def _is_part_of_name(self, span: Span) -> bool:
        """Return whether a single word stands beside another name that no list has."""
        before = re.search(r"(?:^|[\s«“\"(])([A-ZÆØÅ][\w'’-]+)\s$", self.text[max(0, span.start - 30) : span.start])
        after = re.match(r"\s([A-ZÆØÅ][\w'’-]+)", self.text[span.end : span.end + 30])
        return any(match and not self._is_known(match[1]) for match in (before, after))

    def _is_known(self, word: str) -> bool:
        """Return whether a capitalised word is one of the lexicon, of dates or of countries."""
        key = word.casefold().split("'")[0].split("’")[0]
        return (
            key in self.lexicon.listed("function_words")
            or month_number(key) is not None
            or weekday_number(key) is not None
            or any(entries.begins(key) for entries in (self.lexicon.entries, self.lexicon.names))
        )

    def _stands_after(self, span: Span, key: str) -> bool:
        before = self.plain_text[max(0, span.start - 20) : span.start].split()
        return bool(before) and before[-1] in self.lexicon.listed("places", key) | {
            "from",
            "to",
            "near",
            "off",
            "fra",
            "til",
        }

    def _is_of_other(self, span: Span) -> bool:
        """Return whether the name goes on as that of something else: *Nome Nugget*."""
        after = words_in(self.plain_text, span.end, min(span.end + 30, len(self.plain_text)))
        if not after or after[0].start - span.end > 1:
            return False
        joint = self.plain_text[span.end : after[0].start]
        if joint not in {" ", "-", "'"}:
            return False
        word = after[0]
        is_name = self.text[word.start].isupper()
        return word.text in self._after and (is_name or joint == "-") and word.text != "s"

    def _place(self, words: str) -> PlaceFound | None:
        if words not in self._read:
            self._read[words] = self._looked_up(words)
        return self._read[words]

    def _looked_up(self, words: str) -> PlaceFound | None:
        if words.casefold().removeprefix("the ") in self._vague:
            return None
        try:
            location = self.gazetteer.locate(words)
        except AmbiguousPlaceError as error:
            return PlaceFound(None, tuple(place.label for place in error.candidates))
        except UnplacedNameError as error:
            return PlaceFound(None, is_country=error.place.kind in _ADMINISTRATIVE)
        except UsageError:
            return None
        return None if location.description else PlaceFound(location)

    def _located(self, words: str) -> Location | None:
        try:
            return self.gazetteer.locate(" ".join(words.split()))
        except UsageError:
            return None

    def _related(
        self,
        sentence: Sentence,
        span: Span,
        words: str,
        place: PlaceFound,
        hits: Sequence[Hit],
    ) -> PlaceMention:
        """Return a named place with its relation to what happened, and the words for it."""
        before = self.plain_text[max(sentence.start, span.start - 90) : span.start]
        offset = _OFFSET.search(before)
        if offset:
            start = span.start - len(before) + offset.start()
            tail = _TAIL.match(self.text, span.end)
            for end in ([tail.end()] if tail else []) + [span.end]:
                location = self._located(self.text[start:end])
                if location and location.description and location.geometry:
                    described = " ".join(self.text[start:end].split())
                    return PlaceMention(Span(start, end), described, "offset", location)
            return PlaceMention(Span(start, span.end), self._text(start, span.end), "near")
        beyond = _BEYOND.search(before)
        if beyond:
            start = span.start - len(before) + beyond.start()
            return PlaceMention(Span(start, span.end), self._text(start, span.end), "near")
        relation, at = self._relation(sentence, span, hits)
        if relation == "near":
            return PlaceMention(Span(at, span.end), self._text(at, span.end), "near")
        is_joined = relation == "list"
        if relation == "attribute" and not self._is_place_alone(span, place):
            relation = ""
        return PlaceMention(
            span, words, relation, place.location, place.candidates, place.is_country, False, is_joined
        )

    def _is_place_alone(self, span: Span, place: PlaceFound) -> bool:
        """Return whether a name without a word before it may be where something was."""
        if place.is_country or place.location is None:
            return False
        return bool(place.location.place.get("regions")) or _PLACE_WORDS.match(self.plain_text, span.end) is not None

    def _text(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split())

    def _relation(self, sentence: Sentence, span: Span, hits: Sequence[Hit]) -> tuple[str, int]:
        """Return how a place stands to what happened, and where the words that say so begin."""
        start = self._bare_start(sentence, span)
        if start == sentence.start:
            return "attribute", start
        ending: dict[str, Hit] = {}
        for hit in hits:
            table, _, key = hit.key.partition(".")
            if table == "places" and _touches(self.plain_text, hit.end, start):
                if key not in ending or hit.start < ending[key].start:
                    ending[key] = hit
        if "not_here" in ending:
            return "", start
        keys = [key for key in _RELATIONS if key in ending]
        if keys:
            best = min(keys, key=lambda key: (ending[key].start, _ORDER.index(key)))
            return best, ending[best].start
        before = self.plain_text[max(sentence.start, start - 6) : start]
        is_list = re.search(r"(?:\band|\bog|,|\beller|\bor|/)\s?$", before)
        return ("list" if is_list else "attribute"), start

    def _bare_start(self, sentence: Sentence, span: Span) -> int:
        """Return where a place begins, with the words for a part of it: *the northern*."""
        start = span.start
        while True:
            before = self.plain_text[max(sentence.start, start - 40) : start].rstrip(" -")
            match = _PARTS.search(before)
            if match is None or not before:
                return start
            if match.start() and before[match.start() - 1].isalnum():
                return start
            end = start - (
                len(self.plain_text[max(sentence.start, start - 40) : start]) - len(before)
            )
            new = end - (len(before) - match.start())
            if new >= start:
                return start
            start = new


# Of several words before a place, the one that counts.
_ORDER = ("between", "near", "in", "to", "from")


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """What the gazetteer has of a name."""

    location: Location | None
    candidates: tuple[str, ...] = ()
    is_country: bool = False


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def _touches(text: str, end: int, start: int) -> bool:
    """Return whether only white space or an article stands between two offsets."""
    return end <= start and re.fullmatch(r"\s*(?:the|den|det|de)?\s*", text[end:start]) is not None


def _between(mentions: list[PlaceMention], text: str) -> list[PlaceMention]:
    """Return places with those joined that something was between: only their words are known."""
    joined: list[PlaceMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and last.relation == "between" and mention.relation == "list":
            span = Span(last.span.start, mention.span.end)
            joined[-1] = PlaceMention(span, " ".join(text[span.start : span.end].split()), "near")
        elif mention.relation == "list":
            joined.append(_with_relation(mention, last.relation if last else "attribute"))
        else:
            joined.append(mention)
    return joined


def _with_relation(mention: PlaceMention, relation: str) -> PlaceMention:
    from dataclasses import replace

    if relation in {"near", "offset", "position"}:
        return replace(mention, relation="near", location=None)
    if relation == "attribute" and not mention.regions:
        return replace(mention, relation="")
    return replace(mention, relation=relation)
