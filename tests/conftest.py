"""What all tests share."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import settings

from geotrack import extensions
from tests.own_workspace import write_own_sample
from tests.unchanged import Unchanged

# A busy machine is slow; that is no fault of what is tested.
# Few examples, and the same ones each time: a run on a change must not fail for what it has not
# touched. `make quick` tries fewer, `make fuzz` many others; its finds stay as `@example`.
settings.register_profile("geotrack", deadline=None, derandomize=True, max_examples=25)
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


@pytest.fixture(scope="session")
def own_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample workspace with a taxonomy of its own, only to be read."""
    return write_own_sample(tmp_path_factory.mktemp("own") / "w")


@pytest.fixture
def unchanged(request: pytest.FixtureRequest) -> Unchanged:
    """Whether a slow comparison has passed with just these sources."""
    return Unchanged(request)


@pytest.fixture
def without_observations(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `geotrack-observations` were not installed."""
    extensions._loaded.cache_clear()
    monkeypatch.setattr(metadata, "entry_points", lambda **_: ())


def pytest_collection_finish() -> None:
    """Leave what stays for the whole run out of later garbage collections."""
    _collect()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Free what a module's tests have left: arrays in cycles of references are rarely collected."""
    if nextitem is None or item.path != nextitem.path:
        _collect()


def _collect() -> None:
    """Collect garbage; what is left, such as libraries, is not looked through again."""
    gc.collect()
    gc.freeze()
