"""Sheets as PNG, SVG and PDF files, reproducible to the byte."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from geotrack.errors import missing_package
from geotrack.handout.fonts_and_colours import SANS, SERIF
from geotrack.mapview.faces import faces_css

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["need_matplotlib", "new_figure", "page_axes", "pdf", "png", "svg"]

_POINTS_PER_INCH = 72
# The value of an attribute `style` in SVG.
_STYLE = re.compile(r'(?<= style=")[^"<>]*')
# Settings of matplotlib: text stays text, and names in SVG are not random.
_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "geotrack",
    "pdf.fonttype": 42,
    "pdf.use14corefonts": False,
    "font.family": [SANS],
    "text.hinting": "none",
    "path.simplify": False,
}
# Fonts of a style, of which one that matplotlib names has a part of the letters, and the list that
# replaces them: a program that reads no fonts out of an SVG takes one of those that it has.
_FALLBACKS = {
    rf"'{SERIF}'(, '[^']*')*": f"'{SERIF}', 'Source Serif 4', Georgia, 'Times New Roman', serif",
    rf"'{SANS}'(, '[^']*')*": f"'{SANS}', Inter, Arial, 'Liberation Sans', sans-serif",
}


def need_matplotlib() -> None:
    """Raise an error if matplotlib is not installed.

    Raises
    ------
    UsageError
        With the command that installs it.
    """
    try:
        import matplotlib  # noqa: F401 (only whether it is there)
    except ImportError as error:
        refusal = missing_package("matplotlib", "static", "a picture")
        raise refusal from error


def new_figure(width: float, height: float) -> Figure:
    """Return an empty sheet; size in inches."""
    need_matplotlib()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=_POINTS_PER_INCH, facecolor="none")


def page_axes(figure: Figure) -> Any:
    """Return axes over a whole sheet: points from the upper left, x to the right, y downwards."""
    width, height = (float(side) * _POINTS_PER_INCH for side in figure.get_size_inches())
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0.0, width)
    axes.set_ylim(height, 0.0)
    axes.patch.set_visible(False)
    return axes


@contextmanager
def _settings() -> Iterator[None]:
    """Return a context with the settings of matplotlib for all files."""
    import warnings

    import matplotlib as mpl

    with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # Characters missing from the fonts appear as boxes; in SVG they are text.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from (current )?font")
        yield


def png(figure: Figure, dpi: float = 150) -> bytes:
    """Return a sheet as PNG, with a resolution in pixels per inch."""
    buffer = io.BytesIO()
    with _settings():
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": "geotrack"})
    return buffer.getvalue()


def svg(figure: Figure, title: str = "") -> bytes:
    """Return a sheet as SVG with text as text, and the faces of its letters."""
    buffer = io.StringIO()
    with _settings():
        # No date of creation, so that the file is the same on every day.
        metadata = {"Date": None, "Creator": "geotrack", "Title": title or None}
        figure.savefig(buffer, format="svg", metadata=metadata)
    text = _STYLE.sub(_with_fallbacks, buffer.getvalue())
    # Else browsers on Linux round the width of each letter to whole pixels, and a line loses the
    # space at its start.
    exact = "text{text-rendering:geometricPrecision;white-space:pre}"
    faces = f'<style type="text/css">{exact}{faces_css(text)}</style>'
    return text.replace("<defs>", f"<defs>\n  {faces}", 1).encode()


def _with_fallbacks(style: re.Match[str]) -> str:
    """Return a style with the lists of fonts."""
    style_text = style[0]
    for name, names in _FALLBACKS.items():
        style_text = re.sub(name, names, style_text)
    return style_text


def pdf(figures: Sequence[Figure], title: str = "") -> bytes:
    """Return sheets as one PDF with text as text."""
    from matplotlib.backends.backend_pdf import PdfPages

    buffer = io.BytesIO()
    metadata: dict[str, Any] = {
        "Title": title,
        "Creator": "geotrack",
        "Producer": "geotrack",
        # No dates, so that the file is the same on every day.
        "CreationDate": None,
        "ModDate": None,
    }
    with _settings(), PdfPages(buffer, metadata=metadata) as pages:
        for figure in figures:
            pages.savefig(figure)
    return buffer.getvalue()
