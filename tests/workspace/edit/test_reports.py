"""Reports as text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.files.resources import sample_workspace
from geotrack.workspace import Edit, check, open_workspace
from geotrack.workspace.edit.claims import (
    cite_record,
    line_of_claim,
    next_claim_id,
    with_changed_claim,
    with_claim,
    with_event,
)
from geotrack.workspace.edit.reports import (
    faults_of_text,
    new_path,
    report_at,
    report_text,
    set_report,
)
from tests.records import feature, workspace

CLAIM = {"id": "S2", "says": 'He said: "no".\nThen \\ left.', "kind": "statement"}
TEXT = """\
# A comment.
title = 'A'   # by hand
id="r"

[[claims]]
id = "S1"   # the first
says = "One."
kind = "event"
unmapped = \"\"\"
No
place.\"\"\"
# the end
[[claims]]
id = "S2"
kind = "event"
events = [
  "a",  # the one
  "b",
]
says = "Two."
"""


def test_a_report_that_is_begun_is_sound_but_for_its_claims(tmp_path: Path) -> None:
    opened = workspace(tmp_path)
    given = {"title": 'T "x" \\ \x07', "published": "2026-02", "marking": "UNCLASSIFIED"}
    path = new_path("r-1", opened)
    edit = Edit(opened)
    edit.set_text(path, report_text("r-1", given))
    edit.commit()
    assert path == tmp_path / "seeds" / "r-1.toml"
    assert tomllib.loads(path.read_text("utf-8")) == {"id": "r-1", **given}
    (finding,) = check(open_workspace(tmp_path))
    assert (finding.rule, str(finding.severity)) == ("report-claims", "warning")


def test_an_id_of_a_report_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.toml").write_text('id = "other"\ntitle = "T"\n')
    opened = workspace(tmp_path)
    for taken in ("one", "other"):
        with pytest.raises(UsageError, match=f"the report '{taken}' is there: "):
            new_path(taken, opened)
    for wrong in ("../x", "A b", "", "x/y", "é", "-"):
        with pytest.raises(UsageError, match="is no id for a report"):
            new_path(wrong, opened)


def test_an_unknown_report_is_told_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "focus.toml").write_text('id = "focus"\ntitle = "T"\n')
    (tmp_path / "seeds" / "bad.toml").write_text("id = 5\n")
    opened = workspace(tmp_path)
    assert report_at("focus", opened)[0].name == "focus.toml"
    with pytest.raises(UsageError, match="the id 'fokus'; did you mean 'focus'"):
        report_at("fokus", opened)
    with pytest.raises(UsageError, match="start it: geotrack report new zzz"):
        report_at("zzz", opened)
    with pytest.raises(UsageError, match="toml has errors; `geotrack check` lists them"):
        report_at("bad", opened)


@pytest.mark.parametrize(
    ("ids", "next_id"),
    [
        ([], "S1"),
        (["S1", "S9"], "S10"),
        (["S1", "S3", "S2"], "S4"),
        (["a.08", "a.09"], "a.10"),
        (["7"], "8"),
        (["lead"], "lead-2"),
        (["lead-2", "lead"], "lead-3"),
    ],
)
def test_the_next_claim_goes_on_in_the_pattern_of_the_last(ids: list[str], next_id: str) -> None:
    assert next_claim_id(ids) == next_id


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_claim_goes_to_the_end_and_all_before_stays(newline: str, bom: str) -> None:
    text = bom + TEXT.replace("\n", newline)
    claim = {**CLAIM, "id": "S3", "section": None, "place": "off Bodø", "events": ["a"]}
    made = with_claim(text, claim)
    assert made.startswith(text)
    assert made.count("\n") == made.count(newline)
    last = tomllib.loads(made.removeprefix(bom))["claims"][-1]
    assert last == {k: v for k, v in claim.items() if v is not None}


def test_a_last_line_without_an_end_gets_one() -> None:
    assert with_claim('id = "r"', {"id": "S1"}) == 'id = "r"\n\n[[claims]]\nid = "S1"\n'


def test_claims_in_one_list_are_refused() -> None:
    with pytest.raises(UsageError, match=r"write each as a table: \[\[claims\]\]"):
        with_claim('claims = [{id = "S1"}]\n', CLAIM)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_claim_names_one_more_record_and_all_else_stays(newline: str, bom: str) -> None:
    def text(plain: str) -> str:
        return bom + plain.replace("\n", newline)

    once = with_event(text(TEXT), "S1", "x")
    first = TEXT.replace('unmapped = """\nNo\nplace."""', 'events = ["x"]')
    assert once == text(first)
    assert with_event(once, "S1", "x") == once
    assert with_event(once, "S2", "y") == text(first.replace('"b",\n', '"b",\n  "y",\n'))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "stated", ['unmapped = """\nNo # place\n\'#\' here."""', 'unmapped = "#1"', 'events = "a"']
)
@pytest.mark.parametrize("indent", ["", "  "])
@pytest.mark.parametrize("comment", ["", "  # ask Kari first", '# then # "Ola"'])
def test_a_comment_behind_the_value_is_kept(
    newline: str, stated: str, indent: str, comment: str
) -> None:
    text = '[[claims]]\nid = "S1"\n{}kind = "event"\n'
    before = text.format(f"{indent}{stated}{comment}\n").replace("\n", newline)
    events = '["a", "x"]' if stated.startswith("events") else '["x"]'
    after = text.format(f"{indent}events = {events}{comment}\n").replace("\n", newline)
    assert with_event(before, "S1", "x") == after


def test_one_record_without_a_list_becomes_two_in_one() -> None:
    text = TEXT.replace('unmapped = """\nNo\nplace."""', 'events = "a"')
    assert with_event(text, "S1", "x") == text.replace('"a"', '["a", "x"]', 1)


def test_a_claim_of_a_list_in_one_line_is_changed_or_left_to_a_person() -> None:
    text = 'claims = [{id = "S1", unmapped = "x"}, {id = "S2", unmapped = "y"}]\n'
    assert with_event(text, "S1", "a") == text.replace('unmapped = "x"', 'events = ["a"]')
    with pytest.raises(UsageError, match="add 'a' to 'events' of claim 'S2' by hand"):
        with_event(text, "S2", "a")


def test_the_sample_report_keeps_every_other_line() -> None:
    text = (sample_workspace() / "seeds" / "focus-2025.toml").read_bytes().decode()
    made = with_event(text, "S11", "x").splitlines()
    pairs = [(a, b) for a, b in zip(text.splitlines(), made, strict=True) if a != b]
    assert [b for _, b in pairs] == ['events = ["x"]']


def test_a_claim_and_its_record_cite_each_other_at_once(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    path = tmp_path / "seeds" / "r.toml"
    path.write_text(TEXT.replace('"a",  # the one\n  "b",', '"a",'))
    cites = [{"seed": "r", "claim": c} for c in ("S1", "S2")]
    opened = workspace(tmp_path, feature("a", sources=cites[1]))
    edit = Edit(opened)
    edit.add(feature("x", sources=cites[0]), "added")
    assert cite_record(edit, opened, ("r", "S1"), "x") == path
    edit.commit()
    assert check(open_workspace(tmp_path)) == []
    assert line_of_claim(path, "S2") == 11


def test_a_report_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(TEXT + "# more\n")
    with pytest.raises(UsageError, match="changed by someone else meanwhile; run it again"):
        set_report(Edit(workspace(tmp_path)), path, TEXT, "")


def test_faults_are_those_of_the_check() -> None:
    text = with_claim(TEXT, {**CLAIM, "kind": "statment", "unmapped": "x"})
    assert [(f.rule, f.pointer) for f in faults_of_text(text, "r.toml")] == [
        ("vocabulary", "/claims/2/kind")
    ]
    twice = with_claim(TEXT, {**CLAIM, "unmapped": "x"})
    assert [f.rule for f in faults_of_text(twice, "")] == ["duplicate-id"]
    assert [f.rule for f in faults_of_text('id = "\ud800"', "")] == ["toml-encoding"]


KEYS = st.sampled_from(["says", "kind", "section", "when", "place", "unmapped"])
# As the form sends them: with line breaks, quotes and other scripts, without control characters.
VALUES = st.none() | st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1
)


@given(
    st.sampled_from(["S1", "S2"]), st.dictionaries(KEYS, VALUES), st.sampled_from(["\n", "\r\n"])
)
def test_a_changed_claim_has_the_new_values_and_the_rest_stays(
    id_: str, fields: dict[str, str | None], newline: str
) -> None:
    text = TEXT.replace("\n", newline)
    expected = tomllib.loads(text)
    claim = next(one for one in expected["claims"] if one["id"] == id_)
    for key, value in fields.items():
        if value is None:
            claim.pop(key, None)
        else:
            claim[key] = value
    changed = with_changed_claim(text, id_, fields)
    assert tomllib.loads(changed) == expected
    for kept in ("# A comment.", "# by hand", "# the first", "# the end", "# the one"):
        assert kept in changed
    assert with_changed_claim(text, id_, {}) == text
