"""Lists in a temporary file, and imports in parts: the same as in memory."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.cli.progress import progress
from geotrack.errors import GeotrackError
from geotrack.importing import MappingOptions, Options, detect, disk_lists, draft
from geotrack.importing.disk_lists import DiskList, Spool
from tests.test_files import ENTRIES, FILES

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
    options = Options(**ENTRIES[name].get("options", {}))
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


def test_most_of_a_large_table_is_not_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_lists, "_BUDGET", 400_000)
    path = tmp_path / "a.csv"
    lines = (f"Title {n},{'x' * 4_000},70,{n % 180}\n" for n in range(800))
    path.write_text("title,summary,lat,lon\n" + "".join(lines))
    made = draft(path, Options(), MappingOptions())
    assert isinstance(made.features, DiskList)
    assert max(map(len, made.features.chunks())) < 100
    assert [f["geometry"]["coordinates"][0] for f in made.features] == [n % 180 for n in range(800)]


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
