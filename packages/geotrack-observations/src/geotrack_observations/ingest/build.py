"""Builds a dataset: rows are checked and sorted in runs, then merged into one file.

A build uses some hundred megabytes of memory, whatever the length of its inputs. It writes
completed runs to the folder `_building` in that of the dataset: an interrupted build resumes after
the last one. The file of the dataset is replaced in one step at the end.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Any

from filelock import Timeout

from geotrack.errors import BusyError, FieldError, UntimedError, UsageError
from geotrack.files import AnyPath, atomic_path, private_lock
from geotrack.files.spreadsheets import csv_text
from geotrack_observations.arrow import pa, pc
from geotrack_observations.ingest import batches as batching
from geotrack_observations.ingest.batches import Batch
from geotrack_observations.ingest.column_roles import Naming, Roles
from geotrack_observations.ingest.inputs import batches, kind_of
from geotrack_observations.ingest.positions import EASTERN
from geotrack_observations.ingest.row_checks import checked_rows, kinds_of
from geotrack_observations.ingest.sorted_runs import merged, sort_along_curve, write_run
from geotrack_observations.rejections import Reason, Refusal, count_by_kind
from geotrack_observations.storage.dataset import FILE, REFUSED, open_dataset
from geotrack_observations.storage.layout import (
    DAY_END,
    OWN,
    RADIUS,
    RESULT_COLUMNS,
    Writer,
    schema,
)
from geotrack_observations.storage.unfinished_build import PLAN, WORK, read_plan
from geotrack_observations.times.parse import ZONE_OPTION

__all__ = ["Built", "build"]

# Version of the files in the folder of a build; a build resumes only those of its own version.
_FILES_VERSION = 5


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build.

    Parameters
    ----------
    rows : int
        Observations in the dataset.
    refused : int
        Rejected rows; they are listed with their reasons in `_refused.csv`.
    reasons : tuple of Refusal
        Rejections by reason, most frequent first, each with an example.
    resumed : int
        Runs reused from an interrupted build.
    timeless : int
        Observations without a time.
    derived : dict of path to set of str
        Derived columns left out, by input.
    roles : dict of path to Roles
        Columns of each input, and how they were read.
    counts : collections.Counter
        Numbers of cells whose value was replaced on reading, by kind.
    days : int
        Observations that state only a day.
    examples : dict of str to str
        Line and fault of the first cell that was replaced, by kind.
    """

    rows: int
    refused: int
    reasons: tuple[Refusal, ...]
    resumed: int
    timeless: int
    derived: dict[Path, set[str]]
    roles: dict[Path, Roles] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    days: int = 0
    examples: dict[str, str] = field(default_factory=dict)


def build(
    inputs: AnyPath | Sequence[AnyPath],
    folder: AnyPath,
    naming: Naming | None = None,
    *,
    progress: Callable[[Path, int], None] | None = None,
) -> Built:
    """Build or rebuild a dataset of observations.

    Parameters
    ----------
    inputs : path or sequence of path
        CSV, GeoJSON and Parquet files, all with the same columns.
    folder : path
        Folder of the dataset; created if missing.
    naming : Naming, optional
        Columns of position and time.
    progress : callable, optional
        Called with the input and the number of its rows read so far.

    Returns
    -------
    Built
        Numbers of rows and of rejections.

    Raises
    ------
    UsageError
        An input cannot be read, no row is a valid observation, or the folder has other content.
    UntimedError
        No row has a time, and `naming` needs times.
    BusyError
        Another build is running there.
    """
    naming = naming or Naming()
    input_list = [inputs] if isinstance(inputs, str | PathLike) else inputs
    paths, folder = [Path(path) for path in input_list], Path(folder)
    _check_inputs(paths, folder)
    folder.mkdir(parents=True, exist_ok=True)
    lock = private_lock(folder / "_lock", folder)
    if (folder / WORK).is_symlink():
        (folder / WORK).unlink()
    try:
        with lock.acquire(timeout=0):
            try:
                return _build_in(paths, folder, naming, progress)
            except UntimedError:
                raise  # a build without times goes on with what is read
            except UsageError:
                # The same inputs would be refused again: there is nothing to resume.
                _remove_folder(folder / WORK)
                raise
    except Timeout:
        message = f"{folder}: another build works here: wait for its end"
        raise BusyError(message) from None


def _check_inputs(inputs: Sequence[Path], folder: Path) -> None:
    for path in inputs:
        kind_of(path)
        if not path.is_file():
            message = f"{path}: no such file"
            raise UsageError(message)
    resolved = [path.resolve() for path in inputs]
    for path, absolute in zip(inputs, resolved, strict=True):
        if resolved.count(absolute) > 1:
            message = f"{path}: is given twice, and its rows would count twice; leave one out"
            raise UsageError(message)
    ours = {FILE, REFUSED, WORK, "_lock"}
    if folder.exists() and (not folder.is_dir() or {p.name for p in folder.iterdir()} - ours):
        message = f"{folder}: is there and no dataset of observations: choose a folder of its own"
        raise UsageError(message)


def _build_in(
    inputs: Sequence[Path],
    folder: Path,
    naming: Naming,
    progress: Callable[[Path, int], None] | None,
) -> Built:
    work = folder / WORK
    plan = _plan(inputs, naming)
    if read_plan(folder) != plan:
        # The unfinished build is of other or changed inputs, or its plan is damaged.
        _remove_folder(work)
        work.mkdir()
        with atomic_path(work / PLAN) as new:
            new.write_text(json.dumps(plan), "utf-8")
    resumed = len(list(work.glob("*.arrow")))
    derived: dict[Path, set[str]] = {}
    roles: dict[Path, Roles] = {}
    for path, batch, n in _numbered(inputs, naming):
        roles.setdefault(path, batch.roles)
        if batch.derived:
            derived.setdefault(path, set()).update(batch.derived)
        if not (work / _run(n)).exists():
            _write_batch(batch, path, work, n)
        if progress:
            progress(path, int(batch.lines[-1]) if len(batch.lines) else 0)
    runs = sorted(work.glob("*.arrow"))
    reasons = _gather_rejections(work)
    counts, examples = _counts(work)
    refused = sum(refusal.count for refusal in reasons)
    rows = _merge_runs(runs, work, _about(inputs, refused))
    if not rows:
        raise _no_rows(reasons, counts)
    # Validate the new file before it replaces the old one.
    dataset = open_dataset(work / FILE)
    timeless, days = dataset.timeless, dataset.days
    if timeless == rows and naming.needs_time:
        raise UntimedError(
            "no row has a time; {time} names the column of times, {no_time} builds a dataset "
            "without times"
        )
    (work / REFUSED).replace(folder / REFUSED)
    (work / FILE).replace(folder / FILE)
    _remove_folder(work)
    return Built(rows, refused, reasons, resumed, timeless, derived, roles, counts, days, examples)


def _no_rows(reasons: Sequence[Refusal], counts: Counter[str]) -> FieldError:
    """Return the error for inputs without observations, with the option that may read them."""
    why = reasons[0].reason.text if reasons else "they are empty"
    # The fields of the error become `--time-zone` on the command line, `time_zone` in Python.
    option = ""
    if why.endswith(ZONE_OPTION):
        why = why.removesuffix(ZONE_OPTION)
        option = ZONE_OPTION.replace("time_zone", "{time_zone}")
    elif counts[EASTERN]:
        option = "; {wrap_longitude} reads longitudes from 180 to 360"
    return FieldError(f"none of the rows is an observation: {{why}}{option}", {"why": why})


def _remove_folder(work: Path) -> None:
    """Remove the folder of a build; if it is a link, only the link."""
    if work.is_symlink():
        work.unlink()
    elif work.exists():
        shutil.rmtree(work)


def _plan(inputs: Sequence[Path], naming: Naming) -> dict[str, Any]:
    """Return the plan that identifies a build: the states of its files and its options."""
    states = [(str(p.resolve()), p.stat().st_size, p.stat().st_mtime_ns) for p in inputs]
    sizes = [batching.BATCH, batching.BLOCK, _FILES_VERSION]
    # Whether times are needed does not change the files: it is checked at the end.
    options = asdict(replace(naming, needs_time=False))
    plan = {"inputs": states, "naming": options, "pieces": sizes}
    # As it is read from its file, for a comparison: with lists in place of tuples.
    as_read: dict[str, Any] = json.loads(json.dumps(plan))
    return as_read


def _numbered(inputs: Sequence[Path], naming: Naming) -> Iterator[tuple[Path, Batch, int]]:
    """Yield the batches of all inputs with their numbers, which name their files."""
    n = 0
    for path in inputs:
        for batch in batches(path, naming):
            yield path, batch, n
            n += 1


def _run(n: int) -> str:
    return f"{n:06}.arrow"


def _write_batch(batch: Batch, path: Path, work: Path, n: int) -> None:
    """Check and sort a batch, and write it as a run."""
    kinds = _kinds(batch, path, work)
    has_radius = kinds.pop(RADIUS, None) is not None
    rows, refused = checked_rows(batch, kinds, radius=has_radius)
    with (work / f"{n:06}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((path.name, line, *reason) for line, reason in refused)
    (work / f"{n:06}.counts.json").write_text(json.dumps([batch.counts, batch.examples]), "utf-8")
    write_run(sort_along_curve(rows), work / _run(n))


def _kinds(batch: Batch, path: Path, work: Path) -> dict[str, Any]:
    """Return the columns of the first batch and their types; no other batch may have more.

    Raises
    ------
    UsageError
        A column has the name of one that geotrack makes, or is not in the first batch.
    """
    reserved = sorted(set(batch.others) & {*OWN, *RESULT_COLUMNS})
    if reserved:
        message = (
            f"{path}: rename the column {reserved[0]!r}: geotrack makes one of that name, and this "
            "one says something else"
        )
        raise UsageError(message)
    schema_file = work / "columns.arrow_schema"
    if schema_file.exists():
        first_schema = pa.ipc.read_schema(pa.py_buffer(schema_file.read_bytes()))
        kinds = {field.name: field.type for field in first_schema}
    else:
        kinds = kinds_of(batch)
        if batch.radius is not None:
            kinds[RADIUS] = pa.float64()
        schema_file.write_bytes(pa.schema(kinds.items()).serialize().to_pybytes())
    added = sorted(set(batch.others) - set(kinds))
    if batch.radius is not None and RADIUS not in kinds:
        message = (
            f"{path}: has a column of radii, which the first rows have not: give first the input "
            "that has, and of others' rows it is not known how far from their position they were"
        )
        raise UsageError(message)
    if added:
        message = (
            f"{path}: has a column {added[0]!r}, which the first rows have not; the dataset has "
            f"{', '.join(kinds) or 'none but lon, lat and time'}"
        )
        raise UsageError(message)
    return kinds


def _gather_rejections(work: Path) -> tuple[Refusal, ...]:
    """Join the rejections into one file; return their number by reason."""
    with (work / REFUSED).open("w", encoding="utf-8", newline="") as file:
        file.write(csv_text([("file", "line", "reason")]))

        def rejected_rows() -> Iterator[tuple[str, int, Reason]]:
            for part in sorted(work.glob("[0-9]*.csv")):
                with part.open(encoding="utf-8", newline="") as rows_file:
                    for name, line, *words in csv.reader(rows_file):
                        reason = Reason(*words)
                        file.write(csv_text([(name, line, reason.text)]))
                        yield name, int(line), reason

        return count_by_kind(rejected_rows())


def _counts(work: Path) -> tuple[Counter[str], dict[str, str]]:
    """Return the sum of the counts of the batches, and the first example of each kind."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for path in sorted(work.glob("*.counts.json")):
        batch_counts, batch_examples = json.loads(path.read_text("utf-8"))
        counts.update(batch_counts)
        examples = {**batch_examples, **examples}  # earlier ones precede
    return counts, examples


def _about(inputs: Sequence[Path], refused: int) -> dict[str, Any]:
    return {"inputs": [path.name for path in inputs], "refused": refused}


def _merge_runs(runs: Sequence[Path], work: Path, about: dict[str, Any]) -> int:
    """Merge the runs into the file of the dataset; return the number of rows."""
    extent, rows, kinds, has_days = _summary_of_runs(runs)
    has_radius = kinds.pop(RADIUS, None) is not None
    if not rows:
        return 0
    metadata = {**about, "rows": rows}
    writer = Writer(work / FILE, schema(kinds, metadata, extent, radius=has_radius, days=has_days))
    for part in merged(runs):
        writer.write(part)
    writer.close()
    return rows


def _summary_of_runs(runs: Sequence[Path]) -> tuple[list[float], int, dict[str, Any], bool]:
    """Return the extent of all runs, their number of rows, the types of their columns, has_days.

    The extent is west, south, east, north, degrees; empty without rows. `has_days`: whether any row
    states only a day.
    """
    extents: list[list[float]] = []
    rows, kinds, has_days = 0, {}, False
    own_names = {*OWN, "lon", "lat", "key"} - {RADIUS}
    for path in runs:
        run = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
        names = {field.name: field.type for field in run.schema}
        kinds = {k: v for k, v in names.items() if k not in own_names}
        rows += run.num_rows
        has_days |= run[DAY_END].null_count < run.num_rows
        if run.num_rows:
            spans = [pc.min_max(run[name]).as_py() for name in ("lon", "lat")]
            extents.append([s["min"] for s in spans] + [s["max"] for s in spans])
    if not extents:
        return [], 0, kinds, False
    west, south, east, north = zip(*extents, strict=True)
    return [min(west), min(south), max(east), max(north)], rows, kinds, has_days
