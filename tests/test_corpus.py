"""The corpus of files under tests/corpus/: what `geotrack check` and `geotrack add` make of each.

`manifest.toml` beside the files says for each what it is about, the section of the standard beside
it, and what should come of it:

* `accept`: no error; `geotrack add` stores its Features as they are.
* `refuse`: the `errors`; `geotrack add` writes nothing.
* `normalise`: no error; `geotrack add` stores what `stored` says.

`errors` and `warnings` are all that is found, as rule, JSON pointer and line; `says` is a part of
the message or remedy that helps. `records` is how many are sound. Under `[file.add]` stands what
only a workspace can tell, or do.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from geotrack.cli import main
from geotrack.model.schema import event_schema
from tests.cli.conftest import ENTERED
from tests.fuzz import Fuzz
from tests.records import region, sector, written

CORPUS = Path(__file__).parent / "corpus"
REGIONS = [
    region("barents-sea", sector(15, 60, 68, 80)),
    region("bering-strait", sector(-170, -167, 65, 67)),
]
_LARGEST = 20_000
_MANIFEST = "manifest.toml"


def _entries() -> list[tuple[Path, dict[str, Any]]]:
    return [
        (manifest.parent / entry["name"], entry)
        for manifest in sorted(CORPUS.glob(f"*/{_MANIFEST}"))
        for entry in tomllib.loads(manifest.read_text("utf-8"))["file"]
    ]


ENTRIES = _entries()
each = pytest.mark.parametrize(
    ("path", "entry"), ENTRIES, ids=[p.relative_to(CORPUS).as_posix() for p, _ in ENTRIES]
)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a runner of commands in a workspace without records."""
    (tmp_path / "geotrack.toml").write_text("format = 1\n", "utf-8")
    (tmp_path / "events").mkdir()
    written(tmp_path / "layers" / "regions.geojson", *REGIONS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")

    def invoke(*args: str) -> Result:
        result = CliRunner().invoke(main, args, prog_name="geotrack")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


Told = list[tuple[str, str, str, int | None]]


def _wanted(entry: dict[str, Any]) -> Told:
    return sorted(
        (severity, found["rule"], found["at"], found.get("line"))
        for severity in ("error", "warning")
        for found in entry.get(f"{severity}s", ())
    )


def _told(findings: list[dict[str, Any]]) -> Told:
    return sorted((f["severity"], f["rule"], f["pointer"], f["line"]) for f in findings)


def _given(path: Path) -> Any:
    """Return what a file holds that is no sequence, as Python's own parser reads it."""
    return json.loads(path.read_text("utf-8-sig"))


def _exactly(value: Any) -> str:
    """Spell a value so that 1 and 1.0 and -0.0 differ, and no order of members does."""
    return json.dumps(value, sort_keys=True)


@each
def test_a_file_comes_out_as_its_manifest_says(path: Path, entry: dict[str, Any], run: Run) -> None:
    Path(path.name).write_bytes(path.read_bytes())
    _is_checked(entry, run("check", path.name, "--json"))
    _helps(entry, run("check", path.name).stdout)
    wanted = {**entry, **entry.get("add", {})}
    refuses = wanted["outcome"] == "refuse"
    if not refuses:
        wanted["errors"] = []
    result = run("add", path.name, "--json")
    (told,) = json.loads(result.stdout)
    assert _told(told["findings"]) == _wanted(wanted)
    assert result.exit_code == refuses
    stored = _stored()
    if refuses:
        assert (told["written"], stored) == ([], {})
        return
    given = json.loads(wanted["stored"]) if "stored" in wanted else _given(path)
    for feature in given["features"]:
        feature["properties"]["added"] = ENTERED
    if given["features"]:
        (raw,) = stored.values()
        assert _exactly(json.loads(raw)) == _exactly(given)
        assert _orders(json.loads(raw)) == _orders(given)
    again = run("add", path.name, "--json")
    (told,) = json.loads(again.stdout)
    assert (again.exit_code, told["written"]) == (0, [])
    assert {record["change"] for record in told["records"]} <= {"same"}
    assert _stored() == stored


def _is_checked(entry: dict[str, Any], result: Result) -> None:
    assert _told(json.loads(result.stdout)) == _wanted(entry)
    assert result.exit_code == bool(entry.get("errors"))
    records = entry["records"]
    assert result.stderr.startswith(f"{records} sound record{'' if records == 1 else 's'} in")


def _helps(entry: dict[str, Any], lines: str) -> None:
    for found in (*entry.get("errors", ()), *entry.get("warnings", ())):
        told = [line for line in lines.splitlines() if f"{found['at']}: " in line]
        assert any(found.get("says", "") in line for line in told or lines.splitlines())


def _stored() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path("events").iterdir()}


def _orders(collection: dict[str, Any]) -> list[list[str]]:
    return [list(feature["properties"]) for feature in collection["features"]]


def test_each_file_stands_in_its_manifest_and_each_entry_has_its_file() -> None:
    files = sorted(p for p in CORPUS.rglob("*") if p.is_file() and p.name != _MANIFEST)
    assert files == sorted(p for p, _ in ENTRIES)
    assert len(files) >= 150


def test_a_file_is_small_and_told_of_in_a_line() -> None:
    known = {"name", "about", "section", "outcome", "records", "errors", "warnings", "stored"}
    for path, entry in ENTRIES:
        assert path.stat().st_size < _LARGEST
        assert entry["about"].strip()
        assert "\n" not in entry["about"]
        assert entry["outcome"] in {"accept", "refuse", "normalise"}
        assert (entry["outcome"] == "refuse") == bool(entry.get("errors"))
        assert set(entry) <= {*known, "add"}


def test_what_is_accepted_is_valid_by_the_schema() -> None:
    validator = Draft202012Validator(event_schema())
    for path, entry in ENTRIES:
        if entry["outcome"] == "accept" and path.suffix == ".geojson":
            validator.validate(_given(path))


@pytest.mark.slow
def test_odd_files_raise_nothing(tmp_path: Path) -> None:
    fuzz = Fuzz(tmp_path / "fuzz", seed=4)
    fuzz.run(700)
    assert fuzz.accepted > 35
    assert fuzz.added > 0
