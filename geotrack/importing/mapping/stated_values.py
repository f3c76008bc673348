"""The user's own words for values: `--map-value "Kystvakt=coastguard/sighting"`."""

from __future__ import annotations

from collections.abc import Container, Mapping

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.importing.cells.values import suggestion
from geotrack.importing.mapping.labels import squashed
from geotrack.importing.mapping.target_properties import Property, properties
from geotrack.taxonomy import Taxonomy, UnknownTypeError, nearest

__all__ = ["StatedValues"]


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

    def of(self, column: str, one: Property) -> Mapping[str, str]:
        """Return the values of a column that fills a property, by `squashed` text."""
        values = {t: v for t, v in self._everywhere.items() if v in one.choices}
        values |= self._by_column.get(column, {})
        return {
            t: _resolved(v, one.taxonomy) if one.path == "type" else v for t, v in values.items()
        }

    def check(self, columns: Mapping[str, Property]) -> None:
        """Refuse values of a column that its property does not permit.

        Raises
        ------
        UsageError
            One is not permitted.
        """
        for column, values in self._by_column.items():
            one = columns.get(column)
            for text, value in values.items():
                if one is not None and one.choices and value not in one.choices:
                    raise UsageError(
                        f"--map-value {column}:{text}={value}: {shown(value)} is not a value of "
                        f"{one.path}; {suggestion(one, value)}"
                    )


def _known(text: str, value: str, taxonomy: Taxonomy) -> str:
    """Return a value of some property."""
    choices = [choice for one in properties(taxonomy).values() for choice in one.choices]
    if value in choices:
        return value
    guess = nearest(value, choices)
    remedy = f"did you mean {guess!r}?" if guess else "write COLUMN:VALUE=TEXT for any other text"
    raise UsageError(
        f"--map-value {text}={value}: {shown(value)} is not a value of a property; {remedy}"
    )


def _resolved(value: str, taxonomy: Taxonomy) -> str:
    try:
        return taxonomy.resolve(value).id
    except UnknownTypeError:
        return value
