"""Columns of an input that hold position and time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from geotrack.errors import FieldError, UntimedError
from geotrack.importing.targets.column_words import EPOCH, YEAR, date_rank, name_parts
from geotrack.model.quantities import ALSO, METRES
from geotrack.notation.column_names import LATITUDE, LONGITUDE, RADIUS, TIME
from geotrack_observations.ingest.presets import (
    AIS_ABSENT,
    AIS_TIMES,
    NAMES,
    PRESETS,
    Preset,
    find_preset,
    fold_name,
)
from geotrack_observations.queries.unknown_columns import remedy, shortened_list
from geotrack_observations.times.parse import TimeReading
from geotrack_observations.times.time_forms import form_of

__all__ = ["Naming", "Roles", "best_named", "unitless"]

# Usual names of columns of times, best first; folded. They precede the names that
# `geotrack import` knows.
_TIME = (
    # In a table with one of these, `timestamp` is when the row was written, as in ACLED.
    "event_date", "eventdate", "start_date", "startdate", "date_start",
    *TIME, "time_utc", "timestamp_utc", "datetime_utc", "date_time_utc", "utc", "utc_time",
    "utc_datetime", "gmt", "base_date_time", "time_position", "fix_time", "fixtime", "observed_at",
    "received_at", "recorded_at", "acquisition_time", "epoch", "unix_time", "unixtime",
    "unix_timestamp", "ts",
)  # fmt: skip
# Names of columns of positions as `lat, lon` or `lon, lat`; folded.
_PAIR = (
    "position", "lat_lon", "latlon", "lat_long", "lon_lat", "lonlat", "long_lat", "coordinates",
    "location",
)  # fmt: skip
# Names of columns of days; folded.
_DATE = ("date", "day", "date_utc", "dato")
# Ends of names that may mean the day of a month.
_DAYS = ("day", "dag")
# Number of columns of year, month and day.
_PARTS_OF_A_DAY = 3
# Names of columns of projected coordinates, by axis; folded.
_PROJECTED = (
    ("x", "easting", "x_m", "east", "utm_easting"),
    ("y", "northing", "y_m", "north", "utm_northing"),
)
# Names of columns that only tables of AIS have; folded.
_OF_AIS = re.compile(r"(?:.*_)?mmsi|ais_.*")
# In names of columns of times: these are UTC.
_UTC = re.compile(r"(?<![a-z])(utc|gmt)(?![a-z])|utc$")


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns of an input that hold position and time.

    Parameters
    ----------
    lon, lat : str
        Columns of longitudes and latitudes.
    time, radius : str, optional
        Columns of times, and of radii of uncertainty.
    radius_metres : float
        Metres in the unit of radii.
    pair : str, optional
        Column of positions as `lat, lon` or `lon, lat`, instead of `lon` and `lat`.
    pair_order : {'latlon', 'lonlat'}, optional
        What stands first in it; None until the first rows are read.
    pair_why : str
        Why, if there are pairs.
    date : str, optional
        Column of days, if `time` may have only times of day.
    parts : tuple of str
        Columns of years, months and days, instead of `time`.
    is_guess : bool
        Whether `time` was found by the meaning of its name, so that a user should confirm it.
    times : TimeReading
        How to read times.
    preset : Preset, optional
        Publisher whose files have these columns.
    absent : mapping of str to float
        Number for missing values, by column.
    words : mapping of str to str
        Word for missing values, by column.
    is_ais : bool
        Whether positions are from AIS, which has numbers for 'not available'.
    zone_by : str
        Who states the zone of times without one; empty if the user or nobody does.
    """

    lon: str
    lat: str
    time: str | None = None
    radius: str | None = None
    radius_metres: float = 1.0
    pair: str | None = None
    pair_order: str | None = None
    pair_why: str = ""
    date: str | None = None
    parts: tuple[str, ...] = ()
    is_guess: bool = False
    times: TimeReading = field(default_factory=TimeReading)
    preset: Preset | None = None
    absent: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    is_ais: bool = False
    zone_by: str = ""


@dataclass(frozen=True, slots=True)
class _TimeColumns:
    """The columns that state when, as in `Roles`."""

    time: str | None = None
    date: str | None = None
    parts: tuple[str, ...] = ()
    is_guess: bool = False


# Names in braces of a message without a value are options: `{time}` is `--time`; see `FieldError`.
@dataclass(frozen=True, slots=True)
class Naming:
    """Names of the columns of position and time, as options state them.

    Parameters
    ----------
    lon, lat, time : str, optional
        Names of the columns; None searches the usual ones, ignoring case.
    radius : str, optional
        Column of radii of uncertainty; None searches for a name that ends in a unit, such as
        `radius_km`.
    radius_unit : str, optional
        Its unit, a key of `geotrack.model.quantities.METRES`, if its name does not end in one.
    time_zone : str, optional
        Zone of times without one, an IANA name such as `UTC`.
    time_format : tuple of str, optional
        Forms of times: of `strptime`, such as `%d/%m/%Y %H:%M`, or `excel`, `epoch`, `epoch-ms`,
        `days since 1950-01-01`.
    preset : str, optional
        Publisher of the files, one of `presets.NAMES`; None detects it by columns.
    crs : str, optional
        The CRS of the columns of positions, if these are not longitudes and latitudes.
    wrap_longitude : bool
        Whether longitudes from 180 to 360 are read as -180 to 0.
    needs_time : bool
        Whether inputs without times are refused.
    """

    lon: str | None = None
    lat: str | None = None
    time: str | None = None
    time_zone: str | None = None
    radius: str | None = None
    radius_unit: str | None = None
    time_format: tuple[str, ...] | None = None
    preset: str | None = None
    crs: str | None = None
    wrap_longitude: bool = False
    needs_time: bool = False

    def __post_init__(self) -> None:
        for form in self.time_format or ():
            form_of(form)
        if self.preset is not None and self.preset not in NAMES:
            message = "{preset}: {name!r} is none of {names}"
            raise FieldError(message, {"name": self.preset, "names": ", ".join(NAMES)})
        unit, units = self.radius_unit, ", ".join(METRES)
        if unit is not None and unit not in METRES:
            message = "{radius_unit}: {unit!r} is no unit of a length; write one of {units}"
            raise FieldError(message, {"unit": unit, "units": units})
        if unit is not None and self.radius is None:
            message = "{radius_unit} needs the name of the column too, in {radius}"
            raise FieldError(message)

    def without_places(self) -> Naming:
        """Return the naming of an input whose positions are known in degrees."""
        return replace(self, lon=None, lat=None, crs=None)

    def roles(self, names: Sequence[str], path: Path, at: tuple[str, str] | None = None) -> Roles:
        """Find the columns among those of an input.

        Parameters
        ----------
        names : sequence of str
            Columns of the input.
        path : path
            The input.
        at : (str, str), optional
            Known columns of longitude and latitude; default: search them too.

        Raises
        ------
        UsageError
            A requested column is missing, there is none of longitudes or latitudes, or the one of
            radii has no unit.
        UntimedError
            No column is named like the time of an event, or several are alike.
        """
        preset = self._preset(names, path)
        pair = None if at else self._pair(names)
        if at is not None:
            lon, lat = at
        elif pair is not None:
            lon = lat = ""  # the column of pairs replaces both
        else:
            lon, lat = self._places(names, path, preset)
        columns = self._time_columns(names, preset, path)
        is_ais = any(_OF_AIS.fullmatch(fold_name(n)) for n in names)
        zone_by = preset.zone_by if preset else AIS_TIMES if is_ais else ""
        if self.time_zone or _states_utc(columns.time):
            zone_by = ""
        roles = Roles(
            lon, lat, columns.time,
            pair=pair,
            date=columns.date,
            parts=columns.parts,
            is_guess=columns.is_guess,
            times=self._times(columns.time, preset, is_ais=is_ais),
            preset=preset,
            words={n: preset.words[fold_name(n)] for n in names if fold_name(n) in preset.words}
            if preset else {},
            is_ais=is_ais,
            zone_by=zone_by,
        )  # fmt: skip
        roles = _with_absent(roles, names)
        usual = [f"{name}_{unit}" for name in RADIUS for unit in (*METRES, *ALSO)]
        radius = _named(names, self.radius, usual, "radius", path)
        if radius is None:
            return roles
        unit = self.radius_unit or _unit_of(radius)
        if unit is None:
            message = (
                "{path}: the name of the column {name!r} tells no unit: say which, with "
                "{radius_unit} and one of {units}"
            )
            values = {"path": path, "name": radius, "units": ", ".join(METRES)}
            raise FieldError(message, values)
        return replace(roles, radius=radius, radius_metres=METRES[unit])

    def _time_columns(
        self, names: Sequence[str], preset: Preset | None, path: Path
    ) -> _TimeColumns:
        """Find the columns of times: the requested one, one with a usual name, or as `import`."""
        usual = (*(preset.time if preset else ()), *_TIME)
        time = _named(names, self.time, usual, "time", path)
        if self.time is not None:
            return _TimeColumns(time)
        day = next((n for n in names if fold_name(n) in _DATE), None)
        if time is None:
            return self._event_time(names, day, path)
        # The usual name may be that of a day, with a column of times of day beside it.
        clock = next((clock for date, clock in _clock_pairs(names) if date == time), None)
        return _TimeColumns(time, day) if clock is None else _TimeColumns(clock, time)

    def _event_time(self, names: Sequence[str], day: str | None, path: Path) -> _TimeColumns:
        """Return the columns of days and of times, or those of parts of a day, as `import` does.

        `day` is the column with a usual name for days.

        Raises
        ------
        UntimedError
            No column is named like the time of an event, or several are alike.
        """
        from geotrack.importing.date_parts import date_columns  # only a build needs it

        parts = tuple(date_columns(names))
        if len(parts) == _PARTS_OF_A_DAY and day in {None, *parts}:
            return _TimeColumns(parts=parts)
        if day is not None:
            return _TimeColumns(day)
        best = best_named(names)
        for date, time in _clock_pairs(names):
            may_be_day_of_month = name_parts(date)[0].endswith(_DAYS)
            has_better_column = not set(best) <= {date, time}
            if may_be_day_of_month and has_better_column:
                continue  # `BEGIN_DAY` beside `BEGIN_DATE_TIME`
            return _TimeColumns(time, date, is_guess=True)
        if len(best) == 1:
            return _TimeColumns(best[0], is_guess=True)
        if not self.needs_time:
            return _TimeColumns()
        none = (
            "{path}: no column is named like one of times; {time} names it, "
            "{no_time} builds a dataset without times; it has {names}"
        )
        several = (
            "{path}: several columns may have the times: {best}; {time} names it, "
            "{no_time} builds a dataset without times; it has {names}"
        )
        values = {"path": path, "best": ", ".join(best), "names": shortened_list(names)}
        raise UntimedError(several if best else none, values)

    def _pair(self, names: Sequence[str]) -> str | None:
        """Return the column of positions `lat, lon`, if there is no column of longitudes."""
        folded = {fold_name(name): name for name in reversed(names)}
        if self.lon or self.lat or self.crs or any(_axes(names)):
            return None
        return next((folded[name] for name in _PAIR if name in folded), None)

    def _preset(self, names: Sequence[str], path: Path) -> Preset | None:
        if self.preset is None:
            return None if self.lon or self.lat or self.crs else find_preset(names)
        presets = [preset for preset in PRESETS if preset.name == self.preset]
        match = next((preset for preset in presets if preset.has(names)), None)
        if match is None:
            columns_needed = " or ".join(
                ", ".join(sorted(signature))
                for preset in presets
                for signature in preset.signatures
            )
            message = "{path}: {preset} {name} needs the columns {needed}; it has {names}"
            values = {
                "path": path,
                "name": self.preset,
                "needed": columns_needed,
                "names": shortened_list(names),
            }
            raise FieldError(message, values)
        return match

    def _times(self, column: str | None, preset: Preset | None, *, is_ais: bool) -> TimeReading:
        name = column or ""
        zone = self.time_zone or (preset.zone if preset else None)
        is_utc = is_ais or _states_utc(column)
        return TimeReading(
            zone=zone or ("UTC" if is_utc else None),
            formats=self.time_format or (preset.formats if preset else ()),
            month_first=preset.month_first if preset else None,
            is_date="date" in name.casefold(),
            is_epoch=EPOCH.fullmatch(name_parts(name)[0]) is not None,
        )

    def _places(self, names: Sequence[str], path: Path, preset: Preset | None) -> tuple[str, str]:
        """Return the columns of longitudes and latitudes, or of coordinates in `crs`."""
        own_lon, own_lat = ((), ()) if preset is None else (preset.lon, preset.lat)
        if self.crs:
            own_lon, own_lat = _PROJECTED
        # The names of the preset or the projection precede the usual ones.
        lon_axis, lat_axis = _axes(names)
        lon = _named(names, self.lon, (*own_lon, *LONGITUDE), "lon", path) or lon_axis
        lat = _named(names, self.lat, (*own_lat, *LATITUDE), "lat", path) or lat_axis
        if lon is None or lat is None:
            option, axis = ("lon", "longitude") if lon is None else ("lat", "latitude")
            usual = LONGITUDE if lon is None else LATITUDE
            message = (
                "{path}: no column is called {usual}: say which holds the {what}, with "
                f"{{{option}}}; it has {{names}}"
            )
            usually = " or ".join(usual)
            values = {"path": path, "usual": usually, "what": axis, "names": shortened_list(names)}
            raise FieldError(message, values)
        return lon, lat


def _states_utc(column: str | None) -> bool:
    """Return whether the name of a column of times states UTC."""
    return column is not None and _UTC.search(column.casefold()) is not None


def _clock_pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield columns of days, each with the column of times of day beside it."""
    from geotrack.importing.date_parts import time_of_day_columns  # only a build needs it

    return time_of_day_columns(names)


def best_named(names: Iterable[str]) -> list[str]:
    """Return the columns whose names most likely mean the time of an event; years are left out."""
    ranks: dict[int, list[str]] = {}
    for column in names:
        name = name_parts(column)[0]
        rank = None if YEAR.fullmatch(name) else date_rank(name)
        if rank is not None:
            ranks.setdefault(rank, []).append(column)
    return ranks[min(ranks)] if ranks else []


def _axes(names: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the only columns that `import` takes for longitudes and latitudes by their names."""
    from geotrack.importing.geometry.table_positions import (  # only a build needs it
        is_axis_name,
        prefixed_axes,
    )

    prefixed = prefixed_axes(names)
    columns: list[str | None] = []
    for axis, usual in (("lon", LONGITUDE), ("lat", LATITUDE)):
        matches = [n for n in names if fold_name(n) in usual or is_axis_name(n, axis)]
        if matches:
            columns.append(matches[0] if len(matches) == 1 else None)  # None: which one is open
        else:
            columns.append(prefixed.get(axis))
    return columns[0], columns[1]


def _with_absent(roles: Roles, names: Sequence[str]) -> Roles:
    """Return roles with the numbers that mean 'no value' in AIS, if a column is of AIS."""
    if not roles.is_ais:
        return roles
    return replace(
        roles, absent={n: AIS_ABSENT[fold_name(n)] for n in names if fold_name(n) in AIS_ABSENT}
    )


def unitless(columns: Iterable[str]) -> list[str]:
    """Return columns with a name for radii but without a unit."""
    return [name for name in columns if name.casefold() in RADIUS]


def _unit_of(name: str) -> str | None:
    """Return the unit at the end of a column's name: `km` of `accuracy_km`."""
    *start, last = name.casefold().split("_")
    unit = ALSO.get(last, last)
    return unit if start and unit in METRES else None


def _named(
    names: Sequence[str], requested: str | None, usual: Sequence[str], option: str, path: Path
) -> str | None:
    """Return the requested column, else the first with a usual name, else None."""
    if requested is not None:
        if requested not in names:
            message = f"{{path}}: no column is called {{name!r}} ({{{option}}}); {{remedy}}"
            values = {"path": path, "name": requested, "remedy": remedy(requested, names)}
            raise FieldError(message, values)
        return requested
    # In reverse, so that of two columns of one folded name the first stays in the table.
    folded = {fold_name(name): name for name in reversed(names)}
    # A column of just this name precedes one that has a unit or other dividers.
    folded |= {name.casefold(): name for name in reversed(names)}
    return next((folded[name] for name in usual if name in folded), None)
