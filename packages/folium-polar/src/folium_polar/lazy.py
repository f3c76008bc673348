"""Lazy loading of package attributes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["attach"]


def attach(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` of a package that imports some names on first use.

    Parameters
    ----------
    package : str
        Its name.
    homes : mapping of str to str
        Module of the package by name.

    Examples
    --------
    >>> get, names = attach("folium_polar.geometry", {"disc": "disc_polygons"})
    >>> get("disc").__module__
    'folium_polar.geometry.disc_polygons'
    >>> get("square")
    Traceback (most recent call last):
    AttributeError: module 'folium_polar.geometry' has no attribute 'square'
    """

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return get, names
