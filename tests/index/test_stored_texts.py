"""Texts that questions have searched are those of the records, and computed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.index import stored_texts
from geotrack.model import Event
from geotrack.queries import Query, predicates, select
from geotrack.workspace import open_workspace
from tests.records import feature, region, sector, written

WEST = {"regions": ["west"]}


def _found(root: Path, text: str) -> list[str]:
    return select(open_workspace(root), Query(text=text)).ids


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the records whose text has been computed."""
    ids: list[str] = []
    searched = predicates._searched

    def noted(event: Event, *args: object) -> object:
        ids.append(event.id)
        return searched(event, *args)

    monkeypatch.setattr(predicates, "_searched", noted)
    return ids


def test_a_text_is_computed_once_for_a_record(
    tmp_path: Path, index_folder: Path, computed: list[str]
) -> None:
    features = [feature(f"f{n}", title=f"Ærlig {n}", place=WEST) for n in range(3)]
    written(tmp_path / "events" / "a.geojson", *features)
    for name in ("Vestsjøen", "Kolahavet"):
        layer = region("west", sector(0, 10, 70, 74))
        layer["properties"]["name"] = name
        written(tmp_path / "layers" / "regions.geojson", layer)
        assert _found(tmp_path, "aerlig") == ["f0", "f1", "f2"]
        assert _found(tmp_path, f"aerlig 2 {name}") == ["f2"]
    assert _found(tmp_path, "vestsjoen") == []
    assert computed == ["f0", "f1", "f2"] * 2
    features[1]["properties"]["title"] = "Ein annan"
    written(tmp_path / "events" / "a.geojson", *features)
    assert _found(tmp_path, "annan") == ["f1"]
    assert computed[6:] == ["f1"]


def test_texts_of_records_that_are_gone_are_dropped_when_they_are_many(
    tmp_path: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events" / "a.geojson"
    sizes = []
    for n in range(4):
        written(path, *(feature(f"f{n}{row}") for row in range(2)))
        assert _found(tmp_path, f"f{n}0") == [f"f{n}0"]
        (place,) = index_folder.glob("*.texts.index")
        entry = stored_texts.read_entry(place)
        assert entry is not None
        sizes.append(len(entry.arrays["ends"]))
    assert sizes == [2, 4, 2, 4]
    monkeypatch.setattr(stored_texts, "_MOST_BYTES", 10)
    written(path, feature("g"))
    assert _found(tmp_path, "g") == _found(tmp_path, "g") == ["g"]
