"""Pages, built in a process of its own: that of all records, and previews of maps.

While a page is built, other requests would wait for the interpreter; and its libraries and the
shapes of all records take memory that the server need not have. The process stays for the next
page, so that it reads only what has changed.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import BrokenWorkerProcess, CapacityLimiter, to_process

from geotrack.errors import GeotrackError
from geotrack.resources import PACKAGE
from geotrack.server.commands import CommandError, limit_memory
from geotrack.server.requests import static_text
from geotrack.workspace import Workspace, open_workspace, packaged_workspace

if TYPE_CHECKING:
    from geotrack.mapview.map_view import MapView

    _View = Callable[[Workspace, str], MapView]

__all__ = ["Pages", "title_of"]

_WORKSPACES: dict[Path, Workspace] = {}
"""In the process of the pages: the workspace as it was last opened."""


class Pages:
    """The pages of a workspace; that of all records is kept until there is another version.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    version : callable
        Returns the present version of its files.
    """

    def __init__(self, root: Path, version: Callable[[], int]) -> None:
        self._root, self._version = root, version
        self._one_at_a_time = CapacityLimiter(1)
        self._kept: tuple[tuple[int, str], bytes] | None = None

    async def records(self, language: str) -> bytes:
        """Return the page of all records in a language.

        Raises
        ------
        GeotrackError
            It cannot be built.
        """
        async with self._one_at_a_time:
            key = self._version(), language
            if self._kept is None or self._kept[0] != key:
                page = await self._build(_view_of_records, language, "desk-map")
                self._kept = key, page
            return self._kept[1]

    async def prepare(self, language: str) -> None:
        """Build the page of all records before it is asked for: the desk opens with it."""
        with suppress(GeotrackError):  # who asks for it is told
            await self.records(language)

    async def preview(self, name: str) -> bytes:
        """Return the page of a map; errors as of `records`."""
        async with self._one_at_a_time:
            return await self._build(_view_of_map, name, "desk-preview")

    async def _build(self, view: _View, name: str, plugin: str) -> bytes:
        try:
            return await to_process.run_sync(
                _html, self._root, view, name, plugin, cancellable=True
            )
        # Ctrl-C may reach a process that has just begun; the server is told by itself.
        except (BrokenWorkerProcess, KeyboardInterrupt) as error:
            raise CommandError("the process that builds pages was ended") from error


def _html(root: Path, view: _View, name: str, plugin: str) -> bytes:
    """Return a page, with the script and style through which the desk uses it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    limit_memory(os.getpid())
    gc.disable()  # a page makes millions of objects and few cycles: `_opened` collects them
    from geotrack.page import Briefing

    try:
        figure = Briefing(view(_opened(root), name)).get_root()
    except GeotrackError as error:
        raise GeotrackError(str(error)) from None  # others do not pass between processes
    figure.prelude.append(static_text(f"{plugin}.js"))
    if (PACKAGE / "static" / f"{plugin}.css").exists():
        figure.styles.append(static_text(f"{plugin}.css"))
    html: str = figure.render()
    return html.encode()


def _opened(root: Path) -> Workspace:
    gc.collect()  # the page before: what is frozen is never collected
    workspace = open_workspace(root, before=_WORKSPACES.get(root))
    _ = workspace.by_id
    gc.freeze()  # what is read stays: the collection before the next page need not look at it
    _WORKSPACES[root] = workspace
    return workspace


def _view_of_map(workspace: Workspace, name: str) -> MapView:
    from geotrack.mapview.open import open_map

    return open_map(workspace, name)


def _view_of_records(workspace: Workspace, language: str) -> MapView:
    from geotrack.mapview.map_view import MapView
    from geotrack.mapview.open import plain_definition

    packaged = packaged_workspace().regions
    own = [one.id for one in workspace.regions.values() if one.id not in packaged]
    definition = plain_definition(
        workspace,
        title_of(workspace.root),
        language=language,
        questions=True,
        since="reader",
        # Records name the others; an area that was saved here is asked by its name.
        layers={"regions": [id_ for id_ in own if workspace.regions[id_].has_shape]},
    )
    return MapView(workspace, definition, strict=False)


def title_of(root: Path) -> str:
    """Return the name of a workspace's folder."""
    return root.resolve().name
