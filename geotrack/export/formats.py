"""Export formats by name and by file suffix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO

from geotrack.export.product import Product

__all__ = ["DATASETS", "FORMATS", "Format", "format_of"]

Writer = Callable[[Product, BinaryIO], list[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format.

    Parameters
    ----------
    name : str
        Value of `--format`.
    title : str
        Common name.
    endings : tuple of str
        File suffixes, in lower case.
    writer : str
        Module and function that write it.
    is_text : bool
        Whether it can be written to a terminal.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    writer: str
    is_text: bool = False

    def write(self, product: Product, file: BinaryIO) -> list[str]:
        """Write a product in this format; return notes about what the format does not hold.

        Parameters
        ----------
        product : Product
            The records with metadata.
        file : binary file
            Open for writing; GeoJSON, CSV and GeoPackage are written record by record, so that
            very many fit in memory.

        Raises
        ------
        UsageError
            A required package is not installed.
        """
        module, _, function = self.writer.partition(":")
        write: Writer = getattr(import_module(f"geotrack.export.{module}"), function)
        return write(product, file)


_ALL = (
    Format("geojson", "GeoJSON", (".geojson", ".json"), "geojson:write", is_text=True),
    Format(
        "geojsonseq",
        "GeoJSON sequence",
        (".geojsonl", ".geojsons", ".ndjson"),
        "geojson:write_sequence",
        is_text=True,
    ),
    Format("gpkg", "GeoPackage", (".gpkg",), "geopackage:write"),
    Format("kmz", "KMZ", (".kmz",), "kmz:write"),
    Format("flatgeobuf", "FlatGeobuf", (".fgb",), "flatgeobuf:write"),
    Format("csv", "CSV", (".csv",), "csv_file:write", is_text=True),
    Format("xlsx", "XLSX", (".xlsx",), "xlsx:write"),
    Format("parquet", "GeoParquet", (".parquet", ".geoparquet"), "geoparquet:write"),
)

FORMATS = {format_.name: format_ for format_ in _ALL}
"""All formats by name."""
DATASETS = {"ucdp-ged": Format("ucdp-ged", "UCDP GED", (".csv",), "ucdp_ged:write", is_text=True)}
"""CSV with the columns of an event dataset, by the name that `--as` takes; `.csv` alone is CSV."""


def format_of(file: str) -> Format | None:
    """Return the format of a file's suffix; None if there is none.

    Examples
    --------
    >>> format_of("hits.GPKG").name
    'gpkg'
    """
    ending = PurePath(file).suffix.casefold()
    return next((format_ for format_ in _ALL if ending in format_.endings), None)
