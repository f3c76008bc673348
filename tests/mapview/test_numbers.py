from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.mapview.numbers import NumbersError, issue, read_numbers, write_numbers

IDS = st.lists(st.text(min_size=1, max_size=4), unique=True, max_size=12)


@given(st.lists(IDS, max_size=6))
def test_a_number_once_issued_stays_and_is_never_used_again(rounds: list[list[str]]) -> None:
    issued: dict[str, int] = {}
    for ids in rounds:
        after = issue(ids, issued)
        assert {k: after[k] for k in issued} == issued
        assert len(set(after.values())) == len(after)
        assert set(ids) <= set(after)
        issued = after


def test_the_number_of_a_gone_event_is_not_given_to_a_new_one() -> None:
    assert issue(["new"], {"kept": 1, "gone": 7})["new"] == 8


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "plan.numbers.json"
    assert read_numbers(path) == {}
    write_numbers(path, {"b": 2, "å": 1})
    assert read_numbers(path) == {"å": 1, "b": 2}
    assert path.read_text(encoding="utf-8").splitlines()[1] == ' "å": 1,'


@pytest.mark.parametrize("text", ["[1]", '{"a": 0}', '{"a": true}', '{"a": 1, "b": 1}', "{"])
def test_a_broken_file_of_numbers_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.numbers.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NumbersError, match="restore it from its history"):
        read_numbers(path)


def test_a_merged_record_keeps_the_number_of_what_it_replaces() -> None:
    issued = {"old": 3, "older": 2, "own": 1, "gone": 9}
    heirs = {"old": "new", "older": "new", "gone": "own", "elsewhere": "off-the-map"}
    after = issue(["own", "new", "fresh"], issued, heirs)
    assert after == {"old": 3, "new": 2, "own": 1, "gone": 9, "fresh": 10}
    assert issue(["own", "new", "fresh"], after, heirs) == after
