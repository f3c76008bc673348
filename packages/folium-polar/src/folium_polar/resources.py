"""Packaged files."""

from __future__ import annotations

from pathlib import Path

from folium_polar.errors import FoliumPolarError

__all__ = ["PACKAGE", "packaged_text"]

PACKAGE = Path(__file__).parent


def packaged_text(name: str, package: Path = PACKAGE) -> str:
    """Return the text of a packaged file.

    Parameters
    ----------
    name : str
        Path within the package, as ``static/polarmap.css``.
    package : Path
        The package's folder.

    Raises
    ------
    FoliumPolarError
        If it is not there: the build hook makes those of ``static/``.
    """
    path = package / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise FoliumPolarError(
            f"{path.name} is missing from this installation of {package.name}: "
            "build it with 'pip install -e' in the checkout"
        ) from None
