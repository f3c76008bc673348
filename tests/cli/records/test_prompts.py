"""Questions at a terminal, on a real one."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from geotrack.workspace import open_workspace
from tests.cli.conftest import ENTERED, Run
from tests.cli.terminal import CTRL_C, CTRL_D, answered
from tests.records import feature, point, region, written

pytestmark = pytest.mark.slow

REPORT = 'id = "r"\ntitle = "A report"\n'


def test_every_answer_is_checked_at_once_and_asked_again(folder: Path) -> None:
    vardo = region("vardo", point(31.11, 70.37), name="Vardø")
    written(folder / "layers" / "places.geojson", vardo)
    code, screen = answered(
        folder,
        ["new"],
        [
            ("Title:", ""),
            ("Title:", "Two ships"),
            ("Type:", "patrl"),
            ("Type:", "coastguard/patrol"),
            ("unknown):", "31.09.2024"),
            ("unknown):", "2024-09-28"),
            ("or unknown):", "vardoo"),
            ("or unknown):", "vardø"),
            ("Enter: near, 5 km):", "neer"),
            ("Enter: near, 5 km):", "near"),
            ("not stated):", "30"),
            ("not stated):", "30 km"),
            ("without one):", "example.org"),
            ("without one):", "https://example.org/a"),
            ("[Y/n]", "maybe"),
            ("[Y/n]", ""),
        ],
    )
    assert code == 0, screen
    for told in (
        "the text is blank; write something",
        "coastguard/     patrol, exercise",
        "'patrl' is not a known type; write one of air/patrol, coastguard/patrol, naval/patrol",
        "'31.09.2024' is not a date: September 2024 has 30 days; write 2024-09-30 or 2024-09",
        "no place or region is called 'vardoo'; did you mean 'Vardø'?",
        "'neer' is not a known precision; did you mean 'near'?",
        "the length '30' has no unit; write one of km, nmi, mi, m: 30km",
        "'example.org' is not a web address",
        "write y or n",
        "events/added.geojson:4: 2024-09-28-two-ships\n",
    ):
        assert told in screen
    assert "warning" not in screen
    event = open_workspace(folder).by_id["2024-09-28-two-ships"]
    assert event.feature["geometry"] == point(31.11, 70.37)
    assert event.feature["properties"] == {
        "title": "Two ships",
        "type": "coastguard/patrol",
        "start": "2024-09-28",
        "place": {"name": "Vardø", "precision": "near", "radius_km": 30},
        "sources": [{"url": "https://example.org/a"}],
        "review": "draft",
        "added": ENTERED,
    }


def test_only_what_no_option_answers_is_asked(folder: Path) -> None:
    code, screen = answered(
        folder,
        ["new", "--title", "T", "--type", "naval/patrol", "--start", "2024", "--yes"],
        [
            ("or unknown):", "70.3,31.1"),
            ("Keep it? [Y/n]", "n"),
            ("or unknown):", "unknown"),
            ("not stated):", "off the coast"),
            ("without one):", "cite: A book"),
        ],
    )
    assert code == 0, screen
    assert "write [31.1, 70.3]" in screen
    assert "Title:" not in screen
    properties = open_workspace(folder).by_id["2024-t"].feature["properties"]
    assert properties["place"] == {"name": "off the coast"}
    assert properties["sources"] == [{"cite": "A book"}]


def test_a_radius_that_nobody_states_leaves_the_precision_open(folder: Path) -> None:
    code, screen = answered(
        folder,
        ["new", "--title", "T", "--type", "naval/patrol", "--start", "2024", "--cite", "x"],
        [
            ("or unknown):", "31,70"),
            ("not stated):", ""),
            ("not stated):", "near"),
            ("not stated):", ""),
            ("not stated):", ""),
            ("[Y/n]", "y"),
        ],
    )
    assert code == 0, screen
    assert "place" not in open_workspace(folder).by_id["2024-t"].feature["properties"]


def test_a_ring_asks_for_both_distances(folder: Path) -> None:
    code, screen = answered(
        folder,
        ["new", "--title", "T", "--type", "air/patrol", "--start", "2024", "--cite", "x"],
        [
            ("or unknown):", "31,70"),
            ("not stated):", ""),
            ("not stated):", "ring"),
            ("not stated):", "120 km"),
            ("not stated):", "120 km – 230 km"),
            ("[Y/n]", "y"),
        ],
    )
    assert code == 0, screen
    assert "write both distances" in screen
    place = open_workspace(folder).by_id["2024-t"].feature["properties"]["place"]
    assert place == {"precision": "ring", "radius_km": 230, "inner_radius_km": 120}


def test_no_at_the_end_writes_nothing(folder: Path) -> None:
    code, screen = answered(
        folder,
        ["new", "--title", "T", "--type", "naval/patrol", "--start", "2024", "--cite", "x"],
        [("or unknown):", "west"), ("[Y/n]", "n")],
    )
    assert (code, screen.splitlines()[-1]) == (1, "nothing is written")
    assert not (folder / "events" / "added.geojson").exists()


@pytest.mark.parametrize(("answer", "written"), [("y", 1), ("n", 0)])
def test_what_is_probably_stored_is_asked_though_all_is_answered(
    folder: Path, answer: str, written: int
) -> None:
    """Of a record that is given by options nothing else is asked."""
    same = ["--title", "Off Bodø [red]x[/]", "--type", "coastguard/patrol", "--at", "5,72"]
    asked = ["new", *same, "--start", "2024-09-28", "--within", "50km", "--cite", "x"]
    code, screen = answered(folder, asked, [("Write it to events/added.geojson? [Y/n]", answer)])
    assert "twice?   2024-09-28-off-bodo-red-x and patrol (0.9" in screen
    assert code == 1 - written
    assert len(list(folder.glob("events/added.geojson"))) == written


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_who_stops_has_written_nothing(folder: Path, key: bytes) -> None:
    code, screen = answered(folder, ["new"], [("Title:", "T"), ("Type:", key)])
    assert code == 1
    assert screen.rstrip().endswith("\nstopped; nothing is written")


def test_ctrl_c_stops_a_command_whose_parent_ignores_it(folder: Path) -> None:
    """Tests that are started from a service or by a shell's `&` ignore SIGINT themselves."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code, _ = answered(folder, ["new"], [("Title:", CTRL_C)])
    finally:
        signal.signal(signal.SIGINT, before)
    assert code == 1
    assert not (folder / "events" / "added.geojson").exists()


def test_a_report_and_its_claims_are_asked_too(folder: Path) -> None:
    code, screen = answered(
        folder, ["report", "new", "r"], [("Title:", ""), ("Title:", "A report")]
    )
    assert code == 0, screen
    ask_claim = ["report", "claim", "r"]
    code, screen = answered(
        folder,
        ask_claim,
        [
            ("words:", "It grew."),
            ("outlook):", "statment"),
            ("outlook):", "statement"),
            ("now? [Y/n]", "n"),
            ("none):", ""),
            ("became none:", ""),
            ("became none:", "No place."),
        ],
    )
    assert code == 0, screen
    code, screen = answered(
        folder,
        [*ask_claim, "--says", "A patrol.", "--kind", "event", "--yes"],
        [
            ("now? [Y/n]", ""),
            ("Title:", "Patrol"),
            ("Type:", "naval/patrol"),
            ("unknown):", "unknown"),
            ("or unknown):", "west"),
        ],
    )
    assert code == 0, screen
    code, screen = answered(
        folder,
        [*ask_claim, "--says", "Another.", "--kind", "event"],
        [("now? [Y/n]", "n"), ("none):", "patrol"), ("name):", "Kari")],
    )
    assert code == 0, screen
    workspace = open_workspace(folder)
    one, two, three = workspace.reports_by_id["r"].claims
    assert (one.kind, one.unmapped) == ("statement", "No place.")
    assert (two.events, three.events) == (("patrol-2",), ("patrol",))
    assert workspace.by_id["patrol"].revisions[-1].by == "Kari"


def test_what_others_write_while_one_is_asked_is_kept(folder: Path) -> None:
    path = folder / "seeds" / "r.toml"
    path.parent.mkdir()
    path.write_text(REPORT)

    def meanwhile() -> str:
        path.write_text(REPORT + "# by another\n")
        written(folder / "events" / "other.geojson", feature("2024-t"))
        return "west"

    args = ["--says", "x", "--kind", "event", "--event", "--title", "T", "--type", "naval/patrol"]
    told = ["--start", "2024", "--yes"]
    code, screen = answered(
        folder, ["report", "claim", "r", *args, *told], [("or unknown):", meanwhile)]
    )
    assert code == 2
    assert "seeds/r.toml was changed by someone else meanwhile; run it again" in screen
    assert path.read_text() == f"{REPORT}# by another\n"
    code, screen = answered(
        folder, ["new", *args[5:], *told, "--cite", "x"], [("or unknown):", meanwhile)]
    )
    assert (code, "added.geojson:4: 2024-t-2" in screen) == (0, True)


def test_nobody_is_asked_where_no_terminal_is(run: Run) -> None:
    result = run("new", "--title", "T")
    assert result.exit_code == 2
    assert "Type:" not in result.output


def test_the_order_of_pairs_is_a_question_at_a_terminal(folder: Path) -> None:
    (folder / "a.csv").write_text('title,wind,position\nA,3,"70.5, 60.25"\nB,4,"71, 61"\n')
    answers = [("no positions]", "x"), ("no positions]", "lat"), ("leave it out]:", "")]
    code, screen = answered(folder, ["import", "a.csv"], answers)
    assert code == 0, screen
    made = json.loads((folder / "a-draft.geojson").read_text())
    assert [f["geometry"]["coordinates"] for f in made["features"]] == [[60.25, 70.5], [61, 71]]
    assert 'latlon = "position"' in (folder / "a-mapping.toml").read_text()
    assert "kind" not in screen
