"""Lists in a temporary file, and imports in parts: the same as in memory."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geotrack.cli.output.progress import progress
from geotrack.errors import GeotrackError
from geotrack.importing import (
    MappingOptions,
    ReadingOptions,
    detect,
    disk_lists,
    draft,
    draft_table,
    limits,
    read_file,
)
from geotrack.importing.disk_lists import DiskList, Spool
from geotrack.workspace import packaged_workspace
from tests.test_foreign_files import ENTRIES, FILES

ITEMS = st.lists(st.none() | st.text() | st.integers() | st.lists(st.text()), max_size=60)


@given(ITEMS, st.integers(1, 500), st.data())
def test_a_disk_list_is_a_list(items: list[Any], budget: int, data: st.DataObject) -> None:
    spool = Spool()
    spool.budget = budget
    found, other = DiskList(spool), DiskList(spool)
    for item in items:
        found.append(item)
        other.append([item])
    assert [*found] == items == [one for part in found.chunks() for one in part]
    assert [[item] for item in items] == [*other]
    for n in data.draw(st.lists(st.integers(-70, 70))):
        if -len(items) <= n < len(items):
            assert found[n] == items[n]
        else:
            with pytest.raises(IndexError):
                found[n]
    assert found[2:9] == items[2:9]


IN_PARTS = [name for name in ENTRIES if name.startswith(("csv/", "geojson/"))]


def _draft(name: str) -> tuple[Any, ...]:
    options = ReadingOptions(**ENTRIES[name].get("options", {}))
    try:
        made = draft(FILES / name, options, MappingOptions())
    except GeotrackError as error:
        return (str(error),)
    return [*made.features], made.plan, made.messages, made.options


@pytest.mark.parametrize("name", IN_PARTS)
def test_a_file_in_parts_gives_the_same_draft(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of few bytes and lists that are nearly all in a file."""
    whole = _draft(name)
    monkeypatch.setattr(disk_lists, "_BUDGET", 1)
    monkeypatch.setattr(disk_lists, "_LEAST", 1)
    monkeypatch.setattr(detect, "_BLOCK", 64)
    assert _draft(name) == whole


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(("", "n/a", "Patrol sighted")),
        st.sampled_from(("", "https://example.org/a", "-")),
        st.sampled_from(("", "2026-03-01", "na", "soon")),
        st.sampled_from(
            ("", "40 nm NW of Point Hope", "Hammerfest", "Barentshavet", "off Vardø", "a base")
        ),
    ),
    min_size=1,
    max_size=12,
)
_BARE = [("", "", "", text) for text in ("40 nm NW of Point Hope", "off Vardø", "", "Hammerfest")]


@given(_ROWS)
@example(_BARE)
def test_rows_that_state_little_give_the_same_draft_on_disk(rows: list[tuple[str, ...]]) -> None:
    """Titles, sources, dates and places that rows do not state, with their report."""
    gazetteer = packaged_workspace().gazetteer
    text = "".join(f'{title},{url},{day},"{place}",7\n' for title, url, day, place in rows)
    options, mapping = ReadingOptions(), MappingOptions(constants={"type": "naval/patrol"})

    def made(kind: type) -> tuple[Any, ...]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "rows.csv"
            path.write_text(f"title,url,start,Sted,depth\n{text}", encoding="utf-8")
            table = read_file(path, options)
            found = draft_table(table, options, mapping, gazetteer=gazetteer)
        assert type(found.features) is kind
        return [*found.features], found.messages

    features, messages = made(list)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk_lists, "_BUDGET", 1)
        patch.setattr(disk_lists, "_LEAST", 1)
        assert made(DiskList) == (features, messages)
    assert all("sources" in f["properties"] for f in features)
    # A row names itself where no row has a title; else it is held back.
    titled = ["title" in f["properties"] for f in features]
    assert all(titled) or titled == [title not in {"", "n/a"} for title, *_ in rows]
    dates = {f["properties"].get("start", "") for f in features}
    assert dates == {"unknown"} or "unknown" not in dates


@pytest.mark.parametrize("names", ["lat,lon", "depth,speed"])
def test_most_of_a_large_table_is_not_in_memory(
    names: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows do not count for the limit then, with and without positions."""
    monkeypatch.setattr(disk_lists, "_BUDGET", 400_000)
    monkeypatch.setattr(limits, "_MOST_MEMORY", 1_000_000)
    path = tmp_path / "a.csv"
    lines = (f"Title {n},{'x' * 4_000},70,{n % 180}\n" for n in range(800))
    path.write_text(f"title,summary,{names}\n" + "".join(lines))
    made = draft(path, ReadingOptions(), MappingOptions())
    assert isinstance(made.features, DiskList)
    assert max(map(len, made.features.chunks())) < 100
    found = [
        f["geometry"]["coordinates"][0] if f["geometry"] else f["properties"]["speed"]
        for f in made.features
    ]
    assert found == [n % 180 for n in range(800)]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "least", "is_shown"), [
    (_Terminal, 0, True), (_Terminal, 11, False), (io.StringIO, 0, False),
])  # fmt: skip
def test_a_bar_is_shown_at_a_terminal_alone(
    stream: type[io.StringIO], least: int, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = stream()
    monkeypatch.setattr("sys.stderr", shown)
    with progress("reading", 10, least=least) as update:
        assert shown.getvalue() == ""
        update(4)
        update(6)
    assert ("100%" in shown.getvalue()) == is_shown
    assert bool(shown.getvalue()) == is_shown
