"""Records that stand for the same regions are gathered, at a position that their region has."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from folium_polar.geometry import project
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.mapview.record.stacks import record_stacks
from geotrack.workspace import Workspace, open_workspace
from tests.records import collection, feature, region, sector

IDS = ("west", "east", "inner")
LAYERS = collection(
    region("west", sector(-180, -160, 65, 75)),
    region("east", sector(-160, -140, 65, 75)),
    region("inner", sector(-175, -170, 66, 70)),
)


def in_regions(id_: str, *regions: str) -> dict[str, Any]:
    return feature(id_, None, place={"precision": "region", "regions": list(regions)})


def view_of(mapped: Callable[..., Workspace], *features: dict[str, Any]) -> MapView:
    events = collection(*features)
    workspace = mapped({"layers/regions.geojson": LAYERS, "events/a.geojson": events})
    return open_map(workspace, "m")


def test_three_that_name_the_same_regions_are_a_stack(mapped: Callable[..., Workspace]) -> None:
    three = [in_regions(f"w-{n}", "west") for n in range(3)]
    mixed = [in_regions("wi", "west", "inner"), in_regions("iw-0", "inner", "west")]
    also = [in_regions("iw-1", "inner", "west"), *(in_regions(f"e-{n}", "east") for n in range(2))]
    view = view_of(mapped, *three, *mixed, *also)
    numbers = view.numbers
    groups = [[numbers[f"w-{n}"] for n in range(3)], [numbers[i] for i in ("wi", "iw-0", "iw-1")]]
    assert view.stacks == sorted(sorted(group) for group in groups)
    at = {record.event.id: record.drawing.lonlat for record in view.record_views if record.drawing}
    assert at["w-0"] == at["w-1"] == at["w-2"]
    assert at["wi"] == at["iw-0"] == at["iw-1"] != at["w-0"]
    for id_, where in (("w-0", "west"), ("wi", "inner"), ("e-0", "east")):
        lon, lat = at[id_]
        inside = view.workspace.regions[where].plane
        assert inside.contains(shapely.Point(*project(lon, lat)))


def _record(number: int, regions: list[str]) -> Any:
    named = [SimpleNamespace(id=id_) for id_ in regions]
    drawing = SimpleNamespace(regions=named) if regions else None
    return SimpleNamespace(number=number, drawing=drawing, event=SimpleNamespace(geometry=None))


@settings(max_examples=15)
@given(places=st.lists(st.sets(st.sampled_from(IDS), max_size=2), max_size=14))
def test_a_stack_has_all_records_of_its_regions(places: list[set[str]]) -> None:
    views = [_record(n, sorted(regions, reverse=n % 2 == 1)) for n, regions in enumerate(places, 1)]
    stacks = record_stacks(views)
    for stack in stacks:
        [one] = {frozenset(places[n - 1]) for n in stack}
        assert len(stack) == sum(regions == one for regions in places) >= 3
    gathered = {n for stack in stacks for n in stack}
    for n, regions in enumerate(places, 1):
        assert (n in gathered) == (bool(regions) and sum(r == regions for r in places) >= 3)


def test_the_overview_has_the_stack_of_the_northern_sea_route() -> None:
    view = open_map(open_workspace(), "overview")
    [stack] = [stack for stack in view.stacks if view.numbers["2024-nsr-cargo"] in stack]
    ids = {record.event.id for record in view.record_views if record.number in stack}
    assert ids == {
        event.id
        for event in view.records
        if event.geometry is None and tuple(event.regions) == ("northern-sea-route",)
    }
