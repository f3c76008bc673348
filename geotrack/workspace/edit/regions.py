"""Layers of a workspace: add regions, and replace features of an earlier geotrack."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geotrack.errors import GeometryError, UsageError
from geotrack.findings import Finding, errors_of, shown
from geotrack.messages import Message
from geotrack.reading.features import layer_in
from geotrack.reading.text.geojson_text import collection_text, splice_collection
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.layer_versions import OldLayer, old_layers
from geotrack.workspace.store import LAYERS, Workspace, shown_path

__all__ = ["add_region", "add_regions", "change_region", "region_findings", "update_layers"]

_IN_COLLECTION = "/features/0"
# Names that a message lists.
_FEW = 3


def region_findings(workspace: Workspace, feature: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the findings about a region that is to be added, with pointers into its Feature.

    Parameters
    ----------
    workspace : Workspace
        The other regions.
    feature : mapping
        A GeoJSON Feature, lon/lat, WGS 84, as in `layers/regions.geojson`.
    """
    file = shown_path(workspace.root / "layers" / "regions.geojson")
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    result = layer_in(text.encode(), file, areas=True)
    faults = [
        replace(fault, pointer=fault.pointer.removeprefix(_IN_COLLECTION), line=None)
        for fault in result.findings
    ]
    for region in (located.record for located in result.records):
        for key, word in (("/id", region.id), ("/properties/name", region.name)):
            if workspace.regions.find(word):
                message = Message("a region is called {word} already", shown(word))
                faults.append(Finding(file, message, "choose another", "duplicate-id", pointer=key))
        try:
            _ = region.plane  # computed on access; raises for an invalid area
        except GeometryError as error:
            message = Message("the area cannot be drawn on the globe: {error}", error)
            faults.append(Finding(file, message, "draw it again", "geometry", pointer="/geometry"))
    return tuple(faults)


def add_region(workspace: Workspace, feature: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Add a region to `layers/regions.geojson`, if it has no error; see `add_regions`.

    Returns
    -------
    tuple of Finding
        As `region_findings`; with an error among them nothing is written.
    """
    return tuple(
        replace(finding, pointer=finding.pointer.removeprefix(_IN_COLLECTION))
        for finding in add_regions(workspace, [feature])
    )


def add_regions(workspace: Workspace, features: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Add regions to `layers/regions.geojson`, if none has an error.

    In a workspace without layers the packaged ones apply. A layer file in the workspace replaces
    them all, so they are copied into it first.

    Parameters
    ----------
    workspace : Workspace
        The workspace. It does not show the regions: open it again.
    features : sequence of mapping
        The regions, as for `region_findings`.

    Returns
    -------
    list of Finding
        As `region_findings`, with pointers that begin with `/features/` and the index; with an
        error among them nothing is written.

    Raises
    ------
    BusyError, OSError
        As `Edit.commit`.
    """
    findings = [
        replace(finding, pointer=f"/features/{n}{finding.pointer}")
        for n, feature in enumerate(features)
        for finding in region_findings(workspace, feature)
    ]
    if errors_of(findings):
        return findings
    edit = Edit(workspace)
    _copy_packaged(edit, workspace)
    path = workspace.root / "layers" / "regions.geojson"
    text = _layer_text(edit, path)
    new = splice_collection(text, {}, features) if text else collection_text([*features])
    edit.set_text(path, new)
    edit.commit()
    return findings


def change_region(workspace: Workspace, id_: str, properties: Mapping[str, Any] | None) -> None:
    """Change properties of a region of the workspace's own layers, or remove it.

    Parameters
    ----------
    workspace : Workspace
        The workspace. It does not show the change: open it again.
    id_ : str
        The region.
    properties : mapping of str to object, or None
        Properties with their new values; None removes the region.

    Raises
    ------
    UsageError
        There is no such region in `layers/regions.geojson`, or a record or map names one that is
        to be removed.
    BusyError, OSError
        As `Edit.commit`.
    """
    edit = Edit(workspace)
    path = workspace.root / "layers" / "regions.geojson"
    text = _layer_text(edit, path)
    features = json.loads(text)["features"] if text else []
    index = next((n for n, feature in enumerate(features) if feature.get("id") == id_), None)
    if index is None:
        raise UsageError(Message("the workspace has no region {id} of its own", shown(id_)))
    changed = None
    if properties is None:
        _refuse_named(workspace, id_)
    else:
        feature = features[index]
        changed = {**feature, "properties": {**feature["properties"], **properties}}
    edit.set_text(path, splice_collection(text, {index: changed}))
    edit.commit()


def _refuse_named(workspace: Workspace, id_: str) -> None:
    """Refuse to remove a region that records or maps name."""
    region = workspace.regions[id_]
    words = {id_, region.name, *region.names.values(), *region.aliases}
    named = [
        event.title
        for event in workspace.current
        if event.place and words.intersection((*event.place.regions, *event.place.excluding))
    ]
    named += [name for name, table in workspace.maps.items() if f'"{id_}"' in table.text]
    if named:
        few = "; ".join(named[:_FEW]) + (" …" if named[_FEW:] else "")
        raise UsageError(Message("the region is named by {few}", few))


def _copy_packaged(edit: Edit, workspace: Workspace) -> None:
    """Copy the packaged layers into a workspace that has none of its own."""
    own_folder = workspace.root / "layers"
    if workspace.layer_folder == own_folder:
        return
    for name in LAYERS:
        source = workspace.layer_folder / f"{name}.geojson"
        if source.exists():
            edit.set_text(own_folder / source.name, source.read_text(encoding="utf-8"))


def _layer_text(edit: Edit, path: Path) -> str:
    """Return the text of a layer as an edit leaves it so far; empty without one."""
    new = edit.text(path)
    if new is not None:
        return new
    return path.read_text(encoding="utf-8") if path.exists() else ""


def update_layers(workspace: Workspace) -> tuple[OldLayer, ...]:
    """Replace features that are unchanged since an earlier geotrack by those of this one.

    Features that the workspace has added or changed stay byte for byte; what it has removed is not
    brought back.

    Parameters
    ----------
    workspace : Workspace
        The workspace. It does not show the new features: open it again.

    Returns
    -------
    tuple of OldLayer
        What was replaced.

    Raises
    ------
    BusyError, OSError
        As `Edit.commit`.
    """
    layers = old_layers(workspace)
    edit = Edit(workspace)
    for layer in layers:
        text = layer.path.read_text(encoding="utf-8")
        edit.set_text(layer.path, splice_collection(text, layer.newer))
    if layers:
        edit.commit()
    return layers
