"""Observations by the million: positions with a time, in one GeoParquet file that is quick to ask.

An *observation* is no record: nobody has judged it, and it has neither story nor sources. It has a
position, mostly a time, and whatever columns its maker gave it.

Needs the extra `parquet`.
"""

from __future__ import annotations

from geotrack.observations.answers import Answer, query
from geotrack.observations.asking import Question
from geotrack.observations.building import Built, build
from geotrack.observations.conditions import Condition
from geotrack.observations.counting import count_by
from geotrack.observations.crossings import Stay, crossings
from geotrack.observations.dataset import Dataset, open_dataset
from geotrack.observations.density import Density, count_hexagons
from geotrack.observations.fixes import Fixes, id_column, read_fixes, whole_of
from geotrack.observations.loading import load_positions
from geotrack.observations.naming import Naming
from geotrack.observations.places import Place, places_of
from geotrack.observations.planning import Plan
from geotrack.observations.storing import store
from geotrack.observations.tracks import Limits, Track, tracks

__all__ = [
    "Answer",
    "Built",
    "Condition",
    "Dataset",
    "Density",
    "Fixes",
    "Limits",
    "Naming",
    "Place",
    "Plan",
    "Question",
    "Stay",
    "Track",
    "build",
    "count_by",
    "count_hexagons",
    "crossings",
    "id_column",
    "load_positions",
    "open_dataset",
    "places_of",
    "query",
    "read_fixes",
    "store",
    "tracks",
    "whole_of",
]
