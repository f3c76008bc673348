"""Which columns of an input say where and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geotrack.column_names import LATITUDE, LONGITUDE, RADIUS, TIME
from geotrack.errors import FieldError
from geotrack.model.quantities import ALSO, METRES
from geotrack.observations.queries.unknown_columns import remedy, some

__all__ = ["Naming", "Roles", "unitless"]


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns of an input that say where and when.

    Parameters
    ----------
    lon, lat : str
        Of longitudes and latitudes.
    time, radius : str, optional
        Of times, and of how far from its position each row may have been.
    radius_metres : float
        How many metres one of its unit is.
    """

    lon: str
    lat: str
    time: str | None = None
    radius: str | None = None
    radius_metres: float = 1.0


@dataclass(frozen=True, slots=True)
class Naming:
    """Which columns of the inputs say where and when.

    Parameters
    ----------
    lon, lat, time : str, optional
        Their names; None looks for the usual ones, in any case.
    radius : str, optional
        The name of the column that says how far from its position a row may have been; None looks
        for one whose name ends in a unit, such as `radius_km`.
    radius_unit : str, optional
        Its unit, one of `geotrack.model.quantities.METRES`, where its name does not end in one.
    time_zone : str, optional
        The zone of times that state none, as an IANA name such as `UTC`.
    """

    lon: str | None = None
    lat: str | None = None
    time: str | None = None
    time_zone: str | None = None
    radius: str | None = None
    radius_unit: str | None = None

    def __post_init__(self) -> None:
        unit, units = self.radius_unit, ", ".join(METRES)
        if unit is not None and unit not in METRES:
            message = "{radius_unit}: {unit!r} is no unit of a length; write one of {units}"
            raise FieldError(message, {"unit": unit, "units": units})
        if unit is not None and self.radius is None:
            message = "{radius_unit} needs the name of the column too, in {radius}"
            raise FieldError(message)

    def roles(self, names: Sequence[str], path: Path, at: tuple[str, str] | None = None) -> Roles:
        """Find the columns among those of an input.

        Parameters
        ----------
        names : sequence of str
            Those that it has.
        path : path
            The input.
        at : (str, str), optional
            Columns of longitude and latitude that are known; default they are looked for too.

        Raises
        ------
        UsageError
            One that was asked for is not there, none is one of longitudes or latitudes, or that of
            radii tells no unit.
        """
        lon, lat = at or self._places(names, path)
        time = _named(names, self.time, TIME, "time", path)
        usual = [f"{name}_{unit}" for name in RADIUS for unit in (*METRES, *ALSO)]
        radius = _named(names, self.radius, usual, "radius", path)
        if radius is None:
            return Roles(lon, lat, time)
        unit = self.radius_unit or _unit_of(radius)
        if unit is None:
            message = (
                "{path}: the name of the column {name!r} tells no unit: say which, with "
                "{radius_unit} and one of {units}"
            )
            values = {"path": path, "name": radius, "units": ", ".join(METRES)}
            raise FieldError(message, values)
        return Roles(lon, lat, time, radius, METRES[unit])

    def _places(self, names: Sequence[str], path: Path) -> tuple[str, str]:
        lon = _named(names, self.lon, LONGITUDE, "lon", path)
        lat = _named(names, self.lat, LATITUDE, "lat", path)
        if lon is None or lat is None:
            what, usual = ("longitude", LONGITUDE) if lon is None else ("latitude", LATITUDE)
            message = (
                "{path}: no column is called {usual}: say which holds the {what}, with "
                f"{{{what[:3]}}}; it has {{names}}"
            )
            usually = " or ".join(usual)
            values = {"path": path, "usual": usually, "what": what, "names": some(names)}
            raise FieldError(message, values)
        return lon, lat


def unitless(columns: Iterable[str]) -> list[str]:
    """Return the columns that are called as radii are, but tell no unit."""
    return [name for name in columns if name.casefold() in RADIUS]


def _unit_of(name: str) -> str | None:
    """Return the unit in which the name of a column ends: `km` of `accuracy_km`."""
    *start, last = name.casefold().split("_")
    unit = ALSO.get(last, last)
    return unit if start and unit in METRES else None


def _named(
    names: Sequence[str], asked: str | None, usual: Sequence[str], field: str, path: Path
) -> str | None:
    """Return the column that was asked for, or the first that is called as such one mostly is."""
    if asked is not None:
        if asked not in names:
            message = f"{{path}}: no column is called {{name!r}} ({{{field}}}); {{remedy}}"
            values = {"path": path, "name": asked, "remedy": remedy(asked, names)}
            raise FieldError(message, values)
        return asked
    folded = {name.casefold(): name for name in reversed(names)}
    return next((folded[name] for name in usual if name in folded), None)
