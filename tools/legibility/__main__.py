"""Find what cannot be read: `python -m tools.legibility [MAP…] [--size 390] [--mode dark]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from geotrack import briefing
from geotrack.mapview.open import open_map
from geotrack.workspace import open_workspace
from tools.chromium import executable
from tools.legibility import Fault
from tools.legibility.pages import SIZES, page_faults, printed_faults
from tools.legibility.paper import paper_faults
from tools.screenshots import FLAGS, ROOT

_MAPS = ("overview", "bering-strait")
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_MODES = (*_SCHEMES, "paper")


def main() -> int:
    """Print a table of faults; return 1 if there are any."""
    parser = argparse.ArgumentParser(prog="tools.legibility", description=__doc__)
    parser.add_argument("maps", nargs="*", default=_MAPS)
    parser.add_argument("--size", type=int, action="append", choices=SIZES)
    parser.add_argument("--mode", action="append", choices=_MODES)
    options = parser.parse_args()
    modes = options.mode or _MODES
    count = 0
    print(*Fault._fields, sep="\t")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        for name in options.maps:
            page_file = Path(folder) / f"{name}.html"
            briefing(ROOT, name).save(str(page_file))
            found = [
                page_faults(browser, page_file, width, mode)
                for mode in _SCHEMES
                if mode in modes
                for width in options.size or SIZES
            ]
            if "paper" in modes:
                found += [printed_faults(browser, page_file), _handout_faults(name)]
            for fault in chain(*found):
                print(*fault, sep="\t", flush=True)
                count += 1
        browser.close()
    print(f"{count} faults", file=sys.stderr)
    return int(count > 0)


def _handout_faults(name: str) -> Iterator[Fault]:
    view = open_map(open_workspace(ROOT), name)
    for product, sheet, found in paper_faults(view):
        yield Fault(name, product, "paper", sheet, *found)


if __name__ == "__main__":
    sys.exit(main())
