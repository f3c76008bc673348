"""Mapping of columns to record properties: by option, by a saved file, by name, or by guess."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.i18n.spelling import correction
from geotrack.importing.cells.dates import ORDERS, check_form, date_rules, is_undecided, split_forms
from geotrack.importing.cells.text import any_cell, first_repeated, text_of
from geotrack.importing.cells.values import CellRules, accepts, kind_of, suggestion
from geotrack.importing.disk_lists import gather
from geotrack.importing.event_datasets.codebook import Codebook
from geotrack.importing.faults import row_name
from geotrack.importing.mapping.guess import Guesses, guess_columns, may_be_publisher
from geotrack.importing.mapping.stated_values import StatedValues, constant_of
from geotrack.importing.option_names import option_remedy
from geotrack.importing.table import Table
from geotrack.importing.targets.column_words import EPOCH, name_parts
from geotrack.importing.targets.properties import (
    ANCHORS,
    EXTRA,
    ID,
    START,
    Property,
    nearest_property,
    own_names,
    properties,
    property_of_column,
    spellings,
    stored_name,
)
from geotrack.messages import Message, did_you_mean, sentence, suggestions_of
from geotrack.notation.dates import DateOrder
from geotrack.taxonomy import Taxonomy, built_in_taxonomy

__all__ = ["AskOrder", "MappingOptions", "Plan", "pairs", "plan"]

_URL = "sources.url"
AskOrder = Callable[[str, str], DateOrder | None]
"""Returns what stands first in the dates of a column, given its name and a cell; None: unknown."""


@dataclass(frozen=True)
class MappingOptions:
    """The user's mapping of columns.

    Parameters
    ----------
    columns : Mapping of str to str
        Property by column, from the command line.
    saved : Mapping of str to str
        Property by column, from a file; columns that do not exist are no error.
    constants : Mapping of str to str
        Value by property.
    dates : tuple of str
        Date formats of `datetime.strptime`, and `day-first`, `month-first`, `excel`, `excel-1904`,
        `epoch` or `epoch-ms`.
    values : Mapping of str to str
        Value by text, or by column, colon and text.
    guess : bool
        Whether columns without a property are guessed, and rows without a title, a source or a
        date state so themselves.
    taxonomy : Taxonomy
        The types that records can have.
    codebook : Codebook, optional
        The event dataset that the file is of.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    saved: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    guess: bool = True
    taxonomy: Taxonomy = field(default_factory=built_in_taxonomy)
    codebook: Codebook | None = None


@dataclass(frozen=True)
class Plan:
    """The use of each column.

    Parameters
    ----------
    columns : Mapping of str to Property
        Columns that fill a property.
    extras : Mapping of str to str
        Columns that are kept, with the name that each has in a record.
    constants : Mapping of str to object
        Values where no column gives one, by path of the property.
    dates : tuple of str
        Forms of dates, with those that columns decided.
    notes : tuple of str
        Differences from the requested mapping.
    rules : Mapping of str to CellRules
        How the cells of a column are read.
    values : Mapping of str to str
        The user's words for values.
    guesses : Mapping of str to str
        Why a column was guessed, by column.
    possible_dates : tuple of str
        Columns that may hold the dates of events, and were not taken.
    """

    columns: Mapping[str, Property]
    extras: Mapping[str, str]
    constants: Mapping[str, Any]
    dates: tuple[str, ...]
    notes: tuple[str, ...] = ()
    rules: Mapping[str, CellRules] = field(default_factory=dict, compare=False)
    values: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, str] = field(default_factory=dict, compare=False)
    possible_dates: tuple[str, ...] = ()

    def gives(self, path: str) -> bool:
        """Return whether a column or a value fills a property."""
        return path in self.constants or any(
            target.path == path for target in self.columns.values()
        )


# What follows an option, for its error.
_FORMS = {"--map": "COLUMN=PROPERTY", "--set": "PROPERTY=VALUE", "--map-value": "VALUE=WORD"}


def pairs(option: str, texts: Iterable[str]) -> dict[str, str]:
    """Parse options of the form `NAME=VALUE`.

    Raises
    ------
    UsageError
        An option has no equals sign, or a name is repeated.

    Examples
    --------
    >>> pairs("--map", ["navn=title", "a=b=place.name"])
    {'navn': 'title', 'a=b': 'place.name'}
    """
    parsed: dict[str, str] = {}
    for text in texts:
        # Column names and constant values may contain equals signs.
        cut = text.partition("=") if option == "--set" else text.rpartition("=")
        name, equals, value = (part.strip() for part in cut)
        if not (name and equals and value):
            form = _FORMS[option]
            raise UsageError(
                Message("{option} {text!r}: write {option} {form}", option, text, form)
            )
        if name in parsed:
            raise UsageError(Message("{option} names {name!r} twice; leave one out", option, name))
        parsed[name] = value
    return parsed


def plan(table: Table, mapping: MappingOptions, ask: AskOrder | None = None) -> Plan:
    """Decide the use of each column of a file.

    Parameters
    ----------
    table : Table
        The file's columns.
    mapping : MappingOptions
        The user's mapping; other columns are mapped by their names, and by guess.
    ask : callable, optional
        Asks for the order of day and month where no cell of a column decides it.

    Raises
    ------
    UsageError
        A column or property does not exist, or two columns fill one property.
    """
    notes: list[str] = []
    for form in mapping.dates:
        check_form(form)
    paths, extras = _requested_paths(table, mapping, notes)
    targets = properties(mapping.taxonomy)
    stated_values = StatedValues(mapping.values, table.columns, mapping.taxonomy)
    stated_values.check({c: targets[p] for c, p in paths.items()})
    rules = _Rules(table, mapping, targets, stated_values)
    constants = dict(_constants(mapping, len(table.rows)))
    foreign = _by_name(table, rules, constants, paths, extras, guess=mapping.guess)
    guesses = Guesses()
    if mapping.guess:
        free = [c for c in table.columns if c not in paths and c not in extras and c not in foreign]
        # `unknown` is for rows without a date: it takes no column away.
        filled = {k for k, v in constants.items() if (k, v) != ("start", "unknown")}
        # A column without cells, as a template has them, takes its property from no other column.
        empty = {c for c in {*paths} - {*mapping.columns} if not any_cell(table.columns[c])}
        named_paths = {c: path for c, path in paths.items() if c not in empty}
        guesses = guess_columns(
            table, free, named_paths, filled, rules, known=targets, foreign=foreign
        )
        better = {*guesses.paths.values()}
        paths = {
            c: p for c, p in paths.items() if c in named_paths or p not in better
        } | guesses.paths
        notes += guesses.notes
    stored = {*extras.values()}
    for column in table.columns:
        if column not in paths and column not in extras:
            extras[column] = stored_name(column, stored)
            stored.add(extras[column])
    notes += [
        _foreign_note(table, c, target, extras[c]) for c, target in foreign.items() if c in extras
    ]
    columns = {c: targets[paths[c]] for c in _in_order(table.columns, paths)}
    cell_rules = {c: rules.with_order(c, target, ask) for c, target in columns.items()}
    return Plan(
        columns,
        {c: extras[c] for c in table.columns if c in extras},
        constants,
        _decided_forms(mapping.dates, cell_rules),
        tuple(notes),
        cell_rules,
        mapping.values,
        guesses.reasons,
        tuple(guesses.possible_dates),
    )


def _in_order(columns: Iterable[str], paths: Mapping[str, str]) -> list[str]:
    """Return the columns that fill a property; of several dates first the one that goes first."""
    starts = iter([c for c in paths if paths[c] == START])
    return [next(starts) if paths[c] == START else c for c in columns if c in paths]


def _by_name(
    table: Table,
    rules: _Rules,
    constants: Mapping[str, Any],
    paths: dict[str, str],
    extras: Container[str],
    *,
    guess: bool,
) -> dict[str, Property]:
    """Add the columns that their names or the format assign; return those that only seem so."""
    targets, foreign = rules.known, {}
    used = set(paths.values())
    own_columns = {c: path for c in table.columns if (path := property_of_column(c))}
    if guess:
        own_columns = {
            c: p for c, p in own_columns.items() if p != _URL or not may_be_publisher(table, c)
        }
    if "title" not in {*own_columns.values(), *table.aliases.values(), *used, *constants}:
        # Beside no title, a label is one.
        own_columns = {c: p for c, p in own_columns.items() if p != "label"}
    for column, path in [*own_columns.items(), *table.aliases.items()]:
        if column not in table.columns or column in paths or column in extras or path in used:
            continue
        if _is_foreign(table, column, targets[path], rules, constants):
            foreign[column] = targets[path]
        else:
            paths[column] = path
            used.add(path)
    return foreign


class _Rules:
    """Rules for the cells of each column."""

    def __init__(
        self,
        table: Table,
        mapping: MappingOptions,
        known: Mapping[str, Property],
        stated: StatedValues,
    ) -> None:
        self.known = known
        self._table, self._mapping, self._stated = table, mapping, stated

    def __call__(self, column: str, target: Property) -> CellRules:
        """Return the rules for a column that fills a property."""
        values = self._stated.of(column, target)
        if target.kind != "date":
            return CellRules(values=values, comma=self._table.comma)
        is_epoch = EPOCH.fullmatch(name_parts(column)[0]) is not None
        dates = date_rules(
            self._texts(column),
            self._mapping.dates,
            guess=self._mapping.guess,
            is_epoch=is_epoch,
        )
        return CellRules(dates, values, self._table.comma)

    def with_order(self, column: str, target: Property, ask: AskOrder | None) -> CellRules:
        """Return the rules for a column; ask for the order of its dates if none decides it."""
        rules = self(column, target)
        if ask is None or target.kind != "date":
            return rules
        text = next((t for t in self._texts(column) if is_undecided(t, rules.dates)), None)
        order = ask(column, text) if text is not None else None
        return replace(rules, dates=replace(rules.dates, order=order)) if order else rules

    def _texts(self, column: str) -> Sequence[str]:
        return gather(text_of(cell) for cell in self._table.columns[column] if cell is not None)


def _decided_forms(stated: tuple[str, ...], rules: Mapping[str, CellRules]) -> tuple[str, ...]:
    """Return the stated forms of dates, with what the columns decided where they agree."""
    _, order, numbers = split_forms(stated)
    forms = list(stated)
    orders = {r.dates.order for r in rules.values() if r.dates.order}
    counts = {r.dates.numbers for r in rules.values() if r.dates.numbers}
    if order is None and len(orders) == 1:
        forms += [name for name, decided in ORDERS.items() if decided in orders]
    if numbers is None and len(counts) == 1:
        forms += [decided for decided in counts if decided]
    return tuple(forms)


def _is_foreign(
    table: Table, column: str, target: Property, rules: _Rules, constants: Mapping[str, Any]
) -> bool:
    """Return whether a column only has the name of a property: no cell has a valid value.

    A column of ids is foreign if one repeats, such as `0` in each row.

    Names such as `type` and `status` are common in foreign files. Longer names such as
    `actor_country` are never foreign.
    """
    if target.path == ID:
        return first_repeated(table.columns[column]) is not None
    if target.path not in constants and not (kind_of(target) and column.strip().isalpha()):
        return False
    cells = table.columns[column]
    if all(cell is None for cell in cells):
        return False
    rule = rules(column, target)
    return not any(cell is not None and accepts(target, cell, rule) for cell in cells)


def _foreign_note(table: Table, column: str, target: Property, stored: str) -> str:
    if target.path == ID:
        kept = Message(
            "{column}: {text} stands in several rows, so it is no id of records; kept as "
            "{stored!r}",
            column,
            shown(first_repeated(table.columns[column])),
            stored,
        )
        return sentence(kept, option_remedy("--map {column}={path} takes it as one", column, ID))
    n, cell = next((n, c) for n, c in enumerate(table.columns[column]) if c is not None)
    guess = suggestion(target, text_of(cell)) if target.choices else ""
    otherwise = option_remedy("--map {column}={path} takes it as one", column, target.path)
    kept = Message(
        "{column}: no cell is a {noun} as records write it, and the column is kept as {stored!r}; "
        "first {row}, {text}",
        column,
        Message(kind_of(target) or target.kind),
        stored,
        row_name(table.rows[n]),
        shown(cell),
    )
    return sentence(kept, Message(guess) if suggestions_of(guess) else otherwise)


def _requested_paths(
    table: Table, mapping: MappingOptions, notes: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the properties and extra names that options and a saved mapping give columns."""
    paths_by_column: dict[str, str] = {}
    # Options take precedence over the saved mapping, by column and by property.
    stated_paths = {_path(spelling) for spelling in mapping.columns.values()}
    saved = {c: g for c, g in mapping.saved.items() if _path(g) not in stated_paths}
    for column, spelling in {**saved, **mapping.columns}.items():
        if column not in table.columns:
            if column not in mapping.columns:
                notes.append(Message("no column {column!r}, which the saved mapping names", column))
                continue
            _no_column(table, column)
        path = _path(spelling)
        mapped = next((c for c, p in paths_by_column.items() if p == path), None)
        if (
            mapped is not None
            and path != START
            and not (path in properties() and _takes_several(path))
        ):
            raise UsageError(
                Message(
                    "two columns for {path!r}: {first!r} and {second!r}; map one of them",
                    path,
                    mapped,
                    column,
                )
            )
        paths_by_column[column] = path
    paths = {c: p for c, p in paths_by_column.items() if not p.startswith(EXTRA)}
    extras = {c: p.removeprefix(EXTRA) for c, p in paths_by_column.items() if c not in paths}
    return paths, extras


def _no_column(table: Table, column: str) -> None:
    used = [c.strip() for c in table.geometry_from.split(",") if c.strip()]
    if column in used:
        raise UsageError(
            sentence(
                Message("the column {column!r} makes the geometry", column),
                option_remedy("leave it out of --map"),
            )
        )
    guess = correction(column, table.columns)
    remedy = did_you_mean(guess, Message("columns are {listed}", ", ".join(table.columns)))
    raise UsageError(sentence(Message("no column is called {name!r}", column), remedy))


def _takes_several(path: str) -> bool:
    return properties()[path].listed or path.partition(".")[0] in ANCHORS


def _path(spelling: str) -> str:
    """Return the path of a property; refuse unknown ones."""
    path = spellings().get(spelling)
    if path:
        return path
    first = spelling.partition(".")[0]
    if spelling.startswith(EXTRA) and len(spelling) > len(EXTRA):
        name = spelling.removeprefix(EXTRA)
        if name in own_names():
            raise UsageError(
                Message("{name!r} is a property of records; map to {name!r} itself", name)
            )
        return spelling
    if first in {"review", "revisions", "added_by"}:
        raise UsageError(Message("{key!r} is written by geotrack; leave it out", first))
    path = nearest_property(spelling) or _only_path_ending(spelling)
    otherwise = Message("{key} keeps it under that name", f"{EXTRA}{spelling}")
    problem = Message("{key!r} is not a property that geotrack defines", spelling)
    raise UsageError(sentence(problem, did_you_mean(path, otherwise)))


def _only_path_ending(spelling: str) -> str:
    """Return the only path that ends with a name; empty if there is none or several."""
    paths = [path for path in properties() if path.endswith(f".{spelling}")]
    return paths[0] if len(paths) == 1 else ""


def _constants(mapping: MappingOptions, rows: int) -> Iterable[tuple[str, Any]]:
    for name, value in mapping.constants.items():
        path = _path(name)
        if path == ID and rows > 1:
            raise UsageError(
                Message(
                    "--set id gives {n} records one id; map a column, or leave it to `add`", rows
                )
            )
        kind = "text" if path.startswith(EXTRA) else properties()[path].kind
        yield path, constant_of(path, kind, value, mapping.taxonomy)
