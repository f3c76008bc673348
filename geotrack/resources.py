"""Paths of packaged files.

In a wheel the sample workspace is `geotrack/sample`; in a checkout or an editable install it is the
repository.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["PACKAGE", "sample_workspace"]

PACKAGE = Path(__file__).parent


def sample_workspace() -> Path:
    """Return the folder of the workspace that ships with geotrack."""
    packaged = PACKAGE / "sample"
    return packaged if packaged.is_dir() else PACKAGE.parent
