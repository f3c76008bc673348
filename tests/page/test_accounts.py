"""Who says what: side by side, with what differs marked and nothing judged beyond that."""

from __future__ import annotations

from typing import Any

from geotrack.page import briefing
from geotrack.page.accounts import Account, accounts
from geotrack.page.telling import Teller


def source(n: int, claimant: str | None, **said: Any) -> dict[str, Any]:
    named = {"claimant": claimant} if claimant else {}
    return {"url": f"https://example.org/{n}", **named, **said}


def found(make: Any, feature: Any, *sources: dict[str, Any]) -> list[Account]:
    workspace = make(feature("a", sources=list(sources)))
    return accounts(workspace.events[0], workspace, Teller("en"))


def differing(account: Account) -> set[str]:
    return {told.about for told in account.told if told.differs}


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
    assert [t.text for t in norad.told] == ["24 July 2024"]


def test_places_and_numbers_differ_where_they_are_not_written_alike(
    make: Any, feature: Any
) -> None:
    one, other, third = found(
        make,
        feature,
        source(1, "One", place="Bering Sea", assets=["2 ships"], says="Seen."),
        source(2, "Other", place="bering  sea", assets=["3 ships"], says="Not so."),
        source(3, "Third", stance="silent"),
    )
    assert differing(one) == differing(other) == {"Numbers"}
    assert third.stance == "says nothing of it"
    assert third.told == ()


def test_what_one_claimant_says_in_several_places_stands_together(make: Any, feature: Any) -> None:
    norad, again, nobody, else_ = found(
        make,
        feature,
        source(1, "NORAD", start="2024-07-24"),
        source(2, "NORAD", assets=["F-16"]),
        source(3, "NORAD", start="2024-07-25"),
        {"read_at": "https://example.org/x", "says": "One."},
        {"read_at": "https://example.org/y", "place": "There."},
    )
    assert [t.about for t in norad.told] == ["Date", "Numbers"]
    assert [t.text for t in again.told] == ["25 July 2024"]
    assert differing(norad) == differing(again) == {"Date"}, "it says two things"
    assert nobody.claimant == else_.claimant == "One source", "who is not named is not one"


def test_denials_are_kept_and_the_mark_is_explained(make: Any, feature: Any) -> None:
    workspace = make(
        feature(
            "a",
            sources=[
                source(1, "One", stance="denies", place="Here"),
                source(2, "Two", place="There"),
            ],
        )
    )
    html = str(briefing(workspace).get_root().after)
    assert 'One <span class="stance" data-w>denies it</span>' in html
    assert "<td><b>≠</b> Here" in html
    assert html.count("≠ not as the others have it") == 1
    alike = make(feature("a", sources=[source(1, "One", place="Here"), source(2, "Two")]))
    assert "≠" not in str(briefing(alike).get_root().after)
