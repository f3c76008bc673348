"""Names of seas and lands on the map, where a cartographer would set them.

Positions are geotrack's own choice for lettering; they define nothing.
"""

from __future__ import annotations

from typing import Any

__all__ = ["LETTERED", "SEA_NAMES"]

# text, lat, lon, degrees clockwise from the parallel, size, least zoom
_NAMES: tuple[tuple[str, float, float, float, str, float], ...] = (
    ("ARCTIC OCEAN", 85.3, -14.0, 0.01, "ocean", 1.2),
    ("BERING SEA", 56.8, -173.0, 0.0, "sea", 1.75),
    ("Chukchi Sea", 70.6, -176.5, 0.0, "sea", 3.2),
    ("East Siberian Sea", 72.6, 163.0, 0.0, "sea", 1.75),
    ("Laptev Sea", 76.4, 125.0, 0.0, "sea", 1.75),
    ("Kara Sea", 76.2, 77.0, 0.0, "sea", 1.75),
    ("Barents Sea", 74.2, 37.5, 0.0, "sea", 1.75),
    ("Norwegian Sea", 68.6, 3.0, 0.0, "sea", 1.75),
    ("Greenland Sea", 76.8, -7.0, 0.0, "sea", 1.75),
    ("Beaufort Sea", 72.9, -140.0, 0.0, "sea", 1.75),
    ("Baffin Bay", 73.8, -66.5, 0.0, "sea", 2.0),
    ("Hudson Bay", 59.8, -85.5, 0.0, "sea", 2.0),
    ("Labrador Sea", 58.4, -54.0, 0.0, "sea", 2.0),
    ("Sea of Okhotsk", 54.0, 149.5, 0.0, "sea", 1.75),
    ("Gulf of Alaska", 57.3, -145.0, 0.0, "sea", 2.0),
    ("NORTH PACIFIC OCEAN", 49.0, 179.0, 0.0, "ocean", 2.6),
    ("NORTH ATLANTIC OCEAN", 53.5, -33.0, 0.0, "ocean", 1.8),
    ("White Sea", 65.5, 37.6, 0.0, "strait", 4.0),
    ("Bering Strait", 65.95, -166.6, 0.0, "strait", 4.6),
    ("Fram Strait", 79.0, -3.5, 0.0, "strait", 3.6),
    ("Davis Strait", 66.2, -57.5, 0.0, "strait", 3.6),
    ("Denmark Strait", 66.4, -27.5, 0.0, "strait", 3.6),
    ("GREENLAND", 73.0, -41.0, 0.0, "land", 0.0),
    ("ALASKA", 65.0, -152.5, 0.0, "land", 0.0),
    ("CHUKOTKA", 67.0, 172.0, 0.0, "land", 3.2),
    ("RUSSIA", 64.5, 108.0, 0.0, "land", 0.0),
    ("CANADA", 62.5, -108.0, 0.0, "land", 0.0),
    ("KAMCHATKA", 56.2, 159.8, 0.0, "land", 3.4),
    ("NORWAY", 61.2, 9.0, 0.0, "land", 2.6),
    ("SWEDEN", 63.4, 16.2, 0.0, "land", 2.6),
    ("FINLAND", 63.2, 26.8, 0.0, "land", 2.6),
    ("ICELAND", 64.9, -18.6, 0.0, "land", 2.6),
    ("SVALBARD", 78.6, 17.5, 0.0, "land", 3.4),
    ("Novaya Zemlya", 74.6, 58.5, 0.0, "land", 3.6),
    ("Wrangel Island", 71.9, -179.4, 0.0, "land", 3.8),
    ("St Lawrence Island", 62.9, -170.3, 0.0, "land", 4.6),
    ("ALEUTIAN ISLANDS", 52.3, -172.0, 0.0, "land", 3.6),
)

SEA_NAMES: tuple[dict[str, Any], ...] = tuple(
    {
        "text": text,
        "lat": lat,
        "lon": lon,
        "rotation": rotation,
        "size": size,
        "min_zoom": zoom,
    }
    for text, lat, lon, rotation, size, zoom in _NAMES
)
"""For `geotrack.polarmap.Labels`, the most important first."""

LETTERED = frozenset(text.casefold() for text, *_ in _NAMES)
"""Names that the map bears already, case folded."""
