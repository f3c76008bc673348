"""A build that has not ended: where it works, and how it is gone on with."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from geotrack.files import FileSizeError, NotAFileError, read_regular

__all__ = ["PLAN", "WORK", "read_plan", "unfinished"]

WORK = "_building"
"""The folder inside a dataset's in which a build works."""

PLAN = "plan.json"
"""Of what in there, and how: what makes a build that one."""

_OPTIONS = {"preset": "as"}
_MOST_BYTES = 16_000_000


def read_plan(folder: Path) -> dict[str, Any] | None:
    """Return the plan of the build in a folder; None where there is none that can be read."""
    try:
        plan = json.loads(read_regular(folder / WORK / PLAN, _MOST_BYTES))
    except (OSError, ValueError, RecursionError, NotAFileError, FileSizeError):
        return None
    match plan:
        case {"inputs": list(inputs), "naming": dict(naming)} if all(
            isinstance(one, list) and one and isinstance(one[0], str) for one in inputs
        ) and all(_is_value(value) for value in naming.values()):
            return dict(plan)
    return None


def _is_value(value: Any) -> bool:
    """Return whether a value is one that an option may have."""
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return value is None or isinstance(value, str | bool)


def unfinished(folder: Path) -> str:
    """Return that a build in a folder has not ended, and the command that goes on with it.

    Returns
    -------
    str
        A sentence; empty where there is no such build.
    """
    plan = read_plan(folder)
    if plan is None:
        return ""
    inputs = [_near(Path(path)) for path, *_ in plan["inputs"]]
    options = [word for name, value in plan["naming"].items() for word in _option(name, value)]
    command = shlex.join(["build", *inputs, "--out", str(folder), *options])
    return f"a build here has not ended; `geotrack observations {command}` goes on where it was"


def _option(name: str, value: Any) -> list[str]:
    """Return an option of `build` with its value, as words."""
    option = f"--{_OPTIONS.get(name, name).replace('_', '-')}"
    if isinstance(value, bool):
        return [option] if value else []
    values = value if isinstance(value, list) else [value]
    return [word for one in values if one is not None for word in (option, one)]


def _near(path: Path) -> str:
    """Return a path as it is typed here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
