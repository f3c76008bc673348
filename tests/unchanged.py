"""Which slow comparisons need not be made again, as nothing that they depend on has changed."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest

__all__ = ["Unchanged", "digest"]

ROOT = Path(__file__).parents[1]
# All code and data but the page's, rather than what a picture is known to need.
_SOURCES = ("geotrack", "packages", "tools", "layers", "docs", "tests")
_KINDS = {".py", ".toml", ".b85", ".geojson", ".md", ".png"}
_LIBRARIES = ("shapely", "numpy", "pyproj", "pydantic", "matplotlib", "pillow")


def digest(root: Path = ROOT) -> str:
    """Return a digest of all sources, of Python and of the libraries that draw."""
    found = sha256(repr([sys.version, *map(version, _LIBRARIES)]).encode())
    for folder in _SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in _KINDS and path.is_file():
                content = path.read_bytes()
                found.update(f"{path.relative_to(root).as_posix()} {len(content)}\0".encode())
                found.update(content)
    return found.hexdigest()


_now = cache(digest)


class Unchanged:
    """Remembers in pytest's cache with which sources a test has passed.

    Parameters
    ----------
    request : pytest.FixtureRequest
        Of the test.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._cache = getattr(request.config, "cache", None)
        self._key = f"unchanged/{sha256(request.node.nodeid.encode()).hexdigest()[:16]}"

    def passed(self) -> bool:
        """Return whether the test has passed with the sources as they are."""
        return self._cache is not None and self._cache.get(self._key, "") == _now()

    def keep(self) -> None:
        """Note that it has passed, as the last thing that it does."""
        if self._cache is not None:
            self._cache.set(self._key, _now())
