"""Context layers of a map, within the size that a page has for them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.mapview.context_layers.read import (
    Feature,
    LayerFileError,
    LayerSource,
    read_layer_file,
)
from geotrack.mapview.context_layers.shapes import (
    FINEST_M,
    Kind,
    Shapes,
    cut_features,
    simplified_shapes,
    step_of,
)
from geotrack.mapview.context_layers.style import Style, style_of
from geotrack.model import MapDefinition
from geotrack.model.maps.layer_file import LayerFile, link_names
from geotrack.polar.packing import pack, sphere_unproject
from geotrack.workspace import Workspace

__all__ = ["MOST_BYTES", "ContextLayer", "context_layers"]

MOST_BYTES = 300_000
"""Bytes of all context layers of a map in its page."""
_COARSER, _COARSEST_M = 1.6, 20_000.0
_SHOWN = ("name", "source", "licence", "date", "shown", "width", "dash", "opacity")


@dataclass(frozen=True)
class ContextLayer:
    """A context layer as a map shows it.

    Parameters
    ----------
    id : str
        In links of the page: `file:ice-edge`.
    settings : LayerFile
        Its entry in the map definition.
    style : Style
        Its colours, with defaults filled in.
    shapes : tuple of Shapes
        Its shapes by label and kind.
    step_m : int
        Metres a step of the shapes' positions.
    simplified_m : int
        Tolerance of simplification, metres; 0 where no vertex was left out.
    left_out : int
        Features without a usable geometry; `reason` is that of the first.
    """

    id: str
    settings: LayerFile
    style: Style
    shapes: tuple[Shapes, ...]
    step_m: int
    simplified_m: int = 0
    left_out: int = 0
    reason: str = ""

    @cached_property
    def packed(self) -> str:
        """All shapes as text, in order; see `geotrack.polar.packing`."""
        return pack([one.parts for one in self.shapes], self.step_m)

    @cached_property
    def plane(self) -> tuple[tuple[Kind, BaseGeometry], ...]:
        """The shapes in the analysis plane, metres, in order."""
        return tuple((one.kind, self._geometry(one)) for one in self.shapes)

    def _geometry(self, shapes: Shapes) -> BaseGeometry:
        def ring(steps: Sequence[tuple[int, int]]) -> Any:
            lon, lat = sphere_unproject(np.array(steps, dtype=np.float64) * self.step_m)
            return np.column_stack(polar.project(lon, lat))

        if shapes.kind == "point":
            return shapely.MultiPoint([ring(part[0])[0] for part in shapes.parts])
        if shapes.kind == "line":
            return shapely.MultiLineString([ring(part[0]) for part in shapes.parts])
        polygons = [
            shapely.Polygon(ring(p[0]), [ring(hole) for hole in p[1:]]) for p in shapes.parts
        ]
        return shapely.MultiPolygon(polygons)

    @property
    def digest(self) -> str:
        """SHA-256 of all that a map shows of it, in hex digits."""
        shown = self.settings.model_dump(mode="json", include=set(_SHOWN))
        style = [self.style.colour, self.style.fill]
        parts = [[one.kind, one.label, one.parts] for one in self.shapes]
        about = [shown, style, self.step_m, self.simplified_m, self.left_out, parts]
        return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def context_layers(workspace: Workspace, definition: MapDefinition) -> list[ContextLayer]:
    """Read the context layers of a map, together no larger than a page has room for.

    Parameters
    ----------
    workspace : Workspace
        Its folder holds the files.
    definition : MapDefinition
        The map.

    Raises
    ------
    LayerFileError
        A file cannot be drawn; its text begins with the entry.
    """
    files = definition.layers.files
    sources = []
    for n, settings in enumerate(files, 1):
        try:
            sources.append(read_layer_file(workspace.root, settings))
        except LayerFileError as error:
            problem = f"[[layers.files]] {n} ({settings.name}): {error.key}: {error.problem}"
            raise LayerFileError(error.key, problem, error.remedy) from None
    found = []
    for n, (settings, source, id_) in enumerate(
        zip(files, sources, link_names(files), strict=True)
    ):
        found.append(_Draft(id_, settings, style_of(settings, n), source))
    return _fitted(found)


class _Draft:
    """A layer whose tolerance may still grow."""

    def __init__(self, id_: str, settings: LayerFile, style: Style, source: LayerSource) -> None:
        self._id, self._settings, self._style, self._source = id_, settings, style, source
        self._cut = cut_features(source.features)
        self._before = _count(shape for _, _, shape in self._cut)
        self._tolerance = FINEST_M
        self.layer = self._made()

    @property
    def size(self) -> int:
        """Bytes in the page."""
        return len(self.layer.packed) + sum(len(one.label.encode()) for one in self.layer.shapes)

    def coarsen(self) -> None:
        """Simplify more."""
        self._tolerance *= _COARSER
        if self._tolerance > _COARSEST_M:
            label = " or leave 'label' out," if self._settings.label else ""
            message = f"{self._settings.file} is too much for a page: {self._before:,} vertices"
            remedy = f"choose a smaller file,{label} or cut out what the map shows"
            raise LayerFileError("file", message, remedy)
        self.layer = self._made()

    def _made(self) -> ContextLayer:
        shapes = tuple(simplified_shapes(self._cut, self._tolerance))
        after = sum(len(ring) for one in shapes for part in one.parts for ring in part)
        return ContextLayer(
            self._id, self._settings, self._style, shapes, step_of(self._tolerance),
            simplified_m=round(self._tolerance) if after < self._before else 0,
            left_out=self._source.left_out, reason=self._source.reason,
        )  # fmt: skip


def _fitted(drafts: list[_Draft]) -> list[ContextLayer]:
    """Coarsen the largest layers until all fit."""
    while sum(one.size for one in drafts) > MOST_BYTES:
        max(drafts, key=lambda one: one.size).coarsen()
    return [one.layer for one in drafts]


def _count(shapes: Iterable[BaseGeometry]) -> int:
    """Return the number of vertices, without the repeated ones that end rings."""
    shapes = list(shapes)
    rings = shapely.get_rings([p for s in shapes for p in shapely.get_parts(s)])
    return int(shapely.get_num_coordinates(shapes).sum()) - len(rings)
