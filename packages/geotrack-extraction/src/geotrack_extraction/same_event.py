"""Which drafts of a report are of one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from geotrack.dates import parse_date
from geotrack_extraction.draft import Draft

__all__ = ["with_same_events"]

# A draft repeats one of so many sentences before it.
_MOST_SENTENCES = 6
# Types that one event may have in two sentences, of which the second refers to the first.
_ALIKE = (
    {"air/intercept", "air/bomber-sortie", "air/patrol"},
    {"naval/patrol", "naval/sighting", "coastguard/patrol", "coastguard/sighting"},
    {"research/voyage", "research/sighting"},
    {"shipping/transit", "shipping/voyage", "shipping/arrival"},
    {"interference/jamming", "interference/gnss", "interference/spoofing"},
    {"incident/accident", "incident/rescue", "incident/grounding"},
    {"diplomacy/meeting", "diplomacy/visit"},
)
# An accident and what is done about it may be so many days apart.
_DAYS_OF_INCIDENT = 3
_INCIDENT = "incident/"
_ON_THE_WAY = frozenset({"to", "from"})


def with_same_events(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield drafts, each tied to an earlier one that is of the same event.

    Type, day, place and actors must not disagree, and something must join the two: a word such as
    *the ships* as the subject, the same day and place, a ship, or that the next sentence begins
    nothing new.
    """
    earlier: list[Draft] = []
    for draft in drafts:
        while earlier and draft.sentence.number - earlier[0].sentence.number > _MOST_SENTENCES:
            earlier.pop(0)
        same = next((first for first in reversed(earlier) if _is_same(first, draft)), None)
        earlier.append(replace(draft, same_as=(same.same_as or same) if same else None))
        yield earlier[-1]


def _is_same(first: Draft, second: Draft) -> bool:
    between = second.sentence.number - first.sentence.number
    if between == 0 and second.own_values == 0:
        return True
    # A judgement or a plan is not what was, nor a denial what is denied.
    if first.kind != second.kind or _is_denied(first) != _is_denied(second):
        return False
    return _is_detail(first, second, between) or (
        _types_agree(first, second) and _repeats(first, second, between)
    )


def _is_denied(draft: Draft) -> bool:
    return draft.claimant is not None and draft.claimant.stance == "denies"


def _is_detail(first: Draft, second: Draft, between: int) -> bool:
    """Return whether a draft adds to the one before it, of whatever type it is."""
    is_one_paragraph = second.sentence.paragraph == first.sentence.paragraph
    is_undated = second.start == "unknown"
    if is_one_paragraph and between <= 1:
        if second.is_part and not second.regions and second.start in {first.start, "unknown"}:
            return True
        goes_on = not second.is_other and _actors_agree(first, second)
        refers = second.refers_back or second.names_event or goes_on
        if is_undated and not second.places and refers:
            return True
    if is_undated or second.start != first.start or not _actors_agree(first, second):
        return False
    is_of_tier_2 = first.type is None or second.type is None
    return (between == 0 and second.own_values == 1) or (is_one_paragraph and is_of_tier_2)


def _actors_agree(first: Draft, second: Draft) -> bool:
    if "actors-of-previous-sentence" in second.flags:
        return True
    a, b = {*first.countries}, {*second.countries}
    return not (a and b) or bool(a & b)


def _repeats(first: Draft, second: Draft, between: int) -> bool:
    """Return whether a draft of a like type tells again of an event."""
    if second.names_event and second.kind == "event" and not second.is_other and between:
        return first.type is not None
    if between == 0 and (first.type is None or first.start != second.start):
        return False
    return not _differ(first, second) and _are_joined(first, second)


def _differ(first: Draft, second: Draft) -> bool:
    """Return whether day, place, actors or ships of two drafts disagree."""
    # *124 miles north of a pass* may lie in the sea of the sentence before.
    is_nearer = bool(first.regions) and not second.regions and second.start == "unknown"
    # Where somebody was brought is not where it was.
    is_elsewhere = second.refers_back and all(p.relation in _ON_THE_WAY for p in second.places)
    pairs = [] if is_nearer or is_elsewhere else [(_places(first), _places(second))]
    pairs.append(({s.name for s in first.ships}, {s.name for s in second.ships}))
    return (
        not _days_agree(first, second)
        or not _actors_agree(first, second)
        or any(a and b and not a & b for a, b in pairs)
    )


def _days_agree(first: Draft, second: Draft) -> bool:
    if "unknown" in (first.start, second.start):
        return True
    a, b = (parse_date(draft.start) for draft in (first, second))
    if any(c < f and e < d for c, d in a.spans for e, f in b.spans):
        return True
    is_incident = all(d.type and d.type.type.startswith(_INCIDENT) for d in (first, second))
    if not (
        is_incident and a.lower and b.lower and (second.refers_back or _share_ship(first, second))
    ):
        return False
    return abs((b.lower - a.lower).days) <= _DAYS_OF_INCIDENT


def _share_ship(first: Draft, second: Draft) -> bool:
    return bool({s.name for s in first.ships} & {s.name for s in second.ships})


def _places(draft: Draft) -> set[str]:
    return {place.words.casefold() for place in draft.places} | {*draft.regions}


def _are_joined(first: Draft, second: Draft) -> bool:
    """Return whether something joins two drafts that do not disagree."""
    if _share_ship(first, second):
        return True
    share_place = bool(_places(first) & _places(second))
    is_day = len(first.start) > len("2024-10") and first.start == second.start
    if share_place and is_day:
        return True
    if second.is_other:
        return False
    is_later = first.start == "unknown" != second.start
    types = {draft.type.type if draft.type else "" for draft in (first, second)}
    is_alike = len(types) == 1 and types != {""}
    is_next = second.sentence.paragraph == first.sentence.paragraph and not second.places
    is_undated = second.start in {first.start, "unknown"}
    return bool(
        (second.refers_back and not is_later)
        or (is_next and is_undated)
        or (is_alike and second.start == "unknown" and not second.places)
        or (is_day and not (first.places and second.places))
        or (share_place and second.type and first.type and is_undated)
    )


def _types_agree(first: Draft, second: Draft) -> bool:
    if first.type is None or second.type is None:
        return second.sentence.paragraph == first.sentence.paragraph
    types = {first.type.type, second.type.type}
    return len(types) == 1 or any(types <= alike for alike in _ALIKE)
