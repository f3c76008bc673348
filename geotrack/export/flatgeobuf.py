"""FlatGeobuf, through GDAL."""

from __future__ import annotations

import io
import json
import warnings
from typing import BinaryIO

import numpy as np
import shapely

from geotrack.export.columns import columns, extra_notes, rows
from geotrack.export.geometry import cut, flat_shape, height_notes, south_notes
from geotrack.export.product import Product
from geotrack.files.geopackage import column_arrays

__all__ = ["write"]


def write(product: Product, file: BinaryIO) -> list[str]:
    """Write a FlatGeobuf file in lon/lat; return notes about what it does not hold.

    It has no spatial index: an index would reorder the records and refuse those without geometry.
    """
    from pyogrio import raw

    table = list(rows(product))
    shapes = [flat_shape(cut(r.geometry)) if r.geometry else None for r in product.records]
    types = columns(product)
    data, mask = column_arrays(table, types)
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # GDAL warns about a file without any geometry.
        warnings.simplefilter("ignore", UserWarning)
        raw.write(
            buffer,
            geometry=np.array([shape and shapely.to_wkb(shape) for shape in shapes], dtype=object),
            fields=np.array(list(types), dtype=object),
            field_data=data,
            field_mask=mask,
            layer="records",
            driver="FlatGeobuf",
            geometry_type="Unknown",
            crs="EPSG:4326",
            encoding="UTF-8",
            layer_options={
                "SPATIAL_INDEX": "NO",
                "TITLE": product.terms.title,
                "DESCRIPTION": json.dumps(product.about, ensure_ascii=False),
            },
        )
    file.write(buffer.getbuffer())
    notes = ["FlatGeobuf has no place for a list of sources; each record has its own"]
    return [*notes, *extra_notes(product), *height_notes(product), *south_notes(product)]
