"""Which records a scene shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geotrack.handout.showing import shown_in
from geotrack.page import Briefing
from tests.handout.conftest import STORY, made, page_of, records


def asked(folder: Path, **scene: object) -> tuple[Briefing, set[str]]:
    keys = "\n".join(f"{key} = {json.dumps(value)}" for key, value in scene.items())
    head = STORY.partition("[[scenes]]")[0].replace("LANGUAGE", "en")
    page = page_of(made(folder, f'{head}[[scenes]]\ntitle = "One"\n{keys}\n', records()))
    return page, {entry.event.id for entry in shown_in(page, page.definition.scenes[0])}


@pytest.mark.parametrize(
    ("scene", "ids"),
    [
        ({}, {"at-sea", "twice", "claimed", "nowhere", "undated", "in-a-sea"}),
        ({"from": "2024-09", "to": "2024-09"}, {"at-sea", "twice", "in-a-sea"}),
        # Possibly in it, unless only what is certain is asked for.
        ({"from": "2024-05-01", "to": "2024-05-10"}, {"claimed"}),
        ({"from": "2024-05-01", "to": "2024-05-10", "certain": True}, set()),
        ({"from": "2023", "to": "2024", "certain": True, "themes": "naval"}, {"claimed"}),
        ({"themes": "naval"}, {"claimed"}),
        ({"themes": ["naval", "coastguard"], "statuses": "occurred"}, {"claimed"}),
        ({"statuses": "not-stated", "from": "2023", "to": "2023"}, {"nowhere"}),
        ({"types": "coastguard/patrol", "from": "2023", "to": "2023"}, {"nowhere"}),
    ],
)
def test_a_scene_shows_what_its_period_and_filters_let_through(
    tmp_path: Path, scene: dict[str, object], ids: set[str]
) -> None:
    assert asked(tmp_path / "one", **scene)[1] == ids


def test_records_stand_in_the_page_s_order(told: Path) -> None:
    page = page_of(told)
    for scene in page.definition.scenes:
        shown = shown_in(page, scene)
        assert shown == [entry for entry in page.told if entry in shown]
