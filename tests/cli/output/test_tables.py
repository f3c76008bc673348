"""Tables on stdout, and long answers as JSON."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.cli.app import emit_json, emit_json_rows
from geotrack.cli.output.tables import print_table, table_lines

ROWS = [
    ["漢字", "[b]not markup[/b], over several lines", "1"],
    ["e\u0301", "0123456789abcdefghij", "22"],
]


@pytest.fixture
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.usefixtures("no_colour")
def test_a_table_is_as_wide_as_its_cells() -> None:
    assert list(table_lines(["id", "what", ""], ROWS, [False] * 3, 100)) == [
        "id    what",
        "漢字  [b]not markup[/b], over several lines  1",
        "e\u0301     0123456789abcdefghij                   22",
    ]


@pytest.mark.usefixtures("no_colour")
def test_columns_are_folded_to_the_width_of_the_terminal() -> None:
    assert list(table_lines(["id", "what", ""], ROWS, [True, False, True], 26)) == [
        "id    what",
        "漢字  [b]not            1",
        "      markup[/b], over",
        "      several lines",
        "e\u0301     0123456789abcdef  22",
        "      ghij",
    ]


@pytest.mark.usefixtures("no_colour")
@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.text("ab 漢\u0301", max_size=30), min_size=columns, max_size=columns),
            min_size=2,
            max_size=5,
        )
    ),
    st.integers(1, 80),
)
def test_a_folded_table_keeps_every_letter(rows: list[list[str]], widest: int) -> None:
    heads, *cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    lines = list(table_lines(heads, cells, [False] * len(heads), widest))
    assert sorted("".join(lines).replace(" ", "")) == sorted(
        "".join(cell for row in rows for cell in row).replace(" ", "")
    )


def test_headings_are_bold_at_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    print_table(["id"], [["a"]], never_folded=["id"])
    assert capsys.readouterr().out == "id\na\n"
    assert next(table_lines(["id"], [["a"]], [True], 80)) == "\x1b[1mid\x1b[0m"


_VALUE = st.text(max_size=5) | st.integers() | st.none() | st.floats() | st.booleans()


@given(st.lists(st.dictionaries(st.text(max_size=3), _VALUE, min_size=1, max_size=3), max_size=4))
def test_objects_are_written_one_by_one_as_all_at_once(rows: list[dict[str, object]]) -> None:
    written = []
    for write in (emit_json, emit_json_rows):
        with redirect_stdout(io.StringIO()) as out:
            write(rows)
        written.append(out.getvalue())
    assert written[0] == written[1]
