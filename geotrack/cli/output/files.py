"""Writing of output files, as a whole or not at all, never over inputs or parts of a workspace."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from geotrack.cli.app import begin_output
from geotrack.files import atomic_path
from geotrack.messages import Message

if TYPE_CHECKING:
    from geotrack.workspace import Workspace

__all__ = ["output_file", "writable", "write_file"]

_OF_MAPS = (".toml", ".numbers.json")
_SETTINGS = ("geotrack.toml", "taxonomy.toml")


def write_file(content: bytes | Iterable[bytes], path: Path | None) -> None:
    """Write a file atomically, perhaps in parts; write to stdout if there is no path."""
    with output_file(path) as file:
        for part in [content] if isinstance(content, bytes) else content:
            file.write(part)


@contextmanager
def output_file(path: Path | None) -> Iterator[BinaryIO]:
    """Yield a binary file that replaces the one at a path at the end; stdout without a path."""
    if path is None:
        begin_output()
        # Bytes, whatever the terminal's encoding: this is the content of a file.
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with atomic_path(path) as new, new.open("wb") as file:
        yield file


def writable(
    path: Path, workspace: Workspace | None = None, *, inputs: Iterable[Path] = ()
) -> Path:
    """Return a path to write to; refuse files that must not be overwritten.

    Parameters
    ----------
    path : Path
        As the user named it.
    workspace : Workspace, optional
        The workspace in use; its files are protected wherever they lie.
    inputs : iterable of Path
        Other files that the command reads.

    Raises
    ------
    UsageError
        The path is a folder, not a regular file, an input, or part of a workspace, a dataset of
        observations or a git repository.
    """
    from geotrack.errors import UsageError

    problem = _problem(path) or _of_inputs(path, workspace, inputs) or _of_place(path)
    if problem:
        raise UsageError(Message("cannot write {path}: {problem}", path, Message(problem)))
    return path


def _problem(path: Path) -> str:
    """Return why a path cannot be written; empty where it can."""
    if path.is_dir():
        return "it is a folder; name a file in it"
    if not path.absolute().parent.is_dir():
        return Message("{folder} is not a folder; make it first", path.parent)
    if path.exists() and not path.is_file():
        return "it is no regular file; name another"
    return ""


def _of_inputs(path: Path, workspace: Workspace | None, inputs: Iterable[Path]) -> str:
    """Return an error text if the command reads the file at a path."""
    if not path.exists():
        return ""
    if any(path.samefile(file) for file in inputs if file.exists()):
        return "it is read by this command; name another"
    if workspace is None:
        return ""
    files = [*workspace.event_files, *workspace.root.glob("*.toml")]
    files += [f for name in ("layers", "seeds") for f in (workspace.root / name).glob("*")]
    files += [f for ending in _OF_MAPS for f in (workspace.root / "maps").glob(f"*{ending}")]
    if any(path.samefile(file) for file in files if file.exists()):
        return "the workspace is made of that very file; name another"
    return ""


def _of_place(path: Path) -> str:
    """Return an error text if the path lies in a workspace, dataset or git repository."""
    from geotrack.extensions import DATASET_FILE
    from geotrack.workspace import is_workspace

    absolute = path.absolute().parent.resolve() / path.name
    if ".git" in absolute.parts:
        return "it lies in a git repository's own folder; write elsewhere"
    if (absolute.parent / DATASET_FILE).exists():
        return "it lies in a dataset of observations; write elsewhere"
    above = [*absolute.parents]
    # Any folder may be called events/; only geotrack.toml marks a workspace further up.
    root = next((f for f in above if (f / "geotrack.toml").is_file()), None) or next(
        (f for f in above[:2] if is_workspace(f)), None
    )
    return _of_part(*absolute.relative_to(root).parts) if root else ""


def _of_part(*parts: str) -> str:
    """Return an error text if a path inside a workspace belongs to one of its parts."""
    from geotrack.workspace.event_files import EVENT_ENDINGS

    name = parts[-1].casefold()
    if len(parts) == 1 and name in _SETTINGS:
        return "settings of the workspace are no output; name another"
    if parts[0] == "events" and name.endswith(EVENT_ENDINGS):
        return "it would be read as records of events/; write elsewhere"
    if len(parts) > 1 and parts[0] in {"seeds", "layers"}:
        return Message("{folder}/ is a part of the workspace; write elsewhere", parts[0])
    if parts[0] == "maps" and name.endswith(_OF_MAPS):
        return "a map's definition and its numbers are no output; name another"
    return ""
