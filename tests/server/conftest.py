"""A desk over a copy of the sample workspace, asked without a socket."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geotrack.server import commands
from geotrack.server.access import SESSION_HEADER, Access
from geotrack.server.app import create_app
from geotrack.server.desk import Desk
from tests.forks import fork_client

ROOT = Path(__file__).parents[2]
PORT = 8765
TODAY = date(2026, 11, 28)
SIGHTING = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [-168.03, 68.8]},
    "properties": {
        "title": "Two ships seen north of the strait",
        "type": "coastguard/sighting",
        "start": "2024-10-01",
        "place": {"precision": "near", "radius_km": 38},
        "sources": [{"cite": "A press release"}],
    },
}
PROGRAM = commands._PROGRAM
WRITES = {"origin": f"http://127.0.0.1:{PORT}"}
"""What a page sends with a request that writes, beside its session."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a workspace with the sample records."""
    for name in ("events", "layers", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "geotrack.toml", tmp_path)
    return tmp_path


@pytest.fixture
def access() -> Access:
    """The access of the desk."""
    return Access(PORT)


@pytest.fixture(autouse=True)
def _forked_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of the desk are forked from a process that has imported geotrack."""
    monkeypatch.setattr(commands, "_PROGRAM", fork_client(PROGRAM))


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    """The desk."""
    found = Desk(folder, lambda: TODAY)
    yield found
    found.uploads.remove()
    found.pages.close()


@pytest.fixture
def stranger(desk: Desk, access: Access) -> TestClient:
    """A client without a session; its application does not watch the files."""
    return TestClient(create_app(desk, access), base_url=f"http://127.0.0.1:{PORT}")


@pytest.fixture
def client(stranger: TestClient, access: Access) -> Iterator[TestClient]:
    """A client that has followed the link."""
    stranger.headers[SESSION_HEADER] = access.new_link().partition("#")[2]
    answer = stranger.post("/api/session", headers=WRITES)
    stranger.headers[SESSION_HEADER] = answer.json()["session"]
    yield stranger
    stranger.close()
