"""Running the desk: its socket, its browser and its end."""

from __future__ import annotations

import gc
import os
import signal
import socket
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from html import escape
from pathlib import Path

import uvicorn

from geotrack.errors import UsageError
from geotrack.server.access import Access
from geotrack.server.app import create_app
from geotrack.server.desk import Desk

__all__ = ["serve"]

_HOST = "127.0.0.1"
_BACKLOG = 128


def serve(
    root: Path,
    *,
    today: Callable[[], date],
    port: int,
    forwarded: Sequence[int],
    read_only: bool,
    opens: bool,
    announce: Callable[[str], None],
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
    announce : callable
        Is given the link, once the server listens.

    Raises
    ------
    UsageError
        The port is in use.
    """
    gc.enable()  # commands switch it off, since they are short
    listener = _listen(port)
    access = Access(listener.getsockname()[1], forwarded)
    desk = Desk(root, today, read_only=read_only)
    config = uvicorn.Config(
        create_app(desk, access),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    announce(f"http://{_HOST}:{access.port}{access.new_link()}")
    with tempfile.TemporaryDirectory(prefix="geotrack-") as folder, listener:
        if opens:
            _open_browser(Path(folder), f"http://{_HOST}:{access.port}{access.new_link()}")
        _Server(config).run([listener])


class _Server(uvicorn.Server):
    """A server that an interrupt ends without a traceback."""

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
        listener.bind((_HOST, port))
    except OSError:
        listener.close()
        raise UsageError(
            f"port {port} is in use, perhaps by another desk; give another, or 0 for a free one"
        ) from None
    listener.listen(_BACKLOG)
    return listener


def _open_browser(folder: Path, address: str) -> None:
    """Open a file that leads to the desk: other users see a program's arguments, not this file."""
    page = folder / "desk.html"  # the folder is its user's alone
    page.write_text(
        f'<!DOCTYPE html><meta http-equiv="refresh" content="0;url={escape(address)}">',
        encoding="utf-8",
    )
    webbrowser.open(page.as_uri())
