"""Scenes as the page tells them, and as its script sets them."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from geotrack.errors import UsageError
from geotrack.model import MapDefinition
from geotrack.page import briefing
from geotrack.page.scenes import scene_layers
from geotrack.workspace import Workspace, open_workspace

Make = Callable[..., Workspace]
PLAN = """
title = "A map"
marking = "UNCLASSIFIED"
[[scenes]]
"""


def document(workspace: Workspace, **how: bool) -> str:
    html: str = briefing(workspace, "plan", **how).get_root().render()
    found = re.search(r'<section class="scenes">.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def data(workspace: Workspace) -> dict[str, Any]:
    told: dict[str, Any] = briefing(workspace, "plan").get_root().packed["geotrack-data"]
    return json.loads(json.dumps(told))


def test_a_map_without_scenes_has_nothing_of_a_story(make: Make, feature: Any) -> None:
    workspace = make(feature("a"))
    assert document(workspace) == ""
    assert "scenes" not in data(workspace)


def test_text_is_told_in_paragraphs_with_links_and_records(make: Make, feature: Any) -> None:
    scene = '''title = "<One>"
text = """
As [[a]] & *others* <i>say</i>,
[[a|it <was>]].

[Here](https://example.org/?a=1&b=<2>) and [there](mailto:a@example.org).
"""
'''
    told = document(make(feature("a", title="A <title>"), definition=PLAN + scene))
    assert "<h3>&lt;One&gt;</h3>" in told
    first, second = re.findall(r"<p>(.*?)</p>", told)
    symbol = re.compile(r"<svg.*?</svg>")
    link = '<a class="ref t-naval" href="#record-1">'
    assert symbol.sub("@", first) == (
        f"As {link}A <span class=ref-end>&lt;title&gt;\u202f@</span></a>"
        " &amp; <em>others</em> &lt;i&gt;say&lt;/i&gt;, "
        f"{link}it <span class=ref-end>&lt;was&gt;\u202f@</span></a>."
    )
    assert 'href="https://example.org/?a=1&amp;b=&lt;2&gt;"' in second
    assert '<a href="mailto:a@example.org"' in second


def test_a_scene_sets_parts_of_the_page(make: Make, feature: Any) -> None:
    scene = """title = "One"
view = { lat = 66, lon = -172, radius_km = 500 }
projection = "EPSG:3995"
from = "2024-02"
to = "2024"
themes = ["naval", "air"]
types = "bomber-sortie"
statuses = ["not-stated"]
countries = "NO"
actors = ["Ærø; A:b, c"]
certain = true
highlight = ["b", "a"]
card = "a"
"""
    actor = {"name": "Ærø; A:b, c", "country": "NO"}
    workspace = make(
        feature("a", actors=[actor]),
        feature("b", type="air/bomber-sortie", start="2024-07"),
        definition=PLAN + scene,
    )
    (told,) = data(workspace)["scenes"]
    actor_said = "%C3%86r%C3%B8%3B%20A%3Ab%2C%20c"
    assert told["state"] == {
        "p": "EPSG:3995",
        "t": "2024-02-01..2024-12-31",
        "f": f"theme:naval,air;type:air%2Fbomber-sortie;status:@;country:NO;actor:{actor_said}",
        "c": "1",
    }
    assert unquote(actor_said) == actor["name"]
    assert (told["highlight"], told["card"]) == ([2, 1], 1)
    lats = [lat for lat, _ in told["view"]]
    assert 61 < min(lats) < 62
    assert 70 < max(lats) < 71
    assert len(lats) >= 24


def test_what_a_scene_leaves_out_is_as_the_map_opens(make: Make, feature: Any) -> None:
    told = data(make(feature("a"), definition=PLAN + 'title = "One"'))
    assert told["scenes"] == [{"state": {}}]
    assert min(lat for lat, _ in told["opening"]) == pytest.approx(57.7, abs=0.5)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2024", "2024", "2024-01-01..2024-12-31"),
        ("2024-02", "2024-02", "2024-02-01..2024-02-29"),
        ("2024-02-03", "2024-02-03", "2024-02-03..2024-02-03"),
        ("2024-02-03T04:00:00Z", "2024-02-03T23:59:59Z", "2024-02-03..2024-02-03"),
    ],
)
def test_a_period_is_set_by_its_days(
    make: Make, feature: Any, first: str, last: str, days: str
) -> None:
    scene = f'title = "One"\nfrom = "{first}"\nto = "{last}"\n'
    told = data(make(feature("a"), definition=PLAN + scene))
    assert told["scenes"][0]["state"] == {"t": days}


def test_a_record_that_was_replaced_is_told_as_what_it_is_now(make: Make, feature: Any) -> None:
    scene = 'title = "One"\ntext = "As [[old]]"\nhighlight = "old"\ncard = "old"\n'
    workspace = make(feature("a", replaces="old"), definition=PLAN + scene)
    told = data(workspace)["scenes"][0]
    assert (told["highlight"], told["card"]) == ([1], 1)
    assert "Title of <span class=ref-end>a\u202f" in document(workspace)


@pytest.mark.parametrize(
    "said", ['text = "[[b]]"', 'highlight = "b"', 'labels = "b"', 'card = "b"']
)
def test_a_record_that_is_left_out_is_not_told(make: Make, feature: Any, said: str) -> None:
    definition = PLAN.replace("[[scenes]]", '[select]\nwithout = "b"\n[[scenes]]')
    workspace = make(feature("a"), feature("b"), definition=f'{definition}title = "One"\n{said}\n')
    with pytest.raises(UsageError, match=r"scene 1: .*no record of this map has") as told:
        briefing(workspace, "plan")
    assert "Title of b" not in str(told.value)


def test_a_scene_names_the_records_of_its_text_and_those_that_it_lists(
    make: Make, feature: Any
) -> None:
    scenes = (
        'title = "One"\ntext = "See [[b]], [[a]], [[b]]."\n'
        '[[scenes]]\ntitle = "Two"\ntext = "See [[b]]."\nlabels = ["old", "b"]\n'
        '[[scenes]]\ntitle = "Three"\ntext = "See [[b]]."\nlabels = []\n'
        '[[scenes]]\ntitle = "Four"\n'
    )
    workspace = make(feature("a", replaces="old"), feature("b"), definition=PLAN + scenes)
    told = data(workspace)["scenes"]
    assert [one.get("labels") for one in told] == [[2, 1], [2, 1], None, None]


def test_a_map_names_the_records_of_its_lead_and_those_that_it_lists(
    make: Make, feature: Any
) -> None:
    def labels(said: str) -> object:
        definition = PLAN.replace("[[scenes]]", f"{said}\n[[scenes]]") + 'title = "One"'
        return data(make(feature("a"), feature("b"), definition=definition)).get("labels")

    assert labels('lead = "As [[b]]."') == [2]
    assert labels('lead = "As [[b]]."\nlabels = "a"') == [2, 1]
    assert labels('lead = "As [[b]]."\nlabels = []') is None
    # A lead built from counts names no record.
    assert labels("") is None


def test_a_record_on_the_map_has_its_short_name_where_its_title_is_another(
    make: Make, feature: Any
) -> None:
    long = "Joint patrol of the two coastguards through the strait"
    told = data(
        make(
            feature("a", label="Patrol"),
            feature("b", title=long),
            feature("c", title="Patrol"),
            feature("nowhere", geometry=None, label="Patrol"),
            definition=PLAN + 'title = "One"',
        )
    )
    names = [entry.get("label") for entry in told["events"]]
    assert names == ["Patrol", "Joint patrol of the two…", None, None]


def test_what_a_text_refers_to_stands_out_with_what_is_highlighted(
    make: Make, feature: Any
) -> None:
    scenes = (
        'title = "One"\ntext = "See [[b]], [[a]]."\nhighlight = "a"\n'
        '[[scenes]]\ntitle = "Two"\ntext = "See [[b]]."\n'
    )
    one, two = data(make(feature("a"), feature("b"), definition=PLAN + scenes))["scenes"]
    numbers = [entry["n"] for entry in data(make(feature("a"), feature("b")))["events"]]
    assert sorted(one["highlight"]) == sorted(numbers)
    assert "cited" not in one
    assert "highlight" not in two
    assert len(two["cited"]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("", ""),
        ("layers = []", "-region:bering-strait,-northern-sea-route"),
        (
            'layers = "northwest-passage"',
            "-region:bering-strait,-northern-sea-route,northwest-passage",
        ),
        ('layers = ["bering-strait", "northern-sea-route"]', ""),
        ("hatched = true", "hatched"),
        ("hatched = false", ""),
    ],
)
def test_a_scene_shows_the_layers_that_it_names(
    make: Make, feature: Any, said: str, state: str
) -> None:
    layers = (
        '[layers]\nregions = "bering-strait"\n'
        'routes = ["northern-sea-route", "northwest-passage"]\n'
        'shown = ["bering-strait", "northern-sea-route"]\n[[scenes]]\n'
    )
    definition = PLAN.replace("[[scenes]]\n", layers) + f'title = "One"\n{said}\n'
    root = make(feature("a"), definition=definition).root
    shutil.copytree(Path(__file__).parents[2] / "layers", root / "layers", dirs_exist_ok=True)
    told = data(open_workspace(root))["scenes"][0]
    assert told["state"].get("l", "") == state


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("", ""),
        ('observations = "Ships"', ""),
        ('observations = ["Ships/tracks", "Planes"]', "-observed-1-density,observed-2"),
        ('observations = "Planes/points"', "-observed-1-density,-observed-1-tracks,observed-2"),
        ("observations = []", "-observed-1-density,-observed-1-tracks"),
    ],
)
def test_a_scene_shows_the_observations_that_it_names(
    make: Make, feature: Any, said: str, state: str
) -> None:
    ships = {"dataset": "d", "title": "Ships", "source": "AIS", "id": "mmsi", "columns": ["mmsi"]}
    text = f'title = "One"\n{said}\n'
    definition = MapDefinition.model_validate(
        {"title": "A plan", "marking": "UNCLASSIFIED", "scenes": [tomllib.loads(text)],
         "observations": [{**ships, "draw": ["density", "tracks"]},
                          {**ships, "title": "Planes", "shown": False}]}
    )  # fmt: skip
    [scene] = definition.scenes
    assert scene_layers(scene, definition, make(feature("a")), "en") == state


def test_a_layer_that_the_map_has_not_is_refused(make: Make, feature: Any) -> None:
    definition = PLAN + 'title = "One"\nlayers = "bering-strait"\n'
    with pytest.raises(UsageError, match=r"scene 1: layers: .* none of the map"):
        briefing(make(feature("a"), definition=definition), "plan")


def test_notes_are_told_where_they_are_asked_for(make: Make, feature: Any) -> None:
    scene = 'title = "One"\ntext = "Told."\nnotes = "Said of [[a]]."\n'
    workspace = make(feature("a"), definition=PLAN + scene)
    assert "Said of" not in briefing(workspace, "plan").get_root().render()
    assert "Said of" in document(workspace, with_notes=True)
