"""Sequences of Features are read like a collection: right lines, right pointers, none hidden."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.reading import Read, read_events
from geotrack.reading.text.json_text import Json, parse_json
from tests.records import collection, feature, point

A, WRONG, C = feature("a", point(10, 80)), feature("b", title=5), feature("c", title="Å \u2028 ø")


def by_lines(features: list[Any]) -> str:
    return "".join(json.dumps(f, ensure_ascii=False) + "\n" for f in features)


def separated(features: list[Any]) -> str:
    return "".join(f"\x1e{json.dumps(f, ensure_ascii=False)}\n" for f in features)


FORMS: dict[str, Callable[[list[Any]], str]] = {
    "lines": by_lines,
    "separated": separated,
    "no last line end": lambda features: by_lines(features).rstrip(),
    "blank lines between": lambda features: by_lines(features).replace("\n", "\n\n"),
    "windows": lambda features: by_lines(features).replace("\n", "\r\n"),
    "byte order mark": lambda features: "\ufeff" + by_lines(features),
    "mark and separators": lambda features: "\ufeff" + separated(features),
    "two separators": lambda features: separated(features).replace("\x1e", "\x1e\x1e"),
    "indented": lambda features: "".join(f"\x1e{json.dumps(f, indent=1)}\n" for f in features),
}


def of(folder: Path, text: str) -> Read[Any]:
    path = folder / "x"
    path.write_text(text, "utf-8", newline="")
    return read_events(path, "x")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_sequence_gives_the_records_of_the_collection(
    tmp_path: Path, form: str
) -> None:
    text = FORMS[form]([A, WRONG, C])
    found = of(tmp_path, text)
    whole = of(tmp_path, json.dumps(collection(A, WRONG, C)))
    assert [r.record.feature for r in found.records] == [A, C]
    assert [r.pointer for r in found.records] == ["/features/0", "/features/2"]
    (told,) = found.findings
    assert (told.pointer, told.message) == (whole.findings[0].pointer, whole.findings[0].message)
    assert told.line == text[: text.index('"title": 5')].count("\n") + 1


def test_every_broken_line_is_told_and_the_good_ones_are_read(tmp_path: Path) -> None:
    good = json.dumps(A)
    text = f'{good}\n{{"type": "Feature",\n\n{json.dumps(C)}\nnonsense\n{good},\n'
    found = of(tmp_path, text)
    assert [r.record.id for r in found.records] == ["a", "c"]
    assert [(f.line, f.pointer, f.rule) for f in found.findings] == [
        (2, "/features/1", "json-syntax"),
        (5, "/features/3", "json-syntax"),
        (6, "/features/4", "json-syntax"),
    ]
    assert str(found.findings[1]) == (
        "x:5: /features/3: not JSON: expecting value, at column 1; mend the text there"
    )


def test_a_broken_first_line_hides_no_other(tmp_path: Path) -> None:
    found = of(tmp_path, f'{{"type": "Feature", "id"\n{json.dumps(A)}\n{json.dumps(C)}\n')
    assert [r.record.id for r in found.records] == ["a", "c"]
    assert [f.line for f in found.findings] == [1]


def test_a_record_broken_in_the_middle_is_told_on_the_line_of_the_fault(tmp_path: Path) -> None:
    text = separated([A]) + "\x1e{\n\n 5\n}\n" + separated([C])
    found = of(tmp_path, text)
    assert [(f.line, f.pointer) for f in found.findings] == [(4, "/features/1")]
    assert [r.record.id for r in found.records] == ["a", "c"]


def test_slips_and_values_of_other_kinds_are_told_in_a_sequence_too(tmp_path: Path) -> None:
    slip = json.dumps(feature("n", speed=1)).replace('"speed": 1', '"speed": NaN, "speed": 2')
    found = of(tmp_path, f"{json.dumps(A)}\n{slip}\n5\n{json.dumps(point(1, 80))}\n")
    assert [r.record.id for r in found.records] == ["a"]
    assert [(f.line, f.pointer, f.rule) for f in found.findings] == [
        (2, "/features/1/properties/speed", "json-number"),
        (2, "/features/1/properties/speed", "json-duplicate-key"),
        (3, "/features/2", "feature"),
        (4, "/features/3", "feature"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "FeatureCollection", "features": []}\n}\n',
        '{\n"type": "FeatureCollection",\n"features": [\n'
        + ",\n".join([json.dumps(A)] * 3)
        + "\n]\n",
        '"a"\n"b"\n',
        "[1]\n[2]\n",
    ],
)
def test_a_broken_file_of_another_form_is_no_sequence(tmp_path: Path, text: str) -> None:
    found = of(tmp_path, text)
    assert [f.rule for f in found.findings] == ["json-syntax"]
    assert found.findings[0].pointer == ""


def test_one_line_alone_is_a_feature(tmp_path: Path) -> None:
    read = parse_json(by_lines([A]).encode(), "x")
    assert isinstance(read, Json)
    assert not read.is_sequence
    assert len(of(tmp_path, by_lines([A])).records) == 1
    separate = parse_json(separated([A]).encode(), "x")
    assert isinstance(separate, Json)
    assert separate.is_sequence


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.sampled_from([json.dumps(A), json.dumps(C), json.dumps(A, indent=1), "", " ", "5"]),
            st.text(alphabet='{}[]":,\\ud8001e9N\x1e\n ', max_size=12),
            st.text(max_size=8),
            st.sampled_from("\x1c\x1f\x0b\x85\xa0\u2028\ufeff"),
        )
    ),
    st.sampled_from(["\n", "\x1e", "\r\n", "\n\x1e"]),
)
def test_whatever_stands_between_good_records_nothing_raises(
    tmp_path: Path, texts: list[str], between: str
) -> None:
    path = tmp_path / "x"
    path.write_bytes(between.join(texts).encode("utf-8", "surrogatepass"))
    lines = path.read_bytes().count(b"\n") + 1
    for finding in read_events(path, "x").findings:
        assert finding.line is None or 1 <= finding.line <= lines
        json.dumps(finding.to_json(), allow_nan=False)
