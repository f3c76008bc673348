"""Findings as JSON values, and back."""

from __future__ import annotations

from functools import partial
from typing import Any

from geotrack.findings import Finding, Severity
from geotrack.messages import Message
from geotrack.model.place_text import degrees

__all__ = ["NotDataError", "finding_of", "finding_to_json"]

_PLAIN = (str, int, float, bool, type(None))
_TEXTS = ("message", "remedy", "rule", "pointer", "key")


class NotDataError(ValueError):
    """A finding has an argument that is no plain value, such as a function."""


def finding_to_json(finding: Finding) -> list[Any]:
    """Return a finding without its file as a JSON value.

    Raises
    ------
    NotDataError
        It has an argument that is no plain value.
    """
    texts = [_data(getattr(finding, name)) for name in _TEXTS]
    return [texts, finding.line, _data(finding.value), str(finding.severity)]


def finding_of(data: list[Any], file: str) -> Finding:
    """Return the finding in a file of a value of `finding_to_json`."""
    texts, line, value, severity = data
    message, remedy, rule, pointer, key = map(_value, texts)
    return Finding(
        file, message, remedy, rule, pointer, line, _value(value), Severity(severity), key
    )


def _data(value: Any) -> Any:
    """Return a value as JSON; lists and objects stand in a list with a word before them."""
    if type(value) in _PLAIN:
        return value
    if type(value) is list:
        return ["list", *map(_data, value)]
    if type(value) is dict and all(type(key) is str for key in value):
        return ["dict", *([key, _data(inner)] for key, inner in value.items())]
    if isinstance(value, partial) and value.func is degrees and not value.keywords:
        return ["position", *map(_data, value.args)]
    if type(value) is Message:
        filled = [_data(inner) for inner in value.values.values()]
        words = [[_data(word) for word in each] for each in (value.suggestions, value.expected)]
        return ["message", _data(value.template), filled, *words]
    raise NotDataError(type(value).__name__)


def _value(data: Any) -> Any:
    if not isinstance(data, list):
        return data
    kind, *rest = data
    if kind == "list":
        return [_value(inner) for inner in rest]
    if kind == "dict":
        return {key: _value(inner) for key, inner in rest}
    if kind == "position":
        return partial(degrees, *rest)
    template, filled, suggestions, expected = rest
    return Message(
        _value(template),
        *map(_value, filled),
        suggestions=[_value(word) for word in suggestions],
        expected=[_value(word) for word in expected],
    )
