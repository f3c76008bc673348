"""Broken and odd files, made at random, for `geotrack check` and `geotrack add`.

`python -m tests.fuzz 100000` makes as many inputs, one after another, and stops at the first that
raises, hangs or is told badly; it writes that input to a file. The same seed and number make the
same input: `--seed 7 --start 4711` with a count of 1 makes just that one again.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from geotrack.cli import main as geotrack
from geotrack.findings import Finding, errors_of
from geotrack.reading import events_in, parse_json
from geotrack.workspace import Workspace, check_events, open_file, shown_path
from tests.odd_files import made, mutated, written_out
from tests.records import cap, region, sector, written

__all__ = ["FailureError", "Fuzz", "TooLongError"]

ROOT = Path(__file__).resolve().parent.parent
EVERY = 50
"""Of so many inputs one is given to the commands, too: it takes as long as all the others."""
LONGEST_S = 5.0
_TODAY = date(2026, 11, 25)
_LONGEST_TOLD = 1_000_000


class TooLongError(BaseException):
    """An input took longer than any may; no `except` on the way takes it for its own."""


@dataclass
class FailureError(Exception):
    """An input on which something went wrong.

    Parameters
    ----------
    seed, number : int
        They make it again.
    raw : bytes
        The input.
    what : str
        What went wrong, with the traceback.
    """

    seed: int
    number: int
    raw: bytes
    what: str

    def __str__(self) -> str:
        return f"seed {self.seed}, input {self.number}:\n{self.what}"


def _regions() -> Iterator[dict[str, Any]]:
    """Yield regions of all ids that real records name, of shapes that are quickly read."""
    given = json.loads((ROOT / "layers" / "regions.geojson").read_text("utf-8"))
    shapes = [sector(-180, -150, 60, 75), sector(0, 60, 65, 80), cap(80), sector(170, 190, 64, 67)]
    for n, each in enumerate(given["features"]):
        yield region(each["id"], shapes[n % len(shapes)])


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        message = f"it took more than {seconds:g} s of the processor"
        raise TooLongError(message)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass
class Fuzz:
    """A run over many inputs.

    Parameters
    ----------
    folder : Path
        An empty folder for the files that the commands are given.
    seed : int
        Makes the inputs.
    every : int
        Of so many inputs one is given to the commands, and of those without an error each fifth.

    Attributes
    ----------
    accepted, added : int
        How many inputs were without an error, and how many the commands wrote.
    slowest_s, slowest : float, int
        The longest that one input took, and which.
    """

    folder: Path
    seed: int = 0
    every: int = EVERY
    accepted: int = field(default=0, init=False)
    added: int = field(default=0, init=False)
    slowest_s: float = field(default=0.0, init=False)
    slowest: int = field(default=0, init=False)

    def run(self, count: int, start: int = 0) -> None:
        """Try inputs, one after another.

        Raises
        ------
        FailureError
            At the first on which anything goes wrong.
        """
        self.folder.mkdir(exist_ok=True)
        written(self.folder / "layers" / "regions.geojson", *_regions())
        (self.folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
        path = self.folder / "x.geojson"
        path.touch()
        workspace = open_file(path)
        workspace.layer("regions")  # once for all inputs
        for number in range(start, start + count):
            self._try(made(self.seed, number), number, workspace)

    def _try(self, raw: bytes, number: int, workspace: Workspace) -> None:
        began = time.process_time()
        try:
            with _within(LONGEST_S):
                sound = _checked(raw, workspace)
                self.accepted += sound
                due = self.every and (number % self.every == 0 or self._is_fifth(sound))
                if due:
                    self.added += self._commanded(raw, number)
        except (Exception, TooLongError) as error:  # whatever it is, it is told with its input
            raise FailureError(self.seed, number, raw, traceback.format_exc()) from error
        self.slowest_s, self.slowest = max(
            (self.slowest_s, self.slowest), (time.process_time() - began, number)
        )

    def _is_fifth(self, sound: bool) -> bool:
        return sound and self.accepted % 5 == 0

    def _commanded(self, raw: bytes, number: int) -> bool:
        """Give an input to the commands; return whether it was written."""
        events = self.folder / "events"
        shutil.rmtree(events, ignore_errors=True)
        events.mkdir()
        file = self.folder / "x.geojson"
        file.write_bytes(raw)
        json_or_text = ["--json"] if number // self.every % 2 else []
        checked = self._invoked("check", str(file), *json_or_text)
        first = self._invoked("add", str(file), *json_or_text)
        wrote = any(events.glob("*.geojson"))
        assert not (wrote and first), f"exit code {first}, and it was written"
        assert first in {0, 1}, f"geotrack add ended with exit code {first}"
        assert checked in {0, 1}, f"geotrack check ended with exit code {checked}"
        if wrote:
            before = {p: p.read_bytes() for p in events.iterdir()}
            assert self._invoked("add", str(file)) == 0, "a second add is refused"
            after = {p: p.read_bytes() for p in events.iterdir()}
            assert before == after, "a second add changes what is stored"
            assert self._invoked("check", str(self.folder)) in {0, 1}
            asked = self._invoked("query", "--region", "barents-sea")
            assert asked in {0, 1}, f"geotrack query ended with exit code {asked}"
            self._replace(raw, number)
        return wrote

    def _replace(self, raw: bytes, number: int) -> None:
        """Let what the input becomes after one more change take the place of what is stored."""
        rng = random.Random(f"{self.seed}:{number}:replace")  # noqa: S311 (nothing secret)
        try:
            changed = written_out(rng, mutated(rng, json.loads(raw)))
        except (ValueError, RecursionError):  # a sequence, or nested too deeply to be written
            return
        file, stored = self.folder / "x.geojson", self.folder / "events" / "x.geojson"
        before = stored.read_bytes()
        file.write_bytes(changed)
        ended = self._invoked("add", str(file), "--replace", "--by", "fuzz")
        assert ended in {0, 1}, f"geotrack add --replace ended with exit code {ended}"
        assert not ended or stored.read_bytes() == before, "refused, and it was written"
        assert not isinstance(parse_json(stored.read_bytes(), "stored"), Finding)

    def _invoked(self, *args: str) -> int:
        result = CliRunner().invoke(geotrack, ["--workspace", str(self.folder), *args])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.stderr
        return result.exit_code


def _checked(raw: bytes, workspace: Workspace) -> bool:
    """Check an input as a file by itself; return whether it has no error."""
    (path,) = workspace.event_files
    file = shown_path(path)
    parsed = parse_json(raw, file)
    if isinstance(parsed, Finding):
        findings = [parsed]
    else:
        read = workspace.with_reads({path: events_in(parsed)})
        findings = check_events(read, today=_TODAY)
    for finding in findings:
        _is_well_told(finding)
    return not errors_of(findings)


def _is_well_told(finding: Finding) -> None:
    told, line = json.dumps(finding.to_json(), allow_nan=False), str(finding)
    assert len(line.splitlines()) == 1, f"not one line: {line!r}"
    assert line.isprintable(), f"not printable: {line!r}"
    assert len(line) < _LONGEST_TOLD, "a finding as long as a book"
    assert finding.rule, f"of no rule: {told}"
    assert finding.message, f"says nothing: {told}"
    assert finding.line is None or finding.line >= 1


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Try odd files.")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--every", type=int, default=EVERY, help="0: never by the commands")
    parser.add_argument("--out", type=Path, default=Path(), help="folder for what fails")
    parser.add_argument("--go-on", action="store_true", help="past what fails")
    asked = parser.parse_args()
    click.echo(f"seed {asked.seed}")
    began, failed, at, end = time.perf_counter(), 0, asked.start, asked.start + asked.count
    with tempfile.TemporaryDirectory() as folder:
        fuzz = Fuzz(Path(folder), asked.seed, asked.every)
        while at < end:
            try:
                fuzz.run(end - at, at)
                break
            except FailureError as failure:
                failed += 1
                file = asked.out / f"fuzz-{failure.seed}-{failure.number}.bin"
                file.write_bytes(failure.raw)
                click.echo(f"{failure}\n{file}")
                at = failure.number + 1
                if not asked.go_on:
                    break
    seconds = time.perf_counter() - began
    click.echo(
        f"{failed} failed in {seconds:.0f} s; {fuzz.accepted} without an error, "
        f"{fuzz.added} added, slowest {fuzz.slowest_s:.2f} s (input {fuzz.slowest})"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
