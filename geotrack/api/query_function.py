"""One query, to records or to a dataset of observations, as a GeoDataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from geotrack.api.hits import check_limit, check_order
from geotrack.api.workspace import open
from geotrack.errors import UsageError, fields_named
from geotrack.extensions import datasets
from geotrack.files import AnyPath
from geotrack.model.query_fields import KEYWORDS
from geotrack.queries.python_values import (
    Conditions,
    Matching,
    Words,
    check_match,
    query_of,
    takes_keywords,
)
from geotrack.queries.selection import Order
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    import geopandas


__all__ = ["query"]


@fields_named(KEYWORDS)
@takes_keywords(Conditions)
def query(
    workspace: Workspace | AnyPath | None = None,
    *,
    dataset: Any = None,
    where: Words = None,
    match: Matching | None = None,
    sort: Order = "date",
    limit: int | None = None,
    why: bool = False,
    **conditions: Unpack[Conditions],
) -> geopandas.GeoDataFrame:
    """Return the records, or observations, that meet all conditions.

    Where a condition takes several words, any of them is enough.

    Parameters
    ----------
    workspace : Workspace or path, optional
        The records; default the workspace at or above the current folder.
    dataset : Dataset or path, optional
        Observations to query in place of the records; `geotrack_observations.query` returns them in
        other forms too. Without a workspace the packaged regions and places apply.
    region : str or iterable of str, optional
        Id, name or alias of regions; in any of them, or with `all_regions` in every one.
    area : mapping or object with `__geo_interface__`, optional
        GeoJSON in lon/lat, WGS 84, for example a shape of shapely or a GeoDataFrame.
    bbox : (west, south, east, north), optional
        Degrees; `west` greater than `east` crosses 180 degrees.
    within, of : str, optional
        A length with its unit, `300km`, from a place, a record, a region, `lon,lat`, or the two
        numbers; `of` alone adds distances and selects nothing.
    north_of : float, optional
        Degrees of latitude.
    start, end : str, int or date, optional
        First and last date of the period; a partial date, `2024` or `"2024-09"`, is all of it.
    on : str, int or date, optional
        The one date, in place of both.
    theme, type, kind, actor, status, verification, review, tag, part_of, source : optional
        A str, or an iterable of str; as in `Query`.
    disputed, grade, text : optional
        As in `Query`.
    where : str or iterable of str, optional
        Conditions on columns of a dataset, all of which must hold: `"speed_kn>=10"`.
    match : str, optional
        Only hits with this match: `certain` or `possible`.
    sort : str
        `date`, `distance` (nearest first; needs `of`) or `title`.
    limit : int, optional
        Only the first hits.
    why : bool
        Whether to add the reason of each hit; of many hits this takes a while.

    Returns
    -------
    geopandas.GeoDataFrame
        The hits in lon/lat (EPSG:4326), with `match` *certain* or *possible*; see `to_frame` of
        `geotrack.queries`. Of a dataset see `DatasetHits.to_geodataframe`.

    Raises
    ------
    UsageError
        An unknown word, an invalid area or number, or no workspace.
    DateError
        An invalid date, or a period that ends before it starts.

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
    if dataset is not None:
        if sort != "date" or why:
            message = (
                "sort= and why= are for records; rows of a dataset stand in the order of its file"
            )
            raise UsageError(message)
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
