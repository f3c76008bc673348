"""The payload of built pages is what its definition says, in Python and in TypeScript."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import TypeAdapter, ValidationError

from geotrack.mapview.open import open_map
from geotrack.mapview.sides import INK
from geotrack.page import Briefing
from geotrack.page.many_records import columns_of, row_data
from geotrack.page.payload import PageData, RowData
from geotrack.page.records import record_data
from tests.sample_pages import sample_page
from tools import payload_types

PAYLOAD: TypeAdapter[Any] = TypeAdapter(PageData)


def payload(name: str, folder: Path | None = None) -> dict[str, Any]:
    page = Briefing(open_map(name=name, workspace=folder)) if folder else sample_page(name)
    data: dict[str, Any] = page.get_root().packed["geotrack-data"]
    return data


def is_defined(data: dict[str, Any]) -> bool:
    """Whether nothing is in a payload that its definition does not have."""
    known = PAYLOAD.dump_json(PAYLOAD.validate_python(data))
    return bool(json.loads(known) == json.loads(json.dumps(data)))


@pytest.mark.parametrize("name", ["overview", "bering-strait"])
def test_a_page_holds_what_the_definition_says(name: str) -> None:
    data = payload(name)
    assert is_defined(data)
    assert is_defined(columns_of(cast("PageData", data))[1])


def test_rows_of_a_page_of_many_hold_what_the_definition_says() -> None:
    view = sample_page("overview").view
    rows = [row_data(one, record_data(one), view.translate) for one in view.record_views]
    known = TypeAdapter(list[RowData])
    assert json.loads(known.dump_json(known.validate_python(rows))) == json.loads(json.dumps(rows))


def test_a_page_with_a_taxonomy_of_its_own_holds_it(own_sample: Path) -> None:
    data = payload("bering-strait", own_sample)
    assert is_defined(data)
    themes, facets = data["themes"], data["facets"]
    assert themes["drones"]["colour"] == themes["coastguard"]["colour"] == INK[0], "beside sides"
    assert data["sides"]["left"] == {"name": "China", "colour": "#c8371b", "countries": ["CN"]}
    assert "military" not in themes, "only themes that it uses"
    assert {"drones", "coastguard"} <= {id_ for id_, *_ in facets["themes"]}
    drones = [e["n"] for e in data["events"] if e["theme"] == "drones"]
    assert len(drones) == 2
    assert json.loads(json.dumps(data["scenes"]))[-1]["state"]["f"] == (
        "theme:drones;type:drones%2Fboat,drones%2Fflight"
    )


def test_what_the_definition_does_not_have_is_found() -> None:
    data = payload("bering-strait")
    assert not is_defined(data | {"more": 1})
    for wrong in (
        {key: value for key, value in data.items() if key != "times"},
        data | {"order": [[1]]},
        data | {"events": [data["events"][0] | {"drawn": "sketched"}]},
    ):
        with pytest.raises(ValidationError):
            is_defined(wrong)


def test_columns_are_as_long_as_there_are_records() -> None:
    data = payload("overview")
    columns = data["facets"]["records"].values()
    assert {len(data["events"]), len(data["times"]["records"])} == set(map(len, columns))


def test_the_types_of_scripts_are_those_of_the_definition() -> None:
    written = payload_types.TARGET.read_text(encoding="utf-8")
    assert written == payload_types.declarations(), "run python -m tools.payload_types"
