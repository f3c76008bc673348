"""Drafts have ids that the same file gives again."""

from __future__ import annotations

from typing import Any

from geotrack.importing.completion import NewIds


def _new_ids(titles: list[str], used: list[str], ids: NewIds | None = None) -> list[str]:
    ids = ids or NewIds(lambda properties: str(properties["title"]), used)
    features: list[dict[str, Any]] = [
        {"type": "Feature", "geometry": None, "properties": {"title": title}} for title in titles
    ]
    for n, feature in enumerate(features):
        ids.give(n, feature)
    assert all(list(f) == ["type", "id", "geometry", "properties"] for f in features)
    return [f["id"] for f in features]


def test_equal_ones_are_numbered_past_those_in_use() -> None:
    titles = ["a", "a", "a-2", "b", "a", "c"]
    assert _new_ids(titles, ["c", "a-4"]) == ["a", "a-2", "a-2-2", "b", "a-3", "c-2"]


def test_a_stated_id_stays() -> None:
    feature = {"type": "Feature", "id": "x", "geometry": None, "properties": {}}
    NewIds(lambda _: "y", ()).give(0, feature)
    assert feature["id"] == "x"


def test_many_rows_of_one_title_take_a_step_each() -> None:
    class Counting(set[str]):
        asked = 0

        def __contains__(self, item: object) -> bool:
            Counting.asked += 1
            return super().__contains__(item)

    ids = NewIds(lambda _: "a", ())
    ids._used = Counting()
    assert _new_ids(["a"] * 1_000, [], ids)[-1] == "a-1000"
    assert Counting.asked < 3_000
