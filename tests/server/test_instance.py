"""The running desk of a workspace: links for a second browser, for its user alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from geotrack.errors import UsageError
from geotrack.server.access import Access
from geotrack.server.instance import InstanceError, desk_instance, link_of
from tests.server.conftest import PORT

LINK = f"http://127.0.0.1:{PORT}/start#"


def test_a_link_is_made_beside_the_running_desk(tmp_path: Path) -> None:
    access = Access(PORT)
    with desk_instance(tmp_path, access) as has_link:
        assert has_link
        (state,) = tmp_path.glob("*.json")
        assert stat.S_IMODE(state.stat().st_mode) == 0o600
        one, other = link_of(tmp_path), link_of(tmp_path)
        assert one.startswith(LINK)
        assert one != other
        for link in (one, other):
            token = link.removeprefix(LINK)
            assert access.redeem(token)
            assert not access.redeem(token)
        with pytest.raises(InstanceError, match="runs already"), desk_instance(tmp_path, Access(1)):
            pass
        assert link_of(tmp_path).startswith(LINK)
    assert not state.exists()
    with pytest.raises(UsageError, match="start it with"):
        link_of(tmp_path)


def test_files_of_a_killed_desk_give_no_link(tmp_path: Path) -> None:
    with desk_instance(tmp_path, Access(PORT)):
        left = (tmp_path / ".geotrack-desk.json").read_bytes()
    (tmp_path / ".geotrack-desk.json").write_bytes(left)
    with pytest.raises(UsageError, match="no desk"):
        link_of(tmp_path)
    with desk_instance(tmp_path, Access(1)):  # it takes the place of the files
        assert ":1/" in link_of(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"port": "x", "key": 1}', "x" * 5000])
def test_a_faulty_file_gives_no_link(tmp_path: Path, text: str) -> None:
    with desk_instance(tmp_path, Access(PORT)):
        (tmp_path / ".geotrack-desk.json").write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="no desk"):
            link_of(tmp_path)


def test_the_key_is_never_written_through_a_link(tmp_path: Path) -> None:
    other, root = tmp_path / "other", tmp_path / "root"
    root.mkdir()
    other.write_text("theirs", encoding="utf-8")
    (root / ".geotrack-desk.json").symlink_to(other)
    with desk_instance(root, Access(PORT)) as has_link:
        assert has_link
        assert other.read_text(encoding="utf-8") == "theirs"
