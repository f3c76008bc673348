"""The transformer of a CRS to WGS 84, and positions far outside the area of use of a CRS."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geotrack.importing.disk_lists import chunks_of
from geotrack.messages import Message

if TYPE_CHECKING:
    from pyproj import CRS, Transformer
    from pyproj.transformer import AreaOfInterest

__all__ = ["NOWHERE", "area_text", "crs_name", "far_outside", "transformer_to_wgs84"]

# The CRS of records, and the name of its datum in PROJ.
_WGS84, _DATUM = "EPSG:4326", "World Geodetic System 1984"
# PROJ's names of a CRS and of a datum that is not stated.
_UNKNOWN, _NO_DATUM = "unknown", ("unknown", "not specified")
# Quantiles between which most positions lie: single wrong ones count for nothing.
_NEARLY_ALL = (0.01, 0.99)
# Positions that decide on a transformation.
_SAMPLE = 100_000


def crs_name(crs: CRS) -> str:
    """Return the code and name of a CRS, or its PROJ string."""
    if crs.name == _UNKNOWN:
        return f"'{crs.srs.removesuffix(' +type=crs')}'"
    authority = crs.to_authority()
    return f"{':'.join(authority)} ({crs.name})" if authority else str(crs.name)


def transformer_to_wgs84(source: CRS, whole: Sequence[Any]) -> tuple[Transformer, str]:
    """Return the transformer to WGS 84 for where geometries lie, and its description.

    Parameters
    ----------
    source : pyproj.CRS
        Of the file.
    whole : sequence of shapely geometry, str or None
        The geometries, x first.

    Returns
    -------
    pyproj.Transformer
        From `source`, x first, to longitude and latitude.
    str
        What is converted, and the accuracy of the datum shift, for messages.
    """
    from pyproj import Transformer
    from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # public, yet not in __all__
    from pyproj.transformer import TransformerGroup

    # No network requests: PROJ must not download grids.
    set_network_enabled(active=False)
    name = crs_name(source)
    text = Message("converted from {crs} to longitude and latitude on WGS 84", name)
    datum = source.datum.name.removesuffix(" ensemble") if source.datum else _UNKNOWN
    if datum.lower().startswith(_NO_DATUM):
        text = Message("{text}; its datum is not stated, and is taken as WGS 84", text)
    if datum == _DATUM or datum.lower().startswith(_NO_DATUM):
        return Transformer.from_crs(source, _WGS84, always_xy=True), text
    if source.geodetic_crs and source.geodetic_crs.name != _UNKNOWN:
        datum = source.geodetic_crs.name
    with warnings.catch_warnings():
        # A missing grid is noted below.
        warnings.simplefilter("ignore", UserWarning)
        group = TransformerGroup(source, _WGS84, always_xy=True)
        best = group.transformers[0] if group.transformers else None
        area = _area(best, whole) if len(group.transformers) > 1 else None
        local = area and TransformerGroup(source, _WGS84, always_xy=True, area_of_interest=area)
        if local and local.transformers and local.transformers[0].accuracy >= 0:
            # The first of all may be for another country, and off by hundreds of metres here:
            # PROJ chooses for each position.
            group = local
            best = Transformer.from_crs(source, _WGS84, always_xy=True, allow_ballpark=False)
    metres = group.transformers[0].accuracy if best else -1
    off = (
        Message("to about {metres:g} m", metres)
        if metres and metres > 0
        else Message("with no stated accuracy")
    )
    text = Message("{text}; datum shift from {datum} {accuracy}", text, datum, off)
    if not group.best_available:
        text = Message("{text} (a finer one needs a grid that is not installed)", text)
    return best or Transformer.from_crs(source, _WGS84, always_xy=True), text


def _area(transformer: Transformer | None, whole: Sequence[Any]) -> AreaOfInterest | None:
    """Return the area of nearly all geometries, roughly; None if none has positions in it."""
    import numpy as np
    import shapely
    from pyproj.transformer import AreaOfInterest

    if transformer is None:
        return None
    # Some of a million show where nearly all lie.
    step = max(1, len(whole) // _SAMPLE)
    bounds = np.concatenate(
        [
            shapely.bounds([g for g in part[::step] if g is not None and not isinstance(g, str)])
            for part in chunks_of(whole)
        ]
    )
    lon, lat = transformer.transform(bounds[:, [0, 2]].ravel(), bounds[:, [1, 3]].ravel())
    finite = np.isfinite(lon) & np.isfinite(lat)
    if not finite.any():
        return None
    # The short way round, across 180 degrees too; a few stray positions do not count.
    spans = [np.quantile(x, _NEARLY_ALL) for x in (lon[finite], lon[finite] % 360)]
    west, east = ((x + 180) % 360 - 180 for x in min(spans, key=lambda way: way[1] - way[0]))
    south, north = np.quantile(lat[finite], _NEARLY_ALL)
    return AreaOfInterest(west, south, east, north)


_FAR_KM = 600.0
"""UTM zone 33 is used for all of Norway, to 490 km outside of it; and in reports of Svalbard."""
# Length of a degree of latitude, kilometres, and a full turn, degrees.
_DEGREE_KM, _TURN = 111.2, 360.0
NOWHERE = Message("the position 0, 0, by which programs often mean that none is known; it is kept")

Numbers = NDArray[np.float64]


def far_outside(crs: CRS, lon: Any, lat: Any) -> NDArray[np.bool_]:
    """Return which positions lie far outside the area of use that EPSG states for a CRS.

    Parameters
    ----------
    crs : pyproj.CRS
        A CRS; one without an area of use has none outside.
    lon, lat : array_like of shape (n,)
        Degrees; NaN for a row without a position.

    Examples
    --------
    >>> from pyproj import CRS
    >>> far_outside(CRS("EPSG:27700"), [-1, 20], [61.5, 87]).tolist()
    [False, True]
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    area = crs.area_of_use
    if area is None:
        return np.zeros(lon.shape, np.bool_)
    width = (area.east - area.west) % _TURN or _TURN
    middle = area.west + width / 2
    across = np.abs((lon - middle + _TURN / 2) % _TURN - _TURN / 2) - width / 2
    along = np.maximum(area.south - lat, lat - area.north)
    scale = np.cos(np.radians(lat))
    distance_km = np.hypot(np.maximum(across, 0) * scale, np.maximum(along, 0)) * _DEGREE_KM
    with np.errstate(invalid="ignore"):
        return np.asarray(distance_km > _FAR_KM)


def area_text(crs: CRS) -> str:
    """Return what to say of positions that `far_outside` finds."""
    area = crs.area_of_use
    if area is None:
        return ""
    return Message(
        "a position more than {km:g} km outside the area of use of {crs} ({south:g} to {north:g}° "
        "N, {west:g} to {east:g}° E): is it the right CRS? There it may be hundreds of metres off",
        _FAR_KM,
        crs_name(crs),
        area.south,
        area.north,
        area.west,
        area.east,
    )
