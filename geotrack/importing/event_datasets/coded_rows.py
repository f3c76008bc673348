"""Rows of an event dataset as columns of properties, by its codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from string import Formatter
from typing import Any

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.gazetteer import Gazetteer
from geotrack.importing.cells.text import any_cell, text_of
from geotrack.importing.disk_lists import DiskList, Spool, shape_weight
from geotrack.importing.event_datasets.codebook import Code, Codebook, DateCode, find_codebook
from geotrack.importing.faults import few
from geotrack.importing.table import Table
from geotrack.importing.targets.properties import stored_name
from geotrack.messages import LANGUAGE, Message, sentence
from geotrack.model.event import DATASET
from geotrack.notation.dates import parse_date_text

__all__ = ["dataset_of", "decode_rows"]

_LICENCE = "licence"
# The coded point of a record that is not placed by it.
_POINT = ("coded_lon", "coded_lat")
# Properties of a place that codes of precision state.
_PLACE = ("place.precision", "place.radius_km", "place.regions", "place.note")
_OFTEN, _KEPT = 1_000, 10_000
"""Rows of one step of the progress; texts whose days and regions are kept."""
_UNKNOWN_DATE = DateCode(en="unknown", nb="ukjent", approximate=True)


def dataset_of(table: Table) -> str | None:
    """Return the name of the event dataset that has the columns of a table, if there is one."""
    return find_codebook([*table.columns, *table.geometry_from.split(", ")])


def decode_rows(
    table: Table,
    codebook: Codebook,
    gazetteer: Gazetteer | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> tuple[Table, list[str]]:
    """Return the table of a dataset with columns of properties, and notes about its codes.

    Parameters
    ----------
    table : Table
        The cells and coded points, in longitude and latitude.
    codebook : Codebook
        The columns and codes of the dataset.
    gazetteer : Gazetteer, optional
        Has the regions of events that are known to an area only. Without it they have no place.
    progress : callable
        Receives the number of further rows.

    Raises
    ------
    UsageError
        The table lacks a column of the dataset.
    """
    _check_columns(table, codebook)
    rows = _Rows(codebook, gazetteer)
    paths = [*codebook.texts, "type", "start", *_PLACE, DATASET, _LICENCE, *_POINT]
    spool = Spool(lists=len(paths))
    derived = {path: DiskList(spool) for path in paths}
    geometries = DiskList(weigh=shape_weight)
    names = [c for c in rows.columns if c in table.columns]
    for *cells, geometry in zip(*(table.columns[c] for c in names), table.geometries, strict=True):
        texts = {c: text_of(v) for c, v in zip(names, cells, strict=True) if v is not None}
        properties, point = rows.properties(texts, geometry)
        for path, column in derived.items():
            column.append(properties.get(path))
        geometries.append(point)
        if len(geometries) % _OFTEN == 0:
            progress(_OFTEN)
    left_out = {*codebook.repeated, *rows.consumed, *(c for c in names if c in derived)}
    kept = {
        # A column of somebody else's may be named like a property.
        stored_name(c, derived) if c in derived else c: cells
        for c, cells in table.columns.items()
        if c not in left_out
    }
    filled = {path: column.whole() for path, column in derived.items() if any_cell(column)}
    columns = {**filled, **kept}
    notes = [Message("{label}: {terms}", codebook.label, codebook.terms.in_words(LANGUAGE.get()))]
    return replace(table, columns=columns, geometries=geometries.whole()), [*notes, *rows.notes()]


def _check_columns(table: Table, codebook: Codebook) -> None:
    present = {*table.columns, *(c.strip() for c in table.geometry_from.split(","))}
    if missing := [c for c in codebook.columns if c not in present]:
        template = "{file} is no file of {label}: it has no {columns}"
        problem = Message(template, table.file.name, codebook.label, ", ".join(missing))
        raise UsageError(sentence(problem, "leave --from out, or save it again with all columns"))


@dataclass
class _Rows:
    """Makes properties of rows, one after the other, and counts their codes for the report."""

    codebook: Codebook
    gazetteer: Gazetteer | None
    dates: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    unplaced: Counter[str] = field(default_factory=Counter)
    regions: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._templates = {
            path: [(text, _fields(text)) for text in texts]
            for path, texts in self.codebook.texts.items()
        }
        self._day = lru_cache(_KEPT)(_day)
        self._region = lru_cache(_KEPT)(self._find_region)
        language = self.gazetteer.language if self.gazetteer else LANGUAGE.get()
        self._notes = {
            code: Message(
                "{label}, {column} {code}: {means}",
                self.codebook.label,
                self.codebook.places.precision,
                code,
                place.in_words(language),
            )
            for code, place in self.codebook.places.codes.items()
        }

    @property
    def columns(self) -> list[str]:
        """The columns that it reads."""
        book = self.codebook
        in_texts = [c for texts in self._templates.values() for _, names in texts for c in names]
        in_codes = [c for code in book.places.codes.values() for c in code.regions]
        dates = [c for c in (book.dates.first, book.dates.last, book.dates.precision) if c]
        found = [*in_texts, *book.types.columns, *dates, book.places.precision, *in_codes]
        return list(dict.fromkeys(found))

    @property
    def consumed(self) -> set[str]:
        """Columns whose whole text is a property, so that it is not kept twice."""
        only_forms = (forms[0] for forms in self._templates.values() if len(forms) == 1)
        return {c for text, names in only_forms for c in names if text == f"{{{c}}}"}

    def properties(self, texts: Mapping[str, str], point: Any) -> tuple[dict[str, Any], Any]:
        """Return the properties of a row by path, and its geometry."""
        book = self.codebook
        properties: dict[str, Any] = {
            path: next(
                (t.format_map(texts) for t, names in forms if {*names} <= texts.keys()), None
            )
            for path, forms in self._templates.items()
        }
        properties |= {DATASET: book.label, _LICENCE: book.licence}
        properties["type"] = self._type(texts)
        properties["start"] = self._start(texts)
        place, is_point = self._place(texts, has_point=point is not None)
        properties |= place
        if point is not None and not is_point:
            properties |= dict(zip(_POINT, (point.x, point.y), strict=True))
        return properties, point if is_point else None

    def _type(self, texts: Mapping[str, str]) -> str | None:
        """Return the type of a row; the text of its first column if none is known."""
        types = self.codebook.types
        cells = [texts[c] for c in types.columns if c in texts]
        known = (types.words[cell] for cell in cells if cell in types.words)
        return next(known, cells[0] if cells else None)

    def _start(self, texts: Mapping[str, str]) -> str | None:
        dates = self.codebook.dates
        first_text = texts.get(dates.first)
        first = self._day(first_text) if first_text else None
        if first is None:
            return first_text
        last = self._day(texts.get(dates.last, "")) if dates.last else None
        code = texts.get(dates.precision, "")
        self.dates[code] += 1
        return _span(first, last, dates.codes.get(code, _UNKNOWN_DATE))

    def _place(self, texts: Mapping[str, str], *, has_point: bool) -> tuple[dict[str, Any], bool]:
        """Return the place of a row, and whether it is at its point."""
        code = texts.get(self.codebook.places.precision, "")
        self.places[code] += 1
        place = self.codebook.places.codes.get(code)
        if place is None:
            self.unplaced[code] += 1
            return {}, False
        note = {"place.note": str(self._notes[code])}
        if place.radius_km is not None:
            near = {"place.precision": "near", "place.radius_km": place.radius_km}
            return ({**near, **note} if has_point else note), has_point
        if place.point:
            return note, has_point
        for column in place.regions:
            if region := self._region(texts.get(column, "")):
                self.regions[column, texts[column], region] += 1
                return {"place.precision": "region", "place.regions": [region], **note}, False
        self.unplaced[code] += 1
        return note, False

    def _find_region(self, name: str) -> str | None:
        region = self.gazetteer.regions.find(name) if self.gazetteer and name else None
        return region.id if region else None

    def notes(self) -> Iterator[str]:
        """Yield what became of each code."""
        places, dates = self.codebook.places, self.codebook.dates
        for code, count in sorted(self.places.items()):
            outcome = self._place_outcome(code)
            yield _note(_code(places.precision, code, places.codes), count, outcome)
        for code, count in sorted(self.dates.items()):
            known = dates.codes.get(code, _UNKNOWN_DATE)
            outcome = Message("start is the coded day, or one of the coded days")
            if known.approximate:
                outcome = Message("start is one of several days, or approximate")
            yield _note(_code(dates.precision, code, dates.codes), count, outcome)
        lines = [
            Message("{column}: {text} → {value}, {rows}", column, shown(text), region, _rows(count))
            for (column, text, region), count in self.regions.items()
        ]
        yield from few(lines)

    def _place_outcome(self, code: str) -> Message:
        place, unplaced = self.codebook.places.codes.get(code), self.unplaced[code]
        if place is not None and place.radius_km is not None:
            return Message("near, within {radius:g} km of the coded point", place.radius_km)
        if place is not None and place.point:
            return Message("at the coded point, its precision not stated")
        in_words = Message("in words only, without a position")
        if unplaced == self.places[code]:
            return in_words
        region = Message("in the region of that name")
        if not unplaced:
            return region
        return Message("{most}; {rows} {others}", region, _rows(unplaced), in_words)


def _code(column: str, code: str, known: Mapping[str, Code]) -> Message:
    means = (
        known[code].in_words(LANGUAGE.get()) if code in known else Message("not in the codebook")
    )
    return Message("{column} {code}, {means}", column, code or "–", means)


def _note(code: Message, count: int, outcome: Message) -> Message:
    return Message("{code}: {rows} → {outcome}", code, _rows(count), outcome)


def _rows(count: int) -> Message:
    return Message("1 row") if count == 1 else Message("{n} rows", count)


def _fields(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def _day(text: str) -> date | None:
    """Return the day that a cell states, without its time of day; None if it states none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        reading = parse_date_text(text, "day")
    try:
        return date.fromisoformat(reading.date[:10]) if reading else None
    except ValueError:
        return None


def _span(first: date, last: date | None, code: DateCode) -> str:
    """Return the days on which an event may have been, as records write them.

    Examples
    --------
    >>> day = DateCode(en="a day", nb="en dag")
    >>> _span(date(2024, 5, 13), date(2024, 5, 15), day)
    '[2024-05-13..2024-05-15]'
    >>> week = DateCode(en="a week", nb="en uke", approximate=True, around=6)
    >>> _span(date(2024, 5, 13), None, week)
    '[2024-05-07~..2024-05-19~]'
    """
    if code.month:
        return f"{first:%Y-%m}~"
    if code.around:
        reach = timedelta(days=code.around)
        return f"[{first - reach}~..{first + reach}~]"
    if last is not None and last != first:
        return f"[{first}..{last}]"
    return f"{first}~" if code.approximate else f"{first}"
