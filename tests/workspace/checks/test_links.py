"""Links: to what is not there, to what is replaced, and round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.findings import Finding, Severity
from geotrack.workspace import check, check_events, open_file, open_workspace
from tests.records import feature, workspace, written


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(folder: Path, *events: Any) -> list[str]:
    return [_short(f) for f in check(workspace(folder, *events))]


def _short(finding: Finding) -> str:
    severity = "warning: " if finding.severity is Severity.WARNING else ""
    where = finding.pointer.replace("/features/", "").replace("/properties", "")
    return f"{finding.rule} {where}: {severity}{finding.message}; {finding.remedy}"


@pytest.mark.parametrize("length", [2, 3, 4, 6])
def test_parts_go_round_at_any_length(tmp_path: Path, length: int) -> None:
    names = "abcdef"[:length]
    round_ = [feature(n, part_of=names[(i + 1) % length]) for i, n in enumerate(names)]
    lines = told(tmp_path, *round_, feature("outside", part_of="a"))
    by_way = {
        2: "",
        3: ", by way of 'c'",
        4: ", by way of 'c', 'd'",
        6: ", by way of 'c', 'd', 'e', …",
    }
    assert len(lines) == length
    assert lines[0] == (
        f"part-loop 0/part_of: 'b' is itself a part of this record{by_way[length]}; "
        "let the parts name the whole, not the whole a part"
    )


def test_a_long_chain_of_parts_is_no_round(tmp_path: Path) -> None:
    chain = [feature(str(n), part_of=str(n + 1)) for n in range(1, 3000)]
    assert told(tmp_path, *chain, feature("3000")) == []


def test_what_is_replaced_is_normally_gone(tmp_path: Path) -> None:
    assert told(tmp_path, feature("new", replaces=["old", "older"])) == []


def test_what_is_replaced_and_still_stands_is_a_warning(tmp_path: Path) -> None:
    assert told(tmp_path, feature("new", replaces=["gone", "old"]), feature("old")) == [
        "replaced 0/replaces/1: warning: 'old' still stands beside this record, which replaces it; "
        "remove it when all that it holds stands here"
    ]


def test_one_record_replaces_another_and_not_itself(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        feature("a", replaces="old"),
        feature("b", replaces=["old"]),
        feature("c", replaces="c"),
    ) == [
        "replaces 1/replaces/0: 'old' is replaced by 'a' already; "
        "let one record replace it, and link the other to that one",
        "replaces 2/replaces: 'c' is this record itself; leave it out",
    ]


def test_records_that_replace_each_other_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, feature("a", replaces="b"), feature("b", replaces="a")) == [
        "replaces 0/replaces: 'b' replaces this record in turn; let one replace the other",
        "replaces 1/replaces: 'a' replaces this record in turn; let one replace the other",
    ]


def test_a_link_to_what_is_replaced_is_a_warning_with_the_new_id(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        feature("new", replaces="mid", related="old"),
        feature("x", part_of="old", related=["mid", "new"]),
        feature("y", replaces="z"),
        feature("mid2", replaces="old2"),
        feature("last", replaces="mid2"),
        feature("w", related="old2"),
    ) == [
        "link 0/related: no record has the id 'old'; add that record, or leave it out",
        "link 1/part_of: no record has the id 'old'; add that record, or leave it out",
        "link-replaced 1/related/0: warning: 'mid' is replaced by 'new'; write 'new'",
        "replaced 4/replaces: warning: 'mid2' still stands beside this record, which replaces it; "
        "remove it when all that it holds stands here",
        "link-replaced 5/related: warning: 'old2' is replaced by 'last'; write 'last'",
    ]
    assert told(tmp_path, feature("new", replaces="old", related="old")) == [
        "link-replaced 0/related: warning: 'old' is replaced by this record itself; leave it out"
    ]


def test_claims_and_maps_that_name_what_is_replaced_are_warned(tmp_path: Path) -> None:
    for name, text in {
        "seeds/r.toml": 'id = "r"\ntitle = "R"\n[[claims]]\nid = "S1"\nsays = "x"\n'
        'kind = "event"\nevents = ["old"]\n',
        "maps/m.toml": 'title = "M"\nmarking = "UNCLASSIFIED"\n[select]\nwithout = ["old"]\n'
        'part_of = ["old", "none"]\n',
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    cited = feature("new", replaces="old", sources={"seed": "r", "claim": "S1"})
    assert [str(f) for f in check(workspace(tmp_path, cited))] == [
        "seeds/r.toml:7: /claims/0/events: warning: 'old' is replaced by 'new'; write 'new'",
        "maps/m.toml:5: /select/part_of: warning: 'old' is replaced by 'new'; write 'new'",
        "maps/m.toml:5: /select/part_of: 'none' is not known; leave it out",
        "maps/m.toml:4: /select/without: warning: 'old' is replaced by 'new'; write 'new'",
    ]


def test_a_report_without_claims_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "r.toml").write_text('id = "r"\ntitle = "R"\n')
    workspace(tmp_path)
    (finding,) = check(open_workspace(tmp_path))
    assert (finding.rule, str(finding)) == (
        "report-claims",
        "seeds/r.toml: warning: a report without claims; geotrack report claim r",
    )


def test_a_file_by_itself_is_asked_for_its_own_rounds_only(tmp_path: Path) -> None:
    path = written(tmp_path / "x.geojson", feature("a", related="z", replaces=["a", "b"]))
    assert [f.rule for f in check_events(open_file(path))] == ["replaces"]
