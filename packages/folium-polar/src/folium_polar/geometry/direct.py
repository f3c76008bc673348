"""The direct geodesic problem: the end of a geodesic from its start, azimuth and length.

It is implemented here because most queries need it for discs only, and importing pyproj takes as
long as computing a hundred discs. The tests compare it with PROJ.

By the series of Karney (2013), "Algorithms for geodesics", Journal of Geodesy 87, 43-55: equations
7 to 26, with coefficients to the sixth order, which is as exact as numbers of 64 bits are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from folium_polar.geometry.plane import FLATTENING, SEMI_MAJOR_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ECCENTRICITY_SQUARED", "direct"]

ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
"""Squared eccentricity of WGS 84."""

# Semi-minor to semi-major axis.
_RATIO = 1 - FLATTENING
# Karney's e'^2 and n, the third flattening.
_SECOND_ECCENTRICITY_SQUARED = ECCENTRICITY_SQUARED / _RATIO**2
_N = FLATTENING / (2 - FLATTENING)

# Factors of the powers 0 to 6 of epsilon, a row a term. First the terms in sin(2l sigma), l from 1:
# from the angle on the auxiliary sphere to the length (18) and back (21), and from a longitude on
# the sphere to that on the ellipsoid (25); then the mean rates of both (17 and 24).
_TERMS = 6
_FACTORS = np.array(
    [
        (0, -1 / 2, 0, 3 / 16, 0, -1 / 32, 0),
        (0, 0, -1 / 16, 0, 1 / 32, 0, -9 / 2048),
        (0, 0, 0, -1 / 48, 0, 3 / 256, 0),
        (0, 0, 0, 0, -5 / 512, 0, 3 / 512),
        (0, 0, 0, 0, 0, -7 / 1280, 0),
        (0, 0, 0, 0, 0, 0, -7 / 2048),
        (0, 1 / 2, 0, -9 / 32, 0, 205 / 1536, 0),
        (0, 0, 5 / 16, 0, -37 / 96, 0, 1335 / 4096),
        (0, 0, 0, 29 / 96, 0, -75 / 128, 0),
        (0, 0, 0, 0, 539 / 1536, 0, -2391 / 2560),
        (0, 0, 0, 0, 0, 3467 / 7680, 0),
        (0, 0, 0, 0, 0, 0, 38081 / 61440),
        (
            0,
            (1 - _N) / 4,
            (1 - _N**2) / 8,
            (3 + 3 * _N - _N**2) / 64,
            (5 + 2 * _N) / 128,
            3 / 128,
            0,
        ),
        (
            0,
            0,
            (2 - 3 * _N + _N**2) / 32,
            (3 - 2 * _N - 3 * _N**2) / 64,
            (3 + _N) / 128,
            5 / 256,
            0,
        ),
        (0, 0, 0, (5 - 9 * _N + 5 * _N**2) / 192, (9 - 10 * _N) / 384, 7 / 512, 0),
        (0, 0, 0, 0, (7 - 14 * _N) / 512, 7 / 512, 0),
        (0, 0, 0, 0, 0, 21 / 2560, 0),
        (0, 0, 0, 0, 0, 0, 0),
        (1, 0, 1 / 4, 0, 1 / 64, 0, 1 / 256),
        (
            1,
            -(1 - _N) / 2,
            -(2 + _N - 3 * _N**2) / 8,
            -(1 + 3 * _N + _N**2) / 16,
            -(3 + 2 * _N) / 64,
            -3 / 128,
            0,
        ),
    ]
)
# The factors 2l of the angle in the series.
_TURNS = 2.0 * np.arange(1, _TERMS + 1)[:, np.newaxis]


def direct(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    azimuth: NDArray[np.float64],
    metres: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of geodesics on WGS 84.

    Parameters
    ----------
    lon, lat, azimuth : numpy.ndarray of shape (n,)
        Start and azimuth of each, degrees, clockwise from north; at the North Pole from the
        meridian opposite to the longitude.
    metres : numpy.ndarray of shape (n,)
        Lengths, metres.

    Returns
    -------
    lon, lat : numpy.ndarray of shape (n,)
        Ends, degrees; longitudes may run past 180.

    Examples
    --------
    >>> start, ahead = np.array([0.0]), np.array([223_388.0])
    >>> lon, lat = direct(start, start + 89.0, start, ahead)
    >>> lon.round(3).tolist(), lat.round(3).tolist()
    ([180.0], [89.0])
    """
    radians, alpha = np.radians(lat), np.radians(azimuth)
    sin_alpha, cos_alpha = np.sin(alpha), np.cos(alpha)
    sin_beta, cos_beta = _RATIO * np.sin(radians), np.cos(radians)
    size = np.hypot(sin_beta, cos_beta)
    sin_beta, cos_beta = sin_beta / size, cos_beta / size
    sin0, cos0 = sin_alpha * cos_beta, np.hypot(cos_alpha, sin_alpha * sin_beta)
    along = cos_alpha * cos_beta
    sigma = np.arctan2(sin_beta, along)
    k = _SECOND_ECCENTRICITY_SQUARED * cos0**2
    epsilon = k / (1 + np.sqrt(1 + k)) ** 2
    powers = np.ones((_TERMS + 1, len(sigma)))
    np.cumprod(np.broadcast_to(epsilon, (_TERMS, len(sigma))), axis=0, out=powers[1:])
    factors = np.einsum("tp,pn->tn", _FACTORS, powers)
    to_length, from_length, to_longitude = factors[:18].reshape(3, _TERMS, -1)
    waves = np.sin(_TURNS * sigma)
    tau = sigma + (to_length * waves).sum(axis=0)
    tau += metres * (1 - epsilon) / (SEMI_MAJOR_M * _RATIO * factors[18])
    end = tau + (from_length * np.sin(_TURNS * tau)).sum(axis=0)
    sin_end, cos_end = np.sin(end), np.cos(end)
    end_lat = np.arctan2(cos0 * sin_end, _RATIO * np.hypot(sin0, cos0 * cos_end))
    turn = np.arctan2(sin0 * sin_end, cos_end) - np.arctan2(sin0 * sin_beta, along)
    run = end - sigma + (to_longitude * (np.sin(_TURNS * end) - waves)).sum(axis=0)
    turn -= FLATTENING * sin0 * factors[19] * run
    return lon + np.degrees(turn), np.degrees(end_lat)
