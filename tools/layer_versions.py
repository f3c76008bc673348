"""Write `layer-versions.json` of `geotrack/workspace/`: `python -m tools.layer_versions`.

Run it before a release, after the layers are built: features that the history has in another form
than today's are those of an earlier geotrack.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

from geotrack.workspace import LAYERS
from geotrack.workspace.layer_versions import LAYER_VERSIONS, feature_digest
from tools.storing import LAYERS as FOLDER

__all__ = ["earlier"]


def earlier(name: str) -> dict[str, list[str]]:
    """Return the digests of a layer's earlier features by id, as the history and the file have."""
    path = f"layers/{name}.geojson"
    commits = _git("log", "--format=%H", "--reverse", "--", path).split()
    versions = [_git("show", f"{commit}:{path}") for commit in commits]
    now = {f["id"]: feature_digest(f) for f in _features((FOLDER.parent / path).read_text("utf-8"))}
    stored = json.loads(LAYER_VERSIONS.read_text("utf-8")) if LAYER_VERSIONS.exists() else {}
    found: dict[str, dict[str, None]] = {
        id_: dict.fromkeys(digests) for id_, digests in stored.get(name, {}).items()
    }
    for feature in (one for text in versions for one in _features(text)):
        found.setdefault(feature["id"], {})[feature_digest(feature)] = None
    kept = {id_: [d for d in found[id_] if d != now.get(id_)] for id_ in sorted(found)}
    return {id_: digests for id_, digests in kept.items() if digests}


def _features(text: str) -> list[dict[str, Any]]:
    return list(json.loads(text)["features"])


def _git(*arguments: str) -> str:
    command = ("git", *arguments)
    return subprocess.run(
        command, cwd=FOLDER.parent, check=True, capture_output=True, text=True
    ).stdout


if __name__ == "__main__":
    layers = {name: earlier(name) for name in LAYERS}
    rows = [
        f' "{name}": {{\n'
        + ",\n".join(f"  {json.dumps(id_)}: {json.dumps(d)}" for id_, d in ids.items())
        + "\n }"
        for name, ids in layers.items()
    ]
    LAYER_VERSIONS.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    print(f"{LAYER_VERSIONS.name}: {sum(map(len, layers.values()))} features")
