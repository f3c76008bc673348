"""How alike titles are, and what in them speaks against one event."""

from __future__ import annotations

import numpy as np
import pytest

from geotrack.workspace.duplicates.titles import Titles

DIFFER = [
    ("Kazan enters Kola Bay", "Kazan leaves Kola Bay", "opposite"),
    ("Kazan enters Kola Bay", "Kazan arrives in Kola Bay", ""),
    ("3 ships off Vardø", "03 ships off Vardø", ""),
    ("3 ships off Vardø", "Three ships off Vardø", ""),
    ("3 ships off Vardø", "Four ships off Vardø", "opposite"),
    ("3 ships off Vardø", "Ships off Vardø", ""),
    ("3 ships off Vardø on 4 June", "3 ships off Vardø", ""),
    ("3 ships off Vardø", "Inspection of a trawler after 12 days", "numbers"),
    ("Ships north of Vardø", "Inspection of a trawler in the south", ""),
    ("First", "Second", "opposite"),
    ("Night", "Dawn", ""),
]


@pytest.mark.parametrize(("one", "two", "how"), DIFFER)
def test_what_cannot_both_be_said_of_one_event(one: str, two: str, how: str) -> None:
    titles = Titles([one, two])
    assert (titles.differ(0, 1), titles.differ(1, 0)) == (how, how)


def test_many_pairs_are_compared_as_few_are() -> None:
    given = ["Kazan enters Kola Bay", "A trawler", "Kola Bay: Kazan", "Ships", "Ships off Vardø"]
    titles = Titles(given)
    one, other = (side.ravel() for side in np.indices((5, 5)))
    needed = np.zeros(len(one))
    together = titles.alike(one, other, needed)
    for n in range(len(one)):
        alone = titles.alike(one[[n, n]], other[[n, n]], needed[:2])
        assert alone == pytest.approx(together[n])
    assert together.reshape(5, 5).diagonal() == pytest.approx(100.0)
    sparse = titles.alike(np.arange(5), np.arange(5)[::-1].copy(), np.zeros(5))
    assert sparse == pytest.approx(np.fliplr(together.reshape(5, 5)).diagonal())


def test_the_likeliest_of_a_crowd_are_kept() -> None:
    titles = Titles(["Kazan off Vardø", *["An inspection"] * 400, "Kazan by Vardø"])
    other = np.arange(1, 402)
    kept = other[titles.likeliest(np.zeros_like(other), other)]
    assert len(kept) == 200
    assert 401 in kept
    few = np.arange(1, 100)
    assert len(titles.likeliest(np.zeros_like(few), few)) == 99
