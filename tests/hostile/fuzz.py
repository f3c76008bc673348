"""Small files of each format that is read, broken at random: `python -m tests.hostile.fuzz`."""

from __future__ import annotations

import argparse
import faulthandler
import io
import random
import re
import resource
import signal
import sys
import warnings
import zipfile
from collections import Counter
from collections.abc import Mapping
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path
from tempfile import TemporaryDirectory
from traceback import print_exc

from click.testing import CliRunner

from geotrack.cli import main
from tests.hostile.limits import CPU_S, MOST_MB
from tests.hostile.readers import OUT, READERS, Reader

__all__ = ["broken", "run"]

# Those of the package, where it is installed.
_DATASETS = Path(__file__).parents[2] / "packages/geotrack-observations/tests/dataset_readers.py"

_TEXTS = [
    b"<", b">", b"&", b"\"", b"'", b"\n", b",", b";", b"=", b"%", b"{", b"[", b"[" * 600, b"{}",
    b"[]", b"-1", b"0", b"1e999", b"nan", b"null", b"true", b"-180", b"91", b"9" * 500, b"../a",
    b"\\", b"\\u0000", b"\\ud800", b"\x1b[2J", b"\xe2\x80\xae", b"\xc2\x9b", b"\xc3\xa9",
    b"</name>", b"<![CDATA[", b"]]>", b"<!--", b"<a href=", b"<![<", b"&#999999999;", b"<kml>",
    b"POINT (1 70)", b"POINT Z (1 70 inf)", b"GEOMETRYCOLLECTION(" * 200,
    b"9999-12-31T23:59:59-14:00", b"0000-01-01",
]  # fmt: skip
_BYTES = [b"\0", b"\xff", b"\x7f\xff", b"\xff\xff\xff\xff", b"\x80", b"\0\0\0\x80"]
_WORD = re.compile(rb"[\w.+-]+")
_ZIP = b"PK\x03\x04"


def broken(files: Mapping[str, bytes], rng: random.Random) -> dict[str, bytes]:
    """Return files of which one is changed; of an archive mostly what it holds."""
    found = dict(files)
    name = rng.choice(sorted(found))
    if found[name].startswith(_ZIP) and rng.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(found[name])) as archive:
            members = {n: archive.read(n) for n in archive.namelist()}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in broken(members, rng).items():
                archive.writestr(member, data)
        return {**found, name: packed.getvalue()}
    return {**found, name: _changed(found[name], rng)}


def _changed(content: bytes, rng: random.Random) -> bytes:
    """Return bytes of which some are changed, put in, cut out, doubled or cut off."""
    data = bytearray(content)
    pieces = _TEXTS if rng.random() < 0.7 else [*_TEXTS, *_BYTES, rng.randbytes(4)]
    for _ in range(rng.choice([1, 1, 2, 4])):
        # What decides stands at the beginning.
        most = min(len(data), rng.choice([len(data), 1_000]))
        at = rng.randrange(most + 1)
        end = min(len(data), at + rng.choice([0, 1, 2, 4, 40]))
        new = rng.choice([rng.choice(pieces), b"", bytes(data[at:end]) * rng.choice([2, 50])])
        words = list(_WORD.finditer(data, 0, most)) if rng.random() < 0.6 else []
        if words:
            # A whole word for another leaves the form that a parser wants.
            (at, end), other = rng.choice(words).span(), rng.choice(words)[0]
            new = rng.choice([bytes(other), rng.choice(pieces)])
        if b"\0" in content and rng.random() < 0.7:
            # What follows keeps its place.
            end = min(len(data), at + max(len(new[:8]), 1))
            new = new[: end - at].ljust(end - at, b"\0")
        data[at:end] = new
    if rng.random() < 0.1:
        del data[rng.randrange(len(data) + 1) :]
    return bytes(data)


def run(how: Reader, seed: int | None, folder: Path) -> int:
    """Run the command of a reader on a broken file in an empty folder, and return its exit code.

    Without a seed the file is the sound one.

    Raises
    ------
    AssertionError
        It ends otherwise than by an exit code from 0 to 2, or leaves more behind than its output.
    """
    files = dict(how.files())
    if seed is not None:
        files = broken(files, random.Random(seed))  # noqa: S311 (the same files each time)
    files = {**how.around, **files}
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    with chdir(folder):
        done = CliRunner().invoke(main, how.command.split())
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in {0, 1, 2}, done.output
    assert "Traceback" not in done.output, done.output
    left = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).as_posix().startswith(OUT)
    }
    assert {n: c for n, c in left.items() if n not in how.changed} == {
        n: c for n, c in files.items() if n not in how.changed
    }, sorted(left)
    return done.exit_code


def _timed_out(*_: object) -> None:
    message = f"more than {CPU_S} s of the processor"
    raise TimeoutError(message)


def _main(reader: str, how: Reader, seeds: range) -> int:
    faults, codes = 0, Counter[int]()
    signal.signal(signal.SIGPROF, _timed_out)
    warnings.simplefilter("error")
    for seed in seeds:
        # Of what does not come back from a library, the process is ended and says where it was.
        faulthandler.dump_traceback_later(4 * CPU_S, exit=True)
        signal.setitimer(signal.ITIMER_PROF, CPU_S)
        with TemporaryDirectory() as folder:
            try:
                codes[run(how, seed, Path(folder))] += 1
            except Exception:  # each is a fault that is told
                faults += 1
                sys.stdout.write(f"{reader} {seed}\n")
                print_exc(limit=-3, file=sys.stdout)
        signal.setitimer(signal.ITIMER_PROF, 0)
    faulthandler.cancel_dump_traceback_later()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    faults += peak_mb > MOST_MB
    ended = ", ".join(f"{count} by {code}" for code, count in sorted(codes.items()))
    sys.stdout.write(
        f"{reader}: {len(seeds)} files, {faults} faults; ended {ended}; {peak_mb:.0f} MB\n"
    )
    return faults


if __name__ == "__main__":
    if find_spec("geotrack_observations"):
        READERS |= run_path(str(_DATASETS))["READERS"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", nargs="*", help=f"of {', '.join(READERS)}; none for all")
    parser.add_argument("--count", type=int, default=200, help="files for each reader")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    seeds = range(given.start, given.start + given.count)
    sys.exit(min(1, sum(_main(name, READERS[name], seeds) for name in given.reader or READERS)))
