"""Faults of context layers that only their files can show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geotrack.mapview.context_layers.layer import context_layer
from geotrack.mapview.context_layers.layer_file_error import LayerFileError
from geotrack.model.maps.layer_file import LayerFile
from geotrack.workspace.checks.context_layers import LayerFileFault

__all__ = ["layer_file_faults"]


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
        layer = context_layer(root, settings)
    except LayerFileError as error:
        yield LayerFileFault(error.key, error.problem, error.remedy)
        return
    if layer.left_out:
        many = "1 feature is" if layer.left_out == 1 else f"{layer.left_out} features are"
        message = f"{many} left out: {layer.reason}"
        remedy = "mend the geometry, or leave it: the page states it"
        yield LayerFileFault("file", message, remedy, is_partial=True)
