"""Editing of map definitions as text; comments and other keys stay."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from geotrack.errors import UsageError
from geotrack.files import is_portable_name
from geotrack.findings import Finding, shown
from geotrack.messages import Message
from geotrack.model import MapDefinition, Scene
from geotrack.model.maps.look import Look
from geotrack.model.maps.map_definition import Layers, Selected
from geotrack.model.maps.view import FirstView
from geotrack.reading import TomlTable
from geotrack.reading.toml_files import parse_table, typed_table
from geotrack.workspace.store import Workspace, shown_path

if TYPE_CHECKING:
    from geotrack.model import Model

__all__ = [
    "MAP_KEYS",
    "SCENE_KEYS",
    "map_path",
    "map_table",
    "map_text",
    "map_values",
    "new_map_text",
    "scenes_text",
]


def _keys(model: type[Model], table: str = "", without: Sequence[str] = ()) -> tuple[str, ...]:
    names = {name: field.alias or name for name, field in model.model_fields.items()}
    return tuple(f"{table}{key}" for name, key in names.items() if name not in without)


_TABLES = ("look", "view", "layers", "select", "observations", "ice", "scenes", "frozen")
MAP_KEYS = (
    *_keys(MapDefinition, without=_TABLES),
    *_keys(FirstView, "view."),
    *_keys(Layers, "layers."),
    *_keys(Selected, "select."),
    *_keys(Look, "look."),
)
"""Keys of a definition that are edited one by one; `select.from` is `from` in `[select]`."""

SCENE_KEYS = _keys(Scene)
"""Keys of a scene."""

# An empty list names no record; without the key, those of the lead are named.
_MAY_BE_EMPTY = {"labels", "layers", "observations"}
_LONGEST_LINE = 100


def map_path(workspace: Workspace, name: str) -> Path:
    """Return the path of a definition.

    Raises
    ------
    UsageError
        The name is not a plain name.
    """
    if name.startswith(".") or not is_portable_name(f"{name}.toml"):
        raise UsageError(
            Message("{name} is no name of a map on every system; rename it", shown(name))
        )
    return workspace.root / "maps" / f"{name}.toml"


def new_map_text(title: str, marking: str) -> str:
    """Return the text of a definition that shows all records.

    Examples
    --------
    >>> print(new_map_text("The strait", "UNCLASSIFIED"))
    title = "The strait"
    marking = "UNCLASSIFIED"
    <BLANKLINE>
    [view]
    fit = "records"
    <BLANKLINE>
    """
    document = tomlkit.document()
    document.update({"title": title, "marking": marking})
    document["view"] = {"fit": "records"}
    return tomlkit.dumps(document)


def map_values(text: str) -> dict[str, Any]:
    r"""Return the values of `MAP_KEYS` that a definition states.

    Examples
    --------
    >>> map_values('title = "A"\n[select]\nthemes = ["air"]\n')
    {'title': 'A', 'select.themes': ['air']}
    """
    parsed = parse_table(text.encode(), "")
    values = {} if isinstance(parsed, Finding) else parsed[1]
    return {key: value for key in MAP_KEYS if (value := _value(values, key)) is not None}


def _value(values: Mapping[str, Any], key: str) -> Any:
    table, _, name = key.rpartition(".")
    inside = values.get(table) if table else values
    return inside.get(name) if isinstance(inside, Mapping) else None


def map_text(text: str, values: Mapping[str, Any]) -> str:
    """Return a definition with other values of some keys.

    Parameters
    ----------
    text : str
        The definition, valid TOML.
    values : mapping
        Values of `MAP_KEYS`: texts, numbers, true and false, lists of them, of `sides` and
        `layers.files` lists of tables. An empty one and false, which every such key is by
        default, take the key away.

    Raises
    ------
    UsageError
        A key is not one of `MAP_KEYS`, or the text is so written that only an editor can change
        it.

    Examples
    --------
    >>> print(map_text('title = "A" # short', {"title": "B", "select.themes": ["air"]}))
    title = "B" # short
    <BLANKLINE>
    [select]
    themes = ["air"]
    <BLANKLINE>
    """
    document = _parsed(text if text.endswith("\n") else f"{text}\n")
    expected = tomllib.loads(text)
    for key, value in values.items():
        if key not in MAP_KEYS:
            raise UsageError(
                Message("{key} is no key of a map that is edited by itself", shown(key))
            )
        table, _, name = key.rpartition(".")
        inside = expected.setdefault(table, {}) if table else expected
        if not isinstance(inside, dict):
            raise UsageError(Message("{table} is no table; change the text", shown(table)))
        was, is_present = inside.get(name), name in inside
        if _is_default(name, value):
            inside.pop(name, None)
        elif is_present and value in (was, [was]):
            continue
        else:
            inside[name] = value
        if table and not inside and table not in document:
            del expected[table]
        elif is_present or name in inside:
            _set(document, table, name, inside.get(name))
            if table and not inside and table not in document:
                del expected[table]
    return _checked(tomlkit.dumps(document), expected)


def _parsed(text: str) -> Any:
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, ValueError) as error:
        raise UsageError(
            Message("the definition is no TOML ({error}); mend its text", error)
        ) from error


def _checked(text: str, expected: Mapping[str, Any]) -> str:
    """Return an edited text; refuse one whose values differ from the expected ones."""
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        parsed = None
    if parsed != expected:
        raise UsageError("the definition is so written that a form cannot change it; edit its text")
    return text


def _is_default(name: str, value: Any) -> bool:
    return (
        value is None
        or value is False
        or value in ("", {})
        or (value == [] and name not in _MAY_BE_EMPTY)
    )


def _set(document: Any, table: str, name: str, value: Any) -> None:
    """Set or remove a key of a document."""
    if not table:
        if value is None:
            document.pop(name, None)
        elif _are_tables(value):
            _set_tables(document, name, value)
        elif name in document:
            _replace(document, name, value)
        else:
            _insert(document, name, value)
        return
    if table not in document:
        if not any(_has_header(item) for item in document.values()):
            document.add(tomlkit.nl())
        document[table] = tomlkit.table()
    if value is None:
        document[table].pop(name, None)
        # A table that only stood in the header of another is gone with that.
        if not document[table] and document[table].is_super_table():
            document.pop(table)
    elif _are_tables(value):
        _set_tables(document[table], name, value)
    else:
        document[table][name] = _item(value)


def _are_tables(value: Any) -> bool:
    return bool(value) and isinstance(value, list) and all(isinstance(v, Mapping) for v in value)


def _set_tables(document: Any, name: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Set an array of tables; where their number stays, each is changed where it stands."""
    old: Any = document.get(name)
    if isinstance(old, tomlkit.items.AoT) and len(old) == len(entries):
        tables = old
    else:
        document.pop(name, None)
        tables = tomlkit.aot()
        for _ in entries:
            tables.append(tomlkit.table())
    for table, entry in zip(tables, entries, strict=True):
        for key in [key for key in table if key not in entry]:
            del table[key]
        for key, value in entry.items():
            if table.get(key) != value:
                _replace(table, key, value)
    if tables is not old:
        document.append(name, tables)


def _replace(table: Any, key: str, value: Any) -> None:
    """Replace a value of a table; of a table by language each text where it stands."""
    old: Any = table.get(key)
    if not (isinstance(value, Mapping) and isinstance(old, dict)):
        table[key] = _item(value)
        return
    # The table is read anew for each change: tomlkit's view of dotted keys does not follow one.
    for language, text in value.items():
        if old.get(language) != text:
            table[key][language] = _item(text)
    for language in set(old) - set(value):
        del table[key][language]


def _item(value: Any) -> Any:
    if isinstance(value, str):
        text = tomlkit.string(value, multiline="\n" in value).as_string()
        # The line break after the opening quotes is no part of the value.
        return tomlkit.value(f'"""\n{text[3:]}' if "\n" in value else text)
    try:
        if isinstance(value, Mapping):
            pairs = (
                f"{tomlkit.key(key).as_string()} = {_item(member).as_string()}"
                for key, member in value.items()
            )
            return tomlkit.value(f"{{ {', '.join(pairs)} }}")
        item = tomlkit.item(value)
    except TOMLKitError:
        raise UsageError(Message("{value} cannot be written in TOML", shown(value))) from None
    if isinstance(value, list) and len(item.as_string()) > _LONGEST_LINE:
        item.multiline(True)
    return item


def _insert(document: Any, key: str, value: Any) -> None:
    """Insert a key before the first table: after it, it would be the table's."""
    tables = [k for k, v in document.items() if _has_header(v)]
    rest = {k: document[k] for k in tables}
    for table in tables:
        document.remove(table)
    document.add(key, _item(value))
    for table in rest.items():
        document.add(*table)


def _has_header(value: Any) -> bool:
    return isinstance(value, tomlkit.items.Table | tomlkit.items.AoT)


def scenes_text(text: str, scenes: Sequence[Mapping[str, Any]]) -> str:
    """Return a definition with other scenes.

    Parameters
    ----------
    text : str
        The definition, valid TOML.
    scenes : sequence of mapping
        The scenes in their new order. One that has `was`, its index before, keeps all that the
        mapping does not name; the other keys are of `SCENE_KEYS`. Empty values take keys away.

    Raises
    ------
    UsageError
        There is no scene of such an index, or an unknown key.

    Examples
    --------
    >>> print(scenes_text('title = "A"', [{"title": "First", "certain": True}]))
    title = "A"
    <BLANKLINE>
    [[scenes]]
    title = "First"
    certain = true
    <BLANKLINE>
    """
    document = _parsed(text)
    expected = tomllib.loads(text)
    tables, values = document.get("scenes", []), expected.get("scenes", [])
    numbers = [scene["was"] for scene in scenes if scene.get("was") is not None]
    fits = all(isinstance(number, int) and 0 <= number < len(tables) for number in numbers)
    if not fits or len(set(numbers)) < len(numbers):
        raise UsageError(
            Message("a scene is asked for twice, or is none of the {tables}", len(tables))
        )
    new_tables, new_values = [], []
    for scene in scenes:
        number = scene.get("was")
        table, value = (
            (tomlkit.table(), {}) if number is None else (tables[number], {**values[number]})
        )
        _change_scene(table, value, scene)
        new_tables.append(table)
        new_values.append(value)
    if new_values == values:
        return text
    if numbers == list(range(len(tables))) and len(new_values) == len(tables):
        return _checked(tomlkit.dumps(document), expected | {"scenes": new_values})
    document.pop("scenes", None)
    blocks = [tomlkit.dumps(document), *map(_scene_block, new_tables)]
    expected.pop("scenes", None)
    new_text = "\n\n".join(filter(None, (block.strip("\n") for block in blocks)))
    return _checked(f"{new_text}\n", expected | ({"scenes": new_values} if new_values else {}))


def _change_scene(table: Any, value: dict[str, Any], scene: Mapping[str, Any]) -> None:
    """Set the keys of a scene in its table and in its values."""
    for key, new in scene.items():
        if key not in (*SCENE_KEYS, "was"):
            raise UsageError(Message("{key} is no key of a scene", shown(key)))
        if key == "was" or value.get(key) == new:
            continue
        value.pop(key, None)
        if _is_default(key, new):
            table.pop(key, None)
        else:
            _replace(table, key, new)
            value[key] = new


def _scene_block(table: Any) -> str:
    document, array = tomlkit.document(), tomlkit.aot()
    array.append(table)
    document.append("scenes", array)
    return tomlkit.dumps(document)


def map_table(text: str, path: Path) -> TomlTable[MapDefinition]:
    """Return the text of a definition as read, with the findings that need no other file."""
    file = shown_path(path)
    parsed = parse_table(text.encode(), file)
    if isinstance(parsed, Finding):
        return TomlTable(None, (parsed,), file, text)
    return typed_table(*parsed, file, MapDefinition)
