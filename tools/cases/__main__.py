"""Make the page and its pictures: `python -m tools.cases`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools.cases.key import key
from tools.cases.page import KEY, PAGE, PICTURES, page_of
from tools.cases.pictures import picture_of
from tools.cases.table import read_above, read_groups, workspace_of


def main() -> None:
    """Write the page, a picture for each case, and no other picture beside them."""
    groups = read_groups()
    cases = [case for group in groups for case in group.cases]
    with tempfile.TemporaryDirectory() as folder:
        workspace = workspace_of(groups, Path(folder))
        pictures = {case.id: picture_of(case, workspace) for case in cases}
    pictures[KEY] = key()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in PICTURES.iterdir():
        path.unlink()
    for name, content in pictures.items():
        (PICTURES / f"{name}.webp").write_bytes(content)
    PAGE.write_text(page_of(read_above(), groups), encoding="utf-8")
    size = sum(len(content) for content in pictures.values()) / 1e3
    print(f"{len(cases)} cases, {size:.0f} kB of pictures")


if __name__ == "__main__":
    main()
