"""Files of any kind: read within limits, written whole or not at all."""

from __future__ import annotations

from geotrack.files.reading import (
    AnyPath,
    FileSizeError,
    NotAFileError,
    check_regular,
    open_regular,
    read_regular,
)
from geotrack.files.writing import (
    atomic_path,
    check_inside,
    is_portable_name,
    leads_out,
    private_lock,
)

__all__ = [
    "AnyPath",
    "FileSizeError",
    "NotAFileError",
    "atomic_path",
    "check_inside",
    "check_regular",
    "is_portable_name",
    "leads_out",
    "open_regular",
    "private_lock",
    "read_regular",
]
