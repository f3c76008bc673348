"""The table of packed places: its form, and its agreement with the hand-made list."""

from __future__ import annotations

import json
from pathlib import Path

from pyproj import Geod

from geotrack.files.resources import PACKAGE
from geotrack.gazetteer.packed import NamedPlace, packed_named
from geotrack.i18n.folding import folded
from geotrack.model.country import COUNTRY_CODES

ROOT = Path(__file__).parents[2]
TABLE = PACKAGE / "gazetteer" / "places.tsv"
LINES = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]


def main(word: str) -> list[NamedPlace]:
    return packed_named(word)[0]


def test_the_table_is_within_its_bounds() -> None:
    assert TABLE.stat().st_size <= 1_500_000
    assert len({id_ for id_, *_ in LINES}) == len(LINES)
    assert [(folded(name), id_) for id_, name, *_ in LINES] == sorted(
        (folded(name), id_) for id_, name, *_ in LINES
    )
    for id_, _, kind, country, *numbers, _ in LINES:
        if not any(numbers):  # known, not placed
            assert id_.startswith("arctic:")
            continue
        lon, lat, km = map(float, numbers)
        assert country in COUNTRY_CODES or (country == "" and kind in {"strait", "bay", "sea"})
        assert -180 <= lon <= 180
        # What Arctic reports name lies farther south, too: Kamchatka, the Aleutian Islands.
        south, most = (50, 460) if id_.startswith("arctic:") else (54.9, 252)
        assert south <= lat <= 90
        assert 0 < km <= most


def test_other_names_are_stored_as_they_are_looked_up() -> None:
    for _, name, *_, also in LINES:
        for other in filter(None, also.split("|")):
            assert other.removeprefix("?") == folded(other).removeprefix("?")
            assert other != folded(name)


def test_readme_counts_what_is_there() -> None:
    readme = (TABLE.parent / "README.md").read_text("utf-8")
    page = (ROOT / "docs" / "reference" / "places.md").read_text("utf-8")
    sources = [id_.partition(":")[0] for id_, *_ in LINES]
    unplaced = sum(not lon for *_, lon, _, _, _ in LINES)
    arctic = sources.count("arctic") - unplaced
    for text in (readme, page):
        assert (
            f"{len(LINES) - unplaced:,} places: {sources.count('geonames'):,} towns and "
            f"{sources.count('icao'):,} airfields north of 55° N, "
            f"{sources.count('naturalearth')} straits, bays and small seas, "
            f"{sources.count('ne-regions')} capes, islands and peninsulas, and {arctic} more that "
            f"Arctic reports name; and {unplaced} names that are known without a position"
        ) in " ".join(text.split())


def test_the_page_lists_what_is_known_without_a_position() -> None:
    page = (ROOT / "docs" / "reference" / "places.md").read_text("utf-8")
    unplaced = sorted((name for _, name, _, _, lon, *_ in LINES if not lon), key=folded)
    assert " · ".join(unplaced) in page


def test_positions_agree_with_the_hand_made_list() -> None:
    """Each ICAO code and each town of `layers/places.geojson` lies where the table has it."""
    features = json.loads((ROOT / "layers" / "places.geojson").read_text("utf-8"))["features"]
    geod, compared = Geod(ellps="WGS84"), 0
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"]
        for alias in feature["properties"]["aliases"]:
            for place in packed_named(alias)[1] if len(alias) == 4 and alias.isupper() else ():
                if place.id == f"icao:{alias}":
                    compared += 1
                    assert geod.inv(lon, lat, place.lon, place.lat)[2] < 1_500, alias
    assert compared > 30


def test_names_are_found_in_any_spelling() -> None:
    for word in ("Hammerfest", "HAMMERFEST", " hammerfest ", "geonames:779683"):
        assert [place.id for place in main(word)] == ["geonames:779683"]
    (murmansk,) = main("Мурманск")  # written by hand
    assert murmansk.name == "Murmansk"
    assert packed_named("enss")[1][0].id == "icao:ENSS"
