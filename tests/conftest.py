"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is slow; that is no fault of what is tested.
settings.register_profile("geotrack", deadline=None)
settings.load_profile("geotrack")
