"""JSON that every reader takes, and no terminal acts on."""

from __future__ import annotations

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from geotrack.files.strict_json import dump_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def refuse(constant: str) -> None:
    raise AssertionError(constant)


def finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(one) for key, one in value.items()}
    return [finite(one) for one in value] if isinstance(value, list) else value


@given(values, st.sampled_from([None, 2]))
def test_it_is_read_back_but_for_what_json_lacks(value: object, indent: int | None) -> None:
    text = dump_json(value, indent=indent)
    assert json.loads(text, parse_constant=refuse) == finite(value)
    assert not {c for c in text if "\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e"}
