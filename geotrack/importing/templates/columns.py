"""Columns of the templates, and the values to choose from."""

from __future__ import annotations

from typing import Literal

from geotrack.taxonomy import Taxonomy

__all__ = ["COLUMNS", "values"]

Sql = Literal["TEXT", "REAL"]
COLUMNS: dict[str, tuple[Sql, str]] = {
    "title": ("TEXT", "In your own words; needed"),
    "type": ("TEXT", "What happened; needed"),
    "start": ("TEXT", "2024, 2024-09, 2024-09-28, or unknown; needed"),
    "end": ("TEXT", "Likewise; .. where it goes on"),
    "status": ("TEXT", "Whether it happened; empty: not stated"),
    "kind": ("TEXT", "Event, statement, assessment or outlook; empty: event"),
    "verification": ("TEXT", "How far it is established; empty: not stated"),
    "summary": ("TEXT", "In your own words"),
    "actor_name": ("TEXT", "Who took part; several with ;"),
    "actor_country": ("TEXT", "ISO 3166-1 alpha-2, in the same order"),
    "place_name": ("TEXT", "The place in words"),
    "precision": ("TEXT", "How well the position is known; empty: not stated"),
    "radius_km": ("REAL", "How far off the position may be"),
    "inner_radius_km": ("REAL", "Of a ring: how far off the position it was at least"),
    "regions": ("TEXT", "Ids of regions that it was in; several with ;"),
    "place_note": ("TEXT", "How the position was found"),
    "source_url": ("TEXT", "Web address of the source; needed, or source_cite"),
    "source_cite": ("TEXT", "A work without a web address"),
    "source_title": ("TEXT", "Its title"),
    "source_publisher": ("TEXT", "Its publisher"),
    "source_published": ("TEXT", "When it was published"),
    "source_claimant": ("TEXT", "Who says it, where it is not the publisher"),
    "source_stance": ("TEXT", "Whether they support, dispute or deny it; empty: not stated"),
    "tags": ("TEXT", "Free tags; several with ;"),
}
"""Columns of each layer: SQL type and description."""


def values(taxonomy: Taxonomy) -> dict[str, dict[str, str]]:
    """Return the values to choose from by column, each with its label."""
    from geotrack.importing.targets.properties import properties, property_of_column

    types = taxonomy.types.values()
    names = ("kind", "status", "verification", "precision", "source_stance")
    words = {name: properties()[property_of_column(name) or name].choices for name in names}
    return {
        "type": {one.id: f"{one.theme.label['en']}: {one.label['en']}" for one in types},
        **{column: {word: word for word in of} for column, of in words.items()},
    }
