"""Settings, taxonomy, layers, reports and maps of a workspace, read on first use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from folium_polar.geometry import to_plane
from folium_polar.geometry.cache import WeakCache
from geotrack.files.resources import sample_workspace
from geotrack.footprint.regions import Regions
from geotrack.index.cache_folder import is_off, own_folder, user_folder
from geotrack.index.stored_shapes import stored_shape
from geotrack.model import LayerFeature, Model
from geotrack.reading import Read, TomlTable, read_layer, read_table
from geotrack.workspace.config import Config
from geotrack.workspace.own_taxonomy import OwnTaxonomy, read_taxonomy
from geotrack.workspace.report_markings import ReportMarkings
from geotrack.workspace.transaction import pending

if TYPE_CHECKING:
    from geotrack.model import MapDefinition, Report

__all__ = ["SETTINGS", "TAXONOMY", "LayersAndMaps", "shown_path"]

SETTINGS, TAXONOMY = "geotrack.toml", "taxonomy.toml"

M = TypeVar("M", bound=Model)

_REGIONS: WeakCache[Regions] = WeakCache()


def _by_id(read: Read[LayerFeature]) -> dict[str, LayerFeature]:
    """Return the features of a layer by id; the first of a repeated id."""
    return {i.record.id: i.record for i in reversed(read.records)}


def _administrative() -> Mapping[str, LayerFeature]:
    """Return the packaged administrative areas, which no workspace has to copy."""
    path = sample_workspace() / "layers" / "administrative.geojson"
    return _by_id(read_layer(path, shown_path(path), areas=True))


def shown_path(path: Path) -> str:
    """Return a path as shown in messages: relative to the current folder if it is below."""
    try:
        # Name a link itself: its target may not exist.
        absolute = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
        return absolute.relative_to(Path.cwd()).as_posix()
    except (ValueError, RuntimeError):  # RuntimeError: a loop of links
        return str(path)


@dataclass(frozen=True, eq=False)
class LayersAndMaps:
    """Settings, taxonomy, layers, reports and maps, each read once on first use.

    Workspaces that differ only in their records share one.

    Parameters
    ----------
    root : Path
        The folder of the workspace.
    layer_folder : Path
        Folder of regions, routes, boundaries and places.
    """

    root: Path
    layer_folder: Path

    @cached_property
    def file_states(self) -> tuple[object, ...]:
        """Names, sizes and times of the files at the first call; equal if no file has changed."""
        paths = [
            self.root / SETTINGS,
            self.root / TAXONOMY,
            *self.layer_folder.glob("*.geojson"),
            *self.root.glob("seeds/*.toml"),
            *self.root.glob("maps/*.toml"),
        ]
        states: list[object] = [sorted(pending(self.root).items())]
        for path in sorted(paths):
            with suppress(OSError):
                state = path.stat()
                states.append((path, state.st_size, state.st_mtime_ns, state.st_ino))
        return tuple(states)

    @cached_property
    def settings(self) -> TomlTable[Config]:
        """`geotrack.toml` as read; the defaults if it does not exist."""
        path = self.root / SETTINGS
        if not path.exists():
            return TomlTable(Config(), (), shown_path(path))
        return read_table(path, shown_path(path), Config, root=self.root)

    @property
    def named_cache(self) -> Path | None:
        """The folder of the index in the one that the settings name, which must exist."""
        named = self.settings.record.cache.folder if self.settings.record else None
        folder = self.root / Path(named).expanduser() if named else None
        return own_folder(folder) if folder and folder.is_dir() else None

    @property
    def cache(self) -> Path | None:
        """The folder of the index; None if it is left out, or the settings have an error."""
        if is_off() or self.settings.record is None:
            return None
        return self.named_cache or user_folder()

    @cached_property
    def own_taxonomy(self) -> OwnTaxonomy:
        """`taxonomy.toml` as read."""
        path = self.root / TAXONOMY
        return read_taxonomy(path, shown_path(path))

    @cached_property
    def _layer_reads(self) -> dict[str, Read[LayerFeature]]:
        return {}

    @property
    def _layer_root(self) -> Path:
        """The folder that layers must lie in; those of the package are not in the workspace."""
        return self.root if self.layer_folder == self.root / "layers" else self.layer_folder

    def layer_read(self, name: str) -> Read[LayerFeature]:
        """Return the result of reading a layer (`regions`, `routes`, …)."""
        if name not in self._layer_reads:
            path = self.layer_folder / f"{name}.geojson"
            self._layer_reads[name] = (
                read_layer(path, shown_path(path), areas=name == "regions", root=self._layer_root)
                if path.exists()
                else Read((), ())
            )
        return self._layer_reads[name]

    def layer(self, name: str) -> Mapping[str, LayerFeature]:
        """Return the features of a layer by id; the first of a repeated id."""
        return self.regions if name == "regions" else _by_id(self.layer_read(name))

    @cached_property
    def regions(self) -> Regions:
        """Regions by id and by name; the same object as long as their file is unchanged."""
        layer = self.layer_read("regions")
        if (folder := self.cache) is not None:
            for located in layer.records:
                located.record.shape_by(lambda g: stored_shape(folder, g, to_plane))
        return _REGIONS.recall(layer, None, lambda: Regions(_by_id(layer), _administrative))

    @cached_property
    def reports(self) -> tuple[TomlTable[Report], ...]:
        """Reports as read, sorted by file name."""
        from geotrack.model import Report

        return tuple(self._tables("seeds", Report).values())

    @cached_property
    def report_markings(self) -> ReportMarkings:
        """Markings of the reports by id."""
        return ReportMarkings(self.reports)

    @cached_property
    def maps(self) -> Mapping[str, TomlTable[MapDefinition]]:
        """Map definitions as read, by name."""
        from geotrack.model import MapDefinition

        return self._tables("maps", MapDefinition)

    def with_maps(self, maps: Mapping[str, TomlTable[MapDefinition]]) -> LayersAndMaps:
        """Return a copy with other map definitions, which shares all that is read."""
        changed = replace(self)
        changed.__dict__.update(self.__dict__, maps=maps)
        return changed

    def _tables(self, folder: str, model: type[M]) -> dict[str, TomlTable[M]]:
        # A killed writer may have settled a change without carrying it out.
        waiting = pending(self.root)
        new = {self.root / folder / p.name for p in waiting if self._is_in(p, folder)}
        paths = sorted({*self.root.glob(f"{folder}/*.toml"), *new})
        return {
            p.stem: read_table(
                waiting.get(Path(os.path.realpath(p)), p), shown_path(p), model, root=self.root
            )
            for p in paths
        }

    def _is_in(self, path: Path, folder: str) -> bool:
        return path.parent == Path(os.path.realpath(self.root / folder)) and path.suffix == ".toml"
