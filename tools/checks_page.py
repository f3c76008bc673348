"""Make `docs/reference/checks.md` of the rules of `check`: `python -m tools.checks_page` (2 s)."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from datetime import date
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

from geotrack.findings import Finding
from geotrack.findings.rules import Rule, rules
from geotrack.mapview.check_workspace import observation_findings
from geotrack.mapview.context_layers.layer import layer_file_faults
from geotrack.workspace import check, open_workspace

__all__ = ["PAGE", "main", "page", "said"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "checks.md"
TODAY = date(2026, 11, 25)
SOUND: dict[str, Any] = {
    "title": "A patrol",
    "type": "coastguard/patrol",
    "start": "2024",
    "sources": "https://example.org/a",
}
MARK = (
    "<!-- Below: made by `python -m tools.checks_page` from geotrack/findings/rules.toml; "
    "do not edit. -->"
)


def _feature(given: dict[str, Any]) -> dict[str, Any]:
    members = {"id": "example", "geometry": None}
    members |= {k: v for k, v in given.items() if k in members}
    properties = SOUND | {k: v for k, v in given.items() if k not in members}
    return {"type": "Feature", **members, "properties": properties}


def said(rule: Rule) -> tuple[Finding, ...]:
    """Return what a check says of the example of a rule, in a workspace of its own."""
    return _said(rule.id)


@cache
def _said(id_: str) -> tuple[Finding, ...]:
    rule = rules()[id_]
    with tempfile.TemporaryDirectory() as name, chdir(name):
        root = Path(name)
        (root / "events").mkdir()
        # The regions are read only for what names some: they are large.
        if "regions" in rule.example or "excluding" in rule.example:
            shutil.copytree(ROOT / "layers", root / "layers")
        else:
            (root / "layers").mkdir()
        texts = [(file, text.encode()) for file, text in rule.files.items()]
        texts += [(file, text.encode("latin-1")) for file, text in rule.latin.items()]
        if rule.example:
            given = json.loads(rule.example)
            features = [_feature(g) for g in (given if isinstance(given, list) else [given])]
            collection = {"type": "FeatureCollection", "features": features}
            texts.append(("events/example.geojson", json.dumps(collection).encode()))
        for file, text in texts:
            (root / file).parent.mkdir(exist_ok=True)
            (root / file).write_bytes(text)
        workspace = open_workspace(root, checks=True)
        findings = check(
            workspace,
            today=TODAY,
            selected_records=lambda *_: workspace.events,
            check_observations=observation_findings,
            check_layer_file=partial(layer_file_faults, root),
        )
        return tuple(findings)


def _texts(rule: Rule) -> Iterator[str]:
    files = {**rule.files, **rule.latin}
    if rule.example:
        yield f"`{rule.example}`"
    elif not files:
        by = rule.by if " of " in rule.by else f"`geotrack {rule.by}`"
        yield f"Reported by {by}."
    for file, text in files.items():
        beside = f"{'Beside' if rule.example else 'In'} `{file}`"
        if rule.latin:
            beside += ", saved as Latin-1"
        if not text:
            yield f"{beside}: nothing."
        elif "\n" in text:
            yield f"{beside}:\n\n```text\n{text.strip()}\n```"
        else:
            yield f"{beside}: `{text}`"


def _section(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}\n\n**{rule.severity.capitalize()}.** {rule.holds}\n"
    for text in _texts(rule):
        yield f"{text}\n"
    if not rule.by:
        first = next(f for f in said(rule) if f.rule == rule.id)
        message = f"{first.message}; {first.remedy}" if first.remedy else first.message
        yield f"> {_plain(message)}\n"
    yield f"{rule.remedy}\n"


def _plain(message: str) -> str:
    """Keep Markdown from reading signs of a message."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", message)


def page() -> str:
    """Return the text of the page: what stands there by hand, then all rules."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    parts = [by_hand + MARK + "\n"]
    for group, members in groupby(rules().values(), key=lambda rule: rule.group):
        parts.append(f"## {group}\n")
        parts += [text for rule in members for text in _section(rule)]
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    text = page()
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
