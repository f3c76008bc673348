"""Running the desk: its socket, its browser and its end."""

from __future__ import annotations

import gc
import os
import secrets
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
from geotrack.server.access import OGC_PATH, Access
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
    ogc: bool,
    max_marking: str | None,
    announce: Callable[[str, str | None], None],
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
        Is given the link, once the server listens, and a line with the address and the password of
        GIS programs, or None.

    Raises
    ------
    UsageError
        The port is in use.
    MarkingError
        The workspace does not know `max_marking`.
    """
    gc.enable()  # commands switch it off, since they are short
    listener = _listen(port)
    token = secrets.token_urlsafe(32) if ogc else None
    access = Access(listener.getsockname()[1], forwarded, token)
    desk = Desk(root, today, read_only=read_only)
    config = uvicorn.Config(
        create_app(desk, access, max_marking),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    address = f"http://{_HOST}:{access.port}"
    readers = None if token is None else f"{address}{OGC_PATH} any user name, password {token}"
    announce(f"{address}{access.new_link()}", readers)
    with tempfile.TemporaryDirectory(prefix="geotrack-") as folder, listener:
        if opens:
            _open_browser(Path(folder), f"{address}{access.new_link()}")
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
