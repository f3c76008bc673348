"""Files of the faulty Features that `geotrack add --sound` leaves out, and of their faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.cli.output.files import writable
from geotrack.files import atomic_path
from geotrack.messages import Message, counted

if TYPE_CHECKING:
    from geotrack.workspace import Workspace
    from geotrack.workspace.edit.add_sound_records import Faulty

__all__ = ["FAULTY", "faulty_files", "faulty_outcome", "faulty_path"]

FAULTY = "-faulty"
"""End of the file's stem."""

_STDIN = Path("-")


def faulty_path(file: Path) -> Path:
    """Return the path of the faulty Features of a file.

    Examples
    --------
    >>> faulty_path(Path("sent.json")).name, faulty_path(Path("-")).name
    ('sent-faulty.json', 'added-faulty.geojson')
    """
    if file == _STDIN:
        return Path(f"added{FAULTY}.geojson")
    return file.with_name(f"{file.stem}{FAULTY}{file.suffix}")


@contextmanager
def faulty_files(
    faulty: Faulty | None, file: Path, workspace: Workspace, *, force: bool
) -> Iterator[None]:
    """Write the faulty Features and their faults when the block ends without an exception.

    Parameters
    ----------
    faulty : Faulty or None
        The Features; None for none.
    file : Path
        The file that they are from.
    workspace : Workspace
        The workspace, whose files are not overwritten.
    force : bool
        Whether existing files are overwritten.

    Raises
    ------
    UsageError
        A file exists already, or cannot be one of this name.
    OSError
        A file cannot be written.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import shown_path

    if faulty is None:
        yield
        return
    path = faulty_path(file)
    reasons = path.with_suffix(".txt")
    for output in (path, reasons):
        writable(output, workspace, inputs=[file])
        if output.exists() and not force:
            message = "{file} is there already; --force overwrites it; nothing written"
            raise UsageError(Message(message, output))
    lines = faulty.reasons(shown_path(path), workspace.config.limits)
    with atomic_path(path) as features, atomic_path(reasons) as faults:
        features.write_bytes(faulty.text.encode())
        faults.write_bytes("".join(f"{line}\n" for line in lines).encode())
        yield


def faulty_outcome(faulty: Faulty, path: Path | None) -> Message:
    """Return a line on the faulty Features, and the file that they were written to, if any."""
    from geotrack.workspace import shown_path

    count = counted(len(faulty.indexes), "1 faulty record", "{n} faulty records")
    if path is None:
        return Message("{records}, not written", count)
    return Message(
        "{file}: {records}, and what is wrong in {faults}; correct them, then `geotrack add "
        "{file}`",
        shown_path(path),
        count,
        path.with_suffix(".txt").name,
    )
