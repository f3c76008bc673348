"""The corpus of files of others under tests/foreign_files/: what `geotrack import` makes of each.

`manifest.toml` in each folder says for each file what it is about, and what should come of it:
`error`, the whole text; or `draft`, the geometry and the properties of each Feature (with its `id`
where it has one), and `says`, every message about the file and its cells. Binary files are made by
`made.py` and `made_layers.py` in that folder. A package that reads a format has such a folder in
its tests.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import GeotrackError
from geotrack.importing import Draft, MappingOptions, ReadingOptions, draft
from tests.foreign_files import made, made_layers

MADE = made.MADE | made_layers.MADE_LAYERS
FILES = Path(__file__).parent / "foreign_files"
KINDS = (
    "csv", "flatgeobuf", "geojson", "geopackage", "geoparquet", "gpx", "kml", "ods", "shapefile",
    "xlsx",
)  # fmt: skip
_MANIFEST = "manifest.toml"
_LARGEST = 20_000
# Messages about the use of columns, which other tests hold.
_OF_COLUMNS = ("missing: ", "kept as extra properties: ", "by their names: ")


def entries(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the manifest of a folder says of each file, by the file's name."""
    listed = tomllib.loads((folder / _MANIFEST).read_text("utf-8"))["file"]
    return {entry["name"]: entry for entry in listed}


ENTRIES = {
    f"{manifest.parent.name}/{name}": entry
    for manifest in sorted(FILES.glob(f"*/{_MANIFEST}"))
    for name, entry in entries(manifest.parent).items()
}


def _read(path: Path, options: dict[str, Any]) -> Draft:
    # tests/importing/mapping/test_guess.py holds what columns are guessed to be.
    return draft(path, ReadingOptions(**options, guess=False), MappingOptions(guess=False))


@pytest.mark.parametrize("name", ENTRIES)
def test_a_file_of_others_comes_out_as_its_manifest_says(name: str, tmp_path: Path) -> None:
    path = FILES / name
    if name in MADE:
        path = tmp_path / path.name
        path.write_bytes(MADE[name]())
    compare(path, ENTRIES[name])


def compare(path: Path, entry: dict[str, Any]) -> None:
    """Import a file, and compare its draft or error with the entry of its manifest."""
    options = entry.get("options", {})
    if "error" in entry:
        with pytest.raises(GeotrackError) as refusal:
            _read(path, options)
        assert str(refusal.value) == entry["error"]
        return
    made = _read(path, options)
    assert all(f["properties"].pop("review") == "draft" for f in made.features)
    assert [{k: v for k, v in f.items() if k != "type"} for f in made.features] == json.loads(
        entry["draft"]
    )
    assert [m for m in made.messages[1:] if not m.startswith(_OF_COLUMNS)] == entry["says"]


def test_each_file_has_its_entry() -> None:
    files = {
        p.relative_to(FILES).as_posix(): p
        for manifest in FILES.glob(f"*/{_MANIFEST}")
        for p in manifest.parent.iterdir()
        if p.name != _MANIFEST
    }
    assert {*files, *MADE} == {*ENTRIES}
    for kind in KINDS:
        assert sum(name.startswith(f"{kind}/") for name in ENTRIES) >= 10
    check_entries(files.values(), ENTRIES.values())


def check_entries(files: Iterable[Path], entries: Iterable[dict[str, Any]]) -> None:
    """Check that files are small, and that entries have what `compare` reads."""
    assert all(path.stat().st_size < _LARGEST for path in files)
    for entry in entries:
        assert set(entry) <= {"name", "about", "options", "error", "draft", "says"}
        assert ("error" in entry) != ("draft" in entry)
