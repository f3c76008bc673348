"""The columns and codes of an event dataset, and the properties that they become: a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from geotrack.model.base import Listed, Model, Text

__all__ = ["NAMES", "Code", "Codebook", "DateCode", "PlaceCode", "find_codebook", "read_codebook"]

NAMES = ("ucdp-ged", "acled")
"""Datasets whose codebook is packed."""


class Code(Model):
    """One value of a column of precisions, in words by language."""

    en: Text
    nb: Text

    def in_words(self, language: str) -> str:
        """Return what it means."""
        return self.nb if language == "nb" else self.en


class DateCode(Code):
    """A precision of dates.

    `approximate`: the coded day is one of several. `around`: the others lie within so many days.
    `month`: they are those of its month.
    """

    approximate: bool = False
    around: Annotated[int, Field(ge=0)] = 0
    month: bool = False


class PlaceCode(Code):
    """A precision of places.

    With `radius_km` the event was so near the coded point. With `point` nobody says how near.
    `regions`: columns of areas in which it was, the smallest first. Then the point is
    not its place.
    """

    radius_km: Annotated[float, Field(gt=0)] | None = None
    point: bool = False
    regions: tuple[Text, ...] = ()


class Types(Model):
    """Types of records by the text of a cell; of several columns the first with a known text."""

    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    words: dict[str, Text]


class Dates(Model):
    """Columns of the first and the last possible day, and of their precision."""

    first: Text
    precision: Text
    last: Text | None = None
    codes: dict[str, DateCode]


class Places(Model):
    """The column of the precision of places."""

    precision: Text
    codes: dict[str, PlaceCode]


class Codebook(Model):
    """A dataset.

    `columns` are those by which its files are known. `texts` has templates of properties, of which
    the first is taken whose cells are filled. `properties` has columns that fill a property as they
    stand. `repeated` columns repeat others, and are left out. `layout` has all columns in the order
    of a file; without it the dataset is not exported.
    """

    label: Text
    licence: Text
    terms: Code
    lon: Text
    lat: Text
    columns: Listed[Text]
    repeated: Listed[Text] = ()
    layout: Listed[Text] = ()
    texts: dict[str, tuple[Text, ...]]
    properties: dict[str, Text]
    types: Types
    dates: Dates
    places: Places


@cache
def read_codebook(name: str) -> Codebook:
    """Return the codebook of a dataset, one of `NAMES`."""
    text = Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
    return Codebook.model_validate(tomllib.loads(text))


def find_codebook(columns: Iterable[str]) -> str | None:
    """Return the name of the dataset that has all of some columns, None if there is none."""
    present = {*columns}
    return next((name for name in NAMES if {*read_codebook(name).columns} <= present), None)
