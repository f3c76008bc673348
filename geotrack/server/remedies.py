"""Remedies of findings as changes of the record, which the form applies at a press of a button.

`_REMEDIES` has a function for each rule with a mechanical remedy. A change is offered only if it
ends the finding and causes no other error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from folium_polar.geometry import distance_m
from geotrack.coastline.ground import nearest_land, nearest_sea
from geotrack.findings import Finding, errors_of
from geotrack.i18n import words
from geotrack.model.place_text import degrees
from geotrack.reading.geometry import positions_of, structure_faults
from geotrack.workspace.edit.compose import check_feature

if TYPE_CHECKING:
    from geotrack.workspace import Workspace

__all__ = ["apply_patch", "remedies_of"]

Patch: TypeAlias = list[dict[str, Any]]


class Offer(NamedTuple):
    """A change: the key of its button's text (`desk.remedies`) or the value that it writes."""

    text: str
    patch: Patch
    values: Mapping[str, Any] = {}
    """Values in the button's text."""


# Maximum number of remedies for one finding.
_MOST_REMEDIES = 4
_NEAR = "near"


def remedies_of(
    finding: Finding, found: list[Finding], feature: Mapping[str, Any], workspace: Workspace
) -> list[dict[str, Any]]:
    """Return the changes of a record that are a finding's remedy.

    Parameters
    ----------
    finding : Finding
        One of `found`, with a pointer into the Feature.
    found : list of Finding
        What `check_feature` finds in the record.
    feature : mapping
        The record.
    workspace : Workspace
        The workspace by which it is checked.

    Returns
    -------
    list of dict
        `text`, what the button says: a key of `desk.remedies`, or the value that is written;
        `values` in that text; and `patch`, operations `add`, `replace` and `remove` of a JSON patch
        (RFC 6902).
    """
    if finding.rule == "place-ground":
        offers = _move_to_ground(feature, workspace.config.language)
    elif remedy := _REMEDIES.get(finding.rule):
        offers = remedy(finding, feature)
    else:
        return []
    return [
        offer._asdict()
        for offer in islice(offers, _MOST_REMEDIES)
        if _is_remedy(finding, found, check_feature(apply_patch(feature, offer.patch), workspace))
    ]


def _is_remedy(finding: Finding, before: list[Finding], after: list[Finding]) -> bool:
    """Return whether a finding has disappeared without a new error."""
    remaining = {(other.rule, other.pointer) for other in after}
    has_new_error = len(errors_of(after)) > len(errors_of(before))
    return (finding.rule, finding.pointer) not in remaining and not has_new_error


def apply_patch(feature: Mapping[str, Any], patch: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a Feature after the operations `add`, `replace` and `remove` of a JSON patch."""
    result = deepcopy(dict(feature))
    for step in patch:
        *path, last = _keys(step["path"])
        parent: Any = result
        for key in path:
            parent = parent[int(key) if isinstance(parent, list) else key]
        if isinstance(parent, list) and last == "-":
            parent.append(step["value"])
        elif step["op"] == "remove":
            del parent[int(last) if isinstance(parent, list) else last]
        else:
            parent[int(last) if isinstance(parent, list) else last] = step["value"]
    return result


def _keys(pointer: str) -> list[str]:
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def _at(feature: Any, pointer: str) -> Any:
    for key in _keys(pointer):
        feature = feature[int(key) if isinstance(feature, list) else key]
    return feature


def _replace(pointer: str, value: Any) -> Patch:
    return [{"op": "replace", "path": pointer, "value": value}]


def _replace_word(finding: Finding, _: Mapping[str, Any]) -> Iterator[Offer]:
    for word in finding.suggestions or finding.expected:
        yield Offer(word, _replace(finding.pointer, word))


def _rename(finding: Finding, feature: Mapping[str, Any]) -> Iterator[Offer]:
    parent = finding.pointer.rpartition("/")[0]
    for word in finding.suggestions:
        if word not in _at(feature, parent):
            value = _at(feature, finding.pointer)
            yield Offer(
                word,
                [
                    {"op": "remove", "path": finding.pointer},
                    {"op": "add", "path": f"{parent}/{word}", "value": value},
                ],
            )


def _swap_axes(_: Finding, feature: Mapping[str, Any]) -> Iterator[Offer]:
    geometry = deepcopy(feature["geometry"])
    # Positions can be swapped if their nesting is valid: the faults are values off the globe.
    faults = structure_faults(geometry)
    if all(fault.rule in {"latitude", "longitude"} for fault in faults):
        for position in positions_of(geometry):
            position[0], position[1] = position[1], position[0]
        yield Offer("swap", _replace("/geometry", geometry))


def _close_ring(finding: Finding, feature: Mapping[str, Any]) -> Iterator[Offer]:
    ring = _at(feature, finding.pointer)
    yield Offer("close", [{"op": "add", "path": f"{finding.pointer}/-", "value": ring[0]}])


def _remove_position(_: Finding, __: Mapping[str, Any]) -> Iterator[Offer]:
    yield Offer("noPosition", _replace("/geometry", None))


def _swap_dates(_: Finding, feature: Mapping[str, Any]) -> Iterator[Offer]:
    start, end = (feature["properties"].get(key) for key in ("start", "end"))
    yield Offer(
        "swapDates", [*_replace("/properties/start", end), *_replace("/properties/end", start)]
    )


def _state_near(_: Finding, feature: Mapping[str, Any]) -> Iterator[Offer]:
    place = feature["properties"]["place"]
    if place.get("precision") == "exact":
        yield Offer(_NEAR, _replace("/properties/place/precision", _NEAR))
    elif "precision" not in place:
        patch = [{"op": "add", "path": "/properties/place/precision", "value": _NEAR}]
        yield Offer(_NEAR, patch)


def _mend_ring(_: Finding, feature: Mapping[str, Any]) -> Iterator[Offer]:
    path, place = "/properties/place", feature["properties"]["place"]
    inner, radius = place.get("inner_radius_km"), place.get("radius_km")
    if inner is None:
        yield Offer(_NEAR, _replace(f"{path}/precision", _NEAR))
    elif place.get("precision") != "ring":
        yield Offer("ring", [{"op": "add", "path": f"{path}/precision", "value": "ring"}])
        yield Offer("noInner", [{"op": "remove", "path": f"{path}/inner_radius_km"}])
    elif radius is not None:
        yield Offer(
            "swapRadii",
            [*_replace(f"{path}/radius_km", inner), *_replace(f"{path}/inner_radius_km", radius)],
        )


def _move_to_ground(feature: Mapping[str, Any], language: str) -> Iterator[Offer]:
    """Move a position to the sea or to land, with a radius that reaches the old position."""
    geometry, place = feature["geometry"], feature["properties"].get("place") or {}
    place = {"name": place} if isinstance(place, str) else dict(place)
    if geometry["type"] != "Point" or "inner_radius_km" in place:
        return
    lon, lat = geometry["coordinates"][:2]
    sea = nearest_sea(lon, lat)
    target = sea or nearest_land(lon, lat)
    if target is None:
        return
    key = "toSea" if sea else "toLand"
    km = math.ceil(distance_m(lon, lat, *target) / 1000)
    note = words(language)(f"places.moved.{key}", km=km, at=degrees(lon, lat, language))
    # The description and its note are about the old position.
    before = None if place.pop("described", None) else place.get("note")
    place |= {
        "precision": _NEAR,
        "radius_km": km + place.get("radius_km", 0),
        "note": " ".join(filter(None, (before, note))),
    }
    patch: Patch = [
        *_replace("/geometry", {"type": "Point", "coordinates": list(target)}),
        {"op": "add", "path": "/properties/place", "value": place},
    ]
    yield Offer(key, patch, {"km": km})


_REMEDIES: Mapping[str, Callable[[Finding, Mapping[str, Any]], Iterator[Offer]]] = {
    "type": _replace_word,
    "country": _replace_word,
    "vocabulary": _replace_word,
    "region": _replace_word,
    "link": _replace_word,
    "geometry-type": _replace_word,
    "unknown-property": _rename,
    "date": _replace_word,
    "date-order": _swap_dates,
    "latitude": _swap_axes,
    "swapped": _swap_axes,
    "null-island": _remove_position,
    "ring-unclosed": _close_ring,
    "radius": _state_near,
    "radius-unused": _state_near,
    "ring": _mend_ring,
}
