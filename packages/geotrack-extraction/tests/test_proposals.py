"""Proposals are checked to the character; geotrack reads what their words mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geotrack.gazetteer import Gazetteer
from geotrack.taxonomy import built_in_taxonomy
from geotrack_extraction.documents.plain_text import read_text
from geotrack_extraction.drafts import Drafts, drafts_of
from geotrack_extraction.lexicon import lexicon_of

TEXT = (
    "Something happened at Kirkenes on\n3 May 2024, they wrote. A band of Finns came to Vardø. "
    "A band of Finns left on 3 May 2025."
)


def proposed(gazetteer: Gazetteer, tmp_path: Path, *lines: str) -> Drafts:
    path = tmp_path / "p.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    lexicon = lexicon_of("en", built_in_taxonomy())
    return drafts_of(read_text(TEXT), lexicon, gazetteer, "2024-10-12", path)


def test_words_are_read_as_geotrack_reads_its_own(gazetteer: Gazetteer, tmp_path: Path) -> None:
    line = {
        "quote": "Something happened at Kirkenes on 3 May 2024, they",
        "type": "incident/protest",
        "date_words": "3 May 2024",
        "place_words": "Kirkenes",
        "actor_words": "they",
    }
    found = proposed(gazetteer, tmp_path, json.dumps(line))
    (draft,) = [one for one in found.drafts if "proposed" in one.flags]
    assert found.refused == []
    assert TEXT[slice(draft.clause.start, draft.clause.end)] == (
        "Something happened at Kirkenes on\n3 May 2024, they"
    )
    assert (draft.start, draft.type and draft.type.type) == ("2024-05-03", "incident/protest")
    assert draft.places[0].ids == ("kirkenes",)
    assert [actor.name for actor in draft.actors] == ["they"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "no JSON"),
        ("[1]", "an object of texts"),
        ('{"quote": " "}', "needs a quote"),
        ('{"quote": "happened", "lon": "1"}', "is no key of a proposal"),
        ('{"quote": "Nothing happened"}', "is not in the text"),
        ('{"quote": "A band of Finns"}', "is in the text 2 times"),
        ('{"quote": "happened", "type": "naval/parade"}', "is not a known type"),
        ('{"quote": "happened at Kirkenes", "place_words": "Vardø"}', "is not in the text"),
        ('{"quote": "happened at Kirkenes", "date_words": "happened"}', "is no date that is read"),
        ('{"quote": "left on 3 May 2025", "date_words": "3 May 2025"}', "after the publication"),
    ],
)
def test_what_does_not_check_is_refused_with_its_line(
    line: str, message: str, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    found = proposed(gazetteer, tmp_path, "", line)
    (refused,) = found.refused
    assert str(refused).startswith("p.jsonl:2: ")
    assert message in str(refused)
    assert not any("proposed" in draft.flags for draft in found.drafts)
