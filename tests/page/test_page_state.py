"""The state of a page as keys of definitions: the inverse of what a scene sets on the page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry.projections import POLAR_CRS
from geotrack.files.resources import sample_workspace
from geotrack.model import MapDefinition
from geotrack.page.page_state import read_hash, scene_of, selection_of
from geotrack.page.scenes import scene_data
from geotrack.workspace import open_workspace

WORKSPACE = open_workspace(sample_workspace())
LAYERS = {
    "regions": ["bering-strait", "barents-sea"],
    "routes": ["transpolar"],
    "boundaries": ["us-ussr-1990"],
    "shown": ["barents-sea", "transpolar"],
}
NAMES = ["bering-strait", "barents-sea", "transpolar", "us-ussr-1990"]
# Names with all that separates parts of a state.
ACTORS = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), max_size=3)
YEARS = st.tuples(st.integers(1990, 2030), st.integers(1990, 2030)).map(sorted)


@st.composite
def scenes(draw: st.DrawFn) -> dict[str, object]:
    """Keys of a scene."""
    scene: dict[str, object] = {"title": "A scene"}
    if draw(st.booleans()):
        first, last = draw(YEARS)
        scene |= {"from": f"{first}-02-03", "to": f"{last}-12-31"}
    subset = st.lists(st.sampled_from(["air", "naval", "coastguard"]), unique=True)
    scene["themes"] = draw(subset)
    scene["actors"] = draw(ACTORS)
    scene["statuses"] = draw(st.lists(st.sampled_from(["occurred", "not-stated"]), unique=True))
    scene["certain"] = draw(st.booleans())
    scene["projection"] = draw(st.none() | st.sampled_from([*POLAR_CRS]))
    scene["layers"] = draw(st.none() | st.lists(st.sampled_from(NAMES), unique=True))
    scene["hatched"] = draw(st.none() | st.booleans())
    return {key: value for key, value in scene.items() if value is not None}


def _state(scene: dict[str, object]) -> dict[str, str]:
    """What a scene sets on the page."""
    values = {"title": "A", "marking": None, "layers": LAYERS, "scenes": [scene]}
    definition = MapDefinition.model_validate(values)
    data = scene_data(definition, WORKSPACE, {}, "en")
    return data[0]["state"]


@given(scenes())
def test_a_scene_of_the_state_that_a_scene_sets_sets_it_again(scene: dict[str, object]) -> None:
    definition = MapDefinition.model_validate({"title": "A", "marking": None, "layers": LAYERS})
    state = _state(scene)
    hash_ = "&".join(f"{key}={quote(value, safe=':;,/@')}" for key, value in state.items())
    assert read_hash(f"#{hash_}") == state
    kept = scene_of(read_hash(hash_), definition, WORKSPACE, "en")
    assert not kept.left
    assert _state({"title": "A", **kept.keys}) == state


def test_what_a_scene_cannot_state_is_named() -> None:
    definition = MapDefinition.model_validate({"title": "A", "marking": None})
    state = {"q": "ship", "p": "EPSG:3995@30", "l": "-naval", "f": "grade:B2;region:@", "t": "x"}
    kept = scene_of(state, definition, WORKSPACE, "en")
    assert kept.keys == {}
    assert set(kept.left) == {"q", "p", "l:naval", "grade", "region", "t"}


@pytest.mark.parametrize(
    ("text", "selection", "scene"),
    [
        ("2024-05-01..", {"from": "2024-05-01"}, ["2024-05-01", "2025-12-31"]),
        ("..2024-05-01", {"to": "2024-05-01"}, ["2021-08-29", "2024-05-01"]),
        ("2031-05-01..", {"from": "2031-05-01"}, ["2031-05-01", "2031-05-01"]),
        ("..", {}, None),
    ],
)
def test_an_open_period_stays_open_and_is_closed_for_a_scene(
    text: str, selection: dict[str, str], scene: list[str] | None
) -> None:
    assert selection_of({"t": text}).keys == selection
    definition = MapDefinition.model_validate({"title": "A", "marking": None})
    keys = scene_of({"t": text}, definition, WORKSPACE, "en").keys
    assert keys == ({"from": scene[0], "to": scene[1]} if scene else {})


def test_a_question_is_a_selection() -> None:
    state = {
        "t": "2024-01-01..2024-12-31",
        "q": "ship",
        "f": "theme:air,naval;region:bering-sea;country:CN;status:@",
        "a": "160nm@70.5,-170",
        "c": "1",
    }
    asked = selection_of(state)
    assert asked.keys == {
        "from": "2024-01-01",
        "to": "2024-12-31",
        "themes": ["air", "naval"],
        "regions": ["bering-sea"],
        "actors": ["CN"],
        "statuses": ["not-stated"],
        "text": "ship",
        "certain": True,
        "within": "160nmi",
        "of": "-170,70.5",
    }
    assert not asked.left
    drawn = selection_of({"a": "66,-170;66,-168;65,-169", "f": "actor:Navy;country:CN", "r": "1"})
    assert drawn.keys == {"actors": ["Navy"]}
    assert drawn.left == ("country", "a")
