"""The help of the desk names labels and keys that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geotrack.i18n import LANGUAGES, words

WEB = Path(__file__).parents[2] / "web" / "src"


def _texts(section: Any) -> Iterator[str]:
    if isinstance(section, str):
        yield section
    elif isinstance(section, dict | list):
        for part in section.values() if isinstance(section, dict) else section:
            yield from _texts(part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_label_is_one_of_the_desk_or_the_page(language: str) -> None:
    texts = words(language)._texts
    help_ = texts["desk"]["help"]
    others = {**texts, "desk": {k: v for k, v in texts["desk"].items() if k != "help"}}
    labels = set(_texts(others))
    named = [
        label
        for topic in help_["topics"].values()
        for label in re.findall(r"\*([^*]+)\*", topic["text"])
    ]
    assert len(named) > 40
    assert set(named) <= labels, set(named) - labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_keys_of_the_page_are_those_of_the_page(language: str) -> None:
    source = (WEB / "page" / "keyboard-shortcuts.js").read_text(encoding="utf-8")
    keys = {
        key.upper()
        for key in re.findall(r"\(\[\[?\"([^\"]+)\"|, \"(=|_|−)\"", source)
        for key in key
    }
    rows = words(language)._texts["desk"]["help"]["keys"]["groups"]["page"]["rows"]
    stated = {key.upper() for named, _ in rows for key in named.split(", ")} - {"ESC"}
    assert stated <= keys, stated - keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_keys_of_a_draft_are_those_of_the_text(language: str) -> None:
    source = (WEB / "desk" / "report-text" / "text-review.js").read_text(encoding="utf-8")
    rows = words(language)._texts["desk"]["help"]["keys"]["groups"]["text"]["rows"]
    stated = {key.lower() for named, _ in rows for key in named.split(", ")} - {"esc"}
    assert all(re.search(rf"\b{key}: ", source) for key in stated), stated
