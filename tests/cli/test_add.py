"""`geotrack add` and `remove`: what comes in is checked first, and written whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from geotrack.workspace import open_workspace
from tests.cli.conftest import ENTERED, Run
from tests.cli.terminal import answered
from tests.records import collection, feature, point, written
from tests.workspace.faulty import full

pytestmark = pytest.mark.slow

KIRKENES = feature(..., point(30.05, 69.73), title="Ship calls at Kirkenes", start="2024-11-20")
del KIRKENES["id"]
ID = "2024-11-20-ship-calls-kirkenes"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a workspace with two records that name each other."""
    written(
        tmp_path / "place" / "events" / "e.geojson",
        feature("whole", point(20, 75), place={"precision": "near", "radius_km": 20}),
        feature("part", point(21, 75), part_of="whole", title="Seen north of the island"),
    )
    return tmp_path / "place"


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """Return a file as a colleague sends it, without an id."""
    return written(tmp_path / "from Kari.geojson", KIRKENES)


def snapshot(place: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in place.rglob("*.geojson")}


def stored(place: Path, id_: str) -> dict[str, Any]:
    return dict(open_workspace(place).by_id[id_].feature)


def test_a_record_is_written_to_a_file_of_the_same_name(run: Run, place: Path, sent: Path) -> None:
    result = run("--workspace", str(place), "add", str(sent))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-2:] == [
        f"new      {ID}",
        "         Ship calls at Kirkenes; 20 November 2024; 69.73° N 30.05° E",
    ]
    assert "written to" in result.stderr
    text = (place / "events" / "from Kari.geojson").read_text("utf-8")
    entered = {**KIRKENES["properties"], "added": ENTERED}
    assert json.loads(text) == collection({**KIRKENES, "id": ID, "properties": entered})
    assert '        "coordinates": [30.05, 69.73]\n' in text


def test_the_same_file_again_changes_nothing(run: Run, place: Path, sent: Path) -> None:
    run("--workspace", str(place), "add", str(sent))
    before = snapshot(place)
    again = run("--workspace", str(place), "add", str(sent))
    assert again.exit_code == 0
    assert again.stdout == ""
    assert again.stderr.endswith(": 1 same, nothing to write: all of it is stored already\n")
    assert snapshot(place) == before


def test_a_dry_run_writes_nothing(run: Run, place: Path, sent: Path) -> None:
    before = snapshot(place)
    result = run("--workspace", str(place), "add", "--dry-run", str(sent))
    assert result.exit_code == 0
    assert "would be written, new ones to events/from Kari.geojson" in result.stderr
    assert snapshot(place) == before
    assert not list(place.glob(".*"))


def test_one_error_refuses_the_whole_file_and_no_other(
    run: Run, place: Path, sent: Path, tmp_path: Path
) -> None:
    bad = written(
        tmp_path / "bad.geojson",
        feature("x"),
        feature("y", start="2024-13"),
        feature("z", type="?"),
    )
    result = run("--workspace", str(place), "add", str(bad), str(sent))
    assert result.exit_code == 1
    assert [line.split(": ")[1] for line in result.stdout.splitlines()[:2]] == [
        "/features/1/properties/start",
        "/features/2/properties/type",
    ]
    assert set(open_workspace(place).by_id) == {"whole", "part", ID}


def test_other_content_under_a_stored_id_is_refused(run: Run, place: Path, tmp_path: Path) -> None:
    before = snapshot(place)
    file = written(tmp_path / "n.geojson", feature("part", point(21, 75), part_of="whole"))
    result = run("--workspace", str(place), "add", str(file))
    assert result.exit_code == 1
    assert (
        "/features/0/id: the id 'part' is stored with other content (differs in title); "
        "--replace puts this in its place; or give this record another id"
    ) in result.stdout
    assert "         title: 'Seen north of the island' → 'A patrol'\n" in result.stdout
    assert snapshot(place) == before


def test_a_replacement_is_told_in_the_revisions(run: Run, place: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "n.geojson", feature("part", point(21, 75), part_of="whole"))
    asked = ("--workspace", str(place), "add", "--replace", str(file))
    refused = run(*asked)
    assert refused.exit_code == 2
    assert refused.stderr == ("error: say who changes the record: --by NAME, or set GEOTRACK_BY\n")
    result = run(*asked, "--by", "Kari", "--why", "a new account")
    assert result.exit_code == 0
    new = stored(place, "part")["properties"]
    assert new["title"] == "A patrol"
    assert new["review"] == "draft"
    revision = new["revisions"].pop()
    assert revision.pop("on").count("-") == 2
    assert revision == {"what": "changed title", "by": "Kari", "why": "a new account"}
    # The very same file is now what is stored.
    assert run(*asked, "--by", "Kari").stderr.endswith("all of it is stored already\n")
    assert stored(place, "whole")["geometry"] == point(20, 75)


def test_the_day_of_entry_is_written_once(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--workspace", str(place), "add", "--replace", "--by", "Kari")
    # Whoever sent it entered it elsewhere, on a day of theirs.
    sent = feature("seen", point(1, 75), added="2020-01-01", added_by="Somebody")
    assert run(*asked, str(written(tmp_path / "n.geojson", sent))).exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    for title, added in (("Again", ...), ("Seen again", "2019-01-01")):
        other = feature("seen", point(1, 75), title=title, added=added, added_by="Somebody")
        assert run(*asked, str(written(tmp_path / "n.geojson", other))).exit_code == 0
        assert stored(place, "seen")["properties"]["added"] == ENTERED
        assert stored(place, "seen")["properties"]["added_by"] == "Kari"
    history = run("--workspace", str(place), "show", "seen", "--history")
    assert f"{ENTERED}    added · by Kari\n" in history.stdout
    # An old record has no such day, and a correction gives it none.
    other = feature("whole", point(20, 75), added="2019-01-01")
    assert run(*asked, str(written(tmp_path / "n.geojson", other))).exit_code == 0
    assert "added" not in stored(place, "whole")["properties"]


def test_a_record_takes_the_place_of_those_that_it_replaces(
    run: Run, place: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "n.geojson", feature("better", point(21, 75), replaces=["part"]))
    result = run("--workspace", str(place), "add", "--replace", str(file), "--by", "K")
    assert result.exit_code == 0
    assert "merged   part\n" in result.stdout
    workspace = open_workspace(place)
    assert set(workspace.by_id) == {"whole", "better"}
    found = workspace.find("part")
    assert found is not None
    assert found.id == "better"


def test_what_has_been_replaced_does_not_come_back(run: Run, place: Path, tmp_path: Path) -> None:
    better = written(tmp_path / "n.geojson", feature("better", point(21, 75), replaces=["part"]))
    old = written(tmp_path / "old.geojson", feature("part", point(21, 75), part_of="whole"))
    asked = ("add", "--replace", "--by", "Kari", str(better))
    assert run("--workspace", str(place), *asked).exit_code == 0
    result = run("--workspace", str(place), "add", str(old))
    assert result.exit_code == 1
    assert (
        "/features/0/id: the record 'part' has been replaced by 'better'; leave it out; or, if it "
        "is another one, give it another id\n"
    ) in result.stdout
    assert set(open_workspace(place).by_id) == {"whole", "better"}


def test_what_a_merged_record_alone_said_is_told(run: Run, place: Path, tmp_path: Path) -> None:
    better = feature("better", point(21, 75), title="Seen again", replaces=["part"])
    asked = ("add", "--replace", "--dry-run", str(written(tmp_path / "n.geojson", better)))
    told = run("--workspace", str(place), *asked).stdout
    assert "merged   part\n         title: 'Seen north of the island' → 'Seen again'\n" in told
    assert "         part_of: removed, was 'whole'\n" in told


def test_a_record_without_an_id_is_known_again_after_it_was_corrected(
    run: Run, place: Path, sent: Path, tmp_path: Path
) -> None:
    run("--workspace", str(place), "add", str(sent))
    right = written(tmp_path / "right.geojson", {**KIRKENES, "id": ID, "geometry": point(30, 69.7)})
    run("--workspace", str(place), "add", "--replace", "--by", "Kari", str(right))
    again = run("--workspace", str(place), "add", str(sent))
    assert again.exit_code == 1
    assert f"the id '{ID}' is stored with other content (differs in geometry)" in again.stdout
    assert set(open_workspace(place).by_id) == {"whole", "part", ID}


def test_two_records_of_one_date_and_title_are_two(run: Run, place: Path, tmp_path: Path) -> None:
    twice = written(tmp_path / "n.geojson", KIRKENES, {**KIRKENES, "geometry": point(20, 75)})
    for _ in range(2):
        assert run("--workspace", str(place), "add", str(twice)).exit_code == 0
        assert set(open_workspace(place).by_id) == {"whole", "part", ID, f"{ID}-2"}


def test_an_id_among_the_properties_is_moved_up(run: Run, place: Path, tmp_path: Path) -> None:
    exported = {**KIRKENES, "properties": {**KIRKENES["properties"], "id": "kirkenes"}}
    for _ in range(2):
        file = written(tmp_path / "n.geojson", exported)
        assert run("--workspace", str(place), "add", str(file)).exit_code == 0
        entered = {**KIRKENES["properties"], "added": ENTERED}
        assert stored(place, "kirkenes") == {**KIRKENES, "id": "kirkenes", "properties": entered}


def test_a_draft_goes_to_a_file_without_that_word(run: Run, place: Path, tmp_path: Path) -> None:
    draft = written(tmp_path / "seen-draft.geojson", KIRKENES)
    assert run("--workspace", str(place), "add", str(draft)).exit_code == 0
    assert (place / "events" / "seen.geojson").is_file()


def test_it_reads_stdin(run: Run, place: Path) -> None:
    text = json.dumps(collection(KIRKENES))
    assert run("--workspace", str(place), "add", "-", stdin=text).exit_code == 0
    assert (place / "events" / "added.geojson").is_file()


@pytest.mark.parametrize(
    "name", ["../x", "a/b", ".hidden", "", "x\0y", "aux", "Com1.geojson", "a:b", "a?"]
)
def test_into_names_a_file_of_events(run: Run, place: Path, sent: Path, name: str) -> None:
    before = snapshot(place.parent)
    result = run("--workspace", str(place), "add", "--into", name, str(sent))
    assert result.exit_code == 2
    assert (
        "is no name of a file in events/ on every system; write it as name.geojson" in result.stderr
    )
    assert snapshot(place.parent) == before


def test_a_name_may_have_spaces_and_begin_with_a_dash(
    run: Run, place: Path, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sent.parent)
    sent.rename(sent.with_name("-y z.geojson"))
    assert run("--workspace", str(place), "add", "--", "-y z.geojson").exit_code == 0
    assert (place / "events" / "-y z.geojson").is_file()
    assert ID in open_workspace(place).by_id


def test_what_cannot_be_read_is_told(run: Run, place: Path, tmp_path: Path) -> None:
    for name in ("nowhere.geojson", "folder"):
        (tmp_path / "folder").mkdir(exist_ok=True)
        result = run("--workspace", str(place), "add", str(tmp_path / name))
        assert result.exit_code == 1
        assert name in result.stdout + result.stderr
        assert "Traceback" not in result.stderr


def test_json_tells_all(run: Run, place: Path, sent: Path) -> None:
    result = run("--workspace", str(place), "add", "--json", str(sent))
    [told] = json.loads(result.stdout)
    assert told["records"] == [
        {"id": ID, "change": "new", "title": "Ship calls at Kirkenes", "differences": []}
    ]
    assert [Path(path).name for path in told["written"]] == ["from Kari.geojson"]
    assert told["merged"] == told["duplicates"] == []


def test_strict_refuses_what_is_warned_of(run: Run, place: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "n.geojson", feature("n", tag="slip"))
    assert run("--workspace", str(place), "add", "--strict", str(file)).exit_code == 1
    assert set(open_workspace(place).by_id) == {"whole", "part"}
    assert run("--workspace", str(place), "add", str(file)).exit_code == 0


def test_a_probable_duplicate_is_told_of(run: Run, place: Path, tmp_path: Path) -> None:
    """One that is stored in other words: which of two accounts it is, nobody can know here."""
    twin = feature(
        "twin",
        point(20.1, 75),
        title="The patrol off Bear Island",
        place={"precision": "near", "radius_km": 20},
    )
    result = run("--workspace", str(place), "add", str(written(tmp_path / "n.geojson", twin)))
    assert result.exit_code == 0
    assert "twice?   twin and whole (0.7" in result.stdout


CORRECTED = {**KIRKENES, "properties": {**KIRKENES["properties"], "start": "2024-11-21"}}
NEW_ID = "2024-11-21-ship-calls-kirkenes"
KEPT_APART = (
    f"'{NEW_ID}' is probably stored already, as '{ID}'; to correct that one give its id and "
    "--replace, to keep both --allow-duplicates\n"
)


@pytest.mark.parametrize("options", [(), ("--yes",), ("--json",), ("--dry-run",)])
def test_what_is_probably_stored_is_not_written_unasked(
    run: Run, place: Path, sent: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    run("--workspace", str(place), "add", str(sent))
    before = snapshot(place)
    row = written(tmp_path / "row.geojson", CORRECTED)
    result = run("--workspace", str(place), "add", *options, str(row))
    assert result.exit_code == 1
    assert result.stderr.endswith(KEPT_APART)
    assert "nothing written" in result.stderr or "--json" in options
    assert snapshot(place) == before
    allowed = run("--workspace", str(place), "add", *options, "--allow-duplicates", str(row))
    assert allowed.exit_code == 0
    assert (NEW_ID in open_workspace(place).by_id) is ("--dry-run" not in options)


def test_a_second_file_that_repeats_the_first_is_not_written(
    run: Run, place: Path, sent: Path, tmp_path: Path
) -> None:
    row = written(tmp_path / "row.geojson", CORRECTED)
    result = run("--workspace", str(place), "add", str(sent), str(row), "-", stdin=row.read_text())
    assert result.exit_code == 1
    assert result.stderr.count(KEPT_APART) == 2
    assert set(open_workspace(place).by_id) == {"whole", "part", ID}


@pytest.mark.parametrize("answer", ["y", "n"])
def test_at_a_terminal_it_is_asked(
    run: Run, place: Path, sent: Path, tmp_path: Path, answer: str
) -> None:
    run("--workspace", str(place), "add", str(sent))
    row = written(tmp_path / "row.geojson", CORRECTED)
    code, screen = answered(place, ["add", str(row)], [("Write this? [y/N]:", answer)])
    assert f"twice?   {NEW_ID} and {ID} (0.9" in screen
    assert code == (answer == "n")
    assert (NEW_ID in open_workspace(place).by_id) is (answer == "y")


def test_at_a_terminal_it_is_not_written_where_nobody_is_to_be_asked(
    run: Run, place: Path, sent: Path, tmp_path: Path
) -> None:
    run("--workspace", str(place), "add", str(sent))
    row = written(tmp_path / "row.geojson", CORRECTED)
    code, screen = answered(place, ["add", "--yes", str(row)], [])
    assert code == 1
    assert screen.endswith(KEPT_APART)


def test_two_that_are_alike_in_one_file_are_told_and_written(
    run: Run, place: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "n.geojson", KIRKENES, CORRECTED)
    result = run("--workspace", str(place), "add", str(file))
    assert result.exit_code == 0
    assert f"twice?   {ID} and {NEW_ID} (0.9" in result.stdout


def test_strict_refuses_a_probable_duplicate(run: Run, place: Path, tmp_path: Path) -> None:
    twin = feature(
        "twin", point(20.1, 75), title="A patrol", place={"precision": "near", "radius_km": 20}
    )
    file = written(tmp_path / "n.geojson", twin)
    assert run("--workspace", str(place), "add", "--strict", str(file)).exit_code == 1
    assert "twin" not in open_workspace(place).by_id


def test_what_others_name_is_not_removed(run: Run, place: Path) -> None:
    before = snapshot(place)
    result = run("--workspace", str(place), "remove", "whole")
    assert result.exit_code == 1
    assert "/features/1/properties/part_of: it names 'whole'\n" in result.stdout
    assert result.stderr == (
        "nothing removed: it would leave 1 error; mend it first, or --force removes it all the "
        "same\n"
    )
    assert snapshot(place) == before
    assert run("--workspace", str(place), "remove", "--dry-run", "part").exit_code == 0
    assert snapshot(place) == before


def test_records_are_removed_and_the_rest_stays(run: Run, place: Path) -> None:
    text = (place / "events" / "e.geojson").read_text("utf-8")
    assert run("--workspace", str(place), "remove", "part").exit_code == 0
    left = (place / "events" / "e.geojson").read_text("utf-8")
    assert text.startswith(left[: left.rindex("}") - 5])
    assert run("--workspace", str(place), "remove", "whole").exit_code == 0
    assert json.loads((place / "events" / "e.geojson").read_text("utf-8")) == collection()
    gone = run("--workspace", str(place), "remove", "whole")
    assert (gone.exit_code, gone.stderr) == (2, "error: no record has the id 'whole'\n")


def test_a_full_disk_is_one_line(run: Run, place: Path, sent: Path) -> None:
    before = snapshot(place)
    for at in (1, 2, 3):
        with full(at):
            result = run("--workspace", str(place), "add", str(sent))
        assert result.exit_code == 1
        assert result.stderr.endswith("no space left on device\n")
        assert snapshot(place) == before


def test_no_home_and_a_plain_locale(place: Path, sent: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "geotrack", "--workspace", place, "add", sent],
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert b"Traceback" not in result.stderr
    assert ID in open_workspace(place).by_id


def test_a_chain_of_merges_loses_no_id_and_no_history(
    run: Run, place: Path, tmp_path: Path
) -> None:
    first = feature("first", point(21, 75), replaces=["part"], title="Seen again")
    second = feature("second", point(21, 75), replaces=["first"], review="released")
    for given in (first, second):
        file = written(tmp_path / "n.geojson", given)
        assert run("--workspace", str(place), "add", "--replace", str(file)).exit_code == 2
        asked = ("--workspace", str(place), "add", "--replace", "--by", "Kari", str(file))
        assert run(*asked).exit_code == 0
        # Once more, and nothing changes.
        assert run(*asked).stderr.endswith("all of it is stored already\n")
    properties = stored(place, "second")["properties"]
    assert properties["replaces"] == ["first", "part"]
    assert properties["review"] == "draft"
    assert [r["what"] for r in properties["revisions"]] == ["merged part", "merged first"]
    workspace = open_workspace(place)
    assert [found.id for i in ("part", "first") if (found := workspace.find(i))] == ["second"] * 2
    refused = run("--workspace", str(place), "review", "second", "--by", "Kari")
    assert refused.exit_code == 1


def test_a_correction_keeps_what_the_record_replaces(run: Run, place: Path, tmp_path: Path) -> None:
    better = feature("better", point(21, 75), replaces=["part"])
    corrected = feature("better", point(21, 75), title="Corrected")
    for given in (better, corrected):
        file = written(tmp_path / "n.geojson", given)
        asked = ("add", "--replace", "--by", "Kari", str(file))
        assert run("--workspace", str(place), *asked).exit_code == 0
    assert stored(place, "better")["properties"]["replaces"] == ["part"]


def test_a_new_record_brings_no_review(run: Run, place: Path, tmp_path: Path) -> None:
    forged = [{"what": "reviewed", "by": "Boss"}]
    given = feature("n", review="released", revisions=forged)
    result = run("--workspace", str(place), "add", str(written(tmp_path / "n.geojson", given)))
    assert result.exit_code == 0
    assert (
        "/properties/review: warning: the new record comes as 'released'; who reviewed it is not "
        "known here; leave 'review' out, and use `geotrack review`\n"
    ) in result.stdout


def test_a_file_in_the_workspace_is_not_added_to_it(run: Run, place: Path) -> None:
    path = written(place / "events" / "k.geojson", KIRKENES)
    result = run("--workspace", str(place), "add", str(path))
    assert result.exit_code == 2
    assert "k.geojson lies in events/ already: `geotrack check` lists its faults" in result.stderr
    assert json.loads(path.read_text("utf-8")) == collection(KIRKENES)
    sound = place / "events" / "e.geojson"
    assert run("--workspace", str(place), "add", str(sound)).exit_code == 0


def test_a_file_may_stand_on_the_one_before(run: Run, place: Path, tmp_path: Path) -> None:
    files = [
        str(written(tmp_path / "w.geojson", feature("w", title="All of it"))),
        str(written(tmp_path / "p.geojson", feature("p", part_of="w", title="One day of it"))),
    ]
    before = snapshot(place)
    dry = run("--workspace", str(place), "add", "--dry-run", *files)
    assert dry.exit_code == 0, dry.stdout
    assert snapshot(place) == before
    assert run("--workspace", str(place), "add", *files).exit_code == 0
    assert {"w", "p"} <= set(open_workspace(place).by_id)


BOTH = ["barents-sea", "norwegian-sea"]
WHERE: list[tuple[str, tuple[float, float] | None, dict[str, Any], str]] = [
    ("air/patrol", None, {"regions": BOTH}, "in the Barents Sea or the Norwegian Sea"),
    ("naval/exercise", None, {"regions": BOTH}, "in the Barents Sea or the Norwegian Sea"),
    (
        "air/patrol",
        None,
        {"regions": BOTH, "regions_mode": "each"},
        "in the Barents Sea and the Norwegian Sea",
    ),
    ("air/patrol", None, {"regions": ["gulf-of-anadyr"]}, "in the Gulf of Anadyr"),
    # Its disc takes in small islands, too.
    ("air/patrol", (27, 78.9), {"regions": ["barents-sea"]}, "in the Barents Sea"),
    ("air/patrol", (27, 78.9), {}, "perhaps in the Barents Sea or Svalbard"),
    ("naval/patrol", (27, 78.9), {}, "in the Barents Sea"),
]


def test_where_a_record_lies_agrees_with_the_regions_that_it_names(
    run: Run, tmp_path: Path
) -> None:
    records = []
    for n, (kind, at, given, _) in enumerate(WHERE):
        known = {} if at is None else {"precision": "near", "radius_km": 60}
        record = feature(f"r{n}", at and point(*at), type=kind, place={**given, **known})
        record["properties"].update(title=f"{n:_>4}", start=f"{1900 + 10 * n}")
        records.append(record)
    (tmp_path / "w" / "events").mkdir(parents=True)
    file = written(tmp_path / "n.geojson", *records)
    result = run("--workspace", str(tmp_path / "w"), "add", "--dry-run", str(file))
    lines = [line for line in result.stdout.splitlines() if line.startswith("         _")]
    assert [line.partition("; sometime in ")[2].partition("; ")[2] for line in lines] == [
        told for *_, told in WHERE
    ]


def test_many_findings_of_a_kind_are_counted(run: Run, place: Path, tmp_path: Path) -> None:
    wrong = [feature(f"n{n}", point(5, 70), start=f"2024-{n}") for n in range(50, 90)]
    sent = str(written(tmp_path / "big.geojson", *wrong))
    short = run("--workspace", str(place), "add", sent)
    assert "39 more like that (date at properties/start): lines " in short.stdout
    assert short.stdout.count("is not a date") == 1
    assert "40 errors" in short.stderr
    assert run("--workspace", str(place), "add", "--all", sent).stdout.count("is not a date") == 40
