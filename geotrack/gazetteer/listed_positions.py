"""Areas, lines and points of the positions that a text lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.i18n import words
from geotrack.messages import Message, sentence

if TYPE_CHECKING:
    from geotrack.notation.position_lists import PositionList, Shape

__all__ = ["UnstatedShapeError", "listed_positions"]

_FEWEST_CORNERS = 3
# Distance of an edge from its chords, degrees of latitude: 1 m.
_TOLERANCE = 1e-5


class UnstatedShapeError(UsageError):
    """A text lists positions without a word for what they are.

    Parameters
    ----------
    text : str
        The text.
    n : int
        How many positions it has.
    """

    def __init__(self, text: str, n: int) -> None:
        self.choices: dict[Shape, str] = {
            shape: f"{shape}: {text}"
            for shape in _SHAPES
            if n >= _FEWEST_CORNERS or shape in ("line", "points")
        }
        self.n = n
        remedy = Message("write 'area:', 'air area:', 'line:' or 'points:' before them")
        super().__init__(sentence(Message("{n} positions: what they are is not stated", n), remedy))


_SHAPES: tuple[Shape, ...] = ("area", "air area", "line", "points")


def listed_positions(text: str, language: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the geometry and the place of a record for a text that lists positions.

    Parameters
    ----------
    text : str
        As `geotrack.notation.position_lists.parse_position_list` reads it.
    language : str
        Language of the note, one of `geotrack.i18n.LANGUAGES`.

    Returns
    -------
    geometry : dict
        GeoJSON in longitude and latitude. Edges of areas and lines are rhumb lines, as on sea
        charts and in warnings to shipping; of an *air area*, geodesics, as in NOTAM. Longitudes
        run on past 180.
    place : dict
        `described`, the text; of an area or line `precision`, and `note`, which names the edges.

    Raises
    ------
    UnstatedShapeError
        The text does not say what the positions are.
    UsageError
        A part of the text is no position, an area has less than three corners, or an edge is half
        a turn.
    """
    from geotrack.notation.position_lists import parse_position_list

    found = parse_position_list(text)
    if found is None:
        return None
    if found.faulty:
        remedy = "write each as 71°20'N 25°40'E, with ';' between"
        problem = Message("{text} is no position", shown(found.faulty))
        raise UsageError(sentence(problem, remedy))
    if found.shape is None:
        raise UnstatedShapeError(text.strip(), len(found.positions))
    place: dict[str, Any] = {"described": text.strip()}
    if found.shape == "points":
        return {"type": "MultiPoint", "coordinates": [*map(list, found.positions)]}, place
    edges = "geodesics" if found.shape == "air area" else "rhumb"
    place["precision"] = "line" if found.shape == "line" else "area"
    place["note"] = words(language)(f"places.derived.{edges}")
    return _shape(found, found.shape), place


def _shape(found: PositionList, shape: Shape) -> dict[str, Any]:
    """Return the line or the area of positions."""
    from folium_polar.geometry.edges import geodesic_edge, rhumb_edge, trace

    positions, is_area = [*found.positions], shape != "line"
    if is_area and len(set(positions)) < _FEWEST_CORNERS:
        raise UsageError("an area has three corners or more")
    ring = [*positions, positions[0]] if is_area else positions
    try:
        traced = trace(ring, geodesic_edge if shape == "air area" else rhumb_edge, _TOLERANCE)
    except ValueError as error:
        raise UsageError(error.args[0]) from None
    coordinates = [list(place) for place in traced]
    if is_area:
        return {"type": "Polygon", "coordinates": [coordinates]}
    return {"type": "LineString", "coordinates": coordinates}
