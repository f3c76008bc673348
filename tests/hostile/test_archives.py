"""ZIP archives that lie about their size, or are packed so that they swell."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from geotrack.files.archives import ArchiveError, open_archive, read_members
from tests.hostile.limits import bounded

EVENTS = "m/events/e.geojson"


def zipped(name: str, piece: bytes, count: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of one file that holds a piece many times over."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive, archive.open(name, "w") as entry:
        for _ in range(count):
            entry.write(piece)
    return packed.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """Return an archive of one file that says that it is smaller than it is."""
    data = bytearray(data)
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, local + 22, size)
    struct.pack_into("<I", data, central + 24, size)
    return bytes(data)


SWELLING = {
    "200 MB": lambda name: zipped(name, bytes(1 << 20), 200),
    "200 MB that say ten bytes": lambda name: lying(zipped(name, bytes(1 << 20), 200), 10),
    "LZMA": lambda name: zipped(name, bytes(1 << 20), 4, zipfile.ZIP_LZMA),
    "bzip2": lambda name: zipped(name, bytes(1 << 20), 4, zipfile.ZIP_BZIP2),
}


@pytest.mark.slow
@pytest.mark.parametrize("how", SWELLING)
def test_an_archive_that_swells_is_refused_by_a_comparison(folder: Path, how: str) -> None:
    (folder / "m.inputs.zip").write_bytes(SWELLING[how](EVENTS))
    done = bounded(folder, "diff", "m.inputs.zip", ".")
    assert done.code == 1
    assert "no zip that can be read" in done.errors


def test_what_comes_is_counted() -> None:
    data = io.BytesIO(zipped("a", bytes(1000), 1000))
    with open_archive(data) as archive:
        assert len(read_members(archive, archive.infolist(), 1_000_000)["a"]) == 1_000_000
        with pytest.raises(ArchiveError, match=r"more than 0\.999999 MB"):
            read_members(archive, archive.infolist(), 999_999)


def test_a_list_of_a_million_files_is_not_read() -> None:
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 65_535, 65_535, 60_000_000, 0, 0)
    with pytest.raises(ArchiveError, match="list of files"), open_archive(io.BytesIO(end)):
        pass


@pytest.mark.parametrize("cut", range(1, 130, 7))
def test_a_broken_archive_is_one_error(cut: int) -> None:
    whole = zipped("a", b"some text", 3)
    for data in (whole[:-cut], whole[cut:], whole[:cut] + b"\xff" + whole[cut + 1 :]):
        try:
            with open_archive(io.BytesIO(data)) as archive:
                read_members(archive, archive.infolist(), 1_000)
        except ArchiveError:
            pass
