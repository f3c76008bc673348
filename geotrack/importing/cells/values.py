"""Permitted values of properties, and suggestions for invalid cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geotrack.errors import shorten
from geotrack.i18n.spelling import nearest
from geotrack.importing.cells.dates import DateRules, is_undecided, read_date, read_range
from geotrack.importing.cells.text import text_of
from geotrack.importing.option_names import option_remedy
from geotrack.importing.targets.properties import START, Property
from geotrack.importing.targets.value_labels import candidates, squashed, types_like, value_of_label
from geotrack.messages import Message, did_you_mean
from geotrack.notation import number_of
from geotrack.taxonomy import UnknownTypeError, countries

__all__ = ["ABSENT", "CellRules", "accepts", "choice_of", "choices_like", "kind_of", "suggestion"]

ABSENT = {"place.precision": ("unstated",)}
"""Texts that `geotrack export` writes for absent properties."""

# Values that a remedy lists at most; of more it suggests one.
_MOST_CHOICES = 8
_SYMBOL = "symbol"
# APP-6(D), and the fifteen letters of earlier issues.
_CODE = re.compile(r"\d{20}(?:\d{10})?|(?=.*[-*])[SGWIOE][A-Z0-9*-]{9,14}", re.ASCII)


def kind_of(target: Property) -> str:
    """Return the noun for a property's values, where only some are permitted; else empty.

    Examples
    --------
    >>> from geotrack.importing.targets.properties import properties
    >>> kind_of(properties()["place.precision"]), kind_of(properties()["title"])
    ('precision', '')
    """
    if target.path != _SYMBOL and not target.choices:
        return ""
    # `verification.level` gives `verification`.
    return target.keys[0] if target.keys[-1] == "level" else target.keys[-1]


@dataclass(frozen=True)
class CellRules:
    """How the cells of a column are read.

    Parameters
    ----------
    dates : DateRules
        Of a column of dates.
    values : Mapping of str to str
        Values by text, as `squashed` returns it.
    comma : bool
        Whether a decimal comma is accepted.
    """

    dates: DateRules = field(default_factory=DateRules)
    values: Mapping[str, str] = field(default_factory=dict)
    comma: bool = False


def choice_of(target: Property, text: str, rules: CellRules) -> str | None:
    """Return the value of a property that a cell means, None if it means none.

    Parameters
    ----------
    target : Property
        A property; where any value is permitted, only `rules` change a text.
    text : str
        A cell.
    rules : CellRules
        The user's own words for values take precedence.

    Examples
    --------
    >>> from geotrack.importing.targets.properties import properties
    >>> choice_of(properties()["status"], "Planlagt", CellRules())
    'planned'
    """
    mapped = rules.values.get(squashed(text)) if rules.values else None
    if mapped is not None:
        return mapped
    if not target.choices or text in target.choices:
        return text
    return value_of_label(target, text)


def accepts(target: Property, cell: Any, rules: CellRules) -> bool:
    """Return whether a property accepts a cell.

    Parameters
    ----------
    target : Property
        The property.
    cell : object
        A cell that is not empty.
    rules : CellRules
        How it is read.
    """
    text = text_of(cell)
    if target.path == _SYMBOL:
        return _CODE.fullmatch(text) is not None
    if target.choices:
        return choice_of(target, text, rules) is not None or text in ABSENT.get(target.path, ())
    if target.kind == "date":
        return (
            read_date(text, rules.dates) is not None
            or is_undecided(text, rules.dates)
            or (target.path == START and read_range(text, rules.dates) is not None)
        )
    if target.kind in {"number", "integer"}:
        return number_of(text, rules.comma) is not None
    return True


def choices_like(target: Property, text: str) -> Sequence[str]:
    """Return the values that a text which is none may mean.

    Examples
    --------
    >>> from geotrack.importing.targets.properties import properties
    >>> choices_like(properties()["type"], "Bombefly")
    ['air/bomber-sortie']
    """
    if similar := candidates(target, text):
        return similar
    if target.path != "type":
        return [guess] if (guess := nearest(text, target.choices)) else []
    return [] if "/" in text else types_like(text, target.taxonomy)


def suggestion(target: Property, text: str) -> str:
    """Return a remedy for a value that a property does not accept.

    Examples
    --------
    >>> from geotrack.importing.targets.properties import properties
    >>> suggestion(properties()["type"], "coastgard/patrol")
    "did you mean 'coastguard/patrol'?"
    >>> suggestion(properties()["status"], "closed")
    'it is one of occurred, ongoing, announced, planned, postponed, cancelled'
    """
    if similar := candidates(target, text):
        return _map_value(text, similar)
    if target.path == "type":
        try:
            return did_you_mean(target.taxonomy.resolve(text).id, "")
        except UnknownTypeError as error:
            like = [] if "/" in text else types_like(text, target.taxonomy)
            return _map_value(text, like) if like else error.remedy
    if len(target.choices) > _MOST_CHOICES:
        return _country_suggestion(text)
    guess = nearest(text, target.choices)
    return did_you_mean(guess, Message("it is one of {known}", ", ".join(target.choices)))


def _map_value(text: str, similar: Sequence[str]) -> str:
    """Return the option that says what a text means, with the values that it may be."""
    option = f'--map-value "{shorten(text, 40)}={similar[0]}"'
    if len(similar) == 1:
        return option_remedy("{option}", option)
    return option_remedy("{option}, or another of {known}", option, ", ".join(similar))


def _country_suggestion(text: str) -> str:
    from pydantic import TypeAdapter, ValidationError

    from geotrack.model.country import Country

    if name := nearest(text, countries()):
        return did_you_mean(countries()[name], "")
    try:
        TypeAdapter(Country).validate_python(text)
    except ValidationError as error:
        remedy: str = error.errors()[0]["ctx"]["remedy"]
        return remedy
    return ""
