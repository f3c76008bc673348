"""Region and period: certainly these, possibly those, and these could not be judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.dates import Period
from geotrack.errors import UsageError
from geotrack.files.resources import sample_workspace
from geotrack.model.place_text import place_words
from geotrack.model.query import Query
from geotrack.queries import Match, Selection, select
from geotrack.workspace import Workspace, open_workspace
from tests.records import cap, feature, point, polygon, region, sector, workspace

REGIONS = [
    region("polar-cap", cap(85), aliases="the top"),
    region("strait", sector(170, 190, 60, 70)),
    region("strait-split", {
        "type": "MultiPolygon",
        "coordinates": [
            sector(170, 180, 60, 70)["coordinates"],
            sector(-180, -170, 60, 70)["coordinates"],
        ],
    }),
    region("west", sector(0, 10, 70, 75)),
    region("east", sector(10, 20, 70, 75)),
]  # fmt: skip
NEAR = {"precision": "near", "radius_km": 50}
EXACT = {"precision": "exact"}


def ask(folder: Path, *events: Any, start: str | None = None, **asked: Any) -> Selection:
    end = asked.pop("end", None)
    given = {k: (v,) if isinstance(v, str) else v for k, v in asked.items()}
    period = None if start is None and end is None else Period.parse(start, end)
    return select(workspace(folder, *events, regions=REGIONS), Query(period=period, **given))


def found(selection: Selection) -> dict[str, str]:
    return {h.event.id: str(h.match) for h in selection.hits}


def test_nothing_asked_is_everything(tmp_path: Path) -> None:
    assert found(ask(tmp_path, feature("a"), feature("b", start="unknown"))) == {
        "a": "certain",
        "b": "certain",
    }


@pytest.mark.parametrize("strait", ["strait", "strait-split"])
def test_a_region_across_180_holds_both_sides_however_it_is_spelt(
    tmp_path: Path, strait: str
) -> None:
    selection = ask(
        tmp_path,
        feature("east-side", point(-175, 65), place=NEAR),
        feature("west-side", point(175, 65), place=NEAR),
        feature("on-the-line", point(180, 65), place=NEAR),
        feature("on-the-line-too", point(-180, 65), place=EXACT),
        feature("past-the-line", point(185, 65), place=EXACT),
        feature("at-its-edge", point(170, 65), place=NEAR),
        feature("beyond", point(160, 65), place=NEAR),
        feature("other-side-of-the-world", point(0, 65), place=NEAR),
        regions=strait,
    )
    assert found(selection) == {
        "east-side": "certain",
        "west-side": "certain",
        "on-the-line": "certain",
        "on-the-line-too": "certain",
        "past-the-line": "certain",
        "at-its-edge": "possible",
    }


def test_the_pole_is_a_point_like_any_other(tmp_path: Path) -> None:
    selection = ask(
        tmp_path,
        feature("pole", point(0, 90), place=NEAR),
        feature("pole-elsewhere", point(123, 90), place=EXACT),
        feature("over-the-pole", sector(0, 360, 86, 90), place={"precision": "area"}),
        feature("cap", cap(84), place={"precision": "area"}),
        feature("south", point(0, 80), place=NEAR),
        regions="the top",
    )
    assert found(selection) == {
        "pole": "certain",
        "pole-elsewhere": "certain",
        "over-the-pole": "certain",
        "cap": "possible",
    }


def test_regions_of_a_question_are_alternatives(tmp_path: Path) -> None:
    spread = feature("spread", point(10, 72), place=NEAR)
    assert found(ask(tmp_path, spread, regions=("west",))) == {"spread": "possible"}
    assert found(ask(tmp_path, spread, regions=("west", "east"))) == {"spread": "certain"}


def test_unplaced_and_undated_records_are_told_apart_and_none_is_dropped(tmp_path: Path) -> None:
    selection = ask(
        tmp_path,
        feature("unplaced"),
        feature("undated", point(5, 72), place=NEAR, start="unknown"),
        feature("neither", start="unknown"),
        feature("south", point(5, -72), place=NEAR),
        feature("unplaced-and-too-early", start="2023"),
        feature("undated-and-elsewhere", point(90, 72), place=NEAR, start="unknown"),
        regions="west",
        start="2024",
        end="2024",
    )
    assert found(selection) == {}
    assert [e.id for e in selection.unplaced] == ["unplaced", "south"]
    assert [e.id for e in selection.undated] == ["undated", "neither"]


def test_without_a_region_no_place_is_needed(tmp_path: Path) -> None:
    selection = ask(tmp_path, feature("unplaced"), start="2024")
    assert found(selection) == {"unplaced": "certain"}
    assert selection.unplaced == ()


def test_area_and_time_are_met_together(tmp_path: Path) -> None:
    records = [
        feature("both", point(5, 72), place=NEAR),
        feature("place-unsure", point(10, 72), place=NEAR),
        feature("date-unsure", point(5, 72), place=NEAR, start="2024-09~"),
        feature("date-wide", point(5, 72), place=NEAR, start="2024"),
        feature("elsewhere", point(90, 72), place=NEAR),
        feature("too-late", point(5, 72), place=NEAR, start="2024-10"),
    ]
    assert found(ask(tmp_path, *records, regions="west", start="2024-09", end="2024-09")) == {
        "both": "certain",
        "place-unsure": "possible",
        "date-unsure": "possible",
        "date-wide": "possible",
    }


def test_an_unstated_precision_is_never_certain(tmp_path: Path) -> None:
    records = [
        feature("point", point(5, 72)),
        feature("area", sector(2, 3, 71, 72)),
        feature("named", point(5, 72), place={"regions": "west"}),
    ]
    assert found(ask(tmp_path, *records, regions="west")) == {
        "point": "possible",
        "area": "possible",
        "named": "certain",
    }


def test_one_of_several_regions_or_each_of_them(tmp_path: Path) -> None:
    both = {"regions": ["west", "east"]}
    records = [
        feature("one", place=both),
        feature("each", place={**both, "regions_mode": "each"}),
        feature("single", place={"regions": "west"}),
        feature("other", place={"regions": "east"}),
    ]
    assert found(ask(tmp_path, *records, regions="west")) == {
        "one": "possible",
        "each": "certain",
        "single": "certain",
    }, "to share a border is not to be in it"
    assert found(ask(tmp_path, *records, regions=("west", "east")))["one"] == "certain"


def test_a_region_beside_a_geometry_holds_by_the_records_word(tmp_path: Path) -> None:
    at_border = point(10, 72)
    records = [
        feature("disc", at_border, place=NEAR),
        feature("disc-in-west", at_border, place={**NEAR, "regions": "west"}),
        feature("disc-in-east", at_border, place={**NEAR, "regions": "east"}),
    ]
    assert found(ask(tmp_path, *records, regions="west")) == {
        "disc": "possible",
        "disc-in-west": "certain",
    }, "what lies in the east only touches the west"


def test_an_unknown_region_makes_nothing_certain_and_nothing_a_no(tmp_path: Path) -> None:
    slip = {"regions": ["west", "wset"]}
    records = [
        feature("one", place=slip),
        feature("each", place={**slip, "regions_mode": "each"}),
        feature("unknown", place={"regions": "wset"}),
        feature("label", point(5, 72), place={"precision": "region", "regions": ["wset"]}),
        feature("stated", point(5, 72), place={**NEAR, **slip}),
        feature("unstated", point(5, 72), place=slip),
        feature("elsewhere", place={"regions": ["east", "wset"]}),
        feature("nowhere-near", point(90, 72), place={**NEAR, **slip}),
    ]
    selection = ask(tmp_path, *records, regions="west")
    assert found(selection) == {
        "one": "possible",
        "each": "certain",
        "stated": "possible",
        "unstated": "possible",
    }
    assert [e.id for e in selection.unplaced] == ["unknown", "label", "elsewhere"]


def test_a_radius_round_an_area_counts(tmp_path: Path) -> None:
    inner = sector(1, 9, 71, 74)
    records = [
        feature("narrow", inner, place=NEAR | {"radius_km": 5}),
        feature("wide", inner, place=NEAR | {"radius_km": 200}),
        feature("reaches", sector(11, 12, 71, 74), place=NEAR),
        feature("apart", sector(13, 14, 71, 74), place=NEAR),
        feature("about", inner, place={"precision": "representative", "radius_km": 200}),
    ]
    assert found(ask(tmp_path, *records, regions="west")) == {
        "narrow": "certain",
        "wide": "possible",
        "reaches": "possible",
        "about": "possible",
    }


@pytest.mark.slow
def test_a_radius_that_reaches_the_south_pole_stops_no_answer(tmp_path: Path) -> None:
    everywhere = {"precision": "near", "radius_km": 20_000}
    line = {"type": "LineString", "coordinates": [[5, 10], [6, 10]]}
    records = [
        feature("point", point(5, 10), place=everywhere),
        feature("line", line, place={"precision": "line", "radius_km": 20_000}),
        feature("area", sector(5, 6, 10, 11), place=everywhere),
        feature("other", point(5, 72), place=NEAR),
    ]
    assert found(ask(tmp_path, *records, regions="west")) == {
        "point": "possible",
        "line": "possible",
        "area": "possible",
        "other": "certain",
    }


def test_a_label_beside_named_regions_narrows_nothing(tmp_path: Path) -> None:
    place = {"precision": "region", "regions": ["west", "east"]}
    assert found(ask(tmp_path, feature("a", point(5, 72), place=place), regions="west")) == {
        "a": "possible"
    }


def test_a_whole_was_where_a_part_of_it_was(tmp_path: Path) -> None:
    records = [
        feature("patrol"),
        feature("sighting", point(5, 72), type="coastguard/sighting", place=NEAR, part_of="patrol"),
        feature("voyage", place={"regions": ["west", "polar-cap"]}),
        feature("perhaps", point(10, 72), place=NEAR, part_of="voyage"),
        feature("undated", place={"regions": "west"}, start="unknown"),
        feature("dated", point(5, 72), place=NEAR, part_of="undated"),
        feature("alone"),
        feature("far", point(90, 72), place=NEAR, part_of="alone"),
    ]
    selection = ask(tmp_path, *records, regions="west", start="2024")
    assert found(selection) == {
        "patrol": "certain",
        "sighting": "certain",
        "voyage": "possible",
        "perhaps": "possible",
        "undated": "certain",
        "dated": "certain",
    }
    assert [e.id for e in selection.unplaced] == ["alone"]
    only = ask(tmp_path, *records, regions="west", types="coastguard/patrol", start="2024")
    assert found(only)["patrol"] == "certain", "the sighting counts although it is not asked for"
    assert "sighting" not in found(only)


def test_a_part_of_a_part_counts_and_a_circle_ends(tmp_path: Path) -> None:
    records = [
        feature("whole"),
        feature("leg", part_of="whole"),
        feature("sighting", point(5, 72), place=NEAR, part_of="leg"),
        feature("x", part_of="y"),
        feature("y", part_of="x"),
    ]
    selection = ask(tmp_path, *records, regions="west")
    assert found(selection) == {"whole": "certain", "leg": "certain", "sighting": "certain"}
    assert [e.id for e in selection.unplaced] == ["x", "y"]


def test_words_narrow_by_and_and_widen_by_or(tmp_path: Path) -> None:
    records = [
        feature("fsb", actors=[{"name": "FSB Border Service", "country": "RU"}]),
        feature("ccg", actors=[{"name": "China Coast Guard", "country": "CN"}]),
        feature("bombers", type="air/bomber-sortie", actors=[{"name": "x", "country": "RU"}]),
        feature("words", type="diplomacy/statement", kind="statement"),
    ]
    assert set(found(ask(tmp_path, *records, actors="fsb"))) == {"fsb"}
    assert set(found(ask(tmp_path, *records, actors="cn"))) == {"ccg"}
    assert set(found(ask(tmp_path, *records, actors=("RU", "coast")))) == {"fsb", "ccg", "bombers"}
    assert set(found(ask(tmp_path, *records, actors="RU", themes="air"))) == {"bombers"}
    assert set(found(ask(tmp_path, *records, types=("bomber-sortie", "coastguard/patrol")))) == {
        "fsb",
        "ccg",
        "bombers",
    }
    assert set(found(ask(tmp_path, *records, kinds="statement"))) == {"words"}


def test_hits_are_in_order_of_time_with_undated_ones_last(tmp_path: Path) -> None:
    starts = {"c": "2024-09", "a": "2023", "d": "unknown", "b": "2024-01-01"}
    selection = ask(tmp_path, *(feature(i, start=s) for i, s in starts.items()))
    assert [e.id for e in selection.events] == ["a", "b", "c", "d"]
    assert selection.count(Match.CERTAIN) == 4
    assert selection.count(Match.POSSIBLE) == 0


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"themes": ("nval",)}, "no theme is called 'nval'; did you mean 'naval'?"),
        ({"themes": ("x",)}, "no theme is called 'x'; write one of air, coastguard"),
        ({"kinds": ("evnt",)}, "no kind is called 'evnt'; did you mean 'event'?"),
        ({"types": ("bomber",)}, "'bomber' is not a known type; did you mean 'air/bomber-sortie'?"),
        ({"types": ("patrol",)}, "'patrol' is a type of several themes; write one of air/patrol"),
    ],
)
def test_a_word_that_is_none_is_refused_with_the_nearest(
    tmp_path: Path, asked: Any, message: str
) -> None:
    with pytest.raises(UsageError) as raised:
        ask(tmp_path, feature(), **asked)
    assert str(raised.value).startswith(message)


def test_an_unknown_region_is_refused(tmp_path: Path) -> None:
    said = r"no region is called 'wset'; did you mean 'West' or 'East'\?"
    with pytest.raises(UsageError, match=said):
        ask(tmp_path, feature(), regions="wset")


def test_a_region_without_a_shape_is_refused_by_name(tmp_path: Path) -> None:
    odd = region("odd", polygon([0, 80], [180, 80], [90, 85]))
    named = feature("a", place={"regions": "odd"})
    opened = workspace(tmp_path, named, regions=[odd, *REGIONS])
    with pytest.raises(UsageError, match="the region 'odd' of layers/ has no sound shape: the edg"):
        select(opened, Query(regions=("odd",)))
    other = select(opened, Query(regions=("west",)))
    assert [e.id for e in other.unplaced] == ["a"], "a record that names it stops no other answer"


@pytest.fixture(scope="module", params=["as it is", "with its own taxonomy"])
def real(request: pytest.FixtureRequest, own_sample: Path) -> Workspace:
    own = request.param != "as it is"
    return open_workspace(own_sample if own else sample_workspace())


def test_what_happened_in_the_bering_strait_in_2024(real: Workspace) -> None:
    selection = select(real, Query(("Bering Strait",), Period.parse("2024", "2024")))
    matches = found(selection)
    assert matches["2024-09-20-joint-coastguard-patrol"] == "certain"
    assert matches["2024-10-patrol-southbound-off-little-diomede"] == "certain"
    assert matches["2024-07-24-joint-bomber-sortie"] == "possible"
    assert "2024-09-28-patrol-sighted-southwest-of-st-lawrence-island" not in matches
    assert "first-joint-coastguard-exercise" in {
        e.id for e in (*selection.unplaced, *selection.undated)
    }


@pytest.mark.slow
def test_no_record_is_lost_between_yes_no_and_not_judged(real: Workspace) -> None:
    everywhere = select(real, Query())
    assert len(everywhere.hits) == len(real.events)
    for id_ in real.regions:
        selection = select(real, Query((id_,)))
        told = [*selection.events, *selection.unplaced, *selection.undated]
        assert len({e.id for e in told}) == len(told)
        unplaced = [e for e in real.events if not e.placed]
        parents = {e.part_of for e in real.events}
        assert {e.id for e in unplaced} - parents <= {e.id for e in selection.unplaced}


def test_a_region_within_another_gives_a_part_of_its_hits(real: Workspace) -> None:
    for inner, outer in [("chukchi-sea", "arctic-ocean"), ("bering-strait", "amap-area")]:
        assert set(found(select(real, Query((inner,))))) <= set(
            found(select(real, Query((outer,))))
        )


def test_a_region_that_says_again_where_a_whole_was_does_not_widen_it(tmp_path: Path) -> None:
    sea, ocean = region("sea", sector(0, 10, 70, 75)), region("ocean", sector(0, 60, 65, 85))
    whole = feature("patrol", place={"regions": "sea"})
    stated = feature("statement", place={"regions": "ocean"}, part_of="patrol")
    unplaced = feature("cruise")
    vague = feature("leg", place={"regions": "ocean"}, part_of="cruise")
    opened = workspace(tmp_path, whole, stated, unplaced, vague, regions=[sea, ocean])
    hits = {
        hit.event.id: (str(hit.match), hit.why)
        for hit in select(opened, Query.parse(bbox=(40, 66, 50, 84))).hits
    }
    assert set(hits) == {"statement", "cruise", "leg"}
    match, why = hits["cruise"]
    assert match == "possible"
    assert why.startswith(
        "through its part ‘A patrol’ alone, which is known by a region only: somewhere"
    )
    # What is certain of the part, wherever in its region it was, is certain of the whole.
    around = select(opened, Query.parse(regions="ocean"))
    assert dict(zip(around.ids, around.matches, strict=True))["patrol"] == "certain"


def test_what_is_stated_of_a_region_is_about_it(tmp_path: Path) -> None:
    sea, half = region("sea", sector(0, 10, 70, 75)), region("half", sector(0, 5, 70, 75))
    place = {"regions": "sea"}
    records = [
        feature(kind, place=place, kind=kind, type="shipping/traffic")
        for kind in ("event", "statement", "assessment", "outlook")
    ]
    records.append(feature("commission", place=place, type="diplomacy/institution"))
    opened = workspace(tmp_path, *records, regions=[sea, half])
    found = {hit.event.id: hit for hit in select(opened, Query.parse(regions="half")).hits}
    assert found.pop("event").why.startswith("somewhere in")
    assert {str(hit.match) for hit in found.values()} == {"possible"}
    assert all(hit.why.startswith("about ") for hit in found.values())
    texts = {
        language: {place_words(hit.event, opened.regions, language) for hit in found.values()}
        for language in ("en", "nb")
    }
    assert texts == {"en": {"about the Sea"}, "nb": {"gjelder Sea"}}
