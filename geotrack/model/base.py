"""What all models share: frozen, loose at the edge, one form inside."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic_core import PydanticCustomError

from geotrack.when import DateError, parse_date

__all__ = ["Date", "Listed", "Model", "Number", "Text", "Url", "fault", "from_key", "listed"]

T = TypeVar("T")


class Model(BaseModel):
    """A frozen record that keeps what it does not know.

    Unknown keys stand in `model_extra`, so that a column made in QGIS is shown and exported.
    """

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)


def fault(rule: str, message: str, remedy: str = "") -> NoReturn:
    """Refuse a value inside a validator, with the rule's id, what is wrong and the remedy."""
    raise PydanticCustomError(rule, "{message}", {"message": message, "remedy": remedy})


def from_key(key: str) -> BeforeValidator:
    """Accept a string where the full object has one obvious key."""

    def widen(value: object) -> object:
        return {key: value} if isinstance(value, str) else value

    return BeforeValidator(widen, json_schema_input_type=str | dict[str, Any])


def listed(value: object) -> object:
    """Accept one value where a list is meant."""
    return value if isinstance(value, (list, tuple)) else [value]


# `Listed[X]` reads one X or a list of them; inside it is always a tuple.
Listed = Annotated[tuple[T, ...], BeforeValidator(listed, json_schema_input_type=T | list[T])]


def _not_blank(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        fault("blank", "the text is blank", "write something or leave the property out")
    return value


def _web(value: object) -> object:
    if isinstance(value, str):
        scheme, separator, rest = value.partition("://")
        if not separator or scheme.lower() not in {"http", "https"} or not rest.strip("/"):
            fault(
                "url",
                f"{value!r} is not a web address",
                "write it with http:// or https://, or name the work in 'cite'",
            )
        if any(c.isspace() or ord(c) < ord(" ") for c in value):
            fault("url", f"{value!r} has white space in it", "write it percent-encoded")
    return value


def _date(value: str) -> str:
    try:
        parse_date(value)
    except DateError as error:
        fault("date", error.problem, error.remedy)
    return value


Date = Annotated[str, AfterValidator(_date)]
Text = Annotated[str, BeforeValidator(_not_blank)]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Url = Annotated[str, BeforeValidator(_web), Field(json_schema_extra={"format": "uri"})]
