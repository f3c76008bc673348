"""The corpus of files of others under tests/foreign_files/: what `geotrack import` makes of each.

`manifest.toml` in each folder says for each file what it is about, and what should come of it:
`error`, the whole text; or `draft`, the geometry and the properties of each Feature (with its `id`
where it has one), and `says`, every message about the file and its cells. Binary files are made by
`made.py` and `made_layers.py` in that folder.
"""

from __future__ import annotations

import json
import tomllib
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
    "warnings", "xlsx",
)  # fmt: skip
_MANIFEST = "manifest.toml"
_LARGEST = 20_000
# Messages about the use of columns, which other tests hold.
_OF_COLUMNS = ("missing: ", "kept as extra properties: ", "by their names: ")


def _entries() -> dict[str, dict[str, Any]]:
    return {
        f"{manifest.parent.name}/{entry['name']}": entry
        for manifest in sorted(FILES.glob(f"*/{_MANIFEST}"))
        for entry in tomllib.loads(manifest.read_text("utf-8"))["file"]
    }


ENTRIES = _entries()


def _read(name: str, folder: Path, options: dict[str, Any]) -> Draft:
    path = FILES / name
    if name in MADE:
        path = folder / path.name
        path.write_bytes(MADE[name]())
    # tests/importing/mapping/test_guess.py holds what columns are guessed to be.
    return draft(path, ReadingOptions(**options, guess=False), MappingOptions(guess=False))


@pytest.mark.parametrize("name", ENTRIES)
def test_a_file_of_others_comes_out_as_its_manifest_says(name: str, tmp_path: Path) -> None:
    entry = ENTRIES[name]
    options = entry.get("options", {})
    if "error" in entry:
        with pytest.raises(GeotrackError) as refusal:
            _read(name, tmp_path, options)
        assert str(refusal.value) == entry["error"]
        return
    made = _read(name, tmp_path, options)
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
    assert all(path.stat().st_size < _LARGEST for path in files.values())
    for kind in KINDS:
        assert sum(name.startswith(f"{kind}/") for name in ENTRIES) >= 10
    for entry in ENTRIES.values():
        assert set(entry) <= {"name", "about", "options", "error", "draft", "says"}
        assert ("error" in entry) != ("draft" in entry)
