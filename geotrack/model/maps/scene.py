"""A scene of a map's story: its text, and the state of the map."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from geotrack.dates import Period
from geotrack.messages import Message
from geotrack.model.base import Date, Listed, Model, Projection, Text, fault
from geotrack.model.localized import TextInLanguages
from geotrack.model.maps.place_and_time import check_period
from geotrack.model.maps.scene_text import SceneText
from geotrack.model.maps.view import View

__all__ = ["Scene"]


class Scene(Model):
    """One scene.

    Omitted keys are as the map opens: view, projection, all records. `highlight` has the ids of
    records to emphasise, besides those in the text; `layers` the layers that are on: ids of
    regions, routes and boundaries, and names of context layers; `observations` titles of
    observations (`Ships`), or one form of them (`Ships/tracks`); `hatched` whether the regions of
    highlighted records are hatched; `labels` the ids of records that are named on the map, besides
    those in the text; `card` the record whose card is open.
    `notes` are the presenter's; only a page built with notes contains them.
    """

    title: TextInLanguages
    text: SceneText = ""
    notes: SceneText = ""
    view: View | None = None
    projection: Projection | None = None
    start: Date | None = Field(default=None, alias="from")
    end: Date | None = Field(default=None, alias="to")
    themes: Listed[Text] = ()
    types: Listed[Text] = ()
    statuses: Listed[Text] = ()
    countries: Listed[Text] = ()
    actors: Listed[Text] = ()
    certain: bool = False
    layers: Listed[Text] | None = None
    observations: Listed[Text] | None = None
    hatched: bool | None = None
    highlight: Listed[Text] = ()
    labels: Listed[Text] | None = None
    card: Text | None = None

    @model_validator(mode="after")
    def _is_a_period(self) -> Scene:
        check_period(self.start, self.end)
        if (self.start is None) != (self.end is None):
            present, missing = ("from", "to") if self.end is None else ("to", "from")
            message = Message(
                "a scene's period has {present!r} and no {missing!r}", present, missing
            )
            fault("period", message, "write both: a timeline has two ends", at=(present,))
        # A page counts days up to the one after the period's last.
        last = Period.parse(None, self.end).upper if self.end else date.min
        if last is None or last.timetuple()[:3] == date.max.timetuple()[:3]:
            message = Message(
                "a scene's period ends on the last day of the calendar: {end!r}", self.end
            )
            fault("period", message, "end it in the year 9998 or before", at=("to",))
        return self
