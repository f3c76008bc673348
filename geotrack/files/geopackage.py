"""Layers of GeoPackages (OGC 12-128r18), written by GDAL; the same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "TIME_OF_CHANGE", "ColumnType", "Feature", "column_arrays", "constant_date", "write_layer",
]  # fmt: skip

ColumnType = Literal["text", "real", "integer", "boolean", "date", "datetime"]
Feature = tuple[bytes | None, Mapping[str, Any]]
"""A shape as WKB, and its values by column."""

TIME_OF_CHANGE = "1980-01-01T00:00:00.000Z"
"""What GDAL writes as the time of change, constant so that files are reproducible."""

_BATCH = 1_000
"""Rows that are held at once."""
_TYPES: dict[ColumnType, str] = {
    "text": "object", "real": "float64", "integer": "int32", "boolean": "bool",
    "date": "datetime64[D]", "datetime": "datetime64[ms]",
}  # fmt: skip
_EMPTY: dict[ColumnType, Any] = {"text": None, "real": float("nan"), "integer": 0, "boolean": False}


def write_layer(
    path: Path,
    name: str,
    columns: Mapping[str, ColumnType],
    features: Iterable[Feature],
    *,
    geometry_type: str | None = None,
    crs: str | None = None,
    key: str = "fid",
    description: str = "",
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Add a layer to a GeoPackage, which is made if it does not exist.

    Rows are read and written in batches. The layer has no spatial index: its triggers call
    functions of GDAL, so that SQLite alone could no longer change a row.

    Parameters
    ----------
    path : pathlib.Path
        The GeoPackage.
    name : str
        Name of the layer, which is new.
    columns : mapping of str to str
        Type by name of column.
    features : iterable of (bytes, mapping)
        Rows: a shape as WKB in `crs`, and the value of each column, None where there is none.
    geometry_type : str, optional
        As in GDAL, such as `MultiPolygon`; None for a table without shapes.
    crs : str, optional
        CRS of the shapes.
    key : str
        Name of the column of the primary key.
    description : str
        Description of the layer.
    metadata : mapping of str to str, optional
        Metadata of the file; ignored if the file exists.
    """
    import numpy as np
    from pyogrio import raw

    options: dict[str, Any] = {
        "layer_options": {
            "FID": key, "GEOMETRY_NAME": "geom", "SPATIAL_INDEX": "NO", "DESCRIPTION": description,
        },
        "dataset_metadata": None if path.exists() else metadata,
    }  # fmt: skip
    rest = iter(features)
    batch = list(islice(rest, _BATCH))
    with constant_date():
        while True:  # at least once: a layer without rows is made too
            shapes = np.array([shape for shape, _ in batch], dtype=object)
            data, mask = column_arrays([values for _, values in batch], columns)
            raw.write(
                path,
                geometry=shapes if geometry_type else None,
                fields=list(columns),
                field_data=data,
                field_mask=mask,
                layer=name,
                driver="GPKG",
                geometry_type=geometry_type,
                crs=crs,
                append=path.exists(),
                **options,
            )
            # The options are of the layer's creation, not of rows that are appended.
            batch, options = list(islice(rest, _BATCH)), {}
            if not batch:
                return


def column_arrays(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, ColumnType]
) -> tuple[list[np.ndarray[Any, Any]], list[np.ndarray[Any, Any]]]:
    """Return an array of values for each column, and a mask that is true where there is none.

    Parameters
    ----------
    rows : sequence of mapping
        Value by name of column, None where there is none.
    columns : mapping of str to str
        Type by name of column.
    """
    import numpy as np

    values = [[row[name] for row in rows] for name in columns]
    masks = [np.array([value is None for value in column], dtype=bool) for column in values]
    arrays = [
        np.array([_EMPTY.get(kind) if v is None else v for v in column], dtype=_TYPES[kind])
        for column, kind in zip(values, columns.values(), strict=True)
    ]
    return arrays, masks


@contextmanager
def constant_date() -> Iterator[None]:
    """Make GDAL write a constant date of change."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options

    before = get_gdal_config_option("OGR_CURRENT_DATE")
    set_gdal_config_options({"OGR_CURRENT_DATE": TIME_OF_CHANGE})
    try:
        yield
    finally:
        set_gdal_config_options({"OGR_CURRENT_DATE": before})
