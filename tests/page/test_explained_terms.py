"""Words that a page explains: those in its texts, in each language, and nothing of others."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geotrack.cli import main
from geotrack.page import briefing
from geotrack.page.explained_terms import terms_in_language
from geotrack.workspace import open_workspace
from tests.records import feature, point, written

HOSTILE = """<script>alert("1")</script>'&"""
TERMS = f"""
[[terms]]
name = {{ en = "sortie", nb = "tokt" }}
words = ["toktet"]
meaning = {{ en = "A flight.", nb = "En flyging." }}
[[terms]]
name = '''{HOSTILE}'''
words = '''{HOSTILE}!'''
meaning.en = '''Means {HOSTILE}.'''
[[terms]]
name = "EEZ"
meaning = "In no text."
"""


def page_of(folder: Path, settings: str = TERMS) -> Any:
    values = {"title": f"Two sorties of {HOSTILE}", "kind": "assessment"}
    place = {"precision": "near", "radius_km": 5}
    written(folder / "events" / "e.geojson", feature("a", point(10, 80), **values, place=place))
    (folder / "geotrack.toml").write_text(f"format = 1\n{settings}", "utf-8")
    return briefing(open_workspace(folder))


def rendered(page: Any) -> str:
    text: str = page.get_root().render()
    return text


def test_the_terms_of_the_texts_are_listed_and_escaped(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    document = re.sub(r"<script\b.*?</script>", "", rendered(page), flags=re.DOTALL)
    listed = document.partition('<dl class="terms">')[2].partition("</dl>")[0]
    assert HOSTILE not in document
    own, _, subject = listed.partition("<dt data-forms=")
    names = [html.unescape(n) for n in re.findall(r"<dt[^>]*>([^<]*)<dd", listed)]
    assert names == ["±", "certainly", "possibly", "assessment", "sortie", HOSTILE]
    assert own.count("class=own") == 4
    forms = [json.loads(text) for text in re.findall("'([^']*)'", subject)]
    assert forms == [["sortie", "tokt", "toktet"], [HOSTILE, f"{HOSTILE}!"]]
    assert "A flight." in subject
    assert html.unescape(subject).count(f"Means {HOSTILE}.") == 1
    assert terms_in_language(page._terms, "nb")[-4:] == ["tokt", "En flyging.", "", ""]


def test_the_digest_is_of_the_terms_on_the_page(tmp_path: Path) -> None:
    first = page_of(tmp_path).digest
    assert page_of(tmp_path, TERMS.replace("In no text", "Another")).digest == first
    assert page_of(tmp_path, TERMS.replace("A flight", "One flight")).digest != first


@pytest.mark.parametrize(
    ("terms", "line", "said"),
    [
        ('[[terms]]\nname = "EEZ"\n', 3, "meaning"),
        ('[[terms]]\nname = "EEZ"\nmeaning = "A zone."\nword = "x"\n', 6, "'word' is no key"),
        ('[[terms]]\nname = "EEZ"\nmeaning = { de = "Eine Zone." }\n', 5, "'de' is no language"),
        (
            '[[terms]]\nname = "EEZ"\nmeaning = "A"\n[[terms]]\nname = "zone"\nwords = "EEZ"\n'
            'meaning = "B"\n',
            6,
            "'EEZ' is a word of two terms, 'EEZ' and 'zone'; leave it to one of them",
        ),
    ],
)
def test_a_fault_in_a_term_is_told_with_its_line(
    tmp_path: Path, terms: str, line: int, said: str
) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "geotrack.toml").write_text(f"format = 1\n\n{terms}", "utf-8")
    done = CliRunner().invoke(main, ["--workspace", str(tmp_path), "check"])
    assert done.exit_code == 1
    assert f"geotrack.toml:{line}: /terms/" in done.output
    assert said in done.output
