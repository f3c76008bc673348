"""Names of seas and lands on a map, with their positions.

Positions are for lettering only; they define nothing.
"""

from __future__ import annotations

from typing import Any

__all__ = ["NORWEGIAN", "SEA_NAMES", "names_to"]

# English, Norwegian, lat, lon, degrees clockwise from the parallel, size, minimum zoom. A name
# listed twice has a second position, used if the first is occupied.
_NAMES: tuple[tuple[str, str, float, float, float | None, str, float], ...] = (
    ("North Pole", "Nordpolen", 90.0, 0.0, None, "pole", 2.0),
    ("ARCTIC OCEAN", "POLHAVET", 85.3, -14.0, 0.01, "ocean", 3.2),
    ("ARCTIC OCEAN", "POLHAVET", 85.0, -150.0, 0.01, "ocean", 3.2),
    ("ARCTIC OCEAN", "POLHAVET", 83.5, -150.0, 0.0, "ocean", 3.2),
    ("ARCTIC OCEAN", "POLHAVET", 76.6, -165.0, 0.0, "ocean", 4.6),
    ("BERING SEA", "BERINGHAVET", 56.8, -173.0, 0.0, "sea", 3.0),
    ("Chukchi Sea", "Tsjuktsjerhavet", 70.6, -176.5, 0.0, "sea", 4.6),
    ("Chukchi Sea", "Tsjuktsjerhavet", 72.4, -171.0, 0.0, "sea", 4.6),
    ("Chukchi Sea", "Tsjuktsjerhavet", 71.4, -166.0, 0.0, "sea", 4.6),
    ("Chukchi Sea", "Tsjuktsjerhavet", 73.2, -159.5, 0.0, "sea", 4.6),
    ("East Siberian Sea", "Østsibirhavet", 72.6, 163.0, 0.0, "sea", 3.4),
    ("Laptev Sea", "Laptevhavet", 76.4, 125.0, 0.0, "sea", 3.4),
    ("Kara Sea", "Karahavet", 76.2, 77.0, 0.0, "sea", 3.4),
    ("Barents Sea", "Barentshavet", 74.2, 37.5, 0.0, "sea", 3.4),
    ("Norwegian Sea", "Norskehavet", 68.6, 3.0, 0.0, "sea", 3.0),
    ("Greenland Sea", "Grønlandshavet", 76.8, -7.0, 0.0, "sea", 3.4),
    ("Beaufort Sea", "Beauforthavet", 72.9, -140.0, 0.0, "sea", 3.0),
    ("Baffin Bay", "Baffinbukta", 73.8, -66.5, 0.0, "sea", 3.0),
    ("Hudson Bay", "Hudsonbukta", 59.8, -85.5, 0.0, "sea", 3.0),
    ("Labrador Sea", "Labradorhavet", 58.4, -54.0, 0.0, "sea", 3.0),
    ("Sea of Okhotsk", "Okhotskhavet", 54.0, 149.5, 0.0, "sea", 3.0),
    ("Gulf of Alaska", "Alaskabukta", 57.3, -145.0, 0.0, "sea", 3.0),
    ("NORTH PACIFIC OCEAN", "NORDLIGE STILLEHAV", 49.0, 179.0, 0.0, "ocean", 4.6),
    ("NORTH ATLANTIC OCEAN", "NORD-ATLANTEREN", 53.5, -33.0, 0.0, "ocean", 3.0),
    ("White Sea", "Kvitsjøen", 65.5, 37.6, 0.0, "strait", 6.0),
    ("Bering Strait", "Beringstredet", 65.75, -168.95, 0.0, "strait", 6.6),
    ("Bering Strait", "Beringstredet", 65.95, -166.6, 0.0, "strait", 6.6),
    ("Fram Strait", "Framstredet", 79.0, -3.5, 0.0, "strait", 5.6),
    ("Davis Strait", "Davisstredet", 66.2, -57.5, 0.0, "strait", 5.6),
    ("Denmark Strait", "Danmarkstredet", 66.4, -27.5, 0.0, "strait", 5.6),
    ("GREENLAND", "GRØNLAND", 73.0, -41.0, 0.0, "land", 2.0),
    ("GREENLAND", "GRØNLAND", 76.5, -41.0, 0.0, "land", 2.0),
    ("ALASKA", "ALASKA", 65.0, -152.5, 0.0, "land", 2.0),
    ("ALASKA", "ALASKA", 67.3, -145.0, 0.0, "land", 2.0),
    ("ALASKA", "ALASKA", 63.4, -156.0, 0.0, "land", 4.2),
    ("ALASKA", "ALASKA", 61.6, -155.0, 0.0, "land", 4.2),
    ("ALASKA", "ALASKA", 68.3, -152.0, 0.0, "land", 4.2),
    ("CHUKOTKA", "TSJUKOTKA", 67.0, 172.0, 0.0, "land", 4.2),
    ("CHUKOTKA", "TSJUKOTKA", 66.4, 178.0, 0.0, "land", 4.2),
    ("RUSSIA", "RUSSLAND", 64.5, 108.0, 0.0, "land", 2.0),
    ("CANADA", "CANADA", 62.5, -108.0, 0.0, "land", 2.0),
    ("KAMCHATKA", "KAMTSJATKA", 56.2, 159.8, 0.0, "land", 5.4),
    ("NORWAY", "NORGE", 61.2, 9.0, 0.0, "land", 3.0),
    ("SWEDEN", "SVERIGE", 63.4, 16.2, 0.0, "land", 4.6),
    ("FINLAND", "FINLAND", 63.2, 26.8, 0.0, "land", 4.6),
    ("ICELAND", "ISLAND", 64.9, -18.6, 0.0, "land", 3.0),
    ("SVALBARD", "SVALBARD", 78.6, 17.5, 0.0, "land", 5.4),
    ("Novaya Zemlya", "Novaja Zemlja", 74.6, 58.5, 0.0, "land", 5.6),
    ("Wrangel Island", "Wrangeløya", 71.9, -179.4, 0.0, "land", 5.8),
    ("St Lawrence Island", "St. Lawrence-øya", 62.9, -170.3, 0.0, "land", 6.6),
    ("ALEUTIAN ISLANDS", "ALEUTENE", 52.3, -172.0, 0.0, "land", 4.2),
    ("ALEUTIAN ISLANDS", "ALEUTENE", 50.6, -162.5, 0.0, "land", 4.2),
    # Of maps with the far coast: see `names_to`.
    ("CHINA", "KINA", 34.0, 103.0, 0.0, "land", 2.0),
    ("JAPAN", "JAPAN", 36.2, 138.3, 0.0, "land", 3.0),
    ("MONGOLIA", "MONGOLIA", 46.4, 103.5, 0.0, "land", 3.0),
    ("KAZAKHSTAN", "KASAKHSTAN", 46.9, 66.5, 0.0, "land", 3.0),
    ("INDIA", "INDIA", 22.5, 79.0, 0.0, "land", 2.0),
    ("IRAN", "IRAN", 32.5, 54.5, 0.0, "land", 3.0),
    ("TÜRKIYE", "TYRKIA", 38.8, 34.5, 0.0, "land", 3.4),
    ("SAUDI ARABIA", "SAUDI-ARABIA", 24.0, 45.0, 0.0, "land", 3.0),
    ("EGYPT", "EGYPT", 26.6, 29.6, 0.0, "land", 3.0),
    ("ALGERIA", "ALGERIE", 28.0, 2.5, 0.0, "land", 3.0),
    ("UNITED STATES", "USA", 39.5, -99.0, 0.0, "land", 2.0),
    ("MEXICO", "MEXICO", 23.8, -102.5, 0.0, "land", 3.0),
    ("NORTH KOREA", "NORD-KOREA", 40.2, 127.0, 0.0, "land", 5.4),
    ("SOUTH KOREA", "SØR-KOREA", 36.4, 127.9, 0.0, "land", 5.4),
    ("PHILIPPINES", "FILIPPINENE", 16.8, 121.2, 0.0, "land", 4.6),
    ("VIETNAM", "VIETNAM", 14.0, 108.2, 0.0, "land", 5.0),
    ("NORTH PACIFIC OCEAN", "NORDLIGE STILLEHAV", 36.0, -172.0, 0.0, "ocean", 3.0),
    ("Sea of Japan", "Japanhavet", 40.2, 134.6, 0.0, "sea", 4.0),
    ("Yellow Sea", "Gulehavet", 35.8, 123.3, 0.0, "sea", 4.6),
    ("East China Sea", "Østkinahavet", 29.0, 125.0, 0.0, "sea", 4.2),
    ("South China Sea", "Sørkinahavet", 15.0, 114.5, 0.0, "sea", 4.2),
    ("Philippine Sea", "Filippinhavet", 20.5, 132.0, 0.0, "sea", 4.6),
    ("Mediterranean Sea", "Middelhavet", 34.4, 19.0, 0.0, "sea", 3.4),
    ("Black Sea", "Svartehavet", 43.2, 34.3, 0.0, "sea", 4.2),
    ("Caspian Sea", "Kaspihavet", 41.6, 50.8, 0.0, "sea", 4.6),
    ("Arabian Sea", "Arabiahavet", 15.5, 64.0, 0.0, "sea", 4.2),
    ("Bay of Bengal", "Bengalbukta", 15.0, 88.0, 0.0, "sea", 4.2),
)
# So many degrees north of its southern limit a map has faded too much for a name.
_UNFADED = 12.0

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
"""For `folium_polar.Labels`, the most important first."""


def names_to(south: float) -> list[dict[str, Any]]:
    """Return the names on a map that ends at a latitude, degrees."""
    return [name for name in SEA_NAMES if name["lat"] >= south + _UNFADED]


NORWEGIAN = {
    "Arctic Circle": "Polarsirkelen",
    **{english: norwegian for english, norwegian, *_ in _NAMES if english != norwegian},
}
"""Norwegian names, where they differ."""
