"""An example of each class of folium, opened in the browser where it works."""

from __future__ import annotations

from geotrack.errors import UsageError
from tools import folium_page
from tools.folium_cases.browser import opened
from tools.folium_cases.case import Case, refusal

__all__ = ["examples"]


def examples() -> list[Case]:
    """Put each class on a map of its own, and open the map."""
    found: list[Case] = []
    shown: dict[str, str] = {}
    for part, names in folium_page.classes():
        for name in names:
            title = f"{part}.{name}"
            try:
                shown[title] = folium_page.example(name)
            except UsageError as error:
                found.append(Case(title, *refusal(str(error))))
            else:
                found.append(Case(title, "works"))
    return opened(found, shown)
