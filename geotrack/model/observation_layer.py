"""Layers of observations of a map: a dataset, the conditions, and how to draw it."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from geotrack.dates.hints import shown as written
from geotrack.errors import UsageError
from geotrack.model.base import Listed, Some, Text, fault
from geotrack.model.place_and_time import PlaceAndTime
from geotrack.model.quantities import in_metres_a_second, in_seconds

__all__ = ["Observed", "Way"]

Way = Literal["points", "density", "tracks"]
"""How observations are drawn."""


class Observed(PlaceAndTime):
    """A dataset of observations on a map.

    `dataset` is its folder, from the workspace's; `source` says who reports the positions. The
    conditions are those of `Selected`, and `where` compares columns. The page contains the columns
    in `columns` and no others; `colour` is the column that colours points, `id` the column that
    identifies a ship. Positions are rounded to `positions`. `gap` and `max_speed` limit the legs of
    tracks.
    """

    dataset: Text
    title: Text
    source: Text
    draw: Some[Way] = ("points",)
    columns: Listed[Text] = ()
    colour: Text | None = None
    id: Text | None = None
    positions: Literal["1 m", "10 m", "100 m"] = "10 m"
    gap: Text | None = None
    max_speed: Text | None = None
    marking: Text | None = None
    shown: bool = True
    where: Listed[Text] = ()
    certain: bool = False

    @property
    def rounded_m(self) -> int:
        """The precision of positions, metres."""
        return int(self.positions.partition(" ")[0])

    @property
    def told(self) -> tuple[str, ...]:
        """The columns that the page contains."""
        return tuple(dict.fromkeys([*self.columns, *([self.colour] if self.colour else [])]))

    @model_validator(mode="after")
    def _check_id(self) -> Observed:
        # Their order alone would reveal which positions belong together.
        if self.id is not None and self.id not in self.told:
            message = f"{written(self.id)}, by which positions are told apart, is not in 'columns'"
            fault("observed-id", message, "add it there, or leave 'id' out", at=("id",))
        return self

    @model_validator(mode="after")
    def _check_density(self) -> Observed:
        if set(self.draw) == {"density"} and (self.told or self.id):
            message = "a surface counts positions, and tells none of 'columns', 'colour' and 'id'"
            remedy = 'leave them out, or write draw = ["density", "points"]'
            fault("observed-columns", message, remedy, at=("draw",))
        return self

    @model_validator(mode="after")
    def _check_tracks(self) -> Observed:
        if "tracks" in self.draw and self.id is None:
            message = "tracks need the column by which one ship is told from another"
            fault("observed-id", message, "name it as 'id', and in 'columns'", at=("draw",))
        told = set(self.columns) - {self.id} or self.colour
        if "tracks" in self.draw and "points" not in self.draw and told:
            message = "tracks tell of 'columns' and 'colour' none but 'id'"
            remedy = 'leave the others out, or write draw = ["tracks", "points"]'
            fault("observed-columns", message, remedy, at=("draw",))
        try:
            _ = self.gap_s, self.speed_m_s
        except UsageError as error:
            fault("question", str(error))
        return self

    @property
    def gap_s(self) -> float | None:
        """The gap limit of its tracks, seconds."""
        return None if self.gap is None else in_seconds(self.gap)

    @property
    def speed_m_s(self) -> float | None:
        """The speed limit of its tracks, metres a second."""
        return None if self.max_speed is None else in_metres_a_second(self.max_speed)
