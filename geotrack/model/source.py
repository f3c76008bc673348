"""Sources of a record: where it is stated, by whom, and their grades."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict, model_validator

from geotrack.messages import Message
from geotrack.model.actor import Actor
from geotrack.model.address import Address
from geotrack.model.base import Date, Listed, Model, Number, Text, fault, from_key, whole_number
from geotrack.model.localized import Translations

__all__ = ["Grade", "Source"]


class Grade(Model):
    """An Admiralty grade (NATO AJP-2.1): the source's reliability and the content's credibility.

    The two are graded independently. A source without a grade is *not graded*, which is not F6.
    """

    reliability: Literal["A", "B", "C", "D", "E", "F"]
    credibility: Annotated[int, Strict(), Field(ge=1, le=6), whole_number]
    by: Text | None = None
    on: Date | None = None


class Source(Model):
    """A document that states a record's content.

    `url` is the original; `read_at` a copy that was read. `seed` with `claim` cites a report of the
    workspace. `claimant`, `stance`, `says`, `start`, `place`, `actors` and `assets` hold the
    source's own account, so that accounts can be compared; `regions`, or `lon`, `lat` (degrees,
    WGS 84) with `radius_km`, are its `place` on the map.
    """

    url: Address | None = None
    seed: Text | None = None
    claim: Text | None = None
    cite: Text | None = None
    title: Text | None = None
    publisher: Text | None = None
    published: Date | None = None
    read_at: Listed[Address] = ()
    origin: Text | None = None
    claimant: Text | None = None
    stance: Literal["supports", "disputes", "denies", "silent"] | None = None
    says: Text | None = None
    start: Date | None = None
    end: Date | None = None
    place: Text | None = None
    regions: Listed[Text] = ()
    lon: Annotated[Number, Field(ge=-180, le=180)] | None = None
    lat: Annotated[Number, Field(ge=0, le=90)] | None = None
    radius_km: Annotated[Number, Field(gt=0, le=9_000)] | None = None
    actors: Listed[Annotated[Actor, from_key("name")]] = ()
    assets: Listed[Text] = ()
    grade: Grade | None = None
    translations: Translations[Literal["says", "place"]] | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Source:
        if not (self.url or self.seed or self.cite or self.read_at):
            fault(
                "source",
                "the source names nothing to look up",
                "add 'url', 'read_at', 'cite', or 'seed' with 'claim'",
            )
        if bool(self.seed) != bool(self.claim):
            fault("source", "'seed' and 'claim' go together", "name both the report and its claim")
        return self

    @model_validator(mode="after")
    def _area_fits(self) -> Source:
        if (self.lon is None) != (self.lat is None):
            fault("source", "'lon' and 'lat' go together", "write both")
        if self.radius_km is not None and self.lon is None:
            remedy = "add 'lon' and 'lat', or leave 'radius_km' out"
            fault("source", "'radius_km' of an account without its position", remedy)
        area = "regions" if self.regions else "lon" if self.lon is not None else ""
        if area and not self.place:
            remedy = Message("add 'place' in the words of the source, or leave {area!r} out", area)
            fault(
                "source",
                Message("{area!r} of an account without its 'place'", area),
                remedy,
                at=(area,),
            )
        return self

    @property
    def label(self) -> str:
        """Publisher, title and work as one text; the host of its page where it states none."""
        named = " · ".join(w for w in (self.publisher, self.title, self.cite) if w)
        address = self.url or next(iter(self.read_at), "")
        return named or address.partition("://")[2].partition("/")[0].removeprefix("www.")

    @property
    def citation(self) -> str:
        """The source on one line: `TASS, 2024-02-07, https://…`; without that of a report."""
        at = self.url or next(iter(self.read_at), "")
        return ", ".join(w for w in (self.label, self.published, at) if w)
