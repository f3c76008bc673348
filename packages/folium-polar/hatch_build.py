"""Hatchling build hook: makes the scripts of a PolarMap out of ``web/``.

In a checkout this is the folder of all scripts, from which an sdist carries what a map needs.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["BundleHook"]


class BundleHook(BuildHookInterface[Any]):
    """The hook that hatchling finds here (``[tool.hatch.build.hooks.custom]``)."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the scripts before the files of a wheel or an sdist are gathered."""
        del version
        root = Path(self.root)
        web = root / "web" if (root / "web").is_dir() else root.parents[1] / "web"
        bundle = runpy.run_path(str(web / "bundle.py"))
        output = root / "src/folium_polar/static"
        bundle["build_bundle"]("map", output, self.app.display_info)
        if self.target_name == "sdist":
            folders = (f"src/{name}" for name in bundle["MAP_SOURCES"])
            parts = ("bundle.py", *bundle["SETTINGS"], "licences", *folders)
            build_data["force_include"] |= {str(web / part): f"web/{part}" for part in parts}
