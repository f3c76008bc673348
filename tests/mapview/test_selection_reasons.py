"""Why a record is on a map that asks for a place or a period: on its card, and in frozen inputs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from geotrack.mapview.selection import choose
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.map_workspaces import DEFINITION

ASKED = DEFINITION + '[select]\nregions = "date-line-box"\n'


def test_a_card_says_why_it_is_certainly_or_possibly_there(
    make: Any, feature: Any, tmp_path: Path
) -> None:
    inside = {"type": "Point", "coordinates": [179, 63]}
    workspace = make(
        feature("in", geometry=inside, place={"precision": "near", "radius_km": 10}),
        feature("near", geometry=inside, place={"precision": "near", "radius_km": 900}),
        feature("out"),
        definition=ASKED,
    )
    page = briefing(workspace, "plan")
    html = str(page.get_root().after)
    assert html.count("<dt>Why here<dd>") == 2
    assert "<span>certainly</span>: <span>within 10\xa0km of the reported position" in html
    assert "<span>possibly</span>: <span>within 900\xa0km of the reported position" in html
    with zipfile.ZipFile(io.BytesIO(frozen_inputs(workspace, "plan", page.view))) as archive:
        archive.extractall(tmp_path / "elsewhere")
    again = briefing(open_workspace(tmp_path / "elsewhere" / "plan"), "plan")
    assert (again.view.whys, again.digest) == (page.view.whys, page.digest)
    assert str(again.get_root().after) == html


def test_nothing_is_said_where_nothing_was_asked(make: Any, feature: Any) -> None:
    page = briefing(make(feature("a")), "plan")
    assert page.view.whys == {}
    assert "Why here" not in str(page.get_root().after)


def test_no_record_is_named_that_is_not_on_the_map(make: Any, feature: Any) -> None:
    inside = {"type": "Point", "coordinates": [179, 63]}
    near = {"precision": "near", "radius_km": 10}
    features = [
        feature("whole", geometry=None, place={"name": "Somewhere"}),
        feature("part", geometry=inside, place=near, part_of="whole", type="air/patrol"),
    ]
    both = make(*features, definition=ASKED)
    chosen = choose(both, both.maps["plan"].record)
    assert chosen.whys["whole"].startswith("through its part ‘Title of part’: within 10 km")
    naval = make(*features, definition=f'{ASKED}themes = "naval"\n')
    alone = choose(naval, naval.maps["plan"].record)
    assert [event.id for event in alone.events] == ["whole"]
    assert alone.whys == {}
