"""Packaged files.

In a wheel the sample workspace is `geotrack/sample`; in a checkout or an editable install it is the
repository.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from folium_polar import resources

__all__ = ["PACKAGE", "packaged_text", "sample_workspace"]

PACKAGE = Path(__file__).parents[1]
"""The folder of geotrack's code."""
packaged_text = partial(resources.packaged_text, package=PACKAGE)


def sample_workspace() -> Path:
    """Return the folder of the workspace that ships with geotrack."""
    packaged = PACKAGE / "sample"
    return packaged if packaged.is_dir() else PACKAGE.parent
