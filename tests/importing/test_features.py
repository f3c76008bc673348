"""From cells to properties."""

from __future__ import annotations

import csv as csv_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.importing import MappingOptions, ReadingOptions, draft
from tests.importing.conftest import Import, Written, properties


def one(made: Any) -> dict[str, Any]:
    (given,) = properties(made)
    return given


def test_every_part_of_a_record_can_come_from_a_column(csv: Written, imported: Import) -> None:
    cells = {
        "id": "a-1", "title": "T", "type": "coastguard/patrol", "start": "2024-09~",
        "end": "..", "summary": "S", "status": "occurred", "verification": "reported",
        "verification_basis": "B", "actor_name": "FSB", "actor_country": "RU",
        "actor_assets": "one ship; one plane", "place_name": "P", "precision": "near",
        "radius_km": "30", "regions": "bering-strait; chukchi-sea",
        "source_url": "https://a.org/", "source_published": "2024-10",
        "source_grade_reliability": "B", "source_grade_credibility": "2",
        "part_of": "whole", "sequence": "3", "related": "b; c", "tags": "x;y; ;z",
        "confidence": "low", "likelihood": "likely", "likelihood_scale": "ICD 203",
    }  # fmt: skip
    text = "|".join(cells) + "\n" + "|".join(cells.values()) + "\n"
    made = imported(csv(text))
    assert made.features[0]["id"] == "a-1"
    assert one(made) == {
        "title": "T",
        "type": "coastguard/patrol",
        "start": "2024-09~",
        "end": "..",
        "summary": "S",
        "status": "occurred",
        "verification": {"level": "reported", "basis": "B"},
        "actors": [{"name": "FSB", "country": "RU", "assets": ["one ship", "one plane"]}],
        "place": {
            "name": "P",
            "precision": "near",
            "radius_km": 30,
            "regions": ["bering-strait", "chukchi-sea"],
        },
        "sources": [
            {
                "url": "https://a.org/",
                "published": "2024-10",
                "grade": {"reliability": "B", "credibility": 2},
            }
        ],
        "part_of": "whole",
        "sequence": 3,
        "related": ["b", "c"],
        "tags": ["x", "y", "z"],
        "confidence": {"level": "low"},
        "likelihood": {"term": "likely", "scale": "ICD 203"},
    }


def test_several_values_make_several_objects(csv: Written, imported: Import) -> None:
    made = imported(
        csv(
            "actor|actor_country|source_url|source_title\n"
            "FSB; CCG|RU; CN|https://a.org/x;y; https://b.org/|; Second\n"
        )
    )
    assert one(made) == {
        "actors": [{"name": "FSB", "country": "RU"}, {"name": "CCG", "country": "CN"}],
        "sources": [{"url": "https://a.org/x;y"}, {"url": "https://b.org/", "title": "Second"}],
    }


def test_a_semicolon_in_a_text_divides_nothing(csv: Written, imported: Import) -> None:
    made = imported(csv("title|source_url|source_title\na; b|https://a.org/|Smith; Jones\n"))
    assert one(made) == {
        "title": "a; b",
        "sources": [{"url": "https://a.org/", "title": "Smith; Jones"}],
    }


def test_counts_that_do_not_fit_are_told_and_kept(csv: Written, imported: Import) -> None:
    made = imported(csv("actor|actor_country\nA; B; C|RU; CN\n"))
    assert one(made) == {
        "actors": [{"name": "A"}, {"name": "B"}, {"name": "C"}],
        "actors_country": "RU; CN",
    }
    assert any("2 values of actors.country for 3" in line for line in made.messages)


def test_lists_of_dates_and_numbers_are_read_value_by_value(csv: Written, imported: Import) -> None:
    made = imported(
        csv(
            "source_url|source_start|source_published|source_grade_credibility\n"
            "https://a.org/; https://b.org/|2026-10-14; 2026-10-15|14.10.2026; |2; 3\n"
        ),
        dates=("%d.%m.%Y",),
    )
    assert one(made)["sources"] == [
        {
            "url": "https://a.org/",
            "published": "2026-10-14",
            "start": "2026-10-14",
            "grade": {"credibility": 2},
        },
        {"url": "https://b.org/", "start": "2026-10-15", "grade": {"credibility": 3}},
    ]
    assert not any("1 cell" in line for line in made.messages)


def test_one_bad_date_of_a_list_is_told_alone(csv: Written, imported: Import) -> None:
    made = imported(csv("source_url|source_start\nhttps://a.org/; https://b.org/|2026; soon\n"))
    assert [s["start"] for s in one(made)["sources"]] == ["2026", "soon"]
    assert any(
        "it: a word that names no day; first line 2, 'soon'; write" in m for m in made.messages
    )


def test_works_are_several_where_another_column_has_as_many(csv: Written, imported: Import) -> None:
    made = imported(csv("source_cite|source_claimant|source_says\nX; Y|A; B|; yes\nZ|C|no\n"))
    assert [p["sources"] for p in properties(made)] == [
        [{"cite": "X", "claimant": "A"}, {"cite": "Y", "claimant": "B", "says": "yes"}],
        [{"cite": "Z", "claimant": "C", "says": "no"}],
    ]
    assert (
        "source_cite: 1 cell: several sources, as another column has as many values; "
        "first line 2, 'X; Y'" in made.messages
    )


@pytest.mark.parametrize("claimants", ["A; B", "A; B; C; D"])
def test_claimants_that_fit_no_works_stand_apart(
    csv: Written, imported: Import, claimants: str
) -> None:
    made = imported(csv(f"source_cite|source_claimant|source_title\nX; Y; Z|{claimants}|T\n"))
    assert one(made) == {
        "sources": [{"cite": "X; Y; Z", "title": "T"}], "sources_claimant": claimants,
    }  # fmt: skip
    many = claimants.count(";") + 1
    said = f"{many} values of sources.claimant for 3: kept as 'sources_claimant'"
    assert any(said in line for line in made.messages)
    assert any("source_cite: 1 cell: ';' is a part of the text" in line for line in made.messages)


def test_a_list_beside_one_source_or_actor_is_told(csv: Written, imported: Import) -> None:
    made = imported(
        csv("actor|actor_country|source_url|source_claimant\nFSB|RU; CN|https://a.org/|A; B\n")
    )
    assert one(made) == {
        "actors": [{"name": "FSB", "country": "RU; CN"}],
        "sources": [{"url": "https://a.org/", "claimant": "A; B"}],
    }
    for column, kind, cell in (
        ("actor_country", "actor", "RU; CN"),
        ("source_claimant", "source", "A; B"),
    ):
        said = f"';' is a part of the text, as the row has one {kind}; first line 2, {cell!r}"
        assert f"{column}: 1 cell: {said}" in made.messages


COLUMNS = ("title", "publisher", "published", "claimant", "stance", "says", "start", "place")


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lists_pair_by_position_or_are_told(tmp_path: Path, data: st.DataObject) -> None:
    """Each list of as many values as sources pairs; of each other all is kept, and it is told."""
    count = data.draw(st.integers(1, 4), "sources")
    by = data.draw(st.sampled_from(["url", "cite"]), "named by")
    names = data.draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True))
    many = [data.draw(st.integers(1, 5), name) for name in names]
    head = [f"https://a.org/{n}" if by == "url" else f"Work {n}" for n in range(count)]
    values = {
        name: [str(2000 + 10 * at + n) for n in range(long)]
        for at, (name, long) in enumerate(zip(names, many, strict=True))
    }
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [
            [f"source_{by}", *(f"source_{name}" for name in names)],
            ["; ".join(head), *("; ".join(v) for v in values.values())],
        ]
        csv_module.writer(file).writerows(rows)
    made = draft(path, ReadingOptions(), MappingOptions())
    (found,) = properties(made)
    # Works without an address are several only where a list beside them says so.
    sources = count if by == "url" or count in many else 1
    assert [s[by] for s in found["sources"]] == (head if sources == count else ["; ".join(head)])
    for name, given_ in values.items():
        there = [s[name] for s in found["sources"] if name in s]
        if len(given_) == sources:
            assert there == given_
        else:
            kept = [there[0] if there else found.get(f"sources_{name}")]
            assert kept == ["; ".join(given_)]
            assert any(name in line and "1 cell" in line for line in made.messages)


def test_a_source_without_an_address_is_one_source(csv: Written, imported: Import) -> None:
    made = imported(csv("source_cite|source_title\nSmith; Jones 2024|T\n"))
    assert one(made) == {"sources": [{"cite": "Smith; Jones 2024", "title": "T"}]}


def test_a_report_is_cited_claim_by_claim(csv: Written, imported: Import) -> None:
    made = imported(csv("source_seed|source_claim\nfocus-2025; focus-2025|S1; S2\n"))
    assert one(made)["sources"] == [
        {"seed": "focus-2025", "claim": "S1"},
        {"seed": "focus-2025", "claim": "S2"},
    ]


def test_a_constant_stands_where_a_cell_is_empty(csv: Written, imported: Import) -> None:
    made = imported(
        csv("type|actor|source_url|n\nair/intercept|FSB; CCG|https://a.org/|1\n|||2\n"),
        set={
            "type": "coastguard/patrol", "actors.role": "seen", "sources.url": "https://b.org/",
            "sources.publisher": "P", "tags": "a;b", "place.precision": "near", "extra.batch": "7",
        },
    )  # fmt: skip
    first, second = properties(made)
    constants = {"tags": ["a", "b"], "batch": "7"}  # a precision is of what has a position
    assert first == {
        "type": "air/intercept",
        "actors": [{"name": "FSB", "role": "seen"}, {"name": "CCG", "role": "seen"}],
        "sources": [{"url": "https://a.org/", "publisher": "P"}],
        "n": 1,
        **constants,
    }
    assert second == {
        "type": "coastguard/patrol",
        "sources": [{"url": "https://b.org/", "publisher": "P"}],
        "n": 2,
        **constants,
    }


def test_empty_cells_are_absent(csv: Written, imported: Import) -> None:
    assert properties(imported(csv("title|place_name|tags|x\nA| ||\n"))) == [{"title": "A"}]


def test_what_is_no_number_is_kept_and_told(csv: Written, imported: Import) -> None:
    made = imported(csv("radius_km|sequence\nabout 30|x\n40|2\n"))
    assert properties(made) == [
        {"place": {"radius_km": "about 30"}, "sequence": "x"},
        {"place": {"radius_km": 40}, "sequence": 2},
    ]
    assert (
        "radius_km: 1 cell: no number, and kept as it stands; first line 2, 'about 30'"
        in made.messages
    )


@pytest.mark.parametrize(
    ("column", "words", "hint"),
    [
        ("type", ("air/intercept", "coastgard/patrol"), "did you mean 'coastguard/patrol'?"),
        ("status", ("occurred", "occured"), "did you mean 'occurred'?"),
        ("kind", ("event", "ship"), "it is one of event, statement, assessment, outlook"),
        ("verification", ("reported", "no"), "it is one of confirmed, reported, "),
        ("precision", ("near", "close"), "it is one of exact, near, ring, line, area, "),
        ("actor_country", ("NO", "Rusland"), "did you mean 'RU'?"),
        ("actor_country", ("NO", "XYZ"), "write two capitals, for example NO"),
        ("source_stance", ("denies", "deny"), "did you mean 'denies'?"),
    ],
)
def test_a_word_that_a_property_does_not_take_is_told_with_its_place(
    csv: Written, imported: Import, column: str, words: tuple[str, str], hint: str
) -> None:
    good, bad = words
    more = {"actor_country": "actor", "source_stance": "source_cite"}.get(column, "title")
    made = imported(csv(f"{more}|{column}\nA|{good}\nB|{bad}\nC|{bad}\n"))
    kind = column.rpartition("_")[2]
    said = f"{column}: 2 cells: no {kind} as records write it, and kept as it stands"
    assert any(line.startswith(f"{said}; first line 3, {bad!r}; {hint}") for line in made.messages)
    assert bad in str(properties(made)[1])


def test_countries_are_read_by_name_in_a_list(csv: Written, imported: Import) -> None:
    made = imported(csv("actor|actor_country\nA; B; C|NO; Russia; KINA\n"))
    assert [actor["country"] for actor in one(made)["actors"]] == ["NO", "RU", "CN"]
    assert "actor_country: 'Russia' → RU, 1 cell" in made.messages


def test_a_column_and_a_constant_are_both_told(csv: Written, imported: Import) -> None:
    text = "title|type\nA|air/intercept\nB|\n"
    made = imported(csv(text), set={"type": "coastguard/patrol"})
    assert [p["type"] for p in properties(made)] == ["air/intercept", "coastguard/patrol"]
    assert "'coastguard/patrol' → type, where no column gives it: in 1 of 2 rows" in made.messages
    made = imported(csv(text.replace("air/intercept", "Cargo")), set={"type": "coastguard/patrol"})
    assert properties(made) == [
        {"title": "A", "type": "coastguard/patrol", "type (column)": "Cargo"},
        {"title": "B", "type": "coastguard/patrol"},
    ]
    assert any(
        line.startswith("type: no cell is a type as records write it") for line in made.messages
    )


def test_unstated_precision_is_none(csv: Written, imported: Import) -> None:
    made = imported(csv("title|precision\nA|unstated\nB|near\n"))
    assert properties(made) == [{"title": "A"}, {"title": "B", "place": {"precision": "near"}}]
    rows = "title|lat|lon|precision\nA|70|20|unstated\nB|70|20|near\n"
    made = imported(csv(rows), set={"precision": "area"})
    assert [p["place"]["precision"] for p in properties(made)] == ["area", "near"]
    assert not any("precision as records" in line for line in made.messages)


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("09/10/2024", "--dates day-first or --dates month-first says it"),
        (
            "31.02.2024",
            "February 2024 has 29 days; first line 2, '31.02.2024'; write 2024-02-29 or 2024-02",
        ),
        (
            "3. toukokuu 2025",
            "names of months are read in English, Norwegian and Russian; "
            "of another, write the month as a number",
        ),
        ("28.09/2024", "'28.09/2024'"),
        ("last week", "'last week'; write the date, or state when the source was published"),
    ],
)
def test_a_text_that_is_no_date_is_kept_and_told(
    csv: Written, imported: Import, cell: str, hint: str
) -> None:
    made = imported(csv(f"start|x\n{cell}|1\n"))
    assert one(made)["start"] == cell
    line = next(line for line in made.messages if line.startswith("start: 1 cell"))
    assert line.endswith(hint)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("28.09.2024", "2024-09-28"),
        ("28.09.24", "2024-09-28"),
        ("20240928", "2024-09-28"),
        ("2024/9/28", "2024-09-28"),
        ("3. mai 2025", "2025-05-03"),
        ("3. sept 2025", "2025-09-03"),
        ("3 сен. 2025", "2025-09-03"),
        ("oktober 2025", "2025-10"),
        ("2024-07-24 13:05Z", "2024-07-24T13:05:00Z"),
    ],
)
def test_a_date_in_a_notation_with_one_reading_is_read_and_told(
    csv: Written, imported: Import, cell: str, date: str
) -> None:
    made = imported(csv(f"start|x\n{cell}|1\n"))
    assert one(made)["start"] == date
    line = next(line for line in made.messages if line.startswith("start: 1 cell read as dates"))
    assert line.endswith(f"first line 2, '{cell}' → {date}")


def test_forms_of_dates_are_told(csv: Written, imported: Import) -> None:
    path = csv("start|end|published\n28.09.2024|10/2024|2024\n", name="b.csv")
    made = imported(path, dates=("%d.%m.%Y", "%m/%Y"), map={"published": "sources.published"})
    assert one(made) == {
        "start": "2024-09-28", "end": "2024-10", "sources": [{"published": "2024"}],
    }  # fmt: skip


def test_what_a_form_reads_and_a_date_does_not_hold_is_kept(csv: Written, imported: Import) -> None:
    path = csv("start,end\n01.07.2025 14:30,ca. 02.07.2025\n")
    made = imported(path, dates=("%d.%m.%Y %H:%M", "ca. %d.%m.%Y"))
    assert one(made) == {
        "start": "2025-07-01",
        "end": "2025-07-02",
        "start (column)": "01.07.2025 14:30",
        "end (column)": "ca. 02.07.2025",
    }
    for column in ("start", "end"):
        said = f"it says more than the date that is read, '{column} (column)' keeps all"
        assert any(line.startswith(f"{column}: 1 cell: {said}") for line in made.messages)


def test_a_year_in_a_column_of_numbers_is_a_date(csv: Written, imported: Import) -> None:
    assert [p["start"] for p in properties(imported(csv("start,x\n2024,1\n2023,2\n")))] == [
        "2024",
        "2023",
    ]


def test_a_date_in_words_counts_from_the_day_of_publication_of_its_row(
    csv: Written, imported: Import
) -> None:
    text = "start|published\nlast week|2024-11-30\ni går|\non Tuesday|30.11.2024\n"
    made = imported(csv(text), map={"published": "sources.published"})
    starts = [feature["properties"]["start"] for feature in made.features]
    assert starts == ["[2024-11-18..2024-11-24]", "i går", "on Tuesday"]
    said = "".join(made.messages)
    assert "it counts from the day of publication, which is not stated; first line 3" in said
    assert (
        "several readings, and the text is kept; first line 4, 'on Tuesday'; write 2024-11-26"
        in said
    )
