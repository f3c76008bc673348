"""Hatchling build hook: makes the scripts of observations out of ``web/`` of the checkout.

An sdist carries them as built, since they import modules of geotrack's page.
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
        del version, build_data
        root = Path(self.root)
        bundle = root.parents[1] / "web" / "bundle.py"
        if bundle.is_file():
            output = root / "src/geotrack_observations/static"
            runpy.run_path(str(bundle))["build_bundle"](
                "observations", output, self.app.display_info
            )
