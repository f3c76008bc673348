"""Who acts in a sentence: countries, organisations and ships, with their roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from geotrack.notation.month_names import month_number, weekday_number
from geotrack.taxonomy import countries, country_names
from geotrack_extraction.lexicon import Lexicon
from geotrack_extraction.lexicon.words import Hit
from geotrack_extraction.sentences import Sentence, Span

__all__ = ["ActorMention", "ActorReader", "Ship"]

_NAME = (
    r"(?:[A-ZÆØÅÄÖÜ][\w'’.-]*[\w'’]|[A-ZÆØÅ]|\d{1,3})"
    r"(?:\s(?:[A-ZÆØÅÄÖÜ][\w'’-]*|\d{1,3}(?!\s?(?:km|nm|%)|[.,]?\d)|de|di|von|av|den|of(?=\s[A-Z])))*"
)
_NAMES = re.compile(_NAME)
_QUOTED = re.compile(r"[«“\"‘']([^»”\"’'\n]{2,40})[»”\"’']")
# A code of a class, such as *CG 101*, or a word for one, between the word for a ship and its name.
_BETWEEN = re.compile(r"(?:,|\s(?:named|called|called the|med navnet|ved navn))?\s?")
_NO_SHIP_NAME = re.compile(
    r"(?:The|In|On|From|And|But|It|They|He|She|An?|At|With|By|To|Of|For|I|På|Og|Men|Fra|Det|Den|De|"
    r"En|Et|Ved|Til|Av|Med)\b|\d+$"
)
# Of research, these are no ships.
_NO_SHIP = re.compile(r"^(?:scientist|forsker|havforsker|toktleder|expedition|ekspedisjon|polar)")
_GAP_WORDS = 3
# Between two actors that do the same.
_JOINED = re.compile(r",? ?(?:and|og|,|&|sammen med|together with) ?(?:the )?")
_NEGATED = re.compile(
    r"\b(?:no|without|not(?! only)|neither|nor|ingen|uten|ikke(?! bare)|verken|eller)"
    r"(?:\s\w+){0,2}$"
)
_ADJECTIVE = re.compile(r"(?:(?<!jap)an|ish|ese|sk|skes?|dutch|ic|u\.?s\.?|french)$")
_ARTICLES = {"the", "den", "det", "de"}


@dataclass(frozen=True, slots=True)
class Ship:
    """A ship by its name.

    `country` and `kind`, a key of the lexicon's subjects, are empty where the text does not say it.
    """

    span: Span
    name: str
    country: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor in a text.

    Parameters
    ----------
    span : Span
        The words.
    name, country : str
        As records write them; one of both may be empty.
    role : str
        What the words say of its part: `participant`, `flag state`, `mentioned` (no actor).
    is_adjective : bool
        Whether it is a word such as *Russian* alone.
    """

    span: Span
    name: str
    country: str
    role: str = "participant"
    is_adjective: bool = False


@dataclass
class ActorReader:
    """Finds the actors of a report.

    Parameters
    ----------
    text, plain_text : str
        The text, and what `plain` returned for it.
    lexicon : Lexicon
        Names and words of its language.
    coastguard : str, optional
        What *the Coast Guard* means in it, as `name|country`.
    """

    text: str
    plain_text: str
    lexicon: Lexicon
    coastguard: str = ""

    def ships(self, sentences: Sequence[Sentence], hits: Sequence[list[Hit]]) -> list[Ship]:
        """Return the ships that the text names, at each place where it does."""
        ships = [ship for s, h in zip(sentences, hits, strict=True) for ship in self._named(s, h)]
        names = {ship.name: ship for ship in ships if len(ship.name) > len("abc")}
        if not names:
            return ships
        longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        again = re.compile(rf"(?<!\w)(?:{longest})(?!\w)")
        covered = {ship.span.start for ship in ships}
        for match in again.finditer(self.text):
            if match.start() not in covered and not self._is_place(match.start()):
                ship = names[match[0]]
                ships.append(replace(ship, span=Span(*match.span())))
        return sorted(ships, key=lambda ship: ship.span)

    def _is_place(self, start: int) -> bool:
        """Return whether the word before a name is one before a place: *to Severomorsk*."""
        before = self.plain_text[max(0, start - 12) : start].split()
        words = self.lexicon.listed("places", "in") | self.lexicon.listed("places", "to")
        return bool(before) and before[-1] in words and before[-1] not in {"on", "aboard", "om"}

    def _named(self, sentence: Sentence, hits: Sequence[Hit]) -> Iterator[Ship]:
        """Yield the ships of a sentence: behind a prefix, or behind a word for a ship."""
        prefixes = self.lexicon.ship_prefixes
        for word in sentence.words:
            if word.text in prefixes and self.text[word.start].isupper():
                match = self._name_at(word.end)
                if match:
                    span = Span(word.start, match.end)
                    yield Ship(span, self._cut(match), *prefixes[word.text])
        kinds = {"warship", "coastguard", "research", "merchant", "tanker", "fishing", "vessel"}
        for hit in hits:
            table, _, key = hit.key.partition(".")
            words = self.plain_text[hit.start : hit.end]
            is_ship = table == "subjects" and key in kinds and not _NO_SHIP.search(words)
            if is_ship and not self.text[hit.end - 1].isupper():
                match = self._name_at(hit.end)
                if match:
                    yield Ship(match, self._cut(match), "", key)

    def _cut(self, span: Span) -> str:
        return self.text[span.start : span.end].strip("«»“”\"‘’'")

    def _name_at(self, offset: int) -> Span | None:
        """Return the name of a ship that begins behind a word for it."""
        gap = _BETWEEN.match(self.plain_text, offset)
        start = gap.end() if gap else offset
        if start == offset:
            return None
        quoted = _QUOTED.match(self.text, start)
        if quoted:
            return Span(*quoted.span())
        match = _NAMES.match(self.text, start)
        if match is None or _NO_SHIP_NAME.match(match[0]) or len(match[0]) < len("Ab"):
            return None
        words = [*takewhile(_may_name, match[0].split())]
        while words and words[-1].islower():
            words.pop()
        first = words[0].lower() if words else ""
        if first in self.lexicon.ship_prefixes or first in self.lexicon.listed("places", "after"):
            return None
        name = " ".join(words).rstrip(".'’-")
        return Span(start, start + len(name)) if len(name) > 1 else None

    def actors(
        self, sentence: Sentence, hits: Iterable[Hit], masks: Sequence[Span]
    ) -> list[ActorMention]:
        """Return the countries and organisations of a sentence, each with its role.

        Parameters
        ----------
        sentence : Sentence
            The sentence.
        hits : iterable of Hit
            The names of actors in it, by `name|country`.
        masks : sequence of Span
            Names of ships and regions, in which no actor stands.
        """
        longest: dict[int, Hit] = {}
        for hit in hits:
            if hit.last >= longest.get(hit.first, hit).last:
                longest[hit.first] = hit
        mentions: list[ActorMention] = []
        end = -1
        for first in sorted(longest):
            hit = longest[first]
            if hit.first <= end or any(m.start < hit.end and hit.start < m.end for m in masks):
                continue
            key = self.coastguard if hit.key == "Coast Guard|" else hit.key
            name, _, country = key.partition("|")
            if not key or not self._is_name(hit, name):
                continue
            end = hit.last
            if mentions and _JOINED.fullmatch(self.plain_text, mentions[-1].span.end, hit.start):
                role = mentions[-1].role
            else:
                role = self._role(sentence, hit, is_country=not name)
            span = Span(hit.start, hit.end)
            is_adjective = not name and _ADJECTIVE.search(self.plain_text[slice(*span)]) is not None
            mentions.append(ActorMention(span, name, country, role, is_adjective))
        return mentions

    def _is_name(self, hit: Hit, name: str) -> bool:
        """Return whether a word is written as a name: *US*, not *us*, nor *forsvaret*."""
        words = self.text[hit.start : hit.end]
        if len(words) <= len("PST") and not words.isupper() and "." not in words:
            return False
        is_country = not name or name in country_names().values()
        # *norsk*, *det amerikanske luftforsvaret*
        is_small = (is_country or " " in words) and self.lexicon.language == "nb"
        return words[0].isupper() or is_small

    def _role(self, sentence: Sentence, hit: Hit, *, is_country: bool) -> str:
        """Return what the words round a name say of its part."""
        words = [word.text for word in sentence.words]
        before = words[max(0, hit.first - _GAP_WORDS) : hit.first]
        after = words[hit.last + 1 : hit.last + 1 + _GAP_WORDS]
        if self._has(after[:1], "flag"):
            return "flag state"
        if _NEGATED.search(" ".join(before)):
            return "mentioned"
        if not is_country:
            return "participant"
        after = after[1:] if after[:1] == ["s"] else after
        if any(self._has(after[i:j], "not_after") for i in (0, 1) for j in (i + 1, i + 2)):
            return "mentioned"
        before = before[:-1] if before[-1:] and before[-1] in _ARTICLES else before
        is_adjective = _ADJECTIVE.search(self.plain_text[hit.start : hit.end]) is not None
        is_apart = any(self._has(before[-n:], "not_before") for n in (1, 2, 3))
        # *ships from China*, *skip fra Kina*
        is_of_units = before[-1:] in (["from"], ["fra"], ["of"]) and self._has(
            before[-2:-1], "units"
        )
        return "mentioned" if is_apart and not (is_adjective or is_of_units) else "participant"

    def _has(self, words: Sequence[str], key: str) -> bool:
        """Return whether words are an entry of a list of the lexicon."""
        return " ".join(words) in self.lexicon.listed("actors", key)


def _may_name(word: str) -> bool:
    """Return whether a word may be part of the name of a ship: no country, no month."""
    key = word.casefold()
    is_country = len(key) > len("USA") and (key in countries() or key.rstrip("'’s") in countries())
    return not is_country and month_number(word) is None and weekday_number(word) is None
