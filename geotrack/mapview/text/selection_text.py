"""Text of the place and time conditions of a map."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.dates import limits_in_words
from geotrack.i18n import words
from geotrack.model.maps.place_and_time import PlaceAndTime
from geotrack.model.place_text import degrees, region_name, regions_words, with_article
from geotrack.model.quantities import length_parts, position
from geotrack.queries import reference
from geotrack.workspace import Workspace

__all__ = ["place_and_time_text", "place_words"]


def place_and_time_text(
    workspace: Workspace, conditions: PlaceAndTime, language: str
) -> Iterator[str]:
    """Yield the conditions of place and time as text."""
    yield from place_words(workspace, conditions, language)
    start, end = conditions.start, conditions.end
    if start and start == end:
        key, end = "during", None
    else:
        key = "period" if start and end else "since" if start else "until" if end else ""
    if key:
        first, last = (text or "" for text in limits_in_words(start, end, language))
        yield words(language)(f"document.selection.{key}", start=first, end=last)


def place_words(workspace: Workspace, conditions: PlaceAndTime, language: str) -> Iterator[str]:
    """Yield the conditions of place as text."""
    label = words(language)
    if conditions.regions:
        regions = [workspace.regions.named(r) for r in conditions.regions]
        yield regions_words(regions, language, each=conditions.all_regions)
    if conditions.bbox:
        west, south, east, north = conditions.bbox
        ends = (degrees(west, south, language), degrees(east, north, language))
        yield label("document.selection.box", a=ends[0], b=ends[1])
    if conditions.within and conditions.of:
        number, unit = length_parts(conditions.within)
        centre_name = _name_in_sentence(conditions.of, workspace, language)
        # The page abbreviates nautical miles as NM, as usual at sea.
        length = f"{label.number(number)}\N{NO-BREAK SPACE}{'NM' if unit == 'nmi' else unit}"
        yield label("document.selection.within", length=length, of=centre_name)
    if conditions.north_of is not None:
        yield label("document.selection.northOf", lat=conditions.north_of)


def _name_in_sentence(word: str, workspace: Workspace, language: str) -> str:
    """Return the name that a word stands for, as used in a sentence."""
    lonlat = position(word)
    if lonlat is not None:
        return degrees(*lonlat, language)
    referent = reference(word, workspace)
    if referent.feature is None:
        return referent.name
    name = region_name(referent.feature, language)
    is_region = workspace.regions.get(referent.feature.id) is referent.feature
    return with_article(name) if is_region and language == "en" else name
