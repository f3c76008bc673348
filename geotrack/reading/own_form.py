"""Whether GeoJSON holds records in geotrack's form, or Features of another program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geotrack.findings import Finding
from geotrack.messages import Message
from geotrack.reading.foreign_formats import import_command
from geotrack.reading.members import features_in
from geotrack.taxonomy import Taxonomy, built_in_taxonomy

__all__ = ["foreign_finding", "is_own_form"]

_OF_A_SOURCE = frozenset({"url", "seed", "cite", "read_at"})
_ENOUGH = 3
_REVIEW = ("draft", "reviewed", "released")


def is_own_form(value: Any, taxonomy: Taxonomy | None = None) -> bool:
    """Return whether a parsed GeoJSON value has a Feature in geotrack's form.

    A Feature is in geotrack's form if its properties have `sources` as objects, a `type` of the
    taxonomy, a word of `review`, or three of `title`, `type` (`theme/kind`), `start` and `sources`.
    Properties whose names begin with `source_` are columns of a table, where only `sources` as
    objects count. Without a taxonomy the built-in one applies.

    Examples
    --------
    >>> feature = {"type": "Feature", "geometry": None, "properties": {"Name": "A patrol"}}
    >>> is_own_form(feature)
    False
    >>> feature["properties"]["type"] = "coastguard/patrol"
    >>> is_own_form(feature)
    True
    """
    types = taxonomy or built_in_taxonomy()
    return any(_is_own(feature.get("properties"), types) for feature in _features(value))


def foreign_finding(value: Any, file: str, taxonomy: Taxonomy | None = None) -> Finding | None:
    """Return the finding of a file of which no Feature is in geotrack's form.

    Parameters
    ----------
    value : object
        The parsed file.
    file : str
        Its name in messages.
    taxonomy : Taxonomy, optional
        The types of its workspace; the built-in ones without it.

    Returns
    -------
    Finding or None
        None if a Feature is in geotrack's form, or none has properties.
    """
    features = _features(value)
    if not any(isinstance(p := f.get("properties"), Mapping) and p for f in features):
        return None
    if is_own_form(value, taxonomy):
        return None
    subject = (
        Message("its Feature is")
        if len(features) == 1
        else Message("its {n} Features are", len(features))
    )
    message = Message("{many} not in geotrack's form", subject)
    return Finding(
        file,
        message,
        Message("turn it into a draft: {command}", import_command(file)),
        "foreign-form",
        line=1,
    )


def _features(value: Any) -> list[dict[str, Any]]:
    return features_in({"features": value} if isinstance(value, list) else value)


def _is_own(properties: Any, taxonomy: Taxonomy) -> bool:
    """Return whether properties are those of a record in geotrack's form."""
    if not isinstance(properties, Mapping):
        return False
    if _are_sources(properties.get("sources")) or properties.get("review") in _REVIEW:
        return True
    if any(isinstance(key, str) and key.lower().startswith("source_") for key in properties):
        return False
    type_ = properties.get("type")
    if isinstance(type_, str) and type_ in taxonomy.types:
        return True
    typical = [
        isinstance(properties.get("title"), str),
        isinstance(type_, str) and "/" in type_,
        isinstance(properties.get("start"), str),
        isinstance(properties.get("sources"), (str, list)),
    ]
    return sum(typical) >= _ENOUGH


def _are_sources(value: Any) -> bool:
    listed = value if isinstance(value, list) else [value]
    return any(isinstance(source, Mapping) and source.keys() & _OF_A_SOURCE for source in listed)
