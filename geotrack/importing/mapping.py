"""Which column becomes which property: told, saved in a TOML file, or by the column's own name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

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
    likely,
    named_by,
    properties,
    spellings,
)
from geotrack.importing.values import holds, kind_of, meant
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
    """A mapping as its TOML file holds it: how the file is read, and what its columns mean."""

    layer: Listed[Text] = ()
    lon: Text | None = None
    lat: Text | None = None
    wkt: Text | None = None
    crs: Text | None = None
    encoding: Text | None = None
    dates: Listed[Text] = ()
    columns: dict[str, Text] = Field(default_factory=dict)
    set: dict[str, Text | int | float] = Field(default_factory=dict)


@dataclass(frozen=True)
class MappingOptions:
    """What was told about columns.

    Parameters
    ----------
    columns : Mapping of str to str
        Property by column, as told on the command line.
    saved : Mapping of str to str
        The same, from a file; a column that is not there is no fault.
    constants : Mapping of str to str
        Value by property.
    dates : tuple of str
        Forms of dates, as `datetime.strptime` reads them.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    saved: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What becomes of each column.

    Parameters
    ----------
    columns : Mapping of str to Property
        Columns that fill a property.
    extras : Mapping of str to str
        Columns that are kept, with the name that each has in a record.
    constants : Mapping of str to object
        Values that stand where no column gives one, by path of the property.
    dates : tuple of str
        Forms of dates.
    notes : tuple of str
        What was not as told.
    """

    columns: Mapping[str, Property]
    extras: Mapping[str, str]
    constants: Mapping[str, Any]
    dates: tuple[str, ...]
    notes: tuple[str, ...] = ()


def pairs(option: str, given: Iterable[str]) -> dict[str, str]:
    """Return what `NAME=VALUE` options say.

    Raises
    ------
    UsageError
        One has no equals sign, or says one name twice.

    Examples
    --------
    >>> pairs("--map", ["navn=title", "a=b=place.name"])
    {'navn': 'title', 'a=b': 'place.name'}
    """
    found: dict[str, str] = {}
    for text in given:
        # A column may have an equals sign in its name, and a constant one in its value.
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
        It is no TOML, or holds what a mapping does not.
    """
    from geotrack.reading import read_table

    table = read_table(path, path.name, SavedMapping)
    if table.findings or table.record is None:
        first = table.findings[0]
        pointer = first.pointer.lstrip("/").replace("/", ".")
        message = f"{pointer}: {first.message}" if pointer else first.message
        raise UnreadableError(path, message, first.remedy, line=first.line)
    return table.record


def mapping_text(made: Plan, options: Options) -> str:
    """Return a mapping as TOML text, with the columns that mapped themselves."""
    import tomlkit

    document = tomlkit.document()
    if options.layers:
        document["layer"] = list(options.layers)
    for key in ("lon", "lat", "wkt", "crs", "encoding"):
        if getattr(options, key):
            document[key] = getattr(options, key)
    if made.dates:
        document["dates"] = list(made.dates)
    columns = {name: found.path for name, found in made.columns.items()}
    renamed = {n: f"{EXTRA}{kept}" for n, kept in made.extras.items() if n != kept}
    document["columns"] = {**columns, **renamed}
    if made.constants:
        document["set"] = dict(made.constants)
    return tomlkit.dumps(document)


def plan(table: Table, told: MappingOptions) -> Plan:
    """Decide what becomes of each column of a file.

    Parameters
    ----------
    table : Table
        The file's columns.
    told : MappingOptions
        What the user says; a column that is not told goes by its own name.

    Raises
    ------
    UsageError
        A column or property that is not there, or two columns for one property.
    """
    notes: list[str] = []
    for form in told.dates:
        check_form(form)
    paths, extras = _asked(table, told, notes)
    taken = set(paths.values())
    constants = dict(_constants(told.constants, len(table.rows)))
    known = properties()
    foreign: dict[str, Property] = {}
    own = {c: path for c in table.columns if (path := named_by(c))}
    for column, path in [*own.items(), *table.aliases.items()]:
        if column not in table.columns or column in paths or column in extras or path in taken:
            continue
        if _is_foreign(table, column, known[path], told, constants):
            foreign[column] = known[path]
        else:
            paths[column] = path
            taken.add(path)
    kept = {*extras.values()}
    for column in table.columns:
        if column not in paths and column not in extras:
            extras[column] = stored_name(column, kept)
            kept.add(extras[column])
    notes += [_of_foreign(table, c, one, extras[c]) for c, one in foreign.items() if c in extras]
    return Plan(
        {c: known[paths[c]] for c in table.columns if c in paths},
        {c: extras[c] for c in table.columns if c in extras},
        constants,
        told.dates,
        tuple(notes),
    )


def _is_foreign(
    table: Table, column: str, one: Property, told: MappingOptions, constants: Mapping[str, Any]
) -> bool:
    """Tell whether a column is only called like a property: none of its cells can be of it.

    Words such as `type` and `status` are common in other people's files, and what a constant
    says goes before such a guess. A column of a longer name, `actor_country`, is none.
    """
    if one.path not in constants and not (kind_of(one) and column.strip().isalpha()):
        return False
    cells = [cell for cell in table.columns[column] if cell is not None]
    return bool(cells) and not any(holds(one, c, told.dates, comma=table.comma) for c in cells)


def _of_foreign(table: Table, column: str, one: Property, kept: str) -> str:
    cells = [cell for cell in table.columns[column] if cell is not None]
    row = table.rows[table.columns[column].index(cells[0])]
    guess = meant(one, text_of(cells[0])) if one.choices else ""
    hint = guess if guess.startswith("did you") else f"--map {column}={one.path} takes it as one"
    return (
        f"{column}: no cell is a {kind_of(one) or one.kind} as records write it, and the column "
        f"is kept as {kept!r}; first {row}, {shown(cells[0])}; {hint}"
    )


def _asked(
    table: Table, told: MappingOptions, notes: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    given_by: dict[str, str] = {}
    # What is told goes before what was saved, for a column as for a property.
    said = {_path(given) for given in told.columns.values()}
    saved = {c: g for c, g in told.saved.items() if _path(g) not in said}
    for column, given in {**saved, **told.columns}.items():
        if column not in table.columns:
            if column not in told.columns:
                notes.append(f"no column {column!r}, of which the saved mapping speaks")
                continue
            _no_column(table, column)
        path = _path(given)
        one = next((c for c, p in given_by.items() if p == path), None)
        if one is not None and not (path in properties() and _many(path)):
            raise UsageError(f"two columns for {path!r}: {one!r} and {column!r}; map one of them")
        given_by[column] = path
    paths = {c: p for c, p in given_by.items() if not p.startswith(EXTRA)}
    extras = {c: p.removeprefix(EXTRA) for c, p in given_by.items() if c not in paths}
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


def _path(given: str) -> str:
    """Return the path that a property goes by, refused where there is none."""
    path = spellings().get(given)
    if path:
        return path
    first = given.partition(".")[0]
    if given.startswith(EXTRA) and len(given) > len(EXTRA):
        name = given.removeprefix(EXTRA)
        if name in _own_names():
            raise UsageError(f"{name!r} is a property of records; map to {name!r} itself")
        return given
    if first in {"review", "revisions"}:
        raise UsageError(f"{first!r} is written by geotrack; leave it out")
    path = likely(given) or _ending(given)
    remedy = f"did you mean {path!r}?" if path else f"{EXTRA}{given} keeps it under that name"
    raise UsageError(f"{given!r} is not a property that geotrack defines; {remedy}")


def _ending(given: str) -> str:
    """Return the one path that ends with what was given, empty where there is none or several."""
    found = [path for path in properties() if path.endswith(f".{given}")]
    return found[0] if len(found) == 1 else ""


def _own_names() -> set[str]:
    return {path.partition(".")[0] for path in properties()} | {"review", "revisions"}


def stored_name(column: str, taken: Container[str]) -> str:
    """Return the name under which a column is kept: its own, where no property has it."""
    name = f"{column} (column)" if column in _own_names() else column
    while name in taken:
        name += "*"
    return name


def _constants(given: Mapping[str, str], rows: int) -> Iterable[tuple[str, Any]]:
    for name, value in given.items():
        path = _path(name)
        if path == ID and rows > 1:
            raise UsageError(
                f"--set id gives {rows} records one id; map a column, or leave it to `add`"
            )
        kind = "text" if path.startswith(EXTRA) else properties()[path].kind
        yield path, _constant(path, kind, value)


def _constant(path: str, kind: str, value: str) -> Any:
    said = f"--set {path}={value}"
    if path == "type":
        try:
            return taxonomy().resolve(value).id
        except UnknownTypeError as error:
            raise UsageError(f"{said}: {error}; {error.remedy}") from None
    if kind == "date" and not is_date(value):
        raise UsageError(f"{said}: that is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY")
    if kind in {"number", "integer"}:
        number = number_of(value)
        if number is None or (kind == "integer" and not number.is_integer()):
            raise UsageError(f"{said}: that is no {'whole ' if kind == 'integer' else ''}number")
        return int(number) if number.is_integer() else number
    return value
