"""How many positions a map shows in all: what several layers have of one dataset counts once.

Of entries that ask differently of one dataset nobody knows how many positions both show. Where one
asks for all that the others ask for, its positions are all; otherwise the most that one shows are
the least that there are, and are told as that. web/src/observations/ui/counts.js counts by the same
rule what a period leaves.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from geotrack.model import Observed

if TYPE_CHECKING:
    from geotrack.page.observations.layers import Drawing

__all__ = ["Kin", "Total", "is_all", "kin_of", "total"]

# What says which positions are shown. More of it leaves fewer of them.
_ASKING = {
    *("regions", "all_regions", "bbox", "within", "of", "north_of", "start", "end"),
    *("where", "certain"),
}


@dataclass(frozen=True)
class Kin:
    """Which other entries of a definition show positions of the same dataset.

    Parameters
    ----------
    dataset : int
        Which entry was the first of this dataset, from 1.
    of : int
        Which was the first to ask the same of it.
    covers : bool
        Whether every position that another entry asks of the dataset is among those of this one.
    """

    dataset: int
    of: int
    covers: bool


@dataclass(frozen=True)
class Total:
    """How many positions a map shows.

    Parameters
    ----------
    many : int
        How many, or how many at least.
    exact : bool
        Whether there are no more.
    """

    many: int
    exact: bool

    @property
    def key(self) -> str:
        """The text that says it, of `n`."""
        return f"page.observed.{'shown' if self.exact else 'leastShown'}"


def kin_of(entries: Sequence[Observed]) -> list[Kin]:
    """Tell of each entry of a definition which others are of its dataset.

    Parameters
    ----------
    entries : sequence of Observed
        In the order of the definition.

    Returns
    -------
    list of Kin
        One of each.
    """
    folders = [posixpath.normpath(entry.dataset) for entry in entries]
    asked = [_conditions(entry) for entry in entries]
    found = []
    for folder, own in zip(folders, asked, strict=True):
        others = [other for where, other in zip(folders, asked, strict=True) if where == folder]
        of = 1 + list(zip(folders, asked, strict=True)).index((folder, own))
        covers = all(own.items() <= other.items() for other in others)
        found.append(Kin(1 + folders.index(folder), of, covers))
    return found


def is_all(drawing: Drawing) -> bool:
    """Tell whether a drawing has every position that the map shows of its dataset."""
    return drawing.asked.kin.covers and not drawing.left_out


def total(made: Sequence[Drawing]) -> Total:
    """Count the positions that drawings show, those that several show once.

    Parameters
    ----------
    made : sequence of Drawing
        All of a map.

    Returns
    -------
    Total
        At least so many, where entries ask differently of one dataset and none asks for all.
    """
    many, exact = 0, True

    def dataset(one: Drawing) -> int:
        return one.asked.kin.dataset

    for _, group in groupby(sorted(made, key=dataset), dataset):
        ways = list(group)
        # Of ways that leave some out, the one that leaves out least.
        many += max(one.many for one in ways)
        alike = len({one.asked.kin.of for one in ways}) == 1
        exact &= alike or any(is_all(one) for one in ways)
    return Total(many, exact)


def _conditions(entry: Observed) -> dict[str, Any]:
    """Return what an entry asks of its dataset."""
    return entry.model_dump(mode="json", include=_ASKING, exclude_defaults=True)
