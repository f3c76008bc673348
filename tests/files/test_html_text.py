"""HTML to plain text: tags go, words and lines stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.files.html_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>Seen</b> from plane<br>clear", "Seen from plane\nclear"),
        ("<p>one</p>\n\n<p>two</p>", "one\ntwo"),
        ("one\ntwo <i>three</i>", "one\ntwo three"),
        ("<table><tr><td>speed</td><td>12</td></tr></table>", "speed 12"),
        ("A &amp; B &lt;C&gt; &#248;", "A & B <C> ø"),
        ("<style>p{}</style><script>1</script>text<!-- note -->", "text"),
        ("<b>see</b> https://example.org/?a=1&copy=2", "see https://example.org/?a=1&copy=2"),
        ("the <Akademik> <b>seen</b>", "the <Akademik> seen"),
        ("<img src='a.png'/>", ""),
    ],
)
def test_tags_go_and_words_stay(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize("text", ["", " two  spaces\n\n", "5 < 6 > 3", "R&D", "<unknown>", "a<b"])
def test_a_text_without_html_is_itself(text: str) -> None:
    assert plain_text(text) == text


@given(st.text("ab<>/&;! -\n'="))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(plain_text(f"<b>{text}"), str)
