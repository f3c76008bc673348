"""Total number of positions on a map; positions in several layers count once.

If tables of `[[observations]]` select differently from one dataset, the number of positions in both
is unknown. If one selects all that the others select, its count is the total; otherwise the largest
count is a lower bound. web/src/observations/ui/counts.js applies the same rule within a period.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from geotrack.extensions import Total
from geotrack.model import Observed
from geotrack_observations.layers.layer import MapLayer, Overlap

__all__ = ["has_all", "overlaps", "tables_of", "total"]

# The conditions of a table; each further one selects fewer positions.
_CONDITIONS = {
    *("regions", "all_regions", "bbox", "within", "of", "north_of", "start", "end"),
    *("where", "certain"),
}


def overlaps(tables: Sequence[Observed]) -> list[Overlap]:
    """Return the overlap of each table of a map definition with others of its dataset.

    Parameters
    ----------
    tables : sequence of Observed
        In the order of the definition.

    Returns
    -------
    list of Overlap
        One for each table.
    """
    folders = [posixpath.normpath(table.dataset) for table in tables]
    conditions = [_conditions(table) for table in tables]
    queries = list(zip(folders, conditions, strict=True))
    result = []
    for folder, query in queries:
        same_dataset = [other for other_folder, other in queries if other_folder == folder]
        # Whether each other query has at least the same conditions, and so selects no more.
        covers = all(query.items() <= other.items() for other in same_dataset)
        # Numbers of the first tables, from 1.
        dataset_number, query_number = 1 + folders.index(folder), 1 + queries.index((folder, query))
        result.append(Overlap(dataset_number, query_number, covers))
    return result


def tables_of(layers: Iterable[MapLayer]) -> list[Observed]:
    """Return the tables of `[[observations]]` of layers, each once."""
    return list({id(layer.settings): layer.settings for layer in layers}.values())


def has_all(layer: MapLayer) -> bool:
    """Return whether a layer has all positions that the map shows of its dataset."""
    return layer.definition.overlap.covers and not layer.trackless_count


def total(layers: Sequence[MapLayer]) -> Total:
    """Count the positions of layers; those in several count once.

    Parameters
    ----------
    layers : sequence of MapLayer
        All of a map.

    Returns
    -------
    Total
        A lower bound if tables select differently from one dataset and none selects all.
    """
    count, exact = 0, True

    def dataset(layer: MapLayer) -> int:
        return layer.definition.overlap.dataset

    for _, group in groupby(sorted(layers, key=dataset), dataset):
        dataset_layers = list(group)
        # The layer that leaves out the fewest positions.
        count += max(layer.count for layer in dataset_layers)
        have_one_query = len({layer.definition.overlap.query for layer in dataset_layers}) == 1
        exact &= have_one_query or any(map(has_all, dataset_layers))
    return Total(count, exact)


def _conditions(table: Observed) -> dict[str, Any]:
    """Return the conditions of a table."""
    return table.model_dump(mode="json", include=_CONDITIONS, exclude_defaults=True)
