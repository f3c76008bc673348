"""The conversion of positions to WGS 84, for where they lie."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geotrack.importing.disk_lists import chunks_of

if TYPE_CHECKING:
    from pyproj import CRS, Transformer
    from pyproj.transformer import AreaOfInterest

__all__ = ["crs_name", "transformer_to_wgs84"]

_WGS84, _DATUM = "EPSG:4326", "World Geodetic System 1984"
_UNKNOWN, _NO_DATUM = "unknown", ("unknown", "not specified")
_NEARLY_ALL = (0.01, 0.99)
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
    text = f"converted from {crs_name(source)} to longitude and latitude on WGS 84"
    datum = source.datum.name.removesuffix(" ensemble") if source.datum else _UNKNOWN
    if datum.lower().startswith(_NO_DATUM):
        text += "; its datum is not stated, and is taken as WGS 84"
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
    off = f"to about {metres:g} m" if metres and metres > 0 else "with no stated accuracy"
    text += f"; datum shift from {datum} {off}"
    if not group.best_available:
        text += " (a finer one needs a grid that is not installed)"
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
