"""The order of the sightings of one event, by dates or by their sequence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from geotrack.dates import When
from geotrack.model import Event, MapDefinition
from geotrack.workspace import Workspace

__all__ = ["order_of_sightings"]

# Statuses of what was there to be seen.
_HAPPENED = {None, "occurred", "ongoing"}


def order_of_sightings(
    events: Sequence[Event], workspace: Workspace, definition: MapDefinition
) -> list[tuple[str, str]]:
    """Return pairs of consecutive sightings of one event, by record id.

    Sightings are parts of one record with positions of their own. Their order follows from
    `sequence` if both have it, else from dates that leave no doubt. A pair is returned only if no
    other sighting can lie between: of three sightings, two of which may be in either order, there
    is none.

    Parameters
    ----------
    events : sequence of Event
        The records of the map.
    workspace : Workspace
        All records, to find those that the events are parts of.
    definition : MapDefinition
        A frozen map holds the order.

    Returns
    -------
    list of (str, str)
        Each sighting and the next.
    """
    if definition.frozen is not None:
        return list(definition.frozen.order)
    wholes: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.part_of and _is_sighting(event):
            wholes[workspace.resolved(event.part_of)].append(event)
    return [pair for parts in wholes.values() for pair in _pairs(parts)]


def _is_sighting(event: Event) -> bool:
    refuted = event.verification is not None and event.verification.level == "refuted"
    happened = event.kind == "event" and event.status in _HAPPENED and not refuted
    # The symbol of a region or a ring is no position, so it has no order.
    return happened and event.geometry is not None and event.precision not in {"region", "ring"}


def _pairs(parts: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Yield each sighting and the next; sets of sightings are bits of an integer."""
    after, before = [0] * len(parts), [0] * len(parts)
    for i, earlier in enumerate(parts):
        for j, second in enumerate(parts):
            if _precedes(earlier, second):
                after[i] |= 1 << j
                before[j] |= 1 << i
    for i, earlier in enumerate(parts):
        # The sightings without a predecessor.
        first = after[i] & ~_union(after, after[i])
        if first.bit_count() != 1:
            continue
        following = first.bit_length() - 1
        if before[following] & ~_union(before, before[following]) == 1 << i:
            yield earlier.id, parts[following].id


def _union(sets: Sequence[int], among: int) -> int:
    total = 0
    while among:
        last = among.bit_length() - 1
        total |= sets[last]
        among ^= 1 << last
    return total


def _precedes(one: Event, other: Event) -> bool:
    if one.sequence is not None and other.sequence is not None:
        return one.sequence < other.sequence
    return _ended_before(one.when, other.when)


def _ended_before(one: When, other: When) -> bool:
    if one.uncertain or other.uncertain:
        return False
    if _bare(one) and _bare(other):
        return one.day_limits.end_upper <= other.day_limits.start_lower
    return one.tick_limits.end_upper <= other.tick_limits.start_lower


def _bare(when: When) -> bool:
    """Return whether the dates are days without a time zone."""
    instants = when.start.instant or (when.end and when.end.instant)
    return when.time_zone is None and not instants
