"""Export of records: GeoJSON, GeoPackage, KMZ, FlatGeobuf, CSV, XLSX, GeoParquet.

Every format is written from a `Product`. A writer returns bytes, which are the same for the same
product, and notes about what the format cannot hold.
"""

from __future__ import annotations

from geotrack.export.formats import DATASETS, FORMATS, Format, format_of
from geotrack.export.product import ExportQuery, Product, Record, Terms, gather
from geotrack.export.regions import plane_regions

__all__ = [
    "DATASETS",
    "FORMATS",
    "ExportQuery",
    "Format",
    "Product",
    "Record",
    "Terms",
    "format_of",
    "gather",
    "plane_regions",
]
