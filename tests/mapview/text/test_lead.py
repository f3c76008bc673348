"""The lead of a map: as written, or built from counts that another count confirms."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.i18n import LANGUAGES
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.taxonomy import built_in_taxonomy
from tests.records import feature, point, region, sector, workspace

HEAD = 'title = "M"\nmarking = "UNCLASSIFIED"\n'


def view(folder: Path, *features: dict[str, Any], head: str = "", language: str = "en") -> MapView:
    (folder / "maps").mkdir(exist_ok=True)
    (folder / "maps" / "m.toml").write_text(HEAD + head, encoding="utf-8")
    west = region("west", sector(-180, -160, 65, 75))
    return open_map(workspace(folder, *features, regions=[west]), "m", language=language)


def text(page: MapView) -> str:
    return "\n".join("".join(run.text for run in runs) for runs in page.lead)


def test_a_written_lead_stands_with_its_records(tmp_path: Path) -> None:
    records = [feature("a", point(1, 70), replaces="old"), feature("b", point(1, 71))]
    page = view(tmp_path, *records, head='lead = "See [[old|this]], *not* [[b]]."\n')
    assert text(page) == f"See this, not {feature('b')['properties']['title']}."
    told = [run.record.event.id for runs in page.lead for run in runs if run.record]
    assert told == ["a", "b"]


def test_a_lead_names_no_record_that_is_not_on_the_map(tmp_path: Path) -> None:
    head = 'lead = "See [[b]]."\n[select]\nwithout = "b"\n'
    with pytest.raises(UsageError, match="lead: no record of this map has the id 'b'"):
        view(tmp_path, feature("a"), feature("b", title="Hidden"), head=head)


def test_an_empty_lead_leaves_it_out_and_a_map_without_records_has_none(tmp_path: Path) -> None:
    built = view(tmp_path, feature("a"))
    empty = view(tmp_path, feature("a"), head='lead = ""\n')
    assert (text(empty), text(view(tmp_path))) == ("", "")
    assert text(built)
    assert built.digest != empty.digest


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "4 records in the West, from 2023 to 2025: 2 on naval activity, 1 on coastguards and "
            "1 on incidents. Of these, 1 meets the selection only possibly and 2 are only claimed, "
            "disputed or refuted.",
        ),
        (
            "nb",
            "4 oppføringer i West, fra 2023 til 2025: 2 om sjømilitær aktivitet, 1 om kystvakt og "
            "1 om ulykker og uro. Av disse er 1 bare muligens innenfor utvalget og 2 bare "
            "påståtte, omstridte eller avkreftede.",
        ),
    ],
)
def test_counts_are_told_in_sentences(tmp_path: Path, language: str, expected: str) -> None:
    near = {"precision": "near", "radius_km": 5}
    records = [
        feature("a", point(-170, 70), type="naval/patrol", start="2024", place=near),
        feature("b", point(-170, 70), type="naval/patrol", start="2024", end="..", place=near),
        feature("c", point(-170, 70), type="coastguard/patrol", start="[..2023-02]", place=near),
        feature("d", point(-170, 70), type="incident/grounding", start="2025-12"),
    ]
    records[0]["properties"]["verification"] = "claimed"
    records[1]["properties"]["verification"] = "disputed"
    page = view(tmp_path, *records, head='[select]\nregions = ["west"]\n', language=language)
    assert text(page).replace("\xa0", " ") == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_record_is_one(tmp_path: Path, language: str) -> None:
    page = view(tmp_path, feature("a", start="2024", type="air/patrol"), language=language)
    expected = {
        "en": "1 record on air activity from 2024.",
        "nb": "1 oppføring om luftmilitær aktivitet fra 2024.",
    }
    assert text(page) == expected[language]


@given(st.data())
def test_the_figures_of_a_built_lead_add_up(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    kinds = st.sampled_from(sorted(built_in_taxonomy().types))
    starts = st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(str) | st.just("unknown")
    rows = data.draw(st.lists(st.tuples(kinds, starts, st.booleans()), min_size=2, max_size=12))
    records = [
        feature(f"r{n}", point(n, 70) if placed else None, type=kind, start=start)
        for n, (kind, start, placed) in enumerate(rows)
    ]
    said = text(view(tmp_path_factory.mktemp("lead"), *records))
    first, _, open_ = said.partition(". ")
    head, _, themes = first.partition(": ")
    assert head.startswith(f"{len(rows)} records")
    figures = [int(n) for n in re.findall(r"(\d+)\xa0on", themes)]
    counted = Counter(kind.partition("/")[0] for kind, _, _ in rows)
    assert sum(figures) == (len(rows) if len(counted) > 1 else 0)
    years = sorted({start[:4] for _, start, _ in rows if start != "unknown"})
    assert re.findall(r"\b\d{4}\b", head) == [*years[:1], *(years[-1:] if len(years) > 1 else [])]
    for what, n in (
        ("no place", sum(not placed for *_, placed in rows)),
        ("no date", sum(start == "unknown" for _, start, _ in rows)),
    ):
        found = re.search(rf"(\d+) (?:has|have) {what}", open_)
        assert (int(found[1]) if found else 0) == n
