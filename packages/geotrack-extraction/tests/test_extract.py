"""The files that are written: every value has its words, and claims have none."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from geotrack.files.resources import sample_workspace
from geotrack.workspace import open_workspace
from geotrack_extraction.documents import UnreadableReportError
from geotrack_extraction.extract import Extraction, extract

TEXT = """Bombers in the north

On 24 July 2024 two Russian Tu-95 and two Chinese H-6 bombers flew over the Chukchi Sea,
according to NORAD.
The bombers were met by American fighters. A Finnish choir was in Kirkenes on Tuesday.
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    path = tmp_path_factory.mktemp("report") / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    workspace = open_workspace(sample_workspace())
    return extract(path, workspace, report_id="note", published="2024-10-12")


def test_every_value_has_evidence_and_its_offsets_point_at_the_text(read: Extraction) -> None:
    for feature in read.features:
        properties = feature["properties"]
        extracted = properties["extracted"]
        for quote in extracted["quotes"]:
            assert TEXT[quote["start"] : quote["end"]] == quote["text"]
        keys = ("start", "place", "actors", "type")
        stated = {key for key in keys if properties.get(key) not in (None, "", "unknown")}
        assert stated <= {*extracted["evidence"]}
    spans = read.features[0]["properties"]["extracted"]["evidence"]
    assert [TEXT[slice(*span)] for span in spans["start"]] == ["24 July 2024"]
    assert [TEXT[slice(*span)] for span in spans["place"]] == ["Chukchi Sea"]
    assert [TEXT[slice(*span)] for span in spans["actors"]] == ["Russian", "Chinese"]
    assert [TEXT[slice(*span)] for span in spans["claimant"]] == ["NORAD"]


def test_a_draft_says_what_the_sentence_says(read: Extraction) -> None:
    properties = read.features[0]["properties"]
    assert properties["type"] == "air/bomber-sortie"
    assert (properties["start"], properties["review"]) == ("2024-07-24", "draft")
    assert properties["place"]["regions"] == ["chukchi-sea"]
    assert [actor["name"] for actor in properties["actors"]] == ["Russia", "China"]
    source = {"seed": "note", "claim": "S1", "claimant": "NORAD", "stance": "supports"}
    assert properties["sources"] == [source]


def test_a_draft_names_the_stored_record_that_it_may_repeat(read: Extraction) -> None:
    extracted = read.features[0]["properties"]["extracted"]
    assert "2024-07-24-joint-bomber-sortie" in extracted["may_repeat"]


def test_a_draft_without_a_type_says_so(read: Extraction) -> None:
    last = read.features[-1]["properties"]
    assert (last["type"], last["extracted"]["tier"]) == ("", 2)


def test_a_claim_stands_for_each_sentence_and_has_none_of_its_words(read: Extraction) -> None:
    report = tomllib.loads(read.report_text)
    assert [claim["says"] for claim in report["claims"]] == ["", "", ""]
    assert (report["published"], report["language"]) == ("2024-10-12", "en")
    for claim in report["claims"]:
        assert TEXT[claim["quote"]["start"] : claim["quote"]["end"]].endswith(".")
    assert "bombers" not in read.report_text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b" \n", "there is no text in it"),
        ("a.xyz", b"text", "a report is text"),
        ("a.txt", b"\xff\xfa", "no text in UTF-8"),
        ("a.txt", "Это сообщение о кораблях в море и о полётах над ним в мае.".encode() * 9,
         "none of the languages"),
        ("a.txt", ("Två fartyg seglade från hamnen, och de var inte kvar. " * 9).encode(),
         "none of the languages"),
    ],
)  # fmt: skip
def test_what_is_no_report_in_these_languages_is_refused(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableReportError, match=message):
        extract(path, open_workspace(sample_workspace()), report_id="a")


def test_a_text_of_more_than_five_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(5_000_001)
    with pytest.raises(UnreadableReportError, match="more than 5 MB"):
        extract(path, open_workspace(sample_workspace()), report_id="a")


def test_drafts_are_json(read: Extraction) -> None:
    assert json.loads(json.dumps(read.features)) == read.features
