"""Where and when what a map asks for was, in words."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.dates import limits_in_words
from geotrack.i18n import words
from geotrack.model.lengths import length_parts, position
from geotrack.model.place_and_time import PlaceAndTime
from geotrack.model.place_text import degrees, region_name, regions_words, with_article
from geotrack.queries import reference
from geotrack.workspace import Workspace

__all__ = ["place_and_time_text", "place_words"]


def place_and_time_text(workspace: Workspace, asked: PlaceAndTime, language: str) -> Iterator[str]:
    """Yield in words where and when what is asked for was."""
    yield from place_words(workspace, asked, language)
    start, end = asked.start, asked.end
    if start and start == end:
        key, end = "during", None
    else:
        key = "period" if start and end else "since" if start else "until" if end else ""
    if key:
        first, last = (text or "" for text in limits_in_words(start, end, language))
        yield words(language)(f"document.selection.{key}", start=first, end=last)


def place_words(workspace: Workspace, asked: PlaceAndTime, language: str) -> Iterator[str]:
    """Yield in words where what is asked for was."""
    say = words(language)
    if asked.regions:
        regions = [workspace.regions.named(r) for r in asked.regions]
        yield regions_words(regions, language, each=asked.all_regions)
    if asked.bbox:
        west, south, east, north = asked.bbox
        ends = (degrees(west, south, language), degrees(east, north, language))
        yield say("document.selection.box", a=ends[0], b=ends[1])
    if asked.within and asked.of:
        number, unit = length_parts(asked.within)
        of = _called(asked.of, workspace, language)
        # At sea and on this page nautical miles are NM.
        length = f"{say.number(number)}\N{NO-BREAK SPACE}{'NM' if unit == 'nmi' else unit}"
        yield say("document.selection.within", length=length, of=of)
    if asked.north_of is not None:
        yield say("document.selection.northOf", lat=asked.north_of)


def _called(word: str, workspace: Workspace, language: str) -> str:
    """Return what is called by a word as it stands in a sentence."""
    lonlat = position(word)
    if lonlat is not None:
        return degrees(*lonlat, language)
    found = reference(word, workspace)
    if found.feature is None:
        return found.name
    name = region_name(found.feature, language)
    is_region = workspace.regions.get(found.feature.id) is found.feature
    return with_article(name) if is_region and language == "en" else name
