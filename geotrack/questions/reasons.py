"""Why a record meets a question, in words, with no more certainty than the record has."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import shapely

from geotrack.model import Event
from geotrack.model.words import with_article
from geotrack.questions.areas import Area, Match
from geotrack.questions.footprint import Footprint, footprint, outline, radius_m
from geotrack.questions.judging import Judge
from geotrack.when import Certainty, When, in_words

__all__ = ["why"]


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
    >>> hits = select(open_workspace(sample_workspace()), Query(regions="Bering Strait")).hits
    >>> print(next(h.why for h in hits if h.event.id == "2024-08-ji-di-west-of-nome"))
    within 110 km of the reported position; 18 % of the water in that disc is inside
    """
    part = judge.deciding_part(row)
    if part is not None:
        event = judge.columns.events[part]
        return f"through its part ‘{event.title}’: {'; '.join(_clauses(judge, part))}"
    return "; ".join(_clauses(judge, row))


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
    if event.geometry is None or event.precision == "region":
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
    return f"{at}, in {named}" if named else at


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
    are = "are" if "these" in what else "is"
    held = [shape for shape in where.shapes if area.holds(shape)]
    if len(held) == len(where.shapes):
        return f"all of {what} {are} {inside}"
    if match is Match.CERTAIN and where.courses:
        return f"it passed through {area.name}, whichever way it went along that line"
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
    whole = outline(event, judge.workspace)
    cut = whole is not None and _size(where) < 0.999 * _size(whole)
    left = {"sea": "water", "land": "land"}.get(event.type.medium, "what is not excluded")
    if event.geometry is None or event.precision == "region":
        these = (
            ("these", f"the {left} of these") if len(where.shapes) > 1 else ("it", f"its {left}")
        )
        return these[1] if cut else these[0]
    noun = "shape"
    if where.courses:
        noun = "corridor"
    elif event.geometry["type"] == "Point":
        noun = "disc" if radius_m(event) else "point"
    elif event.precision == "area":
        noun = "area"
    return f"the {left} in that {noun}" if cut else f"that {noun}"


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
    if found is Certainty.CERTAIN:
        if not placed:
            yield f"its date, {said}, is inside"
        return
    if when.undated:
        return
    if when.uncertain:
        yield f"its date, {said}, is not sure"
    elif when.ongoing:
        known_until = in_words(When.parse(judge.known_until.isoformat()))
        yield f"it still went on when last known, on {known_until}"
    elif when.end is None:
        alternatives = when.start.precision == "set"
        yield f"its date is {'one of ' if alternatives else ''}{said}, only partly inside"
    else:
        yield f"it lasted {said}, and may have {_missed(when, judge)}"


def _missed(when: When, judge: Judge) -> str:
    """Return how a lasting thing may have missed the period."""
    from dataclasses import replace

    period = judge.period
    if period is not None and period.upper is not None:
        before_its_end = replace(period, lower=None)
        if when.within(before_its_end, as_of=judge.known_until) is not Certainty.CERTAIN:
            return "begun after the period"
    return "ended before the period"
