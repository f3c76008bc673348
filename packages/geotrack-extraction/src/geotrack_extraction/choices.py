"""Which of the dates, places and actors of a sentence are those of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from geotrack_extraction.actors import ActorMention
from geotrack_extraction.clauses import Clause, TypeFound, clauses_of, signals
from geotrack_extraction.dates import MONTH, DateMention
from geotrack_extraction.draft import Claimant
from geotrack_extraction.lexicon.words import Hit
from geotrack_extraction.mentions import MentionReader, Mentions
from geotrack_extraction.place_mentions import PlaceMention
from geotrack_extraction.sentences import Span

__all__ = ["SPOKEN", "Choice", "Chooser"]

SPOKEN = frozenset(
    {
        "state",
        "agree",
        "institute",
        "oppose",
        "sanction",
        "portban",
        "portaccess",
        "close",
        "meet",
        "report",
    }
)
"""Acts that may be done by saying so: the date behind *announced* is theirs."""
# How near a place stands to what happened, by the word before it; the first is best. Of acts of
# movement, a start or an end may be the place.
_RANK = {"position": 0, "offset": 0, "in": 1, "near": 2, "attribute": 3}
_TOWARDS = {
    "arrive", "deliver", "portcall", "visit", "portban", "portaccess", "unload", "disturb", "jam",
    "spoof", "stationvisit", "stationwork", "meet", "base", "cyber", "attack",
}  # fmt: skip
_AWAY = {"launch", "portban"}
# Acts that are done to a place: *visited Barentsburg*, *closed the Salla crossing*.
_TO_PLACE = {
    "visit", "stationvisit", "portcall", "arrive", "close", "portban", "portaccess", "portwork",
    "linkwork", "cyber", "attack", "disturb", "jam",
}  # fmt: skip
_MOVING = {"", "lay", "sail", "transit", "fly", "deploy", "base", "sortie", "patrol", "detain"}
# Acts of which a place without a word before it is the subject, not where it was.
_SAID_OF = {"sanction", "list", "agree", "oppose", "state"}
_M = TypeVar("_M", DateMention, PlaceMention)
# What a coarse date costs beside one that stands so many characters nearer.
_COST = (0, 0, 40, 60, 160, 200, 400)
_SAID, _APART, _LOOKED_BACK = 7, 4, 3
_CLAIMANT_GAP = 4


# A date with which another one is compared.
_COMPARED = re.compile(r"\b(?:than|against|compared (?:with|to)|enn|sammenlignet med)\b[^,;]*$")
_ACCORDING = {"according to", "ifølge"}
_SOURCE = re.compile(
    r"\s([^\W\d_][\w'’-]*(?:\.\w[\w'’-]*)*(?:\s[^\W\d_][\w'’-]*){0,5}?)(?=[,.;:)–—]|\s(?:that|som|og|and|on|in|i|på|who|whose|which|when|at|til|to)\s|$)"
)
# The subject of a verb, from a comma, a conjunction or a quotation mark on, and what is none.
_BOUNDARY = re.compile(r"[,;:!?\"”“»«–—(]\s?|(?<!\w)(?:that|which|who|som|but|men|when|da|as)\s")
_SUBJECT = re.compile(
    r"\s*((?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Dd]et|[Dd]en|[Dd]e|[Ee]n|[Ee]t)\s(?=\S{3})|"
    r"(?=(?:[^\W\d_a-zæøå]|[a-zæøå]+\s[^\W\d_a-zæøå])\S+))[^\W\d_]\S*(?:\s\S+){0,10})\s"
)
# At the end of a sentence also *, local media reported*.
_SMALL_SUBJECT = re.compile(r"([^\W\d_]\S*(?:\s\S+){0,10})\s")
_PRONOUN = re.compile(
    r"(?i:he|she|it|they|we|i|this|there|one|han|hun|vi|det|den|de|dette|who|both)|"
    r"(?:[Oo]n|[Ii]n|[Aa]t|[Tt]o|[Ff]rom|[Bb]y|[Aa]fter|[Pp]å|I|[Tt]il|[Ee]tter|[Vv]ed|[Ff]ra)\s.*"
)
_NO_VERBS = frozenset(
    [
        "per",
        "citing",
        "quoting",
        "saying",
        "maintaining",
        "according to",
        "in the words of",
        "report",
        "claim",
        "as told by",
        "learned from",
        "ifølge",
        "i henhold til",
        "sitert",
        "kilder i",
    ]
)
# What follows an adjective: *Russian border officials*.
_NOUN = re.compile(r"(?:\s(?!(?:of|in|on|at|to|that|som|i|på|at|til|og|and)\s)[a-zæøå][\w-]*){1,3}")
_ADVERBS = re.compile(
    r"(?:\s(?:later|also|now|earlier|today|then|still|the|an?|tidligere|senere|også|nå|utenfor|ved|i|på))+$"
)
# What is a name, no *on Tuesday*.
_NAMED = re.compile(
    r"(?!(?:on|in|at|to|that|i|på|om|til|as|by|it|he|she|han|hun)\s)(?:\S+\s)*[^\W\d_a-zæøå]"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A date with the day until which it lasts, and what is to be looked at."""

    date: DateMention | None
    end: DateMention | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Chooser:
    """Chooses for the clauses of one report."""

    reader: MentionReader

    def date(self, mentions: Mentions, clause: Clause, type_: TypeFound | None) -> Choice:
        """Return when the event was."""
        inside = [d for d in mentions.dates if clause.start <= d.span.start < clause.end]
        dates = inside or ([] if clause.is_lead else self._of_rest(mentions, mentions.dates))
        at = type_.spans[0].start if type_ else clause.start
        flags: list[str] = []
        usable = [d for d in dates if self._is_of_event(mentions, d, type_)]
        # What has been so since a day is older than what was on another.
        usable = [d for d in usable if d.relation != "since"] or usable
        late = [d for d in usable if self._is_late(d)]
        if late:
            usable = [d for d in usable if d not in late]
            flags.append("date-after-publication")
        read = [d for d in usable if d.value]
        best = min(read, key=lambda d: _COST[d.precision] + abs(d.span.start - at), default=None)
        if best is None and not late:
            best = next((d for d in usable if d.readings), None)
        if best is None and not late and not dates and mentions.section_date:
            best = replace(mentions.section_date, basis="context")
            flags.append("date-of-heading")
        if best and best.value and best.value.end and self._is_after(best.value.end):
            best = replace(best, readings=(replace(best.value, end=None),))
            flags.append("date-after-publication")
        until = next((d for d in dates if d.relation == "until" and d.value), None)
        if until and self._is_late(until):
            until = None
        has_end = best is not None and best.value is not None and not best.value.end
        return Choice(best, until if has_end else None, tuple(flags))

    def _of_rest(self, mentions: Mentions, items: Sequence[_M]) -> list[_M]:
        """Return what does not stand in a leading clause: *after the exercise of June, …*."""
        lead = next(
            (c for c in clauses_of(mentions.sentence, mentions.start, self.reader.plain)), None
        )
        end = lead.end if lead and lead.is_lead else 0
        return [item for item in items if item.span.start >= end]

    def _is_of_event(self, mentions: Mentions, date: DateMention, type_: TypeFound | None) -> bool:
        """Return whether a date may be that of what happened."""
        if date.relation == "since":
            # *has been based there since March*: it began then.
            return type_ is not None and date.precision <= MONTH
        before = self.reader.plain[
            max(mentions.sentence.start, date.span.start - 45) : date.span.start
        ]
        if date.relation or _COMPARED.search(before):
            return False
        act = type_.act if type_ else ""
        return act in SPOKEN or not self._is_said(mentions, date, type_)

    def _is_said(self, mentions: Mentions, date: DateMention, type_: TypeFound | None) -> bool:
        """Return whether a date is that of a statement: *said on Tuesday*."""
        acts = type_.spans if type_ else ()
        words = signals(mentions.hits)
        for hit in (*words.get("saying", ()), *words.get("denial", ())):
            is_act = any(span.start <= hit.start < span.end for span in acts)
            if (
                hit.end <= date.span.start
                and not is_act
                and not any(hit.end <= span.start < date.span.start for span in acts)
            ):
                text = self.reader.plain[hit.end : date.span.start]
                between = text.split()
                if (
                    "," not in text
                    and len(between) < _SAID
                    and not {"that", "at", "om", "and", "og"} & {*between}
                ):
                    return True
        return False

    def said_date(self, mentions: Mentions) -> DateMention | None:
        """Return the day of a statement, if the sentence has one."""
        days = [d for d in mentions.dates if d.value and not d.relation and d.precision <= 1]
        return next(
            (d for d in days if self._is_said(mentions, d, None) and not self._is_late(d)), None
        )

    def _is_late(self, date: DateMention) -> bool:
        return date.value is not None and self._is_after(date.value.start)

    def _is_after(self, written: str) -> bool:
        return self.reader.dates.is_after(written)

    def places(
        self, mentions: Mentions, clause: Clause, type_: TypeFound | None
    ) -> tuple[PlaceMention, ...]:
        """Return where it was: regions that are named together, or one place."""
        act = type_.act if type_ else ""
        rank = {
            **_RANK,
            **({"to": 1} if act in _TOWARDS else {}),
            **({"from": 1} if act in _AWAY else {}),
            **({"to": 4, "from": 5} if act in _MOVING else {}),
            **({"object": 4} if act in _TO_PLACE else {}),
        }
        if act in _SAID_OF:
            del rank["attribute"]
        usable = [p for p in mentions.places if p.relation in rank]
        inside = [p for p in usable if clause.start <= p.span.start < clause.end]
        if not inside and not clause.is_lead:
            inside = self._of_rest(mentions, usable)
        inside = self._without_that_of_saying(mentions, inside, type_)
        known = [p for p in inside if p.location or p.relation == "near"]
        ranked = known or [p for p in inside if not p.is_country] or inside
        if not ranked:
            return ()
        best = min(rank[p.relation] for p in ranked)
        at = type_.spans[0].start if type_ else clause.start
        equal = [p for p in ranked if rank[p.relation] == best]
        first = min(equal, key=lambda p: abs(p.span.start - at))
        if not first.regions:
            return (first,)
        return (first, *self._joined(first, ranked))

    @staticmethod
    def _without_that_of_saying(
        mentions: Mentions, places: list[PlaceMention], type_: TypeFound | None
    ) -> list[PlaceMention]:
        """Return places without where it was said, if others follow: *in Oslo he said that*."""
        act = type_.spans[0].start if type_ else 0
        said = [hit.start for hit in signals(mentions.hits).get("saying", ()) if hit.start < act]
        later = [place for place in places if said and place.span.start > said[0]]
        return later or places

    def _joined(
        self, first: PlaceMention, places: Sequence[PlaceMention]
    ) -> Iterator[PlaceMention]:
        """Yield the regions that are named together with another one."""
        last = first
        for place in places:
            between = self.reader.plain[last.span.end : place.span.start].split()
            is_next = place.span.start >= last.span.start and place is not first
            is_joined = place.regions and (place.is_joined or place.span == first.span)
            if is_next and is_joined and len(between) < _APART:
                yield place
                last = place

    def actors(
        self, mentions: Mentions, clause: Clause, before: Sequence[Mentions], *, is_general: bool
    ) -> tuple[tuple[ActorMention, ...], tuple[str, ...]]:
        """Return who took part, where a word stands for them also from the sentence before.

        `is_general` is whether they need no word: *cooperation will grow*.
        """
        flags: tuple[str, ...] = ()
        of_sentence = [a for a in mentions.actors if a.role != "mentioned"]
        actors = [a for a in of_sentence if clause.start <= a.span.start < clause.end]
        refers = any(
            hit.key == "actors.both" and clause.start <= hit.start < clause.end
            for hit in mentions.hits
        )
        if not actors or refers:
            actors = of_sentence
        lacks = len({a.country for a in actors}) <= 1 if refers else not actors
        if before and lacks and (refers or mentions.refers_back or is_general):
            earlier = self._earlier(before, 2 if refers else 1)
            if earlier:
                flags = ("actors-of-previous-sentence",)
                actors = [*actors, *earlier]
        named: dict[tuple[str, str], ActorMention] = {}
        for actor in actors:
            named.setdefault((actor.name, actor.country), actor)
        return tuple(named.values()), flags

    @staticmethod
    def _earlier(before: Sequence[Mentions], least: int) -> list[ActorMention]:
        """Return the actors of the last sentence that names so many."""
        for mentions in reversed(before[-_LOOKED_BACK:]):
            actors = [actor for actor in mentions.actors if actor.role != "mentioned"]
            if len({actor.country for actor in actors}) >= least:
                return actors
        return []

    def claimant(self, mentions: Mentions) -> Claimant | None:
        """Return who says what a sentence states, by a name beside *said* or *according to*."""
        words = signals(mentions.hits)
        for key, stance in (("denial", "denies"), ("saying", "supports")):
            for hit in words.get(key, ()):
                span = (
                    self._subject(mentions, hit) or self._beside(mentions, hit) or self._behind(hit)
                )
                if span is not None:
                    span = self._name_of(mentions, span)
                    name = " ".join(self.reader.text[span.start : span.end].split())
                    return Claimant(span, name, stance, hit.end <= span.start)
        return None

    def _name_of(self, mentions: Mentions, span: Span) -> Span:
        """Return a name without the verb, the preposition or the adverb behind it."""
        text = self.reader.text
        verbs = (hit.start for hit in signals(mentions.hits).get("verb", ()))
        end = min([span.end, *(at for at in verbs if span.start < at and text[at].islower())])
        words = text[span.start : end].rstrip()
        return Span(span.start, span.start + len(_ADVERBS.sub("", words)))

    def _subject(self, mentions: Mentions, hit: Hit) -> Span | None:
        """Return the subject before a verb: *the press service of the fleet said*."""
        if self.reader.plain[hit.start : hit.end] in _NO_VERBS:
            return None
        start = max(
            (m.end() for m in _BOUNDARY.finditer(self.reader.text, mentions.start, hit.start)),
            default=mentions.start,
        )
        start = max([start, *(d.span.end for d in mentions.dates if d.span.end < hit.start)])
        text = self.reader.text
        is_last = text[start - 2 : start] == ", " and text[hit.end : hit.end + 1] in set(".,;")
        pattern = _SMALL_SUBJECT if is_last else _SUBJECT
        match = pattern.fullmatch(text, start, hit.start)
        if match is None:
            return None
        span = Span(*match.span(1))
        verbs = signals(mentions.hits).get("verb", ())
        # *Viseutenriksminister* only ends as a verb does.
        is_clause = any(
            span.start < verb.start < span.end and not text[verb.start].isupper() for verb in verbs
        )
        return None if is_clause or _PRONOUN.fullmatch(match[1]) else span

    def _behind(self, hit: Hit) -> Span | None:
        """Return the words behind *according to* or *, said*, or before *says.* at the end."""
        text = self.reader.text
        match = _SOURCE.match(text, hit.end)
        if self.reader.plain[hit.start : hit.end] in _ACCORDING:
            return Span(*match.span(1)) if match else None
        if match and text[: hit.start].endswith((", ", "» ", "” ")) and _NAMED.match(match[1]):
            return Span(*match.span(1))
        return None

    def _beside(self, mentions: Mentions, hit: Hit) -> Span | None:
        for actor in mentions.actors:
            if actor.role == "flag state":
                continue
            noun = _NOUN.match(self.reader.text, actor.span.end) if actor.is_adjective else None
            span = Span(actor.span.start, noun.end()) if noun else actor.span
            after = self.reader.plain[hit.end : actor.span.start].split()
            before = self.reader.plain[actor.span.end : hit.start].split()
            is_behind = hit.end <= actor.span.start and len(after) < _CLAIMANT_GAP
            if is_behind and not {"that", "at"} & {*after}:
                return span
            if actor.span.end <= hit.start and len(before) < _CLAIMANT_GAP:
                return Span(span.start, min(span.end, hit.start))
        return None
