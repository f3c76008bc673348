"""What is wrong with the observations of a map, as far as only their dataset can tell."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.errors import UsageError, fields_named
from geotrack.model import Observed
from geotrack.query_fields import KEYS
from geotrack.workspace import Workspace

__all__ = ["faults"]

Fault = tuple[tuple[str, ...], str, str]


def faults(workspace: Workspace, entry: Observed) -> Iterator[Fault]:
    """Yield what of an entry of `[[observations]]` cannot be had: where, what, and the remedy.

    Parameters
    ----------
    workspace : Workspace
        Where its dataset lies.
    entry : Observed
        What the map says.
    """
    try:
        from geotrack.observations import Condition, Question, open_dataset
        from geotrack.observations.queries.unknown_columns import remedy

        dataset = open_dataset(workspace.root / entry.dataset)
    except UsageError as error:
        yield ("dataset",), str(error), ""
        return
    named = {"columns": entry.columns, "colour": (entry.colour,), "id": (entry.id,)}
    for key, names in named.items():
        for name in names:
            if name is not None and name not in dataset.columns:
                message = f"no column of {entry.dataset} is called {name!r}"
                yield (key,), message, remedy(name, dataset.columns)
    for text in entry.where:
        try:
            with fields_named(KEYS):
                Condition.parse(text).check(dataset)
        except UsageError as error:
            yield ("where",), str(error), ""
    try:
        with fields_named(KEYS):
            Question(dataset, entry.place_and_time, workspace)
    except UsageError as error:
        yield ("regions" if entry.regions else "of",), str(error), ""
