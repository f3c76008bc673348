"""The interface to packages that are installed apart, of which geotrack imports nothing.

`geotrack-observations` queries datasets and draws them on maps; `geotrack-extraction` reads drafts
of records from the text of a report. geotrack finds both by groups of entry points, when a command
of them is run, a dataset is queried, a map has `[[observations]]` or the desk reads a report:

* `geotrack.commands`: commands of the command line, by their names.
* `geotrack.datasets`: one module with the functions of `Datasets`.
* `geotrack.reports`: one module with the functions of `ReportReader`.

Import formats of packages are found by `geotrack/importing/format_packages.py`, since their types
stand below this module. Parameters whose types are of modules that import this one are `Any`; the
docstring names the type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from geotrack.errors import UsageError
from geotrack.messages import Message

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    import click
    import geopandas

    from geotrack.dates import Period
    from geotrack.files import AnyPath
    from geotrack.findings import Finding
    from geotrack.model import MapDefinition
    from geotrack.model.query import Query
    from geotrack.queries.python_values import Matching, Words
    from geotrack.workspace import Workspace

__all__ = [
    "COMMANDS",
    "DATASET_FILE",
    "INSTALL",
    "ChartLayers",
    "Datasets",
    "MapLayers",
    "MissingPackageError",
    "PageLayers",
    "QueryOutput",
    "ReportReader",
    "Total",
    "command",
    "datasets",
    "map_layers",
    "report_reader",
]

INSTALL = "pip install geotrack-observations"
"""The command that installs the package of datasets."""

COMMANDS = {
    "extract": "Read drafts of records from the text of a report.",
    "observations": "Build and describe datasets of observations, such as AIS positions.",
}
"""Help of the commands of packages, which are listed without loading them."""

DATASET_FILE = "observations.parquet"
"""The file in the folder of a dataset, which other output must not overwrite."""


class MissingPackageError(UsageError):
    """The package that does this is not installed."""


@dataclass(frozen=True, slots=True)
class Total:
    """Number of positions on a map.

    Parameters
    ----------
    count : int
        Number of positions, or a lower bound.
    exact : bool
        Whether the number is exact.
    """

    count: int
    exact: bool


class QueryOutput(TypedDict):
    """The options of `geotrack query` on its output, by name."""

    certain: bool
    possible: bool
    sort: str
    limit: int | None
    why: bool
    count_by: str | None
    form: str
    out: Path | None


class Datasets(Protocol):
    """The module of the entry point group `geotrack.datasets`."""

    @property
    def python(self) -> ModuleType:
        """The package, of which `geotrack.observations` passes on the public names."""

    def run_query(
        self,
        folder: Path,
        query: Query,
        workspace: Workspace,
        options: Mapping[str, Any],
        output: QueryOutput,
    ) -> None:
        """Run `geotrack query --dataset`: print or write the rows, counts or crossings.

        Parameters
        ----------
        folder : Path
            The folder of the dataset.
        query : Query
            The conditions.
        workspace : Workspace
            Its regions and places are those of the query.
        options : mapping
            Options of the command that only datasets have, by name.
        output : QueryOutput
            Options of the command on its output.
        """

    def open_dataset(self, path: AnyPath, workspace: Workspace) -> Any:
        """Open the dataset of a folder, to query it with the regions of a workspace."""

    def query(
        self,
        dataset: Any,
        query: Query,
        workspace: Workspace | AnyPath | None,
        *,
        where: Words,
        match: Matching | None,
        limit: int | None,
    ) -> geopandas.GeoDataFrame:
        """Return the rows of a dataset that meet a query.

        `dataset` is what `open_dataset` returned, or the path of its folder.
        """

    def findings(self, workspace: Workspace) -> Iterator[Finding]:
        """Find faults of `[[observations]]` in the maps of a workspace."""

    def map_layers(self, workspace: Workspace, definition: MapDefinition) -> MapLayers:
        """Read the layers of a map.

        Raises
        ------
        UsageError
            A dataset or a column is missing.
        MarkingError
            A dataset is marked higher than the map.
        """


class MapLayers(Protocol):
    """The layers of `[[observations]]` of one map."""

    def __len__(self) -> int:
        """Return the number of layers."""

    @property
    def digests(self) -> Sequence[str]:
        """Hash of the content of each layer, hex digits."""

    @property
    def total(self) -> Total:
        """Number of positions on the map."""

    def texts(self, translate: Any) -> list[Any]:
        """Return a `mapview.layer_text.LayerText` for each layer, by a `Translator`."""

    def notes(self) -> Iterator[str]:
        """Yield notes for who builds the map: datasets without a position on it."""

    def page(self, translate: Any) -> PageLayers:
        """Return the layers as parts of a page, by a `Translator`."""

    def draw(
        self, ground: Any, ids: Collection[str] | None, period: Period | None, *, certain: bool
    ) -> ChartLayers:
        """Draw layers on a `handout.chart.canvas.Ground`.

        Parameters
        ----------
        ground : Ground
            The map.
        ids : collection of str, optional
            Ids of the layers to draw; default those shown at the start.
        period : Period, optional
            Default all times.
        certain : bool
            Whether to omit possible matches.
        """

    @property
    def legend_lines(self) -> int:
        """Number of lines of `ChartLayers.sheet_legend` as the map opens."""


class PageLayers(Protocol):
    """The layers of a map as parts of an HTML page."""

    @property
    def layers(self) -> list[Any]:
        """Layers to add to a `PolarMap`, for its list of layers."""

    @property
    def texts(self) -> list[Any]:
        """Texts of the layers, without what the page has no room for; see `MapLayers.texts`."""

    @property
    def days(self) -> tuple[int, int] | None:
        """First day with a position, and the day after the last one; None without times.

        Days are counted from 1970-01-01 UTC.
        """

    def symbol_svg(self, symbol: Any) -> str:
        """Return a `mapview.layer_text.LegendSymbol` as safe HTML."""

    def add_to(self, figure: Any) -> None:
        """Add data, script and style sheet to a `folium_polar.figure.PolarFigure`."""


class ChartLayers(Protocol):
    """Layers as they were drawn on a chart, for its legend."""

    def sheet_legend(self, view: Any) -> Iterator[list[Any]]:
        """Yield lines of `handout.sheet.legend.Item`, one for each dataset, for a `MapView`."""

    def slide_legend(self, view: Any) -> Iterator[Any]:
        """Yield signs, `handout.slides.legend.Sign`, for a `MapView`."""


class ReportReader(Protocol):
    """The module of the entry point group `geotrack.reports`, for the desk."""

    def read_text(
        self, root: str, path: str, report_id: str, published: str, language: str | None
    ) -> tuple[Any, str]:
        """Return the text of a report with its drafts, and its language.

        It is called in a process of its own.

        Parameters
        ----------
        root : str
            Folder of the workspace.
        path : str
            The file.
        report_id : str
            Id of the report, which its drafts cite.
        published : str
            Its date of publication as in reports; empty if it is unknown.
        language : {"en", "nb"}, optional
            Default by its words.

        Returns
        -------
        tuple of (OpenText, str)
            `OpenText` is of `geotrack.server.open_texts`.
        """

    def draft_of_selection(self, text: Any, start: Any, end: Any, workspace: Workspace) -> Any:
        """Return an `OpenDraft` of the words from `start` to `end` of an `OpenText`.

        Raises
        ------
        UsageError
            There are no such words, or no sentence.
        """

    def claims_text(self, claims: Iterable[Mapping[str, Any]]) -> str:
        """Return claims as the TOML of a report file."""


def datasets() -> Datasets:
    """Return the functions of `geotrack-observations`.

    Raises
    ------
    MissingPackageError
        It is not installed.
    """
    module: Datasets = _loaded("geotrack.datasets", "observations")
    return module


def report_reader() -> ReportReader:
    """Return the functions of `geotrack-extraction`.

    Raises
    ------
    MissingPackageError
        It is not installed.
    """
    module: ReportReader = _loaded("geotrack.reports", "reports")
    return module


def map_layers(workspace: Workspace, definition: MapDefinition) -> MapLayers | None:
    """Read the layers of `[[observations]]` of a map; None if it has none.

    Raises
    ------
    UsageError, MarkingError
        As for `Datasets.map_layers`, or `geotrack-observations` is not installed.
    """
    return datasets().map_layers(workspace, definition) if definition.observations else None


def command(name: str) -> click.Command:
    """Return a command of `COMMANDS`.

    Raises
    ------
    MissingPackageError
        The package is not installed.
    """
    entry: click.Command = _loaded("geotrack.commands", name)
    return entry


@cache
def _loaded(group: str, name: str) -> Any:
    from importlib.metadata import entry_points  # takes a fifth of the time of `geotrack --help`

    for entry_point in entry_points(group=group, name=name):
        return entry_point.load()
    if name in ("extract", "reports"):
        message = "reading reports needs geotrack-extraction: {command}"
        raise MissingPackageError(Message(message, "pip install geotrack-extraction"))
    message = "datasets of observations need geotrack-observations: {command}"
    raise MissingPackageError(Message(message, INSTALL))
