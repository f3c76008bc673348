"""The payload of built pages is what its definition says, in Python and in TypeScript."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from geotrack.mapview.open import open_map
from geotrack.page import Briefing
from geotrack.page.payload import PageData
from geotrack.resources import sample_workspace
from tools import payload_types

PAYLOAD: TypeAdapter[Any] = TypeAdapter(PageData)


def payload(name: str) -> dict[str, Any]:
    page = Briefing(open_map(name=name, workspace=sample_workspace()))
    data: dict[str, Any] = page.get_root().packed["geotrack-data"]
    return data


def is_defined(data: dict[str, Any]) -> bool:
    """Whether nothing is in a payload that its definition does not have."""
    known = PAYLOAD.dump_json(PAYLOAD.validate_python(data))
    return bool(json.loads(known) == json.loads(json.dumps(data)))


@pytest.mark.parametrize("name", ["overview", "bering-strait"])
def test_a_page_holds_what_the_definition_says(name: str) -> None:
    assert is_defined(payload(name))


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
