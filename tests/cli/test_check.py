"""`geotrack check`: findings on stdout, the sum on stderr, the verdict as exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from unittest.mock import Mock

import pytest

from geotrack.cli.check import annotation
from geotrack.findings import Finding
from geotrack.findings.rules import rules
from geotrack.workspace.checks import MEASURED, each_record
from tests.cli.conftest import Run
from tests.records import feature, point, written


def test_warnings_inform_and_are_no_failure(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert [line.partition(": warning: ")[0] for line in result.stdout.splitlines()] == [
        "events/e.geojson:26: /features/0/properties/fid",
        "events/e.geojson:75: /features/3/properties",
        "events/e.geojson:82: /features/3/properties/match",
    ]
    assert result.stderr == "4 sound records in 1 file (1 unplaced): 0 errors, 3 warnings\n"


def test_an_error_is_exit_code_1_and_all_are_told(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("x", title=5), feature("y", start="2024-13"))
    (folder / "events" / "g.geojson").write_text("{")
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-3:] == [
        'events/f.geojson:9: /features/0/properties/title: 5 is not text; write it in quotes: "5"',
        "events/f.geojson:24: /features/1/properties/start: '2024-13' is not a date: month 13; "
        "write 2024-12 or 2024-XX",
        "events/g.geojson:1: not JSON: expecting property name enclosed in double quotes, "
        "at column 2; mend the text there",
    ]
    assert result.stderr == "4 sound records in 3 files (1 unplaced): 3 errors, 3 warnings\n"


def test_findings_come_as_sarif_with_the_same_fields(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("x", status="ocurred"))
    (finding,) = (f for f in json.loads(run("check", "--json").stdout) if f["severity"] == "error")
    log = json.loads(run("check", "--format", "sarif").stdout)
    (of_run,) = log["runs"]
    (result,) = (one for one in of_run["results"] if one["level"] == "error")
    (location,) = result["locations"]
    assert result["properties"] == {
        key: finding[key] for key in ("key", "value", "expected", "suggestions", "remedy")
    }
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": finding["file"]},
        "region": {"startLine": finding["line"]},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": finding["pointer"]}]
    assert "vocabulary" in {rule["id"] for rule in of_run["tool"]["driver"]["rules"]}


def test_findings_are_printed_in_norwegian(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("x", title=5))
    line = "events/f.geojson:9: /features/0/properties/title: 5 er ikke tekst; skriv den i"
    assert f'{line} anførselstegn: "5"\n' in run("check", "--lang", "nb").stdout
    assert "5 is not text" in run("check").stdout


def test_findings_come_as_json_too(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("x", title="Bodø " * 20, kind=["ø"]))
    result = run("check", "--json")
    assert result.exit_code == 1
    (error,) = [f for f in json.loads(result.stdout) if f["severity"] == "error"]
    assert error == {
        "file": "events/f.geojson",
        "line": 15,
        "pointer": "/features/0/properties/kind",
        "severity": "error",
        "rule": "vocabulary",
        "key": "kind",
        "value": ["ø"],
        "expected": ["event", "statement", "assessment", "outlook"],
        "suggestions": [],
        "message": "a list of 1 is not a known kind",
        "remedy": "write one of event, statement, assessment, outlook",
    }
    assert '"ø"' in result.stdout


def test_a_file_needs_no_workspace(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    written(elsewhere / "x.geojson", feature(related="other"))
    result = run("check", "x.geojson")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 sound record in 1 file (1 unplaced): 0 errors, 0 warnings\n"
    written(elsewhere / "x.geojson", feature(type="coastgard/patrol"))
    result = run("check", "x.geojson")
    assert result.exit_code == 1
    assert result.stdout == (
        "x.geojson:10: /features/0/properties/type: 'coastgard/patrol' is not a known type; "
        "did you mean 'coastguard/patrol'?\n"
    )


def test_a_folder_of_files_is_checked_file_by_file(run: Run, folder: Path) -> None:
    written(folder / "in" / "a.geojson", feature("x", title=5))
    written(folder / "in" / "b.geojson", feature("x"), feature("x"))
    result = run("check", "in")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert run("check", "events").exit_code == 0


def test_a_workspace_is_named_by_path_or_option(run: Run, folder: Path) -> None:
    here = run("check", ".").stderr
    assert here == run("check").stderr == run("--workspace", str(folder), "check").stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["check", "empty"],
            "error: nothing to check in empty: it has no geotrack.toml, events/ or",
        ),
        (["check", "none"], "Path 'none' does not exist"),
        (["--workspace", "empty", "check"], "error: empty is no workspace: it has neither"),
        (["--workspace", "none", "check"], "error: none is not a folder"),
    ],
)
def test_what_is_no_workspace_is_exit_code_2(
    run: Run, folder: Path, args: list[str], said: str
) -> None:
    (folder / "empty").mkdir()
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize("id_", MEASURED)
def test_an_ignored_rule_that_measures_is_not_run(
    run: Run, folder: Path, id_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"precision": "near", "radius_km": 5, "described": "Murmansk"}
    inland = feature("x", point(100, 65), place={**place, "regions": "top"})
    written(folder / "events" / "f.geojson", inland)
    lines = json.loads(run("check", "--json").stdout)
    assert id_ in {line["rule"] for line in lines}
    never = Mock(side_effect=AssertionError)
    others = tuple(never if rule is MEASURED[id_] else rule for rule in each_record._RULES)
    monkeypatch.setattr(each_record, "_RULES", others)
    monkeypatch.setitem(MEASURED, id_, never)
    result = run("check", "--json", "--ignore", id_)
    assert json.loads(result.stdout) == [line for line in lines if line["rule"] != id_]
    assert result.stderr.endswith(f"; not checked: {id_}\n")


def test_an_empty_folder_by_itself_is_no_workspace(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: no workspace at or above ")
    assert result.stderr.count("\n") == 1


def test_a_rule_is_ignored_be_it_an_error_or_not(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("x", title=5), feature("y", related="none"))
    lines = run("check").stdout.splitlines()
    result = run("check", "--ignore", "kind", "--ignore", "unknown-property")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        line for line in lines if "is not text" not in line and "not a property" not in line
    ]
    assert result.stderr == (
        "5 sound records in 2 files (2 unplaced): 1 error, 1 warning; 3 ignored\n"
    )
    result = run("check", "--ignore", "kind", "--ignore", "link")
    assert result.exit_code == 0
    assert result.stderr.endswith(": 0 errors, 3 warnings; 2 ignored\n")


def test_an_unknown_rule_is_exit_code_2_with_the_nearest(run: Run) -> None:
    result = run("check", "--ignore", "unknown-proprty")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: no rule is called 'unknown-proprty'; did you mean 'unknown-property'?\n"
    )


def test_strict_counts_warnings_for_the_exit_code_alone(run: Run) -> None:
    lenient, strict = run("check"), run("check", "--strict")
    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    assert (lenient.stdout, lenient.stderr) == (strict.stdout, strict.stderr)
    both = ["--ignore", "unknown-property", "--ignore", "precision-unstated"]
    assert run("check", "--strict", *both).exit_code == 0


def test_findings_come_as_annotations_of_a_workflow(run: Run, folder: Path) -> None:
    for path in (folder / "events").iterdir():
        path.unlink()
    odd = folder / "events" / "100%, a:b.geojson"
    written(odd, feature("x", title="A", kind="100%: a,b\r\n"), feature("y", fid=1))
    (folder / "events" / "g.geojson").write_text("")
    result = run("check", "--format", "github")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "::error file=events/100%25%2C a%3Ab.geojson,line=15,title=vocabulary::"
        "/features/0/properties/kind: '100%25: a,b\\r\\n' is not a known kind; "
        "write one of event, statement, assessment, outlook",
        "::warning file=events/100%25%2C a%3Ab.geojson,line=29,title=unknown-property::"
        "/features/1/properties/fid: 'fid' is not a property that geotrack defines; "
        "it is kept and shown as it is",
        "::error file=events/g.geojson,title=json-empty::the file is empty; "
        "write a FeatureCollection, or remove the file",
    ]


def test_a_line_break_in_an_annotation_is_escaped() -> None:
    finding = Finding("a", "one\r\ntwo", "", "x:y,z")
    assert annotation(finding) == "::error file=a,title=x%3Ay%2Cz::one%0D%0Atwo"


def test_json_is_short_for_the_format(run: Run) -> None:
    assert run("check", "--json").stdout == run("check", "--format", "json").stdout
    assert run("check", "--format", "xml").exit_code == 2


def test_the_rules_are_listed(run: Run) -> None:
    lines = run("check", "--rules").stdout.splitlines()
    assert lines[0].split() == ["rule", "severity", "what", "holds"]
    assert [line.split()[0] for line in lines[1:]] == list(rules())
    listed = json.loads(run("check", "--rules", "--json").stdout)
    assert [rule["id"] for rule in listed] == list(rules())
    assert all(rule["remedy"] for rule in listed)


def test_what_is_said_to_have_occurred_in_the_future_is_an_error(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("x", start="9000", status="occurred"))
    result = run("check")
    assert result.exit_code == 1
    assert "/features/0/properties/start: the start '9000' lies in the future, " in result.stdout
    assert run("check", "events/f.geojson").exit_code == 1


def test_a_map_marked_below_a_record_on_it_is_an_error(run: Run, folder: Path) -> None:
    placed = feature("x", point(5, 72), marking="SECRET", place={"precision": "exact"})
    written(folder / "events" / "f.geojson", placed, feature("y", marking="SECRET"))
    (folder / "maps").mkdir()
    definition = 'title = "M"\nmarking = "RESTRICTED"\n[select]\nregions = ["{}"]\n'
    (folder / "maps" / "m.toml").write_text(definition.format("west"))
    assert run("check").stdout.splitlines()[-1] == (
        "maps/m.toml:2: /marking: the map is marked 'RESTRICTED', below the record 'x': 'SECRET'; "
        "raise the map's marking, or leave out what is above it (select.without)"
    )
    (folder / "maps" / "m.toml").write_text(definition.format("top"))
    assert run("check").exit_code == 0
    (folder / "maps" / "m.toml").write_text(definition.format("nowhere"))
    assert [line for line in run("check").stdout.splitlines() if "maps/" in line] == [
        "maps/m.toml:4: /select/regions: 'nowhere' is not known; leave it out"
    ]


def test_the_hook_runs_the_check_once_for_the_files_of_a_workspace() -> None:
    text = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8")
    hook = dict(line.strip("- ").split(": ", 1) for line in text.splitlines() if line[:1] in "- ")
    assert hook["entry"] == "geotrack check"
    assert (hook["language"], hook["pass_filenames"]) == ("python", "false")
    of_a_workspace = ["geotrack.toml", "events/a.geojson", "seeds/x.toml", "maps/m.toml"]
    assert all(re.search(hook["files"], file) for file in of_a_workspace)
    assert not any(re.search(hook["files"], file) for file in ["README.md", "a/geotrack.toml.md"])


def from_qgis(path: Path, count: int) -> Path:
    """Write records as QGIS does: an id among the properties, and an M after the Z."""
    features = []
    for n in range(count):
        made = feature(f"seen-{n}", {"type": "Point", "coordinates": [178.0, 70.2, 0.0, 1.0]})
        made["properties"]["id"] = made.pop("id")
        made["properties"]["place"] = {"precision": "near", "radius_km": 5}
        features.append(made)
    return written(path, *features)


@pytest.mark.slow
def test_a_file_as_qgis_writes_it_is_sound(run: Run, folder: Path) -> None:
    path = from_qgis(folder / "q.geojson", 300)
    result = run("check", str(path))
    assert result.exit_code == 0
    assert result.stdout == (
        "q.geojson:8: /features/0/geometry/coordinates: warning: positions of 4 numbers: nothing "
        "here reads the last, a measure (M) (in 300 places); it is kept as it is; to be rid of it, "
        "drop the M values as you export it\n"
    )
    assert result.stderr == "300 sound records in 1 file (0 unplaced): 0 errors, 1 warning\n"
    mapped = run("map", "--events", str(path), "--out", "q.html")
    assert (mapped.exit_code, "error" in mapped.stderr) == (0, False)
    assert run("diff", str(path), str(from_qgis(folder / "r.geojson", 301))).stdout.count(
        "seen-300"
    )
    assert run("add", str(path), "--dry-run").exit_code == 0
    # What lies in a workspace has its ids where the format wants them.
    path.rename(folder / "events" / "q.geojson")
    assert "/features/0: the Feature has no 'id'; move the 'id' of its" in run("check").stdout


def test_a_number_among_the_properties_is_no_id(run: Run, folder: Path) -> None:
    made = feature("a")
    del made["id"]
    made["properties"]["id"] = 7
    path = written(folder / "q.geojson", made)
    assert "the Feature has no 'id'" in run("check", str(path)).stdout


def test_many_findings_of_a_kind_are_counted_and_all_lists_them(run: Run, tmp_path: Path) -> None:
    wrong = [feature(f"n{n}", point(5, 70), start=f"2024-{n}") for n in range(50, 90)]
    path = written(tmp_path / "big.geojson", *wrong)
    short, long = run("check", str(path)), run("check", "--all", str(path))
    assert short.exit_code == long.exit_code == 1
    assert len([x for x in short.stdout.splitlines() if "properties/start" in x]) == 2
    assert "39 more like that (date at properties/start): lines " in short.stdout
    assert len([x for x in long.stdout.splitlines() if "is not a date" in x]) == 40
    assert "40 errors" in short.stderr
    assert len(json.loads(run("check", "--json", str(path)).stdout)) >= 40
    assert run("check", "--format", "github", str(path)).stdout.count("title=date") == 40
    mapped = run("map", "--events", str(path)).stderr
    assert "39 more like that" in mapped
    assert run("map", "--events", str(path), "--all").stderr.count("is not a date") == 40
