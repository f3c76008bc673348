"""The sample records are whole, tied together, and say no more than they may."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely

from folium_polar.geometry import disc, nearest
from geotrack.footprint.land_mask import footprint
from geotrack.queries import Query, select
from geotrack.workspace import open_workspace

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "events").glob("*.geojson"))
FEATURES: list[dict[str, Any]] = [
    feature
    for path in FILES
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
]
RECORDS: dict[str, dict[str, Any]] = {f["id"]: f["properties"] for f in FEATURES}
GEOMETRIES: dict[str, dict[str, Any] | None] = {f["id"]: f["geometry"] for f in FEATURES}
IDS = sorted(RECORDS)

SUMMARY_SENTENCES = 3


def _positions(coordinates: list[Any]) -> list[list[float]]:
    if isinstance(coordinates[0], (int, float)):
        return [coordinates]
    return [position for part in coordinates for position in _positions(part)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_there_are_enough_records_of_every_subject() -> None:
    assert len(FEATURES) >= 40
    themes = Counter(record["type"].split("/")[0] for record in RECORDS.values())
    assert {"air", "coastguard", "naval", "shipping", "energy", "research", "diplomacy"} <= set(
        themes
    )


def test_ids_are_unique_slugs() -> None:
    assert len(RECORDS) == len(FEATURES)
    for id_ in IDS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_), id_


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_written_so_that_a_diff_shows_one_record_as_one_hunk(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "\\u" not in text, "letters are written as themselves"
    assert not re.search(r'"coordinates": \[\n', text), "coordinates stand on one line"
    ids = [feature["id"] for feature in json.loads(text)["features"]]
    assert ids == sorted(ids)


@pytest.mark.parametrize("id_", IDS)
def test_a_record_has_what_is_needed(id_: str) -> None:
    record = RECORDS[id_]
    for key in ("title", "summary", "type", "start"):
        assert record[key].strip(), key
    assert record["sources"]
    assert len(re.findall(r"(?<!\.[A-Z])[.!?](?=\s|$)", record["summary"])) <= SUMMARY_SENTENCES


@pytest.mark.parametrize("id_", IDS)
def test_a_source_can_be_looked_up_and_is_not_graded(id_: str) -> None:
    for source in RECORDS[id_]["sources"]:
        assert {"url", "read_at", "cite", "seed"} & set(source)
        assert ("seed" in source) == ("claim" in source)
        assert "grade" not in source, "nobody graded these sources"
        for key in ("url", "read_at"):
            for address in _listed(source.get(key, [])):
                assert re.fullmatch(r"https?://[^\s/]+/\S*", address)


def test_copies_are_read_at_never_given_as_the_original() -> None:
    copies = (
        "cassiopaea.org", "charm-retirement.com", "usa-news.biz", "exbulletin.com",
        "news-pravda.com", "zhengerya.com", "qwxb.com.cn", "db.frnewsprofile.com",
        "miningawareness", "newspub.live", "news.mixedtimes.com",
    )  # fmt: skip
    for id_, record in RECORDS.items():
        for source in record["sources"]:
            assert not any(host in source.get("url", "") for host in copies), id_


def test_one_address_has_one_publisher() -> None:
    publishers: dict[str, set[str | None]] = {}
    for record in RECORDS.values():
        for source in record["sources"]:
            if "url" in source:
                publishers.setdefault(source["url"], set()).add(source.get("publisher"))
    assert {url: names for url, names in publishers.items() if len(names) > 1} == {}


def test_ties_lead_to_records() -> None:
    for id_, record in RECORDS.items():
        ties = [*record.get("related", []), *_listed(record.get("part_of", []))]
        assert set(ties) <= set(RECORDS), id_
        assert id_ not in ties


def test_parts_are_one_level_deep_and_in_order() -> None:
    sequences: dict[str, list[int]] = {}
    for record in RECORDS.values():
        if "part_of" in record:
            assert "part_of" not in RECORDS[record["part_of"]]
            if "sequence" in record:
                sequences.setdefault(record["part_of"], []).append(record["sequence"])
        else:
            assert "sequence" not in record
    for numbers in sequences.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("id_", IDS)
def test_coordinates_are_lon_lat_and_no_finer_than_their_source(id_: str) -> None:
    geometry = GEOMETRIES[id_]
    for lon, lat in _positions(geometry["coordinates"]) if geometry else []:
        assert -180 <= lon <= 180
        assert 0 <= lat <= 90
        assert round(lon, 2) == lon
        assert round(lat, 2) == lat


@pytest.mark.parametrize("id_", IDS)
def test_a_position_says_how_well_it_is_known(id_: str) -> None:
    place = RECORDS[id_].get("place", {})
    precision = place.get("precision")
    if GEOMETRIES[id_] is None:
        assert (precision == "region") == bool(place.get("regions"))
        assert "radius_km" not in place
        assert place.get("note") or place.get("regions"), "an unplaced record says why"
    else:
        assert precision in {"exact", "near", "ring", "line", "area", "representative"}
        if precision != "area":  # an area is its own bound
            assert place["radius_km"] > 0
        assert place["note"], "the note says where the position comes from"


def test_unverified_reference_points_are_told() -> None:
    for id_ in (
        "2024-10-01-patrol-off-cape-rodney",
        "2024-10-patrol-southbound-off-little-diomede",
        "2022-09-19-combined-group-north-of-kiska",
        "2024-07-06-chinese-warships-north-of-amchitka-pass",
        "2024-07-06-chinese-warship-north-of-amukta-pass",
        "2023-04-25-fsb-exercise-kola-bay",
        "2023-12-arctic-lng-2-production",
    ):
        assert "unverified" in RECORDS[id_]["place"]["note"], id_


def test_regions_are_those_of_the_layers() -> None:
    layer = json.loads((ROOT / "layers" / "regions.geojson").read_text(encoding="utf-8"))
    known = {feature["id"] for feature in layer["features"]}
    for id_, record in RECORDS.items():
        assert set(record.get("place", {}).get("regions", [])) <= known, id_


def test_only_events_have_a_status() -> None:
    for id_, record in RECORDS.items():
        if record.get("kind", "event") != "event":
            assert "status" not in record, id_
            assert "verification" not in record, id_


def test_differing_accounts_of_the_sortie_stand_side_by_side() -> None:
    record = RECORDS["2024-07-24-joint-bomber-sortie"]
    accounts = {s["claimant"]: s for s in record["sources"] if "claimant" in s and "place" in s}
    assert accounts["NORAD"]["start"] == "2024-07-24"
    assert accounts["Chinese Ministry of National Defence"]["start"] == "2024-07-25"
    assert accounts["Chinese Ministry of National Defence"]["place"] == "Bering Sea"
    assert "Chukchi Sea" in accounts["Russian Ministry of Defence"]["place"]
    assert record["start"] == "[2024-07-24,2024-07-25]"
    assert record["place"]["regions_mode"] == "each"
    assert record["place"]["excluding"] == ["land", "territorial seas"]
    assert GEOMETRIES["2024-07-24-joint-bomber-sortie"] is None


def test_differing_first_days_of_the_patrol_stand_side_by_side() -> None:
    record = RECORDS["2024-09-20-joint-coastguard-patrol"]
    starts = {s.get("claimant"): s["start"] for s in record["sources"] if "start" in s}
    assert starts["FSB"] == "2024-09-20"
    assert starts["China Coast Guard"] == "2024-09-21"
    assert record["start"] == "[2024-09-20,2024-09-21]"
    assert record["end"] == "2024-10-10"


def test_names_keep_their_letters() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FILES)
    assert "Utqiaġvik" in text
    assert "Ny-Ålesund" in text
    assert "Gdańsk" in text
    for plain in ("Utqiagvik", "Ny-Alesund", "Gdansk"):
        titles = "".join(record["title"] + record["summary"] for record in RECORDS.values())
        assert plain not in titles


def _written(record: dict[str, Any]) -> str:
    actors = record.get("actors", [])
    names = [name for actor in actors for name in (actor["name"], *actor.get("assets", []))]
    return " | ".join([record["title"], record["summary"], *names])


def test_a_name_is_spelt_one_way() -> None:
    names = {actor["name"] for record in RECORDS.values() for actor in record.get("actors", [])}
    whole = " | ".join(_written(record) for record in RECORDS.values())
    # The first word of a fleet's name is that of its ships, too: NewNew Star.
    for name in names | {name.split()[0] for name in names if " " in name}:
        if len(name) > 3 and name != name.lower():
            spelt = set(re.findall(rf"\b{re.escape(name)}\b", whole, re.IGNORECASE))
            spelt = {s for s in spelt if s[0].isupper() and not s.isupper()}
            assert spelt <= {name}, name


def test_a_sea_in_the_title_or_the_name_of_the_place_is_one_that_the_place_meets() -> None:
    workspace = open_workspace(ROOT)
    waters = [r for r in workspace.regions.values() if r.kind in {"sea", "strait", "ocean", "gulf"}]
    for event in workspace.events:
        where = footprint(event, workspace.regions)
        if where is None:
            continue
        told = f"{event.title}. {event.place.name if event.place and event.place.name else ''}"
        whole = shapely.union_all(where.shapes)
        for water in waters:
            if re.search(rf"\b{water.name}\b", told):
                assert whole.intersects(water.plane), (event.id, water.id)


def test_the_dive_lies_in_the_ocean_that_it_names_and_in_neither_chukchi_sea() -> None:
    record = RECORDS["2025-08-06-jiaolong-dive-chukchi-sea"]
    assert record["place"]["regions"] == ["arctic-ocean"]
    assert "Chukchi" not in record["title"] + record["place"]["described"]
    assert record["sources"][0]["place"].startswith("Chukchi Sea")
    workspace = open_workspace(ROOT)
    lon, lat = (GEOMETRIES["2025-08-06-jiaolong-dive-chukchi-sea"] or {})["coordinates"]
    middle = disc(lon, lat, 1.0)
    assert workspace.regions["arctic-ocean"].plane.covers(middle)
    for id_ in ("chukchi-sea", "chukchi-sea-iho"):
        # The source's sea is not ruled out, though most of the disc lies north of it.
        apart = nearest(workspace.regions[id_].plane, middle).metres
        assert 100_000 < apart < record["place"]["radius_km"] * 1000


def test_a_place_that_an_account_rules_out_is_not_possible() -> None:
    """Limits that sources state hold in queries: not in, north of, within a distance of."""
    workspace = open_workspace(ROOT)
    hits = select(workspace, Query.parse(regions="northern-sea-route"))
    found = {hit.event.id: hit.match for hit in hits.hits}
    assert "2024-xue-long-2-passes-north-of-nsr" not in found
    assert found["2023-07-07-newnew-polar-bear-voyage"] == "possible"
    plane = {
        id_: shapely.union_all(where.shapes)
        for id_ in (
            "2025-08-06-zhong-shan-da-xue-ji-di-chukchi-sea",
            "2024-08-zhong-shan-da-xue-ji-di-beaufort-sea",
            "2024-09-11-flying-fish-1-meets-newnew-star",
        )
        if (where := footprint(workspace.by_id[id_], workspace.regions)) is not None
    }
    chukchi, beaufort, kara = plane.values()
    arctic = workspace.regions["arctic-circle"].plane
    assert chukchi.area > 0
    assert chukchi.difference(arctic).area < 1e-3 * chukchi.area
    assert beaufort.area < 0.8 * workspace.regions["beaufort-sea"].plane.area
    assert kara.area < 0.8 * workspace.regions["kara-sea"].plane.area


def test_ships_just_outside_the_territorial_sea_were_not_in_it() -> None:
    for id_, record in RECORDS.items():
        texts = [record["summary"], *(str(s.get("says", "")) for s in record["sources"])]
        if any(re.search("outside the territorial sea", text) for text in texts):
            assert "territorial seas" in record["place"]["excluding"], id_


def test_the_voyage_of_flying_fish_1_goes_to_both_ports_that_the_accounts_name() -> None:
    record = RECORDS["2024-09-10-flying-fish-1-transit"]
    for port in ("Qingdao", "Shanghai"):
        assert port in record["summary"]
        assert any(port in str(source.get("says", "")) for source in record["sources"])


def test_a_visit_to_a_research_station_is_no_station() -> None:
    types = {id_: record["type"] for id_, record in RECORDS.items()}
    assert types["2024-07-28-anniversary-at-yellow-river-station"] == "research/station-visit"
