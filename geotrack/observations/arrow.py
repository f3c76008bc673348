"""pyarrow, by which datasets are read and written; without it, how to install it."""

from __future__ import annotations

from geotrack.errors import needed

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv, parquet
except ImportError as error:
    refusal = needed("pyarrow", "parquet", "a dataset of observations")
    raise refusal from error

__all__ = ["csv", "pa", "parquet", "pc"]
