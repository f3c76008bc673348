"""Records handed over as data: GeoJSON, GeoPackage, KMZ, FlatGeobuf, CSV, XLSX, GeoParquet.

Every format is written from one `Product`, which has settled what goes along. A writer returns
bytes, the same for the same product, and says in words what its format does not hold.
"""

from __future__ import annotations

from geotrack.export.formats import FORMATS, Format, format_of
from geotrack.export.product import ExportQuery, Product, Record, Terms, gather
from geotrack.export.regions import plane_regions

__all__ = [
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
