"""Pages are built in a process of their own: once a version, and gone with the desk."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import anyio
import pytest

import geotrack.page.build  # noqa: F401 (its libraries open a socket when they are loaded)
from geotrack.errors import GeotrackError, ReaderWarning
from geotrack.server import page_process
from geotrack.server.desk import Pages
from geotrack.server.page_process import PageProcess
from tests.records import collection, feature, point

_Change = Callable[[Path, list[dict[str, Any]]], Any]


def write(root: Path, title: str) -> None:
    record = feature("2024-a", point(20, 78), title=title)
    path = root / "events" / "a.geojson"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(collection(record)), encoding="utf-8")


def test_a_page_is_that_of_the_present_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A workspace from elsewhere may have modules of its own, which are not imported.
    (tmp_path / "json.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    version = 1
    page_process = PageProcess(tmp_path)

    async def look() -> None:
        nonlocal version
        pages = Pages(page_process, lambda: version)
        write(tmp_path, "One ship seen")
        page = await pages.records("en")
        assert b"One ship seen" in page
        assert await pages.records("en") is page
        write(tmp_path, "Two ships seen")
        version = 2
        assert b"Two ships seen" in await pages.records("en")
        (tmp_path / "taxonomy.toml").write_text("colour = 1\n", "utf-8")
        with pytest.raises(GeotrackError, match=r"taxonomy\.toml"):
            await pages.preview("none")

    with closing(page_process):
        anyio.run(look)


def test_a_process_that_was_ended_is_started_again(tmp_path: Path) -> None:
    write(tmp_path, "One ship seen")
    with closing(PageProcess(tmp_path)) as page_process:
        with ThreadPoolExecutor() as threads:
            page = threads.submit(page_process.page_of_records, "en")
            time.sleep(0.2)  # its process begins, which takes longer
            page_process.close()
            with pytest.raises(GeotrackError, match="was ended"):
                page.result()
        assert b"One ship seen" in page_process.page_of_records("en")


def test_what_nothing_expects_is_answered_and_the_process_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "One ship seen")

    def page(_: object, name: str) -> bytes:
        if name == "large":
            raise MemoryError
        return {"good": b"a page"}[name]

    monkeypatch.setitem(page_process._ANSWERS, "map", page)
    answers = io.BytesIO()
    requests = io.BytesIO(b'["map", "large"]\n["map", "odd"]\n["map", "good"]\n')
    with pytest.warns(ReaderWarning, match="Traceback"):
        page_process._serve(tmp_path, requests, answers)
    large, first, second, last = answers.getvalue().splitlines()
    assert "needs more memory" in json.loads(large)["error"]
    assert "cannot be read: KeyError: 'odd' (test_page_process.py:" in json.loads(first)["error"]
    assert (second, last) == (b'{"size": 6, "error": "", "busy": false}', b"a page")


def test_a_page_after_changes_is_as_if_built_anew(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page keeps of unchanged records, regions, reports and texts is what it would make."""
    for path in (folder / "events").iterdir():
        if path.name != "report-focus-2025.geojson":
            path.unlink()  # twenty pages of all would take long
    monkeypatch.setattr("geotrack.page.document._CROWD", 8)  # so that it has cards of its own
    other = tmp_path_factory.mktemp("other") / folder.name
    shutil.copytree(folder, other)
    pages = list(_pages_of_changes(folder, keep=True))
    for change, kept, anew in zip(
        _CHANGES, pages, _pages_of_changes(other, keep=False), strict=True
    ):
        assert kept == anew, change
    assert len(set(pages)) == len(_CHANGES)


def _pages_of_changes(folder: Path, *, keep: bool) -> Iterator[bytes]:
    path = folder / "events" / "drills.geojson"
    path.write_text(json.dumps(collection(*_drills())), encoding="utf-8")
    state = page_process._State(folder)
    for n, change in enumerate(_CHANGES):
        records = json.loads(path.read_text(encoding="utf-8"))
        change(folder, records["features"])
        path.write_text(json.dumps(records), encoding="utf-8")
        state.workspace = state.workspace if keep else None
        language = "nb" if n + 1 == len(_CHANGES) else "en"
        yield page_process._page_of_records(state, language)


def _drills() -> list[dict[str, Any]]:
    """Records in each way that a place can be given, one of them a part, one related."""
    near = {"precision": "near", "radius_km": 60}
    line = {"type": "LineString", "coordinates": [[30, 72], [40, 74], [55, 76]]}
    return [
        feature("2024-a", point(170, 70), title="Alpha", place=near),
        feature("2024-b", point(-178, 71), title="Bravo", place=near, part_of="2024-a"),
        feature("2024-c", None, title="Charlie", place={"regions": ["barents-sea"]}),
        feature("2024-d", line, title="Delta", place={"precision": "line", "radius_km": 20}),
        feature("2024-e", point(20, 78), title="Echo", related=["2024-d"]),
    ]


def _set(at: int, **properties: Any) -> _Change:
    return lambda _, records: records[at]["properties"].update(properties)


def _reshape(folder: Path, _: list[dict[str, Any]]) -> None:
    path = folder / "layers" / "regions.geojson"
    layer = json.loads(path.read_text(encoding="utf-8"))
    [region] = [one for one in layer["features"] if one["id"] == "barents-sea"]
    ring = [[20, 71], [50, 71], [50, 79], [20, 79], [20, 71]]
    region["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    path.write_text(json.dumps(layer), encoding="utf-8")


def _write(name: str, old: str, new: str) -> _Change:
    def change(folder: Path, _: list[dict[str, Any]]) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


_CHANGES: list[_Change] = [
    lambda _folder, _records: None,
    _set(0, title="Alpha, corrected"),  # its part links to it by its title
    lambda _, records: records[4].update(geometry=point(-30, 82)),
    lambda _, records: records.insert(0, feature("2023-z", point(0, 75), title="First of all")),
    _set(3, start="2025-02-03", place={"regions": ["barents-sea"], "excluding": ["land"]}),
    lambda _, records: records.append(feature("2024-f", None, replaces=["2024-d"], title="F")),
    lambda _, records: records.pop(1),
    _reshape,
    _write("seeds/focus-2025.toml", "Norwegian Intelligence Service", "The Service"),
    _write("geotrack.toml", '"EPSG:3995"', '"EPSG:3413"'),
    lambda _folder, _records: None,  # in Norwegian
]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_ctrl_c_ends_desk_and_pages_in_silence(tmp_path: Path) -> None:
    write(tmp_path, "One ship seen")
    command = [sys.executable, "-m", "geotrack", "--workspace", str(tmp_path), "serve"]
    with subprocess.Popen(
        [*command, "--no-open", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as desk:  # fmt: skip
        assert desk.stdout
        host, _, link = desk.stdout.readline().strip().removeprefix("http://").partition("/")
        with closing(HTTPConnection(host)) as client:
            headers = {"origin": f"http://{host}", "x-geotrack": link.partition("#")[2]}
            client.request("POST", "/api/session", headers=headers)
            session = json.loads(client.getresponse().read())["session"]
            client.request("GET", "/page", headers={"x-geotrack": session})
            time.sleep(0.2)  # it is being built
            os.killpg(desk.pid, signal.SIGINT)
            output = desk.stdout.read()
    assert "Traceback" not in output
    assert desk.returncode == 0
