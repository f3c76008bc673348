"""FeatureCollections: from text to typed records, or findings with file, line and pointer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from geotrack.findings import Finding, Severity, shown
from geotrack.model import Event, LayerFeature
from geotrack.reading.faults import Fault, faults_of, slips_of
from geotrack.reading.geometry import geometry_faults
from geotrack.reading.json_text import Json, parse_json
from geotrack.reading.positions import lines_of, pointer

__all__ = ["Located", "Read", "read_events", "read_layer"]

R = TypeVar("R", Event, LayerFeature)


@dataclass(frozen=True, slots=True)
class Located(Generic[R]):
    """A record and where it stands.

    Parameters
    ----------
    record : Event or LayerFeature
        The typed record.
    file : str
        Its file, as messages show it.
    pointer : str
        JSON pointer of its Feature.
    """

    record: R
    file: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Read(Generic[R]):
    """What one file gave: the good records, and all findings.

    Parameters
    ----------
    records : tuple of Located
        Records without an error, in the order of the file.
    findings : tuple of Finding
        Errors and warnings, in the order of the file.
    text : str
        The file's text, for tracing later findings to lines; empty if unreadable.
    """

    records: tuple[Located[R], ...]
    findings: tuple[Finding, ...]
    text: str = ""


def read_events(path: Path, file: str) -> Read[Event]:
    """Read a GeoJSON file of events.

    Parameters
    ----------
    path : Path
        The file to read.
    file : str
        Its name as messages show it.

    Returns
    -------
    Read
        A bad Feature never hides a good one.
    """
    return _read(path, file, Event)


def read_layer(path: Path, file: str) -> Read[LayerFeature]:
    """Read a GeoJSON file of regions, routes, boundaries or places; see `read_events`.

    Its geometries are not checked for crossings here: a layer is made by a script and proved
    by tests, and every cold start would pay for it.
    """
    return _read(path, file, LayerFeature)


def _read(path: Path, file: str, model: type[R]) -> Read[R]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        return Read((), (Finding(file, message, "check the path and its permissions", "file"),))
    json = parse_json(raw, file)
    if isinstance(json, Finding):
        return Read((), (json,))
    records: list[Located[R]] = []
    faults: list[Fault] = []
    for path_in, feature in _features(json.value, faults):
        record, found = _record(feature, model)
        faults += [replace(f, path=(*path_in, *f.path)) for f in found]
        if record is not None:
            records.append(Located(record, file, pointer(*path_in)))
    return Read(tuple(records), tuple(_with_lines(faults, json)), json.text)


def _with_lines(faults: list[Fault], json: Json) -> Iterator[Finding]:
    pointers = [pointer(*f.path) for f in faults]
    lines = lines_of(json.text, pointers) if pointers else {}
    for fault, at in zip(faults, pointers, strict=True):
        yield Finding(
            json.file,
            fault.message,
            fault.remedy,
            fault.rule,
            at,
            lines[at],
            fault.value,
            fault.severity,
        )


def _features(value: Any, faults: list[Fault]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "Feature":
        yield (), value
    elif kind == "FeatureCollection" and isinstance(value.get("features"), list):
        for n, feature in enumerate(value["features"]):
            yield ("features", n), feature
    elif kind == "FeatureCollection":
        message = "a FeatureCollection without a list of features"
        faults.append(Fault((), message, "add 'features'", "features"))
    else:
        said = shown(kind) if kind is not None else shown(value)
        message = f"{said} is not a GeoJSON FeatureCollection or Feature"
        remedy = "wrap the records in a FeatureCollection"
        faults.append(Fault((), message, remedy, "geojson-type", kind))


def _record(feature: Any, model: type[R]) -> tuple[R | None, list[Fault]]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        said = shown(feature.get("type")) if isinstance(feature, dict) else shown(feature)
        return None, [Fault((), f"{said} is not a Feature", "set 'type' to 'Feature'", "feature")]
    faults = list(_members(feature))
    geometry = feature.get("geometry")
    if geometry is not None and model is Event:
        found = geometry_faults(geometry)
        faults += [replace(f, path=("geometry", *f.path)) for f in found]
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return None, faults
    given = dict(properties)
    given["@feature"] = feature
    given.update({f"@{k}": feature[k] for k in ("id", "geometry") if k in feature})
    record = None
    try:
        record = model.model_validate(given)
    except ValidationError as error:
        found = faults_of(error, given)
    else:
        found = slips_of(record, given)
    faults += [_in_feature(f) for f in found]
    wrong = any(f.severity is Severity.ERROR for f in faults)
    return (None if wrong else record), faults


def _members(feature: dict[str, Any]) -> Iterator[Fault]:
    if not isinstance(feature.get("properties"), dict):
        yield Fault((), "the Feature has no properties", "add 'properties'", "feature-properties")
    if "geometry" not in feature:
        remedy = "add it; null where the place is unknown or regions say it all"
        yield Fault((), "the Feature has no 'geometry'", remedy, "feature-geometry")
    if "id" not in feature:
        remedy = "add one that stays, for example 2024-09-28-patrol-sighted"
        yield Fault((), "the Feature has no 'id'", remedy, "feature-id")


def _in_feature(fault: Fault) -> Fault:
    first = fault.path[0] if fault.path else ""
    if isinstance(first, str) and first.startswith("@"):
        return replace(fault, path=(first[1:], *fault.path[1:]))
    return replace(fault, path=("properties", *fault.path))
