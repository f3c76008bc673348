"""The functions that geotrack calls; see `geotrack.extensions.Datasets`."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from geotrack.extensions import Total
from geotrack_observations.findings import findings

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas

    from geotrack.dates import Period
    from geotrack.extensions import QueryOutput
    from geotrack.files import AnyPath
    from geotrack.handout.chart.canvas import Ground
    from geotrack.mapview.layer_text import LayerText
    from geotrack.mapview.translations import Translator
    from geotrack.model import MapDefinition
    from geotrack.model.query import Query
    from geotrack.queries.python_values import Matching, Words
    from geotrack.workspace import Workspace
    from geotrack_observations.dataset_hits import OpenDataset
    from geotrack_observations.handout.drawing import ObservationChart
    from geotrack_observations.layers.layer import MapLayer
    from geotrack_observations.page.layers import PackedLayers
    from geotrack_observations.storage.dataset import Dataset

__all__ = [
    "ObservationLayers",
    "findings",
    "map_layers",
    "open_dataset",
    "python",
    "query",
    "run_query",
]

python = sys.modules["geotrack_observations"]
"""The package, of which `geotrack.observations` passes on the public names."""


def run_query(
    folder: Path,
    query: Query,
    workspace: Workspace,
    options: Mapping[str, Any],
    output: QueryOutput,
) -> None:
    """Run `geotrack query --dataset`: print or write the rows, counts or crossings."""
    if options["crossings"]:
        from geotrack_observations.cli.crossings import run_crossings

        run_crossings(folder, query, workspace, options, output)
        return
    from geotrack_observations.cli.query_dataset import run_query

    run_query(folder, query, workspace, options, output)


def open_dataset(path: AnyPath, workspace: Workspace) -> OpenDataset:
    """Open the dataset of a folder, to query it with the regions of a workspace."""
    from geotrack_observations.dataset_hits import OpenDataset
    from geotrack_observations.storage.dataset import open_dataset

    return OpenDataset(open_dataset(path), workspace)


def query(
    dataset: Dataset | AnyPath,
    query: Query,
    workspace: Workspace | AnyPath | None,
    *,
    where: Words,
    match: Matching | None,
    limit: int | None,
) -> geopandas.GeoDataFrame:
    """Return the rows of a dataset, or of a folder with one, that meet a query."""
    from geotrack_observations.dataset_hits import DatasetHits

    hits = DatasetHits.of(dataset, query, workspace, where=where, match=match)
    return hits.to_geodataframe(limit=limit)


def map_layers(workspace: Workspace, definition: MapDefinition) -> ObservationLayers:
    """Read the layers of a map; see `geotrack_observations.layers.map_layers`."""
    from geotrack_observations.layers.map_layers import map_layers

    return ObservationLayers(map_layers(workspace, definition), workspace)


class ObservationLayers(list["MapLayer"]):
    """The layers of one map; see `geotrack.extensions.MapLayers`.

    Parameters
    ----------
    layers : iterable of MapLayer
        In the order of the definition.
    workspace : Workspace
        Knows regions and places.
    """

    def __init__(self, layers: Iterable[MapLayer], workspace: Workspace) -> None:
        super().__init__(layers)
        self._workspace = workspace

    @property
    def digests(self) -> tuple[str, ...]:
        """Hash of the content of each layer, hex digits."""
        from geotrack_observations.layers.digest import layer_digest

        return tuple(map(layer_digest, self))

    @property
    def total(self) -> Total:
        """Number of positions on the map."""
        from geotrack_observations.layers.totals import total

        return total(self)

    @property
    def legend_lines(self) -> int:
        """Number of lines of the legend of a sheet: one for each dataset shown at the start."""
        from geotrack_observations.layers.totals import tables_of

        return sum(table.shown for table in tables_of(self))

    def texts(self, translate: Translator) -> list[LayerText]:
        """Return the text about each layer."""
        from geotrack_observations.layers.text import layer_texts

        return layer_texts(self, self._workspace, translate)

    def notes(self) -> Iterator[str]:
        """Yield each dataset without a position on the map, with its conditions and the reason."""
        from geotrack_observations.layers.text import conditions
        from geotrack_observations.layers.totals import tables_of
        from geotrack_observations.queries.empty_results import unmet_conditions

        for table in tables_of(self):
            layers = [layer for layer in self if layer.settings is table]
            if any(layer.count for layer in layers):
                continue
            definition = layers[0].definition
            text = ", ".join(conditions(self._workspace, definition, "en"))
            selected = f"; selected: {text}" if text else ""
            yield f"{table.dataset}: no position is on the map{selected}"
            for why in unmet_conditions(definition.dataset_query):
                yield f"{table.dataset}: {why}"

    def page(self, translate: Translator) -> PackedLayers:
        """Return the layers as parts of a page."""
        from geotrack_observations.page.layers import PackedLayers

        return PackedLayers(self, self._workspace, translate)

    def draw(
        self, ground: Ground, ids: Collection[str] | None, period: Period | None, *, certain: bool
    ) -> ObservationChart:
        """Draw the layers with some ids, or those shown at the start."""
        from geotrack_observations.handout.drawing import draw_layers

        shown = [
            layer for layer in self if (layer.settings.shown if ids is None else layer.id in ids)
        ]
        return draw_layers(ground, shown, period, certain=certain)
