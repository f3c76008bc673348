"""The layers of observations of a map definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from geotrack.errors import UsageError, fields_named
from geotrack.model import MapDefinition, Observed
from geotrack.model.maps.observation_layers import LayerKind, layers_of
from geotrack.observations.layers.colours import LAYER_COLOURS
from geotrack.observations.layers.density import density_layer
from geotrack.observations.layers.faults import faults
from geotrack.observations.layers.layer import LayerDefinition, MapLayer
from geotrack.observations.layers.points import point_layer
from geotrack.observations.layers.totals import overlaps
from geotrack.observations.layers.tracks import track_layer
from geotrack.observations.queries.conditions import Condition
from geotrack.observations.queries.query import Question
from geotrack.observations.storage.dataset import open_dataset
from geotrack.queries.release import MarkingError
from geotrack.query_fields import KEYS
from geotrack.workspace import Workspace

__all__ = ["map_layers"]

_MAKERS: dict[LayerKind, Callable[[LayerDefinition], MapLayer]] = {
    "points": point_layer,
    "density": density_layer,
    "tracks": track_layer,
}


def map_layers(workspace: Workspace, definition: MapDefinition) -> list[MapLayer]:
    """Query the datasets of a map.

    Parameters
    ----------
    workspace : Workspace
        Where they lie, and whose regions and places are named.
    definition : MapDefinition
        The map.

    Returns
    -------
    list of MapLayer
        In the order of the definition, each dataset in its ways.

    Raises
    ------
    UsageError
        A dataset or a column is not there, or pyarrow is missing.
    MarkingError
        A dataset is marked higher than the map.
    """
    for settings in definition.observations:
        _check_marking(workspace, definition, settings)
        for _, message, remedy in faults(workspace, settings):
            raise UsageError(f"{message}; {remedy}" if remedy else message)
    parts, overlap = layers_of(definition.observations), overlaps(definition.observations)
    titles = Counter(one.settings.title for one in parts)
    layers = []
    for one in parts:
        asked = LayerDefinition(
            id=one.id,
            settings=one.settings,
            question=_question(workspace, one.settings),
            colour=LAYER_COLOURS[(one.number - 1) % len(LAYER_COLOURS)],
            overlap=overlap[one.number - 1],
            same_title=titles[one.settings.title] > 1,
        )
        layers.append(_MAKERS[one.kind](asked))
    return layers


@fields_named(KEYS)
def _question(workspace: Workspace, settings: Observed) -> Question:
    conditions = [Condition.parse(text) for text in settings.where]
    dataset = open_dataset(workspace.root / settings.dataset)
    return Question(dataset, settings.place_and_time, workspace, conditions)


def _check_marking(workspace: Workspace, definition: MapDefinition, settings: Observed) -> None:
    level = workspace.config.level
    height, allowed = level(settings.marking), level(definition.marking)
    if height is None or allowed is None or height > allowed:
        message = (
            f"the observations {settings.title!r} are marked {settings.marking!r}, above the map's "
            f"{definition.marking!r}; raise the map's marking or leave them out"
        )
        raise MarkingError(message)
