"""Removal of null columns, as QGIS and others write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from geotrack.reading.model_faults import model_in

__all__ = ["without_empty"]


def without_empty(values: Mapping[str, Any], kind: type[BaseModel]) -> dict[str, Any]:
    """Return values without nulls of optional fields, at any depth.

    Parameters
    ----------
    values : mapping
        Values to validate.
    kind : type of BaseModel
        The model.

    Examples
    --------
    >>> from geotrack.model import Event
    >>> without_empty({"title": None, "tags": None, "place": {"regions": None}, "fid": None}, Event)
    {'title': None, 'place': {}, 'fid': None}
    """
    optional, parts = _fields(kind)
    return {
        key: _inside(value, parts.get(key))
        for key, value in values.items()
        if value is not None or key not in optional
    }


def _inside(value: Any, kind: type[BaseModel] | None) -> Any:
    if kind is None:
        return value
    if isinstance(value, list):
        return [_inside(item, kind) for item in value]
    return without_empty(value, kind) if isinstance(value, dict) else value


@cache
def _fields(kind: type[BaseModel]) -> tuple[frozenset[str], dict[str, type[BaseModel]]]:
    """Return the optional keys, and the keys that hold models."""
    fields = {field.alias or name: field for name, field in kind.model_fields.items()}
    optional = frozenset(key for key, field in fields.items() if not field.is_required())
    models = {key: model_in(field.annotation) for key, field in fields.items()}
    return optional, {key: model for key, model in models.items() if model}
