from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.escaping import encodable, json_for_script, script_text, style_text


@given(st.text(st.characters()))
def test_json_is_the_same_value_and_ends_no_script(text: str) -> None:
    written = json_for_script(text)
    # Two halves that stand together are one letter.
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(written) == joined
    assert not set(written) & set("<>&\u2028\u2029")


@pytest.mark.parametrize("text", ["</script>", "</SCRIPT >", "<!--", "a<!--<script>b"])
def test_scripts_neither_end_nor_open_a_comment(text: str) -> None:
    escaped = script_text(text).lower()
    assert "</script" not in escaped
    assert "<!--" not in escaped
    assert escaped.replace("\\", "") == text.lower()


def test_styles_do_not_end() -> None:
    assert "</style" not in style_text("a::before{content:'</style>'}").lower()


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json_for_script(float("nan"))


def test_line_breaks_are_those_that_a_parser_leaves() -> None:
    assert script_text("a\r\nb\rc\0") == "a\nb\nc\ufffd"
    assert style_text("a{}\r\nb{}") == "a{}\nb{}"


@given(st.text(st.characters()))
def test_any_text_can_be_written_in_utf_8(text: str) -> None:
    for written in (encodable(text), script_text(text), style_text(text), json_for_script(text)):
        written.encode()
