"""Layers of observations of a map: dataset, conditions, style, and names in scenes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from geotrack.errors import UsageError, error_text, quoted
from geotrack.messages import Message
from geotrack.model.base import Listed, Some, Text, fault
from geotrack.model.maps.layer_file import in_workspace
from geotrack.model.maps.place_and_time import PlaceAndTime
from geotrack.model.quantities import in_metres_a_second, in_seconds

__all__ = ["LayerKind", "ObservationLayer", "Observed", "ids_of", "layers_of", "names_of"]

LayerKind = Literal["points", "density", "tracks"]
"""How observations are drawn."""


class Observed(PlaceAndTime):
    """A dataset of observations on a map.

    `dataset` is its folder, from the workspace's; `source` says who reports the positions. The
    conditions are those of `Selected`, and `where` compares columns. The page contains the columns
    in `columns` and no others; `colour` is the column that colours points, `id` the column that
    identifies a ship. Positions are rounded to `positions`. `gap` and `max_speed` limit the legs of
    tracks; longer gaps than `longest_gap` are not drawn.
    """

    dataset: Annotated[Text, AfterValidator(in_workspace("map-observations"))]
    title: Text
    source: Text
    draw: Some[LayerKind] = ("points",)
    columns: Listed[Text] = ()
    colour: Text | None = None
    id: Text | None = None
    positions: Literal["1 m", "10 m", "100 m"] = "10 m"
    gap: Text | None = None
    max_speed: Text | None = None
    longest_gap: Text | None = None
    marking: Text | None = None
    shown: bool = True
    where: Listed[Text] = ()
    certain: bool = False

    @property
    def rounded_m(self) -> int:
        """The precision of positions, metres."""
        return int(self.positions.partition(" ")[0])

    @property
    def page_columns(self) -> tuple[str, ...]:
        """The columns that the page contains."""
        return tuple(dict.fromkeys([*self.columns, *([self.colour] if self.colour else [])]))

    @model_validator(mode="after")
    def _check_id(self) -> Observed:
        # Their order alone would reveal which positions belong together.
        if self.id is not None and self.id not in self.page_columns:
            message = Message(
                "{id}, by which positions are told apart, is not in 'columns'", quoted(self.id)
            )
            fault("observed-id", message, "add it there, or leave 'id' out", at=("id",))
        return self

    @model_validator(mode="after")
    def _check_density(self) -> Observed:
        if set(self.draw) == {"density"} and (self.page_columns or self.id):
            message = "a surface counts positions, and tells none of 'columns', 'colour' and 'id'"
            remedy = 'leave them out, or write draw = ["density", "points"]'
            fault("observed-columns", message, remedy, at=("draw",))
        return self

    @model_validator(mode="after")
    def _check_tracks(self) -> Observed:
        if "tracks" in self.draw and self.id is None:
            message = "tracks need the column by which one ship is told from another"
            fault("observed-id", message, "name it as 'id', and in 'columns'", at=("draw",))
        columns = set(self.columns) - {self.id} or self.colour
        if "tracks" in self.draw and "points" not in self.draw and columns:
            message = "tracks tell of 'columns' and 'colour' none but 'id'"
            remedy = 'leave the others out, or write draw = ["tracks", "points"]'
            fault("observed-columns", message, remedy, at=("draw",))
        try:
            _ = self.gap_s, self.speed_m_s, self.longest_gap_s
        except UsageError as error:
            fault("question", error_text(error))
        return self

    @property
    def gap_s(self) -> float | None:
        """The gap limit of its tracks, seconds."""
        return None if self.gap is None else in_seconds(self.gap)

    @property
    def longest_gap_s(self) -> float | None:
        """The longest gap of its tracks that is drawn, seconds."""
        return None if self.longest_gap is None else in_seconds(self.longest_gap)

    @property
    def speed_m_s(self) -> float | None:
        """The speed limit of its tracks, metres a second."""
        return None if self.max_speed is None else in_metres_a_second(self.max_speed)


@dataclass(frozen=True, slots=True)
class ObservationLayer:
    """One layer of observations: a dataset drawn in one form.

    Parameters
    ----------
    id : str
        Of the layer, also in links: `observed-1`, or `observed-1-points` if drawn in several forms.
    number : int
        Number of the dataset in the definition, from 1.
    settings : Observed
        The dataset's part of the definition.
    kind : LayerKind
        How it is drawn.
    """

    id: str
    number: int
    settings: Observed
    kind: LayerKind

    @property
    def names(self) -> tuple[str, str]:
        """The names that a scene may use: the title, or the title with the form."""
        return self.settings.title, f"{self.settings.title}/{self.kind}"


def layers_of(datasets: Iterable[Observed]) -> list[ObservationLayer]:
    """Return the layers of observations of a map, in the order of its definition."""
    layers = []
    for n, settings in enumerate(datasets, start=1):
        kinds = tuple(dict.fromkeys(settings.draw))
        for kind in kinds:
            id_ = f"observed-{n}" if len(kinds) == 1 else f"observed-{n}-{kind}"
            layers.append(ObservationLayer(id_, n, settings, kind))
    return layers


def ids_of(words: Iterable[str], layers: Sequence[ObservationLayer]) -> frozenset[str]:
    """Return the ids of the layers with some names."""
    wanted_words = set(words)
    return frozenset(layer.id for layer in layers if wanted_words & set(layer.names))


def names_of(layers: Sequence[ObservationLayer]) -> list[str]:
    """Return all names of layers, each once, titles first."""
    titles = [layer.names[0] for layer in layers]
    return list(dict.fromkeys([*titles, *(layer.names[1] for layer in layers)]))
