"""Release control fails closed: what cannot be read has a marking that no ceiling lets through."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.export import Terms, gather
from geotrack.findings import Finding
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.mapview.selection import choose
from geotrack.model import MapDefinition, Report
from geotrack.queries.marking_ceiling import MarkingCeiling, MarkingError, banner
from geotrack.reading import read_table
from geotrack.server.ogc.collections import Served
from geotrack.workspace import Workspace, check, open_workspace
from geotrack.workspace.markings import UNKNOWN
from geotrack.workspace.report_markings import ReportMarkings
from tests.records import feature, point, written

REPORT = """id = "r"
title = "A report"
published = 2024-09-01
marking = "SECRET"

[[claims]]
id = "S1"
says = "It sailed."
kind = "event"
events = ["cites"]
"""
SECOND = '\n[[claims]]\nid = "S2"\nsays = "It will sail again."\nunmapped = "No date."\n'


def opened(folder: Path, report: str | bytes = REPORT) -> Workspace:
    written(
        folder / "events" / "e.geojson",
        feature("open", point(5, 72)),
        feature("cites", point(5, 72), sources=[{"seed": "r", "claim": "S1"}]),
    )
    (folder / "seeds").mkdir(exist_ok=True)
    data = report.encode() if isinstance(report, str) else report
    (folder / "seeds" / "r.toml").write_bytes(data)
    return open_workspace(folder)


def given_out(workspace: Workspace, marking: str | None) -> set[str]:
    """Return what gives the record that cites out under a marking."""
    cites = workspace.by_id["cites"]
    ways: dict[str, Callable[[], object]] = {
        "export": lambda: gather(workspace, [cites], Terms(marking=marking or "UNCLASSIFIED")),
        "map": lambda: choose(workspace, MapDefinition(title="M", marking=marking)),
        "ogc": lambda: Served(workspace, marking).workspace.by_id["cites"],
    }
    found = set()
    for name, way in ways.items():
        try:
            way()
        except (MarkingError, KeyError):
            continue
        found.add(name)
    return found


def test_an_intact_report_lets_its_records_through_at_its_own_marking(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    assert given_out(workspace, "SECRET // X") == {"export", "map", "ogc"}
    assert given_out(workspace, "CONFIDENTIAL") == set()
    assert banner(workspace.current, workspace) == "SECRET"


def _twice(folder: Path) -> None:
    opened(folder, REPORT.replace("SECRET", "UNCLASSIFIED"))
    (folder / "seeds" / "a.toml").write_text(REPORT, "utf-8")


def _twice_and_broken(folder: Path) -> None:
    _twice(folder)
    (folder / "seeds" / "a.toml").write_text(REPORT + "[[claims", "utf-8")


def _twice_and_illegible(line: str) -> Callable[[Path], None]:
    """Return a function that adds a report with an error whose id is not legible."""

    def broken(folder: Path) -> None:
        _twice(folder)
        text = REPORT.replace('id = "r"', line, 1) + "[[claims"
        (folder / "seeds" / "a.toml").write_text(text, "utf-8")

    return broken


def _link_to_nowhere(folder: Path) -> None:
    (folder / "seeds" / "r.toml").unlink()
    (folder / "seeds" / "r.toml").symlink_to("gone.toml")


def _pipe(folder: Path) -> None:
    (folder / "seeds" / "r.toml").unlink()
    os.mkfifo(folder / "seeds" / "r.toml")


BROKEN: dict[str, tuple[str | bytes | Callable[[Path], None], str]] = {
    "a claim without kind": (REPORT + SECOND, "seeds/r.toml:12: /claims/1: no 'kind'; add"),
    "no TOML": (REPORT + "[[claims", "seeds/r.toml"),
    "half typed": (REPORT[:60], "seeds/r.toml: not TOML"),
    "a bad date": (REPORT.replace("2024-09-01", '"2024-13"'), "seeds/r.toml:3: /published"),
    "a number": (REPORT.replace('"SECRET"', "5"), "seeds/r.toml:4: /marking"),
    "an unknown one": (REPORT.replace("SECRET", "COSMIC"), "marked 'COSMIC', which this workspace"),
    "a misspelt key": (REPORT.replace("marking", "markng"), "seeds/r.toml:4: /markng: 'markng'"),
    "in a claim": (REPORT.replace("marking", "[[claims]]\nmarking"), "seeds/r.toml"),
    "in a table": (REPORT.replace("marking", "[more]\nmarking"), "/more/marking: 'marking' has no"),
    "another id": (REPORT.replace('"r"', '"s"', 1), "no report has the id 'r'; add its TOML file"),
    "no id": (REPORT.replace('id = "r"', "", 1), "seeds/r.toml: no 'id'"),
    "no UTF-8": (REPORT.encode() + b"\xff", "seeds/r.toml: byte"),
    "empty": (b"", "seeds/r.toml"),
    "no file": (lambda folder: (folder / "seeds" / "r.toml").unlink(), "no report has the id 'r'"),
    "two files": (_twice, "seeds/r.toml:1: /id: the report id 'r' is taken by seeds/a.toml"),
    "two, one broken": (_twice_and_broken, "seeds/a.toml"),
    "two, one illegible": (_twice_and_illegible('id = "r'), "seeds/a.toml:1: not TOML"),
    "two, one with an escape": (_twice_and_illegible('id = "\\u0072"'), "seeds/a.toml"),
    "two, one in two lines": (_twice_and_illegible('id = """\nr"""'), "seeds/a.toml"),
    "two, one with an id in a text": (
        _twice_and_illegible('"\\u0069d" = "r"\nnote = """\nid = "x"\n"""'),
        "seeds/a.toml",
    ),
    "a link to nowhere": (_link_to_nowhere, "seeds/r.toml: cannot be read"),
    "a pipe": (_pipe, "seeds/r.toml: is a pipe"),
    "settings": (
        lambda folder: _settings(folder, 'markings = ["UNCLASSIFIED", "SECRET", "secret"]'),
        "geotrack.toml:2: /markings/2: the marking 'secret' stands twice",
    ),
    "settings, no TOML": (lambda folder: _settings(folder, "markings = ["), "geotrack.toml: not"),
    "misspelt settings": (
        lambda folder: _settings(folder, 'marking = ["SECRET", "CONFIDENTIAL"]'),
        "geotrack.toml:2: /marking: 'marking' has no effect here; write 'markings'",
    ),
}  # fmt: skip


def _settings(folder: Path, text: str) -> None:
    (folder / "geotrack.toml").write_text(f"format = 1\n{text}\n", "utf-8")


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_is_above_every_ceiling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.chdir(tmp_path)
    broken, words = BROKEN[case]
    opened(tmp_path, REPORT if callable(broken) else broken)
    if callable(broken):
        broken(tmp_path)
    workspace = open_workspace(tmp_path)
    for marking in (None, "UNCLASSIFIED", "SECRET"):
        assert given_out(workspace, marking) == set()
    with pytest.raises(MarkingError) as refused:
        MarkingCeiling(workspace, None, "map", "raise it").refuse(workspace.current)
    assert words in str(refused.value)
    assert "'cites'" in str(refused.value)
    assert not MarkingCeiling(workspace, None, "map", "raise it").why(workspace.by_id["open"])
    assert banner(workspace.current, workspace) in {UNKNOWN, "COSMIC", "SECRET"}
    assert any(f.file.startswith(("seeds", "geotrack", "events")) for f in check(workspace))


def test_a_page_of_all_records_says_that_a_marking_is_unknown(tmp_path: Path) -> None:
    opened(tmp_path, REPORT + "[[claims")
    with pytest.warns(UserWarning, match=r"marked 'MARKING UNKNOWN': .*r\.toml: not TOML"):
        view = open_map(tmp_path)
    assert isinstance(view, MapView)
    assert view.frame.marking == UNKNOWN
    workspace = open_workspace(tmp_path)
    product = gather(workspace, workspace.current, Terms())
    assert product.terms.marking == UNKNOWN
    assert product.notes[0].startswith("marked 'MARKING UNKNOWN': ")


def test_a_map_names_no_report_of_a_higher_marking(tmp_path: Path) -> None:
    definition = MapDefinition.model_validate(
        {"title": "M", "marking": None, "select": {"sources": ["r"]}}
    )
    with pytest.raises(MarkingError, match="the report 'r' is marked 'SECRET', above the map's"):
        choose(opened(tmp_path), definition)


edits = st.one_of(
    st.tuples(st.integers(0, len(REPORT)), st.integers(0, 12), st.text(max_size=6)),
    st.tuples(st.integers(0, len(REPORT)), st.just(len(REPORT)), st.text(max_size=6)),
)


@given(edits=st.lists(edits, min_size=1, max_size=3))
def test_whatever_is_broken_a_record_is_never_given_out_too_low(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, int, str]]
) -> None:
    text = REPORT
    for at, length, new in edits:
        text = text[:at] + new + text[at + length :]
    path = tmp_path_factory.getbasetemp() / "r.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert_closed(path)


def test_each_cut_and_each_lost_letter_fails_closed(tmp_path: Path) -> None:
    for at in range(len(REPORT)):
        for text in (REPORT[:at], REPORT[:at] + REPORT[at + 1 :]):
            (tmp_path / "r.toml").write_text(text, "utf-8")
            assert_closed(tmp_path / "r.toml")


def assert_closed(path: Path) -> None:
    """Assert that a marking is read as tomllib reads it from a sound report, or not at all."""
    table = read_table(path, "r.toml", Report)
    found = ReportMarkings([table]).of("r")
    if not isinstance(found, Finding):
        values = tomllib.loads(path.read_text("utf-8-sig"))
        assert (values["id"], values.get("marking")) == ("r", found)
        assert table.record is not None
        assert not any("marking" in part for part in (values, *values.get("claims", []))) or found
