"""Charts as pixels."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image
from pyproj import Transformer

from geotrack.handout.chart.chart import Chart, draw
from geotrack.handout.output import new_figure, png
from geotrack.mapview.map_view import MapView

DPI = 144


def chart_and_pixels(page: MapView, **given: Any) -> tuple[Chart, np.ndarray]:
    figure = new_figure(7, 6)
    chart = draw(figure, page, **given)
    return chart, np.asarray(Image.open(io.BytesIO(png(figure, DPI))).convert("RGB"), dtype=float)


def on_sheet(chart: Chart, lon: Any, lat: Any) -> np.ndarray:
    """Return the pixels in which PROJ says that places lie."""
    to_map = Transformer.from_crs("EPSG:4326", chart.crs, always_xy=True)
    pole = to_map.transform(0, 90)
    x, y = (np.asarray(one) for one in to_map.transform(lon, lat))
    metres, (left, top) = chart.plane.metres_per_point, chart.plane.pole
    at = np.column_stack([left + (x - pole[0]) / metres, top - (y - pole[1]) / metres])
    return (at * DPI / 72).astype(int)
