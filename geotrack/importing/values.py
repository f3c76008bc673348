"""Permitted values of properties, and suggestions for invalid cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from geotrack.importing.cells import number_of, text_of
from geotrack.importing.date_formats import is_date, parse_in_form, without_zone
from geotrack.importing.target_properties import Property
from geotrack.taxonomy import UnknownTypeError, nearest, taxonomy

__all__ = ["ABSENT", "accepts", "kind_of", "suggestion"]

ABSENT = {"place.precision": ("unstated",)}
"""Texts that `geotrack export` writes for absent properties."""

_MOST_CHOICES = 8
_SYMBOL = "symbol"
# APP-6(D), and the fifteen letters of earlier issues.
_CODE = re.compile(r"\d{20}(?:\d{10})?|(?=.*[-*])[SGWIOE][A-Z0-9*-]{9,14}", re.ASCII)


def kind_of(one: Property) -> str:
    """Return the noun for a property's values, where only some are permitted; else empty.

    Examples
    --------
    >>> from geotrack.importing.target_properties import properties
    >>> kind_of(properties()["place.precision"]), kind_of(properties()["title"])
    ('precision', '')
    """
    if one.path != _SYMBOL and not one.choices:
        return ""
    # `verification.level` gives `verification`.
    return one.keys[0] if one.keys[-1] == "level" else one.keys[-1]


def accepts(one: Property, cell: Any, forms: Sequence[str], *, comma: bool = False) -> bool:
    """Return whether a property accepts a cell, or each of its values.

    Parameters
    ----------
    one : Property
        The property.
    cell : object
        A cell that is not empty.
    forms : sequence of str
        Date formats.
    comma : bool
        Whether a decimal comma is accepted.
    """
    text = text_of(cell)
    if one.path == _SYMBOL:
        return _CODE.fullmatch(text) is not None
    if one.choices:
        return text in one.choices or text in ABSENT.get(one.path, ())
    if one.kind == "date":
        return (
            parse_in_form(text, forms) is not None
            or is_date(text)
            or without_zone(text) is not None
        )
    if one.kind in {"number", "integer"}:
        return number_of(text, comma) is not None
    return True


def suggestion(one: Property, text: str) -> str:
    """Return a remedy for a value that a property does not accept.

    Examples
    --------
    >>> from geotrack.importing.target_properties import properties
    >>> suggestion(properties()["type"], "coastgard/patrol")
    "did you mean 'coastguard/patrol'?"
    >>> suggestion(properties()["status"], "closed")
    'it is one of occurred, ongoing, announced, planned, postponed, cancelled'
    """
    if one.path == "type":
        try:
            return f"did you mean {taxonomy().resolve(text).id!r}?"
        except UnknownTypeError as error:
            return error.remedy
    if len(one.choices) > _MOST_CHOICES:
        return _of_country(text)
    guess = nearest(text, one.choices)
    return f"did you mean {guess!r}?" if guess else f"it is one of {', '.join(one.choices)}"


def _of_country(text: str) -> str:
    from pydantic import TypeAdapter, ValidationError

    from geotrack.model.country import Country

    try:
        TypeAdapter(Country).validate_python(text)
    except ValidationError as error:
        return str(error.errors()[0]["ctx"]["remedy"])
    return ""
