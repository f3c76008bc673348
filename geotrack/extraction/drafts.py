"""Drafts of records from the sentences of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geotrack.extraction.actors import ActorMention, ActorReader, Ship
from geotrack.extraction.clauses import (
    Clause,
    TypeFound,
    clauses_of,
    kind_of,
    signals,
    type_of,
    within,
)
from geotrack.extraction.dates import DateMention, DateReader, Tense
from geotrack.extraction.documents import Document
from geotrack.extraction.draft import Claimant, Draft, Report
from geotrack.extraction.lexicon import Lexicon
from geotrack.extraction.lexicon.words import Hit, plain
from geotrack.extraction.places import RANK, PlaceMention, PlaceReader
from geotrack.extraction.sentences import Sentence, Span, sentences_of
from geotrack.gazetteer import Gazetteer
from geotrack.notation.date_expressions import DateRange

__all__ = ["drafts_of"]

# Acts without a place of their own: a sentence of another subject has their words too.
_GENERAL = {"cooperate", "oppose", "state", "meet", "visit", "sanction", "agree", "institute"}
# Acts of which the words that say it are the event.
_SPOKEN = {"state", "agree", "institute", "oppose", "sanction", "portban", "portaccess", "close"}
_SPEECH = re.compile(r"[\"“«]")
_DATELINE = re.compile(
    r"[A-ZÆØÅ][\w .,’'/-]{2,48}?(?:\s?\([A-Z][\w/ ]+\))?\s?(?:[–—]|--|-\s|\([A-Z]{2,}\):?)\s?"
)
_LEAD = re.compile(r"([^.:;\n]{3,60}):\s")
_DAY_PRECISION = 1
_YEAR_PRECISION = 4
_LEAST = 3.0


def drafts_of(
    document: Document, lexicon: Lexicon, gazetteer: Gazetteer, published: str = ""
) -> tuple[Report, list[Draft]]:
    """Return the sentences of a report, and the drafts of records in them in their order."""
    report = Report(document, lexicon, published, sentences_of(document, lexicon))
    return report, [*_Reading(report, gazetteer).drafts()]


@dataclass
class _Found:
    """What was found in one sentence."""

    sentence: Sentence
    hits: list[Hit]
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    ships: list[Ship] = field(default_factory=list)


class _Reading:
    """Reads the sentences of a report one after the other."""

    def __init__(self, report: Report, gazetteer: Gazetteer) -> None:
        self.report, self.lexicon = report, report.lexicon
        self.text = report.document.text
        self.plain = plain(self.text)
        self.dates = DateReader(self.text, self.plain, report.published)
        self.places = PlaceReader(self.text, self.plain, self.lexicon, gazetteer)
        self.actors = ActorReader(self.text, self.plain, self.lexicon)

    def drafts(self) -> Iterator[Draft]:
        """Yield the drafts of all sentences."""
        for found, before in self._sentences():
            if not found.sentence.is_heading:
                yield from self._of_sentence(found, before)

    def _sentences(self) -> Iterator[tuple[_Found, list[_Found]]]:
        """Yield what is in each sentence, with that of the sentences before in its paragraph."""
        sentences = self.report.sentences
        all_hits = [[*self.lexicon.entries.find(self.plain, s.words)] for s in sentences]
        ships = self.actors.ships(sentences, all_hits)
        before: list[_Found] = []
        self.heading: _Found | None = None
        for sentence, hits in zip(sentences, all_hits, strict=True):
            if before and before[-1].sentence.paragraph != sentence.paragraph:
                before = []
            found = self._found(sentence, hits, ships, before)
            yield found, before
            before.append(found)
            if sentence.is_heading:
                self.heading = found

    def _found(
        self, sentence: Sentence, hits: list[Hit], ships: Sequence[Ship], before: Sequence[_Found]
    ) -> _Found:
        found = _Found(sentence, hits)
        found.ships = [s for s in ships if sentence.start <= s.span.start < sentence.end]
        found.dates = self.dates.mentions(sentence, self._tense(hits), self._year(before))
        masks = [ship.span for ship in found.ships] + [*self._persons(sentence)]
        names = [*self.lexicon.names.find(self.plain, sentence.words)]
        organisations = [
            Span(n.start, n.end)
            for n in names
            if n.key[0] != "|" and " " in self.text[n.start : n.end]
        ]
        found.places = self.places.mentions(
            sentence, hits, [*masks, *organisations, *(d.span for d in found.dates)]
        )
        regions = [place.span for place in found.places if not place.is_country]
        found.actors = self.actors.actors(sentence, names, [*masks, *regions])
        return found

    def _year(self, before: Sequence[_Found]) -> tuple[int, Span] | None:
        """Return the year that the paragraph states last."""
        for found in reversed(before):
            for date in reversed(found.dates):
                if date.basis == "stated" and date.year and not date.relation:
                    return date.year, date.span
        return None

    def _persons(self, sentence: Sentence) -> Iterator[Span]:
        """Yield the names of persons: what is written with capitals behind a title."""
        titles = self.lexicon.listed("places", "persons")
        for word in sentence.words:
            if word.text in titles:
                match = re.compile(r"\.?((?:\s(?:[A-ZÆØÅ][\w.'’-]+))+)").match(self.text, word.end)
                if match:
                    yield Span(*match.span(1))

    def _tense(self, hits: Sequence[Hit]) -> Tense:
        found = signals(hits)
        if "future" in found:
            return "future" if "past" not in found else "none"
        return "past" if "past" in found else "none"

    def _of_sentence(self, found: _Found, before: list[_Found]) -> Iterator[Draft]:
        clauses = clauses_of(found.sentence, self.plain)
        drafts = [self._draft(found, clause, before, clauses) for clause in clauses]
        yield from (draft for draft in drafts if draft)

    def _draft(
        self, found: _Found, clause: Clause, before: list[_Found], clauses: Sequence[Clause]
    ) -> Draft | None:
        hits = [*within(found.hits, clause)]
        around = [*found.hits, *(before[-1].hits if before and self._refers_back(found) else ())]
        type_ = type_of(self.lexicon, hits, around)
        if type_ is None and clause.is_lead:
            return None
        if self._is_no_event(hits, type_):
            return None
        act = type_.act if type_ else ""
        kind = kind_of(hits, act)
        date, end, flags = self._date(found, clause, type_, kind)
        places, place_flags = self._places(found, clause, type_)
        actors, actor_flags = self._actors(found, clause, before, kind)
        draft = Draft(
            sentence=found.sentence,
            clause=clause,
            kind=kind,
            type=type_,
            tier=1,
            date=date,
            end=end,
            places=places,
            actors=actors,
            ships=tuple(s for s in found.ships if clause.start <= s.span.start < clause.end),
            claimant=self._claimant(found, clause),
            flags=(*flags, *place_flags, *actor_flags),
        )
        return self._graded(draft, found, hits)

    def _graded(self, draft: Draft, found: _Found, hits: Sequence[Hit]) -> Draft | None:
        """Return a draft with its tier; None if too little is stated."""
        from dataclasses import replace

        words = signals(hits)
        is_dated = draft.date is not None and bool(draft.date.readings)
        is_placed = any(place.relation or place.regions for place in draft.places)
        is_here = is_placed or any(hit.key == "places.vague" for hit in found.hits)
        score = 2.0 + is_dated + is_placed + bool(draft.actors) + 0.5 * (is_here and not is_placed)
        if draft.type and draft.type.act in _GENERAL and not is_here:
            score -= 1.5
        if "generic" in words:
            score -= 2
        if self.text[draft.clause.start] in '"“«' or re.match(
            r"[-–—]\s", self.text[draft.clause.start : draft.clause.end]
        ):
            score -= 1
        if draft.type and score >= _LEAST:
            return draft
        precision = draft.date.precision if draft.date and draft.date.readings else 9
        is_day = precision < _YEAR_PRECISION
        parts = is_placed + is_day + bool(draft.actors) + 0.5 * (precision == _YEAR_PRECISION)
        if parts < 2 or "generic" in words or not (is_here or is_day) or "verb" not in words:
            return None
        return replace(draft, tier=2, type=None)

    def _refers_back(self, found: _Found) -> bool:
        """Return whether a sentence is of what the one before is of: *the ships*, *it*."""
        return any(hit.key == "signals.back" for hit in found.hits)

    def _is_no_event(self, hits: Sequence[Hit], type_: TypeFound | None) -> bool:
        """Return whether words say that something was not, or only may be."""
        words = signals(hits)
        if "condition" in words:
            return True
        act = type_.spans[0].start if type_ else None
        for key, most in (("negation", 5), ("maybe", 5)):
            for hit in words.get(key, ()):
                if act is None:
                    return True
                distance = sum(1 for other in self._between(hit.end, act))
                if hit.start <= act and distance < most:
                    return True
        return False

    def _between(self, start: int, end: int) -> list[str]:
        return self.plain[start:end].split() if start < end else []

    def _date(
        self, found: _Found, clause: Clause, type_: TypeFound | None, kind: str
    ) -> tuple[DateMention | None, DateMention | None, list[str]]:
        """Return when the event was, until when, and what is to be looked at."""
        dates = [d for d in found.dates if clause.start <= d.span.start < clause.end]
        if not dates and not clause.is_lead:
            dates = found.dates
        act = type_.act if type_ else ""
        usable = [d for d in dates if d.relation not in {"since", "before", "after", "until"}]
        if act not in _SPOKEN:
            usable = [d for d in usable if not self._is_said(found, d)]
        flags: list[str] = []
        late = [d for d in usable if d.value and self.dates.is_after(d.value.start)]
        if late:
            usable = [d for d in usable if d not in late]
            flags.append("date-after-publication")
        at = type_.spans[0].start if type_ else clause.start
        read = [d for d in usable if d.value]
        best = min(read, key=lambda d: (d.precision, abs(d.span.start - at)), default=None)
        if best is None and not late:
            best = self._heading_date(found, flags)
        if (
            best is None
            and not late
            and kind in {"assessment", "outlook"}
            and self.report.published
        ):
            year = DateRange(self.report.published[:4])
            flags.append("dated-by-report")
            best = DateMention(Span(clause.start, clause.end), (year,), "published")
        if best is None:
            best = next(iter(usable), None)
        until = next((d for d in dates if d.relation == "until" and d.value), None)
        if until and until.value and self.dates.is_after(until.value.start):
            until = None
        return best, until if best and best.value and not best.value.end else None, flags

    def _heading_date(self, found: _Found, flags: list[str]) -> DateMention | None:
        """Return the day of the heading above a list of days, if it has one."""
        if self.heading is None or len(self.heading.dates) != 1:
            return None
        date = self.heading.dates[0]
        if date.precision > _DAY_PRECISION:
            return None
        flags.append("date-of-heading")
        from dataclasses import replace

        return replace(date, basis="context")

    def _is_said(self, found: _Found, date: DateMention) -> bool:
        """Return whether a date is that of a statement: *said on Tuesday*."""
        for hit in found.hits:
            if hit.key == "signals.saying" and hit.end <= date.span.start:
                between = self._between(hit.end, date.span.start)
                if len(between) <= 3 and not any(w in {"that", "at"} for w in between[:1]):
                    return True
        return False

    def _places(
        self, found: _Found, clause: Clause, type_: TypeFound | None
    ) -> tuple[tuple[PlaceMention, ...], list[str]]:
        """Return where it was: the places that stand nearest to what happened."""
        dateline = self._dateline(found.sentence)
        places = [p for p in found.places if p.relation and p.span.start >= dateline]
        inside = [p for p in places if clause.start <= p.span.start < clause.end]
        if not inside and not clause.is_lead:
            inside = [p for p in places if not p.relation == "from"]
        if not inside:
            return (), []
        known = [p for p in inside if p.location]
        ranked = known or [p for p in inside if not p.is_country] or inside
        near = [p for p in inside if p.relation == "near" and not p.location]
        best = min(RANK[p.relation] for p in ranked)
        if near and best > RANK["in"]:
            return (near[0],), []
        kept = [p for p in ranked if RANK[p.relation] == best]
        return self._together(kept, type_), []

    def _together(
        self, kept: list[PlaceMention], type_: TypeFound | None
    ) -> tuple[PlaceMention, ...]:
        """Return several regions together, or one place that stands in one of them."""
        points = [p for p in kept if p.location and p.location.geometry]
        at = type_.spans[0].start if type_ else 0
        if points:
            return (min(points, key=lambda p: abs(p.span.start - at) if len(points) > 1 else 0),)
        return tuple(p for p in kept if p.regions) or tuple(kept[:1])

    def _dateline(self, sentence: Sentence) -> int:
        """Return where a sentence begins behind its dateline: *JUNEAU, Alaska –*."""
        match = (
            _DATELINE.match(self.text, sentence.start, sentence.end) if sentence.is_first else None
        )
        return match.end() if match else sentence.start

    def _actors(
        self, found: _Found, clause: Clause, before: Sequence[_Found], kind: str
    ) -> tuple[tuple[ActorMention, ...], list[str]]:
        """Return who took part, where a pronoun stands for them also from the sentence before."""
        flags: list[str] = []
        dateline = self._dateline(found.sentence)
        of_sentence = [
            a for a in found.actors if a.role != "mentioned" and a.span.start >= dateline
        ]
        actors = [a for a in of_sentence if clause.start <= a.span.start < clause.end]
        refers = any(
            hit.key == "actors.both" and clause.start <= hit.start < clause.end
            for hit in found.hits
        )
        if not actors or refers:
            actors = of_sentence
        if before and (
            refers
            and len({a.country for a in actors}) < 2
            or not actors
            and self._refers_back(found)
        ):
            earlier = [a for a in before[-1].actors if a.role != "mentioned"]
            if earlier:
                flags.append("actors-of-previous-sentence")
                actors = [*actors, *earlier]
        named: dict[tuple[str, str], ActorMention] = {}
        for actor in actors:
            named.setdefault((actor.name, actor.country), actor)
        return tuple(named.values()), flags

    def _claimant(self, found: _Found, clause: Clause) -> Claimant | None:
        """Return who says what the clause states."""
        for hit in found.hits:
            if hit.key not in {"signals.saying", "signals.denial"}:
                continue
            stance = "denies" if hit.key == "signals.denial" else "supports"
            for actor in found.actors:
                gap = self._between(actor.span.end, hit.start)
                if actor.span.end <= hit.start and len(gap) <= 3:
                    return Claimant(
                        actor.span, self.text[actor.span.start : actor.span.end], stance
                    )
                gap = self._between(hit.end, actor.span.start)
                if hit.end <= actor.span.start and len(gap) <= 1:
                    return Claimant(
                        actor.span, self.text[actor.span.start : actor.span.end], stance
                    )
        return None
