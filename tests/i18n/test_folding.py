"""Folding, and that the page's script folds the same."""

from __future__ import annotations

import json
import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from geotrack.files.resources import PACKAGE
from geotrack.i18n.folding import folded, is_blank
from geotrack.model.base import Text

# web/tests/page/text-folding.test.js holds the script to the same pairs.
SHARED = json.loads(
    (PACKAGE.parent / "web" / "tests" / "fixtures" / "folding.json").read_text(encoding="utf-8")
)


def test_enough_is_compared() -> None:
    assert len({text for text, _ in SHARED}) >= 60


@pytest.mark.parametrize(("text", "expected"), SHARED)
def test_text_is_folded_as_the_script_folds_it(text: str, expected: str) -> None:
    assert folded(text) == expected
    assert folded(expected) == expected, "what is folded stays"


# Arabic and Syriac signs that show, though Unicode calls them formats.
SHOWN_FORMATS = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2}
SHOWN_FORMATS |= {0x110BD, 0x110CD}
# Letters that show nothing: fillers of Hangul, the blank of braille.
BLANK_LETTERS = {0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800}


def test_a_text_of_spaces_controls_and_formats_is_blank() -> None:
    for code in range(0x110000):
        letter, kind = chr(code), unicodedata.category(chr(code))
        shows_nothing = kind in {"Cc", "Cf", "Zl", "Zp", "Zs"} or letter.isspace()
        if shows_nothing and code not in SHOWN_FORMATS:
            assert is_blank(letter), hex(code)
        elif kind[0] in "LNPS" and code not in BLANK_LETTERS:
            assert not is_blank(letter), hex(code)


def test_a_text_is_blank_to_the_models_where_it_is_blank() -> None:
    adapter = TypeAdapter(list[Text])
    letters = [chr(c) for c in range(0x20000) if not 0xD800 <= c < 0xE000]
    letters += [chr(c) for c in range(0xE0000, 0xE1000)]
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(letters)
    refused = [error["loc"][0] for error in caught.value.errors(include_url=False)]
    assert refused == [n for n, letter in enumerate(letters) if is_blank(letter)]
