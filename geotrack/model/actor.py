"""Who took part in an event, as a record or one of its sources states it."""

from __future__ import annotations

from geotrack.model.base import Listed, Model, Text
from geotrack.model.country import Country

__all__ = ["Actor"]


class Actor(Model):
    """A participant: a ship's service, a ministry, a company."""

    name: Text
    country: Country | None = None
    role: Text | None = None
    assets: Listed[Text] = ()
