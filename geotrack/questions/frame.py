"""An answer as a GeoDataFrame, for work in Python."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geotrack.errors import UsageError
from geotrack.polar import flat
from geotrack.questions.areas import Match
from geotrack.questions.selecting import ORDERS, Order, Selection, select
from geotrack.questions.wording import Day, Shape, Words, query_of
from geotrack.when import in_words
from geotrack.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    import geopandas

__all__ = ["is_answer", "query", "to_frame"]


def query(
    workspace: Workspace | PathLike[str] | str | None = None,
    *,
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
    match: Literal["certain", "possible"] | None = None,
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
        The hits in lon/lat (EPSG:4326), with `match` *certain* or *possible*; see `to_frame`.

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
    if not isinstance(workspace, Workspace):
        workspace = open_workspace(Path(workspace) if workspace is not None else None)
    found = select(workspace, asked)
    if match is not None:
        found = found.only(Match(match))
    if sort != "date":
        found = found.sorted(sort)
    return to_frame(found if limit is None else found.first(limit), why=why)


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


def to_frame(selection: Selection, *, why: bool = False) -> geopandas.GeoDataFrame:
    """Return the hits of a selection as a GeoDataFrame.

    Parameters
    ----------
    selection : Selection
        An answer.
    why : bool
        Whether to say why each is a hit.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a hit in the order of the answer, indexed by `id`, in lon/lat (EPSG:4326). The
        geometry is as stored, without heights; None where the record names regions or has no
        place. Columns: `match`, `title`, `date`, `theme`, `type`, `kind`, `status`, `precision`,
        `radius_km`, `regions`, `actors`, `start`, `end`; `distance_km` where the question tells
        distances, NaN where one is not known; `why` where it is asked for. `attrs["unplaced"]`
        and `attrs["undated"]` hold the ids of records that the question could not judge.
    """
    import geopandas
    from shapely.geometry import shape

    events = selection.events
    columns: dict[str, list[Any]] = {
        "id": selection.ids,
        "match": [str(match) for match in selection.matches],
        "title": [e.title for e in events],
        "date": [in_words(e.when) for e in events],
        "theme": [e.theme.id for e in events],
        "type": [e.type_id for e in events],
        "kind": [e.kind for e in events],
        "status": [e.status for e in events],
        "precision": [e.precision for e in events],
        "radius_km": [e.radius_km for e in events],
        "regions": [e.regions for e in events],
        "actors": [tuple(a.name for a in e.actors) for e in events],
        "start": [e.start for e in events],
        "end": [e.end for e in events],
    }
    if selection.judge.reference is not None:
        known = selection.judge.distances_km(selection.rows)
        columns["distance_km"] = [float("nan") if km is None else km for km in known]
    if why:
        columns["why"] = [hit.why for hit in selection.hits]
    shapes = [shape(flat(e.geometry)) if e.geometry else None for e in events]
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").set_index("id")
    frame.attrs["unplaced"] = [e.id for e in selection.unplaced]
    frame.attrs["undated"] = [e.id for e in selection.undated]
    return frame


def is_answer(value: object) -> bool:
    """Tell whether a table has rows of `to_frame`: the index is of ids, a column says the match."""
    index = getattr(value, "index", None)
    return getattr(index, "name", None) == "id" and "match" in getattr(value, "columns", ())
