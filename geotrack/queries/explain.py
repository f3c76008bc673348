"""Reasons why records meet a query, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

import shapely

from folium_polar.geometry import distance_m, unproject
from geotrack.dates import Certainty, Period, When, in_words
from geotrack.footprint.land_mask import excluded_regions, media_of
from geotrack.footprint.outline import Footprint, inner_radius_m, radius_m
from geotrack.messages import AND, OR, Message, joined, listed
from geotrack.model.place_text import name_of
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
_REPORTED = {"Point": "the reported position", "MultiPoint": "one of the points drawn"}
_DRAWN = {"Point": "the point drawn", "LineString": "the line drawn", "Polygon": "the area drawn"}
_AT = {
    "Point": "at the point drawn",
    "LineString": "on the line drawn",
    "Polygon": "in the area drawn",
}
_THOSE = {"LineString": "that line", "Polygon": "that area"}
_IT = Message("it")
_THESE = Message("these")
_POINT = Message("that point")
_LEFT = {
    ("water", ""): "the water in {what}",
    ("land", ""): "the land in {what}",
    ("water", _THESE): "the water of {what}",
    ("land", _THESE): "the land of {what}",
    ("water", _IT): "its water",
    ("land", _IT): "its land",
}
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
    >>> from geotrack.files.resources import sample_workspace
    >>> from geotrack.workspace import open_workspace
    >>> query = Query.parse(regions="Bering Strait", on="2024-10", themes="research")
    >>> for hit in select(open_workspace(sample_workspace()), query).hits:
    ...     print(hit.why)
    """
    events = judge.columns.events
    deciding = judge.deciding(row)
    if deciding == (row,):
        return _sentence(_clauses(judge, row))
    if len(deciding) == 1:
        (part,) = deciding
        note = Message(" alone, which is known by a region only") if judge.is_vague(row) else ""
        clauses = _sentence(_clauses(judge, part))
        template = "through its part ‘{title}’{alone}: {clauses}"
        return Message(template, events[part].title, note, clauses)
    is_certain = judge.verdicts[row] == Verdict.CERTAIN
    parts = [f"‘{events[part].title}’" for part in dict.fromkeys(deciding) if part != row]
    areas = listed([Message("in {area}", area.name) for area in judge.areas], AND)
    if len(parts) == 1:
        # The record itself meets one of the areas, its part the other.
        was = Message("was" if is_certain else "may have been")
        return Message("with its part {part}: it {was} {areas}", parts[0], was, areas)
    were = Message("were" if is_certain else "may have been")
    return Message(
        "through its parts {parts}: they {were} {areas}", listed(parts, AND), were, areas
    )


def _sentence(clauses: Iterable[str]) -> str:
    """Return clauses with semicolons between them; empty without any."""
    return joined(clauses, "{first}; {second}") if (clauses := list(clauses)) else ""


def _clauses(judge: Judge, row: int) -> Iterator[str]:
    """Yield why the place and the time of a record meet a query, or do not."""
    event = judge.columns.events[row]
    where = judge.columns.footprint(row, judge.workspace) if judge.areas else None
    if where is not None:
        yield from _PlaceReason(judge, row, where).clauses()
    if judge.period is not None:
        yield from time_words(event.when, judge.period, judge.known_until, alone=where is None)


class _PlaceReason:
    """Describes where a record may have been, and how much of that is inside the areas."""

    def __init__(self, judge: Judge, row: int, where: Footprint) -> None:
        self.judge, self.where = judge, where
        self.event = judge.columns.events[row]
        self.whole = judge.columns.outline(row, judge.workspace)
        geometry = self.event.geometry
        self.kind = None if where.basis == "named" or geometry is None else geometry["type"]
        self.unknown = [f"‘{r}’" for r in self.event.regions if r not in judge.workspace.regions]
        self.names = [name_of(judge.workspace.regions[id_]) for id_ in where.regions]

    def clauses(self) -> Iterator[str]:
        yield self._extent_text()
        for area in self.judge.areas:
            yield self._area_text(area)
        if self.where.doubt == "contradicted":
            yield Message("but what the record says of its place does not fit together")
        elif self.where.doubt == "unknown" and self.kind is not None:
            yield Message("but {regions} is no region known here", listed(self.unknown, AND))

    def _extent_text(self) -> str:
        """Return where a record may have been."""
        names = [*self.names, *self.unknown]
        word = AND if self.where.each else OR
        if self.kind is None:
            if self.event.is_about:
                return Message("about {regions}", listed(names, AND))
            several = self.where.each and len(names) > 1
            template = "in each of {regions}" if several else "somewhere in {regions}"
            return Message(template, listed(names, word))
        shape_text = _DRAWN.get(self.kind, "the shape drawn")
        if self.where.doubt == "unstated":
            extent: str = Message(_AT.get(self.kind, "in the shape drawn"))
            return Message("{at}, how well that is known is not stated", extent)
        shape = _SHAPES.get(self.event.precision, _REPORTED.get(self.kind, shape_text))
        radius = radius_m(self.event) / 1000
        extent = Message("in {shape}", Message(shape))
        if inner := inner_radius_m(self.event) / 1000:
            template = "between {inner} and {outer} km from the point drawn"
            extent = Message(template, _number(inner), _number(radius))
        elif radius:
            extent = Message("within {radius} km of {shape}", _number(radius), Message(shape))
        if self.where.basis != "both":
            return extent
        return Message("{at}, in {regions}", extent, listed(self.names, word))

    def _area_text(self, area: Area) -> str:
        """Return how much of the place of the record is inside an area."""
        where, judge = self.where, self.judge
        if area.owner is self.event:
            return self._area_text(area.rest) if area.rest else Message("it is that record")
        throughout, _ = judge.period_covers(self.event.when)
        match = judge.match(self.event, where, area)
        is_plain = judge.plain and area.rest is None
        inside = Message("inside") if is_plain else Message("inside {area}", area.name)
        contained = [area.contains(shape) for shape in where.shapes]
        if all(contained):
            text = self._all_inside_text(inside)
        elif where.courses and area.judge(where) is Match.CERTAIN:
            text = _path_text(where, area, inside, match, throughout=throughout)
        elif match is Match.CERTAIN:
            text = self._some_inside_text(contained, area)
        elif where.each and len(where.shapes) > 1 and not throughout:
            text = Message("when it was {inside} is not stated", inside)
        elif area.sure is area.shape:
            noun = self._noun()
            share = _share(where.shapes, area)
            text = Message("{share} of {what} {are} {inside}", share, noun, _are(noun), inside)
        elif all(Area([area.shape]).contains(shape) for shape in where.shapes):
            text = Message("it may have been in {area}, whose own place is uncertain", area.name)
        else:
            share = _share(where.shapes, area)
            template = "{share} of {what} may be inside {area}"
            text = Message(template, share, self._noun(), area.name)
        return text

    def _all_inside_text(self, inside: str) -> str:
        """Return that all of the place is inside, as far as it is known."""
        if self.where.gaps:
            text = _lie(self.names, inside)
            template = "{text}, where {regions} lies is not known"
            with_unknown = Message(template, text, listed(self.unknown, AND))
            return text if self.where.each else with_unknown
        noun = self._noun()
        template = "{what} is {inside}" if noun == _POINT else "all of {what} {are} {inside}"
        values = (noun, inside) if noun == _POINT else (noun, _are(noun), inside)
        return Message(template, *values)

    def _some_inside_text(self, contained: Sequence[bool], area: Area) -> str:
        """Return which places are inside, for a record that was in each of them."""
        inside = (
            contained
            if len(contained) == len(self.names)
            else map(area.contains, self.where.passed)
        )
        names = [name for name, is_in in zip(self.names, inside, strict=True) if is_in]
        if area.name in names:
            return Message("{area} is one of these", area.name)
        return _lie(names, Message("inside {area}", area.name))

    def _noun(self) -> str:
        """Return a noun for the footprint, with the part that land or water leaves of it."""
        noun = self._whole_noun()
        if self.whole is None or _size(self.where) >= _NEARLY * _size(self.whole):
            return noun
        media = media_of(self.event)
        left = "water" if "sea" in media else "land" if "land" in media else ""
        if left:
            template = _LEFT[left, noun if noun in (_IT, _THESE) else ""]
            noun = Message(template) if noun == _IT else Message(template, noun)
        beside = excluded_regions(self.event, self.judge.workspace.regions)
        names = [name_of(region) for region in beside]
        return Message("{what} outside {regions}", noun, listed(names, AND)) if names else noun

    def _whole_noun(self) -> str:
        """Return a noun for the place with all its land and water."""
        if self.kind is None:
            return _THESE if len(self.where.shapes) > 1 else _IT
        if self.where.basis == "both":
            return Message("that")
        if self.where.courses:
            return Message("that corridor")
        has_radius = radius_m(self.event) > 0
        if self.kind == "MultiPoint":
            return Message("those discs" if has_radius else "those points")
        if self.kind == "Point":
            ring = Message("that ring" if inner_radius_m(self.event) else "that disc")
            return ring if has_radius else _POINT
        return Message(_THOSE.get(self.kind, "that shape"))


def _lie(names: Sequence[str], inside: str) -> Message:
    """Return that named places lie inside an area."""
    template = "{names} lies {inside}" if len(names) == 1 else "{names} lie {inside}"
    return Message(template, listed(names, AND), inside)


def _number(value: float) -> str:
    """Return a number with at most four decimals."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _are(what: str) -> Message:
    """Return the verb of a noun: `is` or `are`."""
    is_many = what.startswith(("these", "those")) or " of these" in what
    return Message("are" if is_many else "is")


def _path_text(
    where: Footprint, area: Area, inside: str, match: Match | None, *, throughout: bool
) -> str:
    """Return how a path meets an area, whatever its direction."""
    if match is not Match.CERTAIN:
        return Message("it passed through {area}; when is not stated", area.name)
    if not throughout:
        template = "both of its ends are {inside}, and one of them falls in the period"
        return Message(template, inside)
    if len(where.courses) == 1:
        ((first, *_, last),) = [(*run, run[-1]) for run in where.courses]
        contained = [area.contains(first.start), area.contains(last.end)]
        if all(contained):
            return Message("both of its ends are {inside}", inside)
        if any(contained):
            return Message("one of its ends is {inside}", inside)
    return Message("it passed through {area}, whichever way it went", area.name)


def _size(where: Footprint) -> float:
    """Return the sum of the areas of a footprint's shapes, m²."""
    return sum(float(shape.area) for shape in where.shapes)


def _share(shapes: Sequence[shapely.Geometry], area: Area) -> str:
    """Return the percentage of shapes that is inside an area, as text; never 0 or 100."""
    union = shapely.union_all(shapes)
    size = union.area or _length_m(union)
    if not size:
        return Message("some")
    common = shapely.intersection(union, area.shape)
    part = 100.0 * (common.area if union.area else _length_m(common)) / size
    if part < 1:
        return Message("under 1 %")
    return f"{math.floor(part)} %" if part < 99 else Message("over 99 %")  # noqa: PLR2004 - per cent


def _length_m(shape: shapely.Geometry) -> float:
    """Return the geodesic length of lines: the plane keeps areas, not lengths."""
    total = 0.0
    for line in shapely.get_parts(shape):
        if line.geom_type == "LineString":
            lon, lat = unproject(*shapely.get_coordinates(line).T)
            total += float(distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())
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
    text = partial(in_words, when)
    noun = Message("its date" if when.end is None else "its time")
    if certainty is Certainty.CERTAIN:
        if alone:
            meets = "is inside" if when.end is None else "surely reaches into the period"
            yield Message("{noun}, {time}, {meets}", noun, text, Message(meets))
    elif when.uncertain:
        yield Message("{noun}, {time}, is {marked}", noun, text, Message(_marked(when)))
    elif when.ongoing:
        last_day = partial(in_words, When.parse(known_until.isoformat()))
        yield Message("it still went on when last known, on {day}", last_day)
    elif when.end is not None:
        missed = Message(_missed(when, period, known_until))
        yield Message("its time is {time}: it may have {missed}", text, missed)
    elif when.start.precision == "set":
        yield Message("its date is {time}; not all of that is inside", text)
    else:
        zone = Message(" in a zone not stated") if _needs_zone(when, period) else ""
        yield Message("its date, {time}{zone}, may lie outside", text, zone)


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
