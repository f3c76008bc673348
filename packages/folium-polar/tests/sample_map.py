"""A map with one of everything, for the golden page and the browser."""

from __future__ import annotations

from typing import Any

import folium
from folium.plugins import GroupedLayerControl

from folium_polar import Disc, HatchedPolygon, Labels, PolarMap

__all__ = ["sample_map"]

# Eight by four pixels, half transparent; as text, since zlib's bytes may change.
RED = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAYAAAC"
    "zzX7wAAAAEklEQVR4nGP4z8DQgA8z0F4BAHDIL+F35AJcAAAAAElFTkSuQmCC"
)


def _feature(name: str, geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


SPLIT = _feature(
    "cut at 180°",
    {
        "type": "MultiPolygon",
        "coordinates": [
            [[[175, 66], [180, 66], [180, 69], [175, 69], [175, 66]]],
            [[[-180, 66], [-172, 66], [-172, 69], [-180, 69], [-180, 66]]],
        ],
    },
)
CAP = _feature(
    "round the pole",
    {
        "type": "Polygon",
        "coordinates": [[[-180, 86], [0, 86], [180, 86], [180, 90], [-180, 90], [-180, 86]]],
    },
)


def sample_map(**options: Any) -> PolarMap:
    """Draw one of everything."""
    settings: dict[str, Any] = {"title": "Sample", "fit": [(60, lon) for lon in range(0, 360, 15)]}
    polar_map = PolarMap(**(settings | options))
    Labels(
        [
            {"text": "Arctic Ocean", "lat": 84, "lon": -170, "rotation": 0, "size": "ocean"},
            {"text": "Barents Sea", "lat": 74.5, "lon": 40, "rotation": 0, "size": "sea"},
        ]
    ).add_to(polar_map)
    points = folium.FeatureGroup("Points").add_to(polar_map)
    shapes = folium.FeatureGroup("Shapes").add_to(polar_map)
    folium.Marker((90, 0), tooltip="The pole", popup="<h3>North Pole</h3><p>90° N</p>").add_to(
        points
    )
    folium.Marker(
        (65.75, -168.95),
        icon=folium.DivIcon(
            html='<b class="strait">S</b>', icon_size=(20, 20), icon_anchor=(10, 10)
        ),
        popup=folium.Popup('<a href="https://example.org/">read</a>', max_width=240),
    ).add_to(points)
    folium.CircleMarker((71.2, -179.5), radius=6, fill=True, tooltip="Wrangel Island").add_to(
        points
    )
    folium.Circle((89, 45), radius=250_000, color="#444444", weight=1).add_to(shapes)
    folium.Rectangle([(70, 170), (73, -170)], color="#7e22ce", weight=1).add_to(shapes)
    folium.PolyLine([(75, 150), (75, -150)], color="#b30000", weight=2).add_to(shapes)
    folium.Polygon([(80, 0), (80, 90), (80, 180), (80, -90)], color="#0f766e", weight=1).add_to(
        shapes
    )
    folium.GeoJson(
        {"type": "FeatureCollection", "features": [SPLIT, CAP]},
        name="GeoJson",
        style_function=lambda feature: {"color": "#1d4ed8", "weight": 2},
        highlight_function=lambda feature: {"weight": 4},
        tooltip=folium.GeoJsonTooltip(["name"]),
        popup=folium.GeoJsonPopup(["name"]),
    ).add_to(polar_map)
    Disc((62, -175), 110_000, look="dashed").add_to(shapes)
    HatchedPolygon([(66, -10), (66, 10), (72, 10), (72, -10)], colour="#c2410c").add_to(shapes)
    image = folium.raster_layers.ImageOverlay(RED, [[76, -60], [82, -20]], name="Image")
    image.add_to(polar_map)
    folium.LayerControl(collapsed=False).add_to(polar_map)
    GroupedLayerControl(
        {"Content": [points, shapes]}, exclusive_groups=False, collapsed=False
    ).add_to(polar_map)
    return polar_map
