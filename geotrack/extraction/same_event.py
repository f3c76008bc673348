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
        same = next((one for one in reversed(earlier) if _is_same(one, draft)), None)
        if same is not None:
            draft = replace(draft, same_as=same.same_as or same)
        earlier.append(draft)
        yield draft


def _is_same(first: Draft, second: Draft) -> bool:
    if second.sentence.number - first.sentence.number > _MOST_SENTENCES:
        return False
    if first.sentence.number == second.sentence.number or not _types_agree(first, second):
        return False
    dates = {d.start for d in (first, second) if d.start != "unknown"}
    if len(dates) > 1 and not any(a in b for a in dates for b in dates - {a}):
        return False
    places = [{p.words.casefold() for p in d.places} | {*d.regions} for d in (first, second)]
    share_place = bool(places[0] & places[1])
    if all(places) and not share_place and not second.refers_back:
        return False
    countries = [{*d.countries} for d in (first, second)]
    if all(countries) and not countries[0] & countries[1]:
        return False
    share_ship = bool({s.name for s in first.ships} & {s.name for s in second.ships})
    if first.ships and second.ships and not share_ship:
        return False
    share_day = len(dates) == 1 and first.start == second.start and len(first.start) > len("2024-10")
    is_vague = second.start == "unknown" or not second.places
    is_next = second.sentence.paragraph == first.sentence.paragraph and not second.places
    return (
        (is_next and second.start in {first.start, "unknown"})
        or second.refers_back
        or share_ship
        or (share_day and (share_place or not all(places)))
        or (share_place and is_vague and bool(second.type and first.type))
    )


def _types_agree(first: Draft, second: Draft) -> bool:
    if first.type is None or second.type is None:
        return second.sentence.paragraph == first.sentence.paragraph
    types = {first.type.type, second.type.type}
    return len(types) == 1 or any(types <= alike for alike in _ALIKE)
