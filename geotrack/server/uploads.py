"""Files that a browser has sent, until their records are added or the desk ends."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import anyio

from geotrack.errors import UsageError
from geotrack.files import is_portable_name
from geotrack.findings import shown
from geotrack.messages import Message

__all__ = ["Upload", "Uploads"]

MOST_BYTES = 128_000_000
"""Maximum size of a file, bytes."""
PATIENCE_S = 300
"""Maximum duration of an upload, seconds."""
# Maximum number of uploaded files; the oldest ones are deleted first.
_MOST_FILES = 8


@dataclass
class Upload:
    """An uploaded file, in a folder of its own.

    Parameters
    ----------
    path : Path
        The file; its name is that on the user's disk.
    replaces : bool
        Whether its rows are stored records that come back edited, and replace them.
    add_duplicates : bool
        Whether to add rows that are probable duplicates of stored records or of earlier rows.
    """

    path: Path
    replaces: bool = False
    add_duplicates: bool = False

    @property
    def draft(self) -> Path:
        """The draft of its records."""
        return self.path.parent / "draft" / f"{self.path.stem}.geojson"


@dataclass
class Uploads:
    """The uploaded files of a running desk; of more than `_MOST_FILES` the oldest is removed."""

    _folder: tempfile.TemporaryDirectory[str] | None = None
    _files: dict[str, Upload] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Upload:
        """Return a file by its key.

        Raises
        ------
        UsageError
            There is no such file any more.
        """
        if key not in self._files:
            raise UsageError("the file is gone; drop it again")
        return self._files[key]

    async def receive(self, name: str, parts: AsyncIterator[bytes]) -> str:
        """Write a file and return its key.

        Parameters
        ----------
        name : str
            Its name, without a folder.
        parts : async iterator of bytes
            Its content.

        Raises
        ------
        UsageError
            The name is no plain name, or the file is larger than `MOST_BYTES`, or takes longer
            than `PATIENCE_S`.
        """
        if name.startswith(".") or not is_portable_name(name):
            raise UsageError(
                Message("{name} is no name of a file on every system; rename it", shown(name))
            )
        key = secrets.token_urlsafe(12)
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="geotrack-desk-")
        path = Path(self._folder.name) / key / name
        path.parent.mkdir()
        try:
            with path.open("wb") as file:
                await _write(file, name, parts)
        except BaseException:  # too large, too slow, a full disk, or a closed connection
            path.unlink(missing_ok=True)
            raise
        self._files[key] = Upload(path)
        for old in list(self._files)[:-_MOST_FILES]:
            self._files.pop(old).path.unlink(missing_ok=True)
        return key

    def discard(self, key: str) -> None:
        """Remove a file."""
        self._files.pop(key).path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove all files."""
        if self._folder is not None:
            self._folder.cleanup()


async def _write(file: BinaryIO, name: str, parts: AsyncIterator[bytes]) -> None:
    size = 0
    with anyio.move_on_after(PATIENCE_S):
        async for part in parts:
            size += len(part)
            if size > MOST_BYTES:
                raise UsageError(
                    Message("{name} is larger than {most} MB", shown(name), MOST_BYTES // 1_000_000)
                )
            file.write(part)
        return
    # Reached only when the time is up.
    raise UsageError(
        Message("{name} takes more than {seconds} s to arrive", shown(name), PATIENCE_S)
    )
