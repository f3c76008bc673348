"""Every case of the page 'Certain and possible' is asked; page and pictures show it as it is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from geotrack.model.place_text import degrees
from geotrack.queries import select
from geotrack.workspace import Workspace
from tests.pictures import look_alike
from tools.cases import (
    KEY,
    PAGE,
    PICTURES,
    Case,
    key,
    page_of,
    picture_of,
    read_above,
    read_groups,
    workspace_of,
)

GROUPS = read_groups()
CASES = [case for group in GROUPS for case in group.cases]
MOST_BYTES = 30_000


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_of(GROUPS, tmp_path_factory.mktemp("cases"))


def answer(case: Case, workspace: Workspace) -> tuple[str, str]:
    """Return the answer that the record of a case gives, and why; no words for what is no hit."""
    found = select(workspace, case.query, [workspace.by_id[f["id"]] for f in case.features])
    for hit in found.hits:
        if hit.event.id == case.id:
            return str(hit.match), hit.why
    left_out = {"unplaced": found.unplaced, "undated": found.undated}
    named = [word for word, events in left_out.items() if case.id in {e.id for e in events}]
    return (named or ["no"])[0], ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answer_is_as_stated(case: Case, workspace: Workspace) -> None:
    is_hit = case.answer in ("certain", "possible")
    assert answer(case, workspace) == (case.answer, case.why if is_hit else "")


def test_all_records_are_sound_and_each_stands_once(workspace: Workspace) -> None:
    ids = Counter(feature["id"] for case in CASES for feature in case.features)
    assert ids.most_common(1)[0][1] == 1
    assert set(workspace.by_id) == set(ids)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_position_in_words_is_the_position_drawn(case: Case) -> None:
    said = re.match(r"(?:near|at|exactly at) (\S+° [NS] \S+° [EW])", case.says)
    geometry = case.record.get("geometry", {})
    if said and geometry["type"] == "Point":
        assert said[1] == degrees(*geometry["coordinates"])


def test_the_page_shows_the_cases_as_they_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of(read_above(), GROUPS), (
        "run python -m tools.cases"
    )


def kind(case: Case) -> tuple[object, ...]:
    """Return what decides how a case is drawn: those of one kind differ in places and days."""
    geometry = case.record.get("geometry") or {}
    on_map = bool({"regions", "drawn", "bbox", "within", "north_of"} & set(case.ask))
    return case.answer, geometry.get("type"), on_map


@pytest.mark.slow
def test_a_picture_of_each_kind_shows_its_case_as_it_is(workspace: Workspace) -> None:
    """The first of each kind is drawn: one command writes the page and all pictures."""
    kept = {path.stem: path.read_bytes() for path in PICTURES.iterdir()}
    assert sorted(kept) == sorted([*(case.id for case in CASES), KEY])
    assert max(map(len, kept.values())) <= MOST_BYTES
    first = {kind(case): case for case in reversed(CASES)}.values()
    made = {case.id: picture_of(case, workspace) for case in first} | {KEY: key()}
    stale = [name for name, content in made.items() if not look_alike(kept[name], content)]
    assert not stale, "run python -m tools.cases"


def test_each_answer_is_seen_in_its_own_line() -> None:
    from tools.cases.looks import LOOKS

    judged = [LOOKS[answer] for answer in ("certain", "possible", "no", "unplaced")]
    assert len({(look.ink, look.dashes) for look in judged}) == len(judged)
    assert len({look.dashes for look in judged}) == len(judged)


def test_the_workspace_is_made_anew_with_the_packaged_regions(tmp_path: Path) -> None:
    assert "bering-strait" in workspace_of(GROUPS[:1], tmp_path).regions
