"""Earlier versions of a map's definition, of this desk and of git."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geotrack.errors import UsageError
from geotrack.reading.toml_files import parse_table
from geotrack.workspace.edit.maps import MAP_KEYS, map_path, map_values
from geotrack.workspace.git import commits_of, files_at

if TYPE_CHECKING:
    from geotrack.server.desk import Desk

__all__ = ["map_history"]

# Maximum number of commits that are read.
_MOST_COMMITS = 20


def map_history(desk: Desk, name: str) -> list[dict[str, Any]]:
    """Return the earlier versions of a definition, newest first.

    Parameters
    ----------
    desk : Desk
        The workspace.
    name : str
        Name of the map.

    Returns
    -------
    list of dict
        `when` it was replaced at this desk, or else its commit, `YYYY-MM-DDThh:mm` or a day; its
        `text`; and `keys`, those of `MAP_KEYS`, or `scenes`, whose values were changed after it.
    """
    table = desk.workspace.maps.get(name)
    if table is None:
        return []
    newer = [("", table.text)]
    for when, text in _versions(desk, name):
        if text != newer[-1][1]:
            newer.append((when, text))
    return [
        {"when": when, "text": text, "keys": _changed_keys(text, after)}
        for (_, after), (when, text) in pairwise(newer)
    ]


def _versions(desk: Desk, name: str) -> Iterator[tuple[str, str]]:
    """Yield times and texts, newest first."""
    for replaced, text in reversed(desk.map_texts.get(name, [])):
        yield replaced.strftime("%Y-%m-%dT%H:%M"), text
    path = map_path(desk.workspace, name).relative_to(desk.workspace.root).as_posix()
    try:
        commits = commits_of(desk.workspace.root, path, _MOST_COMMITS)
        for commit in commits:
            content = files_at(commit, path.__eq__).get(path)
            if content is not None:
                yield commit.day.isoformat(), content.decode("utf-8", "replace")
    except UsageError:
        return  # no git, or no repository: only this desk knows


def _changed_keys(before: str, after: str) -> list[str]:
    """Return the keys whose values differ."""
    old, new = map_values(before), map_values(after)
    changed = [key for key in MAP_KEYS if old.get(key) != new.get(key)]
    return [*changed, *(["scenes"] if _scenes(before) != _scenes(after) else [])]


def _scenes(text: str) -> Any:
    parsed = parse_table(text.encode(), "")
    return parsed[1].get("scenes") if isinstance(parsed, tuple) else None
