"""A workspace's files as git keeps them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geotrack.errors import UsageError
from geotrack.workspace.git import files_at, last_before, revision
from tests.repositories import commit, git, repository


def everything(_path: str) -> bool:
    return True


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace in a folder of a repository, with two commits."""
    folder = repository(tmp_path) / "work space"
    (folder / "events").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("x")
    (folder / "events" / "Bodø – “ny”.geojson").write_bytes(b"one\r\n")
    (tmp_path / ".gitattributes").write_text("*.geojson export-ignore eol=lf export-subst\n")
    commit(tmp_path, "2025-10-01T12:00:00Z")
    (folder / "events" / "b.geojson").write_bytes(b"\x00$Format:%H$\n")
    commit(tmp_path, "2025-11-01T00:00:00Z")
    return folder


def test_files_are_told_by_their_paths_in_the_workspace_and_byte_for_byte(root: Path) -> None:
    now = revision(root, "HEAD")
    found = files_at(now, everything)
    assert found["events/b.geojson"] == b"\x00$Format:%H$\n"
    assert set(found) == {"events/Bodø – “ny”.geojson", "events/b.geojson"}
    before = files_at(revision(root, "HEAD~1"), everything)
    assert list(before) == ["events/Bodø – “ny”.geojson"]
    assert before["events/Bodø – “ny”.geojson"] == found["events/Bodø – “ny”.geojson"]
    assert files_at(now, lambda path: path.endswith("b.geojson")).keys() == {"events/b.geojson"}


def test_a_revision_has_its_commit_and_its_day(root: Path) -> None:
    git(root, "tag", "-a", "briefed", "-m", "x", "HEAD~1")
    found = revision(root, "briefed")
    assert found.commit == git(root, "rev-parse", "HEAD~1")
    assert found.day == date(2025, 10, 1)


@pytest.mark.parametrize(
    "name", ["--output=x", "-h", "", "a\nb", "HEAD\0", "x" * 300, "--upload-pack=touch x"]
)
def test_no_name_of_a_revision_is_an_option(root: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is no name of a revision"):
        revision(root, name)


@pytest.mark.parametrize(
    "name", ["nosuch", "HEAD~9", "HEAD:work space", "a..b", "@{", "$(touch x)"]
)
def test_a_revision_that_is_not_there_is_told(root: Path, name: str) -> None:
    with pytest.raises(UsageError, match="git knows no revision"):
        revision(root, name)
    assert not (root / "x").exists()


def test_without_a_repository_or_without_git_it_is_told(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    bare = tmp_path.parent / "elsewhere"
    bare.mkdir(exist_ok=True)
    with pytest.raises(UsageError, match="is in no git repository, from which"):
        revision(bare, "HEAD")
    monkeypatch.setenv("PATH", str(bare))
    with pytest.raises(UsageError, match="git is not installed"):
        revision(root, "HEAD")


def test_a_hook_s_variables_lead_nowhere_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    assert revision(root, "HEAD").day == date(2025, 11, 1)


@pytest.mark.parametrize(
    ("day", "commits_back"), [("2025-10-02", 1), ("2025-11-01", 1), ("2025-11-02", 0)]
)
def test_a_day_leads_to_the_last_commit_before_it(root: Path, day: str, commits_back: int) -> None:
    found = last_before(root, date.fromisoformat(day))
    assert found.commit == git(root, "rev-parse", f"HEAD~{commits_back}")


def test_what_was_merged_later_was_not_there_before(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD~1")
    git(root, "checkout", "--quiet", "-b", "side", first)
    (root / "events" / "c.geojson").write_text("c")
    commit(root, "2025-10-05T12:00:00Z")
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-ff", "-m", "x", "side", at="2025-11-20T12:00:00Z")
    assert last_before(root, date(2025, 10, 10)).commit == first
    assert "events/c.geojson" in files_at(last_before(root, date(2025, 11, 21)), everything)


def test_a_day_before_all_history_is_told(root: Path) -> None:
    with pytest.raises(UsageError, match=r"before 2025-10-01; what it keeps begins on 2025-10-01"):
        last_before(root, date(2025, 10, 1))


def test_a_repository_without_a_commit_has_nothing_before_a_day(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="git keeps nothing of"):
        last_before(repository(tmp_path), date(2025, 10, 1))


def test_a_link_is_not_followed_and_told(root: Path) -> None:
    (root / "events" / "link.geojson").symlink_to("/etc/passwd")
    commit(root)
    with pytest.raises(UsageError, match=r"'events/link.geojson' is a link there"):
        files_at(revision(root, "HEAD"), everything)
    assert files_at(revision(root, "HEAD"), lambda path: "link" not in path)


def test_where_there_was_nothing_yet_there_are_no_files(root: Path) -> None:
    later = root.parent / "later"
    later.mkdir()
    assert files_at(revision(later, "HEAD"), everything) == {}


def test_a_file_that_a_damaged_repository_lost_is_told(root: Path) -> None:
    blob = git(root, "rev-parse", "HEAD:./events/b.geojson")
    (root.parent / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(UsageError, match=r"git does not have 'events/b.geojson' \("):
        files_at(revision(root, "HEAD"), everything)
    assert files_at(revision(root, "HEAD"), lambda path: "ny" in path)


def test_a_submodule_holds_nothing_of_the_workspace(root: Path) -> None:
    commit_hash = git(root, "rev-parse", "HEAD")
    entry = f"160000,{commit_hash},work space/events/more.geojson"
    git(root, "update-index", "--add", "--cacheinfo", entry)
    git(root, "commit", "--quiet", "--message=x")
    assert len(files_at(revision(root, "HEAD"), everything)) == 2
