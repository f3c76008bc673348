"""Places by name, and places as people describe them.

`Gazetteer` is the one lookup: a workspace's own places, its regions, then the packed places north
of 55°N and the names of the world. The packed tables are read only where a word is in neither of
the first two.
"""

from __future__ import annotations

from geotrack.gazetteer.description import DescriptionError
from geotrack.gazetteer.listed_positions import UnstatedShapeError
from geotrack.gazetteer.lookup import Gazetteer, Location, UnknownPlaceError
from geotrack.gazetteer.meaning import AmbiguousPlaceError, UnplacedNameError

__all__ = [
    "AmbiguousPlaceError",
    "DescriptionError",
    "Gazetteer",
    "Location",
    "UnknownPlaceError",
    "UnplacedNameError",
    "UnstatedShapeError",
]
