"""Drafts of records from the sentences of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geotrack.gazetteer import Gazetteer
from geotrack.notation.date_expressions import DateRange
from geotrack_extraction.choices import Chooser
from geotrack_extraction.clauses import (
    Clause,
    TypeFound,
    candidates_of,
    clauses_of,
    kind_of,
    signals,
    type_of,
    within,
)
from geotrack_extraction.dates import DateMention
from geotrack_extraction.documents import Document
from geotrack_extraction.draft import Draft, Report
from geotrack_extraction.grading import GENERAL, graded, is_no_event
from geotrack_extraction.lexicon import Lexicon
from geotrack_extraction.lexicon.words import Hit
from geotrack_extraction.mentions import MentionReader, Mentions
from geotrack_extraction.proposals import proposed_drafts
from geotrack_extraction.same_event import with_same_events
from geotrack_extraction.sentences import Span, sentences_of

__all__ = ["Drafts", "drafts_of"]

# Acts that may lie in the future, as they are judged or said.
_FUTURE = frozenset(
    {"cooperate", "oppose", "state", "agree", "institute", "portban", "sanction", "close"}
)
# Acts that a judgement tells of without being one.
_JUDGED = frozenset({"exercise", "patrol", "sortie"})
# Acts of which *the ship* tells that they befell the ship told of before, wherever it stands.
_OF_A_SHIP = frozenset({"rescue", "accident", "wreck", "aground", "detain", "arrest"})
_YEAR = 4
# Years.
_LONG_AGO = 10


def drafts_of(
    document: Document,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    published: str = "",
    proposals: Path | None = None,
) -> Drafts:
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
    proposals : Path, optional
        Spans from elsewhere, in place of what geotrack found in the same words.
    """
    report = Report(document, lexicon, published, sentences_of(document, lexicon))
    drafter = _Drafter(report, gazetteer)
    drafts = [*drafter.drafts()]
    refused: list[str] = []
    if proposals is not None:
        proposed, refused = proposed_drafts(proposals, drafter.reader)
        own = [d for d in drafts if not any(_share_words(d, p) for p in proposed)]
        drafts = sorted([*own, *proposed], key=lambda d: (d.clause.start, d.clause.end))
    same = [*with_same_events(drafts)]
    return Drafts(report, same, refused, drafter.reader.unlisted, drafter.late)


def _share_words(draft: Draft, other: Draft) -> bool:
    return draft.clause.start < other.clause.end and other.clause.start < draft.clause.end


@dataclass(frozen=True)
class Drafts:
    """The drafts of a report.

    Parameters
    ----------
    report : Report
        The report with its sentences.
    drafts : list of Draft
        In the order of the text.
    refused : list of str
        Proposals that did not check, with their lines.
    unlisted : list of str
        Names of places that no list has.
    late : int
        Number of clauses that give no draft, as they are dated after the publication.
    """

    report: Report
    drafts: list[Draft]
    refused: list[str]
    unlisted: list[str]
    late: int = 0


def _with_references(draft: Draft, mentions: Mentions, hits: Sequence[Hit]) -> Draft:
    """Return a draft with what its first words say of the events told before it."""
    clause, words = draft.clause, signals(hits)
    act = draft.type.act if draft.type else ""
    return replace(
        draft,
        refers_back=mentions.begins_with(clause, "signals.again")
        or (act in _OF_A_SHIP and "again" in words),
        names_event=mentions.begins_with(clause, "signals.told"),
        is_part="part" in words,
        is_other=mentions.begins_another(clause),
    )


def _is_within(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


class _Drafter:
    """Makes drafts of the clauses of a report, one after the other."""

    def __init__(self, report: Report, gazetteer: Gazetteer) -> None:
        self.report, self.lexicon = report, report.lexicon
        self.reader = MentionReader(report, gazetteer)
        self.chooser = Chooser(self.reader)
        # When the last event of the paragraph was.
        self._previous: DateMention | None = None
        self.late = 0

    def drafts(self) -> Iterator[Draft]:
        """Yield the drafts of all sentences."""
        for mentions, before in self.reader.sentences():
            self._previous = self.reader.told if before else None
            is_open = {"future", "maybe"} & {*signals(mentions.hits)}
            days = [
                d for d in mentions.dates if d.precision <= 1 and not d.relation and not is_open
            ]
            self.reader.told = days[-1] if days else self.reader.told
            if mentions.sentence.is_heading:
                continue
            start = mentions.start
            clauses = clauses_of(mentions.sentence, start, self.reader.plain)
            drafts = [self._draft(mentions, clause, before) for clause in clauses]
            found = [draft for draft in drafts if draft]
            is_certain = any(draft.tier == 1 for draft in found)
            most = max((draft.own_values for draft in found), default=0)
            for draft in found:
                is_whole = draft.own_values > (1 if is_certain else 0)
                if draft.clause.is_lead and draft.names_event and not draft.own_values:
                    continue  # *following the exercise*
                if draft.tier == 1 or is_whole or (draft.own_values == most and not is_certain):
                    self.reader.told = draft.date if draft.start != "unknown" else self.reader.told
                    yield draft

    def _draft(self, mentions: Mentions, clause: Clause, before: list[Mentions]) -> Draft | None:
        """Return the draft of a clause, None if it states no event."""
        claimant = self.chooser.claimant(mentions)
        mentions.drop_subjects(claimant.span if claimant else None)
        hits = [*within(mentions.hits, clause)]
        earlier = [hit for s in before[-2:] for hit in s.hits if mentions.refers_back]
        type_ = type_of(self.lexicon, hits, mentions.hits, earlier)
        act = type_.act if type_ else ""
        is_lead = clause.is_lead and act in {"", *GENERAL}
        is_denied = claimant is None and "denial" in signals(hits)
        if is_lead or is_denied or is_no_event(hits, type_, self.reader.plain):
            return None
        act_start = type_.spans[0].start if type_ else None
        kind = kind_of(hits, act, act_start, is_said=claimant is not None)
        if kind == "assessment" and act in _JUDGED:
            type_ = None
        date, end, flags = self._date(mentions, clause, type_, kind)
        is_late = "date-after-publication" in flags and date is None
        if (kind == "outlook" or is_late) and act not in _FUTURE:
            self.late += is_late
            return None
        if self._is_background(mentions, date):
            return None
        actors, actor_flags = self.chooser.actors(
            mentions, clause, before, is_general=act == "cooperate"
        )
        if claimant is not None and claimant.is_apart and kind != "statement":
            actors = tuple(a for a in actors if not _is_within(a.span, claimant.span))
        draft = Draft(
            sentence=mentions.sentence,
            clause=clause,
            kind=kind,
            type=type_,
            tier=1,
            date=date,
            end=end,
            places=self.chooser.places(mentions, clause, type_),
            actors=actors,
            ships=tuple(s for s in mentions.ships if clause.start <= s.span.start < clause.end),
            claimant=claimant,
            flags=(*flags, *actor_flags),
            candidates=() if type_ else candidates_of(self.lexicon, hits),
        )
        return graded(_with_references(draft, mentions, hits), mentions, hits, before)

    def _date(
        self, mentions: Mentions, clause: Clause, type_: TypeFound | None, kind: str
    ) -> tuple[DateMention | None, DateMention | None, list[str]]:
        """Return when it was, until when, and what is to be looked at."""
        choice = self.chooser.date(mentions, clause, type_)
        date = choice.date
        flags = list(choice.flags)
        if kind == "statement" and date is None:
            date = self.chooser.said_date(mentions)
        if kind in ("assessment", "outlook") and not flags:
            date, flags = self._date_of_judgement(mentions, clause, date)
        return date, choice.end, flags

    def _is_background(self, mentions: Mentions, date: DateMention | None) -> bool:
        """Return whether a sentence is of what was long ago, or is so since a year."""
        if date is None:
            return any(d.relation == "since" and d.precision == _YEAR for d in mentions.dates)
        published = self.report.published[:4]
        return bool(date.year and published) and int(published) - (date.year or 0) > _LONG_AGO

    def _date_of_judgement(
        self, mentions: Mentions, clause: Clause, date: DateMention | None
    ) -> tuple[DateMention | None, list[str]]:
        """Return the date of a judgement: its own, that of what it is about, or of the report."""
        if date is not None and clause.start <= date.span.start < clause.end:
            return date, []
        words = signals([*within(mentions.hits, clause)])
        if mentions.refers_back and "future" not in words:
            previous = replace(self._previous, basis="context") if self._previous else None
            return previous, ["date-of-previous-sentence"] if previous else []
        if not self.report.published or ("past" in words and "future" not in words):
            return date, []
        year = DateRange(self.report.published[:4])
        span = Span(clause.start, clause.end)
        return DateMention(span, (year,), "published"), ["dated-by-report"]
