"""Observations: positions with times by the million, in one GeoParquet file made for queries.

An *observation* is not a record: it was not assessed, and has no title and no sources. It has a
position, usually a time, and the columns of its input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from folium_polar.lazy import attach

if TYPE_CHECKING:
    from geotrack_observations.dataset_hits import DatasetHits, OpenDataset, query
    from geotrack_observations.density.density import Density, count_hexagons
    from geotrack_observations.ingest.build import Built, build
    from geotrack_observations.ingest.column_roles import Naming
    from geotrack_observations.queries.conditions import Condition
    from geotrack_observations.queries.counts import count_by
    from geotrack_observations.queries.plan import QueryPlan
    from geotrack_observations.queries.query import DatasetQuery
    from geotrack_observations.queries.results import store
    from geotrack_observations.storage.arrays import load_positions
    from geotrack_observations.storage.dataset import Dataset, open_dataset
    from geotrack_observations.trajectories.crossing_places import CrossingPlace, places_of
    from geotrack_observations.trajectories.crossings import Stay, crossings
    from geotrack_observations.trajectories.fixes import (
        Fixes,
        id_column,
        read_fixes,
        without_place_and_period,
    )
    from geotrack_observations.trajectories.tracks import Track, TrackLimits, tracks

__all__ = [
    "Built",
    "Condition",
    "CrossingPlace",
    "Dataset",
    "DatasetHits",
    "DatasetQuery",
    "Density",
    "Fixes",
    "Naming",
    "OpenDataset",
    "QueryPlan",
    "Stay",
    "Track",
    "TrackLimits",
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
    "without_place_and_period",
]

# The commands are listed and `geotrack` looks for functions without pyarrow.
__getattr__, __dir__ = attach(
    __name__,
    {
        "DatasetHits": "dataset_hits",
        "OpenDataset": "dataset_hits",
        "query": "dataset_hits",
        "Density": "density.density",
        "count_hexagons": "density.density",
        "Built": "ingest.build",
        "build": "ingest.build",
        "Naming": "ingest.column_roles",
        "Condition": "queries.conditions",
        "count_by": "queries.counts",
        "QueryPlan": "queries.plan",
        "DatasetQuery": "queries.query",
        "store": "queries.results",
        "load_positions": "storage.arrays",
        "Dataset": "storage.dataset",
        "open_dataset": "storage.dataset",
        "CrossingPlace": "trajectories.crossing_places",
        "places_of": "trajectories.crossing_places",
        "Stay": "trajectories.crossings",
        "crossings": "trajectories.crossings",
        "Fixes": "trajectories.fixes",
        "id_column": "trajectories.fixes",
        "read_fixes": "trajectories.fixes",
        "without_place_and_period": "trajectories.fixes",
        "Track": "trajectories.tracks",
        "TrackLimits": "trajectories.tracks",
        "tracks": "trajectories.tracks",
    },
)
