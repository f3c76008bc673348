"""Saves of a desk, each in a process of its own that is killed at one step of writing."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from geotrack.server.access import SESSION_HEADER, Access
from geotrack.server.app import create_app
from geotrack.server.desk import Desk
from geotrack.workspace import open_workspace
from tests.records import feature
from tests.server.conftest import PORT, TODAY, WRITES
from tests.workspace.faulty import killing

CITED = {"seed": "focus", "claim": "1"}
NEW = feature(..., title="Killed meanwhile", sources=[{"cite": "Focus", **CITED}])
del NEW["id"]


def client_of(folder: Path) -> TestClient:
    """Return a client with a session of a new desk."""
    access = Access(PORT)
    app = create_app(Desk(folder, lambda: TODAY), access)
    session = access.redeem(access.new_link().partition("#")[2]) or ""
    return TestClient(app, base_url=f"http://127.0.0.1:{PORT}", headers={SESSION_HEADER: session})


def save(client: TestClient) -> Any:
    """Save a record that its claim names too: two files are written."""
    body = {"feature": NEW, "base": None, "by": "Kari Moe", "why": None}
    return client.post("/api/records", json=body, headers=WRITES)


def state(folder: Path) -> str:
    """Return whether all is as before the save, or all as after it."""
    workspace = open_workspace(folder)
    assert not [f for read in workspace.event_reads for f in read.findings]
    ids = [event.id for event in workspace.events if event.title == "Killed meanwhile"]
    (claim,) = workspace.reports_by_id["focus"].claims
    assert list(claim.events) == ids, "half a change"
    return "new" if ids else "old"


def killed_at(folder: Path, at: int) -> bool:
    """Save in a process that is killed at a step; return whether it came to that step."""
    child = os.fork()
    if not child:
        with killing(at):
            ended = save(client_of(folder)).status_code
        os._exit(0 if ended == 200 else 1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def main() -> None:
    """Print the states after a kill at each step, and after the next save."""
    sound, found = Path(sys.argv[1]), []
    for at in range(1, 100):
        folder = sound.with_name(f"killed-{at}")
        shutil.copytree(sound, folder)
        if not killed_at(folder, at):
            break
        left = state(folder)
        answer = save(client_of(folder))
        found.append([left, answer.status_code, state(folder)])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
