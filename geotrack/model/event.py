"""The typed view of one record, beside its untouched GeoJSON Feature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    Strict,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from geotrack.dates import DateError, When
from geotrack.messages import Message
from geotrack.model.actor import Actor
from geotrack.model.base import (
    MEMBERS,
    SHOWS,
    Date,
    Listed,
    Model,
    Number,
    Shorter,
    Some,
    Text,
    fault,
    from_key,
    refuse_slips,
    whole_number,
)
from geotrack.model.extracted import Extracted
from geotrack.model.geometry import Geometry
from geotrack.model.localized import Translations
from geotrack.model.source import Source
from geotrack.taxonomy import EventType, Taxonomy, Theme, UnknownTypeError, built_in_taxonomy

__all__ = [
    "DATASET",
    "LISTED",
    "SHORT_KEYS",
    "Confidence",
    "Event",
    "Kind",
    "Likelihood",
    "Place",
    "Review",
    "Revision",
    "Status",
    "Verification",
    "VerificationLevel",
]

DATASET = "dataset"
"""The extra property that names the dataset of a record; its other extra properties are columns."""

Kind = Literal["event", "statement", "assessment", "outlook"]
Status = Literal["occurred", "ongoing", "announced", "planned", "postponed", "cancelled"]
VerificationLevel = Literal["confirmed", "reported", "claimed", "disputed", "refuted"]
Review = Literal["draft", "reviewed", "released"]
Precision = Literal["exact", "near", "ring", "line", "area", "region", "representative"]
_NEEDS_RADIUS = ("near", "ring", "line", "representative")
_EXACT_KM = 1.0
_SHAPES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
_POINTS = ("Point", "MultiPoint")
_GEOMETRY_TYPES = {"area": "Polygon", "line": "LineString"}


def _type(value: str, info: ValidationInfo) -> str:
    try:
        return _taxonomy(info.context).resolve(value).id
    except UnknownTypeError as error:
        fault("type", error.args[0], error.remedy)


def _taxonomy(context: Any) -> Taxonomy:
    return context if isinstance(context, Taxonomy) else built_in_taxonomy()


def _zone(value: str) -> str:
    try:
        When.parse("unknown", None, value)
    except DateError as error:
        fault("time-zone", error.problem, error.remedy)
    return value


def _day(value: str) -> str:
    try:
        is_day = date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_day = False
    if not is_day:
        fault(
            "added",
            Message("{value!r} is no day", value),
            "write it as 2026-11-28, or leave 'added' out",
        )
    return value


def _id(value: object) -> object:
    # RFC 7946 section 3.2 allows a number; ids are compared as text.
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if is_number else value


_TEXT_OR_NUMBER = WithJsonSchema({"type": ["string", "number"], "pattern": SHOWS})
EventId = Annotated[Text, BeforeValidator(_id), _TEXT_OR_NUMBER]


def _kinds(geometry: Any) -> list[str]:
    """Return the types of a geometry's parts, as far as valid; the form is checked elsewhere."""
    if not isinstance(geometry, dict):
        return []
    kind, parts = geometry.get("type"), geometry.get("geometries")
    if kind == "GeometryCollection" and isinstance(parts, list):
        return [kind for part in parts for kind in _kinds(part)]
    return [kind] if isinstance(kind, str) and kind in _SHAPES else []


class Place(Model):
    """A place in words, and how well it is known."""

    name: Text | None = None
    described: Text | None = None
    precision: Precision | None = None
    radius_km: Annotated[Number, Field(gt=0, le=20_000)] | None = None
    inner_radius_km: Annotated[Number, Field(gt=0, le=20_000)] | None = None
    regions: Listed[Text] = ()
    regions_mode: Literal["one", "each"] = "one"
    excluding: Listed[Text] = ()
    note: Text | None = None
    translations: Translations[Literal["name", "note"]] | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_is_described(cls, value: object) -> object:
        """Take the description as the name of a place that has no other."""
        if isinstance(value, dict) and value.get("name") is None:
            described = value.get("described")
            return {**value, "name": described} if isinstance(described, str) else value
        return value

    @model_validator(mode="after")
    def _radius_fits(self) -> Place:
        if self.precision in _NEEDS_RADIUS and self.radius_km is None:
            fault(
                "radius",
                Message("precision {precision!r} needs a radius", self.precision),
                "add 'radius_km', or leave 'precision' out where the source states none",
                at=("precision",),
            )
        if self.precision == "exact" and (self.radius_km or 0) > _EXACT_KM:
            fault(
                "radius",
                Message("precision 'exact' with a radius of {radius_km:g} km", self.radius_km),
                "exact means within 1 km: write 'near'",
                at=("radius_km",),
            )
        if self.precision == "region" and not self.regions:
            message = "precision 'region' without a region"
            fault("regions", message, "add 'regions'", at=("precision",))
        return self

    @model_validator(mode="after")
    def _inner_radius_fits(self) -> Place:
        inner, at = self.inner_radius_km, ("inner_radius_km",)
        if inner is None:
            if self.precision == "ring":
                message = "precision 'ring' without an inner radius"
                remedy = "add 'inner_radius_km', or write 'near' where the source states none"
                fault("ring", message, remedy, at=("precision",))
        elif self.precision != "ring":
            stated = (
                Message("precision {precision!r}", self.precision)
                if self.precision
                else Message("no precision")
            )
            remedy = "write precision 'ring', or leave 'inner_radius_km' out"
            fault("ring", Message("an inner radius with {stated}", stated), remedy, at=at)
        elif inner >= (self.radius_km or 0):
            message = Message(
                "the inner radius of {inner:g} km is not smaller than the radius of "
                "{radius_km:g} km",
                inner,
                self.radius_km,
            )
            fault("ring", message, "swap them, or correct the one that is wrong", at=at)
        return self


class Verification(Model):
    """How well the event itself is established, and on what basis."""

    level: VerificationLevel
    basis: Text | None = None
    translations: Translations[Literal["basis"]] | None = None


class Confidence(Model):
    """The analyst's confidence: its subject, its level and the reasons."""

    level: Literal["low", "moderate", "high"]
    about: Text | None = None
    basis: Text | None = None
    translations: Translations[Literal["about", "basis"]] | None = None


class Likelihood(Model):
    """A word of estimative probability, in its author's own scale."""

    term: Text
    scale: Text | None = None
    judged_by: Text | None = None
    translations: Translations[Literal["term", "judged_by"]] | None = None


class Revision(Model):
    """One change of a record: what, when, by whom, why."""

    what: Text
    on: Date | None = None
    by: Text | None = None
    why: Text | None = None


class Event(Model):
    """One event, statement, assessment or outlook.

    The fields are the GeoJSON `properties` under their own names. `id`, `geometry` and the whole
    untouched `feature` stand beside them; a property that happens to be called `id` does not
    collide, it stays in `model_extra`.

    The context of the validation is the `Taxonomy` of the record's workspace; without it the
    built-in one applies.
    """

    id: EventId = Field(alias="@id")
    geometry: Geometry | None = Field(alias="@geometry", repr=False)
    feature: dict[str, Any] = Field(alias="@feature", repr=False)

    title: Text
    label: Text | None = None
    type_id: Annotated[str, AfterValidator(_type)] = Field(alias="type")
    start: Date
    end: Date | None = None
    sources: Some[Annotated[Source, from_key("url")]]
    summary: Text | None = None
    kind: Kind = "event"
    status: Status | None = None
    verification: Annotated[Verification, from_key("level")] | None = None
    time_zone: Annotated[Text, AfterValidator(_zone)] | None = None
    actors: Listed[Annotated[Actor, from_key("name")]] = ()
    place: Annotated[Place, from_key("name")] | None = None
    confidence: Annotated[Confidence, from_key("level")] | None = None
    likelihood: Annotated[Likelihood, from_key("term")] | None = None
    part_of: EventId | None = None
    sequence: Annotated[int, Strict(), Field(ge=0), whole_number] | None = None
    related: Listed[EventId] = ()
    replaces: Listed[EventId] = ()
    marking: Text | None = None
    releasable_to: Listed[Text] = ()
    review: Review | None = None
    revisions: Listed[Revision] = ()
    added: Annotated[Text, AfterValidator(_day)] | None = None
    added_by: Text | None = None
    tags: Listed[Text] = ()
    symbol: Text | None = None
    extracted: Extracted | None = None
    translations: Translations[Literal["title", "label", "summary"]] | None = None

    @model_validator(mode="after")
    def _precision_fits(self) -> Event:
        stated = self.place.precision if self.place else None
        draw = _GEOMETRY_TYPES.get(stated or "")
        # The geometry as written: in `geometry` a line at one position is a point.
        written = self.feature.get("geometry", self.geometry)
        parts = _kinds(written)
        kind = written["type"] if written and parts else "Point"
        if stated == "ring" and kind != "Point":
            fault(
                "precision",
                Message("precision 'ring' on a {kind}", kind),
                "draw the position in its middle as a Point, or write another precision",
                at=("place", "precision"),
            )
        kinds = [k for k in parts if draw and not k.endswith(draw)]
        if kinds:
            fault(
                "precision",
                Message("precision {stated!r} on a {kind}", stated, kinds[0]),
                Message(
                    "draw the {stated} as a {draw}, or write 'area'"
                    if "Polygon" in kinds[0]
                    else "draw the {stated} as a {draw}, or write 'near' with 'radius_km'",
                    stated,
                    draw,
                ),
                at=("place", "precision"),
            )
        return self

    @model_validator(mode="after")
    def _marking_is_read(self) -> Event:
        remedy = "write 'marking', or give a property of your own another name"
        refuse_slips(self, "marking", remedy, nested=False)
        return self

    @model_validator(mode="after")
    def _has_its_type(self, info: ValidationInfo) -> Event:
        # Two workspaces may name different types by one id.
        vars(self)["type"] = _taxonomy(info.context).types[self.type_id]
        return self

    @model_validator(mode="after")
    def _times_fit(self) -> Event:
        try:
            self.when  # noqa: B018 (built once here, so that a wrong order is found at the edge)
        except DateError as error:
            at = ("end" if self.end else "start",)
            fault("date-order", error.problem, error.remedy, at=at)
        return self

    @cached_property
    def when(self) -> When:
        """The time of the event, with bounds."""
        return When.parse(self.start, self.end, self.time_zone)

    @cached_property
    def type(self) -> EventType:
        """The type in the taxonomy of the record's workspace, which its validation sets."""
        return built_in_taxonomy().types[self.type_id]

    @property
    def theme(self) -> Theme:
        """The theme of the type."""
        return self.type.theme

    @property
    def is_about(self) -> bool:
        """Whether its regions are what it is about, not where it was."""
        return self.kind != "event" or self.type.about

    @property
    def regions(self) -> tuple[str, ...]:
        """Ids of the regions that the record names."""
        return self.place.regions if self.place else ()

    @property
    def precision(self) -> str:
        """How well the place is known; `unstated` if the record does not say."""
        stated = self.place.precision if self.place else None
        if stated == "line" and (self.geometry or {}).get("type") in _POINTS:
            return "near"  # the line is at one position
        if stated:
            return stated
        return "region" if self.geometry is None and self.regions else "unstated"

    @property
    def radius_km(self) -> float | None:
        """Radius of the place, kilometres, if stated."""
        return self.place.radius_km if self.place else None

    @property
    def inner_radius_km(self) -> float | None:
        """Inner radius of a place that is a ring, kilometres."""
        return self.place.inner_radius_km if self.place else None

    @property
    def placed(self) -> bool:
        """Whether it has a place: a geometry or a named region."""
        return self.geometry is not None or bool(self.regions)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the actors, each once."""
        return tuple(dict.fromkeys(a.country for a in self.actors if a.country))

    @property
    def extra(self) -> Mapping[str, Any]:
        """Properties that geotrack does not define, unchanged."""
        beside = self.feature.get("properties") or {}
        hidden = {key: beside[key] for key in MEMBERS if key in beside}
        return {**(self.model_extra or {}), **hidden}


def _shorter_forms(annotation: Any) -> Iterator[Shorter]:
    """Yield the shorter forms that a value may have, by its annotation."""
    for one in get_args(annotation):
        if isinstance(one, Shorter):
            yield one
        yield from _shorter_forms(one)


SHORT_KEYS = {
    name: form.key
    for name, field in Event.model_fields.items()
    for form in _shorter_forms(field.annotation)
    if form.key
}
"""The key of an object that a text alone may stand for, by property: `place` is `place.name`."""

LISTED = tuple(
    name
    for name, field in Event.model_fields.items()
    if any(isinstance(one, Shorter) and not one.key for one in field.metadata)
)
"""Properties that are one value or a list of them."""
