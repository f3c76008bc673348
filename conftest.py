"""What all tests share, those of the packages too."""

from __future__ import annotations

import gc
import os
import re
import shutil
import tempfile
from collections.abc import Generator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow; that is no fault of what is tested.
# Few examples, and the same ones each time: a run on a change must not fail for what it has not
# touched. `make quick` tries fewer, `make fuzz` many others; its finds stay as `@example`.
settings.register_profile("geotrack", deadline=None, derandomize=True, max_examples=15)
settings.register_profile("quick", settings.get_profile("geotrack"), max_examples=10)
settings.register_profile("fuzz", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile("geotrack")


# The tests make tens of thousands of small files: in memory that takes a tenth of the processor's
# time, and no waiting for a disk. A container may have a few megabytes of it only.
_MEMORY = Path("/dev/shm")  # noqa: S108 (pytest makes a folder of its own in it)
_ROOM = 4 << 30
if (
    "TMPDIR" not in os.environ
    and os.access(_MEMORY, os.W_OK | os.X_OK)
    and shutil.disk_usage(_MEMORY).free >= _ROOM
):
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


# What tests of datasets import or patch, themselves or by a module that they share.
_DATASETS = re.compile(
    r"""(from |import |")geotrack_observations|from (dataset_|tests\.browser\.observing)"""
    r"|from (tests\.hostile\.(readers|tampering)|tools\.checks_page)"
)
_HAS_DATASETS = find_spec("geotrack_observations") is not None


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the tests of datasets where `geotrack-observations` is not installed."""
    if _HAS_DATASETS:
        return None
    code = collection_path / "conftest.py" if collection_path.is_dir() else collection_path
    if collection_path.name == "geotrack-observations":
        return True
    if code.suffix != ".py" or not code.is_file() or code == Path(__file__):
        return None
    return bool(_DATASETS.search(code.read_text(encoding="utf-8"))) or None


@pytest.fixture
def without_observations(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `geotrack-observations` were not installed."""
    from geotrack import extensions

    extensions._loaded.cache_clear()
    monkeypatch.setattr(metadata, "entry_points", lambda **_: ())


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect tests without looking for garbage: what that makes stays for the whole run."""
    gc.disable()
    try:
        return (yield)
    finally:
        _collect()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Free what a module's tests have left: arrays in cycles of references are rarely collected."""
    if nextitem is None or item.path != nextitem.path:
        _collect()


def _collect() -> None:
    """Collect garbage; what is left, such as libraries, is not looked through again."""
    gc.collect()
    gc.freeze()
