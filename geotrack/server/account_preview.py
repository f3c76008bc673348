"""The accounts of a record of the form beside each other, as its card will have them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geotrack.findings import Finding
from geotrack.mapview.record.view import record_views
from geotrack.mapview.translations import Translator
from geotrack.page.document import accounts_html
from geotrack.page.records import record_data
from geotrack.reading import events_in, parse_json
from geotrack.server.records import with_placeholders

if TYPE_CHECKING:
    from geotrack.workspace import Workspace

__all__ = ["account_preview"]


def account_preview(
    feature: Mapping[str, Any], workspace: Workspace, language: str
) -> dict[str, Any]:
    """Return the accounts of a record as HTML, and their areas as a page has them.

    The HTML is empty where there are not two accounts, or the record cannot be read yet.
    """
    nothing = {"html": "", "accounts": [], "overlaps": []}
    parsed = parse_json(json.dumps(with_placeholders(feature)[0]).encode("ascii"), "")
    if isinstance(parsed, Finding):
        return nothing
    events = [located.record for located in events_in(parsed, workspace.taxonomy).records]
    translate = Translator(language, workspace.config.own_language)
    views = record_views(events, {event.id: 1 for event in events}, workspace, translate)
    if not views or views[0].comparison is None:
        return nothing
    data = record_data(views[0])
    return {
        "html": accounts_html(views[0], translate),
        "accounts": data.get("accounts", []),
        "overlaps": data.get("overlaps", []),
    }
