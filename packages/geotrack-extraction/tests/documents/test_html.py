"""What is read of a page of HTML, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack_extraction.documents import Document
from geotrack_extraction.documents.html import read_html


def read(content: str | bytes) -> Document:
    return read_html(Path("a.html"), content if isinstance(content, bytes) else content.encode())


def text(content: str | bytes) -> str:
    return read(content).text


@pytest.mark.parametrize(
    "around",
    [
        "<nav>x<ul><li>x</ul></nav>", "<aside><p>x</aside>", "<footer>x", "<script>a<b</script>",
        "<style>x</style>", "<title>x</title>", "<noscript>x</noscript>", "<template>x</template>",
        "<p hidden>x", "<b style='color:red; DISPLAY: none'>x</b>", "<div role=navigation>x</div>",
        "<span class='a sr-only'>x</span>", "<del>x</del>", "<!-- x -->", "<button>x</button>",
        "<div hidden><table><tr><td>x</table></div>", "<p style='font-size:0'>x",
    ],
)  # fmt: skip
def test_what_is_around_the_article_or_hidden_is_not_read(around: str) -> None:
    page = f"<main><p>Before</p><div>{around}</div><p class='hidden-gem'>After</main>"
    assert text(page) == "Before\n\nAfter"


def test_headings_lists_and_lines_are_paragraphs() -> None:
    document = read(
        "<h1>A <em>patrol</em></h1>One<br>two<br><br>three<ul><li>four<li>five</ul>"
        "<h2><div>six</div></h2><pre>a\n  b</pre>"
    )
    assert document.text.split("\n\n") == [
        "A patrol", "One\ntwo", "three", "four", "five", "six", "a\nb",
    ]  # fmt: skip
    assert [part.paragraph for part in document.parts if part.is_heading] == [1, 6]


def test_rows_of_tables_are_paragraphs_and_layout_by_tables_is_not_seen() -> None:
    table = "<table><tr><th>Day<th>Place<tr><td><p>3 June</p><td>Vardø</table>"
    assert text(table) == "Day\tPlace\n\n3 June\tVardø"
    page = f"<table><tr><td>Menu<td><p>First</p><p>Second</p>{table}</table>"
    assert text(page).split("\n\n") == [
        "Menu", "First", "Second", "Day\tPlace", "3 June\tVardø",
    ]  # fmt: skip


def test_letters_are_those_that_a_browser_shows() -> None:
    page = (
        "<p>Vard&oslash;&nbsp;&#8211; opera&shy;tion in 2024<sup>5</sup>, 9 km<sup>2</sup> a &lt; b"
    )
    assert text(page) == "Vardø – operation in 2024 ⁵, 9 km² a < b"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("<p>Tromsø – Vardø", "utf-8"),
        ("<p>Tromsø – Vardø", "utf-8-sig"),
        ("<p>Tromsø – Vardø", "utf-16"),
        ("<p>Tromsø – Vardø", "cp1252"),
        ("<meta charset=iso-8859-1><p>Tromsø – Vardø", "cp1252"),
        ("<meta charset=nothing-such><p>Tromsø – Vardø", "utf-8"),
        ("<meta content='text/html; charset=koi8-r'><p>Тромсё", "koi8-r"),
    ],
)
def test_the_encoding_is_that_of_the_mark_or_the_stated_one(content: str, encoding: str) -> None:
    assert text(content.encode(encoding)) in {"Tromsø – Vardø", "Тромсё"}


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5_000 + "x", "<table><tr><td>" * 2_000 + "x", "<b><i>" * 5_000 + "x</b></i>",
        "<p a='" * 20_000, "<!" * 20_000, "<a " * 20_000, "&#" + "9" * 9_000 + ";", "<!--" * 9_000,
    ],
)  # fmt: skip
def test_hostile_pages_are_read_in_one_go(page: str) -> None:
    document = read(page)
    assert len(document.text) <= len(page)
