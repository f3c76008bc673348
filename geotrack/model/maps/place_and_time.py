"""Conditions of place and time, shared by definitions of maps and of observations."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from geotrack.dates import DateError, Period
from geotrack.errors import UsageError, error_text, fields_named
from geotrack.model.base import Date, Listed, Number, Selecting, Text, fault
from geotrack.model.query import Query
from geotrack.model.query_fields import KEYS

__all__ = ["PlaceAndTime", "check_period"]


class PlaceAndTime(Selecting):
    """Conditions of place and time; they mean the same as in a `Query`."""

    regions: Listed[Text] = ()
    all_regions: bool = False
    bbox: tuple[Number, Number, Number, Number] | None = None
    within: Text | None = None
    of: Text | None = None
    north_of: Number | None = None
    start: Date | None = Field(default=None, alias="from")
    end: Date | None = Field(default=None, alias="to")

    @property
    def place_and_time(self) -> Query:
        """The conditions of place and time as a query.

        Raises
        ------
        UsageError, DateError
            As `Query.parse`.
        """
        return Query.parse(**{name: getattr(self, name) for name in PlaceAndTime.model_fields})

    def _checked(self) -> Query:
        """Return the query to validate, with all conditions of a subclass."""
        return self.place_and_time

    @model_validator(mode="after")
    def _is_a_question(self) -> Self:
        check_period(self.start, self.end)
        try:
            with fields_named(KEYS):
                self._checked()
        except UsageError as error:
            fault("question", error_text(error))
        return self


def check_period(start: str | None, end: str | None) -> None:
    """Raise a fault, inside a validator, for an invalid period, at the key of the limit."""
    for key, first, last in (("from", start, None), ("to", None, end), ("to", start, end)):
        try:
            Period.parse(first, last)
        except DateError as error:
            fault("period", error.problem, error.remedy, at=(key,))
