"""Findings at the desk are in plain words: no notation of files, no ids, no commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from folium_polar.messages import _names, _templates
from geotrack.findings.rules import Rule, rules
from geotrack.i18n import LANGUAGES
from geotrack.importing.targets.properties import properties
from geotrack.messages import LANGUAGE
from geotrack.server.finding_text import desk_templates, finding_json
from geotrack.workspace import Workspace, open_workspace
from tools.checks_page import said

# What only a programmer reads.
NOTATION = re.compile(
    r"--[a-z]|`|\bgeotrack\b|[{}\[\]]|=|\b[a-z]+_[a-z_]+\b|\.toml|\.geojson|\bpointer\b|\w:\d"
    r"|\b(?:Feature|FeatureCollection|JSON|TOML|UTF-8|LineString|MultiPolygon|Polygon|Point|null|NaN"
    r"|IANA|ISO|RFC|EPSG|bbox|surrogate|Features|ogr2ogr)\b"
)
# Names of properties in files.
KEYS = {part for path in properties() for part in path.split(".")}
OF_DATASETS = {"map-observations"}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return open_workspace(Path(__file__).parents[2])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "rule",
    [r for r in rules().values() if not r.by and r.id not in OF_DATASETS],
    ids=lambda rule: rule.id,
)
def test_what_the_desk_says_of_a_rule_has_no_notation_of_files(
    rule: Rule, language: str, workspace: Workspace
) -> None:
    token = LANGUAGE.set(language)
    try:
        ids = {*workspace.taxonomy.types, *workspace.regions}
        for finding in said(rule):
            found = finding_json(finding, workspace)
            text = f"{found['message']}; {found['remedy']}"
            for stated in (f"{finding.value}", *finding.suggestions):
                text = text.replace(stated, "…")
            assert not NOTATION.search(text), text
            assert not ids & {*re.findall(r"[\w/-]+", text)}, text
            assert not KEYS & {*re.findall(r"'([^']+)'", text)}, text
    finally:
        LANGUAGE.reset(token)


def test_each_text_of_the_desk_stands_for_a_message_and_uses_its_arguments() -> None:
    assert not desk_templates().keys() - _templates("nb").keys()
    for template, texts in desk_templates().items():
        assert set(texts) == set(LANGUAGES)
        for text in texts.values():
            assert {*_names(text)} <= {*_names(template)}, text
