"""What is no file is told and never waited for; what is too large is not read."""

from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import pytest

from geotrack.findings import Finding
from geotrack.model.limits import Limits
from geotrack.reading.files import read_file, read_stream


def told(path: Path) -> str:
    read = read_file(path, "x")
    assert isinstance(read, Finding)
    assert read.rule == "file"
    return str(read)


def test_a_file_and_a_link_to_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to("a")
    assert read_file(tmp_path / "a", "x") == read_file(tmp_path / "b", "x") == b"abc"


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    assert told(tmp_path / "a") == "x: is a pipe, not a file; put the file itself there"


def test_a_socket_and_a_device_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert told(Path("s")) == "x: is a socket, not a file; put the file itself there"
    (tmp_path / "zero").symlink_to("/dev/zero")
    assert told(tmp_path / "zero") == "x: is a device, not a file; put the file itself there"


def test_a_folder_and_links_to_nothing_are_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "gone").symlink_to("nowhere")
    check = "check the path and its permissions"
    assert told(tmp_path) == f"x: cannot be read: is a directory; {check}"
    assert told(tmp_path / "gone") == f"x: cannot be read: no such file or directory; {check}"
    assert (
        told(tmp_path / "loop") == f"x: cannot be read: too many levels of symbolic links; {check}"
    )


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"abc")

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    check = "check the path and its permissions"
    assert told(tmp_path / "a") == f"x: cannot be read: permission denied; {check}"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert told(tmp_path) == f"x: cannot be read: permission denied; {check}"


def test_200_mb_are_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(200_000_000)  # a hole: it takes no space

    def opened(*_: object) -> int:
        raise AssertionError

    monkeypatch.setattr(os, "open", opened)
    assert str(read_file(tmp_path / "a", "x")) == (
        "x: 200 MB is more than the limit of 64 MB; "
        "`geotrack split FILE` splits it, or raise limits.file_mb in geotrack.toml"
    )


class Endless(io.RawIOBase):
    """A stream that never ends, and notes how much was taken from it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        self.taken += size
        return bytes(size)


def test_of_a_stream_no_more_than_the_limit_is_taken() -> None:
    stream = Endless()
    read = read_stream(stream, "stdin", Limits(file_mb=0.001))  # type: ignore[arg-type] # as much of a stream as is read
    assert isinstance(read, Finding)
    assert read.rule == "file-size"
    assert stream.taken == 1001
    assert read_stream(io.BytesIO(bytes(1000)), "x", Limits(file_mb=0.001)) == bytes(1000)
