"""Texts in several languages: tables by language in definitions, `translations` in records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import is_not
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args

from pydantic import AfterValidator, Field
from pydantic_core import core_schema

from geotrack.errors import quoted
from geotrack.i18n import LANGUAGES
from geotrack.messages import Message, one_of
from geotrack.model.base import Model, Text, fault

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = [
    "ByLanguage",
    "TextByLanguage",
    "TextInLanguages",
    "Translations",
    "as_written",
    "each",
    "in_language",
    "localized",
    "translated",
    "versions_of",
]

K = TypeVar("K")
T = TypeVar("T")


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
            serialization=core_schema.plain_serializer_function_ser_schema(as_written),
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
    """Return a text in a language, else as it is.

    Examples
    --------
    >>> in_language(TextByLanguage("Sea", {"en": "Sea", "nb": "Hav"}), "nb")
    'Hav'
    """
    if not isinstance(text, TextByLanguage):
        return text
    return TextByLanguage(text.versions.get(language, text), text.versions)


def localized(value: T, language: str, own: str) -> T:
    """Return a definition or a record with each text in a language, where it has that.

    Parameters
    ----------
    value : Model or other
        A model, a part of one, or a list of them; other values are returned as they are.
    language : str
        The language.
    own : str
        The language of texts that a record has beside its `translations`.
    """
    if isinstance(value, TextByLanguage):
        return cast("T", in_language(value, language))
    if isinstance(value, tuple):
        items = tuple(localized(item, language, own) for item in value)
        return cast("T", items) if any(map(is_not, items, value)) else value
    if not isinstance(value, Model):
        return value
    changes = {
        name: new
        for name in _fields_with_texts(type(value))
        if (new := localized(old := getattr(value, name), language, own)) is not old
    }
    for key, others in translated(value, own).items():
        changes[key] = in_language(others, language)
    return value.model_copy(update=changes) if changes else value


def translated(part: Model, own: str) -> dict[str, TextByLanguage]:
    """Return the texts of a record, or of an object in it, that have translations, by key."""
    translations: Mapping[str, Mapping[str, str]] = getattr(part, "translations", None) or {}
    versions: dict[str, dict[str, str]] = {}
    for language, texts in translations.items():
        for key, text in texts.items():
            stated = getattr(part, key)
            if stated is not None and language != own:
                versions.setdefault(key, {own: stated})[language] = text
    return {key: TextByLanguage(getattr(part, key), texts) for key, texts in versions.items()}


@cache
def _fields_with_texts(kind: type[Model]) -> tuple[str, ...]:
    """Return the fields of a model that may hold texts in several languages."""
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if _has_texts((field.annotation, *field.metadata))
    )


def _has_texts(annotations: Iterable[Any]) -> bool:
    return any(
        isinstance(one, ByLanguage)
        or (isinstance(one, type) and issubclass(one, Model))
        or _has_texts((*get_args(one), *getattr(one, "__metadata__", ())))
        for one in annotations
    )


def versions_of(text: str) -> tuple[str, ...]:
    """Return a text in each language that it has; a plain text alone."""
    return tuple(text.versions.values()) if isinstance(text, TextByLanguage) else (text,)


def _by_language(table: dict[str, str]) -> str:
    for language in table:
        _language(language, at=(language,))
    versions = {language: table[language] for language in LANGUAGES if language in table}
    return TextByLanguage(next(iter(versions.values())), versions)


def each(text: str, change: Callable[[str], str]) -> str:
    """Return a text with a function applied in each language that it has."""
    if not isinstance(text, TextByLanguage):
        return change(text)
    versions = {language: change(version) for language, version in text.versions.items()}
    return TextByLanguage(change(text), versions)


def as_written(text: str) -> str | dict[str, str]:
    """Return a text as a definition writes it: a table where it has several languages."""
    return dict(text.versions) if isinstance(text, TextByLanguage) else text
