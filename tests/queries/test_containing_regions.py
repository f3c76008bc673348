"""Every region that something is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.queries import reference, regions_of
from geotrack.workspace import Workspace
from tests.records import cap, feature, point, region, sector, workspace

NEAR = {"precision": "near", "radius_km": 50}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return workspace(
        tmp_path,
        feature("spot", point(9.9, 72), place=NEAR, type="air/patrol"),
        feature("each", place={"regions": ["west", "east"], "regions_mode": "each"}),
        regions=[
            region("top", cap(71), authority="B"),
            region("west", sector(0, 10, 70, 75), authority="A"),
            region("east", sector(10, 20, 70, 75), authority="A"),
            region("far", sector(90, 95, 70, 75), authority="C"),
        ],
    )


@pytest.mark.parametrize(
    ("of", "found"),
    [
        ("5,72", {"west": "certain", "top": "certain"}),
        ("5,70.5", {"west": "certain"}),
        ("5,60", {}),
        ("5,-72", {}),
        ("spot", {"east": "possible", "west": "possible", "top": "certain"}),
        ("each", {"east": "certain", "west": "certain", "top": "possible"}),
        ("west", {"west": "certain", "top": "possible"}),
    ],
)
def test_regions_come_by_authority_and_say_how_far(
    opened: Workspace, of: str, found: dict[str, str]
) -> None:
    told = regions_of(opened, reference(of, opened))
    assert [(r.id, str(match)) for r, match in told][: len(found)] == list(found.items())
    assert {r.kind for r, _ in told[len(found) :]} <= {"administrative"}
