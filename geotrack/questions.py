"""Deprecated name of `geotrack.queries`."""

from __future__ import annotations

import warnings
from typing import Any

from geotrack import queries

__all__ = list(queries.__all__)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    message = f"geotrack.questions is deprecated; import {name} from geotrack.queries"
    warnings.warn(message, DeprecationWarning, stacklevel=2)
    return getattr(queries, name)
