"""Why a record meets a question, in words, with no more certainty than the record has."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import shapely

from geotrack.model import Event
from geotrack.model.words import with_article
from geotrack.questions.areas import Area, Match
from geotrack.questions.footprint import Footprint, footprint, outline, radius_m
from geotrack.questions.judging import Judge, Verdict
from geotrack.when import Certainty, When, in_words

__all__ = ["why"]

# What is cut away is told where it is more than a sliver.
_NEARLY = 0.999


def why(judge: Judge, row: int) -> str:
    """Return why a record meets a question.

    Parameters
    ----------
    judge : Judge
        What answered the question.
    row : int
        The record, as a row of the judge's columns.

    Returns
    -------
    str
        One line: where it may have been and how much of that is inside, then what of its time
        leaves it open; empty where nothing of time or place was asked.

    Examples
    --------
    >>> from geotrack.questions import Query, select
    >>> from geotrack.resources import sample_workspace
    >>> from geotrack.workspace import open_workspace
    >>> patrol = Query.parse(regions="Bering Strait", on="2024-09", themes="coastguard")
    >>> for hit in select(open_workspace(sample_workspace()), patrol).hits:
    ...     print(hit.why)
    in each of the Sea of Japan, the Bering Sea, the Bering Strait and the Chukchi Sea; ...
    """
    events = judge.columns.events
    deciding = judge.deciding(row)
    if deciding == (row,):
        return "; ".join(_clauses(judge, row))
    if len(deciding) == 1:
        (part,) = deciding
        return f"through its part ‘{events[part].title}’: {'; '.join(_clauses(judge, part))}"
    parts = [f"‘{events[part].title}’" for part in dict.fromkeys(deciding) if part != row]
    were = "were" if judge.verdicts[row] == Verdict.CERTAIN else "may have been"
    areas = _joined([f"in {area.name}" for area in judge.areas], "and")
    if len(parts) == 1:
        # The record itself met one of the areas, its part the other.
        was = were.replace("were", "was")
        return f"with its part {parts[0]}: it {was} {areas}"
    return f"through its parts {_joined(parts, 'and')}: they {were} {areas}"


def _clauses(judge: Judge, row: int) -> Iterator[str]:
    event = judge.columns.events[row]
    where = footprint(event, judge.workspace) if judge.areas else None
    if where is not None:
        yield _allowed(event, where, judge)
        for area in judge.areas:
            yield _inside(event, where, area, judge)
    yield from _time(event.when, judge, placed=where is not None)


def _allowed(event: Event, where: Footprint, judge: Judge) -> str:
    """Return where a record may have been."""
    named = _joined([_region(judge, id_) for id_ in event.regions], "and" if where.each else "or")
    if where.basis == "named" or event.geometry is None:
        several = where.each and len(event.regions) > 1
        return f"in each of {named}" if several else f"somewhere in {named}"
    if event.precision == "unstated":
        at = "at the point drawn" if event.geometry["type"] == "Point" else "in the shape drawn"
        return f"{at}, how well that is known is not stated"
    drawn = {
        "line": "the line drawn",
        "area": "the area drawn",
        "representative": "a point chosen for the place described",
    }
    at = drawn.get(event.precision, "the reported position")
    radius = radius_m(event) / 1000
    at = f"within {radius:g} km of {at}" if radius else f"in {at}"
    return f"{at}, in {named}" if where.basis == "both" else at


def _joined(names: Sequence[str], word: str) -> str:
    *others, last = names or [""]
    return f"{', '.join(others)} {word} {last}" if others else last


def _region(judge: Judge, id_: str) -> str:
    known = judge.workspace.regions.get(id_)
    return with_article(known.name) if known else f"‘{id_}’, which is no region known here"


def _inside(event: Event, where: Footprint, area: Area, judge: Judge) -> str:
    """Return how much of that is inside an area."""
    throughout, at_an_end = judge.asked_of(event.when)
    match = area.judge(where, throughout=throughout, at_an_end=at_an_end)
    plain = len(judge.areas) == 1 and area.sure is area.shape
    inside = "inside" if plain else f"inside {area.name}"
    what = _noun(event, where, judge)
    are = "are" if what.endswith("these") else "is"
    held = [shape for shape in where.shapes if area.holds(shape)]
    if len(held) == len(where.shapes):
        whole = what if what == "that point" else f"all of {what}"
        return f"{whole} {are} {inside}"
    if match is Match.CERTAIN and where.courses:
        return f"it passed through {area.name}, whichever way it went"
    if match is Match.CERTAIN:
        return _held(event, where, held, area, judge)
    if where.each and len(where.shapes) > 1 and not throughout:
        return f"when it was {inside} is not stated"
    return f"{_share(where.shapes, area)} of {what} {are} {inside}"


def _held(event: Event, where: Footprint, held: Sequence[object], area: Area, judge: Judge) -> str:
    """Return which of the places in each of which a record was are inside."""
    known = [id_ for id_ in event.regions if id_ in judge.workspace.regions]
    names = [_region(judge, id_) for id_ in known]
    inside = [
        name
        for name, shape in zip(names, where.shapes, strict=True)
        if any(shape is whole for whole in held)
    ]
    if area.name in inside:
        return f"{area.name} is one of these"
    return f"{_joined(inside, 'and')} lie{'s' if len(inside) == 1 else ''} inside {area.name}"


def _noun(event: Event, where: Footprint, judge: Judge) -> str:
    """Return what a footprint is, as a noun."""
    what = _shape_noun(event, where)
    whole = outline(event, judge.workspace)
    if whole is None or _size(where) >= _NEARLY * _size(whole):
        return what
    left = {"sea": "water", "land": "land"}.get(event.type.medium, "")
    if event.place and event.place.excluding:
        left = f"rest of the {left}" if left else "rest"
    return f"the {left} {'of' if what in {'it', 'these'} or left == 'rest' else 'in'} {what}"


def _shape_noun(event: Event, where: Footprint) -> str:
    if where.gaps and not where.each:
        return "what is known of these"
    if where.basis == "named" or event.geometry is None:
        return "these" if len(where.shapes) > 1 else "it"
    if where.basis == "both":
        return "that"
    if where.courses:
        return "that corridor"
    if event.geometry["type"] == "Point":
        return "that disc" if radius_m(event) else "that point"
    return "that area" if event.precision == "area" else "that shape"


def _size(where: Footprint) -> float:
    return sum(float(shape.area) for shape in where.shapes)


def _share(shapes: Sequence[shapely.Geometry], area: Area) -> str:
    """Return the part of shapes that is inside an area, in whole per cent and never 0 or 100."""
    whole = shapely.union_all(shapes)
    size = whole.area or whole.length
    if not size:
        return "all"
    common = shapely.intersection(whole, area.shape)
    part = 100.0 * (common.area if whole.area else common.length) / size
    if part < 1:
        return "under 1 %"
    return f"{math.floor(part)} %" if part < 99 else "over 99 %"  # noqa: PLR2004 - per cent


def _time(when: When, judge: Judge, *, placed: bool) -> Iterator[str]:
    """Yield what of a record's time leaves it open whether it meets the period."""
    period = judge.period
    if period is None:
        return
    said = in_words(when)
    found = when.within(period, as_of=judge.known_until)
    if found is Certainty.UNDATED:
        return
    if when.end is None:
        yield from _moment(when, said, found, placed=placed)
    elif found is Certainty.CERTAIN:
        if not placed:
            yield f"its time, {said}, surely reaches into the period"
    elif when.uncertain:
        yield f"its time, {said}, is not sure"
    elif when.ongoing:
        known_until = in_words(When.parse(judge.known_until.isoformat()))
        yield f"it still went on when last known, on {known_until}"
    else:
        yield f"its time is {said}: it may have {_missed(when, judge)}"


def _moment(when: When, said: str, found: Certainty, *, placed: bool) -> Iterator[str]:
    if found is Certainty.CERTAIN:
        if not placed:
            yield f"its date, {said}, is inside"
    elif when.uncertain:
        yield f"its date, {said}, is not sure"
    else:
        alternatives = when.start.precision == "set"
        yield f"its date is {'one of ' if alternatives else ''}{said}, only partly inside"


def _missed(when: When, judge: Judge) -> str:
    """Return how a lasting thing may have missed the period."""
    from dataclasses import replace

    period = judge.period
    if period is not None and period.upper is not None:
        before_its_end = replace(period, lower=None)
        if when.within(before_its_end, as_of=judge.known_until) is not Certainty.CERTAIN:
            return "begun after the period"
    return "ended before the period"
