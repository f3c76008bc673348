"""The state of a running desk: its current workspace, its pages, and the listeners of changes."""

from __future__ import annotations

import contextlib
import gc
import stat
import threading
from collections.abc import AsyncIterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from anyio.streams.memory import MemoryObjectSendStream
from starlette.responses import JSONResponse, Response

from geotrack.errors import GeotrackError, UsageError
from geotrack.files import FileSizeError, leads_out, read_regular
from geotrack.i18n import LANGUAGES, words
from geotrack.mapview.symbols import SHAPES
from geotrack.messages import Message
from geotrack.model.country import COUNTRY_CODES
from geotrack.model.place_text import region_name
from geotrack.server.open_texts import OpenTexts
from geotrack.server.page_process import PageProcess
from geotrack.server.presence import Presence
from geotrack.server.record_form import form_words
from geotrack.server.record_table import save_cells
from geotrack.server.records import remove_record, save_record
from geotrack.server.requests import ReadOnlyError
from geotrack.server.undo import UndoStack
from geotrack.server.uploads import Uploads
from geotrack.taxonomy import countries
from geotrack.workspace import Edit, Workspace, open_workspace
from geotrack.workspace.edit.reports import remove_report
from geotrack.workspace.edit.taxonomy import add_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from starlette.requests import Request

    from geotrack.server.record_table import CellEdit, EditedTable
    from geotrack.server.records import Saved

__all__ = ["Desk", "Pages"]

T = TypeVar("T")

LOOK_S = 1.0
"""Least number of seconds between two comparisons of the files."""
# The pause after a comparison is at least this many times as long as the comparison took.
_PAUSE_RATIO = 20
_MOST_BACKUP = 512_000_000  # bytes; the archive is made in memory
_FOLDERS = ("events", "layers", "seeds", "maps", "geotrack.toml", "taxonomy.toml")


class Desk:
    """A workspace that is opened again whenever its files change.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    today : callable
        Returns the day of a change.
    read_only : bool
        Whether nothing may be written.
    page_process : PageProcess, optional
        The process that builds its pages, if there is one already.
    """

    def __init__(
        self,
        root: Path,
        today: Callable[[], date],
        *,
        read_only: bool = False,
        page_process: PageProcess | None = None,
    ) -> None:
        self.root = root
        self.read_only = read_only
        self.today = today
        self._lock = threading.RLock()
        self._changes = UndoStack()
        self.map_texts: dict[str, list[tuple[datetime, str]]] = {}
        self._listeners: set[MemoryObjectSendStream[int]] = set()
        self._version = self._notified = 1
        self._workspace = open_workspace(root)
        self._files = self._file_states()
        # What this desk has written is read after its answer, or by the first who needs it.
        self._is_behind = False
        self._written = anyio.Event()
        self.uploads = Uploads()
        self.presence = Presence()
        self.texts = OpenTexts(root)
        self.pages = Pages(page_process or PageProcess(root), lambda: self.version)

    @property
    def workspace(self) -> Workspace:
        """The workspace with all that this desk has written."""
        self._catch_up()
        return self._workspace

    @property
    def version(self) -> int:
        """The number of its state."""
        self._catch_up()
        return self._version

    def _catch_up(self) -> None:
        if self._is_behind:
            self.refresh()

    def refresh(self) -> None:
        """Open the workspace again if its files have changed."""
        with self._lock:
            try:
                self._read_changes()
            finally:
                self._is_behind = False

    def _read_changes(self) -> None:
        files = self._file_states()
        if files != self._files:
            try:
                self._workspace = open_workspace(self.root, before=self._workspace)
            except GeotrackError:
                return  # the taxonomy is being written: try again
            self._read_records()
            self._files = files
            self._version += 1

    def _read_records(self) -> None:
        """Read the records now, and not at the first request."""
        gc.collect()  # frozen objects are never collected
        _ = self._workspace.by_id
        gc.freeze()  # the records stay: the collector need not traverse them again

    def _file_states(self) -> list[tuple[Path, int, int]]:
        """Return names, sizes and times of the files, which differ if one has changed."""
        states: list[tuple[Path, int, int]] = []
        for path in self._paths():
            with contextlib.suppress(OSError):
                state = path.stat()
                if stat.S_ISREG(state.st_mode) and not path.name.startswith("."):
                    states.append((path, state.st_size, state.st_mtime_ns))
        return states

    def _paths(self) -> Iterator[Path]:
        """Yield the paths of the workspace, in order, without those behind links out of it."""
        for name in sorted(_FOLDERS):
            if not leads_out(top := self.root / name, self.root):
                yield from sorted(
                    path
                    for path in (top, *top.rglob("*"))
                    if not (path.is_symlink() and leads_out(path, self.root))
                )

    async def watch(self) -> None:
        """Watch the files of the workspace, and notify the listeners of each change.

        They are also compared every second, since the system reports no changes behind links, in
        new folders, or where it has no watches left.
        """
        await anyio.to_thread.run_sync(self._read_records)
        folders = [self.root / name for name in _FOLDERS if (self.root / name).is_dir()]
        end = anyio.Event()
        async with anyio.create_task_group() as tasks:
            # Other folders, such as datasets, may be large.
            tasks.start_soon(self._follow, [self.root], False, end)
            tasks.start_soon(self._follow, folders, True, end)
            try:
                while True:
                    start, self._written = anyio.current_time(), anyio.Event()
                    await self.look()
                    pause = max(LOOK_S, _PAUSE_RATIO * (anyio.current_time() - start))
                    with anyio.move_on_after(pause):
                        await self._written.wait()
            finally:
                end.set()  # only this ends the threads of the watchers

    async def _follow(self, folders: Sequence[Path], recursive: bool, end: anyio.Event) -> None:
        from watchfiles import awatch

        with contextlib.suppress(OSError):
            async for _ in awatch(
                *folders, debounce=200, step=50, recursive=recursive, stop_event=end
            ):
                await self.look()

    async def look(self) -> None:
        """Open the workspace again if its files have changed, and notify the listeners."""
        await anyio.to_thread.run_sync(self.refresh)
        version = self._version
        if version == self._notified:
            return
        self._notified = version
        for listener in tuple(self._listeners):  # a slow one misses some
            with contextlib.suppress(anyio.WouldBlock, anyio.BrokenResourceError):
                listener.send_nowait(version)

    def end(self) -> None:
        """End the connections of the listeners, and the process that builds pages."""
        self.pages.close()
        for listener in tuple(self._listeners):
            listener.close()

    async def versions(self) -> AsyncIterator[int]:
        """Yield the version after each change."""
        send, receive = anyio.create_memory_object_stream[int](8)
        self._listeners.add(send)
        try:
            with send, receive:
                async for version in receive:
                    yield version
        finally:
            self._listeners.discard(send)

    async def write(self, change: Callable[..., T], *args: Any, **values: Any) -> T:
        """Call a function that changes the workspace, one at a time.

        What it has written is read after its answer; then `watch` notifies the listeners.

        Raises
        ------
        ReadOnlyError
            The desk changes nothing.
        """
        self.refuse_read_only()

        def change_current() -> T:
            with self._lock:
                self.refresh()  # so that `change` works on the current files
                try:
                    return change(*args, **values)
                finally:
                    self._is_behind = True

        try:
            return await anyio.to_thread.run_sync(change_current)
        finally:
            self._written.set()

    def refuse_read_only(self) -> None:
        """Raise a `ReadOnlyError` if the desk is read-only."""
        if self.read_only:
            raise ReadOnlyError

    async def write_json(self, change: Callable[..., Any], *args: Any) -> Response:
        """Return the JSON of what a function returns that changes the workspace; see `write`."""
        return JSONResponse(await self.write(change, *args))

    def save_record(self, feature: Mapping[str, Any], **values: Any) -> Saved:
        """Store a record today; parameters and errors as of `geotrack.server.records`."""
        saved = save_record(self.workspace, feature, on=self.today(), **values)
        self._note(saved.edit)
        return saved

    def save_cells(self, edits: Sequence[CellEdit], **values: Any) -> EditedTable:
        """Store the edited cells of the table today; see `geotrack.server.record_table`."""
        saved = save_cells(edits, self.workspace, on=self.today(), **values)
        self._note(saved.edit)
        return saved

    def _note(self, edit: Edit | None) -> None:
        """Note what was written, so that it can be undone and is read before the next use."""
        if edit is not None:
            self._changes.note(edit)
            self._is_behind = True

    def remove_record(self, id_: str, base: str, *, force: bool) -> list[dict[str, Any]]:
        """Remove a record; see `geotrack.server.records`."""
        errors, edit = remove_record(self.workspace, id_, base, force=force)
        self._note(edit)
        return errors

    def remove_report(self, id_: str) -> None:
        """Remove a report that no record cites, and its open text; see `remove_report`."""
        path, content = remove_report(id_, self.workspace)
        text = self.texts.remove(id_)
        restore = partial(self.texts.write, text) if text else lambda: None
        self._changes.note_removal(id_, path, content, restore)

    def add_type(self, theme: str, label: Mapping[str, str], medium: str) -> str:
        """Add a type of the workspace's own, and return its id; see `add_type`."""
        edit = Edit(self.workspace)
        id_ = add_type(edit, self.workspace, theme, label, medium)
        edit.commit()
        self._changes.note_type(next(iter(label.values())), edit)
        self.refresh()
        return id_

    def write_map(self, path: Path, text: str, title: str) -> None:
        """Write the definition of a map; its former text is kept as long as the desk runs."""
        edit = Edit(self.workspace)
        edit.set_text(path, text)
        edit.commit()
        for _, before, after in edit.texts:
            self._changes.note_map(title, path, before, after)
            if before:
                self._keep_map_text(path, before)
        self._is_behind = True

    def former_states(self, id_: str) -> Iterator[Mapping[str, Any]]:
        """Yield the states of a record before and after each change at this desk, oldest first."""
        return self._changes.former_states(id_)

    def note_import(self, records: Iterable[tuple[str, Any, Any]]) -> None:
        """Note the records of an import, so that they can be undone at once."""
        self._changes.note_records(records)

    def last_change(self) -> dict[str, Any]:
        """Return what `take_back` would undo; see `UndoStack.last`."""
        return self._changes.last()

    def take_back(self, by: str) -> str:
        """Undo the last change of a record or report at this desk, and return its id."""
        undone = self._changes.last_map()
        id_ = self._changes.take_back(self.workspace, by=by, on=self.today())
        if undone is not None:  # it stays among the versions of the map
            self._keep_map_text(*undone)
        return id_

    def _keep_map_text(self, path: Path, text: str) -> None:
        """Keep a text of a definition that another has replaced."""
        self.map_texts.setdefault(path.stem, []).append((datetime.now().astimezone(), text))

    def backup(self) -> bytes:
        """Return the files of the workspace, without built maps, as a ZIP archive.

        Links out of the workspace are left out, and listed in `LEFT-OUT.txt`.

        Raises
        ------
        UsageError
            The files are too large for one archive.
        """
        from geotrack.export.reproducible_zip import zip_files

        root = self.root
        bytes_left = _MOST_BACKUP
        files: dict[str, bytes] = {}
        with self._lock:
            for path in (path for path, *_ in self._file_states() if path.suffix != ".html"):
                try:
                    content = read_regular(path, bytes_left)
                except FileSizeError:
                    raise UsageError(
                        Message(
                            "the workspace has more than {most:g} MB, too much for one "
                            "archive; copy its folder {root}",
                            _MOST_BACKUP / 1e6,
                            root,
                        )
                    ) from None
                files[path.relative_to(root).as_posix()] = content
                bytes_left -= len(content)
            links = self._links_out()
        if links:
            files["LEFT-OUT.txt"] = "".join(
                f"{link}: a link leads out of the workspace; copy the file into it\n"
                for link in links
            ).encode()
        return zip_files(files)

    def _links_out(self) -> list[str]:
        """Return the links out of the workspace, by their paths in it."""
        tops = [self.root / name for name in sorted(_FOLDERS)]
        paths = [top for top in tops if leads_out(top, self.root)]
        for top in tops:
            if top not in paths:
                paths += [p for p in sorted(top.rglob("*")) if p.is_symlink()]
        return [p.relative_to(self.root).as_posix() for p in paths if leads_out(p, self.root)]

    def language_of(self, request: Request) -> str:
        """Return the language that a request asks for, else that of the workspace."""
        language = request.query_params.get("lang", "")
        if not language and request.url.path.startswith("/api/"):
            # The script of the desk sends its own language, not the browser's.
            language = request.headers.get("accept-language", "")
        return language if language in LANGUAGES else self._workspace.config.language

    def vocabulary(self, language: str) -> dict[str, Any]:
        """Return the choices of the form's fields."""
        taxonomy, regions = self.workspace.taxonomy, self.workspace.regions
        synonyms: dict[str, list[str]] = {}
        for word, ids in taxonomy.synonyms.items():
            for id_ in ids:
                synonyms.setdefault(id_, []).append(word)
        return {
            "title": self.workspace.title(language),
            "language": language,
            "languages": {code: words(code).section("name") for code in LANGUAGES},
            "record_language": self.workspace.config.own_language,
            "map_language": self.workspace.config.language,
            "types": [
                {
                    "id": t.id,
                    "label": t.label[language],
                    "theme": t.theme.label[language],
                    "theme_id": t.theme.id,
                    "colour": t.theme.colour,
                    "shape": SHAPES[t.theme.shape],
                    "words": sorted(
                        {
                            *t.label.values(),
                            *t.theme.label.values(),
                            *synonyms.get(t.id, ()),
                        }
                    ),
                }
                for t in taxonomy.types.values()
            ],
            "countries": sorted(COUNTRY_CODES),
            "country_words": dict(countries()),
            "regions": sorted(
                (
                    {"id": region.id, "name": region_name(region, language)}
                    for region in (*regions.values(), *regions.administrative.values())
                ),
                key=lambda region: region["name"],
            ),
            **form_words(self.workspace, language),
            "texts": words(language).section("desk"),
            "read_only": self.read_only,
            "record_count": len(self.workspace.events),
        }


class Pages:
    """The pages of a workspace; that of all records is cached until the workspace changes.

    Parameters
    ----------
    process : PageProcess
        The process in which they are built.
    version : callable
        Returns the present version of the workspace's files.

    Attributes
    ----------
    drafts : dict of str to str
        Texts of definitions that are being edited and are not stored, by the name of the map.
    """

    def __init__(self, process: PageProcess, version: Callable[[], int]) -> None:
        self._process, self._version = process, version
        self.drafts: dict[str, str] = {}
        self._one_at_a_time = anyio.CapacityLimiter(1)
        self._cached: tuple[tuple[int, str], bytes] | None = None

    async def records(self, language: str) -> bytes:
        """Return the page of all records in a language.

        Raises
        ------
        GeotrackError
            It cannot be built.
        """
        async with self._one_at_a_time:
            key = self._version(), language
            if self._cached is None or self._cached[0] != key:
                page = await _in_thread(partial(self._process.page_of_records, language))
                self._cached = key, page
            return self._cached[1]

    async def ask(self, *request: Any) -> bytes:
        """Return what a page of many asks for; see `PageProcess.ask`."""
        async with self._one_at_a_time:
            return await _in_thread(partial(self._process.ask, *request))

    async def prepare(self, language: str) -> None:
        """Build the page of all records before its first request: the desk opens with it."""
        with contextlib.suppress(GeotrackError):  # the request for the page reports it
            await self.records(language)

    async def preview(self, name: str, *, draft: bool = False) -> bytes:
        """Return the page of a map, as stored or as its form was last; errors as of `records`."""
        text = self.drafts.get(name) if draft else None
        async with self._one_at_a_time:
            return await _in_thread(partial(self._process.page_of_map, name, text))

    def close(self) -> None:
        """End the process; a page that is being built is abandoned."""
        self._process.close()


async def _in_thread(build: Callable[[], bytes]) -> bytes:
    # A cancelled request does not stop the thread, which ends when the page is built.
    return await anyio.to_thread.run_sync(build, abandon_on_cancel=True)
