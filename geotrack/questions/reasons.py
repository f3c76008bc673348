"""Why a record meets a question, in words, with no more certainty than the record has."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import shapely

from geotrack.folding import folded
from geotrack.model import Event
from geotrack.model.words import with_article
from geotrack.questions.areas import Area, Match
from geotrack.questions.footprint import Footprint, footprint, outline, radius_m
from geotrack.questions.judging import Judge, Verdict
from geotrack.questions.timing import time_words

__all__ = ["why"]

# What is cut away is told where it is more than a sliver.
_NEARLY = 0.999
_DRAWN = {
    "line": "the line drawn",
    "area": "the area drawn",
    "representative": "a point chosen for the place described",
}
_ONES = {"Point": "point", "LineString": "line", "Polygon": "area"}


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
    >>> asked = Query.parse(regions="Bering Strait", on="2024-10", themes="research")
    >>> for hit in select(open_workspace(sample_workspace()), asked).hits:
    ...     print(hit.why)
    """
    events = judge.columns.events
    deciding = judge.deciding(row)
    if deciding == (row,):
        return "; ".join(_clauses(judge, row))
    if len(deciding) == 1:
        (part,) = deciding
        return f"through its part ‘{events[part].title}’: {'; '.join(_clauses(judge, part))}"
    sure = judge.verdicts[row] == Verdict.CERTAIN
    parts = [f"‘{events[part].title}’" for part in dict.fromkeys(deciding) if part != row]
    areas = _joined([f"in {area.name}" for area in judge.areas], "and")
    if len(parts) == 1:
        # The record itself met one of the areas, its part the other.
        return f"with its part {parts[0]}: it {'was' if sure else 'may have been'} {areas}"
    were = "were" if sure else "may have been"
    return f"through its parts {_joined(parts, 'and')}: they {were} {areas}"


def _clauses(judge: Judge, row: int) -> Iterator[str]:
    event = judge.columns.events[row]
    where = footprint(event, judge.workspace) if judge.areas else None
    if where is not None:
        yield _allowed(event, where, judge)
        for area in judge.areas:
            yield _inside(event, where, area, judge)
        if not where.stated and event.precision != "unstated" and not where.gaps:
            yield "but what the record says of its place does not fit together"
    if judge.period is not None:
        yield from time_words(event.when, judge.period, judge.known_until, alone=where is None)


def _allowed(event: Event, where: Footprint, judge: Judge) -> str:
    """Return where a record may have been."""
    unknown = [f"‘{r}’" for r in event.regions if r not in judge.workspace.regions]
    names = [_name(judge, id_) for id_ in where.regions] + unknown
    named = _joined(names, "and" if where.each else "or")
    if where.basis == "named" or event.geometry is None:
        return f"in each of {named}" if where.each and len(names) > 1 else f"somewhere in {named}"
    kind = event.geometry["type"]
    if event.precision == "unstated":
        one = _ONES.get(kind, "shape")
        at = "in" if one in {"area", "shape"} else "on" if one == "line" else "at"
        return f"{at} the {one} drawn, how well that is known is not stated"
    radius = radius_m(event) / 1000
    reported = {"Point": "the reported position", "MultiPoint": "one of the points drawn"}
    drawn = _DRAWN.get(event.precision) or reported.get(
        kind, f"the {_ONES.get(kind, 'shape')} drawn"
    )
    at = f"within {radius:g} km of {drawn}" if radius else f"in {drawn}"
    return f"{at}, in {named}" if where.basis == "both" else at


def _joined(names: Sequence[str], word: str) -> str:
    *others, last = names or [""]
    return f"{', '.join(others)} {word} {last}" if others else last


def _name(judge: Judge, id_: str) -> str:
    return with_article(judge.workspace.regions[id_].name)


def _inside(event: Event, where: Footprint, area: Area, judge: Judge) -> str:
    """Return how much of that is inside an area."""
    if area.owner is event:
        return "it is that record"
    throughout, at_an_end = judge.asked_of(event.when)
    match = area.judge(where, throughout=throughout, at_an_end=at_an_end)
    inside = "inside" if judge.plain else f"inside {area.name}"
    held = [area.holds(shape) for shape in where.shapes]
    if all(held):
        said = _all_of(event, where, inside, judge)
    elif where.courses and area.judge(where) is Match.CERTAIN:
        said = _on_its_way(where, area, inside, match, throughout=throughout)
    elif match is Match.CERTAIN:
        said = _one_of_each(where, held, area, judge)
    elif where.each and len(where.shapes) > 1 and not throughout:
        said = f"when it was {inside} is not stated"
    elif area.sure is not area.shape:
        said = f"it may have been in {area.name}, whose own place is uncertain"
    else:
        what = _noun(event, where, judge)
        said = f"{_share(where.shapes, area)} of {what} {_are(what)} {inside}"
    return said


def _all_of(event: Event, where: Footprint, inside: str, judge: Judge) -> str:
    if where.gaps:
        unknown = [f"‘{r}’" for r in event.regions if r not in judge.workspace.regions]
        names = [_name(judge, id_) for id_ in where.regions]
        known = f"{_joined(names, 'and')} {'lies' if len(names) == 1 else 'lie'} {inside}"
        tail = f", where {_joined(unknown, 'and')} lies is not known"
        return known if where.each else known + tail
    what = _noun(event, where, judge)
    return f"{what if what == 'that point' else f'all of {what}'} {_are(what)} {inside}"


def _on_its_way(
    where: Footprint, area: Area, inside: str, match: Match | None, *, throughout: bool
) -> str:
    """Return how a path met an area, no matter which way it went."""
    ends = [end for run in where.courses for end in (run[0].start, run[-1].end)]
    held = [area.holds(end) for end in ends]
    if match is not Match.CERTAIN:
        return f"it passed through {area.name}; when is not stated"
    if not throughout:
        return f"both of its ends are {inside}, and one of them falls in the period"
    if all(held):
        return f"both of its ends are {inside}"
    if any(held):
        return f"one of its ends is {inside}"
    return f"it passed through {area.name}, whichever way it went"


def _one_of_each(where: Footprint, held: Sequence[bool], area: Area, judge: Judge) -> str:
    """Return which of the places in each of which a record was are inside."""
    names = [_name(judge, id_) for id_, in_it in zip(where.regions, held, strict=True) if in_it]
    if area.name in names:
        return f"{area.name} is one of these"
    return f"{_joined(names, 'and')} {'lies' if len(names) == 1 else 'lie'} inside {area.name}"


def _noun(event: Event, where: Footprint, judge: Judge) -> str:
    """Return what a footprint is, as a noun."""
    what = _shape_noun(event, where)
    whole = outline(event, judge.workspace)
    if whole is None or _size(where) >= _NEARLY * _size(whole):
        return what
    words = set(map(folded, event.place.excluding)) if event.place else set()
    medium = event.type.medium
    left = "water" if medium == "sea" or "land" in words else ""
    left = "land" if medium == "land" or "water" in words else left
    if left:
        what = (
            f"its {left}"
            if what == "it"
            else f"the {left} {'of' if what == 'these' else 'in'} {what}"
        )
    beside = [r for w in words if (r := _region_called(judge, w)) is not None]
    return f"{what} outside {_joined(beside, 'and')}" if beside and where.basis == "drawn" else what


def _region_called(judge: Judge, word: str) -> str | None:
    known = {folded(name): r for r in judge.workspace.regions.values() for name in r.all_names}
    return with_article(known[word].name) if word in known else None


def _shape_noun(event: Event, where: Footprint) -> str:
    if where.basis == "named" or event.geometry is None:
        return "these" if len(where.shapes) > 1 else "it"
    if where.basis == "both":
        return "that"
    if where.courses:
        return "that corridor"
    kind = event.geometry["type"]
    if kind == "MultiPoint":
        return "those discs" if radius_m(event) else "those points"
    if kind == "Point":
        return "that disc" if radius_m(event) else "that point"
    return f"that {_ONES.get(kind, 'shape')}"


def _are(what: str) -> str:
    return "are" if what.endswith(("these", "those discs", "those points")) else "is"


def _size(where: Footprint) -> float:
    return sum(float(shape.area) for shape in where.shapes)


def _share(shapes: Sequence[shapely.Geometry], area: Area) -> str:
    """Return the part of shapes that is inside an area, in whole per cent and never 0 or 100."""
    whole = shapely.union_all(shapes)
    size = whole.area or whole.length
    if not size:
        return "all" if len(shapes) == 1 and whole.geom_type == "Point" else "some"
    common = shapely.intersection(whole, area.shape)
    part = 100.0 * (common.area if whole.area else common.length) / size
    if part < 1:
        return "under 1 %"
    return f"{math.floor(part)} %" if part < 99 else "over 99 %"  # noqa: PLR2004 - per cent
