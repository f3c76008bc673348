"""Words of a subject that a page explains, `[[terms]]` of the settings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from geotrack.model.base import Listed, Selecting, Text
from geotrack.model.localized import TextInLanguages, versions_of

__all__ = ["ExplainedTerm", "terms_in"]


class ExplainedTerm(Selecting):
    """A word that not every reader knows, with an explanation in a sentence or two.

    `name` and `meaning` may be tables by language. `words` are other forms of the name in texts, in
    any language. A form may have an `s` at its end, and a capital for a small first letter.
    """

    keys_say: ClassVar[str] = "explains a term"

    name: TextInLanguages
    words: Listed[Text] = ()
    meaning: TextInLanguages

    @property
    def forms(self) -> tuple[str, ...]:
        """All words that the term has in texts."""
        return tuple(dict.fromkeys((*versions_of(self.name), *self.words)))

    def stated(self) -> dict[str, Any]:
        """Return the term as settings write it."""
        return self.model_dump(mode="json", exclude_defaults=True)


def terms_in(terms: Iterable[ExplainedTerm], texts: Iterable[str]) -> tuple[ExplainedTerm, ...]:
    """Return the terms of which a form stands in a text as a word of its own.

    Examples
    --------
    >>> sortie = ExplainedTerm(name="sortie", meaning="A flight of a mission.")
    >>> [terms_in([sortie], [text]) == (sortie,) for text in ("Sorties", "a consortie")]
    [True, False]
    """
    text = "\n".join(texts)
    folded = text.casefold()

    def stands(form: str) -> bool:
        # A plain search first: most forms are in no text.
        first = f"[{form[0]}{form[0].upper()}]" if form[0].islower() else re.escape(form[0])
        return form.casefold() in folded and bool(
            re.search(rf"(?<!\w){first}{re.escape(form[1:])}s?(?!\w)", text)
        )

    return tuple(term for term in terms if any(map(stands, term.forms)))
