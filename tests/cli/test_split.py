"""`geotrack split`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.records import feature, point, written


def test_a_draft_stays_beside_its_parts(run: Run, folder: Path) -> None:
    path = written(folder / "draft.geojson", *(feature(n, point(n, 70)) for n in range(5)))
    before = path.read_bytes()
    result = run("split", "draft.geojson", "--features", "2")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "draft.geojson: 5 Features in 3 files: draft-1.geojson (2), draft-2.geojson (2), "
        "draft-3.geojson (1)\n"
    )
    assert path.read_bytes() == before
    assert "2 sound records" in run("check", "draft-1.geojson").stderr
    refused = run("split", "draft.geojson", "--features", "3")
    assert refused.exit_code == 2
    assert "draft-1.geojson is there already; --force overwrites it" in refused.stderr
    assert run("split", "draft.geojson", "--features", "3", "--force").exit_code == 0
    assert not [p for p in folder.iterdir() if p.name.startswith(".geotrack-")]


def test_a_file_of_the_workspace_becomes_its_parts(run: Run, folder: Path) -> None:
    many = written(folder / "events" / "many.geojson", *(feature(f"n{n}") for n in range(5)))
    (folder / "geotrack.toml").write_text("[limits]\nfeatures = 4\n")
    refused = run("check")
    assert "`geotrack split FILE` splits it, or raise limits.features" in refused.output
    result = run("split", "events/many.geojson")
    assert (
        "many.geojson: 5 Features in 2 files: many.geojson (3), many-2.geojson (2)" in result.stderr
    )
    ids = [
        f["id"]
        for name in ("many", "many-2")
        for f in json.loads((many.parent / f"{name}.geojson").read_bytes())["features"]
    ]
    assert ids == ["n0", "n1", "n2", "n3", "n4"]
    assert "0 errors" in run("check").stderr
    assert "not split" in run("split", "events/many-2.geojson").stderr


def test_what_is_no_file_is_refused(run: Run) -> None:
    result = run("split", "none.geojson")
    assert result.exit_code == 2
    assert "none.geojson: no such file" in result.stderr
