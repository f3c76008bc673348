"""The settings of a workspace, and what a folder without them gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from geotrack.cli import main
from geotrack.model.limits import Limits
from geotrack.workspace import Config


def test_a_folder_without_settings_has_defaults() -> None:
    config = Config()
    assert config.markings[0] == "UNCLASSIFIED"
    assert config.projection == "EPSG:3995"
    assert config.limits.file_mb == 64


@pytest.mark.parametrize(
    ("marking", "level"),
    [
        (None, 0),
        ("UNCLASSIFIED", 0),
        ("secret", 3),
        ("RESTRICTED // FOR BRIEFING", 1),
        ("RESTRICTED//X", 1),
        (" SECRET ", 3),
        ("TOP SECRET", None),
        ("", None),
    ],
)
def test_a_marking_has_a_level_and_free_text_after_two_slashes(
    marking: str | None, level: int | None
) -> None:
    assert Config().level(marking) == level


@pytest.mark.parametrize(
    "limits", [{"depth": 501}, {"depth": 0}, {"values": 1.5}, {"text": "8"}, {"file_mb": 0}]
)
def test_a_limit_is_a_number_that_can_be_kept(limits: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Config.model_validate({"limits": limits})


@pytest.mark.parametrize("key", Limits.model_fields)
def test_a_limit_has_a_ceiling_that_settings_from_elsewhere_keep(tmp_path: Path, key: str) -> None:
    ceiling = Limits.ceiling(key)
    assert getattr(Config.model_validate({"limits": {key: int(ceiling)}}).limits, key) == ceiling
    (tmp_path / "events").mkdir()
    settings = f"format = 1\n[limits]\n{key} = {int(ceiling) + 1}\n"
    (tmp_path / "geotrack.toml").write_text(settings, "utf-8")
    done = CliRunner().invoke(main, ["--workspace", str(tmp_path), "check"])
    assert done.exit_code == 1
    rule = f"{int(ceiling) + 1} is out of range; write a number of at most {int(ceiling)}\n"
    assert f"geotrack.toml:3: /limits/{key}: {rule}" in done.output
