"""Who acts in a record, and colours of sides that everybody tells apart, on any ground."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from geotrack.mapview.sides import INK, JOINT, OTHERS, Sides
from geotrack.model import Event
from geotrack.model.maps.contrast import DARK, DARK_PAPER, DAY, PAPER, channels, contrast
from geotrack.model.maps.side import Side
from geotrack.workspace import open_workspace

ROOT = Path(__file__).parents[2]
# G. M. Machado et al., "A physiologically-based model for simulation of color vision deficiency",
# 2009, severity 1.0, for linear sRGB.
_SIMULATED = {
    "none": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def sample_sides() -> Sides:
    definition = open_workspace(ROOT).maps["overview"].record
    assert definition is not None
    return Sides(definition.sides)


def lab(colour: str, seen: NDArray[Any]) -> NDArray[Any]:
    value = np.array(channels(colour)) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    xyz = _TO_XYZ @ np.clip(seen @ linear, 0, 1) / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize(("mode", "apart", "from_grey"), [(0, 90, 22), (1, 70, 15)])
def test_the_sides_of_the_sample_maps_differ_in_each_kind_of_sight(
    mode: int, apart: float, from_grey: float
) -> None:
    colours = sample_sides().colours
    left, right, others = (colours[name][mode] for name in ("left", "right", "none"))
    for seen in map(np.array, _SIMULATED.values()):
        distance = [
            np.linalg.norm(lab(a, seen) - lab(b, seen))
            for a, b in ((left, right), (left, others), (right, others))
        ]
        assert distance[0] > apart
        assert min(distance[1:]) > from_grey - 0.5


def test_colours_stand_out_from_sea_land_and_paper() -> None:
    colours = [*sample_sides().colours.values(), INK]
    for day, dark in colours:
        assert min(contrast(day, ground) for ground in DAY) > 3.6
        assert contrast(day, PAPER) >= 4.5
        assert min(contrast(dark, ground) for ground in (*DARK, DARK_PAPER)) > 4.9
    assert sample_sides().colours["both"] == JOINT
    # The dark colour of a side that states none.
    [one] = [Side(name="A", countries=("NO",), colour="#c8371b")]
    assert min(contrast(Sides([one]).colours["left"][1], ground) for ground in DARK) >= 5.0


def event(*actors: Any, **properties: Any) -> Event:
    properties |= {"title": "Chinese and Russian ships", "type": "naval/patrol", "actors": actors}
    properties |= {"sources": "https://example.org/a", "start": "2024"}
    feature = {"type": "Feature", "id": "a", "geometry": None, "properties": properties}
    return Event.model_validate({"@id": "a", "@geometry": None, "@feature": feature, **properties})


CN = {"name": "China Coast Guard", "country": "CN"}
RU = {"name": "Russian Navy", "country": "RU"}


@pytest.mark.parametrize(
    ("actors", "side"),
    [
        ([CN], "left"),
        ([RU | {"role": "participant"}], "right"),
        ([CN | {"role": "seen"}, RU], "both"),
        ([CN, RU | {"role": "observer"}], "left"),
        ([CN | {"role": "Intercepted"}, RU | {"role": "intercepted"}], "none"),
        ([RU | {"role": "claimant"}], "none"),
        ([{"name": "NORAD", "country": "US"}], "none"),
        (["Xue Long 2", "Russian Navy"], "none"),  # no country, whatever the name says
        ([], "none"),
    ],
)
def test_who_acts_is_what_the_record_states(actors: list[Any], side: str) -> None:
    assert sample_sides().acting(event(*actors)).side == side


def test_a_side_may_be_actors_by_name_and_stand_alone() -> None:
    sides = Sides([Side(name="NORAD", actors=("NORAD",), colour="#2f3e9e")])
    assert sides.acting(event("NORAD")).side == "left"
    assert sides.acting(event("NORAD North")).side == "none"
    assert sides.acting(event(RU)).colour == OTHERS[0]
    assert sides.names("nb") == {"left": "NORAD"}


def test_the_first_words_for_a_side_are_its_key() -> None:
    sides = sample_sides()
    texts = ["The chinese and ", "Russian", " ships; Chinese ones", "Kinas", "Kina"]
    found = [
        [(text[w.start : w.end], w.side) for w in words]
        for text, words in zip(texts, sides.key_words(texts), strict=True)
    ]
    assert found == [[("chinese", "left")], [("Russian", "right")], [], [], []]
    assert [len(words) for words in sides.key_words(["Kinas", "Kina og russiske"])] == [0, 2]
