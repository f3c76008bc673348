"""The Python interface of `geotrack-observations`, where it is installed."""

from __future__ import annotations

from typing import Any

from geotrack.extensions import datasets

__all__: list[str] = []


def __getattr__(name: str) -> Any:
    return getattr(datasets().python, name)
