"""Add types to the `taxonomy.toml` of a workspace."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.i18n import LANGUAGES
from geotrack.i18n.folding import folded
from geotrack.messages import Message
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.edit.record_ids import slug_of
from geotrack.workspace.own_taxonomy import LONGEST_ID, parse_taxonomy
from geotrack.workspace.store import Workspace, shown_path

__all__ = ["add_type"]


def add_type(
    edit: Edit, workspace: Workspace, theme: str, label: Mapping[str, str], medium: str = "any"
) -> str:
    """Add a type to a theme in the workspace's `taxonomy.toml`, at its end.

    Parameters
    ----------
    edit : Edit
        It writes the file when it is committed. The workspace does not know the type before it is
        opened again.
    workspace : Workspace
        The types that there are.
    theme : str
        The id of a theme.
    label : mapping of str to str
        The name of the type by language code, in one language or more.
    medium : str, optional
        Where its units move: `sea`, `air`, `land` or `any`.

    Returns
    -------
    str
        The id of the type: the theme, and the words of the first label.

    Raises
    ------
    UsageError
        The theme has a type of that name, or the file would have an error.
    """
    types = workspace.taxonomy.types
    for type_ in types.values():
        for name in label.values():
            if type_.theme.id == theme and folded(name) in map(folded, type_.label.values()):
                raise UsageError(Message("there is a type {name} already", shown(name)))
    used = {id_.partition("/")[2] for id_ in types if id_.startswith(f"{theme}/")}
    slug = slug_of({"title": next(iter(label.values()), ""), "type": "type"}, used)
    id_ = f"{theme}/{slug if slug[0].isalpha() else f'type-{slug}'}"[:LONGEST_ID].rstrip("-")
    path = workspace.root / "taxonomy.toml"
    before = edit.text(path) or (path.read_text(encoding="utf-8") if path.exists() else "")
    table = tomlkit.inline_table()
    table.update({language: label[language] for language in LANGUAGES if language in label})
    entry = f'[types."{id_}"]\nlabel = {table.as_string()}\nmedium = "{medium}"\n'
    after = "\n".join([before.rstrip("\n") + "\n", entry]) if before.strip() else entry
    errors = parse_taxonomy(after.encode(), shown_path(path)).errors
    if errors:
        raise UsageError(Message("{message}; {remedy}", errors[0].message, errors[0].remedy))
    edit.set_text(path, after)
    return id_
