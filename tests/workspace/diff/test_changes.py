"""What changed between two states: all of it, and nothing else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geotrack.workspace.diff.changes import Changes, RawRecords, changes
from tests.records import feature, point

FULL: dict[str, Any] = {
    "summary": "Two ships were seen.",
    "end": "2024-09-30",
    "kind": "event",
    "status": "occurred",
    "verification": {"level": "reported", "basis": "one photograph"},
    "time_zone": "America/Nome",
    "actors": [{"name": "FSB", "country": "RU", "assets": ["Kerch", "Purga"]}, {"name": "CCG"}],
    "place": {"name": "off Gambell", "radius_km": 50, "regions": ["bering-strait"], "note": "x"},
    "confidence": {"level": "low", "about": "the count", "basis": "b"},
    "likelihood": {"term": "likely", "scale": "icd-203"},
    "sources": [
        {"url": "https://example.org/a", "grade": {"reliability": "B", "credibility": 2}},
        {"cite": "Log", "published": "2024", "claimant": "FSB"},
    ],
    "part_of": "w",
    "sequence": 3,
    "related": ["r", "s"],
    "marking": "RESTRICTED",
    "releasable_to": ["NO"],
    "review": "draft",
    "revisions": [{"what": "changed start", "on": "2025-01-01"}],
    "tags": ["joint"],
    "symbol": "10033000001100000000",
    "fid": 17,
    "a_column": {"of": [{"its": "own"}]},
}


def held(*features: dict[str, Any], **others: Any) -> RawRecords:
    return RawRecords({str(f["id"]): f for f in features}, **others)


def told(found: Changes) -> list[str]:
    return [f"{c.verdict} {c.kind} {c.id}" for c in found.all]


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return where the texts and numbers of a JSON value are."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    below = (
        leaves(v, (*path, k)) if isinstance(v, dict | list) else [(*path, k)] for k, v in steps
    )
    return [leaf for some in below for leaf in some]


def spelt(path: tuple[str | int, ...]) -> str:
    """Return a path as it is told, written apart from what is tested."""
    first, *rest = path
    return str(first) + "".join(f"/{s}" if isinstance(s, int) else f".{s}" for s in rest)


WHOLE = feature("a", point(5, 72), **FULL)
LEAVES = leaves(WHOLE["properties"])
SCALARS = st.text() | st.integers() | st.floats(allow_nan=False) | st.booleans()


@given(st.sampled_from(LEAVES), SCALARS)
@example(("sequence",), 3.0)
@example(("sequence",), True)
def test_one_property_that_changed_is_told_by_its_path_and_nothing_else(
    path: tuple[str | int, ...], value: Any
) -> None:
    new = deepcopy(WHOLE)
    *above, last = path
    at = new["properties"]
    for step in above:
        at = at[step]
    was = at[last]
    at[last] = value
    found = changes(held(WHOLE), held(new))
    if was == value and isinstance(was, bool) == isinstance(value, bool):  # 3 is 3.0
        assert not found.all
        return
    (change,) = found.all
    (one,) = change.differences
    assert (change.verdict, change.id, found.same) == ("changed", "a", 0)
    assert (one.path, one.old, one.new) == (spelt(path), was, value)


@given(st.sampled_from(sorted(FULL)))
def test_one_property_that_went_or_came_is_told_by_its_name(key: str) -> None:
    less = deepcopy(WHOLE)
    del less["properties"][key]
    for pair in ((WHOLE, less), (less, WHOLE)):
        (change,) = changes(held(pair[0]), held(pair[1])).all
        assert {one.name for one in change.differences} == {key}


IDS = st.sampled_from("abcdef")
RECORD = st.builds(
    lambda id_, start, replaces, at: feature(id_, at, start=start, replaces=replaces),
    IDS,
    st.sampled_from(["2024", "2024-09"]),
    st.lists(IDS, max_size=2),
    st.sampled_from([None, point(5, 72), point(180, 72), point(-180, 72)]),
)
STATE = st.lists(RECORD, max_size=5, unique_by=lambda f: f["id"]).map(lambda some: held(*some))


@given(STATE, st.randoms())
def test_a_state_differs_in_nothing_from_itself_in_another_order_and_spelling(
    state: RawRecords, random: Any
) -> None:
    order = list(state.records)
    random.shuffle(order)
    other = {
        id_: {k: deepcopy(state.records[id_][k]) for k in reversed(state.records[id_])}
        for id_ in order
    }
    for one in other.values():
        one["properties"] = dict(reversed(one["properties"].items()))
        if one["geometry"]:
            one["geometry"]["coordinates"] = [float(v) for v in one["geometry"]["coordinates"]]
    found = changes(state, RawRecords(other))
    assert (found.all, found.same) == ((), len(order))


MIRRORED = {"added": "removed", "removed": "added", "changed": "changed"}


@given(STATE, STATE)
def test_seen_from_the_other_side_what_came_has_gone(old: RawRecords, new: RawRecords) -> None:
    there, back = changes(old, new), changes(new, old)
    assert there.same == back.same
    seen = {
        (
            MIRRORED[c.verdict],
            c.id,
            c.replaces,
            c.replaced_by,
            frozenset(d.name for d in c.differences),
        )
        for c in there.all
    }
    assert seen == {
        (c.verdict, c.id, c.replaces, c.replaced_by, frozenset(d.name for d in c.differences))
        for c in back.all
    }
    # An oracle that knows nothing of how it is made: what is in one and not in the other.
    added = {c.id for c in there.all if c.verdict == "added"}
    removed = {c.id for c in there.all if c.verdict == "removed"}
    assert added == set(new.records) - set(old.records)
    assert removed == set(old.records) - set(new.records)
    assert len(old.records) == len(removed) + there.same + there.counts.get("record", {}).get(
        "changed", 0
    )


def test_a_record_that_replaces_another_is_told_as_such() -> None:
    was = feature("old", point(5, 72), start="2024")
    now = feature("new", point(5, 73), start="2024-09", replaces="old")
    found = changes(held(was), held(now))
    added, removed = found.all
    assert (added.verdict, added.id, added.replaces) == ("added", "new", ("old",))
    assert [d.path for d in added.differences] == ["geometry", "start"]
    assert (removed.id, removed.replaced_by, removed.differences) == ("old", "new", ())


def test_of_several_that_one_replaces_no_difference_is_told() -> None:
    heir = feature("c", replaces=["a", "b", "gone"])
    added, *removed = changes(held(feature("a"), feature("b")), held(heir)).all
    assert (added.replaces, added.differences) == (("a", "b"), ())
    assert [c.replaced_by for c in removed] == ["c", "c"]


def test_what_was_replaced_before_is_no_news() -> None:
    heir, other = feature("b", replaces="a"), feature("c", replaces="a")
    (added,) = changes(held(feature("a"), heir), held(feature("a"), heir, other)).all
    assert (added.id, added.replaces) == ("c", ())


def test_history_is_told_too() -> None:
    old = feature("a", review="draft")
    new = feature("a", review="reviewed", revisions=[{"what": "reviewed", "by": "Ola"}])
    (change,) = changes(held(old), held(new)).all
    assert [str(d) for d in change.differences] == [
        "review: 'draft' → 'reviewed'",
        "revisions/0: added 'reviewed'",
    ]


def test_layers_and_tables_are_told_by_name() -> None:
    sea = feature("sea", point(5, 72), name="Sea")
    old = held(
        layers={"regions": {"sea": sea}, "boundaries": {"b": feature("b")}},
        tables={"maps/m.toml": {"select": {"themes": ["air"]}}, "geotrack.toml": {"format": 1}},
    )
    new = held(
        layers={"regions": {"sea": feature("sea", point(5, 73), name="Sea")}, "boundaries": {}},
        tables={
            "maps/m.toml": {"select": {"themes": ["air", "naval"]}},
            "seeds/s.toml": {"title": "A report"},
            "geotrack.toml": {"format": 1.0},
        },
    )
    found = changes(old, new)
    assert told(found) == [
        "changed region sea",
        "removed boundary b",
        "added report s",
        "changed map m",
    ]
    assert [str(d) for c in found.all for d in c.differences] == [
        "geometry: moved 111.6 km, 72° N 5° E → 73° N 5° E",
        "select.themes/1: added 'naval'",
    ]
    assert found.whole
    assert found.counts["map"] == {"changed": 1}


@pytest.mark.parametrize("alone", [0, 1])
def test_records_alone_are_compared_with_records_alone(alone: int) -> None:
    sides = [held(feature("a"), layers={"regions": {"x": feature("x")}}, tables={"": {}})] * 2
    sides[alone] = held(feature("b"))
    found = changes(*sides)
    assert {c.kind for c in found.all} == {"record"}
    assert not found.whole
