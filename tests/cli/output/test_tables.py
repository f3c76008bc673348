"""Long answers: a table is laid out as rich lays it out where nothing need be folded."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geotrack.cli.app import emit_json, emit_json_rows, plain
from geotrack.cli.output.tables import lines_of

_ODD = ["", "[b]x[/b]", "漢字", "e\u0301", "\U0001f469\u200d\U0001f680", "\u200b", "1,000"]
_CELL = st.text(max_size=8) | st.sampled_from(_ODD)
_WIDE = 100_000


def _cells(text: str) -> str:
    return plain(" ".join(text.split()))


@given(
    st.integers(1, 4).flatmap(
        lambda many: st.lists(st.lists(_CELL, min_size=many, max_size=many), min_size=2, max_size=6)
    )
)
def test_lines(rows: list[list[str]]) -> None:
    heads, *cells = [[_cells(cell) for cell in row] for row in rows]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(Text(head), no_wrap=True)
    for row in cells:
        table.add_row(*map(Text, row))
    console = Console(width=_WIDE, highlight=False, soft_wrap=False, no_color=True)
    with console.capture() as captured:
        console.print(table)
    lines = lines_of(heads, cells, _WIDE)
    assert lines is not None
    assert list(lines) == [line.rstrip() for line in captured.get().splitlines()]


def test_a_table_that_is_too_wide_is_none() -> None:
    assert lines_of(["a"], [["x" * 11]], 10) is None


_VALUE = st.text(max_size=5) | st.integers() | st.none() | st.floats() | st.booleans()


@given(st.lists(st.dictionaries(st.text(max_size=3), _VALUE, min_size=1, max_size=3), max_size=4))
def test_objects_are_written_one_by_one_as_all_at_once(rows: list[dict[str, object]]) -> None:
    written = []
    for write in (emit_json, emit_json_rows):
        with redirect_stdout(io.StringIO()) as out:
            write(rows)
        written.append(out.getvalue())
    assert written[0] == written[1]
