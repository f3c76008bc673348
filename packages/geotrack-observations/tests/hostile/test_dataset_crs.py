"""The CRS of a dataset's source opens no file that it names."""

from __future__ import annotations

import pytest

from geotrack.errors import GeotrackError
from geotrack_observations.ingest.positions import _to_lon_lat
from tests.hostile.test_crs import pipe, texts

__all__ = ["pipe"]


def test_no_function_opens_what_a_crs_names(pipe: str) -> None:
    for text in texts(pipe).values():
        with pytest.raises(GeotrackError, match="names a file"):
            _to_lon_lat(text)
