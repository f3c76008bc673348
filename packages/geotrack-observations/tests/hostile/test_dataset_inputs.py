"""No command on datasets waits for a pipe or reads a device."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.conftest import Run
from tests.hostile.test_inputs import KINDS, refused

pytestmark = pytest.mark.timeout(60)

READ = {
    "obs.csv": ["observations", "build", "obs.csv", "--out", "obs"],
    "observations.parquet": ["query", "--dataset", "observations.parquet"],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", READ)
def test_what_is_no_file_is_neither_waited_for_nor_read(
    run: Run, folder: Path, kind: str, name: str
) -> None:
    refused(run, folder / name, kind, READ[name])
