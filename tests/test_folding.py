"""Folding, and that the page's script folds the same."""

from __future__ import annotations

import json

import pytest

from geotrack.folding import folded
from geotrack.resources import PACKAGE

# web/tests/folding.test.js holds the script to the same pairs.
SHARED = json.loads(
    (PACKAGE.parent / "web" / "tests" / "fixtures" / "folding.json").read_text(encoding="utf-8")
)


def test_enough_is_compared() -> None:
    assert len({text for text, _ in SHARED}) >= 60


@pytest.mark.parametrize(("text", "expected"), SHARED)
def test_text_is_folded_as_the_script_folds_it(text: str, expected: str) -> None:
    assert folded(text) == expected
    assert folded(expected) == expected, "what is folded stays"
