"""Lazy loading of package attributes, and of modules that folium hardly needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import Any

__all__ = ["RARELY_USED", "attach"]

RARELY_USED: Mapping[str, tuple[str, ...]] = {"pandas": ("DataFrame",), "requests": ()}
"""Modules that folium imports at once and uses for data frames and addresses alone, with classes
that it only tests instances by. They take half of the time in which folium is imported."""


class _NoInstance:
    """A class of a module that is not loaded: nothing is an instance of it."""


class _Deferred(ModuleType):
    """A module that is loaded when it is first used."""

    def __init__(self, name: str, classes: tuple[str, ...]) -> None:
        super().__init__(name)
        self._classes = classes

    def __getattr__(self, name: str) -> Any:
        loaded = sys.modules.get(self.__name__)
        if loaded is None and name in self._classes:
            return _NoInstance
        if loaded is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def _deferred(modules: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """Let modules be deferred for what imports them meanwhile, unless they are loaded."""
    absent = [name for name in modules if name not in sys.modules and find_spec(name)]
    sys.modules.update((name, _Deferred(name, modules[name])) for name in absent)
    try:
        yield
    finally:
        for name in absent:
            if isinstance(sys.modules.get(name), _Deferred):
                del sys.modules[name]


def attach(
    package: str,
    homes: Mapping[str, str],
    deferred: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` of a package that imports some names on first use.

    Parameters
    ----------
    package : str
        Its name.
    homes : mapping of str to str
        Module of the package by name.
    deferred : mapping of str to tuple of str, optional
        Modules that are loaded on first use, where those of the package are the first to import
        them, with classes that nothing is an instance of until then.

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
        with _deferred(deferred):
            return getattr(import_module(f"{package}.{homes[name]}"), name)

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return get, names
