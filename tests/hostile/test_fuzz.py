"""No broken file of any reader ends in a traceback, or leaves something behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.fuzz import run
from tests.hostile.readers import READERS, Reader

COUNT = 25
# Of a reader whose command takes long, fewer.
FEWER = {"template": 2, "frozen": 15, "html-report": 10, "docx-report": 10, "pdf-report": 2}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60)]


@pytest.mark.parametrize("reader", READERS)
def test_a_sound_file_is_read(reader: str, tmp_path: Path) -> None:
    assert run(READERS[reader], None, tmp_path) == 0


@pytest.mark.parametrize("reader", READERS)
def test_a_broken_file_is_read_or_refused(reader: str, tmp_path: Path) -> None:
    run_broken(READERS[reader], FEWER.get(reader, COUNT), tmp_path)


def run_broken(reader: Reader, count: int, tmp_path: Path) -> None:
    """Run a reader on broken files, each in a folder of its own."""
    for seed in range(count):
        folder = tmp_path / str(seed)
        folder.mkdir()
        run(reader, seed, folder)
