from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry.base91 import from_letters, to_letters

FIXTURE = Path(__file__).parents[4] / "web" / "tests" / "fixtures" / "letters.json"


@given(st.binary(max_size=200))
def test_bytes_come_back_and_need_no_escape(raw: bytes) -> None:
    text = to_letters(raw)
    assert from_letters(text) == raw
    assert not set(text) & set('<"\\')


def test_the_script_is_tested_with_what_is_written_here() -> None:
    for raw, text in json.loads(FIXTURE.read_text(encoding="utf-8")):
        assert to_letters(bytes(raw)) == text
