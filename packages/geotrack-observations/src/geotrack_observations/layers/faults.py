"""Faults of a map's observations that need their dataset."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager

from geotrack.errors import UsageError, fields_named, reader_errors_as
from geotrack.files import leads_out
from geotrack.model import Observed
from geotrack.model.query_fields import KEYS
from geotrack.workspace import Workspace
from geotrack_observations.queries.conditions import Condition
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.queries.unknown_columns import remedy
from geotrack_observations.storage.dataset import open_dataset

__all__ = ["dataset_errors", "faults"]

Fault = tuple[tuple[str, ...], str, str]
"""Keys in the table of `[[observations]]`, message and remedy."""


def dataset_errors(settings: Observed) -> AbstractContextManager[None]:
    """Return a context in which an unexpected exception names the dataset; see `ReaderWarning`."""

    def error(problem: str, remedy: str) -> UsageError:
        return UsageError(f"{settings.dataset}: {problem}; {remedy}")

    return reader_errors_as(error)


def faults(workspace: Workspace, settings: Observed) -> list[Fault]:
    """Return the faults of a table of `[[observations]]`: key, message and remedy.

    Parameters
    ----------
    workspace : Workspace
        The workspace of the dataset.
    settings : Observed
        The table.
    """
    try:
        with dataset_errors(settings):
            return list(_faults(workspace, settings))
    except UsageError as error:
        return [(("dataset",), str(error), "")]


def _faults(workspace: Workspace, settings: Observed) -> Iterator[Fault]:
    path = workspace.root / settings.dataset
    if leads_out(path, workspace.root):
        message = f"{settings.dataset!r} leads out of the workspace"
        yield ("dataset",), message, "copy the dataset into the workspace"
        return
    dataset = open_dataset(path)
    columns_by_key = {
        "columns": settings.columns,
        "colour": (settings.colour,),
        "id": (settings.id,),
    }
    for key, names in columns_by_key.items():
        for name in names:
            if name is not None and name not in dataset.columns:
                message = f"no column of {settings.dataset} is called {name!r}"
                yield (key,), message, remedy(name, dataset.columns)
    for text in settings.where:
        try:
            with fields_named(KEYS):
                Condition.parse(text).check(dataset)
        except UsageError as error:
            yield ("where",), str(error), ""
    try:
        with fields_named(KEYS):
            DatasetQuery(dataset, settings.place_and_time, workspace)
    except UsageError as error:
        yield ("regions" if settings.regions else "of",), str(error), ""
