"""What stops a draft: a file that cannot be read as what it seems to be."""

from __future__ import annotations

from pathlib import Path

from geotrack.errors import GeotrackError

__all__ = ["UnreadableError"]


class UnreadableError(GeotrackError):
    """A file cannot be read (exit code 1); its text is one line fit to show to a user.

    Parameters
    ----------
    file : pathlib.Path
        The file.
    message, remedy : str
        What is wrong, and what to do about it.
    line : int, optional
        Line in the file, from 1.
    """

    def __init__(
        self, file: Path, message: str, remedy: str = "", *, line: int | None = None
    ) -> None:
        where = file.name if line is None else f"{file.name}:{line}"
        super().__init__(f"{where}: {message}; {remedy}" if remedy else f"{where}: {message}")
