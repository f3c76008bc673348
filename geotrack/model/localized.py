"""Texts in several languages: tables by language in definitions, `translations` in records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, Field
from pydantic_core import core_schema

from geotrack.errors import quoted
from geotrack.i18n import LANGUAGES
from geotrack.messages import Message, one_of
from geotrack.model.base import Text, fault

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = [
    "ByLanguage",
    "TextByLanguage",
    "TextInLanguages",
    "Translations",
    "in_language",
    "versions_of",
]

K = TypeVar("K")


class TextByLanguage(str):
    """A text in several languages; as a string it is one of them.

    Parameters
    ----------
    text : str
        The text as a string.
    versions : mapping of str to str
        The text by language, in the order of `geotrack.i18n.LANGUAGES`.
    """

    versions: Mapping[str, str]

    def __new__(cls, text: str, versions: Mapping[str, str] | None = None) -> TextByLanguage:
        """Create a text; copies are made without versions, which they get afterwards."""
        made = super().__new__(cls, text)
        made.versions = versions or {}
        return made

    def each(self, change: Callable[[str], str]) -> TextByLanguage:
        """Return the text with a function applied in each language."""
        versions = {language: change(text) for language, text in self.versions.items()}
        return TextByLanguage(change(self), versions)


class ByLanguage:
    """An annotation of a text that may also be a table by language: `{en = "…", nb = "…"}`.

    The static type stays `str`, so that code without languages reads one version. A model dumps
    the table as it is written.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = handler(source)
        versions = core_schema.dict_schema(core_schema.str_schema(), text, min_length=1)
        table = core_schema.no_info_after_validator_function(_by_language, versions)
        return core_schema.tagged_union_schema(
            {True: table, False: text},
            lambda value: isinstance(value, Mapping),
            serialization=core_schema.plain_serializer_function_ser_schema(_as_written),
        )


def _language(value: str, *, at: tuple[str, ...] = ()) -> str:
    if value not in LANGUAGES:
        message = Message("{value} is no language of geotrack", quoted(value))
        fault("language", message, one_of(LANGUAGES), at=at)
    return value


TextInLanguages = Annotated[Text, ByLanguage()]

Translations = dict[
    Annotated[
        str,
        AfterValidator(_language),
        Field(json_schema_extra={"enum": [*LANGUAGES]}),
    ],
    dict[K, Text],
]
"""Texts of an object in other languages, by language and key; the keys are a `Literal`."""


def in_language(text: str, language: str) -> str:
    """Return a text in a language, else in the first that it has; a plain text as it is.

    Examples
    --------
    >>> in_language(TextByLanguage("Sea", {"en": "Sea", "nb": "Hav"}), "nb")
    'Hav'
    """
    if not isinstance(text, TextByLanguage):
        return text
    versions = text.versions
    return TextByLanguage(versions.get(language) or next(iter(versions.values())), versions)


def versions_of(text: str) -> tuple[str, ...]:
    """Return a text in each language that it has; a plain text alone."""
    return tuple(text.versions.values()) if isinstance(text, TextByLanguage) else (text,)


def _by_language(table: dict[str, str]) -> str:
    for language in table:
        _language(language, at=(language,))
    versions = {language: table[language] for language in LANGUAGES if language in table}
    return in_language(TextByLanguage("", versions), LANGUAGES[0])


def _as_written(text: str) -> str | dict[str, str]:
    return dict(text.versions) if isinstance(text, TextByLanguage) else text
