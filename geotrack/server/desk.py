"""The state of a running desk: the workspace as it is now, its map, and who listens for changes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from anyio.streams.memory import MemoryObjectSendStream
from starlette.responses import JSONResponse, Response

from geotrack.errors import GeotrackError
from geotrack.i18n import LANGUAGES, words
from geotrack.page import briefing
from geotrack.resources import PACKAGE
from geotrack.server.records import save_record
from geotrack.server.requests import ReadOnlyError
from geotrack.server.uploads import Uploads
from geotrack.taxonomy import countries
from geotrack.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from geotrack.server.records import Saved

__all__ = ["Desk"]

T = TypeVar("T")

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
    """

    def __init__(self, root: Path, today: Callable[[], date], *, read_only: bool = False) -> None:
        self.root = root
        self.read_only = read_only
        self.today = today
        self._lock = threading.RLock()
        self._listeners: set[MemoryObjectSendStream[int]] = set()
        self.version = 1
        self.workspace: Workspace = open_workspace(root)
        self.uploads = Uploads()
        self._page: tuple[tuple[int, str], str] | None = None

    def refresh(self) -> bool:
        """Open the workspace again if its files have changed; return whether they have."""
        with self._lock:
            try:
                self.workspace = open_workspace(self.root)
            except GeotrackError:
                return False  # a taxonomy that is being written: the next change tells
            self.version += 1
            return True

    async def watch(self) -> None:
        """Follow the files of the workspace, and tell the listeners of each change."""
        from watchfiles import awatch

        async for changes in awatch(self.root, debounce=200, step=50, recursive=True):
            if any(self._is_content(Path(path)) for _, path in changes):
                await anyio.to_thread.run_sync(self.refresh)
                self.notify()

    def _is_content(self, path: Path) -> bool:
        try:
            parts = path.relative_to(self.root.resolve()).parts
        except ValueError:
            parts = path.parts
        is_hidden = any(part.startswith(".") for part in parts)
        return bool(parts) and parts[0] in _FOLDERS and not is_hidden

    def notify(self) -> None:
        """Tell the listeners the present version; a slow one misses some."""
        for listener in tuple(self._listeners):
            with contextlib.suppress(anyio.WouldBlock, anyio.BrokenResourceError):
                listener.send_nowait(self.version)

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

    def page(self, language: str) -> str:
        """Return the page of all records, with the script through which the desk uses it."""
        with self._lock:
            key = (self.version, language)
            if self._page is None or self._page[0] != key:
                page = briefing(self.workspace, title=self.title, language=language)
                figure = page.get_root()
                figure.prelude.append(_static("desk-map.js"))
                figure.styles.append(_static("desk-map.css"))
                self._page = (key, figure.render())
            return self._page[1]

    @property
    def title(self) -> str:
        """The name of the workspace's folder."""
        return self.root.resolve().name

    async def write(self, change: Callable[..., T], *args: Any, **values: Any) -> T:
        """Call a function that changes the workspace, one at a time, and tell the listeners.

        Raises
        ------
        ReadOnlyError
            The desk changes nothing.
        """
        self.refuse_read_only()

        def changed() -> T:
            with self._lock:
                result = change(*args, **values)
                self.refresh()
                return result

        result = await anyio.to_thread.run_sync(changed)
        self.notify()
        return result

    def refuse_read_only(self) -> None:
        """Raise a `ReadOnlyError` if the desk changes nothing."""
        if self.read_only:
            raise ReadOnlyError

    async def write_json(self, change: Callable[..., Any], *args: Any) -> Response:
        """Return the JSON of what a function returns that changes the workspace; see `write`."""
        return JSONResponse(await self.write(change, *args))

    def save_record(self, feature: Mapping[str, Any], **values: Any) -> Saved:
        """Store a record today; parameters and errors as of `geotrack.server.records`."""
        return save_record(self.workspace, feature, on=self.today(), **values)

    def language_of(self, request: Request) -> str:
        """Return the language that a request asks for, else that of the workspace."""
        asked = request.query_params.get("lang", "")
        return asked if asked in LANGUAGES else self.workspace.config.language

    def vocabulary(self, language: str) -> dict[str, Any]:
        """Return the words from which a form chooses."""
        taxonomy = self.workspace.taxonomy
        return {
            "language": language,
            "languages": {code: words(code).section("name") for code in LANGUAGES},
            "types": [
                {
                    "id": one.id,
                    "label": one.label[language],
                    "theme": one.theme.label[language],
                    "colour": one.theme.colour,
                    "words": sorted({*one.label.values(), *one.theme.label.values()}),
                }
                for one in taxonomy.types.values()
            ],
            "countries": sorted(set(countries().values())),
            "regions": [
                {"id": region.id, "name": region.name}
                for region in sorted(self.workspace.regions.values(), key=lambda r: r.name or r.id)
            ],
            "texts": words(language).section("desk"),
            "read_only": self.read_only,
        }


def _static(name: str) -> str:
    return (PACKAGE / "static" / name).read_text(encoding="utf-8")
