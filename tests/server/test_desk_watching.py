"""Changes of files are seen, whether the system tells of them or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest
import watchfiles

from geotrack.server import desk as server_desk
from geotrack.server.desk import Desk
from tests.records import feature, written
from tests.server.conftest import TODAY

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """The event loop of the desk."""
    return "asyncio"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose events are a link to another folder."""
    outside = written(tmp_path / "ws" / "data" / "one.geojson", feature("a"))
    (tmp_path / "ws" / "events").mkdir(parents=True)
    (tmp_path / "ws" / "events" / "one.geojson").symlink_to(outside)
    (tmp_path / "ws" / "datasets").mkdir()
    return Desk(tmp_path / "ws", lambda: TODAY)


async def _change(desk: Desk, path: Path) -> None:
    """Change a file while the desk is watched, and wait until it is told."""
    with anyio.fail_after(20):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(desk.watch)
            versions = desk.versions()

            async def write() -> None:
                await anyio.sleep(0.05)
                written(path, feature("a"), feature("b"))

            tasks.start_soon(write)
            await anext(versions)
            tasks.cancel_scope.cancel()


async def test_a_change_behind_a_link_is_seen_without_the_system(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched: list[Path] = []

    def refuse(*folders: Path, **_: Any) -> Any:
        watched.extend(folders)
        raise OSError("no more watches")

    monkeypatch.setattr(watchfiles, "awatch", refuse)
    monkeypatch.setattr(server_desk, "LOOK_S", 0.01)
    await _change(desk, desk.root / "data" / "one.geojson")
    assert set(desk.workspace.by_id) == {"a", "b"}
    assert watched == [desk.root, desk.root / "events"]  # the first one alone by itself


async def test_the_system_tells_of_a_change(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_desk, "LOOK_S", 1000)
    await _change(desk, desk.root / "events" / "two.geojson")
    assert desk.version == 2
