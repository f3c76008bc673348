"""The dataset of a map lies in its workspace."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.test_paths import OF_DATASETS, names_nothing_outside, outside, root

__all__ = ["outside", "root"]


def test_a_dataset_is_nothing_outside(root: Path, outside: Path) -> None:
    names_nothing_outside(root, outside, OF_DATASETS)
