"""A dask cluster of this machine, which answers as the embedded engine does, row for row."""

from __future__ import annotations

import csv
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from dask import config
from pyarrow import parquet

from dataset_rows import HEAD, ROOT, made
from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import Condition, Dataset, DatasetQuery, build, count_by, open_dataset
from geotrack_observations.engines import Threads
from geotrack_observations.queries.cluster import Dask

AT_HOME: dict[str, Any] = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
pytestmark = [pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Return the address of a cluster of two processes."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, **AT_HOME) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def dask(scheduler: str) -> Iterator[Dask]:
    with Dask(scheduler) as engine:
        yield engine


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Build a dataset of some row groups, which the tests only read."""
    folder = tmp_path_factory.mktemp("cluster")
    rows = [(*row, 0 if i % 50 else i % 7 * 20) for i, row in enumerate(made(600))]
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([(*HEAD, "radius_km"), *rows, (600, "", 100, 55, 3.0, "")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geotrack_observations.storage.layout.GROUP", 75)
        build([folder / "in.csv"], folder / "out")
    return open_dataset(folder / "out")


QUERIES = [
    Query(),
    Query(regions=("Barents Sea", "Kara Sea"), all_regions=False),
    Query.parse(north_of=70, start="2024-03", end="2024-06-15"),
    Query(regions=("Chukchi Sea", "Bering Sea"), all_regions=True),
    Query(bbox=(0.0, 1.0, 1.0, 2.0)),
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_answers_are_the_same_rows_in_the_same_order(
    dask: Dask, dataset: Dataset, workspace: Workspace, query: Query
) -> None:
    conditions = [Condition.parse("speed>=3")]
    here, there = (
        list(DatasetQuery(dataset, query, workspace, conditions, *engine).matching_rows())
        for engine in ([], [dask])
    )
    assert len(here) == len(there)
    assert all(one.equals(other) for one, other in zip(here, there, strict=True))


@pytest.mark.parametrize("asked", ["x!=1", "x<2", "x>=0", "x=1", "s!=tug", "s!=", "s=tug"])
def test_what_is_not_known_fits_no_condition_there_either(
    dask: Dask, tmp_path: Path, workspace: Workspace, asked: str
) -> None:
    unknown = {"x": [1.0, float("nan"), None, 0.5], "s": ["tug", "", None, "cargo"]}
    rows = pa.table({"lon": [10.0] * 4, "lat": [70.0, 71.0, 72.0, 73.0], **unknown})
    parquet.write_table(rows, tmp_path / "in.parquet")
    build([tmp_path / "in.parquet"], tmp_path / "out")
    dataset_query = (open_dataset(tmp_path / "out"), Query(), workspace, [Condition.parse(asked)])
    here, there = (
        list(DatasetQuery(*dataset_query, *engine).matching_rows(["s"])) for engine in ([], [dask])
    )
    assert here == there
    assert {s for table in there for s in table["s"].to_pylist()} <= {"tug", "cargo"}


# Counts by region take most of the time, and those by region and month have the same regions.
COUNTED = [((), query) for query in QUERIES[:3]]
COUNTED += [(("region", "month"), query) for query in QUERIES[1:3]]
COUNTED += [(("region",), QUERIES[1])]


@pytest.mark.parametrize(("keys", "query"), COUNTED, ids=str)
def test_counts_are_the_same(
    dask: Dask, dataset: Dataset, workspace: Workspace, query: Query, keys: tuple[str, ...]
) -> None:
    here, there = (
        count_by(DatasetQuery(dataset, query, workspace, (), *engine), keys)
        for engine in ([], [dask])
    )
    assert here == there
    assert list(here) == list(there)


def run(dataset: Dataset, *words: str) -> Result:
    asked = ["--workspace", str(ROOT), "query", "--dataset", str(dataset.path.parent), *words]
    return CliRunner().invoke(main, asked, prog_name="geotrack")


@pytest.mark.parametrize(
    "words",
    [
        ("--region", "Bering Sea", "--format", "csv"),
        ("--count-by", "region,month", "--region", "Bering Sea"),
    ],
    ids=str,
)
def test_the_command_prints_the_same_bytes(
    scheduler: str, dataset: Dataset, words: tuple[str, ...]
) -> None:
    here = run(dataset, *words)
    there = run(dataset, *words, "--engine", "dask", "--scheduler", scheduler)
    assert (here.exit_code, there.exit_code) == (0, 0), there.output
    assert there.stdout == here.stdout
    assert there.stderr == here.stderr


def test_without_a_scheduler_this_machine_is_one(dataset: Dataset) -> None:
    words = ("--north-of", "80", "--format", "csv")
    here, there = run(dataset, *words), run(dataset, *words, "--engine", "dask")
    assert (there.exit_code, there.stdout, there.stderr) == (0, here.stdout, here.stderr)


def test_a_scheduler_that_does_not_answer_is_told(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack_observations.queries.cluster._WAIT_S", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense"):
        done = run(dataset, "--engine", "dask", "--scheduler", address)
        assert done.exit_code == 2
        assert done.stderr.startswith(f"error: {address}: no dask scheduler answers there: ")
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("seen", "told"), [(None, "does not see"), ((7, b""), "sees another")], ids=str
)
def test_a_file_that_workers_do_not_see_is_told(
    dask: Dask, monkeypatch: pytest.MonkeyPatch, seen: Any, told: str
) -> None:
    def look(_: Path, here: int = os.getpid()) -> Any:
        return (6, b"") if os.getpid() == here else seen

    monkeypatch.setattr("geotrack_observations.queries.cluster._fingerprint", look)
    with pytest.raises(UsageError, match=rf"^tcp://.* {told} data: put the dataset where all"):
        dask.check(Path("data"))


def test_a_question_is_not_put_to_workers_that_cannot_read(
    dataset: Dataset, workspace: Workspace
) -> None:
    class Blind(Threads):
        def check(self, path: Path) -> None:
            message = f"nobody sees {path.name}"
            raise UsageError(message)

    with pytest.raises(UsageError, match="nobody sees observations"):
        DatasetQuery(dataset, Query(), workspace, (), Blind())


def test_workers_of_another_geotrack_are_told(
    scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack_observations.queries.cluster.__version__", "99")
    with pytest.raises(UsageError, match=r"has geotrack .*, and this is 99: install the same"):
        Dask(scheduler).__enter__()


def test_workers_without_geotrack_are_told(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def version() -> str:
        message = "No module named 'geotrack'"
        raise ModuleNotFoundError(message)

    monkeypatch.setattr("geotrack_observations.queries.cluster._version", version)
    with pytest.raises(UsageError, match=r"cannot load this geotrack \(No module .*: install"):
        Dask(scheduler).__enter__()


def test_a_cluster_without_workers_is_told() -> None:
    with (
        distributed.LocalCluster(n_workers=0, **AT_HOME) as none,
        pytest.raises(UsageError, match="has no workers: start some"),
    ):
        Dask(none.scheduler_address).__enter__()


def test_workers_that_die_are_told() -> None:
    with (
        config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=1,
            **AT_HOME,
            silence_logs=logging.CRITICAL,
        ) as frail,
        Dask(frail.scheduler_address) as engine,
        pytest.raises(UsageError, match=r"^tcp://.* broke off: "),
    ):
        list(engine.each(os._exit, [1]))


def test_without_dask_it_is_told_how_to_install_it(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "geotrack_observations.queries.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run(dataset, "--engine", "dask")
    assert done.exit_code == 2
    assert done.stderr == (
        "error: the engine dask needs distributed: pip install 'geotrack[dask]'\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--dataset", "x", "--scheduler", "tcp://h:1"), "--scheduler is for --engine dask"),
        (("--engine", "dask"), "--engine dask is for hits and counts of --dataset DIR"),
    ],
    ids=str,
)
def test_an_engine_with_nothing_to_judge_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    done = CliRunner().invoke(main, ["query", *words], prog_name="geotrack")
    assert done.exit_code == 2
    assert told in done.stderr
