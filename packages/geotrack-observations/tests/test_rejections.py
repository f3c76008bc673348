"""Rows that are left out are counted by kind, with the first of each."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from geotrack_observations.rejections import Reason, count_by_kind

REASONS = st.builds(Reason, st.just("x "), st.text(max_size=3), st.just(""), st.sampled_from("abc"))


@given(st.lists(REASONS))
def test_each_kind_has_its_first_row_and_all_are_counted(reasons: list[Reason]) -> None:
    found = count_by_kind(("in.csv", line, why) for line, why in enumerate(reasons))
    assert {one.reason.kind: one.count for one in found} == Counter(why.kind for why in reasons)
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
    for one in found:
        before = [why.kind for why in reasons[: one.line]]
        assert one.reason.kind not in before
        assert reasons[one.line] == one.reason
