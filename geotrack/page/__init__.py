"""The briefing page: selected records on a polar folium map, in one HTML file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geotrack.page.assemble import Briefing
    from geotrack.page.choosing import Counts, MarkingError
    from geotrack.page.numbers import NumbersError
    from geotrack.page.opening import briefing, is_packaged, unranked

__all__ = [
    "Briefing",
    "Counts",
    "MarkingError",
    "NumbersError",
    "briefing",
    "is_packaged",
    "unranked",
]

# Where each name lives: `geotrack check` asks which records a map has, and needs no folium for it.
_HOMES = {
    "Briefing": "assemble",
    "Counts": "choosing",
    "MarkingError": "choosing",
    "NumbersError": "numbers",
    "briefing": "opening",
    "is_packaged": "opening",
    "unranked": "opening",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module 'geotrack.page' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"geotrack.page.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
