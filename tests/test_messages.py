"""Findings, errors and reasons exist in each language, with the same arguments."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest

import folium_polar.resources
from folium_polar.messages import _templates
from geotrack.errors import FieldError, UsageError, error_text
from geotrack.files.resources import PACKAGE
from geotrack.findings import Finding, finding_lines
from geotrack.i18n import LANGUAGES
from geotrack.messages import LANGUAGE, Message, in_language

ROOTS = (
    PACKAGE,
    folium_polar.resources.PACKAGE,
    PACKAGE.parent / "packages/geotrack-extraction/src/geotrack_extraction",
    PACKAGE.parent / "packages/geotrack-observations/src/geotrack_observations",
    PACKAGE.parent / "packages/geotrack-warnings/src/geotrack_warnings",
)
OTHERS = [language for language in LANGUAGES if language != "en"]
# Functions of messages, with the arguments that are templates.
FIRST, NONE = slice(0, 1), slice(0)
MAKERS = {
    "Message": FIRST, "EventRemedy": FIRST, "option_remedy": FIRST, "counted": slice(1, 3),
    "FieldError": FIRST, "sentence": slice(0, 2), "in_language": FIRST,
}  # fmt: skip
# Modules that word findings, errors or reasons, some without arguments.
# Texts of the standard library's readers of JSON and TOML.
OF_LIBRARIES = {
    "expecting value", "expecting ',' delimiter", "expecting ':' delimiter",
    "expecting property name enclosed in double quotes", "invalid control character",
    "extra data", "illegal trailing comma before end of object", "invalid value",
    "illegal trailing comma before end of array", "invalid statement", "unterminated string",
    "expected '=' after a key in a key/value pair", "cannot overwrite a value",
    "expected newline or end of document after a statement", "unclosed array",
    "unclosed inline table",
}  # fmt: skip
WORDING = re.compile(
    r"(?:geotrack|folium_polar)\.messages|\b(?:[Ff]ault|Finding|(?:Date|Field|Geometry|Usage|Unreadable)Error)\("
    r"|class Message|missing_package\(|\bkeys_say\b"
)


@cache
def _trees() -> list[ast.AST]:
    paths = (path for root in ROOTS for path in sorted(root.rglob("*.py")))
    sources = (path.read_text(encoding="utf-8") for path in paths)
    return [ast.parse(source) for source in sources if WORDING.search(source)]


def _templates_in(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_templates_in(body), *_templates_in(orelse))


def _fields(text: str) -> list[tuple[str | None, ...]]:
    """Return names, formats and conversions of a template; a text of JSON has none."""
    return sorted(
        field[1:] for field in Formatter().parse(text) if field[1] and ":" not in field[1]
    )


@pytest.mark.parametrize("language", OTHERS)
def test_each_message_exists_in_each_language(language: str) -> None:
    calls = (n for tree in _trees() for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args)
    made = (a for call in calls for a in call.args[MAKERS.get(getattr(call.func, "id", ""), NONE)])
    templates = {text for argument in made for text in _templates_in(argument)}
    assert len(templates) > 300
    assert not {text for text in templates if text.strip()} - _templates(language).keys()


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_of_a_message_that_has_gone(language: str) -> None:
    nodes = (node for tree in _trees() for node in ast.walk(tree))
    texts = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    gone = _templates(language).keys() - texts - OF_LIBRARIES
    assert gone == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_arguments_of_its_message(language: str) -> None:
    for english, other in _templates(language).items():
        assert other.strip(), english
        assert '": ' in english or _fields(other) == _fields(english), english


def test_a_finding_is_printed_in_the_language_of_the_context() -> None:
    remedy = Message("write one of {known}", "a, b", expected=("a", "b"))
    message = Message(
        "the radius of {radius:g} km has no effect without a 'precision'{more}", 2.5, ""
    )
    finding = Finding("a.geojson", message, remedy, "radius", "/features/0/x", 3, 2.5)
    english = str(finding)
    token = LANGUAGE.set("nb")
    try:
        assert str(finding) == (
            "a.geojson:3: /features/0/x: radien på 2,5 km har ingen virkning uten 'precision'; "
            "skriv en av a, b"
        )
        assert finding.to_json()["remedy"] == "skriv en av a, b"
        assert list(finding_lines([finding] * 4))[1] == (
            "a.geojson: 3 til av samme slag (radius ved x): linjer 3"
        )
    finally:
        LANGUAGE.reset(token)
    assert str(finding) == english
    assert finding.text("nb") == in_language(message, "nb") + "; skriv en av a, b"


def test_a_copy_of_a_message_keeps_its_arguments_and_data() -> None:
    message = Message("no {key!r}", "title", suggestions=("a",), expected=("b",))
    for other in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):  # noqa: S301 (its own)
        assert (other, other.values, other.suggestions) == (message, {"key": "title"}, ("a",))
    assert Message(message) is message


def test_the_text_of_an_error_is_kept_in_no_language_of_a_request() -> None:
    token = LANGUAGE.set("nb")
    try:
        error = UsageError(Message("no {key!r}", "title"))
        assert (str(error), error_text(error)) == ("'title' mangler", "no 'title'")
        assert in_language(error_text(error)) == str(error)
        assert error_text(FieldError("{text} asks for nothing; write a word, or leave it out")) == (
            "'text' asks for nothing; write a word, or leave it out"
        )
    finally:
        LANGUAGE.reset(token)
