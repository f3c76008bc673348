"""folium's plugins whose scripts a page contains where its map uses them.

Each has a script in ``geotrack/static/plugins/``, made of its npm package or of ours by
``web/build.mjs``. A plugin is known by the name of its class, since to import `folium.plugins`
takes 50 ms.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from branca.element import Element

__all__ = ["classes", "has_class", "is_offline", "plugin_names"]

_SCRIPTS = {
    "AntPath": "ant-path",
    "FastMarkerCluster": "marker-cluster",
    "FeatureGroupSubGroup": "feature-group-sub-group",
    "Fullscreen": "fullscreen",
    "HeatMap": "heat-map",
    "MarkerCluster": "marker-cluster",
    "PolyLineTextPath": "polyline-text-path",
}
"""Names of the scripts by those of the classes."""

_IN_BUNDLE = {"GroupedLayerControl"}
"""Plugins whose script is a part of polarmap.js."""


def has_class(element: Element, name: str) -> bool:
    """Return whether an element is a folium plugin, by the name of its class."""
    return name in _classes(type(element))


def classes(element: Element) -> frozenset[str]:
    """Return the names of the classes of a plugin; of any other element none."""
    return _classes(type(element))


@cache
def _classes(kind: type) -> frozenset[str]:
    return frozenset(
        each.__name__ for each in kind.__mro__ if each.__module__.startswith("folium.plugins.")
    )


def plugin_names(elements: Iterable[Element]) -> list[str]:
    """Return the names of the scripts that elements need, each once, in alphabetical order."""
    found = {_SCRIPTS[name] for each in elements for name in classes(each) & _SCRIPTS.keys()}
    return sorted(found)


def is_offline(element: Element) -> bool:
    """Return whether the page contains the script of a plugin."""
    return bool(classes(element) & (_SCRIPTS.keys() | _IN_BUNDLE))
