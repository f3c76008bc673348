"""Which drafts of a report are of one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from geotrack.extraction.draft import Draft

__all__ = ["with_same_events"]

# A draft repeats one of so many sentences before it.
_MOST_SENTENCES = 6
# Themes whose sightings, patrols and flights may be one event.
_ALIKE = (
    {"air/intercept", "air/bomber-sortie", "air/patrol"},
    {"naval/patrol", "naval/sighting", "coastguard/patrol"},
    {"research/voyage", "research/sighting"},
    {"shipping/transit", "shipping/voyage", "shipping/arrival"},
    {"interference/jamming", "interference/gnss"},
    {"incident/accident", "incident/rescue", "incident/grounding"},
)


def with_same_events(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield drafts, each tied to an earlier one that is of the same event.

    Type, day, place and actors must not disagree, and something must join the two: a word such as
    *the ships*, the same day and place, a ship, or a missing type, place and date.
    """
    earlier: list[Draft] = []
    for draft in drafts:
        while earlier and draft.sentence.number - earlier[0].sentence.number > _MOST_SENTENCES:
            earlier.pop(0)
        same = next((first for first in reversed(earlier) if _is_same(first, draft)), None)
        earlier.append(replace(draft, same_as=(same.same_as or same) if same else None))
        yield earlier[-1]


def _is_same(first: Draft, second: Draft) -> bool:
    is_one_sentence = first.sentence.number == second.sentence.number
    return (
        (not is_one_sentence or (first.type is not None and first.start == second.start))
        and _types_agree(first, second)
        and not _differ(first, second)
        and _are_joined(first, second)
    )


def _differ(first: Draft, second: Draft) -> bool:
    """Return whether day, place, actors or ships of two drafts disagree."""
    dates = {draft.start for draft in (first, second)} - {"unknown"}
    if len(dates) > 1 and not any(a in b for a in dates for b in dates - {a}):
        return True
    pairs = [(_places(first), _places(second))] if not second.refers_back else []
    pairs.append(({*first.countries}, {*second.countries}))
    pairs.append(({s.name for s in first.ships}, {s.name for s in second.ships}))
    return any(a and b and not a & b for a, b in pairs)


def _places(draft: Draft) -> set[str]:
    return {place.words.casefold() for place in draft.places} | {*draft.regions}


def _are_joined(first: Draft, second: Draft) -> bool:
    """Return whether something joins two drafts that do not disagree."""
    share_ship = {s.name for s in first.ships} & {s.name for s in second.ships}
    share_place = _places(first) & _places(second)
    is_day = len(first.start) > len("2024-10") and first.start == second.start
    is_next = second.sentence.paragraph == first.sentence.paragraph and not second.places
    return bool(
        second.refers_back
        or share_ship
        or (is_next and second.start in {first.start, "unknown"})
        or (is_day and (share_place or not (first.places and second.places)))
        or (share_place and second.start == "unknown" and second.type and first.type)
    )


def _types_agree(first: Draft, second: Draft) -> bool:
    if first.type is None or second.type is None:
        return second.sentence.paragraph == first.sentence.paragraph
    types = {first.type.type, second.type.type}
    return len(types) == 1 or any(types <= alike for alike in _ALIKE)
