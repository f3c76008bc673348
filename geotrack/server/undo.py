"""Changes of a running desk that can be undone, last first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.messages import Message
from geotrack.server.records import refuse_if_other
from geotrack.workspace import Edit, Workspace, shown_path
from geotrack.workspace.edit.revisions import revise

__all__ = ["UndoStack"]

Feature = Mapping[str, Any]

# Maximum number of steps that can be undone.
_MOST_STEPS = 50


@dataclass(frozen=True)
class _RecordChange:
    """A record before and after a change; None where it was not stored."""

    id: str
    file: str
    before: Feature | None
    after: Feature | None


@dataclass(frozen=True)
class _FileText:
    """The text of a file before and after a change; `after` is None where it was removed.

    It is a report, in which a record may have named itself, or `taxonomy.toml`.
    """

    path: Path
    before: str
    after: str | None


@dataclass(frozen=True)
class _Step:
    """What one save or removal changed: records, two if they were merged, and reports of them.

    `id` is that of the first record, or of a removed report, the name of a new type, or the
    title of a map; `kind` says which, if there is no record; `then` is called when it is undone.
    """

    id: str
    records: tuple[_RecordChange, ...]
    texts: tuple[_FileText, ...]
    kind: str = ""
    then: Callable[[], object] = lambda: None


def _remove_if_same(path: Path, text: str) -> None:
    """Remove a file; one that was changed since stays."""
    if path.read_bytes() != text.encode():
        raise UsageError(Message("the file {path} was changed since", shown_path(path)))
    path.unlink()


@dataclass
class UndoStack:
    """The last changes, one step for each save."""

    _stack: list[_Step] = field(default_factory=list)

    def note(self, edit: Edit) -> None:
        """Note what an edit has written."""
        records = ((path.name, before, after) for path, before, after in edit.records)
        self.note_records(records, tuple(_FileText(*text) for text in edit.texts))

    def note_records(
        self,
        records: Iterable[tuple[str, Feature | None, Feature | None]],
        texts: tuple[_FileText, ...] = (),
    ) -> None:
        """Note changes of records as one step: file, old and new Feature of each."""
        changes = tuple(
            _RecordChange((before or after or {})["id"], file, before, after)
            for file, before, after in records
        )
        if changes:
            self._add(_Step(changes[0].id, changes, texts))

    def last(self) -> dict[str, Any]:
        """Return what `take_back` would undo.

        Returns
        -------
        dict
            `kind`: `added`, `changed` or `removed` records, a removed `report`, an added `type` or
            a changed `map`; `n`, how many; and `title`, that of the first, or the id or name of the
            other.

        Raises
        ------
        UsageError
            There is no change to take back.
        """
        if not self._stack:
            raise UsageError("there is no change of this desk to take back")
        step = self._stack[-1]
        if not step.records:
            return {"kind": step.kind, "n": 1, "title": step.id}
        first = step.records[0]
        kind = "changed" if first.before and first.after else "added" if first.after else "removed"
        feature = first.after or first.before or {}
        return {"kind": kind, "n": len(step.records), "title": feature["properties"]["title"]}

    def note_removal(self, id_: str, path: Path, text: str, then: Callable[[], object]) -> None:
        """Note that a report was removed; `then` restores what went with it."""
        self._add(_Step(id_, (), (_FileText(path, text, None),), "report", then))

    def note_type(self, name: str, edit: Edit) -> None:
        """Note that a type was added, and what an edit has written for it."""
        self._add(_Step(name, (), tuple(_FileText(*text) for text in edit.texts), "type"))

    def note_map(self, title: str, path: Path, before: str, after: str) -> None:
        """Note that a definition was written; of a new map, the text before is empty."""
        if before:
            self._add(_Step(title, (), (_FileText(path, before, after),), "map"))
        else:
            self._add(_Step(title, (), (), "map", partial(_remove_if_same, path, after)))

    def last_map(self) -> tuple[Path, str] | None:
        """Return path and text of the definition that `take_back` would replace, if it is one."""
        if not self._stack or self._stack[-1].kind != "map" or not self._stack[-1].texts:
            return None
        (file,) = self._stack[-1].texts
        return file.path, file.after or ""

    def _add(self, step: _Step) -> None:
        self._stack = [*self._stack[1 - _MOST_STEPS :], step]

    def former_states(self, id_: str) -> Iterator[Feature]:
        """Yield the states of a record before and after each change, oldest first."""
        for change in (change for step in self._stack for change in step.records):
            if change.id == id_:
                yield from (state for state in (change.before, change.after) if state is not None)

    def take_back(self, workspace: Workspace, *, by: str, on: date) -> str:
        """Undo the last change, and return the id of its (first) record or report, or a type name.

        A changed record gets its former values and a revision that records this; a new record is
        removed, a removed one is stored again.

        Raises
        ------
        UsageError
            As `last`.
        ConflictError
            The record was changed since.
        """
        self.last()
        step = self._stack[-1]
        edit = Edit(workspace)
        for file in step.texts:
            # A report that was changed since keeps its text; if it still names the record, `check`
            # reports a link that leads nowhere. A type that is in use is reported as well.
            after = None if file.after is None else file.after.encode()
            if (file.path.read_bytes() if file.path.exists() else None) == after:
                edit.set_text(file.path, file.before)
            elif after is None:
                raise UsageError(Message("the file {path} is there again", shown_path(file.path)))
        for change in step.records:
            refuse_if_other(workspace, change.id, change.after)
            if change.before is None:
                edit.remove(change.id)
            elif change.after is None:
                edit.add(change.before, change.file)
            else:
                why = "taken back"
                feature = revise(change.after, change.before, by=by, on=on, why=why)
                edit.replace(change.id, feature)
        edit.commit()
        step.then()
        self._stack.pop()
        return step.id
