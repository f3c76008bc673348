"""What all models share: frozen, loose at the edge, one form inside."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from geotrack.dates import DateError, parse_date
from geotrack.dates.hints import shown
from geotrack.errors import UsageError
from geotrack.i18n.folding import INVISIBLE
from geotrack.polar.projections import POLAR_CRS, normalise_crs
from geotrack.taxonomy import nearest

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = [
    "MEMBERS",
    "SHOWS",
    "Date",
    "Listed",
    "Model",
    "Number",
    "Projection",
    "Selecting",
    "Some",
    "Text",
    "Url",
    "fault",
    "from_key",
    "listed",
    "web",
    "whole_number",
]

T = TypeVar("T")

MEMBERS = ("@id", "@geometry", "@feature")
"""Aliases of what stands beside a record's properties: members of its Feature, and the Feature."""


class Model(BaseModel):
    """A frozen record that keeps what it does not know.

    Unknown keys stand in `model_extra`, so that a column made in QGIS is shown and exported.
    """

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)


def fault(rule: str, message: str, remedy: str = "", *, at: tuple[str | int, ...] = ()) -> NoReturn:
    """Refuse a value inside a validator.

    Parameters
    ----------
    rule : str
        Stable id of the rule.
    message, remedy : str
        What is wrong, with the value, and what to do about it.
    at : tuple of str or int, optional
        Path below the value to what is at fault, where a whole object is judged.
    """
    context = {"message": message, "remedy": remedy, "at": at}
    raise PydanticCustomError(rule, "{message}", context)


class Selecting(Model):
    """A part of a definition that says what is put into a page, and knows all of its keys.

    A condition that is spelt amiss would not hold, and more would be given away than was meant.
    """

    @model_validator(mode="after")
    def _knows_its_keys(self) -> Self:
        for key in self.model_extra or ():
            # Those that it needs first: a base's would stand before them.
            fields = sorted(
                type(self).model_fields.items(), key=lambda one: not one[1].is_required()
            )
            names = [field.alias or name for name, field in fields]
            guess = nearest(key, names)
            remedy = f"did you mean {guess!r}?" if guess else f"it is one of {', '.join(names)}"
            message = f"{shown(key)} is no key that says what is on the map"
            fault("unknown-key", message, remedy, at=(key,))
        return self


@dataclass(frozen=True)
class _Shorter:
    """An annotation: a shorter form is accepted, and widened to the full one.

    Parameters
    ----------
    widen : callable
        From the shorter form to the full one; what is neither passes through.
    key : str, optional
        The key whose value alone is the shorter form of an object; without it, the shorter form
        of a list is one of its items.
    """

    widen: Callable[[object], object]
    key: str = ""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.widen, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        full = handler(core)
        if not self.key:
            return {"anyOf": [full["items"], full]}
        short = handler.resolve_ref_schema(full)["properties"][self.key]
        return {"anyOf": [short.get("anyOf", [short])[0], full]}


def from_key(key: str) -> _Shorter:
    """Accept a string where the full object has one obvious key, for example a place's name."""

    def widen(value: object) -> object:
        return {key: value} if isinstance(value, str) else value

    return _Shorter(widen, key)


def listed(value: object) -> object:
    """Accept one value where a list is meant."""
    return value if isinstance(value, (list, tuple)) else [value]


# `Listed[X]` reads one X or a list of them, `Some[X]` at least one; inside it is always a tuple.
Listed = Annotated[tuple[T, ...], _Shorter(listed)]
Some = Annotated[tuple[T, ...], Field(min_length=1), _Shorter(listed)]


# Almost every address: only others are looked at letter by letter.
_PLAIN_URL = re.compile(r"https?://[!-~]*[!-.0-~][!-~]*")


def web(value: object) -> object:
    """Refuse, inside a validator, what is no web address."""
    if isinstance(value, str) and not _PLAIN_URL.fullmatch(value):
        scheme, separator, rest = value.partition("://")
        if not separator or scheme.lower() not in {"http", "https"} or not rest.strip("/"):
            fault(
                "url",
                f"{shown(value)} is not a web address",
                "write it with http:// or https://, or name the work in 'cite'",
            )
        if any(c.isspace() or not c.isprintable() for c in value):
            fault("url", f"{shown(value)} has white space in it", "write it percent-encoded")
    return value


def _date(value: str) -> str:
    try:
        parse_date(value)
    except DateError as error:
        fault("date", error.problem, error.remedy)
    return value


def _projection(value: str) -> str:
    try:
        return normalise_crs(value)
    except UsageError:
        message = f"{shown(value)} is not a polar projection that geotrack draws"
        fault("projection", message, f"write one of {', '.join(POLAR_CRS)}")


def _whole_number(value: object) -> object:
    # 3.0 is the whole number 3, in JSON as in JSON Schema; "3" and true are none.
    return int(value) if isinstance(value, float) and value.is_integer() else value


# Not `is_blank`: pydantic's own pattern costs a fifth of a function's call.
_A_LETTER = f"[^{INVISIBLE}]"
# What programs write most of what shows nothing: all of it would fill the schema.
SHOWS = r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]"
"""The pattern of a text that is not blank, in the JSON Schema."""
Text = Annotated[str, Field(pattern=_A_LETTER, json_schema_extra={"pattern": SHOWS})]
Date = Annotated[
    str,
    AfterValidator(_date),
    Field(
        json_schema_extra={
            "description": (
                "2024, 2024-09, 2024-09-28, a time with seconds and offset, EDTF's ~ ? % X, "
                '[2024-09-20,2024-09-21] for one of several, or "unknown"'
            ),
            # The form only: whether the day exists, `geotrack check` tells.
            "pattern": r"^(unknown|\.\.|\[.+\]|[~?%]?[0-9X]{4}[~?%]?(-.+)?)$",
        }
    ),
]
Projection = Annotated[Text, AfterValidator(_projection)]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
# Stands after the bounds, so that the JSON Schema keeps them: [int, Field(ge=0), whole_number].
whole_number = BeforeValidator(_whole_number)
Url = Annotated[
    str,
    BeforeValidator(web),
    Field(
        json_schema_extra={"format": "uri", "pattern": r"^[Hh][Tt][Tt][Pp][Ss]?://\S*[^/\s]\S*$"}
    ),
]
