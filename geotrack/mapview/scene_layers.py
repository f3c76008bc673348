"""Which layers a scene shows, as a part of the page's state: those not as the map opens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from geotrack.i18n.folding import folded
from geotrack.model import MapDefinition, Scene
from geotrack.model.observation_layer_names import ids_of, ways_of
from geotrack.model.place_text import region_name
from geotrack.workspace import Workspace

__all__ = ["scene_layers"]

# A place has no layer of its own.
_LAYERS = ("regions", "routes", "boundaries")
_BETWEEN = re.compile(r"[\W_]+")


def scene_layers(
    scene: Scene, definition: MapDefinition, workspace: Workspace, language: str
) -> str:
    """Return the part `l` of a scene's state, as `web/src/page/url/layers.js` writes it.

    Parameters
    ----------
    scene : Scene
        What it leaves out is as the map opens.
    definition : MapDefinition
        The map.
    workspace : Workspace
        Its layers.
    language : str
        The page's: a link calls a line by its name.
    """
    opened = definition.layers
    layers = opened.shown if scene.layers is None else scene.layers
    items = [
        name if id_ in layers else f"-{name}"
        for name, id_ in _link_names(definition, workspace, language)
        if (id_ in layers) != (id_ in opened.shown)
    ]
    if scene.observations is not None:
        drawings = ways_of(definition.observations)
        on = ids_of(scene.observations, drawings)
        changed = [one.id for one in drawings if (one.id in on) != one.entry.shown]
        items += [id_ if id_ in on else f"-{id_}" for id_ in changed]
    if scene.hatched is not None and scene.hatched != opened.hatched:
        items.append("hatched" if scene.hatched else "-hatched")
    return ",".join(items)


def _link_names(
    definition: MapDefinition, workspace: Workspace, language: str
) -> Iterator[tuple[str, str]]:
    """Yield what a link calls each layer, with its feature's id."""
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
