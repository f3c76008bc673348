"""Editing of map definitions as text; comments and other keys stay."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import tomlkit

from geotrack.errors import UsageError
from geotrack.files import is_portable_name
from geotrack.findings import Finding, shown
from geotrack.model import MapDefinition
from geotrack.reading.toml_files import parse_table, typed_table
from geotrack.workspace.store import Workspace, shown_path

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import String

__all__ = ["MAP_KEYS", "faults_of_map", "map_path", "map_text", "new_map_text"]

MAP_KEYS = ("title", "subtitle", "marking", "as_of", "lead", "projection", "language")
"""Keys of a definition whose values are text."""


def map_path(workspace: Workspace, name: str) -> Path:
    """Return the path of a definition.

    Raises
    ------
    UsageError
        The name is not a plain name.
    """
    if name.startswith(".") or not is_portable_name(f"{name}.toml"):
        raise UsageError(f"{shown(name)} is no name of a map on every system; rename it")
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


def map_text(text: str, values: Mapping[str, str]) -> str:
    """Return a definition with other values of some keys.

    Parameters
    ----------
    text : str
        The definition, valid TOML.
    values : mapping of str to str
        Values of `MAP_KEYS`; an empty one takes its key away.

    Raises
    ------
    UsageError
        A key is not one of `MAP_KEYS`.

    Examples
    --------
    >>> print(map_text('title = "A" # short', {"title": "B", "subtitle": "C"}))
    title = "B" # short
    subtitle = "C"
    <BLANKLINE>
    """
    document = tomlkit.parse(text)
    for key, value in values.items():
        if key not in MAP_KEYS:
            raise UsageError(f"{shown(key)} is no key of a map that is text")
        if not value:
            document.pop(key, None)
        elif key in document:
            if document[key] != value:
                document[key] = _string(value)
        else:
            _insert(document, key, value)
    return tomlkit.dumps(document)


def _string(value: str) -> String:
    return tomlkit.string(value, multiline="\n" in value)


def _insert(document: TOMLDocument, key: str, value: str) -> None:
    """Insert a key before the first table: after it, it would be the table's."""
    tables = [k for k, v in document.items() if isinstance(v, dict | list)]
    rest = {k: document[k] for k in tables}
    for one in tables:
        document.remove(one)
    document.add(key, _string(value))
    for one in rest.items():
        document.add(*one)


def faults_of_map(text: str, path: Path) -> tuple[Finding, ...]:
    """Return the findings about the text of a definition, without those across files."""
    file = shown_path(path)
    parsed = parse_table(text.encode(), file)
    if isinstance(parsed, Finding):
        return (parsed,)
    return typed_table(*parsed, file, MapDefinition).findings
