"""Features of a workspace's layers that were copied from an earlier geotrack, by their content.

A workspace with layers of its own keeps them. `layer-versions.json` has a digest of each feature
that an earlier geotrack had and this one has not. A feature with such a digest is an old copy. Any
other content is the workspace's own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from geotrack.files.resources import sample_workspace
from geotrack.workspace.store import LAYERS, Workspace

__all__ = ["LAYER_VERSIONS", "OldLayer", "feature_digest", "old_layers"]

LAYER_VERSIONS = Path(__file__).with_name("layer-versions.json")
"""Digests of earlier features by layer and id; `tools/layer_versions.py` adds to them."""
_DIGEST_BYTES = 6


@dataclass(frozen=True)
class OldLayer:
    """A layer of a workspace with features of an earlier geotrack.

    Attributes
    ----------
    path : Path
        Its file.
    newer : mapping of int to mapping
        The packaged features of today, by the indices of the old ones in the file.
    own : int
        Number of features that are the workspace's own, or changed in it.
    """

    path: Path
    newer: Mapping[int, Mapping[str, Any]]
    own: int

    @property
    def ids(self) -> list[str]:
        """Ids of the old features, in the order of the file."""
        return [feature["id"] for feature in self.newer.values()]


def feature_digest(feature: Mapping[str, Any]) -> str:
    """Return a digest of a feature's content, whatever its layout."""
    text = json.dumps(feature, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return blake2b(text.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def old_layers(workspace: Workspace) -> tuple[OldLayer, ...]:
    """Return the layers of a workspace that have features of an earlier geotrack.

    Parameters
    ----------
    workspace : Workspace
        One without layers of its own has none.
    """
    packaged = sample_workspace() / "layers"
    if workspace.layer_folder == packaged:
        return ()
    layers = (_compared(workspace.layer_folder, packaged, name) for name in LAYERS)
    return tuple(layer for layer in layers if layer and layer.newer)


def _compared(folder: Path, packaged: Path, name: str) -> OldLayer | None:
    path, current = folder / f"{name}.geojson", packaged / f"{name}.geojson"
    raw = path.read_bytes() if path.is_file() else b""
    if not raw or raw == current.read_bytes():
        return None
    try:
        features = json.loads(raw)["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None  # reported when the layer is read
    if not isinstance(features, list):
        return None
    old = [n for n, feature in enumerate(features) if _is_old(feature, _known()[name])]
    if not old:
        return None
    today = {feature["id"]: feature for feature in json.loads(current.read_bytes())["features"]}
    newer = {n: today[features[n]["id"]] for n in old if features[n]["id"] in today}
    unchanged = sum(feature in today.values() for feature in features)
    return OldLayer(path, newer, len(features) - len(newer) - unchanged)


def _is_old(feature: Any, known: Mapping[str, Collection[str]]) -> bool:
    """Whether a feature is as an earlier geotrack had it."""
    id_ = feature.get("id") if isinstance(feature, dict) else None
    return isinstance(id_, str) and id_ in known and feature_digest(feature) in known[id_]


@cache
def _known() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = json.loads(LAYER_VERSIONS.read_text(encoding="utf-8"))
    return table
