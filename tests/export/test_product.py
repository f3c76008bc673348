from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from geotrack.export import Terms, gather
from geotrack.export.product import ExportQuery, omitted_text, public_record
from geotrack.queries.marking_ceiling import MarkingError
from geotrack.workspace import Workspace, open_workspace
from tests.records import feature, point, workspace

REPORT = """
id = "secret-report"
title = "A report"
marking = "SECRET"
[[claims]]
id = "1"
says = "It sailed."
kind = "event"
events = ["cites"]
"""


@pytest.fixture
def linked(tmp_path: Path) -> Workspace:
    return workspace(
        tmp_path,
        feature("whole", point(5, 72)),
        feature("part", point(5, 72), part_of="whole", related=["apart", "whole"]),
        feature("apart", point(5, 72), replaces=["old-words"]),
        feature(
            "changed",
            point(5, 72),
            part_of="old-words",
            revisions=[{"what": "changed start", "on": "2024-10-01", "by": "A. Nalyst"}],
            added_by="A. Nalyst",
        ),
    )


def told(workspace: Workspace, id_: str, *among: str) -> tuple[dict[str, object], Counter[str]]:
    left = Counter[str]()
    event = workspace.by_id[id_]
    return public_record(event, {id_, *among}, workspace, left)["properties"], left


def test_a_record_with_nothing_to_hide_goes_as_it_is_stored(linked: Workspace) -> None:
    event = linked.by_id["part"]
    left = Counter[str]()
    assert public_record(event, {"whole", "part", "apart"}, linked, left) is event.feature
    assert not omitted_text(left)


def test_links_to_what_does_not_go_along_stay_behind(linked: Workspace) -> None:
    properties, left = told(linked, "part", "apart")
    assert "part_of" not in properties
    assert properties["related"] == ["apart"]
    assert omitted_text(left) == ["2 links to records not in the export"]


def test_a_link_by_an_old_id_leads_to_its_heir(linked: Workspace) -> None:
    assert told(linked, "changed", "apart")[0]["part_of"] == "apart"
    assert "part_of" not in told(linked, "changed")[0]


def test_ids_that_were_replaced_and_names_of_analysts_stay_behind(linked: Workspace) -> None:
    properties, left = told(linked, "apart")
    assert "replaces" not in properties
    changed, more = told(linked, "changed", "apart")
    assert changed["revisions"] == [{"what": "changed start", "on": "2024-10-01"}]
    assert "added_by" not in changed
    assert omitted_text(left + more) == [
        "1 id of a replaced record",
        "2 names of who entered, changed or reviewed records",
    ]


def test_what_is_left_out_is_told(linked: Workspace) -> None:
    product = gather(linked, [linked.by_id["part"]], Terms())
    assert product.notes == ("left out: 3 links to records not in the export",)


@pytest.fixture
def marked(tmp_path: Path) -> Workspace:
    made = workspace(
        tmp_path,
        feature("open", point(5, 72)),
        feature("closed", point(5, 72), marking="RESTRICTED"),
        feature("odd", point(5, 72), marking="COSMIC"),
        feature("cites", point(5, 72), sources=[{"seed": "secret-report", "claim": "1"}]),
    )
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "secret-report.toml").write_text(REPORT, "utf-8")
    return open_workspace(made.root)


def test_an_export_bears_the_highest_marking_of_its_records(marked: Workspace) -> None:
    def marking(*ids: str) -> str | None:
        return gather(marked, [marked.by_id[i] for i in ids], Terms()).terms.marking

    assert marking("open") is None
    assert marking("open", "closed") == "RESTRICTED"
    assert marking("closed", "cites") == "SECRET"
    assert marking("closed", "odd") == "COSMIC // RESTRICTED"


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("closed", "the record 'closed' is marked 'RESTRICTED', above the export's 'UNCLASSIFIED "),
        ("cites", "the report 'secret-report', which the record 'cites' cites, is marked 'SECRET'"),
        ("odd", "the record 'odd' is marked 'COSMIC', which this workspace does not know"),
    ],
)
def test_a_record_marked_higher_refuses_the_export(
    marked: Workspace, id_: str, message: str
) -> None:
    events = [marked.by_id["open"], marked.by_id[id_]]
    with pytest.raises(MarkingError) as refused:
        gather(marked, events, Terms(marking="UNCLASSIFIED // OPEN"))
    assert message in str(refused.value)
    assert "raise the marking of the export or leave the record out" in str(refused.value)


def test_each_record_bears_the_highest_of_its_own_and_its_reports(marked: Workspace) -> None:
    product = gather(marked, marked.current, Terms())
    assert {r.event.id: r.marking for r in product.records} == {
        "open": None,
        "closed": "RESTRICTED",
        "odd": "COSMIC",
        "cites": "SECRET",
    }


def test_sources_are_numbered_once_each(tmp_path: Path) -> None:
    both = ["https://example.org/a", {"cite": "A log", "published": "2024"}]
    made = workspace(tmp_path, feature("a", sources=both), feature("b", sources=both[:1]))
    product = gather(made, made.current, Terms())
    assert [s.text for s in product.sources] == [
        "[1] example.org, https://example.org/a",
        "[2] A log, 2024",
    ]
    assert [r.sources for r in product.records] == [(1, 2), (1,)]


def test_the_digest_is_of_the_records_and_of_nothing_else(linked: Workspace) -> None:
    events = list(linked.current)
    digest = gather(linked, events, Terms()).digest
    asked = {e.id: ExportQuery("possible", "for a reason") for e in events}
    other = gather(linked, events[::-1], Terms("Another", "SECRET", "2024"), queries=asked)
    assert other.digest == digest
    assert gather(linked, events[1:], Terms()).digest != digest


def test_the_terms_of_a_dataset_go_with_its_records(tmp_path: Path) -> None:
    acled = {"dataset": "ACLED", "fatalities": 0}
    marked = [feature("a", **acled), feature("b", **acled), feature("c", dataset="Somebody's")]
    ws = workspace(tmp_path, *marked)
    (note,) = gather(ws, ws.events, Terms()).notes
    assert str(note).startswith("2 records from ACLED: its terms of use forbid passing its data on")
    assert gather(ws, ws.events[2:], Terms()).notes == ()
