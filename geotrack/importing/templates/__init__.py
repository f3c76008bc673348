"""Empty files for colleagues to fill in: a GeoPackage for QGIS, a workbook for Excel."""

from __future__ import annotations

from pathlib import Path

from geotrack.errors import UsageError
from geotrack.taxonomy import Taxonomy, built_in_taxonomy

__all__ = ["write_template"]


def write_template(path: Path, taxonomy: Taxonomy | None = None) -> str:
    """Write an empty template.

    Parameters
    ----------
    path : pathlib.Path
        The file, `.gpkg` or `.xlsx`; an existing one is overwritten.
    taxonomy : Taxonomy, optional
        The types to choose from; the built-in ones without it.

    Returns
    -------
    str
        What the file is, in words.

    Raises
    ------
    UsageError
        The name has another ending.
    OSError
        The file cannot be written.
    """
    from geotrack.importing.templates.geopackage import write_geopackage
    from geotrack.importing.templates.workbook import write_workbook

    types = taxonomy or built_in_taxonomy()
    if path.suffix.lower() == ".gpkg":
        write_geopackage(path, types)
        return "an empty GeoPackage with points, lines and areas"
    if path.suffix.lower() == ".xlsx":
        write_workbook(path, types)
        return "an empty workbook with lists to choose from"
    raise UsageError(
        f"{path}: a template is a GeoPackage or a workbook; give it a name that ends in .gpkg or "
        ".xlsx"
    )
