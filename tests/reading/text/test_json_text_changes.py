"""A changed file is read as if it were read whole: what it shares with its old text is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from geotrack.findings import Finding
from geotrack.model.limits import Limits
from geotrack.reading import read_events
from geotrack.reading.text.feature_spans import spans_of
from geotrack.reading.text.json_text import Json, parse_change, parse_json
from tests.records import collection, feature, point

LIMITS = Limits()
FEATURES: list[dict[str, Any]] = [feature(f"2024-{n}", point(20, 70 + n)) for n in range(6)]
# What an editor, a merge or a broken disk may leave.
PIECES = st.lists(
    st.sampled_from(
        ['{"a": 1}', ",", "]", "[", "}", "{", '"', '"x": ', "null", ".5", "-", "1e999", " ", "\n",
         '{"a": 1, "a": 2}', '"\\ud800"', "ø", "NaN", '"features": [', "e5", "\ufeff", "\\"]
    ),
    max_size=4,
).map("".join)  # fmt: skip


def change(old: str, new: str) -> tuple[Json, Any] | None:
    value = json.loads(old)
    return parse_change(new.encode(), Json("a", old, value, limits=LIMITS), spans_of(old))


def exactly(value: Any) -> str:
    return json.dumps(value)


@settings(max_examples=200)
@given(
    st.integers(0, 9),
    st.sampled_from([None, 0, 2]),
    st.dictionaries(st.sampled_from(["name", "a]"]), st.sampled_from([[], "]}", 1]), max_size=2),
    st.tuples(st.integers(0, 400), st.integers(0, 60)),
    PIECES,
)
@example(2, None, {}, (52, 0), ".5")
def test_whatever_is_changed_in_a_text_is_read_as_a_whole_reading_does(
    count: int, indent: int | None, members: dict[str, Any], cut: tuple[int, int], piece: str
) -> None:
    small = [{"type": "Feature", "id": n} for n in range(count)]
    old = json.dumps({"type": "FeatureCollection", **members, "features": small}, indent=indent)
    at = cut[0] % (len(old) + 1)
    new = old[:at] + piece + old[at + cut[1] :]
    found = change(old, new)
    if found is None:
        return  # read whole
    whole = parse_json(new.encode(), "a", LIMITS)
    assert not isinstance(whole, Finding)
    assert not whole.slips
    assert (found[0].text, exactly(found[0].value)) == (whole.text, exactly(whole.value))
    assert found[1] == spans_of(new)


@given(
    st.dictionaries(
        st.integers(0, 5), st.sampled_from(["", ' {"type": "Feature"}']), min_size=1, max_size=2
    ),
    st.sampled_from([None, 2]),
)
def test_a_feature_that_has_not_changed_is_the_same_object(
    changed: dict[int, str], indent: int | None
) -> None:
    old = json.dumps(collection(*FEATURES), indent=indent)
    spans = spans_of(old)
    new = old
    for n in sorted(changed, reverse=True):
        new = new[: spans.starts[n]] + (changed[n] or "{}") + new[spans.ends[n] :]
    value = json.loads(old)
    found = parse_change(new.encode(), Json("a", old, value, limits=LIMITS), spans)
    between = range(min(changed, default=6), max(changed, default=-1) + 1)
    if len(between) > 3:
        return  # little is left
    assert found is not None
    for n, (one, other) in enumerate(
        zip(value["features"], found[0].value["features"], strict=True)
    ):
        assert n in between or one is other


def test_a_changed_file_is_read_with_the_records_that_it_had(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(collection(*FEATURES), indent=1), encoding="utf-8")
    before = read_events(path, "a")
    text = path.read_text(encoding="utf-8")
    faulty = text.replace('"2024-3"', "3.5", 1).replace("[\n     20,\n     74", "[\n     20,\n 740")
    for new in (text.replace('"2024-3"', '"new"', 1), faulty, "\ufeff" + text.replace("20", "21")):
        path.write_text(new, encoding="utf-8")
        after, whole = read_events(path, "a", known=before), read_events(path, "a")
        assert after == whole
        assert all(
            one.record is other.record
            for one, other in zip(before.records, after.records, strict=False)
            if one == other
        )
