"""What is read on pages: a sample of `tools/legibility`, and that it finds what is not read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import PageAt
from tools.legibility.pages import state_faults


def test_all_of_the_opening_sheet_is_read_and_a_fault_is_found(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("round"))
    page.wait_for_function("() => document.querySelectorAll('.annotation').length > 3")
    assert list(state_faults(page)) == []
    page.add_style_tag(
        content=".lead-begin b { font-size: 9px } .edition { opacity: 0.4 }"
        ".annotation text { transform: translate(0, -60px) }"
    )
    rules = {rule for rule, *_ in state_faults(page)}
    assert rules >= {"text small", "contrast", "label over label"}
