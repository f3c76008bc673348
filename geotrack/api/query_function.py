"""One query, to records or to a dataset of observations, as a GeoDataFrame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from geotrack.api.hits import check_limit, check_order
from geotrack.api.workspace import open
from geotrack.errors import UsageError, fields_named
from geotrack.extensions import datasets
from geotrack.files import AnyPath
from geotrack.model.query_fields import KEYWORDS
from geotrack.queries.python_values import (
    Conditions,
    Day,
    Matching,
    Shape,
    Words,
    check_match,
    query_of,
)
from geotrack.queries.selection import Order
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    import geopandas


__all__ = ["query"]


@fields_named(KEYWORDS)
def query(
    workspace: Workspace | AnyPath | None = None,
    *,
    dataset: Any = None,
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
    review: Words = None,
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
    theme, type, kind, actor, status, verification, review, tag, part_of, source : optional
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
    >>> from geotrack.files.resources import sample_workspace
    >>> hits = query(sample_workspace(), region="Bering Strait", start="2024", end="2024")
    >>> hits.loc["2024-09-20-joint-coastguard-patrol", "match"]
    'certain'
    """
    check_match(match)
    check_order(sort)
    if limit is not None:
        check_limit(limit)
    conditions: Conditions = {
        "region": region,
        "all_regions": all_regions,
        "area": area,
        "bbox": bbox,
        "within": within,
        "of": of,
        "north_of": north_of,
        "start": start,
        "end": end,
        "on": on,
        "theme": theme,
        "type": type,
        "kind": kind,
        "actor": actor,
        "status": status,
        "verification": verification,
        "review": review,
        "disputed": disputed,
        "grade": grade,
        "text": text,
        "tag": tag,
        "part_of": part_of,
        "source": source,
    }
    if dataset is not None:
        _check_unsorted(sort, why)
        return datasets().query(
            dataset, query_of(**conditions), workspace, where=where, match=match, limit=limit
        )
    if where is not None:
        raise UsageError(
            "where= asks for a column of dataset=; records have conditions of their own"
        )
    hits = open(workspace).query(**conditions)
    if match is not None:
        hits = hits.only(match)
    if sort != "date":
        hits = hits.sorted(sort)
    return (hits if limit is None else hits.first(limit)).to_geodataframe(why=why)


def _check_unsorted(sort: str, why: bool) -> None:
    if sort != "date" or why:
        raise UsageError(
            "sort= and why= are for records; rows of a dataset stand in the order of its file"
        )
