"""Counts by region, theme, month and the like: each record once in every total."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.queries import Match, Selection, judge, select
from geotrack.queries.areas import Area
from geotrack.queries.counts import Count, count_by
from geotrack.queries.judge import Judge
from tests.records import feature, point, region, sector, workspace

NEAR = {"precision": "near", "radius_km": 50}
REGIONS = [
    region("west", sector(0, 10, 70, 75)),
    region("east", sector(10, 20, 70, 75)),
    region("both", sector(0, 20, 70, 75)),
    region("far", sector(100, 110, 70, 75)),
]


def answered(folder: Path, *events: Any, **asked: Any) -> Selection:
    return select(workspace(folder, *events, regions=REGIONS), Query.parse(**asked))


def cells(selection: Selection, *keys: str) -> list[tuple[Any, ...]]:
    return [(*c.labels, c.certain, c.possible) for c in count_by(selection, keys).cells]


def test_what_is_known_of_a_place_is_judged_once_and_what_is_far_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []
    judge = Area.judge

    def counted(area: Area, where: Any, **how: Any) -> Any:
        judged.append(area.name)
        return judge(area, where, **how)

    monkeypatch.setattr(Area, "judge", counted)
    by_name = [feature(f"n{n}", place={"regions": "west"}) for n in range(20)]
    unlike = feature("other", place={"regions": "west", "excluding": "both"})
    drawn = [feature(f"d{n}", sector(14, 15, 71 + n / 10, 72), place="there") for n in range(5)]
    selection = answered(tmp_path, *by_name, unlike, *drawn)
    found = {c.labels: (c.certain, c.possible) for c in count_by(selection, "region").cells}
    assert found[("west",)] == (20, 1)
    assert sum(found[("east",)]) == len(drawn)
    assert not any("far" in name for name in judged)
    # Twice for a possible one: by its outline, then by its footprint.
    assert len(judged) <= 2 * (len(drawn) + 2) * 3


@pytest.mark.parametrize("together", [2, 100])
def test_a_region_counts_what_it_would_answer_if_it_were_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(judge, "_TOGETHER", together)
    events = [
        feature("in-west", point(5, 72), place=NEAR),
        feature("at-border", point(10, 72), place=NEAR),
        feature("in-east", point(15, 72), place=NEAR, start="2025"),
        feature("elsewhere", point(50, 72), place=NEAR),
        feature("unplaced"),
        feature("patrol"),
        feature("sighting", point(5, 72), place=NEAR, part_of="patrol"),
    ]
    selection = answered(tmp_path, *events, start="2024", end="2024")
    steps: list[tuple[Any, Judge]] = []
    count_by(selection, "region", watched=lambda all_of_them: steps.extend(all_of_them) or ())
    # No more records than these are held with their shapes.
    each = [tuple(part) for part, _ in steps]
    assert each == sorted(each)
    assert max(map(len, each)) <= together
    counted = cells(selection, "region")
    assert counted == [
        ("both", 4, 0),
        ("west", 3, 1),
        ("east", 0, 1),
        ("no region", 1, 0),
        ("not known", 1, 0),
    ]
    for id_, *numbers in counted[:3]:
        asked = answered(tmp_path, *events, start="2024", end="2024", regions=id_)
        assert numbers == [asked.count(Match.CERTAIN), asked.count(Match.POSSIBLE)]


def test_the_rest_of_the_question_holds_in_each_region(tmp_path: Path) -> None:
    events = [
        feature("at-border", point(10, 72), place=NEAR),
        feature("in-west", point(5, 72), place=NEAR),
    ]
    assert cells(answered(tmp_path, *events, regions="west"), "region") == [
        ("both", 1, 1),
        ("west", 1, 1),
    ], "one spot is not in two seas that only share a border"
    sure = answered(tmp_path, *events, regions="west").only(Match.CERTAIN)
    assert cells(sure, "region") == [("both", 1, 0), ("west", 1, 0)]


def test_a_hit_counts_under_each_of_its_actors_and_once_in_every_total(tmp_path: Path) -> None:
    russian, chinese = {"name": "FSB", "country": "RU"}, {"name": "CCG", "country": "CN"}
    events = [
        feature("a", actors=[russian, chinese]),
        feature("b", actors=[chinese, {"name": "CMSA", "country": "CN"}], type="naval/patrol"),
        feature("c", start="2024~"),
    ]
    answer = answered(tmp_path, *events, start="2024-01", end="2024-12")
    assert cells(answer, "actor") == [
        ("CCG", 2, 0),
        ("CMSA", 1, 0),
        ("FSB", 1, 0),
        ("not stated", 0, 1),
    ]
    counts = count_by(answer, ["country", "theme"])
    assert [(*c.labels, c.certain, c.possible) for c in counts.cells] == [
        ("CN", "coastguard", 1, 0),
        ("CN", "naval", 1, 0),
        ("RU", "coastguard", 1, 0),
        ("not stated", "coastguard", 0, 1),
    ]
    assert counts.total() == Count((), 2, 1)
    assert counts.total(theme="coastguard") == Count(("coastguard",), 1, 1)
    assert counts.total(country="CN") == Count(("CN",), 2, 0)


def test_time_counts_by_when_it_began_as_far_as_that_is_known(tmp_path: Path) -> None:
    starts = (
        "2024-09-28", "2024-09", "[2024-09-20,2024-09-21]", "2024-09-30T23:00:00-09:00",
        "2024-10-01", "2024", "[2024-09-30,2024-10-01]", "2024-09~", "2023-12",
        "[2023-12-31,2024-01-01]", "[..2024-09]", "202X",
    )  # fmt: skip
    events = [feature(str(n), start=start) for n, start in enumerate(starts)]
    answer = answered(tmp_path, *events, feature("none", start="unknown"))
    assert cells(answer, "month") == [
        ("2023-12", 1, 0),
        ("2024-09", 4, 1),
        ("2024-10", 1, 0),
        ("2024, month not known", 2, 0),
        ("not known", 4, 0),
    ]
    assert cells(answer, "year") == [("2023", 1, 0), ("2024", 7, 1), ("not known", 4, 0)]


def test_words_of_a_list_stand_in_its_order(tmp_path: Path) -> None:
    events = [
        feature("a", type="diplomacy/agreement", kind="statement", status="planned"),
        feature("b", type="naval/patrol", verification="claimed"),
        feature("c", type="air/patrol", status="occurred", verification="confirmed"),
    ]
    answer = answered(tmp_path, *events)
    assert [c[0] for c in cells(answer, "theme")] == ["air", "naval", "diplomacy"]
    assert [c[0] for c in cells(answer, "type")] == [
        "air/patrol",
        "naval/patrol",
        "diplomacy/agreement",
    ]
    assert [c[0] for c in cells(answer, "kind")] == ["event", "statement"]
    assert [c[0] for c in cells(answer, "status")] == ["occurred", "planned", "not stated"]
    assert [c[0] for c in cells(answer, "verification")] == ["confirmed", "claimed", "not stated"]


def test_nothing_found_has_no_cells(tmp_path: Path) -> None:
    counts = count_by(answered(tmp_path, feature("a"), themes="air"), ("region", "month"))
    assert (counts.cells, counts.total()) == ((), Count((), 0, 0))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("regoin", "nothing is counted by 'regoin'; did you mean 'region'?"),
        ("weather", "nothing is counted by 'weather'; write one of region, theme, type, kind, "
         "month, year, actor, country, status, verification"),
        (["theme", "theme"], "'theme' stands twice in what to count by; leave one out"),
        ([], "counted by what? write one or more of region, theme, type, kind, month, year, "
         "actor, country, status, verification"),
    ],
)  # fmt: skip
def test_a_key_that_is_none_is_refused(tmp_path: Path, keys: Any, said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        count_by(answered(tmp_path, feature("a")), keys)
    assert str(refusal.value) == said
