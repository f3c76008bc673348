"""Whatever the name of a type that is added, the file has no error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.i18n.folding import is_blank
from geotrack.workspace import Edit, open_workspace
from geotrack.workspace.edit.taxonomy import add_type
from geotrack.workspace.own_taxonomy import parse_taxonomy


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace without records."""
    folder = tmp_path_factory.mktemp("types")
    (folder / "events").mkdir()
    (folder / "geotrack.toml").write_text("", encoding="utf-8")
    return folder


NAMES = st.text(min_size=1, max_size=60).filter(lambda name: not is_blank(name))


@given(label=st.dictionaries(st.sampled_from(["en", "nb"]), NAMES, min_size=1))
def test_any_name_gives_a_file_that_parses_to_it(empty: Path, label: dict[str, str]) -> None:
    workspace = open_workspace(empty)
    edit = Edit(workspace)
    first = add_type(edit, workspace, "infrastructure", label)
    second = add_type(edit, workspace, "incident", label)
    (text,) = (after for _, _, after in edit.texts)
    taxonomy = parse_taxonomy(text.encode(), "taxonomy.toml")
    assert not taxonomy.errors
    for id_ in (first, second):
        assert {code: taxonomy.taxonomy.types[id_].label[code] for code in label} == {
            code: name.strip() for code, name in label.items()
        }
