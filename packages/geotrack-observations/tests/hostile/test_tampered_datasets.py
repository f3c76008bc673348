"""Each dataset that was tampered with is refused, or answers what a scan of all its rows does."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geotrack.errors import GeotrackError
from geotrack.workspace import Workspace, packaged_workspace
from geotrack_observations import Dataset, DatasetHits, open_dataset, query
from tampering import FILE, GROUP, NORTH, Answers, Variant, base, scan, variants
from tests.hostile.conftest import Run

ALL = list(variants())


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return packaged_workspace()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geotrack_observations.storage.layout.GROUP", GROUP)
        return base(tmp_path_factory.mktemp("tampered"))


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "dataset"))


def _ask(dataset: Dataset, workspace: Workspace) -> Iterator[Callable[[], Any]]:
    """Yield how each of the `Answers` is had, by itself."""

    def answer() -> DatasetHits:
        return query(dataset, workspace, north_of=NORTH, start="2024-03-01", end="2024-06-30")

    def found() -> Any:
        rows = answer().to_arrow().select(["id", "match"]).to_pylist()
        return tuple(
            sorted(row["id"] for row in rows if row["match"] == side)
            for side in ("certain", "possible")
        )

    def counts() -> Any:
        many = answer().count_by("name")
        return dict(
            zip(many["name"], zip(many["certain"], many["possible"], strict=True), strict=True)
        )

    def spans() -> Any:
        moments = [_moment(moment) for moment in (dataset.first, dataset.last)]
        radii = dataset.radii, dataset.radiusless
        return (dataset.extent, *moments, dataset.timeless, *radii)

    yield from (found, lambda: answer().undated, counts, spans)


def _moment(moment: datetime | None) -> np.datetime64 | None:
    return None if moment is None else np.datetime64(moment.astimezone(UTC).replace(tzinfo=None))


def test_variants_are_many_and_of_different_names() -> None:
    assert len({variant.name for variant in ALL}) == len(ALL) >= 200


def test_the_dataset_itself_answers_as_a_scan(folder: Path, workspace: Workspace) -> None:
    wanted = scan(folder / FILE)
    for ask, answer in zip(_ask(open_dataset(folder), workspace), wanted, strict=True):
        assert ask() == answer
    assert all(wanted)
    assert all(wanted.found)


@pytest.mark.slow
@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
def test_a_variant_is_refused_or_answers_as_a_scan(
    variant: Variant, folder: Path, workspace: Workspace
) -> None:
    variant.change(folder)
    try:
        dataset = open_dataset(folder)
    except GeotrackError as error:
        _check_refusal(error, variant, folder)
        return
    wanted = cache(lambda by_place: scan(folder / FILE, by_place=by_place))
    refused = 0
    for ask, name in zip(_ask(dataset, workspace), Answers._fields, strict=True):
        try:
            answer = ask()
        except GeotrackError as error:
            _check_refusal(error, variant, folder)
            refused += 1
        else:
            by_place = variant.moved and name != "spans"
            assert answer == getattr(wanted(by_place), name), name
    assert refused or not variant.moved, "what reads all geometries sees it"


def _check_refusal(error: Exception, variant: Variant, folder: Path) -> None:
    assert not variant.harmless, error
    assert str(folder) in str(error)
    assert len(str(error)) < 400


@pytest.mark.parametrize(
    "name",
    ["plane 'EPSG:3413'", "a radius of nan", "time left out", "torn at -9", "a link out of it",
     "plane_x in metres", "a pipe in its place", "a footer without end", "inputs markup"],
)  # fmt: skip
def test_commands_refuse_one_in_a_line(run: Run, sound: Path, tmp_path: Path, name: str) -> None:
    other = Path(shutil.copytree(sound, tmp_path / "other"))
    next(variant for variant in ALL if variant.name == name).change(other)
    for words in (("observations", "info", "--json"), ("query", "--north-of", "80", "--dataset")):
        done = run(*words, str(other))
        assert done.exit_code == 2, (words, done.output)
        assert done.stderr.count("\n") == 1
        assert str(other) in done.stderr
        assert "\x1b" not in done.stderr
