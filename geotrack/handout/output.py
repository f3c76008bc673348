"""Sheets as files: PNG, SVG and PDF, the same bytes for the same sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from geotrack.errors import missing_package
from geotrack.handout.sheet.theme import SANS, SERIF

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["canvas", "need_matplotlib", "new_figure", "pdf", "png", "svg"]

_POINTS = 72
_STYLE = re.compile(r'(?<= style=")[^"<>]*')
# Text stays text; nothing says when it was made, or has another name each time.
_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "geotrack",
    "pdf.fonttype": 42,
    "pdf.use14corefonts": False,
    "font.family": [SANS],
    "text.hinting": "none",
    "path.simplify": False,
}
# Where a reader's machine lacks the letters, those that are as wide.
_FALLBACKS = {
    f"'{SERIF}'": f"{SERIF}, 'STIX Two Text', 'Times New Roman', Times, serif",
    f"'{SANS}'": f"'{SANS}', Verdana, sans-serif",
}


def need_matplotlib() -> None:
    """Refuse where matplotlib is not installed.

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
    """Return an empty sheet of so many inches."""
    need_matplotlib()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=_POINTS, facecolor="none")


def canvas(figure: Figure) -> Any:
    """Return axes over a whole sheet, in points from its upper left, y downwards."""
    width, height = (float(side) * _POINTS for side in figure.get_size_inches())
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0.0, width)
    axes.set_ylim(height, 0.0)
    axes.patch.set_visible(False)
    return axes


@contextmanager
def _settings() -> Iterator[None]:
    import warnings

    import matplotlib as mpl

    with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # A letter that the fonts lack stands as a box; in SVG it is there as text.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from (current )?font")
        yield


def png(figure: Figure, dpi: float = 150) -> bytes:
    """Return a sheet as a PNG of so many pixels an inch."""
    written = io.BytesIO()
    with _settings():
        figure.savefig(written, format="png", dpi=dpi, metadata={"Software": "geotrack"})
    return written.getvalue()


def svg(figure: Figure, title: str = "") -> bytes:
    """Return a sheet as SVG whose text is text."""
    written = io.StringIO()
    with _settings():
        metadata = {"Date": None, "Creator": "geotrack", "Title": title or None}
        figure.savefig(written, format="svg", metadata=metadata)
    return _STYLE.sub(_with_fallbacks, written.getvalue()).encode()


def _with_fallbacks(style: re.Match[str]) -> str:
    said = style[0]
    for name, names in _FALLBACKS.items():
        said = said.replace(name, names)
    return said


def pdf(figures: Sequence[Figure], title: str = "") -> bytes:
    """Return sheets as one PDF whose text is text."""
    from matplotlib.backends.backend_pdf import PdfPages

    written = io.BytesIO()
    metadata: dict[str, Any] = {
        "Title": title,
        "Creator": "geotrack",
        "Producer": "geotrack",
        "CreationDate": None,
        "ModDate": None,
    }
    with _settings(), PdfPages(written, metadata=metadata) as pages:
        for figure in figures:
            pages.savefig(figure)
    return written.getvalue()
