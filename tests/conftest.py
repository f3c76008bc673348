"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is slow; that is no fault of what is tested.
# The same examples each time: a run on a change must not fail for what it has not touched.
settings.register_profile("geotrack", deadline=None, derandomize=True)
settings.load_profile("geotrack")
