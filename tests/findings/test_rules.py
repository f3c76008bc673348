"""Every rule that the code can tell is listed, with an example that breaks it and no other."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import folium_polar.resources
from folium_polar.messages import _templates
from geotrack.files.resources import PACKAGE
from geotrack.findings.rules import Rule, check_rule_ids, rules
from geotrack.messages import Message
from geotrack.workspace import check, open_workspace
from tools.checks_page import said

ROOT = Path(__file__).parents[2]
# Where in a call of these the id of the rule stands.
PLACES = {"fault": 0, "in_workspace": 0, "Fault": 3, "Finding": 3, "RuleFinding": 4, "in_table": 3}
# Rules of the plane's own functions, whose arguments come from the code and from no file.
OF_ARGUMENTS = {"step"}
# Ids put together of words.
FORMED = {
    "reading/features.py": {"file-features", "file-positions"},
    "geometry/geojson/spelling.py": {"line-short", "ring-short"},
    "workspace/own_taxonomy.py": {
        f"taxonomy-{one}"
        for one in (
            "alike",
            "app6",
            "phrases",
            "change",
            "empty",
            "id",
            "key",
            "label",
            "language",
            "medium",
            "missing",
            "shape",
        )
    },
}
# Where a rule is handed on that another place names.
HANDED_ON = {
    "index/findings_as_data.py": {"rule"},
    "reading/model_faults.py": {"self.rule", "kind", "error['type']"},
    "model/maps/layer_file.py": {"rule"},
    "reading/files.py": {"finding.rule"},
    "reading/geometry.py": {"error.rule"},
    "workspace/checks/each_record.py": {"fault.rule"},
    "workspace/checks/rule_finding.py": {"f.rule", "rule"},
}


def _calls(function: ast.AST) -> Iterator[ast.expr]:
    """Yield what a function hands over as a rule, as far as it is an expression."""
    for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name not in {*PLACES, "GeometryError"}:
            continue
        yield from (k.value for k in call.keywords if k.arg == "rule")
        # One starred argument is message and remedy.
        at = PLACES.get(name, len(call.args))
        at -= any(isinstance(a, ast.Starred) for a in call.args[:at])
        yield from call.args[at : at + 1]


def _named(tree: ast.AST) -> dict[str, list[ast.expr]]:
    found = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id].append(node.value)
    return found


def _emitted(path: Path) -> Iterator[str]:
    """Yield the ids that a module can tell; what cannot be followed is told as it is written."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = _named(ast.Module([n for n in tree.body if isinstance(n, ast.Assign)], []))
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        names = {**constants, **_named(function)}
        waiting, seen = list(_calls(function)), set[str]()
        while waiting:
            match waiting.pop():
                case ast.Constant(value=str(id_)):
                    yield id_
                case ast.IfExp(body=body, orelse=orelse):
                    waiting += [body, orelse]
                case ast.Name(id=name) if name in names:
                    waiting += [] if name in seen else names[name]
                    seen.add(name)
                case other:
                    yield f"({ast.unparse(other)})"


def emitted() -> dict[str, set[str]]:
    found = defaultdict(set)
    observations = PACKAGE.parent / "packages/geotrack-observations/src/geotrack_observations"
    roots = (PACKAGE, folium_polar.resources.PACKAGE, observations)
    for root, path in ((r, path) for r in roots for path in sorted(r.rglob("*.py"))):
        where = path.relative_to(root).as_posix()
        for id_ in _emitted(path):
            if id_.startswith("(f'"):
                assert where in FORMED, f"{where}: {id_}"
            elif id_[1:-1] not in HANDED_ON.get(where, ()):
                found[id_].add(where)
        for id_ in FORMED.get(where, ()):
            found[id_].add(where)
    return found


@pytest.mark.slow
def test_every_rule_of_the_code_is_listed_and_none_else() -> None:
    found = emitted()
    unlisted = {id_: where for id_, where in found.items() if id_ not in {*rules(), *OF_ARGUMENTS}}
    assert not unlisted
    assert not set(rules()) - set(found)


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_rule_says_what_holds_and_what_to_do(rule: Rule) -> None:
    for text in (rule.holds, rule.remedy):
        assert text[:1].isupper() or text[:1] in '`"', text
        assert text.endswith((".", "`")), text
        assert "\n" not in text
    assert bool(rule.by) != bool(rule.example or rule.files or rule.latin)
    assert rule.severity in {"error", "warning"}


def _untranslated(text: str, known: dict[str, str]) -> Iterator[str]:
    if not isinstance(text, Message):
        yield from [text] if text and text not in known else []
        return
    if text.values or text.strip():
        yield from [] if text.template in known else [text.template]
    for value in text.values.values():
        if isinstance(value, Message):
            yield from _untranslated(value, known)


# Examples that only the package of datasets finds faults in; its tests have them, and the page.
OF_DATASETS = {"map-observations"}


@pytest.mark.parametrize(
    "rule",
    [r for r in rules().values() if not r.by and r.id not in OF_DATASETS],
    ids=lambda rule: rule.id,
)
def test_an_example_breaks_its_rule_and_no_other_in_each_language(rule: Rule) -> None:
    breaks_no_other(rule)


def breaks_no_other(rule: Rule) -> None:
    """Check that the example of a rule breaks it alone, and what is said is Norwegian too."""
    assert {(f.rule, str(f.severity)) for f in said(rule)} == {(rule.id, rule.severity)}
    texts = [text for finding in said(rule) for text in (finding.message, finding.remedy)]
    assert not [one for text in texts for one in _untranslated(text, _templates("nb"))]


def test_an_unknown_rule_is_refused_with_the_nearest() -> None:
    assert check_rule_ids(["link", "link"]) == {"link"}
    with pytest.raises(Exception, match="no rule is called 'lnk'; did you mean 'link'\\?"):
        check_rule_ids(["link", "lnk"])
    with pytest.raises(Exception, match="'zzzzzz'; `geotrack check --rules` lists them"):
        check_rule_ids(["zzzzzz"])


def test_the_sample_breaks_no_rule() -> None:
    found: list[Any] = check(open_workspace(ROOT), today=date.max)
    assert found == []
