"""A map's inputs in one zip: enough for the same page, and no more than it shows."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from geotrack.files.resources import sample_workspace
from geotrack.findings import errors_of
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.model import Event
from geotrack.page import briefing
from geotrack.workspace import Workspace, check, open_workspace
from tests.readable import readable
from tests.records import written

REPORT = """
id = "r"
title = "A report"
publisher = "Somebody"
note = "SECRET"
marking = "UNCLASSIFIED"
[[claims]]
id = "C1"
says = "They met."
kind = "event"
place = "SECRET"
events = ["a", "SECRET-far"]
[[claims]]
id = "C2"
says = "SECRET"
kind = "event"
unmapped = "SECRET"
"""
DEFINITION = """# SECRET
title = "A map"
marking = "UNCLASSIFIED // TEST"
as_of = "2024-12-31"
secret = "SECRET"
[layers]
regions = ["far-north"]
[select]
regions = ["far-north", "date-line-box"]
to = "2024"
without = ["SECRET-left-out", "SECRET-far"]
part_of = []
"""


def frozen(workspace: Workspace, name: str = "plan") -> bytes:
    return frozen_inputs(workspace, name, briefing(workspace, name).view)


def unpacked(packed: bytes, folder: Path, name: str = "plan") -> Workspace:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)
    return open_workspace(folder / name)


def rendered(workspace: Workspace, name: str = "plan") -> str:
    html: str = briefing(workspace, name).get_root().render()
    return html


@pytest.fixture
def full(make: Any, feature: Any, tmp_path: Path) -> Workspace:
    """A workspace with all that a page tells, and much that it must not."""
    at = {"type": "Point", "coordinates": [10, 85.123456789012345]}
    later = [{"url": "https://example.org/SECRET", "published": "2025-02"}]
    workspace: Workspace = make(
        feature(
            "a",
            geometry=at,
            place={"precision": "near", "radius_km": 5, "name": "Å"},
            part_of="SECRET-far",
            related=["SECRET-far", "old", "b"],
            replaces=["SECRET-older", "SECRET-oldest"],
            sources={"seed": "r", "claim": "C1"},
            review="draft",
            revisions=[
                {"what": "changed start", "on": "2024", "by": "SECRET", "why": "a map"},
                {"what": "reviewed", "by": "SECRET"},
            ],
            column={"big": 12345678901234567890, "x": 1e-7},
        ),
        feature(
            17,
            geometry=None,
            place={"regions": ["date-line-box", "unknown"]},
            part_of="SECRET-older",
        ),
        feature("b", geometry=at, replaces="old", start="2024-05"),
        feature("SECRET-far", geometry={"type": "Point", "coordinates": [0, 60]}),
        feature("SECRET-left-out", geometry=at),
        feature("SECRET-late", geometry=at, sources=later),
        feature("SECRET-undated", geometry=at, start="unknown"),
        definition=DEFINITION,
    )
    (tmp_path / "seeds" / "r.toml").write_text(REPORT)
    (tmp_path / "maps" / "plan.numbers.json").write_text('{"SECRET-gone": 4, "old": 2, "b2": 9}')
    return open_workspace(workspace.root)


def test_the_same_page_is_built_again_byte_for_byte(full: Workspace, tmp_path: Path) -> None:
    page = rendered(full)
    assert "Left out: 1 first sourced after the as-of date" in page, "it tells what it left out"
    assert "without 2 that the map" in page
    again = unpacked(frozen(full), tmp_path / "elsewhere")
    assert rendered(again) == page
    assert again.by_id["a"].geometry == full.by_id["a"].geometry
    assert again.by_id["a"].extra == full.by_id["a"].extra


def test_nothing_is_in_it_that_the_page_does_not_show(full: Workspace) -> None:
    packed = frozen(full)
    assert b"SECRET" in full.event_files[0].read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        texts = {path: archive.read(path).decode() for path in archive.namelist()}
    # The name of a marking is a setting, which the frozen workspace needs.
    texts["plan/geotrack.toml"] = texts["plan/geotrack.toml"].replace('"SECRET"', "")
    assert {path: text for path, text in texts.items() if "SECRET" in text} == {}
    assert json.loads(texts["plan/maps/plan.numbers.json"]) == {"b": 2, "a": 10, "17": 11}


def test_what_is_frozen_can_be_frozen_again(full: Workspace, tmp_path: Path) -> None:
    once = unpacked(frozen(full), tmp_path / "once")
    twice = unpacked(frozen(once), tmp_path / "twice")
    assert rendered(twice) == rendered(full)
    assert frozen(twice) == frozen(once)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_names_of_regions_are_kept_in_each_language(
    full: Workspace, tmp_path: Path, language: str
) -> None:
    (tmp_path / "geotrack.toml").write_text(f'language = "{language}"\n')
    layer = tmp_path / "layers" / "regions.geojson"
    features = json.loads(layer.read_text())["features"]
    for feature, nb in zip(features, ("Det høye nord", "Boksen"), strict=True):
        feature["properties"]["names"] = {"nb": nb, "ru": "Крайний Север"}
    written(layer, *features)
    workspace = open_workspace(tmp_path)
    packed = frozen(workspace)
    again = rendered(unpacked(packed, tmp_path / "elsewhere"))
    assert again == rendered(workspace)
    assert f'<html lang="{language}">' in again
    again = readable(again)
    for words in ("i det høye nord eller Boksen", "in the Far North or the Box at 180°"):
        assert words in again, "the selection, in the document or in what is told instead"
    assert "Крайний Север".encode() not in packed


def test_it_is_the_same_each_time_and_lies_in_one_folder(full: Workspace) -> None:
    packed = frozen(full)
    assert frozen(open_workspace(full.root)) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        paths = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        readme = archive.read("plan/README.txt").decode()
    assert paths == sorted(paths)
    assert {path.partition("/")[0] for path in paths} == {"plan"}
    assert readme.splitlines()[0] == readme.splitlines()[-1] == "UNCLASSIFIED // TEST"
    assert "As of: 31 December 2024" in readme
    assert "Records: 3" in readme
    assert "geotrack --workspace . map plan" in readme


def test_only_the_layers_that_it_uses_are_in_it(full: Workspace, tmp_path: Path) -> None:
    again = unpacked(frozen(full), tmp_path / "elsewhere")
    assert sorted(again.regions) == ["date-line-box", "far-north"]
    assert again.layer("places") == {}, "and not the packaged ones"


def test_a_map_without_records_is_frozen_too(make: Any, feature: Any, tmp_path: Path) -> None:
    definition = 'title = "A map"\nmarking = "UNCLASSIFIED"\n[select]\nfrom = "2030"\n'
    workspace = make(feature("a"), definition=definition)
    again = unpacked(frozen(workspace), tmp_path / "elsewhere")
    assert rendered(again) == rendered(workspace)


@pytest.mark.slow
def test_the_largest_sample_map_is_built_again(tmp_path: Path) -> None:
    name = "overview"
    sample = open_workspace(sample_workspace())
    again = unpacked(frozen(sample, name), tmp_path, name)
    assert rendered(again, name) == rendered(sample, name)
    assert errors_of(check(again)) == []


@pytest.mark.slow
def test_a_map_with_a_taxonomy_of_its_own_is_built_again(own_sample: Path, tmp_path: Path) -> None:
    name, sample = "bering-strait", open_workspace(own_sample)
    again = unpacked(frozen(sample, name), tmp_path, name)
    assert rendered(again, name) == rendered(sample, name)
    assert errors_of(check(again)) == []
    assert "drones/boat" in again.taxonomy.types
    assert "drones/strike" not in again.taxonomy.types, "no page shows it"


def test_a_record_marked_above_a_frozen_map_refuses_it_still(
    full: Workspace, tmp_path: Path
) -> None:
    again = unpacked(frozen(full), tmp_path / "elsewhere")
    records = [dict(e.feature) for e in again.events]
    records[0]["properties"] = {**records[0]["properties"], "marking": "RESTRICTED"}
    written(again.event_files[0], *records)
    with pytest.raises(Exception, match="marked 'RESTRICTED', above the map's"):
        rendered(open_workspace(again.root))


def test_an_id_like_that_of_an_earlier_record_is_kept_apart(
    make: Any, feature: Any, tmp_path: Path
) -> None:
    workspace = make(feature("earlier-1"), feature("x", replaces="gone"))
    again = unpacked(frozen(workspace), tmp_path / "elsewhere")
    kept: dict[str, Event] = dict(again.by_id)
    assert [e.id for e in again.current] == ["earlier-1", "x"]
    assert kept["x"].replaces == ("earlier-2",)
    assert rendered(again) == rendered(workspace)


def test_records_of_many_small_files_may_stand_in_one(
    make: Any, feature: Any, tmp_path: Path
) -> None:
    workspace = make(*(feature(f"a{n}") for n in range(4)))
    for n in range(3):
        records = [feature(f"b{n}{m}") for m in range(4)]
        written(tmp_path / "events" / f"b{n}.geojson", *records)
    bounds = "[limits]\nfile_mb = 0.002\nfeatures = 4\nfile_vertices = 4\nvalues = 150\n"
    (tmp_path / "geotrack.toml").write_text(bounds)
    workspace = open_workspace(workspace.root)
    assert len(workspace.events) == 16
    again = unpacked(frozen(workspace), tmp_path / "elsewhere")
    assert rendered(again) == rendered(workspace)
