"""Where something was: names and descriptions in a sentence, which the gazetteer reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geotrack.errors import UsageError
from geotrack.gazetteer import AmbiguousPlaceError, Gazetteer, Location, UnplacedNameError
from geotrack.notation.month_names import month_number, weekday_number
from geotrack_extraction.lexicon import Lexicon
from geotrack_extraction.lexicon.words import Entries, Hit
from geotrack_extraction.place_mentions import PlaceMention, area_of, joined_places
from geotrack_extraction.place_patterns import (
    BEYOND,
    KIND_BEHIND,
    NAMES,
    OF,
    OFFSET,
    PARTS,
    PLACE_BEHIND,
    POSITION,
    SEAS,
    TAIL,
)
from geotrack_extraction.sentences import Sentence, Span

__all__ = ["PlaceMention", "PlaceReader"]

_MOST_WORDS = 6
_SHORTEST_NAME = 3
# Before a country these are no words of places: *depends on Russia*.
_ABOUT = {"on", "at", "over", "under", "about", "på", "ved", "via"}
_SHORTEST_GENITIVE = 5
# Kinds of places from which nautical miles are measured.
_AT_SEA = {"island", "islands", "cape", "strait", "bay"}
_NAUTICAL = re.compile(r"\b(?:nautical|nautiske|sjømil|nmi?)\b")
_GENITIVE = re.compile(r"(?:['’]s)?[.,'’]*$")
# The place of which another one is said to be part, before it.
_OWNED = re.compile(r"['’]s\s([A-ZÆØÅ][\w'’-]*(?:\s[A-ZÆØÅ][\w'’-]*)*)")
_ADMINISTRATIVE = {"country", "province", "continent", "region"}
# Behind a place with which an item of a list begins: *Vardø, 12 Dec: …*.
_TOPIC = re.compile(r",?[^:.,;]{0,12}:\s|,\s\d{1,2}\s\w{3,9},")
# Of several words before a place, the one that counts.
_RELATIONS = ("between", "near", "in", "to", "from")


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
    unlisted: list[str] = field(default_factory=list)
    _read: dict[str, PlaceFound | None] = field(default_factory=dict)
    _described: dict[str, Location | None] = field(default_factory=dict)

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
        mentions: list[PlaceMention] = [*self._positions(sentence)]
        covered = [*masks, *(mention.span for mention in mentions)]
        for span, words, place in self._named(sentence, covered):
            mention = self._related(sentence, span, words, place, hits)
            mentions.append(mention)
        mentions += self._without_list(sentence, hits, covered)
        for hit in hits:
            span = Span(hit.start, hit.end)
            if hit.key == "places.vague" and not _overlaps(
                span, [m.span for m in mentions] + [*masks]
            ):
                relation, _ = self._relation(sentence, span, hits)
                words = self.text[span.start : span.end]
                mentions.append(PlaceMention(span, words, relation, is_vague=True))
        return joined_places(sorted(mentions, key=lambda mention: mention.span), self.text)

    def read(self, span: Span) -> PlaceMention:
        """Return the place that words of the text mean; the words alone if they mean none."""
        words = self._text(span.start, span.end)
        place = self._place(words)
        location = place.location if place else self._located(words)
        candidates, is_country = (place.candidates, place.is_country) if place else ((), False)
        return PlaceMention(span, words, "in", location, candidates, is_country)

    def _positions(self, sentence: Sentence) -> Iterator[PlaceMention]:
        """Yield positions, or the area that three or more of them bound."""
        found: list[PlaceMention] = []
        for match in POSITION.finditer(self.text, sentence.start, sentence.end):
            location = self._located(match[0])
            if location and location.geometry:
                found.append(PlaceMention(Span(*match.span()), match[0], "position", location))
        area = area_of(found, self.text)
        yield from [area] if area else found

    def _without_list(
        self, sentence: Sentence, hits: Sequence[Hit], covered: Sequence[Span]
    ) -> Iterator[PlaceMention]:
        """Yield names behind a word before places that no list has: their words are kept."""
        for match in NAMES.finditer(self.text, sentence.start, sentence.end):
            span = Span(match.start(), match.start() + len(match[0].rstrip(".,'’")))
            words = self.text[span.start : span.end]
            is_name = len(words) > _SHORTEST_NAME and not words.isupper()
            if not is_name or _overlaps(span, covered) or self._is_of_other(span):
                continue
            if any(self._is_known(w) or w.casefold() in self._after for w in words.split()):
                continue
            relation, words_start = self._relation(sentence, span, hits)
            is_sure = self._word_before(span) in self.lexicon.listed("places", "sure")
            if relation in {"in", "near"} and (is_sure or words_start < span.start):
                self.unlisted.append(words)
                start = words_start if relation == "near" else span.start
                yield PlaceMention(Span(start, span.end), self._text(start, span.end), relation)

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
                place = self._place(self.text[span.start : span.end])
                if place:
                    covered.append(span)
                    yield span, self.text[span.start : span.end], place
        for match in NAMES.finditer(self.text, sentence.start, sentence.end):
            yield from self._in_run(Span(*match.span()), covered)

    def _seas(
        self, sentence: Sentence, covered: list[Span]
    ) -> Iterator[tuple[Span, str, PlaceFound]]:
        """Yield the seas that share a word: *the Barents and Kara Seas*."""
        for pattern, ending in SEAS:
            for match in pattern.finditer(self.plain_text, sentence.start, sentence.end):
                span = Span(*match.span())
                for name in filter(None, match.groups()):
                    place = self._place(f"{name}{ending}".title())
                    if place:
                        yield span, self.text[span.start : span.end], place
                covered.append(span)

    def _in_run(self, run: Span, covered: list[Span]) -> Iterator[tuple[Span, str, PlaceFound]]:
        """Yield the places in a run of capitalised words, the longest names first."""
        pieces = [*re.finditer(r"\S+", self.text[run.start : run.end])]
        first = 0
        while first < len(pieces):
            for end in range(min(len(pieces), first + _MOST_WORDS), first, -1):
                span = Span(run.start + pieces[first].start(), run.start + pieces[end - 1].end())
                words = _GENITIVE.sub("", self.text[span.start : span.end])
                span = Span(span.start, span.start + len(words))
                if _overlaps(span, covered) or not words[:1].isupper():
                    continue
                place = self._checked(words, span)
                if place:
                    covered.append(span)
                    yield span, words, place
                    first = end - 1
                    break
            first += 1

    def _checked(self, words: str, span: Span) -> PlaceFound | None:
        """Return the place of a name, unless it is another word or the name of something else."""
        is_short = len(words) < len("Ust") or self._is_other_word(words.casefold(), span)
        if " " not in words and (is_short or self._is_part_of_name(span)):
            return None
        tail = TAIL.match(self.text, span.end)
        place = (
            (self._place(f"{words}, {tail['name']}") if tail else None)
            or self._with_kind(words, span)
            or self._place(words)
        )
        is_genitive = self.lexicon.language == "nb" and words.endswith("s")
        if place is None and is_genitive and len(words) >= _SHORTEST_GENITIVE:
            place = self._place(words[:-1])
        return None if self._is_of_other(span) else place

    def _is_other_word(self, key: str, span: Span) -> bool:
        """Return whether a single word is one of the language, not a name."""
        if key in self._careful:
            before = self.lexicon.listed("places", "sure") | self.lexicon.listed("places", "in")
            return self._word_before(span) not in before
        return (
            key in self.lexicon.listed("function_words")
            or month_number(key) is not None
            or weekday_number(key) is not None
        )

    def _word_before(self, span: Span) -> str:
        return (self.plain_text[max(0, span.start - 24) : span.start].split() or [""])[-1]

    def _with_kind(self, words: str, span: Span) -> PlaceFound | None:
        """Return the region or airport of a town's name: *Murmansk region*, *Vardø lufthavn*."""
        match = KIND_BEHIND.match(self.plain_text, span.end)
        kind = next((kind for kind in ("oblast", "airport") if match and match[kind]), None)
        return self._place(f"{words} {kind}") if kind else None

    def _is_part_of_name(self, span: Span) -> bool:
        """Return whether a single word stands beside another name that no list has."""
        before = re.search(
            r"(?:^|[\s«“\"(])([A-ZÆØÅ][\w'’-]+)\s$", self.text[max(0, span.start - 30) : span.start]
        )
        after = re.match(r"\s([A-ZÆØÅ][\w'’-]+)", self.text[span.end : span.end + 30])
        return any(match and not self._is_known(match[1]) for match in (before, after))

    def _is_known(self, word: str) -> bool:
        """Return whether a capitalised word is one of the lexicon, of dates or of countries."""
        key = word.casefold().split("'")[0].split("’")[0]
        return (
            key in self.lexicon.listed("function_words")
            or PARTS.fullmatch(key) is not None
            or month_number(key) is not None
            or weekday_number(key) is not None
            or any(entries.begins(key) for entries in (self.lexicon.entries, self.lexicon.names))
        )

    def _is_of_other(self, span: Span) -> bool:
        """Return whether the name goes on as that of something else: *Nome Nugget*."""
        match = re.compile(r"([ -])(\w+)").match(self.plain_text, span.end)
        if match is None or match[2] not in self._after:
            return False
        return match[1] == "-" or self.text[match.start(2)].isupper()

    def _place(self, words: str) -> PlaceFound | None:
        if words not in self._read:
            self._read[words] = self._looked_up(words)
        return self._read[words]

    def _looked_up(self, words: str) -> PlaceFound | None:
        key = words.casefold().removeprefix("the ")
        if key in self._vague:
            return None
        if key in self.lexicon.listed("places", "elsewhere"):
            return PlaceFound(None, is_country=True)
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
        key = " ".join(words.split())
        if key not in self._described:
            try:
                self._described[key] = self.gazetteer.locate(key)
            except AmbiguousPlaceError as error:
                self._described[key] = self._at_sea(key, error)
            except UsageError:
                self._described[key] = None
        return self._described[key]

    def _at_sea(self, words: str, error: AmbiguousPlaceError) -> Location | None:
        """Return the place that is so many nautical miles from an island or cape, not a town."""
        choices = [(p, text) for p, text in self.gazetteer.choices(error) if p.kind in _AT_SEA]
        if len(choices) != 1 or not _NAUTICAL.search(words.lower()):
            return None
        return self.gazetteer.locate(choices[0][1])

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
        offset = OFFSET.search(before)
        if offset:
            start = span.start - len(before) + offset.start()
            tail = TAIL.match(self.text, span.end)
            for end in ([tail.end()] if tail else []) + [span.end]:
                location = self._located(self.text[start:end])
                if location and location.description and location.geometry:
                    described = " ".join(self.text[start:end].split())
                    return PlaceMention(Span(start, end), described, "offset", location)
            return PlaceMention(Span(start, span.end), self._text(start, span.end), "near")
        beyond = BEYOND.search(before)
        if beyond:
            start = span.start - len(before) + beyond.start()
            return PlaceMention(Span(start, span.end), self._text(start, span.end), "near")
        owned = _OWNED.match(self.text, span.end)
        if owned and self._place(owned[1]):  # *Alaska's Aleutian Islands*
            return PlaceMention(span, words, "", place.location, place.candidates, place.is_country)
        relation, words_start = self._relation(sentence, span, hits)
        if relation == "near":
            return PlaceMention(
                Span(words_start, span.end), self._text(words_start, span.end), "near"
            )
        is_joined = relation == "list"
        is_about = place.is_country and before.split()[-1:] and before.split()[-1] in _ABOUT
        if is_about:
            relation = ""
        elif relation == "attribute" and not self._is_place_alone(span, place):
            relation = "" if place.is_country or place.location is None else "object"
        return PlaceMention(
            span,
            words,
            relation,
            place.location,
            place.candidates,
            place.is_country,
            False,
            is_joined,
        )

    def _is_place_alone(self, span: Span, place: PlaceFound) -> bool:
        """Return whether a name without a word before it may be where something was."""
        if place.is_country or place.location is None:
            return False
        return (
            self.text[span.start - 1 : span.start] == "("
            or bool(place.location.place.get("regions"))
            or PLACE_BEHIND.match(self.plain_text, span.end) is not None
        )

    def _text(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split())

    def _relation(self, sentence: Sentence, span: Span, hits: Sequence[Hit]) -> tuple[str, int]:
        """Return how a place stands to what happened, and where the words that say so begin."""
        start = self._bare_start(sentence, span)
        if not self.plain_text[sentence.start : start].strip(" *•-–—"):
            is_topic = sentence.is_first and _TOPIC.match(self.plain_text, span.end)
            return "in" if is_topic else "attribute", start
        ending: dict[str, Hit] = {}
        for hit in hits:
            table, _, key = hit.key.partition(".")
            is_before = table == "places" and _touches(self.plain_text, hit.end, start)
            if is_before and (key not in ending or hit.start < ending[key].start):
                ending[key] = hit
        keys = [key for key in _RELATIONS if key in ending]
        other = ending.get("not_here")
        if other and all(other.start <= ending[key].start for key in keys):
            return "", start
        if keys:
            best = min(keys, key=lambda key: (ending[key].start, _RELATIONS.index(key)))
            return best, ending[best].start
        before = self.plain_text[max(sentence.start, start - 60) : start]
        inner = OF.search(before)
        if inner:
            return ("near" if inner["near"] else "in"), start - len(before) + inner.start()
        is_list = re.search(r"(?:\band|\bog|,|\beller|\bor|/)\s?$", before[-6:])
        return ("list" if is_list else "attribute"), start

    def _bare_start(self, sentence: Sentence, span: Span) -> int:
        """Return where a place begins, with the words for a part of it: *the northern*."""
        start = span.start
        while True:
            before = self.plain_text[max(sentence.start, start - 40) : start].rstrip(" -")
            match = PARTS.search(before)
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
