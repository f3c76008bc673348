"""pyarrow, by which datasets are read and written; without it, how to install it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geotrack.errors import UsageError, missing_package

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv, parquet
except ImportError as error:
    refusal = missing_package("pyarrow", "parquet", "a dataset of observations")
    raise refusal from error

__all__ = ["csv", "pa", "parquet", "pc", "reading"]


@contextmanager
def reading(path: Path, *more: type[Exception]) -> Iterator[None]:
    """Tell of a Parquet file that it is torn, where reading it shows it.

    Parameters
    ----------
    path : path
        The file.
    *more : type
        What else shows it, of what its metadata say.

    Raises
    ------
    UsageError
        It is, or is no Parquet file.
    """
    try:
        yield
    except (pa.ArrowException, OSError, *more) as error:
        # An error of the system, such as a file that may not be read, says enough itself.
        if getattr(error, "errno", None) is not None:
            raise
        said = (str(error).splitlines() or ["it ends too soon"])[0]
        message = f"{path}: no Parquet file, or a torn one: {said}"
        raise UsageError(message) from None
