"""Unfinished builds: their folder, and how to resume them."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from geotrack.files import FileSizeError, NotAFileError, read_regular

__all__ = ["PLAN", "WORK", "read_plan", "unfinished"]

WORK = "_building"
"""Name of the working folder of a build, inside that of the dataset."""

PLAN = "plan.json"
"""Name of the file with the plan of the build."""

_OPTIONS = {"preset": "as"}
# Maximum size of the plan.
_MOST_BYTES = 16_000_000


def read_plan(folder: Path) -> dict[str, Any] | None:
    """Return the plan of the build in a folder; None without a readable one."""
    try:
        plan = json.loads(read_regular(folder / WORK / PLAN, _MOST_BYTES))
    except (OSError, ValueError, RecursionError, NotAFileError, FileSizeError):
        return None
    match plan:
        case {"inputs": list(inputs), "naming": dict(naming)} if all(
            isinstance(state, list) and state and isinstance(state[0], str) for state in inputs
        ) and all(_is_value(value) for value in naming.values()):
            return dict(plan)
    return None


def _is_value(value: Any) -> bool:
    """Return whether an option can have a value."""
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, str | bool)


def unfinished(folder: Path) -> str:
    """Return a message on an unfinished build in a folder, with the command that resumes it.

    Returns
    -------
    str
        A sentence; empty without such a build.
    """
    plan = read_plan(folder)
    if plan is None:
        return ""
    inputs = [_relative_path(Path(path)) for path, *_ in plan["inputs"]]
    options = [word for name, value in plan["naming"].items() for word in _option(name, value)]
    command = shlex.join(["build", *inputs, "--out", str(folder), *options])
    return f"a build here has not ended; `geotrack observations {command}` goes on where it was"


def _option(name: str, value: Any) -> list[str]:
    """Return an option of `build` with its value, as arguments."""
    option = f"--{_OPTIONS.get(name, name).replace('_', '-')}"
    if isinstance(value, bool):
        return [option] if value else []
    values = value if isinstance(value, list) else [value]
    return [word for item in values if item is not None for word in (option, item)]


def _relative_path(path: Path) -> str:
    """Return a path relative to the current folder if possible."""
    current = Path.cwd()
    return str(path.relative_to(current) if path.is_relative_to(current) else path)
