"""Pages are built in a process of their own: once a version, and gone with the desk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import anyio
import pytest

from geotrack.errors import GeotrackError
from geotrack.server.page_process import PageProcess
from geotrack.server.pages import Pages
from tests.records import collection, feature, point


def write(root: Path, title: str) -> None:
    record = feature("2024-a", point(20, 78), title=title)
    path = root / "events" / "a.geojson"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(collection(record)), encoding="utf-8")


def test_a_page_is_that_of_the_present_version(tmp_path: Path) -> None:
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
            client.request("GET", f"/{link}")
            answer = client.getresponse()
            answer.read()
            cookie = answer.headers["set-cookie"].partition(";")[0]
            client.request("GET", "/page", headers={"cookie": cookie})
            time.sleep(0.2)  # it is being built
            os.killpg(desk.pid, signal.SIGINT)
            output = desk.stdout.read()
    assert "Traceback" not in output
    assert desk.returncode == 0
