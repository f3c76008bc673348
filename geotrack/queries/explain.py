"""Reasons why records meet a query, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

import shapely

from geotrack import polar
from geotrack.dates import Certainty, Period, When, in_words
from geotrack.footprint.land_mask import excluded_regions, media_of
from geotrack.footprint.outline import Footprint, inner_radius_m, radius_m
from geotrack.model.place_text import with_article
from geotrack.queries.areas import Area, Match
from geotrack.queries.judge import Judge, Verdict

__all__ = ["why"]

# Cuts are mentioned only if they are larger than a sliver.
_NEARLY = 0.999
_SHAPES = {
    "line": "the line drawn",
    "area": "the area drawn",
    "representative": "a point chosen for the place described",
}
_ONES = {"Point": "point", "LineString": "line", "Polygon": "area"}
_MARKS = {"~": "approximate", "?": "uncertain", "%": "approximate and uncertain"}


def why(judge: Judge, row: int) -> str:
    """Return why a record meets a query, in words.

    Parameters
    ----------
    judge : Judge
        The judge of the query.
    row : int
        The record, as a row of the judge's columns.

    Returns
    -------
    str
        One line: where it may have been, how much of that is inside, and what is uncertain about
        its time; empty for a query without place and time.

    Examples
    --------
    >>> from geotrack.queries import Query, select
    >>> from geotrack.resources import sample_workspace
    >>> from geotrack.workspace import open_workspace
    >>> query = Query.parse(regions="Bering Strait", on="2024-10", themes="research")
    >>> for hit in select(open_workspace(sample_workspace()), query).hits:
    ...     print(hit.why)
    """
    events = judge.columns.events
    deciding = judge.deciding(row)
    if deciding == (row,):
        return "; ".join(_clauses(judge, row))
    if len(deciding) == 1:
        (part,) = deciding
        alone = " alone, which is known by a region only" if judge.is_vague(row) else ""
        clauses = "; ".join(_clauses(judge, part))
        return f"through its part ‘{events[part].title}’{alone}: {clauses}"
    is_certain = judge.verdicts[row] == Verdict.CERTAIN
    parts = [f"‘{events[part].title}’" for part in dict.fromkeys(deciding) if part != row]
    areas = _joined([f"in {area.name}" for area in judge.areas], "and")
    if len(parts) == 1:
        # The record itself meets one of the areas, its part the other.
        return f"with its part {parts[0]}: it {'was' if is_certain else 'may have been'} {areas}"
    were = "were" if is_certain else "may have been"
    return f"through its parts {_joined(parts, 'and')}: they {were} {areas}"


def _clauses(judge: Judge, row: int) -> Iterator[str]:
    event = judge.columns.events[row]
    where = judge.columns.footprint(row, judge.workspace) if judge.areas else None
    if where is not None:
        yield from _Place(judge, row, where).clauses()
    if judge.period is not None:
        yield from time_words(event.when, judge.period, judge.known_until, alone=where is None)


class _Place:
    """Describes where a record may have been, and how much of that is inside the areas."""

    def __init__(self, judge: Judge, row: int, where: Footprint) -> None:
        self.judge, self.where = judge, where
        self.event = judge.columns.events[row]
        self.whole = judge.columns.outline(row, judge.workspace)
        geometry = self.event.geometry
        self.kind = None if where.basis == "named" or geometry is None else geometry["type"]
        self.unknown = [f"‘{r}’" for r in self.event.regions if r not in judge.workspace.regions]
        self.names = [with_article(judge.workspace.regions[id_].name) for id_ in where.regions]

    def clauses(self) -> Iterator[str]:
        yield self._allowed()
        for area in self.judge.areas:
            yield self._inside(area)
        if self.where.doubt == "contradicted":
            yield "but what the record says of its place does not fit together"
        elif self.where.doubt == "unknown" and self.kind is not None:
            yield f"but {_joined(self.unknown, 'and')} is no region known here"

    def _allowed(self) -> str:
        """Return where a record may have been."""
        word = "and" if self.where.each else "or"
        if self.kind is None:
            if self.event.is_about:
                return f"about {_joined(self.names + self.unknown, 'and')}"
            named = _joined(self.names + self.unknown, word)
            several = self.where.each and len(self.names + self.unknown) > 1
            return f"in each of {named}" if several else f"somewhere in {named}"
        one = _ONES.get(self.kind, "shape")
        if self.where.doubt == "unstated":
            at = {"point": "at", "line": "on"}.get(one, "in")
            return f"{at} the {one} drawn, how well that is known is not stated"
        reported = {"Point": "the reported position", "MultiPoint": "one of the points drawn"}
        shape = _SHAPES.get(self.event.precision, reported.get(self.kind, f"the {one} drawn"))
        radius = radius_m(self.event) / 1000
        at = f"within {_number(radius)} km of {shape}" if radius else f"in {shape}"
        if inner := inner_radius_m(self.event) / 1000:
            at = f"between {_number(inner)} and {_number(radius)} km from the point drawn"
        return f"{at}, in {_joined(self.names, word)}" if self.where.basis == "both" else at

    def _inside(self, area: Area) -> str:
        """Return how much of that is inside an area."""
        where, judge = self.where, self.judge
        if area.owner is self.event:
            return "it is that record" if area.rest is None else self._inside(area.rest)
        throughout, _ = judge.period_covers(self.event.when)
        match = judge.match(self.event, where, area)
        inside = "inside" if judge.plain and area.rest is None else f"inside {area.name}"
        contained = [area.contains(shape) for shape in where.shapes]
        if all(contained):
            text = self._all(inside)
        elif where.courses and area.judge(where) is Match.CERTAIN:
            text = _path_text(where, area, inside, match, throughout=throughout)
        elif match is Match.CERTAIN:
            text = self._one_of_each(contained, area)
        elif where.each and len(where.shapes) > 1 and not throughout:
            text = f"when it was {inside} is not stated"
        elif area.sure is area.shape:
            what = self._noun()
            text = f"{_share(where.shapes, area)} of {what} {_are(what)} {inside}"
        elif all(Area([area.shape]).contains(shape) for shape in where.shapes):
            text = f"it may have been in {area.name}, whose own place is uncertain"
        else:
            text = f"{_share(where.shapes, area)} of {self._noun()} may be inside {area.name}"
        return text

    def _all(self, inside: str) -> str:
        if self.where.gaps:
            lie = "lies" if len(self.names) == 1 else "lie"
            text = f"{_joined(self.names, 'and')} {lie} {inside}"
            tail = f", where {_joined(self.unknown, 'and')} lies is not known"
            return text if self.where.each else text + tail
        what = self._noun()
        return f"{what if what == 'that point' else f'all of {what}'} {_are(what)} {inside}"

    def _one_of_each(self, contained: Sequence[bool], area: Area) -> str:
        """Return which of the places are inside, of a record that was in each of them."""
        inside = (
            contained
            if len(contained) == len(self.names)
            else map(area.contains, self.where.passed)
        )
        names = [name for name, is_in in zip(self.names, inside, strict=True) if is_in]
        if area.name in names:
            return f"{area.name} is one of these"
        return f"{_joined(names, 'and')} {'lies' if len(names) == 1 else 'lie'} inside {area.name}"

    def _noun(self) -> str:
        """Return a noun for the footprint."""
        what = self._shape()
        if self.whole is None or _size(self.where) >= _NEARLY * _size(self.whole):
            return what
        media = media_of(self.event)
        left = "water" if "sea" in media else "land" if "land" in media else ""
        if left and what == "it":
            what = f"its {left}"
        elif left:
            what = f"the {left} {'of' if what == 'these' else 'in'} {what}"
        beside = excluded_regions(self.event, self.judge.workspace.regions)
        names = [with_article(region.name) for region in beside]
        return f"{what} outside {_joined(names, 'and')}" if names else what

    def _shape(self) -> str:
        if self.kind is None:
            return "these" if len(self.where.shapes) > 1 else "it"
        if self.where.basis == "both":
            return "that"
        if self.where.courses:
            return "that corridor"
        one = "disc" if radius_m(self.event) else "point"
        if self.kind == "MultiPoint":
            return f"those {one}s"
        if self.kind == "Point":
            return "that ring" if inner_radius_m(self.event) else f"that {one}"
        return f"that {_ONES.get(self.kind, 'shape')}"


def _joined(names: Sequence[str], word: str) -> str:
    *others, last = names or [""]
    return f"{', '.join(others)} {word} {last}" if others else last


def _number(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _are(what: str) -> str:
    return "are" if what.startswith(("these", "those")) or " of these" in what else "is"


def _path_text(
    where: Footprint, area: Area, inside: str, match: Match | None, *, throughout: bool
) -> str:
    """Return how a path meets an area, whatever its direction."""
    if match is not Match.CERTAIN:
        return f"it passed through {area.name}; when is not stated"
    if not throughout:
        return f"both of its ends are {inside}, and one of them falls in the period"
    if len(where.courses) == 1:
        ((first, *_, last),) = [(*run, run[-1]) for run in where.courses]
        contained = [area.contains(first.start), area.contains(last.end)]
        if all(contained):
            return f"both of its ends are {inside}"
        if any(contained):
            return f"one of its ends is {inside}"
    return f"it passed through {area.name}, whichever way it went"


def _size(where: Footprint) -> float:
    return sum(float(shape.area) for shape in where.shapes)


def _share(shapes: Sequence[shapely.Geometry], area: Area) -> str:
    """Return the percentage of shapes that is inside an area, as text; never 0 or 100."""
    whole = shapely.union_all(shapes)
    size = whole.area or _length_m(whole)
    if not size:
        return "some"
    common = shapely.intersection(whole, area.shape)
    part = 100.0 * (common.area if whole.area else _length_m(common)) / size
    if part < 1:
        return "under 1 %"
    return f"{math.floor(part)} %" if part < 99 else "over 99 %"  # noqa: PLR2004 - per cent


def _length_m(shape: shapely.Geometry) -> float:
    """Return the geodesic length of lines: the plane keeps areas, not lengths."""
    total = 0.0
    for line in shapely.get_parts(shape):
        if line.geom_type == "LineString":
            lon, lat = polar.unproject(*shapely.get_coordinates(line).T)
            total += float(polar.distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())
    return total


def time_words(when: When, period: Period, known_until: date, *, alone: bool) -> Iterator[str]:
    """Yield why it is uncertain whether a record meets a period.

    Parameters
    ----------
    when : When
        The record's time.
    period : Period
        The period of the query.
    known_until : date
        The last day on which an ongoing event is known to continue.
    alone : bool
        Whether the query has no other condition; a certain match is described only then.

    Yields
    ------
    str
        One clause, or none.
    """
    certainty = when.within(period, as_of=known_until)
    if certainty is Certainty.UNDATED:
        return
    text = in_words(when)
    noun = "date" if when.end is None else "time"
    if certainty is Certainty.CERTAIN:
        if alone:
            meets = "is inside" if when.end is None else "surely reaches into the period"
            yield f"its {noun}, {text}, {meets}"
    elif when.uncertain:
        yield f"its {noun}, {text}, is {_marked(when)}"
    elif when.ongoing:
        last_day = in_words(When.parse(known_until.isoformat()))
        yield f"it still went on when last known, on {last_day}"
    elif when.end is not None:
        yield f"its time is {text}: it may have {_missed(when, period, known_until)}"
    elif when.start.precision == "set":
        yield f"its date is {text}; not all of that is inside"
    else:
        zone = " in a zone not stated" if _needs_zone(when, period) else ""
        yield f"its date, {text}{zone}, may lie outside"


def _marked(when: When) -> str:
    texts = when.start.text + (when.end.text if when.end else "")
    marks = {mark for mark in _MARKS if mark in texts}
    return _MARKS[marks.pop()] if len(marks) == 1 else _MARKS["%"]


def _needs_zone(when: When, period: Period) -> bool:
    in_moments = any(isinstance(bound, datetime) for bound in (period.lower, period.upper))
    return in_moments and when.time_zone is None and when.start.instant is None


def _missed(when: When, period: Period, known_until: date) -> str:
    """Return how an event of some duration may have missed the period."""
    if period.upper is not None:
        before_its_end = replace(period, lower=None)
        if when.within(before_its_end, as_of=known_until) is not Certainty.CERTAIN:
            return "begun after the period"
    return "ended before the period"
