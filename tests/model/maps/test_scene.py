"""A scene says what is told, and what the map shows meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from geotrack.model import MapDefinition, Scene

LEAST = {"title": "M", "marking": "UNCLASSIFIED"}


def test_a_title_is_enough() -> None:
    scene = Scene.model_validate({"title": "S"})
    assert (scene.view, scene.projection, scene.start, scene.card) == (None, None, None, None)
    assert scene.text == scene.notes == ""
    assert scene.themes == scene.highlight == ()


def test_a_map_has_scenes_in_their_order() -> None:
    assert MapDefinition.model_validate(LEAST).scenes == ()
    given = LEAST | {"scenes": [{"title": "A", "from": "2024", "to": "2024-06"}, {"title": "B"}]}
    first, second = MapDefinition.model_validate(given).scenes
    assert (first.title, first.start, first.end, second.title) == ("A", "2024", "2024-06", "B")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"title": " "}, "String should match pattern"),
        ({"view": {"lat": 91}}, "less than or equal to 90"),
        ({"view": {"radius_km": 0}}, "greater than 0"),
        ({"projection": "mercator"}, "not a polar projection"),
        ({"from": "2025", "to": "2024"}, "ends before it starts"),
        ({"from": "2024~", "to": "2024"}, "is no limit of a period"),
        ({"from": "2024", "to": "9999"}, "ends on the last day of the calendar"),
        (
            {"from": "2024", "to": "9999-12-31T23:59:59-14:00"},
            "ends on the last day of the calendar",
        ),
        ({"from": "2024"}, "a scene's period has 'from' and no 'to'"),
        ({"to": "2024"}, "a scene's period has 'to' and no 'from'"),
        ({"text": "[x](javascript:alert)"}, "'javascript:alert' is no address that a page links"),
        ({"notes": "[x](data:text/html,x)"}, "is no address that a page links to"),
        ({"text": "[x](//example.org)"}, "is no address that a page links to"),
        ({"text": "[x](https://me:secret@example.org)"}, "holds a user name or password"),
        ({"text": "[x](https://intranet/x)"}, "has a host without a dot"),
    ],
)
def test_what_a_scene_cannot_say(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Scene.model_validate({"title": "S"} | given)


def test_a_password_in_a_link_is_not_told_again() -> None:
    with pytest.raises(ValidationError) as caught:
        Scene.model_validate({"title": "S", "text": "[x](https://me:secret@example.org)"})
    assert "secret" not in caught.value.errors()[0]["msg"]


def test_one_word_may_stand_for_a_list() -> None:
    scene = Scene.model_validate({"title": "S", "themes": "air", "highlight": "a"})
    assert (scene.themes, scene.highlight) == (("air",), ("a",))
