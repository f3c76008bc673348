"""A workspace as Python code works with it: records, maps and datasets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from geotrack.api.hits import Hits
from geotrack.errors import fields_named
from geotrack.files import AnyPath
from geotrack.model.query_fields import KEYWORDS
from geotrack.queries import select
from geotrack.queries.python_values import (
    Conditions,
    Matching,
    PlaceAndTime,
    Words,
    query_of,
    takes_keywords,
)
from geotrack.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from geotrack.model import Event
    from geotrack.observations import Answer, Dataset
    from geotrack.observations.engines import Engine
    from geotrack.page import Briefing

__all__ = ["OpenDataset", "OpenWorkspace", "open"]


def open(workspace: Workspace | AnyPath | None = None) -> OpenWorkspace:
    """Open a workspace for work in Python.

    Parameters
    ----------
    workspace : Workspace or path, optional
        Its folder; default the workspace at or above the current folder.

    Raises
    ------
    UsageError
        There is no workspace.

    Examples
    --------
    >>> from geotrack.files.resources import sample_workspace
    >>> ws = open(sample_workspace())
    >>> hits = ws.query(region="Bering Strait", start="2024", end="2024")
    >>> len(hits) == hits.certain + hits.possible
    True
    """
    if not isinstance(workspace, Workspace):
        workspace = open_workspace(Path(workspace) if workspace is not None else None)
    return OpenWorkspace(workspace)


class OpenWorkspace:
    """A workspace with its records, maps and datasets.

    Parameters
    ----------
    workspace : Workspace
        The workspace, as the other functions of geotrack take it.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def __repr__(self) -> str:
        """Return its folder and the numbers of records and maps."""
        return (
            f"<OpenWorkspace {self.workspace.root}: {len(self.records)} records, "
            f"{len(self.workspace.maps)} maps>"
        )

    @property
    def records(self) -> tuple[Event, ...]:
        """The valid records that no other record replaces."""
        return self.workspace.current

    @property
    def maps(self) -> tuple[str, ...]:
        """The names of its map definitions."""
        return tuple(self.workspace.maps)

    @fields_named(KEYWORDS)
    @takes_keywords(Conditions)
    def query(self, **conditions: Unpack[Conditions]) -> Hits:
        """Return the records that meet all conditions.

        Parameters
        ----------
        **conditions
            As for `geotrack.query`.

        Raises
        ------
        UsageError, DateError
            As for `geotrack.query`.
        """
        return Hits(select(self.workspace, query_of(**conditions)))

    def map(
        self,
        name: str,
        *,
        language: str | None = None,
        with_notes: bool = False,
        since: str | None = None,
    ) -> Briefing:
        """Build the briefing of a map definition.

        Parameters
        ----------
        name : str
            Its name in `maps/`.
        language, with_notes, since : optional
            As for `geotrack.briefing`.

        Raises
        ------
        UsageError, MarkingError
            As for `geotrack.briefing`.
        """
        from geotrack.page import briefing

        return briefing(self.workspace, name, language=language, with_notes=with_notes, since=since)

    def dataset(self, path: AnyPath) -> OpenDataset:
        """Open a dataset of observations.

        Parameters
        ----------
        path : path
            Its folder, from that of the workspace.

        Raises
        ------
        UsageError
            There is no such dataset, or pyarrow is missing.
        """
        from geotrack.observations import open_dataset

        return OpenDataset(open_dataset(self.workspace.root / path), self.workspace)


class OpenDataset:
    """A dataset of observations, with the regions and places of a workspace.

    Parameters
    ----------
    dataset : Dataset
        The dataset.
    workspace : Workspace
        The workspace whose regions and places conditions name.
    """

    def __init__(self, dataset: Dataset, workspace: Workspace) -> None:
        self.dataset = dataset
        self.workspace = workspace

    def __repr__(self) -> str:
        """Return its folder and the number of rows."""
        return f"<OpenDataset {self.dataset.path.parent}: {self.dataset.rows:,} rows>"

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.dataset.rows

    @fields_named(KEYWORDS)
    @takes_keywords(PlaceAndTime)
    def query(
        self,
        *,
        where: Words = None,
        match: Matching | None = None,
        engine: Engine | None = None,
        **conditions: Unpack[PlaceAndTime],
    ) -> Answer:
        """Return the rows that meet all conditions.

        Parameters
        ----------
        where, match, engine, **conditions
            As for `geotrack.observations.query`.

        Raises
        ------
        UsageError, DateError
            As for `geotrack.observations.query`.
        """
        from geotrack.observations import Answer

        dataset_query = query_of(**conditions)
        return Answer.of(
            self.dataset, dataset_query, self.workspace, where=where, match=match, engine=engine
        )
