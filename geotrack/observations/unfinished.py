"""A build that has not ended: where it works, and how it is gone on with."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

__all__ = ["PLAN", "WORK", "unfinished"]

WORK = "_building"
"""The folder inside a dataset's in which a build works."""

PLAN = "plan.json"
"""Of what in there, and how: what makes a build that one."""


def unfinished(folder: Path) -> str:
    """Return that a build in a folder has not ended, and the command that goes on with it.

    Returns
    -------
    str
        A sentence; empty where there is no such build.
    """
    try:
        plan = json.loads((folder / WORK / PLAN).read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    inputs = [_near(Path(path)) for path, *_ in plan["inputs"]]
    options = [
        word
        for name, value in plan["naming"].items()
        if value is not None
        for word in (f"--{name.replace('_', '-')}", value)
    ]
    command = shlex.join(["build", *inputs, "--out", str(folder), *options])
    return f"a build here has not ended; `geotrack observations {command}` goes on where it was"


def _near(path: Path) -> str:
    """Return a path as it is typed here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
