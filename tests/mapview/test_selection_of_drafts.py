"""Which maps hold drafts, and how a definition or the settings keep them out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geotrack.mapview.check_workspace import check_workspace
from geotrack.mapview.open import definition_of
from geotrack.mapview.selection import choose
from geotrack.mapview.text.frame import selection_words
from geotrack.model.query import Query
from geotrack.queries import select
from geotrack.workspace import Workspace, open_workspace
from tests.records import feature, workspace

RECORDS = [
    feature("plain"),
    feature("draft", review="draft"),
    feature("reviewed", review="reviewed"),
    feature("released", review="released"),
]


def opened(folder: Path, lines: str = "", settings: str = "") -> Workspace:
    workspace(folder, *RECORDS)
    (folder / "maps").mkdir()
    text = f'title = "M"\nmarking = "UNCLASSIFIED"\n{lines}'
    (folder / "maps" / "m.toml").write_text(text, encoding="utf-8")
    (folder / "geotrack.toml").write_text(settings, encoding="utf-8")
    return open_workspace(folder)


def on_map(home: Workspace) -> list[str]:
    return sorted(event.id for event in choose(home, definition_of(home, "m")).events)


def drafts(home: Workspace) -> list[str]:
    found = check_workspace(home, today=date(2026, 11, 28))
    return [finding.message for finding in found if finding.rule == "map-drafts"]


def test_check_warns_that_a_map_shows_drafts(tmp_path: Path) -> None:
    home = opened(tmp_path)
    assert on_map(home) == ["draft", "plain", "released", "reviewed"]
    assert drafts(home) == ["the map shows a draft, 'draft'"]


@pytest.mark.parametrize(
    ("lines", "settings"),
    [('[select]\nreview = "released"\n', ""), ("", "released_only = true\n")],
)
def test_a_definition_or_the_settings_ask_for_released_records(
    tmp_path: Path, lines: str, settings: str
) -> None:
    home = opened(tmp_path, lines, settings)
    assert on_map(home) == ["released"]
    assert drafts(home) == []
    assert choose(home, definition_of(home, "m")).otherwise_reviewed == 3
    text = selection_words(home, definition_of(home, "m"), "en")
    assert text == "Selected: records review released."


def test_drafts_that_a_definition_asks_for_are_meant(tmp_path: Path) -> None:
    home = opened(tmp_path, '[select]\nreview = ["draft", "released"]\n')
    assert on_map(home) == ["draft", "plain", "released"]
    assert drafts(home) == []


@pytest.mark.parametrize(
    ("review", "ids"),
    [("released", ["released"]), ("draft", ["draft", "plain"]),
     (("reviewed", "released"), ["released", "reviewed"])],
)  # fmt: skip
def test_a_query_asks_for_reviews(tmp_path: Path, review: Any, ids: list[str]) -> None:
    assert sorted(select(opened(tmp_path), Query(review=review)).ids) == ids
