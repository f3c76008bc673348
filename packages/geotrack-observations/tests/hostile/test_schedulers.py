"""Addresses where no dask scheduler is: nobody, somebody silent, somebody else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from geotrack.errors import UsageError
from geotrack_observations.queries import cluster
from geotrack_observations.queries.cluster import Dask

pytestmark = pytest.mark.enable_socket


@contextmanager
def listening(speak: Callable[[socket.socket], object]) -> Iterator[str]:
    """Yield the address of a listener that says something to whoever comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def serve() -> None:
            with server.accept()[0] as there:
                speak(there)
                ended.wait(30)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        finally:
            ended.set()
            thread.join(30)


def refused(address: str) -> str:
    with pytest.raises(UsageError) as error, Dask(address):
        pass
    return str(error.value)


def test_a_listener_that_never_speaks_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_WAIT_S", 1)
    with listening(lambda _: None) as address:
        assert "no dask scheduler answers there: timed out" in refused(address)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\xff" * 64,
        b"SSH-2.0-OpenSSH_9.2\r\n",
        (1 << 60).to_bytes(8, "little") + (1 << 59).to_bytes(8, "little"),
        b"",
        b"\0" * 16,
    ],
)
def test_an_answer_that_is_not_dasks_is_refused(answer: bytes) -> None:
    def speak(there: socket.socket) -> None:
        with suppress(OSError):  # who asked may be gone already
            there.sendall(answer)
            there.shutdown(socket.SHUT_WR)

    with listening(speak) as address:
        assert "what answers is no dask scheduler" in refused(address)


@pytest.mark.parametrize(
    "address", ["tls://127.0.0.1:1", "ucx://127.0.0.1:1", "http://x", "x", "tcp://", "tcp://a:b",
                "tcp://127.0.0.1:99999999", "inproc://1"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    assert "is no address as tcp://host:8786" in refused(address)


def test_nobody_there_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "no dask scheduler answers there" in refused(f"tcp://127.0.0.1:{port}")
