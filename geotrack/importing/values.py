"""Which values a property takes, and what was meant where a cell is none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from geotrack.importing.cells import number_of, text_of
from geotrack.importing.date_formats import dated, is_date, without_zone
from geotrack.importing.target_properties import Property
from geotrack.taxonomy import UnknownTypeError, nearest, taxonomy

__all__ = ["ABSENT", "holds", "kind_of", "meant"]

ABSENT = {"place.precision": ("unstated",)}
"""Texts by which `geotrack export` says that a property is absent."""

_MOST_CHOICES = 8
_SYMBOL = "symbol"
# APP-6(D), and the fifteen letters of earlier issues.
_CODE = re.compile(r"\d{20}(?:\d{10})?|(?=.*[-*])[SGWIOE][A-Z0-9*-]{9,14}", re.ASCII)


def kind_of(one: Property) -> str:
    """Return what a property's values are called where only some are taken, else nothing.

    Examples
    --------
    >>> from geotrack.importing.target_properties import properties
    >>> kind_of(properties()["place.precision"]), kind_of(properties()["title"])
    ('precision', '')
    """
    if one.path != _SYMBOL and not one.choices:
        return ""
    # Of `verification.level` the first.
    return one.keys[0] if one.keys[-1] == "level" else one.keys[-1]


def holds(one: Property, cell: Any, forms: Sequence[str], *, comma: bool = False) -> bool:
    """Tell whether a cell, or each of its values, is one that a property takes.

    Parameters
    ----------
    one : Property
        The property.
    cell : object
        A cell that is not empty.
    forms : sequence of str
        Forms of dates.
    comma : bool
        Whether a decimal comma is read as well.
    """
    text = text_of(cell)
    if one.path == _SYMBOL:
        return _CODE.fullmatch(text) is not None
    if one.choices:
        return text in one.choices or text in ABSENT.get(one.path, ())
    if one.kind == "date":
        return dated(text, forms) is not None or is_date(text) or without_zone(text) is not None
    if one.kind in {"number", "integer"}:
        return number_of(text, comma) is not None
    return True


def meant(one: Property, text: str) -> str:
    """Return what may be meant by a text that a property does not take, in words.

    Examples
    --------
    >>> from geotrack.importing.target_properties import properties
    >>> meant(properties()["type"], "coastgard/patrol")
    "did you mean 'coastguard/patrol'?"
    >>> meant(properties()["status"], "closed")
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
