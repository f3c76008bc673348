"""How a draft was read from the text of a report: where each value stands in it."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field, Strict

from geotrack.model.base import Listed, Model, Some, Text, whole_number

__all__ = ["Extracted", "Quote"]

Offset = Annotated[int, Strict(), Field(ge=0), whole_number]
Number = Annotated[int, Strict(), Field(ge=1), whole_number]


class Range(NamedTuple):
    """A piece of a text: its first character, counted from 0, and the one behind its last."""

    start: Offset
    end: Offset


class Quote(Model):
    """A piece of a report: characters of its text, with the page or paragraph in which it stands.

    `text` is the report's own wording; `geotrack add` drops it.
    """

    start: Offset
    end: Offset
    page: Number | None = None
    paragraph: Number | None = None
    text: Text | None = None


class Extracted(Model):
    """How `geotrack extract` read a record from a report.

    `text_sha256` names the text in which all offsets count. `evidence` has, for each value, the
    characters that it was read from; `basis` says what the date rests on besides its words.
    """

    text_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    quotes: Some[Quote]
    evidence: dict[str, tuple[Range, ...]] = Field(default_factory=dict)
    basis: Literal["stated", "context", "weekday", "published"] | None = None
    tier: Literal[1, 2] | None = None
    candidates: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    flags: Listed[Text] = ()
    same_as: Text | None = None
    may_repeat: Listed[Text] = ()
