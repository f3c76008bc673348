"""What the page says in other languages: each text once, whatever figures stand in it."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from geotrack.dates import When, in_words
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.page import briefing
from geotrack.page.texts import marked, tag, translation_table


def said_of(*pairs: tuple[str, str]) -> dict[str, str]:
    translate = Translator("en")
    for english, norwegian in pairs:
        translate.each({"en": english, "nb": norwegian}.__getitem__)
    return translation_table(translate, "nb")


def test_texts_of_the_languages_are_said_and_kept() -> None:
    translate = Translator("nb")
    assert translate("record.when") == "Når"
    assert translate("record.earlier", n=3) == "3 tidligere oppføringer"
    assert translation_table(translate, "en") == {
        "0 tidligere oppføringer": "0 earlier records",
        "Når": "When",
    }
    assert translation_table(translate, "nb") == {}


def test_texts_that_differ_in_figures_share_an_entry() -> None:
    translate = Translator("en")
    for day in range(1, 29):
        for month in range(1, 13):
            translate.each(partial(in_words, When.parse(f"2024-{month:02}-{day:02}T10:30:00Z")))
    told = translation_table(translate, "nb")
    assert len(told) == 12
    assert told["0 May 0 0:0 (UTC)"] == "0. mai 0 kl. 0.0 (UTC)"


def test_what_a_shape_cannot_tell_stands_for_itself() -> None:
    assert said_of(("1 of 2", "2 av 1")) == {"1 of 2": "2 av 1"}, "figures in another order"
    told = said_of(("1 a", "1 b"), ("2 a", "2 c"), ("3 a", "3 b"), ("4 x", "4 x"))
    assert told == {"0 a": "0 b", "2 a": "2 c"}, "the usual one is shared"
    assert said_of(("same", "same"), (" ", "x")) == {}


def test_a_word_of_a_record_is_no_text_of_the_page() -> None:
    assert tag("p", LocalizedText("a<b")) == "<p data-w>a&lt;b</p>"
    assert tag("p", "a<b") == "<p>a&lt;b</p>"
    assert tag("dd", ("Kola: ", LocalizedText("near"), ""), "x") == (
        "<dd class=x>Kola: <span>near</span>"
    )
    assert marked(LocalizedText("")) == ""


def test_a_page_holds_each_text_once(make: Any, feature: Any) -> None:
    features = [feature(f"r{n}", start=f"2024-05-{n:02}") for n in range(1, 29)]
    packed = briefing(make(*features), "plan").get_root().packed
    words, told = packed["geotrack-words"]["languages"], packed["geotrack-words-nb"]["told"]
    assert told["0 May 0"] == "0. mai 0"
    assert words["en"]["told"] == {}
    # Unpacked when it is chosen.
    assert words["nb"] == {"name": "Norsk bokmål"}
    assert len(json.dumps(told)) < 6_000
