"""A digest names what a page shows: any value of it, and nothing else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from geotrack.mapview.snapshot import frozen_inputs
from geotrack.page import briefing
from geotrack.workspace import open_workspace

REPORT = """
id = "r"
title = "A report"
[[claims]]
id = "C1"
says = "They met."
kind = "event"
events = ["a"]
[[claims]]
id = "C2"
says = "Not cited."
kind = "event"
unmapped = "No."
"""
DEFINITION = """
title = "A map"
marking = "UNCLASSIFIED"
as_of = "2024-12-31"
projection = "EPSG:3571"
[layers]
regions = ["far-north"]
[select]
to = "2024"
"""


@pytest.fixture
def folder(make: Any, feature: Any, tmp_path: Path) -> Path:
    """A workspace of three records, two of which a map shows."""
    region = {"regions": ["date-line-box"], "note": "In it."}
    sources = ["https://example.org/a", {"seed": "r", "claim": "C1"}]
    make(
        feature("a", sources=sources, summary="One."),
        feature("b", start="2024-07", geometry=None, place=region, related=["a", "elsewhere"]),
        feature("elsewhere", start="2026-01-01"),
        definition=DEFINITION,
    )
    (tmp_path / "seeds" / "r.toml").write_text(REPORT, encoding="utf-8")
    return tmp_path


def digest_of(folder: Path) -> str:
    page = briefing(open_workspace(folder), "plan")
    assert f"<code>{page.digest}</code>" in page.get_root().render()
    return page.digest


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_it_is_twelve_hex_digits_and_the_same_each_time(folder: Path) -> None:
    first = digest_of(folder)
    assert re.fullmatch("[0-9a-f]{12}", first)
    assert digest_of(folder) == first


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("events/a.geojson", '"summary": "One."', '"summary": "One"'),
        ("events/a.geojson", '"summary": "One."', '"label": "A", "summary": "One."'),
        ("events/a.geojson", "-168.5", "-168.50001"),
        ("events/a.geojson", '"start": "2024-06-01"', '"start": "2024-06"'),
        ("events/a.geojson", "https://example.org/a", "https://example.org/b"),
        ("events/a.geojson", "In it.", "In it!"),
        ("events/a.geojson", '"title": "Title', '"colour": "red", "title": "Title'),
        ("layers/regions.geojson", "Far North", "far north"),
        ("layers/regions.geojson", "North of 80", "north of 80"),
        ("layers/regions.geojson", "[185, 66]", "[184.5, 66]"),
        ("layers/regions.geojson", "CC0-1.0", "CC-BY-4.0"),
        ("seeds/r.toml", "They met.", "They parted."),
        ("seeds/r.toml", "A report", "The report"),
        ("maps/plan.toml", 'title = "A map"', 'title = "The map"'),
        ("maps/plan.toml", 'title = "A map"', 'title = "A map"\nlabels = ["a"]'),
        ("maps/plan.toml", "EPSG:3571", "EPSG:3572"),
        ("maps/plan.toml", "2024-12-31", "2024-12-30"),
        ("maps/plan.toml", '"far-north"]', '"far-north"]\nshown = ["far-north"]'),
        ("maps/plan.toml", 'to = "2024"', ""),
        ("maps/plan.toml", 'to = "2024"', 'to = "2025"'),
    ],
)
def test_a_change_of_what_the_page_shows_changes_it(
    folder: Path, file: str, old: str, new: str
) -> None:
    before = digest_of(folder)
    edit(folder / file, old, new)
    assert digest_of(folder) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("events/a.geojson", "Title of elsewhere", "Another title"),
        ("events/a.geojson", '"related": ["a", "elsewhere"]', '"related": ["a"]'),
        (
            "events/a.geojson",
            '"type": "Feature", "id": "a"',
            '"x": 1, "type": "Feature", "id": "a"',
        ),
        ("seeds/r.toml", "Not cited.", "Not cited at all."),
        ("maps/plan.toml", "\n[select]", "\n# A remark.\n[select]"),
    ],
)
def test_what_the_page_does_not_show_leaves_it(folder: Path, file: str, old: str, new: str) -> None:
    before = digest_of(folder)
    edit(folder / file, old, new)
    assert digest_of(folder) == before


def test_it_does_not_depend_on_files_and_their_order(folder: Path) -> None:
    before = digest_of(folder)
    path = folder / "events" / "a.geojson"
    whole = json.loads(path.read_text(encoding="utf-8"))
    for n, feature in enumerate(reversed(whole["features"])):
        alone = {"type": "FeatureCollection", "features": [feature]}
        (folder / "events" / f"{n}.geojson").write_text(json.dumps(alone, indent=3), "utf-8")
    path.unlink()
    assert digest_of(folder) == before


def test_a_number_is_a_part_of_it(folder: Path) -> None:
    before = digest_of(folder)
    (folder / "maps" / "plan.numbers.json").write_text('{"a": 7}', encoding="utf-8")
    assert digest_of(folder) != before


def test_a_frozen_map_has_the_same(folder: Path, tmp_path: Path) -> None:
    workspace = open_workspace(folder)
    page = briefing(workspace, "plan")
    with zipfile.ZipFile(io.BytesIO(frozen_inputs(workspace, "plan", page.view))) as archive:
        archive.extractall(tmp_path / "frozen")
    assert digest_of(tmp_path / "frozen" / "plan") == page.digest
