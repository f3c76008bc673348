"""Accounts beside each other: what all name, and which dates cannot hold together."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import Certainty, Period, When
from geotrack.mapview.record.accounts import accounts
from geotrack.mapview.record.comparison import Comparison, compared
from geotrack.mapview.translations import Translator
from geotrack.model import Source
from geotrack.workspace import Workspace, open_workspace
from tests.records import feature as small
from tests.records import region, sector
from tests.records import workspace as workspace_of

GOLDEN = Path(__file__).parent / "golden" / "comparisons.txt"
ENGLISH = Translator("en")
DAYS = [date(2024, 6, 1) + timedelta(days=n) for n in range(92)]
# None of these lasts, so that what each allows is a set of days.
DATES = [
    "2024", "2024-07", "2024-07-22", "2024-07-24", "2024-07-25", "2024-07-24~",
    "2024-07-25T10:00:00Z", "[2024-07-23,2024-07-25]", "[2024-07-22..2024-07-24]", "2024-06",
]  # fmt: skip
STATED = st.fixed_dictionaries(
    {},
    optional={
        "start": st.sampled_from(DATES),
        "regions": st.lists(st.sampled_from(["north", "box"]), min_size=1, unique=True),
        "actors": st.lists(st.sampled_from(["FSB", "fsb", "Navy"]), min_size=1),
        "assets": st.lists(st.sampled_from(["2 Tu-95", "Tu-95MS", "H-6"]), min_size=1),
    },
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    areas = [region("north", sector(0, 20, 80, 85)), region("box", sector(0, 9, 60, 65))]
    return workspace_of(tmp_path_factory.mktemp("whole"), small(), regions=areas)


def comparison(workspace: Workspace, stated: list[dict[str, Any]]) -> Comparison:
    sources = [
        Source.model_validate(
            {"cite": f"{n}", "claimant": f"{n}", "says": "So.", "place": "P", **one}
        )
        for n, one in enumerate(stated)
    ]
    event = workspace.events[0].model_copy(update={"sources": tuple(sources)})
    found = compared(accounts(event, workspace, ENGLISH), event, workspace, ENGLISH)
    assert found
    return found


def content(found: Comparison) -> Any:
    """Return a comparison without the order of its accounts."""
    rule = found.rule
    return (
        found.summary, found.areas, Counter(found.overlaps),
        {about: Counter(re.split("[:,] ", text)) for about, text in found.agreements.items()},
        rule and rule.cells,
        rule and Counter((bar.start, bar.text, bar.exact) for bar in rule.bars),
        rule and Counter((bracket.text, bracket.note) for bracket in rule.brackets),
    )  # fmt: skip


@given(stated=st.lists(STATED, min_size=2, max_size=4), data=st.data())
def test_the_order_of_accounts_changes_nothing(
    whole: Workspace, stated: list[dict[str, Any]], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(stated))
    assert content(comparison(whole, stated)) == content(comparison(whole, other))


def possible_days(text: str) -> set[date]:
    when = When.parse(text)
    return {day for day in DAYS if when.within(Period(day, day + timedelta(1))) != Certainty.NO}


@given(dates=st.lists(st.sampled_from(DATES), min_size=2, max_size=5))
def test_dates_are_joined_if_no_day_allows_both(whole: Workspace, dates: list[str]) -> None:
    # Groups of dates of which each excludes another of its group, found by trying all days.
    groups: list[set[int]] = []
    for n, text in enumerate(dates):
        rivals = {
            m
            for m, its in enumerate(dates)
            if "~" not in text + its and not possible_days(text) & possible_days(its)
        }
        if rivals:
            joined = [group for group in groups if group & (rivals | {n})]
            groups = [g for g in groups if g not in joined] + [{n, *rivals}.union(*joined)]
    rule = comparison(whole, [{"start": text} for text in dates]).rule
    assert rule
    assert sorted(set(bracket.bars) for bracket in rule.brackets) == sorted(groups)


def in_lines(found: Comparison) -> Iterator[str]:
    yield found.summary
    for one in found.overlaps:
        lon, lat = one.lonlat
        yield f"{one.count} of {found.areas} at {lat:.1f} {lon:.1f}"
    for about, text in found.agreements.items():
        yield f"{about}: {text}"
    if found.rule:
        for bar in found.rule.bars:
            sign = "▬" if bar.exact else "┄"
            yield f"{sign} {bar.account} {bar.start:.0%}–{bar.end:.0%} {bar.text}"
        for bracket in found.rule.brackets:
            yield f"] {bracket.bars} {bracket.text} {bracket.note}".rstrip()


def test_the_accounts_of_the_samples_are_compared_as_before() -> None:
    workspace = open_workspace(Path(__file__).parents[3])
    lines = []
    for event in workspace.events:
        found = compared(accounts(event, workspace, ENGLISH), event, workspace, ENGLISH)
        if found:
            lines += [event.id, *(f"  {line}" for line in in_lines(found))]
    text = "\n".join([*lines, ""])
    if os.environ.get("GEOTRACK_WRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text("utf-8")
