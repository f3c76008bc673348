"""The page round a map: one HTML file without external resources."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html import escape
from io import BytesIO
from os import fsdecode
from pathlib import Path
from typing import Any

from branca.element import Figure

from folium_polar.assets import (
    bundle_css,
    bundle_js,
    plugin_css,
    plugin_js,
    rasters_js,
    relief_js,
    tiles_js,
    vector_map_js,
)
from folium_polar.basemap.files import (
    antarctic_depth,
    antarctic_relief,
    antarctica,
    basemap,
    depth,
    far_coast,
    far_coast_north,
    relief,
)
from folium_polar.errors import UsageError
from folium_polar.escaping import encodable, json_for_script, script_text, style_text
from folium_polar.folium_elements.pins import pin_scripts
from folium_polar.folium_elements.plugins import plugin_names
from folium_polar.markup import refuse_markup
from folium_polar.packed import packed
from folium_polar.raster_layers.tiles import tile_hosts
from folium_polar.refusals import descend
from folium_polar.rendering import render_pieces

__all__ = ["PolarFigure", "SavesWhole"]

# What of Leaflet a vector map lacks: see `UNUSED` in web/build.mjs.
_WHOLE = re.compile(
    r"\bL\.(?:[cC]ontrol\.(?:[lL]ayers|[sS]cale)|[cC]anvas|[gG]ridLayer|[tT]ileLayer)\b"
)
_CSP = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; script-src {scripts}; "
    "style-src 'unsafe-inline'; img-src {images}{fonts}"
)

# Attributes that a figure takes over from a page.
_TEXTS = (
    "styles",
    "first_scripts",
    "prelude",
    "scripts",
    "data",
    "packed",
    "texts",
    "head",
    "before",
    "after",
)


class SavesWhole:
    """Mixin that renders before it opens the file: branca empties the file of a refused map."""

    def save(self, outfile: Any, close_file: bool = True, **kwargs: Any) -> None:
        """Save the page, as in folium; if it is refused, the file stays as it is."""
        page = BytesIO()
        super().save(page, close_file=False, **kwargs)  # type: ignore[misc]  # of branca
        if isinstance(outfile, str | bytes | Path):
            Path(fsdecode(outfile)).write_bytes(page.getvalue())
            return
        outfile.write(page.getvalue())
        if close_file:
            outfile.close()


class PolarFigure(SavesWhole, Figure):  # type: ignore[misc]  # branca ships no types
    """A page with one or more polar maps and without external resources.

    The content security policy lists the hash of each script, so that no other can run, whatever a
    record's text contains. All texts may contain names of the map and its layers (``get_name()``),
    which are numbered on the page.

    Parameters
    ----------
    title : str, optional
        The page's title.
    lang : str
        Language of the page, a BCP 47 tag.
    **options
        ``width``, ``height``, ``ratio`` and ``figsize`` of `branca.element.Figure`, for notebooks.

    Attributes
    ----------
    vector_only : bool
        Whether the page has neither pictures nor tiles: it then does without the parts of Leaflet
        that draw them, and without those that its script does not name, 38 kB.
    styles : list of str
        Style sheets of the page, after the map's own.
    first_scripts : list of str
        Scripts that run after the style sheets and before the browser reads the page's body.
    prelude : list of str
        Scripts that run after the map's own library and before the map is made.
    scripts : list of str
        Scripts of the page, run last, when the map is there.
    data : dict of str to JSON value
        Written as ``<script type="application/json" id="KEY">``, before the scripts.
    packed : dict of str to JSON value
        The same, compressed to a fifth, as ``<script type="text/plain" id="KEY">``; a script reads
        it with ``geotrackPolar.held(KEY)``.
    texts : dict of str to str
        Written unchanged, as ``<script type="text/plain" id="KEY">``: text of
        `folium_polar.geometry.base91`, which a script reads on demand.
    before, after : str
        HTML before and after the map's element. It is not escaped.
    head : str
        More HTML for the head (``<meta …>``), not escaped.
    """

    def __init__(self, title: str | None = None, lang: str = "en", **options: Any) -> None:
        super().__init__(title=title, **options)
        self._close(lang)

    def _close(self, lang: str) -> None:
        self.header._children.pop("meta_http")  # the charset is written by render()
        for part in (self.header, self.html, self.script):
            part._template = _Part()
        self.lang = lang
        self.vector_only = False
        self.styles: list[str] = []
        self.first_scripts: list[str] = []
        self.prelude: list[str] = []
        self.scripts: list[str] = []
        self.data: dict[str, Any] = {}
        self.packed: dict[str, Any] = {}
        self.texts: dict[str, str] = {}
        self.head = ""
        self.before = ""
        self.after = ""

    @classmethod
    def adopt(cls, figure: Figure, page: PolarFigure | None = None) -> None:
        """Convert a plain figure, as ``Figure(width=600)``, keeping its size and title.

        Parameters
        ----------
        figure : branca.element.Figure
            The figure to which a map is added.
        page : PolarFigure, optional
            The map's former page: its texts move to the figure, and its title if the figure has
            none.
        """
        figure.__class__ = cls
        figure._close("en")
        if page is None:
            return
        figure.title = figure.title or page.title
        for part in ("header", "html", "script"):
            getattr(figure, part)._children.update(getattr(page, part)._children)
        for name in ("lang", *_TEXTS):
            setattr(figure, name, getattr(page, name))

    def render(self, **_kwargs: Any) -> str:
        """
        Return the page; the same content gives the same bytes.

        Raises
        ------
        NeedsNetworkError, UsageError
            If the page contains something that cannot work in it.
        """
        rendered = render_pieces(self)
        for part in ("head", "before", "after"):
            refuse_markup(f"get_root().{part}", getattr(self, part))
        number = rendered.number
        texts = (*map(number, self.prelude), rendered.script, *map(number, self.scripts))
        first = [script_text(text) for text in self.first_scripts]
        plugins = plugin_names(descend(self))
        plugged = [*map(plugin_js, plugins)]
        own = [*self._libraries(rendered.script, *plugged), *pin_scripts(texts)]
        library = (*own, *plugged)
        scripts = [script_text(text) for text in (*self._switches(), *library, *texts)]
        library_style = "\n".join(filter(None, (bundle_css(), *map(plugin_css, plugins))))
        styles = [style_text(text) for text in (library_style, *map(number, self.styles))]
        hashes = " ".join(f"'sha256-{_digest(text)}'" for text in [*first, *scripts])
        images = " ".join(["data:", *tile_hosts(descend(self))])
        fonts = "; font-src data:" if any("@font-face" in text for text in self.styles) else ""
        policy = _CSP.format(scripts=hashes, images=images, fonts=fonts)
        lines = [
            "<!DOCTYPE html>",
            f'<html lang="{escape(self.lang)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(self.title or 'Map')}</title>",
            number(self.head),
            f"<style>{styles[0]}</style>",
            rendered.header,
            *(f"<style>{text}</style>" for text in styles[1:]),
            *(f"<script>{text}</script>" for text in first),
            "</head>",
            "<body>",
            number(self.before),
            rendered.html,
            number(self.after),
            *self._data_blocks(number),
            *(f"<script>{text}</script>" for text in scripts),
            "</body>",
            "</html>",
        ]
        return encodable("\n".join(line for line in lines if line) + "\n")

    def _switches(self) -> list[str]:
        """Set the globals that Leaflet reads when it starts."""
        switches = [getattr(element, "global_switches", None) for element in descend(self)]
        return [
            f"{name} = true;"
            for name, key in (("L_NO_TOUCH", "no_touch"), ("L_DISABLE_3D", "disable_3d"))
            if any(getattr(switch, key, False) for switch in switches)
        ]

    def _libraries(self, *scripts: str) -> list[str]:
        """Return the map's own script, as the others need it, and those that some elements need."""
        is_vector = self.vector_only and not any(map(_WHOLE.search, scripts))
        has_rasters = any(getattr(element, "needs_raster", False) for element in descend(self))
        has_relief = any(getattr(element, "needs_relief", False) for element in descend(self))
        has_tiles = bool(tile_hosts(descend(self)))
        return [
            vector_map_js() if is_vector else bundle_js(),
            *([rasters_js()] if has_rasters else ()),
            *([relief_js()] if has_relief else ()),
            *([tiles_js()] if has_tiles else ()),
        ]

    def _data_blocks(self, own: Callable[[str], str]) -> list[str]:
        blocks = [
            f'<script type="application/json" id="{escape(key)}">'
            f"{own(json_for_script(value))}</script>"
            for key, value in self.data.items()
        ]
        texts = {**{key: packed(value, own) for key, value in self.packed.items()}, **self.texts}
        blocks += [
            f'<script type="text/plain" id="{escape(key)}">{text}</script>'
            for key, text in texts.items()
        ]
        # Each once, for all layers of all maps.
        names = {name for element in descend(self) for name in getattr(element, "packed_files", ())}
        if "far-coast" in names:
            names.discard("far-coast-north")  # of another map in the page
        for name, text in (
            ("basemap", basemap),
            ("far-coast", far_coast),
            ("far-coast-north", far_coast_north),
            ("depth", depth),
            ("antarctica", antarctica),
            ("antarctica-depth", antarctic_depth),
            ("relief", relief),
            ("antarctica-relief", antarctic_relief),
        ):
            if name in names:
                part = name.removesuffix("-north")
                blocks.append(f'<script type="text/plain" id="geotrack-{part}">{text()}</script>')
        return blocks


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class _Part:
    """Replaces the template of a page's header, body or script."""

    def render(self, **_kwargs: Any) -> str:
        raise UsageError(
            "header, html and script of a PolarFigure are no page in parts, whose security policy "
            "names each script: show get_root().render() as it is, in an <iframe srcdoc> of yours"
        )
