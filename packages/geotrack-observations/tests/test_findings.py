"""Rules about datasets, and the page of all rules, which has their examples."""

from __future__ import annotations

import pytest

from geotrack.findings.rules import rules
from tests.findings.test_rules import OF_DATASETS, breaks_no_other
from tools.checks_page import PAGE, page


@pytest.mark.parametrize("rule", OF_DATASETS)
def test_an_example_breaks_its_rule_and_no_other_in_each_language(rule: str) -> None:
    breaks_no_other(rules()[rule])


def test_the_page_is_made_of_the_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.checks_page"
