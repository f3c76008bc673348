"""Hatchling build hook: makes the scripts of page and desk out of ``web/``.

By hand, ``python hatch_build.py`` makes those of the packages beside it too.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["BundleHook"]

ROOT = Path(__file__).parent


class BundleHook(BuildHookInterface[Any]):
    """The hook that hatchling finds here (``[tool.hatch.build.hooks.custom]``)."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the scripts before the files of a wheel or an sdist are gathered."""
        del version, build_data
        build_bundle("page", Path(self.root) / "geotrack/static", self.app.display_info)


build_bundle = runpy.run_path(str(ROOT / "web" / "bundle.py"))["build_bundle"]

if __name__ == "__main__":
    for bundle, folder in {
        "map": "packages/folium-polar/src/folium_polar/static",
        "page": "geotrack/static",
        "observations": "packages/geotrack-observations/src/geotrack_observations/static",
    }.items():
        build_bundle(bundle, ROOT / folder, lambda line: sys.stderr.write(f"{line}\n"))
