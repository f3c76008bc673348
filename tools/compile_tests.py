"""Write pytest's bytecode of all tests once, which each of its processes would write anew.

It is written as pytest writes it, by functions that it does not promise: without them the tests
run as well, and start some seconds later.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from _pytest.assertion import rewrite

ROOT = Path(__file__).parents[1]
_NO_SETTINGS: Any = None
_NO_STATE: Any = SimpleNamespace(trace=print)


def compile_test(path: Path) -> None:
    """Write the bytecode of a module whose assertions pytest rewrites."""
    digest, code = rewrite._rewrite_test(path, _NO_SETTINGS)
    folder = rewrite.get_cache_dir(path)
    folder.mkdir(parents=True, exist_ok=True)
    rewrite._write_pyc(_NO_STATE, code, digest, folder / (path.name[:-3] + rewrite.PYC_TAIL))


def main() -> None:
    """Compile the tests of this checkout, on all processors."""
    folders = [ROOT / "tests", *ROOT.glob("packages/*/tests")]
    names = ("test_*.py", "conftest.py")
    paths = chain(
        [ROOT / "conftest.py"], *(folder.rglob(name) for folder in folders for name in names)
    )
    with ProcessPoolExecutor() as pool:
        list(pool.map(compile_test, paths, chunksize=20))


if __name__ == "__main__":
    main()
