"""Who says what: side by side, with what differs marked and nothing judged beyond that."""

from __future__ import annotations

from typing import Any

from geotrack.mapview.record.accounts import Account, accounts
from geotrack.mapview.text.translations import Translator
from geotrack.page import briefing


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
    assert differing(norad) == differing(beijing) == {"Date"}
    assert [t.text for t in norad.statements] == ["24 July 2024"]


def test_no_wording_of_places_and_assets_is_held_against_another(make: Any, feature: Any) -> None:
    one, other, third = found(
        make,
        feature,
        source(1, "One", place="Chukchi Sea", assets=["2 Tu-95"], says="Seen."),
        source(2, "Other", place="north of Alaska", assets=["Tu-95MS"], says="Not so."),
        source(3, "Third", stance="silent"),
    )
    assert differing(one) == differing(other) == set()
    assert [t.about for t in one.statements] == ["Place", "Assets", "Says"]
    assert third.stance == "says nothing about it"
    assert third.statements == ()


def test_starts_differ_where_the_record_leaves_open_which_is_right(make: Any, feature: Any) -> None:
    sources = [
        source(1, "FSB", start="2024-09-20", end="2024-10-10"),
        source(2, "China Coast Guard", start="2024-09-21"),
        source(3, "A report", start="2024"),
    ]

    def told(**dates: str) -> list[set[str]]:
        workspace = make(feature("a", sources=sources, **dates))
        return [differing(a) for a in accounts(workspace.events[0], workspace, Translator("en"))]

    assert told(start="[2024-09-20,2024-09-21]", end="2024-10-10") == [{"Date"}, {"Date"}, set()]
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
    assert [(t.about, t.text) for t in norad.statements] == [
        ("Date", "24 July 2024"),
        ("Date", "sometime in 2024"),
        ("Place", "Here; There"),
        ("Assets", "F-16"),
        ("Says", "One. Two."),
    ]
    assert [t.text for t in again.statements] == ["25 July 2024"]
    assert [t.differs for t in norad.statements] == [True, False, False, False, False]
    assert differing(again) == {"Date"}, "it says two things"
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
    assert 'One <span class="stance" data-w>denies it</span>' in html
    assert "<td><b>≠</b> <span>1 June 2024</span>" in html
    assert html.count("≠ dates that cannot both be true") == 1
    alike = make(
        feature("a", sources=[source(1, "One", place="Here"), source(2, "Two", place="There")])
    )
    assert "≠" not in str(briefing(alike).get_root().after)
