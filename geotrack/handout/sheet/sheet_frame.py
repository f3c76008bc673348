"""The frame of a sheet: marking, title, scale and footer."""

from __future__ import annotations

import io
import math
from typing import Any

from matplotlib.image import AxesImage, imread
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from geotrack.handout.boxes import Box, Sheet
from geotrack.handout.chart.chart import Chart
from geotrack.handout.fonts_and_colours import colour, marking_colour
from geotrack.handout.lettering import DROP, SMALL, draw_text, few, sans, title_font, width
from geotrack.handout.wording import edition, line
from geotrack.i18n import words
from geotrack.mapview.map_view import MapView
from geotrack.reading.logo import Logo

__all__ = ["BANNER", "foot", "foot_top", "marked", "masthead", "scale_bar"]

BANNER = 13.0
"""Height of a marking's banner at scale 1, points."""
# Metres.
_NAUTICAL_MILE = 1852.0
# Height and greatest width of a logo at scale 1, points.
_LOGO, _WIDEST_LOGO = 32.0, 118.0
# Greatest width of the scale bar at scale 1, points.
_WIDEST = 92.0
# Height of the footer, two lines, at scale 1, points.
_FOOT = 20.0


def marked(axes: Any, sheet: Sheet, view: MapView) -> None:
    """Draw the marking at head and foot of a sheet, in its colour."""
    marking = line(view.frame.marking or "")
    if not marking:
        return
    high = BANNER * sheet.scale
    font = sans(SMALL * sheet.scale, bold=True)
    room = sheet.width - 2 * sheet.margin
    for top in (0.0, sheet.height - high):
        ground = {"facecolor": marking_colour(view.frame.level), "edgecolor": "none", "zorder": 40}
        axes.add_artist(Rectangle((0.0, top), sheet.width, high, **ground))
        fitting = font.sized(min(font.size, font.size * room / max(width(marking, font), 1.0)))
        middle = (sheet.width / 2, top + high / 2 + DROP * fitting.size)
        draw_text(axes, *middle, marking, fitting, colour="#ffffff", align="center", zorder=41)


def masthead(axes: Any, sheet: Sheet, view: MapView, *, small: bool = False) -> float:
    """Write title, subtitle and edition at the head of a sheet.

    Parameters
    ----------
    small : bool
        Whether it is not the first sheet, so that the title has one line.

    Returns
    -------
    float
        Lower edge, points.
    """
    scale, left, right = sheet.scale, sheet.margin, sheet.width - sheet.margin
    top = BANNER * scale if view.frame.marking else 0.0
    edition, digest = _edition(view)
    edition_lines = [f"{edition} · {digest}"] if small else [edition, digest]
    quiet = sans(SMALL * scale)
    beside = max(width(one, quiet) for one in edition_lines) + 18 * scale
    title = title_font(view.look, (11 if small else 18) * scale, bold=True)
    logo = None if small else view.look.print_logo
    edge = left + (_logo_size(logo, scale)[0] + 9 * scale if logo else 0.0)
    room = right - edge - beside
    lines = few(line(view.frame.title), title, room, 1 if small else 2)
    y = top + 4 * scale
    if view.look.organisation and not small:
        bold = sans(SMALL * scale, bold=True)
        ink = view.look.accent or colour("quiet")
        for one in few(line(view.look.organisation), bold, right - edge, 1):
            y += 1.6 * bold.size
            draw_text(axes, edge, y, one, bold, colour=ink)
    for one in lines:
        y += 1.12 * title.size
        draw_text(axes, edge, y, one, title, colour=colour("ink"))
    subtitle = "" if small else line(view.frame.subtitle or "")
    if subtitle:
        italic = title_font(view.look, 10.5 * scale, italic=True)
        for one in few(subtitle, italic, room, 2):
            y += 1.2 * italic.size
            draw_text(axes, edge, y, one, italic, colour=colour("quiet"))
    y += 6 * scale
    if logo:
        wide, high = _logo_size(logo, scale)
        y = max(y, top + high + 8 * scale)
        _draw_logo(axes, logo, Box(left, (top + y - high) / 2, wide, high))
    base = y - 6 * scale
    for one in reversed(edition_lines):
        draw_text(axes, right, base, one, quiet, colour=colour("quiet"), align="right")
        base -= 1.35 * quiet.size
    accent = view.look.accent
    rule = {"color": accent or colour("rule"), "linewidth": (0.9 if accent else 0.5) * scale}
    axes.add_artist(Line2D([left, right], [y, y], zorder=5, **rule))
    return y


def _edition(view: MapView) -> tuple[str, str]:
    """Return the as-of date with the count, and the digest."""
    *lines, digest = edition(view)
    return " · ".join(lines), f"{digest} {view.digest}"


def _logo_size(logo: Logo, scale: float) -> tuple[float, float]:
    """Return width and height of a logo, points."""
    size = min(_LOGO / logo.height, _WIDEST_LOGO / logo.width) * scale
    return logo.width * size, logo.height * size


def foot(axes: Any, sheet: Sheet, view: MapView, number: int, total: int) -> None:
    """Write credits, or title, date and digest, and the page number at the foot of a sheet."""
    scale, left, right = sheet.scale, sheet.margin, sheet.width - sheet.margin
    font = sans(SMALL * scale)
    y = foot_top(sheet, view) + SMALL * scale
    numbered = f"{number} / {total}"
    room = right - left - width(numbered, font) - 12
    names = [line(view.look.organisation), line(view.frame.title)]
    title = " · ".join([*filter(None, names), *_edition(view)])
    text = title if number > 1 else str(view.translate("document.basemap"))
    for one in few(text, font, room, 2):
        draw_text(axes, left, y, one, font, colour=colour("quiet"))
        y += 1.22 * font.size
    base = foot_top(sheet, view) + SMALL * scale
    draw_text(axes, right, base, numbered, font, colour=colour("quiet"), align="right")


def foot_top(sheet: Sheet, view: MapView) -> float:
    """Return the upper edge of a sheet's footer, points."""
    banner = BANNER if view.frame.marking else 4.0
    return sheet.height - (banner + _FOOT) * sheet.scale


def scale_bar(axes: Any, chart: Chart, x: float, y: float, view: MapView, *, scale: float) -> float:
    """Draw a scale in kilometres and nautical miles, true at the map's centre.

    Parameters
    ----------
    x, y : float
        Its left end and the middle of its line, points.

    Returns
    -------
    float
        The right end of its texts.
    """
    label = words(view.translate.language)
    ink, font = colour("ink"), sans(SMALL * scale)
    line_: dict[str, Any] = {"color": ink, "linewidth": 0.8 * scale, "zorder": 12}
    line_["solid_capstyle"] = "projecting"
    ends = []
    for name, metres, direction in (("km", 1000.0, -1), ("miles", _NAUTICAL_MILE, 1)):
        unit = label(f"page.measure.{name}")
        length = _round(_WIDEST * scale * chart.metres_per_point / metres)
        end = x + length * metres / chart.metres_per_point
        ends.append(end)
        axes.add_artist(Line2D([x, end], [y, y], **line_))
        for part in (0.0, 0.5, 1.0):
            position = x + part * (end - x)
            high = (3.4 if part != 0.5 else 2.0) * scale  # noqa: PLR2004 (half way)
            axes.add_artist(Line2D([position, position], [y, y + direction * high], **line_))
        base = y - 2.0 * scale if direction < 0 else y + 2.0 * scale + 2 * DROP * font.size
        draw_text(axes, end + 3 * scale, base, f"{_plain(length)} {unit}", font, colour=ink)
    return max(ends) + 3 * scale + width("5000 NM", font)


def _round(length: float) -> float:
    """Return the largest of 1, 2, 3 or 5 times a power of ten below a length."""
    power = 10.0 ** math.floor(math.log10(length))
    return power * next((digit for digit in (5, 3, 2, 1) if digit * power <= length), 1)


def _plain(length: float) -> str:
    return f"{length:g}" if length < 10_000 else f"{length:,.0f}".replace(",", "\u202f")  # noqa: PLR2004 (four figures)


class _LogoImage(AxesImage):  # type: ignore[misc] # matplotlib ships no types
    """An image that PDF and SVG contain with all its pixels, and PNG resampled."""

    def draw(self, renderer: Any) -> None:
        """Draw it."""
        self.set_interpolation("none" if renderer.option_scale_image() else "antialiased")
        super().draw(renderer)


def _draw_logo(axes: Any, logo: Logo, box: Box) -> None:
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
