"""Credibility 1 means that another origin confirms it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.workspace import check
from tests.records import feature, workspace

GRADE = {"reliability": "B", "credibility": 1}
REMEDY = "cite a second origin ('origin' says what a copy goes back to), or grade it lower"


def told(folder: Path, *sources: Any) -> list[str]:
    findings = check(workspace(folder, feature("a", sources=list(sources))))
    assert {f.rule for f in findings} <= {"grade-origin"}
    return [str(f).split("sources/")[1] for f in findings]


@pytest.mark.parametrize(
    ("sources", "only"),
    [
        ([{"url": "https://www.a.org/x", "grade": GRADE}], "all goes back to 'a.org'"),
        ([{"url": "https://a.org/x", "grade": GRADE}, "https://a.org/y"],
         "all goes back to 'a.org'"),
        ([{"url": "https://a.org", "publisher": "TASS", "grade": GRADE},
          {"url": "https://b.org", "origin": "tass"}], "all goes back to 'tass'"),
        ([{"url": "https://a.org", "origin": "MoD", "grade": GRADE},
          {"url": "https://b.org", "stance": "denies"}], "all goes back to 'MoD'"),
        ([{"cite": "A book", "stance": "denies", "grade": GRADE}], "no source supports it"),
    ],
)  # fmt: skip
def test_confirmed_by_one_origin_is_a_warning(
    tmp_path: Path, sources: list[Any], only: str
) -> None:
    assert told(tmp_path, *sources) == [
        "0/grade/credibility: warning: credibility 1 is for what other origins confirm, "
        f"and {only}; {REMEDY}"
    ]


@pytest.mark.parametrize(
    "sources",
    [
        [{"url": "https://a.org", "grade": GRADE}, "https://b.org"],
        [{"url": "https://a.org", "grade": GRADE}, {"cite": "A book"}],
        [
            {"url": "https://a.org", "origin": "x", "grade": GRADE},
            {"url": "https://a.org", "origin": "y"},
        ],
        [{"url": "https://a.org", "grade": {"reliability": "A", "credibility": 2}}],
    ],
)
def test_two_origins_or_a_lower_grade_are_sound(tmp_path: Path, sources: list[Any]) -> None:
    assert told(tmp_path, *sources) == []
