"""The process in which the desk builds pages: that of all records, and previews of maps.

While a page is built, other requests would wait for the interpreter; and its libraries and the
shapes of all records take memory that the server need not have. The process stays for the next
page, so that it reads only what has changed. `python -m geotrack.server.page_process` runs it; it
imports what pages need while the server imports what it needs.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from geotrack.errors import GeotrackError, reader_errors_as
from geotrack.files.resources import PACKAGE
from geotrack.index.cache_folder import environment
from geotrack.messages import Message
from geotrack.workspace import Workspace, open_workspace, packaged_workspace

if TYPE_CHECKING:
    from geotrack.mapview.map_view import MapView

__all__ = ["PageProcess", "title_of"]

_STATIC = PACKAGE / "static"
# How long a browser is left alone with a page that was stored.
_DRAWING_S = 3.0
_MEMORY = Message(
    "the page of so many records needs more memory than the desk gives it; a map that selects "
    "fewer shows a part of them"
)


class PageProcess:
    """A process that builds pages of a workspace, one at a time.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def start(self) -> None:
        """Start the process; a request for a page starts it too."""
        with self._one_at_a_time:
            self._started()

    def _started(self) -> tuple[IO[bytes], IO[bytes]]:
        """Return the input and the output of the process; it is started if it does not run."""
        process = self._process
        if process is not None and process.poll() is not None:
            self.close()
            process = None
        if process is None:
            process = self._process = subprocess.Popen(  # noqa: S603 (no shell; no argument is a client's)
                # -P: a module in the folder where the desk was started is not imported.
                [sys.executable, "-P", "-m", "geotrack.server.page_process", str(self._root)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment(),
                start_new_session=True,  # Ctrl-C is for the server, which ends this
            )
            from geotrack.server.commands import limit_memory  # once the process has begun

            limit_memory(process.pid)
        if process.stdin is None or process.stdout is None:  # both are pipes
            raise OSError
        return process.stdin, process.stdout

    def page_of_records(self, language: str) -> bytes:
        """Return the page of all records in a language.

        Raises
        ------
        GeotrackError
            It cannot be built, or the process was ended.
        """
        return self._page("records", language)

    def page_of_map(self, name: str) -> bytes:
        """Return the page of a map; errors as of `page_of_records`."""
        return self._page("map", name)

    def _page(self, *request: str) -> bytes:
        with self._one_at_a_time:
            try:
                write, output = self._started()
                write.write(json.dumps(request).encode() + b"\n")
                write.flush()
                answer = json.loads(output.readline())
                page = output.read(answer["size"])
                if len(page) < answer["size"]:
                    raise OSError
            except (OSError, ValueError) as error:
                self.close()
                raise GeotrackError("the process that builds pages was ended") from error
        if answer["error"]:
            raise GeotrackError(answer["error"])
        return page

    def close(self) -> None:
        """End the process, also in the middle of a page."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError, ValueError):  # a thread waits for its page
                process.communicate()


def _html(view: MapView, bundle: str) -> bytes:
    """Return a page, with the script and style through which the desk uses it."""
    from geotrack.page import Briefing

    class DeskPage(Briefing):
        """A page that is of no use without its script."""

        _needs_script = True

    figure = DeskPage(view).get_root()
    figure.prelude.append((_STATIC / f"{bundle}.js").read_text(encoding="utf-8"))
    if (_STATIC / f"{bundle}.css").exists():
        figure.styles.append((_STATIC / f"{bundle}.css").read_text(encoding="utf-8"))
    html: str = figure.render()
    return html.encode()


def _page_of_records(workspace: Workspace, language: str, issued: dict[str, int]) -> bytes:
    """Return the page of all records.

    A record keeps its number as long as the desk runs: `issued` has those of earlier pages. So the
    views of the others stay, whatever is added before them.
    """
    from geotrack.mapview.map_view import MapView
    from geotrack.mapview.open import plain_definition

    packaged = packaged_workspace().regions
    own_regions = [region.id for region in workspace.regions.values() if region.id not in packaged]
    definition = plain_definition(
        workspace,
        title_of(workspace.root),
        language=language,
        questions=True,
        since="reader",
        # Records name the other regions; an area that was saved here is queried by name.
        layers={"regions": [id_ for id_ in own_regions if workspace.regions[id_].has_shape]},
    )
    view = MapView(workspace, definition, issued, strict=False)
    issued.update(view.numbers)
    return _html(view, "desk-map")


def _page_of_map(workspace: Workspace, name: str, _: dict[str, int]) -> bytes:
    from geotrack.mapview.open import open_map

    return _html(open_map(workspace, name), "desk-preview")


_PAGES = {"records": _page_of_records, "map": _page_of_map}


def title_of(root: Path) -> str:
    """Return the name of a workspace's folder."""
    return root.resolve().name


def _opened(root: Path, before: Workspace | None) -> Workspace:
    """Open the workspace for a page; unchanged files are not read again."""
    workspace = open_workspace(root, before=before)
    _ = workspace.by_id
    gc.freeze()  # the records stay: the collection after a page need not traverse them
    return workspace


def _page_error(problem: str, remedy: str) -> GeotrackError:
    return GeotrackError(Message("what the page shows {problem}; {remedy}", problem, remedy))


def _serve(root: Path, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests, each a line, until there are no more: with a line, then the page."""
    from geotrack.server.stored_page import read_page, store_page

    workspace: Workspace | None = None
    issued: dict[str, int] = {}
    with suppress(GeotrackError):  # the request for a page reports it
        workspace = _opened(root, None)
        if read_page(workspace, workspace.config.language) is None:
            import geotrack.page.build  # noqa: F401 (loads its libraries before the first request)
    for line in requests:
        kind, name = json.loads(line)
        page, stored, error = b"", None, ""
        try:
            with reader_errors_as(_page_error):
                workspace = _opened(root, workspace)
                if kind == "records" and not issued:
                    stored = read_page(workspace, name)
                page, numbers = stored or (_PAGES[kind](workspace, name, issued), issued)
                issued.update(numbers)
        except GeotrackError as found:
            error = str(_MEMORY) if isinstance(found.__cause__, MemoryError) else str(found)
        answers.write(json.dumps({"size": len(page), "error": error}).encode() + b"\n")
        answers.write(page)
        answers.flush()
        if workspace is not None and stored and not _has_request(requests):
            # So that the next one is quick.
            with suppress(GeotrackError), reader_errors_as(_page_error):
                _page_of_records(workspace, name, issued)
        elif workspace is not None and page and kind == "records":
            store_page(workspace, name, page, issued)
        gc.collect()  # frees the page while no request waits


def _has_request(requests: BinaryIO) -> bool:
    """Wait while a browser draws the page; return whether there is another request by then."""
    with suppress(OSError, ValueError):  # not on Windows, nor of a file in memory
        return bool(select.select([requests], [], [], _DRAWING_S)[0])
    return False


def _run() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    gc.disable()  # a page makes millions of objects and few cycles, which `_serve` collects
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # output of libraries is no part of a page
        _serve(Path(sys.argv[1]), sys.stdin.buffer, answers)


if __name__ == "__main__":
    _run()
