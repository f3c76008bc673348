"""A case, its outcome, and the replacement of `folium.Map`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import folium
import folium.plugins.dual_map

from folium_polar import PolarMap, rendering

__all__ = ["ROOT", "Case", "WithoutTiles", "polar_maps", "refusal", "report"]

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "polarmap.md"
GOOD = ("works", "drawn anew", "refused")
OUTCOMES = (*GOOD, "differs", "fails", "cannot run")


class Case(NamedTuple):
    """A test or a cell, its outcome and, unless it works, the reason."""

    name: str
    outcome: str
    reason: str = ""


def report(kind: str, found: list[Case]) -> None:
    """Print each case that does not work, then how many have which outcome."""
    for case in sorted(found, key=lambda case: (OUTCOMES.index(case.outcome), case.name)):
        if case.outcome != "works":
            print(f"{case.outcome:<11}{case.name}  {case.reason[:150]}")
    counts = Counter(case.outcome for case in found)
    run = len(found) - counts["cannot run"]
    good = sum(counts[outcome] for outcome in GOOD)
    each = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES)
    print(f"{kind}: {good} of {run} work or are refused as documented ({each})\n")


def refusal(message: str) -> tuple[str, str]:
    """Return the outcome of a refusal, which the page of PolarMap must name, and its reason."""
    word = re.escape(message.split(maxsplit=1)[0])
    documented = re.search(rf"`([^`\n]*\W)?{word}(?!\w)[^`\n]*`", PAGE.read_text("utf-8"))
    return ("refused", message) if documented else ("fails", f"not documented: {message}")


class WithoutTiles(PolarMap):
    """A map that leaves `tiles` out, which is the remedy that their refusal names."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "tiles": None})


@contextmanager
def polar_maps(kind: type[PolarMap] = PolarMap) -> Iterator[None]:
    """Replace folium's map; ids keep their random letters, which folium's tests look for."""
    with ExitStack() as stack:
        for owner in (folium, folium.folium, folium.plugins.dual_map):
            stack.enter_context(mock.patch.object(owner, "Map", kind))
        stack.enter_context(mock.patch.object(rendering, "_numbering", return_value=str))
        yield
