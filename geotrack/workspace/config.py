"""Workspace settings, `geotrack.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from geotrack.errors import quoted
from geotrack.i18n.folding import folded
from geotrack.messages import Message
from geotrack.model.base import Listed, Model, Projection, Text, fault, refuse_slips
from geotrack.model.explained_term import ExplainedTerm
from geotrack.model.limits import Limits
from geotrack.model.localized import TextInLanguages
from geotrack.model.maps.look import Look
from geotrack.notation.column_names import ROW_NUMBER

__all__ = ["Config", "Limits", "UnrankedConfig"]


class Cache(Model):
    """The keys of `[cache]`: `folder` is where the index lies, with records of any marking."""

    folder: str = ""


class Config(Model):
    """Settings for checks and maps.

    `title` is the name of the workspace, which may be a table by language. `markings` are in
    ascending order. With `released_only`, maps of `maps/` hold released records only, whatever
    their definitions select. `internal` names columns that no page has. `language` is that of
    maps, `record_language` that of records beside their translations. Pages explain `terms`.
    Without a `geotrack.toml` the defaults apply.
    """

    format: Literal[1] = 1
    title: TextInLanguages | None = None
    markings: Annotated[tuple[Text, ...], Field(min_length=1)] = (
        "UNCLASSIFIED",
        "RESTRICTED",
        "CONFIDENTIAL",
        "SECRET",
    )
    projection: Projection = "EPSG:3995"
    language: Literal["en", "nb"] = "en"
    record_language: Literal["en", "nb"] | None = None
    released_only: bool = False
    internal: Listed[Text] = ()
    terms: tuple[ExplainedTerm, ...] = ()
    look: Look = Field(default_factory=Look)
    limits: Limits = Field(default_factory=Limits)
    cache: Cache = Field(default_factory=Cache)

    @model_validator(mode="after")
    def _ranks_are_certain(self) -> Config:
        refuse_slips(self, "markings")
        words = [m.strip().casefold() for m in self.markings]
        for n, (marking, word) in enumerate(zip(self.markings, words, strict=True)):
            problem = "stands twice" if word in words[:n] else ""
            if problem := "has // in it" if "//" in word else problem:
                message = Message(
                    "the marking {marking} {problem}", quoted(marking), Message(problem)
                )
                remedy = "write each marking once, without what may follow after //"
                fault("markings", message, remedy, at=("markings", n))
        return self

    @model_validator(mode="after")
    def _terms_are_distinct(self) -> Config:
        names: dict[str, str] = {}
        for n, term in enumerate(self.terms):
            for form in term.forms:
                if form in names:
                    message = Message(
                        "{word} is a word of two terms, {first} and {name}",
                        *map(quoted, (form, names[form], term.name)),
                    )
                    fault("terms", message, "leave it to one of them", at=("terms", n))
                names[form] = term.name
        return self

    @property
    def own_language(self) -> str:
        """The language of records beside their translations; that of maps unless stated."""
        return self.record_language or self.language

    def level(self, marking: str | None) -> int | None:
        """Return the level of a marking, from 0; None if the workspace does not define it.

        Text after `//` is ignored. No marking counts as the lowest.

        Examples
        --------
        >>> Config().level("RESTRICTED // FOR BRIEFING"), Config().level(None)
        (1, 0)
        """
        if marking is None:
            return 0
        word = marking.partition("//")[0].strip().casefold()
        words = [m.strip().casefold() for m in self.markings]
        return words.index(word) if word in words else None

    def public_extra(self, extra: Mapping[str, Any]) -> dict[str, Any]:
        """Return the extra properties that pages show: no internal column, no number of a row.

        Examples
        --------
        >>> Config(internal="Saksnr").public_extra({"saksnr": 7, "Løpenr": 1, "flag": "NO"})
        {'flag': 'NO'}
        """
        internal = {folded(name) for name in self.internal}
        return {
            key: value
            for key, value in extra.items()
            if (name := folded(key)) not in internal
            and re.sub(r"[\W_]", "", name) not in ROW_NUMBER
        }


class UnrankedConfig(Config):
    """The defaults in place of settings with an error: no marking has a known rank."""

    def level(self, marking: str | None) -> int | None:
        """Return 0 for no marking, which is the lowest; None for any other."""
        return 0 if marking is None else None
