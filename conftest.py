"""What all tests share, those of the packages too."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow; that is no fault of what is tested.
# Few examples, and the same ones each time: a run on a change must not fail for what it has not
# touched. `make quick` tries fewer, `make fuzz` many others; its finds stay as `@example`.
_SLOW: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("geotrack", **_SLOW, derandomize=True, max_examples=15)
settings.register_profile("quick", settings.get_profile("geotrack"), max_examples=10)
settings.register_profile("fuzz", **_SLOW, max_examples=1_000, print_blob=True)
settings.load_profile("geotrack")


# It passes on names of `geotrack-observations`, which the tests of geotrack do without.
collect_ignore = ["geotrack/observations.py"]

# No test leaves anything in the user's cache folder; those of the index name a folder of their own.
os.environ["GEOTRACK_CACHE"] = "off"

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
