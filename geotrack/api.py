"""One question from Python, to records or to a dataset of observations, as a GeoDataFrame."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geotrack.errors import UsageError, fields_named
from geotrack.queries import Match, select, to_frame
from geotrack.queries.python_values import KEYWORDS, Day, Shape, Words, query_of
from geotrack.queries.selection import ORDERS, Order
from geotrack.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    import geopandas

    from geotrack.observations import Dataset

__all__ = ["query"]

AnyPath = str | PathLike[str]
Matching = Literal["certain", "possible"]


@fields_named(KEYWORDS)
def query(
    workspace: Workspace | AnyPath | None = None,
    *,
    dataset: Dataset | AnyPath | None = None,
    region: Words = None,
    all_regions: bool = False,
    area: Shape = None,
    bbox: Iterable[float] | None = None,
    within: str | None = None,
    of: str | tuple[float, float] | None = None,
    north_of: float | None = None,
    start: Day = None,
    end: Day = None,
    on: Day = None,
    theme: Words = None,
    type: Words = None,
    kind: Words = None,
    actor: Words = None,
    status: Words = None,
    verification: Words = None,
    disputed: bool = False,
    grade: str | None = None,
    text: str = "",
    tag: Words = None,
    part_of: Words = None,
    source: Words = None,
    where: Words = None,
    match: Matching | None = None,
    sort: Order = "date",
    limit: int | None = None,
    why: bool = False,
) -> geopandas.GeoDataFrame:
    """Ask what happened there, then.

    All conditions hold at once. Where one takes several words, any of them.

    Parameters
    ----------
    workspace : Workspace or path, optional
        The records; default the workspace at or above the current folder.
    dataset : Dataset or path, optional
        Observations that are asked in place of the records, for all of them at once:
        `geotrack.observations.query` gives them in other forms too. Regions and places are then
        those of the workspace, or where there is none those that come with geotrack.
    region : str or iterable of str, optional
        Id, name or alias of regions; in any of them, or with `all_regions` in every one.
    area : mapping or object with `__geo_interface__`, optional
        GeoJSON in lon/lat, WGS 84, for example a shape of shapely or a GeoDataFrame.
    bbox : (west, south, east, north), optional
        Degrees; `west` greater than `east` crosses 180 degrees.
    within, of : str, optional
        A length with its unit, `300km`, from a place, a record, a region, `lon,lat`, or the two
        numbers; `of` alone tells distances only.
    north_of : float, optional
        Degrees of latitude.
    start, end : str, int or date, optional
        First and last date of the period, partial dates meant whole: `2024`, `"2024-09"`.
    on : str, int or date, optional
        The one date, in place of both.
    theme, type, kind, actor, status, verification, tag, part_of, source : optional
        A str, or an iterable of str; as in `Query`.
    disputed, grade, text : optional
        As in `Query`.
    where : str or iterable of str, optional
        Conditions on columns of a dataset, all of which must hold: `"speed_kn>=10"`.
    match : str, optional
        Only what meets the question so: `certain` or `possible`.
    sort : str
        `date`, `distance` (nearest first; needs `of`) or `title`.
    limit : int, optional
        Only the first hits.
    why : bool
        Whether to say in words why each is a hit, which takes its time where there are many.

    Returns
    -------
    geopandas.GeoDataFrame
        The hits in lon/lat (EPSG:4326), with `match` *certain* or *possible*; see `to_frame` of
        `geotrack.queries`. Of a dataset see `Answer.to_geodataframe` of `geotrack.observations`.

    Raises
    ------
    UsageError
        A word that is not in use, an area or a number that is no such thing, or no workspace.
    DateError
        A date that is none, or a period that ends before it starts.

    Examples
    --------
    >>> from geotrack.resources import sample_workspace
    >>> hits = query(sample_workspace(), region="Bering Strait", start="2024", end="2024")
    >>> hits.loc["2024-09-20-joint-coastguard-patrol", "match"]
    'certain'
    """
    asked = query_of(
        start=start,
        end=end,
        on=on,
        area=area,
        within=within,
        of=of,
        regions=region,
        all_regions=all_regions,
        bbox=bbox,
        north_of=north_of,
        themes=theme,
        types=type,
        kinds=kind,
        actors=actor,
        statuses=status,
        verifications=verification,
        disputed=disputed,
        grade=grade,
        text=text,
        tags=tag,
        part_of=part_of,
        sources=source,
    )
    _check(match, sort, limit)
    if dataset is not None:
        _check_unsorted(sort, why)
        from geotrack.observations import Answer  # which needs an extra

        answer = Answer.of(dataset, asked, workspace, where=where, match=match)
        return answer.to_geodataframe(limit=limit)
    if where is not None:
        message = "where= asks for a column of dataset=; records have conditions of their own"
        raise UsageError(message)
    if not isinstance(workspace, Workspace):
        workspace = open_workspace(Path(workspace) if workspace is not None else None)
    found = select(workspace, asked)
    if match is not None:
        found = found.only(Match(match))
    if sort != "date":
        found = found.sorted(sort)
    return to_frame(found if limit is None else found.first(limit), why=why)


def _check_unsorted(sort: str, why: bool) -> None:
    if sort != "date" or why:
        message = "sort= and why= are for records; rows of a dataset stand in the order of its file"
        raise UsageError(message)


def _check(match: str | None, sort: str, limit: int | None) -> None:
    if match is not None and match not in set(Match):
        message = f"match {match!r} is none; write 'certain' or 'possible', or leave it out"
        raise UsageError(message)
    if sort not in ORDERS:
        message = f"nothing is sorted by {sort!r}; write one of {', '.join(ORDERS)}"
        raise UsageError(message)
    if limit is not None and limit < 1:
        message = f"a limit of {limit} shows nothing; write 1 or more"
        raise UsageError(message)
