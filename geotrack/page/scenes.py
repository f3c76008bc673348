"""The scenes of a page for its script: the state of the map in each, as its links have it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from urllib.parse import quote

import numpy as np
import shapely

from folium_polar.geometry import disc, to_lonlat
from geotrack.i18n.folding import folded
from geotrack.mapview.text.scenes import period_of
from geotrack.model import MapDefinition, Scene
from geotrack.model.localized import versions_of
from geotrack.model.maps.layer_file import LayerFile
from geotrack.model.maps.observation_layers import ids_of, layers_of
from geotrack.model.maps.scene_text import labelled, references
from geotrack.model.maps.view import View
from geotrack.model.place_text import region_name
from geotrack.model.query import NOT_STATED
from geotrack.page.payload import Place, SceneData
from geotrack.taxonomy import Taxonomy
from geotrack.workspace import Workspace
from geotrack.workspace.checks.scenes import FILTERS

__all__ = [
    "STATELESS",
    "link_names",
    "names_in_links",
    "rim",
    "rounded",
    "scene_data",
    "scene_layers",
]

# Characters that encodeURIComponent does not escape, so that links of scenes equal those of the
# page.
_PLAIN = "!~*'()"
STATELESS = "@"
"""The page's filter value for records that do not state a property."""
_DAY = timedelta(days=1)
# Places have no layer of their own.
_LAYERS = ("regions", "routes", "boundaries")
_BETWEEN = re.compile(r"[\W_]+")
_RIM_POINTS = 24
# A tenth of a metre; finer digits would depend on the versions of libraries.
_RIM_DECIMALS = 6


def scene_data(
    definition: MapDefinition,
    workspace: Workspace,
    numbers: Mapping[str, int],
    language: str,
) -> list[SceneData]:
    """Return the state of the map in each scene.

    Parameters
    ----------
    definition : MapDefinition
        The map.
    workspace : Workspace
        Knows ids that were replaced.
    numbers : mapping of str to int
        Numbers of records by id.
    language : str
        The page's.

    Returns
    -------
    list of SceneData
        For each scene its `state`, the page's state by key (see `page-state.js`), and optionally
        `view`, `highlight`, `cited`, `labels` and `card`. Records in the text are in `highlight`
        if the scene highlights any, else in `cited`.
    """

    def number(id_: str) -> int:
        return numbers[workspace.resolved(id_)]

    scenes = []
    for scene in definition.scenes:
        state = {
            "p": scene.projection or "",
            "t": _days(scene),
            "f": _filters(scene, workspace.taxonomy),
            "c": "1" if scene.certain else "",
            "l": scene_layers(scene, definition, workspace, language),
        }
        data: SceneData = {"state": {key: text for key, text in state.items() if text}}
        if scene.view is not None:
            data["view"] = rounded(rim(scene.view))
        lit = dict.fromkeys(map(number, (*scene.highlight, *references(scene.text))))
        if lit:
            data["highlight" if scene.highlight else "cited"] = list(lit)
        if names := labelled(scene.labels, scene.text):
            data["labels"] = list(dict.fromkeys(map(number, names)))
        if scene.card is not None:
            data["card"] = number(scene.card)
        scenes.append(data)
    return scenes


def rim(view: View) -> list[tuple[float, float]]:
    """Return points round a view's circle, (lat, lon) in degrees, for a map to fit."""
    outline = to_lonlat(disc(view.lon, view.lat, view.radius_km * 1000.0))
    corners = shapely.get_coordinates(outline)
    every = max(len(corners) // _RIM_POINTS, 1)
    # Near 180 degrees the last bit would decide on which side they start.
    corners[:, 0] += 360.0 * round((view.lon - corners[0, 0]) / 360.0)
    places = np.round(corners[::every], _RIM_DECIMALS).tolist()
    return [(lat, lon) for lon, lat in places]


def rounded(places: Iterable[tuple[float, float]]) -> list[Place]:
    """Return points (lat, lon) rounded to a kilometre."""
    return [(round(lat, 2), round(lon, 2)) for lat, lon in places]


def _days(scene: Scene) -> str:
    """Return the first and last day of a scene's period, as in the page's state."""
    period = period_of(scene)
    if period is None or period.upper is None:
        return ""
    return f"{period.lower}..{period.upper - _DAY}"


def _filters(scene: Scene, taxonomy: Taxonomy) -> str:
    filters = []
    for key, group in FILTERS.items():
        words = dict.fromkeys(_choice(key, word, taxonomy) for word in getattr(scene, key))
        if words:
            filters.append(f"{group}:{','.join(words)}")
    return ";".join(filters)


def _choice(key: str, word: str, taxonomy: Taxonomy) -> str:
    if key == "statuses" and word == NOT_STATED:
        return STATELESS
    return quote(taxonomy.resolve(word).id if key == "types" else word, safe=_PLAIN)


def scene_layers(
    scene: Scene, definition: MapDefinition, workspace: Workspace, language: str
) -> str:
    """Return the part `l` of a scene's state, as `web/src/page/url/layers.js` writes it.

    Parameters
    ----------
    scene : Scene
        The scene; omitted keys are as the map opens.
    definition : MapDefinition
        The map.
    workspace : Workspace
        Its layers.
    language : str
        The page's language: links name lines in it.
    """
    opened = definition.layers
    shown = {*opened.shown, *(layer.name for layer in opened.files if layer.shown)}
    layers = shown if scene.layers is None else {*scene.layers}
    # A scene may name a file in any of its languages.
    layers = layers | {f.name for f in definition.context if layers & {*versions_of(f.name)}}
    items = [
        name if id_ in layers else f"-{name}"
        for name, id_ in names_in_links(definition, workspace, language)
        if (id_ in layers) != (id_ in shown)
    ]
    if scene.observations is not None:
        layers_drawn = layers_of(definition.observations)
        on = ids_of(scene.observations, layers_drawn)
        changed = [layer.id for layer in layers_drawn if (layer.id in on) != layer.settings.shown]
        items += [id_ if id_ in on else f"-{id_}" for id_ in changed]
    if scene.hatched is not None and scene.hatched != opened.hatched:
        items.append("hatched" if scene.hatched else "-hatched")
    return ",".join(items)


def names_in_links(
    definition: MapDefinition, workspace: Workspace, language: str
) -> Iterator[tuple[str, str]]:
    """Yield the name of each layer in links, with its feature's id, or its own name."""
    names: Counter[str] = Counter()
    for kind in _LAYERS:
        for id_ in getattr(definition.layers, kind):
            if kind == "regions":
                yield f"region:{id_}", id_
                continue
            title = region_name(workspace.layer(kind)[id_], language)
            name = _BETWEEN.sub("-", folded(title)).strip("-")
            names[name] += 1
            yield (name if names[name] == 1 else f"{name}~{names[name]}"), id_
    files = definition.context
    yield from zip(link_names(files), (layer.name for layer in files), strict=True)


def link_names(files: Iterable[LayerFile]) -> list[str]:
    """Return the names of context layers in links of a page, unique, in order."""
    names: Counter[str] = Counter()
    found = []
    for layer in files:
        name = _BETWEEN.sub("-", folded(layer.name)).strip("-")
        names[name] += 1
        found.append(f"file:{name}" + (f"~{names[name]}" if names[name] > 1 else ""))
    return found
