"""Whether a clause states enough to be a draft, and of which tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geotrack_extraction.clauses import TypeFound, signals
from geotrack_extraction.draft import Draft
from geotrack_extraction.lexicon.words import Hit
from geotrack_extraction.mentions import Mentions

__all__ = ["GENERAL", "graded", "is_no_event"]

GENERAL = frozenset({"cooperate", "oppose", "state", "meet", "visit", "sanction", "agree"})
"""Acts whose words stand in sentences of any subject."""
# Acts of which who says so takes part.
_SAYING = frozenset({"state", "oppose"})
# Acts that say what may be done, and what not.
_RULES = frozenset({"portban", "portaccess"})
# A word of doubt or of negation bears on an act that follows, or precedes it, within so many words.
_BEFORE, _AFTER = 6, 7
# Behind an act, these bear on what follows: *sailed without an escort*.
_OF_NOUNS = frozenset(
    ("no", "none", "nobody", "without", "neither", "nor", "ingen", "intet", "uten", "verken")
)
_MONTH, _YEAR, _NONE = 2, 4, 9
_INHERITED = {"date-of-heading", "date-of-previous-sentence"}
_LEAST, _LEAST_PARTS, _FEWEST_WORDS = 3.0, 2.0, 5


def graded(
    draft: Draft, mentions: Mentions, hits: Sequence[Hit], before: Sequence[Mentions]
) -> Draft | None:
    """Return a draft with its tier; None if too little is stated.

    Parameters
    ----------
    draft : Draft
        With a type if words state it.
    mentions : Mentions
        What its sentence names.
    hits : sequence of Hit
        The entries of the lexicon in its clause.
    before : sequence of Mentions
        What the sentences before it in the paragraph name.

    Notes
    -----
    The type counts 2, a date, a place and actors 1 each, the Arctic without its limits 0.5; tier 1
    takes 3 of them. Words such as *cooperation* count less without a place. In tier 2 two of place,
    day and actors are needed.
    """
    words = signals(hits)
    precision = draft.date.precision if draft.date and draft.date.readings else _NONE
    is_dated = precision < _NONE and "dated-by-report" not in draft.flags
    is_placed = any(not p.is_vague and not p.is_country for p in draft.places)
    around = [mentions, *before[-2:]] if draft.kind in ("assessment", "outlook") else [mentions]
    is_vague = not is_placed and any(near.is_about_the_north for near in around)
    is_generic = "generic" in words and "assess" not in words and precision > 1
    is_saying = draft.type is not None and draft.type.act in _SAYING and bool(draft.claimant)
    stated = is_placed + (bool(draft.actors) or is_saying) + 0.5 * is_vague
    score = 2 + is_dated - 0.5 * bool(_INHERITED & {*draft.flags}) + stated - 2 * is_generic
    score -= mentions.begins_with_a_quote(draft.clause.start)
    if draft.kind == "event" and not is_placed and not is_dated:
        score -= 0.5 * ("actors-of-previous-sentence" in draft.flags)
    score -= draft.type is not None and draft.type.act == "presence"
    if draft.type and draft.type.act in GENERAL and not is_placed:
        score -= _lack(draft, words, is_dated=is_dated, is_vague=is_vague)
    is_told = is_dated or is_placed or "past" in words or draft.clause.is_lead
    if draft.type and score >= _LEAST and (is_told or draft.kind != "event"):
        return draft
    is_day = is_dated and precision < (_YEAR if draft.actors else _MONTH)
    parts = stated + is_day + 0.5 * (is_dated and precision == _YEAR)
    is_short = sum(hit_in(draft, word.start) for word in mentions.sentence.words) < _FEWEST_WORDS
    has_verb = "verb" in words or mentions.section_date is not None or (is_day and is_placed)
    if parts < _LEAST_PARTS or not (is_placed or is_day) or is_short or not has_verb:
        return None
    if "generic" in words or draft.kind == "outlook":
        return None
    candidates = (draft.type.type,) if draft.type else draft.candidates
    return replace(draft, tier=2, type=None, candidates=candidates)


def hit_in(draft: Draft, offset: int) -> bool:
    """Return whether an offset lies in the clause of a draft."""
    return draft.clause.start <= offset < draft.clause.end


def _lack(draft: Draft, words: dict[str, list[Hit]], *, is_dated: bool, is_vague: bool) -> float:
    """Return what an act of any subject counts less for want of a place."""
    if "assess" in words and "future" in words and len(draft.countries) > 1:
        return 0  # a forecast about two countries
    if is_vague and draft.actors:
        return 0.5
    date = draft.date
    is_own = is_dated and date is not None and not _INHERITED & {*draft.flags}
    is_stated = is_own and date is not None and (date.precision < _YEAR or date.basis == "stated")
    if (
        is_own
        and date is not None
        and date.precision <= 1
        and draft.type
        and draft.type.act not in _SAYING
    ):
        return 0
    return 1 if is_vague or is_stated else 1.5


def is_no_event(hits: Sequence[Hit], type_: TypeFound | None, plain_text: str) -> bool:
    """Return whether words say that something was not, or only may be."""
    words = signals(hits)
    conditions = words.get("condition", ())
    doubts = [*words.get("negation", ()), *words.get("maybe", ())]
    if type_ is None:
        return bool(doubts or conditions)
    first, last = type_.spans[0]
    if any(hit.start <= first for hit in conditions):
        return True
    if type_.act in _RULES:
        return False
    for hit in (*doubts, *conditions):
        between = plain_text[hit.end : first] if hit.end <= first else plain_text[last : hit.start]
        if "," in between:
            continue
        is_of_noun = plain_text[hit.start : hit.end] in _OF_NOUNS
        if hit.end <= first and len(plain_text[hit.end : first].split()) < _BEFORE:
            return True
        is_behind = last <= hit.start and len(plain_text[last : hit.start].split()) < _AFTER
        if is_behind and not is_of_noun:
            return True
    return False
