"""Names of seas and lands on a map, with their positions.

Positions are for lettering only; they define nothing.
"""

from __future__ import annotations

from typing import Any

__all__ = ["LETTERED", "NORWEGIAN", "SEA_NAMES"]

# English, Norwegian, lat, lon, degrees clockwise from the parallel, size, minimum zoom. A name
# listed twice has a second position, used if the first is occupied.
_NAMES: tuple[tuple[str, str, float, float, float | None, str, float], ...] = (
    ("North Pole", "Nordpolen", 90.0, 0.0, None, "pole", 0.0),
    ("ARCTIC OCEAN", "POLHAVET", 85.3, -14.0, 0.01, "ocean", 1.2),
    ("ARCTIC OCEAN", "POLHAVET", 85.0, -150.0, 0.01, "ocean", 1.2),
    ("ARCTIC OCEAN", "POLHAVET", 83.5, -150.0, 0.0, "ocean", 1.2),
    ("ARCTIC OCEAN", "POLHAVET", 76.6, -165.0, 0.0, "ocean", 2.6),
    ("BERING SEA", "BERINGHAVET", 56.8, -173.0, 0.0, "sea", 1.0),
    ("Chukchi Sea", "Tsjuktsjerhavet", 70.6, -176.5, 0.0, "sea", 2.6),
    ("Chukchi Sea", "Tsjuktsjerhavet", 72.4, -171.0, 0.0, "sea", 2.6),
    ("East Siberian Sea", "Østsibirhavet", 72.6, 163.0, 0.0, "sea", 1.4),
    ("Laptev Sea", "Laptevhavet", 76.4, 125.0, 0.0, "sea", 1.4),
    ("Kara Sea", "Karahavet", 76.2, 77.0, 0.0, "sea", 1.4),
    ("Barents Sea", "Barentshavet", 74.2, 37.5, 0.0, "sea", 1.4),
    ("Norwegian Sea", "Norskehavet", 68.6, 3.0, 0.0, "sea", 1.0),
    ("Greenland Sea", "Grønlandshavet", 76.8, -7.0, 0.0, "sea", 1.4),
    ("Beaufort Sea", "Beauforthavet", 72.9, -140.0, 0.0, "sea", 1.0),
    ("Baffin Bay", "Baffinbukta", 73.8, -66.5, 0.0, "sea", 1.0),
    ("Hudson Bay", "Hudsonbukta", 59.8, -85.5, 0.0, "sea", 1.0),
    ("Labrador Sea", "Labradorhavet", 58.4, -54.0, 0.0, "sea", 1.0),
    ("Sea of Okhotsk", "Okhotskhavet", 54.0, 149.5, 0.0, "sea", 1.0),
    ("Gulf of Alaska", "Alaskabukta", 57.3, -145.0, 0.0, "sea", 1.0),
    ("NORTH PACIFIC OCEAN", "NORDLIGE STILLEHAV", 49.0, 179.0, 0.0, "ocean", 2.6),
    ("NORTH ATLANTIC OCEAN", "NORD-ATLANTEREN", 53.5, -33.0, 0.0, "ocean", 1.0),
    ("White Sea", "Kvitsjøen", 65.5, 37.6, 0.0, "strait", 4.0),
    ("Bering Strait", "Beringstredet", 65.95, -166.6, 0.0, "strait", 4.6),
    ("Fram Strait", "Framstredet", 79.0, -3.5, 0.0, "strait", 3.6),
    ("Davis Strait", "Davisstredet", 66.2, -57.5, 0.0, "strait", 3.6),
    ("Denmark Strait", "Danmarkstredet", 66.4, -27.5, 0.0, "strait", 3.6),
    ("GREENLAND", "GRØNLAND", 73.0, -41.0, 0.0, "land", 0.0),
    ("GREENLAND", "GRØNLAND", 76.5, -41.0, 0.0, "land", 0.0),
    ("ALASKA", "ALASKA", 65.0, -152.5, 0.0, "land", 0.0),
    ("ALASKA", "ALASKA", 67.3, -145.0, 0.0, "land", 0.0),
    ("CHUKOTKA", "TSJUKOTKA", 67.0, 172.0, 0.0, "land", 3.2),
    ("RUSSIA", "RUSSLAND", 64.5, 108.0, 0.0, "land", 0.0),
    ("CANADA", "CANADA", 62.5, -108.0, 0.0, "land", 0.0),
    ("KAMCHATKA", "KAMTSJATKA", 56.2, 159.8, 0.0, "land", 3.4),
    ("NORWAY", "NORGE", 61.2, 9.0, 0.0, "land", 1.0),
    ("SWEDEN", "SVERIGE", 63.4, 16.2, 0.0, "land", 2.6),
    ("FINLAND", "FINLAND", 63.2, 26.8, 0.0, "land", 2.6),
    ("ICELAND", "ISLAND", 64.9, -18.6, 0.0, "land", 1.0),
    ("SVALBARD", "SVALBARD", 78.6, 17.5, 0.0, "land", 3.4),
    ("Novaya Zemlya", "Novaja Zemlja", 74.6, 58.5, 0.0, "land", 3.6),
    ("Wrangel Island", "Wrangeløya", 71.9, -179.4, 0.0, "land", 3.8),
    ("St Lawrence Island", "St. Lawrence-øya", 62.9, -170.3, 0.0, "land", 4.6),
    ("ALEUTIAN ISLANDS", "ALEUTENE", 52.3, -172.0, 0.0, "land", 3.6),
)

SEA_NAMES: tuple[dict[str, Any], ...] = tuple(
    {
        "text": english,
        "lat": lat,
        "lon": lon,
        "rotation": rotation,
        "size": size,
        "min_zoom": zoom,
    }
    for english, _, lat, lon, rotation, size, zoom in _NAMES
)
"""For `geotrack.polarmap.Labels`, the most important first."""

NORWEGIAN = {
    "Arctic Circle": "Polarsirkelen",
    **{english: norwegian for english, norwegian, *_ in _NAMES if english != norwegian},
}
"""Norwegian names, where they differ."""

LETTERED = frozenset(english.casefold() for english, *_ in _NAMES)
"""Names that are already on the map, case folded."""
