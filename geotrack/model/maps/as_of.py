"""As-of dates: dates with a first and a last day."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from geotrack.dates import DateError, Period
from geotrack.errors import quoted
from geotrack.messages import Message
from geotrack.model.base import Date, fault

__all__ = ["AsOf"]


def _day(value: str) -> str:
    remedy = "write one date, such as 2024-05-17"
    try:
        period = Period.parse(value, value)
    except DateError as error:
        fault("date", Message("{value} is no as-of date", quoted(value)), error.remedy or remedy)
    if period.lower is None or period.upper is None:
        fault("date", Message("{value} is no as-of date: it has no bounds", quoted(value)), remedy)
    return value


AsOf = Annotated[Date, AfterValidator(_day)]
