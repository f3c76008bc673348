"""Changes to files of events: only what is meant changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geotrack.errors import BusyError, UsageError
from geotrack.workspace import Edit, open_workspace
from tests.records import collection, feature, point, written


def changed(folder: Path) -> None:
    edit = Edit(open_workspace(folder))
    edit.replace("b", feature("b", point(20, 70)))
    edit.remove("a")
    edit.add(feature("c"), "x.geojson")
    edit.commit()


def ids(folder: Path) -> list[str]:
    return [event.id for event in open_workspace(folder).events]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_byte_order_mark_stay(tmp_path: Path, newline: str, bom: bytes) -> None:
    path = tmp_path / "events" / "x.geojson"
    path.parent.mkdir()
    text = json.dumps(
        {**collection(feature("a"), feature("b"), feature("é")), "name": "n"}, indent=3
    )
    path.write_bytes(bom + text.replace("\n", newline).encode())
    changed(tmp_path)
    after = path.read_bytes()
    assert ids(tmp_path) == ["b", "é", "c"]
    assert after.startswith(bom + b"{")
    assert after.count(b"\n") == (after.count(b"\r\n") if newline == "\r\n" else after.count(b"\n"))
    assert json.loads(after.decode("utf-8-sig"))["name"] == "n"


@pytest.mark.parametrize(("name", "mark"), [("x.ndjson", ""), ("x.geojsons", "\x1e")])
def test_a_sequence_stays_one(tmp_path: Path, name: str, mark: str) -> None:
    path = tmp_path / "events" / name
    path.parent.mkdir()
    lines = [f"{mark}{json.dumps(feature(i))}\n" for i in ("a", "b", "é")]
    path.write_text("".join(lines), "utf-8")
    edit = Edit(open_workspace(tmp_path))
    edit.replace("b", feature("b", point(20, 70)))
    edit.remove("a")
    edit.commit()
    texts = path.read_text("utf-8").split("\n")
    assert [json.loads(t.removeprefix(mark))["id"] for t in texts[:-1]] == ["b", "é"]
    assert all(t.startswith(f"{mark}{{") for t in texts[:-1])
    assert texts[-1] == ""
    assert ids(tmp_path) == ["b", "é"]


def test_one_feature_alone_becomes_a_collection(tmp_path: Path) -> None:
    path = tmp_path / "events" / "x.geojson"
    path.parent.mkdir()
    path.write_text(json.dumps(feature("a")), "utf-8")
    edit = Edit(open_workspace(tmp_path))
    edit.add(feature("c"), "x")
    edit.commit()
    assert json.loads(path.read_text("utf-8")) == collection(feature("a"), feature("c"))


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_an_empty_file_can_be_written_to(tmp_path: Path, text: str) -> None:
    path = tmp_path / "events" / "x.geojson"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    edit = Edit(open_workspace(tmp_path))
    edit.add(feature("c"), "x")
    edit.commit()
    assert ids(tmp_path) == ["c"]


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"type": "Topology"}', "[1", f'{json.dumps(feature("a"))}\n{{"type": \n'],
)
def test_nothing_is_written_to_a_file_that_is_not_sound(tmp_path: Path, text: str) -> None:
    path = tmp_path / "events" / "x.geojson"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    edit = Edit(open_workspace(tmp_path))
    with pytest.raises(UsageError, match=r"x\.geojson.*nothing is written to"):
        edit.add(feature("c"), "x")
    edit.commit()
    assert path.read_text("utf-8") == text


def test_a_record_that_is_not_there_cannot_change(tmp_path: Path) -> None:
    written(tmp_path / "events" / "x.geojson", feature("a"))
    edit = Edit(open_workspace(tmp_path))
    for change in (edit.remove, lambda id_: edit.replace(id_, feature(id_))):
        with pytest.raises(UsageError, match="no record has the id 'b'"):
            change("b")
    assert edit.paths == ()


def test_a_text_is_written_with_the_records(tmp_path: Path) -> None:
    written(tmp_path / "events" / "x.geojson", feature("a"))
    edit = Edit(open_workspace(tmp_path))
    edit.add(feature("b"), "x")
    edit.set_text(tmp_path / "seeds" / "r.toml", 'id = "r"\n')
    assert edit.paths == (tmp_path / "events" / "x.geojson", tmp_path / "seeds" / "r.toml")
    edit.commit()
    assert (tmp_path / "seeds" / "r.toml").read_text("utf-8") == 'id = "r"\n'
    assert ids(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("limit", ["file_mb = 0.001", "features = 2", "depth = 8", "values = 60"])
def test_what_would_not_be_read_again_is_not_written(tmp_path: Path, limit: str) -> None:
    (tmp_path / "geotrack.toml").write_text(f"format = 1\n[limits]\n{limit}\n", "utf-8")
    path = written(tmp_path / "events" / "x.geojson", feature("a"), feature("b"))
    before = path.read_bytes()
    edit = Edit(open_workspace(tmp_path))
    edit.add(feature("c", tags=[[[[[["x" * 500, *range(40)]]]]]]), "x.geojson")
    with pytest.raises(UsageError, match=r"not written: .*limits\."):
        edit.commit()
    assert path.read_bytes() == before


def test_a_sequence_takes_nothing_that_is_too_deep_for_a_collection(tmp_path: Path) -> None:
    (tmp_path / "geotrack.toml").write_text("format = 1\n[limits]\ndepth = 8\n", "utf-8")
    path = tmp_path / "events" / "x.ndjson"
    path.parent.mkdir()
    path.write_text("".join(f"{json.dumps(feature(i))}\n" for i in ("a", "b")), "utf-8")
    for depth, refused in [(4, False), (5, True)]:
        edit = Edit(open_workspace(tmp_path))
        edit.replace("a", feature("a", x=json.loads("[" * depth + "]" * depth)))
        if refused:
            with pytest.raises(UsageError, match="nested more than 8 levels"):
                edit.commit()
        else:
            edit.commit()
        assert ids(tmp_path) == ["a", "b"]


ODD = '{"type": "Feature",  "id":"odd", "note":"a","note":"b", "x":1.10, "t":1e3, "n": NaN}'


@pytest.mark.parametrize(("name", "mark"), [("x.ndjson", ""), ("x.geojsons", "\x1e")])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_that_do_not_change_stay_byte_for_byte(
    tmp_path: Path, name: str, mark: str, newline: str
) -> None:
    path = tmp_path / "events" / name
    path.parent.mkdir()
    lines = [ODD, "", *(json.dumps(feature(i)) for i in "abc")]
    text = newline.join(f"{mark if line else ''}{line}" for line in lines)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    edit = Edit(open_workspace(tmp_path))
    edit.replace("b", feature("b", point(20, 70)))
    edit.commit()
    new = json.dumps(feature("b", point(20, 70)))
    lines[3] = new
    text = newline.join(f"{mark if line else ''}{line}" for line in lines)
    assert path.read_bytes() == b"\xef\xbb\xbf" + text.encode()
    edit = Edit(open_workspace(tmp_path))
    edit.remove("c")
    edit.add(feature("d"), path.name.partition(".")[0])
    edit.commit()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf" + mark.encode() + ODD.encode())
    assert ids(tmp_path) == ["d", "a", "b"]


def test_a_feature_alone_stays_byte_for_byte_in_its_collection(tmp_path: Path) -> None:
    path = tmp_path / "events" / "x.geojson"
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf\r\n" + ODD.encode() + b"\r\n")
    edit = Edit(open_workspace(tmp_path))
    edit.add(feature("d"), "x")
    edit.commit()
    after = path.read_bytes()
    assert after.startswith(b'\xef\xbb\xbf{\r\n  "type": "FeatureCollection",\r\n')
    assert ODD.encode() + b",\r\n" in after
    assert after.count(b"\n") == after.count(b"\r\n")
    assert ids(tmp_path) == ["d"]


def test_an_id_that_stands_twice_is_neither_changed_nor_removed(tmp_path: Path) -> None:
    written(tmp_path / "events" / "x.geojson", feature("a"))
    written(tmp_path / "events" / "y.geojson", feature("a", tags=["other"]))
    with pytest.raises(UsageError, match=r"the id 'a' stands 2 times .*; mend that first"):
        Edit(open_workspace(tmp_path)).remove("a")


@pytest.mark.parametrize("name", ["two.geojson", "sub/three.geojson"])
def test_what_was_planned_on_other_records_is_not_written(tmp_path: Path, name: str) -> None:
    written(tmp_path / "events" / "one.geojson", feature("whole"))
    written(tmp_path / "events" / "two.geojson", feature("b"))
    edit = Edit(open_workspace(tmp_path))
    edit.add(feature("part", part_of="whole"), "one")
    # Not in the file that is edited, and all the same it may be what the plan stands on.
    written(tmp_path / "events" / name, feature("part"))
    with pytest.raises(BusyError, match="was changed by someone else meanwhile; run it again"):
        edit.commit()
    assert "part_of" not in (tmp_path / "events" / "one.geojson").read_text("utf-8")


def test_a_file_that_was_only_touched_is_no_other(tmp_path: Path) -> None:
    path = written(tmp_path / "events" / "one.geojson", feature("a"))
    edit = Edit(open_workspace(tmp_path))
    edit.add(feature("b"), "two")
    path.touch()
    edit.commit()
    assert ids(tmp_path) == ["a", "b"]


def test_what_was_planned_on_another_report_is_not_written(tmp_path: Path) -> None:
    written(tmp_path / "events" / "one.geojson", feature("a"))
    report = tmp_path / "seeds" / "r.toml"
    report.parent.mkdir()
    report.write_text('id = "r"\ntitle = "R"\n', "utf-8")
    workspace = open_workspace(tmp_path)
    assert len(workspace.reports) == 1
    edit = Edit(workspace)
    edit.add(feature("b"), "one")
    report.write_text('id = "r"\ntitle = "Another"\n', "utf-8")
    with pytest.raises(BusyError, match="was changed by someone else meanwhile"):
        edit.commit()
    assert ids(tmp_path) == ["a"]
