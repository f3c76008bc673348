"""Texts of reports that are open at the desk, with their drafts and what was decided of them.

They lie in a folder of the workspace that git ignores and only its user can read, until *Done*: a
report's own wording stays out of the workspace.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypedDict

from geotrack.errors import UsageError
from geotrack.files import atomic_path, check_inside
from geotrack.findings import shown
from geotrack.messages import Message

__all__ = ["OpenDraft", "OpenText", "OpenTexts"]

FOLDER = ".geotrack-desk.texts"


class OpenDraft(TypedDict):
    """A draft and what was decided of it.

    `claim` is the id of its sentence in the report. `hints` has what extraction leaves to a person;
    `state` is `open`, `accepted`, `refused` (it is no event) or `same`. `record` is the id of the
    record that it became or is the same as, and `of` the number of the draft, from 0, that it is
    the same as.
    """

    feature: dict[str, Any]
    claim: str
    hints: dict[str, Any]
    state: str
    record: str | None
    of: int | None


class OpenText(TypedDict):
    """A text: id of its report, its paragraphs, its sentences as claims, and its drafts.

    `pages_without_text` has the numbers of pages of a PDF that are pictures, and `late` how many
    statements give no draft, as they are dated after the publication.
    """

    report: str
    text_sha256: str
    paragraphs: list[dict[str, Any]]
    pages_without_text: list[int]
    late: int
    claims: list[dict[str, Any]]
    drafts: list[OpenDraft]


class OpenTexts:
    """The open texts of a workspace, one for a report.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, root / FOLDER
        self._lock = threading.RLock()

    def _path(self, report_id: str) -> Path:
        # Any text can be the id of a report, but not each is the name of a file.
        return self._folder / f"{sha256(report_id.encode()).hexdigest()[:24]}.json"

    def __getitem__(self, report_id: str) -> OpenText:
        """Return the open text of a report.

        Raises
        ------
        UsageError
            There is none.
        """
        text = _read(self._path(report_id))
        if text is None:
            raise UsageError(Message("the report {id} has no open text", shown(report_id)))
        return text

    def __contains__(self, report_id: object) -> bool:
        return isinstance(report_id, str) and self._path(report_id).exists()

    @contextmanager
    def change(self, report_id: str) -> Iterator[OpenText]:
        """Yield the open text of a report, and write it when the block ends without an error."""
        with self._lock:
            text = self[report_id]
            yield text
            self.write(text)

    def write(self, text: OpenText) -> None:
        """Write a text; only its user can read it.

        Raises
        ------
        UsageError
            The folder is a link that leads out of the workspace.
        OSError
            It cannot be written.
        """
        check_inside(self._folder, self._root)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._folder.chmod(0o700)
        (self._folder / ".gitignore").write_text("*\n", encoding="ascii")
        with atomic_path(self._path(text["report"])) as path:
            path.touch(mode=0o600)
            path.write_text(json.dumps(text), encoding="ascii")

    def remove(self, report_id: str) -> OpenText | None:
        """Remove the text of a report, and return it if there was one."""
        path = self._path(report_id)
        text = _read(path)
        path.unlink(missing_ok=True)
        return text


def _read(path: Path) -> OpenText | None:
    try:
        text: OpenText = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(text, dict):
        return None
    # An earlier version wrote neither.
    text.setdefault("pages_without_text", [])
    text.setdefault("late", 0)
    return text if OpenText.__required_keys__ <= text.keys() else None
