"""`taxonomy.toml` of a workspace: what it adds and changes, and what is wrong in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.files.resources import PACKAGE
from geotrack.findings import Severity
from geotrack.model.maps.contrast import DARK, contrast, tint
from geotrack.taxonomy import OUTLINES, Taxonomy, built_in_taxonomy
from geotrack.workspace import check, open_file, open_workspace
from geotrack.workspace.own_taxonomy import (
    MEDIA,
    OwnTaxonomy,
    colour_fault,
    read_taxonomy,
    used_entries,
)
from tests.records import feature, workspace

DRONES = """\
[themes.drones]
label = { en = "Drones", nb = "Droner" }
colour = "#365314"
shape = "octagon"
[types]
"drones/sighting" = { label = { en = "Drone seen", nb = "Drone sett" } }
"""
FAULTY = """\
[themes.drones]
label = { en = "Drones", nb = "Droner" }
colour = "yellow"
shape = "octogon"

[themes.naval]
colour = "#1e3a8a"

[types]
"drones/sighting" = { label = { en = "Drone seen" }, medium = "sky" }
"drnes/boat" = { label = { en = "Boat", nb = "Båt" }, app6 = "SFSPCLFF" }
"naval/patrul" = { change = true, label = { nb = " " } }

[types."drones/boat"]
medium = "sea"
media = "sea"
"""


def read(folder: Path, text: str) -> OwnTaxonomy:
    path = folder / "taxonomy.toml"
    path.write_text(text, encoding="utf-8")
    return read_taxonomy(path, "taxonomy.toml")


def content(taxonomy: Taxonomy, ids: Any = None) -> dict[str, Any]:
    """Return types and themes as values that can be compared."""
    types = {id_: one for id_, one in taxonomy.types.items() if ids is None or id_ in ids}
    return {
        id_: (dict(one.label), one.medium, one.app6, one.theme.id, dict(one.theme.label),
              one.theme.colour, one.theme.shape)
        for id_, one in types.items()
    }  # fmt: skip


def test_every_fault_is_found_at_once_with_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, FAULTY).findings
    assert [(f.line, f.rule.removeprefix("taxonomy-"), f.severity) for f in found] == [
        (3, "colour", "error"),
        (4, "shape", "error"),
        (6, "change", "error"),
        (10, "language", "warning"),
        (10, "medium", "error"),
        (11, "app6", "error"),
        (11, "id", "error"),
        (12, "change", "error"),
        (12, "label", "error"),
        (14, "missing", "error"),
        (16, "key", "error"),
    ]
    lines = FAULTY.splitlines()
    for one in found:
        assert one.line is not None
        assert one.value is None or str(one.value) in lines[one.line - 1]
        assert one.message
        assert one.remedy


def test_with_an_error_nothing_is_made_and_check_goes_on(tmp_path: Path) -> None:
    workspace(tmp_path, feature("a", type="drones/sighting"), feature("b", type="drones/none"))
    (tmp_path / "geotrack.toml").write_text("format = 1\n", "utf-8")
    (tmp_path / "taxonomy.toml").write_text(DRONES.replace("#365314", "#aaff00"), "utf-8")
    for opened in (open_workspace, lambda root: open_file(root / "events")):
        with pytest.raises(UsageError, match=r"taxonomy\.toml:3: .* is too light"):
            opened(tmp_path)
    found = check(open_workspace(tmp_path, checks=True))
    errors = [f for f in found if f.severity is Severity.ERROR]
    assert [(f.rule, f.value) for f in errors] == [
        ("taxonomy-colour", "#aaff00"),
        ("type", "drones/none"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DRONES + '"drones/sighting" = {}\n', ":7: 'drones/sighting' is there twice"),
        ("[themes.x]\n[themes.x]\n", ":2: not TOML: cannot declare ('themes', 'x') twice"),
        ("themes = 3\n", ":1: /themes: 3 is no table"),
        ("[themes]\nx = 3\n", ":2: /themes/x: 3 is no table"),
        ('[types]\n"air/patrol" = { change = 1 }\n', ":2: /types/air~1patrol/change: 1 is not"),
    ],
)
def test_what_is_no_table_or_there_twice_is_named(tmp_path: Path, text: str, said: str) -> None:
    assert any(str(f).startswith(f"taxonomy.toml{said}") for f in read(tmp_path, text).findings)


def test_a_change_keeps_what_it_does_not_name(tmp_path: Path) -> None:
    text = '[types."naval/patrol"]\nchange = true\nlabel.nb = "Marinen"\n'
    text += '[themes.naval]\nchange = true\ncolour = "#1E3A8A"\n'
    own = read(tmp_path, text)
    assert own.findings == ()
    was, now = (t.types["naval/patrol"] for t in (built_in_taxonomy(), own.taxonomy))
    assert dict(now.label) == {"en": was.label["en"], "nb": "Marinen"}
    assert (now.medium, now.theme.shape) == (was.medium, was.theme.shape)
    assert now.theme.colour == "#1e3a8a"
    assert own.taxonomy.types["naval/exercise"].theme is now.theme
    assert was.theme.colour == "#1d4ed8", "the built-in taxonomy is as it was"


def test_the_built_in_taxonomy_is_held_to_the_same_rules(tmp_path: Path) -> None:
    text = (PACKAGE / "taxonomy" / "taxonomy.toml").read_text(encoding="utf-8")
    text = re.sub(r"^(\[themes\..*\])$", r"\1\nchange = true", text, flags=re.MULTILINE)
    text = re.sub(r'^(".*" = \{)', r"\1 change = true,", text, flags=re.MULTILINE)
    own = read(tmp_path, text)
    assert own.findings == ()
    assert content(own.taxonomy) == content(built_in_taxonomy())


COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
LABELS = st.fixed_dictionaries(
    dict.fromkeys(("en", "nb"), st.text("aåÆ<&\"'\\ \N{SNOWMAN}", max_size=9).map("L{}".format))
)


@given(
    st.dictionaries(st.from_regex("[b-y][a-z]{0,3}", fullmatch=True), LABELS, max_size=3),
    st.sampled_from(OUTLINES),
    st.sampled_from(MEDIA),
    LABELS,
)
def test_what_is_written_of_a_taxonomy_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, names: Any, shape: str, medium: str, label: Any
) -> None:
    known = built_in_taxonomy()
    ids = {f"{name}/x" for name in names} | {"naval/patrol", "air/patrol"}
    themes = {
        name: {"label": text, "colour": "#1e3a8a", "shape": shape}
        | ({"change": True} if name in known.themes else {})
        for name, text in names.items()
    }
    types = {id_: {"label": label, "medium": medium} for id_ in ids}
    types["naval/patrol"]["change"] = types["air/patrol"]["change"] = True
    folder = tmp_path_factory.mktemp("t")
    own = read(folder, tomlkit.dumps({"themes": themes, "types": types}))
    assert own.errors == []
    entries = used_entries(own.taxonomy, ids)
    again = read(folder, tomlkit.dumps(entries))
    assert again.errors == []
    assert content(again.taxonomy, ids) == content(own.taxonomy, ids)
    assert used_entries(known, known.types) == {}


@given(COLOURS)
def test_a_colour_is_taken_where_white_can_be_read_on_it(colour: str) -> None:
    fault = colour_fault(colour, ("colour",))
    dark = min(contrast(tint(colour), ground) for ground in DARK)
    assert (fault is None) == (contrast(colour, "#ffffff") >= 4.5 and dark >= 3)
    if fault and dark < 3:
        assert fault.severity is Severity.WARNING
    elif fault:
        (near,) = re.findall('"(#[0-9a-f]{6})"', fault.remedy)
        assert colour_fault(near, ("colour",)) is None
