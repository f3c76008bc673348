"""Folders to records: where a workspace is, and what its parts give."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.files.resources import sample_workspace
from geotrack.workspace import (
    Workspace,
    check,
    check_events,
    find_workspace,
    is_workspace,
    open_file,
    open_workspace,
    shown_path,
)
from geotrack.workspace.store import FROM_LAST
from tests.records import cap, feature, region, workspace, written


def test_a_workspace_is_the_nearest_folder_upward_with_settings(tmp_path: Path) -> None:
    (tmp_path / "geotrack.toml").touch()
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_workspace(below) == tmp_path
    (below / "geotrack.toml").touch()
    assert find_workspace(below) == below


def test_a_folder_with_just_events_works_on_the_packaged_layers(tmp_path: Path) -> None:
    written(tmp_path / "events" / "a.geojson", feature())
    opened = open_workspace(tmp_path)
    assert find_workspace(tmp_path) == tmp_path
    assert [e.id for e in opened.events] == ["a"]
    assert opened.layer_folder == sample_workspace() / "layers"
    assert "bering-strait" in opened.regions


def test_where_there_is_no_workspace_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert not is_workspace(tmp_path)
    with pytest.raises(UsageError, match=r"no workspace at or above .*'workspace' names one"):
        open_workspace()
    with pytest.raises(UsageError, match=r"is no workspace: it has neither geotrack\.toml nor"):
        open_workspace(tmp_path)
    with pytest.raises(UsageError, match="is not a folder"):
        open_workspace(tmp_path / "none")


def test_event_files_stand_in_order_at_any_depth_however_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.geojson", "a/z.json", "a/y.geojson"):
        written(tmp_path / "events" / name, feature(name))
    for name in (".hidden.geojson", "notes.txt", "c.geojson.bak"):
        (tmp_path / "events" / name).write_text("not read")
    order = ["b.geojson", "a/y.geojson", "a/z.json"]
    read: list[str] = []
    own = Workspace._read_event_file

    def noted(opened: Workspace, path: Path, *given: Any) -> Any:
        read.append(path.relative_to(tmp_path / "events").as_posix())
        return own(opened, path, *given)

    monkeypatch.setattr(Workspace, "_read_event_file", noted)
    assert [e.id for e in open_workspace(tmp_path).events] == read == order
    read.clear()
    token = FROM_LAST.set(True)
    try:
        assert [e.id for e in open_workspace(tmp_path).events] == order == read[::-1]
    finally:
        FROM_LAST.reset(token)


def test_a_bad_file_hides_no_good_one(tmp_path: Path) -> None:
    for name, raw in {"a": b"{", "b": b"\xff", "c": b"", "d": b"[" * 100_000}.items():
        (tmp_path / "events").mkdir(exist_ok=True)
        (tmp_path / "events" / f"{name}.geojson").write_bytes(raw)
    (tmp_path / "events" / "e.geojson").symlink_to(tmp_path / "nowhere")
    written(tmp_path / "events" / "f.geojson", feature("wrong", title=5), feature())
    opened = open_workspace(tmp_path)
    assert [e.id for e in opened.events] == ["a"]
    assert opened.left_out == 6
    rules = [f.rule for f in check_events(opened)]
    assert rules == ["json-syntax", "json-encoding", "json-empty", "json-depth", "file", "kind"]


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "geotrack.toml").write_text("format = 1\n[limits]\nfile_mb = 0.000001\n")
    opened = workspace(tmp_path, feature())
    (finding,) = opened.event_reads[0].findings
    assert finding.rule == "file-size"
    assert str(finding).endswith(
        "0 MB is more than the limit of 1e-06 MB; "
        "`geotrack split FILE` splits it, or raise limits.file_mb in geotrack.toml"
    )


def test_a_limit_is_what_the_settings_say(tmp_path: Path) -> None:
    (tmp_path / "geotrack.toml").write_text("format = 1\n[limits]\nfeatures = 1\n")
    opened = workspace(tmp_path, feature(), feature("b"))
    (finding,) = opened.event_reads[0].findings
    assert (finding.rule, opened.events) == ("file-features", ())


def test_what_is_no_file_is_told_and_a_good_file_beside_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "events"
    written(folder / "good.geojson", feature())
    os.mkfifo(folder / "pipe.geojson")
    (folder / "device.geojson").symlink_to("/dev/zero")
    (folder / "loop.geojson").symlink_to("loop.geojson")
    (folder / "gone.geojson").symlink_to("nowhere")
    (folder / "round").symlink_to(".")
    written(folder / "folder.geojson" / "inside.geojson", feature("b"))
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.geojson")
        opened = open_workspace(tmp_path)
        assert sorted(e.id for e in opened.events) == ["a", "b"]
    told = {f.file.rpartition("/")[2]: f.message for r in opened.event_reads for f in r.findings}
    assert told == {
        "device.geojson": "a link leads out of the workspace",
        "folder.geojson": "cannot be read: is a directory",
        "gone.geojson": "cannot be read: no such file or directory",
        "loop.geojson": "cannot be read: too many levels of symbolic links",
        "pipe.geojson": "is a pipe, not a file",
        "socket.geojson": "is a socket, not a file",
    }


def test_a_folder_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "events" / "a.geojson", feature())
    (tmp_path / "events" / "barred").mkdir()
    scandir = os.scandir

    def scanned(path: str) -> Any:
        if str(path).endswith("barred"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", scanned)
    monkeypatch.setattr(os, "access", lambda *_: False)
    opened = open_workspace(tmp_path)
    (finding,) = [f for r in opened.event_reads for f in r.findings]
    assert finding.message == "cannot be read: permission denied"
    assert [e.id for e in opened.events] == ["a"]


def test_sequences_stand_among_the_event_files(tmp_path: Path) -> None:
    folder = tmp_path / "events"
    folder.mkdir()
    endings = (".geojsonl", ".ndjson", ".jsonl", ".GEOJSON", ".json")
    for n, ending in enumerate(endings):
        lines = [json.dumps(feature(f"{n}-{m}")) for m in range(2)]
        (folder / f"{n}{ending}").write_text("\n".join(lines) + "\n")
    for n, ending in enumerate((".geojsons", ".geojsonseq"), len(endings)):
        texts = [f"\x1e{json.dumps(feature(f'{n}-{m}'))}\n" for m in range(2)]
        (folder / f"{n}{ending}").write_text("".join(texts))
    opened = open_workspace(tmp_path)
    assert [e.id for e in opened.events] == [f"{n}-{m}" for n in range(7) for m in range(2)]
    assert opened.left_out == 0


def test_settings_with_an_error_leave_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "geotrack.toml").write_text("format = 2\nmarkings = []\n")
    opened = workspace(tmp_path, feature())
    assert opened.config.markings[0] == "UNCLASSIFIED"
    assert [str(f).partition("geotrack.toml:")[2] for f in opened.settings.findings] == [
        "1: /format: 2 is not a known format; write one of 1",
        "2: /markings: the list is empty; name at least 1",
    ]


def test_of_a_repeated_id_the_first_counts(tmp_path: Path) -> None:
    written(tmp_path / "events" / "a.geojson", feature(10, title="first"))
    written(tmp_path / "events" / "b.geojson", feature("10", title="second"), feature("c"))
    opened = open_workspace(tmp_path)
    assert [(e.id, e.title) for e in opened.events] == [("10", "first"), ("c", "A patrol")]
    assert set(opened.by_id) == {"10", "c"}


def test_a_region_answers_to_id_name_and_alias_whatever_the_case(tmp_path: Path) -> None:
    kara = region("kara-sea", cap(80), names={"nb": "Karahavet"}, aliases=["Карское море"])
    opened = workspace(tmp_path, regions=[kara])
    for word in ("kara-sea", "Kara-Sea", "KARAHAVET", "карское МОРЕ"):
        assert opened.regions.named(word).id == "kara-sea"
    with pytest.raises(UsageError, match=r"no region is called 'karahavit'; did you mean 'Kara-"):
        opened.regions.named("karahavit")
    with pytest.raises(UsageError, match="`geotrack regions` lists them"):
        opened.regions.named("x")


def test_an_id_goes_before_the_name_of_another(tmp_path: Path) -> None:
    regions = [region("a", cap(80), name="b"), region("b", cap(70), name="a")]
    assert workspace(tmp_path, regions=regions).regions.named("a").id == "a"
    assert workspace(tmp_path, regions=regions).regions.named("B").id == "b"


@pytest.mark.parametrize("word", ["gronlandshavet", "GRØNLANDSHAVET", "greenland–sea", " Gre  sea"])
def test_a_region_goes_by_its_names_without_accents(tmp_path: Path, word: str) -> None:
    sea = region("greenland-sea", cap(80), names={"nb": "Grønlandshavet"}, aliases=["Gre sea"])
    assert workspace(tmp_path, regions=[sea]).regions.named(word).id == "greenland-sea"


def test_an_unknown_region_is_told_with_the_three_nearest(tmp_path: Path) -> None:
    names = ("Bering Sea", "Bering Strait", "Fram Strait", "Denmark Strait", "Kara Sea")
    known = [region(n.lower().replace(" ", "-"), cap(80), name=n) for n in names]
    with pytest.raises(UsageError) as refusal:
        workspace(tmp_path, regions=known).regions.named("Béring Straits")
    assert str(refusal.value) == (
        "no region is called 'Béring Straits'; "
        "did you mean 'Bering Strait', 'Bering Sea' or 'Denmark Strait'?"
    )


def test_a_layer_that_is_not_there_is_empty(tmp_path: Path) -> None:
    opened = workspace(tmp_path, regions=[])
    assert [*opened.layer("routes"), *opened.layer("regions")] == []


def test_a_file_stands_by_itself(tmp_path: Path) -> None:
    path = written(tmp_path / "x.geojson", feature(), feature("b"))
    opened = open_file(path)
    assert opened.alone
    assert len(opened.events) == 2
    assert opened.layer_folder == sample_workspace() / "layers"


def test_a_file_inside_a_workspace_has_its_settings_and_layers(tmp_path: Path) -> None:
    (tmp_path / "geotrack.toml").write_text('markings = ["LOW", "HIGH"]\n')
    workspace(tmp_path, regions=[region("kara-sea", cap(80))])
    path = written(tmp_path / "in" / "x.geojson", feature(marking="HIGH"))
    opened = open_file(path)
    assert opened.config.level("HIGH") == 1
    assert set(opened.regions) == {"kara-sea"}
    assert check_events(opened) == []
    assert [e.id for e in open_file(tmp_path / "in").events] == ["a"]


def test_a_path_is_shown_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "a" / "b.geojson") == "a/b.geojson"
    assert shown_path(Path("a/b.geojson")) == "a/b.geojson"
    assert shown_path(Path("/elsewhere/b.geojson")) == "/elsewhere/b.geojson"


def test_of_a_repeated_region_and_report_the_first_counts(tmp_path: Path) -> None:
    twice = [region("kara-sea", cap(80), name=name) for name in ("first", "second")]
    opened = workspace(tmp_path, regions=twice)
    (tmp_path / "seeds").mkdir()
    claim = '[[claims]]\nid = "S1"\nsays = "x"\nkind = "event"\nunmapped = "x"\n'
    for name in ("a", "b"):
        path = tmp_path / "seeds" / f"{name}.toml"
        path.write_text(f'id = "focus"\ntitle = "{name}"\n{claim}')
    assert opened.regions["kara-sea"].name == "first"
    assert opened.reports_by_id["focus"].title == "a"


def test_an_old_id_leads_to_the_record_that_replaces_it(tmp_path: Path) -> None:
    opened = workspace(
        tmp_path,
        feature("a", replaces=["gone", "still"]),
        feature("still"),
        feature("b", replaces="a"),
        feature("late", replaces="gone"),
        feature("free"),
    )
    ids = {id_: opened.find(id_) for id_ in ("gone", "still", "a", "b", "free", "none")}
    assert {id_: e and e.id for id_, e in ids.items()} == {
        "gone": "b", "still": "b", "a": "b", "b": "b", "free": "free", "none": None,
    }  # fmt: skip
    assert [e.id for e in opened.current] == ["b", "late", "free"]
    assert opened.resolved("gone") == "b"
    assert opened.resolved("none") == "none"


def test_records_that_replace_each_other_stand_for_themselves(tmp_path: Path) -> None:
    opened = workspace(
        tmp_path,
        feature("a", replaces="b"),
        feature("b", replaces=["a", "c"]),
        feature("c"),
        feature("self", replaces="self"),
    )
    assert [e.id for e in opened.current] == ["a", "b", "self"]
    assert {old: e.id for old, e in opened.replaced.items()} == {"c": "b"}


def test_layers_are_parsed_once_for_equal_contents_and_again_when_they_change(
    tmp_path: Path,
) -> None:
    for name in ("a", "b"):
        written(tmp_path / name / "events" / "e.geojson", feature(name))
    one, other = (open_workspace(tmp_path / name) for name in ("a", "b"))
    assert one.regions["kara-sea"] is other.regions["kara-sea"]
    own = one.root / "layers" / "regions.geojson"
    for name in ("first", "another"):
        written(own, region(name, cap(80)))
        assert set(open_workspace(one.root).regions) == {name}


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    """An editor of Windows, or git with autocrlf, ends the lines of every file with CR LF."""
    root = Path(__file__).parents[2]
    for folder in ("events", "seeds", "layers", "maps"):
        for path in (root / folder).glob("*"):
            if path.suffix in {".toml", ".geojson", ".json"}:
                (tmp_path / folder).mkdir(exist_ok=True)
                text = path.read_text("utf-8").replace("\n", "\r\n")
                (tmp_path / folder / path.name).write_bytes(text.encode())
    settings = (root / "geotrack.toml").read_text("utf-8").replace("\n", "\r\n")
    (tmp_path / "geotrack.toml").write_bytes(settings.encode())
    there, here = open_workspace(tmp_path), open_workspace(root)
    assert not check(there)
    assert [e.feature for e in there.current] == [e.feature for e in here.current]
    assert there.config == here.config
    assert [t.record for t in there.maps.values()] == [t.record for t in here.maps.values()]
