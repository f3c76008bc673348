"""The index never changes an answer, whatever happens to files and to its own."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextvars import copy_context
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import Period
from geotrack.index import file_states, stored_reads
from geotrack.index.cache_folder import IS_OFF, user_folder
from geotrack.index.entry_file import SUFFIX
from geotrack.index.file_parts import IN_PARTS, MOST_KEPT
from geotrack.index.stored_reads import StoredRead
from geotrack.queries import Query, count_by, select
from geotrack.workspace import Workspace, check, open_workspace
from geotrack.workspace.diff.states import state_of_workspace
from tests.index.small_files import index_few
from tests.records import collection, feature, point, region, sector, written

ROOT = Path(__file__).parents[2]
QUESTIONS = (
    Query(),
    Query(regions="west", period=Period.parse("2024", "2024")),
    Query(actors="NO", text="patrol"),
)
PLACE = {"precision": "near", "radius_km": 30}
LINE = {"type": "LineString", "coordinates": [[5, 71], [15, 73]]}
# In some of the same size an id or a letter differs.
CONTENTS = [
    json.dumps(collection(*features), ensure_ascii=False)
    for features in (
        [feature("a1", point(5, 72), place=PLACE), feature("a2", LINE, replaces="a1")],
        [feature("a1", point(5, 72), place=PLACE), feature("a3", LINE, replaces="a1")],
        [feature("a1", point(5, 75), place=PLACE), feature("a2", LINE, replaces="b1")],
        [feature("b1", None, place={"regions": ["west"]}, title="Nordøst–patrol", part_of="a1")],
        [feature("b1", None, start="2024-13"), feature("b2", actors={"name": "FSB", "x": 1})],
        [feature("b1", None, start="2024-1x"), feature("b2", actors={"name": "FSB", "y": 1})],
        [feature("c1", point(5, 95)), feature("c2"), feature("c2"), {"type": "Feature"}],
        [feature("d1", marking="SECRET"), feature("d2", place={"regions": ["unknown"]})],
    )
]
CONTENTS += ["", "{", "[]", CONTENTS[0].replace('"id"', '"id": "x", "id"'), "\ufeff" + CONTENTS[3]]
CONTENTS += [
    "\n".join(json.dumps(feature(f"l{n}"), ensure_ascii=False) for n in range(3)),
    "".join(f"\x1e{json.dumps(feature(f's{n}', marking='SECRET' * n))}\n" for n in range(3)),
]
FILES = ("a.geojson", "b.geojson", "c.json")


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layers")
    written(folder / "regions.geojson", region("west", sector(0, 10, 70, 74)))
    return folder


@pytest.fixture
def folder(tmp_path: Path, layers: Path, index_folder: Path) -> Path:
    """A workspace of which the index, in `index_folder`, is used."""
    folder = tmp_path / "w"
    _start(folder, layers)
    return folder


def _start(folder: Path, layers: Path) -> None:
    shutil.copytree(layers, folder / "layers")
    (folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
    for name, text in zip(FILES, CONTENTS, strict=False):
        path = folder / "events" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def _answers(workspace: Workspace) -> dict[str, Any]:
    """Return all that can be asked of a workspace."""
    return {
        "records": [
            (json.dumps(one.record.feature), repr(one.record), one.file, one.pointer)
            for one in workspace.located
        ],
        "all": [[one.record.id for one in read.records] for read in workspace.event_reads],
        "texts": [read.text for read in workspace.event_reads],
        "state": repr(state_of_workspace(workspace)),
        "spans": [read.spans for read in workspace.event_reads if read.is_whole],
        "by id": {id_: event.title for id_, event in workspace.by_id.items()},
        "replaced": {old: event.id for old, event in workspace.replaced.items()},
        "current": [event.id for event in workspace.current],
        "findings": [f.to_json() for f in check(workspace, today=date(2024, 1, 1))],
        "others": [
            f.text("nb") for f in check(workspace, ignore=["place-ground", "place-regions"])
        ],
        "questions": [_found(workspace, query) for query in QUESTIONS],
        "counts": count_by(select(workspace, Query()), ("region", "month", "country")).cells,
    }


def _found(workspace: Workspace, query: Query) -> Any:
    found = select(workspace, query)
    unjudged = [[event.id for event in found.unplaced], [event.id for event in found.undated]]
    return found.ids, found.matches, *unjudged, [hit.why for hit in found.hits]


def _without(folder: Path) -> Workspace:
    token = IS_OFF.set(True)
    try:
        workspace = open_workspace(folder)
        _ = workspace.event_reads
        return workspace
    finally:
        IS_OFF.reset(token)


def _is_stored(folder: Path) -> list[bool]:
    return [isinstance(read, StoredRead) for read in open_workspace(folder).event_reads]


def _stays_right(folder: Path) -> None:
    expected = _answers(_without(folder))
    for _ in range(2):
        assert _answers(open_workspace(folder)) == expected


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all files were written long ago."""
    monkeypatch.setattr(file_states, "_SETTLED_NS", -(10**18))


@pytest.mark.parametrize("text", CONTENTS)
def test_answers_are_those_without_an_index(folder: Path, text: str) -> None:
    (folder / "events" / FILES[1]).write_text(text, "utf-8")
    _stays_right(folder)


def test_unchanged_files_are_neither_parsed_nor_are_all_records_built(
    folder: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _is_stored(folder) == [True] * 3
    monkeypatch.setattr("geotrack.index.store.parse_json", None)
    built: list[Any] = []
    build = stored_reads.record_of_feature
    monkeypatch.setattr(
        stored_reads, "record_of_feature", lambda *given: built.append(given) or build(*given)
    )
    opened = open_workspace(folder)
    assert opened.left_out == 0
    assert len(opened.events) == 3
    assert list(opened.by_id) == ["a1", "a2", "a3"]
    assert select(opened, Query(types="naval/patrol")).ids == []
    assert len(built) == 2  # those that replace others
    assert opened.by_id["a1"].title == "A patrol"
    assert len(built) == 3


def test_a_folder_opened_again_has_the_same_records_of_what_has_not_changed(
    folder: Path, settled: None
) -> None:
    first = open_workspace(folder)
    known = dict(first.by_id)
    again = open_workspace(folder, before=first)
    assert all(again.by_id[id_] is event for id_, event in known.items())
    path = folder / "events" / FILES[0]
    path.write_text(path.read_text("utf-8").replace("A patrol", "Other", 1), "utf-8")
    changed = open_workspace(folder, before=again)
    assert [id_ for id_, event in known.items() if changed.by_id[id_] is not event] == ["a1"]
    assert changed.by_id["a1"].title == "Other"


def _same_size(path: Path) -> None:
    about = path.stat()
    time.sleep(0.02)  # the clock of a file system may stand for some milliseconds
    path.write_text(path.read_text("utf-8").replace('"a2"', '"z2"'), "utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def _renamed(path: Path) -> None:
    path.replace(path.with_name("z.geojson"))


def _swapped(path: Path) -> None:
    other, spare = path.with_name(FILES[1]), path.with_name("spare")
    path.rename(spare)
    other.rename(path)
    spare.rename(other)


@pytest.mark.parametrize("change", [_same_size, _renamed, _swapped])
def test_a_change_of_a_settled_file_is_detected(folder: Path, settled: None, change: Any) -> None:
    before = _answers(open_workspace(folder))
    change(folder / "events" / FILES[0])
    assert _answers(open_workspace(folder)) == _answers(_without(folder)) != before


def test_a_file_that_was_new_when_it_was_stored_is_read_by_its_state_later(
    folder: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ = open_workspace(folder).event_reads
    first = {path: path.read_bytes() for path in index_folder.iterdir()}
    assert len(first) == 3
    _ = open_workspace(folder).event_reads
    assert {path: path.read_bytes() for path in index_folder.iterdir()} == first
    later = time.time_ns() + 3_000_000_000
    monkeypatch.setattr("geotrack.index.file_states.time.time_ns", lambda: later)
    _ = open_workspace(folder).event_reads
    assert all(path.read_bytes() != raw for path, raw in first.items())
    monkeypatch.setattr("geotrack.index.store.content_digest", None)
    assert len(open_workspace(folder).events) == 3


def test_a_file_that_its_state_hides_is_an_error_and_no_wrong_answer(
    folder: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ = open_workspace(folder).event_reads
    path = folder / "events" / FILES[0]
    state = file_states.state_of(path)
    path.write_text(path.read_text("utf-8").replace('"a1"', '"y1"'), "utf-8")
    monkeypatch.setattr("geotrack.index.store.state_of", lambda _: state)
    with pytest.raises(Exception, match="cache clear"):
        _ = open_workspace(folder).events[0]


@pytest.mark.parametrize("name", ["geotrack.toml", "taxonomy.toml", "seeds/r.toml"])
def test_another_setting_or_report_makes_other_entries(
    folder: Path, index_folder: Path, settled: None, name: str
) -> None:
    _ = open_workspace(folder).event_reads
    count = len(list(index_folder.iterdir()))
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        "format = 1\n[limits]\nfeatures = 1\n" if name == "geotrack.toml" else "", "utf-8"
    )
    _stays_right(folder)
    assert len(list(index_folder.iterdir())) >= count


def test_another_version_of_the_code_makes_other_entries(
    folder: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ = open_workspace(folder).event_reads
    monkeypatch.setattr("geotrack.index.store._program", lambda: b"another")
    _ = open_workspace(folder).event_reads
    assert len(list(index_folder.iterdir())) == 6


def test_a_folder_that_cannot_be_written_to_changes_nothing(
    folder: Path, index_folder: Path
) -> None:
    index_folder.parent.mkdir(parents=True)
    index_folder.write_text("a file", "utf-8")
    _stays_right(folder)


@st.composite
def _edits(draw: st.DrawFn) -> list[tuple[str, ...]]:
    names = st.sampled_from(FILES)
    edits = st.one_of(
        st.tuples(st.just("write"), names, st.sampled_from(CONTENTS)),
        st.tuples(st.just("touch"), names),
        st.tuples(st.just("remove"), names),
        st.tuples(st.just("swap"), names, names),
        st.tuples(st.just("copy"), names, names),
        st.tuples(st.just("truncate"), names),
        st.tuples(st.just("revert"), names),
        st.tuples(st.just("break"), st.sampled_from(["flip", "cut", "empty", "remove"])),
    )
    return draw(st.lists(edits, min_size=1, max_size=6))


def _edit(folder: Path, index_folder: Path, kind: str, *given: str) -> None:
    if kind == "break":
        for path in list(index_folder.glob(f"*{SUFFIX}"))[::2]:
            _break(path, *given)
        return
    paths = [folder / "events" / name for name in given[: 1 if kind == "write" else 2]]
    first, last = paths[0], paths[-1]
    if kind == "write":
        first.write_text(given[1], "utf-8")
    elif kind == "revert":
        first.write_text(CONTENTS[FILES.index(first.name)], "utf-8")
    elif not (first.exists() and last.exists()):
        return
    elif kind == "touch":
        os.utime(first)
    elif kind == "remove":
        first.unlink()
    elif kind == "truncate":
        os.truncate(first, first.stat().st_size // 2)
    elif kind == "copy" and first != last:
        shutil.copy2(first, last)
    elif kind == "swap" and first != last:
        spare = first.with_suffix(".spare")
        first.rename(spare)
        last.rename(first)
        spare.rename(last)


def _break(path: Path, how: str) -> None:
    raw = bytearray(path.read_bytes())
    if how == "remove":
        path.unlink()
        return
    if how == "flip" and raw:
        raw[len(raw) // 2] ^= 1
    path.write_bytes(b"" if how == "empty" else raw[: len(raw) // 2] if how == "cut" else raw)


@given(edits=_edits(), in_parts=st.booleans(), goes_on=st.booleans())
def test_answers_stay_right_over_any_edits_between_commands(
    edits: list[tuple[str, ...]],
    in_parts: bool,
    goes_on: bool,
    tmp_path_factory: pytest.TempPathFactory,
    layers: Path,
) -> None:
    root = tmp_path_factory.mktemp("edits")
    context = copy_context()
    context.run(IN_PARTS.set, in_parts)
    if in_parts:
        context.run(MOST_KEPT.set, 0)
    context.run(_stays_right_over, edits, root, layers, goes_on=goes_on)


def _stays_right_over(
    edits: list[tuple[str, ...]], root: Path, layers: Path, *, goes_on: bool
) -> None:
    before: Workspace | None = None  # each opens the folder anew, or goes on as a desk does
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOTRACK_CACHE", str(root / "cache"))
        index_few(patch)
        # Longer than the clock of any file system stands.
        patch.setattr(file_states, "_SETTLED_NS", 20_000_000)
        _start(root / "w", layers)
        for edit in edits:
            opened = open_workspace(root / "w", before=before)
            assert _answers(opened) == _answers(_without(root / "w"))
            before = opened if goes_on else None
            _edit(root / "w", user_folder(), *edit)
        _stays_right(root / "w")


_WORDS = {
    "regions": ["bering-strait", "chukchi-sea", "arctic-circle", "barents-sea"],
    "themes": ["air", "naval", "coastguard"],
    "actors": ["CN", "Russia", "norad"],
    "statuses": ["occurred", "not-stated", "planned"],
    "verifications": ["confirmed", "reported", "not-stated"],
    "tags": ["sample"],
    "grade": ["B2", "C", "3"],
    "text": ["patrol", "bering", "china"],
    "period": [Period.parse("2024", "2024"), Period.parse("2023-07", None)],
    "north_of": [66.0, 72.5],
    "bbox": [(160.0, 55.0, -150.0, 75.0)],
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Workspace]]:
    """The sample workspace as it is read, and from the index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOTRACK_CACHE", str(tmp_path_factory.mktemp("cache")))
        index_few(patch)
        _ = open_workspace(ROOT).event_reads
        stored = open_workspace(ROOT)
        assert all(isinstance(read, StoredRead) for read in stored.event_reads)
        yield _without(ROOT), stored


@given(
    asked=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(words) for name, words in _WORDS.items()}
    )
)
def test_random_questions_have_the_same_answers(
    both: tuple[Workspace, Workspace], asked: dict[str, Any]
) -> None:
    read, stored = (_found(workspace, Query(**asked)) for workspace in both)
    assert read == stored
