"""Places in words, with no more certainty than the record has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from geotrack.model.base import Model
from geotrack.model.event import Event
from geotrack.model.layer import LayerFeature

__all__ = [
    "accuracy_words",
    "degrees",
    "extra_words",
    "place_words",
    "standing_words",
    "value_words",
    "with_article",
]

_NOT_YET_OR_NOT = ("announced", "planned", "postponed", "cancelled")
_IN_DOUBT = ("claimed", "disputed", "refuted")


def degrees(lon: float, lat: float) -> str:
    """Return a position in words, latitude first as on a chart.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84; as many decimals are shown as the numbers have, up to four.

    Examples
    --------
    >>> degrees(-168.5, 65.7), degrees(180.0, 90.0)
    ('65.7° N 168.5° W', '90° N 180°')
    """
    lon = (lon + 180.0) % 360.0 - 180.0
    side = "" if abs(lon) in {0.0, 180.0} else " E" if lon > 0 else " W"
    return f"{_number(abs(lat))}° {'N' if lat >= 0 else 'S'} {_number(abs(lon))}°{side}"


def value_words(value: Any) -> str:
    """Return a value that geotrack does not define: text as it is, anything else as JSON.

    Examples
    --------
    >>> value_words("12 kn"), value_words(True), value_words({"flag": None})
    ('12 kn', 'true', '{"flag": null}')
    """
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def extra_words(part: Model) -> list[str]:
    """Return what stands in a part of a record that geotrack does not define, as `key: value`."""
    return [f"{key}: {value_words(value)}" for key, value in (part.model_extra or {}).items()]


def standing_words(event: Event) -> str:
    """Return why a record is no plain happening, in a few words; empty where it is one.

    Parameters
    ----------
    event : Event
        The record: its kind where that is not `event`, a status that says that it has not
        happened, and a verification that doubts it.
    """
    words: list[str] = [event.kind] if event.kind != "event" else []
    if event.status in _NOT_YET_OR_NOT:
        words.append(event.status)
    if event.verification and event.verification.level in _IN_DOUBT:
        words.append(event.verification.level)
    return ", ".join(words)


# Names that stand without an article.
_BARE_STARTS = ("Baffin", "Hudson", "Arctic Circle")
_BARE_ENDS = (" Island", " Land", " Zemlya")
_BARE = ("Greenland", "Iceland", "Jan Mayen", "Svalbard")


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def place_words(event: Event, regions: Mapping[str, LayerFeature]) -> str:
    """Return where an event was, in words.

    Parameters
    ----------
    event : Event
        The record.
    regions : Mapping of str to LayerFeature
        Regions of the workspace by id, for their names.

    Examples
    --------
    A record that names two seas and says `each` reads “in the Chukchi Sea and the
    Bering Sea”; one without place reads “place not stated”.
    """
    name = event.place.name if event.place else None
    said = _known(event, regions)
    if name is None:
        return said
    return f"{name}: {said}" if event.placed else f"{name} ({said})"


def accuracy_words(event: Event, regions: Mapping[str, LayerFeature]) -> str:
    """Return where an event was in a few words: a name, and how well it is known.

    Parameters
    ----------
    event : Event
        The record.
    regions : Mapping of str to LayerFeature
        Regions of the workspace by id, for their names.
    """
    name = event.place.name if event.place else None
    if not event.placed:
        return name or "place not stated"
    if event.geometry is None or event.precision == "region":
        return name or _named(event, regions)
    radius = f"± {event.radius_km:g} km" if event.radius_km else ""
    words = {
        "exact": radius or "± 1 km",
        "area": "in the area drawn",
        "representative": f"{radius}, assumed",
    }
    known = words.get(event.precision, radius or "accuracy not stated")
    return f"{name} · {known}" if name else f"{_position(event)} · {known}"


def _known(event: Event, regions: Mapping[str, LayerFeature]) -> str:
    named = _named(event, regions)
    radius = f"{event.radius_km:g} km" if event.radius_km else ""
    if event.geometry is None or event.precision == "region":
        return named or "place not stated"
    beside = f"; {named}" if named else ""
    at = _position(event)
    words = {
        "area": "somewhere in the area drawn",
        "line": f"within {radius} of the line drawn",
        "near": f"within {radius} of {at}",
        "representative": f"within {radius} of {at}, a point chosen to stand for the description",
        "exact": at,
    }
    return words.get(event.precision, f"{at}, accuracy not stated") + beside


def _position(event: Event) -> str:
    geometry = event.geometry or {}
    if geometry.get("type") == "Point":
        lon, lat, *_ = geometry["coordinates"]
        return degrees(lon, lat)
    return "the shape drawn"


def _named(event: Event, regions: Mapping[str, LayerFeature]) -> str:
    names = [with_article(regions[r].name if r in regions else r) for r in event.regions]
    if not names:
        return ""
    each = event.place is not None and event.place.regions_mode == "each"
    last = names.pop()
    joined = f"{', '.join(names)} {'and' if each else 'or'} {last}" if names else last
    return f"{'in' if each else 'somewhere in'} {joined}"


def with_article(name: str) -> str:
    """Return the name of a region as it stands in a sentence.

    Examples
    --------
    >>> with_article("Bering Strait"), with_article("Baffin Bay")
    ('the Bering Strait', 'Baffin Bay')
    >>> with_article("Wrangel Island"), with_article("Greenland"), with_article("Greenland Sea")
    ('Wrangel Island', 'Greenland', 'the Greenland Sea')
    >>> with_article("North of the Arctic Circle")
    'the area north of the Arctic Circle'
    """
    if name.startswith("North of "):
        return f"the area n{name[1:]}"
    has_none = (
        name.lower().startswith("the ")
        or name.startswith(_BARE_STARTS)
        or name.endswith(_BARE_ENDS)
        or name in _BARE
    )
    return name if has_none else f"the {name}"
