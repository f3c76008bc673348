"""A changed file is read as if nothing were stored of it, and little of it is parsed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.index import changed_files, sequence_blocks, stored_reads
from geotrack.index.attributes import NUMBERS, SHARED, TEXTS
from geotrack.index.file_parts import MOST_KEPT
from geotrack.index.record_rows import LocatedRecords
from geotrack.index.store import RecordIndex
from geotrack.index.stored_reads import StoredRead
from geotrack.model.limits import Limits
from geotrack.reading import Read, read_events
from geotrack.taxonomy import built_in_taxonomy
from tests.records import feature, point

LINE = {"type": "LineString", "coordinates": [[5, 71], [15, 73]]}
PLACE = {"precision": "near", "radius_km": 30}
FEATURES = [
    json.dumps(one, ensure_ascii=False)
    for one in (
        feature("a1", point(5, 72), place=PLACE),
        feature("a2", LINE, replaces="a1", title="Nordøst–patrol"),
        feature("a3", None, place={"regions": ["west"]}, part_of="a1"),
        feature("a4", None, tittle="x"),
        feature("a5", point(5, 95)),
        feature("a6", None, column=1),
        {"type": "Feature", "geometry": None, "properties": {"a": 1}},
        7,
    )
]
SOUND = FEATURES[:3]
PIECES = [
    *FEATURES,
    ",",
    "]",
    "}",
    '"',
    "ø",
    "\n",
    '"x": [',
    '{"a": 1, "a": 2}',
    '"features": [',
    "7",
]


FORMS = [
    ('{"type": "FeatureCollection", "features": [', ",", "]}"),
    ('{"features": [', " ,\n", '], "type": "FeatureCollection"}'),
    ("", "\n", "\n"),
    ("\ufeff", "\n", "\n"),
    ('\ufeff{"features": [', ",\n", "]}"),
    ("\n ", "\r\n\n", ""),
    ("\x1e", "\n\x1e", "\n"),
    (" \x1e", "\x1e\x1e\n", ""),
]
"""What stands before, between and after the Features of collections and sequences."""


def _text(features: list[str], form: tuple[str, str, str] = FORMS[1]) -> str:
    before, between, after = form
    return f"{before}{between.join(features)}{after}"


def _values(read: Read[Any]) -> Any:
    rows = np.arange(len(read.records))
    table = LocatedRecords([read.records], rows).table
    shared = {name: table.shared(name) for name in SHARED}
    return (
        [(json.dumps(one.record.feature), repr(one.record), one.pointer) for one in read.records],
        [finding.to_json() for finding in read.findings],
        read.spans if read.records and read.records[0].pointer else None,
        {name: table.numbers(name).tolist() for name in NUMBERS if name != "bounds"},
        {name: table.texts(name) for name in TEXTS},
        {name: [one.values[code] for code in one.codes] for name, one in shared.items()},
    )


def _is_read_alike(folder: Path, first: str, then: str, limits: Limits | None = None) -> Read[Any]:
    limits = limits or Limits()
    path, taxonomy = folder / "a.geojson", built_in_taxonomy()
    index = RecordIndex(folder / "index", b"key", lambda *_: True)
    for text in (first, then):
        path.write_bytes(text.encode())
        read = index.read(path, "a.geojson", limits, taxonomy, folder)
    expected = read_events(path, "a.geojson", limits, taxonomy=taxonomy)
    for found in (read, index.read(path, "a.geojson", limits, taxonomy, folder)):
        assert repr(_values(found)) == repr(_values(expected))
    by_blocks = RecordIndex(folder / "by-blocks", b"key", lambda *_: True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequence_blocks, "_BLOCK", 800)
        token = MOST_KEPT.set(0)
        for _ in range(2):
            found = by_blocks.read(path, "a.geojson", limits, taxonomy, folder)
            assert repr(_values(found)) == repr(_values(expected))
        MOST_KEPT.reset(token)
    return read


@given(
    features=st.lists(st.sampled_from(FEATURES), max_size=8),
    then=st.lists(st.sampled_from(FEATURES), max_size=8),
    form=st.sampled_from(FORMS),
    other=st.none() | st.sampled_from(FORMS),
)
def test_any_features_are_read_as_without_an_index(
    features: list[str],
    then: list[str],
    form: tuple[str, str, str],
    other: tuple[str, str, str] | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("change")
    _is_read_alike(folder, _text([*SOUND, *features], form), _text(then, other or form))


@given(
    place=st.integers(0, 2000),
    length=st.integers(0, 900),
    piece=st.lists(st.sampled_from(PIECES), max_size=3).map("".join),
    form=st.sampled_from(FORMS),
)
def test_any_edit_of_the_text_is_read_as_without_an_index(
    place: int,
    length: int,
    piece: str,
    form: tuple[str, str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("edit")
    text = _text([FEATURES[0], FEATURES[6], *SOUND[1:], FEATURES[0], FEATURES[4]], form)
    place %= len(text)
    _is_read_alike(folder, text, text[:place] + piece + text[place + length :])


def _parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list of the sizes of texts that will be parsed."""
    sizes: list[int] = []
    parse = changed_files.parse_json

    def noted(raw: bytes, *given: Any, **named: Any) -> Any:
        sizes.append(len(raw))
        return parse(raw, *given, **named)

    monkeypatch.setattr(changed_files, "parse_json", noted)
    monkeypatch.setattr("geotrack.index.store.parse_json", None)
    return sizes


@pytest.mark.parametrize(
    ("changed", "form"), [(0, FORMS[0]), (25, FORMS[1]), (49, FORMS[2]), (25, FORMS[6])]
)
def test_features_that_have_not_changed_are_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: int, form: tuple[str, str, str]
) -> None:
    listed = [json.dumps(feature(f"r{n:03}", title="x" * 500)) for n in range(50)]
    first = _text(listed, form)
    listed[changed] = listed[changed].replace("xxx", "yøy")
    path, taxonomy = tmp_path / "a.geojson", built_in_taxonomy()
    index = RecordIndex(tmp_path / "index", b"key", lambda *_: True)
    path.write_text(first, "utf-8")
    _ = index.read(path, "a.geojson", Limits(), taxonomy, tmp_path)
    path.write_text(_text(listed, form), "utf-8")
    sizes = _parsed(monkeypatch)
    read = index.read(path, "a.geojson", Limits(), taxonomy, tmp_path)
    assert isinstance(read, StoredRead)
    assert sizes
    assert max(sizes) < len(first) / 5
    built: list[Any] = []
    build = stored_reads.record_of_feature
    monkeypatch.setattr(
        stored_reads, "record_of_feature", lambda *given: built.append(given) or build(*given)
    )
    assert "yøy" in read.records[changed].record.title
    assert built == []
    assert [one.record.id for one in read.records] == [f"r{n:03}" for n in range(50)]
    assert len(built) == 49


@pytest.mark.parametrize(
    "limits",
    [
        {"features": 3},
        {"file_vertices": 3},
        {"vertices": 1},
        {"values": 60},
        {"findings": 1},
        {"depth": 5},
        {"depth": 6},
    ],
)
def test_limits_are_those_of_the_whole_file(tmp_path: Path, limits: dict[str, int]) -> None:
    more = [FEATURES[0], FEATURES[3], FEATURES[3], FEATURES[1]]
    for form in FORMS:
        _is_read_alike(tmp_path, _text(SOUND, form), _text([*SOUND, *more], form), Limits(**limits))


def test_features_over_several_lines_are_no_sequence(tmp_path: Path) -> None:
    listed = [json.dumps(json.loads(one), indent=1) for one in SOUND]
    read = _is_read_alike(tmp_path, _text(listed), "\n".join(listed))
    assert not isinstance(read, StoredRead)


def test_a_file_of_which_no_record_shows_its_form_is_read_whole(tmp_path: Path) -> None:
    bare = json.loads(FEATURES[2])
    bare["properties"] = {"title": "A", "type": "naval/patrol", "start": "2024", "sources": "b"}
    other = json.loads(json.dumps(bare))
    other["id"], other["properties"]["source_x"] = "b2", 1
    bare["id"] = "b1"
    first = _text([json.dumps(bare), json.dumps(other)])
    _is_read_alike(tmp_path, first, _text([json.dumps(other)]))


def test_an_entry_names_no_feature_of_the_word_in_its_place(tmp_path: Path) -> None:
    read = _is_read_alike(tmp_path, _text(SOUND), _text([*SOUND, '"x 0"', *SOUND]))
    assert len(read.records) == 6
