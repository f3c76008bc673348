"""Run all cases: `python -m tools.folium_cases CHECKOUT [DATA]`."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.folium_cases.case import WithoutTiles, report
from tools.folium_cases.documentation import documentation
from tools.folium_cases.examples import examples
from tools.folium_cases.suite import tests

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Run all, print the figures, and return 1 if a case fails."""
    if not arguments or not (Path(arguments[0]) / "tests").is_dir():
        print("give the path of a checkout of folium: make folium FOLIUM=path [DATA=path]")
        return 2
    checkout = Path(arguments[0]).resolve()
    data = Path(arguments[1]).resolve() if len(arguments) > 1 else None
    found = {
        "classes": examples(),
        "tests": tests(checkout),
        "cells": documentation(checkout, data),
        "cells without `tiles`": documentation(checkout, data, WithoutTiles),
    }
    for kind, cases in found.items():
        report(kind, cases)
    return int(any(case.outcome == "fails" for cases in found.values() for case in cases))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
