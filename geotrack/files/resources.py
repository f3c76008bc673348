"""Packaged files.

In a wheel the sample workspace is `geotrack/sample`; in a checkout or an editable install it is the
repository.
"""

from __future__ import annotations

from pathlib import Path

from geotrack.errors import GeotrackError

__all__ = ["PACKAGE", "packaged_text", "sample_workspace"]

PACKAGE = Path(__file__).parents[1]
"""The folder of geotrack's code."""


def sample_workspace() -> Path:
    """Return the folder of the workspace that ships with geotrack."""
    packaged = PACKAGE / "sample"
    return packaged if packaged.is_dir() else PACKAGE.parent


def packaged_text(name: str) -> str:
    """Return the text of a packaged file.

    Parameters
    ----------
    name : str
        Path within the package, as ``static/page.css``.

    Raises
    ------
    GeotrackError
        If it is not there: the build hook makes those of ``static/``.
    """
    path = PACKAGE / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise GeotrackError(
            f"{path.name} is missing from this installation of geotrack: "
            "build it with 'pip install -e .' in the checkout"
        ) from None
