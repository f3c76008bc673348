"""Values that the user states: for texts of cells (`--map-value`), and for all rows (`--set`)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from geotrack.errors import UsageError, error_text
from geotrack.findings import shown
from geotrack.i18n.spelling import nearest
from geotrack.importing.cells.dates import is_date
from geotrack.importing.cells.values import suggestion
from geotrack.importing.targets.properties import Property, properties
from geotrack.importing.targets.value_labels import squashed
from geotrack.messages import Message, did_you_mean, sentence
from geotrack.notation import number_of
from geotrack.taxonomy import Taxonomy, UnknownTypeError

__all__ = ["StatedValues", "constant_of"]


class StatedValues:
    """Values of properties by the text of a cell.

    Parameters
    ----------
    values : Mapping of str to str
        Value by text, or by column, colon and text.
    columns : container of str
        The file's columns.
    taxonomy : Taxonomy
        The types that records can have.

    Raises
    ------
    UsageError
        A value without a column is a value of no property.
    """

    def __init__(
        self, values: Mapping[str, str], columns: Container[str], taxonomy: Taxonomy
    ) -> None:
        self._everywhere: dict[str, str] = {}
        self._by_column: dict[str, dict[str, str]] = {}
        for name, value in values.items():
            column, colon, text = name.partition(":")
            if colon and column in columns:
                self._by_column.setdefault(column, {})[squashed(text)] = value
            else:
                self._everywhere[squashed(name)] = _known(name, value, taxonomy)

    def of(self, column: str, target: Property) -> Mapping[str, str]:
        """Return the values of a column that fills a property, by `squashed` text."""
        values = {t: v for t, v in self._everywhere.items() if v in target.choices}
        values |= self._by_column.get(column, {})
        return {
            t: _resolved(v, target.taxonomy) if target.path == "type" else v
            for t, v in values.items()
        }

    def check(self, columns: Mapping[str, Property]) -> None:
        """Refuse values of a column that its property does not permit.

        Raises
        ------
        UsageError
            One is not permitted.
        """
        for column, values in self._by_column.items():
            target = columns.get(column)
            for text, value in values.items():
                if target is not None and target.choices and value not in target.choices:
                    problem = Message(
                        "--map-value {column}:{text}={value}: {shown} is not a value of {path}",
                        column,
                        text,
                        value,
                        shown(value),
                        target.path,
                    )
                    remedy = Message(suggestion(target, value))
                    raise UsageError(Message("{message}; {remedy}", problem, remedy))


def _known(text: str, value: str, taxonomy: Taxonomy) -> str:
    """Return a value of some property."""
    choices = [choice for target in properties(taxonomy).values() for choice in target.choices]
    if value in choices:
        return value
    guess = nearest(value, choices)
    remedy = did_you_mean(guess, Message("write COLUMN:VALUE=TEXT for any other text"))
    problem = Message(
        "--map-value {text}={value}: {shown} is not a value of a property",
        text,
        value,
        shown(value),
    )
    raise UsageError(sentence(problem, remedy))


def _resolved(value: str, taxonomy: Taxonomy) -> str:
    try:
        return taxonomy.resolve(value).id
    except UnknownTypeError:
        return value


def constant_of(path: str, kind: str, value: str, taxonomy: Taxonomy) -> Any:
    """Return the value of `--set` as a property of a kind stores it.

    Raises
    ------
    UsageError
        The property does not permit it.
    """
    option = f"--set {path}={value}"
    if path == "type":
        try:
            return taxonomy.resolve(value).id
        except UnknownTypeError as error:
            text = sentence(error_text(error), error.remedy)
            raise UsageError(Message("{name}: {text}", option, text)) from None
    if kind == "date" and not is_date(value):
        raise UsageError(
            Message("{option}: that is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY", option)
        )
    if kind in {"number", "integer"}:
        number = number_of(value)
        if number is None or (kind == "integer" and not number.is_integer()):
            raise UsageError(
                Message(
                    "{option}: that is no whole number"
                    if kind == "integer"
                    else "{option}: that is no number",
                    option,
                )
            )
        return int(number) if number.is_integer() else number
    return value
