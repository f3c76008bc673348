"""Lines of TOML values by an index of the text are those that looking line by line finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from geotrack.reading.toml_files import line_of

names = st.sampled_from(["a", "b", "a.b", "c-d", "é"])
headers = st.builds(
    str.replace,
    st.sampled_from(["[[%]]", "[%]", "  [ % ] # x", "[%.c]", "[[a.%]]"]),
    st.just("%"),
    names,
)
keys = st.builds(
    str.replace,
    st.sampled_from(["% = 1", ' "%"=2', "'%' = 'a = b'", "%=[1", ' % = "[a]"']),
    st.just("%"),
    names,
)
others = st.sampled_from(["", "# a = 1", "  ]", "text a = 3", "b"])
texts = st.lists(headers | keys | keys | others, max_size=12).map("\n".join)


def by_each_line(text: str, path: list[str | int]) -> int | None:
    lines = text.splitlines()
    at, found = 0, None
    for n, step in enumerate(path):
        if isinstance(step, int):
            continue
        index = path[n + 1] if n + 1 < len(path) else None
        header = re.compile(rf"\s*\[\[?\s*([\w.-]+\.)?{re.escape(step)}\s*\]\]?\s*(#.*)?$")
        key = re.compile(rf"""\s*["']?{re.escape(step)}["']?\s*=""")
        tables = [i for i in range(at, len(lines)) if header.match(lines[i])]
        first = next((i for i in range(at, len(lines)) if key.match(lines[i])), None)
        if isinstance(index, int) and len(tables) > index:
            at = found = tables[index]
        elif tables and (first is None or first > tables[0]):
            at = found = tables[0]
        elif first is not None:
            at = found = first
    return None if found is None else found + 1


@given(texts, st.lists(names | st.integers(0, 2), min_size=1, max_size=3))
def test_an_index_finds_what_each_line_says(text: str, path: list[str | int]) -> None:
    assert line_of(text, path) == by_each_line(text, path)
