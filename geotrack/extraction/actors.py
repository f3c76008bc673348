"""Who acts in a sentence: countries, organisations and ships, with their roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from geotrack.extraction.lexicon import Lexicon
from geotrack.extraction.lexicon.words import Hit, Word
from geotrack.extraction.sentences import Sentence, Span
from geotrack.taxonomy import countries

__all__ = ["ActorMention", "ActorReader", "Ship"]

_NAME = (
    r"(?:[A-ZÆØÅÄÖÜ][\w'’.-]*[\w'’]|[A-ZÆØÅ]|\d{1,3})"
    r"(?:\s(?:[A-ZÆØÅÄÖÜ][\w'’-]*|\d{1,3}(?!\s?(?:km|nm|%))|de|di|von|av|den|of(?=\s[A-Z])))*"
)
_NAMES = re.compile(_NAME)
_QUOTED = re.compile(r"[«“\"‘']([^»”\"’'\n]{2,40})[»”\"’']")
# A code of a class, such as *CG 101*, or a word for one, between the word for a ship and its name.
_BETWEEN = re.compile(r"(?:,|\s(?:named|called|called the|med navnet|ved navn))?\s?")
_NO_SHIP_NAME = re.compile(
    r"(?:The|In|On|From|And|But|It|They|He|She|An?|At|With|By|To|Of|For|I|På|Og|Men|Fra|Det|Den|De|"
    r"En|Et|Ved|Til|Av|Med)\b|\d+$"
)
_PREFIX_KIND = {
    "uscgc": "coastguard", "cgc": "coastguard", "kv": "coastguard", "ccgs": "coastguard",
    "uss": "warship", "usns": "warship", "hms": "warship", "rfa": "warship", "knm": "warship",
    "hnoms": "warship", "hdms": "warship", "hmcs": "warship", "hswms": "warship", "fgs": "warship",
    "rv": "research", "ms": "merchant", "mv": "merchant", "mt": "tanker",
}  # fmt: skip
_PREFIX_COUNTRY = {
    "uscgc": "US", "cgc": "US", "uss": "US", "usns": "US", "hms": "GB", "rfa": "GB", "knm": "NO",
    "hnoms": "NO", "kv": "NO", "hdms": "DK", "hmcs": "CA", "ccgs": "CA", "fgs": "DE", "hswms": "SE",
}  # fmt: skip
_GAP_WORDS = 3
# Between two actors that do the same.
_JOINED = re.compile(r",? ?(?:and|og|,|&|sammen med|together with) ?(?:the )?")
_FLAGGED = re.compile(r"[\s-](?:flagged|flag\b|registered|registrert|flagget|flagg)")


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
    assets : tuple of str
        Ships of it.
    """

    span: Span
    name: str
    country: str
    role: str = "participant"
    assets: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class ActorReader:
    """Finds the actors of a report.

    Parameters
    ----------
    text, plain_text : str
        The text, and what `plain` returned for it.
    lexicon : Lexicon
        Names and words of its language.
    """

    text: str
    plain_text: str
    lexicon: Lexicon

    def ships(self, sentences: Sequence[Sentence], hits: Sequence[list[Hit]]) -> list[Ship]:
        """Return the ships that the text names, at each place where it does."""
        found = [ship for s, h in zip(sentences, hits, strict=True) for ship in self._named(s, h)]
        names = {ship.name: ship for ship in found if len(ship.name) > len("abc")}
        if not names:
            return found
        again = re.compile(
            r"(?<!\w)(?:"
            + "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
            + r")(?!\w)"
        )
        covered = {ship.span.start for ship in found}
        for match in again.finditer(self.text):
            if match.start() not in covered and not self._is_place(match.start()):
                one = names[match[0]]
                found.append(replace(one, span=Span(*match.span())))
        return sorted(found, key=lambda ship: ship.span)

    def _is_place(self, start: int) -> bool:
        """Return whether the word before a name is one before a place: *to Severomorsk*."""
        before = self.plain_text[max(0, start - 12) : start].split()
        words = self.lexicon.listed("places", "in") | self.lexicon.listed("places", "to")
        return bool(before) and before[-1] in words and before[-1] not in {"on", "aboard", "om"}

    def _named(self, sentence: Sentence, hits: Sequence[Hit]) -> Iterator[Ship]:
        """Yield the ships of a sentence: behind a prefix, or behind a word for a ship."""
        prefixes = self.lexicon.listed("places", "ship_prefixes")
        for word in sentence.words:
            if word.text in prefixes and self.text[word.start].isupper():
                match = self._name_at(word.end)
                if match:
                    country = _PREFIX_COUNTRY.get(word.text, "")
                    kind = _PREFIX_KIND.get(word.text, "")
                    yield Ship(Span(word.start, match.end), self._cut(match), country, kind)
        kinds = {"warship", "coastguard", "research", "merchant", "tanker", "fishing", "vessel"}
        for hit in hits:
            table, _, key = hit.key.partition(".")
            if table == "subjects" and key in kinds and not self.text[hit.end - 1].isupper():
                match = self._name_at(hit.end)
                if match:
                    yield Ship(match, self._cut(match), "", key)

    def _cut(self, span: Span) -> str:
        return self.text[span.start : span.end].strip("«»“”\"‘’'")

    def _name_at(self, at: int) -> Span | None:
        """Return the name of a ship that begins behind a word for it."""
        gap = _BETWEEN.match(self.plain_text, at)
        start = gap.end() if gap else at
        if start == at:
            return None
        quoted = _QUOTED.match(self.text, start)
        if quoted:
            return Span(*quoted.span())
        match = _NAMES.match(self.text, start)
        if match is None or _NO_SHIP_NAME.match(match[0]) or len(match[0]) < len("Ab"):
            return None
        words = match[0].split()
        while words and words[-1].lower() in {"de", "di", "von", "av", "den", "of"}:
            words.pop()
        kept = []
        for word in words:
            if self._is_country(word) or self._is_month(word):
                break
            kept.append(word)
        name = " ".join(kept).rstrip(".'’-")
        return Span(start, start + len(name)) if len(name) > 1 else None

    @staticmethod
    def _is_country(word: str) -> bool:
        return word.casefold().rstrip("'’s") in countries() or word.casefold() in countries()

    @staticmethod
    def _is_month(word: str) -> bool:
        from geotrack.notation.month_names import month_number, weekday_number

        return month_number(word) is not None or weekday_number(word) is not None

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
        found: list[ActorMention] = []
        end = -1
        for first in sorted(longest):
            hit = longest[first]
            if hit.first <= end or any(m.start < hit.end and hit.start < m.end for m in masks):
                continue
            name, _, country = hit.key.partition("|")
            if not self._is_name(hit):
                continue
            end = hit.last
            if found and _JOINED.fullmatch(self.plain_text, found[-1].span.end, hit.start):
                role = found[-1].role
            else:
                role = self._role(sentence, hit, is_country=not name)
            found.append(ActorMention(Span(hit.start, hit.end), name, country, role))
        return found

    def _is_name(self, hit: Hit) -> bool:
        """Return whether a word is written as a name: *US*, not *us*."""
        words = self.text[hit.start : hit.end]
        if len(words) <= len("PST") and not words.isupper() and "." not in words:
            return False
        return words[0].isupper() or self.lexicon.language == "nb"

    def _role(self, sentence: Sentence, hit: Hit, *, is_country: bool) -> str:
        words = sentence.words
        after = self.plain_text[hit.end : min(hit.end + 40, sentence.end)]
        if _FLAGGED.match(after):
            return "flag state"
        before = " ".join(w.text for w in words[max(0, hit.first - _GAP_WORDS) : hit.first])
        if self._negated(before):
            return "mentioned"
        if not is_country:
            return "participant"
        following = self._following(words, hit)
        if self._begins(following, "not_after"):
            return "mentioned"
        is_adjective = self._is_adjective(words, hit)
        if not is_adjective and self._ends(before, "not_before"):
            return "participant" if self._of_units(before) else "mentioned"
        return "participant"

    def _negated(self, before: str) -> bool:
        return bool(
            re.search(
                r"\b(?:no|without|not|neither|nor|ingen|uten|ikke|verken|eller)(?:\s\w+){0,2}$",
                before,
            )
        ) and not before.endswith("not only")

    @staticmethod
    def _following(words: Sequence[Word], hit: Hit) -> str:
        return " ".join(w.text for w in words[hit.last + 1 : hit.last + 1 + _GAP_WORDS])

    def _begins(self, text: str, key: str) -> bool:
        """Return whether one of the first two words is an entry of a list of the lexicon."""
        entries = self.lexicon.listed("actors", key)
        words = text.split()
        if words[:1] == ["s"]:
            words = words[1:]
        return any(
            " ".join(words[i:j]) in entries
            for i in (0, 1)
            for j in (i + 1, i + 2)
            if j <= len(words)
        )

    def _ends(self, text: str, key: str) -> bool:
        entries = self.lexicon.listed("actors", key)
        words = text.split()
        if words[-1:] and words[-1] in {"the", "den", "det", "de"}:
            words = words[:-1]
        return any(" ".join(words[-n:]) in entries for n in (1, 2, 3) if n <= len(words))

    def _is_adjective(self, words: Sequence[Word], hit: Hit) -> bool:
        word = self.text[hit.start : hit.end].casefold()
        return word.endswith(
            (
                "ian",
                "ish",
                "ese",
                "can",
                "wegian",
                "sk",
                "ske",
                "skes",
                "dutch",
                "ic",
                "u.s",
                "u.s.",
                "us",
                "french",
                "an",
                "tch",
            )
        ) and not word.endswith(("japan", "land"))

    def _of_units(self, before: str) -> bool:
        """Return whether a country is that of units: *ships from China*, *skip fra Kina*."""
        words = before.split()
        return (
            len(words) > 1
            and words[-1] in {"from", "fra", "of"}
            and words[-2] in self.lexicon.listed("actors", "units")
        )
