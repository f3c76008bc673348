"""Files of warnings in the manner of services, and the drafts that they give."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.errors import UsageError
from geotrack.importing import ReadingOptions, read_file
from geotrack.importing.format_packages import ImportFormat, import_formats
from geotrack_warnings import import_format
from tests.test_foreign_files import check_entries, compare, entries

FILES = Path(__file__).parent / "foreign_files"
ENTRIES = entries(FILES)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_file_comes_out_as_its_manifest_says(name: str) -> None:
    compare(FILES / name, ENTRIES[name])


def test_each_file_has_its_entry() -> None:
    files = {path.name: path for path in FILES.glob("*.txt")}
    assert {*files} == {*ENTRIES}
    check_entries(files.values(), ENTRIES.values())


def test_geotrack_finds_it() -> None:
    expected: ImportFormat = import_format
    assert import_formats() == {"warnings": expected}


def test_its_positions_are_in_no_columns() -> None:
    with pytest.raises(UsageError, match="a file of warnings has its geometry apart: leave them"):
        read_file(FILES / "area.txt", ReadingOptions(lon="x", lat="y"))
