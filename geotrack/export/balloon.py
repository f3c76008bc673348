"""KML balloons: HTML descriptions of records and regions, escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from geotrack.dates import in_words
from geotrack.export.citations import NumberedSource
from geotrack.export.product import Product, Record
from geotrack.model import LayerFeature
from geotrack.model.place_text import place_words, standing_words

__all__ = ["about", "balloon", "region_balloon"]


def balloon(record: Record, product: Product) -> str:
    """Return the balloon of a record: time, place, type, verification and sources."""
    lines = [f"<b>{escape(label)}</b>: {escape(text)}" for label, text in _facts(record, product)]
    summary = f"<p>{_paragraphs(record.event.summary)}</p>" if record.event.summary else ""
    cited = "<br>".join(_source(product.sources[n - 1]) for n in record.sources)
    foot = " · ".join(filter(None, (product.terms.marking, _as_of(product))))
    return (
        f"<h3>{escape(record.event.title)}</h3>{summary}<p>{'<br>'.join(lines)}</p>"
        f"<p><b>Sources</b><br>{cited}</p><p><small>{escape(foot)}</small></p>"
    )


def about(product: Product) -> str:
    """Return the balloon of the whole document, with all sources."""
    metadata = "<br>".join(
        f"<b>{escape(key.replace('_', ' '))}</b>: {escape(str(value))}"
        for key, value in product.about.items()
    )
    return f"<p>{metadata}</p><p>{'<br>'.join(map(_source, product.sources))}</p>"


def region_balloon(region: LayerFeature, records: Iterable[Record]) -> str:
    """Return the balloon of a region: its definition and the records that name it."""
    titles = "<br>".join(escape(record.event.title) for record in records)
    listed = f"<p><b>Records that name it</b><br>{titles}</p>" if titles else ""
    return f"<h3>{escape(region.name)}</h3><p>{escape(region.definition.text)}</p>{listed}"


def _facts(record: Record, product: Product) -> Iterator[tuple[str, str]]:
    event = record.event
    if record.number is not None:
        yield "Number", str(record.number)
    yield "When", in_words(event.when)
    yield "Where", place_words(event, product.workspace.regions)
    kind = event.type.label["en"]
    standing_text = standing_words(event)
    yield "What", f"{kind} ({standing_text})" if standing_text else kind
    if event.actors:
        yield (
            "Who",
            "; ".join(f"{a.name} ({a.country})" if a.country else a.name for a in event.actors),
        )
    if event.verification:
        parts = (event.verification.level, event.verification.basis)
        yield "Verification", ". ".join(filter(None, parts))
    if event.place and event.place.note:
        yield "On the place", event.place.note
    if record.query:
        yield "Match", ": ".join(filter(None, (record.query.match, record.query.why)))
    if record.marking:
        yield "Marking", record.marking
    if event.releasable_to:
        yield "Releasable to", ", ".join(event.releasable_to)
    if event.review:
        yield "Review", event.review


def _paragraphs(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _source(source: NumberedSource) -> str:
    address = source.url or next(iter(source.read_at), "")
    text = f"[{source.number}] " + escape(", ".join(filter(None, (source.label, source.published))))
    return f'{text} <a href="{escape(address)}">{escape(address)}</a>' if address else text


def _as_of(product: Product) -> str:
    return f"as of {product.terms.as_of}" if product.terms.as_of else ""
