"""The revision that tells a change, and the review after it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.workspace.edit.revisions import (
    ReviewError,
    apply_review,
    entered,
    merge_records,
    next_step,
    review_of,
    revise,
)
from tests.records import event, feature, point

DAY = date(2026, 11, 25)


def test_a_revision_is_appended_and_nothing_that_was_given_is_touched() -> None:
    first, beside = {"what": "date", "on": "2025-01"}, {"what": "place", "by": "K"}
    old = feature(review="released", revisions=first)
    new = feature(start="2025", title="Other", revisions=[beside, dict(first)])
    before = deepcopy((old, new))
    made = revise(old, new, by="Kari", on=DAY, why="new source")
    assert (old, new) == before
    assert made["properties"]["review"] == "draft"
    latest = {"what": "changed title, start", "on": "2026-11-25", "by": "Kari", "why": "new source"}
    assert made["properties"]["revisions"] == [first, beside, latest]
    assert list(made["properties"]) == [*new["properties"], "review"]
    made["properties"]["revisions"][0]["what"] = "other"
    assert old == before[0]


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("2026-03-01", "2026-02-01"), "2026-02-01"),
        (("2026-02-01", "2026-03-01"), "2026-02-01"),
        (("2026-02-01", None), None),
        ((None, "2026-02-01"), None),
    ],
)
def test_a_merged_record_was_entered_first_of_all(
    days: tuple[str | None, str | None], first: str | None
) -> None:
    one, other = (feature(id_, added=day or ...) for id_, day in zip("ab", days, strict=True))
    made = merge_records(one, [other], by="Kari", on=DAY, why=None)
    assert made["properties"].get("added") == first


def test_who_entered_a_record_does_not_review_it_until_another_has_changed_it() -> None:
    new = entered(feature(added_by="Somebody"), DAY, "Kari Moe")
    assert new["properties"]["added_by"] == "Kari Moe"
    with pytest.raises(ReviewError, match="entered it; let another review it"):
        apply_review(new, by="moe, kari", on=DAY, to="reviewed")
    assert review_of(apply_review(new, by="Ola", on=DAY, to="reviewed")) == "reviewed"
    changed = revise(new, feature(title="Other"), by="Ola", on=DAY, why=None)
    assert changed["properties"]["added_by"] == "Kari Moe"
    assert review_of(apply_review(changed, by="Kari Moe", on=DAY, to="reviewed")) == "reviewed"
    assert "added_by" not in entered(feature(added_by="Somebody"), DAY)["properties"]


def test_a_revision_that_an_export_left_the_name_out_of_is_not_a_second_one() -> None:
    named = {"what": "changed start", "on": "2025-01", "by": "Ida"}
    new = feature(title="Other", revisions=[{"what": "changed start", "on": "2025-01"}])
    made = revise(feature(revisions=[named]), new, by="Kari", on=DAY, why=None)
    assert [r.get("by") for r in made["properties"]["revisions"]] == ["Ida", "Kari"]


def test_a_revised_record_is_sound(tmp_path: Any) -> None:
    made = revise(feature(), feature(geometry=point(1, 2)), by="Kari", on=DAY, why=None)
    record = event(tmp_path, geometry=made["geometry"], **made["properties"])
    assert record.review == "draft"
    assert record.revisions[0].what == "changed geometry"
    assert record.revisions[0].why is None


def test_no_difference_is_no_revision() -> None:
    old = feature(sequence=1, review="released")
    made = revise(old, feature(sequence=1.0), by="Kari", on=DAY, why="tidied")
    assert made == old
    assert made is not old


def test_a_review_goes_step_by_step() -> None:
    draft = feature(revisions=[{"what": "changed start", "by": "Kari"}])
    assert (review_of(draft), next_step(draft)) == ("draft", "reviewed")
    once = apply_review(draft, by="Ola", on=DAY, to="reviewed")
    assert (review_of(once), next_step(once)) == ("reviewed", "released")
    assert "review" not in draft["properties"]
    twice = apply_review(once, by="Ola", on=DAY, to="released")
    assert next_step(twice) is None
    assert twice["properties"]["revisions"][1:] == [
        {"what": "reviewed", "on": "2026-11-25", "by": "Ola"},
        {"what": "released", "on": "2026-11-25", "by": "Ola"},
    ]


@pytest.mark.parametrize("name", ["Kåre Moe", "KARE  moe", "Moe, Kåre.", "K a r e Moe"])
def test_the_author_of_the_last_change_does_not_review_it(name: str) -> None:
    record = feature(
        revisions=[
            {"what": "changed end", "by": "Ola"},
            {"what": "changed start", "by": "Kåre Moe"},
            {"what": "reviewed", "by": "Ola"},
        ],
        review="reviewed",
    )
    with pytest.raises(ReviewError, match="made its last change; let another review it"):
        apply_review(record, by=name, on=DAY, to="released")
    assert review_of(apply_review(record, by="Ola", on=DAY, to="released")) == "released"


def test_a_name_that_hides_something_does_not_review() -> None:
    record = feature(revisions=[{"what": "changed start", "by": "Kari"}])
    with pytest.raises(UsageError, match="has an invisible letter"):
        apply_review(record, by="Ka\u200bri", on=DAY, to="reviewed")


@pytest.mark.parametrize(("state", "to"), [("released", "released"), ("reviewed", "reviewed")])
def test_a_step_is_taken_once(state: str, to: Any) -> None:
    with pytest.raises(ReviewError, match=f"it is {state} already"):
        apply_review(feature(review=state), by="Ola", on=DAY, to=to)


def test_a_released_record_is_not_taken_back_by_a_review() -> None:
    with pytest.raises(ReviewError, match="it is released already"):
        apply_review(feature(review="released"), by="Ola", on=DAY, to="reviewed")


def test_without_a_known_author_anyone_may_review() -> None:
    record = feature(revisions=[{"what": "changed start"}])
    assert review_of(apply_review(record, by="Ola", on=DAY, to="released")) == "released"


def test_no_change_is_signed_by_a_name_that_hides_something() -> None:
    with pytest.raises(UsageError, match="invisible"):
        revise(feature("a"), feature("a", tags=["x"]), by="Ka\u200bri", on=DAY, why=None)
