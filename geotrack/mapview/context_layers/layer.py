"""Context layers of a map, within the size that a page has for them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.basemap.files import SOUTH
from folium_polar.geometry import project
from folium_polar.geometry.packing import pack, sphere_unproject
from geotrack.errors import reader_errors_as
from geotrack.mapview.context_layers.layer_file_error import LayerFileError
from geotrack.mapview.context_layers.shapes import (
    FINEST_M,
    CutShapes,
    Kind,
    Shapes,
    cut_features,
    grouped,
    simplified,
    simplified_shapes,
    step_of,
    without_inner_edges,
)
from geotrack.messages import Message
from geotrack.model import MapDefinition
from geotrack.model.maps.contrast import lightened
from geotrack.model.maps.ice import Ice
from geotrack.model.maps.layer_file import NO_FILL, LayerFile
from geotrack.workspace import Workspace
from geotrack.workspace.checks.context_layers import LayerFileFault

__all__ = ["MOST_BYTES", "ContextLayer", "context_layers", "layer_file_faults", "style_of"]

MOST_BYTES, MOST_ICE_BYTES = 300_000, 120_000
"""Bytes of all context layers of a map in its page, and of its sea ice."""
# Limits of the factor by which shapes become coarser at once, and the coarsest, metres.
_LEAST_COARSER, _MOST_COARSER, _COARSEST_M = 1.3, 4.0, 20_000
# Each part takes four bytes or more, whatever the simplification.
_MOST_PARTS = MOST_BYTES // 4
# Keys of an entry that a reader sees, and that so count for the digest.
_SHOWN = ("name", "source", "licence", "date", "shown", "width", "dash", "opacity")

# Of an atlas: none is that of a theme, and each stands out by 3 to 1 from land and sea.
_COLOURS = ("#0b6fa4", "#8a3a6f", "#9a4a1c", "#2d6a3e", "#5b4a9c", "#6b5a1e")


@dataclass(frozen=True, slots=True)
class Style:
    """Colours of a layer, `#rrggbb`; no fill is empty.

    Parameters
    ----------
    colour, fill : str
        Of lines and of areas, by day and on paper.
    dark, dark_fill : str
        The same in the dark.
    """

    colour: str
    fill: str
    dark: str
    dark_fill: str


@dataclass(frozen=True)
class ContextLayer:
    """A context layer as a map shows it.

    Parameters
    ----------
    settings : LayerFile
        Its entry in the map definition.
    style : Style
        Its colours, with defaults filled in.
    shapes : tuple of Shapes
        Its shapes by label and kind.
    step_m : int
        Metres a step of the shapes' positions.
    accuracy_m : int
        Metres, at most, from an edge to where it is drawn.
    left_out : int
        Features without a usable geometry; `reason` is that of the first.
    whole : CutShapes, optional
        The shapes as pictures draw them, with all vertices of the file; those of a raster as exact
        as its pixels. None of a snapshot, which has those of `shapes` alone.
    whole_m : int
        Metres, at most, from an edge to where pictures draw it, beyond the file's own; 0 for none.
    """

    settings: LayerFile
    style: Style
    shapes: tuple[Shapes, ...]
    step_m: int
    accuracy_m: int = FINEST_M
    left_out: int = 0
    reason: str = ""
    whole: CutShapes | None = None
    whole_m: int = 0

    @cached_property
    def packed(self) -> str:
        """All shapes as text, in order; see `folium_polar.geometry.packing`."""
        return pack([shape.parts for shape in self.shapes], self.step_m)

    @cached_property
    def plane(self) -> tuple[tuple[Kind, BaseGeometry], ...]:
        """The shapes as pictures draw them, in the analysis plane, metres, in order."""
        if self.whole is not None:
            return tuple(grouped(self.whole))
        return tuple((shape.kind, self.geometry(shape)) for shape in self.shapes)

    @property
    def steps(self) -> int:
        """Areas that lie over one another, each within the one before it; 1 if they are apart."""
        is_graded = isinstance(self.settings, Ice)
        return max(1, len({shape.label for shape in self.shapes})) if is_graded else 1

    @property
    def size(self) -> int:
        """Bytes in the page."""
        return len(self.packed) + sum(len(shape.label.encode()) for shape in self.shapes)

    def geometry(self, shapes: Shapes) -> BaseGeometry:
        """Return some of its shapes in the analysis plane, metres."""

        def ring(steps: Sequence[tuple[int, int]]) -> Any:
            lon, lat = sphere_unproject(np.array(steps, dtype=np.float64) * self.step_m)
            return np.column_stack(project(lon, lat))

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
        parts = [[shape.kind, shape.label, shape.parts] for shape in self.shapes]
        about = [shown, style, self.step_m, self.accuracy_m, self.left_out, parts]
        return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def context_layers(
    workspace: Workspace, definition: MapDefinition, south: float = SOUTH
) -> list[ContextLayer]:
    """Read the context layers of a map, together no larger than a page has room for.

    Parameters
    ----------
    workspace : Workspace
        Its folder holds the files.
    definition : MapDefinition
        The map.
    south : float
        Latitude at which the map ends, degrees.

    Raises
    ------
    LayerFileError
        A file cannot be drawn; its text begins with the entry.
    """
    layers: list[ContextLayer] = []
    for files, most in (definition.ice, MOST_ICE_BYTES), (definition.layers.files, MOST_BYTES):
        drafts = []
        for n, settings in enumerate(files):
            with _named(n, settings):
                style = style_of(settings, n)
                drafts.append(_Draft(settings, style, workspace.root, south))
        while (size := sum(draft.layer.size for draft in drafts)) > most:
            largest = max(drafts, key=lambda one: one.layer.size)
            with _named(drafts.index(largest), largest.settings):
                largest.coarsen(size / most)
        layers += [draft.layer for draft in drafts]
    return layers


def _context_layer(root: Path, settings: LayerFile) -> ContextLayer:
    """Return a context layer by itself.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    settings : LayerFile
        Its entry in the map definition.

    Raises
    ------
    LayerFileError
        It cannot be drawn, or a page has no room for it.
    """
    draft = _Draft(settings, style_of(settings, 0), root)
    most = MOST_ICE_BYTES if isinstance(settings, Ice) else MOST_BYTES
    while draft.layer.size > most:
        draft.coarsen(draft.layer.size / most)
    return draft.layer


@contextmanager
def _named(n: int, settings: LayerFile) -> Iterator[None]:
    """Put the entry of a layer before the text of an error about it."""
    try:
        yield
    except LayerFileError as error:
        table = "ice" if isinstance(settings, Ice) else "layers.files"
        problem = f"[[{table}]] {n + 1}, {settings.name!r}: {error.key}: {error.problem}"
        raise LayerFileError(error.key, problem, error.remedy) from None


def _file_error(problem: str, remedy: str) -> LayerFileError:
    return LayerFileError("file", problem, remedy)


class _Draft:
    """A layer that may still be simplified more."""

    def __init__(self, settings: LayerFile, style: Style, root: Path, south: float = SOUTH) -> None:
        self.settings, self._style, self._south = settings, style, south
        self._cut: CutShapes | None = None
        self._whole: CutShapes | None = None
        self._left_out, self._reason = 0, ""
        self.layer = self._made(self._read(root, settings, south))

    @reader_errors_as(_file_error)
    def _read(self, root: Path, settings: LayerFile, south: float) -> tuple[Shapes, ...]:
        """Read the file; its features are kept to be simplified more."""
        # The readers of other formats take a tenth of a second to import.
        from geotrack.mapview.context_layers.ice_areas import read_ice
        from geotrack.mapview.context_layers.read import read_layer_file, used_shapes

        used = used_shapes(root, settings)
        if used is not None:
            shapes, self._accuracy, self._left_out = used
            self._whole_m = self._accuracy
            return shapes
        if isinstance(settings, Ice):
            source = read_ice(root, settings, south)
        else:
            source = read_layer_file(root, settings)
        self._accuracy = source.finest_m
        self._cut = cut_features(source.features, south)
        if isinstance(settings, Ice):
            self._cut = without_inner_edges(self._cut)
        if len(self._cut.parts) > _MOST_PARTS:
            raise self._too_much(len(self._cut.parts))
        self._left_out, self._reason = source.left_out, source.reason
        # The edges of a raster's areas run along its pixels.
        is_raster = self._accuracy > FINEST_M
        self._whole = simplified(self._cut, self._accuracy) if is_raster else self._cut
        self._whole_m = self._accuracy if is_raster else 0
        return tuple(simplified_shapes(self._cut, self._accuracy))

    @reader_errors_as(_file_error)
    def coarsen(self, excess: float) -> None:
        """Simplify more, the more so the larger all layers are beside what a page has room for."""
        self._accuracy = round(self._accuracy * min(max(excess, _LEAST_COARSER), _MOST_COARSER))
        if self._accuracy > _COARSEST_M or self._cut is None:
            raise self._too_much(sum(len(shape.parts) for shape in self.layer.shapes))
        self.layer = self._made(tuple(simplified_shapes(self._cut, self._accuracy)))

    def _too_much(self, shapes: int) -> LayerFileError:
        label = Message(", leave 'label' out,") if self.settings.label else ""
        message = Message(
            "{file} is too much for a page: {shapes:,} shapes", self.settings.file, shapes
        )
        remedy = Message("choose a smaller file{label} or cut out what the map shows", label)
        return LayerFileError("file", message, remedy)

    def _made(self, shapes: tuple[Shapes, ...]) -> ContextLayer:
        if not shapes:
            message = Message(
                "{file} has no feature north of {south:g}°", self.settings.file, self._south
            )
            raise LayerFileError("file", message, "leave it out, or check its CRS")
        return ContextLayer(
            self.settings,
            self._style,
            shapes,
            step_of(self._accuracy),
            self._accuracy,
            self._left_out,
            self._reason,
            self._whole,
            self._whole_m,
        )


def layer_file_faults(root: Path, settings: LayerFile) -> Iterator[LayerFileFault]:
    """Yield the faults of an entry of `[[layers.files]]`.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    settings : LayerFile
        The entry.
    """
    try:
        layer = _context_layer(root, settings)
    except LayerFileError as error:
        yield LayerFileFault(error.key, error.problem, error.remedy)
        return
    if layer.left_out:
        count_text = (
            Message("1 feature is")
            if layer.left_out == 1
            else Message("{left_out} features are", layer.left_out)
        )
        message = Message("{many} left out: {reason}", count_text, layer.reason)
        remedy = "mend the geometry, or leave it: the page states it"
        yield LayerFileFault("file", message, remedy, is_partial=True)


def style_of(settings: LayerFile, n: int) -> Style:
    """Return the colours of the nth context layer of a map, from 0."""
    colour = settings.colour or _COLOURS[n % len(_COLOURS)]
    fill = "" if settings.fill == NO_FILL else settings.fill or colour
    return Style(colour, fill, lightened(colour), lightened(fill) if fill else "")
