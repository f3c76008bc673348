"""Mapping of columns to record properties: by option, by a saved TOML file, or by name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, Strict

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.importing.cells import number_of, text_of
from geotrack.importing.date_formats import check_form, is_date
from geotrack.importing.faults import UnreadableError
from geotrack.importing.table import Options, Table
from geotrack.importing.target_properties import (
    ANCHORS,
    EXTRA,
    ID,
    Property,
    nearest_property,
    properties,
    property_of_column,
    spellings,
)
from geotrack.importing.values import accepts, kind_of, suggestion
from geotrack.model.base import Listed, Model, Text
from geotrack.taxonomy import UnknownTypeError, slip, taxonomy

__all__ = [
    "MappingOptions",
    "Plan",
    "SavedMapping",
    "mapping_text",
    "pairs",
    "plan",
    "read_mapping",
    "stored_name",
]


class SavedMapping(Model):
    """A mapping as saved in a TOML file: reading options and the columns' properties."""

    layer: Listed[Text] = ()
    lon: Text | None = None
    lat: Text | None = None
    wkt: Text | None = None
    crs: Text | None = None
    encoding: Text | None = None
    sheet: Text | None = None
    header_row: Annotated[int, Strict(), Field(gt=0)] | None = None
    dates: Listed[Text] = ()
    columns: dict[str, Text] = Field(default_factory=dict)
    set: dict[str, Text | int | float] = Field(default_factory=dict)


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
        Date formats of `datetime.strptime`.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    saved: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ()


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
        Date formats.
    notes : tuple of str
        Differences from the requested mapping.
    """

    columns: Mapping[str, Property]
    extras: Mapping[str, str]
    constants: Mapping[str, Any]
    dates: tuple[str, ...]
    notes: tuple[str, ...] = ()


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
    found: dict[str, str] = {}
    for text in texts:
        # Column names and constant values may contain equals signs.
        cut = text.rpartition("=") if option == "--map" else text.partition("=")
        name, equals, value = (part.strip() for part in cut)
        if not (name and equals and value):
            form = "COLUMN=PROPERTY" if option == "--map" else "PROPERTY=VALUE"
            raise UsageError(f"{option} {text!r}: write {option} {form}")
        if name in found:
            raise UsageError(f"{option} names {name!r} twice; leave one out")
        found[name] = value
    return found


def read_mapping(path: Path) -> SavedMapping:
    """Read a saved mapping.

    Raises
    ------
    UnreadableError
        It is not TOML, or has unknown keys.
    """
    from geotrack.reading import read_table

    table = read_table(path, path.name, SavedMapping)
    if table.findings or table.record is None:
        first = table.findings[0]
        pointer = first.pointer.lstrip("/").replace("/", ".")
        message = f"{pointer}: {first.message}" if pointer else first.message
        raise UnreadableError(path, message, first.remedy, line=first.line)
    return table.record


def mapping_text(column_plan: Plan, options: Options) -> str:
    """Return a mapping as TOML text, including columns mapped by their names."""
    import tomlkit

    document = tomlkit.document()
    if options.layers:
        document["layer"] = list(options.layers)
    for key in ("lon", "lat", "wkt", "crs", "encoding", "sheet", "header_row"):
        if getattr(options, key):
            document[key] = getattr(options, key)
    if column_plan.dates:
        document["dates"] = list(column_plan.dates)
    columns = {name: found.path for name, found in column_plan.columns.items()}
    renamed = {n: f"{EXTRA}{stored}" for n, stored in column_plan.extras.items() if n != stored}
    document["columns"] = {**columns, **renamed}
    if column_plan.constants:
        document["set"] = dict(column_plan.constants)
    return tomlkit.dumps(document)


def plan(table: Table, mapping: MappingOptions) -> Plan:
    """Decide the use of each column of a file.

    Parameters
    ----------
    table : Table
        The file's columns.
    mapping : MappingOptions
        The user's mapping; other columns are mapped by their names.

    Raises
    ------
    UsageError
        A column or property does not exist, or two columns fill one property.
    """
    notes: list[str] = []
    for form in mapping.dates:
        check_form(form)
    paths, extras = _requested_paths(table, mapping, notes)
    used = set(paths.values())
    constants = dict(_constants(mapping.constants, len(table.rows)))
    known = properties()
    foreign: dict[str, Property] = {}
    own = {c: path for c in table.columns if (path := property_of_column(c))}
    for column, path in [*own.items(), *table.aliases.items()]:
        if column not in table.columns or column in paths or column in extras or path in used:
            continue
        if _is_foreign(table, column, known[path], mapping, constants):
            foreign[column] = known[path]
        else:
            paths[column] = path
            used.add(path)
    stored = {*extras.values()}
    for column in table.columns:
        if column not in paths and column not in extras:
            extras[column] = stored_name(column, stored)
            stored.add(extras[column])
    notes += [_of_foreign(table, c, one, extras[c]) for c, one in foreign.items() if c in extras]
    return Plan(
        {c: known[paths[c]] for c in table.columns if c in paths},
        {c: extras[c] for c in table.columns if c in extras},
        constants,
        mapping.dates,
        tuple(notes),
    )


def _is_foreign(
    table: Table, column: str, one: Property, mapping: MappingOptions, constants: Mapping[str, Any]
) -> bool:
    """Return whether a column only has the name of a property: no cell has a valid value.

    Names such as `type` and `status` are common in foreign files. Longer names such as
    `actor_country` are never foreign.
    """
    if one.path not in constants and not (kind_of(one) and column.strip().isalpha()):
        return False
    cells = [cell for cell in table.columns[column] if cell is not None]
    return bool(cells) and not any(accepts(one, c, mapping.dates, comma=table.comma) for c in cells)


def _of_foreign(table: Table, column: str, one: Property, stored: str) -> str:
    cells = [cell for cell in table.columns[column] if cell is not None]
    row = table.rows[table.columns[column].index(cells[0])]
    guess = suggestion(one, text_of(cells[0])) if one.choices else ""
    hint = guess if guess.startswith("did you") else f"--map {column}={one.path} takes it as one"
    return (
        f"{column}: no cell is a {kind_of(one) or one.kind} as records write it, and the column "
        f"is kept as {stored!r}; first {row}, {shown(cells[0])}; {hint}"
    )


def _requested_paths(
    table: Table, mapping: MappingOptions, notes: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    paths_by_column: dict[str, str] = {}
    # Options take precedence over the saved mapping, by column and by property.
    stated = {_path(spelling) for spelling in mapping.columns.values()}
    saved = {c: g for c, g in mapping.saved.items() if _path(g) not in stated}
    for column, spelling in {**saved, **mapping.columns}.items():
        if column not in table.columns:
            if column not in mapping.columns:
                notes.append(f"no column {column!r}, which the saved mapping names")
                continue
            _no_column(table, column)
        path = _path(spelling)
        one = next((c for c, p in paths_by_column.items() if p == path), None)
        if one is not None and not (path in properties() and _many(path)):
            raise UsageError(f"two columns for {path!r}: {one!r} and {column!r}; map one of them")
        paths_by_column[column] = path
    paths = {c: p for c, p in paths_by_column.items() if not p.startswith(EXTRA)}
    extras = {c: p.removeprefix(EXTRA) for c, p in paths_by_column.items() if c not in paths}
    return paths, extras


def _no_column(table: Table, column: str) -> None:
    used = [c.strip() for c in table.geometry_from.split(",") if c.strip()]
    if column in used:
        raise UsageError(f"the column {column!r} makes the geometry; leave it out of --map")
    guess = slip(column, table.columns)
    listed = ", ".join(table.columns)
    remedy = f"did you mean {guess!r}?" if guess else f"columns are {listed}"
    raise UsageError(f"no column is called {column!r}; {remedy}")


def _many(path: str) -> bool:
    return properties()[path].listed or path.partition(".")[0] in ANCHORS


def _path(spelling: str) -> str:
    """Return the path of a property; refuse unknown ones."""
    path = spellings().get(spelling)
    if path:
        return path
    first = spelling.partition(".")[0]
    if spelling.startswith(EXTRA) and len(spelling) > len(EXTRA):
        name = spelling.removeprefix(EXTRA)
        if name in _own_names():
            raise UsageError(f"{name!r} is a property of records; map to {name!r} itself")
        return spelling
    if first in {"review", "revisions"}:
        raise UsageError(f"{first!r} is written by geotrack; leave it out")
    path = nearest_property(spelling) or _ending(spelling)
    remedy = f"did you mean {path!r}?" if path else f"{EXTRA}{spelling} keeps it under that name"
    raise UsageError(f"{spelling!r} is not a property that geotrack defines; {remedy}")


def _ending(spelling: str) -> str:
    """Return the only path that ends with a name; empty if there is none or several."""
    found = [path for path in properties() if path.endswith(f".{spelling}")]
    return found[0] if len(found) == 1 else ""


def _own_names() -> set[str]:
    return {path.partition(".")[0] for path in properties()} | {"review", "revisions"}


def stored_name(column: str, used: Container[str]) -> str:
    """Return the name under which a column is kept, distinct from all properties."""
    name = f"{column} (column)" if column in _own_names() else column
    while name in used:
        name += "*"
    return name


def _constants(values: Mapping[str, str], rows: int) -> Iterable[tuple[str, Any]]:
    for name, value in values.items():
        path = _path(name)
        if path == ID and rows > 1:
            raise UsageError(
                f"--set id gives {rows} records one id; map a column, or leave it to `add`"
            )
        kind = "text" if path.startswith(EXTRA) else properties()[path].kind
        yield path, _constant(path, kind, value)


def _constant(path: str, kind: str, value: str) -> Any:
    stated = f"--set {path}={value}"
    if path == "type":
        try:
            return taxonomy().resolve(value).id
        except UnknownTypeError as error:
            raise UsageError(f"{stated}: {error}; {error.remedy}") from None
    if kind == "date" and not is_date(value):
        raise UsageError(f"{stated}: that is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY")
    if kind in {"number", "integer"}:
        number = number_of(value)
        if number is None or (kind == "integer" and not number.is_integer()):
            raise UsageError(f"{stated}: that is no {'whole ' if kind == 'integer' else ''}number")
        return int(number) if number.is_integer() else number
    return value
