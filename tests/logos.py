"""Small made-up logos."""

from __future__ import annotations

import zlib
from pathlib import Path

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10">'
    '<path d="M0 0H30V10H0Z" fill="#12407a"/></svg>'
)


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png(width: int = 12, height: int = 8, *more: bytes, rows: int | None = None) -> bytes:
    """Return a PNG of colours with opacity: some chunks more, and another number of rows."""
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 6, 0, 0, 0])
    row = bytes([0]) + b"".join(bytes([18, 64, 122, 10 * x % 256]) for x in range(width))
    pixels = zlib.compress(row * (height if rows is None else rows))
    chunks = [chunk(b"IHDR", head), *more, chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def put_look(folder: Path, look: str, **files: bytes | str) -> None:
    """Write the look of a workspace, and logos by their names with `_` for the dot."""
    (folder / "geotrack.toml").write_text(f"format = 1\n[look]\n{look}", "utf-8")
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(data)
