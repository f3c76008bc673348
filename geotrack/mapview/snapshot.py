"""Snapshots: the inputs of a map in one zip, to build its page again without git.

A snapshot contains what the page shows and what is needed to build it: no record that is not on the
map, not even its id. Records left out by the selection appear as counts only, as on the page.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import tomlkit

from geotrack._version import __version__
from geotrack.dates import When, in_words
from geotrack.errors import UsageError
from geotrack.i18n import LANGUAGES
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.context_layers.used_shapes import UsedShapes, used_shapes_text
from geotrack.mapview.map_view import MapView
from geotrack.mapview.numbers import numbers_text
from geotrack.mapview.record.disclosure import (
    PageIds,
    disclosed_event,
    disclosed_layer,
    disclosed_report,
    disclosed_scene,
    ids_on_page,
)
from geotrack.mapview.sides import disclosed_sides
from geotrack.mapview.text.frame import selection_words
from geotrack.mapview.text.lead import place_of_selection
from geotrack.mapview.text.times import selects_by_place
from geotrack.messages import Message, in_language
from geotrack.model import MapDefinition, Model
from geotrack.model.localized import as_written
from geotrack.model.maps.layer_file import LayerFile
from geotrack.model.maps.map_definition import Frozen
from geotrack.model.maps.scene_text import with_ids
from geotrack.queries import Match
from geotrack.reading.text.geojson_text import collection_text
from geotrack.workspace import LAYERS, Workspace
from geotrack.workspace.own_taxonomy import used_entries

__all__ = ["frozen_inputs"]

# Independent of clock and machine: the same inputs give the same bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# Origin and permissions in a ZIP, so that it has equal bytes on each system.
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16
# Bytes.
_MB = 1e6
# Limits that apply to a whole file.
_OF_A_FILE = ("file_mb", "values", "features", "file_vertices")
# Keys of a definition that a frozen map keeps.
_DEFINITION = {
    "title",
    "subtitle",
    "marking",
    "as_of",
    "projection",
    "language",
    "symbols",
}


def frozen_inputs(workspace: Workspace, name: str, view: MapView) -> bytes:
    """Return the zip of a map's inputs.

    Parameters
    ----------
    workspace : Workspace
        The workspace of the map.
    name : str
        Its name in `maps/`.
    view : MapView
        The rendered map.

    Raises
    ------
    UsageError
        The map has observations.

    Returns
    -------
    bytes
        A zip of one folder, `name`: a workspace from which `geotrack map` gives the same page. Its
        files are uncompressed, in the order of their paths.
    """
    definition = workspace.maps[name].record
    if definition is None:  # a page was built from it
        raise AssertionError(name)
    if definition.observations:
        message = Message(
            "the map {name!r} draws observations, which a frozen map cannot keep: it keeps "
            "records, layers and reports; keep the datasets beside the page, or leave "
            "[[observations]] out",
            name,
        )
        raise UsageError(message)
    layers = definition.layers
    layers_used = {layer: getattr(layers, layer) for layer in LAYERS}
    page_ids = ids_on_page(workspace, view.records, layers_used, view.regions, view.symbols.codes)
    taxonomy_entries = used_entries(workspace.taxonomy, (e.type_id for e in view.records))
    events = collection_text([disclosed_event(e, workspace, page_ids) for e in view.records])
    files = {
        "README.txt": _readme(name, definition, view),
        "geotrack.toml": _settings(workspace, events, view),
        **({"taxonomy.toml": tomlkit.dumps(taxonomy_entries)} if taxonomy_entries else {}),
        f"maps/{name}.toml": _definition(workspace, definition, view, page_ids),
        f"maps/{name}.numbers.json": numbers_text({e.id: view.numbers[e.id] for e in view.records}),
        "events/records.geojson": events,
        **{f"layers/{n}.geojson": text for n, text in _layers(workspace, page_ids)},
        **{_context_file(n): _used(one) for n, one in enumerate(view.context)},
        **{f"look/{key}.{logo.kind}": logo.data for key, logo in view.look.logos.items()},
        **{
            f"seeds/{n}.toml": tomlkit.dumps(
                disclosed_report(workspace.reports_by_id[id_], view.records, page_ids)
            )
            for id_, n in page_ids.reports.items()
        },
    }
    return _zipped({f"{name}/{path}": text for path, text in files.items()})


def _zipped(files: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, _ZIP_EPOCH)
            info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
            content = files[path]
            archive.writestr(info, content.encode() if isinstance(content, str) else content)
    return packed.getvalue()


def _settings(workspace: Workspace, events: str, view: MapView) -> str:
    config = workspace.config
    limits = config.limits.model_dump(mode="json", include=_fields_of(config.limits))
    # The records of many files are now in one, with indentation.
    for bound in _OF_A_FILE:
        most = limits[bound] * max(len(workspace.event_files), 1)
        limits[bound] = type(most)(min(most, type(config.limits).ceiling(bound)))
    limits["file_mb"] = max(limits["file_mb"], round(len(events.encode()) / _MB + 1.0))
    kept = _fields_of(config) - {"cache", "limits", "look", "terms"}
    settings = config.model_dump(mode="json", include=kept, exclude_none=True)
    terms = [term.stated() for term in view.terms]
    return tomlkit.dumps({**settings, "limits": limits, **({"terms": terms} if terms else {})})


def _fields_of(model: Model) -> set[str]:
    return set(type(model).model_fields)


def _layers(workspace: Workspace, page_ids: PageIds) -> Iterator[tuple[str, str]]:
    """Yield the layers with the features that the page uses; regions even if it uses none.

    Without a folder of layers the packaged ones would be used.
    """
    for name in LAYERS:
        used = list(disclosed_layer(workspace, name, page_ids))
        if used or name == "regions":
            yield name, collection_text(used)


def _context_file(n: int) -> str:
    return f"layers/files/{n + 1}.geojson"


def _used(layer: ContextLayer) -> str:
    return used_shapes_text(UsedShapes(layer.shapes, layer.accuracy_m, layer.left_out))


def _context_entry(n: int, settings: LayerFile) -> dict[str, Any]:
    """Return the entry of a context layer, without what only its own file needs."""
    excluded = {"file", "layer", "label", "crs", "encoding", "full", "extent"}
    entry = settings.model_dump(mode="json", exclude=excluded, exclude_none=True)
    return {"file": _context_file(n), **entry, "dash": entry["dash"] or "solid"}


def _look(view: MapView) -> dict[str, Any]:
    """Return the look of a map as that of its own, with colours of its themes alone."""
    settings = view.look.settings
    keys = {"logo_alt", "organisation", "accent", "typeface"}
    values = settings.model_dump(include=keys, exclude_none=True, exclude_defaults=True)
    colours = {t.id: own for t in view.themes if (own := settings.colours.get(t.id))}
    logos = {key: f"look/{key}.{logo.kind}" for key, logo in view.look.logos.items()}
    return {**logos, **values, **({"colours": colours} if colours else {})}


def _definition(
    workspace: Workspace, definition: MapDefinition, view: MapView, page_ids: PageIds
) -> str:
    """Return the definition with the result of its selection in place of the selection."""
    circle, layers, lead = definition.view, definition.layers, definition.lead
    labels = definition.labels
    renamed = {
        layer: [page_ids.layers[layer][id_] for id_ in getattr(layers, layer)] for layer in LAYERS
    }
    observations = [
        page_ids.layers[layer][id_]
        for layer in LAYERS
        for id_ in getattr(layers, layer)
        if id_ in layers.shown
    ]
    values = definition.model_dump(mode="json", include=_DEFINITION, exclude_none=True)
    scenes = [
        disclosed_scene(s, workspace, page_ids, with_notes=view.with_notes)
        for s in definition.scenes
    ]
    entries = [_context_entry(n, one) for n, one in enumerate(definition.context)]
    ice, files = entries[: len(definition.ice)], entries[len(definition.ice) :]
    questions = {"questions": True} if definition.questions else {}
    # The changes since a day are in `frozen`.
    since = {"since": definition.since} if definition.since_reader else {}
    look, sides, insets = _look(view), disclosed_sides(definition, view.records), _insets(view)
    return tomlkit.dumps(
        {
            **values,
            **questions,
            **since,
            **({} if lead is None else {"lead": with_ids(lead, workspace.resolved)}),
            **({} if labels is None else {"labels": [*map(workspace.resolved, labels)]}),
            **({"look": look} if look else {}),
            **({"sides": sides} if sides else {}),
            **({} if insets is None else {"insets": insets}),
            "view": circle.stated(),
            "layers": {
                **renamed,
                "shown": observations,
                "hatched": layers.hatched,
                "order": layers.order,
                **({"depth": True} if layers.depth else {}),
                **({"relief": True} if layers.relief else {}),
                **({"files": files} if files else {}),
            },
            **({"ice": ice} if ice else {}),
            "frozen": _result(workspace, definition, view).model_dump(
                mode="json", exclude_none=True
            ),
            **({"scenes": scenes} if scenes else {}),
        }
    )


def _result(workspace: Workspace, definition: MapDefinition, view: MapView) -> Frozen:
    """Return the result of the selection of a map.

    A selection may name records that it leaves out, and words that are on no page.
    """
    counts = view.counts
    return Frozen(
        selection={code: selection_words(workspace, definition, code) for code in LANGUAGES},
        where=_where(workspace, definition),
        placed=selects_by_place(definition),
        after_as_of=counts.after_as_of,
        possible=counts.possible,
        not_judged=counts.not_judged,
        faulty=counts.faulty,
        only_possibly=tuple(e.id for e in view.records if view.matches.get(e.id) is Match.POSSIBLE),
        order=tuple(view.order),
        why={
            id_: {code: in_language(why, code) for code in LANGUAGES}
            if isinstance(why, Message)
            else why
            for id_, why in view.whys.items()
        },
        entered=view.entered or {},
        since=view.since,
    )


def _insets(view: MapView) -> list[dict[str, Any]] | None:
    """Return the insets that a map shows; None if it has none for crowds either."""
    if view.definition.insets is None and not view.insets:
        return None
    return [
        {
            **({"name": as_written(inset.name)} if inset.name else {}),
            **{key: getattr(inset, key) for key in ("lat", "lon", "radius_km", "factor")},
        }
        for inset in view.insets
    ]


def _where(workspace: Workspace, definition: MapDefinition) -> dict[str, str]:
    """Return the place of a selection by language, for a lead built from counts."""
    if definition.lead is not None:
        return {}
    places = {code: place_of_selection(workspace, definition, code) for code in LANGUAGES}
    return {code: place for code, place in places.items() if place}


def _readme(name: str, definition: MapDefinition, view: MapView) -> str:
    as_of = in_words(When.parse(definition.as_of)) if definition.as_of else "no date"
    count = len(view.records)
    with_notes = " --with-notes" if view.with_notes else ""
    lines = [
        _one_line(definition.marking or ""),
        f"What the map {name!r} was built from",
        f"Title: {_one_line(definition.title)}",
        f"As of: {as_of}",
        f"Records: {count}",
        f"geotrack: {__version__}",
        "",
        "Build the page again, beside this file:",
        "",
        f"    geotrack --workspace . map {_quoted(name)}{with_notes}",
        "",
        f"It writes maps/{name}.html: the same page, byte for byte, by the same version.",
        "",
        "Here is what the page shows. Each property of a record, a report and a layer's feature",
        "is here because the page shows it; others are left out, as are other records, links to",
        "them, other claims of the reports, heights, and who made a correction or a review. Ids of",
        "records and of regions drawn are in the page too; other ids are made up here. What the",
        "selection found stands in [frozen] of the map's definition, in place of the selection.",
        "",
        "Four things are here that the page does not show as they are. The first is in the page",
        "too, for its readers to download; the others are here alone:",
        "* coordinates of records with all their decimals, where the map rounds them to some 10 m,",
        "  their dates and time zones as they were written, and the taxonomy's word for each type;",
        "* the shapes of regions that are only named beside a position or excluded;",
        "* of a report its marking, as far as it ranks it, and the kinds of its claims, and of a",
        "  region whether it is water or an island;",
        "* the workspace's own settings: its words for markings, in their order, its limits, and",
        "  of types of its own where their units move, and their APP-6 codes.",
        _one_line(definition.marking or ""),
    ]
    return "\n".join(lines).strip("\n") + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() else f'"{name}"'
