"""Drafts of records from a file, with messages about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geotrack.findings import shown
from geotrack.gazetteer import Gazetteer
from geotrack.importing.cells.text import any_cell, text_of
from geotrack.importing.completion import Completion, LostPositions, NewIds, RadiusMeaning, Slug
from geotrack.importing.date_parts import join_date_parts, join_times_of_day
from geotrack.importing.described_places import DescribedPlaces
from geotrack.importing.detect import read_file
from geotrack.importing.event_datasets import dataset_of, decode_rows, read_codebook
from geotrack.importing.faults import few, row_name
from geotrack.importing.features import Drafts, build_features
from geotrack.importing.geometry.reproject import reproject
from geotrack.importing.geometry.table_positions import position_column
from geotrack.importing.mapping.plan import AskOrder, MappingOptions, Plan, plan
from geotrack.importing.option_names import option_remedy
from geotrack.importing.own_exports.export_rows import (
    FEATURE,
    draft_records,
    new_rows,
    read_export,
    stored_features,
)
from geotrack.importing.table import ReadingOptions, Table
from geotrack.importing.targets.properties import (
    ID,
    NEEDED,
    properties,
    property_of_column,
    similar_property,
)
from geotrack.importing.total_rows import without_totals
from geotrack.messages import Message, joined, sentence
from geotrack.notation.month_names import LANGUAGES, month_number

__all__ = ["Draft", "draft", "draft_table"]

AskType = Callable[[], str | None]
_TABLES = ("CSV", "XLSX", "ODS", "Parquet", "GeoJSON")
"""Formats whose columns can give positions."""
_ALL = "the draft holds all records"
# Options for a property that no column gives.
_HINTS = {
    "title": "--map COLUMN=title",
    "type": "--map COLUMN=type, or --set type=coastguard/patrol",
    "start": "--map COLUMN=start, or --set start=unknown where no source states one",
    "sources": "--map COLUMN=sources.url, or --set sources.url=https://…",
}


@dataclass(frozen=True)
class Draft:
    """Drafts from one file.

    Parameters
    ----------
    features : sequence of dict
        GeoJSON Features in lon/lat, each with `review` set to `draft`; of an export of geotrack
        its records, with their own `review`.
    plan : Plan or None
        Use of each column; None for an export of geotrack without new rows.
    messages : tuple of str
        Lines for the user: what was read, how it was used, and what is missing.
    options : ReadingOptions
        Reading options, with the columns of positions that were guessed.
    replaces : bool
        Whether the drafts are stored records with edits, for `geotrack add --replace`.
    places : tuple of str
        The places that names in the rows were read as, with country, position and rows.
    held : int
        Number of rows that lost their title or position: their drafts lack `title` or `geometry`,
        so that `check` refuses them.
    """

    features: Sequence[dict[str, Any]]
    plan: Plan | None
    messages: tuple[str, ...]
    options: ReadingOptions = field(default_factory=ReadingOptions)
    replaces: bool = False
    places: tuple[str, ...] = ()
    held: int = 0


def draft(path: Path, options: ReadingOptions, mapping: MappingOptions) -> Draft:
    """Read a file of another format as drafts of records: `read_file`, then `draft_table`.

    Parameters
    ----------
    path : pathlib.Path
        A file of one of the `FORMATS`.
    options : ReadingOptions
        Reading options.
    mapping : MappingOptions
        Properties of columns whose names do not say it.

    Raises
    ------
    UnreadableError
        The file is not a valid file of those formats.
    UsageError
        An option is missing, or names something that is not in the file.
    """
    return draft_table(read_file(path, options), options, mapping)


def draft_table(
    table: Table,
    options: ReadingOptions,
    mapping: MappingOptions,
    ask: AskOrder | None = None,
    *,
    ask_type: AskType | None = None,
    gazetteer: Gazetteer | None = None,
    slug: Slug | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Draft:
    """Return drafts of the rows of a file.

    Parameters
    ----------
    table : Table
        The file.
    options : ReadingOptions
        Reading options; of them, the CRS.
    mapping : MappingOptions
        Properties of columns.
    ask : callable, optional
        Asks for the order of day and month where no cell of a column decides it.
    ask_type : callable, optional
        Asks for the type of all records where no column gives it; None leaves it out.
    gazetteer : Gazetteer, optional
        Places rows that state only a place in words.
    slug : callable, optional
        Makes ids for rows that state none; None leaves them out.
    progress : callable
        Receives the number of further rows that were decoded by a codebook, and that became drafts.
    """
    aids = _Aids(options, mapping, ask, ask_type, gazetteer, slug)
    if FEATURE not in mapping.columns and (stored := stored_features(table)) is not None:
        return _draft_export(table, stored, aids)
    return _draft_rows(table, aids, progress=progress)


@dataclass(frozen=True, slots=True)
class _Aids:
    """The parameters of `draft_table` by which rows become drafts."""

    options: ReadingOptions
    mapping: MappingOptions
    ask: AskOrder | None
    ask_type: AskType | None
    gazetteer: Gazetteer | None
    slug: Slug | None


def _draft_export(table: Table, stored: Sequence[dict[str, Any] | None], aids: _Aids) -> Draft:
    """Return the records of an export of geotrack with their edits, and its new rows."""
    options, mapping = aids.options, aids.mapping
    rows = read_export(table, stored, options.crs, mapping.taxonomy)
    records = list(draft_records(rows))
    messages: list[str] = [Message("{name}: {text}", table.file.name, rows.summary)]
    if rows.left_out:
        left = ", ".join(rows.left_out)
        messages.append(Message("left out, as they are made of records: {columns}", left))
    if not rows.new:
        if mapping.columns or mapping.constants:
            remedy = option_remedy("--map and --set are for new rows")
            messages.append(sentence(Message("no row is new"), remedy))
        content = "the draft holds only the edited records" if rows.edited else _ALL
        messages += [*rows.notes, Message(content)]
        return Draft(records, None, tuple(messages), options, replaces=True)
    used = [str(record["id"]) for record in records if "id" in record]
    new = _draft_rows(new_rows(table, rows.new), aids, used=used)
    n = len(rows.new)
    counted = Message("1 new row") if n == 1 else Message("{n} new rows", n)
    content = Message("the draft holds the edited records and {rows}:", counted)
    messages += [*rows.notes, content, *new.messages]
    return replace(new, features=[*records, *new.features], messages=tuple(messages), replaces=True)


def _draft_rows(
    table: Table,
    aids: _Aids,
    *,
    used: Sequence[str] = (),
    progress: Callable[[int], object] = lambda _: None,
) -> Draft:
    """Return drafts of the rows of a file by a mapping of its columns."""
    incomplete = aids.options.incomplete
    table, mapping, coded = _decoded(without_totals(table), aids, progress)
    named_columns = {*mapping.columns, *mapping.saved}
    table = join_date_parts(table, named_columns, guess=mapping.guess)
    table = join_times_of_day(table, named_columns, guess=mapping.guess)
    column_plan = plan(table, mapping, aids.ask)
    if aids.ask_type and not column_plan.gives("type") and (type_ := aids.ask_type()):
        mapping = replace(mapping, constants={**mapping.constants, "type": type_})
        column_plan = plan(table, mapping, aids.ask)
    geometries, notes = reproject(table, aids.options.crs)
    held = set[int]()
    lost, meaning = LostPositions(table, held, incomplete=incomplete), RadiusMeaning(column_plan)
    changes: list[Callable[[int, dict[str, Any]], None]] = [lost.hold]
    completion = places = None
    if mapping.guess:
        completion = Completion(table, column_plan, held, incomplete=incomplete)
        changes.append(completion.complete)
    if aids.gazetteer:
        places = DescribedPlaces(
            table.rows, aids.gazetteer, held, guess=mapping.guess, incomplete=incomplete
        )
        changes.append(places.place)
    changes.append(meaning.state)
    if aids.slug:
        targets = column_plan.columns.items()
        id_columns = (table.columns[c] for c, target in targets if target.path == ID)
        ids = (text_of(cell) for cells in id_columns for cell in cells if cell is not None)
        changes.append(NewIds(aids.slug, [*used, *ids]).give)
    drafts = build_features(table, column_plan, geometries, changes, progress)
    messages = [*_summary(table, drafts), *table.notes, *notes, *few(column_plan.notes)]
    messages += [
        *coded,
        *_columns(table, column_plan),
        *(completion.notes() if completion else ()),
        *_readings(drafts, column_plan),
        *_oddities(drafts),
        *(places.notes() if places else ()),
        *meaning.notes(),
        *lost.notes(),
        *_missing(table, column_plan, drafts),
    ]
    options = replace(aids.options, **dict[str, Any](table.geometry_options))
    read_as = tuple(places.named()) if places else ()
    return Draft(
        drafts.features, column_plan, tuple(messages), options, places=read_as, held=len(held)
    )


def _decoded(
    table: Table, aids: _Aids, progress: Callable[[int], object]
) -> tuple[Table, MappingOptions, list[str]]:
    """Return a table, its mapping and notes; of an event dataset its codes are properties."""
    mapping = aids.mapping
    if mapping.codebook is None:
        name = dataset_of(table)
        if name is None:
            return table, mapping, []
        note = Message("its columns are those of {label}", read_codebook(name).label)
        remedy = option_remedy("--from {name} reads its codes", name)
        return table, mapping, [sentence(note, remedy)]
    table, notes = decode_rows(table, mapping.codebook, aids.gazetteer, progress)
    own = {c: c for c in table.columns if c in properties()}
    return table, replace(mapping, saved={**own, **mapping.codebook.properties}), notes


def _summary(table: Table, drafts: Drafts) -> Iterator[str]:
    count = len(drafts.features)
    features = Message("1 feature") if count == 1 else Message("{n} features", count)
    words = Message(", {n} placed by words", drafts.worded) if drafts.worded else ""
    yield Message(
        "{name}: {features}, {n} with geometry{words}",
        table.file.name,
        features,
        drafts.placed,
        words,
    )


def _columns(table: Table, column_plan: Plan) -> Iterator[str]:
    """Yield what became of each column, and the values for all rows."""
    if table.geometry_from:
        how = Message(" ({how})", table.geometry_how) if table.geometry_how else ""
        yield Message("{columns} → geometry{how}", table.geometry_from, how)
    filled = {k for k, cells in table.columns.items() if any_cell(cells)}
    by_name = [c for c, target in column_plan.columns.items() if c == target.path and c in filled]
    if by_name:
        yield Message("by their names: {columns}", ", ".join(by_name))
    for column, target in column_plan.columns.items():
        if column != target.path and column in filled:
            why = column_plan.guesses.get(column)
            guess = Message(" (guess: {why})", why) if why else ""
            yield Message("{column} → {path}{guess}", column, target.path, guess)
    for path, value in column_plan.constants.items():
        cells = [
            table.columns[c] for c, target in column_plan.columns.items() if target.path == path
        ]
        filled_in = sum(all(c is None for c in row) for row in zip(*cells, strict=True))
        where = Message(": in {n} of {total} rows", filled_in, len(table.rows)) if cells else ""
        yield Message("{value} → {path}, where no column gives it{where}", repr(value), path, where)
    mapped = {target.path for target in column_plan.columns.values()} | set(column_plan.constants)
    extras = [
        _extra_text(column, name, mapped)
        for column, name in column_plan.extras.items()
        if column in filled
    ]
    if extras:
        yield Message("kept as extra properties: {columns}", joined(extras, "{first}, {second}"))


def _extra_text(column: str, name: str, mapped: set[str]) -> str:
    label = column if column == name else Message("{column} as {name!r}", column, name)
    guess = None if property_of_column(column) else similar_property(column)
    if not guess or guess in mapped:
        return label
    return Message(
        "{label}{hint}", label, option_remedy(" (--map {column}={guess}?)", column, guess)
    )


def _readings(drafts: Drafts, column_plan: Plan) -> Iterator[str]:
    """Yield what became of cells that records write otherwise."""
    for column, date_cells in drafts.dates.items():
        rules = column_plan.rules[column].dates
        order = Message(", {order} first", Message(rules.order)) if rules.order else ""
        numbers = Message(", numbers as {form}", rules.numbers) if rules.numbers else ""
        yield from date_cells.notes(column, Message("{order}{numbers}", order, numbers))
    lines = [
        Message("{column}: {text} → {value}, {cells}", column, shown(text), value, _cells(count))
        for (column, text, value), count in drafts.conversions.items()
    ]
    yield from few(lines)


def _cells(count: int) -> Message:
    return Message("1 cell") if count == 1 else Message("{n} cells", count)


def _oddities(drafts: Drafts) -> Iterator[str]:
    for (column, problem), oddity in drafts.oddities.items():
        line = Message(
            "{column}: {cells}: {problem}; first {cell}",
            column,
            _cells(oddity.count),
            problem,
            oddity.first,
        )
        remedy = oddity.remedy or (_month_remedy(oddity.cell) if "no date" in problem else "")
        yield Message("{message}; {remedy}", line, Message(remedy)) if remedy else line
        for cell, detail in oddity.remedies.items():
            yield Message("  {text}: {detail}", shown(cell), Message(detail))
        yield from (Message("{column}: {detail}", column, detail) for detail in oddity.others)


def _month_remedy(cell: str) -> str:
    """Return a remedy for a date with a month name that is not read."""
    match = re.fullmatch(r"(?:\d{1,2}\.? )?([^\W\d_]{3,})\.? \d{4}", cell)
    if not match or month_number(match[1]):
        return ""
    return Message(
        "names of months are read in {languages}; of another, write the month as a number",
        LANGUAGES,
    )


def _missing(table: Table, column_plan: Plan, drafts: Drafts) -> Iterator[str]:
    mapped = {target.path.partition(".")[0] for target in column_plan.columns.values()}
    mapped |= {path.partition(".")[0] for path in column_plan.constants}
    for key in NEEDED:
        if key not in mapped and key not in drafts.filled:
            remedy = _remedy(key, column_plan)
            yield Message("missing: no column gives {key!r}{remedy}", key, remedy)
        elif key in drafts.lacking:
            left, total = len(drafts.features) - drafts.filled.get(key, 0), len(drafts.features)
            yield Message(
                "missing: {n} of {total} without {key!r}, first {row}{fill}",
                left,
                total,
                key,
                row_name(drafts.lacking[key]),
                _fill(key),
            )
    is_placed = drafts.placed or drafts.worded or any(f.get("geometry") for f in drafts.features)
    if not is_placed and not table.geometry_from:
        yield Message("no feature has a geometry{remedy}", _where(table))


def _remedy(key: str, column_plan: Plan) -> str:
    """Return the options for a missing property, with the columns that may give it."""
    remedy = option_remedy(": {remedy}", Message(_HINTS[key]))
    dates = column_plan.possible_dates if key == "start" else ()
    return Message("{remedy}; perhaps {columns}", remedy, ", ".join(dates)) if dates else remedy


def _fill(key: str) -> str:
    """Return what becomes of rows without a property."""
    if key == "title":
        choice = option_remedy(", or --incomplete calls it by file and row")
        return Message("; such a row is held back; correct it{choice}", choice)
    return option_remedy("; --set start=unknown fills these") if key == "start" else ""


def _where(table: Table) -> str:
    """Return a remedy for missing positions, by the format of the file."""
    if table.kind in _TABLES:
        return option_remedy("; --lon and --lat, or --wkt, name the columns of positions")
    lonlat = (position_column(table.columns, axis) for axis in ("lon", "lat"))
    if all(names := list(lonlat)):
        return Message(
            "; save the table as CSV: of {lon!r} and {lat!r}, positions are made there", *names
        )
    return ""
