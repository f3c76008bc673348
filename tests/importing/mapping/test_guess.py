"""Columns by name and content, and values by their labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.importing import find_mapping
from geotrack.importing.detect import read_file
from geotrack.importing.draft import draft_table
from geotrack.importing.mapping.plan import MappingOptions
from geotrack.importing.preview import preview
from geotrack.importing.table import ReadingOptions
from geotrack.taxonomy import built_in_taxonomy
from tests.importing.conftest import Import, Written, coordinates, faults, properties

NORWEGIAN = """navn;dato;posisjon;kilde;type;merknad
To patruljeskip;28.09.2024;63,1° N 174,2° V;https://example.org/a;Kystvakt/observasjon;12 knop
Kystvaktskip;10/2024;65°42'N 168°45'V;https://example.org/b;Kystvakt – patrulje;9 knop
Øvelse;3. september 2024;72-10,5N 33-20,0E;https://example.org/c;Marineøvelse;
"""


def test_a_norwegian_table_is_a_sound_draft_without_an_option(
    tmp_path: Path, csv: Written, imported: Import
) -> None:
    made = imported(csv(NORWEGIAN))
    assert faults(made, tmp_path) == []
    assert properties(made)[0] == {
        "title": "To patruljeskip",
        "type": "coastguard/sighting",
        "start": "2024-09-28",
        "summary": "12 knop",
        "sources": [{"url": "https://example.org/a"}],
    }
    assert [p["type"] for p in properties(made)[1:]] == ["coastguard/patrol", "naval/exercise"]
    assert [p["start"] for p in properties(made)[1:]] == ["2024-10", "2024-09-03"]
    assert coordinates(made)[0] == pytest.approx([-174.2, 63.1])
    assert coordinates(made)[2] == pytest.approx([33 + 1 / 3, 72 + 10.5 / 60])
    assert made.messages == (
        "a.csv: 3 features, 3 with geometry",
        "posisjon → geometry",
        "by their names: type",
        "navn → title (guess: its name)",
        "dato → start (guess: 3 of 3 cells are dates)",
        "kilde → sources.url (guess: 3 of 3 cells are addresses)",
        "merknad → summary (guess: its name)",
        "dato: 3 cells read as dates, day first; first line 2, '28.09.2024' → 2024-09-28",
        "type: 'Kystvakt/observasjon' → coastguard/sighting, 1 cell",
        "type: 'Kystvakt – patrulje' → coastguard/patrol, 1 cell",
        "type: 'Marineøvelse' → naval/exercise, 1 cell",
    )
    assert made.plan.dates == ("day-first",)
    assert made.options.latlon == "posisjon"


def test_an_option_goes_before_a_guess_and_no_guess_makes_none(
    csv: Written, imported: Import
) -> None:
    path = csv(NORWEGIAN)
    made = imported(path, map={"merknad": "title"}, set={"start": "2024"})
    assert properties(made)[0]["title"] == "12 knop"
    assert properties(made)[0]["start"] == "2024"
    assert (properties(made)[0]["navn"], properties(made)[0]["dato"]) == (
        "To patruljeskip",
        "28.09.2024",
    )
    assert "navn" not in made.plan.guesses
    plain = imported(path, guess=False)
    assert plain.plan.guesses == {}
    assert properties(plain)[0]["posisjon"] == "63,1° N 174,2° V"
    assert coordinates(plain) == [None, None, None]


@pytest.mark.parametrize(
    ("header", "cells", "path"),
    [
        ("Name", "A ship", "title"),
        ("Headline", "A ship", "title"),
        ("overskrift", "A ship", "title"),
        ("Label", "A ship", "title"),
        ("Kortnavn", "Skip", "label"),
        ("Description", "Seen", "summary"),
        ("Remarks", "Seen", "summary"),
        ("When?", "2024", "start"),
        ("Date (UTC)", "Jul 24, 2024 1:05 PM", "start"),
        ("Observert", "2024-07-24", "start"),
        ("eventDate", "24-Jul-2024", "start"),
        ("hendelsesdato", "24.7.2024", "start"),
        ("Slutt", "24.7.2024", "end"),
        ("Kategori", "Kystvaktøvelse", "type"),
        ("tema", "coastguard/patrol", "type"),
        ("Link", "https://example.org/", "sources.url"),
        ("Lenke", "https://example.org/", "sources.url"),
        ("more here", "https://example.org/", "sources.url"),
        ("Kilder", "Barents Observer", "sources.cite"),
        ("Aktør", "FSB", "actors.name"),
        ("Location", "off Gambell", "place.name"),
        ("Sted", "Kirkenes", "place.name"),
        ("presisjon", "nær", "place.precision"),
        ("bekreftelse", "Rapportert", "verification.level"),
    ],
)
def test_columns_by_name_and_content(
    csv: Written, imported: Import, header: str, cells: str, path: str
) -> None:
    made = imported(csv(f'"{header}"|x\n"{cells}"|1\n'))
    assert [one.path for one in made.plan.columns.values()] == [path]
    assert any(line.startswith(f"{header} → {path} (guess: ") for line in made.messages)


def test_a_label_is_one_only_beside_a_title(csv: Written, imported: Import) -> None:
    both = imported(csv("title|label\nA ship off Nome|A ship\n"))
    assert {c: one.path for c, one in both.plan.columns.items()} == {
        "title": "title", "label": "label"
    }  # fmt: skip
    alone = imported(csv("label|x\nA ship|1\n"), guess=False)
    assert alone.plan.columns == {}


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("dato", "Murmansk"),
        ("time", "13:05"),
        ("date created", "2024-07-24"),
        ("publisert", "2024-07-24"),
        ("type", "Cargo"),
        ("symbol", "star"),
        ("kategori", "Tanker"),
        ("status", "Under way"),
        ("name", "12"),
        ("bilde", "https://example.org/a.jpg"),
        ("ref", "R-12"),
        ("land", "Norge"),  # an actor needs a name
        ("lengde", "90"),
        ("when", "soon"),
        ("flag", "yes"),
    ],
)
def test_a_column_whose_name_or_content_is_another_stays_extra(
    csv: Written, imported: Import, header: str, cell: str
) -> None:
    made = imported(csv(f"{header}|bredde\n{cell}|15\n"))
    assert made.plan.columns == {}
    assert coordinates(made) == [None]


def test_of_two_candidates_the_better_one_is_taken_and_both_are_said(
    csv: Written, imported: Import
) -> None:
    made = imported(csv("tid|dato|navn|name\n13:05|1.7.2024|A|\n2024-07-02|2.7.2024|B|Bee\n"))
    assert [p["start"] for p in properties(made)] == ["2024-07-01", "2024-07-02"]
    assert [p["title"] for p in properties(made)] == ["A", "B"]
    assert (
        "tid may be start too (1 of 2 cells are dates), and is kept as an extra property; "
        '--map "tid=start" takes it instead of dato' in made.messages
    )
    assert any(line.startswith("name may be title too (its name)") for line in made.messages)


@pytest.mark.parametrize(
    ("header", "sources"),
    [
        ("kilde A|kilde B", [{"url": "https://a.org/"}, {"cite": "NRK, 3.9."}]),
        ("source|source2", [{"url": "https://a.org/"}, {"cite": "NRK, 3.9."}]),
        ("Source 1|Source 2", [{"url": "https://a.org/"}, {"cite": "NRK, 3.9."}]),
        ("url|kilde", [{"url": "https://a.org/", "publisher": "NRK, 3.9."}]),
    ],
)
def test_two_sources_in_a_row_stay_two(
    csv: Written, imported: Import, header: str, sources: list[dict[str, Any]]
) -> None:
    made = imported(csv(f"title|{header}\nA|https://a.org/|NRK, 3.9.\n"))
    assert properties(made)[0]["sources"] == sources


def test_two_works_and_two_addresses_stay_two(csv: Written, imported: Import) -> None:
    made = imported(csv("title|kilde 1|kilde 2\nA|TASS; Interfax|NRK\nB||VG\n"))
    assert [p["sources"] for p in properties(made)] == [
        [{"cite": "TASS; Interfax"}, {"cite": "NRK"}],
        [{"cite": "VG"}],
    ]
    made = imported(csv("title|url 1|url 2\nA|https://a.org/|https://b.org/\n"))
    assert properties(made)[0]["sources"] == [{"url": "https://a.org/"}, {"url": "https://b.org/"}]


@pytest.mark.parametrize(
    ("claimant", "stance", "cells"),
    [
        ("claimant", "stance", ("", "denies")),
        ("source_claimant", "Source stance", ("Says nothing about it", "Denies it")),
        ("hvem sier", "standpunkt", ("taus", "Benekter")),
    ],
)
def test_claimants_and_stances_are_numbered_as_sources_are(
    csv: Written, imported: Import, claimant: str, stance: str, cells: tuple[str, str]
) -> None:
    silent, denies = cells
    header = f"title|url 1|url 2|{claimant} 1|{claimant} 2|{stance} 1|{stance} 2"
    row = f"A|https://a.org/|https://b.org/|FSB|Norway|{silent}|{denies}"
    last = f"B|https://a.org/|https://b.org/||Norway|{denies}|{denies}"
    made = imported(csv(f"{header}\n{row}\n{last}\n"))
    first, second = (p["sources"] for p in properties(made))
    assert first == [
        {"url": "https://a.org/", "claimant": "FSB", **({"stance": "silent"} if silent else {})},
        {"url": "https://b.org/", "claimant": "Norway", "stance": "denies"},
    ]
    assert [s.get("claimant") for s in second] == [None, "Norway"]
    assert [s["stance"] for s in second] == ["denies", "denies"]


def test_an_empty_numbered_column_keeps_its_place(csv: Written, imported: Import) -> None:
    header = "title|url 1|url 2|url 3|stance 1|stance 2|stance 3"
    made = imported(csv(f"{header}\nA|https://a.org/|https://b.org/|||denies|\n"))
    assert properties(made)[0]["sources"] == [
        {"url": "https://a.org/"}, {"url": "https://b.org/", "stance": "denies"},
    ]  # fmt: skip


def test_a_claimant_without_a_source_is_not_one_of_a_source(csv: Written, imported: Import) -> None:
    made = imported(csv("title|claimant|stance\nAn islet|Norway|denies\n"))
    assert properties(made) == [{"title": "An islet", "claimant": "Norway", "stance": "denies"}]


def test_a_work_of_its_own_column_is_not_overwritten(csv: Written, imported: Import) -> None:
    made = imported(csv("title|source|source_cite\nA|NRK|VG 3.9.\n"))
    assert properties(made)[0]["sources"] == [{"url": "NRK", "cite": "VG 3.9."}]


def test_actors_keep_their_own_country(csv: Written, imported: Import) -> None:
    made = imported(csv("aktør 1|land 1|aktør 2|land 2\nFSB|Russland|KV|\nFSB||KV|Norge\n"))
    assert [p["actors"] for p in properties(made)] == [
        [{"name": "FSB", "country": "RU"}, {"name": "KV"}],
        [{"name": "FSB"}, {"name": "KV", "country": "NO"}],
    ]


@pytest.mark.parametrize(
    ("header", "is_actors"),
    [
        ("etat|land|x", True),
        ("land|etat|x", True),
        ("etat|x|land", False),  # it may be the country of the place
        ("etat|x|flagg", True),
        ("y|x|flagg", False),
    ],
)
def test_a_country_is_an_actors_beside_its_name(
    csv: Written, imported: Import, header: str, is_actors: bool
) -> None:
    cells = {"land": "Norge", "flagg": "Norge", "etat": "KV"}
    row = "|".join(cells.get(name, "1") for name in header.split("|"))
    made = imported(csv(f"{header}\n{row}\n"))
    assert ("actors.country" in {p.path for p in made.plan.columns.values()}) == is_actors
    assert any("may be the country of the place" in m for m in made.messages) != is_actors


def test_a_word_of_the_user_is_a_value(csv: Written, imported: Import) -> None:
    path = csv("navn|kategori|merke\nA|Kystvakt|x\nB|kystvakt|x\nC|Luftpatrulje|x\n")
    made = imported(path, values={"Kystvakt": "coastguard/sighting"})
    assert [p["type"] for p in properties(made)] == [
        "coastguard/sighting", "coastguard/sighting", "air/patrol",
    ]  # fmt: skip
    assert "kategori: 'Kystvakt' → coastguard/sighting, 1 cell" in made.messages
    only = imported(
        path, map={"merke": "tags"}, values={"merke:x": "seen", "kategori:Kystvakt": "sighting"}
    )
    assert properties(only)[0]["tags"] == ["seen"]
    with pytest.raises(UsageError, match="did you mean 'coastguard/sighting'"):
        imported(path, values={"Kystvakt": "coastgard/sighting"})
    with pytest.raises(UsageError, match="is not a value of type"):
        imported(path, map={"kategori": "type"}, values={"kategori:Kystvakt": "seen"})


def test_a_value_that_fits_several_is_kept_with_its_candidates(
    csv: Written, imported: Import
) -> None:
    made = imported(csv("type|x\nHavneanløp|1\nair/patrol|1\nKystvakt|1\n"))
    assert [p["type"] for p in properties(made)] == ["Havneanløp", "air/patrol", "Kystvakt"]
    (line,) = [m for m in made.messages if m.startswith("type: 2 cells: no type")]
    assert line.endswith(
        "first line 2, 'Havneanløp'; --map-value \"Havneanløp=coastguard/port-call\", or another "
        "of coastguard/port-call, naval/port-call, research/port-call"
    )


@pytest.mark.parametrize(
    ("header", "cells", "at"),
    [
        ("LAT_DD|LONG_DD", "70.5|31.25", [31.25, 70.5]),
        ("breddegrad|lengdegrad", "70.5|31.25", [31.25, 70.5]),
        ("decimalLatitude|decimalLongitude", "70.5|31.25", [31.25, 70.5]),
        ("Bredde|Lengde", "70°30'N|31°15'Ø", [31.25, 70.5]),
        ("bredde|lengde", "15|90", None),  # of a ship
        ("Latitude (WGS84)|Longitude (WGS84)", "70.5|31.25", [31.25, 70.5]),
        ("Position (Lat/Long)|x", "70.5, 31.25|1", [31.25, 70.5]),
        ("posisjon|x", "70,5|1", None),  # a number with a decimal comma
        ("lat, lon|x", "70.5, 31.25|1", [31.25, 70.5]),
        ("lon/lat|x", "31.25 70.5|1", [31.25, 70.5]),
        ("koordinater|x", "70.5, 31.25|1", [31.25, 70.5]),
        ("koordinater|x", "31.25, 70.5|1", [31.25, 70.5]),
        ("posisjon|x", "70.5, -168.75|1", [-168.75, 70.5]),
        ("sted|x", "70°30'N 31°15'Ø|1", [31.25, 70.5]),
        ("hvor som helst|x", "70°30'N 31°15'Ø|1", [31.25, 70.5]),
        ("MGRS|x", "36W VD 34811 22571|1", [31.25, 70.5]),
        ("utm|x", "33W 1103014 7886826|1", None),
        ("koordinater|x", "70.5, 61.25|1", None),  # either may be the latitude
        ("merknad|x", "70.5, 31.25|1", None),
    ],
)
def test_columns_of_positions(
    csv: Written, imported: Import, header: str, cells: str, at: list[float] | None
) -> None:
    made = imported(csv(_table(header, cells)))
    assert coordinates(made) == [at and pytest.approx(at, abs=2e-5)]


def _table(header: str, cells: str) -> str:
    quoted = ("|".join(f'"{c}"' for c in line.split("|")) for line in (header, cells))
    return "\n".join(quoted) + "\n"


def test_an_undecided_pair_gives_no_position_and_says_so(csv: Written, imported: Import) -> None:
    path = csv("koordinater;navn\n70,5 61,25;A\n")
    made = imported(path)
    assert properties(made)[0]["koordinater"] == "70,5 61,25"
    assert any("which number is the latitude?" in line for line in made.messages)
    assert coordinates(imported(path, latlon="koordinater")) == [[61.25, 70.5]]
    assert coordinates(imported(path, lonlat="koordinater")) == [[70.5, 61.25]]


def test_of_two_columns_of_latitudes_the_better_one_is_taken(
    csv: Written, imported: Import
) -> None:
    made = imported(csv("lat|latitude|lon\n|70|30\n|71|31\n72|72|32\n"))
    assert coordinates(made) == [[30, 70], [31, 71], [32, 72]]
    assert properties(made)[2]["lat"] == 72
    assert "lon, latitude → geometry (lat kept, as latitude has as many positions or more)" in (
        made.messages
    )


@pytest.mark.parametrize(
    ("cells", "dates"),
    [
        (["45497", "45498.5"], ["2024-07-24", "2024-07-25"]),
        (["1721826300", "1721826301"], ["2024-07-24T13:05:00Z", "2024-07-24T13:05:01Z"]),
        (["1721826300123"], ["2024-07-24T13:05:00.123Z"]),
        (["20240724"], ["2024-07-24"]),
        (["2024"], ["2024"]),
        (["45497", "25.7.2024", "2024"], ["2024-07-24", "2024-07-25", "2024"]),
        (["24/07/2024", "04/05/2024"], ["2024-07-24", "2024-05-04"]),
        (["07/24/2024", "04/05/2024"], ["2024-07-24", "2024-04-05"]),
        (["07/24/2024", "24/07/2024", "04/05/2024"], ["2024-07-24", "2024-07-24", "04/05/2024"]),
        (["04/05/2024"], ["04/05/2024"]),
    ],
)
def test_a_column_of_dates_decides_its_form(
    csv: Written, imported: Import, cells: list[str], dates: list[str]
) -> None:
    made = imported(csv("dato|x\n" + "".join(f"{cell}|1\n" for cell in cells)))
    assert [p["start"] for p in properties(made)] == dates


def test_an_undecided_order_is_a_finding_or_an_option(csv: Written, imported: Import) -> None:
    path = csv("dato|x\n04/05/2024|1\n05/05/2024|1\n")
    assert (
        "dato: 1 cell: day or month first? The text is kept; first line 2, '04/05/2024'; "
        "--dates day-first or --dates month-first says it" in imported(path).messages
    )
    for form, date in (("day-first", "2024-05-04"), ("month-first", "2024-04-05")):
        assert properties(imported(path, dates=(form,)))[0]["start"] == date


def test_a_form_of_the_user_makes_a_column_one_of_dates(csv: Written, imported: Import) -> None:
    path = csv("dato|x\nca. 1.7.2024|1\n")
    assert properties(imported(path))[0]["dato"] == "ca. 1.7.2024"
    assert properties(imported(path, dates=("ca. %d.%m.%Y",)))[0]["start"] == "2024-07-01"


def test_the_1904_calendar_is_an_option(csv: Written, imported: Import) -> None:
    made = imported(csv("dato|x\n44035|1\n"), dates=("excel-1904",))
    assert properties(made)[0]["start"] == "2024-07-24"


def test_a_saved_mapping_is_found_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "few.toml").write_text('[columns]\nnavn = "title"\n', encoding="utf-8")
    (tmp_path / "best.toml").write_text(
        'latlon = "pos"\n[columns]\nnavn = "title"\n', encoding="utf-8"
    )
    (tmp_path / "more.toml").write_text(
        '[columns]\nnavn = "title"\nb = "start"\nc = "end"\n', encoding="utf-8"
    )
    (tmp_path / "other.toml").write_text("[project]\n", encoding="utf-8")
    (tmp_path / "bad.toml").write_text("a = ", encoding="utf-8")
    folders = [tmp_path, tmp_path, tmp_path / "none"]
    assert find_mapping(["navn", "pos", "x"], folders) == tmp_path / "best.toml"
    assert find_mapping(["pos"], folders) is None


def test_a_column_that_may_be_the_type_is_named(csv: Written, imported: Import) -> None:
    made = imported(csv("title;kategori\nA;Kystvakt – patrulje\nB;Skyting\nC;Flyging\n"))
    assert "kategori" in made.plan.extras
    (message,) = (m for m in made.messages if m.startswith("kategori may be type"))
    assert "1 of 3 cells" in message
    assert '--map "kategori=type"' in message


QUAKES = """Year,Month,Day,Latitude,Longitude,Approximate location,Magnitude Type
1994,3,7,78.1,8.2,"West of Svalbard, NO",ML
1994,Apr,,79.3,-4,Fram Strait,ML
1994,2,30,80.1,1,Yermak Plateau,ML
"""


def test_year_month_and_day_are_one_date(csv: Written, imported: Import) -> None:
    made = imported(csv(QUAKES))
    assert [p.get("start") for p in properties(made)] == ["1994-03-07", "1994-04", None]
    # Cells that are no date stay in their columns.
    assert properties(made)[2]["Day"] == 30
    assert "Year" not in properties(made)[0]
    line = "Year, Month, Day → start (guess: 2 of 2 cells are dates)"
    assert line in made.messages


def test_a_saved_mapping_joins_the_parts_of_dates_again(csv: Written, imported: Import) -> None:
    saved = {"Year, Month, Day": "start"}
    made = imported(csv(QUAKES), saved=saved, guess=False)
    assert properties(made)[0]["start"] == "1994-03-07"
    made = imported(csv(QUAKES), map={"Year": "start"})
    assert properties(made)[0]["start"] == "1994"
    assert properties(made)[0]["Month"] == "3"


@pytest.mark.parametrize(
    ("header", "row", "start"),
    [
        ("OPENDATE|YEAR", "7/21/1962|1962", "1962-07-21"),
        ("date|year|month|day", "1962-07-21|1962|7|21", "1962-07-21"),
        ("year_lost|year_built", "1912|1911", "1912"),
        ("sink_yr|weight", "1916|12", "1916"),
        ("acq_date|acq_time", "2024-05-17|1506", "2024-05-17"),
        ("POP_YEAR|census_year", "2015|2010", None),
        ("pop_date|cancelDate", "2015-01-01|2016-01-01", None),
        ("dtg|msgYear", "281512Z NOV 2025|2025", "2025-11-28T15:12:00Z"),
        ("obs_date", "2006102812", "2006-10-28"),
    ],
)
def test_a_year_is_a_date_only_without_a_better_one(
    csv: Written, imported: Import, header: str, row: str, start: str | None
) -> None:
    made = imported(csv(f"name|{header}\nA|{row}\n"))
    assert properties(made)[0].get("start") == start


def test_a_row_without_a_date_has_the_year_of_its_row(
    tmp_path: Path, csv: Written, imported: Import
) -> None:
    text = "title,date,year\nA,2020-05-01,2019\nB,,2021\nC,,\nD,,2022\n"
    made = imported(csv(text))
    assert [p.get("start") for p in properties(made)] == ["2020-05-01", "2021", None, "2022"]
    assert properties(made)[0]["year"] == 2019  # it differs, and is kept
    line = "year → start (guess: 3 of 3 cells are dates, for rows without date)"
    assert line in made.messages
    again = imported(csv(text), saved={"date": "start", "year": "start"}, guess=False)
    assert [p.get("start") for p in properties(again)] == ["2020-05-01", "2021", None, "2022"]


def test_an_hour_is_no_year(csv: Written, imported: Import) -> None:
    made = imported(csv("name|acq_time\nA|1506\nB|0606\n"))
    assert made.plan.columns.keys() == {"name"}


@pytest.mark.parametrize(
    ("header", "rows", "title"),
    [
        ("vessel_name|vessel_type", ["Mv A|Tanker", "Mv B|Yacht"], "Mv A"),
        ("event_type|location", ["Protests|Vardø", "Riots|Tromsø"], "Protests"),
        ("type|Approximate location", ["quake|Svalbard", "quake|Jan Mayen"], "Svalbard"),
        ("magType|munition_type", ["ml|Mine", "mb|Shell"], "Mine"),
        ("attack_type|sub_event|fart", ["Hijacked|x|1", "Boarded|y|2"], "Hijacked"),
    ],
)
def test_an_event_without_a_title_has_that_of_its_ship_type_or_place(
    csv: Written, imported: Import, header: str, rows: list[str], title: str
) -> None:
    text = "\n".join([f"date|{header}", *(f"2024-05-0{n}|{row}" for n, row in enumerate(rows, 1))])
    made = imported(csv(text + "\n"))
    assert properties(made)[0]["title"] == title
    (line,) = [m for m in made.messages if "→ title" in m]
    assert line.endswith("(guess: no column is named as a title; --map COLUMN=title takes another)")
    assert properties(imported(csv(text), set={"title": "B"}))[0]["title"] == "B"


@pytest.mark.parametrize("name", ["source", "sources", "Source"])
def test_a_source_beside_addresses_is_their_publisher(
    csv: Written, imported: Import, name: str
) -> None:
    made = imported(csv(f"name|date|{name}|url\nA|2024|NRK|https://example.org/a\n"))
    assert properties(made)[0]["sources"] == [{"url": "https://example.org/a", "publisher": "NRK"}]
    codes = imported(csv(f"name|date|{name}|url\nA|2024|,us,ci,|https://example.org/a\n"))
    assert properties(codes)[0]["sources"] == [{"url": "https://example.org/a"}]
    alone = imported(csv(f"name|date|{name}\nA|2024|NRK\n"))
    assert properties(alone)[0]["sources"] == [{"cite": "NRK"}]
    address = imported(csv(f"name|{name}|url\nA|https://example.org/b|https://example.org/a\n"))
    assert properties(address)[0]["sources"] == [{"url": "https://example.org/b"}]


def test_cells_that_state_no_value_are_kept_apart(csv: Written, imported: Import) -> None:
    made = imported(csv("name|date|place\nA|NA|n.a.\nN/A|2024|-\nNarvik|2024|Unknown\n"))
    assert [p.get("title") for p in properties(made)] == ["A", None, "Narvik"]
    assert [p.get("start") for p in properties(made)] == [None, "2024", "2024"]
    assert properties(made)[2]["place"] == {"name": "Unknown"}
    assert "name: 1 cell: states no value, 'name' keeps all; first line 3, 'N/A'" in made.messages
    assert "date: 1 cell: states no value, 'date' keeps all; first line 2, 'NA'" in made.messages


def test_wkt_with_the_latitude_first_is_read_by_option(csv: Written, imported: Import) -> None:
    path = csv("name|the_geom\nA|POINT (71.5 25.25)\nB|POINT (57.1 -3)\n")
    made = imported(path)
    note = (
        "the_geom: its first numbers may be the latitudes, as WFS writes EPSG:4326; if they are, "
        '--latlon "the_geom" says it'
    )
    assert note in made.messages
    assert coordinates(made) == [[71.5, 25.25], [57.1, -3]]
    made = imported(path, latlon="the_geom")
    assert coordinates(made) == [[25.25, 71.5], [-3, 57.1]]
    assert note not in made.messages
    assert made.options.latlon == "the_geom"
    path = csv("name|the_geom\nA|POINT (71.5 -170)\n")
    with pytest.raises(UsageError, match=r'--crs EPSG:CODE, or, if .* first, --latlon "the_geom"'):
        imported(path)


@pytest.mark.parametrize(
    ("points", "is_noted"),
    [
        (("25 71", "-3 57"), False),  # in the Arctic as they stand
        (("10 45", "12 40"), False),  # in neither order
        (("7800000 500000",), False),  # metres
        (("71 170", "60 20", "62 25"), True),  # no latitudes
        (("10 45", "10 40", "10 -170"), True),
    ],
)
def test_wkt_is_noted_only_where_the_axes_may_be_swapped(
    csv: Written, imported: Import, points: tuple[str, ...], is_noted: bool
) -> None:
    rows = "".join(f"A|POINT ({p})\n" for p in points)
    crs = {"crs": "EPSG:3995"} if "000" in points[0] else {}
    made = imported(csv(f"name|wkt\n{rows}"), **crs)
    assert any("may be the latitudes" in m for m in made.messages) == is_noted


def test_a_year_of_two_digits_far_ahead_is_said(csv: Written, imported: Import) -> None:
    made = imported(csv("name|date\nA|7/21/62\nB|7/22/98\nC|7/23/20\n"))
    assert [p["start"] for p in properties(made)] == ["2062-07-21", "1998-07-22", "2020-07-23"]
    assert (
        "date: 1 of them with two digits for the year, which are read as 1969 to 2068; first "
        "line 2, '7/21/62' → 2062-07-21; if it is of the century before, write four digits"
    ) in made.messages
    made = imported(csv("name|date\nA|21.7.2062\n"))
    assert not any("two digits" in m for m in made.messages)


def test_a_column_whose_last_number_alone_changes_may_have_the_year_first(
    csv: Written, imported: Import
) -> None:
    note = (
        "date: only the last number of its dates changes; if that is the day, and the year is "
        'first, --dates "%y/%m/%d" says it'
    )
    path = csv("name|date\nA|04/04/19\nB|04/04/20\n")
    assert note in imported(path).messages
    made = imported(path, dates=("%y/%m/%d",))
    assert [p["start"] for p in properties(made)] == ["2004-04-19", "2004-04-20"]
    assert not any("last number" in m for m in made.messages)
    assert note not in imported(csv("name|date\nA|04/04/19\nB|05/04/20\n")).messages


def test_cells_that_state_no_value_make_no_source_and_no_actor(
    csv: Written, imported: Import
) -> None:
    rows = "A|n.a.|https://example.org/b|N/A|NA\nB|n.a.|-|FSB|NA\n"
    made = imported(csv(f"name|website1|website2|actor|actor_country\n{rows}"))
    assert [p.get("sources") for p in properties(made)] == [
        [{"url": "https://example.org/b"}],
        None,
    ]
    assert properties(made)[1]["actors"] == [{"name": "FSB", "country": "NA"}]


@pytest.mark.parametrize(
    ("column", "without"),
    [("Usikkerhet (km)", "Usikkerhet (m)"), ("Radius km", "Radius"), ("Accuracy [km]", "Accuracy")],
)
def test_a_radius_is_taken_where_its_column_states_kilometres(
    csv: Written, imported: Import, column: str, without: str
) -> None:
    text = f"title|date|lon|lat|{column}\nA|2024-05-01|20|70|5\nB|2024-05-02|21|70|ca. 20\n"
    made = imported(csv(text))
    assert made.plan.columns[column].path == "place.radius_km"
    assert properties(made)[0]["place"] == {"radius_km": 5, "precision": "near"}
    assert without not in imported(csv(text.replace(column, without))).plan.columns


def test_a_column_called_type_of_event_is_taken_where_its_cells_are_like_types(
    csv: Written, imported: Import
) -> None:
    text = "Tittel|Dato|Hendelsestype\nA|2024-05-01|Bombefly\nB|2024-05-02|Energi\n"
    made = imported(csv(text))
    assert made.plan.columns["Hendelsestype"].path == "type"
    assert "Hendelsestype → type (guess: its name)" in made.messages
    other = imported(csv(text.replace("Bombefly", "xxx").replace("Energi", "yyy")))
    assert "Hendelsestype" not in other.plan.columns


def test_the_types_that_a_text_may_mean_are_offered(csv: Written) -> None:
    text = "Tittel|Dato|Hendelsestype\nA|2024-05-01|Bombefly\nB|2024-05-02|Forskningstokt\n"
    table = read_file(csv(text), ReadingOptions())
    made = draft_table(table, ReadingOptions(), MappingOptions())
    column = preview(table, made, built_in_taxonomy())["columns"][2]
    assert column["values"] == {"Bombefly": None, "Forskningstokt": "research/voyage"}
    assert column["like"] == {"Bombefly": ["air/bomber-sortie"]}
