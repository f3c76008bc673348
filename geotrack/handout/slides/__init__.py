"""A map as a presentation with editable slides of scenes, events and sources."""

from __future__ import annotations

from importlib.util import find_spec

from geotrack.errors import missing_package
from geotrack.handout.options import Options, Progress
from geotrack.mapview.map_view import MapView

__all__ = ["write"]


def write(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return a map as a PPTX file.

    Parameters
    ----------
    view : MapView
        The map.
    options : Options
        `template` is a presentation whose layouts and size are used.
    progress : callable
        Receives texts about the progress.

    Raises
    ------
    UsageError
        python-pptx is not installed, or the template cannot be used.
    """
    if find_spec("pptx") is None:
        refusal = missing_package("python-pptx", "office", "PPTX")
        raise refusal
    from geotrack.handout.slides.presentation import presentation

    return presentation(view, options, progress)
