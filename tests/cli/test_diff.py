"""`geotrack diff`: what changed, in a table, as JSON and as Markdown."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.records import collection, feature, point, region, sector, written
from tests.repositories import commit, git, repository

NEAR = {"precision": "near", "radius_km": 50}
PATROL = feature(
    "patrol", point(5, 72), title="Off Bodø [red]x[/]", place=NEAR, actors="FSB", fid=1
)


def changed(folder: Path) -> None:
    """Correct one record, take one out, bring one that replaces another, and two others' things."""
    path = folder / "events" / "e.geojson"
    value = json.loads(path.read_text("utf-8"))
    patrol, edge, unplaced, _undated = value["features"]
    patrol["properties"]["start"] = "2024-09-29"
    patrol["properties"]["place"]["radius_km"] = 20
    patrol["geometry"]["coordinates"] = [5, 72.1]
    edge = {**edge, "id": "edge-2", "properties": {**edge["properties"], "replaces": "edge"}}
    value["features"] = [unplaced, edge, patrol, feature("new", title="New *here*")]
    path.write_text(json.dumps(value), "utf-8")
    written(
        folder / "layers" / "regions.geojson",
        region("west", sector(0, 10, 70, 76), name="Western Sea", kind="sea"),
    )
    (folder / "maps").mkdir()
    (folder / "maps" / "m.toml").write_text('title = "M"\nmarking = "RESTRICTED"\n')


@pytest.fixture
def kept(folder: Path) -> Path:
    """The workspace, its first state committed and then changed."""
    commit(repository(folder))
    changed(folder)
    return folder


TABLE = """\
change   what    id       property         how
added    record  edge-2                    A patrol; replaces edge
added    record  new                       New *here*
changed  record  patrol   geometry         moved 11.2 km, 72° N 5° E → 72.1° N 5° E
                          start            '2024-09-28' → '2024-09-29'
                          place.radius_km  50 → 20
removed  record  edge                      A patrol; replaced by edge-2
removed  record  undated                   A patrol
changed  region  west     geometry         redrawn, by up to 111.6 km
removed  region  top                       The Top
added    map     m                         M
"""
COUNTS = (
    "records: 2 added, 1 changed, 2 removed; regions: 1 changed, 1 removed; maps: 1 added "
    "(1 record the same)\n"
)


def test_a_revision_and_the_workspace_here(run: Run, kept: Path) -> None:
    found = run("diff", "HEAD")
    assert (found.stdout, found.stderr, found.exit_code) == (TABLE, COUNTS, 0)
    assert run("diff", "HEAD", ".").stdout == TABLE
    assert run("diff", "main", str(kept)).stdout == TABLE


def test_exit_code_tells_whether_something_differs_on_request(run: Run, kept: Path) -> None:
    assert run("diff", "HEAD", "--exit-code").exit_code == 1
    same = run("diff", "HEAD", "HEAD", "--exit-code")
    assert (same.stdout, same.stderr, same.exit_code) == (
        "",
        "no difference (4 records the same)\n",
        0,
    )


def test_a_program_gets_paths_and_values(run: Run, kept: Path) -> None:
    said = json.loads(run("diff", "HEAD", "--json").stdout)
    assert (said["old"], said["new"], said["same"]) == ("HEAD", "the workspace here", 1)
    by_id = {c["id"]: c for c in said["changes"]}
    assert by_id["edge-2"]["replaces"] == ["edge"]
    assert by_id["edge"]["replaced_by"] == "edge-2"
    assert by_id["patrol"]["differences"][2] == {
        "path": "place.radius_km",
        "what": "50 → 20",
        "old": 50,
        "new": 20,
    }
    assert by_id["west"]["kind"] == "region"
    assert run("diff", "HEAD", "--format", "json").stdout == run("diff", "HEAD", "--json").stdout


MARKDOWN = """\
# What changed: HEAD → the workspace here

## Added: 2 records

* **A patrol** (edge-2); replaces edge
* **New \\*here\\*** (new)

## Changed: 1 record

* **Off Bodø \\[red\\]x\\[/\\]** (patrol)
    * geometry: moved 11.2 km, 72° N 5° E → 72.1° N 5° E
    * start: '2024-09-28' → '2024-09-29'
    * place.radius\\_km: 50 → 20

## Removed: 2 records

* **A patrol** (edge); replaced by edge-2
* **A patrol** (undated)

## Layers, reports, maps and settings

* changed region: **Western Sea** (west)
    * geometry: redrawn, by up to 111.6 km
* removed region: **The Top** (top)
* added map: **M** (m)
"""


def test_markdown_is_to_be_sent_on(run: Run, kept: Path) -> None:
    assert run("diff", "HEAD", "--format", "md").stdout == MARKDOWN
    assert run("diff", ".", ".", "--format", "md").stdout == (
        "# What changed: . → .\n\nNothing: 4 records the same.\n"
    )


def test_files_are_compared_by_their_records_in_any_form(run: Run, folder: Path) -> None:
    sequence = folder / "sent.geojsonl"
    lines = json.loads((folder / "events" / "e.geojson").read_text("utf-8"))["features"]
    sequence.write_text("".join(f"{json.dumps(line)}\n" for line in reversed(lines)), "utf-8")
    assert run("diff", ".", "sent.geojsonl").stderr == "no difference (4 records the same)\n"
    assert run("diff", "events", "sent.geojsonl").stderr == "no difference (4 records the same)\n"
    run("export", "--to", "out.geojson")
    assert run("diff", ".", "out.geojson").stderr == "no difference (4 records the same)\n"
    text = json.dumps(collection(*lines[1:]))
    assert run("diff", "sent.geojsonl", "-", stdin=text).stdout.splitlines()[1:] == [
        "removed  record  patrol            Off Bodø [red]x[/]"
    ]


def test_a_record_that_became_faulty_has_not_gone(run: Run, folder: Path) -> None:
    bad = {**PATROL, "properties": {**PATROL["properties"], "start": "2024-13"}}
    written(folder / "a.geojson", PATROL)
    written(folder / "b.geojson", bad)
    found = run("diff", "a.geojson", "b.geojson")
    assert found.stdout.splitlines()[1:] == [
        "changed  record  patrol  start     '2024-09-28' → '2024-13'"
    ]
    assert found.exit_code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"type": "FeatureCollection", "features": [', "not JSON"),
        ("", "the file is empty"),
        ("id;title\na;b\n", "b.geojson"),
        ('{"type": "FeatureCollection"}', "a FeatureCollection without a list of features"),
        ('{"type": "Point", "coordinates": [5, 72]}', "a bare Point"),
        (
            '{"type": "FeatureCollection", "features": [], '
            '"crs": {"type": "name", "properties": {"name": "EPSG:25833"}}}',
            "the coordinates are said to be in 'EPSG:25833'",
        ),
        (
            json.dumps(PATROL) + "\n{oh\n" + json.dumps(PATROL),
            "1 of its records are null or no JSON",
        ),
    ],
)
def test_what_cannot_be_read_stops_it(run: Run, folder: Path, text: str, said: str) -> None:
    written(folder / "a.geojson", PATROL)
    (folder / "b.geojson").write_text(text, "utf-8")
    for pair in (("a.geojson", "b.geojson"), ("b.geojson", "a.geojson")):
        found = run("diff", *pair)
        assert said in found.stderr
        assert found.stderr.endswith("unreadable files cannot be compared\n")
        assert (found.stdout, found.exit_code) == ("", 1)


def test_broken_layers_and_maps_stop_it_too(run: Run, kept: Path) -> None:
    (kept / "maps" / "m.toml").write_text("title = ")
    (kept / "layers" / "regions.geojson").write_text("{")
    found = run("diff", "HEAD")
    assert "layers/regions.geojson" in found.stderr
    assert "maps/m.toml" in found.stderr
    assert found.exit_code == 1


def test_records_without_an_id_and_repeated_ones_are_told(run: Run, folder: Path) -> None:
    nameless = {k: v for k, v in PATROL.items() if k != "id"}
    written(folder / "a.geojson", PATROL, nameless, PATROL)
    written(folder / "b.geojson", PATROL)
    assert run("diff", "a.geojson", "b.geojson").stderr == (
        "note: a.geojson: 1 record without an id left out\n"
        "note: a.geojson: 1 record whose id an earlier one has left out\n"
        "no difference (1 record the same)\n"
    )


@pytest.mark.parametrize("name", ["nosuch.geojson", "HEAD~7", "--upload-pack=x"])
def test_what_is_neither_file_nor_revision_is_told(run: Run, kept: Path, name: str) -> None:
    found = run("diff", "--", name)
    assert found.stderr.startswith(f"error: '{name}' is no file or folder here; ")
    assert found.exit_code == 2


def test_without_git_a_revision_is_told_and_files_do(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    assert "is in no git repository" in run("diff", "HEAD").stderr
    monkeypatch.setenv("PATH", str(folder))
    found = run("diff", "HEAD")
    assert (found.exit_code, "git is not installed" in found.stderr) == (2, True)
    assert run("diff", "events/e.geojson", ".").exit_code == 0


def test_a_revision_without_a_workspace_is_told(run: Run, folder: Path) -> None:
    repository(folder)
    (folder / ".gitignore").write_text("*\n")
    commit(folder)
    found = run("diff", "HEAD")
    assert "there was no workspace in" in found.stderr
    assert found.exit_code == 2


def test_a_state_of_files_that_are_links_is_told(run: Run, folder: Path) -> None:
    (folder / "events" / "link.geojson").symlink_to("e.geojson")
    commit(repository(folder))
    assert "is a link there, which is not followed" in run("diff", "HEAD").stderr


def test_other_repositories_are_asked_by_workspace(run: Run, kept: Path, tmp_path: Path) -> None:
    git(kept, "tag", "briefed")
    assert run("--workspace", str(kept), "diff", "briefed").stdout == TABLE


def frozen(**files: Any) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("zipped", "said"),
    [
        (b"PK\x03\x04 and no more", "no zip that can be read"),
        (b"", "no zip that can be read"),
        (frozen(readme="x"), "no zip of a map's inputs"),
        (
            frozen(**{"a/events/e.geojson": "{}", "b/maps/m.toml": ""}),
            "no zip of a map's inputs",
        ),
        (frozen(**{"a/events/e.geojson": "{}"}), "is not a GeoJSON FeatureCollection"),
        (frozen(**{"a/events/e.geojson": "x" * 1000})[:600], "no zip that can be read"),
    ],
)
def test_a_damaged_zip_stops_it(run: Run, folder: Path, zipped: bytes, said: str) -> None:
    (folder / "m.inputs.zip").write_bytes(zipped)
    found = run("diff", "m.inputs.zip", "events")
    assert said in found.stderr
    assert (found.stdout, found.exit_code) == ("", 1)


@pytest.mark.slow
def test_a_zip_that_swells_is_not_unpacked(run: Run, folder: Path) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("m/events/e.geojson", "w") as entry,
    ):
        for _ in range(130):
            entry.write(b" " * 1_000_000)
    (folder / "m.inputs.zip").write_bytes(packed.getvalue())
    assert "it holds more than 128 MB unpacked; split it" in run("diff", "m.inputs.zip").stderr


def test_a_frozen_map_is_compared_as_the_map_shows_it_now(run: Run, kept: Path) -> None:
    assert run("map", "m", "--frozen").exit_code == 0
    frozen_map = "maps/m.inputs.zip"
    same = run("diff", frozen_map)
    assert same.stderr == (
        "note: the workspace here is compared as its map 'm' shows it\n"
        "no difference (4 records the same)\n"
    )
    path = kept / "events" / "e.geojson"
    path.write_text(path.read_text("utf-8").replace("2024-09-29", "2024-09-30"), "utf-8")
    assert run("diff", frozen_map, ".").stdout.splitlines()[1:] == [
        "changed  record  patrol  start     '2024-09-29' → '2024-09-30'"
    ]
    assert run("diff", ".", frozen_map).stdout.splitlines()[1:] == [
        "changed  record  patrol  start     '2024-09-30' → '2024-09-29'"
    ]
    assert "holds what its map shows, and HEAD more than that" in (
        run("diff", frozen_map, "HEAD").stderr
    )
