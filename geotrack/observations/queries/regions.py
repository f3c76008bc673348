"""In which of all regions of a workspace the rows of an answer are, together with the question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.model.query import Query
from geotrack.observations.grid.cells import NO, CellGrid
from geotrack.observations.grid.stack import MOST, CellStack, Masks, per_area
from geotrack.observations.queries.plan import positions
from geotrack.observations.queries.query import Question
from geotrack.queries.areas import Area, in_common
from geotrack.queries.resolve import areas_of

__all__ = ["Regions"]

Flags = NDArray[np.bool_]


class Regions:
    """The regions of a question's workspace; a row may lie in several.

    Parameters
    ----------
    question : Question
        What is asked.
    """

    def __init__(self, question: Question) -> None:
        workspace = question.workspace
        self._asked = question.areas
        self._areas = [areas_of(Query(regions=(id_,)), workspace)[0] for id_ in workspace.regions]
        self._names = [region.name for region in workspace.regions.values()]
        grids = [CellGrid(area) for area in self._areas]
        self._stacks = [CellStack(grids[i : i + MOST]) for i in range(0, len(grids), MOST)]
        self._common: dict[int, CellGrid] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process needs: of records that areas are drawn round, nothing."""
        bare = {name: [_bare(a) for a in vars(self)[name]] for name in ("_asked", "_areas")}
        return {**vars(self), **bare}

    def counted(self, rows: Any, surely: Flags) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield how many rows are certainly, and only possibly, hits in each region.

        Parameters
        ----------
        rows : pyarrow.Table
            Of an answer.
        surely : numpy.ndarray of bool
            Which are certain.
        """
        for first, certain, possible in self._judged(rows, surely):
            names = self._names[first : first + MOST]
            many = (per_area(masks, len(names)).tolist() for masks in (certain, possible))
            yield from zip(names, zip(*many, strict=True), strict=True)

    def parts(self, rows: Any, surely: Flags) -> Iterator[tuple[str, Flags, Flags]]:
        """Yield which rows are certainly, and only possibly, hits in each region, if any is."""
        for first, certain, possible in self._judged(rows, surely):
            for n, name in enumerate(self._names[first : first + MOST]):
                bit = np.uint64(1 << n)
                within = (certain & bit) != 0, (possible & bit) != 0
                if within[0].any() or within[1].any():
                    yield name, *within

    def _judged(self, rows: Any, surely: Flags) -> Iterator[tuple[int, Masks, Masks]]:
        x, y, radius = positions(rows)
        for n, stack in enumerate(self._stacks):
            certain, possible = stack.judge(x, y, radius)
            both, certain = certain | possible, np.where(surely, certain, np.uint64(0))
            possible_too = both & ~certain
            if radius is not None and self._asked:
                self._clear_apart((x, y, radius), ~surely, possible, possible_too, n * MOST)
            yield n * MOST, certain, possible_too

    def _clear_apart(
        self,
        places: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
        unsure: Flags,
        possible: Masks,
        masks: Masks,
        first: int,
    ) -> None:
        """Clear the bits of regions into which a disc reaches, but not where the question asks."""
        rows = np.flatnonzero(unsure & (places[2] > 0) & (possible != 0))
        bits = int(np.bitwise_or.reduce(possible[rows])) if len(rows) else 0
        for n in range(bits.bit_length()):
            bit = np.uint64(1 << n)
            some = rows[(possible[rows] & bit) != 0]
            if not len(some):
                continue
            of = first + n
            if of not in self._common:
                self._common[of] = CellGrid(in_common([*self._asked, self._areas[of]]))
            apart = self._common[of].judge(*(axis[some] for axis in places)) == NO
            masks[some[apart]] &= ~bit


def _bare(area: Area) -> Area:
    """Return an area that knows nothing but its shape."""
    return Area([area.shape], sure=None if area.sure is area.shape else area.sure)
