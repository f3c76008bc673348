"""Reading of short texts as reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geotrack.files.resources import sample_workspace
from geotrack.gazetteer import Gazetteer
from geotrack.taxonomy import built_in_taxonomy
from geotrack.workspace import open_workspace
from geotrack_extraction.documents.plain_text import read_text
from geotrack_extraction.draft import Draft
from geotrack_extraction.drafts import Drafts, drafts_of
from geotrack_extraction.lexicon import lexicon_of

ReadReport = Callable[..., Drafts]
DraftsOf = Callable[..., list[Draft]]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return open_workspace(sample_workspace()).gazetteer


@pytest.fixture
def read_report(gazetteer: Gazetteer) -> ReadReport:
    """Return a function that reads a text, published on a Saturday."""

    def read(text: str, lang: str = "en", published: str = "2024-10-12") -> Drafts:
        lexicon = lexicon_of(lang, built_in_taxonomy())
        return drafts_of(read_text(text), lexicon, gazetteer, published)

    return read


@pytest.fixture
def drafts(read_report: ReadReport) -> DraftsOf:
    def read(text: str, lang: str = "en", published: str = "2024-10-12") -> list[Draft]:
        return read_report(text, lang, published).drafts

    return read
