"""The cases of certain and possible, as `docs/background/certain-and-possible.toml` has them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geotrack.model.query import Drawn, Query
from geotrack.workspace import Workspace, open_workspace

__all__ = ["CASES", "ROOT", "Case", "Group", "read_above", "read_groups", "workspace_of"]

ROOT = Path(__file__).parents[2]
CASES = ROOT / "docs" / "background" / "certain-and-possible.toml"

_RECORD: Mapping[str, Any] = {
    "title": "Example",
    "type": "naval/patrol",
    "start": "2024-08-15",
    "sources": ["https://example.org/"],
}


@dataclass(frozen=True)
class Case:
    """One record and one question to it.

    Parameters
    ----------
    id : str
        Names its record and its picture.
    says, asks : str
        The record and the question in words.
    record : mapping
        Properties of the record, and its geometry.
    others : tuple of mapping
        Records beside it, each with its id.
    close : bool
        Whether its picture keeps close to the record.
    ask : mapping
        Arguments of `Query.parse`.
    answer : str
        `certain`, `possible`, `no`, `unplaced` or `undated`.
    why : str
        What the answer says; of what is no hit, what the page says.
    """

    id: str
    says: str
    asks: str
    record: Mapping[str, Any]
    ask: Mapping[str, Any]
    answer: str
    why: str
    others: tuple[Mapping[str, Any], ...] = ()
    close: bool = False

    @property
    def title(self) -> str:
        """What its picture shows, in words."""
        return f"{self.answer.capitalize()}: {self.says}; asked {self.asks}"

    @property
    def query(self) -> Query:
        """What is asked."""
        drawn = self.ask.get("drawn", ())
        listed = [drawn] if isinstance(drawn, Mapping) else drawn
        areas = tuple(Drawn(area["name"], _polygon(area["ring"])) for area in listed)
        return Query.parse(**{**self.ask, "drawn": areas})

    @property
    def features(self) -> Iterator[dict[str, Any]]:
        """Its records as GeoJSON, its own first."""
        for record in ({"id": self.id, **self.record}, *self.others):
            apart = ("id", "geometry")
            given = {key: value for key, value in record.items() if key not in apart}
            yield {
                "type": "Feature",
                "id": record["id"],
                "geometry": record.get("geometry"),
                "properties": {**_RECORD, **given},
            }


@dataclass(frozen=True)
class Group:
    """Cases under one heading."""

    title: str
    text: str
    cases: tuple[Case, ...]


def read_groups(path: Path = CASES) -> tuple[Group, ...]:
    """Return the cases in the order of the file."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))["groups"]
    return tuple(
        Group(
            group["title"],
            group["text"],
            tuple(
                Case(**{**case, "others": tuple(case.get("others", ()))}) for case in group["cases"]
            ),
        )
        for group in groups
    )


def read_above(path: Path = CASES) -> str:
    """Return what stands above the tables of the page."""
    above: str = tomllib.loads(path.read_text(encoding="utf-8"))["above"]
    return above


def workspace_of(groups: tuple[Group, ...], folder: Path) -> Workspace:
    """Return a workspace in a folder that holds the records of all cases.

    The regions are those that geotrack comes with.
    """
    features = [f for group in groups for case in group.cases for f in case.features]
    path = folder / "events" / "cases.geojson"
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return open_workspace(folder)


def _polygon(ring: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
