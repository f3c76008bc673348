"""Stays and passages beside what pyproj and shapely say of every fix and leg."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from fix_scenes import GEOD, HOUR, START, Fix, disc_place, fixes_of, seconds
from folium_polar.geometry import disc, geodesic
from folium_polar.geometry.plane import project
from geotrack.queries.areas import Area
from geotrack_observations import CrossingPlace, Stay, TrackLimits, crossings
from tests.examples import few

LIMITS = TrackLimits(6 * HOUR, 30.0)
KM = 1_000.0


def told(stay: Stay) -> tuple[Any, ...]:
    """Return what a stay says, but for what is interpolated and drawn."""
    return (
        stay.id, stay.certain, stay.begins, stay.ends, stay.inside,
        *map(seconds, (stay.entered_after, stay.entered_by, stay.left_after, stay.left_by)),
    )  # fmt: skip


@st.composite
def straight_paths(draw: st.DrawFn) -> tuple[float, float, float, float, float, float, float]:
    return (
        draw(st.floats(-180, 180)), draw(st.floats(45, 90)), draw(st.floats(5, 800)),
        draw(st.floats(0, 360)), draw(st.floats(2, 25)), draw(st.floats(60, 5 * HOUR)),
        draw(st.floats(0, 1)),
    )  # fmt: skip


@given(straight_paths())
def test_a_straight_path_meets_a_disc_when_it_must(path: tuple[float, ...]) -> None:
    lon, lat, radius_km, azimuth, speed, step, phase = path
    radius, middle = radius_km * KM, 100 * 24 * HOUR
    span = 2 * radius / speed
    assume(span / step < 3_000)
    times = np.arange(middle - span - phase * step, middle + span + step, step)
    run = (times - middle) * speed
    at = GEOD.fwd(np.full(len(run), lon), np.full(len(run), lat), np.full(len(run), azimuth), run)
    assume(min(at[1]) > 1)
    # Within a metre of the border counts as inside.
    assume(min(np.abs(np.abs(run) - radius)) > 5)
    rows: list[Fix] = [("a", *map(float, fix)) for fix in zip(times, at[0], at[1], strict=True)]
    found = list(crossings(fixes_of(rows), [disc_place(lon, lat, radius)], LIMITS))
    came, left = middle - radius / speed, middle + radius / speed
    inside = times[np.abs(run) < radius]
    (stay,) = found
    about = [seconds(moment) for moment in (stay.entered_about, stay.left_about)]
    # The disc is a polygon, and moments are told to the second.
    assert np.allclose(about, [came, left], rtol=0, atol=2 + 10 / speed)
    if not len(inside):
        assert (stay.inside, stay.certain, stay.kind) == (0, False, "passage")
        assert (stay.entered_by, stay.left_after) == (None, None)
    else:
        assert (stay.inside, stay.certain, stay.kind) == (len(inside), True, "stay")
        assert seconds(stay.entered_by) == pytest.approx(inside[0], abs=1e-5)
        assert seconds(stay.left_after) == pytest.approx(inside[-1], abs=1e-5)
    assert seconds(stay.entered_after) == pytest.approx(times[run < -radius][-1], abs=1e-5)
    assert seconds(stay.left_by) == pytest.approx(times[run > radius][0], abs=1e-5)


FIXES = st.lists(
    st.tuples(
        st.sampled_from("ab"), st.integers(0, 60), st.integers(-30, 30), st.integers(0, 20)
    ).map(lambda r: (r[0], r[1] * 0.5 * HOUR, r[2] * 0.4 + 150, 78 + r[3] * 0.1)),
    min_size=1,
    max_size=25,
    unique_by=lambda row: row[:2],
)
CENTRE, RADIUS = (150.3, 79.1), 60 * KM
# As fast as need be: most of such legs are none otherwise.
FAST = TrackLimits(3 * HOUR, 60.0)


def by_hand(rows: list[Fix]) -> list[tuple[Any, ...]]:
    """Return what crossings must say, fix by fix and leg by leg."""
    area = disc(*CENTRE, RADIUS)
    found: list[tuple[Any, ...]] = []
    for id_, group in itertools.groupby(sorted(rows), key=lambda row: row[0]):
        track = list(group)
        joins = [_joint(*pair) for pair in itertools.pairwise(track)]
        inside = [_distance(row[2:], CENTRE) <= RADIUS for row in track]
        stays: list[list[int]] = []
        for n, held in enumerate(inside):
            if held and n and inside[n - 1] and joins[n - 1] == "border":
                stays[-1].append(n)
            elif held:
                stays.append([n])
        for stay in stays:
            begins = joins[stay[0] - 1] if stay[0] else "first fix"
            ends = joins[stay[-1]] if stay[-1] < len(joins) else "last fix"
            after = track[stay[0] - 1][1] if begins == "border" else None
            by = track[stay[-1] + 1][1] if ends == "border" else None
            first, last = track[stay[0]][1], track[stay[-1]][1]
            found.append((id_, True, begins, ends, len(stay), after, first, last, by))
        for n, joint in enumerate(joins):
            if joint == "border" and not inside[n] and not inside[n + 1]:
                line = geodesic([track[n][2:], track[n + 1][2:]], 2_000)
                way = shapely.LineString(np.column_stack(project(*np.array(line).T)))
                if shapely.intersects(way, area):
                    ends_at = track[n][1], track[n + 1][1]
                    found.append((id_, False, joint, joint, 0, ends_at[0], None, None, ends_at[1]))
    return found


def _distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return float(GEOD.inv(one[0], one[1], other[0], other[1])[2])


def _joint(one: Fix, other: Fix) -> str:
    time = other[1] - one[1]
    if _distance(one[2:], other[2:]) > FAST.speed_m_s * time:
        return "jump"
    return "gap" if time > FAST.gap_s else "border"


def _unclear(rows: list[Fix]) -> bool:
    """Tell whether a fix or a leg is so near the border that metres decide."""
    for row in rows:
        if abs(_distance(row[2:], CENTRE) - RADIUS) < 5:
            return True
    for one, other in itertools.pairwise(sorted(rows)):
        if one[0] == other[0] and one[2:] != other[2:]:
            line = geodesic([one[2:], other[2:]], 500)
            if abs(min(_distance(place, CENTRE) for place in line) - RADIUS) < 20:
                return True
    return False


@few
@given(FIXES, st.floats(-180, 180))
def test_they_are_those_of_every_fix_and_leg_wherever_180_degrees_is(
    rows: list[Fix], turned: float
) -> None:
    assume(not _unclear(rows))
    wanted = sorted(by_hand(rows), key=str)
    for by in (0.0, turned, 30.0, -60.0):
        place = disc_place(*CENTRE, RADIUS, by)
        assert sorted(map(told, crossings(fixes_of(rows, by), [place], FAST)), key=str) == wanted


def test_a_period_chooses_stays_and_keeps_when_they_began() -> None:
    rows: list[Fix] = [("a", n * HOUR, 0.0, 79 + n * 0.1) for n in range(40)]
    place = disc_place(0.0, 81.0, 100 * KM)
    (whole,) = crossings(fixes_of(rows), [place], LIMITS)
    assert whole.inside > 10

    def within(first: float, last: float) -> list[Stay]:
        span = START + timedelta(hours=first), START + timedelta(hours=last)
        return list(crossings(fixes_of(rows), [place], LIMITS, span))

    assert [told(one) for one in within(15, 16)] == [told(whole)]
    assert within(0, 5) == []
    assert within(35, 40) == []
    # Between two fixes inside it is not seen inside.
    (between,) = within(15.2, 15.8)
    assert (between.certain, between.entered_by) == (False, whole.entered_by)
    entered = seconds(whole.entered_by)
    assert entered is not None
    # Before its first fix inside it may have come in.
    (coming,) = within(entered / HOUR - 0.5, entered / HOUR - 0.2)
    assert not coming.certain


def test_what_is_only_possibly_inside_bounds_what_is_certain() -> None:
    outer, inner = disc(0, 85, 200 * KM), disc(0, 85, 100 * KM)
    place = CrossingPlace("near a record", [Area([outer], "", inner)])
    lats = [82.0, 83.5, 84.5, 85.0, 85.5, 86.5, 88.0]
    rows: list[Fix] = [("a", n * 6 * HOUR, 0.0, lat) for n, lat in enumerate(lats)]
    (stay,) = crossings(fixes_of(rows), [place], LIMITS)
    assert told(stay)[1:] == (
        True, "border", "border", 5, 0.0, 12 * HOUR, 24 * HOUR, 36 * HOUR,
    )  # fmt: skip
    aside: list[Fix] = [("a", t, 15.0, lat) for _, t, _, lat in rows]
    (stay,) = crossings(fixes_of(aside), [place], LIMITS)
    assert not stay.certain
    assert stay.entered_by is not None


@given(
    st.lists(
        st.tuples(st.floats(-25, 25), st.floats(82, 88), st.sampled_from([0.0, 30.0, 90.0])),
        min_size=2, max_size=6,
    ),
    st.floats(-180, 180),
)  # fmt: skip
def test_where_a_fix_has_a_radius_no_place_in_it_is_left_out(
    path: list[tuple[float, float, float]], turned: float
) -> None:
    rows: list[Fix] = [("a", n * HOUR, lon, lat) for n, (lon, lat, _) in enumerate(path)]
    radius = [km * KM for *_, km in path]
    centre, reach = (0.0, 85.0), 60 * KM
    place = disc_place(*centre, reach, turned)
    fixes = fixes_of(rows, turned, radius)
    far = [_distance(row[2:], centre) for row in rows]
    for one, other in zip(far, radius, strict=True):
        assume(min(abs(one + other - reach), abs(one - other - reach)) > 20)
    found = list(crossings(fixes, [place], TrackLimits(9e9, 9e9)))
    stays = [stay for stay in found if stay.kind == "stay"]
    inside = [one - other < reach for one, other in zip(far, radius, strict=True)]
    wholly = [one + other < reach for one, other in zip(far, radius, strict=True)]
    assert sum(stay.inside for stay in stays) == sum(inside)
    assert any(stay.certain for stay in stays) == any(wholly)
    # Any true way goes from somewhere near a fix to somewhere near the next.
    chance = np.random.default_rng(1)
    for n, (one, other) in enumerate(itertools.pairwise(rows)):
        if inside[n] or inside[n + 1]:
            continue
        passes = any(stay.kind == "passage" and seconds(stay.entered_after) == n * HOUR
                     for stay in found)  # fmt: skip
        for _ in range(10):
            ends = [
                GEOD.fwd(*row[2:], chance.uniform(0, 360), radius[at] * chance.uniform(0, 1))[:2]
                for row, at in ((one, n), (other, n + 1))
            ]
            if ends[0] != ends[1]:
                line = geodesic(ends, 5_000)
                nearest = min(_distance(place, centre) for place in line)
                assert passes or nearest > reach - 10


def test_radii_are_taken_off_a_jump_and_where_none_is_stated_nothing_is_certain() -> None:
    rows: list[Fix] = [("a", 0.0, 0.0, 85.0), ("a", 60.0, 0.0, 85.5)]
    place = disc_place(0.0, 85.0, 100 * KM)
    (one, other) = crossings(fixes_of(rows), [place], LIMITS)
    assert (one.certain, one.ends, other.certain) == (True, "jump", True)
    (stay,) = crossings(fixes_of(rows, radius=[30 * KM, 30 * KM]), [place], LIMITS)
    assert (stay.certain, stay.inside) == (True, 2)
    (one, other) = crossings(fixes_of(rows, radius=[float("nan")] * 2), [place], LIMITS)
    assert (one.certain, one.ends, other.certain) == (False, "jump", False)


def test_nowhere_is_no_place() -> None:
    nowhere = CrossingPlace("nowhere", [Area([disc(0, 85, 10 * KM)]), Area([disc(9, 70, KM)])])
    rows: list[Fix] = [("a", n * HOUR, 0.0, 82 + n * 0.25) for n in range(32)]
    assert not list(crossings(fixes_of(rows), [nowhere], LIMITS))


def test_several_conditions_must_all_be_met() -> None:
    both = CrossingPlace("both", [Area([disc(0, 85, 200 * KM)]), Area([disc(0, 88, 200 * KM)])])
    rows: list[Fix] = [("a", n * HOUR, 0.0, 82 + n * 0.25) for n in range(32)]
    (stay,) = crossings(fixes_of(rows), [both], LIMITS)
    inside = [
        n for n, row in enumerate(rows)
        if all(_distance(row[2:], (0, lat)) <= 200 * KM for lat in (85, 88))
    ]  # fmt: skip
    assert seconds(stay.entered_by) == inside[0] * HOUR
    assert (stay.inside, seconds(stay.left_after)) == (len(inside), inside[-1] * HOUR)
    aside: list[Fix] = [("a", 0.0, -40.0, 85.5), ("a", 6 * HOUR, 40.0, 85.5)]
    (passage,) = crossings(fixes_of(aside), [both], LIMITS)
    assert passage.kind == "passage"
    # Through each of the two, and nowhere through both.
    past: list[Fix] = [("a", 0.0, -40.0, 83.0), ("a", 1.0, 80.0, 89.9), ("a", 2.0, 20.0, 89.9)]
    assert not [*crossings(fixes_of(past), [both], TrackLimits(HOUR, 1e9))]


def test_the_parts_of_many_ids_say_what_all_of_them_say(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Fix] = [
        (f"{i:02}", n * HOUR, i * 10.0, 79 + n * 0.1) for i in range(12) for n in range(30)
    ]
    places = [disc_place(40.0, 80.0, 200 * KM), disc_place(0.0, 81.0, 100 * KM)]
    whole = list(crossings(fixes_of(rows), places, LIMITS))
    parts = fixes_of(rows).parts
    monkeypatch.setattr("geotrack_observations.trajectories.fixes.Fixes.parts", lambda _: parts(50))
    assert sorted(map(told, crossings(fixes_of(rows), places, LIMITS)), key=str) == sorted(
        map(told, whole), key=str
    )
