"""Outputs neither replace what is of worth nor follow links that somebody laid."""

from __future__ import annotations

import json
import os
import resource
from hashlib import sha256
from pathlib import Path

import pytest

from geotrack.files import atomic_path
from geotrack.workspace.transaction import JOURNAL, _temporary
from tests.hostile.conftest import MAP, OTHERS, Run

# Where an output may not go, and the words that say why.
WORTH = {
    "seeds/report.toml": "workspace",
    "seeds/new.toml": "seeds/ is a part of the workspace",
    "geotrack.toml": "workspace",
    "layers/regions.geojson": "workspace",
    "layers/new.csv": "layers/ is a part of the workspace",
    "maps/plan.toml": "workspace",
    "maps/plan.numbers.json": "workspace",
    "maps/other.numbers.json": "a map's definition and its numbers are no output",
    "events/e.geojson": "workspace",
    "events/new.geojson": "it would be read as records of events/",
    ".git/config": "git repository's own folder",
    "ais/observations.parquet": "it lies in a dataset of observations",
    "ais/new.csv": "it lies in a dataset of observations",
    "pipe": "it is no regular file",
}
WRITERS = {
    "map": ["map", "plan", "--out", "{}"],
    "export": ["export", "--format", "csv", "--to", "{}"],
    "import": ["import", "in.csv", "--force", "--out", "{}"],
    "mapping": ["import", "in.csv", "--out", "-", "--force", "--save-mapping", "{}"],
}


@pytest.fixture
def worth(folder: Path) -> dict[Path, bytes]:
    """Return the content of files that no output may replace."""
    for name in ("seeds", ".git", "ais"):
        (folder / name).mkdir()
    (folder / "seeds" / "report.toml").write_text('id = "r"\ntitle = "R"\n', "utf-8")
    (folder / ".git" / "config").write_text("[core]\n", "utf-8")
    (folder / "ais" / "observations.parquet").write_bytes(b"PAR1")
    (folder / "maps" / "plan.numbers.json").write_text('{"a": 7}\n', "utf-8")
    (folder / "in.csv").write_text("title,lon,lat\nA,5,72\n", "utf-8")
    os.mkfifo(folder / "pipe")
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("target", WORTH)
def test_no_output_replaces_what_is_of_worth(
    run: Run, worth: dict[Path, bytes], folder: Path, writer: str, target: str
) -> None:
    done = run(*(word.format(target) for word in WRITERS[writer]))
    assert done.exit_code == 2
    if not (writer in {"import", "mapping"} and target.startswith("events/")):
        assert f"cannot write {target}: " in done.stderr
    if writer == "map":
        assert WORTH[target] in done.stderr
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == worth


PARTS = (".{}.part", ".{}.tmp", "{}.part")


@pytest.mark.parametrize(
    ("command", "target"),
    [
        (["map", "plan"], "maps/plan.html"),
        (["map", "plan"], "maps/plan.numbers.json"),
        (["map", "plan", "--frozen"], "maps/plan.inputs.zip"),
        (["map", "plan", "--format", "md"], "maps/plan.md"),
        (["export", "--to", "out.csv"], "out.csv"),
        (["import", "in.csv"], "in-draft.geojson"),
        (["regions", "export", "regions.csv"], "regions.csv"),
    ],
)
def test_links_at_a_target_or_beside_it_are_not_written_through(
    run: Run, folder: Path, outside: Path, command: list[str], target: str
) -> None:
    (folder / "in.csv").write_text("title,lon,lat\nA,5,72\n", "utf-8")
    path = folder / target
    for part in PARTS:
        path.with_name(part.format(path.name)).symlink_to(outside / "secret.txt")
        path.with_name(part.format("x" + path.name)).symlink_to(outside / "new.txt")
    done = run(*command)
    assert done.exit_code == 0, done.stderr
    assert path.is_file()
    assert not path.is_symlink()


@pytest.mark.parametrize("target", ["out.html", "out.csv"])
def test_a_link_in_the_place_of_an_output_is_replaced(
    run: Run, folder: Path, outside: Path, target: str
) -> None:
    (folder / target).symlink_to(outside / "secret.txt")
    command = ["map", "plan", "--out"] if target == "out.html" else ["export", "--to"]
    assert run(*command, target).exit_code == 0
    assert (folder / target).is_file()
    assert not (folder / target).is_symlink()


def test_maps_of_a_workspace_are_not_written_out_of_it(
    run: Run, folder: Path, outside: Path
) -> None:
    (folder / "maps" / "plan.toml").unlink()
    (folder / "maps").rmdir()
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "plan.toml").write_text(MAP, "utf-8")
    (folder / "maps").symlink_to(elsewhere)
    done = run("map", "plan")
    assert done.exit_code == 2
    assert f"a link leads out of {folder}" in done.stderr
    assert [p.name for p in elsewhere.iterdir()] == ["plan.toml"]


@pytest.mark.parametrize("name", ["events", "events/added.geojson", ".geotrack.lock"])
def test_records_of_a_workspace_are_not_written_out_of_it(
    run: Run, folder: Path, outside: Path, name: str
) -> None:
    elsewhere = folder.parent / "elsewhere"
    if name == "events":
        (folder / "events").rename(elsewhere)
    else:
        elsewhere.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    before = elsewhere.stat().st_mtime_ns, elsewhere.stat().st_size
    (folder / name).symlink_to(elsewhere)
    done = run(
        "new", "--title", "T", "--type", "naval/patrol", "--start", "2024", "--cite", "x",
        "--at", "5,72", "--precision", "exact", "--yes",
    )  # fmt: skip
    assert done.exit_code == 2, done.stderr
    assert "a link leads out of" in done.stderr
    assert (elsewhere.stat().st_mtime_ns, elsewhere.stat().st_size) == before


def test_a_journal_from_elsewhere_moves_nothing_out_of_the_workspace(
    run: Run, folder: Path, outside: Path
) -> None:
    (folder / "events" / "linked").symlink_to(outside)
    planted = _temporary(outside / "secret.txt")
    journal = [["events/linked/secret.txt", sha256(OTHERS.encode()).hexdigest(),
                sha256(b"x").hexdigest()]]  # fmt: skip
    planted.write_bytes(b"x")
    (folder / JOURNAL).write_text(json.dumps(journal), "utf-8")
    try:
        run("new", "--title", "T", "--type", "naval/patrol", "--start", "2024", "--cite", "x",
            "--no-place", "--yes")  # fmt: skip
        assert (outside / "secret.txt").read_text("utf-8") == OTHERS
    finally:
        planted.unlink()


def test_an_exception_leaves_the_old_file_and_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old", "utf-8")

    def break_off() -> None:
        with atomic_path(path) as new:
            new.write_text("half", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert path.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_new_file_keeps_the_permissions_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    with atomic_path(path) as new:
        new.write_text("new", "utf-8")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_number_of_half_a_letter_is_refused(run: Run, folder: Path) -> None:
    (folder / "maps" / "plan.numbers.json").write_text('{"\\ud800": 1}', "utf-8")
    done = run("map", "plan")
    assert done.exit_code == 1
    assert "plan.numbers.json: not JSON" in done.stderr


def test_a_template_on_a_full_disk_is_one_line(run: Run, folder: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, limits[1]))
    try:
        done = run("import", "--template", "t.gpkg")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert done.stderr == "error: t.gpkg: not written whole; the disk may be full\n"
    assert not (folder / "t.gpkg").exists()
