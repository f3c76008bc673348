"""No broken dataset or source of one ends in a traceback, or leaves something behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset_readers import READERS
from tests.hostile.fuzz import run
from tests.hostile.test_fuzz import COUNT, run_broken

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60)]


@pytest.mark.parametrize("reader", READERS)
def test_a_sound_file_is_read(reader: str, tmp_path: Path) -> None:
    assert run(READERS[reader], None, tmp_path) == 0


@pytest.mark.parametrize("reader", READERS)
def test_a_broken_file_is_read_or_refused(reader: str, tmp_path: Path) -> None:
    run_broken(READERS[reader], COUNT, tmp_path)
