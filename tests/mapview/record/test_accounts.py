"""Who says what: side by side, with what differs marked and nothing judged beyond that."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.mapview.record.accounts import Account, accounts
from geotrack.mapview.translations import Translator
from geotrack.model import Source
from geotrack.page import briefing
from geotrack.workspace import Workspace
from tests.records import feature as small
from tests.records import region, sector
from tests.records import workspace as workspace_of


def source(n: int, claimant: str | None, **said: Any) -> dict[str, Any]:
    named = {"claimant": claimant} if claimant else {}
    return {"url": f"https://example.org/{n}", **named, **said}


def found(make: Any, feature: Any, *sources: dict[str, Any]) -> list[Account]:
    workspace = make(feature("a", sources=list(sources)))
    return accounts(workspace.events[0], workspace, Translator("en"))


def differing(account: Account) -> set[str]:
    return {told.about for told in account.statements if told.differs}


def test_dates_differ_where_not_both_can_be_true(make: Any, feature: Any) -> None:
    report, norad, beijing = found(
        make,
        feature,
        source(1, "A report", start="2024"),
        source(2, "NORAD", start="2024-07-24"),
        source(3, "Beijing", start="2024-07-25"),
    )
    assert differing(report) == set(), "the year holds both days"
    assert differing(norad) == differing(beijing) == {"When"}
    assert [t.text for t in norad.statements] == ["24 July 2024"]


def test_places_differ_by_their_regions_and_never_by_words(make: Any, feature: Any) -> None:
    north, box, both, words = found(
        make,
        feature,
        source(1, "One", place="the north", regions=["far-north"]),
        source(2, "Two", place="the box", regions=["date-line-box"]),
        source(3, "Three", place="both", regions=["date-line-box", "far-north", "unknown"]),
        source(4, "Four", place="elsewhere"),
    )
    assert [differing(one) for one in (north, box, both)] == [{"Where"}] * 3
    assert differing(words) == set()
    assert [one.letter for one in (north, box, both, words)] == ["A", "B", "C", ""]
    assert both.regions == ("date-line-box", "far-north"), "what is no region has no area"
    same, order = found(
        make,
        feature,
        source(1, "One", place="both", regions=["far-north", "date-line-box"]),
        source(2, "Two", place="the two", regions=["date-line-box", "far-north"]),
    )
    assert differing(same) == differing(order) == set()


def test_positions_differ_where_their_circles_do_not_meet(make: Any, feature: Any) -> None:
    # By pyproj.Geod, 0.8° of longitude are 23.1 km at 75° N.
    def told(radius: float) -> list[set[str]]:
        some = found(
            make,
            feature,
            source(1, "One", place="here", lon=10, lat=75, radius_km=radius),
            source(2, "Two", place="there", lon=10.8, lat=75, radius_km=11.5),
            source(3, "Three", place="north", regions=["far-north"]),
        )
        assert [one.letter for one in some] == ["A", "B", "C"]
        return [differing(one) for one in some]

    assert told(11.5) == [{"Where"}, {"Where"}, set()]
    assert told(11.7) == [set(), set(), set()]


def test_actors_differ_by_names_of_their_own_or_by_roles(make: Any, feature: Any) -> None:
    fsb, guests = {"name": "FSB", "country": "RU"}, "Delegation"
    watched = {"name": "delegation", "role": "observer"}
    one, other, third, fourth = found(
        make,
        feature,
        source(
            1, "One", actors=[fsb, {"name": guests, "role": "participant", "assets": ["Meishan"]}]
        ),
        source(2, "Other", actors=[watched], assets=["2 ships"], place="There"),
        source(3, "Third", actors=[guests], says="Both."),
        source(4, "Fourth", actors=["Navy", "FSB"]),
    )
    assert ["".join(s.text) for s in one.statements] == [
        "FSB (RU); Delegation: participant; Meishan"
    ]
    assert [s.about for s in other.statements] == ["Where", "Who", "What"]
    assert all(differing(some) == {"Who"} for some in (one, other, third, fourth))
    # Who names fewer does not differ, nor who gives no role.
    for others in (
        [fsb],
        [guests],
        ["fsb", "Delegation"],
        [{"name": guests, "role": "Participant"}],
    ):
        pair = found(
            make,
            feature,
            source(1, "One", actors=[fsb, {"name": guests, "role": "participant"}]),
            source(2, "Other", actors=others),
        )
        assert [differing(some) for some in pair] == [set(), set()]


def test_assets_differ_by_their_texts(make: Any, feature: Any) -> None:
    one, other, third, fourth = found(
        make,
        feature,
        source(1, "One", assets=["2 Tu-95", "2 H-6"], says="Seen."),
        source(2, "Other", assets=["2 h-6", "2 TU-95"], says="Not so."),
        source(3, "Third", assets=["Tu-95MS"]),
        source(4, "Fourth", stance="silent"),
    )
    assert [differing(a) for a in (one, other, third)] == [{"What"}] * 3
    assert [t.about for t in one.statements] == ["What", "Says"]
    assert fourth.stance == "says nothing about it"
    assert fourth.statements == ()
    alike = found(make, feature, *(source(n, f"{n}", assets=["2 H-6"]) for n in (1, 2)))
    assert [differing(a) for a in alike] == [set(), set()]


_DAYS = st.sampled_from(["2024", "2024-07", "2024-07-24", "2024-07-25", "2024-07-24~", "2025"])
_REGION = st.lists(st.sampled_from(["far-north", "date-line-box"]), min_size=1, unique=True)
_AT = st.sampled_from([10.0, 10.5, 30.0])
_STATED = st.fixed_dictionaries(
    {},
    optional={
        "start": _DAYS,
        "regions": _REGION,
        "lon": _AT,
        "radius_km": st.sampled_from([5, 50]),
        "assets": st.lists(st.sampled_from(["Tu-95", "tu-95", "H-6"]), min_size=1),
        "actors": st.lists(
            st.sampled_from(["FSB", "fsb", "Navy", {"name": "Navy", "role": "guest"}]), min_size=1
        ),
        "says": st.just("It was."),
    },
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    areas = [
        region("far-north", sector(0, 20, 80, 85)),
        region("date-line-box", sector(0, 9, 60, 65)),
    ]
    return workspace_of(tmp_path_factory.mktemp("whole"), small(), regions=areas)


@given(stated=st.lists(_STATED, min_size=2, max_size=3))
def test_differences_are_symmetric_and_none_lie_between_equal_accounts(
    whole: Workspace, stated: list[dict[str, Any]]
) -> None:
    def compared(*some: dict[str, Any]) -> list[set[str]]:
        some = tuple(_positioned(one) for one in some)
        sources = [
            Source.model_validate(source(n, f"{n}", stance="supports", place="P", **one))
            for n, one in enumerate(some)
        ]
        event = whole.events[0].model_copy(update={"sources": tuple(sources)})
        return [differing(one) for one in accounts(event, whole, Translator("en"))]

    of_all = compared(*stated)
    pairs = {(a, b): compared(one, other) for (a, one), (b, other) in _pairs(stated)}
    assert all(first == second for first, second in pairs.values())
    for n, differences in enumerate(of_all):
        assert differences == set().union(*(p[0] for key, p in pairs.items() if n in key))
    assert all(compared(one, one) == [set(), set()] for one in stated)


def _positioned(stated: dict[str, Any]) -> dict[str, Any]:
    if "lon" in stated:
        return {"lat": 75, **stated}
    return {key: value for key, value in stated.items() if key != "radius_km"}


def _pairs(stated: list[dict[str, Any]]) -> Any:
    return itertools.combinations(enumerate(stated), 2)


def test_each_account_leads_to_its_sources(make: Any, feature: Any) -> None:
    moscow, other = found(
        make,
        feature,
        source(1, "Moscow", says="One.", assets=["Tu-95"]),
        source(2, "Other", says="Two."),
        source(3, "Moscow"),
        source(4, None),
        source(5, "Moscow", assets=["H-6"]),
    )
    assert [one.label for one in moscow.sources] == ["1", "3", "5"]
    assert [[s.label for s in t.sources] for t in moscow.statements] == [["1", "5"], ["1"]]
    assert [one.label for one in other.sources] == ["2"]
    assert [t.sources for t in other.statements] == [()], "as the account itself"


def test_a_card_links_and_letters_accounts(make: Any, feature: Any) -> None:
    one = source(1, "One", place="the north", regions=["far-north"], start="2024-06-01")
    two = source(2, "Two", place="the box", regions=["date-line-box"])
    html = str(briefing(make(feature("a", sources=[one, two]))).get_root().after)
    table = html[html.index("<table class=accounts ") : html.index("</table>")]
    differs = "<b>≠</b><span class=sr-only data-w>differs:</span>"
    assert table.splitlines()[1:] == [
        "<tbody><tr><th colspan=2 scope=rowgroup data-place=area>"
        '<b class="letter line-0">A</b> One'
        ' <sup><a href="#1-s1">1</a></sup><tr><th>When<td data-w>1 June 2024'
        f"<tr><th>Where<td class=differs>{differs} the north",
        "<tbody><tr><th colspan=2 scope=rowgroup data-place=area>"
        '<b class="letter line-1">B</b> Two'
        ' <sup><a href="#1-s2">2</a></sup>'
        f"<tr><th>Where<td class=differs>{differs} the box",
        "<tbody class=agreed><tr><th colspan=2 scope=rowgroup><span>All accounts</span>"
        "<tr><th>Where<td data-w>no outlined area in common among the 2 that name one",
    ]
    assert html.count('<li id="1-s1">') == html.count('<li id="1-s2">') == 1
    assert html.count("A letter stands on the map in the area") == 1


def test_starts_differ_where_the_record_leaves_open_which_is_right(make: Any, feature: Any) -> None:
    sources = [
        source(1, "FSB", start="2024-09-20", end="2024-10-10"),
        source(2, "China Coast Guard", start="2024-09-21"),
        source(3, "A report", start="2024"),
    ]

    def told(**dates: str) -> list[set[str]]:
        workspace = make(feature("a", sources=sources, **dates))
        return [differing(a) for a in accounts(workspace.events[0], workspace, Translator("en"))]

    assert told(start="[2024-09-20,2024-09-21]", end="2024-10-10") == [{"When"}, {"When"}, set()]
    # It may have been seen on one of its days.
    assert told(start="2024-09-20", end="2024-10-10") == [set(), set(), set()]


def test_dates_that_are_about_then_do_not_differ(make: Any, feature: Any) -> None:
    one, other = found(
        make, feature, source(1, "A", start="2024-07-24~"), source(2, "B", start="2024-07-25")
    )
    assert differing(one) == differing(other) == set()


def test_what_one_claimant_says_in_several_places_stands_together(make: Any, feature: Any) -> None:
    norad, again, nobody, else_ = found(
        make,
        feature,
        source(1, "NORAD", start="2024-07-24", says="One.", place="Here"),
        source(2, "NORAD", assets=["F-16"], says="Two.", place="There", start="2024"),
        source(3, "NORAD", start="2024-07-25"),
        {"read_at": "https://example.org/x", "says": "One."},
        {"read_at": "https://example.org/y", "place": "There."},
    )
    assert [(t.about, "".join(t.text)) for t in norad.statements] == [
        ("When", "24 July 2024"),
        ("When", "sometime in 2024"),
        ("Where", "Here; There"),
        ("What", "F-16"),
        ("Says", "One. Two."),
    ]
    assert [t.text for t in again.statements] == ["25 July 2024"]
    assert [t.differs for t in norad.statements] == [True, False, False, False, False]
    assert differing(again) == {"When"}, "it says two things"
    assert nobody.claimant == else_.claimant == "One source", "who is not named is not one"


def test_denials_are_kept_and_the_mark_is_explained(make: Any, feature: Any) -> None:
    workspace = make(
        feature(
            "a",
            sources=[
                source(1, "One", stance="denies", start="2024-06-01"),
                source(2, "Two", start="2024-06-02"),
            ],
        )
    )
    html = str(briefing(workspace).get_root().after)
    assert "One <span class=stance data-w>denies it</span>" in html
    assert "differs:</span> <span>1 June 2024</span>" in html
    assert html.count("≠ differs from another account") == 1
    alike = make(
        feature("a", sources=[source(1, "One", place="Here"), source(2, "Two", place="There")])
    )
    assert "≠" not in str(briefing(alike).get_root().after)
