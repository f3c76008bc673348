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
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from geotrack.errors import BusyError, GeotrackError, reader_errors_as
from geotrack.files.resources import PACKAGE
from geotrack.index.cache_folder import environment
from geotrack.messages import Message
from geotrack.workspace import Workspace, open_workspace, packaged_workspace
from geotrack.workspace.store import FROM_LAST

if TYPE_CHECKING:
    from geotrack.mapview.map_of_many import RecordValues
    from geotrack.mapview.map_view import MapView
    from geotrack.model import MapDefinition
    from geotrack.page.record_source import RecordSource

__all__ = ["PageProcess"]

# A page of more records asks for their rows and cards when they come into view.
_MOST_WHOLE = 600
# Requests for a whole page, and those after which the next ones are prepared.
_PAGES, _PREPARING = ("records", "map"), ("records", "columns")

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
        return self.ask("records", language)

    def page_of_map(self, name: str, text: str | None = None) -> bytes:
        """Return the page of a map, as stored or as a text defines it; errors as of `ask`."""
        return self.ask("map", name, text)

    def ask(self, *request: Any) -> bytes:
        """Return the answer to a request: its kind, a key of `_ANSWERS`, and its values.

        Raises
        ------
        BusyError
            The records have changed since the page was built that asks.
        GeotrackError
            As of `page_of_records`.
        """
        with self._one_at_a_time:
            try:
                write, output = self._started()
                write.write(json.dumps(request).encode() + b"\n")
                write.flush()
                answer = json.loads(output.readline())
                content = output.read(answer["size"])
                if len(content) < answer["size"]:
                    raise OSError
            except (OSError, ValueError) as error:
                self.close()
                raise GeotrackError("the process that builds pages was ended") from error
        if answer["error"]:
            raise (BusyError if answer["busy"] else GeotrackError)(answer["error"])
        return content

    def close(self) -> None:
        """End the process, also in the middle of a page."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError, ValueError):  # a thread waits for its page
                process.communicate()


def _html(view: MapView, bundle: str, source: RecordSource | None = None) -> bytes:
    """Return a page, with the script and style through which the desk uses it."""
    from geotrack.page import Briefing

    class DeskPage(Briefing):
        """A page that is of no use without its script."""

        _needs_script = True

    figure = DeskPage(view, source).get_root()
    figure.prelude.append((_STATIC / f"{bundle}.js").read_text(encoding="utf-8"))
    if (_STATIC / f"{bundle}.css").exists():
        figure.styles.append((_STATIC / f"{bundle}.css").read_text(encoding="utf-8"))
    html: str = figure.render()
    return html.encode()


class _State:
    """What the process has of its workspace.

    Attributes
    ----------
    issued : dict of str to int
        Numbers of records: one keeps its number as long as the desk runs. So the views of the
        others stay, whatever is added before them.
    sources : dict of str to RecordSource
        The records of the last page of many, by its language.
    known : (str, RecordValues or None) or None
        A digest of the layers, and what has been computed of records with them.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace: Workspace | None = None
        self.issued: dict[str, int] = {}
        self.sources: dict[str, RecordSource] = {}
        self.known: tuple[str, RecordValues | None] | None = None

    def open(self) -> Workspace:
        """Open the workspace; unchanged files are not read again."""
        self.workspace = open_workspace(self.root, before=self.workspace)
        _ = self.workspace.by_id
        gc.freeze()  # the records stay: the collection after a page need not traverse them
        return self.workspace

    def source(self, language: str, version: str) -> RecordSource:
        """Return the records of the last page in a language, if that is of a version."""
        source = self.sources.get(language) or self.renew(language, self.open())
        source.check(version)
        return source

    def renew(self, language: str, workspace: Workspace) -> RecordSource:
        """Return the records for a page of many; the very last ones if nothing changed."""
        from geotrack.mapview.map_of_many import MapOfMany
        from geotrack.page.record_source import RecordSource
        from geotrack.server.stored_page import layers_key, read_values

        version = _version(workspace)
        last = self.sources.get(language)
        if last is not None and last.version == version:
            return last
        layers = layers_key(workspace).hexdigest()
        if self.known is None or self.known[0] != layers:
            self.known = layers, read_values(workspace)
        definition = _definition(workspace, language)
        first_view = last.view.definition.view if last is not None else None
        view = MapOfMany(workspace, definition, self.issued, self.known[1], first_view)
        self.issued.update(view.numbers)
        source = self.sources[language] = RecordSource(view, version)
        self.known = layers, view.values
        return source

    def prepare_rows(self, language: str) -> None:
        """Get the records of a page of many that was stored, which soon asks for rows."""
        workspace = self.open()
        if _is_of_many(workspace):
            self.renew(language, workspace)

    def prepare(self, language: str, *, is_drawn: bool) -> None:
        """Make the next requests quick; `is_drawn` is whether there is a page of this process."""
        source = self.sources.get(language)
        workspace = self.open() if source is None else source.view.workspace
        if _is_of_many(workspace):
            (source or self.renew(language, workspace)).prepare_search()
        elif not is_drawn:
            _page_of_records(self, language)

    def store(self, language: str, page: bytes) -> None:
        """Store the page of all records, and what has been computed of many, for a later desk."""
        from geotrack.server.stored_page import store_page, store_values

        if self.workspace is not None:
            store_page(self.workspace, language, page, self.issued)
            if self.known is not None and self.known[1] is not None:
                store_values(self.workspace, self.known[1])


def _is_of_many(workspace: Workspace) -> bool:
    """Return whether the page of all records asks for their rows and cards."""
    return len(workspace.current) > _MOST_WHOLE


def _version(workspace: Workspace) -> str:
    """Return a name of the state of a workspace, also for a later desk if it may be stored."""
    from geotrack.server.stored_page import page_key

    return page_key(workspace) or token_hex(16)


def _page_of_records(state: _State, language: str) -> bytes:
    """Return the page of all records."""
    workspace = state.open()
    if _is_of_many(workspace):
        source = state.renew(language, workspace)
        return _html(source.view, "desk-map", source)
    from geotrack.mapview.map_view import MapView

    definition = _definition(workspace, language)
    view = MapView(workspace, definition, state.issued, strict=False)
    state.issued.update(view.numbers)
    return _html(view, "desk-map")


def _definition(workspace: Workspace, language: str) -> MapDefinition:
    """Return the definition of a map of all records."""
    from geotrack.mapview.open import plain_definition

    packaged = packaged_workspace().regions
    own_regions = [region.id for region in workspace.regions.values() if region.id not in packaged]
    return plain_definition(
        workspace,
        workspace.title(language),
        language=language,
        questions=True,
        since="reader",
        # Records name the other regions; an area that was saved here is queried by name.
        layers={"regions": [id_ for id_ in own_regions if workspace.regions[id_].has_shape]},
    )


def _page_of_map(state: _State, name: str, text: str | None) -> bytes:
    from geotrack.mapview.open import open_map
    from geotrack.workspace.edit.maps import map_path, map_table
    from geotrack.workspace.in_memory import with_map

    workspace = state.open()
    if text is not None:
        workspace = with_map(workspace, name, map_table(text, map_path(workspace, name)))
    return _html(open_map(workspace, name), "desk-preview")


def _columns(state: _State, language: str, since: str) -> bytes:
    before = state.sources.get(language)
    is_known = before is not None and before.version == since
    return state.renew(language, state.open()).columns(before if is_known else None)


def _part(kind: str) -> Callable[..., bytes]:
    """Return a function that answers with what a method of `RecordSource` returns, as JSON."""

    def answer(state: _State, language: str, version: str, value: Any) -> bytes:
        part = getattr(state.source(language, version), kind)(value)
        text = part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)
        return text.encode()

    return answer


_ANSWERS: dict[str, Callable[..., bytes]] = {
    "records": _page_of_records,
    "map": _page_of_map,
    "columns": _columns,
    **{kind: _part(kind) for kind in ("rows", "card", "place", "features", "search", "verdicts")},
}


def _page_error(problem: str, remedy: str) -> GeotrackError:
    return GeotrackError(Message("what the page shows {problem}; {remedy}", problem, remedy))


def _serve(root: Path, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests, each a line, until there are no more: with a line, then the content."""
    from geotrack.server.stored_page import read_page

    state = _State(root)
    with suppress(GeotrackError):  # the request for a page reports it
        workspace = state.open()
        if read_page(workspace, workspace.config.language) is None:
            import geotrack.page.build  # noqa: F401 (loads its libraries before the first request)
    for line in requests:
        kind, *values = json.loads(line)
        content, stored, error, is_busy = b"", None, "", False
        try:
            with reader_errors_as(_page_error):
                if kind == "records" and not state.issued:
                    stored = read_page(state.open(), values[0])
                content, numbers = stored or (_ANSWERS[kind](state, *values), state.issued)
                state.issued.update(numbers)
        except GeotrackError as found:
            is_busy = isinstance(found, BusyError)
            error = str(_MEMORY) if isinstance(found.__cause__, MemoryError) else str(found)
        head = {"size": len(content), "error": error, "busy": is_busy}
        answers.write(json.dumps(head).encode() + b"\n" + content)
        answers.flush()
        if content and kind == "records" and not stored:
            state.store(values[0], content)
        with suppress(GeotrackError), reader_errors_as(_page_error):
            if stored:
                state.prepare_rows(values[0])
            if kind in _PREPARING and not _has_request(requests):
                state.prepare(values[0], is_drawn=not stored)
        if kind in _PAGES:
            gc.collect()  # frees the page while no request waits


def _has_request(requests: BinaryIO) -> bool:
    """Wait while a browser draws the page; return whether there is another request by then."""
    with suppress(OSError, ValueError):  # not on Windows, nor of a file in memory
        return bool(select.select([requests], [], [], _DRAWING_S)[0])
    return False


def _run() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    FROM_LAST.set(True)  # while the server reads from the first
    gc.disable()  # a page makes millions of objects and few cycles, which `_serve` collects
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # output of libraries is no part of a page
        _serve(Path(sys.argv[1]), sys.stdin.buffer, answers)


if __name__ == "__main__":
    _run()
