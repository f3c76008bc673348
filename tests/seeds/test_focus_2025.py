"""The report's claims and the records that they became hold together, in both directions."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
REPORT = tomllib.loads((ROOT / "seeds" / "focus-2025.toml").read_text(encoding="utf-8"))
CLAIMS: dict[str, dict[str, Any]] = {claim["id"]: claim for claim in REPORT["claims"]}


def _records() -> dict[str, dict[str, Any]]:
    return {
        feature["id"]: feature["properties"]
        for path in sorted((ROOT / "events").glob("*.geojson"))
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    }


RECORDS = _records()
CITED = {
    (source["claim"], id_)
    for id_, record in RECORDS.items()
    for source in record["sources"]
    if source.get("seed") == "focus-2025"
}


def test_the_report_says_what_it_is() -> None:
    assert REPORT["id"] == "focus-2025"
    assert REPORT["marking"] == "UNCLASSIFIED"
    assert "url" not in REPORT, "the chapter's address was never found"
    assert "not found" in REPORT["note"]


def test_all_twelve_claims_are_there_once() -> None:
    assert list(CLAIMS) == [f"S{n}" for n in range(1, 13)]
    assert len(REPORT["claims"]) == len(CLAIMS)


@pytest.mark.parametrize("id_", CLAIMS)
def test_a_claim_became_records_or_says_why_not(id_: str) -> None:
    claim = CLAIMS[id_]
    assert claim["says"]
    assert claim["section"]
    assert claim["kind"] in {"event", "statement", "assessment", "outlook"}
    assert bool(claim.get("events")) != bool(claim.get("unmapped"))


def test_claims_and_records_name_each_other() -> None:
    mapped = {(id_, event) for id_, claim in CLAIMS.items() for event in claim.get("events", [])}
    assert mapped == CITED


def test_only_the_outlook_without_a_place_is_unmapped() -> None:
    unmapped = {id_ for id_, claim in CLAIMS.items() if "unmapped" in claim}
    assert unmapped == {"S11"}
    assert CLAIMS["S11"]["kind"] == "outlook"
    assert "place" not in CLAIMS["S11"]


@pytest.mark.parametrize("id_", [c for c, claim in CLAIMS.items() if claim.get("events")])
def test_a_claim_keeps_its_kind_in_its_first_record(id_: str) -> None:
    claim = CLAIMS[id_]
    record = RECORDS[claim["events"][0]]
    assert record.get("kind", "event") == claim["kind"]


def test_an_event_with_public_sources_cites_claim_and_public_source_apart() -> None:
    for id_ in ("2024-09-20-joint-coastguard-patrol", "2024-07-24-joint-bomber-sortie"):
        sources = RECORDS[id_]["sources"]
        assert [s for s in sources if "seed" in s], id_
        assert [s for s in sources if "seed" not in s], id_
        assert not [s for s in sources if "seed" in s and ("url" in s or "read_at" in s)], id_


def test_the_first_exercise_stays_unplaced_and_undated() -> None:
    record = RECORDS["first-joint-coastguard-exercise"]
    assert record["start"] == "unknown"
    assert "end" not in record
    assert not {"regions", "precision", "radius_km"} & set(record["place"])
    assert "does not say" in record["place"]["note"]
    candidates = {"2023-04-25-fsb-exercise-kola-bay", "2024-09-coastguard-exercise-vladivostok"}
    assert candidates <= set(record["related"])
    for candidate in candidates:
        assert "first-joint-coastguard-exercise" in RECORDS[candidate]["related"]
        assert not [s for s in RECORDS[candidate]["sources"] if "seed" in s]


def test_likelihood_stands_only_where_the_report_has_such_a_word() -> None:
    with_word = {c for c, id_ in CITED if "likelihood" in RECORDS[id_]}
    assert with_word == {"S12"}
    assert not [id_ for _, id_ in CITED if "confidence" in RECORDS[id_]]
    assert "scale" not in RECORDS["2025-distrust-limits-military-cooperation"]["likelihood"]


@pytest.mark.parametrize("id_", [c for c, claim in CLAIMS.items() if claim.get("events")])
def test_what_will_be_is_an_outlook(id_: str) -> None:
    claim = CLAIMS[id_]
    if re.search(r"^(China|Russia) will\b", claim["says"]):
        assert claim["kind"] == "outlook"


def test_each_source_of_an_event_of_the_report_has_the_regions_that_its_words_name() -> None:
    placed = {
        source["claim"]: source.get("regions")
        for record in RECORDS.values()
        for source in record["sources"]
        if "seed" in source and CLAIMS[source["claim"]]["kind"] == "event" and "place" in source
    }
    assert placed == {
        "S3": ["northern-sea-route"],
        "S6": ["bering-strait"],
        "S9": None,  # It names no sea: the eastern Arctic, beyond the Bering Strait to the north.
    }
    assert RECORDS[CLAIMS["S3"]["events"][0]]["place"]["regions"] == ["northern-sea-route"]


def test_an_assessment_without_a_year_has_that_of_the_report() -> None:
    assert RECORDS[CLAIMS["S10"]["events"][0]]["start"] == REPORT["published"]


def test_a_title_keeps_what_the_claim_is_about() -> None:
    title = RECORDS[CLAIMS["S8"]["events"][0]]["title"]
    assert all(part in title for part in CLAIMS["S8"]["place"].split(" and "))
    for text in (CLAIMS["S12"]["says"], RECORDS[CLAIMS["S12"]["events"][0]]["summary"]):
        assert "build trust" in text


def test_the_scenes_cite_each_event_of_the_report_that_has_a_place() -> None:
    scenes = tomllib.loads((ROOT / "maps" / "overview.toml").read_text(encoding="utf-8"))["scenes"]
    told = "".join(scene["text"]["en"] for scene in scenes)
    for claim in CLAIMS.values():
        if claim["kind"] == "event" and "place" in claim:
            assert f"[[{claim['events'][0]}|" in told, claim["id"]
    # Kulishov heads the Border Service, Tolok its department of the coastguard.
    assert "heads of the China Coast Guard and of the Russian Border Service" in told
