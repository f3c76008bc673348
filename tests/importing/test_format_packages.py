"""Formats of other packages: when they are asked, and what is said where one is missing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from shapely import Point

from geotrack.importing import ReadingOptions, UnreadableError, format_packages, read_file
from geotrack.importing.format_packages import ImportFormat
from geotrack.importing.table import Table

NAVAREA = "NAVAREA XX 45/24\nKARA SEA\nFIRING WITHIN 5 NM OF 74-12.5N 061-04.0E.\n"
NOTAM = "A) ENOR\n(A1234/24 NOTAMN\n"
WARNINGS = {
    "navarea.txt": NAVAREA.encode(),
    "utf-16.txt": NAVAREA.encode("utf-16"),
    "lower": b"\xef\xbb\xbf" + NAVAREA.lower().encode(),
    "hydroarc.txt": b"280915Z SEP 24\nHYDROARC 152/24(42).\nBARENTS SEA.\n",
    "coastal.txt": b"COASTAL WARNING MURMANSK 12/24\n",
    "notam.txt": NOTAM.encode(),
    "q-line.txt": b"Q) ENOR/QWMLW/IV/BO/W/000/660/7130N02600E045\n",
    "prip.txt": "ПРИП ТИКСИ 41/25 КАРТЫ 11143\n".encode("cp1251"),
    "nga.json": json.dumps({"broadcast-warn": [{"text": NAVAREA}]}).encode(),
}


class Logs:
    """A format of texts that begin with LOG, and of JSON with logs."""

    TITLE = "logs of buoys"

    def matches(self, path: Path, head: bytes) -> bool:
        assert path.name
        return head.startswith((b"LOG", b"<log"))

    def read(self, path: Path, data: bytes, options: ReadingOptions) -> Table:
        assert options == ReadingOptions()
        return Table(path, {"title": [data.decode()]}, [Point(10, 81)], ["line 1"], kind="logs")

    def read_json(self, path: Path, value: Any, options: ReadingOptions) -> Table | None:
        return self.read(path, str(value["logs"]).encode(), options) if "logs" in value else None


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> dict[str, ImportFormat]:
    """The formats that are installed: none."""
    formats: dict[str, ImportFormat] = {}
    monkeypatch.setattr(format_packages, "import_formats", lambda: formats)
    return formats


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("name", WARNINGS)
def test_warnings_say_which_package_they_need(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_file(written(tmp_path, name, WARNINGS[name]), ReadingOptions())
    install = "pip install geotrack-warnings"
    problem = "warnings to shipping and air need geotrack-warnings"
    assert str(refusal.value) == f"{name}: {problem}; {install}"
    assert refusal.value.remedy == install


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(
    "text",
    [
        "what,lon,lat\nNAVAREA XX 45/24,5,72\n",
        "what;lon;lat\nHYDROARC 152/24;5;72\n",
        "what\tlon\tlat\nA1234/24\t5\t72\n",
        '[{"what": "broadcast-warn", "lon": 5, "lat": 72}]',
    ],
)
def test_a_table_of_warnings_needs_no_package(text: str, tmp_path: Path) -> None:
    assert read_file(written(tmp_path, "a.txt", text.encode()), ReadingOptions()).geometries


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.txt", b"LOG 1", "LOG 1"),
        ("a", b"LOG\0", "LOG\0"),
        ("a.xml", b"<log/>", "<log/>"),
        ("a.json", b'{"logs": "LOG 1"}', "LOG 1"),
        ("a.txt.gz", gzip.compress(b"LOG 1"), "LOG 1"),
    ],
    ids=["text", "bytes", "xml", "json", "gzip"],
)
def test_a_format_of_a_package_is_read(
    packages: dict[str, ImportFormat], name: str, content: bytes, title: str, tmp_path: Path
) -> None:
    packages["logs"] = Logs()
    table = read_file(written(tmp_path, name, content), ReadingOptions())
    assert (table.kind, table.columns) == ("logs", {"title": [title]})


def test_formats_of_packages_are_listed_and_named(
    packages: dict[str, ImportFormat], tmp_path: Path
) -> None:
    packages["logs"] = Logs()
    with pytest.raises(UnreadableError, match=r"and gzips of these; logs of buoys$"):
        read_file(written(tmp_path, "a.bin", b"\x01\0\x02"), ReadingOptions())
    with pytest.raises(UnreadableError, match=r"named \.xlsx, but it holds logs"):
        read_file(written(tmp_path, "a.xlsx", b"LOG 1"), ReadingOptions())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"LOG,lon,lat\nA,5,72\n"),
        ("a.tsv", b"LOG\tlon\tlat\nA\t5\t72\n"),
        ("a.json", b'{"type": "Feature", "geometry": null, "properties": {"logs": 1}}'),
    ],
)
def test_own_formats_ask_no_package(
    name: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(format_packages, "import_formats", None)
    assert read_file(written(tmp_path, name, content), ReadingOptions()).rows
