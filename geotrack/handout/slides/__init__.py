"""A map as a presentation: scenes, events and sources as slides that can be edited."""

from __future__ import annotations

from importlib.util import find_spec

from geotrack.errors import missing_package
from geotrack.handout.options import Options, Progress
from geotrack.mapview.map_view import MapView

__all__ = ["write"]


def write(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return a page as a PPTX file.

    Parameters
    ----------
    view : MapView
        The page whose words, numbers and scenes these are.
    options : Options
        Its `template` is a presentation whose layouts and size the slides take.
    progress : callable
        Is told which slide is being drawn.

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
