"""The examples of the documentation that use datasets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_docs import copy, examples, print_what_the_page_says

__all__ = ["copy"]


@pytest.mark.slow
@pytest.mark.parametrize("page", examples(of_datasets=True))
def test_examples_print_what_the_page_says(
    page: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_what_the_page_says(page, copy, monkeypatch)
