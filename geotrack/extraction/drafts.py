"""Drafts of records from the sentences of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geotrack.extraction.choices import Chooser
from geotrack.extraction.clauses import (
    Clause,
    TypeFound,
    candidates_of,
    clauses_of,
    kind_of,
    signals,
    type_of,
    within,
)
from geotrack.extraction.dates import DateMention
from geotrack.extraction.documents import Document
from geotrack.extraction.draft import Draft, Report
from geotrack.extraction.lexicon import Lexicon
from geotrack.extraction.lexicon.words import Hit
from geotrack.extraction.mentions import MentionReader, Mentions
from geotrack.extraction.same_event import with_same_events
from geotrack.extraction.sentences import Span, sentences_of
from geotrack.gazetteer import Gazetteer
from geotrack.notation.date_expressions import DateRange

__all__ = ["drafts_of"]

# Acts whose words stand in sentences of any subject.
_GENERAL = frozenset({"cooperate", "oppose", "state", "meet", "visit", "sanction", "agree"})
# Acts that may lie in the future, as they are judged or said.
_FUTURE = frozenset({"cooperate", "oppose", "state", "agree", "institute", "portban", "sanction", "close"})
# A word of doubt or of negation bears on an act that follows, or precedes it, within so many words.
_BEFORE, _AFTER = 6, 7
_YEAR, _NONE = 4, 9
_LEAST, _LEAST_PARTS = 3.0, 2.0
_FEWEST = 5


def drafts_of(
    document: Document, lexicon: Lexicon, gazetteer: Gazetteer, published: str = ""
) -> tuple[Report, list[Draft]]:
    """Return the sentences of a report, and the drafts of records in them in their order.

    Parameters
    ----------
    document : Document
        The report.
    lexicon : Lexicon
        Of its language.
    gazetteer : Gazetteer
        Which names are places, and where they are.
    published : str, optional
        The day, month or year of publication as records write it. No draft is dated after it.
    """
    report = Report(document, lexicon, published, sentences_of(document, lexicon))
    return report, [*with_same_events(_Drafter(report, gazetteer).drafts())]


class _Drafter:
    """Makes drafts of the clauses of a report, one after the other."""

    def __init__(self, report: Report, gazetteer: Gazetteer) -> None:
        self.report, self.lexicon = report, report.lexicon
        self.reader = MentionReader(report, gazetteer)
        self.chooser = Chooser(self.reader)
        self._previous: DateMention | None = None

    def drafts(self) -> Iterator[Draft]:
        """Yield the drafts of all sentences."""
        for found, before in self.reader.sentences():
            if found.sentence.is_heading:
                continue
            start = found.start
            for clause in clauses_of(found.sentence, start, self.reader.plain):
                draft = self._draft(found, clause, before)
                if draft is not None:
                    self._previous = draft.date
                    yield draft

    def _draft(self, found: Mentions, clause: Clause, before: list[Mentions]) -> Draft | None:
        hits = [*within(found.hits, clause)]
        earlier = [hit for one in before[-2:] for hit in one.hits] if found.refers_back else []
        type_ = type_of(self.lexicon, hits, found.hits, earlier)
        if (type_ is None and clause.is_lead) or self._is_no_event(hits, type_):
            return None
        act = type_.act if type_ else ""
        choice = self.chooser.date(found, clause, type_)
        date = choice.date or self.chooser.date_of_previous(found, self._previous)
        claimant = self.chooser.claimant(found)
        kind = kind_of(hits, act, type_.spans[0].start if type_ else None, is_said=claimant is not None)
        flags = list(choice.flags)
        is_late = "date-after-publication" in flags and date is None
        if (kind == "outlook" or is_late) and act not in _FUTURE:
            return None
        if any(d.relation == "since" and d.precision == _YEAR for d in found.dates) and not date:
            return None  # background
        if kind == "statement" and date is None:
            date = self.chooser.said_date(found)
        if date is None and kind in ("assessment", "outlook") and not flags:
            date = self._of_report(clause)
            flags += ["dated-by-report"] if date else []
        actors, actor_flags = self.chooser.actors(found, clause, before)
        draft = Draft(
            sentence=found.sentence,
            clause=clause,
            kind=kind,
            type=type_,
            tier=1,
            date=date,
            end=choice.end,
            places=self.chooser.places(found, clause, type_),
            actors=actors,
            ships=tuple(s for s in found.ships if clause.start <= s.span.start < clause.end),
            claimant=claimant,
            flags=(*flags, *actor_flags),
            refers_back=found.refers_back,
        )
        return self._graded(draft, found, hits)

    def _of_report(self, clause: Clause) -> DateMention | None:
        """Return the year of publication, in which the report judges."""
        if not self.report.published:
            return None
        year = DateRange(self.report.published[:4])
        return DateMention(Span(clause.start, clause.end), (year,), "published")

    def _graded(self, draft: Draft, found: Mentions, hits: Sequence[Hit]) -> Draft | None:
        """Return a draft with its tier; None if too little is stated."""
        words = signals(hits)
        precision = draft.date.precision if draft.date and draft.date.readings else _NONE
        is_dated = precision < _NONE and "dated-by-report" not in draft.flags
        is_inherited = "date-of-heading" in draft.flags
        is_placed = any(not p.is_vague and not p.is_country for p in draft.places)
        is_vague = bool(draft.places) or any(hit.key == "places.vague" for hit in found.hits)
        is_day = is_dated and precision < _YEAR
        score = 2 + is_dated - 0.5 * is_inherited + is_placed + bool(draft.actors) + 0.5 * (is_vague and not is_placed)
        if draft.type and draft.type.act in _GENERAL and not is_placed:
            score -= 1 if is_vague or is_day else 1.5
        score -= 2 * ("generic" in words)
        score -= self.reader.text[draft.clause.start] in "\"“«"
        if draft.type and score >= _LEAST:
            return draft
        parts = (
            is_placed + is_day + bool(draft.actors)
            + 0.5 * (is_dated and precision == _YEAR) + 0.5 * (is_vague and not is_placed)
        )  # fmt: skip
        is_poor = parts < _LEAST_PARTS or "generic" in words or not (is_placed or is_day)
        is_item = found.section_date is not None
        is_poor |= len([w for w in found.sentence.words if draft.clause.start <= w.start < draft.clause.end]) < _FEWEST
        if is_poor or not ("verb" in words or is_item) or draft.kind == "outlook":
            return None
        candidates = candidates_of(self.lexicon, hits)
        return replace(draft, tier=2, type=None, candidates=candidates)

    def _is_no_event(self, hits: Sequence[Hit], type_: TypeFound | None) -> bool:
        """Return whether words say that something was not, or only may be."""
        words = signals(hits)
        if "condition" in words:
            return True
        doubts = [*words.get("negation", ()), *words.get("maybe", ())]
        if type_ is None:
            return bool(doubts)
        first, last = type_.spans[0]
        for hit in doubts:
            if first <= hit.start < last:
                continue
            if hit.end <= first and self._count(hit.end, first) < _BEFORE:
                return True
            if last <= hit.start and self._count(last, hit.start) < _AFTER:
                return True
        return False

    def _count(self, start: int, end: int) -> int:
        """Return how many words stand between two offsets."""
        return len(self.reader.plain[start:end].split())
