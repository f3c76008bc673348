"""A command that is told to end leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.children import child
from tests.hostile.limits import ROOT

# Waits where half of the output is written.
SLOW = """
import time
from pathlib import Path
from geotrack.__main__ import run
opened = Path.open
def slow(path, mode="r", *rest, **options):
    file = opened(path, mode, *rest, **options)
    if mode == "wb":
        file.write(b"half")
        file.flush()
        print("half", flush=True)
        time.sleep(60)
    return file
Path.open = slow
run()
"""


def test_sigterm_leaves_no_half_file_and_no_folder(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    with child(
        [sys.executable, "-c", SLOW, "export", "--to", "out.csv"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    assert process.returncode == 128 + signal.SIGTERM
    assert sorted(folder.rglob("*")) == before
