"""The state of a page in its links, as keys of map definitions: the inverse of `scene_data`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import unquote

import numpy as np

from folium_polar.geometry.projections import normalise_crs
from geotrack.dates.date import day_of
from geotrack.errors import UsageError
from geotrack.index.record_rows import table_of
from geotrack.model import MapDefinition
from geotrack.model.maps.observation_layers import layers_of
from geotrack.model.query import NOT_STATED
from geotrack.page.scenes import STATELESS, names_in_links
from geotrack.workspace import Workspace
from geotrack.workspace.checks.scenes import FILTERS

__all__ = ["Definable", "read_hash", "scene_of", "selection_of"]

_PERIOD = re.compile(r"(\d{4}(?:-\d\d){0,2})?\.\.(\d{4}(?:-\d\d){0,2})?(,undated)?")
_WITHIN = re.compile(r"(\d+(?:\.\d+)?)(km|nm)@([-\d.]+),([-\d.]+)")
# Filters of a page as keys of `[select]`; those of countries and of actors are one.
_SELECT = {
    "theme": "themes",
    "type": "types",
    "status": "statuses",
    "verification": "verifications",
    "region": "regions",
    "country": "actors",
    "actor": "actors",
}
_SCENE = {group: key for key, group in FILTERS.items()}
# Keys of the state that are no condition: language, projection, view, layers, scene, record.
_UNASKED = {"lang", "p", "v", "l", "s", "r"}


class Definable(NamedTuple):
    """What a definition can state of a page's state.

    Parameters
    ----------
    keys : dict
        Keys of a scene, or of `[select]`, with their values.
    left : tuple of str
        What it cannot state: a key of the state, or a filter.
    """

    keys: dict[str, Any]
    left: tuple[str, ...]


def read_hash(text: str) -> dict[str, str]:
    """Return the state in the hash of a page's address by key; see `page-state.js`.

    Examples
    --------
    >>> read_hash("#t=2024..2025&f=theme:air,naval")
    {'t': '2024..2025', 'f': 'theme:air,naval'}
    """
    parts = (part.partition("=") for part in text.removeprefix("#").split("&"))
    return {key: unquote(value) for key, _, value in parts if value}


def scene_of(
    state: Mapping[str, str], definition: MapDefinition, workspace: Workspace, language: str
) -> Definable:
    """Return a page's state as keys of a scene.

    Parameters
    ----------
    state : mapping of str to str
        The state by key, of the map's page or of one of all records.
    definition : MapDefinition
        The map of the scene.
    workspace : Workspace
        Its layers.
    language : str
        The page's language: links name lines in it.
    """
    keys, left = _period(state)
    if len(keys) == 1:
        keys = _closed(keys, workspace)
    filters, unknown = _filters(state, _SCENE)
    keys |= filters
    left += unknown
    if projection := _projection(state):
        keys["projection"] = projection
    elif "p" in state:
        left.append("p")
    if state.get("c") == "1":
        keys["certain"] = True
    layers, unknown = _layers(state.get("l", ""), definition, workspace, language)
    left += [*unknown, *(key for key in ("q", "n", "a") if key in state)]
    return Definable(keys | layers, tuple(left))


def selection_of(state: Mapping[str, str]) -> Definable:
    """Return the question of a page's state as keys of `[select]`.

    Parameters
    ----------
    state : mapping of str to str
        The state by key.

    Examples
    --------
    >>> selection_of({"a": "300km@70,-170", "f": "grade:B2"})
    Definable(keys={'within': '300km', 'of': '-170,70'}, left=('grade',))
    """
    keys, left = _period(state)
    filters, unknown = _filters(state, _SELECT)
    keys |= filters
    left += unknown
    if "q" in state:
        keys["text"] = state["q"]
    if state.get("c") == "1":
        keys["certain"] = True
    if match := _WITHIN.fullmatch(state.get("a", "")):
        length, unit, lat, lon = match.groups()
        keys |= {"within": f"{length}{'nmi' if unit == 'nm' else unit}", "of": f"{lon},{lat}"}
    known_keys = {*_UNASKED, "t", "f", "q", "c", *(["a"] if match else [])}
    return Definable(keys, (*left, *(key for key in state if key not in known_keys)))


def _projection(state: Mapping[str, str]) -> str | None:
    try:
        return normalise_crs(state["p"])
    except (KeyError, UsageError):  # turned to a meridian of the reader's
        return None


def _period(state: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    period = _PERIOD.fullmatch(state.get("t", ""))
    if period is None:
        return {}, ["t"] if "t" in state else []
    first, last, undated = period.groups()
    ends = {"from": first, "to": last}
    return {key: day for key, day in ends.items() if day}, ["undated"] if undated else []


def _closed(keys: Mapping[str, str], workspace: Workspace) -> dict[str, str]:
    """Return a period with both ends, as a scene has: the open one is that of the records."""
    ((key, day),) = keys.items()
    limits = table_of(workspace.events).numbers("limits")
    starts, ends = (map(day_of, np.unique(limits[side]).tolist()) for side in (0, 3))
    first, before = min(filter(None, starts), default=None), max(filter(None, ends), default=None)
    if key == "from":
        last = (before - timedelta(days=1)).isoformat() if before else day
        return {"from": day, "to": max(day, last)}
    return {"from": min(day, first.isoformat()) if first else day, "to": day}


def _filters(state: Mapping[str, str], keys: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the filters of a state as keys of a definition, and those that it does not have."""
    filters: dict[str, Any] = {}
    left = []
    for part in filter(None, state.get("f", "").split(";")):
        group, _, values = part.partition(":")
        key = keys.get(group)
        words = [_word(key, value) for value in values.split(",")]
        # Filters of a page all apply: a key can hold one of them.
        if key is None or key in filters or None in words:
            left.append(group)
        else:
            filters[key] = words
    return filters, left


def _word(key: str | None, value: str) -> str | None:
    """Return a choice of a filter as a word of a definition; None if it has none."""
    if value != STATELESS:
        return unquote(value)
    return NOT_STATED if key in {"statuses", "verifications"} else None


def _layers(
    text: str, definition: MapDefinition, workspace: Workspace, language: str
) -> tuple[dict[str, Any], list[str]]:
    """Return the part `l` of a state as keys of a scene, and the layers that no scene names."""
    opened = definition.layers
    by_name = dict(names_in_links(definition, workspace, language))
    map_layers = {layer.id: layer for layer in layers_of(definition.observations)}
    first = {*opened.shown, *(layer.name for layer in opened.files if layer.shown)}
    layers = {id_: id_ in first for id_ in by_name.values()}
    observed = {id_: layer.settings.shown for id_, layer in map_layers.items()}
    found: dict[str, Any] = {}
    left = []
    for item in filter(None, text.split(",")):
        name, on = item.removeprefix("-"), not item.startswith("-")
        if name == "hatched":
            found["hatched"] = on
        elif name in by_name:
            layers[by_name[name]] = on
            found["layers"] = [id_ for id_, shown in layers.items() if shown]
        elif name in map_layers:
            observed[name] = on
            found["observations"] = [
                map_layers[id_].names[1] for id_, shown in observed.items() if shown
            ]
        else:
            left.append(f"l:{name}")
    return found, left
