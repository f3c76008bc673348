"""A workspace as Python code works with it: records, maps and datasets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from geotrack.api.hits import Hits
from geotrack.errors import fields_named
from geotrack.extensions import datasets
from geotrack.files import AnyPath
from geotrack.model.query_fields import KEYWORDS
from geotrack.queries import select
from geotrack.queries.python_values import Conditions, query_of, takes_keywords
from geotrack.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.model import Event
    from geotrack.page import Briefing

__all__ = ["OpenWorkspace", "open"]


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
    def records(self) -> Sequence[Event]:
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

    def dataset(self, path: AnyPath) -> Any:
        """Open a dataset of observations.

        Parameters
        ----------
        path : path
            Its folder, from that of the workspace.

        Returns
        -------
        OpenDataset
            Of `geotrack_observations`; its `query` takes conditions as `query` here does.

        Raises
        ------
        UsageError
            There is no such dataset, or `geotrack-observations` is not installed.
        """
        return datasets().open_dataset(self.workspace.root / path, self.workspace)
