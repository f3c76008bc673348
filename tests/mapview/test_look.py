"""The look of a house on maps: what it changes, what it leaves, and what is refused."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geotrack.cli import main
from geotrack.errors import GeotrackError
from geotrack.findings import Finding
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.model.maps.contrast import DARK_PAPER, contrast
from geotrack.page.build import Briefing
from geotrack.taxonomy import built_in_taxonomy
from geotrack.workspace import Workspace, check, open_workspace
from tests.logos import SVG, png, put_look
from tests.mapview.conftest import HEAD

HOUSE = """\
logo = "logo.png"
logo_alt = "A <house>"
organisation = "Institute & Sons"
accent = "#7a1240"
typeface = "sans"
colours = { naval = "#0a5c36", coastguard = "#12407a" }
"""


@pytest.fixture
def house(mapped: Callable[..., Workspace]) -> Callable[..., Workspace]:
    """Return a function that makes a workspace with a look, and one of its map `m`."""

    def make(look: str = HOUSE, own: str = "", **files: bytes | str) -> Workspace:
        root = mapped({}, head=HEAD + (f"[look]\n{own}" if own else "")).root
        put_look(root, look, **{"logo_png": png(), **files})
        return open_workspace(root)

    return make


def view_of(workspace: Workspace) -> MapView:
    return open_map(workspace, "m")


def page_of(workspace: Workspace) -> str:
    page: str = Briefing(view_of(workspace)).get_root().render()
    return page


def test_a_page_has_the_look_escaped_and_as_data(house: Callable[..., Workspace]) -> None:
    page = page_of(house())
    assert '<div class="imprint"><img class="logo" src="data:image/png;base64,iVBORw0KGgo' in page
    assert 'alt="A &lt;house&gt;">' in page
    assert '<p class="organisation">Institute &amp; Sons</p>' in page
    assert '<p class="sheet-note">Institute &amp; Sons · M' in page
    assert "--accent-day:#7a1240;--accent-dark:#" in page
    assert ":root { --serif: var(--sans); }" in page
    assert ".t-coastguard{--theme:#12407a}" in page
    assert page.count("#12407a") == 2, "in the style sheet, and in the layer list"
    assert "#0f766e" not in page


def test_an_svg_is_never_inlined(house: Callable[..., Workspace]) -> None:
    svg = SVG.replace("<path", "<title>canary</title><path")
    workspace = house('logo = "a.svg"\nlogo_alt = "A"\n', a_svg=svg)
    page = page_of(workspace)
    assert 'src="data:image/svg+xml;base64,' in page
    assert "canary" not in page
    assert view_of(workspace).look.print_logo is None


def test_a_map_without_a_look_has_nothing_of_it(house: Callable[..., Workspace]) -> None:
    page = page_of(house(""))
    for word in ("imprint", "organisation", "--accent-day", "--serif: var(--sans)"):
        assert word not in page


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ('accent = "#123456"\n', ("#123456", "Institute & Sons", "A <house>", "#12407a")),
        ('organisation = "Guest"\n', ("#7a1240", "Guest", "A <house>", "#12407a")),
        ('logo = "b.png"\nlogo_alt = "B"\n', ("#7a1240", "Institute & Sons", "B", "#12407a")),
        (
            '[look.colours]\ncoastguard = "#5c0a36"\n',
            ("#7a1240", "Institute & Sons", "A <house>", "#5c0a36"),
        ),
    ],
)
def test_a_map_overrides_key_by_key(
    house: Callable[..., Workspace], own: str, expected: tuple[str, ...]
) -> None:
    view = view_of(house(own=own, b_png=png(9, 9)))
    look = view.look
    [theme] = view.themes
    seen = (look.accent, look.organisation, look.settings.logo_alt, theme.colour)
    assert seen == expected
    assert look.settings.colours["naval"] == "#0a5c36"
    assert look.print_logo is look.logo
    assert look.logo is not None
    assert look.logo.width == (9 if "b.png" in own else 12)


def test_the_digest_is_of_what_is_shown(house: Callable[..., Workspace]) -> None:
    digests = {view_of(house(HOUSE.replace(*change), **files)).digest for change, files in (
        (("", ""), {}),
        (("#7a1240", "#7a1241"), {}),
        (("#12407a", "#12407b"), {}),
        (("& Sons", "& Co"), {}),
        (("A <house>", "A house"), {}),
        (("sans", "serif"), {}),
        (("", ""), {"logo_png": png(13, 8)}),
        (('"logo.png"', '"logo.png"\nlogo_png = "b.png"'), {"b_png": png(14, 8)}),
    )}  # fmt: skip
    assert len(digests) == 8
    bare = view_of(house("")).digest
    assert bare not in digests
    # Neither a theme that is not on the map nor a default is shown.
    assert view_of(house('typeface = "serif"\ncolours = { naval = "#0a5c36" }\n')).digest == bare


def test_an_accent_is_light_enough_in_the_dark(house: Callable[..., Workspace]) -> None:
    for accent in ("#000000", "#7a1240", "#ffffff"):
        look = view_of(house(f'accent = "{accent}"\n')).look
        assert contrast(look.dark_accent, DARK_PAPER) >= 7


def test_a_frozen_map_has_the_look_and_no_more(
    house: Callable[..., Workspace], tmp_path: Path
) -> None:
    workspace = house('logo_png = "logo.png"\n' + HOUSE.replace("logo.png", "a.svg"), a_svg=SVG)
    view = view_of(workspace)
    (tmp_path / "f.zip").write_bytes(frozen_inputs(workspace, "m", view))
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        archive.extractall(tmp_path / "frozen")
    again = open_workspace(tmp_path / "frozen" / "m")
    assert page_of(again) == page_of(workspace)
    assert "naval" not in (tmp_path / "frozen" / "m" / "maps" / "m.toml").read_text("utf-8")


def found(workspace: Workspace) -> list[Finding]:
    return [f for f in check(workspace) if f.pointer.startswith("/look")]


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ('acent = "#123456"\n', "3: /look/acent: 'acent' is no key that says how a map looks; did"),
        ('accent = "blue"\n', "3: /look/accent: 'blue' is no colour; write it as"),
        ('accent = "#123456;}"\n', "3: /look/accent: '#123456;}' is no colour; write it as"),
        ('typeface = "sand"\n', "3: /look/typeface: 'sand' is not a known typeface; did you mean"),
        ('logo = "logo.png"\n', "3: /look/logo: a logo without 'logo_alt'; add it"),
        ('logo_png = "logo.png"\n', "3: /look/logo_png: 'logo_png' without 'logo'; write 'logo'"),
        ('logo = "../a.png"\nlogo_alt = "A"\n', "3: /look/logo: '../a.png' is no path in the"),
        ('logo = "lgo.png"\nlogo_alt = "A"\n', "3: /look/logo: there is no 'lgo.png' in the"),
        ('logo = "bad.png"\nlogo_alt = "A"\n', "3: /look/logo: 'bad.png' is neither a PNG nor"),
        ('colours = { navel = "#123456" }\n', "3: /look/colours/navel: 'navel' is not a known"),
        ('colours = { naval = "#12345" }\n', "3: /look/colours/naval: '#12345' is no colour"),
        ('colours = "#123456"\n', "3: /look/colours: '#123456' is not an object; write an object"),
    ],
)
def test_a_wrong_look_is_an_error_and_no_map_is_made(
    house: Callable[..., Workspace], look: str, expected: str
) -> None:
    workspace = house(look, bad_png="no picture")
    [finding] = found(workspace)
    assert str(finding).startswith(f"{workspace.root}/geotrack.toml:{expected}")
    done = CliRunner().invoke(main, ["--workspace", str(workspace.root), "map"])
    assert (done.exit_code, done.stderr) == (1, f"error: m: {finding}\n")
    assert not (workspace.root / "maps" / "m.html").exists()
    with pytest.raises(GeotrackError):
        view_of(workspace)


@pytest.mark.parametrize(
    ("look", "rule", "said"),
    [
        ('accent = "#9fd0ff"\n', "look-contrast", "hard to read on the page: its contrast is 1.6"),
        ('colours = { naval = "#ffff00" }\n', "look-contrast", "is hard to read on the page"),
        (
            'colours = { naval = "#000000" }\n',
            "look-contrast",
            "lightened to #4d4d4d, its contrast",
        ),
        ('logo = "a.svg"\nlogo_alt = "A"\n', "logo-svg", "only pages show: paper and slides go"),
    ],
)
def test_a_doubtful_look_is_a_warning_of_check_and_map(
    house: Callable[..., Workspace], look: str, rule: str, said: str
) -> None:
    workspace = house(own=look, a_svg=SVG)
    [finding] = found(workspace)
    assert (finding.rule, str(finding.severity), finding.line) == (rule, "warning", 8)
    assert said in str(finding)
    done = CliRunner().invoke(main, ["--workspace", str(workspace.root), "map"])
    assert done.exit_code == 0
    assert str(finding) in done.stderr


def test_themes_of_the_taxonomy_pass_as_colours_of_a_look(house: Callable[..., Workspace]) -> None:
    own: dict[str, Any] = {t.id: t.colour for t in built_in_taxonomy().themes.values()}
    entries = ", ".join(f"{theme} = {json.dumps(colour)}" for theme, colour in own.items())
    assert found(house(f"colours = {{ {entries} }}\n")) == []
