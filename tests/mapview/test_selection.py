from __future__ import annotations

import datetime
from typing import Any

import pytest

from geotrack.mapview.selection import MarkingError, choose
from geotrack.model import query
from geotrack.page import briefing
from geotrack.queries import Match

SELECT_BOX = '[select]\nregions = ["date-line-box"]\n'


def chosen(workspace: Any) -> Any:
    return choose(workspace, workspace.maps["plan"].record)


def test_records_stand_in_the_order_of_time_and_undated_ones_last(make: Any, feature: Any) -> None:
    found = chosen(
        make(
            feature("c", start="unknown"), feature("b", start="2024-06"), feature("a", start="2023")
        )
    )
    assert [e.id for e in found.events] == ["a", "b", "c"]


def test_unplaced_records_are_on_the_page_and_counted(make: Any, feature: Any) -> None:
    found = chosen(make(feature("a"), feature("b", geometry=None)))
    assert [e.id for e in found.events] == ["a", "b"]
    assert (found.counts.total, found.counts.unplaced) == (2, 1)


def test_what_was_first_sourced_after_the_as_of_date_is_left_out_and_counted(
    make: Any, feature: Any
) -> None:
    def sourced(id_: str, *published: str) -> dict[str, Any]:
        return feature(
            id_, sources=[{"url": "https://example.org", "published": p} for p in published]
        )

    found = chosen(
        make(
            sourced("same-day", "2024-12-31"),
            sourced("next-day", "2025-01-01"),
            sourced("later-too", "2025-02", "2024-03"),
            feature("not-dated"),
        )
    )
    assert {e.id for e in found.events} == {"same-day", "later-too", "not-dated"}
    assert found.counts.after_as_of == 1


def test_only_what_the_selection_asks_for_is_chosen(make: Any, feature: Any) -> None:
    definition = 'title="x"\nmarking="UNCLASSIFIED"\n' + SELECT_BOX
    near = {"precision": "near", "radius_km": 10}
    found = chosen(
        make(
            feature("inside", geometry={"type": "Point", "coordinates": [180, 63]}, place=near),
            feature("across", geometry={"type": "Point", "coordinates": [-179, 63]}, place=near),
            feature("edge", geometry={"type": "Point", "coordinates": [175, 63]}, place=near),
            feature("outside", geometry={"type": "Point", "coordinates": [170, 63]}, place=near),
            feature("nowhere", geometry=None),
            definition=definition,
        )
    )
    assert found.matches == {
        "inside": Match.CERTAIN,
        "across": Match.CERTAIN,
        "edge": Match.POSSIBLE,
    }
    assert found.counts.not_judged == 1


def test_a_map_marked_below_a_record_is_refused_by_the_records_name(
    make: Any, feature: Any
) -> None:
    with pytest.raises(MarkingError, match=r"the record 'b' is marked 'SECRET', above the map's"):
        chosen(make(feature("a"), feature("b", marking="SECRET")))


def test_a_map_marked_below_a_cited_report_is_refused(
    make: Any, feature: Any, tmp_path: Any
) -> None:
    workspace = make(feature("a", sources=[{"seed": "r", "claim": "C1"}]))
    (tmp_path / "seeds" / "r.toml").write_text(
        'id = "r"\ntitle = "R"\nmarking = "RESTRICTED"\n'
        '[[claims]]\nid = "C1"\nsays = "x"\nkind = "event"\nevents = ["a"]\n',
        encoding="utf-8",
    )
    with pytest.raises(MarkingError, match="the report 'r', which the record 'a' cites"):
        chosen(workspace)


def test_a_marking_that_the_workspace_does_not_know_is_never_taken_for_low(
    make: Any, feature: Any
) -> None:
    with pytest.raises(MarkingError):
        chosen(make(feature("a", marking="COSMIC")))


def test_without_leaves_a_record_out_before_its_marking_is_looked_at(
    make: Any, feature: Any
) -> None:
    definition = 'title="x"\nmarking="UNCLASSIFIED"\n[select]\nwithout = ["b"]\n'
    found = chosen(make(feature("a"), feature("b", marking="SECRET"), definition=definition))
    assert [e.id for e in found.events] == ["a"]


BOX_PART = {"geometry": {"type": "Point", "coordinates": [180, 63]}, "part_of": "whole"}
NEAR = {"precision": "near", "radius_km": 10}


@pytest.mark.parametrize(
    ("part", "settings"),
    [
        ({"sources": [{"url": "https://example.org", "published": "2025-02"}]}, ""),
        ({"marking": "SECRET"}, 'without = ["part"]\n'),
        ({}, 'without = ["part"]\n'),
        # A part of another type is not selected, so it refuses nothing; nor does it tell anything.
        ({"marking": "SECRET", "type": "air/intercept"}, 'types = ["naval/sighting"]\n'),
    ],
)
def test_a_part_that_the_map_may_not_know_makes_no_whole_certain(
    make: Any, feature: Any, part: dict[str, Any], settings: str
) -> None:
    definition = 'title="x"\nmarking="UNCLASSIFIED"\nas_of="2024-12-31"\n' + SELECT_BOX + settings
    area = {"type": "Polygon", "coordinates": [[[170, 60], [180, 60], [180, 66], [170, 60]]]}
    whole = feature("whole", geometry=area, place={"precision": "area"})
    of_it = feature("part", place=NEAR, **BOX_PART)
    found = chosen(make(whole, of_it, definition=definition.replace(settings, "")))
    assert found.matches["whole"] is Match.CERTAIN, "the part is what makes it certain"
    of_it["properties"].update(part)
    found = chosen(make(whole, of_it, definition=definition))
    assert found.matches == {"whole": Match.POSSIBLE}


def test_without_an_as_of_date_a_map_is_the_same_on_another_day(
    make: Any, feature: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = 'title="x"\nmarking="UNCLASSIFIED"\n[select]\nfrom = "2024-03"\nto = "2024-04"\n'
    workspace = make(
        feature("goes-on", start="2023", end=".."),
        feature("began-then", start="2024-03-02", end=".."),
        definition=definition,
    )
    answers = []
    for today in (datetime.date(2023, 6, 1), datetime.date(2030, 1, 1)):
        clock = type("Clock", (datetime.date,), {"today": classmethod(lambda _, day=today: day)})
        monkeypatch.setattr(query, "date", clock)
        answers.append(chosen(workspace).matches)
    assert answers[0] == answers[1]
    assert answers[0] == {"goes-on": Match.POSSIBLE, "began-then": Match.CERTAIN}


def test_a_record_that_another_replaces_is_on_no_map_and_its_id_leaves_out_the_other(
    make: Any, feature: Any
) -> None:
    records = feature("old"), feature("new", replaces=["old", "gone"]), feature("other")
    assert [e.id for e in chosen(make(*records)).events] == ["new", "other"]
    without = 'title = "A map"\nmarking = "UNCLASSIFIED"\n[select]\nwithout = ["gone", "old"]\n'
    workspace = make(*records, definition=without)
    assert [e.id for e in chosen(workspace).events] == ["other"]
    html = briefing(workspace, "plan").get_root().render()
    assert "Selected: records without 1 that the map" in html
