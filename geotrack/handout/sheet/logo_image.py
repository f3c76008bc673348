"""A logo on a sheet."""

from __future__ import annotations

import io
from typing import Any

from matplotlib.image import AxesImage, imread

from geotrack.handout.sheet.boxes import Box
from geotrack.reading.logo import Logo

__all__ = ["draw_logo"]


class _LogoImage(AxesImage):  # type: ignore[misc] # matplotlib ships no types
    """An image that PDF and SVG contain with all its pixels, and PNG resampled."""

    def draw(self, renderer: Any) -> None:
        """Draw it."""
        self.set_interpolation("none" if renderer.option_scale_image() else "antialiased")
        super().draw(renderer)


def draw_logo(axes: Any, logo: Logo, box: Box) -> None:
    """Draw a PNG in a box of its ratio, on white."""
    pixels = imread(io.BytesIO(logo.data), format="png")
    if pixels.ndim == 3 and pixels.shape[2] == 4:  # noqa: PLR2004 (colours with opacity)
        colours, opacity = pixels[..., :3], pixels[..., 3:]
        pixels = colours * opacity + 1.0 - opacity
    extent = (box.left, box.right, box.bottom, box.top)
    image = _LogoImage(axes, extent=extent, origin="upper", cmap="gray", zorder=12)
    image.set_data(pixels)
    image.set_clim(0.0, 1.0)
    image.set_gid("logo")
    axes.add_artist(image)
