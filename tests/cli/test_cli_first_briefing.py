"""A first briefing by an analyst: a sheet and a report in a new workspace, to a page.

The sheet and the report are made up. Fifteen commands at most; nothing is edited but `[look]`.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyproj import Geod

from geotrack.i18n.folding import folded
from geotrack.model import Event
from geotrack.workspace import check, open_workspace
from tests.cli.conftest import Run

HEADS = (
    "Dato", "Slutt", "Hendelse", "Kategori", "Sted", "Posisjon", "Aktør", "Land", "Kilde",
    "Kilde 2", "Bekreftelse", "Beskrivelse", "Del av", "source_claimant", "source_stance", "id",
)  # fmt: skip
PATROL = "2026-11-patrulje"
SIGHTING = {"Kategori": "Kystvakt – observasjon", "Bekreftelse": "rapportert", "Del av": PATROL}
ROWS: tuple[dict[str, Any], ...] = (
    {"Dato": date(2026, 11, 2), "Slutt": date(2026, 11, 9), "id": PATROL,
     "Hendelse": "Felles kystvaktpatrulje i Barentshavet", "Kategori": "Kystvakt – patrulje",
     "Sted": "Barentshavet", "Aktør": "FSB; CCG", "Land": "RU; CN",
     "Kilde": "https://example.org/patrulje", "Bekreftelse": "bekreftet",
     "Beskrivelse": "Fire skip i følge, fire observasjoner."},
    {**SIGHTING, "Dato": date(2026, 11, 2), "Hendelse": "Patruljen sett ved Rybatsjij-halvøya",
     "Posisjon": "69°55'N 32°10'E", "Kilde": "https://example.org/obs1"},
    {**SIGHTING, "Dato": date(2026, 11, 4), "Hendelse": "Patruljen sett nord for Vardø",
     "Sted": "40 nm nord for Vardø", "Kilde": "https://example.org/obs2"},
    {**SIGHTING, "Dato": date(2026, 11, 6), "Hendelse": "Patruljen sett ved Bjørnøya",
     "Posisjon": "74,2° N 19,5° E", "Kilde": "https://example.org/obs3"},
    {**SIGHTING, "Dato": date(2026, 11, 9), "Hendelse": "Patruljen sett utenfor Longyearbyen",
     "Sted": "120–230 km fra Longyearbyen", "Kilde": "https://example.org/obs4"},
    {"Dato": date(2026, 11, 12), "Hendelse": "Ukjent drone over Melkøya",
     "Kategori": "Droneobservasjon", "Posisjon": "70,689 23,599",
     "Kilde": "https://example.org/drone", "Bekreftelse": "rapportert"},
    {"Dato": "2026-11", "Hendelse": "Erklæring om nytt samarbeid", "Kategori": "Uttalelse",
     "Aktør": "Kina", "Land": "Kina", "Kilde": "https://example.org/erkl"},
    {"Dato": date(2026, 11, 14), "Hendelse": "Øvelse i Barentshavet",
     "Kategori": "Sjømilitært – øvelse", "Sted": "Barentshavet", "Aktør": "Nordflåten",
     "Land": "Russland", "Kilde": "https://example.org/a", "Kilde 2": "https://example.org/b",
     "Bekreftelse": "omstridt", "source_claimant": "Nordflåten; Forsvaret",
     "source_stance": "denies; supports"},
    {"Dato": date(2026, 11, 15), "Hendelse": "GNSS-forstyrrelser i Øst-Finnmark",
     "Kategori": "GNSS-forstyrrelse", "Sted": "Kirkenes lufthavn",
     "Kilde": "https://example.org/gnss", "Bekreftelse": "bekreftet"},
    {"Dato": date(2026, 11, 16), "Hendelse": "Havneanløp i Kirkenes",
     "Kategori": "Kystvakt – havneanløp", "Sted": "Kirkenes", "Aktør": "Kystvakten",
     "Land": "Norge", "Kilde": "https://example.org/havn", "Bekreftelse": "bekreftet"},
    {"Dato": date(2026, 11, 18), "Hendelse": "Tankskip på grunn", "Kategori": "Grunnstøting",
     "Sted": "mellom Bodø og Tromsø", "Kilde": "https://example.org/grunn"},
    {"Dato": date(2026, 11, 20), "Hendelse": "Leting ved Hopen", "Kategori": "Redning",
     "Sted": "30 nm SØ av Hopen, SJ", "Kilde": "https://example.org/sar"},
)  # fmt: skip
LEVELS = {"bekreftet": "confirmed", "rapportert": "reported", "omstridt": "disputed"}
"""Sheet of an Excel user: a title above the heads, true dates, words of their own."""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("init", "--title", "Nordområdene, november 2026", "--language", "nb", "--marking", "Åpen"),
    ("import", "hendelser.xlsx", "--map-value", "Droneobservasjon=air/drone-sighting",
     "--map-value", "Redning=incident/rescue"),
    ("add", "hendelser-draft.geojson"),
    ("report", "new", "nordrapport", "--title", "Nordrapporten 2026", "--publisher",
     "Nordhavet institutt", "--published", "2026-11", "--url", "https://example.org/rapport"),
    ("report", "claim", "nordrapport", "--kind", "event", "--events", PATROL, "--by", "Analytiker",
     "--says", "Skip fra begge kystvakter patruljerte sammen."),
    ("report", "claim", "nordrapport", "--kind", "event", "--event", "--title",
     "Prøveskyting fra Kvitsjøen", "--type", "missile-test", "--start", "2026-11-19",
     "--region", "White Sea", "--yes", "--says", "Et missil ble prøveskutt over Kvitsjøen."),
    ("check",),
    ("coverage",),
    ("map",),
    ("map", "overview", "--format", "md"),
)  # fmt: skip


@pytest.fixture(scope="module")
def briefing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the workspace with the built page."""
    from click.testing import CliRunner

    from geotrack.cli import main

    folder = tmp_path_factory.mktemp("first") / "w"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_sheet(folder / "hendelser.xlsx")
        for command in COMMANDS:
            if command == ("map",):
                with (folder / "geotrack.toml").open("a", encoding="utf-8") as settings:
                    settings.write('[look]\norganisation = "Nordhavet"\naccent = "#123f7a"\n')
            done = CliRunner().invoke(main, [*command])
            assert done.exit_code == 0, (command, done.output)
    return folder


def write_sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hendelser"
    sheet.append(["Nordlig oversikt (utkast)"])
    sheet.append([])
    sheet.append([*HEADS])
    for row in ROWS:
        sheet.append([row.get(head) for head in HEADS])
    book.save(path)


@pytest.fixture(scope="module")
def by_title(briefing: Path) -> dict[str, Event]:
    return {event.title: event for event in open_workspace(briefing).current}


def test_it_takes_fifteen_commands_at_most(briefing: Path) -> None:
    assert len(COMMANDS) <= 15
    findings = check(open_workspace(briefing))
    assert {finding.rule for finding in findings} == {"precision-unstated"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: folded(row["Hendelse"]))
def test_each_value_of_a_record_comes_from_its_cell(
    by_title: dict[str, Event], row: dict[str, Any]
) -> None:
    event = by_title[row["Hendelse"]]
    found = event.feature["properties"]
    day = row["Dato"]
    assert found["start"] == (day.isoformat() if isinstance(day, date) else day)
    assert found.get("end") == (row["Slutt"].isoformat() if "Slutt" in row else None)
    urls = [row[head] for head in ("Kilde", "Kilde 2") if head in row]
    own = [s for s in found["sources"] if "url" in s]
    assert [source["url"] for source in own] == urls
    claimants = row.get("source_claimant", "").split("; ") if "source_claimant" in row else []
    assert [s["claimant"] for s in own if "claimant" in s] == claimants
    actors = row["Aktør"].split("; ") if "Aktør" in row else []
    assert [actor["name"] for actor in found.get("actors", ())] == actors
    assert found.get("summary") == row.get("Beskrivelse")
    assert found.get("part_of") == row.get("Del av")
    level = found.get("verification")
    assert (level["level"] if isinstance(level, dict) else level) == LEVELS.get(
        row.get("Bekreftelse", "")
    )
    stated = {"title", "type", "start", "end", "sources", "actors", "summary", "part_of", "place"}
    assert found.keys() <= {*stated, "verification", "added", "review", "revisions", "kind"}


def test_places_are_those_of_the_cells(by_title: dict[str, Event]) -> None:
    geod = Geod(ellps="WGS84")

    def place(title: str) -> Any:
        return by_title[title].feature["properties"].get("place", {})

    def at(title: str) -> Any:
        return by_title[title].feature["geometry"]["coordinates"]

    assert at("Patruljen sett ved Rybatsjij-halvøya") == [
        pytest.approx(32 + 1 / 6),
        pytest.approx(69 + 11 / 12),
    ]
    assert at("Patruljen sett ved Bjørnøya") == [19.5, 74.2]
    assert at("Ukjent drone over Melkøya") == [23.599, 70.689]
    ring = place("Patruljen sett utenfor Longyearbyen")
    assert (ring["precision"], ring["described"]) == ("ring", "120–230 km fra Longyearbyen")
    assert ring["inner_radius_km"] < 120
    assert ring["radius_km"] > 230
    vardo = place("Patruljen sett nord for Vardø")
    _, _, metres = geod.inv(31.11, 70.3667, *at("Patruljen sett nord for Vardø"))
    assert abs(metres / 1852 - 40) < 1.5
    assert vardo["precision"] == "near"
    assert place("Øvelse i Barentshavet")["regions"] == ["barents-sea"]
    assert by_title["Erklæring om nytt samarbeid"].feature["geometry"] is None
    assert by_title["Leting ved Hopen"].feature["geometry"]["coordinates"][1] > 75, "of Svalbard"


def test_the_page_shows_them_all_in_the_look(briefing: Path, by_title: dict[str, Event]) -> None:
    page = (briefing / "maps" / "overview.html").read_text("utf-8")
    text = (briefing / "maps" / "overview.md").read_text("utf-8")
    assert "Nordhavet" in page
    assert "#123f7a" in page
    for row in ROWS:
        assert row["Hendelse"] in page
        assert row["Kilde"] in page
        assert row["Hendelse"] in text.replace("\\", "")
    assert "Prøveskyting fra Kvitsjøen" in page
    assert len(by_title) == len(ROWS) + 1
    numbers = json.loads((briefing / "maps" / "overview.numbers.json").read_text("utf-8"))
    assert sorted(numbers.values()) == [*range(1, len(ROWS) + 2)]


def test_a_page_that_another_program_holds_stays_as_it_is(
    briefing: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets no file be replaced that is open elsewhere."""
    page = briefing / "maps" / "overview.html"
    before = page.read_bytes()
    held = "The process cannot access the file because it is being used by another process"

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, held)

    monkeypatch.setattr(Path, "replace", refuse)
    result = run("--workspace", str(briefing), "map", "overview", "--lang", "en")
    assert result.exit_code == 1
    assert (
        "overview.html: the process cannot access the file because it is being used"
        in result.stderr
    )
    assert page.read_bytes() == before
    assert {p.name for p in page.parent.iterdir()} == {
        "overview.html", "overview.md", "overview.numbers.json", "overview.toml"
    }  # fmt: skip
