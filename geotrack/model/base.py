"""Base of all models: frozen, unknown keys kept, one normal form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NoReturn, Self, TypeVar

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

from folium_polar.geometry.projections import POLAR_CRS, normalise_crs
from geotrack.dates import DateError, parse_date
from geotrack.errors import UsageError, quoted
from geotrack.i18n.folding import INVISIBLE
from geotrack.i18n.spelling import correction, nearest
from geotrack.messages import Message, did_you_mean, one_of

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
    "Shorter",
    "Some",
    "Text",
    "Url",
    "fault",
    "from_key",
    "listed",
    "refuse_slips",
    "web",
    "whole_number",
]

T = TypeVar("T")

MEMBERS = ("@id", "@geometry", "@feature")
"""Aliases of fields that are no properties of a record: members of its Feature, and the Feature."""


class Model(BaseModel):
    """A frozen record that keeps unknown keys.

    Unknown keys are in `model_extra`, so that a column added in QGIS is shown and exported.
    """

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)


def fault(rule: str, message: str, remedy: str = "", *, at: tuple[str | int, ...] = ()) -> NoReturn:
    """Raise a fault of a value inside a validator.

    Parameters
    ----------
    rule : str
        Stable id of the rule.
    message, remedy : str
        What is wrong, with the value, and what to do about it.
    at : tuple of str or int, optional
        Path from the value to the faulty part, if a whole object is validated.
    """
    context = {"message": message, "remedy": remedy, "at": at}
    raise PydanticCustomError(rule, "{message}", context)


class Selecting(Model):
    """A part of a definition in which unknown keys are errors, because they would have no effect.

    With a misspelt condition the page would contain more than was meant.
    """

    keys_say: ClassVar[str] = "says what is on the map"
    """What a known key does, for the message about an unknown one."""

    @model_validator(mode="after")
    def _knows_its_keys(self) -> Self:
        for key in self.model_extra or ():
            # Required keys first: those of a base class would precede them.
            fields = sorted(
                type(self).model_fields.items(), key=lambda one: not one[1].is_required()
            )
            names = [field.alias or name for name, field in fields]
            guess = nearest(key, names)
            remedy = did_you_mean(guess, Message("it is one of {known}", ", ".join(names)))
            message = Message(
                "{key} is no key that {keys_say}", quoted(key), Message(self.keys_say)
            )
            fault("unknown-key", message, remedy, at=(key,))
        return self


def refuse_slips(model: Model, key: str, remedy: str = "", *, nested: bool = True) -> None:
    """Raise a fault, inside a validator, for an unknown key that is almost `key`.

    It would have no effect, and what it restricts would be given out.

    Parameters
    ----------
    model : Model
        The object with unknown keys.
    key : str
        The key that is meant.
    remedy : str, optional
        The remedy; default to write `key`.
    nested : bool
        Whether unknown keys within unknown keys count too.
    """
    extra = model.model_extra or {}
    for path in _slips(extra if nested else dict.fromkeys(extra), key):
        message = Message("{path} has no effect here", quoted(str(path[-1])))
        fault(
            "unknown-key",
            message,
            remedy or Message("write {key!r}", key, suggestions=(key,)),
            at=path,
        )


def _slips(value: object, key: str) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths of keys that are `key` or a misspelling of it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if _is_slip(name, key):
                yield (name,)
            yield from ((name, *path) for path in _slips(inner, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from ((n, *path) for path in _slips(inner, key))


@lru_cache(maxsize=4096)
def _is_slip(name: str, key: str) -> bool:
    return correction(name, (key,)) is not None


@dataclass(frozen=True)
class Shorter:
    """An annotation that accepts a shorter form and expands it to the full one.

    Parameters
    ----------
    widen : callable
        Converts the shorter form to the full one; passes other values through.
    key : str, optional
        The key whose value alone is the shorter form of an object. Default: the shorter form is one
        item of a list.
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


def from_key(key: str) -> Shorter:
    """Accept a string instead of an object with one main key, for example a place's name."""

    def widen(value: object) -> object:
        return {key: value} if isinstance(value, str) else value

    return Shorter(widen, key)


def listed(value: object) -> object:
    """Accept one value instead of a list."""
    return value if isinstance(value, (list, tuple)) else [value]


# `Listed[X]` reads one X or a list of them, `Some[X]` at least one; the value is always a tuple.
Listed = Annotated[tuple[T, ...], Shorter(listed)]
Some = Annotated[tuple[T, ...], Field(min_length=1), Shorter(listed)]


# Matches almost every address; only others are checked letter by letter.
_PLAIN_URL = re.compile(r"https?:///*[!-.0-~][!-~]*")


def web(value: object) -> object:
    """Raise a fault, inside a validator, for what is no web address."""
    if isinstance(value, str) and not _PLAIN_URL.fullmatch(value):
        scheme, separator, rest = value.partition("://")
        if not separator or scheme.lower() not in {"http", "https"} or not rest.strip("/"):
            fault(
                "url",
                Message("{value} is not a web address", quoted(value)),
                "write it with http:// or https://, or name the work in 'cite'",
            )
        if any(c.isspace() or not c.isprintable() for c in value):
            fault(
                "url",
                Message("{value} has white space in it", quoted(value)),
                "write it percent-encoded",
            )
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
        message = Message("{value} is not a polar projection that geotrack draws", quoted(value))
        fault("projection", message, one_of(tuple(POLAR_CRS)))


def _whole_number(value: object) -> object:
    # 3.0 is the whole number 3, in JSON as in JSON Schema; "3" and true are not.
    return int(value) if isinstance(value, float) and value.is_integer() else value


# Not `is_blank`: pydantic's own pattern costs a fifth of a function call.
_A_LETTER = f"[^{INVISIBLE}]"
# The blank characters that programs write most; all of them would fill the schema.
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
            # The form only; `geotrack check` verifies that the day exists.
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
