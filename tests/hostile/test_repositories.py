"""Git repositories that swell when they are read, names that are no revisions, odd layers."""

from __future__ import annotations

import hashlib
import subprocess
import zlib
from pathlib import Path

import pytest

from geotrack.workspace import check, open_workspace
from tests.hostile.conftest import Run
from tests.hostile.limits import bounded
from tests.records import feature, written
from tests.repositories import commit, git, repository


@pytest.fixture
def kept(folder: Path) -> Path:
    commit(repository(folder))
    return folder


def put(folder: Path, kind: str, content: bytes) -> str:
    """Put an object into a repository, and return its name."""
    done = subprocess.run(
        ["git", "-C", str(folder), "hash-object", "-t", kind, "-w", "--stdin", "--literally"],
        input=content,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def tree(folder: Path, *entries: tuple[str, str, str]) -> str:
    return put(
        folder,
        "tree",
        b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(at) for mode, name, at in entries),
    )


def committed(folder: Path, whole: str) -> str:
    return git(folder, "commit-tree", whole, "-m", "x")


@pytest.mark.parametrize(
    "name",
    ["^HEAD", "HEAD^@", "HEAD^!", "HEAD..HEAD", "HEAD^..", ":/x", "@{-99}", "HEAD^{tree}",
     "HEAD:events", " ", "HEAD\n", "a" * 300],
)  # fmt: skip
def test_what_names_no_one_commit_is_refused(run: Run, kept: Path, name: str) -> None:
    assert kept.is_dir()
    for command in (["diff", name, "."], ["map", "plan", "--since", name]):
        done = run(*command)
        assert done.exit_code in {1, 2}
        assert done.stderr.count("\n") == 1


def test_a_tree_of_trees_is_not_listed_whole(kept: Path) -> None:
    # Ten trees deep, each with ten names for the next one: 10^9 files of events.
    inner = put(kept, "blob", b"{}")
    at = tree(kept, *(("100644", f"{n}.geojson", inner) for n in range(10)))
    for _ in range(8):
        at = tree(kept, *(("40000", f"{n}", at) for n in range(10)))
    done = bounded(kept, "diff", committed(kept, tree(kept, ("40000", "events", at))), ".")
    assert done.code == 2
    assert "it lists more than" in done.errors


@pytest.mark.slow
def test_a_blob_of_zeros_is_not_read(kept: Path) -> None:
    # Written as an object by hand, with all its zeros in a few hundred kilobytes.
    size = 320 << 20
    packer, digest = zlib.compressobj(9), hashlib.sha1(usedforsecurity=False)
    head = f"blob {size}\0".encode()
    digest.update(head)
    pieces = [packer.compress(head)]
    zeros = bytes(1 << 24)
    for _ in range(size // len(zeros)):
        pieces.append(packer.compress(zeros))
    pieces.append(packer.flush())
    name = digest.hexdigest()
    path = kept / ".git" / "objects" / name[:2] / name[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(pieces))
    events = tree(kept, ("100644", "e.geojson", name))
    done = bounded(kept, "diff", committed(kept, tree(kept, ("40000", "events", events))), ".")
    assert done.code == 2
    assert "its files are 336 MB" in done.errors


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"type": "FeatureCollection", "features": 5}',
        '{"features": [{"id": "barents-sea", "properties": {"note": "\\ud800"}}]}',
    ],
)
def test_a_layer_of_odd_json_is_a_finding(tmp_path: Path, text: str) -> None:
    written(tmp_path / "events" / "a.geojson", feature("a"))
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "regions.geojson").write_text(text, "utf-8")
    found = check(open_workspace(tmp_path))
    assert any(one.file.endswith("regions.geojson") for one in found)
