"""What a scene names is on its map, and each choice of its filters is some record's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geotrack.mapview.selection import choose
from geotrack.model import MapDefinition, Scene
from geotrack.workspace import Workspace, check, open_workspace
from geotrack.workspace.checks.scenes import LEAD_LIMIT, scene_faults
from tests.records import feature, written

POINT = {"type": "Point", "coordinates": [-168.5, 65.7]}
DEFINITION = """title = "M"
marking = "UNCLASSIFIED"
[select]
without = "hidden"
[[scenes]]
title = "First"
[[scenes]]
title = "Second"
"""

Made = Callable[[str], Workspace]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Return a function that makes a workspace with a map of two scenes, the second as given."""

    def build(scene: str) -> Workspace:
        for name in ("events", "layers", "maps", "seeds"):
            (tmp_path / name).mkdir(exist_ok=True)
        actors = [{"name": "FSB", "country": "RU"}, {"name": "Somebody"}]
        written(
            tmp_path / "events" / "e.geojson",
            feature("seen-a", POINT, type="coastguard/patrol", actors=actors, status="occurred"),
            feature("seen-b", POINT, type="naval/sighting", replaces="old-b"),
            feature("hidden", POINT, type="air/intercept", title="A title that must not leak"),
        )
        (tmp_path / "maps" / "m.toml").write_text(DEFINITION + scene, encoding="utf-8")
        (tmp_path / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
        return open_workspace(tmp_path)

    return build


def found(workspace: Workspace) -> list[tuple[str, int | None, str]]:
    def selected_records(definition: MapDefinition, among: Any = None, /) -> Any:
        return choose(workspace, definition, strict=False, among=among).events

    told = [
        f for f in check(workspace, selected_records=selected_records) if f.file.endswith("m.toml")
    ]
    assert "must not leak" not in " ".join(map(str, told))
    return [(f.rule, f.line, f"{f.pointer}: {f.message}; {f.remedy}") for f in told]


@pytest.mark.parametrize(
    ("scene", "said"),
    [
        (
            'highlight = ["seen-a", "seen-c"]',
            "highlight: no record of this map has the id 'seen-c'",
        ),
        ('card = "seen-c"', "no record of this map has the id 'seen-c'; did you mean 'seen-"),
        ('text = "As [[seen-c]] was."', "text: no record of this map has the id 'seen-c'"),
        ('notes = "As [[seen-c|it]] was."', "notes: no record of this map has the id 'seen-c'"),
        (
            'highlight = "hidden"',
            "no record of this map has the id 'hidden'; select it for the map",
        ),
        ('text = "[[hidden]]"', "no record of this map has the id 'hidden'"),
        (
            'themes = "nval"',
            "themes: 'nval' is stated by no record of this map; did you mean 'naval'",
        ),
        ('themes = "air"', "'air' is stated by no record of this map; leave it out"),
        ('types = "coastguard/exercise"', "'coastguard/exercise' is stated by no record"),
        ('statuses = "ongoing"', "'ongoing' is stated by no record of this map"),
        ('countries = "CN"', "'CN' is stated by no record of this map"),
        ('actors = "FSBB"', "'FSBB' is stated by no record of this map; did you mean 'FSB'?"),
    ],
)
def test_what_is_not_on_the_map_is_told_with_its_line(made: Made, scene: str, said: str) -> None:
    ((rule, line, message),) = found(made(scene))
    assert (rule, line) == ("scene", 9)
    assert message.startswith("/scenes/1/")
    assert said in message


def test_what_is_on_the_map_is_no_finding(made: Made) -> None:
    scene = """
text = "[[seen-a]] and [[seen-b]]"
themes = ["coastguard", "naval"]
types = ["coastguard/patrol", "naval/sighting"]
statuses = ["occurred", "not-stated"]
countries = "RU"
actors = ["FSB", "Somebody"]
highlight = ["seen-a"]
card = "seen-b"
"""
    assert found(made(scene)) == []


def test_a_record_that_was_replaced_is_told_by_its_new_id(made: Made) -> None:
    ((rule, line, message),) = found(made('highlight = "old-b"'))
    assert (rule, line) == ("link-replaced", 9)
    assert message == "/scenes/1/highlight: 'old-b' is replaced by 'seen-b'; write 'seen-b'"


def test_a_map_that_cannot_be_asked_adds_nothing_of_its_scenes(made: Made) -> None:
    workspace = made('highlight = "seen-a"\ncard = "gone"')
    (only,) = (
        f for f in check(workspace, selected_records=lambda *_: None) if f.file.endswith("m.toml")
    )
    assert (only.rule, only.value) == ("scene", "gone")


def test_a_map_that_selects_nothing_has_none_of_the_records_that_it_names(made: Made) -> None:
    workspace = made('highlight = "seen-a"')
    path = workspace.root / "maps" / "m.toml"
    text = path.read_text(encoding="utf-8").replace('without = "hidden"', 'review = "released"')
    path.write_text(text, encoding="utf-8")
    ((rule, _, message),) = found(open_workspace(workspace.root))
    assert rule == "scene"
    assert "no record of this map has the id 'seen-a'" in message


def test_each_fault_of_a_scene_is_told(made: Made) -> None:
    workspace = made("")
    scene = Scene(title="S", highlight=("x", "seen-a"), themes=("air", "naval"), card="y")
    on_map = {"seen-a": workspace.by_id["seen-a"]}
    plan = MapDefinition(title="A plan", marking=None)
    assert [f.word for f in scene_faults(scene, workspace, on_map, plan)] == [
        "x",
        "y",
        "air",
        "naval",
    ]


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("Ships", None),
        ("Ships/tracks", None),
        ("Planes", None),
        ("Planes/points", None),
        ("ships", "did you mean 'Ships'?"),
        ("Ships/track", "did you mean 'Ships/tracks'?"),
        ("Planes/point", "did you mean 'Planes/points'?"),
        ("observations/ais", "add them to the map as [[observations]]"),
    ],
)
def test_observations_are_named_by_title_or_way(made: Made, word: str, remedy: str | None) -> None:
    entry = {"dataset": "observations/ais", "source": "AIS"}
    ships = {"title": "Ships", "draw": ["density", "tracks"], "id": "mmsi", "columns": ["mmsi"]}
    plan = MapDefinition.model_validate(
        {"title": "A plan", "marking": None,
         "observations": [{**entry, **ships}, {**entry, "title": "Planes"}]}
    )  # fmt: skip
    faults = list(scene_faults(Scene(title="S", observations=(word,)), made(""), {}, plan))
    assert [(f.path, f.remedy) for f in faults] == (
        [] if remedy is None else [(("observations",), remedy)]
    )


def lead_of(made: Made, lead: str) -> list[tuple[str, int | None, str]]:
    workspace = made("")
    path = workspace.root / "maps" / "m.toml"
    path.write_text(DEFINITION.replace("[select]", f"lead = {lead}\n[select]"), encoding="utf-8")
    return found(open_workspace(workspace.root))


def test_a_record_of_the_lead_is_on_the_map(made: Made) -> None:
    assert lead_of(made, '"As [[seen-c]] and [[seen-a]]."') == [
        ("lead", 3, "/lead: no record of this map has the id 'seen-c'; did you mean 'seen-b'?")
    ]
    [(rule, line, _)] = lead_of(made, '"As [[hidden]]."')
    assert (rule, line) == ("lead", 3)


def test_a_named_record_is_on_the_map(made: Made) -> None:
    said = "no record of this map has the id 'seen-c'; did you mean 'seen-b'?"
    assert lead_of(made, '""\nlabels = ["seen-a", "seen-c"]') == [("labels", 4, f"/labels: {said}")]
    assert found(made('labels = ["seen-a", "seen-c"]')) == [
        ("scene", 9, f"/scenes/1/labels: {said}")
    ]
    [(rule, _, said)] = lead_of(made, '""\nlabels = "old-b"')
    assert rule == "link-replaced"
    assert "'seen-b'" in said


def test_a_lead_is_short(made: Made) -> None:
    words = LEAD_LIMIT - len("A patrol")  # the title of a record shown by it
    assert lead_of(made, f'"{"w" * words}[[seen-a]]"') == []
    [(rule, line, said)] = lead_of(made, f'"{"w" * words}w[[seen-a]]"')
    assert (rule, line) == ("lead-length", 3)
    assert "321 characters" in said
    assert "the limit is 320" in said
