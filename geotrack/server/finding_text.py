"""Findings and errors in the words of the desk, without names of properties, ids and options.

A message is written where it arises, for the reader of a file and of a command line. The desk's
reader knows neither: `i18n/messages.desk.json` has other texts for messages that name files'
notation or commands, names of properties are replaced by the labels of the form, and ids by what
they name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from geotrack.files.resources import PACKAGE
from geotrack.findings import Finding
from geotrack.i18n import words
from geotrack.messages import LANGUAGE, Message, in_language
from geotrack.model.place_text import region_name

if TYPE_CHECKING:
    from geotrack.workspace import Workspace

__all__ = ["desk_templates", "desk_text", "finding_json", "findings_json"]

# Labels of the form, by the name of the property in files.
_LABELS = {
    "start": "fields.date",
    "radius_km": "fields.radius",
    "inner_radius_km": "fields.inner",
    "described": "fields.place",
    "name": "parts.actors.name",
    "country": "parts.actors.country",
    "role": "parts.actors.role",
    "url": "parts.sources.url",
    "cite": "parts.sources.cite",
    "claimant": "parts.sources.claimant",
    "publisher": "parts.sources.publisher",
    "published": "parts.sources.published",
    "seed": "parts.sources.seed",
    "claim": "parts.sources.claim",
    "level": "parts.confidence.level",
    "basis": "parts.confidence.basis",
}
_EPSG = re.compile(r"EPSG:(\d+)")
_QUOTES = "page.finder.quoted"
_QUOTED = re.compile(r"'([^'\n]+)'")


def finding_json(finding: Finding, workspace: Workspace) -> dict[str, Any]:
    """Return a finding as a JSON object with its texts in the words of the desk."""
    name_of = _namer(workspace)
    return {
        **finding.to_json(),
        "message": desk_text(finding.message, name_of),
        "remedy": desk_text(finding.remedy, name_of),
    }


def findings_json(findings: Iterable[Finding], workspace: Workspace) -> list[dict[str, Any]]:
    """Return findings as JSON objects with their texts in the words of the desk."""
    return [finding_json(finding, workspace) for finding in findings]


def desk_text(text: str, name_of: Callable[[str], str] = str) -> str:
    """Return a message in the words of the desk, in the language of the request.

    Parameters
    ----------
    text : str
        The message.
    name_of : callable
        Returns what an id names; any other text unchanged.
    """
    language = LANGUAGE.get()

    def value_of(value: Any) -> Any:
        if callable(value):
            return value(language)
        if isinstance(value, Message):
            return desk_text(value, name_of)
        return name_of(value) if isinstance(value, str) else value

    if isinstance(text, Message):
        own = desk_templates().get(text.template, {}).get(language)
        values = {key: value_of(value) for key, value in text.values.items()}
        names = dict.fromkeys(name for _, name, *_ in Formatter().parse(text.template) if name)
        told = (
            own.format_map(values)
            if own is not None
            else in_language(Message(text.template, *(values[name] for name in names)))
        )
    else:
        told = desk_templates().get(text, {}).get(language) or in_language(text)

    def quoted_name(match: re.Match[str]) -> str:
        name = _label(match[1], language) or name_of(match[1])
        return match[0] if name == match[1] else words(language)(_QUOTES, text=name)

    return _QUOTED.sub(quoted_name, told)


@cache
def desk_templates() -> Mapping[str, Mapping[str, str]]:
    """Return the texts of the desk by language, by the English template of a message."""
    content = (PACKAGE / "i18n" / "messages.desk.json").read_text(encoding="utf-8")
    templates: dict[str, dict[str, str]] = json.loads(content)
    return templates


@cache
def _label(name: str, language: str) -> str:
    """Return the label of a property or of its value in the form; empty for any other word."""
    sections = ("fields", "fields.map", "precision", "values")
    for key in (_LABELS.get(name, ""), *(f"{section}.{name}" for section in sections)):
        with suppress(KeyError, TypeError):
            label = words(language).section(f"desk.{key}")
            if isinstance(label, str):
                return label.partition(",")[0]  # without the unit behind it
    return ""


def _namer(workspace: Workspace) -> Callable[[str], str]:
    """Return a function from the ids of a workspace to what they name."""
    language = LANGUAGE.get()

    def name_of(text: str) -> str:
        if type_ := workspace.taxonomy.types.get(text):
            return f"{type_.theme.label[language]} / {type_.label[language]}"
        if region := workspace.regions.get(text):
            return region_name(region, language)
        if event := workspace.by_id.get(text):
            return event.title
        return _EPSG.sub(lambda code: _projection(code[1], language), text)

    return name_of


def _projection(code: str, language: str) -> str:
    """Return the name of a projection of the desk by its code."""
    names = words(language).section("desk.projections")
    return names[code].partition(" (")[0] if code in names else code
