"""Columns of the templates, and the values to choose from."""

from __future__ import annotations

from typing import get_args

from geotrack.geopackage import ColumnType
from geotrack.taxonomy import Taxonomy

__all__ = ["COLUMNS", "values"]

COLUMNS: dict[str, tuple[ColumnType, str]] = {
    "title": ("text", "In your own words; needed"),
    "type": ("text", "What happened; needed"),
    "start": ("text", "2024, 2024-09, 2024-09-28, or unknown; needed"),
    "end": ("text", "Likewise; .. where it goes on"),
    "status": ("text", "Whether it happened; empty: not stated"),
    "kind": ("text", "Event, statement, assessment or outlook; empty: event"),
    "verification": ("text", "How far it is established; empty: not stated"),
    "summary": ("text", "In your own words"),
    "actor_name": ("text", "Who took part; several with ;"),
    "actor_country": ("text", "ISO 3166-1 alpha-2, in the same order"),
    "place_name": ("text", "The place in words"),
    "precision": ("text", "How well the position is known; empty: not stated"),
    "radius_km": ("real", "How far off the position may be"),
    "inner_radius_km": ("real", "Of a ring: how far off the position it was at least"),
    "regions": ("text", "Ids of regions that it was in; several with ;"),
    "place_note": ("text", "How the position was found"),
    "source_url": ("text", "Web address of the source; needed, or source_cite"),
    "source_cite": ("text", "A work without a web address"),
    "source_title": ("text", "Its title"),
    "source_publisher": ("text", "Its publisher"),
    "source_published": ("text", "When it was published"),
    "source_claimant": ("text", "Who says it, where it is not the publisher"),
    "source_stance": ("text", "Whether they support, dispute or deny it; empty: not stated"),
    "tags": ("text", "Free tags; several with ;"),
}
"""Columns of each layer: type and description."""


def values(taxonomy: Taxonomy) -> dict[str, dict[str, str]]:
    """Return the values to choose from by column, each with its label."""
    from geotrack.importing.targets.properties import properties
    from geotrack.model.event import Kind, Precision, Status, VerificationLevel

    types = taxonomy.types.values()
    words = {
        "kind": get_args(Kind),
        "status": get_args(Status),
        "verification": get_args(VerificationLevel),
        "precision": get_args(Precision),
        "source_stance": properties()["sources.stance"].choices,
    }
    return {
        "type": {one.id: f"{one.theme.label['en']}: {one.label['en']}" for one in types},
        **{column: {word: word for word in of} for column, of in words.items()},
    }
