"""Workspaces of a selection of records, and of Features in memory."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folium_polar.geometry.crs import crs_of
from geotrack.errors import UsageError
from geotrack.findings import Finding
from geotrack.index.record_rows import ids_of
from geotrack.reading import Read, TomlTable
from geotrack.reading.features import events_in
from geotrack.reading.text.json_text import parse_json
from geotrack.workspace.store import Workspace

if TYPE_CHECKING:
    from geotrack.model import MapDefinition

__all__ = ["only", "with_map", "workspace_of_features"]

# File name in findings about Features in memory.
_NAME = "events"


def only(workspace: Workspace, ids: Collection[str]) -> Workspace:
    """Return a workspace with some of its records.

    Parameters
    ----------
    workspace : Workspace
        The records, with their layers and reports.
    ids : collection of str
        Ids of the records to keep.
    """
    reads = {
        path: Read(
            tuple(result.records[n] for n, id_ in enumerate(ids_of(result.records)) if id_ in ids),
            (),
        )
        for path, result in workspace.reads_by_file.items()
    }
    return workspace.with_reads(reads, alone=True)


def with_map(workspace: Workspace, name: str, table: TomlTable[MapDefinition]) -> Workspace:
    """Return a workspace with a single map definition, for example one that is being edited."""
    changed = workspace.with_reads(workspace.reads_by_file)
    changed.__dict__["layers_and_maps"] = workspace.layers_and_maps.with_maps({name: table})
    return changed


def workspace_of_features(features: object, around: Workspace) -> Workspace:
    """Return a workspace of Features.

    Parameters
    ----------
    features : mapping, iterable of mappings, or GeoDataFrame
        A GeoJSON FeatureCollection or Feature, Features, or a table with columns named by
        geotrack's properties. A Feature without an `id` gets its number, from 1. A table in another
        CRS is converted to lon/lat, WGS 84.
    around : Workspace
        The workspace with settings, layers and reports.

    Raises
    ------
    UsageError
        `features` is none of these.
    """
    listed = [_identified(f, n) for n, f in enumerate(_features(features), start=1)]
    collection = {"type": "FeatureCollection", "features": listed}
    text = json.dumps(collection, ensure_ascii=False, default=_plain)
    parsed = parse_json(text.encode("utf-8", "surrogatepass"), _NAME, around.config.limits)
    events: Read[Any] = (
        Read((), (parsed,)) if isinstance(parsed, Finding) else events_in(parsed, around.taxonomy)
    )
    return around.with_reads({Path(_NAME): events}, alone=True)


def _features(value: object) -> Iterator[Mapping[str, Any]]:
    if hasattr(value, "iterfeatures"):
        yield from _rows(value)
        return
    if isinstance(value, Mapping):
        value = value.get("features", [value])
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for feature in value:
            if not isinstance(feature, Mapping):
                break
            yield feature
        else:
            return
    raise UsageError(
        "these are no events: give a workspace, its folder, a GeoJSON file, a FeatureCollection, "
        "Features, a Selection or a GeoDataFrame"
    )


def _rows(frame: Any) -> Iterator[Mapping[str, Any]]:
    if frame.crs is not None and crs_of(frame.crs) != "EPSG:4326":
        frame = frame.to_crs("EPSG:4326")
    has_ids = frame.index.name == "id"
    for row in frame.iterfeatures(na="drop"):
        properties = dict(row["properties"])
        id_ = row["id"] if has_ids else properties.pop("id", None)
        identity = {} if id_ is None else {"id": id_}
        yield {"type": "Feature", **identity, "geometry": row["geometry"], "properties": properties}


def _identified(feature: Mapping[str, Any], n: int) -> Mapping[str, Any]:
    return feature if feature.get("id") is not None else {**feature, "id": str(n)}


def _plain(value: object) -> Any:
    """Return a value of pandas or numpy as a JSON value; midnight becomes a date."""
    if isinstance(value, datetime):
        bare = value.tzinfo is None and value == datetime.combine(value.date(), datetime.min.time())
        return value.date().isoformat() if bare else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    for method in ("tolist", "__geo_interface__"):
        if hasattr(value, method):
            member = getattr(value, method)
            return member() if callable(member) else member
    return str(value)
