"""Small files of each format that is imported, broken at random: `python -m tests.hostile.fuzz`."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import print_exc

from click.testing import CliRunner

from geotrack.cli import main
from tests.hostile.files import sound

__all__ = ["READERS", "broken", "run"]

READERS = {
    "csv": "a.csv",
    "gpx": "a.gpx",
    "kml": "a.kml",
    "flatgeobuf": "a.fgb",
    "geopackage": "a.gpkg",
    "shapefile": "a.shp",
}
"""A file by the name of its reader."""

_PIECES = [
    b"<", b">", b"&", b"\"", b"'", b"\0", b"\xff", b"\n", b",", b";", b"-1", b"1e999", b"nan",
    b"</name>", b"<![CDATA[", b"]]>", b"<!--", b"<a href=", b"<![<", b"&#999999999;", b"\x7f\xff",
    b"POINT (1 70)", b"GEOMETRYCOLLECTION(" * 200, b"9" * 500, b"<kml>", b"\xff\xff\xff\xff",
]  # fmt: skip


def broken(files: dict[str, bytes], rng: random.Random) -> dict[str, bytes]:
    """Return files of which bytes are changed, put in, cut out, doubled or cut off."""
    found = dict(files)
    name = rng.choice(sorted(found))
    data = bytearray(found[name])
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        # What decides stands at the beginning.
        at = min(at, rng.choice([len(data), 1_000]))
        end = min(len(data), at + rng.choice([1, 2, 4, 40]))
        doubled = bytes(data[at:end]) * rng.choice([2, 50])
        new = rng.choice([rng.randbytes(end - at), rng.choice(_PIECES), b"", doubled])
        data[at:end] = new
    if rng.random() < 0.1:
        del data[rng.randrange(len(data) + 1) :]
    found[name] = bytes(data)
    return found


def run(reader: str, seed: int, folder: Path) -> None:
    """Import one broken file in an empty folder.

    Raises
    ------
    AssertionError
        It ends otherwise than by an exit code from 0 to 2, or something is left behind.
    """
    rng = random.Random(seed)  # noqa: S311 (the same files each time)
    name = READERS[reader]
    files = broken(sound(name), rng)
    for part, data in files.items():
        (folder / part).write_bytes(data)
    done = CliRunner().invoke(main, ["import", str(folder / name), "--out", "-"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in {0, 1, 2}, done.output
    assert "Traceback" not in done.output, done.output
    left = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert left == files, sorted(left)


def _main(reader: str, count: int) -> int:
    faults = 0
    for seed in range(count):
        with TemporaryDirectory() as folder:
            try:
                run(reader, seed, Path(folder))
            except Exception:  # each is a fault that is told
                faults += 1
                sys.stdout.write(f"{reader} {seed}\n")
                print_exc(limit=-3, file=sys.stdout)
    sys.stdout.write(f"{reader}: {count} files, {faults} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], int(sys.argv[2])))
