"""Layers of a workspace: add regions, and replace features of an earlier geotrack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geotrack.errors import GeometryError
from geotrack.findings import Finding, errors_of, shown
from geotrack.messages import Message
from geotrack.reading.features import layer_in
from geotrack.reading.text.geojson_text import collection_text, splice_collection
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.layer_versions import OldLayer, old_layers
from geotrack.workspace.store import LAYERS, Workspace, shown_path

__all__ = ["add_region", "region_findings", "update_layers"]

_IN_COLLECTION = "/features/0"


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
    """Add a region to `layers/regions.geojson`, if it has no error.

    In a workspace without layers the packaged ones apply. A layer file in the workspace replaces
    them all, so they are copied into it first.

    Parameters
    ----------
    workspace : Workspace
        The workspace. It does not show the region: open it again.
    feature : mapping
        The region, as for `region_findings`.

    Returns
    -------
    tuple of Finding
        As `region_findings`; with an error among them nothing is written.

    Raises
    ------
    BusyError, OSError
        As `Edit.commit`.
    """
    findings = region_findings(workspace, feature)
    if errors_of(findings):
        return findings
    own_folder = workspace.root / "layers"
    edit = Edit(workspace)
    for name in LAYERS:
        source = workspace.layer_folder / f"{name}.geojson"
        if name == "regions":
            text = source.read_text(encoding="utf-8") if source.exists() else ""
            new = splice_collection(text, {}, [feature]) if text else collection_text([feature])
            edit.set_text(own_folder / source.name, new)
        elif workspace.layer_folder != own_folder and source.exists():
            edit.set_text(own_folder / source.name, source.read_text(encoding="utf-8"))
    edit.commit()
    return findings


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
