"""Maps of a workspace select with an index what they select without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import GeotrackError
from geotrack.index.cache_folder import IS_OFF
from geotrack.index.stored_reads import StoredRead
from geotrack.mapview.check_workspace import check_workspace
from geotrack.mapview.selection import choose
from geotrack.model import MapDefinition
from geotrack.workspace import Workspace, open_workspace, record_index
from tests.records import feature, point, written

URL = "https://example.org/a"
_REPORT = """id = "{0}"
title = "R"
marking = "{1}"
published = "{2}"
[[claims]]
id = "S1"
says = "x"
"""
_SOURCES: tuple[Any, ...] = (
    [URL],
    [{"url": URL, "published": "2024-05"}],
    [{"url": URL, "published": "2024-05-20"}, {"seed": "r", "claim": "S1"}],
    [{"seed": "s", "claim": "S1"}],
    [{"seed": "unknown", "claim": "S1"}],
)
_MARKINGS = (..., "UNCLASSIFIED", "SECRET", "COSMIC")
_MAP = 'title = "M"\nmarking = "UNCLASSIFIED"\n[[scenes]]\ntitle = "S"\nhighlight = ["{0}"]\n'


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Workspace]]:
    """A workspace of all sources with all markings as it is read, and from the index."""
    root = tmp_path_factory.mktemp("maps") / "w"
    pairs = [(sources, marking) for sources in _SOURCES for marking in _MARKINGS]
    features = [
        feature(f"e{n}", point(n, 75), sources=sources, marking=marking, review=review, **links)
        for n, (sources, marking) in enumerate(pairs)
        for review in [(..., "draft", "reviewed")[n % 3]]
        for links in [{"part_of": "e0"} if n % 4 == 1 else {"replaces": "e2"} if n == 7 else {}]
    ]
    for n in range(2):
        written(root / "events" / f"{n}.geojson", *features[n::2])
    texts = {
        "geotrack.toml": f'format = 1\n[cache]\nfolder = "{root.parent}"\n',
        "seeds/r.toml": _REPORT.format("r", "RESTRICTED", "2024-04-01"),
        "seeds/s.toml": _REPORT.format("s", "UNCLASSIFIED", "2024-07-01"),
        "maps/one.toml": _MAP.format("e1"),
        "maps/two.toml": _MAP.format("e2"),
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOTRACK_CACHE", str(root.parent))
        patch.setattr(record_index, "_LEAST_BYTES", 0)
        token = IS_OFF.set(True)
        read = open_workspace(root)
        assert read.left_out == 0
        IS_OFF.reset(token)
        _ = open_workspace(root).event_reads
        stored = open_workspace(root)
        assert all(isinstance(one, StoredRead) for one in stored.event_reads)
        yield read, stored


def _chosen(workspace: Workspace, definition: MapDefinition, **options: Any) -> Any:
    try:
        found = choose(workspace, definition, **options)
    except GeotrackError as error:
        return str(error)
    ids = [event.id for event in found.events]
    return ids, found.matches, found.counts, found.whys, found.otherwise_reviewed


_IDS = st.sampled_from([f"e{n}" for n in range(20)])
_SELECTS = {
    "without": st.lists(_IDS, unique=True),
    "from": st.sampled_from(["2024", "2025"]),
    "types": st.just(["coastguard/patrol"]),
    "review": st.just(["reviewed"]),
    "certain": st.booleans(),
    "bbox": st.just([0, 70, 9, 80]),
}


@given(
    table=st.fixed_dictionaries(
        {
            "title": st.just("M"),
            "marking": st.sampled_from(["UNCLASSIFIED", "RESTRICTED", "SECRET", "TOP"]),
            "select": st.fixed_dictionaries({}, optional=_SELECTS),
        },
        optional={"as_of": st.sampled_from(["2024-04", "2024-05-20", "2024-06", "2025"])},
    ),
    options=st.fixed_dictionaries({"strict": st.booleans(), "among": st.none() | st.sets(_IDS)}),
)
def test_random_maps_hold_the_same_records(
    both: tuple[Workspace, Workspace], table: dict[str, Any], options: dict[str, Any]
) -> None:
    definition = MapDefinition.model_validate(table)
    read, stored = (_chosen(workspace, definition, **options) for workspace in both)
    assert read == stored


def test_maps_are_checked_alike(both: tuple[Workspace, Workspace]) -> None:
    read, stored = (
        [finding.to_json() for finding in check_workspace(w, today=date(2025, 1, 1))] for w in both
    )
    assert read == stored
    assert {finding["rule"] for finding in read} >= {"map-marking", "map-drafts"}
