"""The look of a map: that of its workspace and its own, with the logo read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geotrack.mapview.sides import INK, Acting, Sides
from geotrack.model import Event, MapDefinition
from geotrack.model.maps.contrast import DARK_PAPER, lightened
from geotrack.model.maps.look import Look, merged_look
from geotrack.reading.logo import Logo, read_logo
from geotrack.taxonomy import Theme
from geotrack.workspace import Workspace

__all__ = ["LookView", "look_view"]

# That of the page's own accent is 9 to 1.
_DARK_ACCENT_CONTRAST = 7.0


@dataclass(frozen=True, slots=True)
class LookView:
    """The look of a map, as page, sheets and slides show it.

    Parameters
    ----------
    settings : Look
        The look of the workspace, with the keys of the map in its place.
    logo : Logo, optional
        The logo of the page.
    print_logo : Logo, optional
        The logo of sheets and slides, a PNG.
    sides : Sides, optional
        The sides that symbols tell apart, if the map has any.
    """

    settings: Look
    logo: Logo | None = None
    print_logo: Logo | None = None
    sides: Sides | None = None

    @property
    def accent(self) -> str:
        """The accent by day and on paper, `#rrggbb`; empty if it is geotrack's own."""
        return self.settings.accent or ""

    @property
    def dark_accent(self) -> str:
        """The accent in the dark, which stands out from the page; empty if geotrack's own."""
        if not self.settings.accent:
            return ""
        return lightened(self.settings.accent, [DARK_PAPER], _DARK_ACCENT_CONTRAST)

    @property
    def organisation(self) -> str:
        """The line above the title; empty if there is none."""
        return self.settings.organisation or ""

    @property
    def is_sans(self) -> bool:
        """Whether titles are in the sans-serif typeface."""
        return self.settings.typeface == "sans"

    def themed(self, theme: Theme) -> Theme:
        """Return a theme in its colour on this map; beside sides it has none of its own."""
        if self.sides is not None:
            return replace(theme, colour=INK[0])
        colour = self.settings.colours.get(theme.id)
        return theme if colour is None else replace(theme, colour=colour)

    def acting(self, event: Event) -> Acting | None:
        """Return which sides act in a record, on a map with sides."""
        return self.sides.acting(event) if self.sides is not None else None

    def digest_values(self, themes: Iterable[Theme]) -> Mapping[str, Any]:
        """Return the values of the look that a map of some themes shows, for its digest."""
        settings = self.settings
        values = {
            "logos": {k: hashlib.sha256(logo.data).hexdigest() for k, logo in self.logos.items()},
            "logo_alt": settings.logo_alt if self.logos else None,
            "organisation": settings.organisation,
            "accent": settings.accent,
            "colours": {t.id: colour for t in themes if (colour := settings.colours.get(t.id))},
            "sans": self.is_sans,
        }
        return {key: value for key, value in values.items() if value}

    @property
    def logos(self) -> dict[str, Logo]:
        """The logos by the keys of `Look`; one that serves page and paper once."""
        print_logo = None if self.print_logo is self.logo else self.print_logo
        return {
            k: logo
            for k, logo in (("logo", self.logo), ("logo_png", print_logo))
            if logo is not None
        }


def look_view(workspace: Workspace, definition: MapDefinition) -> LookView:
    """Return the look of a map.

    Raises
    ------
    LogoError
        A logo cannot be shown.
    """
    settings = merged_look(workspace.config.look, definition.look)
    sides = Sides(definition.sides) if definition.sides else None
    if settings.logo is None:
        return LookView(settings, sides=sides)
    logo = read_logo(workspace.root, settings.logo)
    print_logo = read_logo(workspace.root, settings.logo_png) if settings.logo_png else logo
    return LookView(settings, logo, print_logo if print_logo.kind == "png" else None, sides)
