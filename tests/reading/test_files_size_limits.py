"""Hostile files end in a clear refusal that names the limit, in bounded memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.findings import Finding
from geotrack.model.limits import Limits
from geotrack.reading import read_events
from geotrack.reading.features import events_in
from geotrack.reading.files import over_limit, vertices_of
from geotrack.reading.text.json_text import parse_json
from tests.children import child
from tests.records import collection, feature, point, polygon

SMALL = Limits(
    file_mb=0.01, values=200, depth=8, text=100, features=3, vertices=6, file_vertices=10
)
WHOLE = json.dumps(
    collection(feature("a", polygon([0, 80], [10, 80], [10, 85]), tags=["x"])), indent=1
).encode()


def refusals(folder: Path, value: Any, limits: Limits = SMALL) -> list[str]:
    path = folder / "x"
    path.write_text(json.dumps(value))
    return [str(f) for f in read_events(path, "x", limits).findings]


def ring(count: int) -> list[list[float]]:
    return [[float(n), 80.0] for n in range(count - 2)] + [[0.0, 85.0], [0.0, 80.0]]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (
            collection(feature(note="x" * 99, more=["y" * 99] * 99)),
            "x: 0 MB is more than the limit of 0.01 MB; "
            "`geotrack split FILE` splits it, or raise limits.file_mb in geotrack.toml",
        ),
        (
            collection(feature(n=[1] * 200)),
            "x: it holds more than 200 values; "
            "`geotrack split FILE` splits it, or raise limits.values in geotrack.toml",
        ),
        (
            collection(feature(n=[[[[[1]]]]])),
            "x: the text is nested more than 8 levels deep; GeoJSON needs about a dozen; "
            "if it must be, raise limits.depth in geotrack.toml",
        ),
        (
            collection(feature(title="x" * 101)),
            "x:1: a text of 101 bytes is longer than the limit of 100; "
            "shorten it, or raise limits.text in geotrack.toml",
        ),
        (
            collection(feature(**{'"' * 60: 1})),
            "x:1: a text of 120 bytes is longer than the limit of 100; "
            "shorten it, or raise limits.text in geotrack.toml",
        ),
        (
            collection(*map(feature, "abcd")),
            "x:1: 4 Features are more than the limit of 3; "
            "`geotrack split FILE` splits it, or raise limits.features in geotrack.toml",
        ),
        (
            collection(*(feature(c, polygon(*ring(4)[:-1])) for c in "abc")),
            "x:1: 12 positions are more than the limit of 10; "
            "`geotrack split FILE` splits it, or raise limits.file_vertices in geotrack.toml",
        ),
        (
            collection(feature("a", polygon(*ring(7)[:-1])), feature("b", point(1, 80))),
            "x:1: /features/0/geometry: a geometry of 7 positions is over the limit of 6; "
            "simplify it, or raise limits.vertices in geotrack.toml",
        ),
    ],
)
def test_each_limit_is_told_with_its_key(tmp_path: Path, value: Any, line: str) -> None:
    assert refusals(tmp_path, value) == [line]


def test_what_is_at_the_limits_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    shape = polygon(*ring(6)[:-1])
    path.write_text(json.dumps(collection(feature("a", shape, title="x" * 100, n=[[[[1]]]]))))
    assert len(read_events(path, "x", SMALL).records) == 1


def test_brackets_and_commas_in_texts_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "x"
    text = '\\"[[[[[[[[[,,,,\\\\'
    many = {f"k{n}": text for n in range(30)}
    path.write_text(json.dumps(collection(feature(**many, start="2024"))))
    found = read_events(path, "x", Limits(values=200, depth=8, text=100))
    assert len(found.records) == 1


def test_a_record_with_a_geometry_too_long_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x"
    long = feature("a", polygon(*ring(7)[:-1]))
    path.write_text(json.dumps(collection(long, feature("b", point(1, 80)))))
    assert [r.record.id for r in read_events(path, "x", SMALL).records] == ["b"]


def test_more_faults_than_are_told_end_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(json.dumps(collection(feature("good"), *[5] * 20)))
    found = read_events(path, "x", Limits(findings=3))
    assert [r.record.id for r in found.records] == ["good"]
    assert [f.rule for f in found.findings] == ["feature"] * 3 + ["file-findings"]
    assert str(found.findings[-1]) == (
        "x:1: more than 3 faults: the rest is not read; "
        "mend these first, or raise limits.findings in geotrack.toml"
    )
    path.write_text(json.dumps(collection(feature(n=[float("nan")] * 20))))
    assert [f.rule for f in read_events(path, "x", Limits(findings=3)).findings] == [
        "file-findings"
    ]


@pytest.mark.parametrize(
    ("geometry", "count"),
    [
        (None, 0),
        (point(1, 80), 1),
        ({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, 2),
        ({"type": "MultiPolygon", "coordinates": [[ring(5), ring(4)], [ring(6)]]}, 15),
        ({"type": "GeometryCollection", "geometries": [point(1, 2), polygon(*ring(4)[:-1])]}, 5),
        ({"type": "Polygon", "coordinates": "x"}, 0),
        ({"type": "Polygon", "coordinates": [[], [[]], {}]}, 0),
    ],
)
def test_positions_are_counted(geometry: Any, count: int) -> None:
    assert vertices_of(geometry) == count


@given(st.text(alphabet='[]{}",\\x'), st.integers(1, 6), st.integers(1, 6))
def test_bytes_are_judged_as_a_parser_would(text: str, depth: int, long: int) -> None:
    """Against a walk letter by letter, on whatever text."""
    inside = escaped = False
    height = deepest = length = longest = 0
    for letter in text:
        if inside:
            if escaped or letter == "\\":
                escaped = not escaped
            elif letter == '"':
                inside = False
                continue
            length += 1
            longest = max(longest, length)
        elif letter == '"':
            inside, length = True, 0
        elif letter in "[{":
            height += 1
            deepest = max(deepest, height)
        elif letter in "]}":
            height -= 1
        elif letter == "\\":
            return  # no JSON: then the parser tells
    finding = over_limit(text.encode(), "x", Limits(depth=depth, text=long))
    rule = "text-length" if longest > long else "json-depth" if deepest > depth else None
    assert (finding.rule if finding else None) == rule


@given(
    st.binary()
    | st.lists(
        st.sampled_from([*b'{}[]":,\\\n\x1e\xff\x00', *b"0-eNIu9"]) | st.integers(0, 255)
    ).map(bytes)
    | st.tuples(st.integers(0, 700), st.binary(max_size=4)).map(
        lambda cut: WHOLE[: cut[0]] + cut[1] + WHOLE[cut[0] + len(cut[1]) :]
    ),
    st.sampled_from([Limits(), SMALL, Limits(values=1, depth=1, text=1, findings=1)]),
)
def test_no_bytes_raise_whatever_the_limits(raw: bytes, limits: Limits) -> None:
    read = parse_json(raw, "x", limits)
    findings = (read,) if isinstance(read, Finding) else events_in(read).findings
    for finding in findings:
        str(finding).encode()
        json.dumps(finding.to_json(), allow_nan=False)


# The child evaluates each: its text, the rule that refuses it, and limits other than the default.
HOSTILE: dict[str, tuple[str, ...]] = {
    "a million levels of lists": ("b'[' * 1_000_000", "json-depth"),
    "levels that close": ("b'[' * 1_000_000 + b']' * 1_000_000", "json-depth"),
    "more that close than open": ("b'[' * 1_000_000 + b']' * 2_000_000", "json-depth"),
    "a million levels of objects": ("b'{\"a\":' * 1_000_000", "json-depth"),
    "a million levels on one line of many": (
        "GOOD + b'\\n' + b'[' * 1_000_000 + b'\\n' + GOOD",
        "json-depth",
    ),
    "a number of a million digits": (
        "WHOLE.replace(b'\"2024-09-28\"', b'9' * 1_000_000)",
        "json-number",
    ),
    "a fraction of a million digits": (
        "WHOLE.replace(b'\"2024-09-28\"', b'0.' + b'3' * 1_000_000)",
        "kind",
    ),
    "a whole fraction of a million digits": (
        "WHOLE.replace(b'\"2024-09-28\"', b'3' * 1_000_000 + b'.0')",
        "json-number",
    ),
    "a key of ten million letters": (
        "WHOLE.replace(b'\"start\"', b'\"' + b'k' * 10_000_000 + b'\":1, \"start\"')",
        "text-length",
    ),
    "a text of ten million escapes": (
        "WHOLE.replace(b'A patrol', b'\\\\\"' * 10_000_000)",
        "text-length",
    ),
    "ten million empty features": (
        "b'{\"type\": \"FeatureCollection\", \"features\": [' + b'{},' * 10_000_000 + b'{}]}'",
        "file-values",
    ),
    "ten million empty lines": ("GOOD + b'\\n{}' * 10_000_000", "file-values"),
    "thirty million lines": ("b'1\\n' * 30_000_000", "json-syntax"),
    "thirty million lines after a good one": (
        "(GOOD + b'\\n') * 20 + b'x\\n' * 30_000_000",
        "json-syntax",
    ),
    "a million broken lines": ("(GOOD + b'\\n') * 20 + b'x\\n' * 1_000_000", "file-findings"),
    "thirty million separators": ("b'\\x1e1' * 30_000_000", "json-syntax"),
    "a million empty features": (
        "b'{\"type\": \"FeatureCollection\", \"features\": [' + b'{},' * 1_000_000 + b'{}]}'",
        "file-features",
    ),
    "two million positions": (
        'WHOLE.replace(b\'"geometry": null\', b\'"geometry": {"type": "MultiPoint", \''
        " b'\"coordinates\": [' + b'[1,80],' * 1_300_000 + b'[1,80]]}')",
        "file-positions",
    ),
    "ten thousand wrong positions": (
        'WHOLE.replace(b\'"geometry": null\', b\'"geometry": {"type": "MultiPoint", \''
        " b'\"coordinates\": [' + b'[1,99],' * 10_500 + b'[1,80]]}')",
        "file-findings",
        "findings=10_000",
    ),
    "a million numbers that are none": (
        "WHOLE.replace(b'\"2024-09-28\"', b'[' + b'NaN,' * 1_000_000 + b'1]')",
        "file-findings",
        "findings=10_000",
    ),
    "a million wrong tags": (
        "WHOLE.replace(b'\"start\"', b'\"tags\": [' + b'1,' * 1_000_000 + b'1], \"start\"')",
        "record-faults",
    ),
    "a hundred thousand columns": (
        "WHOLE.replace(b'\"start\"', b''.join(b'\"k%d\":1,' % n for n in range(100_000))"
        " + b'\"start\"')",
        "unknown-property",
    ),
    "more than a file may have": ("b' ' * 65_000_000", "file-size"),
}
# One process for all, which forks a child for each text: what they import takes longest to load.
SERVER = """
import json, os, resource, sys
from geotrack.findings import Finding
from geotrack.model.limits import Limits
from geotrack.reading.features import events_in
from geotrack.reading.text.json_text import parse_json
from tests.records import collection, feature

GOOD = json.dumps(feature()).encode()
WHOLE = json.dumps(collection(feature())).encode()

def judge(raw, limits=""):
    resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    read = parse_json(eval(raw), "x", eval(f"Limits({limits})"))
    findings = (read,) if isinstance(read, Finding) else events_in(read).findings
    assert all(len(str(f)) < 1000 for f in findings)
    print(findings[-1].rule, flush=True)

for line in sys.stdin:
    child = os.fork()
    if not child:
        judge(*json.loads(line))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def judge() -> Iterator[Callable[..., list[str]]]:
    """Return what a process says that reads a text within bounds, to its end."""
    # Each thread of a library would reserve address space of its own.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    command = [sys.executable, "-c", SERVER]
    with child(command, cwd=ROOT, env=environment, text=True, **pipes) as server:

        def said(*text_and_limits: str) -> list[str]:
            assert server.stdin
            assert server.stdout
            server.stdin.write(json.dumps(text_and_limits) + "\n")
            server.stdin.flush()
            lines = [server.stdout.readline()]
            while lines[-1] and not lines[-1].startswith("ended "):
                lines.append(server.stdout.readline())
            return [line.strip() for line in lines]

        yield said


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_in_bounded_memory_and_time(
    name: str, judge: Callable[..., list[str]]
) -> None:
    raw, rule, *limits = HOSTILE[name]
    assert judge(raw, *limits) == [rule, "ended 0"]
