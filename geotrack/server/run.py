"""Running the desk: its socket, its browser and its end."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from html import escape
from pathlib import Path
from types import FrameType

import uvicorn

from geotrack.errors import UsageError
from geotrack.messages import Message
from geotrack.server.access import HOST, OGC_PATH, Access
from geotrack.server.app import create_app
from geotrack.server.desk import Desk
from geotrack.server.instance import desk_instance
from geotrack.server.page_process import PageProcess

__all__ = ["serve"]

_BACKLOG = 128
_ARENA_MAX = -8  # a parameter of glibc's mallopt


def serve(
    root: Path,
    *,
    today: Callable[[], date],
    port: int,
    forwarded: Sequence[int],
    read_only: bool,
    opens: bool,
    ogc: bool,
    max_marking: str | None,
    announce: Callable[[str, str | None, bool], None],
    page_process: PageProcess,
) -> None:
    """Serve a workspace until the process is interrupted.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    today : callable
        Returns the day of a change.
    port : int
        Port of the loopback interface; 0 for a free one.
    forwarded : sequence of int
        Ports of other computers that are forwarded to it.
    read_only : bool
        Whether nothing may be written.
    opens : bool
        Whether the browser is opened.
    ogc : bool
        Whether GIS programs may read, with a token of their own.
    max_marking : str or None
        The highest marking that they read; None for the lowest.
    announce : callable
        Called once the server listens, with the link; a line with the address and the password of
        GIS programs, or None; and whether `--link` can make another link.
    page_process : PageProcess
        The process that builds pages, which has begun before this module was imported.

    Raises
    ------
    UsageError
        The port is in use.
    MarkingError
        The workspace does not know `max_marking`.
    InstanceError
        A desk of the workspace runs that may write.
    """
    gc.enable()  # commands switch it off, since they are short
    _share_memory()
    listener = _listen(port)
    token = secrets.token_urlsafe(32) if ogc else None
    access = Access(listener.getsockname()[1], forwarded, token)
    desk = Desk(root, today, read_only=read_only, page_process=page_process)
    config = uvicorn.Config(
        create_app(desk, access, max_marking),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    readers = f"http://{HOST}:{access.port}{OGC_PATH} any user name, password {token}"
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="geotrack-"))
        stack.enter_context(listener)
        has_link = not read_only and stack.enter_context(desk_instance(root, access))
        # One link for both: whichever of the printed one and the browser's is opened, it is spent.
        address = access.new_address()
        announce(address, readers if token else None, has_link)
        if opens:
            _open_browser(Path(folder), address)
        _Server(config, desk).run([listener])


def _share_memory() -> None:
    """Let all threads share one memory arena; an arena each would keep the memory of requests."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


class _Server(uvicorn.Server):
    """A server that an interrupt ends without a traceback, also while pages are open."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams of open pages first; uvicorn would wait for them, then fail."""
        self._desk.end()
        # A page that is being built is abandoned, which is no error to print.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End the server; requests that this cancels are no errors."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle the signals that end the server; uvicorn's own raises them again at the end."""
        handlers = {
            number: signal.signal(number, self.handle_exit)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let two servers share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise UsageError(
            Message(
                "port {port} is in use, perhaps by another desk; give another, or 0 for a free one",
                port,
            )
        ) from None
    listener.listen(_BACKLOG)
    return listener


def _open_browser(folder: Path, address: str) -> None:
    """Open the browser by a private file with the link: other users see a program's arguments."""
    page = folder / "desk.html"  # the folder is its user's alone
    page.write_text(
        f'<!DOCTYPE html><meta http-equiv="refresh" content="0;url={escape(address)}">',
        encoding="utf-8",
    )
    webbrowser.open(page.as_uri())
