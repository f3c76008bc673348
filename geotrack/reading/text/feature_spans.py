"""Where the Features of a FeatureCollection stand in its text, and what two texts share of them.

A change of one record changes a few lines of its file: the rest need not be parsed again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from geotrack.reading.text.line_numbers import values_of

__all__ = ["Shared", "Spans", "shared_features", "spans_of"]

_LISTED = "/features"
_STEP = 1 << 16


@dataclass(frozen=True, slots=True)
class Spans:
    """Offsets of Features in a text, in order; those of the brackets round them.

    Parameters
    ----------
    opening, closing : int
        Offsets after the opening bracket, and of the closing one.
    starts, ends : list of int
        Offsets of each Feature, and after it.
    """

    opening: int
    closing: int
    starts: list[int]
    ends: list[int]

    def with_others(self, places: Sequence[tuple[int, int]], shared: Shared) -> Spans:
        """Return the spans of a new text: `places` of changed Features between the shared ones."""
        before, after, moved = shared.before, shared.after, shared.moved
        starts, ends = ([place[n] for place in places] for n in (0, 1))
        return Spans(
            self.opening,
            self.closing + moved,
            [*self.starts[:before], *starts, *(offset + moved for offset in self.starts[after:])],
            [*self.ends[:before], *ends, *(offset + moved for offset in self.ends[after:])],
        )


def spans_of(text: str) -> Spans:
    """Return the spans of a FeatureCollection: valid JSON, an object with a list `features`."""
    spans = {
        pointer: (start, end) for pointer, start, end in values_of(text, {"", _LISTED}.__contains__)
    }
    listed = (f"{_LISTED}/{n}" for n in range(len(spans)))
    places = [spans[pointer] for pointer in listed if pointer in spans]
    opening, closing = spans[_LISTED][0] + 1, spans[_LISTED][1] - 1
    return Spans(opening, closing, [start for start, _ in places], [end for _, end in places])


@dataclass(frozen=True, slots=True)
class Shared:
    """Features that stand at the start and at the end of both an old and a new text.

    Parameters
    ----------
    before, after : int
        How many stand before those that differ; index, in the old text, of the first after them.
    differing : tuple of (int, int)
        Offsets of the text between them in the new text: Features with commas.
    moved : int
        By how much those after it have moved.
    """

    before: int
    after: int
    differing: tuple[int, int]
    moved: int


def shared_features(old: str, spans: Spans, new: str) -> Shared | None:
    """Return the Features that a new text shares with an old one; None if they differ elsewhere.

    Examples
    --------
    >>> old, new = '{"features": [{}, {"a": 1}, {}]}', '{"features": [{}, {"a": 25}, {}]}'
    >>> shared = shared_features(old, spans_of(old), new)
    >>> shared.before, shared.after, new[slice(*shared.differing)]
    (1, 2, ', {"a": 25}, ')
    """
    most = min(len(old), len(new))
    head = _in_common(old, new, most, at_end=False)
    tail = _in_common(old, new, most - head, at_end=True)
    if head < spans.opening or len(old) - tail > spans.closing:
        return None
    moved = len(new) - len(old)
    before = bisect_right(spans.ends, head)
    after = bisect_left(spans.starts, len(old) - tail)
    start = spans.ends[before - 1] if before else spans.opening
    end = spans.starts[after] if after < len(spans.starts) else spans.closing
    return Shared(before, after, (start, end + moved), moved)


def _in_common(first: str, second: str, most: int, *, at_end: bool) -> int:
    """Return how many characters two texts have in common at their starts or ends."""
    count, step = 0, _STEP
    while step:
        further = count + step
        mine, its = (
            text[len(text) - further : len(text) - count] if at_end else text[count:further]
            for text in (first, second)
        )
        if further <= most and mine == its:
            count = further
        else:
            step //= 2
    return count
